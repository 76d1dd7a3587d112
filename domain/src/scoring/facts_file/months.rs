//! The months of a facts file with their facts, and the points carried in before them.

use std::{
    collections::{BTreeMap, HashSet},
    sync::Arc,
};

use ecow::EcoString;
use smallvec::smallvec;

use super::{
    super::facts::{Fact, FactKind, FactReference, NewsletterIssue, Ruling, Units},
    details,
};
use crate::{
    calendar::Month,
    id::UnitId,
    item::Kind,
    json::{Node, Object},
    points::Points,
    printed_in::commissioned_by,
    unit::UnitDirectory,
};

/// How many units are offered for an unknown name.
const SUGGESTIONS: usize = 3;
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
            "instructions",
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

/// Reads one fact's own keys: what it is, and instructions written on it.
type ReadFact = fn(&Node, Month, &UnitDirectory) -> Option<FactKind>;

fn facts_of(object: &Object, month: Month, directory: &UnitDirectory) -> Vec<Fact> {
    let lists: [(&str, ReadFact); 7] = [
        ("submissions", submissions),
        ("adoptions", adoption),
        ("upper_adoptions", upper_adoption),
        ("commissions", commission),
        ("reported_up", forwarding),
        ("instructions", instruction),
        ("adjustments", adjustment),
    ];
    let mut facts = Vec::new();
    for (key, read) in lists {
        let nodes = object.optional(key).and_then(|node| node.list()).unwrap_or_default();
        for node in &nodes {
            let Some(kind) = read(node, month, directory) else { continue };
            let reference = FactReference::File { path: node.path().into() };
            let details = details::read(node, &kind);
            let fact = Fact::detailed(month, reference, kind, details);
            let instructions = instructions_on(node, &fact);
            facts.push(fact);
            facts.extend(instructions);
        }
    }
    facts
}

