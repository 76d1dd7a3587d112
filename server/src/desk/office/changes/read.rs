//! What a change's form means. What follows from it is not known here.

use app::desk::{
    Fault, Refusal,
    office::changes::{CARRY, ChangeUnit, LEAVE},
};
use domain::{
    calendar::read_day,
    unit::{
        Unit, UnitDirectory,
        changes::{ChangeKind, UnitChange},
    },
    unit_list::read_unit_list,
};
use jiff::civil::Date;

use super::keep_names;

/// A change as it is meant, before anything is done.
#[derive(Clone, Debug)]
pub(super) struct Meant {
    pub unit: Unit,
    pub kind: ChangeKind,
    pub day: Date,
    /// The new names, of a renaming.
    pub renamed: Option<(String, Option<String>)>,
    /// The units into which it goes that exist already.
    pub into: Vec<Unit>,
    /// The names of those that come out of it and are new.
    pub founded: Vec<String>,
    pub goes_on: bool,
    /// The name of the one who goes on with its points.
    pub heir: Option<String>,
    pub reason: Option<String>,
}

impl Meant {
    /// Every fault is told at once.
    pub(super) fn read(form: &ChangeUnit, directory: &UnitDirectory, today: Date) -> Result<Self, Refusal> {
        let unit = form.unit().and_then(|unit| directory.get(unit)).cloned();
        let unit = unit.ok_or_else(|| Refusal::not_found("这个单位"))?;
        let kind = form.kind().ok_or_else(|| Refusal::not_found("这种变动"))?;
        let mut faults = Faults(Vec::new());
        let day = read_day(&form.day).unwrap_or_else(|_| {
            faults.push("day", format!("请写明自哪一天起{}，如 2024-07-01", kind.label()));
            today
        });
        let mut meant = Self {
            kind,
            day,
            renamed: None,
            into: Vec::new(),
            founded: Vec::new(),
            goes_on: form.goes_on && kind == ChangeKind::Split,
            heir: None,
            reason: form.reason.clone(),
            unit,
        };
        if kind == ChangeKind::Renamed {
            meant.read_names(form, directory, today, &mut faults);
        } else {
            meant.read_end(directory, &mut faults);
            meant.read_successors(form, directory, &mut faults);
            meant.read_points(form, directory, &mut faults);
        }
        faults.finish()?;
        Ok(meant)
    }

    fn read_names(&mut self, form: &ChangeUnit, directory: &UnitDirectory, today: Date, faults: &mut Faults) {
        let name = form.name.split_whitespace().collect::<String>();
        if name.is_empty() {
            faults.push("name", "请填写新的全称");
        } else if name == self.unit.name {
            faults.push("name", "新的全称与现在的一样");
        }
        let names = [Some(name.clone()), form.short_name.clone()];
        for name in names.iter().flatten() {
            if let Some(other) = directory.find(name).filter(|other| other.id != self.unit.id) {
                faults.push("name", format!("“{name}”已经是{}的名称，一个名称只能属于一个单位", other.name));
            }
        }
        if self.day > today {
            faults.push("day", "更名从以后的日期起，请到那一天再办：办了以后，各处都用新的名称");
        }
        let renamed_later = |change: &&UnitChange| {
            change.unit == self.unit.id && change.before.is_some() && change.day >= self.day
        };
        if let Some(earlier) = directory.changes().iter().rfind(renamed_later) {
            faults.push(
                "day",
                format!("{}已自{}起更过名，日期要在那以后", self.unit.name, day_in_words(earlier.day)),
            );
        }
        if !self.unit.exists_on(self.day) {
            faults.push("day", "那一天还没有或已经没有这个单位");
        }
        self.renamed = Some((name, form.short_name.clone()));
    }

