//! Several items in one file: a unit's list, each with its mark, its title or its attribution.
//!
//! Conservative: a text is one item unless it is plain that it is several. No part is lost.

use super::{Line, Meant, Part, captions, clean::plain, ends::is_about_text, titles::is_sentence};
use crate::{attribution::split_trailing, markdown::Inline, unit::UnitDirectory};

/// Signs with which an item of a list begins; the first two are those of brief items, and enough by themselves.
const SIGNS: [char; 8] = ['▲', '△', '●', '◆', '■', '★', '○', '◇'];
const OF_BRIEFS: usize = 2;
/// Less than this many characters are no item.
const SHORTEST: usize = 20;

/// The parts of each item; one group where there is but one item.
///
/// Lines that stand over all of them are [`Part::Over`] of the one that follows, the signs and numbers that only count the
/// items go.
pub fn split(parts: Vec<Part>, directory: &UnitDirectory) -> Vec<Vec<Part>> {
    let parts = captions::take(parts);
    let seen: Vec<Seen> = parts.iter().map(|part| Seen::of(part, directory)).collect();
    let starts = by_signs(&seen).or_else(|| by_titles(&seen)).or_else(|| by_attributions(&seen));
    let Some(starts) = starts else { return vec![parts] };
    let mut groups: Vec<Vec<Part>> = Vec::new();
    let mut begins = starts.iter().peekable();
    for (place, part) in parts.into_iter().enumerate() {
        let begins_one = begins.next_if(|begin| **begin == place).is_some();
        if groups.is_empty() || begins_one {
            groups.push(Vec::new());
        }
        if let Some(group) = groups.last_mut() {
            group.push(part);
        }
    }
    put_over(&mut groups);
    without_leads(&mut groups);
    groups
}

/// What a part is to whoever looks for where items begin.
struct Seen {
    length: usize,
    lead: Option<Lead>,
    is_line: bool,
    is_title: bool,
    is_sentence: bool,
    /// It ends with an attribution.
    ends: bool,
    /// Pictures, blank lines, and lines about a text: what may stand below an attribution.
    stands_aside: bool,
}

/// With what a line begins that counts items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lead {
    Sign(char),
    /// 1. and 1、
    Arabic,
    /// 一、
    Chinese,
    /// （一）
    Bracketed,
}

impl Seen {
    fn of(part: &Part, directory: &UnitDirectory) -> Self {
        let content = content(part);
        let text = content.map(|content| plain(content)).unwrap_or_default();
        let text = text.trim();
        let meant = if let Part::Line(line) = part { line.meant } else { None };
        let length = match part {
            Part::Table(rows) => rows.iter().flatten().map(|cell| plain(cell).chars().count()).sum(),
            _ => text.chars().count(),
        };
        Self {
            length,
            lead: lead(text).map(|(lead, _)| lead),
            is_line: matches!(part, Part::Line(_)),
            is_title: meant == Some(Meant::Title) && !is_sentence(text),
            is_sentence: is_sentence(text),
            ends: content.is_some() && split_trailing(text, directory).1.is_some(),
            stands_aside: match part {
                Part::Line(_) => text.is_empty() || is_about_text(text),
                Part::Item { .. } | Part::Table(_) | Part::Over(_) => false,
                _ => true,
            },
        }
    }
}

fn content(part: &Part) -> Option<&Vec<Inline>> {
    match part {
        Part::Line(Line { content, .. }) | Part::Item { content, .. } => Some(content),
        _ => None,
    }
}

