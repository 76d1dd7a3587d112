//! A bulletin as its template reads it: heads, cells and lists broken into lines, nothing counted.

use domain::scoring::{Bulletin, BulletinGroup, Field, HeaderCell, Row};
use jiff::civil::Date;
use serde::Serialize;

use super::{
    breaks::{self, Room},
    bulletin_page::{CHARACTERS, PITCH, SIZE},
    bulletin_table::{HEAD_CHARACTERS, TableMeasures, UNIT_CHARACTERS},
    fonts::{Families, Fonts, Role},
    lines,
    obstacles::{GlyphPlace, Large, NoRoom},
};

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

#[derive(Debug, Serialize)]
pub(super) struct BulletinSheet<'a> {
    title: &'a [String],
    title_lines: Vec<String>,
    note: Option<String>,
    mark: Option<&'static str>,
    addressees: Option<String>,
    covering: Vec<String>,
    attachment: String,
    signature: Option<&'a str>,
    date: Option<Day>,
    date_in_words: Option<String>,
    head: Vec<Vec<HeadCell>>,
    table: TableMeasures,
    groups: Vec<GroupSheet<'a>>,
    notes: Vec<String>,
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
    rest: String,
    items: Vec<ListedItem>,
}

#[derive(Debug, Serialize)]
struct ListedItem {
    text: String,
    source_lines: Vec<String>,
}

impl<'a> BulletinSheet<'a> {
    pub(super) fn new(bulletin: &'a Bulletin, letter: &'a BulletinLetter, fonts: &'a Fonts) -> Self {
        let table = TableMeasures::new(bulletin, &|text| fonts.width(Role::Fang, text));
        let set_all = |texts: &[String]| texts.iter().map(|text| set(text, fonts)).collect();
        Self {
            title: &bulletin.title,
            title_lines: bulletin.title.iter().map(|line| set(&spread(line), fonts)).collect(),
            note: letter.note.as_deref().map(|note| set(note, fonts)),
            mark: letter.mark,
            addressees: letter.addressees_of(bulletin).map(|names| set(&names, fonts)),
            covering: set_all(&bulletin.covering),
            attachment: set(&bulletin.attachment, fonts),
            signature: letter.signature.as_deref(),
            date: letter.date.map(|date| Day { year: date.year(), month: date.month(), day: date.day() }),
            date_in_words: letter.date_in_words(),
            head: bulletin.header().iter().map(|row| row.iter().map(head_cell).collect()).collect(),
            groups: bulletin.groups.iter().map(|group| group_sheet(bulletin, group, &table, fonts)).collect(),
            table,
            notes: set_all(&bulletin.notes),
            fonts: &fonts.families,
            measures: Grid { size: SIZE, pitch: PITCH },
        }
    }

    /// What is known to find no room before anything is laid out.
    pub(super) fn large(&self) -> Vec<NoRoom> {
        if self.table.fits {
            return Vec::new();
        }
        let what = Large::Table { number: 1, name: "单位".to_owned(), columns: self.table.widths.len() };
        vec![NoRoom { place: GlyphPlace::Bulletin, what }]
    }
}

/// A text with what says where its lines end.
fn set(text: &str, fonts: &Fonts) -> String {
    let advance = |character| fonts.advance(Role::Fang, character);
    breaks::set(text, &Room { line: CHARACTERS - 4.0, piece: CHARACTERS - 4.0, width: &advance })
}

/// A title's line of two characters stands wide: 通　　报.
pub fn spread(line: &str) -> String {
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

fn group_sheet<'a>(
    bulletin: &'a Bulletin,
    group: &'a BulletinGroup,
    table: &TableMeasures,
    fonts: &Fonts,
) -> GroupSheet<'a> {
    let columns = bulletin.columns();
    let name = |text: &str| lines::fitting(text, table.unit, &|line| fonts.width(Role::Fang, line));
    let cell = |row: &Row, column| {
        let text = row.figures.cell(column);
        if column.field == Field::Unit { name(&text) } else { vec![text] }
    };
    GroupSheet {
        table_title: &group.table_title,
        list_title: format!("各{}", group.list_title),
        rows: group.rows.iter().map(|row| columns.iter().map(|column| cell(row, column)).collect()).collect(),
        units: group.rows.iter().map(|row| unit_sheet(row, fonts)).collect(),
    }
}

fn unit_sheet<'a>(row: &'a Row, fonts: &Fonts) -> UnitSheet<'a> {
    let name = row.figures.unit.as_str();
    let (name, rest) = match row.paragraph.strip_prefix(name) {
        Some(rest) => (name, rest),
        None => ("", row.paragraph.as_str()),
    };
    let items = row.items.iter().map(|item| ListedItem {
        text: set(&format!("{}．{}", item.number, item.title), fonts),
        source_lines: source_lines(&item.source, fonts),
    });
    UnitSheet { name, rest: set(rest, fonts), items: items.collect() }
}

/// A source on one line as far as it fits there.
fn source_lines(source: &str, fonts: &Fonts) -> Vec<String> {
    if fonts.width(Role::Fang, source) <= CHARACTERS {
        vec![source.to_owned()]
    } else {
        lines::attribution(source, CHARACTERS - 1.0)
    }
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
