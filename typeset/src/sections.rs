//! Sections and items as the templates read them: lines of headlines and attributions, columns, what begins a page.

use std::collections::BTreeMap;

use domain::{
    issue::content::{IssueContent, ItemContent, SectionContent},
    item::Kind,
    markdown::{self, Block},
};
use serde::Serialize;

use super::{
    balance::Uneven,
    breaks::{self, Room},
    fonts::Role,
    lines,
    means::Means,
    measures::Measures,
    obstacles::Large,
    prepared::prepared,
    tables::{self, TableSheet},
};

/// Points of a headline's characters: 二号, and 小二 where that keeps it on one line.
const HEADLINE: f64 = 22.0;
const SMALLER_HEADLINE: f64 = 18.0;
/// More lines of a headline than this are set smaller.
const MOST_LINES: usize = 8;
/// Points of a section's title.
const SECTION_TITLE: f64 = 22.0;

#[derive(Debug, Serialize)]
pub(super) struct SectionSheet<'a> {
    index: usize,
    pub(super) kind: Kind,
    title: Option<&'a str>,
    title_lines: Vec<String>,
    columns: u32,
    pub(super) items: Vec<ItemSheet>,
    /// Whether it goes on with the section before: its end was brought over to a page of its own, or one of its
    /// 简讯 takes the full width.
    goes_on: bool,
    new_page: bool,
    /// The height of 简讯 columns over all their pages, in points, which makes them end evenly.
    pub(super) height: Option<f64>,
    /// What that height is more than the least one, in points.
    #[serde(skip)]
    more: f64,
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
    /// Whether they are a page of pictures, which stand side by side.
    gallery: bool,
    /// The pictures whose files are not at hand.
    lost: Vec<String>,
    /// How the tables among the blocks are set, by their place.
    tables: BTreeMap<usize, TableSheet>,
    attribution: Vec<String>,
    /// How far quotes and lists within each other may move in, in characters.
    deepest: f64,
    /// Whether the last block begins a page.
    end_over: bool,
    /// Whether a single line of it may begin a column.
    loose: bool,
    /// What of it finds no room.
    #[serde(skip)]
    pub(super) large: Vec<Large>,
    #[serde(skip)]
    room: ItemRoom,
}

/// Where an item stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct ItemRoom {
    kind: Kind,
    /// Characters on a line.
    characters: f64,
    /// Points of the smallest type in its tables.
    smallest: f64,
    /// Whether its lines may end within long runs, having been drawn apart too far.
    loosened: bool,
}

impl ItemRoom {
    pub(super) fn new(kind: Kind, columns: u32, measures: &Measures) -> Self {
        let (characters, smallest) = if columns == 1 {
            (f64::from(measures.characters), tables::SMALLEST)
        } else {
            (measures.column_characters(), tables::SMALLEST_IN_COLUMNS)
        };
        Self { kind, characters, smallest, loosened: false }
    }

    pub(super) fn characters(&self) -> f64 {
        self.characters
    }
}

impl SectionSheet<'_> {
    pub(super) fn stands_in_columns(&self) -> bool {
        self.columns > 1
    }

    /// Gives the columns the height at which they end evenly. Where they have it already and are uneven all the same,
    /// the item at which they part is to yield; where that does not help and their lines do not fit, they get a line
    /// more. Answers whether anything changed.
    pub(super) fn even_out(&mut self, uneven: &Uneven, pitch: f64) -> bool {
        let height = uneven.height + self.more;
        let same = self.height.is_some_and(|known| (known - height).abs() < 0.5);
        if !same {
            self.height = Some(height);
            return true;
        }
        let item = self.items.iter_mut().find(|item| Some(item.index) == uneven.parting);
        if item.is_some_and(|item| !std::mem::replace(&mut item.loose, true)) {
            return true;
        }
        let overflows = (uneven.covered || uneven.taken > height + 1.0) && self.more < MOST_MORE * pitch;
        if overflows {
            self.more += pitch;
            self.height = Some(height + pitch);
        }
        overflows
    }
}

