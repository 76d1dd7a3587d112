//! The months of a facts file with their facts, and the points carried in before them.

use std::collections::{BTreeMap, HashSet};

use super::super::facts::{Fact, FactKind, FactReference, NewsletterIssue};
use crate::{
    calendar::Month,
    id::UnitId,
    item::Kind,
    json::{Node, Object},
    points::Points,
    unit::UnitDirectory,
};

/// How many units are offered for an unknown name.
const SUGGESTIONS: usize = 3;
/// Ends the name of a channel that printed a piece because it had asked for it.
const COMMISSIONED: &str = "约稿";

/// The months in order, and the facts of all of them.
pub(super) fn read(node: &Node, directory: &UnitDirectory) -> (Vec<Month>, Vec<Fact>) {
    let mut held = BTreeMap::new();
    let mut facts = Vec::new();
    for node in node.list().unwrap_or_default() {
        let Some(object) = node.object(&[
            "month",
            "submissions",
            "adoptions",
            "upper_adoptions",
            "commissions",
            "reported_up",
            "adjustments",
        ]) else {
            continue;
        };
        let month = object.required("month").and_then(|node| month(&node, &mut held));
        // Facts of a month that does not exist are read for their own faults; the file is refused anyway.
        let month = month.unwrap_or(Month::FIRST);
        facts.extend(facts_of(&object, month, directory));
    }
    (held.into_keys().collect(), facts)
}

/// Points carried in before the file's first month, for each unit at most once.
pub(super) fn carried_in(node: &Node, directory: &UnitDirectory) -> Vec<(UnitId, Points)> {
    let mut carried_in: Vec<(UnitId, Points)> = Vec::new();
    let mut seen = HashSet::new();
    for node in node.list().unwrap_or_default() {
        let Some(object) = node.object(&["unit", "points"]) else { continue };
        let unit_node = object.required("unit");
        let unit = unit_node.as_ref().and_then(|node| unit(node, directory));
        let points = object.required("points").and_then(|node| points(&node));
        let (Some(unit_node), Some(unit)) = (unit_node, unit) else { continue };
        if !seen.insert(unit) {
            unit_node.fault("这个单位的结转分已经给出过");
        }
        carried_in.extend(points.map(|points| (unit, points)));
    }
    carried_in
}

/// A month that comes after all before it. `held` are those, each with its place.
fn month(node: &Node, held: &mut BTreeMap<Month, String>) -> Option<Month> {
    let month: Month = match node.text()?.parse() {
        Ok(month) => month,
        Err(error) => {
            node.fault(format!("{error}"));
            return None;
        }
    };
    if let Some(place) = held.get(&month) {
        node.fault(format!("{month}已经给出过（{place}）"));
    } else if let Some((later, place)) = held.last_key_value().filter(|(later, _)| **later > month) {
        node.fault(format!("月份应按先后排列，{month}应在{later}（{place}）之前"));
    }
    held.entry(month).or_insert_with(|| node.path().to_owned());
    Some(month)
}

/// Reads one fact's own keys.
type ReadFact = fn(&Node, Month, &UnitDirectory) -> Option<FactKind>;

fn facts_of(object: &Object, month: Month, directory: &UnitDirectory) -> Vec<Fact> {
    let lists: [(&str, ReadFact); 6] = [
        ("submissions", submissions),
        ("adoptions", adoption),
        ("upper_adoptions", upper_adoption),
        ("commissions", commission),
        ("reported_up", forwarding),
        ("adjustments", adjustment),
    ];
    let mut facts = Vec::new();
    for (key, read) in lists {
        let nodes = object.optional(key).and_then(|node| node.list()).unwrap_or_default();
        facts.extend(nodes.iter().filter_map(|node| {
            let kind = read(node, month, directory)?;
            Some(Fact { month, reference: FactReference::File { path: node.path().to_owned() }, kind })
        }));
    }
    facts
}

fn submissions(node: &Node, _month: Month, directory: &UnitDirectory) -> Option<FactKind> {
    let (unit, count) = unit_and_count(node, directory)?;
    Some(FactKind::Submissions { unit, count })
}

fn forwarding(node: &Node, _month: Month, directory: &UnitDirectory) -> Option<FactKind> {
    let (unit, count) = unit_and_count(node, directory)?;
    Some(FactKind::Forwarding { count, title: None, units: vec![unit] })
}

