//! Lines that a page broke: what is copied out of a PDF ends a line wherever its page did, and has its pages' numbers in
//! the text.

use std::collections::HashSet;

use super::{Line, Part, Start, clean::plain, ends, titles};
use crate::{
    markdown::{Inline, head_level},
    unit::UnitDirectory,
};

/// Widths are counted in halves of a Chinese character. No page's line is narrower or wider.
const NARROWEST: usize = 30;
const WIDEST: usize = 120;
/// A full line is so much narrower than the widest at most: a mark never begins a line, and takes a sign along.
const SLACK: usize = 5;
/// Fewer full lines than this were not broken by a page.
const FEWEST: usize = 3;
/// Fewer paragraphs than these say nothing of how they begin.
const FEWEST_STARTS: usize = 2;
/// So many lines are compared with the others.
const MOST_COMPARED: usize = 60;
/// A title and its second line have no more characters.
const LONGEST_TITLE: usize = 60;

/// How a text that a page broke was put together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Unwrapped {
    /// Breaks of lines that are none any more.
    pub(super) breaks: usize,
    /// Numbers of pages, and what stands on top of each.
    pub(super) page_numbers: usize,
}

/// The parts with their lines put together, where a page broke them; untouched where it did not. A title may stand above
/// what is no part of another text.
pub(super) fn unwrapped(parts: Vec<Part>, titled: Option<&UnitDirectory>) -> (Vec<Part>, Unwrapped) {
    let mut done = Unwrapped::default();
    let Some(full) = full_width(&parts) else { return without_numbers(parts) };
    let mut joined: Vec<Part> = Vec::with_capacity(parts.len());
    let mut known: HashSet<String> = HashSet::new();
    // Whether the last line goes on in the next; what stands between the two is a page's number alone.
    let mut goes_on = false;
    let mut is_ended = false;
    let mut follows_number = false;
    let texts: Vec<Option<String>> = parts.iter().map(text_of).collect();
    let start = start_of_paragraphs(&parts);
    for (place, part) in parts.into_iter().enumerate() {
        let Some(text) = &texts[place] else {
            goes_on = false;
            joined.push(part);
            continue;
        };
        // A bare number in the midst of a sentence is the page's; elsewhere it may be the text's own.
        let is_number = is_page_number(text) && (goes_on || is_sure(text));
        // What stood once and stands again below a page's number is the head of each page.
        let was_number = std::mem::replace(&mut follows_number, is_number);
        let is_head = was_number && known.contains(text);
        if is_number || is_head {
            done.page_numbers += 1;
            continue;
        }
        let next = texts.get(place + 1).and_then(Option::as_deref);
        let is_full = width(text) + SLACK >= full;
        let is_open =
            is_full && (start.is_some() || ends_within(text)) && !stands_alone(place, text, next, full);
        let was_open = std::mem::replace(&mut goes_on, is_open);
        // Below a sentence that ends there, what is no sentence is a signature or a day.
        let was_ended = std::mem::replace(&mut is_ended, !ends_within(text));
        let may_follow = !was_ended || is_full || !ends_within(text);
        // Below a page's number a blank line parts nothing.
        let begins = start
            .is_some_and(|start| start_of(&part) == Some(start) && !(start == Start::Parted && was_number));
        match (joined.last_mut(), part) {
            (Some(Part::Line(last)), Part::Line(next))
                if was_open && may_follow && !begins && !begins_paragraph(text) =>
            {
                append(last, next.content);
                done.breaks += 1;
            }
            (_, part) => joined.push(part),
        }
        known.insert(text.clone());
    }
    if let Some(directory) = titled
        && let [Part::Line(first), Part::Line(second), third, ..] = joined.as_slice()
        && text_of(third).is_some_and(|third| width(&third) + SLACK >= full)
        && is_second_of_title(first, second, full, directory)
    {
        let Part::Line(second) = joined.remove(1) else { return (joined, done) };
        if let Some(Part::Line(first)) = joined.first_mut() {
            append(first, second.content);
            done.breaks += 1;
        }
    }
    (joined, done)
}

