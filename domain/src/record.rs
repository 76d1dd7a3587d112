//! Records: facts outside the newsletter, entered by the office. A record is never changed; a wrong one is
//! reversed, with a reason, and stays to be seen.
//!
//! Nothing here knows what a record earns: it says which facts it is, and scoring does the rest.

use serde::{Deserialize, Serialize};

use crate::{
    calendar::Month,
    id::{ItemId, PersonId, RecordId, RevisionId, UnitId, UpperChannelId},
    points::Points,
    scoring::{Details, Fact, FactKind, FactReference, Ruling, Units},
};

/// A higher office's publication (上级刊物).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpperChannel {
    pub id: UpperChannelId,
    pub name: String,
    /// Place in lists, from 1.
    pub order: i32,
    /// A retired channel is offered no more; what it printed stays.
    pub active: bool,
}

/// What an upper channel printed in a month has come (已收到), or it printed nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpperReceipt {
    pub month: Month,
    pub channel: UpperChannelId,
    pub nothing: bool,
    pub by: PersonId,
    pub at: jiff::Timestamp,
}

coded! {
    /// The kinds of records.
    pub enum RecordKind {
        UpperAdoption = ("upper_adoption", "上级采用"),
        Commission = ("commission", "约稿"),
        Forwarding = ("forwarding", "报送上级"),
        Instruction = ("instruction", "领导批示"),
        Adjustment = ("adjustment", "加减分"),
        Ruling = ("ruling", "作废和处理"),
        Submission = ("submission", "补录上报篇数"),
    }
}

/// What was recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Recorded {
    UpperAdoption {
        channel: UpperChannelId,
        /// The channel's name.
        channel_name: String,
        title: String,
        /// Marked ★.
        starred: bool,
        /// Printed because the channel had asked for it.
        commissioned: bool,
    },
    /// Delivered, and not printed by a channel so far.
    Commission {
        /// Who asked for the piece: 市政府.
        office: String,
        title: String,
    },
    Forwarding {
        /// To which office.
        office: String,
        /// Empty where several pieces are counted together.
        title: String,
        /// How many pieces, from 1.
        count: u32,
        /// The text that was sent up, of a piece that is an item.
        revision: Option<RevisionId>,
        /// By whom it was cleared.
        cleared_by: Option<String>,
    },
    /// A leader wrote an instruction on a piece; the level and rank are among the details.
    Instruction {
        /// The publication on which it was written; empty where that does not matter.
        channel: String,
        title: String,
    },
    /// A decision about points that are there.
    Ruling { ruling: Ruling, reason: String, evidence: Option<String> },
    Adjustment {
        points: Points,
        reason: String,
        /// What proves it.
        evidence: Option<String>,
    },
    /// Items sent to the office before the program was there, counted.
    Submission { count: u32 },
}

/// How a record was taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reversal {
    pub by: PersonId,
    pub at: jiff::Timestamp,
    pub reason: String,
    /// Where the record's own month was closed: the open month in which the reversal counts, by points taken back
    /// there. The record stays a fact of its own month.
    pub month: Option<Month>,
}

/// One recorded fact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    pub id: RecordId,
    pub recorded: Recorded,
    /// What rules may ask about beyond the kind.
    pub details: Details,
    /// 计入N月考核.
    pub month: Month,
    /// The day of the event itself.
    pub date: jiff::civil::Date,
    /// The credited units, each once, in the order given.
    pub units: Vec<UnitId>,
    /// The piece, where it is an item here.
    pub item: Option<ItemId>,
    pub recorded_by: PersonId,
    pub recorded_at: jiff::Timestamp,
    pub reversal: Option<Reversal>,
}

impl Recorded {
    pub fn kind(&self) -> RecordKind {
        match self {
            Self::UpperAdoption { .. } => RecordKind::UpperAdoption,
            Self::Commission { .. } => RecordKind::Commission,
            Self::Forwarding { .. } => RecordKind::Forwarding,
            Self::Instruction { .. } => RecordKind::Instruction,
            Self::Ruling { .. } => RecordKind::Ruling,
            Self::Adjustment { .. } => RecordKind::Adjustment,
            Self::Submission { .. } => RecordKind::Submission,
        }
    }

    /// What it says to everybody whom it concerns, a line each: piece, publication or office, reason, kind.
    pub fn words(&self) -> Vec<&str> {
        let said: Vec<&str> = match self {
            Self::UpperAdoption { channel_name, title, .. } => vec![title, channel_name],
            Self::Commission { office, title } | Self::Forwarding { office, title, .. } => {
                vec![title, office]
            }
            Self::Instruction { channel, title } => vec![title, channel],
            Self::Ruling { ruling, reason, .. } => vec![ruling.label(), reason],
            Self::Adjustment { reason, .. } => vec![reason],
            Self::Submission { .. } => Vec::new(),
        };
        said.into_iter().chain([self.kind().label()]).filter(|words| !words.is_empty()).collect()
    }