/// Lines that columns may be higher than they would be if they could be parted anywhere.
const MOST_MORE: f64 = 4.0;

impl ItemSheet {
    /// Whether it would leave half a page empty if it went over to the next one.
    fn is_long(&self, measures: &Measures) -> bool {
        let lines = markdown::plain_text(&self.blocks).chars().count() / measures.characters as usize;
        lines > measures.lines as usize / 2
    }

    pub(super) fn new(item: &ItemContent, index: usize, room: ItemRoom, means: Means) -> Self {
        let (characters, size) = (room.characters, means.measures.size());
        // The headline of a 信息 stands over all columns.
        let over = f64::from(means.measures.characters);
        let widest_over = |points: f64| (over * size / points + 0.05).floor();
        let width = |role: Role| move |line: &str| means.fonts.width(role, line);
        let (title_lines, title_size) = match room.kind {
            Kind::Article => headline(&item.title, widest_over, &width(Role::Song)),
            Kind::Brief => (lines::fitting(&item.title, characters - 1.0, &width(Role::Hei)), size),
        };
        let subtitle = item.subtitle.as_deref().unwrap_or_default();
        let advance = |character| means.fonts.advance(Role::Fang, character);
        let piece = if room.loosened { characters / 5.0 } else { characters };
        let mut blocks =
            prepared(&item.body, room.kind, &Room { line: characters - 2.0, piece, width: &advance });
        let mut large = Vec::new();
        if title_lines.len() as f64 * 1.5 * title_size > means.measures.area_height() / 2.0 {
            large.push(Large::Heading);
        }
        let leads = room.kind == Kind::Brief && title_lines.is_empty();
        let lost = lost_pictures(&blocks, means, &mut large);
        let tables = set_tables(&mut blocks, leads, room, means, &mut large);
        Self {
            index,
            name: item.name(),
            title_lines,
            title_size,
            subtitle_lines: lines::fitting(subtitle, over - 2.0, &width(Role::Kai)),
            // By its text as typed: what tidying adds for the lines' ends counts nowhere.
            gallery: room.kind == Kind::Article && markdown::is_gallery(&markdown::parse(&item.body)),
            blocks,
            lost,
            tables,
            attribution: attribution(&item.attribution, characters, means),
            deepest: (characters - 9.0).max(1.0),
            end_over: false,
            loose: false,
            large,
            room,
        }
    }

    /// Lets its lines end within long runs. Answers whether that changes anything.
    pub(super) fn loosen(&mut self, item: &ItemContent, means: Means) -> bool {
        if self.room.loosened {
            return false;
        }
        let room = ItemRoom { loosened: true, ..self.room };
        let loosened = Self::new(item, self.index, room, means);
        let changed = loosened.blocks != self.blocks;
        *self = Self { end_over: self.end_over, loose: self.loose, ..loosened };
        changed
    }
}

/// The pictures whose files are not at hand, each noted.
fn lost_pictures(blocks: &[Block], means: Means, large: &mut Vec<Large>) -> Vec<String> {
    let mut lost = Vec::new();
    let pictures = blocks.iter().filter_map(|block| match block {
        Block::Picture { hash, caption, .. } => Some((hash, caption)),
        _ => None,
    });
    for (place, (hash, caption)) in pictures.enumerate().filter(|(_, (hash, _))| !means.pictures.has(hash)) {
        large.push(Large::Lost { number: place + 1, caption: caption.clone() });
        lost.push(hash.clone());
    }
    lost
}

