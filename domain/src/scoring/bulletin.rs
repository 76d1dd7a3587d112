//! The bulletin (通报): one month's tables, covering text and lists, as one value.
//!
//! Every figure is derived here from entries and facts and carries what it was derived from; nothing is
//! typed. It must not know how it is drawn: page, PDF and spreadsheet are made from this value alone.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::{
    columns::{Field, FigureColumn, HeaderCell, figure_columns, header},
    covering,
    facts::{Counts, Fact, FactKind, by_unit},
    ledger::CreditEntry,
    narrative::{self, AdoptedItem},
    ranking::dense_ranks,
    roster::{Roster, RosterGroup},
    rules::{Category, RuleSet},
};
use crate::{
    calendar::Month,
    id::UnitId,
    points::{Points, PointsError},
    unit::Unit,
};

/// What a bulletin is composed from.
#[derive(Clone, Copy, Debug)]
pub struct Sources<'a> {
    pub month: Month,
    /// The groups and units as they stood in the month.
    pub roster: &'a Roster,
    /// The version in force in the month.
    pub rules: &'a RuleSet,
    /// The month's facts; those of other months are left aside.
    pub facts: &'a [Fact],
    /// The ledger's lines that stand ([`super::standing`]) for the year up to the month. Those of other years
    /// and later months are left aside.
    pub entries: &'a [CreditEntry],
    pub opening: &'a [Opening],
}

/// Points of a calendar year that a unit had before the first month of which there are entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    pub unit: UnitId,
    /// The first month of which there are entries. They count for the rest of its year.
    pub month: Month,
    pub points: Points,
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
    /// The paragraphs of the covering text that are made of figures.
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
    pub submitted: u64,
}

/// Sums of a group's columns: a joint piece counts for each of its units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupTotals {
    pub submitted: u64,
    pub newsletter_count: u64,
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

/// The figures of a row, named as in the bulletin's JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    pub unit: String,
    pub submitted: u64,
    pub upper_count: u64,
    pub newsletter_count: u64,
    pub adoption_points: Points,
    pub commission_count: u64,
    pub commission_points: Points,
    pub reported_up: u64,
    pub base: Points,
    pub month: Points,
    pub cumulative: Points,
    pub rank: u32,
}

/// A figure as a cell holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure<'a> {
    Text(&'a str),
    Count(u64),
    Points(Points),
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
            Field::Cumulative => Figure::Points(self.cumulative),
            Field::Rank => Figure::Count(u64::from(self.rank)),
        }
    }

    /// The cell's text, which is empty for a zero unless the column prints zeros.
    pub fn cell(&self, column: &FigureColumn) -> String {
        match self.get(column.field) {
            Figure::Text(text) => text.to_owned(),
            Figure::Count(0) | Figure::Points(Points::ZERO) if !column.shows_zero => String::new(),
            Figure::Count(count) => count.to_string(),
            Figure::Points(points) => points.to_string(),
        }
    }
}

impl Bulletin {
    /// Puts one month's figures together. Fails only where a sum of points is out of range.
    pub fn compose(sources: Sources<'_>) -> Result<Self, BulletinError> {
        let facts = by_unit(sources.facts.iter().filter(|fact| fact.month == sources.month));
        let mut entries: HashMap<UnitId, Vec<&CreditEntry>> = HashMap::new();
        for entry in sources.entries {
            if (sources.month.january()..=sources.month).contains(&entry.month) {
                entries.entry(entry.unit).or_default().push(entry);
            }
        }
        let mut groups = Vec::new();
        for group in &sources.roster.groups {
            let rows = ranked_rows(&sources, group, &facts, &entries)?;
            if !rows.is_empty() {
                groups.push(group_of(&group.name, sources.month, groups.len(), rows));
            }
        }
        let submitted = groups.iter().map(|group| group.totals.submitted).sum();
        let totals = Totals { submitted };
        Ok(Self {
            month: sources.month,
            title: covering::title(sources.month),
            covering: covering::paragraphs(sources.month, &sources.rules.words, totals, &groups),
            attachment: covering::attachment(sources.month),
            groups,
            totals,
            notes: covering::notes(sources.month, sources.rules),
            rules: sources.rules.clone(),
        })
    }

    /// The rows of the tables' head, with merged cells.
    pub fn header(&self) -> Vec<Vec<HeaderCell>> {
        header(&self.rules.columns)
    }

    /// The tables' columns, from the left.
    pub fn columns(&self) -> Vec<&FigureColumn> {
        figure_columns(&self.rules.columns)
    }

