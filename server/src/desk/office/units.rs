//! Units and groups: what administrators do. What has happened stays with the unit, whatever it is called.

use std::collections::BTreeMap;

use app::desk::{
    Done, Fault, Refusal,
    office::{
        SaveGroup, Units,
        units::{ListedUnit, SaveUnit, UnitDetail, UnitList},
    },
};
use async_trait::async_trait;
use domain::{
    act::Verb,
    calendar::Month,
    id::{UnitGroupId, UnitId},
    permission::{OfficeAct, permits_office},
    person::Actor,
    scoring::{belonging_of, check_parent, parents_in},
    subject::Subject,
    text::{Between, listed},
    unit::{
        Unit, UnitGroup,
        changes::{UnitChange, last_day},
    },
};
use jiff::civil::Date;
use store::units::{self, parents};

use super::{
    changes::{keep_names, refuse_stranded},
    parents::set_parent,
    rosters::{ClosedTables, list_of_months},
};
use crate::desk::{
    Act, OfficeDesk, Writing, items::names, ledger, rules::names_to_check_now, year::RuleSets,
};

#[async_trait]
impl Units for OfficeDesk {
    async fn unit_list(&self, actor: &Actor, year: i16) -> Result<UnitList, Refusal> {
        permits_office(actor, OfficeAct::Administer)?;
        let reader = self.store.reader();
        let groups = units::load_groups(reader).await?;
        let groups_of = units::groups_in(reader, year).await?;
        let directory = units::directory(reader).await?;
        let units = directory.units().to_vec();
        let shown = Month::new(year, 12).unwrap_or(Month::LAST).min(Month::of(self.now().date()));
        let parents = parents_in(&parents::all(reader).await?, shown);
        let listed = |unit: Unit| ListedUnit {
            group: groups_of.get(&unit.id).copied(),
            parent: parents.get(&unit.id).copied(),
            ended: unit
                .until
                .and_then(|until| directory.absence_on(unit.id, until))
                .map(|absence| absence.words),
            unit,
        };
        let units = units.into_iter().map(listed).collect();
        Ok(UnitList { year, groups, units })
    }

    async fn unit(&self, actor: &Actor, id: UnitId) -> Result<UnitDetail, Refusal> {
        permits_office(actor, OfficeAct::Administer)?;
        let reader = self.store.reader();
        let found = units::find_with_version(reader, id).await?;
        let (unit, version) = found.ok_or_else(|| Refusal::not_found("这个单位"))?;
        let mut belongings = parents::all(reader).await?;
        let present = Month::of(self.now().date());
        let parents = parents_in(&belongings, present);
        let belonging = belonging_of(&belongings, id, present).filter(|belonging| belonging.parent.is_some());
        let all = units::load_all(reader).await?;
        let names: BTreeMap<UnitId, &str> = all.iter().map(|unit| (unit.id, unit.name.as_str())).collect();
        belongings.retain(|belonging| belonging.unit == id);
        let directory = units::directory(reader).await?;
        let changes = self.changes_of(id, &directory).await?;
        let name = |parent: UnitId| names.get(&parent).copied().unwrap_or_default().to_owned();
        let possible = all.iter().filter(|other| check_parent(&parents, id, other.id).is_ok());
        Ok(UnitDetail {
            unit,
            version,
            parent: belonging.and_then(|belonging| belonging.parent),
            parent_since: belonging.map(|belonging| belonging.since).filter(|since| *since != Month::FIRST),
            parents: belongings.iter().map(|one| (one.since, one.parent.map(name))).collect(),
            possible_parents: possible.map(|other| (other.id, other.name.clone())).collect(),
            changes,
            memberships: units::memberships(reader, id).await?,
            groups: units::load_groups(reader).await?,
        })
    }
}

impl Act for SaveGroup {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { group: id, name, order } = self;
        permits_office(actor, OfficeAct::Administer)?;
        let name = name.trim();
        if name.is_empty() {
            return Err(Refusal::invalid("name", "请填写分组名称"));
        }
        let order = order.unwrap_or(1);
        let writing = office.begin(actor).await?;
        let connection = writing.connection();
        let tables = ClosedTables::before(&writing).await?;
        let groups = units::load_groups(connection).await?;
        if groups.iter().any(|group| group.name == name && Some(group.id) != id) {
            return Err(Refusal::invalid("name", format!("已经有“{name}”这个分组")));
        }
        let mut renamed = false;
        let (id, words) = match id {
            None => {
                let id = units::write::insert_group(connection, name, order).await?;
                (id, format!("添加了分组“{name}”"))
            }
            Some(id) => {
                let before = groups.into_iter().find(|group| group.id == id);
                let before = before.ok_or_else(|| Refusal::not_found("这个分组"))?;
                let group = UnitGroup { id, name: name.to_owned(), order };
                units::write::update_group(connection, &group).await?;
                renamed = before.name != name;
                (id, format!("分组“{}”改为“{name}”，顺序{order}", before.name))
            }
        };
        let subject = Subject::UnitGroup(id);
        let event = writing.event(Verb::SaveGroup, subject, words.clone(), None).await?;
        tables.settle(&writing, event, &words, refuse_renamed).await?;
        let to_check = if renamed { names_to_check_now(&writing).await? } else { None };
        writing.commit().await?;
        let words = [words].into_iter().chain(to_check).collect::<Vec<_>>().join("。");
        Ok(Done::new(words).next("/admin/units"))
    }
}

