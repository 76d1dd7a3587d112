//! How a file's sheets and rows are told by the columns that can be imported. What a cell means is not known here.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::columns::{Column, SheetKind};
use crate::office_files::sheets::Sheet;

/// What a sheet is, by its name, else by its headings: the kind whose required columns are all there and of which most
/// columns are.
fn kind_of(name: &str, rows: &[Vec<String>]) -> Option<SheetKind> {
    SheetKind::from_label(name.trim()).or_else(|| {
        let headings = rows.get(head(rows)?)?;
        let has = |column: &Column| headings.iter().any(|heading| plain(heading) == column.heading);
        let score = |kind: &SheetKind| kind.columns().iter().filter(|column| has(column)).count();
        SheetKind::ALL
            .into_iter()
            .filter(|kind| kind.columns().iter().filter(|column| column.required).all(has))
            .max_by_key(score)
    })
}

/// A sheet as far as it was understood.
#[derive(Clone, Debug)]
pub(super) struct KnownSheet {
    pub name: String,
    pub kind: SheetKind,
    pub rows: Vec<Row>,
    pub faults: Vec<String>,
}

/// A row that says something.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub sheet: String,
    pub kind: SheetKind,
    /// From 1.
    pub number: usize,
    /// By field: the cell's text, and its column from 0.
    cells: BTreeMap<&'static str, (usize, String)>,
}

impl Row {
    /// What stands in a column; empty where there is none.
    pub(super) fn get(&self, field: &str) -> &str {
        self.cells.get(field).map_or("", |(_, text)| text)
    }

    /// 表“上级采用”第5行C列：…. A row's fault as a whole names no column.
    pub(super) fn fault(&self, field: &str, words: &str) -> String {
        let column = self.cells.get(field).map(|(column, _)| format!("{}列", letters(*column)));
        let column = column.unwrap_or_default();
        format!("表“{}”第{}行{column}：{words}", self.sheet, self.number)
    }

    /// What the row says, whatever stands around it: the words of its cells by their fields.
    pub(super) fn words(&self) -> String {
        let cells = self.cells.iter().filter(|(_, (_, text))| !text.is_empty());
        let cells: Vec<String> = cells.map(|(field, (_, text))| format!("{field}={text}")).collect();
        format!("{}\n{}", self.kind.label(), cells.join("\n"))
    }
}

/// The cells of a file, on their way from the preview to the import.
#[derive(Serialize, Deserialize)]
pub(super) struct Cells(pub Vec<(String, Vec<Vec<String>>)>);

/// Tells the sheets of a file; the notes say what is left out.
pub(super) fn known(sheets: Vec<Sheet>) -> (Vec<KnownSheet>, Vec<String>) {
    let mut notes = Vec::new();
    let mut known = Vec::new();
    for sheet in sheets {
        let is_empty = sheet.rows.iter().all(|row| row.iter().all(String::is_empty));
        match kind_of(&sheet.name, &sheet.rows) {
            Some(kind) => known.push(understood(sheet, kind, &mut notes)),
            None if is_empty || sheet.name == "说明" => {}
            None if sheet.name.is_empty() => {
                notes.push("第一行不是任何一张表的栏目，请用下载的模板".to_owned());
            }
            None => notes.push(format!("表“{}”不是模板中的表，没有导入", sheet.name)),
        }
    }
    known.sort_by_key(|sheet| sheet.kind);
    (known, notes)
}

fn understood(sheet: Sheet, kind: SheetKind, notes: &mut Vec<String>) -> KnownSheet {
    let name = if sheet.name.is_empty() { kind.label().to_owned() } else { sheet.name };
    let Some(head) = head(&sheet.rows) else {
        let faults = vec![format!("表“{name}”没有栏目一行，请用下载的模板")];
        return KnownSheet { name, kind, rows: Vec::new(), faults };
    };
    let below = &sheet.rows[head + 1..];
    let known = kind.columns();
    let mut columns: Vec<(usize, Column)> = Vec::new();
    let mut faults = Vec::new();
    let headings = sheet.rows[head].iter().map(|heading| plain(heading)).enumerate();
    for (at, heading) in headings.filter(|(_, heading)| !heading.is_empty()) {
        let place = format!("表“{name}”{}列“{heading}”", letters(at));
        let says_something = below.iter().any(|row| row.get(at).is_some_and(|cell| !cell.trim().is_empty()));
        match known.iter().find(|column| column.heading == heading) {
            Some(column) if !columns.iter().any(|(_, known)| known.field == column.field) => {
                columns.push((at, *column));
            }
            // What is written would be lost.
            Some(_) if says_something => faults.push(format!("{place}重复，请只留一列")),
            None if says_something => {
                faults.push(format!("{place}不是模板中的栏目，请按模板改栏名，不用导入的请删去这一列"));
            }
            _ => notes.push(format!("{place}没有用处，也没有填写，没有导入")),
        }
    }
    let missing = known
        .iter()
        .filter(|known| known.required && !columns.iter().any(|(_, column)| column.field == known.field));
    faults.extend(missing.map(|column| format!("表“{name}”缺少“{}”一栏", column.heading)));
    let rows = (head + 2..).zip(below).filter_map(|(number, cells)| {
        let text = |at: usize| cells.get(at).map(|cell| cell.trim().to_owned()).unwrap_or_default();
        let cells: BTreeMap<_, _> =
            columns.iter().map(|(at, column)| (column.field, (*at, text(*at)))).collect();
        let says_something = cells.values().any(|(_, text)| !text.is_empty());
        says_something.then(|| Row { sheet: name.clone(), kind, number, cells })
    });
    KnownSheet { rows: rows.collect(), name, kind, faults }
}

