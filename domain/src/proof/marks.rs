//! Marks after GB/T 15834—2011: their width, marks put twice, and marks that are not needed.

use std::ops::Range;

use crate::text::is_invisible;

use super::{
    finding::{Finding, FindingKind},
    passage::{Passage, is_chinese, is_ideograph},
};

pub(super) fn look(passage: &Passage, findings: &mut Vec<Finding>) {
    let mut place = 0;
    while place < passage.signs.len() {
        let found = invisible(passage, place)
            .or_else(|| run(passage, place))
            .or_else(|| unneeded(passage, place))
            .or_else(|| half_width(passage, place));
        match found {
            Some(Judged { range, explanation, mending }) => {
                place = range.end;
                findings.push(passage.finding(FindingKind::Mark, range, explanation, mending));
            }
            None => place += 1,
        }
    }
}

struct Judged {
    range: Range<usize>,
    explanation: &'static str,
    mending: Option<String>,
}

fn judged(range: Range<usize>, explanation: &'static str, mending: Option<&str>) -> Option<Judged> {
    Some(Judged { range, explanation, mending: mending.map(str::to_owned) })
}

/// The mark that should stand for a half-width one at a place, where it stands in a Chinese text: after an ideograph, or
/// after a figure and before an ideograph. Not in figures, addresses and English.
pub(super) fn full_width(passage: &Passage, place: usize) -> Option<char> {
    let full = match passage.get(place)? {
        ',' => '，',
        ';' => '；',
        ':' => '：',
        '?' => '？',
        '!' => '！',
        '.' => '。',
        _ => return None,
    };
    if passage.is_address(place) {
        return None;
    }
    let (before, after) = (passage.before(place)?, passage.get(place + 1));
    let follows = is_ideograph(before) || "》”’）】〉％".contains(before);
    let is_before_chinese = after.is_some_and(is_chinese);
    let ends = after.is_none_or(|after| matches!(after, '\n' | '\t'));
    let is_meant = match full {
        // A point also numbers, shortens and parts: it is a full stop only where nothing Latin follows.
        '。' if is_before_chinese && passage.get(place + 1) != Some('.') => return point(passage, place),
        '。' => follows && ends,
        '：' | '？' | '！' | '；' | '，' if follows => true,
        _ => {
            (before.is_ascii_alphanumeric() || matches!(before, '%' | ')')) && after.is_some_and(is_ideograph)
        }
    };
    is_meant.then_some(full)
}

/// The fewest ideographs of a clause that a point may end.
const SHORTEST_CLAUSE: usize = 6;
/// Longer clauses are not counted to their beginning.
const LONGEST_CLAUSE: usize = 40;

/// What a point between Chinese signs should be: 一.总体要求 numbers a head, 任务已经完成.下一步 ends a sentence; what stands
/// in a name, 卡尔.马克思, and behind a number in brackets, （一）.目标, is left to the writer.
fn point(passage: &Passage, place: usize) -> Option<char> {
    let is_mark = |sign: char| "，。；：？！,;:?!.\n\t".contains(sign);
    let clause = passage.signs[..place].iter().rev().take(LONGEST_CLAUSE);
    let clause: Vec<char> = clause.take_while(|sign| !is_mark(**sign)).copied().collect();
    let is_number = clause.iter().all(|sign| "一二三四五六七八九十".contains(*sign));
    if (1..=3).contains(&clause.len()) && is_number && passage.begins_line(place - clause.len()) {
        return Some('、');
    }
    let is_ended = clause.first().is_some_and(|sign| is_ideograph(*sign) || "》”’）】〉％".contains(*sign));
    let length = clause.iter().filter(|sign| is_ideograph(**sign)).count();
    (is_ended && length >= SHORTEST_CLAUSE && !is_name(passage, place)).then_some('。')
}

/// Characters of which foreign names, and those of peoples that part them with a point, are mostly made in Chinese.
const OF_NAMES: &str = "阿艾安奥巴拜贝比别卜伯勃布查茨达代丹德登迪丁杜顿多恩尔法菲费夫弗福冈格古哈海汉合赫胡吉加杰卡凯坎柯科克孔库拉莱\
    兰朗勒雷里丽丽利力列林隆卢鲁伦罗洛马玛买麦曼梅米密莫木穆娜纳奈内尼涅努诺欧帕佩皮普契恰乔切热茹瑞若萨赛森山沙莎\
    舍史斯苏索塔泰坦汤特提图吐托瓦娃万威韦维温乌伍西希肖谢辛休逊雅亚延扬耶叶伊依因尤于约扎泽詹珠兹孜";

fn is_name(passage: &Passage, place: usize) -> bool {
    let beside = [place.checked_sub(2), place.checked_sub(1), Some(place + 1), Some(place + 2)];
    beside.into_iter().all(|at| at.and_then(|at| passage.get(at)).is_some_and(|sign| OF_NAMES.contains(sign)))
}

fn half_width(passage: &Passage, place: usize) -> Option<Judged> {
    let full = full_width(passage, place)?;
    let explanation = match full {
        '、' => "汉字序次语后用顿号（GB/T 15834—2011 4.5.3.3）",
        _ => "中文里的标点应用全角（GB/T 15834—2011 5.1）",
    };
    judged(place..place + 1, explanation, Some(full.encode_utf8(&mut [0; 4])))
}

