//! One real issue's text, as an issue. The text is not ours: it is read where it lies, beside the repository or
//! where `JIANBAO_SHARED` says.

use std::{io::Write, path::PathBuf};

use domain::{
    attribution::Attribution,
    issue::content::{IssueContent, ItemContent, SectionContent},
    item::Kind,
    read_issue::{self, ReadItem},
    scoring::facts_file,
};

use crate::samples;

/// The bureau whose issue it is, and what happened there in a month.
pub const FACTS: &str = include_str!("../data/facts-2024-01.json");

/// The issue with a masthead and a foot of our own; `None` where its text is not here.
pub fn issue() -> Option<IssueContent> {
    let directory = facts_file::read_units(FACTS).expect("the units of the facts");
    let items = read_issue::read(&text()?, &directory).items;
    let section = |kind| {
        let items = items.iter().filter(|item| item.kind == kind).cloned();
        SectionContent { kind, title: None, in_columns: false, items: items.map(content).collect() }
    };
    Some(samples::issue(vec![section(Kind::Article), section(Kind::Brief)]))
}

/// The text as it lies there.
pub fn text() -> Option<String> {
    std::fs::read_to_string(file("003")?).ok()
}

/// Where one real bulletin's text lies, January's, with the small faults that it was printed with.
pub fn bulletin() -> Option<PathBuf> {
    file("000")
}

/// What lies beside the repository under this path; `None`, said once past the test runner's capture, where it does not.
pub fn shared(path: &str) -> Option<PathBuf> {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared");
    let shared = std::env::var_os("JIANBAO_SHARED").map_or_else(|| PathBuf::from(beside), PathBuf::from);
    let found = shared.join(path);
    if found.exists() {
        return Some(found);
    }
    // Where standard error is closed, nobody is left to be told.
    let _ = writeln!(std::io::stderr(), "SKIPPED: {} is not here", found.display());
    None
}

fn file(name: &str) -> Option<PathBuf> {
    let entries = std::fs::read_dir(shared("seeds")?).ok()?;
    let mut files = entries.filter_map(Result::ok).map(|entry| entry.path());
    files.find(|path| path.file_name().is_some_and(|found| found.to_string_lossy().starts_with(name)))
}

fn content(item: ReadItem) -> ItemContent {
    ItemContent {
        title: item.title,
        subtitle: item.subtitle,
        body: item.paragraphs.join("\n"),
        attribution: Attribution::new(item.attribution).to_string(),
    }
}
