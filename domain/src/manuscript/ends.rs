//! What stands at a text's end, or between its title and its first words, and is none of it: the attribution, who is to be
//! called, who wrote and approved it, its day.

use super::{Line, Part, clean::plain};
use crate::{
    attribution::{looks_like_office, parse, split_trailing},
    markdown::Inline,
    unit::UnitDirectory,
};

/// A longer line is no line about the text.
const LONGEST: usize = 80;
/// A shorter line about the text may end with a full stop.
const SHORTEST_SENTENCE: usize = 14;
/// Longer than this is no name, in characters.
const LONGEST_NAMED: usize = 6;
/// A longer line without brackets is no attribution.
const LONGEST_BARE: usize = 40;

/// What lines about a text begin with, before a colon.
const CONTACTS: [&str; 55] = [
    "联系人",
    "联系电话",
    "联系方式",
    "电话",
    "手机",
    "手机号",
    "撰稿",
    "撰稿人",
    "拟稿",
    "拟稿人",
    "审核",
    "审核人",
    "审稿",
    "审稿人",
    "核稿",
    "核稿人",
    "签发",
    "签发人",
    "审签",
    "审签人",
    "校对",
    "责任编辑",
    "责编",
    "编辑",
    "供稿人",
    "供稿日期",
    "作者",
    "通讯员",
    "报送人",
    "报送时间",
    "报送日期",
    "信息员",
    "分管领导",
    "单位负责人",
    "邮箱",
    "日期",
    "初审",
    "复审",
    "终审",
    "一审",
    "二审",
    "三审",
    "值班编辑",
    "执行编辑",
    "美编",
    "排版",
    "监制",
    "主编",
    "总编辑",
    "统筹",
    "策划",
    "出品",
    "文字",
    "文",
    "图文",
];
/// Of these, what never begins a sentence.
const WRITERS: [&str; 10] =
    ["作者", "撰稿", "撰稿人", "拟稿", "拟稿人", "供稿人", "责编", "责任编辑", "通讯员", "信息员"];
/// And what does as often: names alone may follow.
const MAKERS: [&str; 9] = ["监制", "统筹", "策划", "出品", "文字", "文", "图文", "主编", "排版"];
/// Behind which a bar may stand for the colon.
const BARRED: [&str; 16] = [
    "文",
    "图",
    "图文",
    "文字",
    "编辑",
    "责编",
    "责任编辑",
    "值班编辑",
    "审核",
    "初审",
    "复审",
    "终审",
    "校对",
    "来源",
    "作者",
    "监制",
];
/// And what the attribution may be called.
const ATTRIBUTIONS: [&str; 7] = ["供稿", "供稿单位", "报送单位", "来稿单位", "信息来源", "稿件来源", "来源"];

/// How lines begin with which pages of a public account begin and end, without blanks and signs, and how many signs may
/// follow: they are nobody's words.
const FURNITURE: [(&str, usize); 17] = [
    ("点击关注", 8),
    ("点击蓝字", 8),
    ("点击上方", 10),
    ("点击下方", 10),
    ("点击名片", 8),
    ("关注我们", 2),
    ("阅读原文", 2),
    ("点击阅读原文", 6),
    ("长按二维码", 8),
    ("长按识别", 10),
    ("扫码关注", 6),
    ("微信扫一扫", 8),
    ("预览时标签不可点", 0),
    ("点个在看", 6),
    ("往期推荐", 2),
    ("往期回顾", 2),
    ("投稿邮箱", 30),
];

fn is_furniture(text: &str) -> bool {
    let bare: String = text.chars().filter(|sign| sign.is_alphanumeric()).collect();
    // 原创 parted from a name and with its day; 原创话剧上演 is a title.
    let is_original = text
        .trim()
        .strip_prefix("原创")
        .is_some_and(|rest| rest.starts_with([' ', '　']) && rest.contains("20"));
    let begins = |(words, most): &(&str, usize)| {
        bare.strip_prefix(words).is_some_and(|rest| rest.chars().count() <= *most)
    };
    !text.contains(['。', '；'])
        && (is_original || bare == "END" || bare == "THEEND" || FURNITURE.iter().any(begins))
}

/// Takes such lines from the parts' beginning.
pub(super) fn take_furniture(parts: &mut Vec<Part>) -> Vec<String> {
    let mut furniture = Vec::new();
    while parts.len() > 2
        && let Some(text) = parts.first_mut().and_then(content).map(|(content, _)| plain(content))
        && is_furniture(&text)
    {
        furniture.push(text);
        parts.remove(0);
    }
    furniture
}

/// What was taken from both ends.
#[derive(Debug, Default)]
pub(super) struct Ends {
    pub(super) attribution: Option<String>,
    pub(super) contacts: Vec<String>,
}

