//! A Word document as somebody sees it: hidden, deleted and struck text is left out, numbers that Word makes by itself stand
//! before their lines, symbols are characters, text boxes stand behind the paragraph that holds them. For the audit to
//! lines and tables, of which one that only arranges others is taken apart; for a manuscript with looks, pictures, notes
//! and comments.
//!
//! What is read is bounded by what comes out of it: see [`Budget`] and [`xml::listen`].

use domain::audit::Document;

use self::{
    numbering::Numbering,
    passages::Passages,
    piece::{Beside, Piece, Source},
    styles::Styles,
};
use super::{
    OfficeFileError, Stopping,
    package::{Package, Relation},
};

mod body;
mod flow;
mod numbering;
mod passages;
pub(crate) mod piece;
mod styles;
mod symbols;
pub(crate) mod table;
mod xml;

#[cfg(test)]
mod tests;

/// Where the text usually lies.
const USUAL: &str = "word/document.xml";

pub(super) fn read(bytes: &[u8], stops: Stopping<'_>) -> Result<Document, OfficeFileError> {
    let mut opened = Opened::of(bytes, stops)?;
    let pieces = opened.text()?.pieces;
    flow::document(pieces, &mut opened.budget)
}

/// A document that is being read.
pub(crate) struct Opened<'a> {
    package: Package<'a>,
    main: String,
    relations: Vec<Relation>,
    styles: Styles,
    numbering: Numbering,
    budget: Budget,
}

/// The text itself, with the words on which comments stand.
pub(crate) struct Text {
    pub(crate) pieces: Vec<Piece>,
    passages: Passages,
}

impl Text {
    /// The words on which a comment stands; empty where it stands nowhere.
    pub(crate) fn passage(&self, comment: &Beside) -> &str {
        self.passages.of(&comment.id)
    }
}

impl<'a> Opened<'a> {
    pub(crate) fn of(bytes: &'a [u8], stops: Stopping<'a>) -> Result<Self, OfficeFileError> {
        let mut package = Package::open(bytes, stops)?;
        let main = package.main_part()?.unwrap_or_else(|| USUAL.to_owned());
        let relations = package.relations(&main)?;
        let styles = styles::read(&mut package, related(&relations, "styles"))?;
        let numbering = numbering::read(&mut package, related(&relations, "numbering"))?;
        Ok(Self { package, main, relations, styles, numbering, budget: Budget::default() })
    }

    pub(crate) fn text(&mut self) -> Result<Text, OfficeFileError> {
        let Self { package, main, styles, numbering, budget, .. } = self;
        let missing = || OfficeFileError::Broken(format!("缺少“{main}”"));
        let read = body::read(package, main, styles, numbering, budget)?.ok_or_else(missing)?;
        Ok(Text { pieces: read.pieces, passages: read.passages })
    }

    /// What may still come out of it.
    pub(crate) fn budget(&mut self) -> &mut Budget {
        &mut self.budget
    }

    /// Notes or comments, in the order in which they are kept.
    pub(crate) fn beside(&mut self, source: Source) -> Result<Vec<Beside>, OfficeFileError> {
        let kind = match source {
            Source::Footnotes => "footnotes",
            Source::Endnotes => "endnotes",
            Source::Comments => "comments",
        };
        let Self { package, relations, styles, numbering, budget, .. } = self;
        let Some(part) = related(relations, kind) else { return Ok(Vec::new()) };
        Ok(body::read(package, part, styles, numbering, budget)?.map(|read| read.beside).unwrap_or_default())
    }

    /// The file of a picture of the text; `None` where there is none, or more than is unpacked of one document.
    pub(crate) fn picture(&mut self, relation: &str) -> Result<Option<Vec<u8>>, OfficeFileError> {
        let Some(target) = self.relations.iter().find(|known| known.id == relation) else { return Ok(None) };
        match self.package.whole(&target.target) {
            Err(OfficeFileError::Bomb(_)) => Ok(None),
            read => read,
        }
    }
}

/// The part of a kind to which the text refers.
fn related<'r>(relations: &'r [Relation], kind: &str) -> Option<&'r str> {
    relations.iter().find(|relation| relation.kind == kind).map(|relation| relation.target.as_str())
}

/// What may still come out of a document.
#[derive(Debug)]
pub(crate) struct Budget {
    /// Bytes of text, those of a merged cell counted in every place that it covers.
    text: usize,
    /// Paragraphs and rows.
    pieces: usize,
    /// Cells, counted likewise.
    cells: usize,
    /// Pieces of paragraphs that look different, and pictures.
    runs: usize,
}

impl Default for Budget {
    /// A bulletin has a hundred thousand bytes of text, a thousand paragraphs and as many cells.
    fn default() -> Self {
        Self { text: 8 << 20, pieces: 100_000, cells: 200_000, runs: 400_000 }
    }
}

impl Budget {
    fn spend_text(&mut self, bytes: usize) -> Result<(), OfficeFileError> {
        spend(&mut self.text, bytes, "文字太多")
    }

    fn spend_piece(&mut self) -> Result<(), OfficeFileError> {
        spend(&mut self.pieces, 1, "段落和表格行太多")
    }

    fn spend_run(&mut self) -> Result<(), OfficeFileError> {
        spend(&mut self.runs, 1, "字体换得太多")
    }

    fn spend_cells(&mut self, cells: usize) -> Result<(), OfficeFileError> {
        spend(&mut self.cells, cells, "表格的格子太多")
    }
}

fn spend(left: &mut usize, amount: usize, words: &str) -> Result<(), OfficeFileError> {
    *left = left.checked_sub(amount).ok_or_else(|| OfficeFileError::Bomb(words.to_owned()))?;
    Ok(())
}
