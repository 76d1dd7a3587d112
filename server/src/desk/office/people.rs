//! People and their accounts: what administrators do, and the own password.

use app::desk::{
    Done, Refusal,
    office::{
        AddPerson, ChangePassword, DeactivatePerson, EditPerson, People, ReactivatePerson, ResetPassword,
        people::{HeldRole, Person, roles_from_fields},
    },
};
use async_trait::async_trait;
use domain::{
    act::Verb,
    id::PersonId,
    permission::{Forbidden, OfficeAct, permits_giving_roles, permits_office},
    person::{Actor, Role},
};
use jiff::SignedDuration;
use store::{
    Connection, guesses,
    people::{
        self, Account, NewAccount, invitations,
        passwords::{self, NewPassword},
    },
    sessions, units,
};

use super::account::{about, checked_login, checked_name, found, hashed, told_of_namesakes};
use crate::{
    desk::{Act, OfficeDesk, Writing},
    password,
};

/// How often somebody may guess at the own present password, and for how long it counts: a browser that was left open is
/// no better a place to guess than the page for signing in.
const MOST_GUESSES: u64 = 10;
const GUESSES_COUNT: SignedDuration = SignedDuration::from_mins(10);

#[async_trait]
impl People for OfficeDesk {
    async fn own_account(&self, actor: &Actor) -> Result<Person, Refusal> {
        self.read_person(actor.id).await
    }

    async fn people(&self, actor: &Actor) -> Result<Vec<Person>, Refusal> {
        permits_office(actor, OfficeAct::Administer)?;
        let reader = self.store.reader();
        let accounts = people::load_all(reader).await?;
        let units = units::directory(reader).await?;
        let invited = invitations::serving(reader, self.now().timestamp()).await?;
        let told = |(account, roles): (Account, Vec<Role>)| {
            let is_invited = invited.contains(&account.id);
            Person { is_invited, ..person(account, roles, &units) }
        };
        let mut people: Vec<_> = accounts.into_iter().map(told).collect();
        people.sort_by_key(|person| !person.active);
        Ok(people)
    }

    async fn person(&self, actor: &Actor, id: PersonId) -> Result<Person, Refusal> {
        permits_office(actor, OfficeAct::Administer)?;
        self.read_person(id).await
    }
}

impl Act for ChangePassword {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { current, new, again } = self;
        let account = office.account(actor.id).await?;
        let guess = office.own_guess(actor).await?;
        if !password::matches(current.clone(), Some(account.password_hash.clone())).await {
            return Err(Refusal::invalid("current", "现在的密码不对，请再输一遍"));
        }
        office.forget_guesses(&guess).await?;
        if new != again {
            return Err(Refusal::invalid("again", "两遍新密码不一样，请再输一遍"));
        }
        if new == current {
            return Err(Refusal::invalid("new", "新密码要和现在的不一样"));
        }
        let reader = office.store.reader();
        let hash = hashed(reader, new.clone(), ("new", &account.login, &account.name)).await?;
        let known = passwords::known(reader, &account).await?;
        if password::matches_any(new, known).await {
            let words = format!("最近用过的{}个密码不能再用，请另想一个", passwords::REMEMBERED);
            return Err(Refusal::invalid("new", words));
        }
        let writing = office.begin(actor).await?;
        let new = NewPassword { hash, set_at: writing.timestamp(), must_change: false };
        passwords::set(writing.connection(), &account, account.version, new).await?;
        sessions::end_all(writing.connection(), account.id).await?;
        writing.event(Verb::ChangePassword, about(account.id), "改了自己的密码", None).await?;
        writing.commit().await?;
        Ok(Done::new("密码已改。其他电脑和手机上的登录都已退出").next("/"))
    }
}

impl OfficeDesk {
    /// Counts an attempt at the own present password as until it succeeds; refuses where there were too many.
    async fn own_guess(&self, actor: &Actor) -> Result<String, Refusal> {
        let subject = format!("own {}", actor.id);
        // A transaction of its own: whatever becomes of the verb, this stays.
        let transaction = self.store.begin().await?;
        let (connection, now) = (transaction.connection(), self.now().timestamp());
        let since = now - GUESSES_COUNT;
        let failures = guesses::count(connection, &subject, since).await?;
        if failures >= MOST_GUESSES {
            return Err(Refusal::invalid("current", "现在的密码试错太多次，请过十分钟再试"));
        }
        guesses::note(connection, std::slice::from_ref(&subject), now, since).await?;
        transaction.commit_unseen().await?;
        Ok(subject)
    }

    async fn forget_guesses(&self, subject: &str) -> Result<(), Refusal> {
        let transaction = self.store.begin().await?;
        guesses::forget(transaction.connection(), subject).await?;
        Ok(transaction.commit_unseen().await?)
    }
}

