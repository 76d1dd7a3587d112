//! Quantities of a text: a number, what it counts, and the words before it. Dates, ordinals, ranges and names with numbers
//! in them are none.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use crate::{numbers, text::is_invisible};

/// A line of a text in one width and without blanks and marks of emphasis, with its quantities.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub characters: Vec<char>,
    /// Where each character stands in the text.
    places: Vec<usize>,
    /// How many brackets are open at each character.
    depths: Vec<u8>,
    /// Where sentences end.
    ends: Vec<usize>,
    pub quantities: Vec<Quantity>,
}

/// A quantity as it is printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Quantity {
    /// Its first character in the line, and behind its unit.
    pub start: usize,
    pub end: usize,
    /// In ten-thousandths.
    pub amount: i64,
    /// What its last printed digit counts, in ten-thousandths; 0 where it is exact: a whole number without 万 or 亿.
    pub step: i64,
    /// Empty where none is printed.
    pub unit: &'static str,
    /// Whether it is said to be about so many: 约, 余, 以上.
    pub is_about: bool,
}

/// What is counted with; the longer of two that begin alike stands first.
const UNITS: &str = "个百分点 百分点 个工作日 个小时 平方公里 平方千米 平方米 立方米 千瓦时 个月 工作日 小时 分钟 公里 \
    千米 公顷 公斤 千克 人次 户次 批次 场次 车次 家次 项次 台次 美元 篇 则 条 件 个 处 宗 起 \
    项 人 名 户 家 次 场 期 份 本 册 张 幅 株 棵 只 头 台 辆 架 套 吨 米 元 天 秒 岁 \
    % ‰ 倍 批 卷 页 栋 座 眼 块 步 类 种 笔 例 所 镇 村 乡 县 市 区 组 支 片 亩 分 \
    枚 具 袋 艘 口 桩 位 道 路";
/// 篇, 则, 条 and 份 are all pieces.
const PIECES: [&str; 4] = ["篇", "则", "条", "份"];
const ABOUT_BEFORE: [&str; 15] = [
    "大约", "将近", "接近", "超过", "突破", "不足", "不到", "至少", "多达", "大概", "约", "近", "超", "逾",
    "满",
];
const ABOUT_BEHIND: [&str; 7] = ["左右", "以上", "以下", "以内", "上下", "之内", "多"];

impl Quantity {
    /// What may be added to it and compared with it.
    pub fn class(&self) -> &'static str {
        if PIECES.contains(&self.unit) { "篇" } else { self.unit }
    }

    pub fn is_percent(&self) -> bool {
        self.unit == "%"
    }
}

impl Line {
    /// The lines of a text; a table's cells are lines of their own.
    pub fn all(text: &str) -> Vec<Self> {
        let mut lines = Vec::new();
        let (mut characters, mut places) = (Vec::new(), Vec::new());
        for (place, character) in text.chars().chain(['\n']).enumerate() {
            match character {
                '\n' | '\t' | '|' => {
                    lines.push(Self::of(std::mem::take(&mut characters), std::mem::take(&mut places)));
                }
                _ if is_invisible(character) || character.is_whitespace() || character == '*' => {}
                _ => {
                    characters.push(narrow(character));
                    places.push(place);
                }
            }
        }
        lines.retain(|line: &Self| !line.quantities.is_empty());
        lines
    }

    fn of(characters: Vec<char>, places: Vec<usize>) -> Self {
        let mut depths = Vec::with_capacity(characters.len());
        let mut depth: u8 = 0;
        for character in &characters {
            if *character == ')' {
                depth = depth.saturating_sub(1);
            }
            depths.push(depth);
            if *character == '(' {
                depth = depth.saturating_add(1);
            }
        }
        let is_end = |character: &char| matches!(character, '。' | '!' | '?');
        let ends = (0..characters.len()).filter(|place| is_end(&characters[*place])).collect();
        let quantities = quantities(&characters);
        Self { characters, places, depths, ends, quantities }
    }

    /// The words between two places.
    pub fn words(&self, range: Range<usize>) -> String {
        self.characters.get(range).unwrap_or_default().iter().collect()
    }

    /// Where a part of it stands in the text.
    pub fn place(&self, range: &Range<usize>) -> Range<usize> {
        let at = |place: usize| self.places.get(place).copied().unwrap_or_default();
        at(range.start)..at(range.end.saturating_sub(1)) + 1
    }

    pub fn depth(&self, place: usize) -> u8 {
        self.depths.get(place).copied().unwrap_or_default()
    }

    /// The sentence around a place: behind the 。 before it, up to the next.
    pub fn sentence(&self, place: usize) -> Range<usize> {
        let next = self.ends.partition_point(|end| *end < place);
        let start = next.checked_sub(1).map_or(0, |before| self.ends[before] + 1);
        start..self.ends.get(next).copied().unwrap_or(self.characters.len())
    }

    /// The words before a quantity, since the one before it or the last mark, the ends of sentences among them.
    pub fn label(&self, index: usize) -> String {
        let start = self.quantities[index].start;
        let after = index.checked_sub(1).map_or(0, |before| self.quantities[before].end);
        let is_mark = |character: &char| "。!?;，、:(){}“”".contains(*character);
        let from =
            self.characters[after..start].iter().rposition(is_mark).map_or(after, |mark| after + mark + 1);
        self.words(from..start)
    }

