//! A part's elements to paragraphs and tables. It knows what is seen on paper and what is not, and nothing of what is
//! said.

use domain::manuscript::{Loss, Shift};

use super::{
    super::{OfficeFileError, package::Package},
    Budget,
    numbering::Numbering,
    passages::Passages,
    piece::{Beside, Cell, Content, Look, Number, Paragraph, Piece, Row, Run},
    styles::Styles,
    symbols::{self, Symbols},
    xml::{Element, Listener, listen},
};

mod drawn;
mod formula;
mod properties;

/// What stands in a part.
pub(super) struct Read {
    pub(super) pieces: Vec<Piece>,
    /// Where it is a part of notes or comments.
    pub(super) beside: Vec<Beside>,
    /// On which words comments stand.
    pub(super) passages: Passages,
}

/// Reads a part; `None` where there is none of this name.
pub(super) fn read(
    package: &mut Package<'_>,
    part: &str,
    styles: &Styles,
    numbering: &mut Numbering,
    budget: &mut Budget,
) -> Result<Option<Read>, OfficeFileError> {
    let mut body = Body {
        styles,
        numbering,
        budget,
        found: 0,
        formulas: Vec::new(),
        beside: Vec::new(),
        passages: Passages::default(),
        open: Vec::new(),
        skipped: None,
        flows: vec![Flow::default()],
        tables: Vec::new(),
        choices: Vec::new(),
        inline: Vec::new(),
    };
    if !listen(package, part, &mut body)? {
        return Ok(None);
    }
    let mut flow = body.flows.swap_remove(0);
    body.close_paragraph(&mut flow)?;
    Ok(Some(Read { pieces: flow.pieces, beside: body.beside, passages: body.passages }))
}

struct Body<'a> {
    styles: &'a Styles,
    numbering: &'a mut Numbering,
    budget: &'a mut Budget,
    /// What was read so far that one sees, counted.
    found: usize,
    /// Where the parts of formulas that are open begin.
    formulas: Vec<formula::Place>,
    beside: Vec<Beside>,
    passages: Passages,
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
    paragraph: Option<Open>,
    run: RunLook,
}

/// A paragraph that is being read.
#[derive(Debug, Default)]
struct Open {
    paragraph: Paragraph,
    style: Option<String>,
    list: Option<usize>,
    level: Option<usize>,
    /// The end of the paragraph is hidden or deleted, so that the next goes on with it.
    goes_on: bool,
    /// Its own level, where it says one; `Some(None)` where it says that it has none.
    outline: Option<Option<u8>>,
    /// What stands in its text boxes.
    boxes: Vec<Piece>,
}

