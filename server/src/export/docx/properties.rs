//! What a document says of itself beside its text: title, author, day, and the line above each page.

use std::io;

use domain::scoring::Bulletin;
use quick_xml::events::BytesText;
use typeset::BulletinLetter;

use super::xml::{self, Part, Placing, WORD};

/// The core properties (`docProps/core.xml`). Their time is the bulletin's, not that of whoever asked for the file.
pub(super) fn core(bulletin: &Bulletin, letter: &BulletinLetter) -> io::Result<Vec<u8>> {
    let day = match letter.date {
        Some(date) => date.to_string(),
        None => format!("{}-01", bulletin.month),
    };
    core_of(&bulletin.title.concat(), letter.signature.as_deref().unwrap_or_default(), &day)
}

/// As [`core`]; the day as 2024-01-31.
pub(super) fn core_of(title: &str, creator: &str, day: &str) -> io::Result<Vec<u8>> {
    let text = |part: &mut Part, name: &str, text: &str| {
        let text = xml::printable(text);
        part.create_element(name).write_text_content(BytesText::new(&text)).map(drop)
    };
    let mut part = xml::begin()?;
    let properties = part.create_element("cp:coreProperties").with_attributes([
        ("xmlns:cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"),
        ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
        ("xmlns:dcterms", "http://purl.org/dc/terms/"),
        ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
    ]);
    properties.write_inner_content(|part| {
        text(part, "dc:title", title)?;
        text(part, "dc:creator", creator)?;
        for name in ["dcterms:created", "dcterms:modified"] {
            let time = format!("{day}T00:00:00Z");
            let element = part.create_element(name).with_attribute(("xsi:type", "dcterms:W3CDTF"));
            element.write_text_content(BytesText::new(&time))?;
        }
        Ok(())
    })?;
    Ok(part.into_inner())
}

/// The line above each page, which marks what is no final document; else it is empty.
pub(super) fn header(mark: Option<&str>) -> io::Result<Vec<u8>> {
    let mut part = xml::begin()?;
    let header = part.create_element("w:hdr").with_attribute(("xmlns:w", WORD));
    header.write_inner_content(|part| {
        xml::paragraph(part, "Header", Placing::default(), |part| {
            xml::run(part, None, mark.unwrap_or_default())
        })
    })?;
    Ok(part.into_inner())
}
