//! A bulletin as its template reads it: heads, cells and lists broken into lines, nothing counted.

use domain::scoring::{Bulletin, BulletinGroup, Field, HeaderCell, Row};
use jiff::civil::Date;
use serde::Serialize;

use super::{fonts::Families, lines};

/// What a bulletin's letter says besides the figures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BulletinLetter {
    /// To whom it goes, without the colon; where it is missing, the groups' names.
    pub addressees: Option<String>,
    /// The office that signs.
    pub signature: Option<String>,
    /// The day on which it is issued.
    pub date: Option<Date>,
    /// What is said below the title, in brackets: that figures may still change, which correction it is.
    pub note: Option<String>,
    /// A word across every page, of what is no final document: 未结账.
    pub mark: Option<&'static str>,
}

impl BulletinLetter {
    /// To whom the bulletin goes, without the colon.
    pub fn addressees_of(&self, bulletin: &Bulletin) -> Option<String> {
        self.addressees.clone().or_else(|| usual_addressees(bulletin))
    }

    /// 2024年2月5日.
    pub fn date_in_words(&self) -> Option<String> {
        self.date.map(|date| format!("{}年{}月{}日", date.year(), date.month(), date.day()))
    }
}

/// GB/T 9704, 5.2.1: 22 lines of 28 characters fill 156 mm by 225 mm.
const SIZE: f64 = 156.0 / 28.0 * 72.0 / 25.4;
const PITCH: f64 = 225.0 / 22.0 * 72.0 / 25.4;

/// Characters of the tables' type that fit in the column of units, and that the others have for each line.
const UNIT_CHARACTERS: f64 = 9.0;
const HEAD_CHARACTERS: f64 = 2.0;
/// The other columns' width, in characters of the tables' type.
const FIGURE_WIDTH: f64 = 2.5;

#[derive(Debug, Serialize)]
pub(super) struct BulletinSheet<'a> {
    title: &'a [String],
    title_lines: Vec<String>,
    note: Option<&'a str>,
    mark: Option<&'static str>,
    addressees: Option<String>,
    covering: &'a [String],
    attachment: &'a str,
    signature: Option<&'a str>,
    date: Option<Day>,
    date_in_words: Option<String>,
    head: Vec<Vec<HeadCell>>,
    /// In characters; `None` for the column that takes what is left.
    widths: Vec<Option<f64>>,
    groups: Vec<GroupSheet<'a>>,
    notes: &'a [String],
    fonts: &'a Families,
    measures: Grid,
}

#[derive(Debug, Serialize)]
struct Grid {
    size: f64,
    pitch: f64,
}

#[derive(Debug, Serialize)]
struct Day {
    year: i16,
    month: i8,
    day: i8,
}

#[derive(Debug, Serialize)]
struct HeadCell {
    lines: Vec<String>,
    columns: usize,
    rows: usize,
}

#[derive(Debug, Serialize)]
struct GroupSheet<'a> {
    table_title: &'a str,
    list_title: String,
    /// Each cell's lines.
    rows: Vec<Vec<Vec<String>>>,
    units: Vec<UnitSheet<'a>>,
}

#[derive(Debug, Serialize)]
struct UnitSheet<'a> {
    name: &'a str,
    rest: &'a str,
    items: Vec<ListedItem<'a>>,
}

#[derive(Debug, Serialize)]
struct ListedItem<'a> {
    text: String,
    source: &'a str,
}

impl<'a> BulletinSheet<'a> {
    pub(super) fn new(bulletin: &'a Bulletin, letter: &'a BulletinLetter, fonts: &'a Families) -> Self {
        Self {
            title: &bulletin.title,
            title_lines: bulletin.title.iter().map(|line| spread(line)).collect(),
            note: letter.note.as_deref(),
            mark: letter.mark,
            addressees: letter.addressees_of(bulletin),
            covering: &bulletin.covering,
            attachment: &bulletin.attachment,
            signature: letter.signature.as_deref(),
            date: letter.date.map(|date| Day { year: date.year(), month: date.month(), day: date.day() }),
            date_in_words: letter.date_in_words(),
            head: bulletin.header().iter().map(|row| row.iter().map(head_cell).collect()).collect(),
            widths: widths(bulletin),
            groups: bulletin.groups.iter().map(|group| group_sheet(bulletin, group)).collect(),
            notes: &bulletin.notes,
            fonts,
            measures: Grid { size: SIZE, pitch: PITCH },
        }
    }
}

