//! Groups that a rule set names and to which no scored unit belongs, and units that it names and that are not scored. By
//! such a slip of the pen a rule covers nobody and says nothing of it. It is no fault of the document: rules may be
//! written before the roster.

use std::collections::HashSet;

use serde_json::Value;

use super::{
    RuleSet,
    sections::{CONDITION, FILTER, Key, SECTIONS, Section},
};
use crate::{json::Fault, scoring::roster::Roster};

/// What a name is to mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Whose {
    Group,
    Unit,
}

/// The keys of a document that hold names: of a filter, of a condition, of a rule.
const KEYS: [(&str, Whose); 5] = [
    ("group", Whose::Group),
    ("for_groups", Whose::Group),
    ("groups", Whose::Group),
    ("unit", Whose::Unit),
    ("for_units", Whose::Unit),
];

impl RuleSet {
    /// Every place that names a group without scored units, with the groups that there are, or a unit that is none.
    pub fn names_of_nobody(&self, roster: &Roster) -> Vec<Fault> {
        let groups: Vec<&str> = roster
            .groups
            .iter()
            .filter(|group| group.scored().next().is_some())
            .map(|group| group.name.as_str())
            .collect();
        let units: HashSet<&str> = roster.scored().map(|unit| unit.name.as_str()).collect();
        let is_known = |named: &Named| match named.whose {
            Whose::Group => groups.contains(&named.name.as_str()),
            Whose::Unit => units.contains(named.name.as_str()),
        };
        let named = self.all_names().into_iter().filter(|(_, _, named)| !is_known(named));
        let faults = named.map(|(section, rule, named)| Fault {
            text: in_words(section, &rule, &named, &groups),
            place: named.path,
        });
        faults.collect()
    }

    /// Whether a rule names the unit, so that it would earn otherwise by another name.
    pub fn names_unit(&self, unit: &str) -> bool {
        self.all_names().iter().any(|(_, _, named)| named.whose == Whose::Unit && named.name == unit)
    }

    /// Every name, with its section and rule.
    fn all_names(&self) -> Vec<(&'static Section, Value, Named)> {
        // What is written is looked through, not each rule's type: whatever has such a key holds names.
        let mut all = Vec::new();
        for section in SECTIONS {
            for (place, rule) in section.rules(self).into_iter().enumerate() {
                let rule = rule.document();
                let mut named = Vec::new();
                collect(&rule, format!("$.{}", section.path(place)), &mut named);
                all.extend(named.into_iter().map(|named| (section, rule.clone(), named)));
            }
        }
        all
    }
}

/// A name where it stands.
struct Named {
    path: String,
    key: &'static str,
    whose: Whose,
    name: String,
}

fn collect(value: &Value, path: String, named: &mut Vec<Named>) {
    match value {
        Value::Array(elements) => {
            for (place, element) in elements.iter().enumerate() {
                collect(element, format!("{path}[{place}]"), named);
            }
        }
        Value::Object(fields) => {
            for (field, value) in fields {
                let path = format!("{path}.{field}");
                match KEYS.into_iter().find(|(key, _)| key == field) {
                    Some((key, whose)) => {
                        named.extend(names(value).map(|name| Named { path: path.clone(), key, whose, name }))
                    }
                    None => collect(value, path, named),
                }
            }
        }
        _ => {}
    }
}

/// A list's texts, or the names to which amounts are given.
fn names(value: &Value) -> impl Iterator<Item = String> {
    let listed = value.as_array().into_iter().flatten().filter_map(Value::as_str);
    listed.chain(value.as_object().into_iter().flatten().map(|(name, _)| name.as_str())).map(str::to_owned)
}

