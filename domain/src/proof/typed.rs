//! The office's lists as people type and paste them: an entry a line, its parts apart by a tab or blanks.
//!
//! | list | a line |
//! |---|---|
//! | wrong words | 错 对, then longer words in which it is right |
//! | watched words | the word, then → what may stand instead, then （why） |
//! | leaders | 姓名 职务, then from and until as 2021-03-01; the order is that of the lines |

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{Leader, OfficeConfusion, OfficeWords, WatchedWord, confusions};

/// The office's lists as lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedWords {
    pub confusions: String,
    pub switched_off: String,
    pub sensitive: String,
    pub forbidden: String,
    pub leaders: String,
}

/// A line that cannot be read: of which list, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypedFault {
    /// The list's field.
    pub list: &'static str,
    pub words: String,
}

/// The most entries of a list.
pub const MOST_ENTRIES: usize = 20_000;
/// The longest word, in characters.
const LONGEST_WORD: usize = 40;

impl TypedWords {
    /// What an office has, as it would type it.
    pub fn of(words: &OfficeWords) -> Self {
        let lines = |lines: Vec<String>| lines.join("\n");
        Self {
            confusions: lines(words.confusions.iter().map(confusion_line).collect()),
            switched_off: lines(words.switched_off.iter().cloned().collect()),
            sensitive: lines(words.sensitive.iter().map(watched_line).collect()),
            forbidden: lines(words.forbidden.iter().map(watched_line).collect()),
            leaders: lines(words.leaders.iter().map(leader_line).collect()),
        }
    }

    /// Reads the lists; every line that cannot be is told.
    pub fn read(&self) -> Result<OfficeWords, Vec<TypedFault>> {
        let mut faults = Vec::new();
        let words = OfficeWords {
            confusions: entries("confusions", &self.confusions, &mut faults, |_, line| confusion(line)),
            switched_off: entries("switched_off", &self.switched_off, &mut faults, |_, line| known(line))
                .into_iter()
                .collect::<BTreeSet<_>>(),
            sensitive: entries("sensitive", &self.sensitive, &mut faults, |_, line| watched(line)),
            forbidden: entries("forbidden", &self.forbidden, &mut faults, |_, line| watched(line)),
            leaders: entries("leaders", &self.leaders, &mut faults, leader),
            units: Vec::new(),
        };
        if faults.is_empty() { Ok(words) } else { Err(faults) }
    }
}

/// The entries of a list; the place of each is counted from 1.
fn entries<T>(
    list: &'static str,
    text: &str,
    faults: &mut Vec<TypedFault>,
    read: impl Fn(usize, &str) -> Result<T, String>,
) -> Vec<T> {
    let lines = (1..).zip(text.lines()).map(|(number, line)| (number, line.trim()));
    let mut entries = Vec::new();
    for (number, line) in lines.filter(|(_, line)| !line.is_empty()) {
        if entries.len() == MOST_ENTRIES {
            faults.push(TypedFault { list, words: format!("最多{MOST_ENTRIES}行") });
            break;
        }
        match read(entries.len() + 1, line) {
            Ok(entry) => entries.push(entry),
            Err(words) => faults.push(TypedFault { list, words: format!("第{number}行：{words}") }),
        }
    }
    entries
}

fn word(text: &str) -> Result<String, String> {
    match text.chars().count() {
        0 => Err("没有词".to_owned()),
        1..=LONGEST_WORD => Ok(text.to_owned()),
        length => Err(format!(
            "“{}…”有{length}字，一个词最多{LONGEST_WORD}字",
            text.chars().take(8).collect::<String>()
        )),
    }
}

fn parts(line: &str) -> impl Iterator<Item = &str> {
    line.split(['\t', ' ', '\u{3000}', ',', '，']).map(str::trim).filter(|part| !part.is_empty())
}

fn confusion(line: &str) -> Result<OfficeConfusion, String> {
    let mut parts = parts(line);
    let (Some(wrong), Some(right)) = (parts.next(), parts.next()) else {
        return Err("要写错的和对的两个词，中间空一格，如：布署 部署".to_owned());
    };
    if wrong == right {
        return Err(format!("“{wrong}”错的和对的一样"));
    }
    if right.contains(wrong) {
        return Err(format!("“{right}”里含有“{wrong}”，改对了也会再被指出"));
    }
    let except = parts.map(word).collect::<Result<_, _>>()?;
    Ok(OfficeConfusion { wrong: word(wrong)?, right: word(right)?, except })
}

fn confusion_line(confusion: &OfficeConfusion) -> String {
    let OfficeConfusion { wrong, right, except } = confusion;
    [&[wrong.clone(), right.clone()], except.as_slice()].concat().join(" ")
}

