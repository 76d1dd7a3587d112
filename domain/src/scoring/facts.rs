//! Facts: what happened in a month that a rule set may score or a table may count.
//!
//! A fact says nothing about points (but for an adjustment, whose points are the fact). It must not know
//! where it is kept: a database and a facts file give the same values, each with its own [`FactReference`].

use std::{
    collections::{HashMap, HashSet},
    fmt::{self, Display},
    ops::Deref,
    sync::Arc,
};

use ecow::EcoString;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use smallvec::SmallVec;

use super::details::Details;
pub use super::details::Outcome;
use crate::{
    calendar::Month,
    id::{IssueId, ItemId, RecordId, UnitId},
    issue::Edition,
    item::Kind,
    points::Points,
    printed_in::PrintedIn,
};

coded! {
    /// The kinds of facts, by the names of their lists in a facts file.
    pub enum FactType {
        Submissions = ("submissions", "报送"),
        Adoptions = ("adoptions", "本级采用"),
        UpperAdoptions = ("upper_adoptions", "上级采用"),
        Commissions = ("commissions", "约稿"),
        ReportedUp = ("reported_up", "报送上级"),
        Instructions = ("instructions", "批示"),
    }
}

/// One fact, with the month to which it is credited (计入N月考核), which need not be the month it happened in.
///
/// Millions of them are in memory at once: texts are short or shared, and what few facts have is apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Written", into = "Written")]
pub struct Fact {
    pub month: Month,
    pub reference: FactReference,
    pub kind: FactKind,
    /// 稿源: what facts about one and the same story have in common.
    pub story: Option<EcoString>,
    /// The day of the event itself.
    pub day: Option<Date>,
    /// What else rules may ask about; most facts have none of it. Its story and day stand above.
    details: Option<Box<Details>>,
    /// The later month from which it counts no more: it was taken back when its own was closed.
    pub taken_back: Option<Month>,
}

/// A fact as kept bulletins hold it: all that is known beyond the kind in one place.
#[derive(Serialize, Deserialize)]
struct Written {
    month: Month,
    reference: FactReference,
    kind: FactKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    details: Option<Box<Details>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    taken_back: Option<Month>,
}

impl From<Written> for Fact {
    fn from(written: Written) -> Self {
        let Written { month, reference, kind, details, taken_back } = written;
        let details = details.map(|details| *details).unwrap_or_default();
        Self::detailed(month, reference, kind, details).until(taken_back)
    }
}

impl From<Fact> for Written {
    fn from(fact: Fact) -> Self {
        let Fact { month, reference, kind, story, day, details, taken_back } = fact;
        let told = details.map(|details| *details).unwrap_or_default();
        let told = Details { story: story.map(String::from), day, ..told };
        let details = (told != Details::NONE).then(|| Box::new(told));
        Self { month, reference, kind, details, taken_back }
    }
}

/// Credited units (记分单位), in their order; mostly one or two.
pub type Units = SmallVec<[UnitId; 2]>;

/// The facts that a line of credit comes from; mostly one, which stands in its own place.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "Vec<FactReference>", into = "Vec<FactReference>")]
pub enum References {
    One(FactReference),
    /// Not one.
    Others(Box<[FactReference]>),
}

impl References {
    pub fn none() -> Self {
        Self::Others(Box::default())
    }
}

impl Deref for References {
    type Target = [FactReference];

    fn deref(&self) -> &[FactReference] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Others(others) => others,
        }
    }
}

impl From<Vec<FactReference>> for References {
    fn from(facts: Vec<FactReference>) -> Self {
        match <[FactReference; 1]>::try_from(facts) {
            Ok([one]) => Self::One(one),
            Err(others) => Self::Others(others.into()),
        }
    }
}

impl From<References> for Vec<FactReference> {
    fn from(references: References) -> Self {
        references.to_vec()
    }
}

/// Where a fact is recorded, so that a line of the ledger can be followed back to it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "from", rename_all = "snake_case")]
pub enum FactReference {
    /// An item published in an issue.
    Adoption { issue: IssueId, item: ItemId },
    /// An upper adoption, a commission, a forwarding or an adjustment.
    Record { record: RecordId },
    /// An item that was sent in.
    Submission { item: ItemId },
    /// A place in a facts file, as a JSON path: `months[0].adoptions[3]`.
    File { path: EcoString },
}

