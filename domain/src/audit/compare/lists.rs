//! A unit's list against itself: a piece that stands in it twice, numbers that do not run on.

use std::collections::HashMap;

use super::super::{
    finding::{Finding, NUMBER, Place, Value},
    printed::{Item, Printing, Unit},
    units::Matched,
};
use crate::scoring::Field;

pub(super) fn compare(unit: &Matched<'_>, told: &Unit, notes: &mut Vec<String>) -> Vec<Finding> {
    let number = numbers(unit, told, notes);
    let mut seen: HashMap<(&str, &str), u64> = HashMap::new();
    for item in &told.items {
        *seen.entry((&item.title, &item.source)).or_default() += 1;
    }
    let twice = told.items.iter().filter_map(|item| {
        // Reported once, at the first of them.
        let times = seen.remove(&(item.title.as_str(), item.source.as_str()))?;
        (times > 1 && !item.title.is_empty()).then(|| twice(unit, told, item, times))
    });
    number.into_iter().chain(twice).collect()
}

fn twice(unit: &Matched<'_>, told: &Unit, item: &Item, times: u64) -> Finding {
    let field = match item.printing {
        Some(Printing::Upper { .. }) => Field::UpperCount,
        Some(Printing::Commission { .. }) => Field::CommissionCount,
        Some(Printing::Newsletter { .. }) | None => Field::NewsletterCount,
    };
    let listed = told.items.iter().filter(|other| same_part(other, item)).count() as u64;
    Finding {
        unit: Some(unit.name.clone()),
        place: Place::List,
        field: field.code(),
        printed: Some(Value::Count(listed)),
        derived: Some(Value::Count(listed - (times - 1))),
        note: format!("“{}”（{}）在清单中列了{times}次，请核实是否重复记分。", item.title, item.source),
        line: Some(item.line),
    }
}

fn same_part(one: &Item, other: &Item) -> bool {
    match (&one.printing, &other.printing) {
        (Some(one), Some(other)) => std::mem::discriminant(one) == std::mem::discriminant(other),
        _ => false,
    }
}

/// Numbers that repeat are a finding; others that do not run on are told in a note.
fn numbers(unit: &Matched<'_>, told: &Unit, notes: &mut Vec<String>) -> Option<Finding> {
    // Word numbers lists by itself, and the text then holds no numbers.
    if told.items.iter().all(|item| item.number.is_none()) {
        return None;
    }
    // What follows is shifted by the same slip.
    let (expected, item) = (1..).zip(&told.items).find(|(expected, item)| item.number != Some(*expected))?;
    let Some(number) = item.number.filter(|_| repeats(told)) else {
        let printed = item.number.map_or("没有序号".to_owned(), |number| format!("序号为{number}"));
        notes.push(format!("第{}行：“{}”清单的第{expected}条{printed}", item.line, unit.name));
        return None;
    };
    Some(Finding {
        unit: Some(unit.name.clone()),
        place: Place::List,
        field: NUMBER,
        printed: Some(Value::Count(number.into())),
        derived: Some(Value::Count(expected.into())),
        note: format!("“{}”清单的第{expected}条序号为{number}，清单的序号有重复。", unit.name),
        line: Some(item.line),
    })
}

/// Whether two pieces bear one number. A piece that stands there twice is its own finding.
fn repeats(told: &Unit) -> bool {
    let mut seen: HashMap<u32, &Item> = HashMap::new();
    told.items.iter().any(|item| {
        let before = item.number.and_then(|number| seen.insert(number, item));
        before.is_some_and(|before| (&before.title, &before.source) != (&item.title, &item.source))
    })
}
