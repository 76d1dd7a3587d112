//! The bulletin's columns as lines of text, for a form: `采用信息/记分 = adoption_points`, one for each column.

use super::RuleSet;
use crate::scoring::columns::{Column, Field, FigureColumn};

/// Marks a column that prints zeros.
const SHOWS_ZERO: char = '0';

/// A line for each column, in their order; heads above are parted by a slash.
pub fn columns_as_text(rules: &RuleSet) -> String {
    let mut lines = Vec::new();
    push_lines(&mut lines, &rules.columns, "", rules);
    lines.join("\n")
}

fn push_lines(lines: &mut Vec<String>, columns: &[Column], above: &str, rules: &RuleSet) {
    for column in columns {
        match column {
            Column::Figure(figure) => {
                let own = match figure.field {
                    Field::Own(place) => rules.figures.get(usize::from(place)).map(|one| one.key.as_str()),
                    _ => None,
                };
                let code = own.unwrap_or_else(|| figure.field.code());
                let zero = if figure.shows_zero { " 0" } else { "" };
                lines.push(format!("{above}{} = {code}{zero}", figure.heading));
            }
            Column::Group { heading, columns } => {
                push_lines(lines, columns, &format!("{above}{heading}/"), rules);
            }
        }
    }
}

/// Reads such lines. A figure may be named by its code or by its word.
pub fn columns_of_text(text: &str, rules: &RuleSet) -> Result<Vec<Column>, Vec<String>> {
    let mut columns = Vec::new();
    let mut faults = Vec::new();
    for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        match column(line, rules) {
            Ok((heads, figure)) => insert(&mut columns, &heads, figure),
            Err(fault) => faults.push(format!("表格各栏第{number}行：{fault}")),
        }
    }
    if columns.is_empty() && faults.is_empty() {
        faults.push("表格至少要有一栏".to_owned());
    }
    if faults.is_empty() { Ok(columns) } else { Err(faults) }
}

fn column(line: &str, rules: &RuleSet) -> Result<(Vec<String>, FigureColumn), String> {
    let (heads, figure) =
        line.split_once(['=', '＝']).ok_or_else(|| "应写作“表头 = 指标”，如“本月分数 = month”".to_owned())?;
    let mut heads: Vec<String> =
        heads.split(['/', '／']).map(|head| head.trim().to_owned()).filter(|head| !head.is_empty()).collect();
    let heading = heads.pop().ok_or_else(|| "缺少表头".to_owned())?;
    let figure = figure.trim();
    let (code, shows_zero) = match figure.rsplit_once(char::is_whitespace) {
        Some((code, zero)) if zero.trim() == SHOWS_ZERO.to_string() => (code.trim(), true),
        _ => (figure, false),
    };
    let own = rules.figures.iter().position(|one| one.key == code || one.name == code);
    let own = own.and_then(|place| u8::try_from(place).ok()).map(Field::Own);
    let usual = || Field::ALL.into_iter().find(|field| field.code() == code || field.label() == code);
    let field = own.or_else(usual).ok_or_else(|| format!("没有“{code}”这个指标"))?;
    Ok((heads, FigureColumn { heading, field, shows_zero }))
}

/// Puts a column under its heads; the last group of the same heads takes it.
fn insert(columns: &mut Vec<Column>, heads: &[String], figure: FigureColumn) {
    let Some((head, below)) = heads.split_first() else {
        columns.push(Column::Figure(figure));
        return;
    };
    if let Some(Column::Group { heading, columns }) = columns.last_mut()
        && heading == head
    {
        return insert(columns, below, figure);
    }
    let mut inner = Vec::new();
    insert(&mut inner, below, figure);
    columns.push(Column::Group { heading: head.clone(), columns: inner });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scoring::version_1;

    #[test]
    fn columns_are_the_same_after_they_were_written_as_lines() {
        let rules = version_1();
        let text = columns_as_text(&rules);
        assert!(text.contains("采用信息/记分 = adoption_points\n"), "{text}");
        assert!(text.contains("本月分数 = month 0"), "{text}");
        assert_eq!(columns_of_text(&text, &rules), Ok(rules.columns.clone()));
        let by_words = text.replace("adoption_points", "采用信息记分");
        assert_eq!(columns_of_text(&by_words, &rules), Ok(rules.columns));
    }

    #[test]
    fn a_line_that_is_no_column_is_named() {
        let faults = columns_of_text("单位 = unit\n本月分数\n甲 = 乙", &version_1()).expect_err("two faults");
        assert_eq!(
            faults,
            ["表格各栏第2行：应写作“表头 = 指标”，如“本月分数 = month”", "表格各栏第3行：没有“乙”这个指标"]
        );
    }
}
