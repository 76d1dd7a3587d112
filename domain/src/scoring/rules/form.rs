//! A rule as a form's fields, and back: the screen edits the same document that a file holds.
//!
//! A field's name is its key, within filters and conditions with a point: `when.level`,
//! `conditions.0.at_least`. Several texts stand in one field, parted by 、. What the file says by a word of its own stands
//! there by the word of the screen.

use serde_json::{Map, Value};

use super::{
    RuleSet,
    sections::{Holds, Key, Section},
    wording::{Around, Reader, told, walked},
};
use crate::{
    json::Fault,
    text::{Between, listed},
};

/// Conditions that a form has room for, beside those that are there.
pub const FREE_CONDITIONS: usize = 1;

/// A field of a form with what stands in it. A list of words stands there once for each.
pub type Fields = Vec<(String, String)>;

impl RuleSet {
    /// The rule at a place of a section, as fields; empty for a new one.
    pub fn fields(&self, section: &Section, place: Option<usize>) -> Fields {
        let document = self.document();
        let rules = document.get(section.key);
        let rule = match (section.is_list, place) {
            (true, Some(place)) => rules.and_then(|rules| rules.get(place)),
            (true, None) => None,
            (false, _) => rules,
        };
        let mut fields = Fields::new();
        if let Some(Value::Object(rule)) = rule {
            push_fields(&mut fields, "", section.keys, rule);
        }
        fields
    }

    /// How many rules a section has.
    pub fn rules_in(&self, section: &Section) -> usize {
        let document = self.document();
        match document.get(section.key) {
            Some(Value::Array(rules)) => rules.len(),
            Some(Value::Object(_)) => 1,
            _ => 0,
        }
    }

    /// The rule set with one rule changed, added (`None`), and every fault of what came out.
    pub fn with_fields(
        &self,
        section: &Section,
        place: Option<usize>,
        fields: &[(String, String)],
    ) -> Result<Self, Vec<Fault>> {
        let rule = value_of("", section.keys, fields);
        self.changed(section, |rules| match (rules, place) {
            (Value::Array(rules), Some(place)) if place < rules.len() => rules[place] = rule,
            (Value::Array(rules), _) => rules.push(rule),
            (one, _) => *one = rule,
        })
    }

    /// Without one rule.
    pub fn without(&self, section: &Section, place: usize) -> Result<Self, Vec<Fault>> {
        self.changed(section, |rules| match rules {
            Value::Array(rules) if place < rules.len() => {
                rules.remove(place);
            }
            Value::Array(_) => {}
            one => *one = Value::Null,
        })
    }

    /// With one rule in the place of the one before it.
    pub fn raised(&self, section: &Section, place: usize) -> Result<Self, Vec<Fault>> {
        self.changed(section, |rules| {
            if let Value::Array(rules) = rules
                && place > 0
                && place < rules.len()
            {
                rules.swap(place, place - 1);
            }
        })
    }

    fn changed(&self, section: &Section, change: impl FnOnce(&mut Value)) -> Result<Self, Vec<Fault>> {
        let mut document = self.document();
        let empty = if section.is_list { Value::Array(Vec::new()) } else { Value::Object(Map::new()) };
        let rules = document.entry(section.key).or_insert(empty);
        change(rules);
        if rules.is_null() {
            document.remove(section.key);
        }
        let mut document = Value::Object(document);
        super::write::name_own_figures(&mut document, self);
        self.read_changed(&super::write::toml_of(&document))
    }
}

