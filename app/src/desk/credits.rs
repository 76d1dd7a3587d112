//! Credits: the ledger, a month's tables, a unit's points. Every figure comes from one [`Bulletin`].

use async_trait::async_trait;
use domain::{
    calendar::Month,
    closing::ClosedMonths,
    id::{CreditEntryId, ItemId, UnitId},
    person::Actor,
    points::Points,
    scoring::{
        Account, Bulletin, Category, CreditEntry, FactReference, Field, LedgerEntry, MonthInBrief, Row,
    },
    workflow::State,
};
use serde::{Deserialize, Serialize};

use super::Refusal;

pub mod charts;

/// The bulletins of a year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulletinYear {
    pub year: i16,
    /// The years of which there is anything, the newest first.
    pub years: Vec<i16>,
    /// The newest first.
    pub bulletins: Vec<Bulletin>,
    /// Which of the months are closed.
    pub closed: ClosedMonths,
}

/// One figure of a bulletin, opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenedFigure {
    pub row: Row,
    pub field: Field,
    /// The column's head, as in 采用信息·记分.
    pub heading: String,
    /// The entries behind it, with the sum that the figure is where it is one of points.
    pub entries: Vec<OpenedEntry>,
    pub points: Option<Points>,
    /// For a count: the facts counted.
    pub facts: Vec<OpenedFact>,
    /// For 上报篇数: the items counted, as far as the actor may see the unit's items.
    pub submitted: Vec<SubmittedItem>,
    /// The tables that the figure stands in.
    pub bulletin: Bulletin,
}

/// An item that counts as submitted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubmittedItem {
    /// `None` where the actor may not read it now.
    pub item: Option<ItemId>,
    pub title: String,
    pub state: State,
}

/// An entry with the pieces that it comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenedEntry {
    pub entry: CreditEntry,
    /// The rule in words.
    pub rule: String,
    pub facts: Vec<NamedFact>,
}

/// A fact that a count counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenedFact {
    pub name: NamedFact,
    /// Where it appeared; nothing for what is no piece in print.
    pub source: Option<String>,
    /// How many it counts for.
    pub count: u64,
}

/// A fact by its name, to be looked up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedFact {
    /// Where it can be looked up; `None` for what is only counted, or is not for the actor to read.
    pub reference: Option<FactReference>,
    /// A title, a reason, or what was counted.
    pub title: String,
}

/// A unit's account of a month, with its year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitAccount {
    pub unit: UnitId,
    /// The full name.
    pub name: String,
    pub month: Month,
    /// Why it did not exist at the month's end: 甲科已于2024年5月1日并入乙科.
    #[serde(default)]
    pub absent: Option<String>,
    /// `None` where the unit stands in no table of the month.
    pub account: Option<Account>,
    /// The year's months up to this one in which it stands in a table, the earliest first.
    pub year: Vec<MonthInBrief>,
    /// The month's entries.
    pub entries: Vec<OpenedEntry>,
    /// The actor's own units, to go to and fro.
    pub own_units: Vec<(UnitId, String)>,
}

/// Which lines of the ledger; what is missing does not matter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerSearch {
    pub month: Option<Month>,
    pub unit: Option<UnitId>,
    pub category: Option<Category>,
    /// Part of a line's words, or of the reason for which it was written.
    pub text: Option<String>,
    /// Only lines before this one: the next page.
    pub before: Option<CreditEntryId>,
}

/// One line of the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerLine {
    pub line: LedgerEntry,
    pub unit: String,
    /// The rule in words.
    pub rule: String,
    pub facts: Vec<NamedFact>,
    /// The line that took this one back.
    pub reversed_by: Option<CreditEntryId>,
    pub entered_at: jiff::Timestamp,
    /// What happened when it was written, and why, as far as a reason was given.
    pub event: String,
    pub reason: Option<String>,
    pub actor: String,
}

/// Lines of the ledger, the newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerPage {
    pub lines: Vec<LedgerLine>,
    /// From where the next page goes on.
    pub next: Option<CreditEntryId>,
    /// How many lines there are on all pages, and what they come to.
    pub count: u64,
    pub points: Points,
    /// All units in printed order, to choose from.
    pub units: Vec<(UnitId, String)>,
}

#[async_trait]
pub trait Bulletins {
    /// The bulletins of a year, the newest one in which there is anything where none is named.
    async fn bulletin_year(&self, actor: &Actor, year: Option<i16>) -> Result<BulletinYear, Refusal>;

    async fn bulletin(&self, actor: &Actor, month: Month) -> Result<Bulletin, Refusal>;
}

#[async_trait]
pub trait Figures {
    /// What is behind a unit's figure in a month's bulletin.
    async fn figure(
        &self,
        actor: &Actor,
        month: Month,
        unit: UnitId,
        field: Field,
    ) -> Result<OpenedFigure, Refusal>;
}

#[async_trait]
pub trait UnitAccounts {
    /// A unit's account; for its own people and the office.
    async fn unit_account(&self, actor: &Actor, unit: UnitId, month: Month) -> Result<UnitAccount, Refusal>;
}

#[async_trait]
pub trait Charts {
    /// A chart as SVG, for those who may see its numbers.
    async fn chart(
        &self,
        actor: &Actor,
        asked: charts::Asked,
        canvas: charts::Canvas,
    ) -> Result<String, Refusal>;
}

#[async_trait]
pub trait LedgerPages {
    async fn ledger(&self, actor: &Actor, search: LedgerSearch) -> Result<LedgerPage, Refusal>;
}
