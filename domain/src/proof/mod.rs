//! Proofreading (校对): what a text's writer or editor should look at, with its mending; and its marks put in order.
//!
//! It knows the text, the office's lists and the day of the text, nothing else. Nothing is changed here: findings point,
//! people decide.

mod dates;
mod doubled;
mod finding;
mod leaders;
mod lists;
mod marks;
mod matcher;
mod measures;
mod numbers;
mod pairs;
mod passage;
mod ranges;
mod tidy;
mod typed;
mod unfilled;
mod units;
mod unprinted;
mod watched;
mod words;

use jiff::civil::Date;

pub use finding::{Finding, FindingKind, TextField};
pub use lists::{
    Confusion, FormerName, Leader, OfficeConfusion, OfficeWords, UnitNames, WatchedWord, confusions,
};
pub use tidy::{Change, ChangeKind};
pub use typed::{TypedFault, TypedWords};
pub use unfilled::LONGEST_PLACE;
pub use unprinted::unprinted;

use passage::Passage;

/// The fields of an item that are proofread.
#[derive(Clone, Copy, Debug, Default)]
pub struct ProofText<'a> {
    pub title: &'a str,
    pub subtitle: &'a str,
    /// Gentle Markdown, as it is kept.
    pub body: &'a str,
}

impl<'a> ProofText<'a> {
    /// A body alone.
    pub fn of_body(body: &'a str) -> Self {
        Self { body, ..Self::default() }
    }

    fn fields(self) -> [(TextField, &'a str); 3] {
        [(TextField::Title, self.title), (TextField::Subtitle, self.subtitle), (TextField::Body, self.body)]
    }
}

/// The office's lists, made ready for the texts of a day: for whoever has many of them, or long lists.
#[derive(Debug)]
pub struct Proofreader<'a> {
    words: words::WrongWords<'a>,
    watched: watched::WatchedWords<'a>,
    leaders: leaders::Leaders<'a>,
    units: units::Units<'a>,
    day: Date,
}

impl<'a> Proofreader<'a> {
    pub fn new(office: &'a OfficeWords, day: Date) -> Self {
        Self {
            words: words::WrongWords::new(office),
            watched: watched::WatchedWords::new(office),
            leaders: leaders::Leaders::new(office, day),
            units: units::Units::new(office, day),
            day,
        }
    }

    /// As [`look`].
    pub fn look(&self, text: &ProofText<'_>) -> Vec<Finding> {
        let mut findings = Vec::new();
        for (field, text) in text.fields().into_iter().filter(|(_, text)| !text.is_empty()) {
            let passage = Passage::new(field, text);
            let mut found = Vec::new();
            self.words.look(&passage, &mut found);
            self.watched.look(&passage, &mut found);
            self.leaders.look(&passage, &mut found);
            self.units.look(&passage, &mut found);
            marks::look(&passage, &mut found);
            pairs::look(&passage, &mut found);
            numbers::look(&passage, self.day, &mut found);
            ranges::look(&passage, &mut found);
            measures::look(&passage, &mut found);
            dates::look(&passage, self.day, &mut found);
            doubled::look(&passage, &mut found);
            unfilled::look(&passage, &mut found);
            findings.extend(in_order(found));
        }
        findings
    }
}

/// How many places of a frame nobody has filled in: 〔几月几日〕.
pub fn unfilled(text: &ProofText<'_>) -> usize {
    let mut findings = Vec::new();
    for (field, text) in text.fields() {
        unfilled::look(&Passage::new(field, text), &mut findings);
    }
    findings.len()
}

/// What proofreading points out in a text of `day`: title, second headline and body, each in the order of its words. No two
/// findings of one kind lie over each other, and none in marks of Markdown or a picture's hash.
pub fn look(text: &ProofText<'_>, office: &OfficeWords, day: Date) -> Vec<Finding> {
    Proofreader::new(office, day).look(text)
}

/// In the order of their places; of two of one kind over each other, the first and longest stays.
fn in_order(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.sort_by_key(|finding| (finding.place.start, std::cmp::Reverse(finding.place.end), finding.kind));
    let mut ends = [0; FindingKind::ALL.len()];
    findings.retain(|finding| {
        let end = FindingKind::ALL.iter().position(|kind| *kind == finding.kind).map(|kind| &mut ends[kind]);
        end.is_some_and(|end| {
            let is_free = finding.place.start >= *end;
            if is_free {
                *end = finding.place.end;
            }
            is_free
        })
    });
    findings
}

/// 一键整理: the changes that put a text's marks, widths and blanks in order, title, second headline and body each in the
/// order of its words. None lies over another; applied all, they leave nothing to change.
pub fn tidy_marks(text: &ProofText<'_>) -> Vec<Change> {
    text.fields().into_iter().flat_map(|(field, text)| tidy::changes(field, text)).collect()
}

/// A field after the accepted ones of its changes, or after its findings' mendings, each with its place; they must be in
/// order, and what lies over the one before is left out.
pub fn mended<'a>(
    text: &str,
    mendings: impl IntoIterator<Item = (std::ops::Range<usize>, &'a str)>,
) -> String {
    let characters: Vec<char> = text.chars().collect();
    let mut mended = String::with_capacity(text.len());
    let mut place = 0;
    for (range, to) in mendings {
        if range.start >= place && range.start <= range.end && range.end <= characters.len() {
            mended.extend(&characters[place..range.start]);
            mended.push_str(to);
            place = range.end;
        }
    }
    mended.extend(&characters[place..]);
    mended
}

#[cfg(test)]
mod tests;
