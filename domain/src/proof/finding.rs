//! What proofreading points out, and the key by which it is known again.

use std::ops::Range;

use serde::{Deserialize, Serialize};

coded! {
    /// What is wrong, or may be.
    pub enum FindingKind {
        Wording = ("wording", "错别字"),
        Sensitive = ("sensitive", "敏感词"),
        Forbidden = ("forbidden", "禁用词"),
        LeaderPost = ("leader_post", "领导姓名职务"),
        LeaderOrder = ("leader_order", "领导排序"),
        UnitName = ("unit_name", "单位名称"),
        Mark = ("mark", "标点"),
        Pair = ("pair", "成对符号"),
        BookTitle = ("book_title", "书名号"),
        Figure = ("figure", "数字用法"),
        Measure = ("measure", "计量单位"),
        Date = ("date", "日期"),
        Doubled = ("doubled", "重复"),
        Unfilled = ("unfilled", "没有填的地方"),
        Unprinted = ("unprinted", "印不出的字"),
    }
}

coded! {
    /// A field of an item that is proofread.
    pub enum TextField {
        Title = ("title", "标题"),
        Subtitle = ("subtitle", "副题"),
        Body = ("body", "正文"),
    }
}

/// Something that proofreading points out (校对意见).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    pub kind: FindingKind,
    pub field: TextField,
    /// Where the words stand in the field as it is kept, marks of Markdown included: in Unicode scalar values, the end
    /// excluded.
    pub place: Range<usize>,
    /// The words as they are read there.
    pub words: String,
    /// What is wrong, in Chinese, with the rule where it is one of a standard.
    pub explanation: String,
    /// What may stand in `place` instead; nothing where a person has to decide, or where a mark of Markdown stands within.
    pub mending: Option<String>,
    /// Kind, words and what stands around them in the line: the same for as long as these are, whatever else is edited.
    pub key: String,
}
