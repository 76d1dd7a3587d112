//! The rooms of each crate, from the ground up: what stands in one knows only those before it.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    hold,
    imports::{Import, circles, imports},
    sources::files,
};

/// The rooms of `domain`. A path without an ending is a file, or a folder with all that is in it; the longest that fits
/// counts.
const DOMAIN: &[&str] = &[
    "coded",
    "delicate",
    "text",
    "hexadecimal",
    "printed_in",
    "points",
    "id",
    "numbers",
    "figures/read",
    "figures/reckon",
    "figures",
    "calendar",
    "subject",
    "act",
    "event",
    "file_role",
    "job",
    "follow",
    "settings",
    "reason",
    "kind",
    "workflow",
    "markdown",
    "likeness/tokens",
    "likeness",
    "taken",
    "json",
    "person",
    "presence",
    "closing",
    "unit",
    "gist",
    "unit_list",
    "attribution",
    "clearance",
    "proof/finding",
    "proof/passage",
    "proof/matcher",
    "proof/lists",
    "proof/words",
    "proof/watched",
    "proof/leaders",
    "proof/units",
    "proof/marks",
    "proof/pairs",
    "proof/numbers",
    "proof/ranges",
    "proof/measures",
    "proof/dates",
    "proof/doubled",
    "proof/unfilled",
    "proof/unprinted",
    "proof/tidy",
    "proof",
    "comment/letters",
    "comment/passage",
    "comment/suggestion",
    "comment",
    "issue/number",
    "issue/side_by_side",
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
    "comparison/sequence",
    "comparison/tokens",
    "comparison/words",
    "comparison/parts",
    "comparison/align",
    "comparison/tables",
    "comparison/body",
    "comparison",
    "frame",
    "manuscript",
    "issue/correction",
    "read_issue",
    "audit",
    "permission",
    "refusal",
];

/// The rooms of `app`: what is said, the port, what a request brings, parts of pages, pages, and the router as the roof.
const APP: &[&str] = &[
    "words",
    "desk/sign_as",
    "desk/asked",
    "desk/form",
    "desk/done",
    "desk/typed",
    "desk/sheets",
    "desk/audit",
    "desk/verification",
    "desk/credits",
    "desk/bulletins",
    "desk/records",
    "desk/items",
    "desk/issues",
    "desk/jobs",
    "desk/months",
    "desk/rules",
    "desk/import",
    "desk/office",
    "desk/command",
    "desk",
    "islands",
    "request/address",
    "request/file_name",
    "request/focus",
    "request/sheet_names",
    "request/markup",
    "request/rendered",
    "request/state",
    "request/routes",
    "request/handed_in",
    "request/cookies",
    "request/flash",
    "request/refused",
    "request/page",
    "request/visitor",
    "request/posted",
    "request/doing",
    "request",
    "components",
    "pages/unsaved",
    "pages/act",
    "pages/bare_refusals",
    "pages/sign_in",
    "pages/front",
    "pages/help",
    "pages/issues",
    "pages/items",
    "pages/credits",
    "pages/rules",
    "pages/audit",
    "pages/office",
    "pages",
    "router",
];

/// The rooms of `store`: how the database is asked, its chain of events, each aggregate before those that are made of it,
/// and at last what goes through all of it.
const STORE: &[&str] = &[
    "error",
    "answer",
    "statement",
    "bigrams",
    "upkeep",
    "changes",
    "blobs/place",
    "blobs/blob",
    "blobs/known",
    "database",
    "gathered",
    "blobs",
    "schema",
    "trial",
    "events/row",
    "chain",
    "events",
    "settings",
    "newsletters",
    "guesses",
    "sessions",
    "kept_texts",
    "sheets",
    "files",
    "handed_in",
    "handlers",
    "search",
    "presence",
    "imports",
    "receipts",
    "remarks",
    "letters",
    "months",
    "opening",
    "rule_sets",
    "units",
    "roster",
    "people",
    "events/log",
    "revisions",
    "corrections",
    "issues",
    "jobs",
    "bulletins",
    "records",
    "facts",
    "ledger",
    "year",
    "likeness",
    "proof",
    "comments",
    "frames",
    "readers",
    "views",
    "items",
    "search/refresh",
    "likeness/refresh",
    "transfer",
    "migrate",
];

/// The rooms of `typeset`: measures, lines, what is read off pages, the sheets that templates read, and what is laid out.
const TYPESET: &[&str] = &[
    "measures",
    "obstacles",
    "error",
    "breaks",
    "lines",
    "fonts",
    "screen",
    "pictures",
    "means",
    "prepared",
    "tables",
    "drawn",
    "pages",
    "check",
    "balance",
    "foot",
    "masthead",
    "sections",
    "sheet",
    "bulletin_page",
    "bulletin_table",
    "bulletin_sheet",
    "clean",
    "picture",
    "laid_out",
    "world",
];

