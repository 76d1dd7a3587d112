//! Sections and items as the templates read them: lines of headlines and attributions, columns, what begins a page.

use domain::{
    issue::content::{IssueContent, ItemContent},
    item::Kind,
    markdown::{self, Block},
};
use serde::Serialize;

use super::{lines, measures::Measures, prepared::prepared};

/// Points of a headline's characters: 二号, and 小二 where that keeps it on one line.
const HEADLINE: f64 = 22.0;
const SMALLER_HEADLINE: f64 = 18.0;

#[derive(Debug, Serialize)]
pub(super) struct SectionSheet<'a> {
    index: usize,
    pub(super) kind: Kind,
    title: Option<&'a str>,
    columns: u32,
    pub(super) items: Vec<ItemSheet>,
    /// Whether it goes on with the section before, whose end was brought over to a page of its own.
    goes_on: bool,
    new_page: bool,
    /// The height of 简讯 columns over all their pages, in points, which makes them end evenly.
    pub(super) height: Option<f64>,
}

/// An item, ready to be set.
#[derive(Debug, Serialize)]
pub(super) struct ItemSheet {
    /// From 0 through the whole issue.
    pub(super) index: usize,
    pub(super) name: String,
    pub(super) title_lines: Vec<String>,
    title_size: f64,
    subtitle_lines: Vec<String>,
    blocks: Vec<Block>,
    attribution: Vec<String>,
    /// Whether the last block begins a page.
    end_over: bool,
    /// Whether a single line of it may begin a column.
    loose: bool,
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
    /// Whether it would leave half a page empty if it went over to the next one.
    fn is_long(&self, measures: &Measures) -> bool {
        let lines = markdown::plain_text(&self.blocks).chars().count() / measures.characters as usize;
        lines > measures.lines as usize / 2
    }

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
            end_over: false,
            loose: false,
        }
    }
}

/// The sections in which something stands.
pub(super) fn sections<'a>(content: &'a IssueContent, measures: &Measures) -> Vec<SectionSheet<'a>> {
    let mut index = 0;
    let mut sections = Vec::new();
    for section in content.sections.iter().filter(|section| !section.items.is_empty()) {
        let title = section.title.as_deref().filter(|title| !title.trim().is_empty());
        let sheet = SectionSheet { title, ..section_sheet(section.kind, &section.items, index, measures) };
        sections.push(SectionSheet { index: sections.len(), ..sheet });
        index += section.items.len();
    }
    sections
}

/// `first` is the first item's index through the whole issue.
fn section_sheet<'a>(
    kind: Kind,
    items: &[ItemContent],
    first: usize,
    measures: &Measures,
) -> SectionSheet<'a> {
    // A single 简讯 has nothing to stand beside, and is not torn in two.
    let columns = if kind == Kind::Brief && items.len() > 1 { measures.columns } else { 1 };
    let characters = if columns == 1 { f64::from(measures.characters) } else { measures.column_characters() };
    let sheet = |(place, item)| ItemSheet::new(item, kind, first + place, characters, measures.size());
    SectionSheet {
        index: 0,
        kind,
        title: None,
        columns,
        items: items.iter().enumerate().map(sheet).collect(),
        goes_on: false,
        new_page: false,
        height: None,
    }
}

/// Lets the end of the text begin a new page: the last paragraph of a 信息, the last 简讯 (one for each column). Where
/// that would leave too much of a page empty everything stays as it is.
pub(super) fn bring_over(sections: &mut Vec<SectionSheet>, content: &IssueContent, measures: &Measures) {
    let has_others = sections.len() > 1;
    let Some(last) = sections.last_mut() else { return };
    if let (Kind::Article, Some(item)) = (last.kind, last.items.last_mut())
        && item.blocks.len() > 1
    {
        item.end_over = true;
        return;
    }
    if last.kind == Kind::Article && last.items.last().is_some_and(|item| item.is_long(measures)) {
        return;
    }
    let over = if last.kind == Kind::Brief { last.columns as usize } else { 1 };
    if last.items.len() <= over {
        // Nothing but the masthead would be left on the first page.
        last.new_page = has_others;
        return;
    }
    let stays = last.items.len() - over;
    let first = last.items[stays].index;
    let items: Vec<_> = content.items().collect();
    let (kind, title, begin) = (last.kind, last.title, last.items[0].index);
    let sheet = |from: usize, until: usize| {
        let items: Vec<ItemContent> = items[from..until].iter().map(|item| (*item).clone()).collect();
        section_sheet(kind, &items, from, measures)
    };
    *last = SectionSheet { index: last.index, title, ..sheet(begin, first) };
    let over = sheet(first, items.len());
    sections.push(SectionSheet { index: sections.len(), goes_on: true, new_page: true, ..over });
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_headline_that_breaks_badly_is_set_smaller_when_it_then_fits() {
        let widest = |points: f64| (442.2 / points).floor();
        assert_eq!(headline("全县春季国土绿化暨森林防火工作推进会议召开", widest).1, SMALLER_HEADLINE);
        let (lines, size) = headline("全县春季国土绿化 暨森林防火工作推进会议召开", widest);
        assert_eq!((lines.len(), size), (2, HEADLINE));
    }
}