/// The row of the headings: the first that has two of any sheet's, among the first few.
fn head(rows: &[Vec<String>]) -> Option<usize> {
    let is_heading = |text: &String| {
        let text = plain(text);
        SheetKind::ALL.into_iter().flat_map(SheetKind::columns).any(|column| column.heading == text)
    };
    rows.iter().take(5).position(|row| row.iter().filter(|cell| is_heading(cell)).count() >= 2)
}

/// A heading without blanks, and without the star of a column that must be filled.
fn plain(heading: &str) -> String {
    heading.chars().filter(|character| !character.is_whitespace() && !"*＊".contains(*character)).collect()
}

/// A to Z, AA, ….
fn letters(column: usize) -> String {
    let mut letters = String::new();
    let mut left = column + 1;
    while left > 0 {
        let place = u8::try_from((left - 1) % 26).unwrap_or(0);
        letters.insert(0, char::from(b'A' + place));
        left = (left - 1) / 26;
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(name: &str, rows: &[&str]) -> Sheet {
        let rows = rows.iter().map(|row| row.split('|').map(str::to_owned).collect()).collect();
        Sheet { name: name.to_owned(), rows }
    }

    #[test]
    fn a_sheet_is_told_by_its_name_or_by_its_headings() {
        let (known, notes) = known(vec![
            sheet("上级采用", &["日期*|上级刊物 *|标题*|单位*", "2024-01-05|每日动态|甲|乙科", "|||"]),
            sheet("", &["1月|", "单位|月份|篇数|备注", "乙科|2024-01|4|"]),
            sheet("草稿", &["甲|乙"]),
            sheet("说明", &["填表说明"]),
        ]);
        let kinds: Vec<(SheetKind, usize)> =
            known.iter().map(|sheet| (sheet.kind, sheet.rows.len())).collect();
        assert_eq!(kinds, [(SheetKind::Submissions, 1), (SheetKind::UpperAdoptions, 1)]);
        assert_eq!(known[0].rows[0].number, 3);
        assert_eq!(known[1].rows[0].fault("channel", "没有"), "表“上级采用”第2行B列：没有");
        assert_eq!(
            notes,
            ["表“报送”D列“备注”没有用处，也没有填写，没有导入", "表“草稿”不是模板中的表，没有导入"]
        );
    }

    #[test]
    fn every_sheet_is_told_by_the_headings_of_its_own_template() {
        for kind in SheetKind::ALL {
            let headings = kind.columns().iter().map(|column| column.heading.to_owned()).collect();
            assert_eq!(kind_of("", &[headings]), Some(kind));
            let mut fields: Vec<&str> = kind.columns().iter().map(|column| column.field).collect();
            fields.sort_unstable();
            fields.dedup();
            assert_eq!(fields.len(), kind.columns().len(), "{kind:?} has each field once");
        }
    }

    #[test]
    fn what_stands_in_a_column_that_is_not_known_is_a_fault() {
        let rows = ["单位|月份|篇数|备注|月份", "乙科|2024-01|4|无|2024-02"];
        let (known, notes) = known(vec![sheet("报送", &rows)]);
        assert_eq!(
            known[0].faults,
            [
                "表“报送”D列“备注”不是模板中的栏目，请按模板改栏名，不用导入的请删去这一列",
                "表“报送”E列“月份”重复，请只留一列"
            ]
        );
        assert_eq!(notes, [""; 0]);
    }

    #[test]
    fn a_missing_column_is_a_fault_of_the_sheet() {
        let (known, _) = known(vec![sheet("加减分", &["日期|事由|单位", "2024-01-05|发布会|乙科"])]);
        assert_eq!(known[0].faults, ["表“加减分”缺少“分值”一栏"]);
        assert_eq!([letters(0), letters(25), letters(26), letters(701)], ["A", "Z", "AA", "ZZ"]);
    }
}
