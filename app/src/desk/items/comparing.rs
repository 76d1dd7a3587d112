//! 对照: any two texts of an item, as pages are told of them.

use std::{fmt, str::FromStr};

use async_trait::async_trait;
use domain::{comparison::Comparison, id::ItemId, person::Actor};

use super::RevisionLine;
use crate::desk::Refusal;

/// A text that can be compared: as addresses name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compared {
    /// One of the item's own, by its number.
    Revision(i32),
    /// 印发稿: as it is printed in the issue in force; of what was combined, as the item is printed that it went into.
    Printed,
    /// The present text of the item that this one went into.
    Survivor,
}

impl fmt::Display for Compared {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Revision(number) => write!(formatter, "{number}"),
            Self::Printed => formatter.write_str("printed"),
            Self::Survivor => formatter.write_str("survivor"),
        }
    }
}

impl FromStr for Compared {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "printed" => Ok(Self::Printed),
            "survivor" => Ok(Self::Survivor),
            number => number.parse().map(Self::Revision).map_err(drop),
        }
    }
}

/// A text to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TextChoice {
    Revision(RevisionLine),
    /// With the issue's name.
    Printed(String),
    /// With its title.
    Survivor(String),
}

impl TextChoice {
    pub fn compared(&self) -> Compared {
        match self {
            Self::Revision(line) => Compared::Revision(line.number),
            Self::Printed(_) => Compared::Printed,
            Self::Survivor(_) => Compared::Survivor,
        }
    }

    /// What it is called in a sentence: 报送稿, 印发稿, 第3稿“领导改后”.
    pub fn label(&self) -> String {
        match self {
            Self::Revision(line) if line.submitted => format!("报送稿（{}）", line.label()),
            Self::Revision(line) => line.label(),
            Self::Printed(issue) => format!("印发稿（{issue}）"),
            Self::Survivor(title) => format!("合稿后的《{title}》"),
        }
    }
}

/// Two texts of an item, and how they differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComparingView {
    pub item: ItemId,
    pub item_title: String,
    /// Every text that this person may choose, the item's own first.
    pub choices: Vec<TextChoice>,
    pub from: TextChoice,
    pub to: TextChoice,
    pub comparison: Comparison,
    /// The item's version, where this person may make an earlier text the present one.
    pub restorable: Option<i64>,
    /// The number of the present text.
    pub present: i32,
}

#[async_trait]
pub trait ComparingPages {
    /// Two texts of an item; where none is given, what was sent in and what became of it.
    async fn compared(
        &self,
        actor: &Actor,
        item: ItemId,
        from: Option<Compared>,
        to: Option<Compared>,
    ) -> Result<ComparingView, Refusal>;
}

/// The address at which an item's text stands beside another of its texts.
pub fn beside_print(item: ItemId, other: Compared) -> String {
    format!("/items/{item}/compare?to={other}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_compared_comes_back_from_its_address() {
        for compared in [Compared::Revision(3), Compared::Printed, Compared::Survivor] {
            assert_eq!(compared.to_string().parse(), Ok(compared));
        }
        for wrong in ["", "x", "3a", "Printed"] {
            assert_eq!(wrong.parse::<Compared>(), Err(()));
        }
    }
}