/// The upper and lower edge of the type area, in points.
pub(super) fn area() -> (f64, f64) {
    let top = 37.0 * 72.0 / 25.4;
    (top, top + 22.0 * PITCH - (PITCH - SIZE))
}

/// A title's line of two characters stands wide: 通　　报.
pub(crate) fn spread(line: &str) -> String {
    let characters: Vec<char> = line.chars().collect();
    match characters.as_slice() {
        [first, last] => format!("{first}　　{last}"),
        _ => line.to_owned(),
    }
}

/// To whom a bulletin goes where nobody is named: its groups.
pub fn usual_addressees(bulletin: &Bulletin) -> Option<String> {
    let names: Vec<_> = bulletin.groups.iter().map(|group| group.group.as_str()).collect();
    (!names.is_empty()).then(|| format!("各{}", names.join("，")))
}

fn head_cell(cell: &HeaderCell) -> HeadCell {
    let lines = match (cell.field, cell.columns) {
        (Some(Field::Unit), _) => lines::headline(&cell.text, UNIT_CHARACTERS),
        (Some(_), _) => narrow(&cell.text),
        (None, columns) => lines::headline(&cell.text, HEAD_CHARACTERS * columns as f64),
    };
    HeadCell { lines, columns: cell.columns, rows: cell.rows }
}

/// A head over a narrow column: two characters on a line, three of them one below the other.
fn narrow(text: &str) -> Vec<String> {
    let characters: Vec<char> = text.chars().collect();
    let on_a_line = if characters.len() == 3 { 1 } else { HEAD_CHARACTERS as usize };
    characters.chunks(on_a_line).map(|line| line.iter().collect()).collect()
}

fn widths(bulletin: &Bulletin) -> Vec<Option<f64>> {
    let width = |field| (field != Field::Unit).then_some(FIGURE_WIDTH);
    bulletin.columns().iter().map(|column| width(column.field)).collect()
}

fn group_sheet<'a>(bulletin: &'a Bulletin, group: &'a BulletinGroup) -> GroupSheet<'a> {
    let columns = bulletin.columns();
    let cell = |row: &Row, column| {
        let text = row.figures.cell(column);
        if column.field == Field::Unit { lines::headline(&text, UNIT_CHARACTERS) } else { vec![text] }
    };
    GroupSheet {
        table_title: &group.table_title,
        list_title: format!("各{}", group.list_title),
        rows: group.rows.iter().map(|row| columns.iter().map(|column| cell(row, column)).collect()).collect(),
        units: group.rows.iter().map(unit_sheet).collect(),
    }
}

fn unit_sheet(row: &Row) -> UnitSheet<'_> {
    let name = row.figures.unit.as_str();
    let (name, rest) = match row.paragraph.strip_prefix(name) {
        Some(rest) => (name, rest),
        None => ("", row.paragraph.as_str()),
    };
    let items = row.items.iter();
    let items = items
        .map(|item| ListedItem { text: format!("{}．{}", item.number, item.title), source: &item.source });
    UnitSheet { name, rest, items: items.collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_narrow_head_stands_in_short_lines() {
        assert_eq!(narrow("本月基础分"), ["本月", "基础", "分"]);
        assert_eq!(narrow("总排名"), ["总", "排", "名"]);
        assert_eq!(narrow("记分"), ["记分"]);
    }

    #[test]
    fn a_title_of_two_characters_stands_wide() {
        assert_eq!(spread("通报"), "通　　报");
        assert_eq!(spread("关于5月份政务信息采用情况的"), "关于5月份政务信息采用情况的");
    }
}