/// The lead of a line, and how many bytes it and the blanks behind it take.
fn lead(text: &str) -> Option<(Lead, usize)> {
    let first = text.chars().next()?;
    let after = |rest: &str| text.len() - rest.trim_start().len();
    if SIGNS.contains(&first) {
        return Some((Lead::Sign(first), after(&text[first.len_utf8()..])));
    }
    let is_digit = |sign: char| sign.is_ascii_digit() || ('０'..='９').contains(&sign);
    let is_chinese = |sign: char| "一二三四五六七八九十".contains(sign);
    let numbered = |text: &str, of: &dyn Fn(char) -> bool, ends: &[char]| {
        let rest = text.trim_start_matches(of);
        let digits = text[..text.len() - rest.len()].chars().count();
        let rest = rest.strip_prefix(ends).filter(|_| (1..=3).contains(&digits))?;
        (!rest.starts_with(is_digit)).then_some(rest.len())
    };
    let found = |rest: usize| after(&text[text.len() - rest..]);
    if let Some(rest) = numbered(text, &is_digit, &['.', '．', '、']) {
        return Some((Lead::Arabic, found(rest)));
    }
    if let Some(rest) = numbered(text, &is_chinese, &['、']) {
        return Some((Lead::Chinese, found(rest)));
    }
    let inner = text.strip_prefix(['（', '('])?;
    numbered(inner, &is_chinese, &['）', ')']).map(|rest| (Lead::Bracketed, found(rest)))
}

/// Lines that begin with one sign: those of brief items by themselves, others where attributions say so, too.
fn by_signs(seen: &[Seen]) -> Option<Vec<usize>> {
    for (rank, sign) in SIGNS.iter().enumerate() {
        let starts: Vec<usize> = places(seen, |part| part.is_line && part.lead == Some(Lead::Sign(*sign)));
        let [first, rest @ ..] = starts.as_slice() else { continue };
        if rest.is_empty() || seen[..*first].iter().any(|part| part.is_sentence) {
            continue;
        }
        let ends = starts.iter().enumerate().filter(|(number, start)| {
            let next = starts.get(number + 1).copied().unwrap_or(seen.len());
            seen[**start..next].iter().any(|part| part.ends)
        });
        if rank < OF_BRIEFS || ends.count() >= 2 {
            return Some(starts);
        }
    }
    None
}

/// Several lines with the style of a title, each with a text below it.
fn by_titles(seen: &[Seen]) -> Option<Vec<usize>> {
    let mut starts = places(seen, |part| part.is_title);
    // A long title stands in several lines.
    let all = starts.clone();
    starts.retain(|start| *start == 0 || !all.contains(&(start - 1)));
    let has_text = |(number, start): (usize, &usize)| {
        let next = starts.get(number + 1).copied().unwrap_or(seen.len());
        seen[*start..next].iter().any(|part| part.is_sentence)
    };
    (starts.len() > 1 && starts.iter().enumerate().all(has_text)).then_some(starts)
}

/// Attributions at the ends of several texts.
fn by_attributions(seen: &[Seen]) -> Option<Vec<usize>> {
    let ends = places(seen, |part| part.ends);
    let mut starts = Vec::new();
    let mut start = 0;
    for end in ends {
        let length: usize = seen[start..=end].iter().map(|part| part.length).sum();
        if length < SHORTEST || !seen[start..=end].iter().any(|part| part.is_sentence) {
            // A second line of names below the first: no item of its own.
            continue;
        }
        starts.push(start);
        // Pictures and contact lines below an attribution belong to it.
        let aside = seen[end + 1..].iter().take_while(|part| part.stands_aside).count();
        start = end + 1 + aside;
    }
    if starts.len() < 2 {
        return None;
    }
    let rest: usize = seen.get(start..).unwrap_or_default().iter().map(|part| part.length).sum();
    if rest >= SHORTEST && seen[start..].iter().any(|part| part.is_sentence) {
        starts.push(start);
    }
    Some(starts)
}

fn places(seen: &[Seen], is_one: impl Fn(&Seen) -> bool) -> Vec<usize> {
    seen.iter().enumerate().filter(|(_, part)| is_one(part)).map(|(place, _)| place).collect()
}

