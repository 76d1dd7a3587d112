//! Which lines are captions of the pictures above them, and who took these.

use super::{
    Line, Meant, Part,
    clean::{cleaned, plain},
};
use crate::{
    attribution::{last_bracket, looks_like_office},
    markdown::head_level,
};

/// A longer line below a picture is no caption, whatever it begins with.
const LONGEST: usize = 100;
/// A longer line without a beginning that tells is none.
const LONGEST_UNTOLD: usize = 40;
/// A longer line with a ▲ is a brief below the picture of the one before.
const LONGEST_MARKED: usize = 40;
/// A photographer's name, with another's; and where no bracket and no mark says that it is one.
const LONGEST_NAME: usize = 12;
const LONGEST_BARE_NAME: usize = 4;

/// Gives pictures the lines below them that are their captions.
pub(super) fn take(parts: Vec<Part>) -> Vec<Part> {
    let mut taken: Vec<Part> = Vec::with_capacity(parts.len());
    let mut parts = parts.into_iter().peekable();
    let is_waiting = |part: &Part| matches!(part, Part::Picture { caption, .. } if caption.is_empty());
    while let Some(part) = parts.next() {
        if !is_waiting(&part) {
            taken.push(part);
            continue;
        }
        let first = taken.len();
        taken.push(part);
        // Between pictures in one line there may be nothing but blanks.
        while let Some(next) = parts.next_if(|next| is_waiting(next) || is_blank(next)) {
            taken.extend(Some(next).filter(is_waiting));
        }
        let mut captions = Vec::new();
        while captions.len() < taken.len() - first
            && let Some(Part::Line(line)) = parts.next_if(is_caption_part)
        {
            captions.push(line);
        }
        // As many lines as pictures: each its own. One line stands below all of them, and so is the last one's.
        let first = if captions.len() == 1 { taken.len() - 1 } else { first };
        for (picture, line) in taken[first..].iter_mut().zip(&captions) {
            give(picture, line);
        }
        // (张三 摄) may stand on a line of its own.
        let names_taker = |part: &Part| matches!(part, Part::Line(line) if names_taker_alone(line));
        if let Some(picture @ Part::Picture { source: None, .. }) = taken.last_mut()
            && !captions.is_empty()
            && let Some(Part::Line(line)) = parts.next_if(names_taker)
        {
            let (_, by) = photographer(plain(&line.content).trim());
            if let Part::Picture { source, .. } = picture {
                *source = by;
            }
        }
    }
    taken
}

fn is_blank(part: &Part) -> bool {
    matches!(part, Part::Line(line) if plain(&line.content).trim().is_empty())
}

fn is_caption_part(part: &Part) -> bool {
    matches!(part, Part::Line(line) if is_caption(line))
}

fn names_taker_alone(line: &Line) -> bool {
    let (words, by) = photographer(plain(&line.content).trim());
    words.is_empty() && by.is_some()
}

fn give(picture: &mut Part, line: &Line) {
    let text = plain(&cleaned(&line.content).0);
    let (words, by) = photographer(text.trim_start_matches(['▲', '△', '↑']).trim());
    if let Part::Picture { caption, source, .. } = picture {
        *caption = words;
        *source = source.take().or(by);
    }
}

/// Whether a line that stands below a picture is its caption.
pub(super) fn is_caption(line: &Line) -> bool {
    let text = plain(&line.content);
    let text = text.trim();
    let length = text.chars().count();
    if length == 0 || length > LONGEST {
        return false;
    }
    if line.meant == Some(Meant::Caption) || begins_as_caption(text) {
        return true;
    }
    let (words, by) = photographer(text);
    if by.is_some() && (words.is_empty() || length <= LONGEST_UNTOLD) {
        return true;
    }
    // A brief's sign is no caption's, wherever the line stands.
    if text.starts_with(['▲', '△']) {
        return false;
    }
    let goes_on = text.trim_end_matches(['。', '）', ')']).contains(['。', '；', '！']);
    line.is_centred
        && length <= LONGEST_UNTOLD
        && line.level.is_none()
        && head_level(text).is_none()
        && !goes_on
}

