//! Pages as they came out: how many, how full, where each item stands; their PDF and their pictures.

use std::collections::BTreeSet;

use typst::{foundations::Smart, utils::Scalar};
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;
use typst_render::RenderOptions;

use super::{
    GlyphPlace, Large, MissingGlyph, NoRoom, Obstacle, TypesetError,
    check::{self, Area},
    clean,
    pages::{Owner, PlacedText, Reading},
    picture::png,
};

/// A document laid out in pages.
#[derive(Debug)]
pub struct LaidOut {
    document: PagedDocument,
    /// What the PDF's identifier is made from: the same for every version of the same issue.
    identity: String,
    texts: Vec<PlacedText>,
    last_page_fill: f64,
    missing: Vec<MissingGlyph>,
    no_room: Vec<NoRoom>,
    fonts: BTreeSet<String>,
}

/// The part of a page that an item takes, in fractions of the page's width and height.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct ItemSpot {
    /// From 0 through the whole issue.
    pub item: usize,
    pub left: f64,
    pub top: f64,
    pub width: f64,
    pub height: f64,
}

/// What pages do not say of themselves.
pub(super) struct About {
    pub(super) identity: String,
    /// What the items are called, in printed order.
    pub(super) names: Vec<String>,
    /// What the masthead says; `None` for a bulletin and a slip, which have none.
    pub(super) surroundings: Option<String>,
    pub(super) area: Area,
    /// What was known to find no room before it was laid out.
    pub(super) no_room: Vec<NoRoom>,
}

impl LaidOut {
    pub(super) fn new(document: PagedDocument, reading: Reading, about: About) -> Self {
        Self {
            last_page_fill: last_page_fill(&document, &reading, &about),
            missing: missing_glyphs(&reading.texts, &about),
            no_room: no_room(&reading.texts, &about),
            identity: about.identity,
            document,
            texts: reading.texts,
            fonts: reading.fonts,
        }
    }

    /// How many pages there are.
    pub fn pages(&self) -> usize {
        self.document.pages().len()
    }

    /// A page's width and height, in points; `None` where there is no such page.
    pub fn size(&self, page: usize) -> Option<(f64, f64)> {
        let size = self.document.pages().get(page)?.frame.size();
        Some((size.x.to_pt(), size.y.to_pt()))
    }

    /// How much of the last page's height is taken, from 0 to 1, without the foot.
    pub fn last_page_fill(&self) -> f64 {
        self.last_page_fill
    }

    /// Characters for which no font has a glyph, each once for each place.
    pub fn missing_glyphs(&self) -> &[MissingGlyph] {
        &self.missing
    }

    /// What is too large for the page, or came to stand over something else; each once.
    pub fn no_room(&self) -> &[NoRoom] {
        &self.no_room
    }

    /// Everything that keeps the pages from being printed.
    pub fn obstacles(&self) -> Vec<Obstacle> {
        let glyphs = self.missing.iter().cloned().map(Obstacle::Glyph);
        glyphs.chain(self.no_room.iter().cloned().map(Obstacle::Room)).collect()
    }

    /// Whether the pages can be printed: every character has its glyph, and everything its room.
    pub fn printable(&self) -> Result<(), TypesetError> {
        match (self.missing.as_slice(), self.no_room.as_slice()) {
            ([], []) => Ok(()),
            (missing, []) => Err(TypesetError::MissingGlyphs(missing.to_vec())),
            _ => Err(TypesetError::Obstacles(self.obstacles())),
        }
    }

    /// How far the characters of a line are drawn apart to fill it, at most, in characters.
    pub fn widest_gap(&self) -> f64 {
        self.texts.iter().map(|text| text.gap).fold(0.0, f64::max)
    }

    /// The families of the fonts that the pages are set with.
    pub fn fonts_used(&self) -> impl Iterator<Item = &str> {
        self.fonts.iter().map(String::as_str)
    }

    /// Where items stand on a page, counted from 0: one spot for each column that an item takes.
    pub fn spots(&self, page: usize) -> Vec<ItemSpot> {
        let Some(finished) = self.document.pages().get(page) else { return Vec::new() };
        let (width, height) = (finished.frame.width().to_pt(), finished.frame.height().to_pt());
        let mut spots: Vec<ItemSpot> = Vec::new();
        for text in self.texts.iter().filter(|text| text.page == page) {
            let Owner::Item { index, columns } = text.owner else { continue };
            let spot = ItemSpot {
                item: index,
                left: text.left / width,
                top: text.top / height,
                width: (text.right - text.left) / width,
                height: (text.bottom - text.top) / height,
            };
            let same = |other: &&mut ItemSpot| {
                other.item == index && (columns.is_none() || (other.left < 0.5) == (spot.left < 0.5))
            };
            match spots.iter_mut().find(same) {
                Some(other) => *other = united(*other, spot),
                None => spots.push(spot),
            }
        }
        spots
    }

