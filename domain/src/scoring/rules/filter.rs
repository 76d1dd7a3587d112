//! Filters: which facts a rule covers.

use serde::{Deserialize, Serialize};

use crate::scoring::facts::Outcome;

/// The kinds of facts, by the names of their lists in a facts file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FactType {
    Submissions,
    Adoptions,
    UpperAdoptions,
    Commissions,
    ReportedUp,
    Instructions,
}

impl FactType {
    pub const ALL: [Self; 6] = [
        Self::Submissions,
        Self::Adoptions,
        Self::UpperAdoptions,
        Self::Commissions,
        Self::ReportedUp,
        Self::Instructions,
    ];

    /// The word in a document.
    pub fn code(self) -> &'static str {
        match self {
            Self::Submissions => "submissions",
            Self::Adoptions => "adoptions",
            Self::UpperAdoptions => "upper_adoptions",
            Self::Commissions => "commissions",
            Self::ReportedUp => "reported_up",
            Self::Instructions => "instructions",
        }
    }

    /// The word on the screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Submissions => "报送",
            Self::Adoptions => "本级采用",
            Self::UpperAdoptions => "上级采用",
            Self::Commissions => "约稿",
            Self::ReportedUp => "报送上级",
            Self::Instructions => "批示",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fact| fact.code() == code)
    }
}

/// A channel whose level the rule set knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Channel {
    pub name: String,
    pub level: String,
}

/// What is asked of a fact. A list covers a fact that has any one of its values; an empty one asks nothing;
/// all that is asked must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Filter {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub kind: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub form: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub channel: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub level: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rank: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub route: Vec<String>,
    /// Any of the fact's marks: 头版, 编者按.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub outcome: Vec<Outcome>,
    /// The credited unit's group.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub group: Vec<String>,
    /// The credited unit.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unit: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub starred: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commissioned: Option<bool>,
    /// Several units are credited.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub joint: Option<bool>,
    /// So many units are credited.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub units: Option<u32>,
    /// So many units or more are credited.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub units_at_least: Option<u32>,
    /// Delivered after the day on which it was due.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub late: Option<bool>,
    /// A leader's instruction was written on the same story.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instructed: Option<bool>,
}

impl Filter {
    pub fn asks_nothing(&self) -> bool {
        *self == Self::default()
    }
}
