//! What other programs made of a text's lines: broken at a width, as mails and old editors break them, each with an
//! empty line after it, or with page numbers among them, as texts are that were copied from pages. It is undone; what
//! lines say must not be known here, but for the marks with which they begin and end.

use super::{characters::compact, lines::Line};

/// Full lines from which on a text is taken for broken at a width.
const FEWEST: usize = 6;
/// Widths between which lines are broken, in columns; a Chinese character takes two.
const NARROWEST: usize = 24;
const WIDEST: usize = 110;
/// A line may end so many columns before the width, since some marks must not begin the next.
const SLACK: usize = 3;

/// The lines with their numbers from 1; one that was put together has its first's.
pub(super) fn unwrapped(text: &str) -> Vec<Line> {
    let lines = single_spaced((1..).zip(lines(text)).collect());
    let lines: Vec<(usize, &str)> = lines.into_iter().filter(|(_, line)| !is_page_number(line)).collect();
    let width = width(&lines.iter().map(|(_, line)| *line).collect::<Vec<_>>());
    let mut whole: Vec<Line> = Vec::with_capacity(lines.len());
    let mut goes_on = false;
    for (number, line) in lines {
        match whole.last_mut() {
            Some(last) if goes_on && !begins(line) => last.text.push_str(line.trim()),
            _ => whole.push(Line { number, text: line.to_owned() }),
        }
        goes_on = width.is_some_and(|width| columns(line) + SLACK >= width && !is_row(line));
    }
    whole
}

/// The lines, however they end. A page's end stands before a line or after it, and is none of its own.
fn lines(text: &str) -> Vec<&str> {
    let mut lines = Vec::new();
    for line in text.split('\n') {
        let line = line.strip_suffix('\r').unwrap_or(line);
        lines.extend(line.split(['\r', '\u{2028}', '\u{2029}']).map(|line| line.trim_matches('\u{c}')));
    }
    if lines.last().is_some_and(|line| line.is_empty()) {
        lines.pop();
    }
    lines
}

/// Non-empty lines from which on a text may be one with an empty line after each.
const FEWEST_SPACED: usize = 10;

/// Takes the empty line after each line away where all of them have one: what was no empty line stands between an
/// odd number of them, and one that was has itself one after it.
fn single_spaced(lines: Vec<(usize, &str)>) -> Vec<(usize, &str)> {
    let is_empty = |line: &str| line.trim_matches([' ', '\u{3000}']).is_empty();
    let mut runs: Vec<usize> = Vec::new();
    let mut run = None;
    for (_, line) in &lines {
        if is_empty(line) {
            run = run.map(|run| run + 1);
        } else {
            runs.extend(run);
            run = Some(0);
        }
    }
    let single = runs.iter().filter(|run| **run == 0).count();
    let odd = runs.iter().filter(|run| **run % 2 == 1).count();
    if runs.len() < FEWEST_SPACED || single * 50 > runs.len() || odd * 20 < runs.len() * 19 {
        return lines;
    }
    let mut kept = Vec::with_capacity(lines.len() / 2);
    let mut empty = 0;
    for (number, line) in lines {
        empty = if is_empty(line) { empty + 1 } else { 0 };
        // The first of each run was put in, and then every other one.
        if empty % 2 == 0 {
            kept.push((number, line));
        }
    }
    kept
}

/// — 3 —, 第3页, 第3页共5页: alone on its line.
fn is_page_number(line: &str) -> bool {
    if line.len() > 60 || line.starts_with('\t') {
        return false;
    }
    let text = compact(line);
    let is_number =
        |text: &str| (1..=3).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    let between = |mark: char| {
        let inner = text.trim_matches(mark);
        text.starts_with(mark) && text.ends_with(mark) && is_number(inner)
    };
    let page = || {
        let (number, rest) = text.strip_prefix('第')?.split_once('页')?;
        let all = rest.trim_start_matches(['/', '，', '共']);
        let all = all.strip_suffix('页').unwrap_or(all);
        Some(is_number(number) && (rest.is_empty() || is_number(all)))
    };
    between('-') || between('·') || page().unwrap_or(false)
}