/// The keys of a piece's place, beside those that every kind of fact may have.
fn keys(own: &[&'static str]) -> Vec<&'static str> {
    own.iter().copied().chain(details::KEYS).collect()
}

fn submissions(node: &Node, _month: Month, directory: &UnitDirectory) -> Option<FactKind> {
    let (unit, count) = unit_and_count(node, directory)?;
    Some(FactKind::Submissions { unit, count })
}

fn forwarding(node: &Node, _month: Month, directory: &UnitDirectory) -> Option<FactKind> {
    let object = node.object(&keys(&["unit", "units", "count", "channel", "instructions"]))?;
    let units = one_or_more(&object, directory);
    let count = count(&object);
    let title = object.optional("title").and_then(|node| node.text()).map(EcoString::from);
    Some(FactKind::Forwarding { count: count?, title, units: units? })
}

fn adoption(node: &Node, month: Month, directory: &UnitDirectory) -> Option<FactKind> {
    let object = node.object(&keys(&["issue", "kind", "channel", "units", "instructions"]))?;
    let number = object.required("issue").and_then(|node| node.number(1));
    let item_kind = object.required("kind").and_then(|node| kind(&node));
    let title = object.required("title").and_then(|node| node.text());
    let units = object.required("units").and_then(|node| units(&node, directory));
    let issue = NewsletterIssue {
        newsletter: None,
        year: month.year(),
        number: number?,
        edition: crate::issue::Edition::default(),
    };
    Some(FactKind::NewsletterAdoption {
        issue: Arc::new(issue),
        item_kind: item_kind?,
        title: title?.into(),
        units: units?,
    })
}

fn upper_adoption(node: &Node, _month: Month, directory: &UnitDirectory) -> Option<FactKind> {
    let object = node.object(&keys(&["channel", "starred", "units", "instructions"]))?;
    let channel = object.required("channel").and_then(|node| node.filled_text());
    let title = object.required("title").and_then(|node| node.text());
    let starred = object.required("starred").and_then(|node| node.truth());
    let units = object.required("units").and_then(|node| units(&node, directory));
    let channel = channel?;
    let asked = commissioned_by(channel);
    Some(FactKind::UpperAdoption {
        channel: asked.unwrap_or(channel).into(),
        title: title?.into(),
        starred: starred?,
        commissioned: asked.is_some(),
        units: units?,
    })
}

fn commission(node: &Node, _month: Month, directory: &UnitDirectory) -> Option<FactKind> {
    let object = node.object(&keys(&["channel", "units", "instructions"]))?;
    let channel = object.required("channel").and_then(|node| node.filled_text());
    let title = object.required("title").and_then(|node| node.text());
    let units = object.required("units").and_then(|node| units(&node, directory));
    Some(FactKind::Commission { channel: channel?.into(), title: title?.into(), units: units? })
}

fn instruction(node: &Node, _month: Month, directory: &UnitDirectory) -> Option<FactKind> {
    let object = node.object(&keys(&["unit", "units", "channel"]))?;
    let channel = object.optional("channel").and_then(|node| node.filled_text()).map(Arc::from);
    let title = object.optional("title").and_then(|node| node.text()).unwrap_or_default().into();
    let units = one_or_more(&object, directory);
    Some(FactKind::Instruction { channel, title, units: units? })
}

/// Instructions told with the piece on which they were written. A piece without a story of its own gets one,
/// its place in the file, so that they belong together.
fn instructions_on(node: &Node, fact: &Fact) -> Vec<Fact> {
    if matches!(fact.kind, FactKind::Instruction { .. } | FactKind::Adjustment { .. }) {
        return Vec::new();
    }
    details::instructions(node)
        .into_iter()
        .map(|(path, mut told)| {
            told.story = fact.story.as_ref().map(EcoString::to_string);
            let channel = match &fact.kind {
                FactKind::UpperAdoption { channel, .. } | FactKind::Commission { channel, .. } => {
                    Some(channel.as_str())
                }
                _ => fact.details().channel.as_deref(),
            };
            let kind = FactKind::Instruction {
                channel: channel.map(Arc::from),
                title: fact.title().unwrap_or_default().into(),
                units: fact.units().into(),
            };
            told.shares = fact.details().shares.clone();
            Fact::detailed(fact.month, FactReference::File { path: path.into() }, kind, told)
        })
        .collect()
}

fn adjustment(node: &Node, _month: Month, directory: &UnitDirectory) -> Option<FactKind> {
    let object = node.object(&[
        "unit",
        "points",
        "reason",
        "effect",
        "story",
        "rule",
        "by",
        "evidence",
        "day",
        "from_year",
    ])?;
    let reason = object.required("reason").and_then(|node| node.filled_text());
    if let Some(effect) = object.optional("effect") {
        return ruling(&object, &effect, reason, directory);
    }
    let unit = object.required("unit").and_then(|node| unit(&node, directory));
    let points = object.required("points").and_then(|node| points(&node));
    Some(FactKind::Adjustment { unit: unit?, points: points?, reason: reason?.into() })
}

/// A decision in place of points: `"effect": "void"` with a story, `zero_month`, `zero_year`, `exclude`.
fn ruling(
    object: &Object,
    effect: &Node,
    reason: Option<&str>,
    directory: &UnitDirectory,
) -> Option<FactKind> {
    let code = effect.text()?;
    let Some(ruling) = Ruling::from_code(code) else {
        let known: Vec<&str> = Ruling::ALL.iter().map(|ruling| ruling.code()).collect();
        effect.fault(format!("没有“{code}”，可用：{}", known.join("、")));
        return None;
    };
    if let Some(node) = object.optional("points") {
        match points(&node) {
            Some(points) if ruling == Ruling::ZeroMonth && points < Points::ZERO => {}
            Some(_) if ruling == Ruling::ZeroMonth => {
                node.fault("与 zero_month 同写的分是另从全年扣的，写负数");
            }
            Some(_) => node.fault("写了 effect 就不再写分值；只有 zero_month 可以另从全年扣分"),
            None => {}
        }
    }
    let units = match object.optional("unit") {
        Some(node) => smallvec![unit(&node, directory)?],
        None if ruling == Ruling::Void => Units::new(),
        None => {
            object.required("unit");
            return None;
        }
    };
    if ruling == Ruling::Void {
        object.required("story")?;
    }
    Some(FactKind::Ruling { ruling, units, reason: reason?.into() })
}

fn unit_and_count(node: &Node, directory: &UnitDirectory) -> Option<(UnitId, u32)> {
    let object = node.object(&keys(&["unit", "count", "channel", "instructions"]))?;
    let unit = object.required("unit").and_then(|node| unit(&node, directory));
    let count = count(&object);
    Some((unit?, count?))
}

/// How many pieces. It may be missing where one piece is told by itself.
fn count(object: &Object) -> Option<u32> {
    let told = ["title", "story", "form", "day", "channel"];
    match object.optional("count") {
        Some(node) => node.number(0),
        None if told.iter().any(|key| object.optional(key).is_some()) => Some(1),
        None => object.required("count")?.number(0),
    }
}

/// `unit`, or `units` where there are several.
fn one_or_more(object: &Object, directory: &UnitDirectory) -> Option<Units> {
    match (object.optional("unit"), object.optional("units")) {
        (Some(_), Some(both)) => {
            both.fault("unit 和 units 只写一个");
            None
        }
        (None, Some(several)) => units(&several, directory),
        _ => Some(smallvec![unit(&object.required("unit")?, directory)?]),
    }
}

/// The units credited by one fact, at least one, each once under whatever name.
fn units(node: &Node, directory: &UnitDirectory) -> Option<Units> {
    let nodes = node.list()?;
    if nodes.is_empty() {
        node.fault("至少要写明一个单位");
        return None;
    }
    let mut units = Units::new();
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