/// Sets a body's tables, and notes those that find no room. `leads` says that ▲ stands beside a first one.
fn set_tables(
    blocks: &mut [Block],
    leads: bool,
    room: ItemRoom,
    means: Means,
    large: &mut Vec<Large>,
) -> BTreeMap<usize, TableSheet> {
    let size = means.measures.size();
    let first = blocks.iter().position(|block| !matches!(block, Block::Rule | Block::Picture { .. }));
    let mut sheets = BTreeMap::new();
    for (at, block) in blocks.iter_mut().enumerate() {
        if !matches!(block, Block::Table { .. }) {
            continue;
        }
        let beside = if leads && first == Some(at) { LEAD } else { 0.0 };
        let place = tables::Place {
            width: (room.characters - beside) * size,
            height: means.measures.area_height(),
            body: size,
            smallest: room.smallest,
        };
        let (sheet, fits) = tables::set(block, place, means.fonts);
        sheets.insert(at, sheet);
        if let (false, Block::Table { head, .. }) = (fits, &*block) {
            let name = head.first().map(|cell| breaks::bare(&tables::text_of(cell))).unwrap_or_default();
            large.push(Large::Table { number: sheets.len(), name, columns: head.len() });
        }
    }
    sheets
}

/// The room of ▲ beside a table, in characters.
const LEAD: f64 = 1.25;

/// An attribution's lines, none of them wider than the line by its glyphs.
fn attribution(text: &str, characters: f64, means: Means) -> Vec<String> {
    let mut room = characters;
    loop {
        let lines = lines::attribution(text, room);
        let worst = lines.iter().map(|line| means.fonts.width(Role::Fang, line)).fold(0.0, f64::max);
        if worst <= characters + 0.01 || room < 1.0 {
            return lines;
        }
        room *= (characters / worst).min(0.97);
    }
}

/// The sections in which something stands. A 简讯 with a table too wide for a column takes the full width, and its
/// section goes on below it.
pub(super) fn sections<'a>(content: &'a IssueContent, means: Means) -> Vec<SectionSheet<'a>> {
    let mut index = 0;
    let mut sections = Vec::new();
    for section in content.sections.iter().filter(|section| !section.items.is_empty()) {
        let title = section.title.as_deref().filter(|title| !title.trim().is_empty());
        for (place, run) in runs(section, means).into_iter().enumerate() {
            let items = &section.items[run.clone()];
            let columns = columns(section.kind, section.in_columns, items, means);
            let sheet = section_sheet(section.kind, items, index + run.start, columns, means);
            let title = title.filter(|_| place == 0);
            let title_lines = title.map(|title| section_title(title, means)).unwrap_or_default();
            sections.push(SectionSheet {
                index: sections.len(),
                title,
                title_lines,
                goes_on: place > 0,
                ..sheet
            });
        }
        index += section.items.len();
    }
    sections
}

/// The items that stand in columns together, and those that stand alone between them.
fn runs(section: &SectionContent, means: Means) -> Vec<std::ops::Range<usize>> {
    let items = &section.items;
    if section.kind == Kind::Article && section.in_columns {
        // Each ends its columns before the next headline.
        return (0..items.len()).map(|place| place..place + 1).collect();
    }
    if section.kind == Kind::Article || items.len() < 2 {
        return std::iter::once(0..items.len()).collect();
    }
    let is_wide = |item: &ItemContent| is_wide(item, Kind::Brief, means);
    let mut runs: Vec<std::ops::Range<usize>> = Vec::new();
    let mut last_is_wide = true;
    for (place, item) in items.iter().enumerate() {
        let wide = is_wide(item);
        match runs.last_mut() {
            Some(run) if !wide && !last_is_wide => run.end = place + 1,
            _ => runs.push(place..place + 1),
        }
        last_is_wide = wide;
    }
    runs
}

/// Whether an item has a table that is too wide for a column.
fn is_wide(item: &ItemContent, kind: Kind, means: Means) -> bool {
    let room = ItemRoom::new(kind, means.measures.columns, means.measures);
    // Only a table can be too wide, and it has bars.
    item.body.contains('|')
        && ItemSheet::new(item, 0, room, means).large.iter().any(|large| matches!(large, Large::Table { .. }))
}

