//! 一键整理: a text's marks, widths and blanks as the standards have them, as changes to accept. No word is changed.

use std::ops::Range;

use crate::text::is_invisible;

use super::{
    finding::TextField,
    marks, numbers, pairs,
    passage::{Passage, is_chinese},
    ranges,
};

coded! {
    /// What a change is about.
    pub enum ChangeKind {
        FullWidth = ("full_width", "中文标点改全角"),
        HalfWidth = ("half_width", "数字、字母改半角"),
        DocumentNumber = ("document_number", "发文字号用六角括号"),
        Blank = ("blank", "去掉多余空格"),
        Quote = ("quote", "引号成对"),
        Range = ("range", "起止范围用一字线"),
        Ellipsis = ("ellipsis", "省略号、破折号补全"),
        Invisible = ("invisible", "去掉看不见的字符"),
    }
}

/// A change to accept.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Change {
    pub kind: ChangeKind,
    pub field: TextField,
    /// As a finding's: in the field as it is kept, in Unicode scalar values, the end excluded.
    pub place: Range<usize>,
    pub from: String,
    pub to: String,
}

/// Rounds after which a field is left as it is; three have been enough for all that was tried.
const MOST_ROUNDS: usize = 6;

/// The changes of one field, in order, none over another. Applied all, they leave nothing to change.
pub(super) fn changes(field: TextField, text: &str) -> Vec<Change> {
    let original: Vec<char> = text.chars().collect();
    let mut slots: Vec<Slot> = (0..original.len())
        .map(|place| Slot { place, signs: original[place].to_string(), kind: None })
        .collect();
    // What one change makes of a text another rule may judge anew: all look at what there is then.
    for _ in 0..MOST_ROUNDS {
        let current: String = slots.iter().map(|slot| slot.signs.as_str()).collect();
        let round = round(&Passage::new(field, &current));
        if round.is_empty() {
            break;
        }
        apply_round(&mut slots, round);
    }
    let mut changes: Vec<Change> = Vec::new();
    for slot in slots {
        let Some(kind) = slot.kind else { continue };
        let from = original[slot.place].to_string();
        match changes.last_mut() {
            Some(last) if last.kind == kind && last.place.end == slot.place => {
                last.place.end += 1;
                last.from.push_str(&from);
                last.to.push_str(&slot.signs);
            }
            _ => {
                changes.push(Change { kind, field, place: slot.place..slot.place + 1, from, to: slot.signs })
            }
        }
    }
    changes.retain(|change| change.from != change.to);
    changes
}

/// A character of the text as it came, and what stands for it.
struct Slot {
    place: usize,
    signs: String,
    kind: Option<ChangeKind>,
}

/// What a round asks for: signs of the field as it is kept, and what they become.
struct Asked {
    kind: ChangeKind,
    place: Range<usize>,
    to: String,
}

/// Writes into the slots what was asked for. Places count the characters as they stand in the slots now.
fn apply_round(slots: &mut [Slot], round: Vec<Asked>) {
    let mut owners = Vec::new();
    for (number, slot) in slots.iter().enumerate() {
        owners.extend(slot.signs.chars().enumerate().map(|(within, _)| (number, within)));
    }
    for asked in round.into_iter().rev() {
        let mut to: Option<String> = Some(asked.to);
        for place in asked.place.rev() {
            let (number, within) = owners[place];
            let slot = &mut slots[number];
            let Some((start, sign)) = slot.signs.char_indices().nth(within) else { continue };
            let replaced = to.take().unwrap_or_default();
            slot.signs.replace_range(start..start + sign.len_utf8(), &replaced);
            slot.kind = Some(slot.kind.unwrap_or(asked.kind));
        }
    }
}

/// What there is to change in a field, in order, none over another.
fn round(passage: &Passage) -> Vec<Asked> {
    let mut asked: Vec<(Range<usize>, ChangeKind, String)> = Vec::new();
    for place in 0..passage.signs.len() {
        if is_invisible(passage.signs[place]) {
            asked.push((place..place + 1, ChangeKind::Invisible, String::new()));
        } else if let Some(full) = marks::full_width(passage, place).filter(|_| !is_in_run(passage, place)) {
            asked.push((place..place + 1, ChangeKind::FullWidth, full.to_string()));
        } else if let Some(narrow) =
            numbers::half_width(passage, place).filter(|_| !begins_list(passage, place))
        {
            asked.push((place..place + 1, ChangeKind::HalfWidth, narrow.to_string()));
        } else if let Some((range, year)) = numbers::year_in_brackets(passage, place) {
            asked.push((range, ChangeKind::DocumentNumber, format!("〔{year}〕")));
        } else if let Some(range) = numbers::blanks(passage, place).or_else(|| blank_at_mark(passage, place))
        {
            asked.push((range, ChangeKind::Blank, String::new()));
        } else if let Some((length, to)) = marks::incomplete(passage, place) {
            asked.push((place..place + length, ChangeKind::Ellipsis, to.to_owned()));
        }
    }
    for line in passage.lines() {
        for (open, close) in pairs::straight_pairs(passage, line.clone()) {
            asked.push((open..open + 1, ChangeKind::Quote, "“".to_owned()));
            asked.push((close..close + 1, ChangeKind::Quote, "”".to_owned()));
        }
        for (open, close) in pairs::half_width_pairs(passage, line) {
            asked.extend(open.map(|open| (open..open + 1, ChangeKind::FullWidth, "（".to_owned())));
            asked.extend(close.map(|close| (close..close + 1, ChangeKind::FullWidth, "）".to_owned())));
        }
    }
    for range in ranges::all(passage).into_iter().filter(|range| !range.is_unclear) {
        asked.push((range.dash_place(), ChangeKind::Range, "—".to_owned()));
    }
    asked.sort_by_key(|(range, ..)| (range.start, range.end));
    let mut end = 0;
    asked.retain(|(range, ..)| {
        let is_free = range.start >= end && passage.is_whole(range.clone());
        if is_free {
            end = range.end;
        }
        is_free
    });
    asked.into_iter().map(|(range, kind, to)| Asked { kind, place: passage.place(range), to }).collect()
}

/// Whether a point stands in a run of them, which is an ellipsis.
fn is_in_run(passage: &Passage, place: usize) -> bool {
    passage.get(place) == Some('.')
        && (passage.before(place) == Some('.') || passage.get(place + 1) == Some('.'))
}

/// Whether a full-width figure begins a line: as a half-width one it might number a list.
fn begins_list(passage: &Passage, place: usize) -> bool {
    let before = passage.signs[..place].iter().rev().take(12);
    let figures = before.take_while(|sign| **sign != '\n');
    figures.into_iter().all(|sign| sign.is_whitespace() || sign.is_numeric() || matches!(sign, '．' | '.'))
}

/// Blanks beside a Chinese mark: before any, and behind all but a closing one.
fn blank_at_mark(passage: &Passage, place: usize) -> Option<Range<usize>> {
    if passage.get(place)? != ' ' || matches!(passage.before(place)?, ' ' | '\n' | '\t') {
        return None;
    }
    let length = passage.signs[place..].iter().take_while(|sign| **sign == ' ').count();
    let (before, after) = (passage.before(place)?, passage.get(place + length)?);
    let is_needless = "，。；：？！、".contains(after) && is_chinese(before)
        || "，。；：？！、（《“".contains(before) && is_chinese(after)
        || "）》”".contains(after) && is_chinese(before);
    (is_needless && passage.is_whole(place - 1..place + length + 1)).then_some(place..place + length)
}