/// What the paragraphs of a text begin with, where they do: then a full line goes on even if its sentence ends with it.
fn start_of_paragraphs(parts: &[Part]) -> Option<Start> {
    let lines = parts.iter().filter(|part| matches!(part, Part::Line(_))).count();
    [Start::Indented, Start::Parted].into_iter().find(|start| {
        let count = parts.iter().filter(|part| start_of(part) == Some(*start)).count();
        count >= FEWEST_STARTS && 2 * count <= lines
    })
}

fn start_of(part: &Part) -> Option<Start> {
    match part {
        Part::Line(line) => line.start,
        _ => None,
    }
}

/// Whether a full line is one by itself: a head of which no short rest follows, or a title, which has no marks.
fn stands_alone(place: usize, text: &str, next: Option<&str>, full: usize) -> bool {
    let has_rest = next.is_some_and(|next| width(next) + SLACK < full && ends_within(next));
    head_level(text).is_some() && !has_rest || place == 0 && !has_marks(text)
}

fn has_marks(text: &str) -> bool {
    text.contains(['，', '。', '；', '：', ',', ';'])
}

/// The parts without what is surely a page's number: — 3 —, 第3页.
fn without_numbers(mut parts: Vec<Part>) -> (Vec<Part>, Unwrapped) {
    let before = parts.len();
    parts.retain(|part| !text_of(part).is_some_and(|text| is_page_number(&text) && is_sure(&text)));
    let page_numbers = before - parts.len();
    (parts, Unwrapped { breaks: 0, page_numbers })
}

/// Whether it can be nothing else: 7, 3/12 and - 1 - may be the text's own.
fn is_sure(text: &str) -> bool {
    const DASHES: [char; 3] = ['—', '－', '–'];
    text.starts_with('第') && text.contains('页') || text.starts_with(DASHES) && text.ends_with(DASHES)
}

/// The width of a page's line, where a page broke these: most lines that end within a sentence are as wide, none is wider,
/// sentences end within lines or on shorter ones, and the lines are not made alike.
fn full_width(parts: &[Part]) -> Option<usize> {
    let texts: Vec<String> =
        parts.iter().filter_map(text_of).filter(|text| !text.is_empty() && !is_page_number(text)).collect();
    let full = texts.iter().map(|text| width(text)).max()?;
    if !(NARROWEST..=WIDEST).contains(&full) {
        return None;
    }
    let is_full = |text: &str| width(text) + SLACK >= full;
    let is_broken = |text: &str| is_full(text) && ends_within(text);
    let broken: Vec<&str> = texts.iter().map(String::as_str).filter(|text| is_broken(text)).collect();
    // Titles, heads and signatures end without a mark as well; above the first full line and below the last they are many.
    let first = texts.iter().position(|text| is_full(text))?;
    let last = texts.iter().rposition(|text| is_full(text))?;
    let is_short = |text: &&String| ends_within(text) && head_level(text).is_none() && !is_full(text);
    let short = texts[first..=last].iter().filter(is_short).count();
    let marked = broken.iter().filter(|text| has_marks(text)).count();
    let ends_inside = |text: &str| {
        text.char_indices().any(|(at, sign)| sign == '。' && at + sign.len_utf8() < text.len() - 3)
    };
    let closes = |pair: &[String]| is_broken(&pair[0]) && !is_full(&pair[1]) && pair[1].ends_with('。');
    let is_prose = texts.iter().any(|text| ends_inside(text)) || texts.windows(2).any(closes);
    let is_page = broken.len() >= FEWEST && broken.len() >= 4 * short && 2 * marked >= broken.len();
    (is_page && is_prose && !are_alike(&broken)).then_some(full)
}