/// What happened. `units` are the credited units (记分单位): each stands once, and each is credited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum FactKind {
    /// 报送: so many items that the unit sent for the first time in the month.
    Submissions { unit: UnitId, count: u32 },
    /// 采用: an item published in the office's own newsletter.
    NewsletterAdoption { issue: Arc<NewsletterIssue>, item_kind: Kind, title: EcoString, units: Units },
    /// 上级采用: a higher office's publication printed the piece.
    UpperAdoption {
        channel: EcoString,
        title: EcoString,
        /// Marked ★.
        starred: bool,
        /// Printed because the channel had asked for it. Such a piece is no [`FactKind::Commission`].
        commissioned: bool,
        units: Units,
    },
    /// 约稿: a commissioned piece that was delivered and not printed by a channel.
    Commission { channel: EcoString, title: EcoString, units: Units },
    /// 报送上级 (报省市): so many pieces sent up. The title is known where the fact is a single piece.
    Forwarding { count: u32, title: Option<EcoString>, units: Units },
    /// 批示: a leader wrote an instruction on a piece. The channel is where it was printed, where that matters.
    Instruction { channel: Option<Arc<str>>, title: EcoString, units: Units },
    /// 加减分: points for anything else.
    Adjustment { unit: UnitId, points: Points, reason: EcoString },
    /// A decision that is no points: see [`Ruling`]. Without units, a void holds for all.
    Ruling { ruling: Ruling, units: Units, reason: EcoString },
}

coded! {
    /// A decision about points that are there.
    pub enum Ruling {
        /// 作废: what the story earned is taken back, and it earns nothing more.
        Void = ("void", "稿件作废"),
        /// The month's points become zero.
        ZeroMonth = ("zero_month", "本月记零分"),
        /// The year's points become zero, and stay so.
        ZeroYear = ("zero_year", "全年记零分"),
        /// The unit takes no part in awards.
        Exclude = ("exclude", "取消评先资格"),
    }
}

/// Which issue of which newsletter. Ordered as lists print it: by newsletter, then by date.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct NewsletterIssue {
    /// The newsletter's name, where the bureau runs several.
    pub newsletter: Option<String>,
    pub year: i16,
    /// Number in the year, from 1.
    pub number: u32,
    /// In which sequence it is counted, and where a 合刊 ends.
    #[serde(flatten)]
    pub edition: Edition,
}

impl NewsletterIssue {
    /// 第1期, or 《某某简报》第1期 where there are several newsletters.
    pub fn label(&self) -> impl fmt::Display {
        fmt::from_fn(|words| {
            if let Some(newsletter) = &self.newsletter {
                write!(words, "《{newsletter}》")?;
            }
            self.edition.labelled(i64::from(self.number)).fmt(words)
        })
    }
}

impl FactKind {
    /// Which list of a facts file it stands in; `None` for adjustments and rulings.
    pub fn fact_type(&self) -> Option<FactType> {
        match self {
            Self::Submissions { .. } => Some(FactType::Submissions),
            Self::NewsletterAdoption { .. } => Some(FactType::Adoptions),
            Self::UpperAdoption { .. } => Some(FactType::UpperAdoptions),
            Self::Commission { .. } => Some(FactType::Commissions),
            Self::Forwarding { .. } => Some(FactType::ReportedUp),
            Self::Instruction { .. } => Some(FactType::Instructions),
            Self::Adjustment { .. } | Self::Ruling { .. } => None,
        }
    }
}

impl Fact {
    /// A fact of which nothing is known beyond its kind.
    pub fn plain(month: Month, reference: FactReference, kind: FactKind) -> Self {
        Self { month, reference, kind, story: None, day: None, details: None, taken_back: None }
    }

    /// As [`Fact::plain`], with what is known beyond the kind.
    pub fn detailed(month: Month, reference: FactReference, kind: FactKind, mut details: Details) -> Self {
        let story = details.story.take().map(EcoString::from);
        let day = details.day.take();
        let details = (details != Details::NONE).then(|| Box::new(details));
        Self { story, day, details, ..Self::plain(month, reference, kind) }
    }

    /// As it is, but that from a later month on it counts no more, where there is one.
    pub fn until(self, taken_back: Option<Month>) -> Self {
        Self { taken_back, ..self }
    }

