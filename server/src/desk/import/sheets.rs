//! How a file's sheets and rows are told by the columns that can be imported. What a cell means is not known here, only
//! of what sort its column's are.

use std::collections::BTreeMap;

use app::desk::import::Hidden;
use domain::{calendar::read_month, text};

use super::columns::{Column, Holds, SheetKind};
use crate::office_files::sheets::{Cell, Sheet, SheetRow, Sheets, Value};

/// Rows among which the headings are looked for.
const FIRST_ROWS: usize = 6;
/// Cells of which it is told one by one what cleaning changed.
const MOST_CLEANED: usize = 50;
/// Hidden rows that are named by their numbers.
const MOST_NAMED: usize = 8;

/// Whether a sheet is one of those that can be imported.
pub(super) fn is_wanted(sheet: &Sheet) -> bool {
    kind_of(sheet).is_some()
}

/// What a sheet is, by its name, else by its headings: the kind whose required columns are all there and of which most
/// columns are.
fn kind_of(sheet: &Sheet) -> Option<SheetKind> {
    SheetKind::from_label(plain(&sheet.name).as_str()).or_else(|| {
        let headings = sheet.rows.get(head(&sheet.rows)?)?;
        let has = |column: &Column| headings.cells.iter().any(|cell| plain(&cell.text) == column.heading);
        let score = |kind: &SheetKind| kind.columns().iter().filter(|column| has(column)).count();
        SheetKind::ALL
            .into_iter()
            .filter(|kind| kind.columns().iter().filter(|column| column.required).all(has))
            .max_by_key(score)
    })
}

/// A file as far as it was understood.
#[derive(Clone, Debug, Default)]
pub(super) struct KnownFile {
    pub sheets: Vec<KnownSheet>,
    /// What is left out, and how the file was read.
    pub notes: Vec<String>,
    /// What people who open the file do not see.
    pub hidden: Vec<String>,
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
    /// Cells that cannot be read: the field, and why.
    broken: Vec<(&'static str, String)>,
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
        format!("{}{column}：{words}", self.place())
    }

    /// 表“上级采用”第5行.
    pub(super) fn place(&self) -> String {
        format!("表“{}”第{}行", self.sheet, self.number)
    }

    /// What the row says, whatever stands around it: the words of its cells by their fields.
    pub(super) fn words(&self) -> String {
        let cells = self.cells.iter().filter(|(_, (_, text))| !text.is_empty());
        let cells: Vec<String> = cells.map(|(field, (_, text))| format!("{field}={text}")).collect();
        format!("{}\n{}", self.kind.label(), cells.join("\n"))
    }

    /// All that is wrong with the row: the cells that cannot be read, and of what was found else what is not about them.
    pub(super) fn with_broken(&self, found: Vec<String>) -> Vec<String> {
        let broken: Vec<String> = self.broken.iter().map(|(field, words)| self.fault(field, words)).collect();
        let places: Vec<String> = self.broken.iter().map(|(field, _)| self.fault(field, "")).collect();
        let others = found.into_iter().filter(|words| !places.iter().any(|place| words.starts_with(place)));
        broken.iter().cloned().chain(others).collect()
    }

    pub(super) fn is_broken(&self) -> bool {
        !self.broken.is_empty()
    }
}

/// Tells the sheets of a file, without what is hidden where nobody wants it.
pub(super) fn known(file: Sheets, wanted: Option<Hidden>) -> KnownFile {
    let mut known = KnownFile::default();
    let mut cleaned = Vec::new();
    if let Some(encoding) = file.encoding {
        known.notes.push(format!("按 {encoding} 编码读出；如有乱码，请另存为 UTF-8 的 CSV 再选"));
    }
    known.notes.extend(file.charts.iter().map(|name| format!("“{name}”是图表，没有导入")));
    for sheet in file.sheets {
        match kind_of(&sheet) {
            Some(kind) => {
                let hidden = hidden_parts(&sheet, kind);
                let leaves_out = wanted == Some(Hidden::LeftOut);
                if leaves_out {
                    known.notes.extend(hidden.iter().map(|words| format!("{words}，没有导入")));
                }
                known.hidden.extend(hidden);
                if !(leaves_out && sheet.hidden) {
                    known.sheets.push(understood(sheet, kind, leaves_out, (&mut known.notes, &mut cleaned)));
                }
            }
            None if sheet.rows.is_empty() && sheet.faults.is_empty() || sheet.name == "说明" => {}
            None if sheet.name.is_empty() => known.notes.push(without_headings(&sheet)),
            None => known.notes.push(format!("表“{}”不是模板中的表，没有导入", sheet.name)),
        }
    }
    known.sheets.sort_by_key(|sheet| sheet.kind);
    let more = cleaned.len().saturating_sub(MOST_CLEANED);
    known.notes.extend(cleaned.into_iter().take(MOST_CLEANED));
    if more > 0 {
        known.notes.push(format!("另有{more}个单元格里也换了字、去了控制字符或有造字，没有逐一列出"));
    }
    known
}

