//! An account: its name, its person's name and its password as they are kept, and who else is called so.

use app::desk::Refusal;
use domain::{id::PersonId, subject::Subject};
use store::{
    Connection, StoreError, newsletters,
    people::{self, Account, persons},
    units,
};

use crate::password::{
    self,
    rules::{self, Ground},
};

/// The most characters of an account's name.
pub(crate) const LONGEST_LOGIN: usize = 40;

pub(super) async fn found(connection: &impl Connection, id: PersonId) -> Result<Account, Refusal> {
    let account = people::find(connection, id).await?;
    account.ok_or_else(|| Refusal::not_found("这个人"))
}

pub(super) fn about(id: PersonId) -> Subject {
    Subject::Person(id)
}

/// An account's name as it is kept, or what is wrong with it.
pub(crate) fn checked_login(login: &str) -> Result<String, Refusal> {
    let login = people::normal_login(login);
    let wrong = |character: char| character.is_whitespace() || character.is_control();
    match login.chars().count() {
        0 => Err(Refusal::invalid("login", "请填写账号")),
        count if count > LONGEST_LOGIN => {
            Err(Refusal::invalid("login", format!("账号最多 {LONGEST_LOGIN} 个字符")))
        }
        _ if login.contains(wrong) => Err(Refusal::invalid("login", "账号里不能有空格")),
        _ => Ok(login),
    }
}

/// A person's name as it is kept.
pub(crate) fn checked_name(name: &str) -> Result<String, Refusal> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    match name.chars().count() {
        0 => Err(Refusal::invalid("name", "请填写姓名")),
        count if count > LONGEST_LOGIN => {
            Err(Refusal::invalid("name", format!("姓名最多 {LONGEST_LOGIN} 个字")))
        }
        _ => Ok(name),
    }
}

/// A password that is good enough for whoever has this account's and person's name, as it is kept. `field` is where it was
/// typed.
pub(crate) async fn hashed(
    connection: &impl Connection,
    password: String,
    (field, login, name): (&str, &str, &str),
) -> Result<String, Refusal> {
    let ground = Ground {
        login: login.to_owned(),
        name: name.to_owned(),
        office: names_of_the_office(connection).await?,
    };
    rules::check(&password, &ground).map_err(|unfit| Refusal::invalid(field, unfit.to_string()))?;
    password::hash(password).await.map_err(|error| {
        tracing::error!(%error, "a password could not be hashed");
        Refusal::Failed("password".to_owned())
    })
}

/// What everybody in the office knows: how its units and newsletters are called.
async fn names_of_the_office(connection: &impl Connection) -> Result<Vec<String>, StoreError> {
    let mut names = Vec::new();
    for unit in units::directory(connection).await?.units() {
        names.extend([unit.name.clone()].into_iter().chain(unit.short_name.clone()));
        names.extend(unit.aliases.iter().cloned());
    }
    for newsletter in newsletters::all(connection).await? {
        names.extend([newsletter.name, newsletter.publisher]);
    }
    Ok(names)
}

/// What an administrator is told whose new account, or new name, is somebody else's as well.
pub(super) async fn told_of_namesakes(connection: &impl Connection, id: PersonId) -> Result<String, Refusal> {
    let mut logins = Vec::new();
    for (other, is_different) in persons::namesakes(connection, id).await? {
        if !is_different {
            logins.extend(people::find(connection, other).await?.map(|other| other.login));
        }
    }
    Ok(match logins.is_empty() {
        true => String::new(),
        false => format!(
            "。同名的还有账号 {}：要两个人办的事会把他们当作一个人，如果不是，请在此人的页面上注明",
            logins.join("、")
        ),
    })
}
