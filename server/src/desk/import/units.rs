//! Rows of a roster: units and their groups are added, or changed where a cell says otherwise than before.

use std::collections::{BTreeSet, HashMap};

use app::desk::{
    Refusal,
    import::{Addition, Outcome},
    office::changes::{CARRY, ChangeUnit, LEAVE},
};
use domain::{
    calendar::{Month, read_day},
    id::{UnitGroupId, UnitId},
    scoring::Belonging,
    text::{is_same_name, name_key},
    unit::{Unit, UnitDirectory, changes::ChangeKind},
};
use jiff::civil::Date;
use store::units::{self, parents};

use super::{rows::yes, sheets::Row};
use crate::desk::{
    Writing,
    office::{
        changes::refuse_stranded,
        parents::{is_so, set_parent},
        units::refuse_moved_end,
    },
    records::entry::Entry,
};

/// To which unit one belongs, if to any, from a month on or always.
type Belongs = (Option<UnitId>, Option<Month>);

/// What stands in a cell to say that a unit belongs to none; an empty one says nothing.
const NO_PARENT: &str = "无";

/// What stands in a cell to say where the points of a unit go that goes into another.
const CARRIED: &str = "转入";
const LEFT: &str = "留下";

/// Whether the row says to which unit its own belongs.
pub(super) fn names_parent(row: &Row) -> bool {
    !matches!(row.get("parent"), "" | NO_PARENT)
}

/// The roster while rows are added to it.
pub(super) struct Roster {
    /// The year from which units are in the groups that the file gives them.
    year: i16,
    groups: HashMap<String, UnitGroupId>,
    /// By unit, in that year.
    group_of: HashMap<UnitId, UnitGroupId>,
    units: KnownUnits,
    belongings: HashMap<UnitId, Vec<Belonging>>,
    /// Units that rows changed, as they were before, by the row's number.
    changed: HashMap<usize, Unit>,
    /// The rows of the units that were described so far.
    described: HashMap<UnitId, String>,
    additions: Vec<Addition>,
    /// As everything was before the first row.
    before: UnitDirectory,
}

/// Units, found by their names however they are spaced and whatever their width.
#[derive(Default)]
struct KnownUnits {
    units: HashMap<UnitId, Unit>,
    /// By the key of every name.
    by_name: HashMap<String, BTreeSet<UnitId>>,
    last_order: i32,
}

impl KnownUnits {
    fn new(units: Vec<Unit>) -> Self {
        let mut known = Self::default();
        units.into_iter().for_each(|unit| known.put(unit));
        known
    }

    /// Adds a unit, or exchanges it for what it was.
    fn put(&mut self, unit: Unit) {
        if let Some(before) = self.units.remove(&unit.id) {
            for name in before.names() {
                if let Some(units) = self.by_name.get_mut(&name_key(name)) {
                    units.remove(&unit.id);
                }
            }
        }
        for name in unit.names() {
            self.by_name.entry(name_key(name)).or_default().insert(unit.id);
        }
        self.last_order = self.last_order.max(unit.order);
        self.units.insert(unit.id, unit);
    }

    fn get(&self, id: UnitId) -> Option<&Unit> {
        self.units.get(&id)
    }

    /// The units of this name, be it the full name or another.
    fn named(&self, name: &str) -> impl Iterator<Item = &Unit> {
        let units = self.by_name.get(&name_key(name)).into_iter().flatten();
        units.filter_map(|id| self.units.get(id))
    }

    /// The unit of this full name; none where two differ in nothing but blanks and width.
    fn of_full_name(&self, name: &str) -> Option<&Unit> {
        let exactly = self.named(name).find(|unit| unit.name == name);
        let mut alike = self.named(name).filter(|unit| is_same_name(&unit.name, name));
        exactly.or_else(|| alike.next().filter(|_| alike.next().is_none()))
    }
}

impl Roster {
    pub(super) async fn load(writing: &Writing, year: i16) -> Result<Self, Refusal> {
        let connection = writing.connection();
        let groups = units::load_groups(connection).await?;
        let all = units::load_all(connection).await?;
        let before = UnitDirectory::new(all.clone());
        let mut belongings: HashMap<UnitId, Vec<Belonging>> = HashMap::new();
        for belonging in parents::all(connection).await? {
            belongings.entry(belonging.unit).or_default().push(belonging);
        }
        Ok(Self {
            additions: Vec::new(),
            before: before.map_err(|error| Refusal::blocked(error.to_string()))?,
            year,
            groups: groups.into_iter().map(|group| (group.name, group.id)).collect(),
            group_of: units::groups_in(connection, year).await?.into_iter().collect(),
            units: KnownUnits::new(all),
            belongings,
            changed: HashMap::new(),
            described: HashMap::new(),
        })
    }