/// In how many columns a run of items stands.
fn columns(kind: Kind, in_columns: bool, items: &[ItemContent], means: Means) -> u32 {
    let stands_in_columns = match (kind, items) {
        // A page of pictures has pairs of its own.
        (Kind::Article, [item]) => {
            in_columns && !markdown::is_gallery(&markdown::parse(&item.body)) && !is_wide(item, kind, means)
        }
        (Kind::Article, _) => false,
        // A single 简讯 has nothing to stand beside, and is not torn in two.
        (Kind::Brief, items) => items.len() > 1,
    };
    if stands_in_columns { means.measures.columns } else { 1 }
}

fn section_title(title: &str, means: Means) -> Vec<String> {
    let widest = f64::from(means.measures.characters) * means.measures.size() / SECTION_TITLE;
    lines::fitting(title, widest, &|line| means.fonts.width(Role::Hei, line))
}

/// `first` is the first item's index through the whole issue.
fn section_sheet<'a>(
    kind: Kind,
    items: &[ItemContent],
    first: usize,
    columns: u32,
    means: Means,
) -> SectionSheet<'a> {
    let room = ItemRoom::new(kind, columns, means.measures);
    let sheet = |(place, item)| ItemSheet::new(item, first + place, room, means);
    SectionSheet {
        index: 0,
        kind,
        title: None,
        title_lines: Vec::new(),
        columns,
        items: items.iter().enumerate().map(sheet).collect(),
        goes_on: false,
        new_page: false,
        height: None,
        more: 0.0,
    }
}

/// Lets the end of the text begin a new page: the last paragraph of a 信息, the last 简讯 (one for each column). Where
/// that would leave too much of a page empty everything stays as it is.
pub(super) fn bring_over(sections: &mut Vec<SectionSheet>, content: &IssueContent, means: Means) {
    let has_others = sections.len() > 1;
    let Some(last) = sections.last_mut() else { return };
    // Columns end together, and pictures stand together: neither leaves its end to another page.
    let (stands_in_columns, is_gallery) =
        (last.stands_in_columns(), last.items.last().is_some_and(|item| item.gallery));
    if let (Kind::Article, Some(item)) = (last.kind, last.items.last_mut())
        && item.blocks.len() > 1
        && !stands_in_columns
        && !is_gallery
    {
        item.end_over = true;
        return;
    }
    if last.kind == Kind::Article && last.items.last().is_some_and(|item| item.is_long(means.measures)) {
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
    let (kind, begin) = (last.kind, last.items[0].index);
    let (title, title_lines, goes_on) = (last.title, std::mem::take(&mut last.title_lines), last.goes_on);
    let sheet = |from: usize, until: usize| {
        let items: Vec<ItemContent> = items[from..until].iter().map(|item| (*item).clone()).collect();
        section_sheet(kind, &items, from, columns(kind, false, &items, means), means)
    };
    *last = SectionSheet { index: last.index, title, title_lines, goes_on, ..sheet(begin, first) };
    let over = sheet(first, items.len());
    sections.push(SectionSheet { index: sections.len(), goes_on: true, new_page: true, ..over });
}

/// A headline's lines and the size of its characters.
fn headline(title: &str, widest: impl Fn(f64) -> f64, width: &dyn Fn(&str) -> f64) -> (Vec<String>, f64) {
    let lines = lines::fitting(title, widest(HEADLINE), width);
    let breaks_well = lines.iter().rev().skip(1).all(|line| {
        title.split_whitespace().any(|part| line.ends_with(part))
            || line.ends_with(['，', '、', '：', '；', '—', '”', '》'])
    });
    let smaller = lines::fitting(title, widest(SMALLER_HEADLINE), width);
    if lines.len() == 2 && !breaks_well && smaller.len() == 1 || lines.len() > MOST_LINES {
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
        let headline = |title| headline(title, widest, &lines::width);
        assert_eq!(headline("全县春季国土绿化暨森林防火工作推进会议召开").1, SMALLER_HEADLINE);
        let (lines, size) = headline("全县春季国土绿化 暨森林防火工作推进会议召开");
        assert_eq!((lines.len(), size), (2, HEADLINE));
    }
}
