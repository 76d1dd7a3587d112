//! The zip archive around a document: its parts, how they refer to each other, each read within limits. It must not
//! know what they say.

use std::io::{BufReader, Cursor, Read};

use quick_xml::{
    Reader,
    events::{BytesRef, Event},
};
use zip::{ZipArchive, read::ZipFile, result::ZipError};

use super::{OfficeFileError, Stopping};

/// Documents have some dozens of parts.
const MOST_PARTS: usize = 4_000;
/// The most that is unpacked of one file, all its parts that are read taken together.
const MOST_UNPACKED: u64 = 64 << 20;

/// The most that a part may hold which is read as a whole: what refers to what, and what kind it is.
const MOST_WHOLE: u64 = 2 << 20;

/// An opened archive.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// How much may still be unpacked.
    left: u64,
    stops: Stopping<'a>,
}

/// That one part refers to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Relation {
    pub id: String,
    /// The last word of its type: `worksheet`, `sharedStrings`; the rest differs between the two standards.
    pub kind: String,
    /// The other part's whole name.
    pub target: String,
}

/// What was unpacked is counted, whatever the archive says of its size.
pub(super) struct PartReader<'p, 'a> {
    part: ZipFile<'p, Cursor<&'a [u8]>>,
    left: &'p mut u64,
    stops: Stopping<'a>,
}

impl Read for PartReader<'_, '_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if (self.stops)() {
            return Err(std::io::Error::other(OfficeFileError::TooSlow));
        }
        let read = self.part.read(buffer)?;
        match self.left.checked_sub(read as u64) {
            Some(left) => *self.left = left,
            None => return Err(std::io::Error::other(OfficeFileError::Bomb(too_much()))),
        }
        Ok(read)
    }
}

impl<'a> Package<'a> {
    pub(super) fn open(bytes: &'a [u8], stops: Stopping<'a>) -> Result<Self, OfficeFileError> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
        if archive.len() > MOST_PARTS {
            return Err(OfficeFileError::Bomb(format!("{}个部分", archive.len())));
        }
        Ok(Self { archive, left: MOST_UNPACKED, stops })
    }

    /// Whether there is a part of just this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.archive.index_for_name(name).is_some()
    }

    /// The part with which reading begins: the one that the archive itself names, else the one with the usual name.
    pub(super) fn main_part(&mut self) -> Result<Option<String>, OfficeFileError> {
        let named = self.relations("")?.into_iter().find(|relation| relation.kind == "officeDocument");
        if let Some(relation) = named
            && self.index_of(&relation.target).is_some()
        {
            return Ok(Some(relation.target));
        }
        let usual = ["word/document.xml", "xl/workbook.xml", "xl/workbook.bin", "ppt/presentation.xml"];
        Ok(usual.into_iter().find(|name| self.index_of(name).is_some()).map(str::to_owned))
    }

    /// The parts to which a part refers; `""` for the archive itself. None where it says nothing.
    pub(super) fn relations(&mut self, part: &str) -> Result<Vec<Relation>, OfficeFileError> {
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
        let (name, folder) = (format!("_rels/{name}.rels"), folder.to_owned());
        let name = if folder.is_empty() { name } else { format!("{folder}/{name}") };
        let Some(text) = self.part(&name)? else { return Ok(Vec::new()) };
        let mut reader = Reader::from_str(&text);
        let mut relations = Vec::new();
        loop {
            match reader.read_event().map_err(|error| not_xml(&name, error))? {
                Event::Start(element) | Event::Empty(element)
                    if element.local_name().as_ref() == "Relationship" =>
                {
                    let value = |wanted: &str| {
                        let attributes = element.attributes().flatten();
                        let mut found = attributes.filter(|one| one.key.local_name().as_ref() == wanted);
                        found.next().map(|one| one.value.to_string()).unwrap_or_default()
                    };
                    if value("TargetMode") != "External" {
                        relations.push(Relation {
                            id: value("Id"),
                            kind: value("Type").rsplit('/').next().unwrap_or_default().to_owned(),
                            target: resolved(&folder, &value("Target")),
                        });
                    }
                }
                Event::Eof => return Ok(relations),
                _ => {}
            }
        }
    }

    /// The text of a part; `None` where there is none of this name. What the archive says of its size is not
    /// believed: reading stops at the limit.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<String>, OfficeFileError> {
        let Some(reader) = self.reader(name)? else { return Ok(None) };
        let mut bytes = Vec::new();
        reader.take(MOST_WHOLE + 1).read_to_end(&mut bytes).map_err(|error| unread(name, &error))?;
        if bytes.len() as u64 > MOST_WHOLE {
            return Err(OfficeFileError::Bomb(format!("“{name}”超过 {} MB", MOST_WHOLE >> 20)));
        }
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
        let not_text = |_| not_xml(name, "不是 UTF-8 文字");
        std::str::from_utf8(bytes).map(|text| Some(text.to_owned())).map_err(not_text)
    }

    /// The bytes of a part; `None` where there is none of this name.
    pub(super) fn whole(&mut self, name: &str) -> Result<Option<Vec<u8>>, OfficeFileError> {
        let Some(mut reader) = self.reader(name)? else { return Ok(None) };
        let mut bytes = Vec::new();
        reader.read_to_end(&mut bytes).map_err(|error| unread(name, &error))?;
        Ok(Some(bytes))
    }

    /// A part to be read bit by bit; `None` where there is none of this name.
    pub(super) fn reader(
        &mut self,
        name: &str,
    ) -> Result<Option<BufReader<PartReader<'_, 'a>>>, OfficeFileError> {
        let Some(place) = self.index_of(name) else { return Ok(None) };
        let part = self.archive.by_index(place).map_err(|error| broken(&error))?;
        Ok(Some(BufReader::with_capacity(
            64 << 10,
            PartReader { part, left: &mut self.left, stops: self.stops },
        )))
    }

    /// Where a part stands. Names differ in case from program to program, and nobody minds.
    fn index_of(&self, name: &str) -> Option<usize> {
        let name = name.trim_start_matches('/');
        self.archive.index_for_name(name).or_else(|| {
            let mut names = self.archive.file_names().flatten();
            let known = names.find(|known| known.replace('\\', "/").eq_ignore_ascii_case(name))?;
            self.archive.index_for_name(&known)
        })
    }
}

