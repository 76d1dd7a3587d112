//! What stands in an issue, as plain data: what is arranged, typeset, kept and read back.
//!
//! It must not know how pages look, nor where items come from: an item here is its printed text alone.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::number::Edition;
use crate::{item::Kind, markdown};

/// Everything that is printed in an issue, while it is arranged as well as frozen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssueContent {
    /// The newsletter's name, large on the masthead.
    pub newsletter: String,
    /// For example 内部资料 注意保存.
    pub mark: Option<String>,
    pub publisher: String,
    pub year: i16,
    /// 第N期, from 1 in each year.
    pub number: i32,
    /// 总第N期.
    pub total: Option<i32>,
    /// What its number says beyond that.
    #[serde(flatten)]
    pub edition: Edition,
    /// Which version it is, where that is a corrected one: from 2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub correction: Option<i32>,
    pub date: Date,
    pub sections: Vec<SectionContent>,
    pub foot: Option<Foot>,
}

impl IssueContent {
    /// 第N期（总第N期）.
    pub fn number_in_words(&self) -> String {
        self.edition.in_words(self.number, self.total)
    }

    /// 【更正　第2版】, of a corrected version.
    pub fn correction_in_words(&self) -> Option<String> {
        self.correction.map(|number| format!("【更正　第{number}版】"))
    }

    /// What stands under the newsletter's name: its number, and of a corrected version which one it is.
    pub fn heading_in_words(&self) -> String {
        match self.correction_in_words() {
            Some(correction) => format!("{}　{correction}", self.number_in_words()),
            None => self.number_in_words(),
        }
    }

    /// All items in printed order.
    pub fn items(&self) -> impl Iterator<Item = &ItemContent> {
        self.sections.iter().flat_map(|section| &section.items)
    }
}

/// A run of items of one kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SectionContent {
    pub kind: Kind,
    pub title: Option<String>,
    /// Whether its 信息 are set in columns, each under its headline over all of them. 简讯 stand in columns always.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub in_columns: bool,
    pub items: Vec<ItemContent>,
}

/// An item's printed text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemContent {
    /// Empty where a 简讯 has none.
    pub title: String,
    pub subtitle: Option<String>,
    /// Gentle Markdown.
    pub body: String,
    /// As typed, with its brackets; empty where there is none.
    pub attribution: String,
}

impl ItemContent {
    /// What lists, bookmarks and messages call the item: its title, or else its first sentence.
    pub fn name(&self) -> String {
        if self.title.trim().is_empty() {
            markdown::first_sentence(&self.body)
        } else {
            one_line(&self.title)
        }
    }
}

/// The foot of the last page (报尾). Whatever is missing is not printed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Foot {
    /// 报.
    pub report: Vec<String>,
    /// 送.
    pub send: Vec<String>,
    /// 发.
    pub issue: Vec<String>,
    pub editor: Option<String>,
    pub reviewer: Option<String>,
    pub signer: Option<String>,
    pub phone: Option<String>,
    /// 印数.
    pub copies: Option<u32>,
}

/// A text on one line: every run of white space is a single space.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(title: &str, body: &str) -> ItemContent {
        ItemContent { title: title.to_owned(), body: body.to_owned(), ..ItemContent::default() }
    }

    #[test]
    fn an_item_without_a_title_is_called_by_its_first_sentence() {
        assert_eq!(item("春耕 备耕", "正文").name(), "春耕 备耕");
        assert_eq!(item("", "　　▲3月2日，科里开会。会后座谈。").name(), "3月2日，科里开会");
        assert_eq!(item(" ", "没有句号\n第二段").name(), "没有句号");
        assert_eq!(item("", "").name(), "");
    }
}
