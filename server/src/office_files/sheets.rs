//! Sheets of cells, each as it shows and as it is meant, from whatever file. It must not know what the sheets are about.
//!
//! What is kept is bounded by what is read out, whatever a file says of its size: a sheet that goes on too long is cut
//! and says so, a sheet that nobody wants is left after its first rows.

use jiff::civil::Date;

use super::encoding::TextEncoding;

/// Rows of one sheet that say something.
pub const MOST_ROWS: usize = 30_000;
/// Columns of one sheet, from A on.
pub const MOST_COLUMNS: usize = 256;
/// Cells of one file that say something, or to which a merged one extends.
pub const MOST_CELLS: usize = 600_000;
/// Places of one file, the empty ones before cells that say something among them.
pub const MOST_PLACES: usize = 4 * MOST_CELLS;
/// Characters of one cell; spreadsheets allow no more.
pub const MOST_CHARACTERS: usize = 32_767;
/// Bytes of text of one file: a text that stands in many cells counts in each.
pub const MOST_TEXT: usize = 48 << 20;
/// Faults of one sheet that are told one by one.
pub const MOST_FAULTS: usize = 20;
/// So many rows decide whether a sheet is wanted.
pub const FIRST_ROWS: usize = 12;

/// What a file holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheets {
    pub sheets: Vec<Sheet>,
    /// Pages of a workbook that hold no cells: charts.
    pub charts: Vec<String>,
    /// How a text file was written.
    pub encoding: Option<TextEncoding>,
}

/// One sheet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    /// Empty for a CSV file.
    pub name: String,
    pub hidden: bool,
    /// Rows that say something, in their order.
    pub rows: Vec<SheetRow>,
    /// From A on, whether each column is hidden; those after the last one are not.
    pub hidden_columns: Vec<bool>,
    /// Whether rows are hidden by a filter.
    pub filtered: bool,
    /// What is wrong with the sheet as a whole.
    pub faults: Vec<String>,
    /// Whether it was left after its first rows.
    pub left: bool,
}

/// One row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SheetRow {
    /// As the sheet counts it, from 1.
    pub number: usize,
    pub hidden: bool,
    /// From column A on.
    pub cells: Vec<Cell>,
}

/// One cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell {
    /// What a person sees in it, without blanks around it.
    pub text: String,
    pub value: Value,
}

/// What a cell is meant to be.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    #[default]
    Text,
    /// A number, as it is kept.
    Number(f64),
    /// A day, however much of it shows.
    Date(Date),
    /// It cannot be read: why, and what to do.
    Broken(&'static str),
}

impl Cell {
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), value: Value::Text }
    }

    /// Whether there is something in it, be it a fault.
    pub fn says_something(&self) -> bool {
        !self.text.is_empty() || matches!(self.value, Value::Broken(_))
    }
}

impl SheetRow {
    /// The cell in a column from 0.
    pub fn cell(&self, column: usize) -> Option<&Cell> {
        self.cells.get(column).filter(|cell| cell.says_something())
    }
}

impl Sheet {
    /// Whether a column, from 0, is hidden.
    pub fn hides_column(&self, column: usize) -> bool {
        self.hidden_columns.get(column).copied().unwrap_or(false)
    }
}

/// A column's letters: A to Z, AA, ….
pub fn column_letters(column: usize) -> String {
    let mut letters = String::new();
    let mut left = column + 1;
    while left > 0 {
        let place = u8::try_from((left - 1) % 26).unwrap_or(0);
        letters.insert(0, char::from(b'A' + place));
        left = (left - 1) / 26;
    }
    letters
}

/// What is kept so far, and how much may still be.
pub(super) struct Room {
    cells: usize,
    places: usize,
    text: usize,
}

impl Default for Room {
    fn default() -> Self {
        Self { cells: MOST_CELLS, places: MOST_PLACES, text: MOST_TEXT }
    }
}

impl Room {
    /// Whether there is room for one more cell, and for the places that its row grows by.
    pub(super) fn take(&mut self, cell: &Cell, places: usize) -> bool {
        let left = (
            self.cells.checked_sub(1),
            self.places.checked_sub(places),
            self.text.checked_sub(cell.text.len()),
        );
        match left {
            (Some(cells), Some(places), Some(text)) => {
                (self.cells, self.places, self.text) = (cells, places, text);
                true
            }
            _ => false,
        }
    }
}

impl Sheet {
    /// Puts a cell where it stands, the row from 1 and the column from 0; rows come in their order. Answers whether
    /// more may come.
    pub(super) fn put(&mut self, (row, column): (usize, usize), cell: Cell, room: &mut Room) -> bool {
        if column >= MOST_COLUMNS {
            self.fault(format!("第{}列以后还有内容，程序不读那么远，请删去或移到前面", MOST_COLUMNS));
            return true;
        }
        if self.rows.last().is_none_or(|last| last.number != row) {
            if self.rows.len() >= MOST_ROWS {
                self.fault(format!("超过{MOST_ROWS}行，请分成几个文件"));
                return false;
            }
            self.rows.push(SheetRow { number: row, ..SheetRow::default() });
        }
        let known = self.rows.last().map_or(0, |row| row.cells.len());
        if !room.take(&cell, (column + 1).saturating_sub(known)) {
            self.fault("内容太多，请分成几个文件，或删去不用导入的表".to_owned());
            return false;
        }
        if let Some(last) = self.rows.last_mut() {
            if last.cells.len() <= column {
                last.cells.resize(column + 1, Cell::default());
            }
            last.cells[column] = cell;
        }
        true
    }

    /// Tells a fault, each once and not too many.
    pub(super) fn fault(&mut self, words: String) {
        if self.faults.len() < MOST_FAULTS && !self.faults.contains(&words) {
            self.faults.push(words);
        }
    }
}

/// Text as it is kept: without blanks around it, line ends as one character. Where it cannot be, why.
pub(super) fn kept_text(text: &str) -> Cell {
    let text = text.trim_matches(|character: char| character.is_whitespace() || character == '\u{feff}');
    if text.chars().count() > MOST_CHARACTERS {
        return Cell {
            text: String::new(),
            value: Value::Broken("文字超过32767字，放不进一个单元格，请缩短"),
        };
    }
    let text =
        if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text.to_owned() };
    Cell { value: as_error(&text), text }
}

/// What spreadsheets show where a formula failed or a column is too narrow.
fn as_error(text: &str) -> Value {
    if !text.starts_with('#') {
        return Value::Text;
    }
    let errors = [
        "#DIV/0!",
        "#N/A",
        "#NAME?",
        "#NULL!",
        "#NUM!",
        "#REF!",
        "#VALUE!",
        "#SPILL!",
        "#CALC!",
        "#GETTING_DATA",
    ];
    if errors.contains(&text) {
        return Value::Broken("公式出错，没有结果，请改好公式或直接填写");
    }
    if text.len() >= 2 && text.bytes().all(|byte| byte == b'#') {
        return Value::Broken("列太窄，存下来的只是 ###，请加宽列后重新保存");
    }
    Value::Text
}