/// The width at which the lines were broken; `None` where they were not.
fn width(lines: &[&str]) -> Option<usize> {
    let lines: Vec<&&str> = lines.iter().filter(|line| !is_row(line)).collect();
    let widest = lines.iter().map(|line| columns(line)).max()?;
    if !(NARROWEST..=WIDEST).contains(&widest) {
        return None;
    }
    let full: Vec<&&&str> = lines.iter().filter(|line| columns(line) + SLACK >= widest).collect();
    let torn = full.iter().filter(|line| !is_ended(line)).count();
    (full.len() >= FEWEST && torn * 10 >= full.len() * 6).then_some(widest)
}

/// A row of a table has its own way of going on.
fn is_row(line: &str) -> bool {
    line.contains('\t') || line.matches(['|', '｜', '│', '┃']).count() >= 4
}

/// Whether a line ends with a mark that ends a sentence or an entry.
pub(super) fn is_ended(line: &str) -> bool {
    line.trim_end().ends_with(['。', '！', '？', '；', '：', '）', ')', ':', ';', '”', '|'])
}

/// Whether a line begins something: it is empty, indented, numbered, or a row of a table.
pub(super) fn begins(line: &str) -> bool {
    let trimmed = line.trim_start();
    let digits = trimmed.trim_start_matches(|character: char| character.is_ascii_digit());
    let chinese = trimmed.trim_start_matches(|character| "（(一二三四五六七八九十".contains(character));
    trimmed.is_empty()
        || line.starts_with(['\t', '\u{3000}'])
        || line.starts_with("  ")
        || trimmed.starts_with(['|', '｜', '│', '┃', '注'])
        || (digits.len() < trimmed.len() && digits.starts_with(['、', '．']))
        || tells_of_month(trimmed)
        || (chinese.len() < trimmed.len() && chinese.starts_with(['、', '）', ')']))
}

/// 某科（5月份…: a unit's paragraph.
fn tells_of_month(line: &str) -> bool {
    let Some((name, rest)) = line.split_once(['（', '(']) else { return false };
    let digits = rest.trim_start_matches(|character: char| character.is_ascii_digit());
    name.chars().count() <= 20
        && !name.contains(['，', '。', '；', '、', '：'])
        && digits.len() < rest.len()
        && digits.starts_with('月')
}

fn columns(line: &str) -> usize {
    line.chars().map(|character| if character.is_ascii() { 1 } else { 2 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrapped(text: &str, width: usize) -> String {
        let mut lines = Vec::new();
        for line in text.lines() {
            let mut part = String::new();
            for character in line.chars() {
                if columns(&part) + 2 > width {
                    lines.push(std::mem::take(&mut part));
                }
                part.push(character);
            }
            lines.push(part);
        }
        lines.join("\n")
    }

    #[test]
    fn lines_that_were_broken_at_a_width_are_whole_again() {
        let text = (1..9)
            .map(|number| format!("甲局{number}（5月份报送稿件5篇，其中市局采用信息1篇，合计1分；上级采用信息2篇，合计20分；累计26分）\n{number}、某地办起了一所学校（第9期 信息）\n"))
            .collect::<String>();
        for width in [30, 40, 58, 72] {
            let lines: Vec<String> =
                unwrapped(&wrapped(&text, width)).into_iter().map(|line| line.text).collect();
            assert_eq!(lines, text.lines().collect::<Vec<_>>(), "{width}");
        }
    }

    #[test]
    fn a_text_of_long_and_short_lines_is_left_as_it_is() {
        let text = "关于1月份采用情况的通报\n1月份，市局办公室共收到信息224条，其中县局信息70条，机关各科室信息99条、事业单位信息55条；市局采用县局信息40条。\n1、标题（第1期 信息）\n";
        assert_eq!(unwrapped(text).len(), 3);
    }
}
