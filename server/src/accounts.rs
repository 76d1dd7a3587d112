//! Accounts from the command line, where nobody is signed in: whoever reaches the machine's database may do
//! everything anyway. The log names the account itself as the one who acts.

use app::desk::DeskError;
use domain::{
    id::{PersonId, UnitId},
    person::Role,
};

use crate::{
    desk::{
        failed,
        office::people::{checked_login, checked_name, hashed},
    },
    store::{
        Store,
        events::{self, NewEvent, Subject},
        people::{self, NewAccount},
        sessions, units,
    },
};

/// The role that a word means, on the screen or in a database. `unit` is for those that are bound to one.
pub fn role_named(word: &str, unit: Option<UnitId>) -> Result<Role, DeskError> {
    let nowhere = UnitId(0);
    let place = unit.unwrap_or(nowhere);
    let all = [
        Role::Contributor(place),
        Role::UnitReviewer(place),
        Role::Editor,
        Role::Clearer,
        Role::Signer,
        Role::Reader,
        Role::Administrator,
    ];
    let role = all.into_iter().find(|role| role.label() == word || role.code() == word);
    match role {
        None => {
            let known = all.map(Role::label).join("、");
            Err(DeskError::invalid("role", format!("没有“{word}”这种角色，可以是：{known}")))
        }
        Some(role) if role.unit() == Some(nowhere) => {
            Err(DeskError::invalid("unit", format!("{word}要用 --unit 写明单位")))
        }
        Some(role) => Ok(role),
    }
}

/// The unit that goes by a name.
pub async fn unit_named(store: &Store, name: &str) -> Result<UnitId, DeskError> {
    let directory = units::directory(store.reader()).await.map_err(failed)?;
    if let Some(unit) = directory.find(name) {
        return Ok(unit.id);
    }
    let nearest: Vec<_> = directory.nearest(name, 3).iter().map(|unit| unit.name.as_str()).collect();
    let hint =
        if nearest.is_empty() { String::new() } else { format!("，相近的有：{}", nearest.join("、")) };
    Err(DeskError::invalid("unit", format!("没有“{name}”这个单位{hint}")))
}

/// Makes an account whose password must be changed at the first sign-in. Answers its name as it is kept.
pub async fn add(
    store: &Store,
    login: &str,
    name: &str,
    roles: Vec<Role>,
    password: String,
) -> Result<String, DeskError> {
    let now = jiff::Timestamp::now();
    let account = NewAccount {
        login: checked_login(login)?,
        name: checked_name(name)?,
        password_hash: hashed(password).await?,
        must_change_password: true,
        roles,
        created_at: now,
    };
    let login = account.login.clone();
    let transaction = store.begin().await.map_err(failed)?;
    let connection = transaction.connection();
    if let Some(owner) = people::find_by_login(connection, &login).await.map_err(failed)? {
        let words = format!("账号 {login} 已经是{}的，请另取一个", owner.name);
        return Err(DeskError::invalid("login", words));
    }
    let roles: Vec<_> = account.roles.iter().map(|role| role.label()).collect();
    let words = format!("由命令行添加了{}，账号 {login}，角色：{}", account.name, roles.join("、"));
    let id = people::write::insert(connection, account).await.map_err(failed)?;
    events::append(connection, event(id, "add_person", words, now)).await.map_err(failed)?;
    transaction.commit().await.map_err(failed)?;
    Ok(login)
}

/// Gives a password that must be changed at the next sign-in, and ends all sessions. Answers the person's name.
pub async fn reset_password(store: &Store, login: &str, password: String) -> Result<String, DeskError> {
    let now = jiff::Timestamp::now();
    let hash = hashed(password).await?;
    let transaction = store.begin().await.map_err(failed)?;
    let connection = transaction.connection();
    let account = people::find_by_login(connection, &people::normal_login(login)).await.map_err(failed)?;
    let account = account.ok_or_else(|| DeskError::NotFound(format!("账号 {login}")))?;
    people::write::set_password(connection, account.id, account.version, hash, true).await.map_err(failed)?;
    sessions::end_all(connection, account.id).await.map_err(failed)?;
    let words = format!("由命令行重设了{}的密码", account.name);
    events::append(connection, event(account.id, "reset_password", words, now)).await.map_err(failed)?;
    transaction.commit().await.map_err(failed)?;
    Ok(account.name)
}

fn event(id: PersonId, verb: &'static str, words: String, now: jiff::Timestamp) -> NewEvent {
    let subject = Subject { kind: "person", id: id.0 };
    NewEvent { happened_at: now, actor: id, verb, subject, words, reason: None }
}
