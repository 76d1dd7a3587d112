//! Where headlines and attributions are broken into lines: what an editor would do by hand.
//!
//! Pure text. Widths are counted in full characters (em): an ASCII character is half of one, as in the fonts of
//! offices. It knows nothing of pages.

use super::breaks::{NOT_AT_END, NOT_AT_START};

/// Words that often begin the second half of a headline.
const BEGINNERS: [&str; 42] = [
    "推进", "推动", "促进", "助力", "打造", "取得", "开展", "召开", "举行", "举办", "加强", "强化", "提升",
    "深化", "做好", "服务", "实现", "全力", "积极", "扎实", "不断", "持续", "创新", "应对", "构建", "建设",
    "保障", "筑牢", "守牢", "落实", "完成", "启动", "组织", "调研", "检查", "抓好", "入选", "获", "成功",
    "全面", "着力", "有效",
];

/// The width of a text in full characters.
pub fn width(text: &str) -> f64 {
    text.chars().map(|character| if character.is_ascii() { 0.5 } else { 1.0 }).sum()
}

/// A headline's lines, as few as fit and about equally long, broken where it reads well.
pub(super) fn headline(title: &str, widest: f64) -> Vec<String> {
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    if title.is_empty() {
        return Vec::new();
    }
    let mut count = (width(&title) / widest).ceil().max(1.0) as usize;
    loop {
        // Unbreakable words may need a line more than the sum of widths says.
        match balanced(&title, count, widest) {
            Some(lines) => return lines,
            None if count > title.len() => return split_hard(&title, widest),
            None => count += 1,
        }
    }
}

/// A headline's lines of which none is wider than `widest` by its glyphs, however wide its letters are. `width` tells
/// a line's width in full characters.
pub(super) fn fitting(title: &str, widest: f64, width: &dyn Fn(&str) -> f64) -> Vec<String> {
    let mut room = widest;
    loop {
        let lines = headline(title, room);
        let worst = lines.iter().map(|line| width(line)).fold(0.0, f64::max);
        if worst <= widest + 0.01 || room < 1.0 {
            return lines;
        }
        room *= (widest / worst).min(0.97);
    }
}

/// The best way to break a text into exactly `count` lines, if there is one.
fn balanced(text: &str, count: usize, widest: f64) -> Option<Vec<String>> {
    let places = break_places(text);
    let ideal = width(text) / count as f64;
    // best[line][place]: the cost of the lines before it and the place where its last line begins.
    let mut best: Vec<Vec<Option<(f64, usize)>>> = vec![vec![None; places.len()]; count + 1];
    best[0][0] = Some((0.0, 0));
    for line in 1..=count {
        for end in 1..places.len() {
            for start in 0..end {
                let Some((before, _)) = best[line - 1][start] else { continue };
                let length = width(text[places[start].at..places[end].at].trim());
                if length > widest {
                    continue;
                }
                let cost = before + (length - ideal).powi(2) + places[end].cost;
                if best[line][end].is_none_or(|(least, _)| cost < least) {
                    best[line][end] = Some((cost, start));
                }
            }
        }
    }
    let mut lines = Vec::new();
    let mut end = places.len() - 1;
    for line in (1..=count).rev() {
        let (_, start) = best[line][end]?;
        lines.push(text[places[start].at..places[end].at].trim().to_owned());
        end = start;
    }
    lines.reverse();
    Some(lines)
}

struct Place {
    at: usize,
    /// What it costs to break here, in squared characters of imbalance.
    cost: f64,
}

fn break_places(text: &str) -> Vec<Place> {
    let mut places = vec![Place { at: 0, cost: 0.0 }];
    let mut depth = 0_i32;
    let mut previous: Option<char> = None;
    for (at, next) in text.char_indices() {
        if let Some(previous) = previous {
            if NOT_AT_END.contains(previous) {
                depth += 1;
            }
            if let Some(cost) = break_cost(previous, next, &text[at..], depth) {
                places.push(Place { at, cost });
            }
        }
        if "”’》〉）】」』)]}".contains(next) {
            depth -= 1;
        }
        previous = Some(next);
    }
    places.push(Place { at: text.len(), cost: 0.0 });
    places
}

/// The cost of a break between two characters, or `None` where there may be none.
fn break_cost(previous: char, next: char, rest: &str, depth: i32) -> Option<f64> {
    let in_word = |character: char| character.is_ascii_alphanumeric();
    if NOT_AT_START.contains(next)
        || NOT_AT_END.contains(previous)
        || next == ' '
        || (in_word(previous) && in_word(next))
    {
        return None;
    }
    // A number stays with what it counts.
    let splits_number = previous.is_ascii_digit() || next.is_ascii_digit();
    let cost = if previous == ' ' {
        0.0
    } else if "，、；：！？—".contains(previous) {
        2.0
    } else if "”’》〉）】」』".contains(previous) || NOT_AT_END.contains(next) {
        6.0
    } else if "和与及的".contains(previous) {
        8.0
    } else if "的了着过和与及".contains(next) || splits_number {
        120.0
    } else if BEGINNERS.iter().any(|word| rest.starts_with(word)) {
        5.0
    } else {
        60.0
    };
    // Within quotation marks a break hurts more.
    Some(if depth > 0 { cost + 60.0 } else { cost })
}