    /// What a list calls it: the piece's title, the reason, or the count.
    pub fn title(&self) -> String {
        match self {
            Self::UpperAdoption { title, .. } | Self::Commission { title, .. } => title.clone(),
            Self::Forwarding { title, count, .. } if title.is_empty() => format!("报送上级{count}篇"),
            Self::Forwarding { title, .. } => title.clone(),
            Self::Instruction { title, .. } => title.clone(),
            Self::Ruling { ruling, reason, .. } => format!("{}：{reason}", ruling.label()),
            Self::Adjustment { reason, .. } => reason.clone(),
            Self::Submission { count } => format!("上报{count}篇"),
        }
    }
}

impl Record {
    /// The facts that it is: none once it was reversed, but for a reversal that counts in another month; one for each
    /// unit where a fact has but one.
    pub fn facts(&self) -> Vec<Fact> {
        if self.reversal.as_ref().is_some_and(|reversal| reversal.month.is_none()) {
            return Vec::new();
        }
        let reference = FactReference::Record { record: self.id };
        let details = self.fact_details();
        let taken_back = self.reversal.as_ref().and_then(|reversal| reversal.month);
        let fact =
            |kind| Fact::detailed(self.month, reference.clone(), kind, details.clone()).until(taken_back);
        let units = Units::from_slice(&self.units);
        match &self.recorded {
            Recorded::UpperAdoption { channel_name, title, starred, commissioned, .. } => {
                vec![fact(FactKind::UpperAdoption {
                    channel: channel_name.as_str().into(),
                    title: title.as_str().into(),
                    starred: *starred,
                    commissioned: *commissioned,
                    units,
                })]
            }
            Recorded::Commission { office, title } => {
                vec![fact(FactKind::Commission {
                    channel: commission_source(office).into(),
                    title: title.as_str().into(),
                    units,
                })]
            }
            Recorded::Forwarding { title, count, .. } => {
                let title = (!title.is_empty()).then(|| title.as_str().into());
                vec![fact(FactKind::Forwarding { count: *count, title, units })]
            }
            Recorded::Instruction { channel, title } => {
                let channel = (!channel.is_empty()).then(|| channel.as_str().into());
                vec![fact(FactKind::Instruction { channel, title: title.as_str().into(), units })]
            }
            Recorded::Ruling { ruling, reason, .. } => {
                vec![fact(FactKind::Ruling { ruling: *ruling, units, reason: reason.as_str().into() })]
            }
            Recorded::Adjustment { points, reason, .. } => {
                let each =
                    |unit| FactKind::Adjustment { unit, points: *points, reason: reason.as_str().into() };
                units.into_iter().map(|unit| fact(each(unit))).collect()
            }
            Recorded::Submission { count } => {
                let each = |unit| FactKind::Submissions { unit, count: *count };
                units.into_iter().map(|unit| fact(each(unit))).collect()
            }
        }
    }

    /// The details with what the record itself knows: the day, the office, and the item as its story.
    fn fact_details(&self) -> Details {
        let mut details = self.details.clone();
        if let Recorded::Forwarding { office, .. } = &self.recorded {
            details.channel = Some(office.clone());
        }
        if !matches!(self.recorded, Recorded::Submission { .. }) {
            details.day = Some(self.date);
        }
        details.story = details.story.or_else(|| self.item.map(story_of));
        details
    }
}

/// What all facts about one item have in common as their story.
pub fn story_of(item: ItemId) -> String {
    format!("稿件{item}")
}

/// As lists print where it appeared: 市政府约稿, whether the office was typed with the word or without.
fn commission_source(office: &str) -> String {
    if office.ends_with("约稿") { office.to_owned() } else { format!("{office}约稿") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(recorded: Recorded) -> Record {
        Record {
            id: RecordId(7),
            recorded,
            details: Details::NONE,
            month: "2024-01".parse().expect("a month"),
            date: jiff::civil::date(2024, 2, 3),
            units: vec![UnitId(1), UnitId(2)],
            item: None,
            recorded_by: PersonId(1),
            recorded_at: jiff::Timestamp::UNIX_EPOCH,
            reversal: None,
        }
    }

    #[test]
    fn a_reversed_record_is_no_fact() {
        let mut record = record(Recorded::Commission { office: "市政府".into(), title: "甲".into() });
        assert_eq!(record.facts().len(), 1);
        let reversal =
            Reversal { by: PersonId(1), at: jiff::Timestamp::UNIX_EPOCH, reason: "错".into(), month: None };
        record.reversal = Some(reversal.clone());
        assert_eq!(record.facts(), []);
        let late = Reversal { month: Some("2024-02".parse().expect("a month")), ..reversal };
        record.reversal = Some(late);
        assert_eq!(record.facts().len(), 1, "its month was closed, and stays as it was");
    }

    #[test]
    fn a_piece_is_one_fact_for_all_its_units_and_an_adjustment_one_for_each() {
        let commission =
            record(Recorded::Commission { office: "市政府约稿".into(), title: "甲".into() });
        assert_eq!(commission.facts()[0].units(), [UnitId(1), UnitId(2)]);
        assert_eq!(commission.facts()[0].source().as_deref(), Some("市政府约稿"));
        let adjustment = record(Recorded::Adjustment {
            points: Points::whole(5),
            reason: "参加新闻发布会".into(),
            evidence: None,
        });
        let units: Vec<_> = adjustment.facts().iter().map(|fact| fact.units().to_vec()).collect();
        assert_eq!(units, [vec![UnitId(1)], vec![UnitId(2)]]);
    }
}
