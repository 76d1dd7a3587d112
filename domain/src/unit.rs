//! Units, their groups, and the directory that knows every name they go by.

use std::collections::{BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use crate::{
    id::{UnitGroupId, UnitId},
    text::name_key,
};

pub mod changes;

use changes::UnitChange;

/// A group of units that are ranked together, for example 机关科室.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitGroup {
    pub id: UnitGroupId,
    pub name: String,
    /// Place in the printed order, from 1.
    pub order: i32,
}

/// A unit that contributes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    pub id: UnitId,
    /// The full name, as in the bulletin's tables.
    pub name: String,
    /// The one preferred short name for lists; the full name where there is none.
    pub short_name: Option<String>,
    pub aliases: Vec<String>,
    /// Whether a reviewer of the unit must approve items before they reach the office.
    pub reviews: bool,
    /// An unscored unit may be named anywhere and stands in no table (办公室).
    pub scored: bool,
    /// Place in the printed order within its group, from 1.
    pub order: i32,
    /// First day of its existence; `None` for always.
    pub since: Option<jiff::civil::Date>,
    /// First day on which it no longer exists; `None` for still existing.
    pub until: Option<jiff::civil::Date>,
}

impl Unit {
    /// The name for lists and narrow columns.
    pub fn list_name(&self) -> &str {
        self.short_name.as_deref().unwrap_or(&self.name)
    }

    /// Whether it exists on that day.
    pub fn exists_on(&self, day: jiff::civil::Date) -> bool {
        self.since.is_none_or(|since| since <= day) && self.until.is_none_or(|until| day < until)
    }

    /// Every name that means this unit: the full name first.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.name.as_str())
            .chain(self.short_name.as_deref())
            .chain(self.aliases.iter().map(String::as_str))
    }
}

/// A name that two units claim.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("名称“{name}”同时属于“{first}”和“{second}”，请改掉其中一个")]
pub struct AmbiguousName {
    pub name: String,
    pub first: String,
    pub second: String,
}

/// Knows every name of every unit. Built once from a snapshot of the units.
#[derive(Clone, Debug, Default)]
pub struct UnitDirectory {
    units: Vec<Unit>,
    by_name: HashMap<String, usize>,
    /// By what the spellings of a name have in common; `None` where two units share it.
    by_key: HashMap<String, Option<usize>>,
    /// What became of the units.
    changes: Vec<UnitChange>,
}

impl UnitDirectory {
    /// Fails with the first name that two units claim.
    pub fn new(units: Vec<Unit>) -> Result<Self, AmbiguousName> {
        let mut by_name: HashMap<String, usize> = HashMap::new();
        let mut by_key: HashMap<String, Option<usize>> = HashMap::new();
        for (place, unit) in units.iter().enumerate() {
            for name in unit.names() {
                if let Some(earlier) = by_name.insert(name.to_owned(), place)
                    && earlier != place
                {
                    return Err(AmbiguousName {
                        name: name.to_owned(),
                        first: units[earlier].name.clone(),
                        second: unit.name.clone(),
                    });
                }
                by_key
                    .entry(name_key(name))
                    .and_modify(|known| *known = known.filter(|earlier| *earlier == place))
                    .or_insert(Some(place));
            }
        }
        Ok(Self { units, by_name, by_key, changes: Vec::new() })
    }

    /// The unit that goes by this name, however it is spaced and whatever the width of its characters; none where two
    /// units differ in nothing else.
    pub fn find(&self, name: &str) -> Option<&Unit> {
        let place = self.by_name.get(name).copied();
        let place = place.or_else(|| self.by_key.get(&name_key(name)).copied().flatten())?;
        Some(&self.units[place])
    }

    pub fn get(&self, id: UnitId) -> Option<&Unit> {
        self.units.iter().find(|unit| unit.id == id)
    }

    /// All units, in the order in which they were given.
    pub fn units(&self) -> &[Unit] {
        &self.units
    }