/// Lines that stand over an item without being its own: a list's own title, a section's.
fn put_over(groups: &mut Vec<Vec<Part>>) {
    let lead_of =
        |part: &Part| content(part).and_then(|content| lead(plain(content).trim())).map(|(lead, _)| lead);
    // With what the second item begins the first does as well.
    let second = groups.get(1).and_then(|group| group.iter().find(|part| !is_blank(part))).and_then(lead_of);
    let is_short_line = |part: &Part| matches!(part, Part::Line(line) if !is_sentence(&plain(&line.content)));
    let over = |part: Part| match part {
        Part::Line(line) => Part::Over(line.content),
        part => part,
    };
    // The title of a list may have been taken for a group of its own.
    if groups.len() > 1 && groups[0].iter().all(|part| is_blank(part) || is_short_line(part)) {
        let first = groups.remove(0);
        groups[0].splice(0..0, first.into_iter().map(over));
        return;
    }
    if let (Some(second), Some(first)) = (second, groups.first_mut()) {
        let place = first.iter().position(|part| lead_of(part) == Some(second)).unwrap_or(0);
        if first[..place].iter().all(|part| is_blank(part) || is_short_line(part)) {
            let above: Vec<Part> = first.drain(..place).map(over).collect();
            first.splice(0..0, above);
        }
    }
    // A section's title between two items stands behind the attribution of the one before.
    for number in 1..groups.len() {
        let (before, group) = groups.split_at_mut(number);
        let (Some(before), Some(group)) = (before.last_mut(), group.first_mut()) else { continue };
        let mut moved = Vec::new();
        while before.len() > 1
            && let Some(Part::Line(line)) = before.last()
            && (line.level.is_some()
                || line.is_centred
                || crate::markdown::head_level(&plain(&line.content)).is_some())
            && !is_sentence(&plain(&line.content))
            && !is_about_text(&plain(&line.content))
            && !plain(&line.content).trim().starts_with(['（', '('])
        {
            moved.extend(before.pop().map(over));
        }
        moved.reverse();
        group.splice(0..0, moved);
    }
}

fn is_blank(part: &Part) -> bool {
    content(part).is_some_and(|content| plain(content).trim().is_empty())
}

/// Signs and numbers that only count the items go, where every item has one.
fn without_leads(groups: &mut [Vec<Part>]) {
    let first_line = |group: &[Part]| {
        group.iter().position(|part| content(part).is_some_and(|content| !plain(content).trim().is_empty()))
    };
    let leads: Vec<Option<Lead>> = groups
        .iter()
        .map(|group| {
            let content = content(&group[first_line(group)?])?;
            lead(plain(content).trim()).map(|(lead, _)| lead)
        })
        .collect();
    if leads.iter().any(|lead| lead.is_none() || *lead != leads[0]) {
        return;
    }
    for group in groups {
        let Some(place) = first_line(group) else { continue };
        let (Part::Line(Line { content, .. }) | Part::Item { content, .. }) = &mut group[place] else {
            continue;
        };
        let text = plain(content);
        let blanks = text.chars().take_while(|sign| sign.is_whitespace()).count();
        let trimmed = text.trim_start();
        let Some((_, bytes)) = lead(trimmed) else { continue };
        let signs = blanks + trimmed[..bytes].chars().count();
        drop_first(content, signs);
    }
}

/// Cuts as many signs off the beginning of the runs.
fn drop_first(content: &mut Vec<Inline>, signs: usize) {
    let mut left = signs;
    while left > 0 && !content.is_empty() {
        let run = match &mut content[0] {
            Inline::Text { text } => text,
            Inline::Strong { content } | Inline::Emphasis { content } => match content.first_mut() {
                Some(Inline::Text { text }) => text,
                _ => return,
            },
        };
        let length = run.chars().count();
        if length > left {
            *run = run.chars().skip(left).collect();
            return;
        }
        left -= length;
        content.remove(0);
    }
}

#[cfg(test)]
mod tests;