    /// What a row says of its unit going into another, once all units of the file are known; nothing where it says
    /// nothing, or is faulty anyway.
    pub(super) async fn merge(
        &mut self,
        writing: &Writing,
        row: &Row,
        outcome: &Outcome,
    ) -> Result<Option<Outcome>, Refusal> {
        if row.get("into").is_empty() || matches!(outcome, Outcome::Faulty(_)) {
            return Ok(None);
        }
        let Some(unit) = self.units.of_full_name(row.get("name")).cloned() else { return Ok(None) };
        let points = if row.get("points_go") == CARRIED { CARRY } else { LEAVE };
        let day = unit.until.map(|until| until.to_string()).unwrap_or_default();
        let form = ChangeUnit {
            unit: unit.id.to_string(),
            kind: ChangeKind::Merged.code().to_owned(),
            day,
            into: row.get("into").to_owned(),
            points: points.to_owned(),
            ..ChangeUnit::default()
        };
        match writing.merge_listed(form).await {
            Ok(None) => Ok(None),
            Ok(Some(words)) => Ok(Some(match outcome {
                Outcome::New(before) => Outcome::New(format!("{before}；{words}")),
                Outcome::Changed(before) => Outcome::Changed(format!("{before}；{words}")),
                _ => Outcome::Changed(words),
            })),
            Err(Refusal::Invalid(faults)) => Ok(Some(Outcome::Faulty(
                faults.iter().map(|fault| row.fault("into", &fault.words)).collect(),
            ))),
            Err(error) => Err(error),
        }
    }

    /// Whether a row's change of its unit leaves points behind that nobody gets, once all of the file is known.
    pub(super) async fn stranded(&self, writing: &Writing, row: &Row) -> Result<Option<Outcome>, Refusal> {
        let Some(before) = self.changed.get(&row.number) else { return Ok(None) };
        let Some(after) = self.units.get(before.id) else { return Ok(None) };
        match refuse_stranded(writing, Some(before), after).await {
            Ok(()) => Ok(None),
            Err(Refusal::Blocked(words)) => {
                let field = if row.get("until").is_empty() { "since" } else { "until" };
                Ok(Some(Outcome::Faulty(words.iter().map(|words| row.fault(field, words)).collect())))
            }
            Err(error) => Err(error),
        }
    }

    /// The day on which a unit ended by a merger or the like is that act's.
    async fn moved_end(
        &self,
        writing: &Writing,
        row: &Row,
        before: Option<&Unit>,
        after: &Unit,
    ) -> Result<Option<String>, Refusal> {
        let Some(before) = before else { return Ok(None) };
        match refuse_moved_end(writing, before, after).await {
            Ok(()) => Ok(None),
            Err(Refusal::Invalid(faults)) => Ok(faults.first().map(|fault| row.fault("until", &fault.words))),
            Err(error) => Err(error),
        }
    }

