//! Accounts from the command line, where nobody is signed in: whoever reaches the machine's database may do
//! everything anyway. The log names the account itself as the one who acts.

use app::desk::Refusal;
use domain::{
    act::Verb,
    id::{PersonId, UnitId},
    person::Role,
    subject::Subject,
};
use store::{
    Connection, Store,
    events::{self, NewEvent},
    people::{
        self, Account, NewAccount,
        passwords::{self, NewPassword},
    },
    sessions, units,
};

use crate::desk::office::account::{checked_login, checked_name, hashed};

/// The role that a word means, on the screen or in a database. `unit` is for those that are bound to one.
pub fn role_named(word: &str, unit: Option<UnitId>) -> Result<Role, Refusal> {
    let nowhere = UnitId(0);
    let place = unit.unwrap_or(nowhere);
    let role = Role::named(word, place);
    match role {
        None => {
            let known = Role::all(place).map(Role::label).join("、");
            Err(Refusal::invalid("role", format!("没有“{word}”这种角色，可以是：{known}")))
        }
        Some(role) if role.unit() == Some(nowhere) => {
            Err(Refusal::invalid("unit", format!("{word}要用 --unit 写明单位")))
        }
        Some(role) => Ok(role),
    }
}

/// The unit that goes by a name.
pub async fn unit_named(store: &Store, name: &str) -> Result<UnitId, Refusal> {
    let directory = units::directory(store.reader()).await?;
    if let Some(unit) = directory.find(name) {
        return Ok(unit.id);
    }
    let nearest: Vec<_> = directory.nearest(name, 3).iter().map(|unit| unit.name.as_str()).collect();
    let hint =
        if nearest.is_empty() { String::new() } else { format!("，相近的有：{}", nearest.join("、")) };
    Err(Refusal::invalid("unit", format!("没有“{name}”这个单位{hint}")))
}

/// Makes an account whose password must be changed at the first sign-in. Answers its name as it is kept.
pub async fn add(
    store: &Store,
    login: &str,
    name: &str,
    roles: Vec<Role>,
    password: String,
) -> Result<String, Refusal> {
    let now = jiff::Timestamp::now();
    let (login, name) = (checked_login(login)?, checked_name(name)?);
    let account = NewAccount {
        password_hash: hashed(store.reader(), password, ("password", &login, &name)).await?,
        login,
        name,
        must_change_password: true,
        roles,
        created_at: now,
    };
    let login = account.login.clone();
    let transaction = store.begin().await?;
    let connection = transaction.connection();
    if let Some(owner) = people::find_by_login(connection, &login).await? {
        let words = format!("账号 {login} 已经是{}的，请另取一个", owner.name);
        return Err(Refusal::invalid("login", words));
    }
    let roles: Vec<_> = account.roles.iter().map(|role| role.label()).collect();
    let words = format!("由命令行添加了{}，账号 {login}，角色：{}", account.name, roles.join("、"));
    let id = people::write::insert(connection, account).await?;
    events::append(connection, event(id, Verb::AddPerson, words, now)).await?;
    transaction.commit().await?;
    Ok(login)
}

/// Gives a password that must be changed at the next sign-in, and ends all sessions. Answers the person's name.
pub async fn reset_password(store: &Store, login: &str, password: String) -> Result<String, Refusal> {
    let now = jiff::Timestamp::now();
    let account = account_named(store.reader(), login).await?;
    let of = ("password", account.login.as_str(), account.name.as_str());
    let hash = hashed(store.reader(), password, of).await?;
    let transaction = store.begin().await?;
    let connection = transaction.connection();
    let account = account_named(connection, login).await?;
    let new = NewPassword { hash, set_at: now, must_change: true };
    passwords::set(connection, &account, account.version, new).await?;
    sessions::end_all(connection, account.id).await?;
    let words = format!("由命令行重设了{}的密码", account.name);
    events::append(connection, event(account.id, Verb::ResetPassword, words, now)).await?;
    transaction.commit().await?;
    Ok(account.name)
}

/// Gives an account roles that it does not hold yet, and ends its sessions. Answers the person's name and what was new.
pub async fn grant(store: &Store, login: &str, roles: Vec<Role>) -> Result<(String, String), Refusal> {
    let now = jiff::Timestamp::now();
    let transaction = store.begin().await?;
    let connection = transaction.connection();
    let account = account_named(connection, login).await?;
    let mut held = people::actor(connection, &account).await?.roles;
    let new: Vec<Role> = roles.into_iter().filter(|role| !held.contains(role)).collect();
    if new.is_empty() {
        let words = format!("{}已有这些角色，没有改动", account.name);
        return Err(Refusal::invalid("role", words));
    }
    let labels = new.iter().map(|role| role.label()).collect::<Vec<_>>().join("、");
    held.extend(new);
    people::write::rename(connection, account.id, account.version, (&account.name, &account.name)).await?;
    people::write::set_roles(connection, account.id, &held).await?;
    sessions::end_all(connection, account.id).await?;
    let words = format!("由命令行给{}加了角色：{labels}", account.name);
    events::append(connection, event(account.id, Verb::EditPerson, words, now)).await?;
    transaction.commit().await?;
    Ok((account.name, labels))
}

async fn account_named(connection: &impl Connection, login: &str) -> Result<Account, Refusal> {
    let account = people::find_by_login(connection, &people::normal_login(login)).await?;
    account.ok_or_else(|| Refusal::not_found(format!("账号 {login}")))
}

fn event(id: PersonId, kind: Verb, words: String, now: jiff::Timestamp) -> NewEvent {
    let subject = Subject::Person(id);
    NewEvent { happened_at: now, actor: id, kind: kind.into(), subject, words, reason: None }
}