/// Why the first row of a CSV file is none of headings.
fn without_headings(sheet: &Sheet) -> String {
    let first = sheet.rows.first().and_then(|row| row.cells.first()).map_or("", |cell| &cell.text);
    let parts: Vec<String> = first.split(['，', '、', ' ', '|']).map(plain).collect();
    if parts.len() > 1 && parts.iter().filter(|part| is_heading(part)).count() > 1 {
        return "栏目之间要用半角逗号（,）或制表符隔开，请改好再选，或把内容填入下载的模板".to_owned();
    }
    "第一行不是任何一张表的栏目，请用下载的模板".to_owned()
}

/// What of a sheet is hidden and says something.
fn hidden_parts(sheet: &Sheet, kind: SheetKind) -> Vec<String> {
    let name = if sheet.name.is_empty() { kind.label() } else { &sheet.name };
    let Some(head) = head(&sheet.rows) else { return Vec::new() };
    let below = &sheet.rows[head + 1..];
    if sheet.hidden {
        let count = below.len();
        return if count == 0 {
            Vec::new()
        } else {
            vec![format!("表“{name}”是隐藏的，里面有{count}行")]
        };
    }
    let mut parts = Vec::new();
    let rows: Vec<usize> = below.iter().filter(|row| row.hidden).map(|row| row.number).collect();
    if !rows.is_empty() {
        let named: Vec<String> = rows.iter().take(MOST_NAMED).map(ToString::to_string).collect();
        let more = if rows.len() > MOST_NAMED { "……" } else { "" };
        let why = if sheet.filtered { "被筛选隐藏" } else { "被隐藏" };
        parts.push(format!("表“{name}”有{}行{why}（第{}{more}行）", rows.len(), named.join("、")));
    }
    let width = below.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    for column in (0..width).filter(|column| sheet.hides_column(*column)) {
        let filled = below.iter().filter(|row| row.cell(column).is_some()).count();
        if filled > 0 {
            let heading = sheet.rows[head].cell(column).map_or("", |cell| &cell.text);
            parts.push(format!("表“{name}”的{}列“{heading}”被隐藏，有{filled}行填了内容", letters(column)));
        }
    }
    parts
}