/// A wrong form of our own list.
fn known(line: &str) -> Result<String, String> {
    match confusions().iter().any(|confusion| confusion.wrong == line) {
        true => Ok(line.to_owned()),
        false => Err(format!("程序自带的词表里没有“{line}”")),
    }
}

fn watched(line: &str) -> Result<WatchedWord, String> {
    let (line, reason) = match line.strip_suffix('）').and_then(|line| line.split_once('（')) {
        Some((line, reason)) => {
            (line.trim(), Some(reason.trim().to_owned()).filter(|reason| !reason.is_empty()))
        }
        None => (line, None),
    };
    let (text, instead) = match line.split_once('→') {
        Some((text, instead)) => (text.trim(), Some(word(instead.trim())?)),
        None => (line, None),
    };
    Ok(WatchedWord { word: word(text)?, instead, reason, except: Vec::new() })
}

fn watched_line(watched: &WatchedWord) -> String {
    let instead = watched.instead.as_ref().map(|instead| format!(" → {instead}")).unwrap_or_default();
    let reason = watched.reason.as_ref().map(|reason| format!("（{reason}）")).unwrap_or_default();
    format!("{}{instead}{reason}", watched.word)
}

fn leader(place: usize, line: &str) -> Result<Leader, String> {
    let day = |text: &str| text.parse::<Date>().ok();
    let parts: Vec<&str> = line.split(['\t', ' ', '\u{3000}']).filter(|part| !part.is_empty()).collect();
    let (days, words): (Vec<&str>, Vec<&str>) = parts.iter().partition(|part| day(part).is_some());
    let [name, post @ ..] = words.as_slice() else { return Err("没有姓名".to_owned()) };
    if post.is_empty() {
        return Err(format!("“{name}”没有写职务，如：李红 市自然资源和规划局局长 2023-05-01"));
    }
    if days.len() > 2 {
        return Err("日期最多两个：任职和免职的日子".to_owned());
    }
    let days: Vec<Date> = days.into_iter().filter_map(day).collect();
    if let [from, until] = days.as_slice()
        && until <= from
    {
        return Err(format!("免职的日子（{until}）要在任职（{from}）以后"));
    }
    Ok(Leader {
        name: word(name)?,
        post: post.join("、"),
        order: u32::try_from(place).unwrap_or(u32::MAX),
        from: days.first().copied(),
        until: days.get(1).copied(),
    })
}

fn leader_line(leader: &Leader) -> String {
    let days = [leader.from, leader.until].into_iter().flatten().map(|day| day.to_string());
    [leader.name.clone(), leader.post.clone()].into_iter().chain(days).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_typed_a_line_each_and_come_back_as_they_were_typed() {
        let typed = TypedWords {
            confusions: "水土保特 水土保持\n城区 县城 城区中学".to_owned(),
            switched_off: "布署".to_owned(),
            sensitive: "矿难 → 矿山事故（以调查结论为准）\n上访".to_owned(),
            forbidden: "绝密（不得出现）".to_owned(),
            leaders: "李红 市自然资源和规划局局长 2023-05-01\n王强 副局长 2020-01-01 2024-02-01".to_owned(),
        };
        let words = typed.read().expect("lists");
        assert_eq!(words.confusions[1].except, ["城区中学"]);
        assert_eq!(words.sensitive[0].instead.as_deref(), Some("矿山事故"));
        assert_eq!(words.sensitive[0].reason.as_deref(), Some("以调查结论为准"));
        assert_eq!((words.leaders[0].order, words.leaders[1].order), (1, 2));
        assert_eq!(words.leaders[1].until.map(|day| day.to_string()).as_deref(), Some("2024-02-01"));
        assert_eq!(TypedWords::of(&words), typed);
    }

    #[test]
    fn a_line_that_cannot_be_read_is_told_with_its_number() {
        let typed = TypedWords {
            confusions: "好 好\n\n只有一个\n部署 部署了".to_owned(),
            switched_off: "没有这个词".to_owned(),
            leaders: "李红\n王强 副局长 2024-02-01 2020-01-01".to_owned(),
            ..TypedWords::default()
        };
        let faults: Vec<String> = typed
            .read()
            .expect_err("faults")
            .into_iter()
            .map(|fault| format!("{} {}", fault.list, fault.words))
            .collect();
        assert_eq!(
            faults,
            [
                "confusions 第1行：“好”错的和对的一样",
                "confusions 第3行：要写错的和对的两个词，中间空一格，如：布署 部署",
                "confusions 第4行：“部署了”里含有“部署”，改对了也会再被指出",
                "switched_off 第1行：程序自带的词表里没有“没有这个词”",
                "leaders 第1行：“李红”没有写职务，如：李红 市自然资源和规划局局长 2023-05-01",
                "leaders 第2行：免职的日子（2020-01-01）要在任职（2024-02-01）以后",
            ]
        );
    }
}
