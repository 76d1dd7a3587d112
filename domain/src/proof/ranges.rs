//! Ranges of figures: the dash between them (GB/T 15834—2011 4.13), and what the first figure must not leave out
//! (GB/T 15835—2011 5.1.4).

use std::ops::Range;

use super::{
    finding::{Finding, FindingKind},
    passage::{Passage, figures_end, is_ideograph},
};

pub(super) fn look(passage: &Passage, findings: &mut Vec<Finding>) {
    for found in all(passage) {
        let (explanation, mending) = match found.is_unclear {
            true => ("数值范围的前一个数不能省略%、万、亿（GB/T 15835—2011 5.1.4）", found.mending(passage)),
            false => ("起止范围应用一字线“—”，不用短横线（GB/T 15834—2011 4.13.3）", found.mending(passage)),
        };
        findings.push(passage.finding(FindingKind::Figure, found.whole.clone(), explanation, Some(mending)));
    }
}

/// A range that is written otherwise than the standards say.
#[derive(Clone, Debug)]
pub(super) struct FigureRange {
    /// From the first figure to the last, with its sign.
    pub whole: Range<usize>,
    first: Range<usize>,
    second: Range<usize>,
    dash: char,
    /// Whether the first figure leaves its sign out.
    pub is_unclear: bool,
}

impl FigureRange {
    /// Where the dash stands.
    pub(super) fn dash_place(&self) -> Range<usize> {
        self.first.end..self.second.start
    }

    pub(super) fn mending(&self, passage: &Passage) -> String {
        let sign =
            if self.is_unclear { passage.text(self.second.end..self.whole.end) } else { String::new() };
        let dash = if matches!(self.dash, '~' | '～') { '～' } else { '—' };
        let tail = passage.text(self.second.end..self.whole.end);
        format!("{}{sign}{dash}{}{tail}", passage.text(self.first.clone()), passage.text(self.second.clone()))
    }
}

/// The ranges that are to be mended, in their order.
pub(super) fn all(passage: &Passage) -> Vec<FigureRange> {
    let (mut found, mut place) = (Vec::new(), 0);
    while place < passage.signs.len() {
        place = match at(passage, place) {
            Some(one) => {
                let end = one.whole.end;
                found.push(one);
                end
            }
            None => figures_end(&passage.signs, place).max(place + 1),
        };
    }
    found
}

fn at(passage: &Passage, place: usize) -> Option<FigureRange> {
    let signs = &passage.signs;
    let end = figures_end(signs, place);
    let is_start = !passage
        .before(place)
        .is_some_and(|sign| sign.is_ascii_alphanumeric() || ".-—－–~～/:：×*#№".contains(sign));
    let dash = *signs.get(end)?;
    if end == place || !is_start || passage.is_address(place) || !"-－–~～—".contains(dash) {
        return None;
    }
    let second = end + 1..figures_end(signs, end + 1);
    if second.is_empty() || !ascends(passage, place..end, second.clone()) {
        return None;
    }
    if is_label(passage, place, second.end) {
        return None;
    }
    let after = signs.get(second.end).copied();
    let sign = match after {
        Some(sign @ ('%' | '％' | '‰' | '亿')) => Some(sign),
        // 2—3万: but 5—6万能 is none of it.
        Some('万') => Some('万'),
        _ => None,
    };
    let range = |end: usize, is_unclear: bool| FigureRange {
        whole: place..end,
        first: place..second.start - 1,
        second: second.clone(),
        dash,
        is_unclear,
    };
    if sign.is_some() {
        return Some(range(second.end + 1, true));
    }
    // What is a short dash between other figures may belong to a number of a house, a telephone or a model.
    let is_counted = after.is_some_and(is_ideograph)
        && !["号", "栋", "幢", "楼", "室", "单元", "型", "系"]
            .iter()
            .any(|word| passage.has(second.end, word));
    (is_counted && "-－–".contains(dash)).then(|| range(second.end, false))
}

/// Whether figures number a picture, a table, a formula or a paper: 如图2-3所示, 表2-3显示, 附件1-3. What is counted is
/// none: 代表3-5名.
fn is_label(passage: &Passage, start: usize, end: usize) -> bool {
    let start = start - usize::from(passage.before(start) == Some(' '));
    let is_counted = || passage.get(end).is_some_and(|sign| "名个张份种幅位套篇件人".contains(sign));
    passage.has_before(start, "附件")
        || passage.before(start).is_some_and(|sign| "图表式附".contains(sign)) && !is_counted()
}

/// Whether the second figure is greater; neither is a number with zeros before it, and both are short.
fn ascends(passage: &Passage, first: Range<usize>, second: Range<usize>) -> bool {
    let value = |range: Range<usize>| {
        let text = passage.text(range);
        let is_plain = text.len() <= 6 && (!text.starts_with('0') || text == "0" || text.starts_with("0."));
        text.parse::<f64>().ok().filter(|_| is_plain)
    };
    value(first).zip(value(second)).is_some_and(|(first, second)| first < second)
}
