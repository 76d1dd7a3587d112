//! A unit's paragraph: 某局（2月份报送稿件4篇，其中市局采用信息2篇、简讯2则，合计3分；报市1篇，本月基础分5分；累计8分）.
//! It is read by its amounts and the words before each, so that marks and wordings may vary.

use super::{
    super::{
        characters::{compact, is_mark, leading_month},
        numbers::count,
        quantities::{Measure, Quantity, quantities},
    },
    covering::clause,
};
use crate::points::Points;

/// What a paragraph says. `None` where it says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in super::super) struct Paragraph {
    pub month: Option<i8>,
    pub submitted: Option<u32>,
    pub articles: Option<u32>,
    pub briefs: Option<u32>,
    pub newsletter_points: Option<Points>,
    pub upper: Option<u32>,
    pub upper_points: Option<Points>,
    pub commissions: Option<u32>,
    pub commission_points: Option<Points>,
    /// A sum over several parts, where the paragraph gives one for all of them.
    pub joint_points: Option<(Vec<Part>, Points)>,
    pub forwarded: Option<u32>,
    pub base: Option<Points>,
    /// Reason and points.
    pub adjustments: Vec<(String, Points)>,
    pub month_points: Option<Points>,
    pub cumulative: Option<Points>,
    /// Amounts that could not be told.
    pub unread: Vec<String>,
    /// What stands in the place of amounts and is none.
    pub no_figures: Vec<String>,
    /// Whether one of them is a count of pieces that a list holds, which is not known then.
    pub lost_counts: bool,
}

impl Paragraph {
    /// How many pieces a list would hold for it; commissions do not always stand in lists.
    pub(in super::super) fn listed(&self) -> usize {
        let counts = [self.articles, self.briefs, self.upper];
        counts.into_iter().flatten().map(|count| count as usize).sum()
    }

    /// More pieces no unit has in a month.
    pub(in super::super) const MOST: u32 = 9_999;

    /// Whether what it says of pieces can be counted one by one.
    pub(in super::super) fn counts(&self) -> bool {
        !self.lost_counts && self.pieces() <= Self::MOST as usize
    }

    /// How many pieces it tells of.
    pub(in super::super) fn pieces(&self) -> usize {
        let counts = [self.articles, self.briefs, self.upper, self.commissions];
        counts.into_iter().flatten().map(|count| count as usize).sum()
    }
}

/// The parts of a paragraph whose points are summed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Part {
    Newsletter,
    Upper,
    Commission,
    /// Pieces sent up, and the base for them.
    Base,
}

/// The unit's name and what is said of it, where the compact text is the beginning of a paragraph.
pub(super) fn head(text: &str) -> Option<(&str, &str)> {
    let text = super::numbered_in_chinese(text).unwrap_or(text);
    for (at, mark) in text.char_indices().filter(|(_, character)| matches!(character, '（' | '：')) {
        let (name, body) = (&text[..at], &text[at + mark.len_utf8()..]);
        if name.chars().count() > 30 || name.chars().any(|character| "，。；：".contains(character)) {
            return None;
        }
        if !name.is_empty() && begins(body) {
            return Some((without_number(name), body));
        }
    }
    None
}

/// A month and what was sent or earned in it, or that alone.
fn begins(body: &str) -> bool {
    let starts = ["共报送", "共上报", "报", "上报", "上级", "累计", "采用", "市局", "未", "约稿", "没有"];
    let tells = |text: &str| starts.iter().any(|word| text.trim_start_matches(is_mark).starts_with(word));
    match leading_month(without_year(body)) {
        Some((_, rest)) => {
            let rest = rest.strip_prefix('份').unwrap_or(rest);
            rest.is_empty() || tells(rest)
        }
        None => {
            let rest = ["本月", "当月"].iter().find_map(|word| body.strip_prefix(word)).unwrap_or(body);
            tells(rest) && !rest.starts_with("市局")
        }
    }
}

fn without_year(body: &str) -> &str {
    let is_year = |year: &str| year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
    body.split_once('年').filter(|(year, _)| is_year(year)).map_or(body, |(_, rest)| rest)
}

