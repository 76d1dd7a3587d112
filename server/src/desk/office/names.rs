//! Which names are whose: authors' names that administrators link to people, and accounts of one name.

use app::desk::{
    Done, Refusal,
    office::{
        LinkAuthor, NamesOfPeople, StateDifferent, UnlinkAuthor, UnstateDifferent,
        people::{Namesake, PersonNames},
    },
};
use async_trait::async_trait;
use domain::{
    act::Verb,
    id::PersonId,
    item::AuthorStatement,
    permission::{Forbidden, OfficeAct, permits_office},
    person::Actor,
    text::name_key,
};
use store::{
    Connection,
    people::{Account, persons},
    units,
};

use super::account::{about, checked_name, found};
use crate::desk::{Act, OfficeDesk, items::namesake};

#[async_trait]
impl NamesOfPeople for OfficeDesk {
    async fn names_of_person(&self, actor: &Actor, id: PersonId) -> Result<PersonNames, Refusal> {
        permits_office(actor, OfficeAct::Administer)?;
        self.read_names(id).await
    }
}

impl OfficeDesk {
    pub(super) async fn read_names(&self, id: PersonId) -> Result<PersonNames, Refusal> {
        let reader = self.store.reader();
        found(reader, id).await?;
        let stated = persons::stated_about(reader, id).await?;
        let mut namesakes = Vec::new();
        for (other, is_different) in persons::namesakes(reader, id).await? {
            let other = found(reader, other).await?;
            namesakes.push(Namesake {
                id: other.id,
                name: other.name,
                login: other.login,
                active: other.active,
                is_different,
            });
        }
        let statements = namesake::in_words(reader, stated).await?;
        Ok(PersonNames { statements, namesakes })
    }
}

impl Act for LinkAuthor {
    /// The name in a unit's attributions is this person's.
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { person: id, unit, name } = self;
        permits_office(actor, OfficeAct::Administer)?;
        let name = checked_name(&name)?;
        let unit = unit.ok_or_else(|| Refusal::invalid("unit", "请选择署名里的单位"))?;
        let writing = office.begin(actor).await?;
        let connection = writing.connection();
        let account = found(connection, id).await?;
        refuse_own_name(actor, &account, &name)?;
        let units = units::directory(connection).await?;
        let in_words = units.get(unit).ok_or_else(|| Refusal::not_found("这个单位"))?.list_name();
        let stated =
            AuthorStatement { unit: Some(unit), name_key: name_key(&name), person: id, is_same: true };
        persons::state_author(connection, &name, stated, actor.id, writing.timestamp()).await?;
        let words = format!("注明：{in_words}署名“{name}”就是{}", account.name);
        writing.event(Verb::LinkAuthor, about(id), words.clone(), None).await?;
        writing.commit().await?;
        let undo = UnlinkAuthor { person: id, unit: Some(unit), name };
        let words = format!("已{words}。此人不能审核、审查、签发署这个名的稿件");
        Ok(Done::new(words).next(person_page(id)).undo(&undo))
    }
}

impl Act for UnlinkAuthor {
    /// Takes back what was stated of a name and this person, by whomever.
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { person: id, unit, name } = self;
        permits_office(actor, OfficeAct::Administer)?;
        let writing = office.begin(actor).await?;
        let connection = writing.connection();
        let account = found(connection, id).await?;
        refuse_own_name(actor, &account, &name)?;
        let stated = AuthorStatement { unit, name_key: name_key(&name), person: id, is_same: true };
        if !persons::unstate_author(connection, &stated).await? {
            return Err(Refusal::not_found(format!("关于“{name}”和{}的说明", account.name)));
        }
        let words = format!("删去关于署名“{name}”和{}的说明", account.name);
        writing.event(Verb::UnlinkAuthor, about(id), words.clone(), None).await?;
        writing.commit().await?;
        Ok(Done::new(format!("已{words}")).next(person_page(id)))
    }
}

impl Act for StateDifferent {
    /// Two accounts of one name are two people's.
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { person: id, other } = self;
        permits_office(actor, OfficeAct::Administer)?;
        let writing = office.begin(actor).await?;
        let connection = writing.connection();
        let [one, other] = two_of_one_name(connection, actor, id, other).await?;
        persons::unstate_different(connection, one.id, other.id).await?;
        persons::state_different(connection, one.id, other.id, writing.timestamp()).await?;
        let words = format!("注明：{}（账号 {}）和账号 {} 是两个人", one.name, one.login, other.login);
        writing.event(Verb::StateDifferent, about(id), words.clone(), None).await?;
        writing.commit().await?;
        let undo = UnstateDifferent { person: id, other: other.id };
        Ok(Done::new(format!("已{words}")).next(person_page(id)).undo(&undo))
    }
}

impl Act for UnstateDifferent {
    /// They may be one person's again.
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { person: id, other } = self;
        permits_office(actor, OfficeAct::Administer)?;
        let writing = office.begin(actor).await?;
        let connection = writing.connection();
        let [one, other] = two_of_one_name(connection, actor, id, other).await?;
        persons::unstate_different(connection, one.id, other.id).await?;
        let words = format!("删去：{}（账号 {}）和账号 {} 是两个人", one.name, one.login, other.login);
        writing.event(Verb::UnstateDifferent, about(id), words.clone(), None).await?;
        writing.commit().await?;
        Ok(Done::new(format!("已{words}；要两个人办的事，两个账号又只算一个人")).next(person_page(id)))
    }
}

/// Nobody says of a name that may be the own one whose it is.
fn refuse_own_name(actor: &Actor, account: &Account, name: &str) -> Result<(), Refusal> {
    let key = name_key(name);
    let is_own = account.id == actor.id || actor.names().any(|own| name_key(own) == key);
    if is_own { Err(Forbidden::OwnName.into()) } else { Ok(()) }
}

/// Both accounts, neither of them the administrator's own.
async fn two_of_one_name(
    connection: &impl Connection,
    actor: &Actor,
    id: PersonId,
    other: PersonId,
) -> Result<[Account; 2], Refusal> {
    let one = found(connection, id).await?;
    let other = found(connection, other).await?;
    for account in [&one, &other] {
        refuse_own_name(actor, account, &account.name)?;
    }
    let namesakes = persons::namesakes(connection, one.id).await?;
    if !namesakes.iter().any(|(namesake, _)| *namesake == other.id) {
        let words = format!("{}和{}不同名，不用注明", one.name, other.name);
        return Err(Refusal::blocked(words));
    }
    Ok([one, other])
}

fn person_page(id: PersonId) -> String {
    format!("/admin/people/{id}")
}