fn begins_as_caption(text: &str) -> bool {
    if text.starts_with('↑') {
        return true;
    }
    if let Some(words) = text.strip_prefix(['▲', '△']) {
        // Briefs begin with this sign too.
        let words = words.trim_start();
        return begins_as_caption(words) || is_short_caption(words);
    }
    let beginnings =
        ["图为", "上图", "下图", "左图", "右图", "图片", "图：", "图:", "图说", "题图", "资料图"];
    if beginnings.iter().any(|beginning| text.starts_with(beginning)) {
        return true;
    }
    // 图1, 图一, 图 1-2; but no 图书馆.
    let Some(rest) = text.strip_prefix('图') else { return false };
    let numbers = "0123456789０１２３４５６７８９一二三四五六七八九十①②③④⑤⑥⑦⑧⑨（(";
    rest.trim_start().starts_with(|sign| numbers.contains(sign))
}

/// Whether words behind a ▲ say no more than a caption does: not several sentences, and not who wrote them.
fn is_short_caption(words: &str) -> bool {
    let bracket = last_bracket(words.trim_end_matches('。'));
    let names_writer = bracket.is_some_and(|start| {
        let names = words[start..].trim_end_matches('。');
        let names = names.trim_matches(['（', '(', '）', ')']);
        let first = names.split(['/', '／', ' ', '　', '、']).next().unwrap_or_default();
        photographer(words).1.is_none() && (names.contains(['/', '／']) || looks_like_office(first))
    });
    let without = &words[..bracket.unwrap_or(words.len())];
    words.chars().count() <= LONGEST_MARKED
        && !names_writer
        && !without.trim_end_matches('。').contains(['。', '；', ';'])
}

/// Parts who took a picture from its caption: 张三摄, （张三 摄）, 摄影：张三, 某局供图. As it is to be printed.
fn photographer(caption: &str) -> (String, Option<String>) {
    let whole = || (caption.to_owned(), None);
    let trimmed = caption.trim_end_matches(['。', ' ', '　']);
    // In brackets, or as the last words.
    let (before, last) = match trimmed.strip_suffix(['）', ')']) {
        Some(inner) => match inner.rfind(['（', '(']) {
            Some(place) => (&trimmed[..place], inner[place..].trim_start_matches(['（', '('])),
            None => return whole(),
        },
        None => {
            let parts = |sign: char| matches!(sign, '。' | '，' | ' ' | '　' | '\t' | '！');
            let mut words = trimmed.rmatch_indices(parts).map(|(place, sign)| place + sign.len());
            // 张三 摄: the last word is the second half.
            let is_half = |place: &usize| matches!(trimmed[*place..].trim(), "摄" | "摄影" | "/摄" | "供图");
            let place = match words.next() {
                Some(place) if is_half(&place) => words.next().unwrap_or(0),
                Some(place) => place,
                None => 0,
            };
            trimmed.split_at(place)
        }
    };
    let is_bare = !trimmed.ends_with(['）', ')']) && last.trim().ends_with('摄');
    let most = if is_bare { LONGEST_BARE_NAME } else { LONGEST_NAME };
    match taker(last.trim(), most) {
        Some(by) => (before.trim_end_matches([' ', '　']).to_owned(), Some(by)),
        None => whole(),
    }
}