    /// Adds or changes the row's unit.
    pub(super) async fn take(&mut self, writing: &Writing, row: &Row) -> Result<Outcome, Refusal> {
        let before = self.units.of_full_name(row.get("name")).cloned();
        if let Some(first) = before.as_ref().and_then(|unit| self.described.get(&unit.id)) {
            let words = format!("与{first}是同一个单位，请合并成一行");
            return Ok(Outcome::Faulty(vec![row.fault("name", &words)]));
        }
        let after = match self.as_described(row, before.as_ref()) {
            Ok(after) => after,
            Err(faults) => return Ok(Outcome::Faulty(faults)),
        };
        let names: Vec<&str> = after.names().collect();
        let own = before.as_ref().map(|unit| unit.id);
        let claimed = units::write::claimed(writing.connection(), &names, own).await?;
        if !claimed.is_empty() {
            let words = claimed.iter().map(|(name, owner)| {
                row.fault("aliases", &format!("“{name}”已经是{owner}的名称，一个名称只能属于一个单位"))
            });
            return Ok(Outcome::Faulty(words.collect()));
        }
        let parent = match self.parent(row, writing.now.date()) {
            Ok(parent) => parent,
            Err(faults) => return Ok(Outcome::Faulty(faults)),
        };
        let group = &self.group_named(row.get("group"));
        let stays = before.as_ref().is_some_and(|before| {
            *before == after
                && self.group_of.get(&before.id) == self.groups.get(group)
                && parent.is_none_or(|(parent, since)| {
                    let new = Belonging { unit: before.id, since: since.unwrap_or(Month::FIRST), parent };
                    let known = self.belongings.get(&before.id).map(Vec::as_slice).unwrap_or_default();
                    is_so(known, new, Month::of(writing.now.date()))
                })
        });
        if let Some(before) = &before {
            self.described.insert(before.id, row.place());
        }
        if stays {
            return Ok(Outcome::Known(format!("{}已在册", after.name)));
        }
        if let Some(fault) = self.moved_end(writing, row, before.as_ref(), &after).await? {
            return Ok(Outcome::Faulty(vec![fault]));
        }
        let id = match &before {
            None => units::write::insert(writing.connection(), &after).await?,
            Some(before) => {
                let found = units::find_with_version(writing.connection(), before.id).await?;
                let (_, version) = found.ok_or_else(|| Refusal::not_found("这个单位"))?;
                units::write::update(writing.connection(), &after, version).await?;
                before.id
            }
        };
        if let Some((parent, since)) = parent {
            match set_parent(writing, id, parent, since).await {
                Ok(_) => {}
                Err(Refusal::Invalid(faults)) => {
                    let faults = faults.iter().map(|fault| row.fault(&fault.field, &fault.words));
                    return Ok(Outcome::Faulty(faults.collect()));
                }
                Err(error) => return Err(error),
            }
            let known = parents::of_unit(writing.connection(), id).await?;
            self.belongings.insert(id, known);
        }
        if !self.groups.contains_key(group) {
            let nearest = self.groups.keys().filter(|known| shares_most(known, group)).cloned().collect();
            self.additions.push(Addition { what: "分组", name: group.clone(), nearest });
        }
        self.put_into_group(writing, id, group).await?;
        if before.is_none() {
            let nearest = self.before.nearest(&after.name, 2);
            let nearest = nearest.into_iter().map(|unit| unit.name.clone()).collect();
            self.additions.push(Addition { what: "单位", name: after.name.clone(), nearest });
        }
        self.units.put(Unit { id, ..after.clone() });
        self.described.insert(id, row.place());
        if let Some(before) = &before {
            self.changed.insert(row.number, before.clone());
        }
        let belongs = match row.get("parent") {
            "" => String::new(),
            NO_PARENT => "，不属于别的单位".to_owned(),
            parent => format!("，属于{parent}"),
        };
        Ok(match before {
            None => Outcome::New(format!("添加单位{}（{group}{belongs}）", after.name)),
            Some(_) => Outcome::Changed(format!("修改单位{}（{group}{belongs}）", after.name)),
        })
    }

    /// To which unit the row's unit belongs, if to any, and from which month on; nothing where it stays as it was.
    fn parent(&self, row: &Row, today: Date) -> Result<Option<Belongs>, Vec<String>> {
        let (name, since) = (row.get("parent"), row.get("parent_since"));
        if name.is_empty() {
            let alone =
                row.fault("parent_since", "写了何月起属于，也要写上级单位；不再属于别的单位，上级单位写“无”");
            return if since.is_empty() { Ok(None) } else { Err(vec![alone]) };
        }
        let mut faults = Vec::new();
        let found = self.units.named(name).next().filter(|_| names_parent(row));
        if found.is_none() && names_parent(row) {
            faults.push(row.fault("parent", &format!("没有名为“{name}”的单位，请核对")));
        }
        let mut entry = Entry::new(today);
        let since = (!since.is_empty()).then(|| entry.month(since, today));
        if let Err(Refusal::Invalid(wrong)) = entry.finish() {
            faults.extend(wrong.iter().map(|fault| row.fault("parent_since", &fault.words)));
        }
        if faults.is_empty() { Ok(Some((found.map(|unit| unit.id), since))) } else { Err(faults) }
    }

    /// What the rows brought into being.
    pub(super) fn into_additions(self) -> Vec<Addition> {
        self.additions
    }

    /// The group of this name, as it is written already where it is there.
    fn group_named(&self, name: &str) -> String {
        if self.groups.contains_key(name) {
            return name.to_owned();
        }
        let known = self.groups.keys().find(|known| is_same_name(known, name));
        known.cloned().unwrap_or_else(|| in_one_line(name))
    }

