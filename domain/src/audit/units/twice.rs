//! Names that stand twice, in a table or above paragraphs: either a unit stands there twice, or one of the two
//! bears another's name. Which of the two is whose, the figures say.

use super::{Group, Known, Left, Matched, Matching, differing};
use crate::audit::{
    finding::{Finding, Place, Value},
    printed::{Row, Unit},
};

/// A unit's place: its group, and its place in it.
type At = (usize, usize);

/// Rows whose name another row bears.
pub(super) fn rows<'a>(matching: &mut Matching<'a>, left: &mut Vec<Left<'a>>) {
    while let Some((first, second)) = same_name(&matching.groups) {
        // The one that has the name's paragraph holds it, as long as the figures do not say otherwise.
        let (holder, other) = if unit(matching, first).told.is_some() || unit(matching, second).told.is_none()
        {
            (first, second)
        } else {
            (second, first)
        };
        let candidate =
            only_left(&matching.groups, left, other).or_else(|| only_left(&matching.groups, left, holder));
        match candidate {
            Some(at) => {
                let told = left.remove(at).told;
                misnamed_row(matching, holder, other, told);
            }
            None => row_twice(matching, holder, other),
        }
    }
}

fn unit<'m, 'a>(matching: &'m Matching<'a>, (group, place): At) -> &'m Matched<'a> {
    &matching.groups[group].units[place]
}

fn same_name(groups: &[Group<'_>]) -> Option<(At, At)> {
    let mut seen = std::collections::HashMap::new();
    for (group, units) in groups.iter().enumerate() {
        for (place, unit) in units.units.iter().enumerate() {
            if let Some(first) = seen.insert(unit.name.as_str(), (group, place)) {
                return Some((first, (group, place)));
            }
        }
    }
    None
}

/// The one paragraph of a row's group that has no row, where every other row has its paragraph.
fn only_left(groups: &[Group<'_>], left: &[Left<'_>], at: At) -> Option<usize> {
    let mut of_group = (0..left.len()).filter(|place| left[*place].group == Some(at.0));
    let only = of_group.next().filter(|_| of_group.next().is_none())?;
    let names: Vec<&str> = groups[at.0].units.iter().map(|unit| unit.name.as_str()).collect();
    (!names.contains(&left[only].told.name.as_str())).then_some(only)
}

/// One of two rows of the same name is the row of a paragraph that has none.
fn misnamed_row<'a>(matching: &mut Matching<'a>, holder: At, other: At, told: &'a Unit) {
    let own = unit(matching, holder).told;
    let (holding, wrong) = (unit(matching, holder).row, unit(matching, other).row);
    let as_they_stand = differing(holding, own) + differing(wrong, Some(told));
    let exchanged = differing(wrong, own) + differing(holding, Some(told));
    let (holder, other) =
        if exchanged < as_they_stand && holder.0 == other.0 { (other, holder) } else { (holder, other) };
    matching.groups[holder.0].units[holder.1].told = own;
    let group = &mut matching.groups[other.0];
    let printed = std::mem::replace(&mut group.units[other.1].name, told.name.clone());
    group.units[other.1].told = Some(told);
    let row = group.units[other.1].row;
    matching.findings.push(misnamed(&told.name, Place::Table, &printed, &told.name, row.map(|row| row.line)));
}

/// A wrong name in a row or above a paragraph.
pub(super) fn misnamed(unit: &str, place: Place, printed: &str, right: &str, line: Option<usize>) -> Finding {
    let where_else = if place == Place::Table { "段落" } else { "表格" };
    Finding {
        unit: Some(unit.to_owned()),
        place,
        field: "unit",
        printed: Some(Value::Text(printed.to_owned())),
        derived: Some(Value::Text(right.to_owned())),
        note: format!(
            "{}写作“{printed}”，按{where_else}和各数应为“{right}”，疑为单位名称写错。",
            if place == Place::Table { "表格中" } else { "段落前" }
        ),
        line,
    }
}