/// A paragraph may be numbered too.
fn without_number(name: &str) -> &str {
    let sign =
        |character: char| matches!(character, '①'..='⒛' | '❶'..='❿' | '㈠'..='㈩' | '●' | '■' | '◆' | '▲');
    let name = name.trim_start_matches(sign);
    let rest = name.trim_start_matches(|character: char| character.is_ascii_digit());
    if rest.len() == name.len() { name } else { rest.trim_start_matches(is_mark) }
}

/// Reads what stands behind the name.
pub(super) fn read(body: &str) -> Paragraph {
    let body = compact(body);
    let month = leading_month(without_year(&body)).map(|(month, _)| month);
    let mut paragraph = Paragraph { month, ..Paragraph::default() };
    // The parts told since the last points: what a sum that follows is about.
    let mut open: Vec<Part> = Vec::new();
    let mut summed = false;
    for quantity in quantities(&body) {
        let is_figure = is_figure(&quantity);
        if !is_figure {
            paragraph.no_figures.push(clause(&quantity));
            if quantity.measure == Measure::Points {
                summed = true;
                continue;
            }
        }
        let read = match quantity.measure {
            Measure::Pieces => {
                if quantity.begins || (std::mem::replace(&mut summed, false) && !goes_on(&quantity)) {
                    open.clear();
                }
                let count = quantity.amount.filter(|_| is_figure).and_then(count);
                pieces(&mut paragraph, &mut open, &quantity.label, count)
            }
            Measure::Points => {
                summed = true;
                points(&mut paragraph, &mut open, &quantity)
            }
        };
        if read.is_none() && is_figure {
            paragraph.unread.push(quantity.label);
        }
    }
    paragraph
}

/// Whether an amount can be one: pieces are whole, and no month has more that were asked for.
fn is_figure(quantity: &Quantity) -> bool {
    let most = if quantity.label.contains("约稿") { Paragraph::MOST } else { u32::MAX };
    match (quantity.amount, quantity.measure) {
        (None, _) => false,
        (Some(_), Measure::Points) => true,
        (Some(amount), Measure::Pieces) => count(amount).is_some_and(|count| count <= most),
    }
}

/// 简讯2则 alone belongs to the part before it.
fn goes_on(quantity: &Quantity) -> bool {
    ["简讯", "信息"].contains(&quantity.label.as_str())
}

/// `count` is `None` where it could not be read: what follows is about the part all the same.
fn pieces(paragraph: &mut Paragraph, open: &mut Vec<Part>, words: &str, count: Option<u32>) -> Option<()> {
    let label = label(words);
    let has = |words: &[&str]| words.iter().any(|word| label.contains(word));
    if has(&["约稿"]) {
        begin(open, Part::Commission);
        paragraph.lost_counts |= count.is_none();
        add(&mut paragraph.commissions, count)
    } else if has(&["采用", "刊发", "刊用"]) || (has(&["上级"]) && !has(&["报"])) {
        let upper = has(&["上级", "市级以上", "省级", "市委", "市政府", "省厅", "省自然"]);
        let part = if upper { Part::Upper } else { Part::Newsletter };
        begin(open, part);
        adopted(paragraph, part, &label, count)
    } else if paragraph.submitted.is_none() && is_submitted(&label) {
        paragraph.submitted = count;
        count.map(|_| ())
    } else if has(&["报"]) {
        begin(open, Part::Base);
        add(&mut paragraph.forwarded, count)
    } else if has(&["简讯", "信息", "稿件"]) {
        let part = open.last().copied().filter(|part| matches!(part, Part::Newsletter | Part::Upper))?;
        adopted(paragraph, part, &label, count)
    } else {
        None
    }
}

/// What the words before a count say, without the month.
fn label(label: &str) -> String {
    match label.split_once("月份").or_else(|| label.split_once('月')) {
        Some((before, rest)) if before.ends_with(|character: char| character.is_ascii_digit()) => {
            rest.to_owned()
        }
        _ => label.to_owned(),
    }
}

