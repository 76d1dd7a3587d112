//! Finding an attribution at the end of a paragraph, where contributors like to put it.

use super::{looks_like_unit, parse};
use crate::unit::UnitDirectory;

/// Beginnings of ordinary remarks, which may end in a unit's name: （以下简称市局）.
const REMARKS: [&str; 12] =
    ["以下", "简称", "下称", "详见", "包括", "包含", "不含", "其中", "附件", "附图", "图为", "图片"];

/// Splits an attribution, with its brackets, off the end of a paragraph.
///
/// A closing bracket such as （第一批）, （面积250余亩） or （以下简称《规划》） is part of the sentence. It is an
/// attribution only if something in it is a known unit, or if the first name in it ends like a unit's.
pub fn split_trailing<'text>(
    text: &'text str,
    directory: &UnitDirectory,
) -> (&'text str, Option<&'text str>) {
    let trimmed = text.trim_end();
    match last_bracket(trimmed) {
        Some(start) if is_attribution(trimmed[..start].trim_end(), &trimmed[start..], directory) => {
            (trimmed[..start].trim_end(), Some(&trimmed[start..]))
        }
        _ => (text, None),
    }
}

/// Where the bracket opens that closes at the very end.
pub(crate) fn last_bracket(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (place, character) in text.char_indices().rev() {
        match character {
            '）' | ')' => depth += 1,
            '（' | '(' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(place);
                }
            }
            _ if depth == 0 => return None,
            _ => {}
        }
    }
    None
}

/// Whether a text has come to the end of a sentence, with closing quotes or a remark in brackets after it.
pub(crate) fn ends_sentence(text: &str) -> bool {
    let ends = |text: &str| {
        text.trim_end_matches(['”', '’', '」', '』', '》', '）', ')', '"'])
            .ends_with(['。', '！', '？', '…', '!', '?'])
    };
    ends(text) || last_bracket(text).is_some_and(|start| ends(text[..start].trim_end()))
}

/// Whether a name in brackets is rather the beginning of a remark.
pub(crate) fn is_remark(name: &str) -> bool {
    REMARKS.iter().any(|remark| name.starts_with(remark))
}

/// Whether a name that stands where a unit's must looks like one: there three characters are enough for 宣传科,
/// but 共3室 is a remark.
pub(crate) fn looks_like_office(name: &str) -> bool {
    let is_short_office = name.chars().count() == 3
        && name.ends_with(['科', '室', '办', '所', '站'])
        && !name.contains(|character: char| character.is_ascii_digit())
        && !name.starts_with(['第', '共']);
    looks_like_unit(name) || is_short_office
}

fn is_attribution(body: &str, bracket: &str, directory: &UnitDirectory) -> bool {
    if bracket.contains(['。', '！', '？']) {
        return false;
    }
    let attribution = parse(bracket, directory);
    let Some(first) = attribution.parts.first() else { return false };
    if attribution.parts.iter().any(|part| part.unit.is_some()) {
        return true;
    }
    if is_remark(&first.text) {
        return false;
    }
    looks_like_unit(&first.text) || looks_like_office(&first.text) && (body.is_empty() || ends_sentence(body))
}
