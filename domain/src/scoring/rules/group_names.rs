//! Groups that a rule set names and to which no scored unit belongs. By such a slip of the pen a rule covers nobody
//! and says nothing of it. It is no fault of the document: rules may be written before the roster.

use serde_json::Value;

use super::{
    RuleSet,
    sections::{CONDITION, FILTER, Place, SECTIONS, Section},
};
use crate::{json::Fault, scoring::roster::Roster};

/// The keys of a document that hold names of groups: of a filter, of a condition, of a rule.
const KEYS: [&str; 3] = ["group", "for_groups", "groups"];

impl RuleSet {
    /// Every place that names a group without scored units, with the groups that there are.
    pub fn groups_without_units(&self, roster: &Roster) -> Vec<Fault> {
        let known: Vec<&str> = roster
            .groups
            .iter()
            .filter(|group| group.scored().next().is_some())
            .map(|group| group.name.as_str())
            .collect();
        // The document is looked through, not each rule's type: whatever has such a key names groups.
        let document = serde_json::to_value(self).unwrap_or_default();
        let mut faults = Vec::new();
        for section in SECTIONS {
            let rules = match document.get(section.key) {
                Some(Value::Array(rules)) => rules.as_slice(),
                Some(one) => std::slice::from_ref(one),
                None => &[],
            };
            for (place, rule) in rules.iter().enumerate() {
                let path = if section.is_list {
                    format!("$.{}[{place}]", section.key)
                } else {
                    format!("$.{}", section.key)
                };
                let mut named = Vec::new();
                collect(rule, path, &mut named);
                let unknown = named.into_iter().filter(|named| !known.contains(&named.group.as_str()));
                faults.extend(
                    unknown.map(|named| Fault {
                        text: in_words(section, rule, &named, &known),
                        place: named.path,
                    }),
                );
            }
        }
        faults
    }
}

/// A group where it is named.
struct Named {
    path: String,
    key: &'static str,
    group: String,
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
                match KEYS.into_iter().find(|key| key == field) {
                    Some(key) => {
                        named.extend(names(value).map(|group| Named { path: path.clone(), key, group }))
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

fn in_words(section: &Section, rule: &Value, named: &Named, known: &[&str]) -> String {
    let Named { key, group, .. } = named;
    let name = ["name", "heading", "text"].into_iter().find_map(|key| rule.get(key)?.as_str());
    let name = name.map(|name| format!("“{name}”")).unwrap_or_default();
    let places = section.places.iter().chain(FILTER).chain(CONDITION);
    let label = places.into_iter().find(|place: &&Place| place.key == *key).map_or(*key, |place| place.label);
    let known = if known.is_empty() {
        "现在还没有分组".to_owned()
    } else {
        format!("现有分组：{}", known.join("、"))
    };
    format!("{}{name}的“{label}”写了“{group}”，没有记分单位在这个分组；{known}", section.label)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scoring::facts_file;

    #[test]
    fn a_group_that_nobody_is_in_is_told_with_its_place_and_the_groups_that_there_are() {
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
            conditions = [
                { count = ["submissions"], for_groups = { "科室" = "3", "科" = "1" }, unless = { group = "乡镇" } },
            ]
            [[caps]]
            rule = "cap"
            name = "限额"
            groups = ["外"]
            most = "5"
        "#;
        let rules = RuleSet::read(document).expect("a rule set");
        let told: Vec<String> = rules.groups_without_units(&roster).iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "$.rates[0].when.group：计分标准“采用”的“分组”写了“县局”，没有记分单位在这个分组；现有分组：县、科",
                "$.quotas[0].conditions[0].for_groups：任务“任务”的“各分组任务数”写了“科室”，没有记分单位在这个分组；现有分组：县、科",
                "$.quotas[0].conditions[0].unless.group：任务“任务”的“分组”写了“乡镇”，没有记分单位在这个分组；现有分组：县、科",
                "$.caps[0].groups：封顶和保底“限额”的“只限分组”写了“外”，没有记分单位在这个分组；现有分组：县、科",
            ]
        );
        assert_eq!(crate::scoring::version_1().groups_without_units(&roster), []);
    }

    #[test]
    fn every_key_that_holds_names_of_groups_is_looked_at() {
        let about_groups = |place: &&Place| {
            place.label.contains("分组") && place.holds != super::super::sections::Holds::Truth
        };
        let all = SECTIONS.iter().flat_map(|section| section.places).chain(FILTER).chain(CONDITION);
        for place in all.filter(about_groups) {
            assert!(KEYS.contains(&place.key), "{}", place.key);
        }
    }
}