fn row_twice(matching: &mut Matching<'_>, holder: At, other: At) {
    let told = unit(matching, holder).told;
    let (holding, second) = (unit(matching, holder).row, unit(matching, other).row);
    // The row that says what the paragraph does is the unit's own.
    let extra = if differing(second, told) < differing(holding, told) { holder } else { other };
    if extra == holder {
        matching.groups[other.0].units[other.1].told = told;
    }
    let gone = matching.groups[extra.0].units.remove(extra.1);
    let lines = [holding, second].into_iter().flatten().map(|row: &Row| row.line);
    let lines: Vec<String> = lines.map(|line| format!("第{line}行")).collect();
    matching.findings.push(Finding {
        unit: Some(gone.name.clone()),
        place: Place::Table,
        field: "unit",
        printed: Some(Value::Count(2)),
        derived: Some(Value::Count(1)),
        note: format!("“{}”在表格中有2行（{}），应只有1行。", gone.name, lines.join("、")),
        line: gone.row.map(|row| row.line),
    });
    matching.extra.extend(gone.row.map(|row| (extra.0, row)));
}

/// Paragraphs whose name another paragraph bears, once each row has its paragraph by name.
pub(super) fn paragraphs<'a>(matching: &mut Matching<'a>, left: &mut Vec<Left<'a>>, known: Known<'_>) {
    let mut at = 0;
    while at < left.len() {
        let second = left[at];
        let full = known.full(&second.told.name);
        let holder = holder(&matching.groups, |unit| {
            unit.told.is_some_and(|told| told.name == second.told.name) || full.as_ref() == Some(&unit.name)
        });
        let Some(holder) = holder else {
            at += 1;
            continue;
        };
        left.remove(at);
        let rows = second.group.map(|group| without_paragraph(&matching.groups, group)).unwrap_or_default();
        match rows.as_slice() {
            [row] => misnamed_paragraph(matching, holder, *row, second.told),
            _ => paragraph_twice(matching, holder, second.told),
        }
    }
}

fn holder(groups: &[Group<'_>], is: impl Fn(&Matched<'_>) -> bool) -> Option<At> {
    groups.iter().enumerate().find_map(|(group, units)| {
        units.units.iter().position(|unit| unit.told.is_some() && is(unit)).map(|place| (group, place))
    })
}

fn without_paragraph(groups: &[Group<'_>], group: usize) -> Vec<At> {
    let units = groups[group].units.iter().enumerate();
    units.filter(|(_, unit)| unit.told.is_none()).map(|(place, _)| (group, place)).collect()
}

/// One of two paragraphs of the same name is the paragraph of a row that has none.
fn misnamed_paragraph<'a>(matching: &mut Matching<'a>, holder: At, row: At, second: &'a Unit) {
    let first = unit(matching, holder).told;
    let (own, open) = (unit(matching, holder).row, unit(matching, row).row);
    let as_they_stand = differing(own, first) + differing(open, Some(second));
    let exchanged = differing(own, Some(second)) + differing(open, first);
    let (own, wrong) = match first {
        Some(first) if exchanged < as_they_stand => (second, first),
        Some(first) => (first, second),
        None => (second, second),
    };
    matching.groups[holder.0].units[holder.1].told = Some(own);
    matching.groups[row.0].units[row.1].told = Some(wrong);
    let name = matching.groups[row.0].units[row.1].name.clone();
    matching.findings.push(misnamed(&name, Place::Paragraph, &wrong.name, &name, Some(wrong.line)));
}

fn paragraph_twice<'a>(matching: &mut Matching<'a>, holder: At, second: &'a Unit) {
    let unit = &mut matching.groups[holder.0].units[holder.1];
    let first = unit.told;
    let (kept, extra) = match first {
        Some(first) if differing(unit.row, Some(second)) < differing(unit.row, Some(first)) => {
            (second, first)
        }
        Some(first) => (first, second),
        None => (second, second),
    };
    unit.told = Some(kept);
    let name = unit.name.clone();
    matching.findings.push(of_paragraph_twice(&name, kept, extra));
}

fn of_paragraph_twice(name: &str, kept: &Unit, extra: &Unit) -> Finding {
    Finding {
        unit: Some(name.to_owned()),
        place: Place::Paragraph,
        field: "unit",
        printed: Some(Value::Count(2)),
        derived: Some(Value::Count(1)),
        note: format!("“{name}”有2个段落（第{}行、第{}行），应只有1个。", kept.line, extra.line),
        line: Some(extra.line),
    }
}

/// Where there are no tables, the paragraphs alone say that one stands twice.
pub(super) fn paragraphs_alone(matching: &mut Matching<'_>) {
    while let Some((first, (group, place))) = same_name(&matching.groups) {
        let extra = matching.groups[group].units.remove(place);
        let kept = unit(matching, first).told;
        if let (Some(kept), Some(extra)) = (kept, extra.told) {
            let name = extra.name.clone();
            matching.findings.push(of_paragraph_twice(&name, kept, extra));
        }
    }
}
