//! Reading a document to what a bulletin says: its month, covering text, tables, units' paragraphs and lists.
//! Nothing is compared here, and nothing that is printed is corrected.

mod became;
mod cells;
mod continued;
mod covering;
mod ends;
mod heads;
mod list;
mod loose;
mod paragraph;
mod sections;
mod strays;
mod sums;
mod table;

use std::collections::{BTreeMap, BTreeSet};

pub(super) use self::{
    became::{Became, Fate, tells},
    cells::{Cell, Row, SumRow, Table},
    covering::{Leaders, TotalOf, Totals},
    list::{Item, Printing},
    paragraph::{Paragraph, Part, told_month},
    sums::{SUMMED, left_out},
};
use super::{
    characters::{compact, leading_month, private},
    document::{Block, Document, Line, TableRow},
    finding::Place,
    wrapped,
};
use crate::scoring::RuleSet;

/// What a bulletin says.
#[derive(Debug)]
pub(super) struct Printed {
    /// The month, as most places name it.
    pub month: Option<i8>,
    pub year: Option<i16>,
    /// The year that stands with the month, and not only with the day of the letter.
    pub named_year: Option<i16>,
    /// Every month that is named in the form 2月份.
    pub mentions: Vec<Mention>,
    pub totals: Vec<Totals>,
    pub leaders: Vec<Leaders>,
    /// The office's own words: the covering text's lines.
    pub covering: Vec<Line>,
    pub tables: Vec<Table>,
    pub sections: Vec<Section>,
    /// Where tables begin of which no row could be read, by their lines.
    pub lost_tables: Vec<usize>,
    /// What stands in the place of totals and leading units and cannot be read.
    pub unread: Vec<Unread>,
    /// What became of units, as it says.
    pub became: Vec<Became>,
    /// What could not be read.
    pub notes: Vec<String>,
}

/// Words in whose place a whole number should stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unread {
    pub line: usize,
    pub words: String,
    /// The group of which a number is told without saying what it counts, if it is one.
    pub of: Option<String>,
}

/// A month that a line names.
#[derive(Clone, Debug)]
pub(super) struct Mention {
    pub line: usize,
    pub place: Place,
    /// The name before the paragraph that names it.
    pub unit: Option<String>,
    pub month: i8,
}

/// The units' paragraphs of one group.
#[derive(Debug)]
pub(super) struct Section {
    /// Without 各; empty where no title stands above.
    pub group: String,
    pub units: Vec<Unit>,
}

/// One unit's paragraph with its list.
#[derive(Debug)]
pub(super) struct Unit {
    pub line: usize,
    pub name: String,
    pub paragraph: Paragraph,
    pub items: Vec<Item>,
}

/// Reads a whole document.
pub(super) fn read(document: &Document, rules: &RuleSet) -> Printed {
    let named_year = year(document, false);
    let mut printed = Printed {
        month: None,
        year: named_year.or_else(|| year(document, true)),
        named_year,
        mentions: Vec::new(),
        totals: Vec::new(),
        leaders: Vec::new(),
        covering: Vec::new(),
        tables: Vec::new(),
        sections: Vec::new(),
        lost_tables: Vec::new(),
        unread: Vec::new(),
        became: became::read(document),
        notes: Vec::new(),
    };
    let (blocks, lost) = loose::tables(&document.blocks, rules);
    for line in lost {
        printed.lost_tables.push(line);
        printed.notes.push(without_empty_cells(line));
    }
    let mut before: Vec<&Line> = Vec::new();
    let laid_out: Vec<Vec<Line>> = blocks.iter().map(lines_of_layout).collect();
    for (block, lines) in blocks.iter().zip(&laid_out) {
        match block {
            Block::Line(line) if line.text.trim().is_empty() => {}
            Block::Line(line) => before.push(line),
            Block::Table(_) if !lines.is_empty() => before.extend(lines),
            Block::Table(rows) => {
                let title = table_title(&mut before, &mut printed.mentions);
                flow(&before, &mut printed);
                before.clear();
                table::read(rows, title, rules, &mut printed);
            }
        }
    }
    flow(&before, &mut printed);
    printed.tables = continued::joined(std::mem::take(&mut printed.tables), &printed.sections);
    strays::part(&mut printed);
    symbols(document, &mut printed.notes);
    printed.month = most_named(&printed.mentions);
    printed
}

