//! A sheet's part: its cells in their order, what is hidden, what is merged.

use quick_xml::events::{BytesStart, Event};

use super::{
    super::{
        package::{Package, entity},
        sheets::{Cell, FIRST_ROWS, MOST_COLUMNS, Room, Sheet, Value, column_letters, kept_text},
    },
    Book, OfficeFileError, each, is_set,
    merges::Merges,
    number,
    place::{LAST, place_of},
    show::Format,
    strings::{RichText, unescaped},
    value,
};

const NO_VALUE: &str = "公式没有保存结果，读不出值，请用 Excel 或 WPS 表格打开、重算并保存后再选，或直接填写";
const NOT_RECKONED: &str =
    "公式的结果存的是0，文件又注明公式还没有重算，请用 Excel 或 WPS 表格打开并保存后再选，或直接填写";

/// Reads a sheet; what is wrong with it is among its faults, since other sheets may still serve.
pub(super) fn read(
    package: &mut Package<'_>,
    part: &str,
    sheet: Sheet,
    book: &Book,
    room: &mut Room,
    wanted: &dyn Fn(&Sheet) -> bool,
) -> Result<Sheet, OfficeFileError> {
    let mut reading = Reading {
        sheet,
        book,
        part,
        row: Row::default(),
        cell: None,
        merges: Merges::default(),
        was_wanted: false,
    };
    let read = each(package, part, |event| reading.take(event, room, wanted));
    let Reading { mut sheet, merges, .. } = reading;
    match read {
        // The archive itself goes on too long or is broken: so are its other parts.
        Err(error @ (OfficeFileError::Bomb(_) | OfficeFileError::Broken(_))) => return Err(error),
        Err(error) => sheet.fault(error.to_string()),
        Ok(()) if !sheet.left => merges.fill(&mut sheet, room),
        Ok(()) => {}
    }
    Ok(sheet)
}

/// Where in the sheet the reader is.
struct Reading<'b> {
    sheet: Sheet,
    book: &'b Book,
    part: &'b str,
    row: Row,
    cell: Option<Raw>,
    merges: Merges,
    was_wanted: bool,
}

/// The row that is being read.
#[derive(Default)]
struct Row {
    /// From 1; 0 before the first.
    number: usize,
    hidden: bool,
    /// The last column so far, from 1.
    column: usize,
}

/// The cell that is being read, as it is written.
#[derive(Default)]
struct Raw {
    /// The column from 0; nothing where the cell's name is none.
    column: Option<usize>,
    style: usize,
    kind: String,
    is_formula: bool,
    is_value: bool,
    /// What stands in `v`; `None` where there is none.
    value: Option<String>,
    inline: RichText,
    is_inline: bool,
}