    fn read_end(&self, directory: &UnitDirectory, faults: &mut Faults) {
        if self.unit.since.is_some_and(|since| since >= self.day) {
            faults.push("day", format!("{}那时还没有设立，日期要在设立以后", self.unit.name));
        }
        let ended = directory.changes().iter().find(|change| {
            change.unit == self.unit.id && Some(change.day) == self.unit.until && change.before.is_none()
        });
        if let Some(ended) = ended {
            let words = change_in_words(ended, directory);
            faults.push("", format!("{words}；要改，请先撤回那次变动"));
        } else if self.unit.until.is_some_and(|until| until != self.day) && !self.goes_on {
            let until = self.unit.until.map(day_in_words).unwrap_or_default();
            faults.push("day", format!("{}的撤销日期是{until}，请写那一天", self.unit.name));
        }
    }

    fn read_successors(&mut self, form: &ChangeUnit, directory: &UnitDirectory, faults: &mut Faults) {
        let list = read_unit_list(&form.into, directory);
        for unit in list.units.iter().filter_map(|unit| directory.get(*unit)) {
            if unit.id == self.unit.id {
                faults.push("into", format!("{}不能并入或分设为它自己", unit.name));
            } else if let Some(absence) = directory.absence_on(unit.id, self.day) {
                faults.push("into", directory.advice(&absence));
            } else {
                self.into.push(unit.clone());
            }
        }
        match self.kind {
            ChangeKind::Split => self.founded.extend(list.unknown.iter().cloned()),
            _ => {
                for name in &list.unknown {
                    let nearest: Vec<&str> =
                        directory.nearest_on(name, 3, self.day).iter().map(|unit| unit.list_name()).collect();
                    let offer = match nearest.as_slice() {
                        [] => "请先在“单位”里添加".to_owned(),
                        nearest => format!("最接近的是：{}；是新设的，请先添加", nearest.join("、")),
                    };
                    faults.push("into", format!("没有名为“{name}”的单位，{offer}"));
                }
            }
        }
        match (self.kind, self.into.len() + self.founded.len()) {
            (ChangeKind::Merged, 0) if list.units.is_empty() && list.unknown.is_empty() => {
                faults.push("into", "请写明并入哪个单位");
            }
            (ChangeKind::Merged, 2..) => {
                faults.push("into", "只能并入一个单位；分到几个单位的，请用“分设”");
            }
            (ChangeKind::Split, 0) if list.units.is_empty() => {
                faults.push("into", "请写明分设为哪些单位，新设的写全称");
            }
            (ChangeKind::Split, 1) if !self.goes_on => {
                faults.push("into", "分设出的单位不止一个，或者原单位保留；只有一个的，请用“并入”");
            }
            _ => {}
        }
    }

    fn read_points(&mut self, form: &ChangeUnit, directory: &UnitDirectory, faults: &mut Faults) {
        let points = form.points.trim();
        let names: Vec<&str> = self
            .into
            .iter()
            .map(|unit| unit.name.as_str())
            .chain(self.founded.iter().map(String::as_str))
            .collect();
        match (points, names.as_slice()) {
            (LEAVE, _) => {}
            ("", []) => {}
            ("", _) if self.kind == ChangeKind::Merged => {
                faults.push("points", "请选择今年已有的得分怎样处理：转入，还是留下");
            }
            ("", _) => {}
            (_, _) if self.goes_on => {
                faults.push("points", "原单位保留的，得分仍归它自己");
            }
            (CARRY, [only]) => self.heir = Some((*only).to_owned()),
            // What is wrong with the unit named there is told already.
            (CARRY, []) if faults.has("into") => {}
            (CARRY, []) => faults.push("points", "没有接续的单位，得分转不出去"),
            (name, names) => {
                let known = directory.find(name).map_or(name, |unit| unit.name.as_str());
                match names.iter().find(|one| **one == known) {
                    Some(heir) => self.heir = Some((*heir).to_owned()),
                    None => faults.push("points", "得分只能转入分设出的一个单位，请写它的名称"),
                }
            }
        }
        let unscored = |heir: &&Unit| Some(&heir.name) == self.heir.as_ref() && !heir.scored;
        if let Some(heir) = self.into.iter().find(unscored).filter(|_| self.unit.scored) {
            let name = &heir.name;
            let words =
                format!("{name}不记分，转入以后不计入任何单位；请选“留在原单位”，或先把{name}改为记分");
            faults.push("points", words);
        }
    }