/// What is said of a table whose empty cells have left no trace.
fn without_empty_cells(line: usize) -> String {
    format!(
        "第{line}行起像是一张表格，但空格子没有留下，各数属于哪一栏已经分不清，没有核对这张表；请改用 Word 文档（.docx）"
    )
}

/// The lines of a table that only sets a unit's paragraph and list in cells, whose rows are no units.
fn lines_of_layout(block: &Block) -> Vec<Line> {
    let Block::Table(rows) = block else { return Vec::new() };
    let line = |row: &TableRow| {
        let mut cells: Vec<&str> = row.cells.iter().map(|cell| cell.trim()).collect();
        // A merged cell stands in every place that it covers.
        cells.dedup();
        Line { number: row.number, text: cells.join(" ").trim().to_owned() }
    };
    let lines: Vec<Line> = rows.iter().map(line).filter(|line| !line.text.is_empty()).collect();
    let tells = |line: &&Line| {
        let text = compact(&line.text);
        paragraph::head(&text).is_some() || (list::numbered(&text).is_some() && list::ends_with_source(&text))
    };
    let telling = lines.iter().filter(tells).count();
    if telling > 0 && telling * 2 >= lines.len() { lines } else { Vec::new() }
}

/// Symbols of which only a font knows what they look like, each told once.
fn symbols(document: &Document, notes: &mut Vec<String>) {
    let mut told = BTreeSet::new();
    for line in document.lines() {
        for symbol in private(&line.text) {
            if told.insert(symbol) && told.len() <= MOST_SYMBOLS {
                notes.push(format!(
                    "第{}行有认不出的符号（U+{:04X}），只有原来的字体知道它的样子；如是★，请改成★再核对",
                    line.number, symbol as u32
                ));
            }
        }
    }
}

/// Symbols that are told of.
const MOST_SYMBOLS: usize = 10;

/// Reads the lines between two tables: the covering text, or paragraphs and lists.
fn flow(lines: &[&Line], printed: &mut Printed) {
    let start = lines.iter().position(|line| sections::begins(&line.text)).unwrap_or(lines.len());
    let (covering, lists) = lines.split_at(start);
    if printed.sections.is_empty() {
        for line in whole(covering) {
            covering_line(&line, printed);
        }
    } else {
        // A list that goes on below a table.
        sections::read(covering, printed);
    }
    sections::read(lists, printed);
}

/// Lines that are parts of one sentence are put together: the first has no end, and the next no beginning.
fn whole(lines: &[&Line]) -> Vec<Line> {
    let mut whole: Vec<Line> = Vec::new();
    for line in lines {
        match whole.last_mut() {
            Some(last) if goes_on(&last.text, last.number, line) => last.text.push_str(line.text.trim()),
            _ => whole.push((*line).clone()),
        }
    }
    whole
}

fn goes_on(text: &str, number: usize, next: &Line) -> bool {
    let is_sentence = text.contains(['，', '、', '。', '；']) || compact(text).contains(['，', '；']);
    let begun = compact(&next.text);
    let starts =
        ["附件", "累计得分", "累计排名", "得分前", "总体", "从整体", "请各", "特此", "各单位", "其中得分"];
    // Lines that were put together are further apart than their first tells.
    let near = next.number.saturating_sub(number) <= 40;
    is_sentence
        && near
        && !wrapped::is_ended(text)
        && !wrapped::begins(&next.text)
        && leading_month(&begun).is_none()
        && !is_date(&begun)
        && !starts.iter().any(|start| begun.starts_with(start))
}

/// 2024年3月20日, below a letter.
fn is_date(text: &str) -> bool {
    text.chars().count() <= 12 && text.contains('年') && text.ends_with('日')
}

fn covering_line(line: &Line, printed: &mut Printed) {
    let text = compact(&line.text);
    mentions(&text, line.number, Place::Covering, None, &mut printed.mentions);
    let Printed { totals, leaders, unread, .. } = &mut *printed;
    covering::read(&text, line.number, totals, leaders, unread);
    printed.covering.push(line.clone());
}

/// Takes the table's title from the lines above it, where a line such as 单位：篇、分 may stand between.
fn table_title<'a>(before: &mut Vec<&'a Line>, found: &mut Vec<Mention>) -> Option<&'a Line> {
    const NEAR: usize = 3;
    let is_title = |line: &Line| {
        let text = compact(&line.text);
        let ends = ["统计", "统计表", "情况表", "一览表"].iter().any(|end| text.ends_with(end));
        let continued = continued::begun(&text).is_some();
        text.chars().count() <= 40 && (ends || continued || numbered_in_chinese(&text).is_some())
    };
    let at = (before.len().saturating_sub(NEAR)..before.len()).rev().find(|at| is_title(before[*at]))?;
    let line = before.remove(at);
    mentions(&compact(&line.text), line.number, Place::Table, None, found);
    Some(line)
}