    async fn put_into_group(&mut self, writing: &Writing, id: UnitId, name: &str) -> Result<(), Refusal> {
        let group = match self.groups.get(name) {
            Some(group) => *group,
            None => {
                let order = i32::try_from(self.groups.len()).unwrap_or(i32::MAX - 1) + 1;
                let group = units::write::insert_group(writing.connection(), name, order).await?;
                self.groups.insert(name.to_owned(), group);
                group
            }
        };
        if self.group_of.insert(id, group) != Some(group) {
            units::write::set_group(writing.connection(), id, self.year, group).await?;
        }
        Ok(())
    }

    /// The unit as the row describes it; what it leaves empty stays as it was.
    fn as_described(&self, row: &Row, before: Option<&Unit>) -> Result<Unit, Vec<String>> {
        let mut faults = Vec::new();
        for (field, words) in [("name", "请写明单位全称"), ("group", "请写明分组，通报按分组排名")]
        {
            if row.get(field).is_empty() {
                faults.push(row.fault(field, words));
            }
        }
        let order = match row.get("order") {
            "" => before.map_or_else(|| self.units.last_order.saturating_add(1), |unit| unit.order),
            text => text.parse().unwrap_or_else(|_| {
                faults.push(row.fault("order", &format!("“{text}”不是次序，应是从1起的整数")));
                1
            }),
        };
        let since = match row.get("since") {
            "" => before.and_then(|unit| unit.since),
            text => read_day(text).map(Some).unwrap_or_else(|reason| {
                faults.push(row.fault("since", &format!("“{text}”不是日期，{reason}")));
                None
            }),
        };
        let until = match row.get("until") {
            "" => before.and_then(|unit| unit.until),
            text => match read_day(text) {
                Ok(until) if since.is_none_or(|since| since < until) => Some(until),
                Ok(_) => {
                    faults.push(row.fault("until", "撤销日期要在设立日期之后"));
                    None
                }
                Err(reason) => {
                    faults.push(row.fault("until", &format!("“{text}”不是日期，{reason}")));
                    None
                }
            },
        };
        if !row.get("into").is_empty() && until.is_none() && row.get("until").is_empty() {
            faults.push(row.fault("into", "写了并入哪个单位，也要写撤销日期"));
        }
        if !matches!(row.get("points_go"), "" | CARRIED | LEFT) {
            let words = format!("“{}”应写{CARRIED}或{LEFT}", row.get("points_go"));
            faults.push(row.fault("points_go", &words));
        }
        let mut yes = |field, otherwise| {
            yes(row, field, otherwise).unwrap_or_else(|fault| {
                faults.push(fault);
                otherwise
            })
        };
        let reviews = yes("reviews", before.is_some_and(|unit| unit.reviews));
        let scored = yes("scored", before.is_none_or(|unit| unit.scored));
        let short_name = Some(row.get("short_name").to_owned()).filter(|name| !name.is_empty());
        let mut aliases = before.map(|unit| unit.aliases.clone()).unwrap_or_default();
        let parts = |character: char| character.is_whitespace() || "，,、；;".contains(character);
        for alias in row.get("aliases").split(parts).filter(|alias| !alias.is_empty()) {
            if !aliases.iter().any(|known| known == alias) {
                aliases.push(alias.to_owned());
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        // A short name that gives way to another is still understood.
        if let (Some(new), Some(old)) = (&short_name, before.and_then(|unit| unit.short_name.clone()))
            && *new != old
            && !aliases.contains(&old)
        {
            aliases.push(old);
        }
        aliases.retain(|alias| Some(alias) != short_name.as_ref());
        Ok(Unit {
            id: before.map_or(UnitId(0), |unit| unit.id),
            name: before.map_or_else(|| in_one_line(row.get("name")), |unit| unit.name.clone()),
            short_name: short_name.or_else(|| before.and_then(|unit| unit.short_name.clone())),
            aliases,
            reviews,
            scored,
            order,
            since,
            until,
        })
    }
}

/// A name as it is kept: a blank or a line end between two ideographs is none of it.
fn in_one_line(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_spaced = words.iter().all(|word| !word.is_ascii());
    words.join(if is_spaced { "" } else { " " })
}

/// Whether two names of groups have most characters in common.
fn shares_most(one: &str, other: &str) -> bool {
    let shared = other.chars().filter(|character| one.contains(*character)).count();
    2 * shared > other.chars().count()
}
