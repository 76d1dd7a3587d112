//! What was left over from an earlier month: another month's name, and sentences that stand word for word in
//! the earlier bulletin.

use std::collections::HashSet;

use super::{
    super::{
        characters::compact,
        document::Line,
        finding::{Finding, Place, Value},
        printed::{Printed, tells},
    },
    Case, in_words,
};

/// Shorter sentences are formulas, which may well repeat.
const SENTENCE: usize = 15;

pub(super) fn compare(case: &Case<'_>) -> Vec<Finding> {
    let mut findings = months(case);
    if let Some(earlier) = &case.earlier {
        findings.extend(sentences(case.printed, earlier.printed));
    }
    findings
}

fn months(case: &Case<'_>) -> Vec<Finding> {
    let month = case.month.month();
    let full_name = |name: &str| {
        let units = case.groups.iter().flat_map(|group| &group.units);
        let mut named = units.filter(|unit| unit.told.is_some_and(|told| told.name == name));
        named.next().map_or_else(|| name.to_owned(), |unit| unit.name.clone())
    };
    case.printed
        .mentions
        .iter()
        .filter(|mention| mention.month != month)
        .map(|mention| Finding {
            unit: mention.unit.as_deref().map(full_name),
            place: mention.place,
            field: "month",
            printed: Some(in_words(mention.month)),
            derived: Some(in_words(month)),
            note: format!("本通报是{month}月份的，此处写{}月份，疑为以前的文字未改。", mention.month),
            line: Some(mention.line),
        })
        .collect()
}

fn sentences(printed: &Printed, earlier: &Printed) -> Vec<Finding> {
    let known: HashSet<String> =
        earlier.covering.iter().flat_map(|line| own_sentences(earlier, line)).collect();
    printed
        .covering
        .iter()
        .filter_map(|line| {
            let repeated: Vec<String> =
                own_sentences(printed, line).into_iter().filter(|text| known.contains(text)).collect();
            (!repeated.is_empty()).then(|| Finding {
                unit: None,
                place: Place::Covering,
                field: "text",
                printed: Some(Value::Text(repeated.concat())),
                derived: None,
                note: "与上月通报逐字相同，疑为上月留下未改。".to_owned(),
                line: Some(line.number),
            })
        })
        .collect()
}

/// The office's own sentences in a line: those that hold no totals and no leading units.
fn own_sentences(printed: &Printed, line: &Line) -> Vec<String> {
    let of_figures = printed.totals.iter().any(|total| total.line == line.number)
        || printed.leaders.iter().any(|leaders| leaders.line == line.number);
    // What became of a unit is said anew each month.
    if of_figures || tells(&line.text) {
        return Vec::new();
    }
    compact(&line.text)
        .split_inclusive(['。', '；'])
        .filter(|sentence| sentence.ends_with(['。', '；']) && sentence.chars().count() >= SENTENCE)
        .map(str::to_owned)
        .collect()
}
