//! An issue's content as the templates read it: every text ready to be set, as data.
//!
//! It must not know where anything comes to stand; what that decides (page numbers, heights of columns) is
//! filled in from pages already laid out.

use std::collections::BTreeSet;

use domain::{
    issue::content::{Foot, IssueContent, ItemContent},
    item::Kind,
};
use serde::Serialize;

use super::{
    breaks::{self, Room},
    fonts::{Families, Role},
    foot::Fit,
    masthead::Masthead,
    means::Means,
    measures::Measures,
    obstacles::{GlyphPlace, Large, NoRoom},
    sections::{ItemRoom, ItemSheet, SectionSheet, bring_over, sections},
};

/// Everything that `issue.typ` reads.
#[derive(Debug, Serialize)]
pub(super) struct IssueSheet<'a> {
    document_title: String,
    masthead: Masthead,
    publisher: &'a str,
    date: Day,
    fonts: &'a Families,
    measures: Grid<'a>,
    /// Whether masthead and foot take less room than they would like.
    low: bool,
    pub(super) contents: Vec<ContentsEntry>,
    pub(super) sections: Vec<SectionSheet<'a>>,
    foot: Option<FootSheet>,
    #[serde(skip)]
    means: Means<'a>,
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
    people: Vec<Person>,
    copies: Vec<String>,
    /// Whether it stands on one page.
    whole: bool,
}

/// Who edits, signs, answers the telephone.
#[derive(Debug, Serialize)]
struct Person {
    text: String,
    /// Whether it stands on one line.
    whole: bool,
}

/// Characters of the foot's type that stand on one line together.
const MOST_FOR_PERSON: f64 = 26.0;

#[derive(Debug, Serialize)]
struct FootList {
    label: &'static str,
    text: String,
}

impl<'a> IssueSheet<'a> {
    pub(super) fn new(content: &'a IssueContent, means: Means<'a>, fit: Fit) -> Self {
        let mut sections = sections(content, means);
        if fit == Fit::Over {
            bring_over(&mut sections, content, means);
        }
        let date = content.date;
        Self {
            document_title: format!(
                "{} {}年{}",
                content.newsletter,
                content.year,
                content.heading_in_words()
            ),
            masthead: Masthead::new(content, fit == Fit::Low, means),
            publisher: &content.publisher,
            date: Day { year: date.year(), month: date.month(), day: date.day() },
            fonts: &means.fonts.families,
            measures: Grid::new(means.measures),
            low: fit == Fit::Low,
            contents: contents(&sections, means),
            sections,
            foot: content.foot.as_ref().and_then(|foot| foot_sheet(foot, means)),
            means,
        }
    }

    /// Lets the lines of these items end within long runs. Answers whether that changes anything.
    pub(super) fn loosen(&mut self, items: &BTreeSet<usize>, content: &IssueContent) -> bool {
        let means = self.means;
        let sheets = self.sections.iter_mut().flat_map(|section| &mut section.items);
        let mut changed = false;
        for (sheet, item) in sheets.zip(content.items()).filter(|(sheet, _)| items.contains(&sheet.index)) {
            changed |= sheet.loosen(item, means);
        }
        changed
    }

    /// What is known to find no room before anything is laid out.
    pub(super) fn large(&self) -> Vec<NoRoom> {
        let masthead = self.masthead.is_too_high(self.means);
        let masthead = masthead.then_some(NoRoom { place: GlyphPlace::Masthead, what: Large::Heading });
        let items = self.sections.iter().flat_map(|section| &section.items);
        let of_item = |item: &'_ ItemSheet| {
            let place = GlyphPlace::Item { index: item.index, name: item.name.clone() };
            let no_room = |what: &Large| NoRoom { place: place.clone(), what: what.clone() };
            item.large.iter().map(no_room).collect::<Vec<_>>()
        };
        masthead.into_iter().chain(items.flat_map(of_item)).collect()
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
    pub(super) fn new(item: &ItemContent, kind: Kind, means: Means<'a>) -> Self {
        let sheet = |columns| {
            let room = ItemRoom::new(kind, columns, means.measures);
            (room.characters(), ItemSheet::new(item, 0, room, means))
        };
        let (characters, item) = match kind {
            Kind::Article => sheet(1),
            // What is too wide for a column takes the full width in the issue as well.
            Kind::Brief => Some(sheet(means.measures.columns))
                .filter(|(_, item)| item.large.is_empty())
                .unwrap_or_else(|| sheet(1)),
        };
        let (fonts, measures) = (&means.fonts.families, Grid::new(means.measures));
        Self { kind, characters, item, fonts, measures }
    }