/// What follows （一） or 一、.
pub(super) fn numbered_in_chinese(text: &str) -> Option<&str> {
    let rest = text.strip_prefix('（').unwrap_or(text);
    let without = rest.trim_start_matches(|character| "一二三四五六七八九十".contains(character));
    if without.len() == rest.len() {
        return None;
    }
    without.strip_prefix(['）', '、', '.'])
}

/// A group's name in a title, a heading or a sentence: without 各 and what stands around it.
pub(super) fn group_name(text: &str) -> String {
    let text = numbered_in_chinese(text).unwrap_or(text);
    let text = text.split_once("月份").map_or(text, |(_, rest)| rest);
    let ends = ["统计表", "统计", "情况表", "情况", "采用", "信息", "政务", "工作", "报送"];
    let mut name = text;
    while let Some(shorter) = ends.iter().find_map(|end| name.strip_suffix(end)) {
        name = shorter;
    }
    name.replace('各', "")
}

/// Every 2月份 of a compact text that names the bulletin's month, once for each month, and none that looks back
/// or ahead.
pub(super) fn mentions(text: &str, line: usize, place: Place, unit: Option<&str>, found: &mut Vec<Mention>) {
    let mut named = BTreeSet::new();
    for (at, _) in text.match_indices("月份") {
        let before = text[..at].trim_end_matches(|character: char| character.is_ascii_digit());
        let month = leading_month(&text[before.len()..]).map(|(month, _)| month);
        if let Some(month) = month.filter(|_| !looks_elsewhere(before, &text[at..]))
            && named.insert(month)
        {
            found.push(Mention { line, place, unit: unit.map(str::to_owned), month });
        }
    }
}

/// 较1月份, 1至2月份, 1月份、2月份, 与1月份相比, 自1月份起: no slip of the pen.
fn looks_elsewhere(before: &str, after: &str) -> bool {
    let clause = before.rsplit(['，', '。', '；', '、']).next().unwrap_or(before);
    let compared = ["较", "比", "与", "同", "从", "自", "下一步", "下阶段", "今后", "预计", "截至"];
    let ranges = ["-", "至", "到", "~", "～"];
    let listed = ["月份、", "月份和", "月份及"]
        .iter()
        .any(|start| after.strip_prefix(start).is_some_and(|rest| leading_month(rest).is_some()));
    let begins = ["月份相比", "月份以来", "月份起", "月份至", "月份-", "月份到"];
    compared.iter().any(|word| clause.contains(word))
        || ranges.iter().any(|sign| before.ends_with(sign))
        || begins.iter().any(|start| after.starts_with(start))
        || listed
}

fn most_named(mentions: &[Mention]) -> Option<i8> {
    let mut counts: BTreeMap<i8, usize> = BTreeMap::new();
    for mention in mentions {
        *counts.entry(mention.month).or_default() += 1;
    }
    let most = counts.values().copied().max()?;
    // Among equals the first that is named, which is the title's.
    mentions.iter().map(|mention| mention.month).find(|month| counts.get(month) == Some(&most))
}

/// The year that is named with a month (2024年1月份), or else, where a day is asked for, in the line of the date.
fn year(document: &Document, of_day: bool) -> Option<i16> {
    let named = |text: &str, after: &dyn Fn(&str) -> bool| {
        text.match_indices('年').find_map(|(at, _)| {
            let digits = text[..at].bytes().rev().take_while(u8::is_ascii_digit).count();
            let year: i16 = text[at - digits..at].parse().ok()?;
            ((2000..2100).contains(&year) && after(&text[at + '年'.len_utf8()..])).then_some(year)
        })
    };
    let lines = document.lines().map(|line| compact(&line.text));
    let with_month = |rest: &str| leading_month(rest).is_some_and(|(_, rest)| rest.starts_with('份'));
    let as_date = |rest: &str| leading_month(rest).is_some_and(|(_, rest)| rest.ends_with('日'));
    if of_day {
        lines.filter(|text| text.chars().count() <= 12).find_map(|text| named(&text, &as_date))
    } else {
        lines
            .filter(|text| !text.starts_with(|character: char| character.is_ascii_digit()))
            .find_map(|text| named(&text, &with_month))
    }
}
