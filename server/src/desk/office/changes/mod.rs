//! 更名, 并入, 分设, 撤销: acts with a day, which say what they will change before they do it. The past keeps its names and
//! its figures: what a closed month shows, nothing here may touch.

mod effects;
mod read;

use crate::desk::{Act, OfficeDesk, Writing, items::names, ledger, rules::names_to_check_now};
use app::desk::{
    Done, Refusal,
    office::changes::{ChangeUnit, MadeChange, UndoUnitChange},
};
use domain::{
    act::Verb,
    id::{UnitChangeId, UnitId},
    permission::{OfficeAct, permits_office},
    person::Actor,
    subject::Subject,
    unit::{
        Unit, UnitDirectory,
        changes::{ChangeKind, NameBefore, UnitChange},
    },
};
use jiff::civil::Date;

use self::read::Meant;
use super::rosters::ClosedTables;
use store::{
    people,
    units::{self, changes},
};

pub(in crate::desk) use effects::refuse_stranded;

impl Act for ChangeUnit {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        permits_office(actor, OfficeAct::Administer)?;
        let writing = office.begin(actor).await?;
        let connection = writing.connection();
        let directory = units::directory(connection).await?;
        let meant = Meant::read(&self, &directory, writing.now.date())?;
        let obstacles = effects::obstacles(connection, &meant).await?;
        if !obstacles.is_empty() {
            return Err(Refusal::Blocked(obstacles));
        }
        let tables = ClosedTables::before(&writing).await?;
        let words = meant.in_words();
        let id = writing.change(&meant, self.version.parse().unwrap_or_default()).await?;
        let subject = Subject::Unit(meant.unit.id);
        let event = writing.event(Verb::ChangeUnit, subject, words.clone(), meant.reason.clone()).await?;
        names::read_known_names(&writing).await?;
        tables.settle(&writing, event, &words, ledger::refuse_changed).await?;
        let to_check = names_to_check_now(&writing).await?;
        writing.commit().await?;
        let words = [words].into_iter().chain(to_check).collect::<Vec<_>>().join("。");
        Ok(Done::new(words)
            .next(format!("/admin/units/{}", meant.unit.id))
            .undo(&UndoUnitChange { change: Some(id) }))
    }
}

impl Act for UndoUnitChange {
    /// Takes a unit's last change back, as long as no closed month shows it.
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let id = self.change;
        permits_office(actor, OfficeAct::Administer)?;
        let writing = office.begin(actor).await?;
        let connection = writing.connection();
        let recorded = changes::recorded(connection).await?;
        let found = recorded.iter().find(|recorded| Some(recorded.id) == id);
        let found = found.ok_or_else(|| Refusal::not_found("这次变动"))?;
        let change = &found.change;
        if recorded.iter().any(|other| other.change.unit == change.unit && other.id > found.id) {
            return Err(Refusal::blocked("这个单位后来还有变动，请先撤回后来的那次"));
        }
        let tables = ClosedTables::before(&writing).await?;
        let (mut unit, version) = writing.unit(change.unit).await?;
        let before = unit.clone();
        match &change.before {
            Some(name) => {
                let (later, later_short) = (unit.name.clone(), unit.short_name.clone());
                unit.name.clone_from(&name.name);
                unit.short_name.clone_from(&name.short_name);
                // What was written meanwhile under the later name is still understood.
                keep_names(&mut unit, [Some(later), later_short]);
            }
            None if unit.until == Some(change.day) => unit.until = None,
            None => {}
        }
        changes::delete(connection, found.id).await?;
        units::write::update(connection, &unit, version).await?;
        refuse_stranded(&writing, Some(&before), &unit).await?;
        let ended = match before.until {
            Some(until) if unit.until.is_none() => {
                format!("，它的撤销日期{}一并去掉；仍要撤销的，请在单位上重新填写", read::day_in_words(until))
            }
            _ => String::new(),
        };
        let words = format!("撤回{}的“{}”{ended}", before.name, change.kind.label());
        let subject = Subject::Unit(unit.id);
        let event = writing.event(Verb::UndoUnitChange, subject, words.clone(), None).await?;
        tables.settle(&writing, event, &words, ledger::refuse_changed).await?;
        writing.commit().await?;
        Ok(Done::new(format!("已{words}")).next(format!("/admin/units/{}", unit.id)))
    }
}

