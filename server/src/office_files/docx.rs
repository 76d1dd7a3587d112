//! A Word document to lines and tables, as the audit reads them: merged cells stand in every place that they
//! cover, a table within a cell is the cell's text, and what was deleted under revision is left out.

use domain::audit::{Block, Document, Line, TableRow};
use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use super::{
    OfficeFileError,
    package::{Package, entity, not_xml},
};

const PART: &str = "word/document.xml";
/// Characters of text; a bulletin has thirty thousand.
const MOST_CHARACTERS: usize = 8 << 20;
/// Columns of a table; Word itself allows 63.
const MOST_COLUMNS: usize = 256;
/// Lines and rows.
const MOST_BLOCKS: usize = 200_000;
/// Elements within elements.
const DEEPEST: usize = 400;

pub(super) fn read(bytes: &[u8]) -> Result<Document, OfficeFileError> {
    let mut package = Package::open(bytes)?;
    let part = package.main_part()?.unwrap_or_else(|| PART.to_owned());
    let text = package.part(&part)?.ok_or_else(|| OfficeFileError::Broken(format!("缺少“{part}”")))?;
    let mut reader = Reader::from_str(&text);
    let mut reading = Reading::default();
    loop {
        match reader.read_event().map_err(|error| not_xml(PART, error))? {
            Event::Start(element) => reading.start(&element)?,
            Event::Empty(element) => {
                reading.start(&element)?;
                reading.end(element.local_name().as_ref());
            }
            Event::End(element) => reading.end(element.local_name().as_ref()),
            Event::Text(text) => reading.text(&text.xml10_content())?,
            Event::CData(text) => reading.text(&text.xml10_content())?,
            Event::GeneralRef(reference) => reading.text(&entity(&reference, PART)?)?,
            Event::Eof => return Ok(Document { blocks: reading.blocks }),
            _ => {}
        }
    }
}

/// Where in the document the reader is.
#[derive(Default)]
struct Reading {
    blocks: Vec<Block>,
    /// Rows and lines so far.
    number: usize,
    characters: usize,
    depth: usize,
    /// Tables within tables.
    tables: usize,
    /// Within `mc:Fallback`, which says again what stands before it, or within what was deleted.
    left_out: usize,
    is_text: bool,
    /// The paragraph's text outside tables.
    line: String,
    rows: Vec<TableRow>,
    row: Vec<String>,
    cell: String,
    span: usize,
    goes_on_from_above: bool,
}

impl Reading {
    fn start(&mut self, element: &BytesStart<'_>) -> Result<(), OfficeFileError> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(OfficeFileError::Bomb("层次太多".to_owned()));
        }
        let is_outer = self.tables <= 1;
        match element.local_name().as_ref() {
            "Fallback" | "del" | "moveFrom" => self.left_out += 1,
            "t" => self.is_text = true,
            "tab" if self.tables == 0 && !self.line.is_empty() => self.text_itself("    ")?,
            "br" | "cr" => self.text_itself("\n")?,
            "noBreakHyphen" => self.text_itself("-")?,
            "tbl" => {
                self.tables += 1;
                if self.tables == 1 {
                    self.rows.clear();
                }
            }
            "tr" if is_outer => self.row.clear(),
            "tc" if is_outer => {
                self.cell.clear();
                self.span = 1;
                self.goes_on_from_above = false;
            }
            "gridSpan" if is_outer => {
                let columns = value(element).and_then(|value| value.parse().ok()).unwrap_or(1);
                self.span = usize::clamp(columns, 1, MOST_COLUMNS);
            }
            "vMerge" if is_outer => self.goes_on_from_above = value(element).as_deref() != Some("restart"),
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &str) {
        self.depth = self.depth.saturating_sub(1);
        match name {
            "Fallback" | "del" | "moveFrom" => self.left_out = self.left_out.saturating_sub(1),
            "t" => self.is_text = false,
            "p" if self.tables == 0 => self.end_of_line(),
            "tc" if self.tables == 1 => self.end_of_cell(),
            "tr" if self.tables == 1 => self.end_of_row(),
            "tbl" => {
                self.tables = self.tables.saturating_sub(1);
                if self.tables == 0 && !self.rows.is_empty() {
                    self.blocks.push(Block::Table(std::mem::take(&mut self.rows)));
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) -> Result<(), OfficeFileError> {
        if self.is_text { self.text_itself(text) } else { Ok(()) }
    }

    fn text_itself(&mut self, text: &str) -> Result<(), OfficeFileError> {
        if self.left_out > 0 {
            return Ok(());
        }
        self.characters += text.len();
        if self.characters > MOST_CHARACTERS || self.number > MOST_BLOCKS {
            return Err(OfficeFileError::Bomb("文字太多".to_owned()));
        }
        if self.tables == 0 {
            self.line.push_str(text)
        } else {
            self.cell.push_str(text)
        }
        Ok(())
    }

    /// A line break within a paragraph begins another line.
    fn end_of_line(&mut self) {
        for text in std::mem::take(&mut self.line).split('\n') {
            self.number += 1;
            self.blocks.push(Block::Line(Line { number: self.number, text: text.to_owned() }));
        }
    }

    fn end_of_cell(&mut self) {
        let cell = std::mem::take(&mut self.cell).replace('\n', "");
        for _ in 0..self.span {
            let above = self.rows.last().and_then(|row| row.cells.get(self.row.len()));
            let text =
                if self.goes_on_from_above { above.cloned().unwrap_or_default() } else { cell.clone() };
            if self.row.len() < MOST_COLUMNS {
                self.characters += text.len();
                self.row.push(text);
            }
        }
    }

    fn end_of_row(&mut self) {
        self.number += 1;
        self.rows.push(TableRow { number: self.number, cells: std::mem::take(&mut self.row) });
    }
}

/// `w:val`.
fn value(element: &BytesStart<'_>) -> Option<String> {
    element
        .attributes()
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == "val")
        .map(|attribute| attribute.value.to_string())
}
