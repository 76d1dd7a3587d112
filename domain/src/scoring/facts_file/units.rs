//! The units of a facts file: their names, which no two may share, and their groups.

use std::collections::{BTreeMap, HashMap};

use super::super::{
    belonging::NoParent,
    roster::{Roster, RosterGroup},
};
use crate::{
    id::UnitId,
    json::Node,
    unit::{Unit, UnitDirectory},
};

#[derive(Debug, Default)]
pub(super) struct Units {
    pub roster: Roster,
    pub directory: UnitDirectory,
}

/// Reads every unit that can be understood. A name that another unit has claimed before is a fault, and is
/// not this unit's, so that what follows is read as if it were mended.
pub(super) fn read(node: &Node) -> Units {
    let mut claims = Claims::default();
    let mut roster = Roster::default();
    let mut units = Vec::new();
    let mut parents = Vec::new();
    for (number, node) in (1..).zip(node.list().unwrap_or_default()) {
        let parent = node.fields().and_then(|object| object.optional("parent"));
        parents.extend(parent.map(|parent| (UnitId(number), parent)));
        let Some((unit, group)) = read_unit(&node, UnitId(number), &mut claims) else { continue };
        units.push(unit.clone());
        add(&mut roster, &group, unit);
    }
    match UnitDirectory::new(units) {
        Ok(directory) => {
            roster.parents = read_parents(&parents, &directory);
            Units { roster, directory }
        }
        // The claims have settled every name, so this cannot be; if it were, it must not be silent.
        Err(ambiguous) => {
            node.fault(ambiguous.to_string());
            Units { roster, directory: UnitDirectory::default() }
        }
    }
}

fn read_unit(node: &Node, id: UnitId, claims: &mut Claims) -> Option<(Unit, String)> {
    let object = node.object(&["name", "group", "aliases", "scored", "parent"])?;
    let name = object.required("name").and_then(|node| claims.claim(&node, id));
    let group = object.required("group").and_then(|node| node.filled_text());
    let aliases = object.optional("aliases").and_then(|node| node.list()).unwrap_or_default();
    let aliases = aliases.iter().filter_map(|node| claims.claim(node, id)).collect();
    let scored = object.optional("scored").and_then(|node| node.truth());
    let unit = Unit {
        id,
        name: name?,
        short_name: None,
        aliases,
        reviews: false,
        scored: scored.unwrap_or(true),
        order: 0,
        since: None,
        until: None,
    };
    Some((unit, group.unwrap_or_default().to_owned()))
}

/// Which unit belongs to which: one level, so that no points count twice.
fn read_parents(nodes: &[(UnitId, Node)], directory: &UnitDirectory) -> BTreeMap<UnitId, UnitId> {
    let mut parents = BTreeMap::new();
    for (child, node) in nodes {
        let Some(name) = node.filled_text() else { continue };
        match directory.find(name) {
            None => node.fault(format!("没有名为“{name}”的单位")),
            Some(parent) if parent.id == *child => node.fault(NoParent::Itself.to_string()),
            Some(parent) => {
                parents.insert(*child, parent.id);
            }
        }
    }
    for (child, node) in nodes {
        if parents.get(child).is_some_and(|parent| parents.contains_key(parent)) {
            node.fault(NoParent::HasParent.to_string());
        }
    }
    parents
}

fn add(roster: &mut Roster, name: &str, mut unit: Unit) {
    let known = roster.groups.iter().position(|group| group.name == name);
    let place = known.unwrap_or_else(|| {
        roster.groups.push(RosterGroup { name: name.to_owned(), units: Vec::new() });
        roster.groups.len() - 1
    });
    let units = &mut roster.groups[place].units;
    // A file with more units than fit an i32 does not fit into memory.
    unit.order = i32::try_from(units.len()).unwrap_or(i32::MAX).saturating_add(1);
    units.push(unit);
}

/// Which unit claimed a name first, and where.
#[derive(Default)]
struct Claims {
    by_name: HashMap<String, (UnitId, String)>,
}

impl Claims {
    fn claim(&mut self, node: &Node, unit: UnitId) -> Option<String> {
        let name = node.filled_text()?;
        match self.by_name.get(name) {
            Some((claimant, path)) if *claimant != unit => {
                node.fault(format!("“{name}”已是另一个单位的名称或别名（{path}），请改掉其中一个"));
                None
            }
            _ => {
                self.by_name.entry(name.to_owned()).or_insert_with(|| (unit, node.path().to_owned()));
                Some(name.to_owned())
            }
        }
    }
}
