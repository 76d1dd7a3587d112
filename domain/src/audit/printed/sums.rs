//! Rows that sum others up: 合计, 小计, 全科合计. They are no units.

use std::collections::BTreeMap;

use super::{
    super::{
        characters::{compact, is_mark},
        document::TableRow,
    },
    cells::{Cell, SumRow, cell},
};
use crate::scoring::Field;

/// Figures that are sums where a row says so.
pub(in super::super) const SUMMED: [Field; 10] = [
    Field::Submitted,
    Field::UpperCount,
    Field::NewsletterCount,
    Field::AdoptionPoints,
    Field::CommissionCount,
    Field::CommissionPoints,
    Field::ReportedUp,
    Field::Base,
    Field::Month,
    Field::Cumulative,
];

/// What a row is called that sums others up, or says their average.
pub(super) fn name(row: &TableRow) -> Option<String> {
    let words = row.cells.iter().filter(|text| matches!(cell(text), Cell::Words(_)));
    words.map(|text| compact(text)).find(|text| is_sum(text))
}

/// 合计, 总计：, 全科合计, 合计（5个单位）.
fn is_sum(text: &str) -> bool {
    let text = text.split_once('（').map_or(text, |(before, _)| before).trim_matches(is_mark);
    let ends = ["合计", "总计", "小计", "共计", "总和", "汇总", "平均", "平均分", "人均"];
    text.chars().count() <= 16 && ends.iter().any(|end| text.ends_with(end))
}

/// A row that sums others up, where its figures stand below the head's; else a note says that it was left out.
pub(super) fn read(
    row: &TableRow,
    name: String,
    columns: &[Option<Field>],
    notes: &mut Vec<String>,
) -> Option<SumRow> {
    let fits = row.cells.len() == columns.len() && !name.contains('均');
    let fields = row.cells.iter().zip(columns).filter_map(|(text, field)| Some(((*field)?, cell(text))));
    let cells: BTreeMap<Field, Cell> =
        if fits { fields.filter(|(field, _)| SUMMED.contains(field)).collect() } else { BTreeMap::new() };
    if !cells.values().any(|cell| matches!(cell, Cell::Amount(_))) {
        notes.push(left_out(row.number, &name));
        return None;
    }
    for words in cells.values() {
        if let Cell::Words(words) = words {
            notes.push(format!("第{}行“{name}”中的“{words}”不是一个数，没有核对", row.number));
        }
    }
    Some(SumRow { line: row.number, name, cells })
}

/// What is said of a row of sums that was not compared.
pub(in super::super) fn left_out(line: usize, name: &str) -> String {
    format!("第{line}行“{name}”不是一个单位，不能按各行核对，没有核对这一行")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_of_sums_is_known_by_its_name() {
        for name in ["合　计", "总计：", "小 计", "全科合计", "本组合计", "合计（5个单位）", "平均分"]
        {
            assert!(is_sum(&compact(name)), "{name}");
        }
        for name in ["审计科", "统计科", "合作科", "市汇总中心"] {
            assert!(!is_sum(name), "{name}");
        }
    }
}