fn push_fields(fields: &mut Fields, before: &str, places: &[Key], rule: &Map<String, Value>) {
    for place in places {
        let Some(value) = rule.get(place.key) else { continue };
        let name = format!("{before}{}", place.key);
        match (place.holds, value) {
            (Holds::Filter | Holds::Measure | Holds::Conversion, Value::Object(inner)) => {
                push_fields(fields, &format!("{name}."), place.holds.within(), inner);
            }
            (Holds::Conditions, Value::Array(conditions)) => {
                for (number, condition) in conditions.iter().enumerate() {
                    if let Value::Object(condition) = condition {
                        push_fields(fields, &format!("{name}.{number}."), place.holds.within(), condition);
                    }
                }
            }
            (Holds::Words(_), Value::Array(words)) => {
                fields.extend(words.iter().map(|word| (name.clone(), plain(word))));
            }
            (Holds::Amounts, Value::Object(amounts)) => {
                let amounts: Vec<String> =
                    amounts.iter().map(|(name, amount)| format!("{name}：{}", plain(amount))).collect();
                fields.push((name, amounts.join("、")));
            }
            (Holds::Ties, Value::Array(ties)) => {
                let ties: Vec<String> = ties.iter().map(|tie| tie_in_words(place, tie)).collect();
                fields.push((name, ties.join("、")));
            }
            (Holds::Category, value) => fields.push((name, category_label(value))),
            (Holds::Categories, Value::Array(values)) => {
                fields.push((name, values.iter().map(category_label).collect::<Vec<_>>().join("、")));
            }
            (_, Value::Array(values)) => {
                fields.push((name, values.iter().map(plain).collect::<Vec<_>>().join("、")));
            }
            // A word of the file's in a field for amounts.
            (Holds::Amount | Holds::Mark, value) => {
                let written = plain(value);
                fields.push((name, place.word_of(&written).unwrap_or(written)));
            }
            (_, value) => fields.push((name, plain(value))),
        }
    }
}

