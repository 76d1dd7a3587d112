//! Another wording for a passage: whether it can be put there as it is.

use std::ops::Range;

use super::{
    letters::{Letters, is_letter, places},
    passage::Carried,
};
use crate::{
    markdown::{Block, parse},
    proof::{TextField, mended},
};

/// Why another wording cannot be put there by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    #[error("这处跨了段落、单元格或加粗，请在编辑器里照着改")]
    Apart,
    #[error("换上以后会变成标题、列表或别的格式，请在编辑器里照着改")]
    Marks,
}

/// Where in the field as it is kept the wording takes the place of these letters, in characters. Nothing else of the text is
/// read otherwise by it. An empty wording takes them out.
pub fn fits(field: TextField, text: &str, place: Range<usize>, wording: &str) -> Result<Range<usize>, Unfit> {
    let letters = Letters::of(field, text);
    let kept = letters.kept(place.clone()).ok_or(Unfit::Apart)?;
    let after = mended(text, [(kept.clone(), wording)]);
    let mut expected = letters.signs();
    expected.splice(place, wording.chars().filter(|sign| is_letter(*sign)));
    let is_read = Letters::of(field, &after).signs() == expected;
    // Where a paragraph is taken out whole, there is one less.
    let is_formed =
        field != TextField::Body || wording.trim().is_empty() || forms(&parse(text)) == forms(&parse(&after));
    if is_read && is_formed { Ok(kept) } else { Err(Unfit::Marks) }
}

/// Whether what was suggested stands in the text by now: in the place of the passage, or around it where only something was
/// added to it.
pub fn is_followed(carried: &Carried, to: &Letters, passage: &str, wording: &str) -> bool {
    let letters = |words: &str| words.chars().filter(|sign| is_letter(*sign)).collect::<Vec<char>>();
    let wanted = letters(wording);
    match carried {
        Carried::Gone => wanted.is_empty(),
        Carried::Changed(now) => !wanted.is_empty() && letters(&to.words(now.clone())) == wanted,
        Carried::Same(place) => {
            let (signs, passage) = (to.signs(), letters(passage));
            if wanted.len() <= passage.len() {
                return false;
            }
            places(&wanted, &passage).any(|within| {
                let start = place.start.checked_sub(within);
                start.and_then(|start| signs.get(start..start + wanted.len())) == Some(&wanted[..])
            })
        }
    }
}

/// What the blocks are, without what they say.
fn forms(blocks: &[Block]) -> Vec<(u8, usize)> {
    let form = |block: &Block| match block {
        Block::Paragraph { .. } => vec![(0, 0)],
        Block::Heading { level, .. } => vec![(1, usize::from(*level))],
        Block::List { items, .. } => {
            let items = items.iter().flat_map(|item| forms(item));
            [(2, 0)].into_iter().chain(items).chain([(2, 1)]).collect()
        }
        Block::Quote { content } => [(3, 0)].into_iter().chain(forms(content)).chain([(3, 1)]).collect(),
        Block::Table { head, rows, .. } => vec![(4, head.len()), (4, rows.len())],
        Block::Rule => vec![(5, 0)],
        Block::Picture { .. } => vec![(6, 0)],
    };
    blocks.iter().flat_map(form).collect()
}

#[cfg(test)]
mod tests {
    use super::{super::passage::Carrier, *};

    fn put(text: &str, words: &str, wording: &str) -> Result<String, Unfit> {
        let place = Letters::of(TextField::Body, text).find(words, None).expect("the words stand there");
        fits(TextField::Body, text, place, wording).map(|kept| mended(text, [(kept, wording)]))
    }

    #[test]
    fn a_wording_takes_the_place_of_its_passage_and_nothing_else_changes() {
        assert_eq!(
            put("**共**排查 320 个。\n完", "排查320个", "排查326个"),
            Ok("**共**排查326个。\n完".to_owned())
        );
        assert_eq!(put("甲，乙。", "，乙", ""), Ok("甲。".to_owned()));
        assert_eq!(put("甲\n乙\n丙", "乙", ""), Ok("甲\n\n丙".to_owned()));
    }

    #[test]
    fn a_suggestion_is_followed_where_its_wording_stands() {
        let follows = |from: &str, to: &str, passage: &str, wording: &str| {
            let [from, to] = [from, to].map(|text| Letters::of(TextField::Body, text));
            let place = from.find(passage, None).expect("the words stand there");
            is_followed(&Carrier::new(&from, &to).carry(place), &to, passage, wording)
        };
        let from = "下一步将压实乡镇责任。";
        assert!(follows(from, "下一步将进一步压实乡镇责任。", "压实", "进一步压实"));
        assert!(!follows(from, from, "压实", "进一步压实"));
        assert!(follows(from, "下一步将压紧压实乡镇责任。", "压实", "压紧压实"));
        assert!(follows(from, "下一步将压实镇街责任。", "乡镇", "镇 街"));
        assert!(!follows(from, "下一步将压实县乡责任。", "乡镇", "镇街"));
        assert!(follows(from, "下一步将压实责任。", "乡镇", ""));
        assert!(!follows(from, from, "乡镇", ""));
    }

    #[test]
    fn what_would_change_the_form_of_the_text_is_left_to_a_person() {
        assert_eq!(put("**共**排查320个。", "共排查", "排查"), Err(Unfit::Apart));
        assert_eq!(put("甲\n乙", "甲乙", "丙"), Err(Unfit::Apart));
        assert_eq!(put("| 甲 | 乙 |\n|--|--|\n| 丙 | 丁 |", "丙丁", "戊"), Err(Unfit::Apart));
        assert_eq!(put("甲乙", "甲乙", "# 甲乙"), Err(Unfit::Marks));
        assert_eq!(put("甲乙", "甲乙", "**甲**乙"), Err(Unfit::Marks));
        assert_eq!(put("甲乙", "甲", "- 甲"), Err(Unfit::Marks));
        assert_eq!(put("| 甲 | 乙 |\n|--|--|\n| 丙 | 丁 |", "丙", "丙 | 己"), Err(Unfit::Marks));
    }
}