/// The rooms of `server`: what knows no office, then the office, credits before items before issues, then who asks it.
const SERVER: &[&str] = &[
    "recent",
    "derived",
    "work",
    "aside",
    "private",
    "folder",
    "charts",
    "pictures",
    "password",
    "press",
    "office_files",
    "manuscripts",
    "export",
    "desk/checks",
    "desk/year",
    "desk/ledger",
    "desk/ground",
    "desk/ways",
    "desk/who_can",
    "desk/looked_at",
    "desk/once",
    "desk/handing_in",
    "desk/sheets/kept",
    "desk/credits",
    "desk/rules",
    "desk/bulletins",
    "desk/months",
    "desk/records",
    "desk/issues/content",
    "desk/items",
    "desk/issues",
    "desk/office",
    "desk/import",
    "desk/audit",
    "desk/jobs",
    "desk/todos",
    "desk/sheets",
    "verification",
    "desk/verify",
    "desk/known",
    "desk",
    "accounts",
    "backup",
    "jobs",
    "demo",
    "web",
    "door",
    "startup",
    "cli",
    "main",
];

const CRATES: [(&str, &[&str]); 5] =
    [("domain", DOMAIN), ("app", APP), ("store", STORE), ("typeset", TYPESET), ("server", SERVER)];

#[test]
fn the_rooms_of_each_crate_stand_in_their_order() {
    let broken: Vec<String> =
        CRATES.iter().flat_map(|(crate_name, rooms)| out_of_order(crate_name, rooms)).collect();
    hold(
        "a room knows only those before it: move what both need to the earlier one, or to a file of its own",
        &broken,
    );
}

#[test]
fn no_files_know_each_other_in_a_circle() {
    let broken: Vec<String> = CRATES.iter().flat_map(|(crate_name, _)| in_circles(crate_name)).collect();
    hold("what two files need of each other stands in a third, in the earlier room of both", &broken);
}

#[test]
fn every_file_stands_in_a_room_and_no_room_is_empty() {
    let broken: Vec<String> =
        CRATES.iter().flat_map(|(crate_name, rooms)| unplaced(crate_name, rooms)).collect();
    hold("each file has its place among the rooms in tests/tests/program/tidy/rooms.rs", &broken);
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

/// Every import from a later room. Of a crate's `lib.rs` nothing is asked, and what a folder's own file holds is for all of
/// its folder, though it stands last of it and calls them.
fn out_of_order(crate_name: &str, rooms: &[&str]) -> Vec<String> {
    let place = |file: &str| place(rooms, file);
    let mut broken = BTreeMap::new();
    let is_asked =
        |import: &Import| import.from != "lib.rs" && import.to != "lib.rs" && !import.is_of_its_folder();
    for import in imports(crate_name).into_iter().filter(is_asked) {
        let at = format!("{crate_name}/src/{}:{}", import.from, import.line);
        if let (Some(from), Some(to)) = (place(&import.from), place(&import.to))
            && to > from
        {
            let (from, to) = (rooms[from], rooms[to]);
            broken.insert(at, format!("{} ({from} stands before {to})", import.name));
        }
    }
    broken.into_iter().map(|(at, what)| format!("{at}: {what}")).collect()
}

/// The files that stand in no room, and the rooms in which no file stands.
fn unplaced(crate_name: &str, rooms: &[&str]) -> Vec<String> {
    let root = format!("{crate_name}/src/");
    let mut taken = BTreeSet::new();
    let mut told = Vec::new();
    for file in files(&root, &["rs"]).into_iter().filter(|file| !file.path.ends_with("src/lib.rs")) {
        match place(rooms, file.path.trim_start_matches(&root)) {
            Some(place) => _ = taken.insert(place),
            None => told.push(format!("{}: it stands in no room", file.path)),
        }
    }
    let empty = rooms.iter().enumerate().filter(|(place, _)| !taken.contains(place));
    told.extend(empty.map(|(_, room)| format!("{crate_name}: no file stands in {room}")));
    told
}

/// Which room a file stands in: the longest that fits.
fn place(rooms: &[&str], file: &str) -> Option<usize> {
    let stem = file.trim_end_matches(".rs").trim_end_matches("/mod");
    let holds =
        |room: &&str| stem == *room || stem.strip_prefix(*room).is_some_and(|rest| rest.starts_with('/'));
    let fitting = rooms.iter().enumerate().filter(|(_, room)| holds(room));
    fitting.max_by_key(|(_, room)| room.len()).map(|(place, _)| place)
}