    /// All rows of all groups, in printed order.
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.groups.iter().flat_map(|group| &group.rows)
    }

    /// The entries whose sum a figure of a row is; for a count, the entries that its pieces earned.
    pub fn entries_behind<'a>(&self, row: &'a Row, field: Field) -> Vec<&'a CreditEntry> {
        let categories = match field {
            Field::UpperCount => &[Category::Upper][..],
            Field::NewsletterCount => &[Category::NewsletterArticle, Category::NewsletterBrief],
            Field::CommissionCount => &[Category::Commission],
            Field::ReportedUp => &[Category::Base],
            _ => self.rules.point_columns.categories(field).unwrap_or_default(),
        };
        row.entries
            .iter()
            .filter(|entry| field == Field::Cumulative || entry.month == self.month)
            .filter(|entry| categories.contains(&entry.category))
            .collect()
    }

    /// The month's facts that a count of a row counts; for points, the facts that their entries name.
    pub fn facts_behind<'a>(&self, row: &'a Row, field: Field) -> Vec<&'a Fact> {
        let entries = self.entries_behind(row, field);
        row.facts
            .iter()
            .filter(|fact| match field {
                Field::Submitted => matches!(fact.kind, FactKind::Submissions { .. }),
                Field::UpperCount => matches!(fact.kind, FactKind::UpperAdoption { .. }),
                Field::NewsletterCount => matches!(fact.kind, FactKind::NewsletterAdoption { .. }),
                Field::CommissionCount => matches!(fact.kind, FactKind::Commission { .. }),
                Field::ReportedUp => matches!(fact.kind, FactKind::Forwarding { .. }),
                _ => entries.iter().any(|entry| entry.facts.contains(&fact.reference)),
            })
            .collect()
    }
}

fn group_of(name: &str, month: Month, place: usize, rows: Vec<Row>) -> BulletinGroup {
    BulletinGroup {
        group: name.to_owned(),
        table_title: covering::table_title(place, month, name),
        list_title: covering::list_title(name),
        totals: GroupTotals {
            submitted: rows.iter().map(|row| row.figures.submitted).sum(),
            newsletter_count: rows.iter().map(|row| row.figures.newsletter_count).sum(),
        },
        rows,
    }
}

fn ranked_rows(
    sources: &Sources<'_>,
    group: &RosterGroup,
    facts: &HashMap<UnitId, Vec<&Fact>>,
    entries: &HashMap<UnitId, Vec<&CreditEntry>>,
) -> Result<Vec<Row>, BulletinError> {
    let mut rows = group
        .scored()
        .map(|unit| {
            let facts = facts.get(&unit.id).map(Vec::as_slice).unwrap_or_default();
            let entries = entries.get(&unit.id).map(Vec::as_slice).unwrap_or_default();
            row(sources, unit, facts, entries)
                .map_err(|_| BulletinError { unit: unit.name.clone(), month: sources.month })
        })
        .collect::<Result<Vec<_>, _>>()?;
    let cumulative: Vec<Points> = rows.iter().map(|row| row.figures.cumulative).collect();
    for (row, rank) in rows.iter_mut().zip(dense_ranks(&cumulative)) {
        row.figures.rank = rank;
    }
    // A stable sort, so that equal ranks keep the printed order.
    rows.sort_by_key(|row| row.figures.rank);
    Ok(rows)
}

/// A row that is not ranked yet.
fn row(
    sources: &Sources<'_>,
    unit: &Unit,
    facts: &[&Fact],
    entries: &[&CreditEntry],
) -> Result<Row, PointsError> {
    let counts = Counts::of(facts.iter().copied());
    let this_month: Vec<&CreditEntry> =
        entries.iter().copied().filter(|entry| entry.month == sources.month).collect();
    let sum_of = |categories: &[Category]| points_of(&this_month, categories);
    let columns = &sources.rules.point_columns;
    let opening = opening_of(sources, unit.id)?;
    let year = Points::checked_sum(entries.iter().map(|entry| entry.points))?;
    let figures = Figures {
        unit: unit.name.clone(),
        submitted: counts.submitted,
        upper_count: counts.upper,
        newsletter_count: counts.newsletter(),
        adoption_points: sum_of(&columns.adoption_points)?,
        commission_count: counts.commissions,
        commission_points: sum_of(&columns.commission_points)?,
        reported_up: counts.forwarded,
        base: sum_of(&columns.base)?,
        month: Points::checked_sum(this_month.iter().map(|entry| entry.points))?,
        cumulative: opening.checked_add(year)?,
        rank: 0,
    };
    let paragraph = narrative::paragraph(&narrative::Subject {
        unit,
        month: sources.month,
        words: &sources.rules.words,
        counts,
        entries: &this_month,
        cumulative: figures.cumulative,
    })?;
    Ok(Row {
        figures,
        unit_id: unit.id,
        list_name: unit.list_name().to_owned(),
        opening,
        entries: entries.iter().copied().cloned().collect(),
        facts: facts.iter().copied().cloned().collect(),
        paragraph,
        items: narrative::items(facts),
    })
}

fn opening_of(sources: &Sources<'_>, unit: UnitId) -> Result<Points, PointsError> {
    let months = sources.month.january()..=sources.month;
    Points::checked_sum(
        sources
            .opening
            .iter()
            .filter(|opening| opening.unit == unit && months.contains(&opening.month))
            .map(|opening| opening.points),
    )
}

pub(super) fn points_of(entries: &[&CreditEntry], categories: &[Category]) -> Result<Points, PointsError> {
    Points::checked_sum(
        entries.iter().filter(|entry| categories.contains(&entry.category)).map(|entry| entry.points),
    )
}