impl Act for SaveUnit {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        permits_office(actor, OfficeAct::Administer)?;
        let changed = self.unit.map(|id| (id, self.version.unwrap_or_default()));
        let group = self.group;
        let year = self.year.unwrap_or(office.now().year());
        let (parent, parent_since) = (self.parent, self.parent_since);
        let renamed_on = self.renamed_on;
        let mut unit = unit_of(self);
        check(&unit, group)?;
        let writing = office.begin(actor).await?;
        let connection = writing.connection();
        refuse_claimed(&writing, &unit, changed.map(|(id, _)| id)).await?;
        let tables = ClosedTables::before(&writing).await?;
        let mut renamed = false;
        let (id, mut words) = match changed {
            None => {
                let id = units::write::insert(connection, &unit).await?;
                (id, format!("添加了单位{}", unit.name))
            }
            Some((id, version)) => {
                let before = units::find_with_version(connection, id).await?;
                let (before, _) = before.ok_or_else(|| Refusal::not_found("这个单位"))?;
                let version = writing.version_after_own(version);
                renamed = before.name != unit.name;
                if renamed || before.short_name != unit.short_name {
                    keep_names(&mut unit, [Some(before.name.clone()), before.short_name.clone()]);
                }
                refuse_moved_end(&writing, &before, &unit).await?;
                units::write::update(connection, &unit, version).await?;
                match renamed_on.filter(|_| renamed) {
                    Some(day) => {
                        check_renaming(&writing, &tables, &before, day).await?;
                        writing.record_renaming(&before, day).await?;
                    }
                    None if renamed => {
                        refuse_named(&writing, &tables, id, [&before.name, &unit.name]).await?;
                    }
                    None => {}
                }
                refuse_stranded(&writing, Some(&before), &unit).await?;
                let since = renamed_on.filter(|_| renamed);
                let since = since
                    .map(|day| format!("（自{}起，以前各月照旧）", app::words::full_day(day)))
                    .unwrap_or_default();
                (id, format!("{}{since}", changes(&before, &unit)))
            }
        };
        words.extend(
            set_parent(&writing, id, parent, parent_since).await?.map(|change| format!("；{change}")),
        );
        if let Some(group) = group
            && units::groups_in(connection, year).await?.get(&id) != Some(&group)
        {
            units::write::set_group(connection, id, year, group).await?;
            let groups = units::load_groups(connection).await?;
            let name = groups.iter().find(|known| known.id == group).map(|group| group.name.as_str());
            let name = name.ok_or_else(|| Refusal::not_found("这个分组"))?;
            words.push_str(&format!("；{year}年起在“{name}”"));
        }
        let subject = Subject::Unit(id);
        let event = writing.event(Verb::SaveUnit, subject, words.clone(), None).await?;
        names::read_known_names(&writing).await?;
        tables.settle(&writing, event, &words, ledger::refuse_changed).await?;
        let to_check = if renamed { names_to_check_now(&writing).await? } else { None };
        writing.commit().await?;
        let words = [words].into_iter().chain(to_check).collect::<Vec<_>>().join("。");
        Ok(Done::new(format!("已保存。{words}")).next(format!("/admin/units/{id}")))
    }
}

/// A group's name cannot change from a month on.
fn refuse_renamed(closed: &[Month]) -> Result<(), Refusal> {
    if closed.is_empty() {
        return Ok(());
    }
    let months = list_of_months(closed);
    Err(Refusal::blocked(format!(
        "已结账的{months}的通报里有这个分组，没有改名。要从以后的年份起用新名称，请另添一个分组，再在各单位的页面上写明自哪一年起在那个分组；要连以前的一起改，请先在“月份”中重开"
    )))
}

/// Closed months earned by the unit's name where their rules name it, the one before or the new one.
async fn refuse_named(
    writing: &Writing,
    tables: &ClosedTables,
    unit: UnitId,
    names: [&str; 2],
) -> Result<(), Refusal> {
    let rules = RuleSets::load(writing.connection()).await?;
    for name in names {
        let months: Vec<Month> =
            tables.months_of(unit).filter(|month| rules.in_force(*month).names_unit(name)).collect();
        if !months.is_empty() {
            return Err(Refusal::blocked(format!(
                "已结账的{}的计分办法里写着“{name}”，改名会变动那时的记分，没有改名。可以把别的叫法写作简称或别名；要从以后起用新名称，请另添一个单位（写明自哪一天起设立，累计分从头算），并写明这个单位自哪一天起撤销；要连以前的一起改，请先在“月份”中重开，再施行写着新名称的办法",
                list_of_months(&months)
            )));
        }
    }
    Ok(())
}

