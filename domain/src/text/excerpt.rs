//! The line of a text in which something was found, with what was found marked.

use serde::{Deserialize, Serialize};

use super::fold;

/// Before the first hit, in characters.
const BEFORE: usize = 18;
/// Of the whole line.
const LONGEST: usize = 90;

/// What a question asks for: blanks part phrases, but not between quotes. Folded; empty where it holds no word.
pub fn phrases(question: &str) -> Vec<String> {
    let mut phrases = Vec::new();
    for (place, part) in fold(question).split(['"', '“', '”', '「', '」']).enumerate() {
        let is_quoted = place % 2 == 1;
        if is_quoted {
            phrases.push(part.to_owned());
        } else {
            phrases.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    phrases.retain(|phrase| !phrase.trim().is_empty());
    phrases
}

/// A part of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExcerptRun {
    pub text: String,
    pub is_hit: bool,
}

/// The line around the first of these phrases that the text holds; its beginning where it holds none.
pub fn excerpt(text: &str, phrases: &[String]) -> Vec<ExcerptRun> {
    let signs: Vec<char> = text.chars().map(|sign| if sign == '\n' { ' ' } else { sign }).collect();
    let hits = hits(&signs, phrases);
    let first = hits.first().map_or(0, |hit| hit.0);
    let from = begins(&signs, first);
    let until = signs.len().min(from + LONGEST);
    let mut runs = Vec::new();
    let mut add = |text: String, is_hit: bool| {
        if !text.is_empty() {
            runs.push(ExcerptRun { text, is_hit });
        }
    };
    let mut at = from;
    let mut open = if from > 0 { "…".to_owned() } else { String::new() };
    for (start, end) in hits.into_iter().filter(|(start, _)| *start < until) {
        open.extend(&signs[at..start]);
        add(std::mem::take(&mut open), false);
        add(signs[start..end].iter().collect(), true);
        at = end;
    }
    if at < until {
        open.extend(&signs[at..until]);
    }
    if until.max(at) < signs.len() {
        open.push('…');
    }
    add(open, false);
    runs
}

/// Where a line begins that shows what stands there: with its sentence, where that is near.
fn begins(signs: &[char], hit: usize) -> usize {
    let least = hit.saturating_sub(BEFORE);
    let ends = |sign: &char| matches!(sign, '。' | '！' | '？' | '；' | ' ');
    match signs[least..hit].iter().rposition(ends) {
        Some(place) => least + place + 1,
        None => least,
    }
}

/// Where phrases stand, in characters, in their order and apart.
fn hits(signs: &[char], phrases: &[String]) -> Vec<(usize, usize)> {
    // A sign may be several once it is folded, or none.
    let mut folded: Vec<(char, usize)> = Vec::with_capacity(signs.len());
    for (place, sign) in signs.iter().enumerate() {
        folded.extend(fold(sign.encode_utf8(&mut [0; 4])).chars().map(|sign| (sign, place)));
    }
    let mut hits: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    while at < folded.len() {
        let longest = phrases.iter().filter_map(|phrase| {
            let length = phrase.chars().count();
            let stands = folded.len() - at >= length
                && folded[at..].iter().zip(phrase.chars()).all(|((sign, _), wanted)| *sign == wanted);
            (length > 0 && stands).then_some(length)
        });
        match longest.max() {
            Some(length) => {
                let (start, end) = (folded[at].1, folded[at + length - 1].1 + 1);
                // One sign may be several once it is folded: it is marked once.
                if hits.last().is_none_or(|(_, last)| *last <= start) {
                    hits.push((start, end));
                }
                at += length;
            }
            None => at += 1,
        }
    }
    hits
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, question: &str) -> String {
        let run = |run: ExcerptRun| if run.is_hit { format!("[{}]", run.text) } else { run.text };
        excerpt(text, &phrases(question)).into_iter().map(run).collect()
    }

    #[test]
    fn the_line_of_a_hit_is_shown_with_the_hit_marked() {
        assert_eq!(
            shown("会议强调复垦。地矿科完成复垦验收。", "复垦 验收"),
            "会议强调[复垦]。地矿科完成[复垦][验收]。"
        );
        let far = format!("{}。全市复垦三千亩。{}", "前".repeat(200), "后".repeat(200));
        let line = shown(&far, "复垦");
        assert!(line.starts_with("…全市[复垦]三千亩。后") && line.ends_with("后…"), "{line}");
        assert_eq!(shown("ＡＢＣ测绘", "abc"), "[ＡＢＣ]测绘");
        assert_eq!(shown("甲\n乙", "“甲 乙”"), "[甲 乙]");
        assert_eq!(shown("没有这个词", "别的"), "没有这个词");
        for (text, question) in [("Ⅲ级响应", "i"), ("3㎜厚", "m"), ("第⑪项", "1"), ("占地3㎡", "m 2")]
        {
            let line = shown(text, question);
            assert_eq!(line.replace(['[', ']'], ""), text, "{question}");
            assert!(line.contains('['), "{line}");
        }
        assert_eq!(shown("", "别的"), "");
        assert_eq!(shown("甲", " “” "), "甲");
    }
}
