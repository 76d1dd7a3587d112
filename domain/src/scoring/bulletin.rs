//! The bulletin (通报): one month's tables, covering text and lists, as one value.
//!
//! Every figure is derived here from entries and facts and carries what it was derived from; nothing is
//! typed. It must not know how it is drawn: page, PDF and spreadsheet are made from this value alone.

use serde::{Deserialize, Serialize};

use super::{
    columns::{Field, FigureColumn, HeaderCell, figure_columns, header},
    engine::{Credited, Piece, is_counted},
    entry::CreditEntry,
    facts::Fact,
    figures::Figures,
    narrative::AdoptedItem,
    opening::Opening,
    roster::Roster,
    rules::{FactType, OwnFigure, Period, RuleSet},
    tally::Tally,
};
use crate::{calendar::Month, id::UnitId, points::Points};

/// What a bulletin is composed from.
#[derive(Clone, Copy, Debug)]
pub struct Sources<'a> {
    pub month: Month,
    /// The groups and units as they stood in the month.
    pub roster: &'a Roster,
    /// The version in force in the month.
    pub rules: &'a RuleSet,
    /// The month's facts. Those of earlier months of the year are asked for where [`RuleSet::looks_back`]
    /// says so, and do no harm.
    pub facts: &'a [Fact],
    /// The ledger's lines that stand ([`super::standing`]) for the year up to the month. Those of other years
    /// and later months are left aside.
    pub entries: &'a [CreditEntry],
    pub opening: &'a [Opening],
}

/// A sum that no longer fits.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{unit}”{month}的分值之和超出范围，请检查加减分和结转分")]
pub struct BulletinError {
    pub unit: String,
    pub month: Month,
}

/// One month's bulletin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bulletin {
    pub month: Month,
    /// The title's two lines: 关于1月份政务信息采用情况的 and 通报.
    pub title: [String; 2],
    /// The paragraphs of the covering text: the usual ones, until the office's own are put in their place.
    pub covering: Vec<String>,
    /// What the covering text encloses: 1月份政务信息采用情况.
    pub attachment: String,
    /// In printed order, each with at least one row.
    pub groups: Vec<BulletinGroup>,
    pub totals: Totals,
    /// The notes on rules and scope that end the document.
    pub notes: Vec<String>,
    /// The version that gave the points, whose columns the tables have.
    pub rules: RuleSet,
}

/// The table of one group and what is said of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulletinGroup {
    /// The group's name.
    pub group: String,
    /// Above the table: （一）1月份机关科室政务信息统计.
    pub table_title: String,
    /// Above the units' paragraphs: 机关科室信息采用情况.
    pub list_title: String,
    pub totals: GroupTotals,
    /// By rank, then in printed order.
    pub rows: Vec<Row>,
}

/// Sums over all groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    pub submitted: Tally,
}

/// Sums of a group's columns: a joint piece counts for each of its units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupTotals {
    pub submitted: Tally,
    pub newsletter_count: Tally,
}

/// One unit's month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    #[serde(flatten)]
    pub figures: Figures,
    pub unit_id: UnitId,
    /// The name for the covering text and narrow places.
    pub list_name: String,
    /// Points carried in, a part of the cumulative.
    pub opening: Points,
    /// The lines of the year up to the month, whose sum with the opening is the cumulative.
    pub entries: Vec<CreditEntry>,
    /// The month's facts that concern the unit.
    pub facts: Vec<Fact>,
    /// The unit's paragraph under the tables.
    pub paragraph: String,
    /// The pieces listed below the paragraph.
    pub items: Vec<AdoptedItem>,
}

impl Bulletin {
    /// The rows of the tables' head, with merged cells.
    pub fn header(&self) -> Vec<Vec<HeaderCell>> {
        header(&self.rules.columns)
    }

    /// The columns of the tables, from the left.
    pub fn columns(&self) -> Vec<&FigureColumn> {
        figure_columns(&self.rules.columns)
    }

    /// All rows of all groups, in printed order.
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.groups.iter().flat_map(|group| &group.rows)
    }

    /// The entries whose sum a figure of a row is; for a count, the entries that its pieces earned.
    pub fn entries_behind<'a>(&self, row: &'a Row, field: Field) -> Vec<&'a CreditEntry> {
        let period = match field {
            Field::Quarter => Period::Quarter,
            Field::HalfYear => Period::HalfYear,
            Field::Cumulative | Field::Converted => self.rules.cumulative.period,
            _ => Period::Month,
        };
        let facts = self.counted(row, field);
        row.entries
            .iter()
            .filter(|entry| entry.month >= period.begins(self.month))
            .filter(|entry| match (field, &facts) {
                (Field::Own(place), None) => {
                    self.rules.figures.get(usize::from(place)).is_some_and(|figure| own_points(figure, entry))
                }
                (_, Some(facts)) => facts.iter().any(|fact| entry.facts.contains(&fact.reference)),
                _ => self.rules.point_columns.shows(field, &entry.category),
            })
            .collect()
    }

    /// The month's facts that a count of a row counts; for points, the facts that their entries name.
    pub fn facts_behind<'a>(&self, row: &'a Row, field: Field) -> Vec<&'a Fact> {
        if let Some(facts) = self.counted(row, field) {
            return facts;
        }
        let entries = self.entries_behind(row, field);
        let named = |fact: &&Fact| entries.iter().any(|entry| entry.facts.contains(&fact.reference));
        row.facts.iter().filter(named).collect()
    }

    /// The facts that a count counts; `None` where the figure is no count.
    fn counted<'a>(&self, row: &'a Row, field: Field) -> Option<Vec<&'a Fact>> {
        let wanted: &[FactType] = match field {
            Field::Submitted => &[FactType::Submissions],
            Field::UpperCount => &[FactType::UpperAdoptions],
            Field::NewsletterCount => &[FactType::Adoptions],
            Field::CommissionCount => &[FactType::Commissions],
            Field::ReportedUp => &[FactType::ReportedUp],
            Field::AdoptionRate => &[FactType::Submissions, FactType::Adoptions, FactType::UpperAdoptions],
            Field::Own(place) => {
                let figure = self.rules.figures.get(usize::from(place))?;
                if figure.measure.count.is_empty() {
                    return None;
                }
                let credited = self.credited(row);
                let facts = row.facts.iter();
                return Some(
                    facts
                        .filter(|fact| is_counted(&figure.measure, &Piece::of(fact, &self.rules), credited))
                        .collect(),
                );
            }
            _ => return None,
        };
        let is_wanted =
            |fact: &&Fact| fact.kind.fact_type().is_some_and(|fact_type| wanted.contains(&fact_type));
        Some(row.facts.iter().filter(is_wanted).collect())
    }

    fn credited<'a>(&'a self, row: &'a Row) -> Credited<'a> {
        let group = self.groups.iter().find(|group| group.rows.iter().any(|one| one.unit_id == row.unit_id));
        Credited {
            id: row.unit_id,
            unit: &row.figures.unit,
            group: group.map_or("", |group| group.group.as_str()),
        }
    }
}

/// Whether an entry's points are part of a figure that the rule set defines.
pub(super) fn own_points(figure: &OwnFigure, entry: &CreditEntry) -> bool {
    figure.measure.categories.contains(&entry.category)
        || figure.rules.iter().any(|rule| *rule == entry.rule.rule)
}

/// Whether a fact was not taken back by the end of the bulletin's month.
pub(super) fn stands(fact: &Fact, sources: &Sources<'_>) -> bool {
    fact.taken_back.is_none_or(|month| month > sources.month)
}