impl OfficeDesk {
    /// What became of a unit, and what it came out of.
    pub(super) async fn changes_of(
        &self,
        unit: UnitId,
        directory: &UnitDirectory,
    ) -> Result<Vec<MadeChange>, Refusal> {
        let reader = self.store.reader();
        let mut recorded = changes::recorded(reader).await?;
        recorded.retain(|one| one.change.unit == unit || one.change.successors.contains(&unit));
        let people = people::names(reader, &recorded.iter().map(|one| one.made_by).collect()).await?;
        let last = recorded.iter().filter(|one| one.change.unit == unit).map(|one| one.id).max();
        let made = recorded.into_iter().map(|one| MadeChange {
            id: one.id,
            day: one.change.day,
            words: read::change_in_words(&one.change, directory),
            reason: one.reason,
            made_by: people.get(&one.made_by).cloned().unwrap_or_default(),
            made_at: one.made_at,
            is_last: Some(one.id) == last,
        });
        Ok(made.collect())
    }
}

impl Writing {
    /// The unit, with the version that a change of it must name.
    async fn unit(&self, id: UnitId) -> Result<(Unit, i64), Refusal> {
        let found = units::find_with_version(self.connection(), id).await?;
        found.ok_or_else(|| Refusal::not_found("这个单位"))
    }

    /// Makes the change that is meant, with the units that are new by it.
    async fn change(&self, meant: &Meant, version: i64) -> Result<UnitChangeId, Refusal> {
        let connection = self.connection();
        let mut successors = meant.into.iter().map(|unit| unit.id).collect::<Vec<_>>();
        let groups = units::groups_in(connection, meant.day.year()).await?;
        for name in &meant.founded {
            let unit = Unit {
                id: UnitId(0),
                name: name.clone(),
                short_name: None,
                aliases: Vec::new(),
                since: Some(meant.day),
                until: None,
                ..meant.unit.clone()
            };
            let id = units::write::insert(connection, &unit).await?;
            if let Some(group) = groups.get(&meant.unit.id) {
                units::write::set_group(connection, id, meant.day.year(), *group).await?;
            }
            let words = format!("{name}自{}起设立，由{}分设", read::day_in_words(meant.day), meant.unit.name);
            self.event(Verb::SaveUnit, Subject::Unit(id), words, None).await?;
            successors.push(id);
        }
        let names = meant.into.iter().map(|unit| unit.name.as_str());
        let names: Vec<&str> = names.chain(meant.founded.iter().map(String::as_str)).collect();
        let heir = meant.heir.as_ref().and_then(|heir| names.iter().position(|name| name == heir));
        let change = UnitChange {
            unit: meant.unit.id,
            kind: meant.kind,
            day: meant.day,
            heir: heir.and_then(|place| successors.get(place).copied()),
            successors,
            before: meant.renamed.as_ref().map(|_| NameBefore {
                name: meant.unit.name.clone(),
                short_name: meant.unit.short_name.clone(),
            }),
        };
        units::write::update(connection, &meant.after(), version).await?;
        let (by, at) = (self.actor.id, self.timestamp());
        Ok(changes::insert(connection, &change, meant.reason.clone(), by, at).await?)
    }

    /// Makes a merger that a roster's sheet lists, in words; nothing where it was made before.
    pub(in crate::desk) async fn merge_listed(&self, form: ChangeUnit) -> Result<Option<String>, Refusal> {
        let directory = units::directory(self.connection()).await?;
        let into = directory.find(form.into.trim()).map(|unit| unit.id);
        let is_made = directory.changes().iter().any(|change| {
            Some(change.unit) == form.unit()
                && change.kind == ChangeKind::Merged
                && change.successors.first().copied() == into
                && into.is_some()
        });
        if is_made {
            return Ok(None);
        }
        let meant = Meant::read(&form, &directory, self.now.date())?;
        let (_, version) = self.unit(meant.unit.id).await?;
        self.change(&meant, version).await?;
        let words = meant.in_words();
        let subject = Subject::Unit(meant.unit.id);
        self.event(Verb::ChangeUnit, subject, words.clone(), None).await?;
        Ok(Some(words))
    }

    /// Records that a unit is called otherwise from a day on; what it was called, it is still known by.
    pub(super) async fn record_renaming(&self, before: &Unit, day: Date) -> Result<(), Refusal> {
        let change = UnitChange {
            unit: before.id,
            kind: ChangeKind::Renamed,
            day,
            successors: Vec::new(),
            heir: None,
            before: Some(NameBefore { name: before.name.clone(), short_name: before.short_name.clone() }),
        };
        let (by, at) = (self.actor.id, self.timestamp());
        changes::insert(self.connection(), &change, None, by, at).await?;
        Ok(())
    }
}

/// A unit that is called otherwise goes by its earlier names too.
pub(in crate::desk) fn keep_names(unit: &mut Unit, names: impl IntoIterator<Item = Option<String>>) {
    for name in names.into_iter().flatten() {
        if !unit.names().any(|known| known == name) {
            unit.aliases.push(name);
        }
    }
}