/// A closed month keeps the name that it has.
async fn check_renaming(
    writing: &Writing,
    tables: &ClosedTables,
    before: &Unit,
    day: Date,
) -> Result<(), Refusal> {
    if day > writing.now.date() {
        return Err(Refusal::invalid(
            "renamed_on",
            "更名从以后的日期起，请到那一天再办：办了以后，各处都用新的名称",
        ));
    }
    let months: Vec<Month> = tables.months_of(before.id).filter(|month| last_day(*month) >= day).collect();
    if months.is_empty() {
        return Ok(());
    }
    let months = list_of_months(&months);
    let words = format!("{months}已结账，那时的通报照旧印“{}”，请把更名的日期定在以后的月份", before.name);
    Err(Refusal::invalid("renamed_on", words))
}

/// The day on which a unit ended by a merger or the like is that act's.
pub(in crate::desk) async fn refuse_moved_end(
    writing: &Writing,
    before: &Unit,
    after: &Unit,
) -> Result<(), Refusal> {
    if before.until == after.until {
        return Ok(());
    }
    let all = units::changes::all(writing.connection()).await?;
    let ends = |change: &UnitChange| {
        change.unit == before.id && Some(change.day) == before.until && change.before.is_none()
    };
    match all.into_iter().find(ends) {
        None => Ok(()),
        Some(change) => {
            let words = format!("撤销日期是“{}”时定下的，要改请先撤回那次变动", change.kind.label());
            Err(Refusal::invalid("until", words))
        }
    }
}

/// The unit as the form describes it; a new one has the id 0 until it is saved.
fn unit_of(form: SaveUnit) -> Unit {
    Unit {
        id: form.unit.unwrap_or(UnitId(0)),
        name: form.name.trim().to_owned(),
        short_name: form.short_name,
        aliases: names_in(&form.aliases),
        reviews: form.reviews,
        scored: form.scored,
        order: form.order.unwrap_or(1),
        since: form.since,
        until: form.until,
    }
}

/// The names that a field holds: parted by white space, commas or 、, each once.
fn names_in(text: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in listed(text, Between::Blanks) {
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    names
}

fn check(unit: &Unit, group: Option<UnitGroupId>) -> Result<(), Refusal> {
    let mut faults = Vec::new();
    let mut fault = |field: &str, words: &str| {
        faults.push(Fault { field: field.to_owned(), words: words.to_owned() });
    };
    if unit.name.is_empty() {
        fault("name", "请填写单位全称");
    }
    if unit.scored && group.is_none() {
        fault("group", "参加记分的单位要有分组，通报按分组排名");
    }
    if let (Some(since), Some(until)) = (unit.since, unit.until)
        && until <= since
    {
        fault("until", "撤销日期要在设立日期之后");
    }
    if faults.is_empty() { Ok(()) } else { Err(Refusal::Invalid(faults)) }
}

async fn refuse_claimed(writing: &Writing, unit: &Unit, own: Option<UnitId>) -> Result<(), Refusal> {
    let names: Vec<&str> = unit.names().collect();
    let claimed = units::write::claimed(writing.connection(), &names, own).await?;
    let faults: Vec<Fault> = claimed
        .into_iter()
        .map(|(name, owner)| Fault {
            field: if name == unit.name { "name" } else { "aliases" }.to_owned(),
            words: format!("“{name}”已经是{owner}的名称，一个名称只能属于一个单位"),
        })
        .collect();
    if faults.is_empty() { Ok(()) } else { Err(Refusal::Invalid(faults)) }
}

/// What is different, in words.
fn changes(before: &Unit, after: &Unit) -> String {
    let mut changes = Vec::new();
    let mut differ = |what: &str, before: String, after: String| {
        if before != after {
            let or_none = |text: String| if text.is_empty() { "无".to_owned() } else { text };
            changes.push(format!("{what}由“{}”改为“{}”", or_none(before), or_none(after)));
        }
    };
    let yes = |yes: bool| if yes { "是" } else { "否" }.to_owned();
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let sorted = |names: &[String]| {
        let mut names = names.to_vec();
        names.sort();
        names.join("、")
    };
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    differ("全称", before.name.clone(), after.name.clone());
    differ("简称", text(&before.short_name), text(&after.short_name));
    differ("别名", sorted(&before.aliases), sorted(&after.aliases));
    differ("单位审核", yes(before.reviews), yes(after.reviews));
    differ("记分", yes(before.scored), yes(after.scored));
    differ("顺序", before.order.to_string(), after.order.to_string());
    differ("设立日期", day(before.since), day(after.since));
    differ("撤销日期", day(before.until), day(after.until));
    if changes.is_empty() { after.name.clone() } else { format!("{}：{}", after.name, changes.join("；")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aliases_are_parted_as_people_part_them() {
        assert_eq!(names_in("地矿科\n 矿管科、地矿科，矿产科"), ["地矿科", "矿管科", "矿产科"]);
        assert_eq!(names_in("  \n"), [""; 0]);
    }
}
