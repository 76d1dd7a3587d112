//! Lines whose characters were drawn apart too far are closed up: they end before the margin, and can be read.
//!
//! That is the last resort, where what follows is long and may not be parted. It must not know why a line is short.

use typst::{
    layout::{Abs, Em, Frame, FrameItem, Point},
    model::Document,
    text::TextItem,
};
use typst_layout::PagedDocument;

/// From this gap on a line is closed up, and to which, in characters.
const FROM: f64 = 0.3;
const KEPT: f64 = 0.15;

/// What follows within a line begins where the text before it ends, but for so much, in characters; another column
/// does not.
const NEAR: f64 = 0.1;

/// Signs that end something.
const CLOSING: &str = "，。、；：！？”’》〉）】」』〕］｝〗〙";

/// Signs that are drawn apart like Chinese characters.
const SIGNS: &str = "，。、；：！？”’》〉）】」』〕］｝〗〙“‘《〈（【「『〔［｛〖〘·・ 　";

/// The document with its lines closed up; `None` where there is nothing to do.
pub(super) fn closed_up(document: &PagedDocument) -> Option<PagedDocument> {
    if !document.pages().iter().any(|page| is_drawn(&page.frame)) {
        return None;
    }
    let mut pages = document.pages().to_vec();
    for page in &mut pages {
        close(&mut page.frame);
    }
    Some(PagedDocument::new(pages.into(), document.info().clone()))
}

/// How far Chinese characters were drawn apart, at most, in characters.
pub(super) fn gap(item: &TextItem) -> f64 {
    let drawn = item.glyphs.iter().filter(|glyph| is_ideograph(character(item, glyph.range())));
    drawn.map(|glyph| glyph.x_advance.get() - 1.0).fold(0.0, f64::max)
}

/// What the last character of a text has of that, which nobody sees, in points.
pub(super) fn behind(item: &TextItem) -> f64 {
    let Some(last) = item.glyphs.last() else { return 0.0 };
    // A closing sign fills the first half of its square.
    let own = if CLOSING.contains(character(item, last.range())) {
        Em::new(0.5)
    } else {
        item.font.x_advance(last.id).unwrap_or(last.x_advance)
    };
    (last.x_advance - own).at(item.size).to_pt().max(0.0)
}

fn character(item: &TextItem, range: std::ops::Range<usize>) -> char {
    item.text[range].chars().next().unwrap_or(' ')
}

fn is_ideograph(character: char) -> bool {
    ('\u{3400}'..='\u{9fff}').contains(&character)
}

fn is_drawn(frame: &Frame) -> bool {
    frame.items().any(|(_, item)| match item {
        FrameItem::Group(group) => is_drawn(&group.frame),
        FrameItem::Text(text) => gap(text) > FROM,
        _ => false,
    })
}

/// Touches only what has such lines: frames are shared.
fn close(frame: &mut Frame) {
    if !is_drawn(frame) {
        return;
    }
    frame.retain(|item| {
        if let FrameItem::Group(group) = item {
            close(&mut group.frame);
        }
        true
    });
    let mut items: Vec<(Point, FrameItem)> = frame.items().cloned().collect();
    while let Some((place, gap)) = drawn_text(&items) {
        close_line(&mut items, place, gap);
    }
    frame.clear();
    frame.push_multiple(items);
}

/// The place of a text whose line is to be closed up, and its gap.
fn drawn_text(items: &[(Point, FrameItem)]) -> Option<(usize, f64)> {
    items.iter().enumerate().find_map(|(place, (_, item))| match item {
        FrameItem::Text(text) if gap(text) > FROM => Some((place, gap(text))),
        _ => None,
    })
}

/// Closes up the line in which the text at this place stands.
fn close_line(items: &mut [(Point, FrameItem)], place: usize, gap: f64) {
    let line = line_around(items, place);
    let mut moved = Abs::zero();
    for (at, item) in &mut items[line] {
        at.x -= moved;
        if let FrameItem::Text(text) = item {
            moved += close_text(text, gap - KEPT);
        }
    }
}

/// What stands on a line with this text. A line's parts follow each other, and the lines of another column follow
/// those of the first.
fn line_around(items: &[(Point, FrameItem)], place: usize) -> std::ops::Range<usize> {
    let mut begin = place;
    while begin > 0 && follows(&items[begin - 1], &items[begin]) {
        begin -= 1;
    }
    let mut end = place + 1;
    while end < items.len() && follows(&items[end - 1], &items[end]) {
        end += 1;
    }
    begin..end
}

/// Whether the second stands where the first ends, on the same line.
fn follows((first, one): &(Point, FrameItem), (second, other): &(Point, FrameItem)) -> bool {
    let size = [one, other].into_iter().find_map(|item| match item {
        FrameItem::Text(text) => Some(text.size),
        _ => None,
    });
    let width = match one {
        FrameItem::Text(text) => text.width(),
        FrameItem::Group(group) => group.frame.width(),
        _ => Abs::zero(),
    };
    size.is_some_and(|size| {
        (second.x - first.x - width).abs() <= size * NEAR && (second.y - first.y).abs() <= size * 1.2
    })
}

/// Takes so much from each gap, in characters; answers how much that makes together.
fn close_text(item: &mut TextItem, less: f64) -> Abs {
    let before = item.width();
    let drawn: Vec<bool> = item
        .glyphs
        .iter()
        .map(|glyph| {
            let character = character(item, glyph.range());
            character >= '\u{2e80}' && character.is_alphanumeric() || SIGNS.contains(character)
        })
        .collect();
    for (glyph, _) in item.glyphs.iter_mut().zip(drawn).filter(|(_, drawn)| *drawn) {
        glyph.x_advance = (glyph.x_advance - Em::new(less)).max(Em::zero());
    }
    before - item.width()
}
