//! What belongs to the issue and not to an item: masthead, contents, section names, page numbers, foot.

use super::{
    Problem,
    lines::Line,
    segments::ends_like_attribution,
    shape::{BRIEF_MARKS, width},
};
use crate::unit::UnitDirectory;

/// The lines of the items alone, and a problem for each of the others.
pub(super) fn take_out(lines: Vec<Line>, directory: &UnitDirectory) -> (Vec<Line>, Vec<Problem>) {
    let mut parts = vec![Part::Item; lines.len()];
    mark_simple_lines(&lines, &mut parts);
    mark_masthead(&lines, &mut parts);
    mark_contents(&lines, &mut parts);
    mark_foot(&lines, &mut parts, directory);
    let mut kept = Vec::new();
    let mut problems = Vec::new();
    let mut after_blank = false;
    let mut after_break = false;
    for (mut line, part) in lines.into_iter().zip(parts) {
        let Some(name) = part.name() else {
            line.after_blank |= std::mem::take(&mut after_blank);
            line.after_break = std::mem::take(&mut after_break);
            kept.push(line);
            continue;
        };
        after_blank = true;
        after_break |= part.ends_item();
        problems.push(Problem { line: line.number, text: format!("{name}，未读入：{}", line.text) });
    }
    (kept, problems)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Item,
    Masthead,
    /// The masthead's lines again, on a later page.
    RunningHead,
    Contents,
    SectionName,
    PageNumber,
    Ornament,
    Foot,
}

impl Part {
    /// The word on the screen; `None` for what is no furniture.
    fn name(self) -> Option<&'static str> {
        match self {
            Self::Item => None,
            Self::Masthead => Some("报头"),
            Self::RunningHead => Some("页眉"),
            Self::Contents => Some("目录"),
            Self::SectionName => Some("栏目名"),
            Self::PageNumber => Some("页码"),
            Self::Ornament => Some("分隔符号"),
            Self::Foot => Some("报尾"),
        }
    }

    /// Whether no item goes on below; what stands at a page's end parts none.
    fn ends_item(self) -> bool {
        matches!(self, Self::Masthead | Self::Contents | Self::SectionName | Self::Foot)
    }
}

/// Lines that say by themselves what they are.
fn mark_simple_lines(lines: &[Line], parts: &mut [Part]) {
    for (line, part) in lines.iter().zip(parts) {
        let text = line.text.as_str();
        if is_page_number(text) {
            *part = Part::PageNumber;
        } else if is_ornament(text) {
            *part = Part::Ornament;
        } else if is_section_name(text) {
            *part = Part::SectionName;
        }
    }
}

/// A line of dashes or stars. Punctuation is the end of a sentence that a page's end cut off.
fn is_ornament(text: &str) -> bool {
    let is_meaningful = |character: char| {
        character.is_alphanumeric()
            || "，。、；：！？（）《》“”‘’…,.;:!?()%".contains(character)
            || BRIEF_MARKS.contains(&character)
    };
    !text.contains(is_meaningful)
}

/// — 3 —, 3, 第3页, 第3页 共12页, 3/12.
fn is_page_number(text: &str) -> bool {
    let is_around = |character: char| {
        character.is_whitespace() || "—–-－·.~～/／第页共".contains(character) || character.is_ascii_digit()
    };
    let digits = text.chars().filter(char::is_ascii_digit).count();
    text.chars().all(is_around) && (1..=4).contains(&digits)
}

fn is_section_name(text: &str) -> bool {
    let name: String = text
        .chars()
        .filter(|character| !character.is_whitespace() && !"【】〔〕[]《》“”·—-☆★◆■●".contains(*character))
        .collect();
    let name = name.trim_end_matches(['：', ':']);
    [
        "信息",
        "简讯",
        "要闻",
        "动态",
        "工作信息",
        "工作简讯",
        "工作动态",
        "简讯集锦",
        "一句话简讯",
        "一句话新闻",
    ]
    .contains(&name)
}

/// Everything up to the last line that only a masthead has, before the first running text.
fn mark_masthead(lines: &[Line], parts: &mut [Part]) {
    let before_text = lines.iter().take_while(|line| !is_masthead_end(&line.text)).count();
    let Some(last) = lines[..before_text].iter().rposition(|line| is_masthead_line(&line.text)) else {
        return;
    };
    let has_publisher_below = lines[..before_text].get(last + 1).is_some_and(|line| is_publisher(&line.text));
    let (masthead, below) = lines.split_at(last + 1 + usize::from(has_publisher_below));
    parts[..masthead.len()].fill(Part::Masthead);
    for (line, part) in below.iter().zip(&mut parts[masthead.len()..]) {
        if masthead.iter().any(|head| head.text == line.text) {
            *part = Part::RunningHead;
        }
    }
}

