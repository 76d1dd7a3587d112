//! 代办: who acts for whom, set by who is away or by an administrator.

use std::collections::BTreeSet;

use app::desk::{
    Done, Refusal,
    office::{
        Deputies,
        deputies::{DeputyLine, DeputyPage, EndDeputy, MOST_DAYS, SetDeputy, may_be_deputised},
        people::{HeldRole, roles_from_fields},
    },
};
use async_trait::async_trait;
use domain::{
    act::Verb,
    id::PersonId,
    permission::{permits_ending_deputy, permits_setting_deputy, works_for_the_office},
    person::{Actor, Role},
    unit::UnitDirectory,
};
use jiff::civil::Date;
use store::{
    people::{
        self,
        deputies::{self, Deputy, NewDeputy},
    },
    units,
};

use super::account::{about, found};
use crate::desk::{Act, OfficeDesk};

#[async_trait]
impl Deputies for OfficeDesk {
    async fn deputies(&self, actor: &Actor, person: PersonId) -> Result<DeputyPage, Refusal> {
        permits_ending_deputy(actor, person)?;
        let reader = self.store.reader();
        let account = found(reader, person).await?;
        let held = people::actor(reader, &account).await?.roles;
        let directory = units::directory(reader).await?;
        let all = deputies::about(reader, person).await?;
        let ids: BTreeSet<PersonId> =
            all.iter().flat_map(|one| [one.set.person, one.set.deputy, one.set.by]).collect();
        let names = people::names(reader, &ids).await?;
        let name = |id: PersonId| names.get(&id).cloned().unwrap_or_default();
        let line = |one: &Deputy| DeputyLine {
            id: one.id,
            person: name(one.set.person),
            deputy: name(one.set.deputy),
            roles: one.set.roles.iter().map(|role| in_words(*role, &directory).words()).collect(),
            since: one.set.since,
            until: one.set.until,
            set_by: name(one.set.by),
            is_ended: one.ended_at.is_some(),
        };
        let (given, taken): (Vec<&Deputy>, Vec<&Deputy>) =
            all.iter().partition(|one| one.set.person == person);
        let everybody = self.everybody().await?;
        let principal = everybody.iter().find(|one| one.id == person);
        let may = |one: &&Actor| {
            let is_near = principal.is_none_or(|principal| are_near(principal, one));
            is_near && permits_setting_deputy(actor, person, one.id).is_ok()
        };
        let named = |one: &Actor| {
            let roles: Vec<String> =
                one.roles.iter().map(|role| in_words(*role, &directory).words()).collect();
            (one.id, format!("{}（{}）", one.name, roles.join("、")))
        };
        let mut people: Vec<(PersonId, String)> = everybody.iter().filter(may).map(named).collect();
        people.sort_by(|one, other| one.1.cmp(&other.1));
        Ok(DeputyPage {
            person,
            name: account.name,
            is_own: person == actor.id,
            roles: held
                .into_iter()
                .filter(|role| may_be_deputised(*role))
                .map(|role| in_words(role, &directory))
                .collect(),
            people,
            given: given.into_iter().map(line).collect(),
            taken: taken.into_iter().map(line).collect(),
            today: self.now().date(),
        })
    }
}

/// Whether one may be shown to the other as somebody who could act: colleagues of a unit, and the office's own people.
fn are_near(one: &Actor, other: &Actor) -> bool {
    let (units, others) = (one.units(), other.units());
    works_for_the_office(one) && works_for_the_office(other) || units.iter().any(|unit| others.contains(unit))
}

/// 2024年1月15日.
fn in_full(day: Date) -> String {
    day.strftime("%Y年%-m月%-d日").to_string()
}

fn in_words(role: Role, directory: &UnitDirectory) -> HeldRole {
    let unit = role.unit().and_then(|unit| directory.get(unit)).map(|unit| unit.list_name().to_owned());
    HeldRole { role, unit }
}

