//! An issue's content as the templates read it: every text ready to be set, as data.
//!
//! It must not know where anything comes to stand; what that decides (page numbers, heights of columns) is
//! filled in from pages already laid out.

use domain::{
    issue::content::{Foot, IssueContent, ItemContent, SectionContent},
    item::Kind,
    markdown::{self, Block, Inline},
};
use serde::Serialize;

use super::{fonts::Families, lines, measures::Measures};

/// Points of a headline's characters: 二号, and 小二 where that keeps it on one line.
const HEADLINE: f64 = 22.0;
const SMALLER_HEADLINE: f64 = 18.0;

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
pub(super) struct SectionSheet<'a> {
    index: usize,
    pub(super) kind: Kind,
    title: Option<&'a str>,
    items: Vec<ItemSheet>,
    /// The height of 简讯 columns over all their pages, in points, which makes them end evenly.
    pub(super) height: Option<f64>,
}

/// An item, ready to be set.
#[derive(Debug, Serialize)]
pub(super) struct ItemSheet {
    /// From 0 through the whole issue.
    index: usize,
    name: String,
    title_lines: Vec<String>,
    title_size: f64,
    subtitle_lines: Vec<String>,
    blocks: Vec<Block>,
    attribution: Vec<String>,
    /// Whether a single line of it may begin a column.
    loose: bool,
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
    pub(super) fn new(content: &'a IssueContent, measures: &'a Measures, fonts: &'a Families) -> Self {
        let mut index = 0;
        let mut sections = Vec::new();
        for section in content.sections.iter().filter(|section| !section.items.is_empty()) {
            sections.push(section_sheet(section, sections.len(), index, measures));
            index += section.items.len();
        }
        let date = content.date;
        Self {
            document_title: format!("{} {}年{}", content.newsletter, content.year, content.number_in_words()),
            newsletter: &content.newsletter,
            mark: content.mark.as_deref(),
            publisher: &content.publisher,
            number: content.number_in_words(),
            date: Day { year: date.year(), month: date.month(), day: date.day() },
            date_in_words: format!("{}年{}月{}日", date.year(), date.month(), date.day()),
            fonts,
            measures: Grid::new(measures),
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
        let characters = line_characters(kind, measures);
        Self {
            kind,
            characters,
            item: ItemSheet::new(item, kind, 0, characters, measures.size()),
            fonts,
            measures: Grid::new(measures),
        }
    }
}

impl SectionSheet<'_> {
    /// Gives the columns a height. Where they have it already and are uneven all the same, the item at which they
    /// part is to yield. Answers whether anything changed.
    pub(super) fn even_out(&mut self, height: f64, parting: Option<usize>) -> bool {
        let same = self.height.is_some_and(|known| (known - height).abs() < 0.5);
        if !same {
            self.height = Some(height);
            return true;
        }
        let item = self.items.iter_mut().find(|item| Some(item.index) == parting);
        item.is_some_and(|item| !std::mem::replace(&mut item.loose, true))
    }
}

impl ItemSheet {
    /// `characters` is how many of them a line of the body has.
    pub(super) fn new(item: &ItemContent, kind: Kind, index: usize, characters: f64, size: f64) -> Self {
        let widest = |points: f64| (characters * size / points + 0.05).floor();
        let (title_lines, title_size) = match kind {
            Kind::Article => headline(&item.title, widest),
            Kind::Brief => (lines::headline(&item.title, characters - 1.0), size),
        };
        let subtitle = item.subtitle.as_deref().unwrap_or_default();
        Self {
            index,
            name: item.name(),
            title_lines,
            title_size,
            subtitle_lines: lines::headline(subtitle, characters - 2.0),
            blocks: prepared(&item.body, kind),
            attribution: lines::attribution(&item.attribution, characters),
            loose: false,
        }
    }
}

fn section_sheet<'a>(
    section: &'a SectionContent,
    index: usize,
    first: usize,
    measures: &Measures,
) -> SectionSheet<'a> {
    let characters = line_characters(section.kind, measures);
    let sheet =
        |(place, item)| ItemSheet::new(item, section.kind, first + place, characters, measures.size());
    SectionSheet {
        index,
        kind: section.kind,
        title: section.title.as_deref().filter(|title| !title.trim().is_empty()),
        items: section.items.iter().enumerate().map(sheet).collect(),
        height: None,
    }
}