    /// What finds no room.
    pub(super) fn large(&self) -> &[Large] {
        &self.item.large
    }
}

/// The list of contents, which a short issue does without.
fn contents(sections: &[SectionSheet], means: Means) -> Vec<ContentsEntry> {
    let articles = sections.iter().filter(|section| section.kind == Kind::Article);
    let entries: Vec<_> = articles
        .flat_map(|section| &section.items)
        .filter(|item| !item.title_lines.is_empty())
        .map(|item| ContentsEntry { index: item.index, name: set(&item.name, Role::Kai, means), page: None })
        .collect();
    if entries.len() >= means.measures.contents_from { entries } else { Vec::new() }
}

/// A text on lines of its own, with what says where they end.
fn set(text: &str, role: Role, means: Means) -> String {
    let line = f64::from(means.measures.characters) - 4.0;
    let advance = |character| means.fonts.advance(role, character);
    breaks::set(text, &Room { line, piece: line, width: &advance })
}

/// A foot that takes more than this many lines may begin on one page and end on the next.
const WHOLE_FOOT: f64 = 16.0;

/// The foot, if anything is to be printed in it.
fn foot_sheet(foot: &Foot, means: Means) -> Option<FootSheet> {
    let set = |text: String| set(&text, Role::Fang, means);
    let lists = [("报", &foot.report), ("送", &foot.send), ("发", &foot.issue)];
    let lists = lists.into_iter().filter(|(_, names)| !names.is_empty());
    let lists: Vec<_> = lists
        .map(|(label, names)| FootList { label, text: set(format!("{}。", names.join("，"))) })
        .collect();
    let people =
        [("编辑", &foot.editor), ("审核", &foot.reviewer), ("签发", &foot.signer), ("电话", &foot.phone)];
    let people: Vec<_> = people
        .into_iter()
        .filter_map(|(label, name)| Some(format!("{label}：{}", name.as_deref()?)))
        .map(|text| Person {
            whole: means.fonts.width(Role::Fang, &text) <= MOST_FOR_PERSON,
            text: set(text),
        })
        .collect();
    let copies: Vec<_> = foot.copies.map(|copies| format!("（共印{copies}份）")).into_iter().collect();
    let is_empty = lists.is_empty() && people.is_empty() && copies.is_empty();
    let characters = f64::from(means.measures.characters);
    let lines = |text: &str| (means.fonts.width(Role::Fang, text) / characters).ceil().max(1.0);
    let height: f64 = lists.iter().map(|list| lines(&list.text)).sum::<f64>()
        + people.iter().map(|person| lines(&person.text)).sum::<f64>();
    (!is_empty).then_some(FootSheet { lists, people, copies, whole: height <= WHOLE_FOOT })
}

#[cfg(test)]
mod tests {
    use super::{
        super::{fonts::Fonts, pictures::Pictures},
        *,
    };

    #[test]
    fn an_empty_foot_is_not_printed() {
        let (measures, fonts) = (Measures::default(), Fonts::load(None).expect("the built-in fonts"));
        let pictures = Pictures::default();
        let means = Means { measures: &measures, fonts: &fonts, pictures: &pictures };
        assert!(foot_sheet(&Foot::default(), means).is_none());
        let foot = Foot {
            report: vec!["市委".to_owned(), "市政府".to_owned()],
            copies: Some(30),
            ..Foot::default()
        };
        let sheet = foot_sheet(&foot, means).expect("a foot");
        assert!(sheet.whole);
        assert_eq!(sheet.lists[0].text, "市委，市政府。");
        assert_eq!(sheet.copies, ["（共印30份）"]);
    }
}