fn in_words(section: &Section, rule: &Value, named: &Named, groups: &[&str]) -> String {
    let Named { key, whose, name, .. } = named;
    let rule = ["name", "heading", "text"].into_iter().find_map(|key| rule.get(key)?.as_str());
    let rule = rule.map(|name| format!("“{name}”")).unwrap_or_default();
    let places = section.keys.iter().chain(FILTER).chain(CONDITION);
    let label = places.into_iter().find(|place: &&Key| place.key == *key).map_or(*key, |place| place.label);
    let fault = match whose {
        Whose::Group if groups.is_empty() => "没有记分单位在这个分组；现在还没有分组".to_owned(),
        Whose::Group => format!("没有记分单位在这个分组；现有分组：{}", groups.join("、")),
        Whose::Unit => "没有叫这个名称的记分单位；要写单位的全称".to_owned(),
    };
    format!("{}{rule}的“{label}”写了“{name}”，{fault}", section.label)
}

#[cfg(test)]
mod tests {
    use super::super::sections::Holds;
    use super::*;
    use crate::scoring::facts_file;

    #[test]
    fn a_name_that_means_nobody_is_told_with_its_place_and_what_to_write() {
        let units = r#"[{ "name": "甲", "group": "县" }, { "name": "乙", "group": "科" }, { "name": "丙", "group": "外", "scored": false }]"#;
        let file = format!(r#"{{ "format": "jianbao.facts/1", "units": {units}, "months": [] }}"#);
        let roster = facts_file::read(&file).expect("a facts file").roster;
        let document = r#"
            format = "jianbao.rules/1"
            name = "办法"
            version = 1
            since = "2024-01"
            [[rates]]
            rule = "own"
            name = "采用"
            fact = "adoptions"
            points = "1"
            when = { group = ["县", "县局"] }
            [[quotas]]
            rule = "task"
            name = "任务"
            missed = -1
            conditions = [
                { count = ["submissions"], for_groups = { "科室" = "3", "科" = "1" }, unless = { group = "乡镇" } },
                { count = ["adoptions"], for_units = { "甲" = "3", "丙" = "1" }, when = { unit = ["乙", "乙局"] } },
            ]
            [[caps]]
            rule = "cap"
            name = "限额"
            groups = ["外"]
            most = "5"
        "#;
        let rules = RuleSet::read(document).expect("a rule set");
        let told: Vec<String> = rules.names_of_nobody(&roster).iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "$.rates[0].when.group：计分标准“采用”的“分组”写了“县局”，没有记分单位在这个分组；现有分组：县、科",
                "$.quotas[0].conditions[0].for_groups：任务“任务”的“各分组任务数”写了“科室”，没有记分单位在这个分组；现有分组：县、科",
                "$.quotas[0].conditions[0].unless.group：任务“任务”的“分组”写了“乡镇”，没有记分单位在这个分组；现有分组：县、科",
                "$.quotas[0].conditions[1].for_units：任务“任务”的“各单位任务数”写了“丙”，没有叫这个名称的记分单位；要写单位的全称",
                "$.quotas[0].conditions[1].when.unit：任务“任务”的“单位”写了“乙局”，没有叫这个名称的记分单位；要写单位的全称",
                "$.caps[0].groups：封顶和保底“限额”的“只限分组”写了“外”，没有记分单位在这个分组；现有分组：县、科",
            ]
        );
        assert!(rules.names_unit("甲") && rules.names_unit("乙局"));
        assert!(!rules.names_unit("县") && !rules.names_unit("丁"));
        assert_eq!(crate::scoring::version_1().names_of_nobody(&roster), []);
    }

    #[test]
    fn every_key_that_holds_names_is_looked_at() {
        let is_about_names = |place: &&Key| {
            (place.label.contains("分组") || place.label.contains("单位"))
                && !matches!(place.holds, Holds::Truth | Holds::Number)
        };
        let all = SECTIONS.iter().flat_map(|section| section.keys).chain(FILTER).chain(CONDITION);
        for place in all.filter(is_about_names) {
            assert!(KEYS.iter().any(|(key, _)| *key == place.key), "{}", place.key);
        }
    }
}
