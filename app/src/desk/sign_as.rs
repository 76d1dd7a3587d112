//! In whose right somebody signs, and how the button and the words beside it say so.

use serde::{Deserialize, Serialize};

/// In whose right somebody signs: the own one where that holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SignAs {
    /// In the own right; for whom the person could sign as well.
    Oneself { also_for: Vec<String> },
    /// For somebody who is away.
    For(String),
}

impl SignAs {
    /// 签字, 代张局长签字.
    pub fn does(&self, word: &str) -> String {
        match self {
            Self::For(principal) => format!("代{principal}{word}"),
            Self::Oneself { .. } => word.to_owned(),
        }
    }

    /// In whose right it is signed, where that is not the own one, or there is another.
    pub fn in_words(&self) -> Option<String> {
        match self {
            Self::For(principal) => Some(format!("您代{principal}签，记录里写明“代{principal}”。")),
            Self::Oneself { also_for } if also_for.is_empty() => None,
            Self::Oneself { also_for } => {
                Some(format!("您也可以代{}签；这里按您自己的职责签，不写“代”。", also_for.join("、")))
            }
        }
    }
}
