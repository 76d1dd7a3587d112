//! What helps somebody who begins to write: frames (模板), texts to be filled in, and the office's own phrases for reasons.

use serde::{Deserialize, Serialize};

use crate::{
    item::{Kind, Part},
    proof::LONGEST_PLACE,
};

/// A text to be filled in. What is to be filled in stands in 〔〕.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frame {
    /// What it is for: 会议.
    pub name: String,
    pub kind: Kind,
    pub title: String,
    /// Gentle Markdown.
    pub body: String,
}

/// An office's frames, and the phrases that it offers where a reason is to be given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WritingHelp {
    pub frames: Vec<Frame>,
    pub phrases: Vec<String>,
}

/// The most frames an office has: all are posted at once, with their bodies.
pub const MOST_FRAMES: usize = 12;
/// The most phrases.
pub const MOST_PHRASES: usize = 30;
/// The longest name of a frame, in characters.
pub const LONGEST_NAME: usize = 20;
/// The longest body of a frame, in characters.
pub const LONGEST_FRAME_BODY: usize = 4_000;
/// The longest phrase, in characters.
pub const LONGEST_PHRASE: usize = 60;

/// Why a frame or a phrase cannot be kept, and at which place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HelpFault {
    /// `name`, `title`, `body` or `phrases`.
    pub field: &'static str,
    /// The frame's index; `None` for phrases, and where there are too many.
    pub frame: Option<usize>,
    pub words: String,
}

impl WritingHelp {
    /// With what an office begins.
    pub fn built_in() -> Self {
        let frame = |name: &str, kind, title: &str, body: &str| Frame {
            name: name.to_owned(),
            kind,
            title: title.to_owned(),
            body: body.to_owned(),
        };
        Self {
            frames: vec![
                frame(
                    "一周简讯",
                    Kind::Brief,
                    "",
                    "〔几月几日至几日〕，〔单位〕〔开展什么工作〕，〔涉及哪些地方、完成多少〕，〔发现或解决什么问题〕。下一步，〔重点做什么〕。",
                ),
                frame(
                    "会议",
                    Kind::Article,
                    "〔单位〕部署推进〔什么工作〕",
                    "〔几月几日〕，〔单位〕召开〔什么会议〕，〔研究什么、由谁主持〕。\n\n# 一、议定事项\n\n〔定了哪几件事，各由谁负责，什么时候完成〕\n\n# 二、落实措施\n\n〔已经怎样做，有哪些数字〕\n\n# 三、下一步安排\n\n〔重点和时限〕",
                ),
                frame(
                    "问题和办法",
                    Kind::Article,
                    "〔单位〕〔用什么办法〕解决〔什么问题〕",
                    "〔一句话说清：什么问题，用了什么办法，结果怎样〕\n\n# 一、问题和原因\n\n〔问题有多大，用数字说；为什么长期没有解决〕\n\n# 二、做法\n\n〔分几步，每一步由谁做、怎样做〕\n\n# 三、成效\n\n〔前后对比的数字，一个具体的例子〕\n\n# 四、还存在的困难和建议\n\n〔需要哪一级、哪个部门解决什么〕",
                ),
            ],
            phrases: Vec::new(),
        }
    }

    /// What cannot be kept; empty where all can.
    pub fn faults(&self) -> Vec<HelpFault> {
        let mut faults = Vec::new();
        let too_long = |field, frame, what: &str, text: &str, most: usize| {
            let length = text.chars().count();
            let words = || format!("{what}最多{most}字，现在{length}字");
            (length > most).then(|| HelpFault { field, frame, words: words() })
        };
        for (number, frame) in self.frames.iter().enumerate() {
            let name = format!("模板“{}”的", frame.name.chars().take(LONGEST_NAME).collect::<String>());
            let parts = [
                ("name", "名称", &frame.name, LONGEST_NAME),
                (Part::TITLE.field, Part::TITLE.label, &frame.title, Part::TITLE.most),
                ("body", "正文", &frame.body, LONGEST_FRAME_BODY),
            ];
            for (field, what, text, most) in parts {
                faults.extend(too_long(field, Some(number), &format!("{name}{what}"), text, most));
            }
            // A longer place is never told as one that nobody has filled in.
            for (field, what, text) in [("title", "标题", &frame.title), ("body", "正文", &frame.body)] {
                faults.extend(long_places(text).map(|place| {
                    let (shown, length) = (place.chars().take(8).collect::<String>(), place.chars().count());
                    let words = format!(
                        "{name}{what}里，要填的地方“〔{shown}…〕”最多{LONGEST_PLACE}字，现在{length}字"
                    );
                    HelpFault { field, frame: Some(number), words }
                }));
            }
        }
        for phrase in &self.phrases {
            let shown: String = phrase.chars().take(8).collect();
            faults.extend(too_long(
                "phrases",
                None,
                &format!("“{shown}…”太长，一条"),
                phrase,
                LONGEST_PHRASE,
            ));
        }
        for (number, frame) in self.frames.iter().enumerate() {
            if frame.name.is_empty() {
                faults.push(HelpFault {
                    field: "name",
                    frame: Some(number),
                    words: format!("第{}个模板没有名称", number + 1),
                });
            }
            if self.frames[..number].iter().any(|other| other.name == frame.name) {
                faults.push(HelpFault {
                    field: "name",
                    frame: Some(number),
                    words: format!("有两个模板都叫“{}”", frame.name),
                });
            }
        }
        let too_many = [
            ("name", "模板", self.frames.len(), MOST_FRAMES),
            ("phrases", "常用语", self.phrases.len(), MOST_PHRASES),
        ];
        for (field, what, count, most) in too_many {
            if count > most {
                let words = format!("{what}最多{most}条，现在{count}条");
                faults.push(HelpFault { field, frame: None, words });
            }
        }
        faults
    }
}

