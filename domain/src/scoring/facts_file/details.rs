//! The optional places of a fact in a facts file: what rules may ask about beyond its kind.

use jiff::civil::Date;

use super::super::{
    details::Details,
    facts::{FactKind, Outcome},
};
use crate::{
    json::{Node, Object},
    points::Points,
};

/// Keys that every piece may have.
pub(super) const KEYS: [&str; 14] = [
    "title",
    "form",
    "level",
    "rank",
    "route",
    "story",
    "marks",
    "day",
    "due",
    "delivered",
    "outcome",
    "points",
    "shares",
    "evidence",
];

/// Keys of an instruction told with the piece on which it was written.
const INSTRUCTION: [&str; 7] = ["level", "rank", "form", "marks", "day", "points", "evidence"];

/// What a fact's optional places say. Its keys are known to be allowed.
pub(super) fn read(node: &Node, kind: &FactKind) -> Details {
    // The fact's own reader has named every key that does not belong here.
    let Some(object) = node.fields() else { return Details::NONE };
    let mut details = common(&object);
    match kind {
        FactKind::Submissions { .. } | FactKind::Forwarding { .. } | FactKind::NewsletterAdoption { .. } => {
            details.channel = text(&object, "channel");
        }
        FactKind::Adjustment { .. } | FactKind::Ruling { .. } => {
            let points = details.points.take();
            if matches!(kind, FactKind::Ruling { .. }) {
                details.beside = points;
            } else {
                details.from_year =
                    object.optional("from_year").and_then(|node| node.truth()).unwrap_or_default();
            }
            details.rule = text(&object, "rule");
            details.by = text(&object, "by");
        }
        _ => {}
    }
    if matches!(kind, FactKind::Submissions { .. }) {
        details.title = text(&object, "title");
    }
    if let Some(shares) = object.optional("shares") {
        details.shares = read_shares(&shares, kind);
    }
    if details.story.is_none() && object.optional("instructions").is_some() {
        details.story = Some(node.path().to_owned());
    }
    details
}

/// Instructions told with a piece, each with its place.
pub(super) fn instructions(node: &Node) -> Vec<(String, Details)> {
    let Some(object) = node.fields() else { return Vec::new() };
    let nodes = object.optional("instructions").and_then(|node| node.list()).unwrap_or_default();
    nodes
        .iter()
        .filter_map(|node| Some((node.path().to_owned(), common(&node.object(&INSTRUCTION)?))))
        .collect()
}

fn common(object: &Object) -> Details {
    Details {
        form: text(object, "form"),
        level: text(object, "level"),
        rank: text(object, "rank"),
        route: text(object, "route"),
        story: text(object, "story"),
        marks: texts(object, "marks"),
        day: date(object, "day"),
        due: date(object, "due"),
        delivered: date(object, "delivered"),
        outcome: outcome(object),
        points: object.optional("points").and_then(|node| points(&node)),
        evidence: text(object, "evidence"),
        ..Details::NONE
    }
}

fn text(object: &Object, key: &str) -> Option<String> {
    object.optional(key)?.filled_text().map(|text| text.trim().to_owned())
}

fn texts(object: &Object, key: &str) -> Vec<String> {
    let nodes = object.optional(key).and_then(|node| node.texts()).unwrap_or_default();
    nodes.iter().filter_map(|node| node.filled_text()).map(|text| text.trim().to_owned()).collect()
}

fn date(object: &Object, key: &str) -> Option<Date> {
    let node = object.optional(key)?;
    let text = node.text()?;
    match text.parse() {
        Ok(date) => Some(date),
        Err(_) => {
            node.fault(format!("“{text}”不是有效的日期，应写作 2024-01-15 的形式"));
            None
        }
    }
}

fn outcome(object: &Object) -> Option<Outcome> {
    let node = object.optional("outcome")?;
    let code = node.text()?;
    let found = Outcome::from_code(code);
    if found.is_none() {
        let known: Vec<&str> = Outcome::ALL.iter().map(|outcome| outcome.code()).collect();
        node.fault(format!("没有“{code}”，可用：{}", known.join("、")));
    }
    found
}

fn points(node: &Node) -> Option<Points> {
    match node.text()?.parse() {
        Ok(points) => Some(points),
        Err(error) => {
            node.fault(format!("{error}"));
            None
        }
    }
}

/// Weights, one for each unit.
fn read_shares(node: &Node, kind: &FactKind) -> Vec<Points> {
    let shares: Vec<Points> = node.list().unwrap_or_default().iter().filter_map(points).collect();
    let units = match kind {
        FactKind::NewsletterAdoption { units, .. }
        | FactKind::UpperAdoption { units, .. }
        | FactKind::Commission { units, .. }
        | FactKind::Forwarding { units, .. }
        | FactKind::Instruction { units, .. } => units.len(),
        _ => 1,
    };
    if shares.len() != units {
        node.fault(format!("应与 units 一一对应：{units}个单位，{}个比例", shares.len()));
    }
    if shares.iter().any(|share| *share < Points::ZERO) {
        node.fault("比例不能是负数");
    }
    shares
}
