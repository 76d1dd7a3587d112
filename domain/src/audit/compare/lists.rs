//! A unit's list against itself: a piece that stands in it twice, numbers that do not run on.

use std::collections::HashMap;

use super::super::{
    finding::{Finding, Place, Value},
    printed::{Item, Printing, Unit},
    units::Matched,
};
use crate::scoring::Field;

pub(super) fn compare(unit: &Matched<'_>, told: &Unit, notes: &mut Vec<String>) -> Vec<Finding> {
    numbers(unit, told, notes);
    let mut seen: HashMap<(&str, &str), u64> = HashMap::new();
    for item in &told.items {
        *seen.entry((&item.title, &item.source)).or_default() += 1;
    }
    told.items
        .iter()
        .filter_map(|item| {
            // Reported once, at the first of them.
            let times = seen.remove(&(item.title.as_str(), item.source.as_str()))?;
            (times > 1 && !item.title.is_empty()).then(|| twice(unit, told, item, times))
        })
        .collect()
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

fn numbers(unit: &Matched<'_>, told: &Unit, notes: &mut Vec<String>) {
    // Word numbers lists by itself, and the text then holds no numbers.
    if told.items.iter().all(|item| item.number.is_none()) {
        return;
    }
    for (expected, item) in (1..).zip(&told.items) {
        if item.number != Some(expected) {
            let printed = item.number.map_or("没有序号".to_owned(), |number| format!("序号为{number}"));
            notes.push(format!("第{}行：“{}”清单的第{expected}条{printed}", item.line, unit.name));
            // What follows is shifted by the same slip.
            break;
        }
    }
}
