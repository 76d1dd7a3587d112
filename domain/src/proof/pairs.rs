//! Brackets, quotes and book titles: each opened and closed, of one width, and others within.

use super::{
    finding::{Finding, FindingKind},
    passage::{Passage, is_ideograph},
};

/// Opening and closing signs. The half-width ones are of the same pair as the full-width ones.
const PAIRS: [(char, char); 9] = [
    ('（', '）'),
    ('(', ')'),
    ('“', '”'),
    ('‘', '’'),
    ('《', '》'),
    ('〈', '〉'),
    ('【', '】'),
    ('〔', '〕'),
    ('[', ']'),
];

/// How many signs may stand open within the one that is closed.
const DEEPEST: usize = 16;
/// How far into a pair of half-width brackets it is looked for Chinese words.
const FAR_ENOUGH: usize = 200;

/// An opening sign that waits for its closing one.
#[derive(Clone, Copy)]
struct Open {
    place: usize,
    sign: char,
    /// Which pair, the width left out.
    pair: usize,
}

pub(super) fn look(passage: &Passage, findings: &mut Vec<Finding>) {
    // What the line before left open: a bracket may go on in the next, and a quotation of several paragraphs is closed in
    // the last only.
    let mut waiting: Vec<Open> = Vec::new();
    for line in passage.lines() {
        if passage.signs[line.clone()].iter().all(|sign| sign.is_whitespace()) {
            continue;
        }
        let (open, closing) = pair_up(passage, line.clone(), findings);
        let mut closing: Vec<Open> = closing;
        waiting.retain(|one| match closing.iter().take(DEEPEST).position(|other| other.pair == one.pair) {
            Some(place) => {
                closing.remove(place);
                false
            }
            None => {
                !(one.sign == '“'
                    && passage.signs[line.clone()].iter().find(|sign| !sign.is_whitespace()) == Some(&'“'))
            }
        });
        for one in waiting.drain(..).chain(closing) {
            unpaired(passage, one, findings);
        }
        waiting = open;
        straight_quotes(passage, line, findings);
    }
    for one in waiting {
        unpaired(passage, one, findings);
    }
}

/// Pairs the signs of a line; returns what stays open, and what closes nothing.
fn pair_up(
    passage: &Passage,
    line: std::ops::Range<usize>,
    findings: &mut Vec<Finding>,
) -> (Vec<Open>, Vec<Open>) {
    let (mut open, mut closing): (Vec<Open>, Vec<Open>) = (Vec::new(), Vec::new());
    for place in line.clone() {
        let sign = passage.signs[place];
        if passage.is_address(place) {
            continue;
        }
        if let Some(number) = PAIRS.iter().position(|(opens, _)| *opens == sign) {
            open.push(Open { place, sign, pair: pair(number) });
        } else if let Some(number) = PAIRS.iter().position(|(_, closes)| *closes == sign) {
            let one = Open { place, sign, pair: pair(number) };
            match open.iter().rev().take(DEEPEST).position(|other| other.pair == one.pair) {
                Some(above) => {
                    let depth = open.len() - 1 - above;
                    let opened = open[depth];
                    // What was opened within and not closed is left to be told.
                    closing.extend(open.drain(depth..).skip(1));
                    judge(passage, opened, one, &open, findings);
                }
                // ’ is an apostrophe as well, and 1） numbers.
                None if sign == '’' || numbers(passage, line.start, place) => {}
                None => closing.push(one),
            }
        }
    }
    (open, closing)
}

/// The half-width round bracket is of the same pair as the full-width one.
fn pair(number: usize) -> usize {
    if number == 1 { 0 } else { number }
}

/// 1） 一) a) at the beginning of a line or behind a mark.
fn numbers(passage: &Passage, start: usize, place: usize) -> bool {
    let is_number = |sign: &&char| sign.is_ascii_alphanumeric() || "一二三四五六七八九十".contains(**sign);
    let length = passage.signs[start..place].iter().rev().take(3).take_while(is_number).count();
    let first = place - length;
    let begins =
        first == start || passage.before(first).is_some_and(|sign| "；;。，,：:、 \u{3000}".contains(sign));
    matches!(passage.signs[place], ')' | '）') && length > 0 && begins
}

