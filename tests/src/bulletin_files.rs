//! Reading a bulletin's figures back from the files that the program gives out, each with a reader that the program
//! itself does not use, so that all can be compared with what they should say.

use std::io::{Cursor, Read};

use calamine::{Data, Reader as _, Xlsx, open_workbook_from_rs};
use quick_xml::{Reader, events::Event};
use serde_json::Value;
use zip::ZipArchive;

/// The figures of a row in the order of the printed columns, by their names in the bulletin's JSON.
const COLUMNS: [&str; 12] = [
    "unit",
    "submitted",
    "upper_count",
    "newsletter_count",
    "adoption_points",
    "commission_count",
    "commission_points",
    "reported_up",
    "base",
    "month",
    "cumulative",
    "rank",
];

/// A group's table: every row with every figure as text, an empty cell as the zero that it stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    pub group: String,
    pub rows: Vec<Vec<String>>,
}

/// What the bulletin's JSON says.
pub fn of_json(bulletin: &Value) -> Vec<Table> {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let row = |row: &Value| COLUMNS.iter().map(|column| text(&row[column])).collect();
    let rows = |group: &Value| group["rows"].as_array().expect("rows").iter().map(row).collect();
    let table = |group: &Value| Table { group: text(&group["group"]), rows: rows(group) };
    bulletin["groups"].as_array().expect("groups").iter().map(table).collect()
}

/// What the CSV file says.
pub fn of_csv(bytes: &[u8]) -> Vec<Table> {
    let text = std::str::from_utf8(bytes).expect("a CSV file is UTF-8");
    let mut tables: Vec<Table> = Vec::new();
    for line in text.lines().skip(1) {
        let (group, cells) = line.split_once(',').expect("the group stands first");
        if tables.last().is_none_or(|table| table.group != group) {
            tables.push(Table { group: group.to_owned(), rows: Vec::new() });
        }
        let row = cells.split(',').map(cell).collect();
        tables.last_mut().expect("one was just pushed").rows.push(row);
    }
    tables
}

/// What the workbook's sheets say, all but the last, which holds the lists. Every figure must be a number.
pub fn of_xlsx(bytes: &[u8]) -> Vec<Table> {
    let mut workbook: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes.to_vec())).expect("a workbook");
    let mut sheets = workbook.worksheets();
    let (lists, _) = sheets.pop().expect("the sheet with the lists");
    assert_eq!(lists, "采用稿件");
    let figure = |(place, data): (usize, &Data)| match data {
        Data::String(text) if place == 0 => text.clone(),
        Data::Float(number) if place > 0 => number.to_string(),
        other => panic!("column {place} holds {other:?}"),
    };
    let table = |(group, range): (String, calamine::Range<Data>)| {
        // The title and the two rows of the head.
        let rows = range.rows().skip(3).map(|row| row.iter().enumerate().map(figure).collect());
        Table { group, rows: rows.collect() }
    };
    sheets.into_iter().map(table).collect()
}

/// What the cells of the Word document's tables say; `groups` are their names, which stand in headings.
pub fn of_docx(bytes: &[u8], groups: &[Table]) -> Vec<Table> {
    let tables = docx_tables(&part(bytes, "word/document.xml"));
    assert_eq!(tables.len(), groups.len());
    let named = groups.iter().zip(tables);
    // The head has two rows.
    named
        .map(|(group, rows)| Table {
            group: group.group.clone(),
            rows: rows.iter().skip(2).map(|row| row.iter().map(|text| cell(text)).collect()).collect(),
        })
        .collect()
}

/// A part of a package, as text.
pub fn part(package: &[u8], name: &str) -> String {
    let mut archive = ZipArchive::new(Cursor::new(package)).expect("a package is a zip archive");
    let mut text = String::new();
    archive.by_name(name).expect(name).read_to_string(&mut text).expect("a part is UTF-8");
    text
}

/// A document's running text, without its tables' borders and without spaces.
pub fn docx_text(package: &[u8]) -> String {
    let document = part(package, "word/document.xml");
    let mut reader = Reader::from_str(&document);
    let mut text = String::new();
    loop {
        match reader.read_event().expect("well-formed XML") {
            Event::Text(content) => text.push_str(&content.xml10_content()),
            Event::GeneralRef(name) => text.push_str(match &*name.xml10_content() {
                "lt" => "<",
                "gt" => ">",
                "amp" => "&",
                other => panic!("&{other}; is none of XML's own"),
            }),
            Event::Eof => break,
            _ => {}
        }
    }
    text.split_whitespace().collect()
}

/// What a page of print says of the tables: each one's cells in a row, as far as they are printed, without spaces.
pub fn printed(table: &Table) -> String {
    const PRINTS_ZERO: [&str; 4] = ["submitted", "month", "cumulative", "rank"];
    let is_printed = |column: &str, text: &str| text != "0" || PRINTS_ZERO.contains(&column);
    let row = |row: &Vec<String>| -> String {
        let cells = COLUMNS.iter().zip(row);
        cells.filter(|(column, text)| is_printed(column, text)).map(|(_, text)| text.as_str()).collect()
    };
    table.rows.iter().map(row).collect()
}

/// Tables, rows, cells.
fn docx_tables(document: &str) -> Vec<Vec<Vec<String>>> {
    let mut reader = Reader::from_str(document);
    let mut tables: Vec<Vec<Vec<String>>> = Vec::new();
    let mut is_in_cell = false;
    loop {
        match reader.read_event().expect("well-formed XML") {
            Event::Start(element) => match element.name().as_ref() {
                "w:tbl" => tables.push(Vec::new()),
                "w:tr" => tables.last_mut().expect("rows stand in a table").push(Vec::new()),
                "w:tc" => {
                    let row = tables.last_mut().and_then(|table| table.last_mut());
                    row.expect("cells stand in a row").push(String::new());
                    is_in_cell = true;
                }
                _ => {}
            },
            Event::End(element) if element.name().as_ref() == "w:tc" => is_in_cell = false,
            Event::Text(content) if is_in_cell => {
                let row = tables.last_mut().and_then(|table| table.last_mut());
                let cell = row.and_then(|row| row.last_mut()).expect("a cell was begun");
                cell.push_str(&content.xml10_content());
            }
            Event::Eof => return tables,
            _ => {}
        }
    }
}

fn cell(text: &str) -> String {
    if text.is_empty() { "0".to_owned() } else { text.to_owned() }
}
