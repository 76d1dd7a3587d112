//! Scoring and the bulletin, from facts to figures, on units of our own. Here: the units and the facts.

use std::sync::Arc;

use ecow::eco_format;
use smallvec::smallvec;

use super::*;
use crate::{calendar::Month, id::UnitId, item::Kind, points::Points, unit::Unit};

mod bureaus;
mod clerks;
mod figures;
mod mergers;
mod points;
mod primitives;
mod properties;
mod published;
mod rule_properties;
mod rules;
mod what_counts;

const NORTH: UnitId = UnitId(1);
const SOUTH: UnitId = UnitId(2);
const EAST: UnitId = UnitId(3);
/// Not scored.
const OFFICE: UnitId = UnitId(4);
const MUSEUM: UnitId = UnitId(5);

fn unit(id: UnitId, name: &str) -> Unit {
    Unit {
        id,
        name: name.to_owned(),
        short_name: None,
        aliases: vec![],
        reviews: false,
        scored: id != OFFICE,
        order: 1,
        since: None,
        until: None,
    }
}

fn roster() -> Roster {
    let group = |name: &str, units| RosterGroup { name: name.to_owned(), units };
    Roster {
        groups: vec![
            group(
                "机关科室",
                vec![unit(NORTH, "北科"), unit(OFFICE, "办公室"), unit(SOUTH, "南科"), unit(EAST, "东科")],
            ),
            group("事业单位", vec![unit(MUSEUM, "展览馆")]),
            group("领导", vec![]),
        ],
        ..Roster::default()
    }
}

fn month(text: &str) -> Month {
    text.parse().expect("a month")
}

fn points(text: &str) -> Points {
    text.parse().expect("points")
}

fn fact(month_text: &str, kind: FactKind) -> Fact {
    // The kind in words serves as a place that no other fact has.
    Fact::plain(month(month_text), FactReference::File { path: eco_format!("{kind:?}") }, kind)
}

fn submissions(unit: UnitId, count: u32) -> FactKind {
    FactKind::Submissions { unit, count }
}

fn newsletter(number: u32, item_kind: Kind, title: &str, units: &[UnitId]) -> FactKind {
    FactKind::NewsletterAdoption {
        issue: Arc::new(NewsletterIssue {
            newsletter: None,
            year: 2024,
            number,
            edition: crate::issue::Edition::default(),
        }),
        item_kind,
        title: title.into(),
        units: units.into(),
    }
}

fn upper(channel: &str, starred: bool, units: &[UnitId]) -> FactKind {
    FactKind::UpperAdoption {
        channel: channel.into(),
        title: eco_format!("{channel}的稿件"),
        starred,
        commissioned: false,
        units: units.into(),
    }
}

fn commission(title: &str, units: &[UnitId]) -> FactKind {
    FactKind::Commission { channel: "市政府约稿".into(), title: title.into(), units: units.into() }
}

fn forwarding(unit: UnitId, count: u32) -> FactKind {
    FactKind::Forwarding { count, title: None, units: smallvec![unit] }
}

fn adjustment(unit: UnitId, amount: &str, reason: &str) -> FactKind {
    FactKind::Adjustment { unit, points: points(amount), reason: reason.into() }
}

fn bulletin_with(month_text: &str, facts: &[Fact], opening: &[Opening]) -> Bulletin {
    let (rules, roster) = (version_1(), roster());
    let entries = score(facts, &rules, &roster);
    let month = month(month_text);
    let sources = Sources { month, roster: &roster, rules: &rules, facts, entries: &entries, opening };
    Bulletin::compose(sources).expect("small sums")
}

fn bulletin(month_text: &str, facts: &[Fact]) -> Bulletin {
    bulletin_with(month_text, facts, &[])
}

fn row(bulletin: &Bulletin, unit: UnitId) -> &Row {
    bulletin.rows().find(|row| row.unit_id == unit).expect("a scored unit")
}

/// Unit, month, cumulative and rank of every row.
fn standings(bulletin: &Bulletin) -> Vec<(&str, String, String, u32)> {
    bulletin
        .rows()
        .map(|row| &row.figures)
        .map(|figures| {
            (
                figures.unit.as_str(),
                figures.month.to_string(),
                figures.cumulative.to_string(),
                figures.rank.unwrap_or_default(),
            )
        })
        .collect()
}
