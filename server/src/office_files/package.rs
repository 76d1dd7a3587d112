//! The zip archive around a document: its parts, each read within limits. It must not know what they say.

use std::io::{Cursor, Read};

use zip::{ZipArchive, result::ZipError};

use super::OfficeFileError;

/// Documents have some dozens of parts.
const MOST_PARTS: usize = 4_000;
/// The most that one part may hold when it is unpacked.
const MOST_UNPACKED: u64 = 64 << 20;

/// An opened archive.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
}

impl<'a> Package<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, OfficeFileError> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
        if archive.len() > MOST_PARTS {
            return Err(OfficeFileError::Bomb(format!("{}个部分", archive.len())));
        }
        Ok(Self { archive })
    }

    /// Unpacks everything once and keeps nothing, so that a reader without a limit may follow.
    pub(super) fn measure(&mut self) -> Result<(), OfficeFileError> {
        let mut left = MOST_UNPACKED;
        for place in 0..self.archive.len() {
            let part = self.archive.by_index(place).map_err(broken)?;
            let read = std::io::copy(&mut part.take(left + 1), &mut std::io::sink());
            let read = read.map_err(|error| OfficeFileError::Broken(error.to_string()))?;
            left = left
                .checked_sub(read)
                .ok_or_else(|| OfficeFileError::Bomb(format!("解压后超过 {} MB", MOST_UNPACKED >> 20)))?;
        }
        Ok(())
    }

    /// The text of a part; `None` where there is none of this name. What the archive says of its size is not
    /// believed: reading stops at the limit.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<String>, OfficeFileError> {
        let part = match self.archive.by_name(name) {
            Err(ZipError::FileNotFound) => return Ok(None),
            part => part.map_err(broken)?,
        };
        let mut bytes = Vec::new();
        part.take(MOST_UNPACKED + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| OfficeFileError::Broken(error.to_string()))?;
        if bytes.len() as u64 > MOST_UNPACKED {
            return Err(OfficeFileError::Bomb(format!("“{name}”超过 {} MB", MOST_UNPACKED >> 20)));
        }
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
        let not_text = |_| not_xml(name, "不是 UTF-8 文字");
        std::str::from_utf8(bytes).map(|text| Some(text.to_owned())).map_err(not_text)
    }
}

pub(super) fn not_xml(part: &str, cause: impl ToString) -> OfficeFileError {
    OfficeFileError::NotXml { part: part.to_owned(), cause: cause.to_string() }
}

fn broken(error: ZipError) -> OfficeFileError {
    OfficeFileError::Broken(error.to_string())
}
