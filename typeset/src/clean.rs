//! A document without our signs in its texts: they said where lines end, and whoever copies a text out of a PDF must
//! not get them.

use typst::{
    layout::{Frame, FrameItem},
    model::Document,
    text::TextItem,
};
use typst_layout::PagedDocument;

use super::breaks;

/// The document as it is written to a file.
pub(super) fn without_signs(document: &PagedDocument) -> PagedDocument {
    if !document.pages().iter().any(|page| has_signs(&page.frame)) {
        return document.clone();
    }
    let mut pages = document.pages().to_vec();
    for page in &mut pages {
        clean(&mut page.frame);
    }
    PagedDocument::new(pages.into(), document.info().clone())
}

fn has_signs(frame: &Frame) -> bool {
    frame.items().any(|(_, item)| match item {
        FrameItem::Group(group) => has_signs(&group.frame),
        FrameItem::Text(text) => text.text.contains(breaks::is_sign),
        _ => false,
    })
}

/// Touches only what has signs in it: frames are shared.
fn clean(frame: &mut Frame) {
    if !has_signs(frame) {
        return;
    }
    frame.retain(|item| {
        match item {
            FrameItem::Group(group) => clean(&mut group.frame),
            FrameItem::Text(text) => clean_text(text),
            _ => {}
        }
        true
    });
}

/// A sign has no glyph of its own: it is part of the one before it.
fn clean_text(item: &mut TextItem) {
    if !item.text.contains(breaks::is_sign) {
        return;
    }
    let signs: Vec<usize> = item
        .text
        .char_indices()
        .filter(|(_, character)| breaks::is_sign(*character))
        .map(|(at, _)| at)
        .collect();
    let moved = |at: u16| {
        let before = signs.partition_point(|sign| *sign < usize::from(at));
        // Each sign takes three bytes.
        at - u16::try_from(3 * before).unwrap_or(at)
    };
    for glyph in &mut item.glyphs {
        glyph.range = moved(glyph.range.start)..moved(glyph.range.end);
    }
    item.text = breaks::bare(&item.text).into();
}