/// Whether lines are made alike: 一季度…处, 二季度…处, 三季度…处, or 坚持…, 坚持…, 坚持….
fn are_alike(lines: &[&str]) -> bool {
    let most = |signs: Vec<Option<char>>| {
        let count = |sign: &Option<char>| signs.iter().filter(|other| *other == sign).count();
        signs.iter().take(MOST_COMPARED).map(count).max().unwrap_or(0)
    };
    let at_ends = [
        most(lines.iter().map(|line| line.chars().next()).collect()),
        most(lines.iter().map(|line| line.chars().last()).collect()),
    ];
    at_ends.into_iter().any(|most| most >= FEWEST && 2 * most > lines.len())
}

/// The words of a line that is neither a head by its style nor set at the right.
fn text_of(part: &Part) -> Option<String> {
    match part {
        Part::Line(line) if line.level.is_none() && line.meant.is_none() && !line.is_right => {
            Some(plain(&line.content).trim().to_owned())
        }
        _ => None,
    }
}

fn width(text: &str) -> usize {
    text.chars().map(|sign| if sign >= '\u{2000}' { 2 } else { 1 }).sum()
}

/// Whether a line ends in the midst of a sentence.
fn ends_within(text: &str) -> bool {
    let end = text.trim_end_matches(['”', '’', '）', ')', '》', '】']);
    !end.ends_with(['。', '！', '？', '；', '：', '…', '.', '!', '?', ';', ':'])
}

fn begins_paragraph(text: &str) -> bool {
    head_level(text).is_some() || text.starts_with(['▲', '△', '●', '■', '◆', '★', '\u{3000}'])
}

/// — 3 —, 第3页, 3/12: a number alone, with what stands around the number of a page.
fn is_page_number(text: &str) -> bool {
    let inner: String = text.chars().filter(|sign| !sign.is_whitespace()).collect();
    let bare = inner.trim_matches(['—', '－', '-', '–', '―', '─', '·', '第', '页']);
    let is_number =
        |text: &str| (1..=3).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    let of_all =
        bare.split_once("页共").or_else(|| bare.split_once("页/共")).or_else(|| bare.split_once('/'));
    is_number(bare) || of_all.is_some_and(|(page, pages)| is_number(page) && is_number(pages))
}

fn append(line: &mut Line, next: Vec<Inline>) {
    // The last run and the first: the line may be long by now.
    let run = |inline: Option<&Inline>| plain(inline.map(std::slice::from_ref).unwrap_or_default());
    let (before, after) = (run(line.content.last()), run(next.first()));
    let is_latin = |sign: Option<char>| sign.is_some_and(|sign| sign.is_ascii_alphabetic());
    let is_small = after.starts_with(|sign: char| sign.is_ascii_lowercase());
    match before.strip_suffix('-') {
        // A word that was parted at the line's end.
        Some(word) if is_latin(word.chars().last()) && is_small => {
            if let Some(Inline::Text { text }) = line.content.last_mut() {
                text.pop();
            }
        }
        _ if is_latin(before.chars().last()) && is_latin(after.chars().next()) => {
            line.content.push(Inline::Text { text: " ".to_owned() });
        }
        _ => {}
    }
    line.content.extend(next);
}

