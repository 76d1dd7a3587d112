//! The bulletin's columns as lines of text, for a form: 采用信息/记分：采用信息记分, one for each column.

use super::RuleSet;
use crate::scoring::columns::{Column, Field, FigureColumn};

/// Marks a column that prints zeros; `0` is understood, too.
const SHOWS_ZERO: &str = "零也印";
/// Between a head and what stands below it. A figure's name has none of them, a head may.
const SIGNS: [char; 4] = ['：', ':', '=', '＝'];

/// A line for each column, in their order; heads above are parted by a slash.
pub fn columns_as_text(rules: &RuleSet) -> String {
    let lines = leaves(&rules.columns, "").into_iter().map(|(heads, column)| {
        let zero = if column.shows_zero { format!("（{SHOWS_ZERO}）") } else { String::new() };
        format!("{heads}：{}{zero}", word_for(column.field, rules))
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Every column with its heads and what it shows, in words.
pub fn columns_told(rules: &RuleSet) -> Vec<(String, String)> {
    let told = leaves(&rules.columns, "").into_iter().map(|(heads, column)| {
        let zero = if column.shows_zero { format!("，{SHOWS_ZERO}") } else { String::new() };
        (heads, format!("{}{zero}", rules.figure_label(column.field)))
    });
    told.collect()
}

/// Every figure that a column may show, as such a line names it.
pub fn figures_for_columns(rules: &RuleSet) -> Vec<String> {
    let own = (0..rules.figures.len()).filter_map(|place| u8::try_from(place).ok()).map(Field::Own);
    Field::ALL.into_iter().chain(own).map(|field| word_for(field, rules)).collect()
}

/// The columns that show a figure, each with all its heads.
fn leaves<'c>(columns: &'c [Column], above: &str) -> Vec<(String, &'c FigureColumn)> {
    let of_one = |column: &'c Column| match column {
        Column::Figure(figure) => vec![(format!("{above}{}", figure.heading), figure)],
        Column::Group { heading, columns } => leaves(columns, &format!("{above}{heading}/")),
    };
    columns.iter().flat_map(of_one).collect()
}

/// A figure's word where it means that figure and no other, else its code.
fn word_for(field: Field, rules: &RuleSet) -> String {
    let word = rules.figure_label(field);
    if column(&format!("{word}：{word}"), rules)
        .is_ok_and(|(_, read)| read.field == field && !read.shows_zero)
    {
        return word;
    }
    let own = match field {
        Field::Own(place) => rules.figures.get(usize::from(place)).map(|one| one.key.as_str()),
        _ => None,
    };
    own.unwrap_or_else(|| field.code()).to_owned()
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
        line.rsplit_once(SIGNS).ok_or_else(|| "应写作“表头：指标”，如“本月：本月分数”".to_owned())?;
    let mut heads: Vec<String> =
        heads.split(['/', '／']).map(|head| head.trim().to_owned()).filter(|head| !head.is_empty()).collect();
    let heading = heads.pop().ok_or_else(|| "缺少表头".to_owned())?;
    let figure = figure.trim();
    let in_words = figure.strip_suffix(['）', ')']).and_then(|figure| figure.strip_suffix(SHOWS_ZERO));
    let in_words = in_words.and_then(|figure| figure.strip_suffix(['（', '(']));
    let zero =
        in_words.or_else(|| figure.strip_suffix('0').filter(|code| code.ends_with(char::is_whitespace)));
    let (code, shows_zero) = zero.map_or((figure, false), |code| (code.trim(), true));
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
        assert!(text.contains("采用信息/记分：采用信息记分\n"), "{text}");
        assert!(text.contains("本月分数：本月分数（零也印）"), "{text}");
        assert_eq!(columns_of_text(&text, &rules), Ok(rules.columns.clone()));
        let by_codes = text.replace("：采用信息记分", " = adoption_points").replace("（零也印）", " 0");
        assert_eq!(columns_of_text(&by_codes, &rules), Ok(rules.columns));
    }

    #[test]
    fn a_figure_whose_name_means_another_is_told_by_its_key() {
        let own = |key: &str, name: &str| {
            format!("[[figures]]\nkey = \"{key}\"\nname = \"{name}\"\ncategories = [\"批示\"]\n")
        };
        let column = |field: &str| format!("{{ heading = \"得分：{field}\", field = \"{field}\" }}");
        let columns = ["unit", "month", "first", "second", "third"].map(column).join(", ");
        let document = format!(
            "format = \"jianbao.rules/1\"\nname = \"办法\"\nversion = 1\nsince = \"2024-01\"\ncolumns = [{columns}]\n\
             [[grants]]\nrule = \"a\"\nname = \"甲\"\npoints = 1\n{}{}{}",
            own("first", "本月分数"),
            own("second", "本月分数"),
            own("third", "批示：得分"),
        );
        let rules = RuleSet::read(&document).unwrap_or_else(|faults| panic!("{faults:?}"));
        let text = columns_as_text(&rules);
        assert_eq!(
            text,
            "得分：unit：单位\n得分：month：month\n得分：first：本月分数\n得分：second：second\n得分：third：third"
        );
        assert_eq!(columns_of_text(&text, &rules), Ok(rules.columns));
    }

    #[test]
    fn a_line_that_is_no_column_is_named() {
        let faults = columns_of_text("单位：单位\n本月分数\n甲 = 乙", &version_1()).expect_err("two faults");
        assert_eq!(
            faults,
            ["表格各栏第2行：应写作“表头：指标”，如“本月：本月分数”", "表格各栏第3行：没有“乙”这个指标"]
        );
    }
}
