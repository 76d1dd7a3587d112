//! How two texts of an item differ: field by field, paragraph by paragraph, character by character.
//!
//! Texts of a hundred thousand characters with nothing in common would take minutes: what is not compared in time stands
//! as one text that went and one that came.

use std::time::Instant;

use app::desk::{
    Refusal,
    items::{Run, TextDifference},
};
use domain::item::ItemText;
use similar::{ChangeTag, DiffOp, TextDiff};

use super::OfficeDesk;

/// Two paragraphs less alike than this are not one that was changed, but one that went and one that came.
const LEAST_LIKENESS: f32 = 0.3;

impl OfficeDesk {
    /// From one text to another; only the fields that differ.
    pub(in crate::desk) async fn difference(
        &self,
        from: &ItemText,
        to: &ItemText,
    ) -> Result<Vec<TextDifference>, Refusal> {
        if from == to {
            return Ok(Vec::new());
        }
        let (from, to) = (from.clone(), to.clone());
        self.worked(move |stop| difference(&from, &to, stop.at())).await
    }
}

fn difference(from: &ItemText, to: &ItemText, until: Instant) -> Vec<TextDifference> {
    let content_type =
        |text: &ItemText| text.content_type.map(|kind| kind.label().to_owned()).unwrap_or_default();
    let sorts = [
        ("体裁", from.kind.label().to_owned(), to.kind.label().to_owned()),
        ("内容类型", content_type(from), content_type(to)),
    ];
    let sorts = sorts.iter().map(|(field, from, to)| (*field, from.as_str(), to.as_str()));
    let parts =
        from.parts().into_iter().zip(to.parts()).map(|((part, from), (_, to))| (part.label, from, to));
    let differing = sorts.chain(parts).filter(|(_, from, to)| from != to);
    differing
        .map(|(field, from, to)| TextDifference {
            field: field.to_owned(),
            lines: paragraphs(from, to, until),
        })
        .collect()
}

fn paragraphs(from: &str, to: &str, until: Instant) -> Vec<Vec<Run>> {
    let olds: Vec<&str> = from.lines().collect();
    let news: Vec<&str> = to.lines().collect();
    let mut lines = Vec::new();
    for operation in TextDiff::configure().deadline(until).diff_slices(&olds, &news).ops() {
        let (olds, news) = (&olds[operation.old_range()], &news[operation.new_range()]);
        match operation {
            DiffOp::Equal { .. } => lines.extend(olds.iter().map(|line| vec![same(line)])),
            DiffOp::Delete { .. } => lines.extend(olds.iter().map(|line| vec![removed(line)])),
            DiffOp::Insert { .. } => lines.extend(news.iter().map(|line| vec![added(line)])),
            DiffOp::Replace { .. } => replaced(olds, news, until, &mut lines),
        }
    }
    lines
}

/// Changed paragraphs stand one for one as far as both sides go.
fn replaced(olds: &[&str], news: &[&str], until: Instant, lines: &mut Vec<Vec<Run>>) {
    for place in 0..olds.len().max(news.len()) {
        match (olds.get(place), news.get(place)) {
            (Some(old), Some(new)) => changed(old, new, until, lines),
            (Some(old), None) => lines.push(vec![removed(old)]),
            (None, Some(new)) => lines.push(vec![added(new)]),
            (None, None) => {}
        }
    }
}

fn changed(old: &str, new: &str, until: Instant, lines: &mut Vec<Vec<Run>>) {
    let difference = TextDiff::configure().deadline(until).diff_chars(old, new);
    if difference.ratio() < LEAST_LIKENESS {
        lines.push(vec![removed(old)]);
        lines.push(vec![added(new)]);
        return;
    }
    let mut runs: Vec<Run> = Vec::new();
    for change in difference.iter_all_changes() {
        let text = change.value();
        match (change.tag(), runs.last_mut()) {
            (ChangeTag::Equal, Some(Run::Same(run)))
            | (ChangeTag::Delete, Some(Run::Removed(run)))
            | (ChangeTag::Insert, Some(Run::Added(run))) => run.push_str(text),
            (ChangeTag::Equal, _) => runs.push(same(text)),
            (ChangeTag::Delete, _) => runs.push(removed(text)),
            (ChangeTag::Insert, _) => runs.push(added(text)),
        }
    }
    lines.push(runs);
}

fn same(text: &str) -> Run {
    Run::Same(text.to_owned())
}

fn removed(text: &str) -> Run {
    Run::Removed(text.to_owned())
}

fn added(text: &str) -> Run {
    Run::Added(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn soon() -> Instant {
        Instant::now() + std::time::Duration::from_secs(3)
    }

    #[test]
    fn changed_characters_are_marked_within_their_paragraph() {
        let lines = paragraphs("同\n验收面积250亩\n去", "同\n验收面积300亩", soon());
        let expected = vec![
            vec![same("同")],
            vec![same("验收面积"), removed("25"), added("30"), same("0亩")],
            vec![removed("去")],
        ];
        assert_eq!(lines, expected);
    }

    #[test]
    fn what_has_nothing_in_common_stands_one_after_the_other() {
        let apart = [vec![removed("甲乙丙")], vec![added("子丑寅")]];
        assert_eq!(paragraphs("甲乙丙", "子丑寅", soon()), apart);
        assert!(paragraphs("", "", soon()).is_empty());
    }

    #[test]
    fn long_texts_without_anything_in_common_are_compared_in_time() {
        let text = |seed: u32| -> String {
            (0..130_000u32)
                .filter_map(|at| char::from_u32(0x4e00 + (at * 7919 + seed * 104_729) % 20_000))
                .collect()
        };
        let begun = Instant::now();
        let lines = paragraphs(&text(1), &text(2), begun + std::time::Duration::from_millis(200));
        assert!(!lines.is_empty());
        assert!(begun.elapsed().as_secs() < 5, "{:?}", begun.elapsed());
    }
}
