//! Reading finished pages: which text stands where, to which item it belongs, and what has no glyph.
//!
//! The templates leave marks (`metadata` with `kind` and `index`) where an item, a run of columns or a picture begins;
//! everything else is read from the frames themselves.

use std::collections::BTreeSet;

use typst::{
    foundations::Value,
    introspection::{MetadataElem, Tag},
    layout::{Frame, FrameItem, Point, Transform},
    text::TextItem,
};
use typst_layout::PagedDocument;

use super::{breaks, drawn};

/// A run of text on a page. Lengths are points from the page's upper left corner.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct PlacedText {
    pub(super) page: usize,
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) top: f64,
    pub(super) bottom: f64,
    pub(super) owner: Owner,
    pub(super) text: String,
    /// Characters for which no font has a glyph.
    pub(super) missing: Vec<char>,
    /// How far its Chinese characters were drawn apart to fill the line, in characters.
    pub(super) gap: f64,
    /// What stands behind its last character of that, in points.
    pub(super) behind: f64,
    /// Whether it is turned: a word across a page, over which other text may stand.
    pub(super) turned: bool,
}

/// What a text is part of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Owner {
    /// Before the first item: the masthead and the list of contents.
    #[default]
    Masthead,
    /// An item, by its index in the whole issue; `section` where it stands in columns.
    Item {
        index: usize,
        columns: Option<usize>,
    },
    Foot,
    /// Outside the type area: page numbers.
    Margin,
}

/// Where a run of columns begins.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct ColumnsStart {
    pub(super) section: usize,
    pub(super) page: usize,
    pub(super) top: f64,
}

/// All that was read from a document.
#[derive(Debug, Default)]
pub(super) struct Reading {
    pub(super) texts: Vec<PlacedText>,
    /// What is not torn, however high: pictures with what is said below them. They have no text of their own.
    pub(super) wholes: Vec<PlacedText>,
    pub(super) columns: Vec<ColumnsStart>,
    /// The page on which each item begins, from 0.
    pub(super) first_pages: Vec<Option<usize>>,
    pub(super) fonts: BTreeSet<String>,
    /// Where the foot begins, on the last page.
    pub(super) foot_top: Option<f64>,
}

/// Reads a document. Below `area_bottom`, in points, stand only page numbers.
pub(super) fn read(document: &PagedDocument, area_bottom: f64) -> Reading {
    let mut reader = Reader {
        reading: Reading::default(),
        page: 0,
        area_bottom,
        item: None,
        columns: None,
        in_foot: false,
    };
    for (page, finished) in document.pages().iter().enumerate() {
        reader.page = page;
        reader.frame(&finished.frame, Transform::identity());
    }
    reader.reading
}

struct Reader {
    reading: Reading,
    page: usize,
    area_bottom: f64,
    item: Option<usize>,
    columns: Option<usize>,
    in_foot: bool,
}

impl Reader {
    fn frame(&mut self, frame: &Frame, transform: Transform) {
        for (position, item) in frame.items() {
            let here = transform.pre_concat(Transform::translate(position.x, position.y));
            match item {
                FrameItem::Group(group) => self.frame(&group.frame, here.pre_concat(group.transform)),
                FrameItem::Text(text) => {
                    self.text(text, Point::zero().transform(here), !here.is_only_translate())
                }
                FrameItem::Tag(Tag::Start(content, _)) => {
                    if let Some((kind, index)) =
                        content.to_packed::<MetadataElem>().and_then(|it| mark(&it.value))
                    {
                        self.mark(&kind, index, Point::zero().transform(here));
                    }
                }
                _ => {}
            }
        }
    }

    fn mark(&mut self, kind: &str, index: usize, at: Point) {
        match kind {
            "item" => {
                self.item = Some(index);
                let pages = &mut self.reading.first_pages;
                pages.resize(pages.len().max(index + 1), None);
                pages[index] = Some(self.page);
            }
            "columns" => {
                self.columns = Some(index);
                let start = ColumnsStart { section: index, page: self.page, top: at.y.to_pt() };
                self.reading.columns.push(start);
            }
            "columns-end" => self.columns = None,
            "whole" => {
                let (left, top) = (at.x.to_pt(), at.y.to_pt());
                let bottom = top + index as f64 / 100.0;
                let (page, owner) = (self.page, self.owner());
                self.reading.wholes.push(PlacedText {
                    page,
                    left,
                    right: left,
                    top,
                    bottom,
                    owner,
                    ..PlacedText::default()
                });
            }
            "foot" => {
                self.in_foot = true;
                self.reading.foot_top = Some(at.y.to_pt());
            }
            _ => {}
        }
    }

    /// To whom what stands within the type area belongs.
    fn owner(&self) -> Owner {
        match self.in_foot {
            true => Owner::Foot,
            false => self.item.map_or(Owner::Masthead, |index| Owner::Item { index, columns: self.columns }),
        }
    }

    fn text(&mut self, item: &TextItem, at: Point, turned: bool) {
        let (baseline, size) = (at.y.to_pt(), item.size.to_pt());
        let owner = if baseline > self.area_bottom + size { Owner::Margin } else { self.owner() };
        let missing = item.glyphs.iter().filter(|glyph| glyph.id == 0);
        self.reading.fonts.insert(item.font.info().family.clone());
        self.reading.texts.push(PlacedText {
            page: self.page,
            left: at.x.to_pt(),
            right: (at.x + item.width()).to_pt(),
            top: baseline - 0.88 * size,
            bottom: baseline + 0.12 * size,
            owner,
            text: breaks::bare(&item.text),
            missing: missing
                .flat_map(|glyph| item.text[glyph.range()].chars())
                .filter(|character| !is_joiner(*character))
                .collect(),
            gap: drawn::gap(item),
            behind: drawn::behind(item),
            turned,
        });
    }
}

/// A line whose characters stand so far from each other, in characters, has wide gaps.
const WIDE: f64 = 0.25;

/// The items of which a line has wide gaps.
pub(super) fn drawn_apart(reading: &Reading) -> BTreeSet<usize> {
    let wide = reading.texts.iter().filter(|text| text.gap > WIDE);
    wide.filter_map(|text| if let Owner::Item { index, .. } = text.owner { Some(index) } else { None })
        .collect()
}

/// Signs that only join or vary the characters beside them: those are named instead.
pub(super) fn is_joiner(character: char) -> bool {
    matches!(character, '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{fe00}'..='\u{fe0f}')
        || ('\u{e0000}'..='\u{e0fff}').contains(&character)
}

fn mark(value: &Value) -> Option<(String, usize)> {
    let Value::Dict(fields) = value else { return None };
    let Ok(Value::Str(kind)) = fields.get("kind") else { return None };
    let Ok(Value::Int(index)) = fields.get("index") else { return None };
    Some((kind.to_string(), usize::try_from(*index).ok()?))
}
