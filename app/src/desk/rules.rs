//! Rule sets as the office sets them: the versions in force, the draft, and what the draft would change.

use async_trait::async_trait;
use domain::{calendar::Month, person::Actor, points::Points, scoring::RuleSet};
use serde::{Deserialize, Deserializer};

use super::{Refusal, form::acts};
use crate::desk::form::Form;

acts! {
    /// Begins a draft: a copy of the version in force.
    BeginRules {}

    /// Makes a document the draft, in the place of what was drafted before.
    ImportRules { document: String }

    RemoveRule { section: String, place: usize, version: i64 }

    RaiseRule { section: String, place: usize, version: i64 }

    /// The draft's name, rounding, words and columns.
    SaveRuleHeads {
        version: i64,
        name: String,
        places: u8,
        office: String,
        bureau: String,
        upper: String,
        commission: String,
        forwarded: String,
        columns: String,
    }

    /// Gives the draft up.
    DropRules { version: i64 }

    /// The draft becomes the next version, from a month on.
    PutRulesInForce { version: i64, since: Month }
}

/// A rule's form: which rule it is, and every field as it was filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaveRule {
    pub section: String,
    /// `None` for a new one.
    pub place: Option<usize>,
    pub version: i64,
    pub fields: Vec<(String, String)>,
}

impl Form for SaveRule {}

impl<'de> Deserialize<'de> for SaveRule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let fields = Vec::<(String, String)>::deserialize(deserializer)?;
        let value =
            |name: &str| fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.clone());
        let missing = |name: &str| serde::de::Error::custom(format!("missing {name}"));
        let version = value("version").and_then(|version| version.parse().ok());
        Ok(Self {
            section: value("section").ok_or_else(|| missing("section"))?,
            place: value("place").and_then(|place| place.parse().ok()),
            version: version.ok_or_else(|| missing("version"))?,
            fields,
        })
    }
}

/// A version and how it came into force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionInForce {
    pub rules: RuleSet,
    /// Who put it in force and when; `None` for the built-in one.
    pub put: Option<(String, jiff::Timestamp)>,
    /// Whether it holds in the present month.
    pub is_present: bool,
}

/// All versions, the latest first, and the draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleSets {
    pub versions: Vec<VersionInForce>,
    pub draft: Option<DraftRules>,
}

/// The draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftRules {
    pub rules: RuleSet,
    pub changed_by: String,
    pub changed_at: jiff::Timestamp,
    /// To be given with every change.
    pub version: i64,
    /// The months in which it could begin: none of them, nor any after it, is closed.
    pub may_begin: Vec<Month>,
    /// What is most likely a slip: rules that can never be used, groups in which no scored unit is.
    pub warnings: Vec<String>,
}

/// What the draft makes of some months, beside what is in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trial {
    pub draft: RuleSet,
    /// Months of which there are facts, the latest first.
    pub known: Vec<Month>,
    pub from: Month,
    pub until: Month,
    pub months: Vec<TrialMonth>,
    /// What the facts do not say and the draft asks for.
    pub missing: Vec<String>,
    /// What is most likely a slip in the draft, by the units and facts of these months.
    pub warnings: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrialMonth {
    pub month: Month,
    /// The version in force.
    pub present: u32,
    pub groups: Vec<TrialGroup>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrialGroup {
    pub group: String,
    /// In the draft's order.
    pub rows: Vec<TrialRow>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrialRow {
    pub unit: String,
    pub present: Option<TrialFigures>,
    pub drafted: TrialFigures,
}

/// The figures that are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TrialFigures {
    pub month: Points,
    pub cumulative: Points,
    pub rank: Option<u32>,
}

#[async_trait]
pub trait Rules {
    /// All versions and the draft.
    async fn rule_sets(&self, actor: &Actor) -> Result<RuleSets, Refusal>;

    /// A version's document; the draft's where none is named.
    async fn rule_document(&self, actor: &Actor, version: Option<u32>) -> Result<RuleSet, Refusal>;

    /// The draft; not found where nothing is being drafted.
    async fn draft_rules(&self, actor: &Actor) -> Result<DraftRules, Refusal>;
}

#[async_trait]
pub trait RuleTrials {
    /// The draft applied to months of one year, from January on, of which those asked for are shown.
    async fn try_rules(
        &self,
        actor: &Actor,
        from: Option<Month>,
        until: Option<Month>,
    ) -> Result<Trial, Refusal>;
}