    /// The units whose names are most like an unknown one, the best first; none that shares only an ending
    /// such as 科 with it. They are offered to a person who decides, never taken by themselves.
    pub fn nearest(&self, name: &str, count: usize) -> Vec<&Unit> {
        let wanted: Vec<char> = name.chars().filter(|character| !character.is_whitespace()).collect();
        let rarity = self.rarity();
        let mut likenesses: Vec<(u64, &Unit)> = self
            .units
            .iter()
            .filter_map(|unit| {
                let best = unit.names().map(|name| likeness(&wanted, name, &rarity)).max()?;
                (best >= LEAST_LIKENESS).then_some((best, unit))
            })
            .collect();
        // The sort is stable: among equals the printed order decides.
        likenesses.sort_by_key(|(likeness, _)| std::cmp::Reverse(*likeness));
        likenesses.into_iter().take(count).map(|(_, unit)| unit).collect()
    }

    /// The units that somebody may mean who has typed a part of a name: those of which a name begins so first,
    /// then, from two characters on, those of which a name holds it. What is a unit's name already suggests
    /// others only.
    pub fn suggest(&self, typed: &str, count: usize) -> Vec<&Unit> {
        if typed.is_empty() {
            return Vec::new();
        }
        let may_lie_within = typed.chars().nth(1).is_some();
        let others = || self.units.iter().filter(|unit| unit.names().all(|name| name != typed));
        let begins = |unit: &&Unit| unit.names().any(|name| name.starts_with(typed));
        let holds = |unit: &&Unit| may_lie_within && unit.names().any(|name| name.contains(typed));
        let beginning = others().filter(begins);
        let holding = others().filter(|unit| holds(unit) && !begins(unit));
        beginning.chain(holding).take(count).collect()
    }

    /// How much each character says about a unit: 科, which half of them bear, next to nothing.
    fn rarity(&self) -> HashMap<char, u64> {
        let mut bearers: HashMap<char, u64> = HashMap::new();
        for unit in &self.units {
            let characters: BTreeSet<char> = unit.names().flat_map(str::chars).collect();
            for character in characters {
                *bearers.entry(character).or_default() += 1;
            }
        }
        let units = self.units.len() as u64;
        bearers.into_iter().map(|(character, bearers)| (character, (units / bearers).max(1))).collect()
    }
}

/// Out of 1000; below it two names have nothing to do with each other.
const LEAST_LIKENESS: u64 = 300;
/// Longer than any unit's name; what is typed beyond it is not looked at.
const LONGEST_NAME: usize = 40;

/// How alike a wanted name and a unit's name are, out of 1000: the weight of the characters that both have in
/// the same order (an abbreviation keeps the order), mostly as a share of the wanted name.
fn likeness(wanted: &[char], name: &str, rarity: &HashMap<char, u64>) -> u64 {
    let wanted = &wanted[..wanted.len().min(LONGEST_NAME)];
    let name: Vec<char> = name.chars().take(LONGEST_NAME).collect();
    // A character that no unit bears is a slip of the pen or says that the unit is another one.
    let weight = |character: &char| rarity.get(character).copied().unwrap_or(4);
    let total = |characters: &[char]| characters.iter().map(weight).sum::<u64>();
    let mut row = vec![0; name.len() + 1];
    for wanted_character in wanted {
        let mut diagonal = 0;
        for (place, character) in name.iter().enumerate() {
            let above = row[place + 1];
            row[place + 1] = if wanted_character == character {
                diagonal + weight(character)
            } else {
                above.max(row[place])
            };
            diagonal = above;
        }
    }
    let common = row[name.len()];
    if common == 0 {
        return 0;
    }
    (750 * common) / total(wanted) + (250 * common) / total(&name)
}

