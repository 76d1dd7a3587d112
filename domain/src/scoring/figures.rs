//! The figures of one unit's row.

use serde::{Deserialize, Serialize};

use super::{
    columns::{Field, FigureColumn},
    tally::Tally,
};
use crate::points::Points;

/// The figures of a row, named as in the bulletin's JSON. Those that a rule set need not have are there
/// where its columns, ranks or remarks use them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    pub unit: String,
    pub submitted: Tally,
    pub upper_count: Tally,
    pub newsletter_count: Tally,
    pub adoption_points: Points,
    pub commission_count: Tally,
    pub commission_points: Points,
    pub reported_up: Tally,
    pub base: Points,
    pub month: Points,
    pub cumulative: Points,
    /// `None` where the unit is not ranked.
    pub rank: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quarter: Option<Points>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub half_year: Option<Points>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub converted: Option<Points>,
    /// In percent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adoption_rate: Option<Points>,
    /// Those that the rule set defines, in its order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub own: Vec<OwnValue>,
    /// What is said of the unit: 优秀, 通报批评, 取消评先资格.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<String>,
    /// It takes no part in awards.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub excluded: bool,
}

/// A figure that the rule set defines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnValue {
    pub key: String,
    #[serde(flatten)]
    pub value: CountOrPoints,
}

/// Pieces or points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CountOrPoints {
    Count(Tally),
    Points(Points),
}

/// A figure as a cell holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure<'a> {
    Text(&'a str),
    Count(Tally),
    Points(Points),
    /// A place from 1; `None` where the unit is not ranked.
    Rank(Option<u32>),
    /// In percent.
    Percent(Points),
    Remarks(&'a [String]),
}

impl Figures {
    pub fn get(&self, field: Field) -> Figure<'_> {
        match field {
            Field::Unit => Figure::Text(&self.unit),
            Field::Submitted => Figure::Count(self.submitted),
            Field::UpperCount => Figure::Count(self.upper_count),
            Field::NewsletterCount => Figure::Count(self.newsletter_count),
            Field::AdoptionPoints => Figure::Points(self.adoption_points),
            Field::CommissionCount => Figure::Count(self.commission_count),
            Field::CommissionPoints => Figure::Points(self.commission_points),
            Field::ReportedUp => Figure::Count(self.reported_up),
            Field::Base => Figure::Points(self.base),
            Field::Month => Figure::Points(self.month),
            Field::Quarter => self.quarter.map_or(Figure::Text(""), Figure::Points),
            Field::HalfYear => self.half_year.map_or(Figure::Text(""), Figure::Points),
            Field::Cumulative => Figure::Points(self.cumulative),
            Field::Converted => self.converted.map_or(Figure::Text(""), Figure::Points),
            Field::AdoptionRate => self.adoption_rate.map_or(Figure::Text(""), Figure::Percent),
            Field::Rank => Figure::Rank(self.rank),
            Field::Remarks => Figure::Remarks(&self.remarks),
            Field::Own(place) => match self.own.get(usize::from(place)).map(|own| own.value) {
                Some(CountOrPoints::Count(count)) => Figure::Count(count),
                Some(CountOrPoints::Points(points)) => Figure::Points(points),
                None => Figure::Text(""),
            },
        }
    }

    /// The cell's text, which is empty for a zero unless the column prints zeros.
    pub fn cell(&self, column: &FigureColumn) -> String {
        match self.get(column.field) {
            Figure::Text(text) => text.to_owned(),
            Figure::Count(Tally::ZERO) | Figure::Points(Points::ZERO) | Figure::Percent(Points::ZERO)
                if !column.shows_zero =>
            {
                String::new()
            }
            Figure::Count(count) => count.to_string(),
            Figure::Points(points) => points.to_string(),
            Figure::Percent(percent) => format!("{percent}%"),
            Figure::Remarks(remarks) => remarks.join("、"),
            Figure::Rank(rank) => rank.map(|rank| rank.to_string()).unwrap_or_default(),
        }
    }

    /// The rank where it is told in words: without points there is nothing to be proud of, though the table, which ranks
    /// everybody, prints a place.
    pub fn rank_with_points(&self) -> Option<u32> {
        self.rank.filter(|_| self.cumulative > Points::ZERO)
    }

    /// An amount to compare or rank by; `None` for a name or a rank.
    pub fn amount(&self, field: Field) -> Option<Points> {
        match self.get(field) {
            Figure::Count(count) => Some(count.amount()),
            Figure::Points(points) | Figure::Percent(points) => Some(points),
            Figure::Text(_) | Figure::Rank(_) | Figure::Remarks(_) => None,
        }
    }
}
