//! A frozen issue: content that will not change any more, and the only thing that is typeset for print.
//!
//! Whether its items are cleared and its attributions resolved is asked before it is frozen, where the items
//! are known; whether every glyph is there, where the fonts are. Here stands what the content shows by itself.

use serde::{Deserialize, Serialize};

use super::content::IssueContent;

/// An issue's content that has passed [`FrozenIssue::freeze`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "IssueContent", into = "IssueContent")]
pub struct FrozenIssue {
    content: IssueContent,
}

impl FrozenIssue {
    /// Freezes a content that can be printed.
    pub fn freeze(content: IssueContent) -> Result<Self, FreezeError> {
        if content.newsletter.trim().is_empty() {
            return Err(FreezeError::NamelessNewsletter);
        }
        if content.number < 1 || content.total.is_some_and(|total| total < 1) {
            return Err(FreezeError::NumberBelowOne);
        }
        if content.items().next().is_none() {
            return Err(FreezeError::Empty);
        }
        let blank =
            content.items().position(|item| item.title.trim().is_empty() && item.body.trim().is_empty());
        match blank {
            Some(index) => Err(FreezeError::BlankItem { place: index + 1 }),
            None => Ok(Self { content }),
        }
    }

    pub fn content(&self) -> &IssueContent {
        &self.content
    }
}

impl TryFrom<IssueContent> for FrozenIssue {
    type Error = FreezeError;

    fn try_from(content: IssueContent) -> Result<Self, FreezeError> {
        Self::freeze(content)
    }
}

impl From<FrozenIssue> for IssueContent {
    fn from(issue: FrozenIssue) -> Self {
        issue.content
    }
}

/// Why a content cannot be frozen.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FreezeError {
    #[error("刊物没有名称")]
    NamelessNewsletter,
    #[error("期号和总期号都应从 1 起")]
    NumberBelowOne,
    #[error("这一期还没有编入稿件")]
    Empty,
    #[error("第{place}篇既没有标题也没有正文")]
    BlankItem {
        /// From 1, in printed order.
        place: usize,
    },
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        issue::{
            content::{ItemContent, SectionContent},
            number::Edition,
        },
        item::Kind,
    };

    fn content() -> IssueContent {
        let item = ItemContent { body: "一则".to_owned(), ..ItemContent::default() };
        IssueContent {
            newsletter: "河湖信息".to_owned(),
            mark: None,
            publisher: "市水务局办公室".to_owned(),
            year: 2024,
            number: 1,
            total: None,
            edition: Edition::default(),
            correction: None,
            date: jiff::civil::date(2024, 1, 5),
            sections: vec![SectionContent {
                kind: Kind::Brief,
                title: None,
                in_columns: false,
                items: vec![item],
            }],
            foot: None,
        }
    }

    #[test]
    fn only_a_content_that_can_be_printed_is_frozen() {
        assert!(FrozenIssue::freeze(content()).is_ok());
        type Change = fn(&mut IssueContent);
        let cases: [(Change, FreezeError); 5] = [
            (|content| content.newsletter.clear(), FreezeError::NamelessNewsletter),
            (|content| content.number = 0, FreezeError::NumberBelowOne),
            (|content| content.total = Some(0), FreezeError::NumberBelowOne),
            (|content| content.sections[0].items.clear(), FreezeError::Empty),
            (|content| content.sections[0].items[0].body.clear(), FreezeError::BlankItem { place: 1 }),
        ];
        for (change, error) in cases {
            let mut content = content();
            change(&mut content);
            assert_eq!(FrozenIssue::freeze(content), Err(error));
        }
    }

    #[test]
    fn a_frozen_issue_read_back_is_checked_again() {
        let frozen = FrozenIssue::freeze(content()).expect("a content that can be printed");
        let kept = serde_json::to_string(&frozen).expect("plain data");
        assert_eq!(serde_json::from_str::<FrozenIssue>(&kept).expect("what was kept"), frozen);
        assert!(serde_json::from_str::<FrozenIssue>(&kept.replace("\"number\":1", "\"number\":0")).is_err());
    }
}
