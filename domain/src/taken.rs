//! 取用: paragraphs that a text took over from others when they were combined; where they stand in it now, and how they
//! are taken out again.
//!
//! A paragraph here is a block that stands by itself: a list or a table is one. It must not know whose the texts are.

use crate::{
    likeness,
    markdown::{self, Block},
};

/// A paragraph of a text that may be taken over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// From 1 within its text.
    pub number: usize,
    pub block: Block,
}

impl Passage {
    /// As a body of its own.
    pub fn text(&self) -> String {
        markdown::write(std::slice::from_ref(&self.block))
    }

    /// Tells it from another that stands at the same place later. For forms, not for secrets.
    pub fn mark(&self) -> String {
        let hash = self
            .text()
            .bytes()
            .fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
        format!("{hash:08x}")
    }
}

/// The paragraphs of a body.
pub fn passages(body: &str) -> Vec<Passage> {
    (1..).zip(markdown::parse(body)).map(|(number, block)| Passage { number, block }).collect()
}

/// A body with paragraphs put in, each behind the paragraph of that number or, without one, at the end; 0 is before all.
/// Those at one place keep their order.
pub fn put_in(body: &str, taken: &[(Option<usize>, Block)]) -> String {
    let own = markdown::parse(body);
    let at = |number: usize| {
        let here = move |after: &Option<usize>| after.unwrap_or(usize::MAX) == number;
        taken.iter().filter(move |(after, _)| here(after)).map(|(_, block)| block.clone())
    };
    let mut blocks: Vec<Block> = at(0).collect();
    for (number, block) in (1..).zip(&own) {
        blocks.push(block.clone());
        blocks.extend(at(number));
    }
    let behind = |after: &Option<usize>| after.is_none_or(|after| after > own.len());
    blocks.extend(taken.iter().filter(|(after, _)| behind(after)).map(|(_, block)| block.clone()));
    markdown::write(&blocks)
}

/// A body without these paragraphs, as far as each stands in it as it was taken; and how many did not.
pub fn taken_out(body: &str, texts: &[String]) -> (String, usize) {
    let mut blocks = markdown::parse(body);
    let mut left = 0;
    for text in texts {
        let wanted = spelled(text);
        match blocks.iter().position(|block| spelled_block(block) == wanted) {
            Some(place) => _ = blocks.remove(place),
            None => left += 1,
        }
    }
    match left == texts.len() {
        true => (body.to_owned(), left),
        false => (markdown::write(&blocks), left),
    }
}

/// What became of a paragraph that was taken over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whereabouts {
    /// It is the paragraph of this number, or a part of it.
    Stands(usize),
    /// That paragraph was mended since.
    Mended(usize),
    /// It is not recognised any more.
    Rewritten,
}

/// So much of a paragraph, in thousandths, is known again in another one.
const RECOGNISED: u16 = 500;
/// So many pairs of paragraphs are measured.
const MOST_MEASURED: usize = 20_000;

/// Where paragraphs that were taken over stand in a body now.
pub fn whereabouts(body: &str, texts: &[String]) -> Vec<Whereabouts> {
    let blocks = markdown::parse(body);
    let spelled_blocks: Vec<String> = blocks.iter().map(spelled_block).collect();
    let plain: Vec<String> =
        blocks.iter().map(|block| markdown::plain_text(std::slice::from_ref(block))).collect();
    let is_measured = texts.len() * blocks.len() <= MOST_MEASURED;
    let find = |text: &String| {
        let wanted = spelled(text);
        if let Some(place) = spelled_blocks.iter().position(|block| *block == wanted) {
            return Whereabouts::Stands(place + 1);
        }
        let pictures = markdown::pictures(text);
        if let Some(place) = blocks.iter().position(|block| is_picture(block, &pictures)) {
            return Whereabouts::Mended(place + 1);
        }
        let text = markdown::plain_text(&markdown::parse(text));
        let best = plain
            .iter()
            .enumerate()
            .filter(|(_, other)| is_measured && !other.is_empty() && !text.is_empty())
            .map(|(place, other)| (share(&text, other), std::cmp::Reverse(place)))
            .max();
        match best {
            Some((share, place)) if share >= likeness::Likeness::NEAR => Whereabouts::Stands(place.0 + 1),
            Some((share, place)) if share >= RECOGNISED => Whereabouts::Mended(place.0 + 1),
            _ => Whereabouts::Rewritten,
        }
    };
    texts.iter().map(find).collect()
}