impl Reading<'_> {
    /// Answers whether reading goes on.
    fn take(
        &mut self,
        event: &Event<'_>,
        room: &mut Room,
        wanted: &dyn Fn(&Sheet) -> bool,
    ) -> Result<bool, OfficeFileError> {
        match event {
            Event::Start(element) => return Ok(self.start(element, room, wanted)),
            Event::Empty(element) => {
                let goes_on = self.start(element, room, wanted);
                return Ok(goes_on && self.end(element.local_name().as_ref(), room));
            }
            Event::End(element) => {
                if element.local_name().as_ref() == "is" {
                    self.end("is", room);
                } else if let Some(cell) = self.cell.as_mut().filter(|cell| cell.is_inline) {
                    cell.inline.take(event, self.part)?;
                } else {
                    return Ok(self.end(element.local_name().as_ref(), room));
                }
            }
            Event::Text(_) | Event::CData(_) | Event::GeneralRef(_) => {
                let Some(cell) = &mut self.cell else { return Ok(true) };
                if cell.is_inline {
                    cell.inline.take(event, self.part)?;
                } else if cell.is_value {
                    let value = cell.value.get_or_insert_default();
                    match event {
                        Event::Text(text) => value.push_str(&text.xml10_content()),
                        Event::CData(text) => value.push_str(&text.xml10_content()),
                        Event::GeneralRef(reference) => value.push_str(&entity(reference, self.part)?),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
        Ok(true)
    }

    fn start(&mut self, element: &BytesStart<'_>, room: &mut Room, wanted: &dyn Fn(&Sheet) -> bool) -> bool {
        if let Some(cell) = self.cell.as_mut().filter(|cell| cell.is_inline) {
            // Runs of a text; none of them can fail.
            let _ = cell.inline.take(&Event::Start(element.clone()), self.part);
            return true;
        }
        match element.local_name().as_ref() {
            "row" => {
                if !self.was_wanted && self.sheet.rows.len() >= FIRST_ROWS {
                    self.was_wanted = wanted(&self.sheet);
                    self.sheet.left = !self.was_wanted;
                }
                self.start_row(element);
                return !self.sheet.left;
            }
            "c" => self.start_cell(element, room),
            "f" => self.with_cell(|cell| cell.is_formula = true),
            "v" => self.with_cell(|cell| {
                cell.is_value = true;
                // `<v/>` is nothing; a formula's empty text has its own kind.
                if cell.kind == "str" {
                    cell.value.get_or_insert_default();
                }
            }),
            "is" => self.with_cell(|cell| cell.is_inline = true),
            "col" if is_set(element, "hidden") || has_no_size(element, "width") => self.hide_columns(element),
            "sheetPr" => self.sheet.filtered |= is_set(element, "filterMode"),
            "filterColumn" => self.sheet.filtered = true,
            "mergeCell" => {
                let reference = value(element, "ref").unwrap_or_default();
                if let Err(fault) = self.merges.add(&reference) {
                    self.sheet.fault(fault);
                }
            }
            _ => {}
        }
        true
    }

    fn end(&mut self, name: &str, room: &mut Room) -> bool {
        match name {
            "v" => self.with_cell(|cell| cell.is_value = false),
            "is" => self.with_cell(|cell| cell.is_inline = false),
            "c" => {
                let Some(raw) = self.cell.take() else { return true };
                let Some(column) = raw.column else { return true };
                let cell = self.understood(raw);
                return !cell.says_something() || self.put(column, cell, room);
            }
            _ => {}
        }
        true
    }

    fn with_cell(&mut self, change: impl FnOnce(&mut Raw)) {
        if let Some(cell) = &mut self.cell {
            change(cell);
        }
    }

    fn put(&mut self, column: usize, cell: Cell, room: &mut Room) -> bool {
        let place = (self.row.number, column);
        let before = self.sheet.rows.last().filter(|row| row.number == place.0);
        if before.is_some_and(|row| row.cell(column).is_some()) {
            self.sheet.fault(format!(
                "单元格{}{}在文件里出现了两次，请另存一份再选",
                column_letters(column),
                place.0
            ));
            return true;
        }
        let goes_on = self.sheet.put(place, cell, room);
        if let Some(row) = self.sheet.rows.last_mut().filter(|row| row.number == place.0) {
            row.hidden = self.row.hidden;
        }
        goes_on
    }

    fn start_row(&mut self, element: &BytesStart<'_>) {
        let number = match value(element, "r") {
            None => Some(self.row.number + 1),
            Some(written) => written.parse().ok().filter(|number| (1..=LAST.0).contains(number)),
        };
        let number = match number {
            Some(number) if number > self.row.number => number,
            Some(number) => {
                self.sheet.fault(format!(
                    "第{number}行在文件里的次序不对，请用 Excel 或 WPS 表格打开，另存一份再选"
                ));
                self.row.number + 1
            }
            None => {
                let written = value(element, "r").unwrap_or_default();
                self.sheet
                    .fault(format!("没有第“{}”这一行，文件已经损坏，请另存一份再选", beginning(&written)));
                self.row.number + 1
            }
        };
        self.row = Row { number, hidden: is_set(element, "hidden") || has_no_size(element, "ht"), column: 0 };
    }

    fn start_cell(&mut self, element: &BytesStart<'_>, _: &mut Room) {
        let column = match value(element, "r") {
            None => Some(self.row.column),
            Some(name) => match place_of(&name) {
                Some((row, column)) if row == self.row.number => Some(column),
                _ => {
                    let name = beginning(&name);
                    self.sheet.fault(format!("没有“{name}”这样的单元格，文件已经损坏，请另存一份再选"));
                    None
                }
            },
        };
        self.row.column = column.unwrap_or(self.row.column) + 1;
        self.cell = Some(Raw {
            column,
            style: number(element, "s").unwrap_or(0),
            kind: value(element, "t").unwrap_or_default(),
            ..Raw::default()
        });
    }

    fn hide_columns(&mut self, element: &BytesStart<'_>) {
        let (Some(first), Some(last)) = (number(element, "min"), number(element, "max")) else { return };
        let last = last.min(MOST_COLUMNS);
        if self.sheet.hidden_columns.len() < last {
            self.sheet.hidden_columns.resize(last, false);
        }
        for column in first.max(1)..=last {
            self.sheet.hidden_columns[column - 1] = true;
        }
    }

    /// What a cell says.
    fn understood(&self, raw: Raw) -> Cell {
        let broken =
            |text: &str, why: &'static str| Cell { text: text.to_owned(), value: Value::Broken(why) };
        if raw.kind == "inlineStr" {
            return kept_text(&raw.inline.finished());
        }
        // A formula may come to an empty text, which then stands there; where nothing stands it was never worked out.
        let is_text = raw.kind == "str" && raw.value.is_some();
        let value = raw.value.unwrap_or_default();
        if value.is_empty() {
            return if raw.is_formula && !is_text { broken("", NO_VALUE) } else { Cell::default() };
        }
        match raw.kind.as_str() {
            "s" => {
                let text = value.trim().parse().ok().and_then(|place: usize| self.book.strings.get(place));
                text.map_or_else(
                    || broken("", "单元格的文字在文件里找不到，请另存一份再选"),
                    |text| kept_text(text),
                )
            }
            "str" => kept_text(&unescaped(&value)),
            "b" => Cell::text(if matches!(value.trim(), "1" | "true") { "是" } else { "否" }),
            "e" => broken(&value, "公式出错，没有结果，请改好公式或直接填写"),
            "d" => iso_day(value.trim()),
            _ => match value.trim().parse::<f64>() {
                Ok(0.0) if raw.is_formula && self.book.unreckoned => broken("0", NOT_RECKONED),
                Ok(number) => self.number(raw.style, number),
                Err(_) => broken(&beginning(&value), "不是数字，文件可能已经损坏，请直接填写"),
            },
        }
    }

    fn number(&self, style: usize, number: f64) -> Cell {
        let unknown = Format::new("General", self.book.from_1904);
        self.book.formats.get(style).unwrap_or(&unknown).cell(number)
    }
}

/// A day as the strict standard writes it, with or without a time.
fn iso_day(text: &str) -> Cell {
    match text.get(..10).and_then(|day| day.parse().ok()) {
        Some(day) => Cell { text: text.get(..10).unwrap_or_default().to_owned(), value: Value::Date(day) },
        None if text.starts_with('T') => Cell::text(text),
        None => Cell {
            text: text.to_owned(), value: Value::Broken("不是有效的日期，请核对这个单元格")
        },
    }
}

fn has_no_size(element: &BytesStart<'_>, name: &str) -> bool {
    value(element, name).and_then(|size| size.parse::<f64>().ok()).is_some_and(|size| size <= 0.0)
}

fn beginning(text: &str) -> String {
    text.chars().take(20).collect()
}
