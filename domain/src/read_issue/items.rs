//! From segments to items: headlines, paragraphs, and what is missing.

use super::{
    IssueText, Problem, ReadItem,
    lines::Line,
    segments::Segment,
    shape::{
        is_beginning_of_prose, is_complete, is_headline, is_numbered_subhead, is_prose, is_title, join, width,
    },
};
use crate::{
    attribution::{AttributedUnit, Attribution},
    item::Kind,
    unit::UnitDirectory,
};

/// How many lines of headlines an item may have.
const MOST_HEADLINES: usize = 5;
/// In characters: a line in the middle of a segment that could be the headline of an item after one without an
/// attribution. A wider one is rather a sentence that a page's end cut: a line holds 28.
const HEADLINE_WIDTHS: std::ops::RangeInclusive<usize> = 9..=24;
/// In characters; several such lines are the subheads of one item.
const WIDEST_SUBHEAD: usize = 13;
/// How many of the units nearest to an unknown name are offered.
const OFFERED_UNITS: usize = 3;

/// The items of all segments, with the problems met on the way.
pub(super) fn items(segments: Vec<Segment>, directory: &UnitDirectory) -> IssueText {
    let mut reader = Reader { issue: IssueText::default(), directory };
    let mut among_briefs = false;
    for segment in segments {
        among_briefs |= segment.brief.is_some();
        reader.segment(segment, among_briefs);
    }
    reader.issue
}

struct Reader<'a> {
    issue: IssueText,
    directory: &'a UnitDirectory,
}

impl Reader<'_> {
    fn segment(&mut self, segment: Segment, among_briefs: bool) {
        let Segment { brief, lines, attribution } = segment;
        let Some(first) = lines.first() else { return self.empty_segment(brief, attribution) };
        if brief.is_some() {
            return self.brief(&lines, attribution);
        }
        if attribution.is_none() && !lines.iter().any(|line| is_prose(&line.text)) {
            return lines
                .iter()
                .for_each(|line| self.problem(line.number, format!("没有读懂，未读入：{}", line.text)));
        }
        if among_briefs && !(is_headline(&first.text) && lines.len() > 1) {
            self.problem(first.number, "这一段前没有▲，按简讯读入");
            return self.brief(&lines, attribution);
        }
        let starts = article_starts(&lines);
        let mut attribution = attribution;
        for (place, start) in starts.iter().enumerate() {
            let end = starts.get(place + 1).copied().unwrap_or(lines.len());
            // The attribution ends the last of them.
            let own = if end == lines.len() { attribution.take() } else { None };
            self.article(&lines[*start..end], own);
        }
    }

    fn empty_segment(&mut self, brief: Option<usize>, attribution: Option<(usize, Attribution)>) {
        let Some((line, attribution)) = attribution else {
            return self.problem(brief.unwrap_or(1), "▲后没有正文");
        };
        self.problem(line, "署名前没有正文");
        let item = ReadItem {
            line: brief.unwrap_or(line),
            kind: if brief.is_some() { Kind::Brief } else { Kind::Article },
            title: String::new(),
            subtitle: None,
            paragraphs: Vec::new(),
            attribution: Vec::new(),
        };
        self.finish(item, Some((line, attribution)));
    }

    fn brief(&mut self, lines: &[Line], attribution: Option<(usize, Attribution)>) {
        let item = ReadItem {
            line: lines[0].number,
            kind: Kind::Brief,
            title: String::new(),
            subtitle: None,
            paragraphs: paragraphs(lines),
            attribution: Vec::new(),
        };
        self.finish(item, attribution);
    }

    fn article(&mut self, lines: &[Line], attribution: Option<(usize, Attribution)>) {
        let count = headline_count(lines);
        let (headlines, body) = lines.split_at(count);
        let (title, subtitle) = title_and_subtitle(headlines);
        let item = ReadItem {
            line: lines[0].number,
            kind: Kind::Article,
            title,
            subtitle,
            paragraphs: paragraphs(body),
            attribution: Vec::new(),
        };
        if item.title.is_empty() {
            self.problem(item.line, "这一篇没有标题");
        }
        if item.paragraphs.is_empty() {
            self.problem(item.line, "这一篇没有正文");
        }
        self.finish(item, attribution);
    }

    fn finish(&mut self, mut item: ReadItem, attribution: Option<(usize, Attribution)>) {
        match attribution {
            None => self.problem(item.line, "这一篇没有署名"),
            Some((line, attribution)) => {
                for mark in &attribution.leftover {
                    self.problem(line, format!("署名中的“{mark}”没有读懂"));
                }
                for part in attribution.unresolved() {
                    let text = unresolved(part, self.directory);
                    self.problem(line, text);
                }
                item.attribution = attribution.parts;
            }
        }
        self.issue.items.push(item);
    }

    fn problem(&mut self, line: usize, text: impl Into<String>) {
        self.issue.problems.push(Problem { line, text: text.into() });
    }
}

