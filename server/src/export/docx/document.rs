//! The document's text, in the order in which it is printed: letter, tables, units with their lists, notes.

use std::io;

use domain::scoring::{AdoptedItem, Bulletin, Row};
use typeset::{BulletinLetter, spread, text_width};

use super::{
    page::{TEXT_WIDTH, section},
    table,
    xml::{self, Part, Placing, WORD, paragraph, plain, run, sign},
};

/// A character of the text and a line's height, in twentieths of a point; a line holds 28 characters.
const CHARACTER: u32 = 320;
const LINE: u32 = 579;
const LINE_CHARACTERS: f64 = 28.0;

pub(super) fn write(bulletin: &Bulletin, letter: &BulletinLetter) -> io::Result<Vec<u8>> {
    let mut part = xml::begin()?;
    let document = part.create_element("w:document").with_attributes([
        ("xmlns:w", WORD),
        ("xmlns:r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    ]);
    document.write_inner_content(|part| {
        part.create_element("w:body").write_inner_content(|part| {
            covering_letter(part, bulletin, letter)?;
            tables(part, bulletin)?;
            lists(part, bulletin)?;
            notes(part, &bulletin.notes)?;
            section(part)
        })?;
        Ok(())
    })?;
    Ok(part.into_inner())
}

fn covering_letter(part: &mut Part, bulletin: &Bulletin, letter: &BulletinLetter) -> io::Result<()> {
    // One paragraph of several lines, so that it is one title wherever titles are listed.
    paragraph(part, "Title", Placing::default(), |part| {
        for (place, line) in bulletin.title.iter().enumerate() {
            if place > 0 {
                sign(part, "w:br")?;
            }
            run(part, None, &spread(line))?;
        }
        Ok(())
    })?;
    if let Some(note) = &letter.note {
        plain(part, "Subtitle", &format!("（{note}）"))?;
    }
    if let Some(addressees) = letter.addressees_of(bulletin) {
        plain(part, "Addressees", &format!("{addressees}："))?;
    }
    for text in &bulletin.covering {
        plain(part, "BulletinText", text)?;
    }
    plain(part, "Attachment", &format!("附件：{}", bulletin.attachment))?;
    signature(part, letter)
}

/// Name and day, one centred above the other, three characters from the right edge, with room for a seal above.
fn signature(part: &mut Part, letter: &BulletinLetter) -> io::Result<()> {
    let lines: Vec<String> =
        [letter.signature.clone(), letter.date_in_words()].into_iter().flatten().collect();
    let widest = lines.iter().map(|line| text_width(line)).fold(0.0, f64::max);
    // A signature is some lines of some characters: the width is far from any limit.
    let width = (widest.ceil() as u32).saturating_mul(CHARACTER);
    let right = 3 * CHARACTER;
    let left = TEXT_WIDTH.saturating_sub(right).saturating_sub(width);
    for (place, line) in lines.iter().enumerate() {
        let space_before = (place == 0).then_some(3 * LINE);
        let placing = Placing { space_before, indent: Some((left, right)), ..Placing::default() };
        paragraph(part, "SignedBy", placing, |part| run(part, None, line))?;
    }
    Ok(())
}

fn tables(part: &mut Part, bulletin: &Bulletin) -> io::Result<()> {
    for group in &bulletin.groups {
        heading(part, &group.table_title, true)?;
        table::write(part, bulletin, group)?;
    }
    Ok(())
}

fn lists(part: &mut Part, bulletin: &Bulletin) -> io::Result<()> {
    for (place, group) in bulletin.groups.iter().enumerate() {
        heading(part, &format!("各{}", group.list_title), place == 0)?;
        for row in &group.rows {
            unit(part, row)?;
        }
    }
    Ok(())
}

fn heading(part: &mut Part, text: &str, begins_page: bool) -> io::Result<()> {
    let space_before = (!begins_page).then_some(LINE);
    let placing = Placing { page_break_before: begins_page, space_before, ..Placing::default() };
    paragraph(part, "Heading1", placing, |part| run(part, None, text))
}

fn unit(part: &mut Part, row: &Row) -> io::Result<()> {
    // What is said of a unit stays with the first of its items.
    let placing = Placing { keep_next: !row.items.is_empty(), ..Placing::default() };
    let name = row.figures.unit.as_str();
    paragraph(part, "UnitParagraph", placing, |part| match row.paragraph.strip_prefix(name) {
        Some(rest) => {
            run(part, Some("UnitName"), name)?;
            run(part, None, rest)
        }
        None => run(part, None, &row.paragraph),
    })?;
    row.items.iter().try_for_each(|item| listed(part, item))
}

/// A piece with where it appeared, flush right by a tab; on a line of its own where it hardly fits.
fn listed(part: &mut Part, item: &AdoptedItem) -> io::Result<()> {
    let text = format!("{}．{}", item.number, item.title);
    // The first line is indented by two characters.
    let taken = (2.0 + text_width(&text)) % LINE_CHARACTERS;
    let fits = taken + text_width(&item.source) + 1.0 <= LINE_CHARACTERS;
    paragraph(part, "AdoptedItem", Placing::default(), |part| {
        run(part, None, &text)?;
        if !fits {
            sign(part, "w:br")?;
        }
        sign(part, "w:tab")?;
        run(part, None, &item.source)
    })
}

fn notes(part: &mut Part, notes: &[String]) -> io::Result<()> {
    for (place, note) in notes.iter().enumerate() {
        let space_before = (place == 0).then_some(LINE);
        let placing = Placing { space_before, ..Placing::default() };
        let label = if place == 0 { "注：" } else { "" };
        paragraph(part, "Notes", placing, |part| run(part, None, &format!("{label}{}．{note}", place + 1)))?;
    }
    Ok(())
}