fn is_masthead_end(text: &str) -> bool {
    text.starts_with(BRIEF_MARKS) || text.contains('。') || width(text) > 45
}

fn is_masthead_line(text: &str) -> bool {
    let is_numbered = text.find('第').is_some_and(|start| {
        let after = text[start + '第'.len_utf8()..].trim_start();
        let rest = after.trim_start_matches(|character: char| {
            character.is_ascii_digit()
                || character.is_whitespace()
                || "〇零一二三四五六七八九十百".contains(character)
        });
        let after_number = rest.strip_prefix('期');
        rest.len() < after.len()
            && after_number.is_some_and(|after| after.is_empty() || after.starts_with([' ', '　', '（', '(']))
    });
    let marks = ["总第", "内部资料", "内部刊物", "注意保存", "注意保管", "编印", "主办：", "主管："];
    width(text) <= 40 && (is_numbered || is_dated(text) || marks.iter().any(|mark| text.contains(mark)))
}

/// Whether a line is or ends with a whole day: 2024年4月15日.
fn is_dated(text: &str) -> bool {
    let Some(start) = text.find('年') else { return false };
    let before = text[..start].chars().rev().take_while(|character| !character.is_whitespace());
    let is_year = before
        .clone()
        .all(|character| character.is_ascii_digit() || "〇○零一二三四五六七八九".contains(character));
    text.ends_with('日') && text.contains('月') && is_year && before.count() == 4
}

fn is_publisher(text: &str) -> bool {
    width(text) <= 25
        && ["办公室", "编辑部", "编委会", "主办", "编印"].iter().any(|ending| text.ends_with(ending))
}

/// A list of contents names headlines that come again below.
fn mark_contents(lines: &[Line], parts: &mut [Part]) {
    let is_contents_head = |line: &Line| {
        let name: String = line.text.chars().filter(|character| character.is_alphanumeric()).collect();
        ["目录", "本期目录", "本期要目", "本期导读", "要目"].contains(&name.as_str())
    };
    let Some(head) = lines.iter().position(is_contents_head) else { return };
    parts[head] = Part::Contents;
    for place in head + 1..lines.len() {
        let entry = without_leader(&lines[place].text);
        let comes_again = !entry.is_empty() && lines[place + 1..].iter().any(|line| line.text == entry);
        if parts[place] != Part::Item || !comes_again {
            break;
        }
        parts[place] = Part::Contents;
    }
}

/// An entry without its dots and page number.
fn without_leader(entry: &str) -> &str {
    let without_number = entry.trim_end_matches(|character: char| {
        character.is_ascii_digit() || character.is_whitespace() || "（）()".contains(character)
    });
    let without_dots = without_number.trim_end_matches(['…', '.', '·', '．', '⋯', '-', '—', ' ', '\t']);
    if without_dots.len() < without_number.len() { without_dots } else { entry }
}

/// From the first line after the last item that only a foot has to the end.
fn mark_foot(lines: &[Line], parts: &mut [Part], directory: &UnitDirectory) {
    let belongs_to_item = |line: &Line| {
        line.text.starts_with(BRIEF_MARKS)
            || !is_foot_line(&line.text) && ends_like_attribution(&line.text, directory)
    };
    let first = lines.iter().rposition(belongs_to_item).map_or(0, |last| last + 1);
    let Some(start) = lines[first..].iter().position(|line| is_foot_line(&line.text)) else { return };
    for part in &mut parts[first + start..] {
        if *part == Part::Item {
            *part = Part::Foot;
        }
    }
}

fn is_foot_line(text: &str) -> bool {
    let text = text.trim_start_matches(['（', '(', '【']);
    let label = text.split(['：', ':']).next().filter(|label| label.len() < text.len()).unwrap_or_default();
    let label: String = label.chars().filter(|character| !character.is_whitespace()).collect();
    let is_print_run = ["共印", "印数", "印"].iter().any(|start| text.starts_with(start))
        && text.contains('份')
        && width(text) <= 12;
    FOOT_LABELS.contains(&label.as_str()) || is_print_run
}

/// What stands before a colon in a foot.
const FOOT_LABELS: [&str; 36] = [
    "报",
    "送",
    "发",
    "呈报",
    "抄报",
    "抄送",
    "主送",
    "分送",
    "报送",
    "印送",
    "编辑",
    "责任编辑",
    "责编",
    "主编",
    "副主编",
    "编审",
    "编校",
    "校对",
    "审核",
    "审签",
    "签发",
    "核稿",
    "电话",
    "联系电话",
    "联系人",
    "传真",
    "邮箱",
    "电子邮箱",
    "地址",
    "邮编",
    "印数",
    "份数",
    "印发",
    "编印",
    "主办",
    "承办",
];