impl Act for AddPerson {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { login, name, password, role } = self;
        permits_office(actor, OfficeAct::Administer)?;
        let (login, name) = (checked_login(&login)?, checked_name(&name)?);
        let roles = roles_from_fields(&role)?;
        office.refuse_own_roles(actor, (None, &name), &[], &roles).await?;
        let new = NewAccount {
            password_hash: hashed(office.store.reader(), password, ("password", &login, &name)).await?,
            login,
            name,
            must_change_password: true,
            roles,
            created_at: office.now().timestamp(),
        };
        let (login, name) = (new.login.clone(), new.name.clone());
        let writing = office.begin(actor).await?;
        refuse_taken(writing.connection(), &login).await?;
        refuse_unknown_units(writing.connection(), &new.roles).await?;
        let roles = role_words(writing.connection(), &new.roles).await?;
        let id = people::write::insert(writing.connection(), new).await?;
        let words = format!("添加了人员{name}，账号 {login}，角色：{roles}");
        writing.event(Verb::AddPerson, about(id), words, None).await?;
        let namesakes = told_of_namesakes(writing.connection(), id).await?;
        writing.commit().await?;
        let words =
            format!("已添加{name}。请把账号 {login} 和首次密码告诉本人，第一次登录后必须改密码{namesakes}");
        Ok(Done::new(words).next(format!("/admin/people/{id}")))
    }
}

impl Act for EditPerson {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { person: id, version, name, role } = self;
        permits_office(actor, OfficeAct::Administer)?;
        let name = checked_name(&name)?;
        let roles = roles_from_fields(&role)?;
        let writing = office.begin(actor).await?;
        let version = writing.version_after_own(version);
        let account = found(writing.connection(), id).await?;
        let held = people::actor(writing.connection(), &account).await?.roles;
        office.refuse_own_roles(actor, (Some(id), &account.name), &held, &roles).await?;
        if account.name != name && !actor.may_be(id) {
            // Under a name of one's own it would be a second account.
            office.refuse_own_roles(actor, (None, &name), &[], &roles).await?;
        }
        let connection = writing.connection();
        people::write::rename(connection, id, version, (&account.name, &name)).await?;
        let mut changes = Vec::new();
        if account.name != name {
            changes.push(format!("姓名由{}改为{name}", account.name));
        }
        if !is_same(&held, &roles) {
            refuse_unknown_units(connection, &roles).await?;
            people::write::set_roles(connection, id, &roles).await?;
            sessions::end_all(connection, id).await?;
            let before = role_words(connection, &held).await?;
            let after = role_words(connection, &roles).await?;
            changes.push(format!("角色由“{before}”改为“{after}”"));
            office.refuse_no_administrator(&writing).await?;
        }
        if changes.is_empty() {
            return Ok(Done::new("没有改动").next(format!("/admin/people/{id}")));
        }
        let words = format!("{name}：{}", changes.join("；"));
        writing.event(Verb::EditPerson, about(id), words.clone(), None).await?;
        let namesakes = match account.name == name {
            true => String::new(),
            false => told_of_namesakes(connection, id).await?,
        };
        writing.commit().await?;
        Ok(Done::new(format!("已保存。{words}{namesakes}")).next(format!("/admin/people/{id}")))
    }
}

impl Act for ResetPassword {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { person: id, version, password } = self;
        permits_office(actor, OfficeAct::Administer)?;
        let account = office.account(id).await?;
        let of = ("password", account.login.as_str(), account.name.as_str());
        let hash = hashed(office.store.reader(), password, of).await?;
        let writing = office.begin(actor).await?;
        let account = found(writing.connection(), id).await?;
        let new = NewPassword { hash, set_at: writing.timestamp(), must_change: true };
        passwords::set(writing.connection(), &account, version, new).await?;
        sessions::end_all(writing.connection(), id).await?;
        let words = format!("重设了{}的密码", account.name);
        writing.event(Verb::ResetPassword, about(id), words, None).await?;
        writing.commit().await?;
        let words = format!("{}的密码已重设，原来的登录都已退出。请当面告知临时密码", account.name);
        Ok(Done::new(words).next(format!("/admin/people/{id}")))
    }
}