    /// The words between a quantity and the one before it.
    pub fn between(&self, index: usize) -> String {
        let before = index.checked_sub(1).map_or(0, |before| self.quantities[before].end);
        self.words(before..self.quantities[index].start)
    }

    /// A quantity as it is printed.
    pub fn printed(&self, quantity: &Quantity) -> String {
        self.words(quantity.start..quantity.end)
    }
}

/// One width for what reckons; the comma between thousands is a Chinese one, as [`numbers`] reads it.
fn narrow(character: char) -> char {
    let mut folded = std::iter::once(character).nfkc();
    match (folded.next(), folded.next()) {
        (Some(','), None) => '，',
        (Some(one), None) => one,
        _ => character,
    }
}

fn quantities(characters: &[char]) -> Vec<Quantity> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < characters.len() {
        let is_hundredth = characters[at..].starts_with(&['百', '分', '之']);
        let from = if is_hundredth { at + 3 } else { at };
        let Some(number) = numbers::at(&characters[from..]) else {
            at += 1;
            continue;
        };
        let behind = from + number.length;
        if let Some(over) = range(characters, behind) {
            at = over;
            continue;
        }
        if let Some(amount) = number.amount {
            found.extend(quantity(characters, at, (from, behind), amount.scaled()));
        }
        at = found.last().map_or(behind, |last: &Quantity| last.end.max(behind));
    }
    found
}

/// Behind a range (3-5, 3至5, 3～5) whose first number ends here.
fn range(characters: &[char], behind: usize) -> Option<usize> {
    let mark = characters.get(behind)?;
    let length = characters[behind..].iter().take_while(|character| **character == *mark).count();
    let next = numbers::at(characters.get(behind + length..)?)?;
    matches!(mark, '-' | '~' | '—' | '–' | '至' | '到' | '/' | ':' | '×')
        .then_some(behind + length + next.length)
}

fn quantity(
    characters: &[char],
    start: usize,
    (from, behind): (usize, usize),
    amount: i64,
) -> Option<Quantity> {
    let before: String = characters[start.saturating_sub(2)..start].iter().collect();
    let is_name = before.ends_with(['第', '-', '/', '~', '.', '〔', '[', '《', '“', '"', '#', 'ⅰ'])
        || before.ends_with(|character: char| character.is_ascii_alphabetic())
        || before.ends_with("数") && characters[from] == '十';
    let is_digits = characters[from].is_ascii_digit() || characters[from] == '-';
    // 一 is mostly no figure: 一批, 一次性.
    let is_word = !is_digits && from == start && amount <= 10_000;
    if is_name || is_word {
        return None;
    }
    let mut end = behind;
    let rest = |end: usize| characters.get(end..).unwrap_or_default();
    let mut is_about = ABOUT_BEFORE.iter().any(|word| before.ends_with(word));
    if matches!(rest(end).first(), Some('余' | '多' | '来' | '几')) {
        is_about = true;
        end += 1;
    }
    let tail: String = rest(end).iter().take(4).collect();
    // A figure in a date or a time, or a year.
    let is_date = tail.starts_with(['年', '月', '日', '号', '时', '点', '届', '级', '后', '型', '岁'])
        || tail.starts_with("分之")
        || tail.starts_with("公里处");
    if is_date
        || matches!(rest(end).first(), Some(other) if other.is_ascii_alphabetic() || "〕]-".contains(*other))
    {
        return None;
    }
    let unit = match from > start {
        true => "%",
        false => UNITS.split_ascii_whitespace().find(|unit| tail.starts_with(unit)).unwrap_or(""),
    };
    if from == start {
        end += unit.chars().count();
    }
    let is_bare = unit.is_empty() && from == start;
    let ends = rest(end).first().is_none_or(|next| "、，。;)和及".contains(*next));
    if is_bare && !(ends && is_digits) {
        return None;
    }
    let after: String = rest(end).iter().take(2).collect();
    is_about |= ABOUT_BEHIND.iter().any(|word| after.starts_with(word));
    let step = step(&characters[from..behind]);
    Some(Quantity { start, end, amount, step, unit, is_about })
}

/// What the last printed digit counts.
fn step(number: &[char]) -> i64 {
    let digits = number.iter().rposition(char::is_ascii_digit).map_or(0, |last| last + 1);
    let scale = number[digits..].iter().fold(1_i64, |scale, character| {
        scale.saturating_mul(match character {
            '万' => 10_000,
            '亿' => 100_000_000,
            '千' if digits > 0 => 1_000,
            '百' if digits > 0 => 100,
            _ => 1,
        })
    });
    let point = number[..digits].iter().position(|character| *character == '.');
    let places = point.map_or(0, |point| digits - point - 1);
    let is_scaled = scale > 1 && digits > 0 || number.ends_with(&['万']) || number.ends_with(&['亿']);
    if places == 0 && !is_scaled {
        return 0;
    }
    let step = (0..places).fold(scale.saturating_mul(10_000), |step, _| step / 10);
    step.max(1)
}
