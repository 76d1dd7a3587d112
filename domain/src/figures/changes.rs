//! From one figure to another: 由120件增至150件，增长25%; 742亩，比去年同期增加191亩，同比增长34%.

use super::{
    Fault, FigureFinding, finding,
    read::{Line, Quantity},
    reckon::{Between, written},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Up,
    Down,
}

impl Way {
    fn of(before: &Quantity, now: &Quantity) -> Option<Self> {
        match now.amount.cmp(&before.amount) {
            std::cmp::Ordering::Greater => Some(Self::Up),
            std::cmp::Ordering::Less => Some(Self::Down),
            std::cmp::Ordering::Equal => None,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Up => "上升",
            Self::Down => "下降",
        }
    }
}

const TO_UP: [&str; 24] = [
    "增至",
    "增加到",
    "增加至",
    "增长到",
    "增长至",
    "提高到",
    "提高至",
    "提升到",
    "提升至",
    "上升到",
    "上升至",
    "升至",
    "升到",
    "扩大到",
    "扩大至",
    "增到",
    "涨到",
    "涨至",
    "上涨到",
    "上涨至",
    "扩展到",
    "拓展到",
    "延长到",
    "延长至",
];
const TO_DOWN: [&str; 27] = [
    "降至",
    "降到",
    "降低到",
    "降低至",
    "下降到",
    "下降至",
    "减至",
    "减少到",
    "减少至",
    "压减到",
    "压减至",
    "压缩到",
    "压缩至",
    "压缩为",
    "缩短到",
    "缩短至",
    "缩短为",
    "缩减到",
    "缩减至",
    "降为",
    "减为",
    "精简到",
    "精简至",
    "精简为",
    "减到",
    "下调至",
    "压降至",
];
const TO_ANY: [&str; 4] = ["变为", "调整为", "调整至", "变成"];
const UP: [&str; 14] = [
    "增长", "增幅", "增加", "提高", "上升", "提升", "上涨", "涨幅", "扩大", "升幅", "多", "增", "翻", "新增",
];
const DOWN: [&str; 12] =
    ["下降", "降幅", "减少", "降低", "缩短", "压缩", "压减", "减幅", "回落", "精简", "少", "降"];
/// What may stand between a change and its measure without making it another thing's.
const FILLERS: [&str; 25] = [
    "去年同期",
    "上年同期",
    "上一年度",
    "上年度",
    "去年",
    "上年",
    "上月",
    "上季度",
    "同期",
    "同比",
    "环比",
    "比",
    "较",
    "相比",
    "幅度",
    "比例",
    "达到",
    "达",
    "为",
    "了",
    "约",
    "，",
    "的",
    "、",
    "(",
];
/// Words of a time before, with which a figure is what there was then.
const BEFORE: [&str; 8] = ["去年同期", "上年同期", "去年", "上年", "上月", "同期", "上季度", "上一年"];

pub(super) fn look(line: &Line, found: &mut Vec<FigureFinding>) {
    for index in 0..line.quantities.len().saturating_sub(1) {
        from_to(line, index, found);
        if index + 2 < line.quantities.len() {
            against_before(line, index, found);
        }
    }
}