fn understood(
    sheet: Sheet,
    kind: SheetKind,
    leaves_out: bool,
    (notes, cleaned): (&mut Vec<String>, &mut Vec<String>),
) -> KnownSheet {
    let name = if sheet.name.is_empty() { kind.label().to_owned() } else { sheet.name.clone() };
    let mut faults: Vec<String> = sheet.faults.iter().map(|words| format!("表“{name}”：{words}")).collect();
    let Some(head) = head(&sheet.rows) else {
        if !sheet.rows.is_empty() {
            faults.push(format!("表“{name}”没有栏目一行，请用下载的模板"));
        }
        return KnownSheet { name, kind, rows: Vec::new(), faults };
    };
    let is_seen = |row: &&SheetRow| !(leaves_out && row.hidden);
    let below: Vec<&SheetRow> = sheet.rows[head + 1..].iter().filter(is_seen).collect();
    let known = kind.columns();
    let mut columns: Vec<(usize, Column)> = Vec::new();
    let width = sheet.rows[head..].iter().map(|row| row.cells.len()).max().unwrap_or(0);
    for at in (0..width).filter(|at| !(leaves_out && sheet.hides_column(*at))) {
        let heading = sheet.rows[head].cell(at).map(|cell| plain(&cell.text)).unwrap_or_default();
        let place = format!("表“{name}”{}列“{heading}”", letters(at));
        // What is written would be lost.
        let filled = below.iter().find(|row| row.cell(at).is_some()).map(|row| row.number);
        match (known.iter().find(|column| column.heading == heading), filled) {
            (Some(column), _) if !columns.iter().any(|(_, known)| known.field == column.field) => {
                columns.push((at, *column));
            }
            (_, None) if heading.is_empty() => {}
            (_, Some(row)) if heading.is_empty() => {
                let place = format!("表“{name}”{}列", letters(at));
                faults.push(format!("{place}没有栏名，第{row}行却填了内容，请写上栏名，不用导入的请清除"));
            }
            (Some(_), Some(_)) => faults.push(format!("{place}重复，请只留一列")),
            (None, Some(_)) => {
                faults.push(format!("{place}不是模板中的栏目，请按模板改栏名，不用导入的请删去这一列"));
            }
            (_, None) => notes.push(format!("{place}没有用处，也没有填写，没有导入")),
        }
    }
    let missing = known
        .iter()
        .filter(|known| known.required && !columns.iter().any(|(_, column)| column.field == known.field));
    faults.extend(missing.map(|column| format!("表“{name}”缺少“{}”一栏", column.heading)));
    let rows = below.into_iter().filter_map(|row| row_of(row, &name, kind, &columns, cleaned)).collect();
    KnownSheet { rows, name, kind, faults }
}

fn row_of(
    row: &SheetRow,
    sheet: &str,
    kind: SheetKind,
    columns: &[(usize, Column)],
    cleaned: &mut Vec<String>,
) -> Option<Row> {
    let mut read =
        Row { sheet: sheet.to_owned(), kind, number: row.number, cells: BTreeMap::new(), broken: Vec::new() };
    for (at, column) in columns {
        let text = match row.cell(*at).map(|cell| text_of(cell, column.holds())) {
            None => String::new(),
            Some(Ok(text)) => text,
            Some(Err(words)) => {
                read.broken.push((column.field, words));
                String::new()
            }
        };
        read.cells.insert(column.field, (*at, text));
        let changes = row.cell(*at).map(|cell| text::clean(&cell.text).changes);
        if let Some(changes) = changes.filter(text::Changes::is_seen) {
            cleaned.push(read.fault(column.field, &changes.to_string()));
        }
    }
    let says_something = read.is_broken() || read.cells.values().any(|(_, text)| !text.is_empty());
    says_something.then_some(read)
}

/// A cell's text, as its column wants it; where what shows and what is meant do not agree, why.
fn text_of(cell: &Cell, holds: Holds) -> Result<String, String> {
    let shown = text::cleaned(&cell.text).trim().to_owned();
    match (&cell.value, holds) {
        (Value::Broken(why), _) => Err((*why).to_owned()),
        (Value::Date(day), Holds::Day | Holds::Month) => Ok(day.to_string()),
        (Value::Date(_), Holds::Number) => {
            Err(format!("单元格是日期（显示为“{shown}”），这里要填数字，请把单元格设为文本后重填"))
        }
        // 2024.1 and 2024.10 are one number.
        (Value::Number(_), Holds::Month) if shown.ends_with(".1") && read_month(&shown).is_ok() => Err(
            format!("数字{shown}分不清是1月还是10月，请把单元格设为文本，写作 {0}-01 或 {0}-10", &shown[..4]),
        ),
        (Value::Number(number), Holds::Number) => {
            let meant = crate::office_files::xlsx::general(*number);
            if number_shown(&shown).is_some_and(|shown| shown == *number) {
                Ok(meant)
            } else {
                Err(format!("显示的是“{shown}”，单元格里存的却是{meant}，请改成一致，以免看到的和导入的不同"))
            }
        }
        _ => Ok(shown),
    }
}

/// The number that a text shows, whatever stands around it: 1,234.50 or 4篇 or (5).
fn number_shown(text: &str) -> Option<f64> {
    if text.contains('%') {
        return None;
    }
    let is_negative = text.starts_with('(') && text.ends_with(')') || text.starts_with('-');
    let figures: String = text.chars().filter(|one| one.is_ascii_digit() || *one == '.').collect();
    let number: f64 = figures.parse().ok()?;
    Some(if is_negative { -number } else { number })
}