/// Takes what is no text from the parts' end, and from their beginning, where the title was taken already.
pub(super) fn take(parts: &mut Vec<Part>, has_title: bool, directory: &UnitDirectory) -> Ends {
    let mut ends = Ends::default();
    ends.take_from_end(parts, directory);
    if has_title {
        ends.take_from_beginning(parts, directory);
    }
    ends
}

impl Ends {
    fn take_from_end(&mut self, parts: &mut Vec<Part>, directory: &UnitDirectory) {
        let mut contacts = Vec::new();
        // Pictures stand below the attribution as well as above it.
        while let Some(place) = parts.iter().rposition(|part| !stands_aside(part)) {
            let Some((content, is_right)) = content(&mut parts[place]) else { break };
            let text = plain(content);
            if is_about_text(&text) {
                contacts.push(text);
                parts.remove(place);
                continue;
            }
            if self.attribution.is_some() {
                break;
            }
            if let (before, Some(attribution)) = split_trailing(&text, directory) {
                self.attribution = Some(with_slash(attribution.trim(), directory));
                if before.trim().is_empty() {
                    parts.remove(place);
                    continue;
                }
                cut(content, text.chars().count() - before.chars().count());
                break;
            }
            // Whose paper it is stands above its day.
            let is_above_day = contacts.last().is_some_and(|below| is_date(below));
            match bare(&text, is_right || is_above_day, directory) {
                Some(attribution) => self.attribution = Some(attribution),
                None => break,
            }
            parts.remove(place);
        }
        contacts.reverse();
        self.contacts.extend(contacts);
    }

    fn take_from_beginning(&mut self, parts: &mut Vec<Part>, directory: &UnitDirectory) {
        let mut contacts = Vec::new();
        while parts.len() > 1
            && let Some(Part::Line(line)) = parts.first()
        {
            let text = plain(&line.content);
            if is_about_text(&text) {
                contacts.push(text);
            } else {
                let (before, bracketed) = split_trailing(&text, directory);
                let bracketed = bracketed.filter(|_| before.trim().is_empty());
                let bracketed = bracketed.map(|bracketed| with_slash(bracketed.trim(), directory));
                let Some(attribution) = bracketed.or_else(|| bare(&text, line.is_centred, directory)) else {
                    break;
                };
                match self.attribution {
                    // Once more above is nothing new where it says the same.
                    Some(ref known) if parse(known, directory) != parse(&attribution, directory) => {
                        contacts.push(text);
                    }
                    Some(_) => {}
                    None => self.attribution = Some(attribution),
                }
            }
            parts.remove(0);
        }
        contacts.append(&mut self.contacts);
        self.contacts = contacts;
    }
}

/// What may stand below an attribution without ending the search for it.
fn stands_aside(part: &Part) -> bool {
    matches!(
        part,
        Part::Picture { .. } | Part::MissingPicture | Part::Lost(_) | Part::Note { .. } | Part::Rule
    )
}

fn content(part: &mut Part) -> Option<(&mut Vec<Inline>, bool)> {
    match part {
        Part::Line(Line { content, is_right, .. }) => Some((content, *is_right)),
        Part::Item { content, .. } => Some((content, false)),
        _ => None,
    }
}

/// Whether a line is about the text: 联系人：张三　电话：…, or its day.
pub(super) fn is_about_text(text: &str) -> bool {
    let bare = text.trim().trim_start_matches(['（', '(', '【', '[']).trim();
    if bare.is_empty() || bare.chars().count() > LONGEST {
        return false;
    }
    if bare.trim_end_matches('。').contains('。') || is_sentence_of_text(bare) {
        return false;
    }
    is_furniture(bare)
        || is_date(bare.trim_end_matches(['）', ')', '】', ']']))
        || named(bare).is_some_and(|(name, rest)| {
            CONTACTS.contains(&name.as_str())
                || ATTRIBUTIONS.contains(&name.as_str()) && rest.contains(['：', ':'])
        })
}

/// Whether a line that begins with one of these words goes on as a sentence of the text does: 联系人：每个镇街确定1名联系人，负责上传
/// 下达。 A telephone and further words like these tell otherwise.
fn is_sentence_of_text(text: &str) -> bool {
    let Some((name, rest)) = named(text) else { return false };
    if rest.contains(['：', ':']) || WRITERS.contains(&name.as_str()) {
        return false;
    }
    if MAKERS.contains(&name.as_str()) {
        let is_part_of_name = |part: &str| part.chars().count() <= LONGEST_NAMED || part.ends_with("中心");
        return rest.contains(|sign: char| sign.is_numeric())
            || !rest.split(['、', '，', ' ', '　', ',']).all(is_part_of_name);
    }
    let has_number = text.split(|sign: char| !sign.is_ascii_digit() && sign != '-').any(|run| run.len() >= 7);
    let goes_on = rest.contains('，') && rest.split('，').any(|part| part.chars().count() > LONGEST_NAMED);
    let is_long = text.chars().count() > SHORTEST_SENTENCE;
    is_long && !has_number && (text.ends_with(['。', '！', '；']) || goes_on)
}

