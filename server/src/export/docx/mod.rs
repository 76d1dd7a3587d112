//! The bulletin as a Word document: the whole letter with its tables and lists, for offices that edit and stamp it.
//!
//! A package of WordprocessingML (ISO/IEC 29500) for Word and WPS. What never changes stands in `templates/docx`;
//! the text is written here, with the figures from the one bulletin. The same bulletin gives the same bytes.

use std::io::{Cursor, Write};

use domain::scoring::Bulletin;
use typeset::BulletinLetter;
use zip::{ZipWriter, write::SimpleFileOptions};

use super::ExportError;

mod document;
mod page;
mod properties;
mod table;
mod xml;

/// The package's parts that are the same for every bulletin.
const PARTS: [(&str, &str); 9] = [
    ("_rels/.rels", include_str!("../../../../templates/docx/rels.xml")),
    ("docProps/app.xml", include_str!("../../../../templates/docx/app.xml")),
    ("word/_rels/document.xml.rels", include_str!("../../../../templates/docx/document_rels.xml")),
    ("word/styles.xml", include_str!("../../../../templates/docx/styles.xml")),
    ("word/settings.xml", include_str!("../../../../templates/docx/settings.xml")),
    ("word/fontTable.xml", include_str!("../../../../templates/docx/font_table.xml")),
    ("word/footer1.xml", include_str!("../../../../templates/docx/footer_odd.xml")),
    ("word/footer2.xml", include_str!("../../../../templates/docx/footer_even.xml")),
    ("[Content_Types].xml", include_str!("../../../../templates/docx/content_types.xml")),
];

/// A document with the letter around the tables.
pub fn bulletin(bulletin: &Bulletin, letter: &BulletinLetter) -> Result<Vec<u8>, ExportError> {
    let mut package = ZipWriter::new(Cursor::new(Vec::new()));
    // The content types come first, by which a file is known for what it is.
    for (name, text) in PARTS.iter().rev() {
        add(&mut package, name, text.as_bytes())?;
    }
    add(&mut package, "docProps/core.xml", &properties::core(bulletin, letter)?)?;
    add(&mut package, "word/header1.xml", &properties::header(letter)?)?;
    add(&mut package, "word/document.xml", &document::write(bulletin, letter)?)?;
    Ok(package.finish()?.into_inner())
}

fn add(package: &mut ZipWriter<Cursor<Vec<u8>>>, name: &str, content: &[u8]) -> Result<(), ExportError> {
    // The default options bear a fixed time.
    package.start_file(name, SimpleFileOptions::default())?;
    package.write_all(content)?;
    Ok(())
}
