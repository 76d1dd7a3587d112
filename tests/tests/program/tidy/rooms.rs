//! The rooms of each crate, from the ground up: what stands in one knows only those before it.

use std::collections::BTreeMap;

use super::{
    hold,
    imports::{circles, imports},
};

/// The rooms of `domain`. A path without an ending is a file, or a folder with all that is in it; the longest that fits
/// counts.
const DOMAIN: &[&str] = &[
    "coded",
    "text",
    "points",
    "id",
    "hexadecimal",
    "calendar",
    "subject",
    "act",
    "event",
    "job",
    "follow",
    "settings",
    "reason",
    "kind",
    "workflow",
    "markdown",
    "json",
    "person",
    "closing",
    "unit",
    "unit_list",
    "attribution",
    "clearance",
    "issue/number",
    "scoring/belonging",
    "scoring/tally",
    "scoring/details",
    "scoring/facts",
    "scoring/roster",
    "scoring/opening",
    "scoring/columns",
    "scoring/rules",
    "scoring/version_1",
    "scoring/entry",
    "scoring/engine",
    "scoring/ledger",
    "scoring/fit",
    "scoring/strangers",
    "scoring/ranking",
    "scoring/counts",
    "scoring/figures",
    "scoring/narrative",
    "scoring/bulletin",
    "scoring/covering",
    "scoring/composing",
    "scoring/comparing",
    "bulletin",
    "letter",
    "bulletin/version",
    "scoring/compose",
    "scoring/account",
    "scoring/facts_file",
    "scoring",
    "record",
    "issue",
    "item",
    "issue/correction",
    "read_issue",
    "audit",
    "permission",
    "refusal",
];

#[test]
fn the_rooms_of_the_core_stand_in_their_order() {
    hold("a room knows only those before it", &out_of_order("domain", DOMAIN));
}

#[test]
fn no_files_of_the_core_know_each_other_in_a_circle() {
    hold("what two files need of each other stands in a third", &in_circles("domain"));
}

/// Every circle of files, with the imports that close it.
fn in_circles(crate_name: &str) -> Vec<String> {
    let imports = imports(crate_name);
    let told = circles(&imports).into_iter().map(|circle| {
        let is_within = |file: &str| circle.contains(file);
        let within = imports.iter().filter(|import| is_within(&import.from) && is_within(&import.to));
        let arrows = within
            .map(|import| format!("{crate_name}/src/{}:{} → {}", import.from, import.line, import.name));
        arrows.collect::<Vec<_>>().join("\n    ")
    });
    told.collect()
}

/// Every import from a later room, and every file that has none. Of a crate's `lib.rs` nothing is asked.
fn out_of_order(crate_name: &str, rooms: &[&str]) -> Vec<String> {
    let place = |file: &str| {
        let stem = file.trim_end_matches(".rs").trim_end_matches("/mod");
        let holds =
            |room: &&str| stem == *room || stem.strip_prefix(*room).is_some_and(|rest| rest.starts_with('/'));
        let fitting = rooms.iter().enumerate().filter(|(_, room)| holds(room));
        fitting.max_by_key(|(_, room)| room.len()).map(|(place, _)| place)
    };
    let mut broken = BTreeMap::new();
    for import in
        imports(crate_name).into_iter().filter(|import| import.from != "lib.rs" && import.to != "lib.rs")
    {
        let at = format!("{crate_name}/src/{}:{}", import.from, import.line);
        match (place(&import.from), place(&import.to)) {
            (Some(from), Some(to)) if to <= from => {}
            (Some(from), Some(to)) => {
                let (from, to) = (rooms[from], rooms[to]);
                broken.insert(at, format!("{} ({from} stands before {to})", import.name));
            }
            (None, _) => {
                broken.insert(at, format!("{} is in no room", import.from));
            }
            (_, None) => {
                broken.insert(at, format!("{} is in no room", import.to));
            }
        }
    }
    broken.into_iter().map(|(at, what)| format!("{at}: {what}")).collect()
}
