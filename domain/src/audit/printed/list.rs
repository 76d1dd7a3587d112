//! The list below a unit's paragraph: numbered titles, each with where it appeared. It must not know what a
//! piece earns.

use super::super::{
    characters::{compact, one_line},
    numbers,
};
use crate::{
    item::Kind,
    printed_in::{COMMISSIONED, STAR, commissioned_by},
};

/// One listed piece.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct Item {
    pub line: usize,
    pub number: Option<u32>,
    pub title: String,
    /// Where it appeared, as printed, without brackets and blanks.
    pub source: String,
    /// `None` where nothing says where it appeared.
    pub printing: Option<Printing>,
}

/// Where a piece appeared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) enum Printing {
    /// 第1期 信息.
    Newsletter { issue: u32, kind: Kind },
    /// 昨日市情★, 昨日市情约稿.
    Upper { channel: String, starred: bool, commissioned: bool },
    /// 市政府约稿: delivered to an office, and not known to be printed.
    Commission { channel: String },
}

/// A list's number at the beginning of a line, and the rest of the line: `12、`, `12.`, `（12）`.
pub(super) fn numbered(text: &str) -> Option<(u32, &str)> {
    let text = text.trim_start();
    let opened = text.strip_prefix(['（', '(']);
    let rest = opened.unwrap_or(text);
    let length = rest.bytes().take_while(u8::is_ascii_digit).count();
    let number = rest[..length].parse().ok()?;
    let rest = rest[length..].trim_start();
    // A year or an amount goes on with other marks; no list is so long, but a slip may make it so.
    if length > 3 && !rest.starts_with('、') {
        return None;
    }
    if opened.is_some() {
        return Some((number, rest.strip_prefix(['）', ')'])?.trim_start_matches(['、', '.']).trim_start()));
    }
    let after = rest.strip_prefix(['、', '.', '．', '，', ',', ')', '）'])?;
    // 1.5万亩 and 1,500亩 begin no entry.
    let decimal = after.starts_with(|character: char| character.is_ascii_digit());
    (!(decimal && rest.starts_with(['.', ',']))).then_some((number, after.trim_start()))
}

/// Whether a line ends with where a piece appeared, as an entry does whose number was lost.
pub(super) fn ends_with_source(text: &str) -> bool {
    let text = compact(text);
    source(&text).is_some_and(|(_, source)| {
        issue(source).is_some()
            || source.ends_with(COMMISSIONED)
            || source.ends_with(STAR)
            || source.chars().count() <= 6
    })
}

/// Reads an entry, its lines joined.
pub(super) fn read(line: usize, number: Option<u32>, text: &str) -> Item {
    let compacted = compact(text);
    let Some((title, source)) = source(&compacted).or_else(|| bare_source(&compacted)) else {
        return Item { line, number, title: one_line(text), source: String::new(), printing: None };
    };
    Item {
        line,
        number,
        title: title.trim_end_matches(['，', '。']).to_owned(),
        source: source.to_owned(),
        printing: printing(source),
    }
}

/// The last brackets, where nothing but marks follows them.
fn source(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_end_matches(['。', '；', '，', '、']);
    let inner = text.strip_suffix('）')?;
    let at = inner.rfind('（')?;
    Some((&inner[..at], &inner[at + '（'.len_utf8()..]))
}

/// 第2期简讯 at the end without brackets.
fn bare_source(text: &str) -> Option<(&str, &str)> {
    let at = text.rfind('第')?;
    issue(&text[at..]).map(|_| (&text[..at], &text[at..]))
}

fn printing(source: &str) -> Option<Printing> {
    if source.is_empty() {
        return None;
    }
    if let Some((issue, kind)) = issue(source) {
        return Some(Printing::Newsletter { issue, kind });
    }
    let starred = source.contains(STAR);
    let plain = source.replace(STAR, "");
    Some(match commissioned_by(&plain) {
        Some(channel) if is_office(channel) => Printing::Commission { channel: plain.clone() },
        Some(channel) => Printing::Upper { channel: channel.to_owned(), starred, commissioned: true },
        None => Printing::Upper { channel: plain, starred, commissioned: false },
    })
}

/// 第1期信息, also 1期简讯 and 第1期（信息）.
fn issue(source: &str) -> Option<(u32, Kind)> {
    let (number, kind) = source.split_once('期')?;
    let number = number.trim_start_matches('第');
    let kind = kind.trim_matches(|character: char| "（）、，-·".contains(character));
    let kind = Kind::ALL.into_iter().find(|candidate| candidate.label() == kind)?;
    Some((numbers::whole(number)?, kind))
}

/// A commission is given by an office; what is printed, by a publication.
fn is_office(channel: &str) -> bool {
    let ends = [
        "政府",
        "府办",
        "委",
        "办",
        "办公室",
        "办公厅",
        "厅",
        "局",
        "部",
        "政协",
        "人大",
        "中央",
        "市",
        "省",
        "上级",
    ];
    channel.is_empty() || ends.iter().any(|end| channel.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_are_read_however_they_are_set() {
        let newsletter = |issue, kind| Some(Printing::Newsletter { issue, kind });
        let upper = |channel: &str, starred, commissioned| {
            Some(Printing::Upper { channel: channel.into(), starred, commissioned })
        };
        let commission = |channel: &str| Some(Printing::Commission { channel: channel.into() });
        let cases = [
            ("标题  （第1期  信息）", newsletter(1, Kind::Article)),
            ("办法（2021-2035）\n (第12期 简讯)", newsletter(12, Kind::Brief)),
            ("标题（第3期简讯）。", newsletter(3, Kind::Brief)),
            ("标题  第3期 信息", newsletter(3, Kind::Article)),
            ("标题（第十二期 信息）", newsletter(12, Kind::Article)),
            ("标题（第１２期 信息）", newsletter(12, Kind::Article)),
            ("标题（昨日市情★）", upper("昨日市情", true, false)),
            ("标题（昨日市情约稿）", upper("昨日市情", false, true)),
            ("标题（昨日市情约稿★）", upper("昨日市情", true, true)),
            ("标题（每日动态）", upper("每日动态", false, false)),
            ("标题（聊城信息第3期）", upper("聊城信息第3期", false, false)),
            ("标题（市政府约稿）", commission("市政府约稿")),
            ("标题（市委约稿）", commission("市委约稿")),
            ("标题", None),
        ];
        for (text, expected) in cases {
            assert_eq!(read(1, None, text).printing, expected, "{text}");
        }
    }

    #[test]
    fn a_number_begins_an_entry_and_an_amount_does_not() {
        assert_eq!(numbered("1、2023年，全市供应"), Some((1, "2023年，全市供应")));
        assert_eq!(numbered("  12 ．标题"), Some((12, "标题")));
        assert_eq!(numbered("（3）标题"), Some((3, "标题")));
        assert_eq!(numbered("1.5万亩"), None);
        assert_eq!(numbered("2024年标题"), None);
        assert_eq!(numbered("1月29日，标题"), None);
    }
}
