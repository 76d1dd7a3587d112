//! The head of a printed table: which figure stands in which column. It must not read the rows below.

use super::super::characters::compact;
use crate::scoring::{Field, RuleSet, figure_columns, flat_headings};

/// The field of each column from the left; `None` for a column that holds none. `rows` are the head's rows.
pub(super) fn fields(rows: &[Vec<String>], width: usize, rules: &RuleSet) -> Option<Vec<Option<Field>>> {
    let grids: Vec<Vec<String>> = (0..rows.len()).map(|at| grid(rows, at, width)).collect();
    let mut found: Vec<Option<Field>> = Vec::with_capacity(width);
    for column in 0..width {
        let mut texts: Vec<&str> = Vec::new();
        for grid in &grids {
            let text = grid.get(column).map_or("", String::as_str);
            if !text.is_empty() && texts.last() != Some(&text) {
                texts.push(text);
            }
        }
        let field = of_rules(&texts.concat(), rules).or_else(|| field(&texts.concat(), &found));
        found.push(field.filter(|field| !found.contains(&Some(*field))));
    }
    let known = found.iter().flatten().count();
    if found.contains(&Some(Field::Unit)) && known >= 4 {
        return Some(found);
    }
    // A table without a head that can be read, but as wide as the rules' own, is taken for that.
    let own = figure_columns(&rules.columns);
    (own.len() == width).then(|| own.iter().map(|column| Some(column.field)).collect())
}

/// One row of the head, spread over the table's columns. A row that leaves merged cells out has fewer: each of
/// its cells that is a head of its own stands over the next column that is empty in the row below; a cell over
/// further heads is left out, since those say enough.
fn grid(rows: &[Vec<String>], at: usize, width: usize) -> Vec<String> {
    let row: Vec<String> = rows[at].iter().map(|cell| compact(cell)).collect();
    let below = rows[at + 1..].iter().find(|row| row.len() == width);
    let Some(below) = below.filter(|_| row.len() < width) else { return row };
    let is_alone = |text: &String| {
        OF_NO_FIGURE.contains(&text.as_str()) || (field(text, &[]).is_some() && !is_over_heads(text))
    };
    let mut alone = row.into_iter().filter(is_alone);
    below
        .iter()
        .map(|cell| if compact(cell).is_empty() { alone.next().unwrap_or_default() } else { String::new() })
        .collect()
}

/// Whether a text alone is a head, or stands over several.
pub(super) fn is_head(text: &str, rules: &RuleSet) -> bool {
    let bare = ["篇数", "记分", "计分", "序号", "备注"].contains(&text);
    let short = !text.is_empty() && text.chars().count() <= 16 && !text.contains(['，', '。', '（']);
    bare || (short && (is_over_heads(text) || of_rules(text, rules).is_some() || field(text, &[]).is_some()))
}

/// Whether a text heads the column of the units.
pub(super) fn is_unit_head(text: &str) -> bool {
    UNIT_HEADS.contains(&text)
}

/// Heads of columns that hold no figures.
const OF_NO_FIGURE: [&str; 3] = ["序号", "编号", "备注"];

const UNIT_HEADS: [&str; 8] =
    ["单位", "单位名称", "科室", "名称", "部门", "报送单位", "科室名称", "部门名称"];

fn is_over_heads(text: &str) -> bool {
    ["采用信息", "信息采用", "采用", "约稿"].contains(&text)
}

fn of_rules(text: &str, rules: &RuleSet) -> Option<Field> {
    let headings = flat_headings(&rules.columns);
    figure_columns(&rules.columns)
        .iter()
        .zip(headings)
        .find(|(_, heading)| heading.replace('·', "") == text)
        .map(|(column, _)| column.field)
}

/// The field that a heading's words name. 篇数 and 记分 alone mean what has not come before.
fn field(text: &str, before: &[Option<Field>]) -> Option<Field> {
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    let points = has(&["记分", "计分", "得分", "分数", "积分", "分值", "加分"]);
    let adopted = before.contains(&Some(Field::NewsletterCount)) || before.contains(&Some(Field::UpperCount));
    if has(&["排名", "名次", "位次"]) {
        Some(Field::Rank)
    } else if has(&["累计"]) {
        Some(Field::Cumulative)
    } else if has(&["基础"]) {
        Some(Field::Base)
    } else if has(&["约稿"]) {
        Some(if points { Field::CommissionPoints } else { Field::CommissionCount })
    } else if has(&["本月", "当月", "月得分"]) && points {
        Some(Field::Month)
    } else if has(&["报省", "报市", "报上级", "报送上级", "上报省", "上报市"]) {
        Some(Field::ReportedUp)
    } else if has(&["市级以上", "上级", "市级", "省市采用", "县级以上", "省级以上"]) && !points
    {
        Some(Field::UpperCount)
    } else if has(&["简报", "市局", "本局", "我局", "局采用", "内刊"]) && !points {
        Some(Field::NewsletterCount)
    } else if has(&["上报", "报送", "来稿"]) {
        Some(Field::Submitted)
    } else if is_unit_head(text) {
        Some(Field::Unit)
    } else if points {
        Some(if before.contains(&Some(Field::AdoptionPoints)) {
            Field::CommissionPoints
        } else {
            Field::AdoptionPoints
        })
    } else if text.ends_with("篇数") && adopted {
        Some(Field::CommissionCount)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scoring::version_1;

    fn rows(rows: &[&str]) -> Vec<Vec<String>> {
        rows.iter().map(|row| row.split('|').map(str::to_owned).collect()).collect()
    }

    #[test]
    fn heads_are_read_with_merged_cells_left_out_repeated_or_in_one_line() {
        let left_out = rows(&[
            "单位|上报篇数|采用信息|约稿|报省市|本月基础分|本月分数|累计分数|总排名",
            "||市级以上采用篇数|市局简报采用篇数|记分|篇数|计分|||||",
        ]);
        let repeated = rows(&[
            "单位|上报篇数|采用信息|采用信息|采用信息|约稿|约稿|报省市|本月基础分|本月分数|累计分数|总排名",
            "单位|上报篇数|市级以上采用篇数|市局简报采用篇数|记分|篇数|记分|报省市|本月基础分|本月分数|累计分数|总排名",
        ]);
        let one_line =
            rows(&["单位|上报|上级采用|简报采用|得分|约稿篇数|约稿得分|报市|基础分|本月得分|累计得分|名次"]);
        let all: Vec<Option<Field>> = Field::USUAL.into_iter().map(Some).collect();
        for head in [left_out, repeated, one_line] {
            assert_eq!(fields(&head, 12, &version_1()), Some(all.clone()), "{head:?}");
        }
    }

    #[test]
    fn a_table_that_cannot_be_read_has_no_columns() {
        assert_eq!(fields(&rows(&["姓名|年龄|职务"]), 3, &version_1()), None);
    }
}
