//! Title and second headline: the lines with which a text begins.

use std::collections::BTreeMap;

use super::{Line, Meant, Part, clean::plain};
use crate::markdown::head_level;

/// A longer line is no title.
const LONGEST: usize = 50;
/// A longer one is none even where it looks like one, by its style or because it is large and stands in the middle.
const LONGEST_SHOWN: usize = 90;
/// Lines that may stand above a title: a masthead, who reports.
const MOST_ABOVE: usize = 5;
/// By how many tenths a title's letters are larger than the text's.
const LARGER: u32 = 11;

/// What stands at the beginning.
#[derive(Debug, Default)]
pub(super) struct Titles {
    pub(super) title: Option<String>,
    pub(super) subtitle: Option<String>,
    /// The level that the title had as a head: those of the text are below it.
    pub(super) level: Option<u8>,
    /// Lines above the title.
    pub(super) above: Vec<String>,
}

/// Takes title and second headline from the parts' beginning.
pub(super) fn take(parts: &mut Vec<Part>) -> Titles {
    let size = usual_size(parts);
    let mut titles = Titles::default();
    titles.above.extend(parts.drain(..letterhead(parts)).filter_map(|part| words(&part)));
    // A page names itself by its only head of the highest level.
    let is_head = |line: &Line| line.level == Some(1) && head_level(&plain(&line.content)).is_none();
    let of_level = |part: &Part| matches!(part, Part::Line(line) if is_head(line));
    let leads_about = |part: &Part| {
        words(part).is_some_and(|text| text.contains(['>', '：', ':', '|']) || text.chars().count() <= 4)
    };
    let names_page = parts.iter().filter(|part| of_level(part)).count() == 1
        && parts.iter().take_while(|part| !of_level(part)).all(leads_about);
    let is_shown = |line: &Line| {
        is_shown(line, size)
            || names_page && is_head(line) && plain(&line.content).chars().count() <= LONGEST_SHOWN
    };
    let lines_above = parts.iter().take(MOST_ABOVE + 1).take_while(|part| matches!(part, Part::Line(_)));
    let place = lines_above.enumerate().find_map(|(place, part)| {
        let Part::Line(line) = part else { return None };
        (is_shown(line) && stands_below_titles(&parts[..place]) && place + 1 < parts.len()).then_some(place)
    });
    match place {
        Some(place) => {
            titles.above.extend(parts.drain(..place).filter_map(|part| words(&part)));
            let Part::Line(first) = parts.remove(0) else { return titles };
            titles.level = first.level;
            let mut title = plain(&first.content);
            // A long title stands in several lines.
            while let Some(Part::Line(next)) = parts.first()
                && parts.len() > 1
                && is_shown(next)
                && (next.size, next.meant, next.level) == (first.size, first.meant, first.level)
                && goes_on(&title, &plain(&next.content))
            {
                title = joined(&title, &plain(&next.content));
                parts.remove(0);
            }
            titles.title = Some(closed_up(&title));
        }
        None => {
            let Some(mut title) = first_line(parts) else { return titles };
            let Part::Line(first) = parts.remove(0) else { return titles };
            titles.level = first.level;
            // 关于… is not at its end before it says what it is.
            if title.starts_with("关于")
                && !says_what_it_is(&title)
                && let Some(Part::Line(next)) = parts.first()
                && parts.len() > 1
                && (next.is_centred, next.size) == (first.is_centred, first.size)
                && says_what_it_is(&plain(&next.content))
                && goes_on(&title, &plain(&next.content))
            {
                title = joined(&title, &plain(&next.content));
                parts.remove(0);
            }
            titles.title = Some(closed_up(&title));
        }
    }
    if let Some(Part::Line(line)) = parts.first()
        && parts.len() > 1
        && let Some(subtitle) = subtitle(line)
    {
        parts.remove(0);
        titles.subtitle = Some(subtitle);
    }
    titles
}

/// Whether a title ends with what the paper is: 的报告, 的情况.
pub(super) fn says_what_it_is(text: &str) -> bool {
    const KINDS: [&str; 22] = [
        "报告", "通知", "情况", "意见", "方案", "请示", "函", "决定", "办法", "公告", "通报", "建议", "思考",
        "调研", "总结", "批复", "纪要", "措施", "规定", "细则", "通告", "汇报",
    ];
    KINDS.iter().any(|kind| text.trim_end().ends_with(kind))
}

/// How many lines stand above the title of an official paper: 某局文件, its number 某发〔2024〕15号, 签发人：…
fn letterhead(parts: &[Part]) -> usize {
    let text = |place: usize| parts.get(place).and_then(words);
    let names_office = |text: &str| {
        text.strip_suffix("文件").is_some_and(|office| {
            office.ends_with(['局', '府', '委', '会', '室', '厅', '院', '组', '心', '部', '处'])
        })
    };
    let is_about_paper = |text: String| is_document_number(&text) || text.starts_with("签发人");
    let begins = usize::from(text(0).is_some_and(|text| names_office(text.trim())));
    let about = (begins..).take_while(|place| text(*place).is_some_and(is_about_paper)).count();
    // Alone it is a title: 传达学习上级文件.
    if about == 0 || begins + about >= parts.len() { 0 } else { begins + about }
}

