//! A bulletin or an issue as a Word document, for offices that edit it: the whole letter with its tables and lists; the whole
//! issue with its pieces and pictures.
//!
//! A package of WordprocessingML (ISO/IEC 29500) for Word and WPS. What never changes stands in `templates/docx`;
//! the text is written here, with the figures from the one bulletin. The same content gives the same bytes.

use std::{
    collections::BTreeMap,
    io::{Cursor, Write},
};

use domain::{issue::content::IssueContent, scoring::Bulletin};
use typeset::BulletinLetter;
use zip::{ZipWriter, write::SimpleFileOptions};

use super::ExportError;

mod document;
mod issue;
mod page;
mod properties;
mod table;
mod xml;

pub use issue::Picture;

const STYLES: &str = "word/styles.xml";
const RELATIONS: &str = "word/_rels/document.xml.rels";
const TYPES: &str = "[Content_Types].xml";
/// What an issue is styled with besides.
const ISSUE_STYLES: &str = include_str!("../../../../templates/docx/issue_styles.xml");

/// The package's parts that are the same for every bulletin.
const PARTS: [(&str, &str); 9] = [
    ("_rels/.rels", include_str!("../../../../templates/docx/rels.xml")),
    ("docProps/app.xml", include_str!("../../../../templates/docx/app.xml")),
    (RELATIONS, include_str!("../../../../templates/docx/document_rels.xml")),
    (STYLES, include_str!("../../../../templates/docx/styles.xml")),
    ("word/settings.xml", include_str!("../../../../templates/docx/settings.xml")),
    ("word/fontTable.xml", include_str!("../../../../templates/docx/font_table.xml")),
    ("word/footer1.xml", include_str!("../../../../templates/docx/footer_odd.xml")),
    ("word/footer2.xml", include_str!("../../../../templates/docx/footer_even.xml")),
    (TYPES, include_str!("../../../../templates/docx/content_types.xml")),
];

/// A document with the letter around the tables.
pub fn bulletin(bulletin: &Bulletin, letter: &BulletinLetter) -> Result<Vec<u8>, ExportError> {
    let mut package = ZipWriter::new(Cursor::new(Vec::new()));
    // The content types come first, by which a file is known for what it is.
    for (name, text) in PARTS.iter().rev() {
        add(&mut package, name, text.as_bytes())?;
    }
    add(&mut package, "docProps/core.xml", &properties::core(bulletin, letter)?)?;
    add(&mut package, "word/header1.xml", &properties::header(letter.mark)?)?;
    add(&mut package, "word/document.xml", &document::write(bulletin, letter)?)?;
    Ok(package.finish()?.into_inner())
}

/// An issue as it is printed; pictures by the hash that texts name them with. One that is not there is told in words.
pub fn issue(
    content: &IssueContent,
    pictures: &BTreeMap<String, Picture>,
    mark: Option<&str>,
) -> Result<Vec<u8>, ExportError> {
    let numbered: BTreeMap<&str, (usize, &Picture)> = pictures
        .iter()
        .zip(1..)
        .map(|((hash, picture), number)| (hash.as_str(), (number, picture)))
        .collect();
    let mut package = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in PARTS.iter().rev() {
        let text = match *name {
            STYLES => text.replace("</w:styles>", ISSUE_STYLES),
            RELATIONS => {
                let relations = numbered.values().map(|(number, picture)| {
                    format!(
                        "<Relationship Id=\"{}\" Type=\"{PICTURES}\" Target=\"media/{number}.{}\"/>",
                        issue::relation(*number),
                        picture.ending
                    )
                });
                text.replace(
                    "</Relationships>",
                    &format!("{}</Relationships>", relations.collect::<String>()),
                )
            }
            TYPES => text.replace("<Override PartName=\"/word/document.xml\"", MEDIA),
            _ => (*text).to_owned(),
        };
        add(&mut package, name, text.as_bytes())?;
    }
    let title = format!("{}{}年{}", content.newsletter, content.year, content.number_in_words());
    let core = properties::core_of(&title, &content.publisher, &content.date.to_string())?;
    add(&mut package, "docProps/core.xml", &core)?;
    add(&mut package, "word/header1.xml", &properties::header(mark)?)?;
    add(&mut package, "word/document.xml", &issue::write(content, &numbered)?)?;
    for (number, picture) in numbered.values() {
        add(&mut package, &format!("word/media/{number}.{}", picture.ending), &picture.bytes)?;
    }
    Ok(package.finish()?.into_inner())
}

/// The kind of a relation to a picture.
const PICTURES: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image";
/// Which files are pictures, before the first part that is named.
const MEDIA: &str = "<Default Extension=\"png\" ContentType=\"image/png\"/>\
    <Default Extension=\"jpeg\" ContentType=\"image/jpeg\"/><Override PartName=\"/word/document.xml\"";

fn add(package: &mut ZipWriter<Cursor<Vec<u8>>>, name: &str, content: &[u8]) -> Result<(), ExportError> {
    // The default options bear a fixed time.
    package.start_file(name, SimpleFileOptions::default())?;
    package.write_all(content)?;
    Ok(())
}