/// 报送稿件, 上报信息, 共报送: to us, and not to the city.
fn is_submitted(label: &str) -> bool {
    let rest = ["报送", "上报", "投稿"].iter().find_map(|word| label.split_once(word).map(|(_, rest)| rest));
    let higher = ["市", "省", "国", "部", "厅", "上级"];
    rest.is_some_and(|rest| !higher.iter().any(|word| rest.starts_with(word)))
}

fn adopted(paragraph: &mut Paragraph, part: Part, label: &str, count: Option<u32>) -> Option<()> {
    paragraph.lost_counts |= count.is_none();
    match part {
        Part::Upper => add(&mut paragraph.upper, count),
        _ if label.contains("简讯") => add(&mut paragraph.briefs, count),
        _ => add(&mut paragraph.articles, count),
    }
}

fn begin(open: &mut Vec<Part>, part: Part) {
    if open.last() != Some(&part) {
        open.push(part);
    }
}

fn points(paragraph: &mut Paragraph, open: &mut Vec<Part>, quantity: &Quantity) -> Option<()> {
    let label = label(&quantity.label);
    let has = |words: &[&str]| words.iter().any(|word| label.contains(word));
    let amount = quantity.amount?;
    if has(&["累计"]) {
        set(&mut paragraph.cumulative, amount)
    } else if has(&["基础分", "基础"]) {
        open.clear();
        open.push(Part::Base);
        set(&mut paragraph.base, amount)
    } else if let Some((reason, sign)) = adjustment(&label) {
        let amount = if sign { amount } else { amount.checked_neg().ok()? };
        paragraph.adjustments.push((reason.to_owned(), amount));
        Some(())
    } else if has(&["本月", "当月", "总分", "总计"]) {
        set(&mut paragraph.month_points, amount)
    } else if is_sum(&label) {
        let each = label.is_empty();
        match open.as_slice() {
            [Part::Newsletter] => sum(&mut paragraph.newsletter_points, amount, each),
            [Part::Upper] => sum(&mut paragraph.upper_points, amount, each),
            [Part::Commission] => sum(&mut paragraph.commission_points, amount, each),
            [] | [.., Part::Base] => set(&mut paragraph.month_points, amount),
            several if paragraph.joint_points.is_none() => {
                paragraph.joint_points = Some((several.to_vec(), amount));
                Some(())
            }
            _ => None,
        }
    } else {
        None
    }
}

/// Points behind each count (信息1篇（1分）、简讯2则（1分）) are added up.
fn sum(place: &mut Option<Points>, amount: Points, each: bool) -> Option<()> {
    match *place {
        Some(before) if each => {
            *place = before.checked_add(amount).ok();
            Some(())
        }
        _ => set(place, amount),
    }
}

/// 合计, 合, 共, 计, 得, 加 and what is put together from them.
fn is_sum(label: &str) -> bool {
    label.chars().all(|character| "合共总小计得加记为分，；".contains(character))
}

/// 参加新闻发布会加: the reason, and whether points are given.
fn adjustment(label: &str) -> Option<(&str, bool)> {
    let ends = [
        ("加", true),
        ("奖励", true),
        ("奖", true),
        ("得", true),
        ("减", false),
        ("扣", false),
        ("扣除", false),
    ];
    let (reason, gives) = ends.iter().find_map(|(end, gives)| Some((label.strip_suffix(end)?, *gives)))?;
    let reason = reason.trim_matches(is_mark);
    let reason = reason.strip_suffix("共").unwrap_or(reason);
    let counted = ["采用", "约稿", "本月"].iter().any(|word| reason.contains(word));
    (!(is_sum(reason) || counted)).then_some((reason, gives))
}

fn add(count: &mut Option<u32>, more: Option<u32>) -> Option<()> {
    *count = Some(count.unwrap_or(0).saturating_add(more?));
    Some(())
}

/// The first amount holds; a second is not understood.
fn set(place: &mut Option<Points>, amount: Points) -> Option<()> {
    if place.is_some() {
        return None;
    }
    *place = Some(amount);
    Some(())
}

