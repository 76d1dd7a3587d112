//! An issue's content as the templates read it: every text ready to be set, as data.
//!
//! It must not know where anything comes to stand; what that decides (page numbers, heights of columns) is
//! filled in from pages already laid out.

use domain::{
    issue::content::{Foot, IssueContent, ItemContent},
    item::Kind,
};
use serde::Serialize;

use super::{
    fonts::Families,
    foot::Fit,
    measures::Measures,
    sections::{ItemSheet, SectionSheet, bring_over, sections},
};

/// Everything that `issue.typ` reads.
#[derive(Debug, Serialize)]
pub(super) struct IssueSheet<'a> {
    document_title: String,
    newsletter: &'a str,
    mark: Option<&'a str>,
    publisher: &'a str,
    number: String,
    date: Day,
    date_in_words: String,
    fonts: &'a Families,
    measures: Grid<'a>,
    /// Whether masthead and foot take less room than they would like.
    low: bool,
    pub(super) contents: Vec<ContentsEntry>,
    pub(super) sections: Vec<SectionSheet<'a>>,
    foot: Option<FootSheet>,
}

#[derive(Debug, Serialize)]
struct Day {
    year: i16,
    month: i8,
    day: i8,
}

#[derive(Debug, Serialize)]
struct Grid<'a> {
    #[serde(flatten)]
    measures: &'a Measures,
    size: f64,
    area_height: f64,
}

impl<'a> Grid<'a> {
    fn new(measures: &'a Measures) -> Self {
        Self { measures, size: measures.size(), area_height: measures.area_height() }
    }
}

/// A line of the list of contents.
#[derive(Debug, Serialize)]
pub(super) struct ContentsEntry {
    pub(super) index: usize,
    name: String,
    /// Known once the pages have been laid out.
    pub(super) page: Option<usize>,
}

#[derive(Debug, Serialize)]
struct FootSheet {
    lists: Vec<FootList>,
    people: Vec<String>,
    copies: Vec<String>,
}

#[derive(Debug, Serialize)]
struct FootList {
    label: &'static str,
    text: String,
}

impl<'a> IssueSheet<'a> {
    pub(super) fn new(
        content: &'a IssueContent,
        measures: &'a Measures,
        fonts: &'a Families,
        fit: Fit,
    ) -> Self {
        let mut sections = sections(content, measures);
        if fit == Fit::Over {
            bring_over(&mut sections, content, measures);
        }
        let date = content.date;
        let number = match content.correction_in_words() {
            Some(correction) => format!("{}　{correction}", content.number_in_words()),
            None => content.number_in_words(),
        };
        Self {
            document_title: format!("{} {}年{number}", content.newsletter, content.year),
            newsletter: &content.newsletter,
            mark: content.mark.as_deref(),
            publisher: &content.publisher,
            number,
            date: Day { year: date.year(), month: date.month(), day: date.day() },
            date_in_words: format!("{}年{}月{}日", date.year(), date.month(), date.day()),
            fonts,
            measures: Grid::new(measures),
            low: fit == Fit::Low,
            contents: contents(&sections, measures),
            sections,
            foot: content.foot.as_ref().and_then(foot_sheet),
        }
    }
}

/// Everything that `slip.typ` reads.
#[derive(Debug, Serialize)]
pub(super) struct SlipSheet<'a> {
    kind: Kind,
    characters: f64,
    item: ItemSheet,
    fonts: &'a Families,
    measures: Grid<'a>,
}

impl<'a> SlipSheet<'a> {
    pub(super) fn new(item: &ItemContent, kind: Kind, measures: &'a Measures, fonts: &'a Families) -> Self {
        let characters = match kind {
            Kind::Article => f64::from(measures.characters),
            Kind::Brief => measures.column_characters(),
        };
        Self {
            kind,
            characters,
            item: ItemSheet::new(item, kind, 0, characters, measures.size()),
            fonts,
            measures: Grid::new(measures),
        }
    }
}

/// The list of contents, which a short issue does without.
fn contents(sections: &[SectionSheet], measures: &Measures) -> Vec<ContentsEntry> {
    let articles = sections.iter().filter(|section| section.kind == Kind::Article);
    let entries: Vec<_> = articles
        .flat_map(|section| &section.items)
        .filter(|item| !item.title_lines.is_empty())
        .map(|item| ContentsEntry { index: item.index, name: item.name.clone(), page: None })
        .collect();
    if entries.len() >= measures.contents_from { entries } else { Vec::new() }
}

/// The foot, if anything is to be printed in it.
fn foot_sheet(foot: &Foot) -> Option<FootSheet> {
    let lists = [("报", &foot.report), ("送", &foot.send), ("发", &foot.issue)];
    let lists = lists.into_iter().filter(|(_, names)| !names.is_empty());
    let lists: Vec<_> =
        lists.map(|(label, names)| FootList { label, text: format!("{}。", names.join("，")) }).collect();
    let people =
        [("编辑", &foot.editor), ("审核", &foot.reviewer), ("签发", &foot.signer), ("电话", &foot.phone)];
    let people: Vec<_> = people
        .into_iter()
        .filter_map(|(label, name)| Some(format!("{label}：{}", name.as_deref()?)))
        .collect();
    let copies: Vec<_> = foot.copies.map(|copies| format!("（共印{copies}份）")).into_iter().collect();
    let is_empty = lists.is_empty() && people.is_empty() && copies.is_empty();
    (!is_empty).then_some(FootSheet { lists, people, copies })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_foot_is_not_printed() {
        assert!(foot_sheet(&Foot::default()).is_none());
        let foot = Foot {
            report: vec!["市委".to_owned(), "市政府".to_owned()],
            copies: Some(30),
            ..Foot::default()
        };
        let sheet = foot_sheet(&foot).expect("a foot");
        assert_eq!(sheet.lists[0].text, "市委，市政府。");
        assert_eq!(sheet.copies, ["（共印30份）"]);
    }
}
