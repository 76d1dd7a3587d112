//! Records: the facts outside the newsletter.

use async_trait::async_trait;
use domain::{
    calendar::Month,
    id::{ItemId, RecordId, UpperChannelId},
    person::Actor,
    printed_in::PrintedIn,
    record::{Record, Recorded, UpperChannel},
};
use serde::{Deserialize, Serialize};

use super::{
    Refusal,
    asked::DetailsForm,
    form::{acts, blank_is_none, blank_or, ticked},
};

acts! {
    /// 上级采用: a higher channel printed a piece.
    RecordUpperAdoption {
        /// The channel's name.
        #[serde(default)]
        channel: String,
        #[serde(default)]
        title: String,
        #[serde(default)]
        date: String,
        #[serde(default)]
        month: String,
        #[serde(default, deserialize_with = "ticked")]
        starred: bool,
        #[serde(default, deserialize_with = "ticked")]
        commissioned: bool,
        #[serde(default)]
        units: String,
        /// The piece, where it is an item here.
        #[serde(default, deserialize_with = "blank_or")]
        item: Option<ItemId>,
        #[serde(flatten)]
        details: DetailsForm,
    }

    /// 约稿: a commissioned piece was delivered.
    RecordCommission {
        /// Who asked for it.
        #[serde(default)]
        office: String,
        #[serde(default)]
        title: String,
        #[serde(default)]
        date: String,
        #[serde(default)]
        month: String,
        #[serde(default)]
        units: String,
        #[serde(default, deserialize_with = "blank_or")]
        item: Option<ItemId>,
        #[serde(flatten)]
        details: DetailsForm,
    }

    /// A delivered commission was printed by a channel after all: from then on it is an upper adoption.
    CommissionPrinted {
        record: RecordId,
        #[serde(default)]
        channel: String,
        #[serde(default)]
        date: String,
        #[serde(default)]
        month: String,
        #[serde(default, deserialize_with = "ticked")]
        starred: bool,
    }

    /// 报送上级: a piece was sent up. An item's text goes as it is now, and must be cleared.
    RecordForwarding {
        /// To which office.
        #[serde(default)]
        office: String,
        #[serde(default)]
        title: String,
        /// How many pieces; one where it is blank.
        #[serde(default)]
        count: String,
        #[serde(default)]
        date: String,
        #[serde(default)]
        month: String,
        #[serde(default)]
        units: String,
        /// Who cleared a piece that is no item here.
        #[serde(default, deserialize_with = "blank_is_none")]
        cleared_by: Option<String>,
        #[serde(default, deserialize_with = "blank_or")]
        item: Option<ItemId>,
        #[serde(flatten)]
        details: DetailsForm,
    }

    /// 加减分, to each of the units.
    RecordAdjustment {
        #[serde(default)]
        points: String,
        #[serde(default)]
        reason: String,
        #[serde(default)]
        date: String,
        #[serde(default)]
        month: String,
        #[serde(default)]
        units: String,
        #[serde(flatten)]
        details: DetailsForm,
    }

    /// 领导批示: a leader wrote an instruction on a piece.
    RecordInstruction {
        #[serde(default)]
        channel: String,
        #[serde(default)]
        title: String,
        #[serde(default)]
        date: String,
        #[serde(default)]
        month: String,
        #[serde(default)]
        units: String,
        #[serde(default, deserialize_with = "blank_or")]
        item: Option<ItemId>,
        #[serde(flatten)]
        details: DetailsForm,
    }

    /// 作废和处理: a decision about points that are there.
    RecordRuling {
        /// A code of [`domain::scoring::Ruling`], or its word.
        #[serde(default)]
        ruling: String,
        #[serde(default)]
        reason: String,
        #[serde(default)]
        date: String,
        #[serde(default)]
        month: String,
        #[serde(default)]
        units: String,
        #[serde(default, deserialize_with = "blank_or")]
        item: Option<ItemId>,
        #[serde(flatten)]
        details: DetailsForm,
    }

    /// 补录上报篇数: what a unit sent before the program was there.
    RecordSubmissions {
        #[serde(default)]
        units: String,
        #[serde(default)]
        month: String,
        #[serde(default)]
        count: String,
    }

    /// 冲销: a record was wrong. It stays to be seen.
    ReverseRecord {
        record: RecordId,
        #[serde(default)]
        reason: String,
        /// Where the record's month was closed: the open month in which the points are taken back.
        #[serde(default)]
        month: String,
    }

    /// 恢复: a record that was reversed by mistake is recorded anew, as it was.
    RecordAgain { record: RecordId }

    /// The commission was not printed after all: the adoption is reversed, the commission recorded anew.
    UndoCommissionPrinted {
        record: RecordId,
        commission: RecordId,
    }

    AddUpperChannel {
        #[serde(default)]
        name: String,
    }

    /// One place up in the lists.
    RaiseUpperChannel { channel: UpperChannelId }

    /// Offered no more.
    RetireUpperChannel { channel: UpperChannelId }

    /// Offered again.
    RestoreUpperChannel { channel: UpperChannelId }
}