/// What stands before the first colon, or the bar that stands for one below pages (编辑丨张三, 文/李四), without blanks, and
/// what behind it.
fn named(text: &str) -> Option<(String, &str)> {
    let at = text.find(['：', ':', '丨', '|', '｜', '︱', '/', '／'])?;
    let sign = text[at..].chars().next()?;
    let name: String = text[..at].split_whitespace().collect();
    // 手机/电脑两端同步 is none.
    let is_label = matches!(sign, '：' | ':') || BARRED.contains(&name.as_str());
    (is_label && name.chars().count() <= 12).then(|| (name, &text[at + sign.len_utf8()..]))
}

/// 2024年3月5日, 2024-03-05, 二〇二四年三月五日.
fn is_date(text: &str) -> bool {
    let text: String = text.split_whitespace().collect();
    let is_digit = |sign: char| sign.is_numeric() || "〇零○一二三四五六七八九十元".contains(sign);
    let is_long = text.chars().count() >= 6;
    let chinese = text.ends_with('日') && text.contains('年') && text.contains('月');
    let signs = text.chars().all(|sign| is_digit(sign) || "年月日-./－．".contains(sign));
    let parted = text.split(['-', '.', '/']).count() == 3 && text.starts_with("20");
    is_long && signs && (chinese || parted)
}

/// Whether a line is an attribution, with brackets or without.
pub(super) fn is_attribution(text: &str, directory: &UnitDirectory) -> bool {
    let (before, bracketed) = split_trailing(text, directory);
    bracketed.is_some() && before.trim().is_empty() || bare(text, true, directory).is_some()
}

/// An attribution without brackets, alone on a line; with them.
fn bare(text: &str, stands_apart: bool, directory: &UnitDirectory) -> Option<String> {
    let text = text.trim();
    let text = text.strip_prefix(['（', '(']).and_then(|text| text.strip_suffix(['）', ')'])).unwrap_or(text);
    let (is_named, text) = match named(text) {
        Some((name, rest)) if ATTRIBUTIONS.contains(&name.as_str()) => (true, rest.trim()),
        _ => (false, text),
    };
    if text.is_empty()
        || text.chars().count() > LONGEST_BARE
        || text.contains(['。', '，', '；', '：', ':', '！', '？', '“', '《', '▲'])
    {
        return None;
    }
    let attribution = parse(text, directory);
    let first = attribution.parts.first()?;
    let is_unit = first.unit.is_some() || (is_named || stands_apart) && looks_like_office(&first.text);
    (is_unit && attribution.leftover.is_empty()).then(|| with_slash(&format!("（{text}）"), directory))
}

/// `（某局 张三 李四）` names people as well: they stand behind a slash. Whatever may be a unit stays as it is.
fn with_slash(attribution: &str, directory: &UnitDirectory) -> String {
    let typed = || attribution.to_owned();
    let inner = attribution.strip_prefix(['（', '(']).and_then(|inner| inner.strip_suffix(['）', ')']));
    let Some(inner) = inner.filter(|inner| !inner.contains(['/', '／', '（', '('])) else { return typed() };
    let parsed = parse(attribution, directory);
    let [first, people @ ..] = parsed.parts.as_slice() else { return typed() };
    let is_person = |name: &str| {
        (2..=4).contains(&name.chars().count())
            && name.chars().all(|sign| ('\u{3400}'..='\u{9fff}').contains(&sign))
            && directory.find(name).is_none()
            && !looks_like_office(name)
    };
    let is_unit = first.unit.is_some() || looks_like_office(&first.text);
    let has_people = !people.is_empty() && people.iter().all(|part| is_person(&part.text));
    if !is_unit || !has_people || !parsed.leftover.is_empty() {
        return typed();
    }
    match inner.trim().strip_prefix(first.text.as_str()) {
        Some(rest) => format!("（{}/{}）", first.text, rest.trim_matches([' ', '　', '、', '，', ','])),
        None => typed(),
    }
}

/// Cuts as many signs off the end of the runs.
fn cut(content: &mut Vec<Inline>, signs: usize) {
    let mut left = signs;
    while left > 0
        && let Some(last) = content.last_mut()
    {
        let run = match last {
            Inline::Text { text } => text,
            Inline::Strong { content } | Inline::Emphasis { content } => match content.last_mut() {
                Some(Inline::Text { text }) => text,
                _ => break,
            },
        };
        let length = run.chars().count();
        if length > left {
            *run = run.chars().take(length - left).collect();
            break;
        }
        left -= length;
        content.pop();
    }
}