/// Whether a text's second line goes on with its title: both stand above the first full line, and the second is nothing
/// else that stands there.
fn is_second_of_title(first: &Line, second: &Line, full: usize, directory: &UnitDirectory) -> bool {
    let (title, next) = (plain(&first.content), plain(&second.content));
    let is_short = |text: &str| width(text) + SLACK < full && ends_within(text) && !begins_paragraph(text);
    is_short(&title)
        && is_short(&next)
        && first.is_centred == second.is_centred
        && title.chars().count() + next.chars().count() <= LONGEST_TITLE
        && titles::goes_on(&title, &next)
        && !titles::says_what_it_is(&title)
        && !titles::is_name_line(&next)
        && next.chars().count() >= 4
        && !next.starts_with(|sign: char| sign.is_numeric())
        && !ends::is_about_text(&next)
        && !ends::is_attribution(&next, directory)
        && !next.contains(['，', '。'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        manuscript::{Manuscript, tidy},
        markdown::write,
        unit::tests::directory,
    };

    fn tidied(text: &str) -> Manuscript {
        let line = |words: &str| {
            Part::Line(Line { content: vec![Inline::Text { text: words.to_owned() }], ..Line::default() })
        };
        tidy(text.lines().map(line).collect(), &directory(&[("地质矿产管理科", &["地矿科"])]))
    }

    #[test]
    fn what_a_page_broke_is_put_together_and_its_numbers_go() {
        let manuscript = tidied(
            "关于全市矿山生态修复工作进展
情况的报告
近日，地矿科组织召开全市矿山生态修复工作推进会，通报
今年以来的进展情况，分析存在的困难和问题，并对下一步重点
工作作出安排。
一、主要做法
一是压实责任。各县区分局主要负责同志亲自抓，班子成员包
— 1 —
保到矿，做到一矿一策、一矿一档。
二是严格验收。委托第三方机构对已完工的12处矿山逐一核查，
发现问题当场交办。
（地矿科/周鹏）",
        );
        assert_eq!(manuscript.title.as_deref(), Some("关于全市矿山生态修复工作进展情况的报告"));
        assert_eq!(manuscript.attribution.as_deref(), Some("（地矿科/周鹏）"));
        assert_eq!(
            write(&manuscript.blocks),
            "近日，地矿科组织召开全市矿山生态修复工作推进会，通报今年以来的进展情况，分析存在的困难和问题，并对下一步重点工作作出安排。\n\
             # 一、主要做法\n\
             一是压实责任。各县区分局主要负责同志亲自抓，班子成员包保到矿，做到一矿一策、一矿一档。\n\
             二是严格验收。委托第三方机构对已完工的12处矿山逐一核查，发现问题当场交办。"
        );
        assert!(manuscript.done.iter().any(|done| done == "接起 5 处断行"), "{:?}", manuscript.done);
        assert!(manuscript.done.iter().any(|done| done == "去掉 1 个页码、页眉"), "{:?}", manuscript.done);
    }

    #[test]
    fn a_letterhead_is_no_title_and_heads_of_pages_are_no_words() {
        let manuscript = tidied(
            "临清市自然资源和规划局文件
临自然资发〔2024〕15号
关于全市矿山生态修复工作进展的报告
近日，地矿科组织召开全市矿山生态修复工作推进会，通报了
今年以来的进展情况。会议多次强调，要用好地理信息Geograph-
ic数据，分析存在的困难和问题，并对下一步重点工作作出了
— 1 —
临清市自然资源和规划局文件
安排部署。",
        );
        assert_eq!(manuscript.title.as_deref(), Some("关于全市矿山生态修复工作进展的报告"));
        assert_eq!(
            write(&manuscript.blocks),
            "近日，地矿科组织召开全市矿山生态修复工作推进会，通报了今年以来的进展情况。会议多次强调，要用好地理信息Geographic数据，\
             分析存在的困难和问题，并对下一步重点工作作出了安排部署。"
        );
        assert_eq!(
            manuscript.left,
            [
                "标题上面的“临清市自然资源和规划局文件”没有放进正文",
                "标题上面的“临自然资发〔2024〕15号”没有放进正文"
            ]
        );
    }

    /// As a plain text's reader gives its lines.
    fn started(text: &str) -> Manuscript {
        let mut is_parted = false;
        let mut parts = Vec::new();
        for line in text.lines() {
            let words = line.trim();
            let start = match line.starts_with('\u{3000}') {
                true => Some(Start::Indented),
                false => std::mem::take(&mut is_parted).then_some(Start::Parted),
            };
            is_parted = words.is_empty();
            let content = vec![Inline::Text { text: words.to_owned() }];
            if !words.is_empty() {
                parts.push(Part::Line(Line { content, start, ..Line::default() }));
            }
        }
        tidy(parts, &directory(&[("地质矿产管理科", &["地矿科"])]))
    }

    #[test]
    fn paragraphs_begin_where_blanks_say_so() {
        let lines = [
            "近日，地矿科组织召开全市矿山生态修复工作推进会，通报",
            "今年以来的进展情况，分析存在的困难和问题，作出了安排。",
            "会议强调，各县区分局要亲自抓，做到一矿一策、一矿一档，",
            "按月报送进展。",
            "会后，与会人员现场观摩了城东街道3处已完工的矿山修复点",
            "全市计划年底前完成修复任务，目前已完工12处，占六成以上。",
        ];
        let [first, second, third, fourth, fifth, sixth] = lines;
        let whole = format!("{first}{second}{third}{fourth}\n{fifth}\n{sixth}");
        let indented = format!(
            "\u{3000}\u{3000}{first}\n{second}\n{third}\n{fourth}\n\u{3000}\u{3000}{fifth}\n\u{3000}\u{3000}{sixth}\n（地矿科/周鹏）"
        );
        let parted =
            format!("{first}\n{second}\n\n— 1 —\n\n{third}\n{fourth}\n\n{fifth}\n\n{sixth}\n（地矿科/周鹏）");
        for text in [indented, parted] {
            let manuscript = started(&text);
            assert_eq!(write(&manuscript.blocks), whole);
            assert_eq!(manuscript.attribution.as_deref(), Some("（地矿科/周鹏）"));
        }
    }

    #[test]
    fn lines_that_people_ended_stay_lines() {
        for text in [
            // Their numbers may be the text's own.
            "12\n3/12",
            // Paragraphs.
            "近日，地矿科组织召开全市矿山生态修复工作推进会。\n会议通报了今年以来的进展情况和存在的问题。\n\
             会议要求各县区分局主要负责同志亲自抓落实。",
            // Names of projects of one length, and a table's lines.
            "冠县梁堂镇矿山生态修复治理一期项目工程\n冠县桑阿镇矿山生态修复治理二期项目工程\n1\n\
             莘县朝城镇矿山生态修复治理三期项目工程及配套\n莘县\n阳谷县\n东阿县\n2",
            // Lines of one make.
            "有关情况如下：\n一季度完成造林3.2万亩，抚育1.1万亩，新建苗圃2处\n二季度完成造林1.5万亩，抚育2.3万亩，新建苗圃1处\n\
             三季度完成造林2.4万亩，抚育1.6万亩，新建苗圃3处\n合计完成造林7.1万亩。",
            "有关情况如下：\n坚持人民至上、生命至上，全力做好防汛救灾各项工作\n坚持问题导向、目标导向，全力推进重点工程项目建设\n\
             坚持守正创新、求真务实，全力提升机关党建工作水平",
            "某市高新区鑫源新型建材有限责任公司\n某市高新区宏达机械设备制造有限公司\n\
             某市高新区恒信环保科技有限责任公司\n某市高新区盛泰新能源材料有限公司\n某市高新区瑞丰农业发展有限责任公司",
            "短句一\n短句二\n短句三\n短句四",
        ] {
            assert_eq!(write(&tidied(text).blocks), text);
        }
    }

    #[test]
    fn numbers_of_pages_are_told_from_what_is_written() {
        for number in ["— 3 —", "-12-", "第3页", "第 3 页 共 12 页", "3/12", "7", "－ 4 －"] {
            assert!(is_page_number(number), "{number}");
        }
        assert_eq!(
            write(&tidied("近日，召开会议。\n— 1 —\n第 2 页 共 3 页\n会后座谈。").blocks),
            "近日，召开会议。\n会后座谈。"
        );
        for text in ["", "—", "2024", "3.5", "3月", "第3页共", "1/2/3"] {
            assert!(!is_page_number(text), "{text}");
        }
    }
}
