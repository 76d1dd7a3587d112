//! Months: open or closed, what waits before one is closed, what higher offices have sent for it.

use async_trait::async_trait;
use domain::{
    calendar::Month,
    closing::{ClosedMonths, MonthState},
    id::{IssueId, UnitId, UpperChannelId},
    person::Actor,
};
use serde::{Deserialize, Serialize};

use super::{
    Refusal,
    form::{acts, ticked},
    verification::{ChainHead, Verification},
};

acts! {
    /// 结账; `early` where the month is not over and that is known.
    CloseMonth {
        month: Month,
        #[serde(default, deserialize_with = "ticked")]
        early: bool,
    }

    /// 重开, with the later closed months of its year.
    ReopenMonth {
        month: Month,
        #[serde(default)]
        reason: String,
    }

    /// 已收到: what an upper channel printed in the month has come, or that there was nothing.
    ReceiveUpper {
        month: Month,
        channel: UpperChannelId,
        #[serde(default, deserialize_with = "ticked")]
        nothing: bool,
    }

    TakeBackReceipt { month: Month, channel: UpperChannelId }
}

/// The months of a year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthYear {
    pub year: i16,
    /// The years of which there is anything, the newest first.
    pub years: Vec<i16>,
    /// The newest first.
    pub months: Vec<MonthLine>,
    /// Where the chain of events ends, for whoever keeps the year's papers.
    pub head: Option<ChainHead>,
}

/// One month of a year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthLine {
    pub month: Month,
    pub standing: Standing,
    pub waits: Waits,
}

/// How a month stands, with who made it so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    pub state: MonthState,
    /// Who closed it last, and who reopened it.
    pub closed_by: Option<String>,
    pub reopened_by: Option<String>,
}

/// What should be looked at before a month is closed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waits {
    /// Issues for the month that are not published.
    pub issues: Vec<WaitingIssue>,
    /// Upper channels of which nothing has come.
    pub channels: Vec<String>,
}

/// An issue that is still being made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingIssue {
    pub issue: IssueId,
    /// 《自然资源信息》2024年第9期.
    pub label: String,
}

/// One month, to be closed or reopened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthDetail {
    pub month: Month,
    pub standing: Standing,
    /// Its closings and reopenings in words, the oldest first.
    pub history: Vec<ClosingLine>,
    pub waits: Waits,
    /// Names of units that nobody knows yet.
    pub unknown_names: usize,
    /// What is recorded of units that stand in no table of the month and earns nothing, each in words.
    pub uncredited: Vec<String>,
    /// Lines by which ledger and facts differ; nothing but a fault makes any.
    pub unsettled: usize,
    /// Why it cannot be closed.
    pub hindrance: Option<String>,
    /// Until when it lasts, where it is not over.
    pub lasts_until: Option<jiff::civil::Date>,
    /// The months that close with it: empty earlier ones.
    pub closes_with: Vec<Month>,
    /// The months that are open again when it is, itself among them.
    pub reopens: Vec<Month>,
    /// Of a month that was reopened: what came late for it and counts in other months.
    pub late: Vec<LateLine>,
    pub receipts: Vec<ReceiptLine>,
    /// Whether the actor may close it and mark receipts.
    pub may_close: bool,
}

/// What came late for a month, by the other month in which it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LateLine {
    pub counts_in: Month,
    /// Whether it can still be moved from there.
    pub is_open: bool,
    /// Records of the month's days that were made after it was closed.
    pub records: usize,
    /// The month's own records that were reversed.
    pub reversals: usize,
    /// The month's own pieces that were retracted.
    pub retractions: usize,
}

/// A closing or a reopening.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosingLine {
    pub at: jiff::Timestamp,
    pub person: String,
    /// 结账 or 重开.
    pub words: String,
    pub reason: Option<String>,
}

/// Whether a channel's adoptions have come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptLine {
    pub channel: UpperChannelId,
    pub name: String,
    /// How many of its adoptions are recorded for the month.
    pub records: usize,
    pub receipt: Option<Receipt>,
}

/// That they have come, or that there are none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    pub nothing: bool,
    pub person: String,
    pub at: jiff::Timestamp,
}

/// A month that was closed and is open again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReopenedMonth {
    pub month: Month,
    pub person: String,
    pub at: jiff::Timestamp,
    pub reason: String,
}

/// 催报: what every unit lacks in a month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Urging {
    pub month: Month,
    pub closed: bool,
    /// The day on which this is so.
    pub today: jiff::civil::Date,
    /// Those that lack something, in printed order.
    pub units: Vec<UrgedUnit>,
    /// How many lack nothing.
    pub content: usize,
}

/// A unit that lacks something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UrgedUnit {
    pub unit: UnitId,
    pub name: String,
    pub group: String,
    /// The month's counts, as the bulletin's cells show them: 上报3篇.
    pub so_far: Vec<String>,
    /// What would earn what, each in words.
    pub lacking: Vec<String>,
}

#[async_trait]
pub trait Months {
    /// The months of a year up to the present one and those of which there are facts; for the office.
    async fn months(&self, actor: &Actor, year: Option<i16>) -> Result<MonthYear, Refusal>;

    /// One month with all that is to be known before it is closed; for the office.
    async fn month(&self, actor: &Actor, month: Month) -> Result<MonthDetail, Refusal>;

    /// How a month stands and what waits in it, for its bulletin.
    async fn month_line(&self, actor: &Actor, month: Month) -> Result<MonthLine, Refusal>;

    /// All months that are closed now, for forms that choose a month.
    async fn closed_months(&self, actor: &Actor) -> Result<ClosedMonths, Refusal>;

    /// The months that were reopened and are not closed again; for everybody who works for the bulletins.
    async fn reopened_months(&self, actor: &Actor) -> Result<Vec<ReopenedMonth>, Refusal>;
}

#[async_trait]
pub trait Urgings {
    /// What every unit lacks in the month; for the office.
    async fn urging(&self, actor: &Actor, month: Month) -> Result<Urging, Refusal>;
}

#[async_trait]
pub trait Verifying {
    /// Compares a year's facts, the ledger and issued bulletins; for the office. Every year where none is named.
    async fn verify(&self, actor: &Actor, year: Option<i16>) -> Result<Verification, Refusal>;
}
