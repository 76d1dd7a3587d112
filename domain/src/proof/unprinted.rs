//! Signs that the paper's fonts do not have: emoji, characters of rare names. What the fonts have, whoever prints says.

use super::{
    ProofText,
    finding::{Finding, FindingKind},
    passage::Passage,
};
use crate::text::is_invisible;

/// What cannot be printed of a text, but what nobody sees, in its order, signs side by side as one. `prints` says of a character whether it can be.
pub fn unprinted(text: &ProofText<'_>, prints: impl Fn(char) -> bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (field, text) in text.fields() {
        let passage = Passage::new(field, text);
        let mut place = 0;
        while place < passage.signs.len() {
            let length = passage.signs[place..]
                .iter()
                .take_while(|sign| !prints(**sign) && !is_invisible(**sign))
                .count();
            if length > 0 {
                let range = place..place + length;
                let explanation = "印报的字体里没有，印不出来，请换一个字或符号";
                findings.push(passage.finding(FindingKind::Unprinted, range, explanation, None));
            }
            place += length.max(1);
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_that_no_font_has_are_told_where_they_stand() {
        let text = ProofText { title: "好消息🎉", subtitle: "", body: "**点赞**👍👍，继续。" };
        let found = unprinted(&text, |sign| sign < '\u{1f000}');
        let found: Vec<_> =
            found.into_iter().map(|finding| (finding.field, finding.place, finding.words)).collect();
        use crate::proof::TextField::{Body, Title};
        assert_eq!(found, [(Title, 3..4, "🎉".to_owned()), (Body, 6..8, "👍👍".to_owned())]);
    }
}