/// A month's records with the names that a list shows beside them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordRow {
    pub record: Record,
    /// The units' names for lists, in the record's order.
    pub units: Vec<String>,
    pub recorded_by: String,
    pub reversed_by: Option<String>,
}

impl RecordRow {
    /// Where it appeared or went, as lists print it, with the star and the word for commissioned pieces.
    pub fn place(&self) -> String {
        match &self.record.recorded {
            Recorded::UpperAdoption { channel_name: channel, starred, commissioned, .. } => {
                PrintedIn { channel, starred: *starred, commissioned: *commissioned }.to_string()
            }
            Recorded::Commission { office, .. } => {
                PrintedIn { channel: office, starred: false, commissioned: true }.to_string()
            }
            Recorded::Forwarding { office, count, .. } => format!("报送{office} {count}篇"),
            Recorded::Instruction { channel, .. } if !channel.is_empty() => format!("{channel}批示"),
            Recorded::Instruction { .. } => "批示".to_owned(),
            Recorded::Adjustment { .. } | Recorded::Ruling { .. } | Recorded::Submission { .. } => {
                String::new()
            }
        }
    }
}

/// What the quick entry forms offer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordChoices {
    /// Those that are not retired.
    pub channels: Vec<UpperChannel>,
    /// Who asked for pieces so far.
    pub commissioning_offices: Vec<String>,
    /// To which offices pieces were sent so far.
    pub receiving_offices: Vec<String>,
}

/// How a line of unit names is understood.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitsAsRead {
    /// The full names of the known units.
    pub units: Vec<String>,
    pub unknown: Vec<UnknownUnit>,
}

/// A name that means no unit, or one that does not exist on the day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnknownUnit {
    pub typed: String,
    /// Why there is no such unit on the day: 甲科已于2024年5月1日并入乙科.
    #[serde(default)]
    pub absent: Option<String>,
    /// The names of the nearest units, the best first; or of its successors.
    pub nearest: Vec<String>,
}

/// An item that a record may be about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordableItem {
    pub item: ItemId,
    pub title: String,
    /// The names of its credited units.
    pub units: Vec<String>,
    /// Whether its present text may be sent up.
    pub is_cleared: bool,
}

/// An item that was found by its title, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemByTitle {
    pub item: RecordableItem,
    /// 自然资源信息 2024年第3期, or the word of its state.
    pub place: String,
}

/// A channel, and how many records name it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChannelRow {
    pub channel: UpperChannel,
    pub records: i64,
}

#[async_trait]
pub trait Records {
    /// Every record credited to the month, by day, the reversed ones among them.
    async fn records(&self, actor: &Actor, month: Month) -> Result<Vec<RecordRow>, Refusal>;

    /// The records about an item, as far as the actor may read the item.
    async fn records_of_item(&self, actor: &Actor, item: ItemId) -> Result<Vec<RecordRow>, Refusal>;

    /// One record.
    async fn record(&self, actor: &Actor, record: RecordId) -> Result<RecordRow, Refusal>;

    async fn record_choices(&self, actor: &Actor) -> Result<RecordChoices, Refusal>;

    /// The items in whose titles these words stand, for whoever records: what was printed first, then what is with the
    /// office, the latest first; not more than a few.
    async fn items_by_title(&self, actor: &Actor, words: &str) -> Result<Vec<ItemByTitle>, Refusal>;

    /// How a line of unit names would be understood, for a form that came back.
    /// `date` is the day as it was typed, and may be none.
    async fn read_units(
        &self,
        actor: &Actor,
        line: &str,
        date: &str,
        month: Month,
    ) -> Result<UnitsAsRead, Refusal>;

    /// The item, to begin a record about it.
    async fn recordable_item(&self, actor: &Actor, item: ItemId) -> Result<RecordableItem, Refusal>;

    /// All channels in their order, the retired ones among them.
    async fn upper_channels(&self, actor: &Actor) -> Result<Vec<ChannelRow>, Refusal>;
}
