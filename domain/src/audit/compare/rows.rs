//! A row of the table against what follows for its unit.

use super::{
    super::{
        finding::{Finding, Place, Value},
        printed::{Cell, Row},
    },
    Subject,
    ranks::Standings,
};
use crate::{points::Points, scoring::Field};

/// One finding for each figure that differs. `place` is the unit's in its group.
pub(super) fn compare(subject: &Subject<'_>, row: &Row, standings: &Standings, place: usize) -> Vec<Finding> {
    // Where nobody has points there are no ranks; an office that prints some all the same says nothing wrong.
    let unranked =
        subject.derived.get(Field::Rank).is_zero() && subject.derived.get(Field::Cumulative) <= Points::ZERO;
    let differs = |field: &Field| {
        let cell = row.cells.get(field);
        !(unranked && *field == Field::Rank)
            && cell.is_some_and(|cell| !agrees(cell, subject.derived.get(*field)))
    };
    // A rank alone is wrong by others' figures.
    let own = Field::ALL.iter().any(|field| *field != Field::Rank && differs(field));
    let stale = if own && is_stale(subject, row) {
        "本行各数与上月通报完全相同，疑为上月留下未改。"
    } else {
        ""
    };
    let wrong = Field::ALL.into_iter().filter(differs);
    wrong
        .filter_map(|field| {
            let cell = row.cells.get(&field)?;
            let derived = subject.derived.get(field);
            let note = format!("{}{stale}", note(subject, row, field, standings, place));
            Some(Finding {
                unit: Some(subject.unit.name.clone()),
                place: Place::Table,
                field: field.code(),
                printed: printed(field, cell),
                derived: Some(Value::of(field, derived)),
                note,
                line: Some(row.line),
            })
        })
        .collect()
}

fn agrees(cell: &Cell, derived: Points) -> bool {
    match cell {
        Cell::Empty => derived.is_zero(),
        Cell::Amount(amount) => *amount == derived,
        Cell::Words(_) => false,
    }
}

fn printed(field: Field, cell: &Cell) -> Option<Value> {
    match cell {
        Cell::Empty => None,
        Cell::Amount(amount) => Some(Value::of(field, *amount)),
        Cell::Words(words) => Some(Value::Text(words.clone())),
    }
}

/// Whether the row says of the month what the earlier bulletin said of its own.
fn is_stale(subject: &Subject<'_>, row: &Row) -> bool {
    let earlier = subject.case.earlier.as_ref().and_then(|earlier| earlier.row(&subject.unit.name));
    earlier.is_some_and(|earlier| {
        let same = |field: &Field| row.amount(*field) == earlier.amount(*field);
        let fields = [
            Field::Submitted,
            Field::UpperCount,
            Field::NewsletterCount,
            Field::AdoptionPoints,
            Field::ReportedUp,
            Field::Month,
        ];
        row.amount(Field::Month).is_some_and(|month| !month.is_zero()) && fields.iter().all(same)
    })
}

fn note(subject: &Subject<'_>, row: &Row, field: Field, standings: &Standings, place: usize) -> String {
    let derived = |field| subject.derived.get(field);
    let source = source(subject);
    match field {
        Field::Unit => String::new(),
        Field::Submitted => {
            format!("段落写报送{}篇，与表不符。不影响得分，影响本组和全部的报送合计。", derived(field))
        }
        Field::UpperCount => format!("{source}有上级采用{}篇，与表不符。", derived(field)),
        Field::NewsletterCount => format!(
            "{source}有本局简报采用{}篇（信息{}、简讯{}），与表不符，影响本组采用合计。",
            derived(field),
            subject.derived.articles,
            subject.derived.briefs
        ),
        Field::CommissionCount => format!("{source}有约稿{}篇，与表不符。", derived(field)),
        Field::AdoptionPoints => adoption(subject, row, &source),
        Field::CommissionPoints => {
            format!("{source}有约稿{}篇，应得{}分。", derived(Field::CommissionCount), derived(field))
        }
        Field::ReportedUp => reported_up(subject, row),
        Field::Base => format!("报送上级{}篇，基础分应为{}分。", derived(Field::ReportedUp), derived(field)),
        Field::Month => month(subject, row),
        Field::Cumulative => format!(
            "{}分结转加本月{}分，累计应为{}分。{}",
            subject.derived.carried.points,
            derived(Field::Month),
            derived(field),
            standings.moved_by(place)
        ),
        Field::Rank => standings.why(place),
        Field::Quarter
        | Field::HalfYear
        | Field::Converted
        | Field::AdoptionRate
        | Field::Remarks
        | Field::Own(_) => {
            format!("按所用的计分办法应为{}。", derived(field))
        }
    }
}

fn source(subject: &Subject<'_>) -> String {
    match subject.unit.told {
        Some(_) if subject.unit.has_list => "清单",
        Some(_) => "段落",
        None => "表格",
    }
    .to_owned()
}

fn adoption(subject: &Subject<'_>, row: &Row, source: &str) -> String {
    let derived = subject.derived;
    let total = derived.get(Field::AdoptionPoints);
    let mut parts = Vec::new();
    for (name, points) in [("本局简报", derived.newsletter_points), ("上级采用", derived.upper_points)]
    {
        if !points.is_zero() {
            parts.push(format!("{name}{points}分"));
        }
    }
    for (reason, points) in
        subject.unit.told.map(|told| told.paragraph.adjustments.as_slice()).unwrap_or_default()
    {
        parts.push(format!("{reason}{points}分"));
    }
    let parts = if parts.is_empty() { "没有得分的稿件".to_owned() } else { parts.join("、") };
    format!("按{source}和计分办法：{parts}，合{total}分。{}", difference(row, Field::AdoptionPoints, total))
}

/// 表中多9分，本月、累计分数随之而错.
fn difference(row: &Row, field: Field, derived: Points) -> String {
    let Some(printed) = row.amount(field) else { return String::new() };
    let (word, amount) = if printed > derived {
        ("多", printed.checked_sub(derived))
    } else {
        ("少", derived.checked_sub(printed))
    };
    amount.map(|amount| format!("表中{word}{amount}分，影响本月、累计分数和名次。")).unwrap_or_default()
}

fn reported_up(subject: &Subject<'_>, row: &Row) -> String {
    let count = subject.derived.get(Field::ReportedUp);
    let base = subject.derived.get(Field::Base);
    let moves = if row.amount(Field::Base) == Some(base) {
        format!("基础分仍为{base}分，不影响得分。")
    } else {
        format!("基础分应为{base}分。")
    };
    format!("段落写报送上级{count}篇，与表不符。{moves}")
}

fn month(subject: &Subject<'_>, row: &Row) -> String {
    let parts = [Field::AdoptionPoints, Field::CommissionPoints, Field::Base];
    let derived: Vec<String> = parts.iter().map(|field| subject.derived.get(*field).to_string()).collect();
    let sum = Points::checked_sum(parts.iter().filter_map(|field| row.amount(*field))).ok();
    let within = match (sum, row.amount(Field::Month)) {
        (Some(sum), Some(printed)) if sum != printed => format!("表中本行各分相加为{sum}分，也与此不符。"),
        _ => String::new(),
    };
    format!(
        "采用、约稿、基础分相加（{}）应为{}分。{within}",
        derived.join("＋"),
        subject.derived.get(Field::Month)
    )
}