    /// The unit as it will be.
    pub(super) fn after(&self) -> Unit {
        let mut unit = self.unit.clone();
        match &self.renamed {
            Some((name, short_name)) => {
                unit.name.clone_from(name);
                unit.short_name.clone_from(short_name);
                unit.aliases.retain(|alias| alias != name && Some(alias) != short_name.as_ref());
                keep_names(&mut unit, [Some(self.unit.name.clone()), self.unit.short_name.clone()]);
            }
            None if !self.goes_on => unit.until = Some(self.day),
            None => {}
        }
        unit
    }

    /// 甲科自2024年5月1日起并入乙科，今年已有的得分转入乙科.
    pub(super) fn in_words(&self) -> String {
        let names: Vec<&str> = self
            .into
            .iter()
            .map(|unit| unit.name.as_str())
            .chain(self.founded.iter().map(String::as_str))
            .collect();
        let what = match &self.renamed {
            Some((name, _)) => format!("更名为{name}"),
            None => ended_in_words(self.kind, &names, self.goes_on),
        };
        let points = match (&self.heir, self.kind) {
            (Some(heir), _) => format!("，今年已有的得分转入{heir}"),
            (None, ChangeKind::Renamed) => String::new(),
            (None, _) if self.goes_on => String::new(),
            (None, _) => "，今年已有的得分留在原单位".to_owned(),
        };
        format!("{}自{}起{what}{points}", self.unit.name, day_in_words(self.day))
    }
}

/// A change that was made, as one sentence.
pub(super) fn change_in_words(change: &UnitChange, directory: &UnitDirectory) -> String {
    let name = |unit| directory.get(unit).map(|unit: &Unit| unit.name.as_str()).unwrap_or_default();
    let own = name(change.unit);
    let day = day_in_words(change.day);
    if let Some(before) = &change.before {
        // The names that it got by a later renaming are told with that one.
        let later = directory
            .changes()
            .iter()
            .filter(|other| other.unit == change.unit && other.before.is_some() && other.day > change.day);
        let later = later.min_by_key(|other| other.day).and_then(|other| other.before.as_ref());
        let after = later.map_or(own, |later| later.name.as_str());
        return format!("{}自{day}起更名为{after}", before.name);
    }
    let names: Vec<&str> = change.successors.iter().map(|unit| name(*unit)).collect();
    let goes_on = directory.get(change.unit).is_some_and(|unit| unit.until != Some(change.day));
    let points = change.heir.map(|heir| format!("，得分转入{}", name(heir))).unwrap_or_default();
    format!("{own}自{day}起{}{points}", ended_in_words(change.kind, &names, goes_on))
}

fn ended_in_words(kind: ChangeKind, names: &[&str], goes_on: bool) -> String {
    let names = names.join("、");
    match kind {
        ChangeKind::Merged => format!("并入{names}"),
        ChangeKind::Split if goes_on => format!("分设出{names}，原单位保留"),
        ChangeKind::Split => format!("分设为{names}"),
        _ if names.is_empty() => "撤销".to_owned(),
        _ => format!("撤销，由{names}接续"),
    }
}

pub(super) fn day_in_words(day: Date) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

struct Faults(Vec<Fault>);

impl Faults {
    fn push(&mut self, field: &str, words: impl Into<String>) {
        self.0.push(Fault { field: field.to_owned(), words: words.into() });
    }

    /// Whether something is wrong with a field already.
    fn has(&self, field: &str) -> bool {
        self.0.iter().any(|fault| fault.field == field)
    }

    fn finish(self) -> Result<(), Refusal> {
        if self.0.is_empty() { Ok(()) } else { Err(Refusal::Invalid(self.0)) }
    }
}