impl OfficeDesk {
    pub(super) async fn set_person_active(
        &self,
        actor: &Actor,
        id: PersonId,
        version: i64,
        active: bool,
    ) -> Result<String, Refusal> {
        permits_office(actor, OfficeAct::Administer)?;
        let writing = self.begin(actor).await?;
        let account = found(writing.connection(), id).await?;
        people::write::set_active(writing.connection(), id, version, active).await?;
        sessions::end_all(writing.connection(), id).await?;
        self.refuse_no_administrator(&writing).await?;
        let (verb, done) = match active {
            true => (Verb::ReactivatePerson, "已恢复，可以用原来的密码登录"),
            false => (Verb::DeactivatePerson, "已停用，不能再登录"),
        };
        let words = format!("{}的账号{done}", account.name);
        writing.event(verb, about(id), words.clone(), None).await?;
        writing.commit().await?;
        Ok(words)
    }

    pub(super) async fn read_person(&self, id: PersonId) -> Result<Person, Refusal> {
        let reader = self.store.reader();
        let account = found(reader, id).await?;
        let roles = people::actor(reader, &account).await?.roles;
        let units = units::directory(reader).await?;
        Ok(person(account, roles, &units))
    }

    async fn account(&self, id: PersonId) -> Result<Account, Refusal> {
        found(self.store.reader(), id).await
    }

    /// Nobody gives himself a role that acts on content; who can give it is said.
    pub(super) async fn refuse_own_roles(
        &self,
        actor: &Actor,
        to: (Option<PersonId>, &str),
        held: &[Role],
        roles: &[Role],
    ) -> Result<(), Refusal> {
        let Err(refusal) = permits_giving_roles(actor, to, held, roles) else { return Ok(()) };
        if refusal != Forbidden::OwnRole {
            return Err(refusal.into());
        }
        let everybody = self.everybody().await?;
        let administers = |one: &&Actor| permits_office(one, OfficeAct::Administer).is_ok();
        let others = everybody.iter().filter(|one| administers(one) && !actor.may_be(one.id));
        let others: Vec<&str> = others.map(|one| one.name.as_str()).collect();
        let way = match others.as_slice() {
            [] => "现在没有别的管理员，请在服务器上用 jianbao user grant 加，日志会记下".to_owned(),
            others => format!("请别的管理员（{}）来加", others.join("、")),
        };
        Err(Refusal::invalid("role", format!("{refusal}。{way}")))
    }

    /// Without an administrator nobody could ever make another one.
    async fn refuse_no_administrator(&self, writing: &Writing) -> Result<(), Refusal> {
        match people::count_administrators(writing.connection()).await? {
            0 => Err(Refusal::blocked("至少要留一位在用的管理员，请先让别人当管理员")),
            _ => Ok(()),
        }
    }
}

async fn refuse_taken(connection: &impl Connection, login: &str) -> Result<(), Refusal> {
    match people::find_by_login(connection, login).await? {
        Some(account) => {
            Err(Refusal::invalid("login", format!("账号 {login} 已经是{}的，请另取一个", account.name)))
        }
        None => Ok(()),
    }
}

async fn refuse_unknown_units(connection: &impl Connection, roles: &[Role]) -> Result<(), Refusal> {
    let units = units::directory(connection).await?;
    match roles.iter().filter_map(|role| role.unit()).find(|unit| units.get(*unit).is_none()) {
        Some(_) => Err(Refusal::not_found("角色所属的单位")),
        None => Ok(()),
    }
}

fn is_same(held: &[Role], roles: &[Role]) -> bool {
    held.len() == roles.len() && held.iter().all(|role| roles.contains(role))
}

pub(super) async fn role_words(connection: &impl Connection, roles: &[Role]) -> Result<String, Refusal> {
    let units = units::directory(connection).await?;
    let words: Vec<_> = roles.iter().map(|role| held(*role, &units).words()).collect();
    Ok(if words.is_empty() { "无".to_owned() } else { words.join("、") })
}

fn person(account: Account, roles: Vec<Role>, units: &domain::unit::UnitDirectory) -> Person {
    Person {
        id: account.id,
        version: account.version,
        login: account.login,
        name: account.name,
        roles: roles.into_iter().map(|role| held(role, units)).collect(),
        must_change_password: account.must_change_password,
        is_invited: false,
        active: account.active,
    }
}

fn held(role: Role, units: &domain::unit::UnitDirectory) -> HeldRole {
    let unit = role.unit().and_then(|unit| units.get(unit)).map(|unit| unit.list_name().to_owned());
    HeldRole { role, unit }
}

impl Act for DeactivatePerson {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { person, version } = self;
        let words = office.set_person_active(actor, person, version, false).await?;
        Ok(Done::new(words)
            .next(format!("/admin/people/{person}"))
            .undo(&ReactivatePerson { person, version: version + 1 }))
    }
}

impl Act for ReactivatePerson {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { person, version } = self;
        let words = office.set_person_active(actor, person, version, true).await?;
        Ok(Done::new(words)
            .next(format!("/admin/people/{person}"))
            .undo(&DeactivatePerson { person, version: version + 1 }))
    }
}
