//! The units' paragraphs with their lists, group by group, and the notes that end the document. Lines that
//! were broken are put together again.

use super::{
    super::{
        characters::{compact, one_line},
        document::Line,
        finding::Place,
    },
    Printed, Section, Unit, group_name, list, mentions, paragraph,
};

/// Bytes from which on a paragraph or an entry takes no further lines: it was never closed.
const LONGEST: usize = 3_000;

/// Whether a line begins the part of paragraphs and lists.
pub(super) fn begins(text: &str) -> bool {
    let text = compact(text);
    heading(&text).is_some() || paragraph::head(&text).is_some()
}

/// Reads a run of lines, and adds to what was read before.
pub(super) fn read(lines: &[&Line], printed: &mut Printed) {
    let mut open = Open::Nothing;
    let mut notes = false;
    for line in lines {
        let text = compact(&line.text);
        notes = notes || is_notes(&text);
        if notes {
            close(std::mem::replace(&mut open, Open::Nothing), printed);
            mentions(&text, line.number, Place::Covering, None, &mut printed.mentions);
        } else if let Some(group) = heading(&text) {
            close(std::mem::replace(&mut open, Open::Nothing), printed);
            printed.sections.push(Section { group, units: Vec::new() });
        } else if paragraph::head(&text).is_some() {
            let begun = Open::Paragraph { line: line.number, text };
            close(std::mem::replace(&mut open, begun), printed);
        } else if let Some((number, rest)) = list::numbered(&plain_digits(&line.text)) {
            let begun = Open::Item { line: line.number, number: Some(number), text: rest.to_owned() };
            close(std::mem::replace(&mut open, begun), printed);
        } else {
            open = goes_on(open, line, &text, printed);
        }
    }
    close(open, printed);
}

/// What the next line may go on with.
enum Open {
    Nothing,
    Paragraph { line: usize, text: String },
    Item { line: usize, number: Option<u32>, text: String },
}

/// A line that begins nothing of its own: it goes on with what is open, or is an entry whose number Word made
/// and the text does not hold.
fn goes_on(open: Open, line: &Line, text: &str, printed: &mut Printed) -> Open {
    match open {
        Open::Paragraph { line: start, text: begun } if !is_closed(&begun) && begun.len() < LONGEST => {
            return Open::Paragraph { line: start, text: begun + text };
        }
        Open::Item { line: start, number, text: begun }
            if begun.len() < LONGEST && !list::ends_with_source(&begun) =>
        {
            return Open::Item { line: start, number, text: format!("{begun} {}", one_line(&line.text)) };
        }
        open => close(open, printed),
    }
    let has_unit = printed.sections.last().is_some_and(|section| !section.units.is_empty());
    if has_unit {
        Open::Item { line: line.number, number: None, text: line.text.clone() }
    } else {
        unread(line.number, &line.text, printed);
        Open::Nothing
    }
}

fn unread(number: usize, text: &str, printed: &mut Printed) {
    // A signature or a date below the lists is none of ours.
    if text.trim().chars().count() > 20 {
        let begin: String = one_line(text).chars().take(20).collect();
        printed.notes.push(format!("第{number}行“{begin}…”不属于任何单位的段落或清单"));
    }
}

fn close(open: Open, printed: &mut Printed) {
    match open {
        Open::Nothing => {}
        Open::Paragraph { line, text } => {
            if let Some((name, body)) = paragraph::head(&text) {
                mentions(body, line, Place::Paragraph, Some(name), &mut printed.mentions);
                let unit =
                    Unit { line, name: name.to_owned(), paragraph: paragraph::read(body), items: Vec::new() };
                if printed.sections.is_empty() {
                    printed.sections.push(Section { group: String::new(), units: Vec::new() });
                }
                if let Some(section) = printed.sections.last_mut() {
                    section.units.push(unit);
                }
            }
        }
        Open::Item { line, number, text } => {
            let item = list::read(line, number, &text);
            if number.is_none() && (item.printing.is_none() || item.title.is_empty()) {
                return unread(line, &text, printed);
            }
            match printed.sections.last_mut().and_then(|section| section.units.last_mut()) {
                Some(unit) => unit.items.push(item),
                None => printed.notes.push(format!("第{line}行“{}”上面没有单位的段落", item.title)),
            }
        }
    }
}

/// 机关各科室信息采用情况.
fn heading(text: &str) -> Option<String> {
    let short = text.chars().count() <= 30 && !text.contains(['，', '。', '：']);
    let month = text.contains("月份") || text.starts_with("附件") || text.starts_with("关于");
    (short && !month && text.ends_with("采用情况")).then(|| group_name(text))
}

/// Whether a line, or a row's first cell, explains what stands above it. Without blanks.
pub(super) fn is_notes(text: &str) -> bool {
    let text = text.trim_start_matches(['（', '(']);
    ["注：", "注:", "注1", "注）", "注)", "备注：", "备注:", "说明：", "说明:"]
        .iter()
        .any(|start| text.starts_with(start))
}

/// Whether every bracket of a paragraph is closed.
fn is_closed(text: &str) -> bool {
    let opened = text.matches('（').count();
    // A paragraph without brackets ends with its line.
    opened == 0 || text.matches('）').count() >= opened
}

/// Full-width figures as ASCII, so that a number is one; all else is left, blanks too.
fn plain_digits(text: &str) -> String {
    let text = one_line(text);
    let digits = |character: char| compact(character.encode_utf8(&mut [0; 4])).chars().next();
    text.chars()
        .map(|character| match character {
            '０'..='９' => digits(character).unwrap_or(character),
            _ => character,
        })
        .collect()
}