/// A category by the word that people know.
fn category_label(value: &Value) -> String {
    let code = plain(value);
    super::Category::named(&code).map_or(code, |category| category.label().to_owned())
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// 采用率, or 得分（上级采用 批示）.
fn tie_in_words(place: &Key, tie: &Value) -> String {
    match tie.get("points").and_then(Value::as_array) {
        Some(categories) => {
            format!("得分（{}）", categories.iter().map(category_label).collect::<Vec<_>>().join(" "))
        }
        None => {
            let code = plain(tie);
            place.word_of(&code).unwrap_or(code)
        }
    }
}

fn value_of(before: &str, places: &[Key], fields: &[(String, String)]) -> Value {
    let mut rule = Map::new();
    for place in places {
        let name = format!("{before}{}", place.key);
        let given: Vec<&str> = fields
            .iter()
            .filter(|(field, value)| *field == name && !value.trim().is_empty())
            .map(|(_, value)| value.trim())
            .collect();
        if let Some(value) = value_in(place, &name, &given, fields) {
            rule.insert(place.key.to_owned(), value);
        }
    }
    Value::Object(rule)
}

fn value_in(place: &Key, name: &str, given: &[&str], fields: &[(String, String)]) -> Option<Value> {
    let text = |text: &str| Value::String(text.to_owned());
    let first = given.first().copied();
    Some(match place.holds {
        Holds::Filter | Holds::Measure | Holds::Conversion => {
            filled(value_of(&format!("{name}."), place.holds.within(), fields))?
        }
        Holds::Conditions => {
            let before = format!("{name}.");
            let numbers = fields.iter().filter_map(|(field, _)| {
                field.strip_prefix(&before)?.split('.').next()?.parse::<usize>().ok()
            });
            let count = numbers.max().map_or(0, |last| last + 1).min(20);
            let conditions: Vec<Value> = (0..count)
                .filter_map(|number| {
                    filled(value_of(&format!("{before}{number}."), place.holds.within(), fields))
                })
                .collect();
            Value::Array(conditions)
        }
        Holds::Truth => Value::Bool(matches!(first?, "true" | "是")),
        Holds::Number => first?.parse::<u32>().map_or_else(|_| text(first.unwrap_or_default()), Value::from),
        Holds::Words(_) => {
            first?;
            Value::Array(given.iter().map(|word| text(word)).collect())
        }
        Holds::Categories | Holds::Rules | Holds::Rates => {
            Value::Array(listed(first?, Between::Lines).map(|part| text(code_alone(part))).collect())
        }
        Holds::Texts | Holds::PointsList => Value::Array(listed(first?, Between::Lines).map(text).collect()),
        Holds::Amounts => {
            let amounts = listed(first?, Between::Lines).map(|part| {
                let (name, amount) = part.rsplit_once(['=', '＝', '：', ':']).unwrap_or((part, ""));
                (name.trim().to_owned(), text(amount.trim()))
            });
            Value::Object(amounts.collect())
        }
        Holds::Ties => Value::Array(listed(first?, Between::Lines).map(|part| tie_of(place, part)).collect()),
        Holds::Amount | Holds::Mark => text(place.code_of(first?).unwrap_or(first?)),
        _ => text(first?),
    })
}

/// The code of `upper（上级采用）`, as a form's hint offers it.
fn code_alone(part: &str) -> &str {
    match part.split_once(['（', '(']) {
        Some((code, name)) if name.ends_with(['）', ')']) && !code.is_empty() && code.is_ascii() => {
            code.trim()
        }
        _ => part,
    }
}

/// Nothing where no field of it was filled in.
fn filled(value: Value) -> Option<Value> {
    value.as_object().is_some_and(|fields| !fields.is_empty()).then_some(value)
}

fn tie_of(place: &Key, part: &str) -> Value {
    let points = part.strip_prefix("得分").map(|rest| rest.trim_matches(['(', ')', '（', '）', ' ']));
    match points {
        Some(categories) => {
            let categories: Vec<Value> =
                categories.split_whitespace().map(|one| Value::String(one.to_owned())).collect();
            serde_json::json!({ "points": categories })
        }
        None => Value::String(place.code_of(part).unwrap_or(part).to_owned()),
    }
}

/// A fault of the document as one of the form: 计分标准第3条 · 适用于 · 层级.
pub fn in_words(fault: &Fault) -> Fault {
    let (place, around) = match path(fault) {
        // Of the whole document.
        "$" | "文件" => ("计分办法".to_owned(), Around::default()),
        path => walked(path),
    };
    let text = match fault.text.strip_prefix(MISSING) {
        Some(key) => told(&format!("{MISSING}`{key}`"), Reader::Screen, &around),
        None => told(&fault.text, Reader::Screen, &around),
    };
    Fault { place, text }
}

/// A fault as whoever writes the file reads it: by the file's keys.
pub fn in_keys(fault: &Fault) -> Fault {
    let (_, around) = walked(path(fault));
    Fault { place: fault.place.clone(), text: told(&fault.text, Reader::File, &around) }
}

/// What the reader of documents says before a key that is not there.
const MISSING: &str = "缺少 ";

/// Without the line.
fn path(fault: &Fault) -> &str {
    let path = fault.place.split_once(' ').map_or(fault.place.as_str(), |(_, path)| path);
    path.strip_prefix("$.").unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scoring::rules::sections::SECTIONS;

    fn all_of(rules: &RuleSet) -> RuleSet {
        let mut again = rules.clone();
        for section in SECTIONS {
            for place in 0..rules.rules_in(section) {
                let fields = again.fields(section, Some(place));
                again = again
                    .with_fields(section, Some(place), &fields)
                    .unwrap_or_else(|faults| panic!("{} {place}: {faults:?} {fields:?}", section.key));
            }
        }
        again
    }

    #[test]
    fn a_rule_is_the_same_after_it_went_through_its_form() {
        for text in [
            include_str!("../../../../docs/rules/lianyungang.toml"),
            include_str!("../../../../docs/rules/wuhai.toml"),
            include_str!("../../../../docs/rules/version-1.toml"),
            EVERYTHING,
        ] {
            let rules = RuleSet::read(text).unwrap_or_else(|faults| panic!("{faults:?}"));
            assert_eq!(all_of(&rules), rules);
        }
    }

    /// Something of every kind that a key may hold.
    const EVERYTHING: &str = r#"
        format = "jianbao.rules/1"
        name = "办法"
        version = 3
        since = "2024-01"
        [[rates]]
        rule = "a"
        name = "甲"
        fact = "upper_adoptions"
        when = { level = ["省级", "市级"], starred = true, outcome = ["missing"] }
        points = "given"
        category = "采用"
        [[shares]]
        rule = "s"
        name = "分"
        fact = ["adoptions", "upper_adoptions"]
        points = "places"
        places = [1, "0.5"]
        [[choices]]
        rule = "c"
        name = "择高"
        rates = ["a"]
        among = ["story", "level"]
        keep = "best"
        count = 2
        one_per = "channel"
        [[quotas]]
        rule = "q"
        name = "任务"
        period = "quarter"
        conditions = [
            { count = ["submissions"], for_groups = { "县局" = 6, "科室" = 3 }, at_least = 1 },
            { count = ["adoptions"], at_least = 30, when = { form = "调研" }, of = { count = ["adoptions"], unless = { marks = "转载" } }, if_nothing = "skip" },
            { categories = ["采用"], at_least = 2 },
        ]
        met = 5
        pro_rata = true
        groups = ["县局", "科室"]
        effect = "exclude"
        remark = "未达标"
        [pieces]
        once_per_story = true
        [[equivalents]]
        rule = "three"
        name = "三则简讯算一篇"
        fact = "adoptions"
        when = { kind = "简讯", units_at_least = 2 }
        pieces = 3
        parts = true
        [[escalations]]
        rule = "grow"
        name = "逐次加倍"
        fact = "commissions"
        from = 1
        every = 2
        points = -2
        grows = 2
        [[streaks]]
        rule = "low"
        name = "连续偏低"
        below = 5
        running = 3
        groups = ["县局"]
        remark = "通报批评"
        [[parts]]
        name = "采用"
        categories = ["采用"]
        weight = "0.6"
        conversion = { full = 100, whole = "highest", bounded = true, least = 10 }
        [ranking]
        by = "mine"
        ties = [{ points = ["采用"] }, "adoption_rate"]
        across_groups = true
        [[figures]]
        key = "mine"
        name = "采用得分"
        categories = ["采用"]
        [[remarks]]
        name = "优秀"
        field = "mine"
        at_least = 90
        groups = ["科室"]
    "#;

    #[test]
    fn a_fault_is_told_by_the_words_of_the_form() {
        let rules = RuleSet::empty("办法", 2, "2024-01".parse().expect("a month"));
        let section = Section::named("rates").expect("a section");
        let fields = [("rule", "a"), ("name", "甲"), ("fact", "adoptions"), ("points", "五")];
        let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let faults = rules.with_fields(section, None, &fields).expect_err("no points");
        assert_eq!(
            faults[0].to_string(),
            "计分标准第1条 · 分值：“五”不是分值，应写作 5、0.5 或 -3 这样的十进制数"
        );
    }

    #[test]
    fn rules_are_added_moved_and_removed() {
        let rules = RuleSet::empty("办法", 2, "2024-01".parse().expect("a month"));
        let section = Section::named("grants").expect("a section");
        let grant = |rule: &str| {
            [("rule", rule), ("name", "甲"), ("points", "1")]
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
        };
        let rules = rules.with_fields(section, None, &grant("a")).expect("right");
        let rules = rules.with_fields(section, None, &grant("b")).expect("right");
        let names = |rules: &RuleSet| rules.grants.iter().map(|one| one.rule.clone()).collect::<Vec<_>>();
        assert_eq!(names(&rules), ["a", "b"]);
        let raised = rules.raised(section, 1).expect("right");
        assert_eq!(names(&raised), ["b", "a"]);
        assert_eq!(names(&raised.without(section, 0).expect("right")), ["a"]);
    }
}
