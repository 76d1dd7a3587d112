//! Readers of texts that were written elsewhere: each gives the parts that [`domain::manuscript`] makes an item of.
//!
//! They must not know what a part means for an item.

mod convert;
mod docx;
pub mod html;
mod plain;

use std::collections::BTreeMap;

use domain::manuscript::Part;
use jiff::civil::Date;

pub use self::convert::{Converter, ConverterError};
use crate::office_files::{
    MOST_BYTES, OfficeFileError, Stopping, encoding,
    kind::{FileKind, Wanted},
};

/// What was read of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileManuscript {
    /// In their order; they may be several items ([`domain::manuscript::split`]).
    pub parts: Vec<Part>,
    /// The files of its pictures as they stand in it, JPEG, PNG or WebP, by the SHA-256 by which parts name them.
    pub pictures: BTreeMap<String, Vec<u8>>,
    pub comments: Vec<FileComment>,
    /// How it was read, where that was found out and may be wrong, to be said.
    pub taken_as: Option<String>,
}

/// What somebody remarked in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileComment {
    pub author: String,
    pub day: Option<Date>,
    /// What it says; its paragraphs are lines.
    pub words: String,
    /// The words on which it stands; empty where they were deleted. Of a long passage the beginning, with `…`.
    pub passage: String,
}

/// Reads a Word document, plain text or a page; what older and other programs wrote by way of an office program, where one
/// is set. The name is the file's.
pub fn read(
    name: &str,
    bytes: &[u8],
    converter: Option<&Converter>,
    stops: Stopping<'_>,
) -> Result<FileManuscript, OfficeFileError> {
    if bytes.len() > MOST_BYTES {
        return Err(OfficeFileError::TooLarge);
    }
    let kind = FileKind::of(name, bytes)?;
    match (kind, converter) {
        (FileKind::Document, _) => docx::read(bytes, stops),
        (FileKind::Text | FileKind::Html, _) if !is_mail(bytes) => {
            let encoding::Decoded { text, encoding } = encoding::decode(bytes)?;
            let taken_as = format!("“{name}”按 {encoding} 编码读出；如有乱码，请另存为 .docx 再选");
            let parts = if kind == FileKind::Html { html::read(&text) } else { plain::read(&text) };
            Ok(FileManuscript { parts, taken_as: Some(taken_as), ..FileManuscript::default() })
        }
        (kind, Some(converter)) if let Some(ending) = convert::ending(kind) => {
            let converted = converter.convert(bytes, ending, stops)?;
            let read = docx::read(&converted, stops)?;
            Ok(FileManuscript {
                taken_as: Some(format!("“{name}”由办公软件转换后读出，请核对")), ..read
            })
        }
        (kind, _) => Err(OfficeFileError::WrongKind { kind, wanted: Wanted::Document }),
    }
}

/// A page as one file, which is written as mail is.
fn is_mail(bytes: &[u8]) -> bool {
    bytes.trim_ascii_start().get(..13).is_some_and(|begins| begins.eq_ignore_ascii_case(b"mime-version:"))
}

#[cfg(test)]
mod tests;