/// 由120件增至150件，增长25%.
fn from_to(line: &Line, index: usize, found: &mut Vec<FigureFinding>) {
    let [before, now] = [&line.quantities[index], &line.quantities[index + 1]];
    let between = line.between(index + 1);
    let label = line.label(index);
    let begins = ["由", "从"].iter().any(|word| label.contains(word));
    let is_one = before.class() == now.class() || before.unit.is_empty();
    if !begins
        || !is_one
        || between.chars().count() > 16
        || between.contains(['。', ';', '、', '(', ')', '每'])
    {
        return;
    }
    let has = |words: &[&str]| words.iter().any(|word| between.contains(word));
    let (is_up, is_down) = (has(&TO_UP), has(&TO_DOWN));
    if !(is_up ^ is_down || has(&TO_ANY)) {
        return;
    }
    if is_rank(line, index) {
        // The first is the highest: 位次由5位提升至12位 cannot be.
        let way = Way::of(now, before);
        let is_named = RANKS.iter().any(|rank| label.trim_end_matches(['由', '从']).ends_with(rank));
        if is_named && (is_up && way == Some(Way::Down) || is_down && way == Some(Way::Up)) {
            let change = way.map_or("没有变化", Way::words);
            let explanation = format!(
                "由{}到{}是位次{change}，与“{}”不符",
                line.printed(before),
                line.printed(now),
                verb(&between)
            );
            found.push(finding(line, Fault::Direction, before.start..now.end, explanation));
        }
        return;
    }
    let way = Way::of(before, now);
    let called = match (is_up, is_down) {
        (true, false) => Some(Way::Up),
        (false, true) => Some(Way::Down),
        _ => None,
    };
    if let Some(called) = called
        && way != Some(called)
    {
        let change = way.map_or("没有变化", Way::words);
        let explanation = format!(
            "由{}到{}是{change}，与“{}”不符",
            line.printed(before),
            line.printed(now),
            verb(&between)
        );
        found.push(finding(line, Fault::Direction, before.start..now.end, explanation));
        return;
    }
    follows(line, (before, now), index + 2, found);
}

/// Words of a place in an order, where less is better.
const RANKS: [&str; 7] = ["位次", "排名", "名次", "位列", "排位", "位居", "排序"];
/// How far before a figure such a word is looked for.
const NEAR: usize = 16;

/// Whether a figure is a place in an order: 全省位次由12位提升至5位.
fn is_rank(line: &Line, index: usize) -> bool {
    let quantity = &line.quantities[index];
    let from = line.sentence(quantity.start).start.max(quantity.start.saturating_sub(NEAR));
    let words = line.words(from..quantity.start);
    matches!(quantity.unit, "位" | "名" | "") && RANKS.iter().any(|rank| words.contains(rank))
}

fn verb(between: &str) -> &str {
    let all = TO_UP.iter().chain(&TO_DOWN);
    let found = all.filter_map(|word| between.find(word).map(|at| &between[at..at + word.len()]));
    found.max_by_key(|word| word.len()).unwrap_or(between)
}

/// 742亩，比去年同期增加191亩，同比增长34%; 742亩，去年同期551亩，同比增长34.7%.
fn against_before(line: &Line, index: usize, found: &mut Vec<FigureFinding>) {
    let [now, other] = [&line.quantities[index], &line.quantities[index + 1]];
    let between = line.between(index + 1);
    if now.class() != other.class()
        || now.unit.is_empty()
        || now.is_percent()
        || now.is_about
        || other.is_about
        || is_rank(line, index)
    {
        return;
    }
    let had_before = BEFORE.iter().any(|word| between.contains(word));
    if !had_before || !is_filled(&between, &["增加", "减少", "多", "少", "增长", "下降", "是"]) {
        return;
    }
    let compares = between.contains(['比', '较']);
    match way_of(&between) {
        Some(way) if compares => {
            let change = i128::from(other.amount);
            let before = i128::from(now.amount) + if way == Way::Up { -change } else { change };
            let Ok(amount) = i64::try_from(before) else { return };
            let step = now.step.max(other.step);
            let before = Quantity { amount, step, ..now.clone() };
            if amount > 0 {
                measured(line, (&before, now, Some(way)), index + 2, index, found);
            }
        }
        None if !compares => measured(line, (other, now, None), index + 2, index, found),
        _ => {}
    }
}

/// What stands behind two figures as the measure of their change.
fn follows(line: &Line, (before, now): (&Quantity, &Quantity), index: usize, found: &mut Vec<FigureFinding>) {
    if index < line.quantities.len() {
        measured(line, (before, now, None), index, index - 2, found);
    }
}

