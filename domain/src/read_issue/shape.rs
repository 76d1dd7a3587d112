//! What a line looks like: a headline, a paragraph's beginning, its end. Words and widths only.

use crate::attribution::ends_sentence;

/// Signs with which a 简讯 begins.
pub(super) const BRIEF_MARKS: [char; 3] = ['▲', '△', '▴'];

/// Punctuation that begins no text.
const CLOSING: [char; 13] = ['，', '。', '、', '；', '：', '！', '？', '）', '》', '」', '』', '】', '”'];
/// Words that begin no text either; not 了解.
const PARTICLES: [&str; 6] = ["的", "了一", "等", "和", "与", "及"];

/// In characters: a second headline and a line of text both fill a line of 28; some are squeezed.
const LONGEST_HEADLINE: usize = 30;
/// In characters; a first headline may run over two lines.
const LONGEST_TITLE: usize = 60;

/// How a paragraph begins, and a headline without a blank in its middle hardly ever does.
const BEGINNINGS: [&str; 20] = [
    "近日",
    "日前",
    "近期",
    "近年来",
    "今年以来",
    "去年以来",
    "连日来",
    "截至",
    "截止",
    "目前",
    "当前",
    "当天",
    "为",
    "按照",
    "根据",
    "随着",
    "会议",
    "在",
    "通过",
    "下一步",
];

/// Width in characters of the Chinese kind; two Latin ones are as wide as one.
pub(super) fn width(text: &str) -> usize {
    let halves: usize = text.chars().map(|character| if character < '\u{2000}' { 1 } else { 2 }).sum();
    halves.div_ceil(2)
}

/// The text after the mark of a 简讯.
pub(super) fn after_brief_mark(text: &str) -> Option<&str> {
    text.strip_prefix(BRIEF_MARKS).map(str::trim_start)
}

/// Whether a line can be the first headline of an item.
pub(super) fn is_title(text: &str) -> bool {
    let is_long_sentence = width(text) > LONGEST_HEADLINE && text.contains('，');
    !text.contains(['。', '；'])
        && !text.ends_with(['，', '、', '：', ',', ';'])
        && width(text) <= LONGEST_TITLE
        && !is_long_sentence
        && !is_dated(text)
}

/// Whether a line can be a headline anywhere, which asks for more than [`is_title`].
pub(super) fn is_headline(text: &str) -> bool {
    let begins_as_text =
        !has_blank_between_clauses(text) && BEGINNINGS.iter().any(|beginning| text.starts_with(beginning));
    is_title(text)
        && (width(text) <= LONGEST_HEADLINE || has_blank_between_clauses(text))
        && !text.contains(['，', ','])
        && !text.ends_with(['）', ')'])
        && !begins_as_text
        && !is_enumerated(text)
}

/// Headlines part their clauses with blanks where a text has commas.
fn has_blank_between_clauses(text: &str) -> bool {
    text.split_whitespace()
        .all(|clause| clause.chars().count() >= 4 && clause.chars().any(|character| character >= '\u{2e80}'))
        && text.contains(char::is_whitespace)
}

/// Whether a line begins with a day and goes on as a sentence: 4月9日上午，….
fn is_dated(text: &str) -> bool {
    let start: String = text.chars().take(12).collect();
    let is_day =
        start.contains(['日', '年', '月']) && start.starts_with(|first: char| first.is_ascii_digit());
    is_day && text.contains('，')
}

/// Whether a line is certainly running text.
pub(super) fn is_prose(text: &str) -> bool {
    text.contains('。') || text.ends_with(['，', '；', '：', '、', '！', '？']) || width(text) >= 26
}

/// Whether a line is running text and can be the beginning of one.
pub(super) fn is_beginning_of_prose(text: &str) -> bool {
    is_prose(text)
        && !text.starts_with(CLOSING)
        && !PARTICLES.iter().any(|particle| text.starts_with(particle))
}

/// Whether a line begins with a number, as the parts of a text do: 一、（二）3.一是 第四，.
pub(super) fn is_enumerated(text: &str) -> bool {
    let text = text.trim_start_matches(['（', '(', '第']);
    let rest = text.trim_start_matches(|character: char| {
        character.is_ascii_digit() || "一二三四五六七八九十".contains(character)
    });
    let is_circled = text.starts_with('①') || text.starts_with(|first| ('②'..='⑳').contains(&first));
    is_circled || rest.len() < text.len() && rest.starts_with(['、', '.', '．', '）', ')', '是', '，'])
}

/// Whether a numbered line is a subhead of its own: 一、强化引领.
pub(super) fn is_numbered_subhead(text: &str) -> bool {
    let is_open = text.ends_with(|last: char| last.is_alphanumeric() || last == '”');
    is_enumerated(text) && is_open && width(text) <= 24 && !text.contains(['。', '，', '；', '：'])
}

/// Whether a paragraph is complete before the line that follows. A page's or a column's end cuts sentences, so
/// a paragraph that does not end one goes on.
pub(super) fn is_complete(paragraph: &str, next: &str) -> bool {
    if next.starts_with(CLOSING) {
        return false;
    }
    if is_numbered_subhead(paragraph) {
        return true;
    }
    if paragraph.ends_with('：') {
        return !next.starts_with(['“', '《']);
    }
    if paragraph.ends_with('；') {
        return is_enumerated(next);
    }
    ends_sentence(paragraph) && !is_inside_quotation(paragraph, next)
}

/// Whether a quotation opened before the break and is closed after it.
fn is_inside_quotation(paragraph: &str, next: &str) -> bool {
    [('“', '”'), ('《', '》'), ('（', '）')].into_iter().any(|(open, close)| {
        let last = paragraph.rfind([open, close]);
        let first = next.find([open, close]);
        last.is_some_and(|last| paragraph[last..].starts_with(open))
            && first.is_some_and(|first| next[first..].starts_with(close))
    })
}

/// Joins what a page's end parted: nothing between Chinese characters, a space between Latin words.
pub(super) fn join(pieces: &[&str]) -> String {
    let mut whole = String::new();
    for piece in pieces {
        let is_between_words = whole.ends_with(|last: char| last.is_ascii_alphabetic())
            && piece.starts_with(|first: char| first.is_ascii_alphabetic());
        if is_between_words {
            whole.push(' ');
        }
        whole.push_str(piece);
    }
    whole
}