/// The row of the headings: the first that has two of any sheet's, among the first few.
fn head(rows: &[SheetRow]) -> Option<usize> {
    rows.iter()
        .take(FIRST_ROWS)
        .position(|row| row.cells.iter().filter(|cell| is_heading(&plain(&cell.text))).count() >= 2)
}

fn is_heading(text: &str) -> bool {
    SheetKind::ALL.into_iter().flat_map(SheetKind::columns).any(|column| column.heading == text)
}

/// A heading without blanks, and without the star of a column that must be filled.
fn plain(heading: &str) -> String {
    text::cleaned(heading)
        .chars()
        .filter(|character| !character.is_whitespace() && !"*＊".contains(*character))
        .collect()
}

/// A to Z, AA, ….
fn letters(column: usize) -> String {
    crate::office_files::sheets::column_letters(column)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(name: &str, rows: &[&str]) -> Sheet {
        let row = |(number, row): (usize, &&str)| SheetRow {
            number,
            hidden: false,
            cells: row.split('|').map(Cell::text).collect(),
        };
        let rows = (1..).zip(rows).map(row).filter(|row| row.cells.iter().any(Cell::says_something));
        Sheet { name: name.to_owned(), rows: rows.collect(), ..Sheet::default() }
    }

    fn file(sheets: Vec<Sheet>) -> Sheets {
        Sheets { sheets, ..Sheets::default() }
    }

    #[test]
    fn a_sheet_is_told_by_its_name_or_by_its_headings() {
        let known = known(
            file(vec![
                sheet("上级采用", &["日期*|上级刊物 *|标题*|单位*", "2024-01-05|每日动态|甲|乙科", "|||"]),
                sheet("", &["1月|", "单位|月份|篇数|备注", "乙科|2024-01|4|"]),
                sheet("草稿", &["甲|乙"]),
                sheet("说明", &["填表说明"]),
            ]),
            None,
        );
        let kinds: Vec<(SheetKind, usize)> =
            known.sheets.iter().map(|sheet| (sheet.kind, sheet.rows.len())).collect();
        assert_eq!(kinds, [(SheetKind::Submissions, 1), (SheetKind::UpperAdoptions, 1)]);
        assert_eq!(known.sheets[0].rows[0].number, 3);
        assert_eq!(known.sheets[1].rows[0].fault("channel", "没有"), "表“上级采用”第2行B列：没有");
        assert_eq!(
            known.notes,
            ["表“报送”D列“备注”没有用处，也没有填写，没有导入", "表“草稿”不是模板中的表，没有导入"]
        );
    }

    #[test]
    fn every_sheet_is_told_by_the_headings_of_its_own_template() {
        for kind in SheetKind::ALL {
            let headings: Vec<&str> = kind.columns().iter().map(|column| column.heading).collect();
            assert_eq!(kind_of(&sheet("", &[&headings.join("|")])), Some(kind));
            let mut fields: Vec<&str> = kind.columns().iter().map(|column| column.field).collect();
            fields.sort_unstable();
            fields.dedup();
            assert_eq!(fields.len(), kind.columns().len(), "{kind:?} has each field once");
        }
    }

    #[test]
    fn what_stands_in_a_column_without_a_heading_of_its_own_is_a_fault() {
        let rows = ["单位|月份|篇数|备注|月份|", "乙科|2024-01|4|无|2024-02|补", "乙科|2024-02|4||||远"];
        let known = known(file(vec![sheet("报送", &rows)]), None);
        assert_eq!(
            known.sheets[0].faults,
            [
                "表“报送”D列“备注”不是模板中的栏目，请按模板改栏名，不用导入的请删去这一列",
                "表“报送”E列“月份”重复，请只留一列",
                "表“报送”F列没有栏名，第2行却填了内容，请写上栏名，不用导入的请清除",
                "表“报送”G列没有栏名，第3行却填了内容，请写上栏名，不用导入的请清除"
            ]
        );
        assert_eq!(known.notes, [""; 0]);
    }

    #[test]
    fn a_missing_column_is_a_fault_of_the_sheet() {
        let known = known(file(vec![sheet("加减分", &["日期|事由|单位", "2024-01-05|发布会|乙科"])]), None);
        assert_eq!(known.sheets[0].faults, ["表“加减分”缺少“分值”一栏"]);
    }

    #[test]
    fn a_cell_that_shows_one_thing_and_means_another_is_a_fault() {
        let cell = |text: &str, value| Cell { text: text.to_owned(), value };
        let day = jiff::civil::date(2024, 3, 5);
        let read = |cell: &Cell, holds| text_of(cell, holds);
        assert_eq!(read(&cell("3月5日", Value::Date(day)), Holds::Day), Ok("2024-03-05".to_owned()));
        assert_eq!(read(&cell("2024年3月", Value::Date(day)), Holds::Month), Ok("2024-03-05".to_owned()));
        assert_eq!(read(&cell("2024.10", Value::Number(2024.1)), Holds::Month), Ok("2024.10".to_owned()));
        assert!(read(&cell("2024.1", Value::Number(2024.1)), Holds::Month).is_err(), "January or October");
        assert_eq!(read(&cell("2024.1", Value::Text), Holds::Month), Ok("2024.1".to_owned()));
        assert_eq!(read(&cell("1,234.50", Value::Number(1234.5)), Holds::Number), Ok("1234.5".to_owned()));
        assert_eq!(read(&cell("4篇", Value::Number(4.0)), Holds::Number), Ok("4".to_owned()));
        assert_eq!(read(&cell("(0.50)", Value::Number(-0.5)), Holds::Number), Ok("-0.5".to_owned()));
        for (text, number) in [("1.3", 1.25), ("50%", 0.5), ("5", -5.0)] {
            assert!(read(&cell(text, Value::Number(number)), Holds::Number).is_err(), "{text}");
        }
        assert!(read(&cell("1月2日", Value::Date(day)), Holds::Number).is_err());
    }

    #[test]
    fn what_cleaning_changed_is_told_of_each_cell_and_of_very_many_how_many_more() {
        let rows: Vec<String> = (1..=MOST_CLEANED + 7).map(|row| format!("甲科|2024-01|{row}⾃")).collect();
        let lines: Vec<&str> =
            ["单位|月份|篇数"].into_iter().chain(rows.iter().map(String::as_str)).collect();
        let seen = known(file(vec![sheet("报送", &lines)]), None);
        assert_eq!(seen.notes.len(), MOST_CLEANED + 1, "{:?}", seen.notes);
        assert!(seen.notes[0].contains("⾃（U+2F83）→自"), "{}", seen.notes[0]);
        assert!(seen.notes[MOST_CLEANED].starts_with("另有7个单元格"), "{}", seen.notes[MOST_CLEANED]);
    }

    #[test]
    fn hidden_rows_columns_and_sheets_are_told_and_left_out_where_nobody_wants_them() {
        let mut submissions = sheet("报送", &["单位|月份|篇数", "甲科|2024-01|4", "乙科|2024-01|5"]);
        submissions.rows[2].hidden = true;
        submissions.filtered = true;
        let mut adjustments = sheet("加减分", &["日期|分值|事由|单位|依据", "2024-01-05|5|会|甲科|某号文"]);
        adjustments.hidden_columns = vec![false, false, false, false, true];
        let mut commissions = sheet("约稿", &["日期|约稿单位|标题|单位", "2024-01-05|市府|题|甲科"]);
        commissions.hidden = true;
        let sheets = vec![submissions, adjustments, commissions];
        let told = [
            "表“报送”有1行被筛选隐藏（第3行）",
            "表“加减分”的E列“依据”被隐藏，有1行填了内容",
            "表“约稿”是隐藏的，里面有1行",
        ];
        let asked = known(file(sheets.clone()), None);
        assert_eq!(asked.hidden, told);
        assert_eq!(asked.sheets.iter().map(|sheet| sheet.rows.len()).sum::<usize>(), 4);
        let seen = known(file(sheets), Some(Hidden::LeftOut));
        assert_eq!(seen.sheets.iter().map(|sheet| sheet.rows.len()).collect::<Vec<_>>(), [1, 1]);
        assert_eq!(seen.sheets[1].rows[0].get("evidence"), "");
        assert_eq!(seen.notes.len(), 3);
    }
}
