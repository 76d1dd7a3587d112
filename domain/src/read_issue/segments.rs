//! Where items end: at an attribution, and where a ▲ begins the next one.

use super::{
    lines::Line,
    shape::{after_brief_mark, is_headline},
};
use crate::{
    attribution::{Attribution, ends_sentence, is_remark, last_bracket, looks_like_office, parse},
    unit::UnitDirectory,
};

/// How many lines an attribution may be spread over.
const LONGEST_ATTRIBUTION: usize = 5;
/// In characters.
const LONGEST_NAME: usize = 25;
/// Beginnings of remarks in brackets, such as （见附表）, （完）, where nothing else speaks for an attribution.
const SHORT_REMARKS: [char; 12] = ['见', '附', '注', '图', '表', '略', '完', '第', '共', '原', '含', '转'];

/// The lines from one item's beginning to its end. Where an attribution is missing it holds more than one item.
#[derive(Clone, Debug)]
pub(super) struct Segment {
    /// Where it begins with ▲, the line of that.
    pub brief: Option<usize>,
    pub lines: Vec<Line>,
    /// With the line on which it begins.
    pub attribution: Option<(usize, Attribution)>,
}

impl Segment {
    fn new() -> Self {
        Self { brief: None, lines: Vec::new(), attribution: None }
    }

    fn is_empty(&self) -> bool {
        self.brief.is_none() && self.lines.is_empty() && self.attribution.is_none()
    }
}

/// Parts the lines at attributions and marks.
pub(super) fn segments(lines: Vec<Line>, directory: &UnitDirectory) -> Vec<Segment> {
    let mut segments = Vec::new();
    let mut segment = Segment::new();
    for (place, line) in lines.iter().enumerate() {
        let unmarked = after_brief_mark(&line.text);
        if unmarked.is_some() || line.after_break {
            push(&mut segments, std::mem::replace(&mut segment, Segment::new()));
        }
        if unmarked.is_some() {
            segment.brief = Some(line.number);
        }
        let text = unmarked.unwrap_or(&line.text);
        if !text.is_empty() {
            segment.lines.push(Line { text: text.to_owned(), ..line.clone() });
        }
        let next = Next::of(lines.get(place + 1));
        if let Some((mut number, mut attribution)) = split_attribution(&mut segment.lines, next, directory) {
            // Each unit may stand in brackets of its own: （甲局）（乙局）.
            while let Some((first, mut before)) = split_attribution(&mut segment.lines, Next::Text, directory)
            {
                before.parts.append(&mut attribution.parts);
                before.leftover.append(&mut attribution.leftover);
                (number, attribution) = (first, before);
            }
            segment.attribution = Some((number, attribution));
            push(&mut segments, std::mem::replace(&mut segment, Segment::new()));
        }
    }
    push(&mut segments, segment);
    segments
}

/// An attribution without anything before it goes on from the one before: （甲局）⏎（乙局）.
fn push(segments: &mut Vec<Segment>, segment: Segment) {
    if segment.is_empty() {
        return;
    }
    let is_alone = segment.brief.is_none() && segment.lines.is_empty();
    match (segments.last_mut(), segment.attribution) {
        (Some(Segment { attribution: Some((_, before)), .. }), Some((_, attribution))) if is_alone => {
            before.parts.extend(attribution.parts);
            before.leftover.extend(attribution.leftover);
        }
        (_, attribution) => segments.push(Segment { attribution, ..segment }),
    }
}

/// What stands below a line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    /// Nothing, or nothing that could belong to the same item.
    End,
    Headline,
    Text,
}

impl Next {
    fn of(line: Option<&Line>) -> Self {
        match line {
            None => Self::End,
            Some(line) if line.after_break || after_brief_mark(&line.text).is_some() => Self::End,
            Some(line) if is_headline(&line.text) => Self::Headline,
            Some(_) => Self::Text,
        }
    }
}

/// Takes an attribution, which may be spread over several lines, off the end of the lines.
fn split_attribution(
    lines: &mut Vec<Line>,
    next: Next,
    directory: &UnitDirectory,
) -> Option<(usize, Attribution)> {
    let last = lines.last()?;
    if !last.text.ends_with(['）', ')']) {
        return None;
    }
    for count in 1..=lines.len().min(LONGEST_ATTRIBUTION) {
        let first = lines.len() - count;
        let texts: Vec<&str> = lines[first..].iter().map(|line| line.text.as_str()).collect();
        let joined = texts.join("\n");
        let Some(start) = last_bracket(&joined) else { continue };
        let body = joined[..start].trim_end().to_owned();
        let bracket = &joined[start..];
        // What stands before the bracket on its line, or the line before it, tells whether a sentence has ended.
        let before = match body.as_str() {
            "" => first.checked_sub(1).map(|line| lines[line].text.as_str()),
            body => Some(body),
        };
        let place = Place { is_alone: body.is_empty(), has_ended: before.is_none_or(ends_sentence), next };
        let attribution = judge(bracket, place, directory)?;
        let opening = lines[first].clone();
        lines.truncate(first);
        let number = opening.number;
        if !body.is_empty() {
            lines.push(Line { text: body, ..opening });
        }
        return Some((number, attribution));
    }
    None
}

/// Where a bracket stands.
struct Place {
    /// Whether it begins a line.
    is_alone: bool,
    /// Whether the text before it has come to the end of a sentence.
    has_ended: bool,
    next: Next,
}

/// The attribution that a bracket is, if it is one. Known units and names like a unit's decide; where the name
/// tells nothing, the place must: alone or after a full stop, with nothing of the same item below.
fn judge(bracket: &str, place: Place, directory: &UnitDirectory) -> Option<Attribution> {
    if bracket.contains(['。', '！', '？']) {
        return None;
    }
    let attribution = parse(bracket, directory);
    let first = attribution.parts.first()?;
    let is_known = attribution.parts.iter().any(|part| part.unit.is_some());
    let is_end = place.next != Next::Text;
    let is_attribution = if !names_are_short(&attribution) {
        false
    } else if is_known {
        place.is_alone || place.has_ended || is_end
    } else if is_remark(&first.text) {
        false
    } else if looks_like_office(&first.text) {
        place.is_alone || place.has_ended
    } else {
        is_end && (place.is_alone || place.has_ended) && !first.text.starts_with(SHORT_REMARKS)
    };
    is_attribution.then_some(attribution)
}

fn names_are_short(attribution: &Attribution) -> bool {
    let mut names =
        attribution.parts.iter().flat_map(|part| std::iter::once(&part.text).chain(&part.authors));
    names.all(|name| name.chars().count() <= LONGEST_NAME)
}

/// Whether a line ends with what is an attribution wherever it stands.
pub(super) fn ends_like_attribution(line: &str, directory: &UnitDirectory) -> bool {
    let Some(start) = last_bracket(line) else { return false };
    let body = line[..start].trim_end();
    let place = Place { is_alone: body.is_empty(), has_ended: ends_sentence(body), next: Next::Text };
    judge(&line[start..], place, directory).is_some()
}