/// A part's whole name from how another part in a folder refers to it.
fn resolved(folder: &str, target: &str) -> String {
    if let Some(whole) = target.strip_prefix('/') {
        return whole.to_owned();
    }
    let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            ".." => _ = steps.pop(),
            "." | "" => {}
            step => steps.push(step),
        }
    }
    steps.join("/")
}

fn too_much() -> String {
    format!("解压后超过 {} MB", MOST_UNPACKED >> 20)
}

/// `&amp;` and `&#65;`; a document has no entities of its own.
pub(super) fn entity(reference: &BytesRef<'_>, part: &str) -> Result<String, OfficeFileError> {
    if let Some(character) = reference.resolve_char_ref().map_err(|error| not_xml(part, error))? {
        return Ok(character.to_string());
    }
    let name: &str = reference;
    quick_xml::escape::resolve_predefined_entity(name)
        .map(str::to_owned)
        .ok_or_else(|| not_xml(part, format!("no entity {name}")))
}

pub(super) fn not_xml(part: &str, cause: impl ToString) -> OfficeFileError {
    OfficeFileError::NotXml { part: part.to_owned(), cause: cause.to_string() }
}

/// Why a part could not be read: it goes on too long, or the archive is broken.
pub(super) fn unread(part: &str, error: &std::io::Error) -> OfficeFileError {
    match error.get_ref().and_then(|cause| cause.downcast_ref::<OfficeFileError>()) {
        Some(known) => known.clone(),
        None => OfficeFileError::Broken(format!("“{part}”解压到一半")),
    }
}

/// As [`not_xml`], where what could not be read may be the archive.
pub(super) fn not_readable(part: &str, error: &quick_xml::Error) -> OfficeFileError {
    match error {
        quick_xml::Error::Io(cause) => unread(part, cause),
        error => not_xml(part, error),
    }
}

fn broken(error: &ZipError) -> OfficeFileError {
    OfficeFileError::Broken(match error {
        ZipError::UnsupportedArchive(cause) if cause.to_ascii_lowercase().contains("password") => {
            "压缩包设了密码".to_owned()
        }
        ZipError::UnsupportedArchive(_) => "压缩的方式不认识".to_owned(),
        _ => "不完整，可能没有传完或下载完".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_found_as_another_refers_to_it() {
        assert_eq!(resolved("xl", "worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolved("xl/worksheets", "../comments1.xml"), "xl/comments1.xml");
        assert_eq!(resolved("xl", "/xl/workbook.xml"), "xl/workbook.xml");
        assert_eq!(resolved("", "../../word/document2.xml"), "word/document2.xml");
    }
}
