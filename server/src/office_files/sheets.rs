//! Workbooks and CSV files to sheets of texts: the values that formulas had when the file was saved, dates as
//! days, merged cells filled. It must not know what the sheets are about.

use std::io::Cursor;

use calamine::{DataRef, Reader, Xlsx};

use super::{
    OfficeFileError,
    encoding::decode,
    kind::{FileKind, Wanted},
    package::Package,
};

/// Rows of one sheet; a year of an office has three thousand.
pub const MOST_ROWS: u32 = 10_000;
/// Columns of one sheet.
pub const MOST_COLUMNS: u32 = 60;
/// Sheets of one file.
const MOST_SHEETS: usize = 50;
/// Characters of one cell; a title has a hundred.
const LONGEST: usize = 2_000;

/// One sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Empty for a CSV file.
    pub name: String,
    /// From the first row on; cells from column A on, without blanks around them.
    pub rows: Vec<Vec<String>>,
}

/// Reads a workbook or a CSV file, by what is in it. The name is the file's.
pub fn read(name: &str, bytes: &[u8]) -> Result<Vec<Sheet>, OfficeFileError> {
    if bytes.len() > super::MOST_BYTES {
        return Err(OfficeFileError::TooLarge);
    }
    match FileKind::of(name, bytes)?.wanted(Wanted::Sheets)? {
        FileKind::Workbook => workbook(bytes),
        _ => csv(&decode(bytes)?.text).map(|sheet| vec![sheet]),
    }
}

fn workbook(bytes: &[u8]) -> Result<Vec<Sheet>, OfficeFileError> {
    // The reader of workbooks unpacks without a limit, so everything is unpacked once before, within one.
    let mut package = Package::open(bytes)?;
    package.measure()?;
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let names = workbook.sheet_names();
    if names.len() > MOST_SHEETS {
        return Err(OfficeFileError::Bomb(format!("{}张表", names.len())));
    }
    names.into_iter().map(|name| sheet(&mut workbook, name)).collect()
}

fn sheet(workbook: &mut Xlsx<Cursor<&[u8]>>, name: String) -> Result<Sheet, OfficeFileError> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut cells = workbook.worksheet_cells_reader(&name).map_err(broken)?;
    while let Some(cell) = cells.next_cell().map_err(broken)? {
        let text = text(cell.get_value());
        if !text.is_empty() {
            put(&mut rows, cell.get_position(), text, &name)?;
        }
    }
    drop(cells);
    for merged in workbook.merge_cells_by_sheet_name(&name).unwrap_or_default() {
        let (row, column) = merged.start;
        let first = rows.get(row as usize).and_then(|row| row.get(column as usize)).cloned();
        let Some(text) = first.filter(|text| !text.is_empty()) else { continue };
        for row in row..=merged.end.0.min(MOST_ROWS) {
            for column in column..=merged.end.1.min(MOST_COLUMNS) {
                put(&mut rows, (row, column), text.clone(), &name)?;
            }
        }
    }
    Ok(Sheet { name, rows })
}

fn put(
    rows: &mut Vec<Vec<String>>,
    (row, column): (u32, u32),
    text: String,
    sheet: &str,
) -> Result<(), OfficeFileError> {
    if row >= MOST_ROWS || column >= MOST_COLUMNS {
        return Err(OfficeFileError::Bomb(format!("表“{sheet}”超过{MOST_ROWS}行或{MOST_COLUMNS}列")));
    }
    let (row, column) = (row as usize, column as usize);
    if rows.len() <= row {
        rows.resize(row + 1, Vec::new());
    }
    if rows[row].len() <= column {
        rows[row].resize(column + 1, String::new());
    }
    rows[row][column] = text;
    Ok(())
}

/// What a cell shows; a formula's is what it came to when the file was saved.
fn text(value: &DataRef<'_>) -> String {
    let text = match value {
        DataRef::Empty => String::new(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(yes) => if *yes { "是" } else { "否" }.to_owned(),
        DataRef::DateTime(time) => {
            let (year, month, day, ..) = time.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        DataRef::Error(error) => error.to_string(),
    };
    text.trim().chars().take(LONGEST).collect()
}

/// RFC 4180, and tabs where a first line without commas has them.
fn csv(text: &str) -> Result<Sheet, OfficeFileError> {
    let first = text.lines().next().unwrap_or_default();
    let separator = if first.contains('\t') && !first.contains(',') { '\t' } else { ',' };
    let mut rows = Vec::new();
    let mut place = (0, 0);
    let mut cell = String::new();
    let mut quoted = false;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' if quoted && characters.peek() == Some(&'"') => {
                characters.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if cell.trim().is_empty() => {
                cell.clear();
                quoted = true;
            }
            '\r' if !quoted => {}
            _ if !quoted && (character == separator || character == '\n') => {
                put_csv(&mut rows, place, &mut cell)?;
                place = if character == '\n' { (place.0 + 1, 0) } else { (place.0, place.1 + 1) };
            }
            _ => cell.push(character),
        }
    }
    put_csv(&mut rows, place, &mut cell)?;
    Ok(Sheet { name: String::new(), rows })
}

fn put_csv(rows: &mut Vec<Vec<String>>, place: (u32, u32), cell: &mut String) -> Result<(), OfficeFileError> {
    let text: String = std::mem::take(cell).trim().chars().take(LONGEST).collect();
    if text.is_empty() { Ok(()) } else { put(rows, place, text, "CSV") }
}

fn broken(error: impl std::fmt::Display) -> OfficeFileError {
    OfficeFileError::Broken(error.to_string())
}
