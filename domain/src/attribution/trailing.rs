//! Finding an attribution at the end of a paragraph, where contributors like to put it.

use super::{AttributedUnit, looks_like_unit, parse};
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

/// Whether a text has come to the end of a sentence, with closing quotes and brackets after it or not.
pub(crate) fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['”', '’', '」', '』', '》', '）', ')', '"', '\''])
        .ends_with(['。', '！', '？', '!', '?', '…', '.'])
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
    if REMARKS.iter().any(|remark| first.text.starts_with(remark)) {
        return false;
    }
    looks_like_unit(&first.text) || is_short_office(first) && (body.is_empty() || ends_sentence(body))
}

/// In the place of a unit three characters are enough for 宣传科, but （共3室） is a remark.
fn is_short_office(first: &AttributedUnit) -> bool {
    first.text.chars().count() == 3
        && first.text.ends_with(['科', '室', '办', '所', '站'])
        && !first.text.contains(|character: char| character.is_ascii_digit())
        && !first.text.starts_with(['第', '共'])
}