/// An attribution's lines: one where it fits, else as few as needed, broken between units and authors.
pub(super) fn attribution(text: &str, widest: f64) -> Vec<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![String::new()];
    for piece in pieces(&text, widest) {
        let line = lines.last().map_or("", String::as_str);
        let joined = format!("{line}{piece}");
        if !line.is_empty() && width(joined.trim()) > widest {
            lines.push(piece);
        } else if let Some(line) = lines.last_mut() {
            *line = joined;
        }
    }
    lines.iter().flat_map(|line| split_hard(line.trim(), widest)).collect()
}

/// The parts of an attribution that stay together, each with the sign that ends it. A unit with its author that is
/// too long for a line is parted within the unit's name: no line begins or ends with the slash between the two.
fn pieces(text: &str, widest: f64) -> Vec<String> {
    let mut pieces = Vec::new();
    for part in text.split_inclusive([' ', '、', '，', ',']) {
        if width(part.trim_end()) > widest {
            let mut lines = headline(part, widest);
            if let Some(last) = lines.last_mut().filter(|_| part.ends_with(' ')) {
                last.push(' ');
            }
            pieces.extend(lines);
        } else {
            pieces.push(part.to_owned());
        }
    }
    pieces
}

/// Cuts a line that is too long even by itself, beside a sign that may not stand there only where nothing else is left.
fn split_hard(line: &str, widest: f64) -> Vec<String> {
    let mut lines = Vec::new();
    let mut rest: Vec<char> = line.chars().collect();
    let width_of = |characters: &[char]| width(&characters.iter().collect::<String>());
    while width_of(&rest) > widest {
        let most =
            (1..rest.len()).take_while(|length| width_of(&rest[..*length]) <= widest).last().unwrap_or(1);
        let may_end = |length: &usize| {
            !NOT_AT_END.contains(rest[length - 1])
                && !NOT_AT_START.contains(rest[*length])
                && rest[*length] != ' '
        };
        let length = (1..=most).rev().find(may_end).unwrap_or(most);
        let next = rest.split_off(length);
        lines.push(rest.iter().collect::<String>().trim().to_owned());
        rest = next;
    }
    lines.push(rest.iter().collect::<String>().trim().to_owned());
    lines.retain(|line| !line.is_empty());
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_headline_stays_on_one_line() {
        assert_eq!(headline("  全县春季  造林工作会议召开 ", 20.0), ["全县春季 造林工作会议召开"]);
        assert_eq!(headline(" ", 20.0), [""; 0]);
    }

    #[test]
    fn a_long_headline_is_broken_where_it_reads_well() {
        let cases: &[(&str, &[&str])] = &[
            (
                "算清水账 算好林账 全县用水总量控制取得新进展新成效",
                &["算清水账 算好林账", "全县用水总量控制取得新进展新成效"],
            ),
            (
                "市水务局“三项举措”强化汛前河道安全隐患排查整治",
                &["市水务局“三项举措”", "强化汛前河道安全隐患排查整治"],
            ),
            (
                "我县创新推行“一窗受理、集成服务”持续优化营商环境",
                &["我县创新推行“一窗受理、集成服务”", "持续优化营商环境"],
            ),
        ];
        for (title, lines) in cases {
            assert_eq!(headline(title, 20.0), *lines);
        }
    }

    #[test]
    fn no_line_of_a_headline_is_too_wide_or_begins_with_forbidden_punctuation() {
        let title = "关于进一步加强2024年度全市水利工程“建、管、养”一体化（试点）工作，切实保障ABCDEFG汛期安全的若干做法与体会";
        for widest in 8..30 {
            let lines = headline(title, f64::from(widest));
            assert_eq!(lines.concat(), title, "nothing is lost");
            for line in lines {
                assert!(width(&line) <= f64::from(widest), "{line}");
                assert!(!line.starts_with(|first| NOT_AT_START.contains(first)), "{line}");
            }
        }
    }

    #[test]
    fn a_headline_that_cannot_be_broken_well_is_cut() {
        let title = "W".repeat(50);
        let lines = headline(&title, 20.0);
        assert_eq!((lines.len(), lines.concat()), (2, title));
    }

    #[test]
    fn an_attribution_is_broken_between_names() {
        assert_eq!(attribution("（水利科/周文）", 13.0), ["（水利科/周文）"]);
        assert_eq!(
            attribution("（河道保护科 市水旱灾害防御中心 监察支队）", 13.0),
            ["（河道保护科", "市水旱灾害防御中心", "监察支队）"]
        );
        assert_eq!(
            attribution("（市城乡规划设计研究院/唐志远）", 13.0),
            ["（市城乡规划设计", "研究院/唐志远）"],
            "the slash is never torn from what it parts"
        );
        assert_eq!(attribution("（甲局/张三\n李四）", 13.0), ["（甲局/张三 李四）"]);
        assert_eq!(attribution("（一二三四五六七八九十一二三四五）", 13.0).len(), 2);
        assert_eq!(attribution("", 13.0), [""; 0]);
    }
}