/// Signs that nobody sees, side by side as one: they come along with what is copied.
fn invisible(passage: &Passage, place: usize) -> Option<Judged> {
    let length = passage.signs[place..].iter().take_while(|sign| is_invisible(**sign)).count();
    (length > 0).then(|| Judged {
        range: place..place + length,
        explanation: "看不见的字符，多半是从别处带来的",
        mending: Some(String::new()),
    })
}

/// Marks that stand twice, and points and strokes for an ellipsis or a dash.
fn run(passage: &Passage, place: usize) -> Option<Judged> {
    let sign = passage.get(place)?;
    if passage.before(place) == Some(sign) || !"。.…-－─，、；：".contains(sign) {
        return None;
    }
    let rest = &passage.signs[place..];
    let length = rest.iter().take_while(|other| **other == sign).count();
    let range = place..place + length;
    let chinese_before = passage.before(place).is_some_and(is_chinese);
    let chinese_after = passage.get(place + length).is_some_and(is_chinese);
    match sign {
        '。' if length > 2 => judged(range, "省略号应为六个连点“……”（GB/T 15834—2011 4.11）", Some("……")),
        '.' if length > 2 && (chinese_before || chinese_after) => {
            judged(range, "省略号应为六个连点“……”（GB/T 15834—2011 4.11）", Some("……"))
        }
        '…' if length == 1 || length == 3 => {
            judged(range, "省略号应为六个连点“……”，占两个字的位置（GB/T 15834—2011 4.11）", Some("……"))
        }
        '…' if length == 2 && follows_ellipsis(passage, place + 2) => {
            judged(place..place + 3, "省略号与“等”不连用（GB/T 15834—2011 4.11）", Some("……"))
        }
        '-' | '－' | '─' if length == 2 && (chinese_before || chinese_after) => {
            judged(range, "破折号应为“——”（GB/T 15834—2011 4.10）", Some("——"))
        }
        '，' | '。' | '、' | '；' | '：' if length > 1 => {
            judged(range, "标点重复", Some(sign.encode_utf8(&mut [0; 4])))
        }
        '，' | '、' | '；' | '：' if length == 1 => mixed(passage, place),
        '。' if length == 1 => mixed(passage, place),
        _ => None,
    }
}

/// An ellipsis or a dash that is written otherwise: how many signs it takes, and what it is.
pub(super) fn incomplete(passage: &Passage, place: usize) -> Option<(usize, &'static str)> {
    let sign = passage.get(place)?;
    if passage.before(place) == Some(sign) {
        return None;
    }
    let length = passage.signs[place..].iter().take_while(|other| **other == sign).count();
    let beside = [passage.before(place), passage.get(place + length)];
    let is_beside_chinese = beside.into_iter().flatten().any(is_chinese);
    match sign {
        '。' if length > 2 => Some((length, "……")),
        '.' if length > 2 && is_beside_chinese => Some((length, "……")),
        '…' if length == 1 || length == 3 => Some((length, "……")),
        '-' | '－' | '─' if length == 2 && is_beside_chinese => Some((length, "——")),
        _ => None,
    }
}

/// Two different marks side by side, of which one is meant.
fn mixed(passage: &Passage, place: usize) -> Option<Judged> {
    let (first, second) = (passage.get(place)?, passage.get(place + 1)?);
    let is_mark = "，。、；：".contains(second) || first != '。' && "？！".contains(second);
    if !is_mark {
        return None;
    }
    // What parts less is a slip before what parts more.
    let weight = |mark: char| "、，；：。？！".chars().position(|other| other == mark).unwrap_or_default();
    let mending = (weight(first) < weight(second)).then(|| second.to_string());
    judged(place..place + 2, "两个标点叠在一起，只应保留一个", mending.as_deref())
}

fn follows_ellipsis(passage: &Passage, place: usize) -> bool {
    passage.get(place) == Some('等') && !passage.get(place + 1).is_some_and(is_ideograph)
}

/// 顿号 that are not needed.
fn unneeded(passage: &Passage, place: usize) -> Option<Judged> {
    if passage.get(place)? != '、' {
        return None;
    }
    let (before, after) = (passage.before(place)?, passage.get(place + 1)?);
    match (before, after) {
        ('》', '《') => {
            judged(place..place + 1, "并列的书名号之间通常不用顿号（GB/T 15834—2011 4.5.3.5）", Some(""))
        }
        ('”', '“') => {
            judged(place..place + 1, "并列的引号之间通常不用顿号（GB/T 15834—2011 4.5.3.5）", Some(""))
        }
        (_, '等') if is_and_so_on(passage, place + 2) => {
            judged(place..place + 1, "“等”之前不用顿号", Some(""))
        }
        _ => None,
    }
}

/// Whether 等 before a place ends a list: 等级 and 等候 begin with it, 等方面 and 等3项 do not.
fn is_and_so_on(passage: &Passage, place: usize) -> bool {
    let Some(next) = passage.get(place) else { return true };
    let words = [
        "方面", "问题", "工作", "部门", "单位", "内容", "情况", "地", "人", "领域", "活动", "措施", "多",
        "各", "事项",
    ];
    !is_ideograph(next) || words.iter().any(|word| passage.has(place, word))
}