/// The points of a month as a paragraph sums them up, without those carried in.
pub(in super::super) fn told_month(paragraph: &Paragraph) -> Result<Points, crate::points::PointsError> {
    if let Some(points) = paragraph.month_points {
        return Ok(points);
    }
    let parts =
        [paragraph.newsletter_points, paragraph.upper_points, paragraph.commission_points, paragraph.base];
    let adjustments = paragraph.adjustments.iter().map(|(_, points)| *points);
    let joint = paragraph.joint_points.as_ref().map(|(_, points)| *points);
    Points::checked_sum(parts.into_iter().flatten().chain(joint).chain(adjustments))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> String {
        let text = compact(text);
        let (name, body) = head(&text).expect("a paragraph");
        let paragraph = read(body);
        let figure = |amount: Option<Points>| amount.map_or("-".into(), |amount| amount.to_string());
        let count = |count: Option<u32>| count.map_or("-".into(), |count| count.to_string());
        let adjustments: Vec<String> =
            paragraph.adjustments.iter().map(|(reason, points)| format!("{reason}{points}")).collect();
        format!(
            "{name} {}月 {} | {} {} {} | {} {} | {} {} | {} {} | {} | {} {} | {}",
            paragraph.month.unwrap_or(0),
            count(paragraph.submitted),
            count(paragraph.articles),
            count(paragraph.briefs),
            figure(paragraph.newsletter_points),
            count(paragraph.upper),
            figure(paragraph.upper_points),
            count(paragraph.commissions),
            figure(paragraph.commission_points),
            count(paragraph.forwarded),
            figure(paragraph.base),
            adjustments.join(","),
            figure(paragraph.month_points),
            figure(paragraph.cumulative),
            paragraph.unread.join(","),
        )
    }

    #[test]
    fn a_paragraph_is_read_however_it_is_worded() {
        let cases = [
            (
                "  甲局（1月份报送稿件4篇，其中市局采用信息2篇、简讯2则，合计3分；报市1篇，本月基础分5分；累计8分）",
                "甲局 1月 4 | 2 2 3 | - - | - - | 1 5 |  | - 8 | ",
            ),
            (
                "乙科（12月份报送信息8篇；其中市局采用简讯1篇,合0.5分；上级采用信息4篇，合30分；报市政府2篇，本月基础分5分；参加新闻发布会加5分；累计37分）",
                "乙科 12月 8 | - 1 0.5 | 4 30 | - - | 2 5 | 参加新闻发布会5 | - 37 | ",
            ),
            (
                "丙科（2月份报送稿件4篇，其中市局采用信息1则，合计1分；约稿1篇，加5分；报市信息1篇，得基础分5分；迟报扣0.5分；本月得分10.5分，累计20分）",
                "丙科 2月 4 | 1 - 1 | - - | 1 5 | 1 5 | 迟报-0.5 | 10.5 20 | ",
            ),
            ("丁局（3月份报送稿件3篇，累计0分）", "丁局 3月 3 | - - - | - - | - - | - - |  | - 0 | "),
            (
                "戊中心（2024年2月份上报信息2条，报省1篇、报市1篇，基础分5分，合计5分，累计9分）",
                "戊中心 2月 2 | - - - | - - | - - | 2 5 |  | 5 9 | ",
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(told(text), expected, "{text}");
        }
    }

    #[test]
    fn sums_over_several_parts_and_points_behind_each_count_are_told_apart() {
        let joint = read("2月份报送稿件2篇，市局采用简讯1则、上级采用信息1篇，合计5.5分；累计5.5分）");
        let points: Points = "5.5".parse().expect("points");
        assert_eq!(joint.joint_points, Some((vec![Part::Newsletter, Part::Upper], points)));
        assert_eq!((joint.newsletter_points, joint.upper_points, joint.month_points), (None, None, None));
        let each = read("2月份报送稿件3篇，市局采用信息1篇（1分）、简讯2则（1分）；累计2分）");
        assert_eq!(each.newsletter_points, Some(Points::whole(2)));
        assert_eq!((each.articles, each.briefs), (Some(1), Some(2)));
    }

    #[test]
    fn titles_and_headings_are_no_paragraphs() {
        for text in [
            "各县（市、区）局信息采用情况",
            "某市印发办法（第1期信息）",
            "县（市、区）局：",
            "附件：2月份政务信息采用情况表",
        ] {
            assert_eq!(head(&compact(text)), None, "{text}");
        }
    }
}
