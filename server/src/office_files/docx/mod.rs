//! A Word document to lines and tables, as the audit reads them and as somebody sees them: hidden and deleted
//! text is left out, numbers that Word makes by itself stand before their lines, symbols are characters, text
//! boxes stand behind the paragraph that holds them, and a table that only arranges others is taken apart.
//!
//! What is read is bounded by what comes out of it: see [`Budget`] and [`xml::Events`].

use domain::audit::Document;

use super::{OfficeFileError, Stopping, package::Package};

mod body;
mod flow;
mod numbering;
mod piece;
mod styles;
mod symbols;
mod table;
mod xml;

#[cfg(test)]
mod tests;

/// Where the text usually lies.
const USUAL: &str = "word/document.xml";

pub(super) fn read(bytes: &[u8], stops: Stopping<'_>) -> Result<Document, OfficeFileError> {
    let mut package = Package::open(bytes, stops)?;
    let main = package.main_part()?.unwrap_or_else(|| USUAL.to_owned());
    let relations = package.relations(&main)?;
    let related = |kind: &str| {
        let mut targets = relations.iter().filter(|relation| relation.kind == kind);
        targets.next().map(|relation| relation.target.as_str())
    };
    let styles = styles::read(&mut package, related("styles"))?;
    let numbering = numbering::read(&mut package, related("numbering"))?;
    let mut budget = Budget::default();
    let pieces = body::read(&mut package, &main, &styles, numbering, &mut budget)?;
    flow::document(pieces, &mut budget)
}

/// What may still come out of a document.
#[derive(Debug)]
struct Budget {
    /// Bytes of text, those of a merged cell counted in every place that it covers.
    text: usize,
    /// Paragraphs and rows.
    pieces: usize,
    /// Cells, counted likewise.
    cells: usize,
}

impl Default for Budget {
    /// A bulletin has a hundred thousand bytes of text, a thousand paragraphs and as many cells.
    fn default() -> Self {
        Self { text: 8 << 20, pieces: 100_000, cells: 200_000 }
    }
}

impl Budget {
    fn spend_text(&mut self, bytes: usize) -> Result<(), OfficeFileError> {
        spend(&mut self.text, bytes, "文字太多")
    }

    fn spend_piece(&mut self) -> Result<(), OfficeFileError> {
        spend(&mut self.pieces, 1, "段落和表格行太多")
    }

    fn spend_cells(&mut self, cells: usize) -> Result<(), OfficeFileError> {
        spend(&mut self.cells, cells, "表格的格子太多")
    }
}

fn spend(left: &mut usize, amount: usize, words: &str) -> Result<(), OfficeFileError> {
    *left = left.checked_sub(amount).ok_or_else(|| OfficeFileError::Bomb(words.to_owned()))?;
    Ok(())
}