/// How many characters a line of an item has.
fn line_characters(kind: Kind, measures: &Measures) -> f64 {
    match kind {
        Kind::Article => f64::from(measures.characters),
        Kind::Brief => measures.column_characters(),
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

/// A headline's lines and the size of its characters.
fn headline(title: &str, widest: impl Fn(f64) -> f64) -> (Vec<String>, f64) {
    let lines = lines::headline(title, widest(HEADLINE));
    let breaks_well = lines.iter().rev().skip(1).all(|line| {
        title.split_whitespace().any(|part| line.ends_with(part))
            || line.ends_with(['，', '、', '：', '；', '—', '”', '》'])
    });
    let smaller = lines::headline(title, widest(SMALLER_HEADLINE));
    if lines.len() == 2 && !breaks_well && smaller.len() == 1 {
        (smaller, SMALLER_HEADLINE)
    } else {
        (lines, HEADLINE)
    }
}

/// A body's blocks with the text as it is printed.
fn prepared(body: &str, kind: Kind) -> Vec<Block> {
    let mut blocks = markdown::parse(body);
    for block in &mut blocks {
        tidy_block(block);
    }
    if kind == Kind::Brief
        && let Some(Block::Paragraph { content }) = blocks.first_mut()
        && let Some(Inline::Text { text }) = content.first_mut()
    {
        // The template prints the sign; here and there it has been typed as well.
        let bare = text.trim_start_matches(|character: char| character == '▲' || character.is_whitespace());
        *text = bare.to_owned();
    }
    blocks
}

fn tidy_block(block: &mut Block) {
    match block {
        Block::Paragraph { content } | Block::Heading { content, .. } => tidy_inlines(content),
        Block::List { items, .. } => items.iter_mut().flatten().for_each(tidy_block),
        Block::Quote { content } => content.iter_mut().for_each(tidy_block),
        Block::Table { head, rows, .. } => {
            head.iter_mut().chain(rows.iter_mut().flatten()).for_each(|cell| tidy_inlines(cell));
        }
        Block::Rule => {}
    }
}

fn tidy_inlines(inlines: &mut [Inline]) {
    for inline in inlines {
        match inline {
            Inline::Text { text } => *text = with_breaks_in_addresses(&without_narrow_gaps(text)),
            Inline::Strong { content } | Inline::Emphasis { content } => tidy_inlines(content),
        }
    }
}

/// Drops the blank that some people type between Chinese and a number: on the grid it would leave a hole.
fn without_narrow_gaps(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let is_wide = |character: char| character >= '\u{2e80}';
    let is_narrow = |character: char| character.is_ascii_alphanumeric() || "+-.%/".contains(character);
    let is_gap = |index: usize| {
        let (Some(before), Some(after)) =
            (index.checked_sub(1).and_then(|before| characters.get(before)), characters.get(index + 1))
        else {
            return false;
        };
        characters[index] == ' '
            && (is_wide(*before) && is_narrow(*after) || is_narrow(*before) && is_wide(*after))
    };
    characters
        .iter()
        .enumerate()
        .filter(|(index, _)| !is_gap(*index))
        .map(|(_, character)| character)
        .collect()
}

/// Lets a line end within a web address or the like, which without a blank would run off the paper.
fn with_breaks_in_addresses(text: &str) -> String {
    const LONGEST_WORD: usize = 20;
    let mut broken = String::with_capacity(text.len());
    for word in text.split_inclusive(|character: char| !character.is_ascii_graphic()) {
        let length = word.chars().filter(char::is_ascii_graphic).count();
        for (place, character) in word.chars().enumerate() {
            if length > LONGEST_WORD && place > 0 && character.is_ascii_graphic() {
                broken.push('\u{200b}');
            }
            broken.push(character);
        }
    }
    broken
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
    fn a_blank_between_chinese_and_a_number_is_not_printed() {
        let cases = [
            ("节水 120 万吨", "节水120万吨"),
            ("春耕 备耕", "春耕 备耕"),
            ("A B 两类", "A B两类"),
            (" 3 月", " 3月"),
        ];
        for (typed, printed) in cases {
            assert_eq!(without_narrow_gaps(typed), printed);
        }
    }

    #[test]
    fn an_address_may_be_broken_and_a_word_may_not() {
        assert_eq!(with_breaks_in_addresses("见 GB/T 9704-2012，甲"), "见 GB/T 9704-2012，甲");
        let broken = with_breaks_in_addresses("见 https://example.org/water/report 甲");
        assert_eq!(broken.replace('\u{200b}', ""), "见 https://example.org/water/report 甲");
        assert!(broken.contains("h\u{200b}t\u{200b}t") && !broken.contains("\u{200b}甲"));
    }

    #[test]
    fn a_sign_typed_before_a_brief_is_not_printed_twice() {
        let blocks = prepared("　　▲3月2日，开会。", Kind::Brief);
        assert_eq!(markdown::plain_text(&blocks), "3月2日，开会。");
    }

    #[test]
    fn a_headline_that_breaks_badly_is_set_smaller_when_it_then_fits() {
        let widest = |points: f64| (442.2 / points).floor();
        assert_eq!(headline("全县春季国土绿化暨森林防火工作推进会议召开", widest).1, SMALLER_HEADLINE);
        let (lines, size) = headline("全县春季国土绿化 暨森林防火工作推进会议召开", widest);
        assert_eq!((lines.len(), size), (2, HEADLINE));
    }

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
