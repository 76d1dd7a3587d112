//! Tables: of words, of pictures with their captions, and those that only arrange a text.

use domain::{
    manuscript::{Line, Loss, Part},
    markdown::Inline,
};

use super::{DEEPEST, Reading, lines};
use crate::office_files::{
    OfficeFileError,
    docx::{
        piece::{Cell, Content, Piece, Row},
        table::{only_arranges, spread},
    },
};

/// A row of one cell with more characters than this is text between tables.
const LONGEST_CELL: usize = 100;

impl Reading<'_> {
    pub(super) fn table(&mut self, rows: Vec<Row>, depth: usize) -> Result<(), OfficeFileError> {
        if depth < DEEPEST && only_arranges(&rows) {
            for cell in rows.into_iter().flat_map(|row| row.cells) {
                self.flow(cell.content, depth + 1)?;
            }
            return Ok(());
        }
        if holds_pictures_mostly(&rows) {
            return self.gallery(rows);
        }
        let columns = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        let last = rows.len().saturating_sub(1);
        let mut kept: Vec<Row> = Vec::new();
        for (number, row) in rows.into_iter().enumerate() {
            // A title above, a remark below, a text between: none is a row of the table.
            let is_alone = row.cells.len() == 1 && columns > 1 && !row.cells[0].from_above;
            let is_text = is_alone && (number == 0 || number == last || is_long(&row.cells[0].content));
            if !is_text {
                kept.push(row);
                continue;
            }
            self.words(std::mem::take(&mut kept))?;
            for cell in row.cells {
                self.flow(cell.content, depth + 1)?;
            }
        }
        self.words(kept)
    }

    /// A table of words, and behind it what else stands in its cells.
    fn words(&mut self, rows: Vec<Row>) -> Result<(), OfficeFileError> {
        if rows.is_empty() {
            return Ok(());
        }
        let cells = || rows.iter().flat_map(|row| &row.cells);
        let is_merged = cells().any(|cell| {
            let is_blank = cell.content.is_empty() && !cell.from_above;
            !is_blank && (cell.span > 1 || cell.from_above || cell.from_left)
        });
        let size = |cell: &Vec<Inline>| cell.iter().map(lines::length).sum();
        let texts = spread(&rows, |pieces, _| Ok(lines::joined(pieces)), size, self.opened.budget())?;
        let mut beside = Vec::new();
        for cell in rows.into_iter().flat_map(|row| row.cells) {
            take_beside(cell.content, &mut beside, 0);
        }
        self.parts.push(Part::Table(texts));
        if is_merged {
            self.parts.push(Part::Lost(Loss::MergedCells));
        }
        // What stands in the cells for notes is not read there.
        self.beside(beside)
    }

    /// Pictures side by side: each with the words below it in its cell, or in the cell below.
    fn gallery(&mut self, rows: Vec<Row>) -> Result<(), OfficeFileError> {
        let mut rows = rows.into_iter().peekable();
        while let Some(row) = rows.next() {
            let has_pictures = row.cells.iter().any(has_picture);
            let is_below = |next: &Row| {
                has_pictures && next.cells.len() == row.cells.len() && !next.cells.iter().any(has_picture)
            };
            let below = rows.next_if(is_below).map(|row| row.cells).unwrap_or_default();
            let mut below = below.into_iter();
            for cell in row.cells {
                for piece in
                    cell.content.into_iter().chain(below.next().map(|cell| cell.content).unwrap_or_default())
                {
                    let begins = self.parts.len();
                    self.flow(vec![piece], DEEPEST)?;
                    // What stands below a picture in its column stands in the middle of it.
                    for part in self.parts.iter_mut().skip(begins) {
                        if let Part::Line(Line { is_centred, .. }) = part {
                            *is_centred = true;
                        }
                    }
                }
            }
        }
        Ok(())
    }
}

fn has_picture(cell: &Cell) -> bool {
    cell.content.iter().any(|piece| match piece {
        Piece::Paragraph(paragraph) => {
            paragraph.runs.iter().any(|run| matches!(run.content, Content::Picture(_)))
        }
        Piece::Table(_) => false,
    })
}

/// Whether as many cells hold pictures as words alone, so that the words are theirs.
fn holds_pictures_mostly(rows: &[Row]) -> bool {
    let cells = || rows.iter().flat_map(|row| &row.cells);
    let pictures = cells().filter(|cell| has_picture(cell)).count();
    let words = cells().filter(|cell| !has_picture(cell) && !lines::plain(&cell.content).trim().is_empty());
    pictures > 0 && pictures >= words.count()
}

fn is_long(pieces: &[Piece]) -> bool {
    let is_full = |piece: &&Piece| match piece {
        Piece::Paragraph(paragraph) => !paragraph.is_empty(),
        Piece::Table(_) => true,
    };
    pieces.iter().filter(is_full).count() > 1 || lines::plain(pieces).chars().count() > LONGEST_CELL
}

/// Pictures, notes and losses of a cell.
fn take_beside(pieces: Vec<Piece>, beside: &mut Vec<Content>, depth: usize) {
    for piece in pieces {
        match piece {
            Piece::Paragraph(paragraph) => {
                let contents = paragraph.runs.into_iter().map(|run| run.content);
                beside.extend(contents.filter(|content| !matches!(content, Content::Text(_))));
            }
            Piece::Table(rows) if depth < DEEPEST => {
                for cell in rows.into_iter().flat_map(|row| row.cells) {
                    take_beside(cell.content, beside, depth + 1);
                }
            }
            Piece::Table(_) => {}
        }
    }
}
