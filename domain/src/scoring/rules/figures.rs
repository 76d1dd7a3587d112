//! What the bulletin makes of points: cumulative, converted marks, ranks, remarks, columns, words.

use serde::{Deserialize, Serialize};

use super::{
    category::Category,
    measure::{Measure, Period},
};
use crate::{points::Points, scoring::columns::Field};

/// A figure that the rule set defines, for a column of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnFigure {
    /// Its key in the bulletin's JSON; columns name it.
    pub key: String,
    pub name: String,
    /// Of the month: pieces, or points of categories.
    #[serde(flatten)]
    pub measure: Measure,
    /// Points of these rules, beside those of the categories.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<String>,
}

/// How the cumulative figure (累计分数) comes about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cumulative {
    /// When it begins anew.
    #[serde(default = "Period::year")]
    pub period: Period,
    #[serde(default)]
    pub by: CumulativeBy,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CumulativeBy {
    #[default]
    Sum,
    /// The sum divided by the months of the period so far.
    Average,
}

impl Default for Cumulative {
    fn default() -> Self {
        Self { period: Period::Year, by: CumulativeBy::Sum }
    }
}

impl Cumulative {
    pub fn is_usual(&self) -> bool {
        *self == Self::default()
    }
}

/// A part of the converted mark: the points of some categories, converted and weighted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    pub name: String,
    /// Empty for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<Category>,
    /// Multiplies the part: 0.6.
    pub weight: Points,
    /// Before it is weighted, brought to a full mark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conversion: Option<Conversion>,
}

/// Conversion to a full mark: `points ÷ whole × full`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conversion {
    /// The full mark.
    pub full: Points,
    pub whole: Mark,
    /// Not above the full mark.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub bounded: bool,
    /// Not below this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub least: Option<Points>,
}

/// What earns the full mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// So many points.
    Points(Points),
    /// The most that a unit of the group has.
    HighestOfGroup,
    /// The most that any unit has.
    Highest,
}

impl Serialize for Mark {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Points(points) => points.serialize(serializer),
            Self::HighestOfGroup => serializer.serialize_str("highest_of_group"),
            Self::Highest => serializer.serialize_str("highest"),
        }
    }
}

impl<'de> Deserialize<'de> for Mark {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::named(&text).map_err(serde::de::Error::custom)
    }
}

impl Mark {
    pub(super) fn named(text: &str) -> Result<Self, crate::points::PointsError> {
        match text {
            "highest_of_group" => Ok(Self::HighestOfGroup),
            "highest" => Ok(Self::Highest),
            points => points.parse().map(Self::Points),
        }
    }
}

/// How units are ranked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Ranking {
    pub method: RankMethod,
    /// The figure by which they are ranked: cumulative, month, converted.
    pub by: Field,
    /// Breaks ties, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ties: Vec<RankCriterion>,
    /// Across the groups rather than within each.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub across_groups: bool,
    /// Who has less is not ranked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_least: Option<Points>,
    /// Who is excluded from awards is not ranked.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub without_excluded: bool,
}

impl Default for Ranking {
    fn default() -> Self {
        Self {
            method: RankMethod::Dense,
            by: Field::Cumulative,
            ties: Vec::new(),
            across_groups: false,
            at_least: None,
            without_excluded: false,
        }
    }
}

impl Ranking {
    pub fn is_usual(&self) -> bool {
        *self == Self::default()
    }
}

/// What comes after a shared rank.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RankMethod {
    /// 1, 2, 2, 3.
    #[default]
    Dense,
    /// 1, 2, 2, 4.
    Competition,
}

/// What breaks a tie: the more, the better. Over the cumulative figure's period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RankCriterion {
    /// Points of these categories.
    Points(Vec<Category>),
    /// Adopted pieces to submitted ones.
    AdoptionRate,
    /// Adopted pieces, here and above.
    Pieces,
    /// Pieces adopted above.
    UpperPieces,
    /// The month's points.
    Month,
}

/// What is said of a unit whose figure is high or low enough.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// 优秀, 通报批评.
    pub name: String,
    pub field: Field,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_least: Option<Points>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub below: Option<Points>,
    /// Only of units of these groups; empty for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<String>,
}

/// Which points stand in which column. 本月分数 is the sum of all, whatever stands here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PointColumns {
    /// Every category that stands in neither of the others, unless the rule set says otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub adoption_points: Option<Vec<Category>>,
    pub commission_points: Vec<Category>,
    pub base: Vec<Category>,
}

impl Default for PointColumns {
    fn default() -> Self {
        Self {
            adoption_points: None,
            commission_points: vec![Category::COMMISSION],
            base: vec![Category::BASE],
        }
    }
}

impl PointColumns {
    pub fn is_usual(&self) -> bool {
        *self == Self::default()
    }

    /// Whether a column shows the points of a category.
    pub fn shows(&self, field: Field, category: &Category) -> bool {
        match field {
            Field::AdoptionPoints => match &self.adoption_points {
                Some(listed) => listed.contains(category),
                None => !self.commission_points.contains(category) && !self.base.contains(category),
            },
            Field::CommissionPoints => self.commission_points.contains(category),
            Field::Base => self.base.contains(category),
            Field::Month | Field::Cumulative | Field::Quarter | Field::HalfYear | Field::Converted => true,
            Field::Unit
            | Field::Submitted
            | Field::UpperCount
            | Field::NewsletterCount
            | Field::CommissionCount
            | Field::ReportedUp
            | Field::AdoptionRate
            | Field::Rank
            | Field::Remarks
            | Field::Own(_) => false,
        }
    }
}

/// The words that differ from one level of government to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Words {
    /// Who receives what is sent: 市局办公室.
    pub office: String,
    /// Whose newsletter adopts: 市局.
    pub bureau: String,
    /// Adopted by a higher office: 上级采用信息.
    pub upper: String,
    /// Commissioned and delivered: 约稿.
    pub commission: String,
    /// Sent up: 报市.
    pub forwarded: String,
}

impl Default for Words {
    fn default() -> Self {
        Self {
            office: "办公室".to_owned(),
            bureau: "本级".to_owned(),
            upper: "上级采用信息".to_owned(),
            commission: "约稿".to_owned(),
            forwarded: "报送上级".to_owned(),
        }
    }
}