    /// A page's text, line by line in reading order; none where there is no such page.
    pub fn lines(&self, page: usize) -> Vec<String> {
        let mut lines: Vec<(f64, f64, String)> = Vec::new();
        for text in self.texts.iter().filter(|text| text.page == page) {
            match lines.last_mut() {
                Some((bottom, right, line))
                    if (*bottom - text.bottom).abs() < 4.0 && text.left >= *right - 1.0 =>
                {
                    line.push_str(&text.text);
                    *right = text.right;
                }
                _ => lines.push((text.bottom, text.right, text.text.clone())),
            }
        }
        lines.into_iter().map(|(_, _, line)| line).collect()
    }

    /// The PDF: tagged, with an outline, its fonts as subsets; the same pages always give the same bytes.
    pub fn pdf(&self) -> Result<Vec<u8>, TypesetError> {
        let options = PdfOptions {
            ident: Smart::Custom(self.identity.clone()),
            creator: Smart::Custom(Some("Jianbao".to_owned())),
            ..PdfOptions::default()
        };
        typst_pdf::pdf(&clean::without_signs(&self.document), &options).map_err(|faults| {
            let messages: Vec<_> = faults.iter().map(|fault| fault.message.to_string()).collect();
            TypesetError::Broken(messages.join("；"))
        })
    }

    /// A page's picture as PNG; `None` where there is no such page. `pixels` is for each inch.
    pub fn png(&self, page: usize, pixels: f64) -> Option<Vec<u8>> {
        let page = self.document.pages().get(page)?;
        let options = RenderOptions { pixel_per_pt: Scalar::new(pixels / 72.0), render_bleed: false };
        let picture = typst_render::render(page, &options);
        Some(png(picture.width(), picture.height(), picture.data()))
    }
}

fn united(one: ItemSpot, other: ItemSpot) -> ItemSpot {
    let left = one.left.min(other.left);
    let top = one.top.min(other.top);
    let right = (one.left + one.width).max(other.left + other.width);
    let bottom = (one.top + one.height).max(other.top + other.height);
    ItemSpot { item: one.item, left, top, width: right - left, height: bottom - top }
}

fn last_page_fill(document: &PagedDocument, reading: &Reading, about: &About) -> f64 {
    let last = document.pages().len().saturating_sub(1);
    let Area { top, bottom, .. } = about.area;
    let texts = reading.texts.iter().filter(|text| text.page == last);
    let lowest = texts
        .filter(|text| !matches!(text.owner, Owner::Foot | Owner::Margin))
        .map(|text| text.bottom)
        .fold(top, f64::max);
    ((lowest - top) / (bottom - top)).clamp(0.0, 1.0)
}

fn missing_glyphs(texts: &[PlacedText], about: &About) -> Vec<MissingGlyph> {
    let mut missing: Vec<MissingGlyph> = Vec::new();
    for text in texts {
        for character in &text.missing {
            let place = match (place_of(text, about), &about.surroundings) {
                // The list of contents repeats titles, whose items are named anyway.
                (GlyphPlace::Masthead, Some(said)) if !said.contains(*character) => continue,
                (place, _) => place,
            };
            let glyph = MissingGlyph { character: *character, place };
            if !missing.contains(&glyph) {
                missing.push(glyph);
            }
        }
    }
    missing
}

fn place_of(text: &PlacedText, about: &About) -> GlyphPlace {
    match text.owner {
        Owner::Foot => GlyphPlace::Foot,
        Owner::Item { index, .. } => {
            GlyphPlace::Item { index, name: about.names.get(index).cloned().unwrap_or_default() }
        }
        Owner::Masthead | Owner::Margin if about.surroundings.is_none() => GlyphPlace::Bulletin,
        Owner::Masthead | Owner::Margin => GlyphPlace::Masthead,
    }
}

/// What was known to be too large, and what the pages show beside that.
fn no_room(texts: &[PlacedText], about: &About) -> Vec<NoRoom> {
    let mut lacking = about.no_room.clone();
    for text in check::misplaced(texts, &about.area) {
        let place = place_of(text, about);
        if !lacking.iter().any(|known| known.place == place) {
            lacking.push(NoRoom { place, what: Large::Text(text.text.trim().to_owned()) });
        }
    }
    lacking
}
