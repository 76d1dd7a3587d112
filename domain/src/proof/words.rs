//! Wrong words: our own list and the office's.

use std::{collections::BTreeMap, ops::Range, sync::LazyLock};

use super::{
    finding::{Finding, FindingKind},
    lists::{OfficeWords, confusions},
    matcher::Matcher,
    passage::Passage,
};

/// The office's pairs and our own, made ready to be looked for.
#[derive(Debug)]
pub(super) struct WrongWords<'a> {
    office: &'a OfficeWords,
    matcher: Matcher,
    /// The wrong forms of our own list that the office has pairs for.
    replaced: BTreeMap<&'a str, usize>,
}

/// Our own list, ready once for all.
static OWN: LazyLock<Matcher> =
    LazyLock::new(|| Matcher::new(confusions().iter().enumerate().map(|(place, one)| (one.wrong, place))));

impl<'a> WrongWords<'a> {
    pub(super) fn new(office: &'a OfficeWords) -> Self {
        let pairs = || {
            let pairs = office.confusions.iter().enumerate();
            pairs.filter(|(_, one)| one.wrong != one.right).map(|(place, one)| (one.wrong.as_str(), place))
        };
        Self { office, matcher: Matcher::new(pairs()), replaced: pairs().collect() }
    }

    pub(super) fn look(&self, passage: &Passage, findings: &mut Vec<Finding>) {
        let mut place = 0;
        while place < passage.signs.len() {
            place = match self.at(passage, place) {
                Some(finding) => {
                    let (range, finding) = finding;
                    findings.push(finding);
                    range.end
                }
                None => place + 1,
            };
        }
    }

    /// What is wrong at a place; the office's word before ours, and the longest first.
    fn at(&self, passage: &Passage, place: usize) -> Option<(Range<usize>, Finding)> {
        let signs = &passage.signs;
        let office = self.matcher.all_at(signs, place).filter_map(|(range, number)| {
            let one = &self.office.confusions[number];
            let is_right = one.except.iter().any(|except| stands_in(passage, &range, &one.wrong, except));
            let reason = format!("应为“{}”（本单位词表）", one.right);
            (!is_right).then_some((range, one.right.as_str(), reason))
        });
        let own = || {
            OWN.all_at(signs, place).filter_map(|(range, number)| {
                let one = &confusions()[number];
                let is_off =
                    self.office.switched_off.contains(one.wrong) || self.replaced.contains_key(one.wrong);
                let is_right = || one.except.iter().any(|except| allows(passage, &range, one.wrong, except));
                (!is_off && !is_right()).then(|| (range, one.right, one.explanation()))
            })
        };
        let (range, right, reason) = office.last().or_else(|| own().last())?;
        let finding = passage.finding(FindingKind::Wording, range.clone(), reason, Some(right.to_owned()));
        Some((range, finding))
    }
}

/// How far behind a wrong form the second half of an exception is looked for, in signs.
const LONGEST_LEAP: usize = 40;

/// Whether an exception of our own list holds at a range. 既使…又 holds where 又 follows in the same sentence: 既使群众受益，
/// 又使企业增收 is no 即使.
fn allows(passage: &Passage, range: &Range<usize>, wrong: &str, except: &str) -> bool {
    let Some((first, then)) = except.split_once('…') else {
        return stands_in(passage, range, wrong, except);
    };
    let ends = |place: &usize| passage.get(*place).is_none_or(|sign| "。！？；\n\t".contains(sign));
    let mut leap = (range.end..range.end + LONGEST_LEAP).take_while(|place| !ends(place));
    (first == wrong || stands_in(passage, range, wrong, first)) && leap.any(|place| passage.has(place, then))
}

/// Whether the words at a range stand in a longer string, which holds them once or several times.
pub(super) fn stands_in(passage: &Passage, range: &Range<usize>, words: &str, longer: &str) -> bool {
    longer.match_indices(words).any(|(before, _)| {
        let before = longer[..before].chars().count();
        range.start.checked_sub(before).is_some_and(|start| passage.has(start, longer))
    })
}