#[cfg(test)]
pub(crate) mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A directory of units, each given by its name and its aliases.
    pub(crate) fn directory(units: &[(&str, &[&str])]) -> UnitDirectory {
        let units = (1..)
            .zip(units)
            .map(|(number, (name, aliases))| Unit {
                id: UnitId(number),
                name: (*name).into(),
                short_name: None,
                aliases: aliases.iter().map(|alias| (*alias).into()).collect(),
                reviews: false,
                scored: true,
                order: 1,
                since: None,
                until: None,
            })
            .collect();
        UnitDirectory::new(units).expect("each name belongs to one unit")
    }

    #[test]
    fn the_nearest_units_of_an_unknown_name_are_offered() {
        let directory = directory(&[
            ("综合科", &[]),
            ("人事科", &[]),
            ("地质矿产管理科", &[]),
            ("测绘管理科", &[]),
            ("生态修复科", &[]),
            ("市不动产登记中心", &[]),
            ("市林业发展中心", &["林业中心"]),
            ("市城乡规划设计研究院", &[]),
            ("市规划展览馆", &[]),
        ]);
        let nearest =
            |name| directory.nearest(name, 3).iter().map(|unit| unit.name.as_str()).collect::<Vec<_>>();
        assert_eq!(nearest("地矿科")[0], "地质矿产管理科");
        assert_eq!(nearest("登记中心")[0], "市不动产登记中心");
        assert_eq!(nearest("修复科")[0], "生态修复科");
        assert_eq!(nearest("市规划院")[0], "市城乡规划设计研究院");
        assert_eq!(nearest("林业局")[0], "市林业发展中心");
        assert_eq!(nearest("生态修服科")[0], "生态修复科");
        assert_eq!(nearest("宣传部"), [""; 0]);
        assert_eq!(nearest("财务科"), [""; 0], "an ending in common is no likeness");
        assert_eq!(nearest(""), [""; 0]);
    }

    #[test]
    fn a_unit_is_found_however_its_name_is_spaced_and_whatever_its_width() {
        let directory =
            directory(&[("县（市、区）局", &["县局"]), ("财审科", &[]), ("A·1站", &[]), ("A.1站", &[])]);
        let found = |name| directory.find(name).map(|unit| unit.name.as_str());
        assert_eq!(found("财　审\n科"), Some("财审科"));
        assert_eq!(found("县(市、区)局"), Some("县（市、区）局"));
        assert_eq!(found("财\u{200b}审科"), Some("财审科"));
        assert_eq!(found("A·1站"), Some("A·1站"));
        assert_eq!(found("Ａ•1站"), None, "two units share all but the dot");
        assert_eq!(found("财务科"), None);
    }

    #[test]
    fn units_are_suggested_by_any_part_of_any_name_those_that_begin_so_first() {
        let directory = directory(&[
            ("开发利用科", &["利用科"]),
            ("市林业发展中心", &["林业中心"]),
            ("地质矿产管理科", &["地矿科"]),
            ("林业执法支队", &[]),
        ]);
        let suggested =
            |typed| directory.suggest(typed, 3).iter().map(|unit| unit.name.as_str()).collect::<Vec<_>>();
        assert_eq!(suggested("林业"), ["市林业发展中心", "林业执法支队"]);
        assert_eq!(suggested("利用"), ["开发利用科"]);
        assert_eq!(suggested("矿产"), ["地质矿产管理科"]);
        assert_eq!(suggested("发展"), ["市林业发展中心"]);
        assert_eq!(suggested("矿"), [""; 0], "one character within a name says too little");
        assert_eq!(suggested("地"), ["地质矿产管理科"]);
        assert_eq!(suggested("地矿科"), [""; 0]);
        assert_eq!(suggested(""), [""; 0]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        #[test]
        fn any_name_has_at_most_so_many_nearest_units_each_once(name in "\\PC{0,60}", count in 0_usize..4) {
            let directory = directory(&[("北山局", &["北山"]), ("测绘管理科", &["测绘科"]), ("办公室", &[])]);
            let nearest = directory.nearest(&name, count);
            prop_assert!(nearest.len() <= count);
            let ids: BTreeSet<UnitId> = nearest.iter().map(|unit| unit.id).collect();
            prop_assert_eq!(ids.len(), nearest.len());
        }

        #[test]
        fn a_unit_is_the_nearest_to_each_of_its_own_names(place in 0_usize..5) {
            let directory = directory(&[("北山局", &["北山"]), ("测绘管理科", &["测绘科"]), ("办公室", &[])]);
            let name = directory.units().iter().flat_map(Unit::names).nth(place).expect("five names");
            prop_assert_eq!(directory.nearest(name, 1).first().map(|unit| unit.id), directory.find(name).map(|unit| unit.id));
        }
    }
}