/// 某发〔2024〕15号.
fn is_document_number(text: &str) -> bool {
    let number =
        text.trim().strip_suffix('号').and_then(|text| text.split_once(['〔', '[', '［', '（', '(']));
    let is_year = |year: &str| year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
    let is_number = |number: &str| {
        let number = number.trim().trim_start_matches('第');
        !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
    };
    number.is_some_and(|(name, number)| {
        let parts = number.split_once(['〕', ']', '］', '）', ')']);
        (1..=LONGEST).contains(&name.chars().count())
            && parts.is_some_and(|(year, number)| is_year(year) && is_number(number))
    })
}

/// The size of most of the text.
pub(super) fn usual_size(parts: &[Part]) -> u16 {
    let mut sizes: BTreeMap<u16, usize> = BTreeMap::new();
    for part in parts {
        if let Part::Line(line) = part {
            *sizes.entry(line.size).or_default() += plain(&line.content).chars().count();
        }
    }
    sizes.into_iter().max_by_key(|(_, count)| *count).map_or(0, |(size, _)| size)
}

/// Whether a line looks like a title: by its style, or large and in the middle.
pub(super) fn is_shown(line: &Line, usual_size: u16) -> bool {
    let text = plain(&line.content);
    let is_large = usual_size > 0 && u32::from(line.size) * 10 >= u32::from(usual_size) * LARGER;
    let looks = line.meant == Some(Meant::Title) || is_large && line.is_centred;
    looks && !text.trim().is_empty() && text.chars().count() <= LONGEST_SHOWN && !text.contains(['。', '；'])
}

fn stands_below_titles(above: &[Part]) -> bool {
    above
        .iter()
        .all(|part| words(part).is_some_and(|text| text.chars().count() <= LONGEST && !is_sentence(&text)))
}

fn words(part: &Part) -> Option<String> {
    match part {
        Part::Line(line) => Some(plain(&line.content)),
        _ => None,
    }
}

/// Whether a line goes on as sentences do.
pub(super) fn is_sentence(text: &str) -> bool {
    text.contains(['。', '；', '！']) || text.ends_with(['，', '：', ',', ':', '、'])
}

/// The first line, where it is short, no sentence and no numbered head, and something longer follows.
fn first_line(parts: &[Part]) -> Option<String> {
    let [Part::Line(first), rest @ ..] = parts else { return None };
    let text = plain(&first.content);
    let follows = rest.iter().any(|part| match part {
        Part::Line(line) => is_sentence(&plain(&line.content)),
        Part::Table(_) | Part::Item { .. } => true,
        _ => false,
    });
    let is_title = text.chars().count() <= LONGEST
        && !is_sentence(&text)
        && !text.starts_with(['▲', '△', '（', '('])
        && head_level(&text).is_none();
    (follows && is_title).then_some(text)
}

/// A second headline begins with a dash, has the style of one, or stands in the middle below a title.
fn subtitle(line: &Line) -> Option<String> {
    let text = plain(&line.content);
    let rest = text.trim_start_matches(['—', '－', '-', '―', '─', '–']);
    let has_dash = rest.len() < text.len() && !rest.trim().is_empty() && !is_sentence(rest);
    let is_centred = line.is_centred
        && line.level.is_none()
        && text.chars().count() <= LONGEST
        && text.chars().count() >= 4
        && !is_sentence(&text)
        && !text.starts_with(['（', '(', '〔', '['])
        && !text.contains(['：', ':', '/', '／'])
        && !text.starts_with(|sign: char| sign.is_numeric())
        && !is_name_line(&text)
        && head_level(&text).is_none();
    (has_dash || line.meant == Some(Meant::Subtitle) || is_centred).then_some(text)
}

/// Who wrote it stands below a title as well: a unit, names parted by blanks.
pub(super) fn is_name_line(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_short = |word: &&str| word.chars().count() <= 3;
    words.iter().skip(1).all(is_short) && (words.len() > 1 || crate::attribution::looks_like_unit(text))
}

/// Whether a line can go on with a title: no second headline, no date and nothing in brackets.
pub(super) fn goes_on(title: &str, next: &str) -> bool {
    title.chars().count() + next.chars().count() <= LONGEST_SHOWN
        && !next.starts_with(['—', '－', '―', '─', '–', '（', '(', '〔', '▲'])
        && !next.contains(['：', ':'])
        && head_level(next).is_none()
}

/// Two lines as one: a blank stands between Latin words alone.
pub(super) fn joined(first: &str, second: &str) -> String {
    let parts = |sign: Option<char>| sign.is_some_and(|sign| sign.is_ascii_alphanumeric());
    let blank = if parts(first.chars().last()) && parts(second.chars().next()) { " " } else { "" };
    format!("{first}{blank}{second}")
}

/// A title that was drawn out by blanks between its characters: 通　　报.
fn closed_up(title: &str) -> String {
    let words: Vec<&str> = title.split_whitespace().collect();
    let is_drawn_out =
        words.len() > 1 && words.iter().all(|word| word.chars().count() == 1 && !word.is_ascii());
    if is_drawn_out { words.concat() } else { title.to_owned() }
}
