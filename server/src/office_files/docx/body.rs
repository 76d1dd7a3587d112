//! The main part's elements to paragraphs and tables. It knows what is seen on paper and what is not, and nothing
//! of what is said.

use super::{
    super::{OfficeFileError, package::Package},
    Budget,
    numbering::Numbering,
    piece::{Cell, Piece, Row},
    styles::Styles,
    symbols::{self, Symbols},
    table::MOST_COLUMNS,
    xml::{Element, Listener, listen},
};

pub(super) fn read(
    package: &mut Package<'_>,
    part: &str,
    styles: &Styles,
    numbering: Numbering,
    budget: &mut Budget,
) -> Result<Vec<Piece>, OfficeFileError> {
    let mut body = Body {
        styles,
        numbering,
        budget,
        open: Vec::new(),
        skipped: None,
        flows: vec![Flow::default()],
        tables: Vec::new(),
        choices: Vec::new(),
        inline: Vec::new(),
    };
    if !listen(package, part, &mut body)? {
        return Err(OfficeFileError::Broken(format!("缺少“{part}”")));
    }
    let mut flow = body.flows.swap_remove(0);
    body.close_paragraph(&mut flow)?;
    Ok(flow.pieces)
}

struct Body<'a> {
    styles: &'a Styles,
    numbering: Numbering,
    budget: &'a mut Budget,
    /// The elements that have begun, by name.
    open: Vec<String>,
    /// How many elements were open where one begins that is not read.
    skipped: Option<usize>,
    /// The document, and within it cells and text boxes; never empty.
    flows: Vec<Flow>,
    tables: Vec<Table>,
    choices: Vec<Choice>,
    /// Whether each drawing that is open stands in its line like a letter.
    inline: Vec<bool>,
}

/// A sequence of paragraphs and tables.
#[derive(Debug, Default)]
struct Flow {
    pieces: Vec<Piece>,
    paragraph: Option<Paragraph>,
    run: Run,
}

#[derive(Debug, Default)]
struct Paragraph {
    text: String,
    style: Option<String>,
    list: Option<usize>,
    level: Option<usize>,
    /// The end of the paragraph is hidden or deleted, so that the next goes on with it.
    goes_on: bool,
    /// What stands in its text boxes.
    boxes: Vec<Piece>,
}

/// The properties of some text.
#[derive(Clone, Copy, Debug, Default)]
struct Run {
    hidden: Option<bool>,
    hidden_by_style: Option<bool>,
    /// Small and raised: behind a figure it is a note's mark.
    is_raised: bool,
    symbols: Option<Symbols>,
}

#[derive(Debug, Default)]
struct Table {
    rows: Vec<Row>,
    row: Row,
    row_is_gone: bool,
    after: usize,
    cell: Option<Cell>,
    cell_is_gone: bool,
}

/// `mc:AlternateContent`: the same thing said several times, for programs of different ages.
#[derive(Debug)]
struct Choice {
    text_left: usize,
    is_made: bool,
}

impl Listener for Body<'_> {
    fn start(&mut self, element: &Element<'_>) -> Result<(), OfficeFileError> {
        if self.skipped.is_none() {
            if self.is_left_out(element) {
                self.skipped = Some(self.open.len());
            } else {
                self.begin(element)?;
            }
        }
        self.open.push(element.name().to_owned());
        Ok(())
    }

    fn end(&mut self) -> Result<(), OfficeFileError> {
        let name = self.open.pop().unwrap_or_default();
        match self.skipped {
            Some(depth) if depth == self.open.len() => self.skipped = None,
            Some(_) => {}
            None => self.finish(&name)?,
        }
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<(), OfficeFileError> {
        if self.skipped.is_none() && self.open.last().is_some_and(|open| open == "t") {
            let text = symbols::shown(text, self.flow().run.symbols);
            self.add(&text)?;
        }
        Ok(())
    }
}