/// How much of a text stands in the other one, in thousandths. Where only a date or figure changed it is less than all.
fn share(text: &str, other: &str) -> u16 {
    let likeness = likeness::measure(text, other);
    let share = match text.chars().count() <= other.chars().count() {
        true => likeness.of_shorter,
        false => likeness.of_longer,
    };
    // Figures are alike to the measure, whatever they say.
    let is_whole = other.contains(text.trim());
    if is_whole { share } else { share.min(likeness::Likeness::NEAR - 1) }
}

fn is_picture(block: &Block, pictures: &[String]) -> bool {
    matches!(block, Block::Picture { hash, .. } if pictures.contains(hash))
}

/// As two are compared: blanks are none.
fn spelled(text: &str) -> String {
    let again = markdown::write(&markdown::parse(text));
    again.chars().filter(|sign| !sign.is_whitespace()).collect()
}

fn spelled_block(block: &Block) -> String {
    spelled(&markdown::write(std::slice::from_ref(block)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &str = "第一段讲河道清淤。\n# 二、检查\n第三段讲汛前检查。";

    fn block(text: &str) -> Block {
        markdown::parse(text).remove(0)
    }

    #[test]
    fn paragraphs_are_put_in_where_they_are_wanted_and_taken_out_again() {
        let [one, two, three] = ["新添的一段。", "| 甲 | 乙 |\n|---|---|\n| 丙 | 丁 |", "最后一段。"];
        let taken =
            [(None, block(three)), (Some(1), block(one)), (Some(1), block(two)), (Some(0), block("最前。"))];
        let body = put_in(OWN, &taken);
        let texts: Vec<String> = passages(&body).iter().map(Passage::text).collect();
        let expected = [
            "最前。",
            "第一段讲河道清淤。",
            one,
            "| 甲 | 乙 |\n| --- | --- |\n| 丙 | 丁 |",
            "# 二、检查",
            "第三段讲汛前检查。",
            three,
        ];
        assert_eq!(texts, expected);
        let all = [one, two, three, "最前。"].map(str::to_owned);
        assert_eq!(taken_out(&body, &all), (OWN.to_owned(), 0));
        let mended = body.replace("新添的一段", "新添的这一段");
        let (left, count) = taken_out(&mended, &all);
        assert_eq!(count, 1);
        assert!(left.contains("新添的这一段") && !left.contains("最前"), "{left}");
        assert_eq!(taken_out(OWN, &all), (OWN.to_owned(), 4));
    }

    #[test]
    fn a_paragraph_is_known_again_as_long_as_most_of_it_stands() {
        let taken = "截至4月12日，全市完成河道清淤250公里，占年度任务的八成。".to_owned();
        let told = |body: &str| whereabouts(body, std::slice::from_ref(&taken))[0];
        assert_eq!(told(&format!("{OWN}\n{taken}")), Whereabouts::Stands(4));
        assert_eq!(told(&format!("前面接上一句。{taken}\n{OWN}")), Whereabouts::Stands(1));
        let mended = taken.replace("250公里", "300公里");
        assert_eq!(told(&format!("{OWN}\n{mended}")), Whereabouts::Mended(4));
        assert_eq!(told(OWN), Whereabouts::Rewritten);
        assert_eq!(told(""), Whereabouts::Rewritten);
    }

    #[test]
    fn a_mark_tells_one_paragraph_from_another() {
        let passages = passages(OWN);
        assert_eq!(passages.len(), 3);
        assert_ne!(passages[0].mark(), passages[2].mark());
        assert_eq!(passages[0].mark().len(), 8);
    }
}