    /// What is known beyond the kind, the story and the day.
    pub fn details(&self) -> &Details {
        static NONE: Details = Details::NONE;
        self.details.as_deref().unwrap_or(&NONE)
    }

    /// How many pieces it is: a count where several are told together, else one.
    pub fn pieces(&self) -> u32 {
        match &self.kind {
            FactKind::Submissions { count, .. } | FactKind::Forwarding { count, .. } => *count,
            _ => 1,
        }
    }

    /// The units that the fact concerns.
    pub fn units(&self) -> &[UnitId] {
        match &self.kind {
            FactKind::Submissions { unit, .. } | FactKind::Adjustment { unit, .. } => {
                std::slice::from_ref(unit)
            }
            FactKind::NewsletterAdoption { units, .. }
            | FactKind::UpperAdoption { units, .. }
            | FactKind::Commission { units, .. }
            | FactKind::Forwarding { units, .. }
            | FactKind::Instruction { units, .. }
            | FactKind::Ruling { units, .. } => units,
        }
    }

    /// Credits other units in the place of these: each stands once.
    pub fn credit(&mut self, instead: impl Fn(UnitId) -> UnitId) {
        match &mut self.kind {
            FactKind::Submissions { unit, .. } | FactKind::Adjustment { unit, .. } => *unit = instead(*unit),
            FactKind::NewsletterAdoption { units, .. }
            | FactKind::UpperAdoption { units, .. }
            | FactKind::Commission { units, .. }
            | FactKind::Forwarding { units, .. }
            | FactKind::Instruction { units, .. }
            | FactKind::Ruling { units, .. } => {
                let mut credited = Units::with_capacity(units.len());
                for unit in units.iter().map(|unit| instead(*unit)) {
                    if !credited.contains(&unit) {
                        credited.push(unit);
                    }
                }
                *units = credited;
            }
        }
    }

    /// Where a piece appeared, as lists and entries print it: 第1期 信息, 昨日市情★, 昨日市情约稿, 市政府约稿.
    /// `None` for facts that are no pieces in print.
    pub fn source(&self) -> Option<String> {
        let is_printed = matches!(
            self.kind,
            FactKind::NewsletterAdoption { .. }
                | FactKind::UpperAdoption { .. }
                | FactKind::Commission { .. }
        );
        is_printed.then(|| fmt::from_fn(|words| self.write_source(words)).to_string())
    }

    /// As [`Self::source`], into something longer; nothing for facts that are no pieces in print.
    pub(super) fn write_source(&self, words: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            FactKind::NewsletterAdoption { issue, item_kind, .. } => {
                write!(words, "{} {}", issue.label(), item_kind.label())
            }
            FactKind::UpperAdoption { channel, starred, commissioned, .. } => {
                PrintedIn { channel, starred: *starred, commissioned: *commissioned }.fmt(words)
            }
            FactKind::Commission { channel, .. } => words.write_str(channel),
            _ => Ok(()),
        }
    }

    /// The piece's title, where it is a piece that has one.
    pub fn title(&self) -> Option<&str> {
        let title = match &self.kind {
            FactKind::NewsletterAdoption { title, .. }
            | FactKind::UpperAdoption { title, .. }
            | FactKind::Commission { title, .. }
            | FactKind::Instruction { title, .. } => Some(title.as_str()),
            FactKind::Forwarding { title, .. } => title.as_deref(),
            FactKind::Submissions { .. } => self.details().title.as_deref(),
            FactKind::Adjustment { .. } | FactKind::Ruling { .. } => None,
        };
        title.filter(|title| !title.trim().is_empty())
    }
}

/// The facts of each unit, in the order given. A joint piece stands under every unit that it credits.
pub fn by_unit<'a>(facts: impl IntoIterator<Item = &'a Fact>) -> HashMap<UnitId, Vec<&'a Fact>> {
    let mut units: HashMap<UnitId, Vec<&Fact>> = HashMap::new();
    for fact in facts {
        for unit in fact.units() {
            units.entry(*unit).or_default().push(fact);
        }
    }
    units
}

/// The references of facts, for a quick look.
pub(super) fn references<'a>(facts: &[&'a Fact]) -> HashSet<&'a FactReference> {
    facts.iter().map(|fact| &fact.reference).collect()
}