/// Judges a pair: its width, and what it stands in.
fn judge(passage: &Passage, opened: Open, closed: Open, around: &[Open], findings: &mut Vec<Finding>) {
    let mut tell = |kind, place: usize, explanation: &str, mending: char| {
        findings.push(passage.finding(kind, place..place + 1, explanation, Some(mending.to_string())));
    };
    let is_within = |sign: char| around.last().is_some_and(|outer| outer.sign == sign);
    match (opened.sign, closed.sign) {
        ('(' | '（', ')' | '）')
            if (opened.sign == '(' || closed.sign == ')') && is_round(passage, opened, closed) =>
        {
            for (one, full) in [(opened, '（'), (closed, '）')] {
                if one.sign.is_ascii() {
                    let why = "中文里的括号应用全角（GB/T 15834—2011 5.1）";
                    tell(FindingKind::Mark, one.place, why, full);
                }
            }
        }
        ('《', _) if is_within('《') => {
            let why = "书名号里面再用书名号时，里面一层用单书名号“〈〉”（GB/T 15834—2011 4.15）";
            tell(FindingKind::BookTitle, opened.place, why, '〈');
            tell(FindingKind::BookTitle, closed.place, why, '〉');
        }
        ('“', _) if is_within('“') => {
            let why = "引号里面再用引号时，里面一层用单引号“‘’”（GB/T 15834—2011 4.8）";
            tell(FindingKind::Pair, opened.place, why, '‘');
            tell(FindingKind::Pair, closed.place, why, '’');
        }
        _ => {}
    }
}

/// Whether round brackets of which one is half-width should be full-width: of two widths, or about Chinese words, or
/// behind one.
pub(super) fn are_chinese(passage: &Passage, open: usize, close: usize) -> bool {
    let widths = passage.signs[open] == '（' || passage.signs[close] == '）';
    let inner = &passage.signs[open + 1..close];
    widths || inner.iter().take(FAR_ENOUGH).any(|sign| is_ideograph(*sign))
}

fn is_round(passage: &Passage, opened: Open, closed: Open) -> bool {
    are_chinese(passage, opened.place, closed.place)
}

fn unpaired(passage: &Passage, one: Open, findings: &mut Vec<Finding>) {
    if one.sign == '‘' || one.sign == '’' {
        return;
    }
    let opens = PAIRS.iter().find(|(opens, _)| *opens == one.sign);
    let closes = PAIRS.iter().find(|(_, closes)| *closes == one.sign);
    let explanation = match (opens, closes) {
        (Some((_, closes)), _) => format!("“{}”没有与之成对的“{closes}”", one.sign),
        (None, Some((opens, _))) => format!("“{}”没有与之成对的“{opens}”", one.sign),
        (None, None) => return,
    };
    findings.push(passage.finding(FindingKind::Pair, one.place..one.place + 1, explanation, None));
}

/// Straight quotes about Chinese words.
fn straight_quotes(passage: &Passage, line: std::ops::Range<usize>, findings: &mut Vec<Finding>) {
    for (open, close) in straight_pairs(passage, line) {
        for (place, full) in [(open, "“"), (close, "”")] {
            let why = "中文里的引号应为“”（GB/T 15834—2011 4.8）";
            findings.push(passage.finding(FindingKind::Mark, place..place + 1, why, Some(full.to_owned())));
        }
    }
}

/// Pairs of straight quotes with Chinese words between, where there is an even number of them in the line.
pub(super) fn straight_pairs(passage: &Passage, line: std::ops::Range<usize>) -> Vec<(usize, usize)> {
    let places: Vec<usize> =
        line.filter(|place| passage.signs[*place] == '"' && !passage.is_address(*place)).collect();
    if places.len() % 2 == 1 {
        return Vec::new();
    }
    let pairs = places.chunks_exact(2).map(|pair| (pair[0], pair[1]));
    pairs
        .filter(|(open, close)| passage.signs[*open..*close].iter().any(|sign| is_ideograph(*sign)))
        .collect()
}

/// Pairs of round brackets in a line of which one or both should be full-width, with the places of those that should.
pub(super) fn half_width_pairs(
    passage: &Passage,
    line: std::ops::Range<usize>,
) -> Vec<(Option<usize>, Option<usize>)> {
    let (mut open, mut pairs): (Vec<usize>, Vec<_>) = (Vec::new(), Vec::new());
    for place in line {
        match passage.signs[place] {
            '(' | '（' if !passage.is_address(place) => open.push(place),
            ')' | '）' if !passage.is_address(place) => {
                if let Some(opened) = open.pop()
                    && are_chinese(passage, opened, place)
                {
                    let half = |place: usize| Some(place).filter(|place| passage.signs[*place].is_ascii());
                    pairs.push((half(opened), half(place)));
                }
            }
            _ => {}
        }
    }
    pairs
}
