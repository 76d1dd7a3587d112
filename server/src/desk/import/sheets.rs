//! The sheets that can be imported: their names, their columns, and how a file's rows are told by them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::office_files::sheets::Sheet;

/// The kinds of sheets, in the order in which they are imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum SheetKind {
    Units,
    Submissions,
    Adoptions,
    UpperAdoptions,
    Commissions,
    Forwardings,
    Adjustments,
}

/// A column of a sheet.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Column {
    pub heading: &'static str,
    /// The name by which faults know it.
    pub field: &'static str,
    pub required: bool,
    /// What to write, for the template.
    pub hint: &'static str,
}

const fn column(heading: &'static str, field: &'static str, required: bool, hint: &'static str) -> Column {
    Column { heading, field, required, hint }
}

const UNITS_OF_A_PIECE: Column = column("单位", "units", true, "记分单位，几个单位用、隔开");
const DATE: Column = column("日期", "date", true, "如 2024-01-31");
const MONTH: Column = column("计入月份", "month", false, "如 2024-01；不填按日期");

impl SheetKind {
    pub(crate) const ALL: [Self; 7] = [
        Self::Units,
        Self::Submissions,
        Self::Adoptions,
        Self::UpperAdoptions,
        Self::Commissions,
        Self::Forwardings,
        Self::Adjustments,
    ];

    /// The sheet's name.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Units => "单位",
            Self::Submissions => "报送",
            Self::Adoptions => "采用",
            Self::UpperAdoptions => "上级采用",
            Self::Commissions => "约稿",
            Self::Forwardings => "报送上级",
            Self::Adjustments => "加减分",
        }
    }

    pub(crate) fn from_label(label: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.label() == label)
    }

    pub(crate) fn columns(self) -> &'static [Column] {
        const UNITS: &[Column] = &[
            column("全称", "name", true, "通报表中的名称"),
            column("简称", "short_name", false, "一个"),
            column("别名", "aliases", false, "几个用、隔开"),
            column("分组", "group", true, "如 机关科室；没有的分组会添加"),
            column("顺序", "order", false, "在分组中的次序，从1起"),
            column("单位审核", "reviews", false, "是、否；不填为否"),
            column("记分", "scored", false, "是、否；不填为是"),
            column("设立日期", "since", false, "如 2024-07-01；一直就有的不填"),
        ];
        const SUBMISSIONS: &[Column] = &[
            column("单位", "units", true, "一个单位"),
            column("月份", "month", true, "如 2024-01"),
            column("篇数", "count", true, "当月报送的篇数"),
        ];
        const ADOPTIONS: &[Column] = &[
            column("刊物", "newsletter", false, "只有一种刊物时可以不填"),
            column("期号", "number", true, "当年第几期，如 3"),
            column("日期", "date", true, "这一期的日期，如 2024-01-31"),
            MONTH,
            column("类型", "kind", true, "信息、简讯"),
            column("标题", "title", true, ""),
            column("正文", "body", false, "可以不填"),
            UNITS_OF_A_PIECE,
        ];
        const UPPER_ADOPTIONS: &[Column] = &[
            DATE,
            MONTH,
            column("上级刊物", "channel", true, "已在“上级刊物”中的名称"),
            column("标题", "title", true, ""),
            column("加星", "starred", false, "是、否；不填为否"),
            column("约稿", "commissioned", false, "应约而写的填是"),
            UNITS_OF_A_PIECE,
        ];
        const COMMISSIONS: &[Column] = &[
            DATE,
            MONTH,
            column("约稿单位", "office", true, "如 市政府"),
            column("标题", "title", true, ""),
            UNITS_OF_A_PIECE,
        ];
        const FORWARDINGS: &[Column] = &[
            DATE,
            MONTH,
            column("报送到", "office", true, "如 市政府办公室"),
            column("标题", "title", false, "一篇时要填"),
            column("篇数", "count", false, "不填为1"),
            UNITS_OF_A_PIECE,
        ];
        const ADJUSTMENTS: &[Column] = &[
            DATE,
            MONTH,
            column("分值", "points", true, "减分前加 -"),
            column("事由", "reason", true, "如 参加新闻发布会"),
            column("依据", "evidence", false, ""),
            UNITS_OF_A_PIECE,
        ];
        match self {
            Self::Units => UNITS,
            Self::Submissions => SUBMISSIONS,
            Self::Adoptions => ADOPTIONS,
            Self::UpperAdoptions => UPPER_ADOPTIONS,
            Self::Commissions => COMMISSIONS,
            Self::Forwardings => FORWARDINGS,
            Self::Adjustments => ADJUSTMENTS,
        }
    }

    /// By the sheet's name, else by its headings: the kind whose required columns are all there and of which most
    /// columns are.
    fn of(name: &str, rows: &[Vec<String>]) -> Option<Self> {
        Self::from_label(name.trim()).or_else(|| {
            let headings = rows.get(head(rows)?)?;
            let has = |column: &Column| headings.iter().any(|heading| plain(heading) == column.heading);
            let score = |kind: &Self| kind.columns().iter().filter(|column| has(column)).count();
            Self::ALL
                .into_iter()
                .filter(|kind| kind.columns().iter().filter(|column| column.required).all(has))
                .max_by_key(score)
        })
    }
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
        match SheetKind::of(&sheet.name, &sheet.rows) {
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
    let headings: Vec<String> = sheet.rows[head].iter().map(|heading| plain(heading)).collect();
    let mut columns: Vec<(usize, &Column)> = Vec::new();
    for (at, heading) in headings.iter().enumerate().filter(|(_, heading)| !heading.is_empty()) {
        match kind.columns().iter().find(|column| column.heading == heading) {
            Some(column) if !columns.iter().any(|(_, known)| known.field == column.field) => {
                columns.push((at, column));
            }
            Some(_) => notes.push(format!("表“{name}”{}列“{heading}”重复，没有导入", letters(at))),
            None => notes.push(format!("表“{name}”{}列“{heading}”不是模板中的栏目，没有导入", letters(at))),
        }
    }
    let missing = kind
        .columns()
        .iter()
        .filter(|column| column.required && !columns.iter().any(|(_, known)| known.field == column.field));
    let faults = missing.map(|column| format!("表“{name}”缺少“{}”一栏", column.heading)).collect();
    let rows = (head + 2..).zip(&sheet.rows[head + 1..]).filter_map(|(number, cells)| {
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
        SheetKind::ALL.iter().flat_map(|kind| kind.columns()).any(|column| column.heading == text)
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
            sheet("", &["1月|", "单位|月份|篇数|备注", "乙科|2024-01|4|无"]),
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
            ["表“报送”D列“备注”不是模板中的栏目，没有导入", "表“草稿”不是模板中的表，没有导入"]
        );
    }

    #[test]
    fn a_missing_column_is_a_fault_of_the_sheet() {
        let (known, _) = known(vec![sheet("加减分", &["日期|事由|单位", "2024-01-05|发布会|乙科"])]);
        assert_eq!(known[0].faults, ["表“加减分”缺少“分值”一栏"]);
        assert_eq!([letters(0), letters(25), letters(26), letters(701)], ["A", "Z", "AA", "ZZ"]);
    }
}