/// What these words say of who took a picture; `None` where they say something else.
fn taker(words: &str, most: usize) -> Option<String> {
    let is_name = |name: &str| {
        let length = name.chars().filter(|sign| !sign.is_whitespace()).count();
        (2..=most).contains(&length)
            && !name.ends_with(['拍', '航'])
            && !name.contains(['。', '，', '：', ':', '；', '“', '”', '（', '）', '《', '》'])
    };
    for beginning in
        ["摄影：", "摄影:", "摄影/", "摄影 ", "摄影　", "图/", "图／", "图：", "图片来源：", "图源："]
    {
        if let Some(name) = words.strip_prefix(beginning).map(str::trim).filter(|name| is_name(name)) {
            return Some(format!("{name} 摄"))
                .filter(|_| !beginning.contains('源'))
                .or(Some(name.to_owned()));
        }
    }
    for ending in ["摄影", "摄"] {
        let name = words.strip_suffix(ending).map(|name| name.trim().trim_end_matches(['/', '／']).trim());
        if let Some(name) = name.filter(|name| is_name(name)) {
            return Some(format!("{name} 摄"));
        }
    }
    words
        .strip_suffix("供图")
        .map(|name| name.trim().trim_end_matches(['/', '／']))
        .filter(|name| is_name(name))?;
    Some(words.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::Inline;

    fn line(words: &str, is_centred: bool) -> Part {
        let content = vec![Inline::Text { text: words.to_owned() }];
        Part::Line(Line { content, is_centred, ..Line::default() })
    }

    fn picture(caption: &str, source: Option<&str>) -> Part {
        Part::Picture { hash: "a".repeat(64), caption: caption.to_owned(), source: source.map(str::to_owned) }
    }

    #[test]
    fn who_took_a_picture_stands_apart_from_its_caption() {
        for (text, caption, by) in [
            ("图为检查现场。张三摄", "图为检查现场。", Some("张三 摄")),
            ("图为检查现场（张三 摄）", "图为检查现场", Some("张三 摄")),
            ("图为检查现场。（张三/摄）", "图为检查现场。", Some("张三 摄")),
            ("检查现场 张三 摄", "检查现场", Some("张三 摄")),
            ("检查现场。欧阳海燕 摄影", "检查现场。", Some("欧阳海燕 摄")),
            ("检查现场　摄影：张三", "检查现场", Some("张三 摄")),
            ("检查现场（摄影：张三 李四）", "检查现场", Some("张三 李四 摄")),
            ("检查现场。（冠县分局供图）", "检查现场。", Some("冠县分局供图")),
            ("（张三 摄）", "", Some("张三 摄")),
            ("图1　退役矿山修复前后", "图1　退役矿山修复前后", None),
            ("图为检查现场（3月5日）", "图为检查现场（3月5日）", None),
            ("无人机航摄", "无人机航摄", None),
            ("现场 技术人员拍摄", "现场 技术人员拍摄", None),
        ] {
            assert_eq!(photographer(text), (caption.to_owned(), by.map(str::to_owned)), "{text}");
        }
    }

    #[test]
    fn the_line_below_a_picture_is_its_caption_where_it_looks_like_one() {
        for (words, is_centred, is_one) in [
            ("图为检查现场。", false, true),
            ("图 1  检查现场", false, true),
            ("▲检查现场", false, true),
            ("▲检查现场。（张三 摄）", false, true),
            ("△图为4月8日，工作人员在检查现场。当天，共检查三处。", false, true),
            ("▲退役矿山修复前后（2024年3月）", false, true),
            ("▲4月8日，阳谷局印发一封信，进行入户张贴。（阳谷局/王强）", false, false),
            ("▲4月8日，阳谷局印发一封信（阳谷局/王强）", false, false),
            ("▲近日，地矿科核查矿山三处（地矿科）", true, false),
            ("▲近日，召开会议。会议要求，抓好落实。", false, false),
            (&format!("▲{}", "长".repeat(41)), false, false),
            ("技术人员在现场测量", true, true),
            ("技术人员在现场测量（张三 摄）", false, true),
            ("技术人员在现场测量", false, false),
            ("图书馆建设稳步推进。", false, false),
            ("一、主要做法", true, false),
            ("近日，召开会议。会议要求，抓好落实。", true, false),
            (&format!("图为{}", "长".repeat(100)), false, false),
        ] {
            let parts = take(vec![picture("", None), line(words, is_centred)]);
            assert_eq!(parts.len() == 1, is_one, "{words}");
        }
        assert_eq!(take(vec![line("图为检查现场。", true)]).len(), 1, "without a picture it is a line");
    }

    #[test]
    fn each_picture_has_its_own_caption_or_the_last_one_that_of_all() {
        let parts = take(vec![
            picture("", None),
            picture("", None),
            line("图1 修复前", true),
            line("图2 修复后（张三 摄）", true),
            line("近日，召开会议。", false),
        ]);
        assert_eq!(parts[..2], [picture("图1 修复前", None), picture("图2 修复后", Some("张三 摄"))]);
        assert_eq!(parts.len(), 3);
        let parts = take(vec![picture("", None), picture("", None), line("图为修复前后", true)]);
        assert_eq!(parts, [picture("", None), picture("图为修复前后", None)]);
    }
}
