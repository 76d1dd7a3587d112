//! Workbooks (.xlsx): their sheets in order, each cell as it shows and as it is meant. The parts are read bit by bit.

mod cells;
mod merges;
mod place;
mod show;
mod strings;
mod styles;

pub use show::general;

use std::io::BufRead;

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use super::{
    OfficeFileError, Stopping,
    package::{Package, Relation, not_readable, not_xml},
    sheets::{Room, Sheet, Sheets},
};

/// Sheets of one workbook.
const MOST_SHEETS: usize = 200;

/// What all cells of a workbook need.
struct Book {
    strings: Vec<String>,
    /// By the style that a cell names.
    formats: Vec<show::Format>,
    /// Days are counted from 1904, as on old Macs.
    from_1904: bool,
    /// Its formulas are to be worked out when it is opened: a 0 may be what no program has worked out yet.
    unreckoned: bool,
}

pub(super) fn read(
    bytes: &[u8],
    wanted: &dyn Fn(&Sheet) -> bool,
    stops: Stopping<'_>,
) -> Result<Sheets, OfficeFileError> {
    let mut package = Package::open(bytes, stops)?;
    let part = package.main_part()?.ok_or_else(|| OfficeFileError::Broken("缺少工作簿".to_owned()))?;
    let relations = package.relations(&part)?;
    let mut contents = contents(&mut package, &part)?;
    if contents.sheets.len() > MOST_SHEETS {
        return Err(OfficeFileError::Bomb(format!("超过{MOST_SHEETS}张表")));
    }
    let target = |kind: &str| {
        relations.iter().find(|relation| relation.kind == kind).map(|relation| relation.target.as_str())
    };
    contents.book.strings = strings::read(&mut package, target("sharedStrings"))?;
    contents.book.formats = styles::read(&mut package, target("styles"), contents.book.from_1904)?;
    let mut read = Sheets::default();
    let mut room = Room::default();
    for listed in contents.sheets {
        let found = relations.iter().find(|relation| relation.id == listed.relation);
        match found {
            Some(Relation { kind, target, .. }) if kind == "worksheet" => {
                let sheet = Sheet { name: listed.name, hidden: listed.hidden, ..Sheet::default() };
                read.sheets.push(cells::read(
                    &mut package,
                    target,
                    sheet,
                    &contents.book,
                    &mut room,
                    wanted,
                )?);
            }
            // Charts, dialogs and macros of the nineties.
            Some(_) => read.charts.push(listed.name),
            None => {
                let mut sheet = Sheet { name: listed.name, ..Sheet::default() };
                sheet.fault("在文件里找不到内容，请用 Excel 或 WPS 表格打开，另存一份再选".to_owned());
                read.sheets.push(sheet);
            }
        }
    }
    Ok(read)
}

/// What the workbook's own part says.
struct Contents {
    book: Book,
    sheets: Vec<Listed>,
}

/// A sheet as the workbook lists it.
struct Listed {
    name: String,
    hidden: bool,
    relation: String,
}

fn contents(package: &mut Package<'_>, part: &str) -> Result<Contents, OfficeFileError> {
    let mut book = Book { strings: Vec::new(), formats: Vec::new(), from_1904: false, unreckoned: false };
    let mut sheets = Vec::new();
    each(package, part, |event| {
        if let Event::Start(element) | Event::Empty(element) = event {
            match element.local_name().as_ref() {
                "workbookPr" => book.from_1904 = is_set(element, "date1904"),
                "calcPr" => book.unreckoned = is_set(element, "fullCalcOnLoad"),
                "sheet" => sheets.push(Listed {
                    name: value(element, "name").unwrap_or_default(),
                    hidden: value(element, "state").is_some_and(|state| state != "visible"),
                    // Its own number stands under `sheetId`; this is the relation's.
                    relation: value(element, "id").unwrap_or_default(),
                }),
                _ => {}
            }
        }
        Ok(sheets.len() <= MOST_SHEETS)
    })?;
    Ok(Contents { book, sheets })
}

/// Hands every event of a part on, until `take` has enough. A part that is not there has none.
fn each(
    package: &mut Package<'_>,
    part: &str,
    mut take: impl FnMut(&Event<'_>) -> Result<bool, OfficeFileError>,
) -> Result<(), OfficeFileError> {
    let Some(source) = package.reader(part)? else { return Ok(()) };
    each_of(source, part, &mut take)
}

fn each_of(
    source: impl BufRead,
    part: &str,
    take: &mut dyn FnMut(&Event<'_>) -> Result<bool, OfficeFileError>,
) -> Result<(), OfficeFileError> {
    let mut reader = Reader::from_reader(source);
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        let event = reader.read_event_into(&mut buffer).map_err(|error| not_readable(part, &error))?;
        match event {
            Event::Eof => return Ok(()),
            // Whoever declares entities of his own means no good.
            Event::DocType(_) => return Err(not_xml(part, "DOCTYPE")),
            event => {
                if !take(&event)? {
                    return Ok(());
                }
            }
        }
    }
}

/// An attribute's value, by its name without its prefix.
fn value(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.attributes().flatten().find(|one| one.key.local_name().as_ref() == name)?;
    Some(
        quick_xml::escape::unescape(&found.value)
            .map_or_else(|_| found.value.to_string(), |text| text.into_owned()),
    )
}

/// Whether a switch is on.
fn is_set(element: &BytesStart<'_>, name: &str) -> bool {
    value(element, name).is_some_and(|value| matches!(value.as_str(), "1" | "true" | "on"))
}

/// A whole number that an attribute holds.
fn number(element: &BytesStart<'_>, name: &str) -> Option<usize> {
    value(element, name)?.parse().ok()
}

#[cfg(test)]
mod tests;