fn adoption(node: &Node, month: Month, directory: &UnitDirectory) -> Option<FactKind> {
    let object = node.object(&["issue", "kind", "title", "units"])?;
    let number = object.required("issue").and_then(|node| node.number(1));
    let item_kind = object.required("kind").and_then(|node| kind(&node));
    let title = object.required("title").and_then(|node| node.text());
    let units = object.required("units").and_then(|node| units(&node, directory));
    let issue = NewsletterIssue { newsletter: None, year: month.year(), number: number? };
    Some(FactKind::NewsletterAdoption {
        issue,
        item_kind: item_kind?,
        title: title?.to_owned(),
        units: units?,
    })
}

fn upper_adoption(node: &Node, _month: Month, directory: &UnitDirectory) -> Option<FactKind> {
    let object = node.object(&["channel", "title", "starred", "units"])?;
    let channel = object.required("channel").and_then(|node| node.filled_text());
    let title = object.required("title").and_then(|node| node.text());
    let starred = object.required("starred").and_then(|node| node.truth());
    let units = object.required("units").and_then(|node| units(&node, directory));
    let channel = channel?;
    let asked = channel.strip_suffix(COMMISSIONED).filter(|channel| !channel.is_empty());
    Some(FactKind::UpperAdoption {
        channel: asked.unwrap_or(channel).to_owned(),
        title: title?.to_owned(),
        starred: starred?,
        commissioned: asked.is_some(),
        units: units?,
    })
}

fn commission(node: &Node, _month: Month, directory: &UnitDirectory) -> Option<FactKind> {
    let object = node.object(&["channel", "title", "units"])?;
    let channel = object.required("channel").and_then(|node| node.filled_text());
    let title = object.required("title").and_then(|node| node.text());
    let units = object.required("units").and_then(|node| units(&node, directory));
    Some(FactKind::Commission { channel: channel?.to_owned(), title: title?.to_owned(), units: units? })
}

fn adjustment(node: &Node, _month: Month, directory: &UnitDirectory) -> Option<FactKind> {
    let object = node.object(&["unit", "points", "reason"])?;
    let unit = object.required("unit").and_then(|node| unit(&node, directory));
    let points = object.required("points").and_then(|node| points(&node));
    let reason = object.required("reason").and_then(|node| node.filled_text());
    Some(FactKind::Adjustment { unit: unit?, points: points?, reason: reason?.to_owned() })
}

fn unit_and_count(node: &Node, directory: &UnitDirectory) -> Option<(UnitId, u32)> {
    let object = node.object(&["unit", "count"])?;
    let unit = object.required("unit").and_then(|node| unit(&node, directory));
    let count = object.required("count").and_then(|node| node.number(0));
    Some((unit?, count?))
}

/// The units credited by one fact, at least one, each once under whatever name.
fn units(node: &Node, directory: &UnitDirectory) -> Option<Vec<UnitId>> {
    let nodes = node.list()?;
    if nodes.is_empty() {
        node.fault("至少要写明一个单位");
        return None;
    }
    let mut units: Vec<UnitId> = Vec::new();
    for node in &nodes {
        let Some(unit) = unit(node, directory) else { continue };
        if units.contains(&unit) {
            let name = directory.get(unit).map_or("", |unit| &unit.name);
            node.fault(format!("同一件事中“{name}”写了两次"));
        }
        units.push(unit);
    }
    Some(units)
}

fn unit(node: &Node, directory: &UnitDirectory) -> Option<UnitId> {
    let name = node.text()?;
    let found = directory.find(name).map(|unit| unit.id);
    if found.is_none() {
        let nearest: Vec<&str> =
            directory.nearest(name, SUGGESTIONS).iter().map(|unit| unit.name.as_str()).collect();
        let offered = if nearest.is_empty() {
            String::new()
        } else {
            format!("，最接近的是：{}", nearest.join("、"))
        };
        node.fault(format!("没有名为“{name}”的单位{offered}"));
    }
    found
}

fn kind(node: &Node) -> Option<Kind> {
    let label = node.text()?;
    let kind = Kind::from_label(label);
    if kind.is_none() {
        node.fault(format!("应为“信息”或“简讯”，现在是“{label}”"));
    }
    kind
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