/// What stands within the brackets of places to be filled in that are too long.
fn long_places(text: &str) -> impl Iterator<Item = &str> {
    let within = text.split('〔').skip(1).filter_map(|behind| Some(behind.split_once('〕')?.0));
    within.filter(|place| !place.contains('\n') && place.chars().count() > LONGEST_PLACE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proof::{FindingKind, OfficeWords, ProofText, look};

    #[test]
    fn an_office_begins_with_frames_whose_places_are_pointed_out_until_they_are_filled_in() {
        let help = WritingHelp::built_in();
        assert_eq!(help.faults(), []);
        for Frame { name, title, body, .. } in &help.frames {
            let text = ProofText { title, subtitle: "", body };
            let found = look(&text, &OfficeWords::default(), jiff::civil::date(2024, 4, 8));
            let places = title.matches('〔').count() + body.matches('〔').count();
            assert_eq!(found.len(), places, "{name}: {found:?}");
            assert!(found.iter().all(|finding| finding.kind == FindingKind::Unfilled), "{name}: {found:?}");
        }
    }

    #[test]
    fn what_cannot_be_kept_is_told_by_its_name() {
        let mut help = WritingHelp::built_in();
        help.frames[1].name = "一周简讯".to_owned();
        help.frames[2].name = String::new();
        help.phrases = vec!["长".repeat(LONGEST_PHRASE + 1)];
        let words: Vec<String> = help.faults().into_iter().map(|fault| fault.words).collect();
        assert_eq!(
            words,
            [
                "“长长长长长长长长…”太长，一条最多60字，现在61字",
                "有两个模板都叫“一周简讯”",
                "第3个模板没有名称"
            ]
        );
    }
    #[test]
    fn a_fault_knows_its_frame_and_places_too_long_to_be_told_are_refused() {
        let mut help = WritingHelp::built_in();
        let place = |length: usize| format!("〔{}〕", "填".repeat(length));
        help.frames[0].body = place(LONGEST_PLACE);
        assert_eq!(help.faults(), []);
        let text = ProofText::of_body(&help.frames[0].body);
        let found = look(&text, &OfficeWords::default(), jiff::civil::date(2024, 4, 8));
        assert_eq!(found.len(), 1, "the longest place that is kept is told");
        help.frames[1].title = format!("{}召开会议", place(LONGEST_PLACE + 1));
        help.frames[2].body = format!("近日，{}\n{}", place(2), place(50));
        help.frames[0].body = "长".repeat(LONGEST_FRAME_BODY + 1);
        help.phrases = vec!["长".repeat(LONGEST_PHRASE + 1)];
        let faults = help.faults();
        let short: Vec<_> = faults.iter().map(|fault| (fault.field, fault.frame)).collect();
        assert_eq!(short, [("body", Some(0)), ("title", Some(1)), ("body", Some(2)), ("phrases", None)]);
        assert_eq!(
            faults[1].words,
            "模板“会议”的标题里，要填的地方“〔填填填填填填填填…〕”最多40字，现在41字"
        );
        help.frames = vec![help.frames[1].clone(); MOST_FRAMES + 1];
        assert_eq!(help.faults().last().map(|fault| (fault.field, fault.frame)), Some(("name", None)));
    }
}