/// The properties of some text.
#[derive(Clone, Copy, Debug, Default)]
struct RunLook {
    hidden: Option<bool>,
    hidden_by_style: Option<bool>,
    is_struck: Option<bool>,
    shift: Option<Shift>,
    symbols: Option<Symbols>,
    is_strong: Option<bool>,
    size: Option<u16>,
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
    found: usize,
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
            "AlternateContent" => self.choices.push(Choice { found: self.found, is_made: false }),
            "txbxContent" => self.flows.push(Flow::default()),
            "p" => self.begin_paragraph()?,
            "r" => self.flow().run = RunLook { shift: self.shift_of_formula(), ..RunLook::default() },
            "footnote" | "endnote" | "comment" => self.begin_beside(element),
            "commentRangeStart" => self.passages.begin(element),
            "commentRangeEnd" => self.passages.end(element),
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
                let begins = self.flow().paragraph.as_ref().is_none_or(|open| open.paragraph.runs.is_empty());
                self.add(if begins { "" } else { "\t" })?;
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
            _ if self.drawn(element)? || self.begin_formula(element)? => {}
            _ => self.property(element),
        }
        Ok(())
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
                let found = self.found;
                if let Some(choice) = self.choices.last_mut() {
                    choice.is_made |= found > choice.found;
                }
            }
            "inline" | "anchor" | "shape" | "rect" | "roundrect" => drop(self.inline.pop()),
            "footnote" | "endnote" | "comment" => self.end_beside()?,
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
            _ => self.end_formula(name)?,
        }
        Ok(())
    }

    /// A note or a comment is a text of its own.
    fn begin_beside(&mut self, element: &Element<'_>) {
        let attribute = |name: &str| element.attribute(name).unwrap_or_default();
        self.beside.push(Beside {
            id: attribute("id"),
            author: attribute("author"),
            date: attribute("date"),
            pieces: Vec::new(),
        });
        self.flows.push(Flow::default());
    }

    fn end_beside(&mut self) -> Result<(), OfficeFileError> {
        self.end_paragraph()?;
        if self.flows.len() < 2 {
            return Ok(());
        }
        let pieces = self.flows.pop().map(|flow| flow.pieces).unwrap_or_default();
        if let Some(beside) = self.beside.last_mut() {
            beside.pieces = pieces;
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
                self.flow().paragraph = Some(Open::default());
            }
            None => flow.paragraph = Some(Open::default()),
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
        let Some(open) = flow.paragraph.take() else { return Ok(()) };
        let number = self.number(&open);
        let style = open.style.as_deref();
        let mut paragraph = open.paragraph;
        paragraph.level = open.outline.unwrap_or_else(|| style.and_then(|style| self.styles.level(style)));
        paragraph.named = style.and_then(|style| self.styles.named(style));
        paragraph.align = paragraph.align.or_else(|| self.styles.align(style));
        // What Word adds by itself is read out like what was typed.
        if let Some(Number::Text(text) | Number::Sign(text)) = &number {
            self.budget.spend_text(text.len())?;
        }
        paragraph.number = number;
        flow.pieces.push(Piece::Paragraph(paragraph));
        flow.pieces.extend(open.boxes);
        Ok(())
    }

    fn number(&mut self, open: &Open) -> Option<Number> {
        let by_style = open.style.as_deref().and_then(|style| self.styles.numbered(style));
        let list = open.list.or(by_style.map(|(list, _)| list)).filter(|list| *list > 0)?;
        let level = open.level.or(by_style.map(|(_, level)| level)).unwrap_or(0);
        self.numbering.next(list, level)
    }

    /// A box that stands in its line like a letter is part of it; any other is a text of its own.
    fn end_box(&mut self) -> Result<(), OfficeFileError> {
        self.end_paragraph()?;
        if self.flows.len() < 2 {
            return Ok(());
        }
        let Some(mut inner) = self.flows.pop() else { return Ok(()) };
        let is_inline = self.inline.last().copied().unwrap_or(false);
        let hidden = self.is_hidden();
        let flow = self.flow();
        match (flow.paragraph.as_mut(), inner.pieces.as_mut_slice()) {
            _ if hidden => {}
            (Some(open), [Piece::Paragraph(own)]) if is_inline => {
                open.paragraph.runs.append(&mut own.runs);
            }
            (open, pieces) => {
                for piece in pieces {
                    if let Piece::Paragraph(paragraph) = piece {
                        paragraph.is_boxed = true;
                    }
                }
                open.map_or(&mut flow.pieces, |open| &mut open.boxes).append(&mut inner.pieces);
            }
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
        let style = self.flow().paragraph.as_ref().and_then(|open| open.style.clone());
        let by_style = || style.and_then(|style| self.styles.is_hidden(&style));
        run.hidden.or(run.hidden_by_style).or_else(by_style).unwrap_or(false)
    }

    /// Whether what comes now is not seen.
    fn is_unseen(&mut self) -> bool {
        self.open.iter().any(|open| open == "sdt empty") || self.is_hidden()
    }

    fn add(&mut self, text: &str) -> Result<(), OfficeFileError> {
        if text.is_empty() || self.is_unseen() {
            return Ok(());
        }
        if self.is_struck() {
            return self.struck(text);
        }
        self.budget.spend_text(text.len())?;
        self.found += 1;
        self.passages.add(text);
        let look = self.look();
        let runs = &mut self.flow().paragraph.get_or_insert_default().paragraph.runs;
        if let Some(Run { content: Content::Text(last), look: last_look }) = runs.last_mut()
            && *last_look == look
        {
            last.push_str(text);
            return Ok(());
        }
        self.budget.spend_run()?;
        self.put(Content::Text(text.to_owned()), look);
        Ok(())
    }

    /// Whether a line is drawn through the text that comes now.
    fn is_struck(&mut self) -> bool {
        let run = self.flow().run.is_struck;
        let style = self.flow().paragraph.as_ref().and_then(|open| open.style.clone());
        run.or_else(|| style.and_then(|style| self.styles.is_struck(&style))).unwrap_or(false)
    }

    /// What is struck out is taken as deleted, and told of once wherever it stands.
    fn struck(&mut self, text: &str) -> Result<(), OfficeFileError> {
        let runs = &self.flow().paragraph.get_or_insert_default().paragraph.runs;
        let goes_on = runs.last().is_some_and(|run| run.content == Content::Loss(Loss::Struck));
        if goes_on || text.trim().is_empty() {
            return Ok(());
        }
        self.add_content(Content::Loss(Loss::Struck))
    }

    /// Adds what is no text.
    fn add_content(&mut self, content: Content) -> Result<(), OfficeFileError> {
        if !self.is_unseen() {
            self.budget.spend_run()?;
            self.found += 1;
            self.put(content, Look::default());
        }
        Ok(())
    }

    fn put(&mut self, content: Content, look: Look) {
        self.flow().paragraph.get_or_insert_default().paragraph.runs.push(Run { content, look });
    }

    /// How the text that comes now looks.
    fn look(&mut self) -> Look {
        let styles = self.styles;
        let flow = self.flow();
        let style = flow.paragraph.as_ref().and_then(|open| open.style.as_deref());
        let is_strong = || style.and_then(|style| styles.is_strong(style));
        Look {
            is_strong: flow.run.is_strong.or_else(is_strong).unwrap_or(false),
            shift: flow.run.shift,
            size: flow.run.size.unwrap_or_else(|| styles.size(style)),
        }
    }
}
