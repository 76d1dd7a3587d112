//! Charts: a few series over a year's months, each with its exact numbers. Page and picture are made from the same
//! series, so that they cannot differ.

use domain::{
    calendar::Month,
    id::UnitId,
    points::Points,
    scoring::{Bulletin, MonthInBrief, Row, Tally},
};

use super::{BulletinYear, UnitAccount};

/// A chart that can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// A unit's points in the months of a year up to this one.
    UnitPoints { unit: UnitId, month: Month },
    /// The share of a unit's pieces that the newsletter adopted.
    UnitRate { unit: UnitId, month: Month },
    /// What each group sent in the months of a year.
    Intake { year: i16 },
    /// The share of each group's pieces that the newsletter adopted.
    Rates { year: i16 },
    /// The ranks in the group of this place, from 0.
    Ranks { year: i16, group: usize },
}

/// How wide pictures are drawn, in pixels: for a phone, for a column, for a tablet, for a page.
pub const WIDTHS: [u32; 4] = [320, 420, 560, 760];
/// How high bars and lines of a single series are drawn, in pixels.
pub const HEIGHT: u32 = 280;

/// What a picture is drawn for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Canvas {
    /// One of `WIDTHS`.
    pub width: u32,
    pub is_dark: bool,
}

/// How a chart is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    Bars,
    Lines,
    /// Lines of places, the first above.
    Places,
}

/// A chart's numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    pub title: String,
    /// What stands behind a number: 分, 篇, %.
    pub unit: &'static str,
    pub shape: Shape,
    pub months: Vec<Month>,
    pub series: Vec<Series>,
}

/// A name with a number for each month; `None` where there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    pub name: String,
    pub values: Vec<Option<Points>>,
}

impl Chart {
    /// Whether there is anything to draw.
    pub fn is_blank(&self) -> bool {
        let values = self.series.iter().flat_map(|series| &series.values);
        values.flatten().all(|value| value.is_zero())
    }
}

/// A unit's points by month.
pub fn unit_points(account: &UnitAccount) -> Chart {
    of_unit(account, "各月得分", "分", Shape::Bars, |month| Some(month.points))
}

/// A unit's adoption rate by month.
pub fn unit_rate(account: &UnitAccount) -> Chart {
    of_unit(account, "各月简报采用率", "%", Shape::Lines, |month| {
        rate(month.newsletter_count, month.submitted)
    })
}

/// What each group sent.
pub fn intake(year: &BulletinYear) -> Chart {
    by_group(year, "各组报送", "篇", Shape::Bars, |submitted, _| Some(submitted.amount()))
}

/// Each group's adoption rate.
pub fn rates(year: &BulletinYear) -> Chart {
    by_group(year, "各组简报采用率", "%", Shape::Lines, |submitted, adopted| rate(adopted, submitted))
}

/// The groups of a year, in the order of its last bulletin.
pub fn groups(year: &BulletinYear) -> Vec<String> {
    let last = year.bulletins.first().map(|bulletin| &bulletin.groups);
    last.into_iter().flatten().map(|group| group.group.clone()).collect()
}

/// The ranks of a group's units; `None` where there is no such group.
pub fn ranks(year: &BulletinYear, group: usize) -> Option<Chart> {
    let name = groups(year).get(group)?.clone();
    let months: Vec<&Bulletin> = year.bulletins.iter().rev().collect();
    let rows_of = |bulletin: &'_ Bulletin| -> Vec<Row> {
        let group = bulletin.groups.iter().find(|listed| listed.group == name);
        group.map(|group| group.rows.clone()).unwrap_or_default()
    };
    let rows: Vec<Vec<Row>> = months.iter().map(|bulletin| rows_of(bulletin)).collect();
    let last = rows.last()?;
    let series = last.iter().map(|unit| Series {
        name: unit.list_name.clone(),
        values: rows
            .iter()
            .map(|rows| {
                let row = rows.iter().find(|row| row.unit_id == unit.unit_id)?;
                // A group has far fewer units than a number holds.
                row.figures.rank_with_points().and_then(|rank| i32::try_from(rank).ok()).map(Points::whole)
            })
            .collect(),
    });
    Some(Chart {
        title: format!("{name}累计名次"),
        unit: "",
        shape: Shape::Places,
        months: months.iter().map(|bulletin| bulletin.month).collect(),
        series: series.collect(),
    })
}

fn of_unit(
    account: &UnitAccount,
    title: &str,
    unit: &'static str,
    shape: Shape,
    value: impl Fn(&MonthInBrief) -> Option<Points>,
) -> Chart {
    Chart {
        title: title.to_owned(),
        unit,
        shape,
        months: account.year.iter().map(|month| month.month).collect(),
        series: vec![Series { name: account.name.clone(), values: account.year.iter().map(value).collect() }],
    }
}

fn by_group(
    year: &BulletinYear,
    title: &str,
    unit: &'static str,
    shape: Shape,
    value: impl Fn(Tally, Tally) -> Option<Points>,
) -> Chart {
    let months: Vec<&Bulletin> = year.bulletins.iter().rev().collect();
    let series = groups(year).into_iter().map(|name| Series {
        values: months
            .iter()
            .map(|bulletin| {
                let group = bulletin.groups.iter().find(|group| group.group == name)?;
                value(group.totals.submitted, group.totals.newsletter_count)
            })
            .collect(),
        name,
    });
    Chart {
        title: title.to_owned(),
        unit,
        shape,
        series: series.collect(),
        months: months.iter().map(|bulletin| bulletin.month).collect(),
    }
}

/// In percent, rounded to one place; `None` where nothing was sent.
fn rate(adopted: Tally, submitted: Tally) -> Option<Points> {
    const TENTH: i128 = 1000;
    let (adopted, submitted) =
        (i128::from(adopted.amount().scaled()), i128::from(submitted.amount().scaled()));
    if submitted == 0 {
        return None;
    }
    let percent = adopted * 100 * 10_000 / submitted;
    let rounded = (percent + TENTH / 2) / TENTH * TENTH;
    i64::try_from(rounded).ok().map(Points::from_scaled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_rounded_to_a_tenth_of_a_percent() {
        for (adopted, submitted, percent) in
            [(1, 3, Some("33.3")), (2, 3, Some("66.7")), (0, 4, Some("0")), (4, 4, Some("100")), (1, 0, None)]
        {
            let rate = rate(Tally::whole(adopted), Tally::whole(submitted)).map(|rate| rate.to_string());
            assert_eq!(rate.as_deref(), percent, "{adopted} of {submitted}");
        }
    }
}