/// Whether the change from one to the other is as much as the quantity says that stands next.
fn measured(
    line: &Line,
    (before, now, called): (&Quantity, &Quantity, Option<Way>),
    index: usize,
    from: usize,
    found: &mut Vec<FigureFinding>,
) {
    let measure = &line.quantities[index];
    let words = line.between(index);
    let Some(way) = way_of(&words) else { return };
    let all: Vec<&str> = UP.iter().chain(&DOWN).copied().collect();
    if !is_filled(&words, &all) || measure.amount < 0 || before.is_about || now.is_about {
        return;
    }
    let range = line.quantities[from].start..measure.end;
    let true_way = Way::of(before, now);
    let [was, is] = [before, now].map(|quantity| written(i128::from(quantity.amount)) + quantity.unit);
    if true_way.is_some_and(|true_way| true_way != way) || called.is_some_and(|called| called != way) {
        let true_way = true_way.map_or("没有变化", Way::words);
        let explanation =
            format!("由{was}到{is}是{true_way}，与“{}{}”不符", word_of(&words), line.printed(measure));
        found.push(finding(line, Fault::Direction, range, explanation));
        return;
    }
    let expected: Vec<(Between, &str, &str)> = match measure.unit {
        "%" => relative(before, now, 100, "%")
            .into_iter()
            .chain(
                before.is_percent().then(|| (Between::difference(now, before).magnitude(), "个百分点", "－")),
            )
            .collect(),
        "倍" => relative(before, now, 1, "倍").into_iter().collect(),
        "个百分点" | "百分点" if before.is_percent() => {
            vec![(Between::difference(now, before).magnitude(), "个百分点", "－")]
        }
        _ if measure.class() == now.class() && called.is_none() && !words.contains(['比', '较']) => {
            vec![(Between::difference(now, before).magnitude(), now.unit, "－")]
        }
        _ => Vec::new(),
    };
    let is_exact = expected.iter().all(|(_, unit, _)| !matches!(*unit, "%" | "倍" | "个百分点"))
        && [before.step, now.step, measure.step] == [0, 0, 0];
    let fits = |between: &Between| {
        if is_exact {
            between.told(measure) == written(i128::from(measure.amount))
        } else {
            between.fits(measure)
        }
    };
    if expected.is_empty() || expected.iter().any(|(between, ..)| fits(between)) {
        return;
    }
    let (value, unit, sign) = expected[0];
    let told = value.told(measure);
    let [larger, less] = if now.amount >= before.amount { [&is, &was] } else { [&was, &is] };
    let reckoned = if sign == "÷" {
        format!("（{larger}－{less}）÷{was}＝{told}{unit}")
    } else {
        format!("{larger}－{less}＝{told}{unit}")
    };
    let explanation = format!("{reckoned}，与“{}{}”不符", word_of(&words), line.printed(measure));
    found.push(finding(line, Fault::Change, range, explanation));
}

fn relative(
    before: &Quantity,
    now: &Quantity,
    hundred: i128,
    unit: &'static str,
) -> Option<(Between, &'static str, &'static str)> {
    let ratio = Between::ratio(now, before, hundred)?;
    Some((ratio.less(hundred).magnitude(), unit, "÷"))
}

/// Which way words say that it went; `None` where they say none or both.
fn way_of(words: &str) -> Option<Way> {
    let has = |list: &[&str]| list.iter().any(|word| words.contains(word));
    match (has(&UP), has(&DOWN)) {
        (true, false) => Some(Way::Up),
        (false, true) => Some(Way::Down),
        _ => None,
    }
}

fn word_of(words: &str) -> &str {
    let all = UP.iter().chain(&DOWN);
    let found = all.filter_map(|word| words.find(word).map(|at| &words[at..at + word.len()]));
    found.max_by_key(|word| word.len()).unwrap_or_default()
}

/// Whether words are nothing but fillers and what is given besides.
fn is_filled(words: &str, besides: &[&str]) -> bool {
    let mut rest = words;
    'words: while !rest.is_empty() {
        let mut all: Vec<&str> = FILLERS.iter().chain(besides).copied().collect();
        all.sort_by_key(|word| std::cmp::Reverse(word.len()));
        for word in all {
            if let Some(after) = rest.strip_prefix(word) {
                rest = after;
                continue 'words;
            }
        }
        return false;
    }
    true
}