impl Act for SetDeputy {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { person, deputy, since, until, role } = self;
        permits_setting_deputy(actor, person, deputy)?;
        let today = office.now().date();
        if since < today {
            return Err(Refusal::invalid("since", "代办从今天或以后的一天起，已经过去的日子不能补"));
        }
        if until < since {
            return Err(Refusal::invalid("until", "截止的日期不能早于开始的日期"));
        }
        if (until - since).get_days() >= MOST_DAYS {
            let words = format!("一次最多代办{MOST_DAYS}天；更久的，请管理员给对方相应的角色");
            return Err(Refusal::invalid("until", words));
        }
        let roles = roles_from_fields(&role)?;
        if roles.is_empty() {
            return Err(Refusal::invalid("role", "请勾选代办什么"));
        }
        let writing = office.begin(actor).await?;
        let connection = writing.connection();
        let principal = found(connection, person).await?;
        let held = people::actor(connection, &principal).await?.roles;
        if roles.iter().any(|role| !held.contains(role) || !may_be_deputised(*role)) {
            return Err(Refusal::invalid(
                "role",
                "只能请人代办本人现在担任的角色；管理员、读者、信息员不能代",
            ));
        }
        let other = found(connection, deputy).await?;
        if !other.active {
            return Err(Refusal::invalid("deputy", "这个账号已经停用，请另选一人"));
        }
        let overlaps = |one: &Deputy| {
            one.set.person == person
                && one.set.deputy == deputy
                && one.ended_at.is_none()
                && one.set.since <= until
                && since <= one.set.until
                && one.set.roles.iter().any(|role| roles.contains(role))
        };
        if deputies::about(connection, person).await?.iter().any(overlaps) {
            return Err(Refusal::blocked(format!("这段时间已经请{}代办了，先结束那一次再改", other.name)));
        }
        let labels: Vec<&str> = roles.iter().map(|role| role.label()).collect();
        let (from, to) = (in_full(since), in_full(until));
        let named = labels.join("、");
        let words = format!("请{}代{}履行{named}职责，{from}至{to}", other.name, principal.name);
        let new = NewDeputy { person, deputy, roles, since, until, by: actor.id, at: writing.timestamp() };
        let id = deputies::insert(connection, &new).await?;
        writing.event(Verb::SetDeputy, about(person), words.clone(), None).await?;
        writing.commit().await?;
        Ok(Done::new(format!("已{words}")).undo(&EndDeputy { deputising: id, restored: false }))
    }
}

impl Act for EndDeputy {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { deputising, restored } = self;
        let writing = office.begin(actor).await?;
        let connection = writing.connection();
        let gone = || Refusal::not_found("这次代办");
        let one = deputies::one(connection, deputising).await?.ok_or_else(gone)?;
        // Who acts for somebody may give it back, and does not take it again.
        let gives_back = !restored && one.set.deputy == actor.id;
        if !gives_back {
            permits_ending_deputy(actor, one.set.person).map_err(|_| gone())?;
        }
        if restored {
            permits_setting_deputy(actor, one.set.person, one.set.deputy)?;
        }
        let today = office.now().date();
        if one.set.until < today || one.ended_at.is_some() != restored {
            let words = if restored {
                "这次代办没有提前结束，或已经到期"
            } else {
                "这次代办已经结束了"
            };
            return Err(Refusal::blocked(words));
        }
        let ids = BTreeSet::from([one.set.person, one.set.deputy]);
        let names = people::names(connection, &ids).await?;
        let name = |id: PersonId| names.get(&id).cloned().unwrap_or_default();
        deputies::end(connection, one.id, (!restored).then(|| writing.timestamp())).await?;
        let (deputy, person) = (name(one.set.deputy), name(one.set.person));
        let words = match restored {
            false => format!("{deputy}不再代{person}履行职责"),
            true => format!("{deputy}继续代{person}履行职责，到{}", in_full(one.set.until)),
        };
        let verb = if restored { Verb::SetDeputy } else { Verb::EndDeputy };
        writing.event(verb, about(one.set.person), words.clone(), None).await?;
        writing.commit().await?;
        let done = Done::new(words);
        Ok(match restored || gives_back {
            true => done,
            false => done.undo(&EndDeputy { deputising, restored: true }),
        })
    }
}
