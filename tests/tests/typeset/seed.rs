//! One real issue's text, in pages. The text is not ours: it is read where it lies, or the test is skipped.

use std::path::PathBuf;

use domain::{
    attribution::Attribution,
    issue::content::{ItemContent, SectionContent},
    item::Kind,
    read_issue::{self, ReadItem},
    scoring::facts_file,
};

use super::samples::{issue, lay_out, lines};

const FACTS: &str = include_str!("../../data/facts-2024-01.json");

/// The folder of shared texts, beside the repository unless `JIANBAO_SHARED` says otherwise.
fn seed() -> Option<String> {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared");
    let shared = std::env::var_os("JIANBAO_SHARED").map_or_else(|| PathBuf::from(beside), PathBuf::from);
    let entries = std::fs::read_dir(shared.join("seeds")).ok()?;
    let mut files = entries.filter_map(Result::ok).map(|entry| entry.path());
    let file =
        files.find(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("003")))?;
    std::fs::read_to_string(file).ok()
}

fn content(item: ReadItem) -> ItemContent {
    ItemContent {
        title: item.title,
        subtitle: item.subtitle,
        body: item.paragraphs.join("\n"),
        attribution: Attribution::new(item.attribution).to_string(),
    }
}

#[test]
fn a_real_issue_fills_its_pages_as_it_did() {
    let Some(text) = seed() else {
        #[expect(clippy::print_stderr, reason = "a test that was skipped has to say so")]
        {
            eprintln!("skipped: the shared folder with seed 003 is not here");
        }
        return;
    };
    let directory = facts_file::read_units(FACTS).expect("the units of the facts");
    let items = read_issue::read(&text, &directory).items;
    let section = |kind| {
        let items = items.iter().filter(|item| item.kind == kind).cloned();
        SectionContent { kind, title: None, items: items.map(content).collect() }
    };
    let content = issue(vec![section(Kind::Article), section(Kind::Brief)]);
    assert_eq!(content.sections.iter().map(|section| section.items.len()).collect::<Vec<_>>(), [8, 25]);
    let pages = lay_out(&content);
    // The office's own copy had sixteen; ours lists the contents on the first page and gives the foot its room.
    assert!((15..=18).contains(&pages.pages()), "{} pages", pages.pages());
    assert_eq!(pages.missing_glyphs(), []);
    let printed = lines(&pages).concat();
    for item in content.sections[0].items.iter() {
        assert!(
            printed.contains(&item.title.replace(' ', "")) || printed.contains(&item.title),
            "{}",
            item.title
        );
    }
    assert_eq!(printed.matches('▲').count(), 25);
}