fn unresolved(part: &AttributedUnit, directory: &UnitDirectory) -> String {
    let nearest: Vec<&str> =
        directory.nearest(&part.text, OFFERED_UNITS).iter().map(|unit| unit.name.as_str()).collect();
    if nearest.is_empty() {
        format!("署名“{}”不是已知单位的名称", part.text)
    } else {
        format!("署名“{}”不是已知单位的名称，相近的有：{}", part.text, nearest.join("、"))
    }
}

/// How many lines at the beginning are headlines. At least one line is left as the body, where there are two.
fn headline_count(lines: &[Line]) -> usize {
    if !is_title(&lines[0].text) {
        return 0;
    }
    let most = lines.len().saturating_sub(1).clamp(1, MOST_HEADLINES);
    let further = lines[1..most.max(1)].iter().take_while(|line| is_headline(&line.text)).count();
    1 + further
}

/// The first block of headline lines is the title and the others the second headline. Where there is no blank
/// line between them, the first line alone is the title.
fn title_and_subtitle(headlines: &[Line]) -> (String, Option<String>) {
    if headlines.is_empty() {
        return (String::new(), None);
    }
    let second_block = headlines.iter().skip(1).position(|line| line.after_blank).map(|place| place + 1);
    let (title, subtitle) = headlines.split_at(second_block.unwrap_or(1));
    let joined = |lines: &[Line]| lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join(" ");
    (joined(title), (!subtitle.is_empty()).then(|| joined(subtitle)))
}

/// Where the items of a segment begin: the first at its beginning, others at headlines after a text that ended
/// without an attribution.
fn article_starts(lines: &[Line]) -> Vec<usize> {
    let mut candidates = Vec::new();
    let mut place = headline_count(lines).max(1) + 1;
    while place < lines.len() {
        let headlines = lines[place..].iter().take_while(|line| is_headline(&line.text)).count();
        let is_before_text =
            lines.get(place + headlines).is_some_and(|line| is_beginning_of_prose(&line.text));
        if headlines > 0 && is_before_text && is_complete(&lines[place - 1].text, &lines[place].text) {
            candidates.push(place);
        }
        place += headlines.max(1);
    }
    let is_subhead = |place: &usize| width(&lines[*place].text) <= WIDEST_SUBHEAD;
    if candidates.len() >= 2 && candidates.iter().all(is_subhead) {
        candidates.clear();
    }
    candidates.retain(|place| HEADLINE_WIDTHS.contains(&width(&lines[*place].text)));
    candidates.insert(0, 0);
    candidates
}

/// The paragraphs, whole again. A short line that neither ends a sentence nor begins with one is a subhead where
/// others like it stand in the same item.
fn paragraphs(lines: &[Line]) -> Vec<String> {
    let subheads = subheads(lines);
    let mut paragraphs: Vec<Vec<&str>> = Vec::new();
    for (place, line) in lines.iter().enumerate() {
        let text = line.text.as_str();
        let goes_on = place > 0
            && !subheads.contains(&place)
            && !subheads.contains(&(place - 1))
            && paragraphs.last().is_some_and(|pieces| goes_on(pieces, text));
        match paragraphs.last_mut() {
            Some(pieces) if goes_on => pieces.push(text),
            _ => paragraphs.push(vec![text]),
        }
    }
    paragraphs.iter().map(|pieces| join(pieces)).collect()
}

/// Whether a paragraph of which these pieces are known goes on with the next line. The last piece decides; that
/// it begins with a number means something only where it is the first.
fn goes_on(pieces: &[&str], next: &str) -> bool {
    match pieces {
        [] => false,
        [whole] => !is_complete(whole, next),
        [.., last] => is_numbered_subhead(last) || !is_complete(last, next),
    }
}

fn subheads(lines: &[Line]) -> Vec<usize> {
    let is_between_texts = |place: usize| {
        let is_complete_before = place == 0 || is_complete(&lines[place - 1].text, &lines[place].text);
        is_complete_before && lines.get(place + 1).is_some_and(|next| is_beginning_of_prose(&next.text))
    };
    let is_short = |text: &str| is_headline(text) && width(text) <= WIDEST_SUBHEAD;
    let candidates: Vec<usize> =
        (0..lines.len()).filter(|place| is_short(&lines[*place].text) && is_between_texts(*place)).collect();
    if candidates.len() >= 2 { candidates } else { Vec::new() }
}