impl Body<'_> {
    fn flow(&mut self) -> &mut Flow {
        if self.flows.is_empty() {
            self.flows.push(Flow::default());
        }
        let last = self.flows.len() - 1;
        &mut self.flows[last]
    }

    fn is_within(&self, parent: &str) -> bool {
        self.open.last().is_some_and(|open| open == parent)
    }

    /// What is not seen: deleted text, what was before a change, what a choice made before says too.
    fn is_left_out(&self, element: &Element<'_>) -> bool {
        let made = self.choices.last().is_some_and(|choice| choice.is_made);
        match element.name() {
            // Within properties they only mark something.
            "del" | "moveFrom" => !self.open.last().is_some_and(|parent| parent.ends_with("Pr")),
            // How it was before somebody changed it.
            "rPrChange" | "pPrChange" | "trPrChange" | "tcPrChange" | "tblPrChange" | "tblPrExChange"
            | "sectPrChange" | "tblGridChange" | "numberingChange" => true,
            // How a word is pronounced.
            "rt" => true,
            "Choice" | "Fallback" => made,
            _ => false,
        }
    }

    fn begin(&mut self, element: &Element<'_>) -> Result<(), OfficeFileError> {
        match element.name() {
            "AlternateContent" => self.choices.push(Choice { text_left: self.budget.text, is_made: false }),
            "inline" => self.inline.push(true),
            "anchor" => self.inline.push(false),
            "shape" | "rect" | "roundrect" => {
                let style = element.attribute("style").unwrap_or_default();
                self.inline.push(!style.replace(' ', "").contains("position:absolute"));
            }
            "txbxContent" => self.flows.push(Flow::default()),
            "p" => self.begin_paragraph()?,
            "r" => self.flow().run = Run::default(),
            "tbl" => {
                self.end_paragraph()?;
                self.tables.push(Table::default());
            }
            "tr" => {
                if let Some(table) = self.tables.last_mut() {
                    *table = Table { rows: std::mem::take(&mut table.rows), ..Table::default() };
                }
            }
            "tc" => {
                self.budget.spend_cells(1)?;
                self.flows.push(Flow::default());
                if let Some(table) = self.tables.last_mut() {
                    table.cell = Some(Cell::blank(1));
                    table.cell_is_gone = false;
                }
            }
            "tab" | "ptab" if self.is_within("r") => {
                let begins = self.flow().paragraph.as_ref().is_none_or(|paragraph| paragraph.text.is_empty());
                self.add(if begins { "" } else { "    " })?;
            }
            "br" | "cr" if self.is_within("r") => self.add("\n")?,
            "noBreakHyphen" => self.add("-")?,
            "sym" => {
                if let Some(character) = symbols::inserted(element) {
                    self.add(character.encode_utf8(&mut [0; 4]))?;
                }
            }
            // What a form asks to be filled in was not filled in.
            "showingPlcHdr" if element.is_on() => self.placeholder(),
            _ => self.property(element),
        }
        Ok(())
    }

    /// A property of the paragraph, the text, the row or the cell that is open.
    fn property(&mut self, element: &Element<'_>) {
        let parents = |at: usize| {
            self.open.len().checked_sub(at).and_then(|at| self.open.get(at)).map_or("", String::as_str)
        };
        match (parents(2), parents(1), element.name()) {
            (_, "trPr", name) => self.row_property(name, element),
            (_, "tcPr", name) => self.cell_property(name, element),
            ("pPr", "rPr", "vanish" | "del" | "moveFrom") => {
                if let Some(paragraph) = self.flow().paragraph.as_mut() {
                    paragraph.goes_on |= element.is_on();
                }
            }
            (_, "pPr", "pStyle") => {
                let style = element.value();
                if let Some(paragraph) = self.flow().paragraph.as_mut() {
                    paragraph.style = style;
                }
            }
            (_, "numPr", "numId") => {
                let list = element.number();
                if let Some(paragraph) = self.flow().paragraph.as_mut() {
                    paragraph.list = list;
                }
            }
            (_, "numPr", "ilvl") => {
                let level = element.number();
                if let Some(paragraph) = self.flow().paragraph.as_mut() {
                    paragraph.level = level;
                }
            }
            ("r", "rPr", "rStyle") => {
                let style = element.value().unwrap_or_default();
                let (hidden, symbols) = (self.styles.is_hidden(&style), self.styles.symbols(&style));
                let run = &mut self.flow().run;
                run.hidden_by_style = hidden;
                run.symbols = run.symbols.or(symbols);
            }
            ("r", "rPr", "vertAlign") => {
                self.flow().run.is_raised = element.value().as_deref() == Some("superscript");
            }
            ("r", "rPr", "vanish") => self.flow().run.hidden = Some(element.is_on()),
            ("r", "rPr", "rFonts") => {
                if let Some(symbols) = Symbols::of_fonts(element) {
                    self.flow().run.symbols = Some(symbols);
                }
            }
            _ => {}
        }
    }

    fn row_property(&mut self, name: &str, element: &Element<'_>) {
        let Some(table) = self.tables.last_mut() else { return };
        let columns = || element.number().unwrap_or(0).min(MOST_COLUMNS);
        match name {
            "gridBefore" if columns() > 0 => table.row.cells.insert(0, Cell::blank(columns())),
            "gridAfter" => table.after = columns(),
            "del" | "moveFrom" | "hidden" => table.row_is_gone |= element.is_on(),
            _ => {}
        }
    }

    fn cell_property(&mut self, name: &str, element: &Element<'_>) {
        let Some(table) = self.tables.last_mut() else { return };
        let goes_on = element.value().as_deref() != Some("restart");
        let Some(cell) = table.cell.as_mut() else { return };
        match name {
            "gridSpan" => cell.span = element.number().unwrap_or(1).clamp(1, MOST_COLUMNS),
            "vMerge" => cell.from_above = goes_on,
            "hMerge" => cell.from_left = goes_on,
            "cellDel" => table.cell_is_gone = true,
            _ => {}
        }
    }

    /// Leaves out the content of the control whose properties say that it shows only what to fill in.
    fn placeholder(&mut self) {
        if let Some(open) = self.open.iter_mut().rev().find(|open| *open == "sdt") {
            "sdt empty".clone_into(open);
        }
    }

    fn finish(&mut self, name: &str) -> Result<(), OfficeFileError> {
        match name {
            "AlternateContent" => drop(self.choices.pop()),
            "Choice" => {
                let left = self.budget.text;
                if let Some(choice) = self.choices.last_mut() {
                    choice.is_made |= left < choice.text_left;
                }
            }
            "inline" | "anchor" | "shape" | "rect" | "roundrect" => drop(self.inline.pop()),
            "txbxContent" => self.end_box()?,
            "p" => {
                let goes_on = self.flow().paragraph.as_ref().is_some_and(|paragraph| paragraph.goes_on);
                if !goes_on {
                    self.end_paragraph()?;
                }
            }
            "tc" => self.end_cell()?,
            "tr" => self.end_row()?,
            "tbl" => {
                if let Some(table) = self.tables.pop() {
                    self.flow().pieces.push(Piece::Table(table.rows));
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn begin_paragraph(&mut self) -> Result<(), OfficeFileError> {
        self.budget.spend_piece()?;
        let flow = self.flow();
        match flow.paragraph.as_mut() {
            Some(paragraph) if paragraph.goes_on => paragraph.goes_on = false,
            Some(_) => {
                self.end_paragraph()?;
                self.flow().paragraph = Some(Paragraph::default());
            }
            None => flow.paragraph = Some(Paragraph::default()),
        }
        Ok(())
    }

    fn end_paragraph(&mut self) -> Result<(), OfficeFileError> {
        let mut flow = std::mem::take(self.flow());
        let closed = self.close_paragraph(&mut flow);
        *self.flow() = flow;
        closed
    }

    /// Puts the paragraph that is open, with its number, and what stands in its boxes below it.
    fn close_paragraph(&mut self, flow: &mut Flow) -> Result<(), OfficeFileError> {
        let Some(paragraph) = flow.paragraph.take() else { return Ok(()) };
        let number = self.number(&paragraph);
        // What Word adds by itself is read out like what was typed.
        self.budget.spend_text(number.as_ref().map_or(0, String::len))?;
        let is_empty = paragraph.text.trim().is_empty();
        let text = match number {
            // In a cell it is the figure that one sees; an empty line with a number is none.
            Some(number) if is_empty && !self.tables.is_empty() => number,
            Some(number) if !is_empty => format!("{number} {}", paragraph.text),
            _ => paragraph.text,
        };
        flow.pieces.push(Piece::Paragraph(text));
        flow.pieces.extend(paragraph.boxes);
        Ok(())
    }

    fn number(&mut self, paragraph: &Paragraph) -> Option<String> {
        let by_style = paragraph.style.as_deref().and_then(|style| self.styles.numbered(style));
        let list = paragraph.list.or(by_style.map(|(list, _)| list)).filter(|list| *list > 0)?;
        let level = paragraph.level.or(by_style.map(|(_, level)| level)).unwrap_or(0);
        self.numbering.next(list, level)
    }

    /// A box that stands in its line like a letter is part of it; any other is a text of its own.
    fn end_box(&mut self) -> Result<(), OfficeFileError> {
        self.end_paragraph()?;
        if self.flows.len() < 2 {
            return Ok(());
        }
        let Some(inner) = self.flows.pop() else { return Ok(()) };
        let is_inline = self.inline.last().copied().unwrap_or(false);
        let hidden = self.is_hidden();
        let flow = self.flow();
        match (flow.paragraph.as_mut(), inner.pieces.as_slice()) {
            _ if hidden => {}
            (Some(paragraph), [Piece::Paragraph(text)]) if is_inline => paragraph.text.push_str(text),
            (Some(paragraph), _) => paragraph.boxes.extend(inner.pieces),
            (None, _) => flow.pieces.extend(inner.pieces),
        }
        Ok(())
    }

    fn end_cell(&mut self) -> Result<(), OfficeFileError> {
        self.end_paragraph()?;
        if self.flows.len() < 2 {
            return Ok(());
        }
        let content = self.flows.pop().map(|flow| flow.pieces).unwrap_or_default();
        if let Some(table) = self.tables.last_mut()
            && let Some(cell) = table.cell.take().filter(|_| !table.cell_is_gone)
        {
            table.row.cells.push(Cell { content, ..cell });
        }
        Ok(())
    }

    fn end_row(&mut self) -> Result<(), OfficeFileError> {
        self.budget.spend_piece()?;
        if let Some(table) = self.tables.last_mut() {
            let mut row = std::mem::take(&mut table.row);
            if table.after > 0 {
                row.cells.push(Cell::blank(table.after));
            }
            if !table.row_is_gone && !row.cells.is_empty() {
                table.rows.push(row);
            }
        }
        Ok(())
    }

    fn is_hidden(&mut self) -> bool {
        let run = self.flow().run;
        let style = self.flow().paragraph.as_ref().and_then(|paragraph| paragraph.style.clone());
        let by_style = || style.and_then(|style| self.styles.is_hidden(&style));
        run.hidden.or(run.hidden_by_style).or_else(by_style).unwrap_or(false)
    }

    fn add(&mut self, text: &str) -> Result<(), OfficeFileError> {
        let is_placeholder = self.open.iter().any(|open| open == "sdt empty");
        if text.is_empty() || is_placeholder || self.is_hidden() {
            return Ok(());
        }
        self.budget.spend_text(text.len())?;
        let is_raised = self.flow().run.is_raised;
        let before = &mut self.flow().paragraph.get_or_insert_default().text;
        if is_raised && before.ends_with(|character: char| character.is_ascii_digit()) {
            return Ok(());
        }
        before.push_str(text);
        Ok(())
    }
}
