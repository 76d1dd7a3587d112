//! 结转分: what units bring along in a year that began before their first month here.

use std::collections::BTreeMap;

use app::desk::{
    Done, Fault, Refusal,
    office::{
        OpeningPoints,
        openings::{OpeningLine, Openings, SetOpeningPoints},
    },
};
use async_trait::async_trait;
use domain::{
    act::Verb,
    calendar::Month,
    closing::ClosedMonths,
    id::UnitId,
    permission::{OfficeAct, permits_office},
    person::Actor,
    points::Points,
    scoring::{Opening, Roster},
    subject::Subject,
};
use store::{opening, roster, year::known_months};

use crate::desk::{Act, OfficeDesk, ledger};

/// More points brought along are a slip of the finger.
const MOST: Points = Points::whole(100_000);

#[async_trait]
impl OpeningPoints for OfficeDesk {
    async fn openings(&self, actor: &Actor, year: i16) -> Result<Openings, Refusal> {
        permits_office(actor, OfficeAct::Administer)?;
        let january = january(year)?;
        let snapshot = self.store.snapshot().await?;
        let openings = opening::of_year(snapshot.connection(), year).await?;
        let month = openings.first().map_or(january, |opening| opening.month);
        let roster = roster::roster(snapshot.connection(), month).await?;
        let closed = ledger::closed(snapshot.connection()).await?;
        let units = roster.groups.iter().flat_map(|group| {
            group.scored().map(|unit| OpeningLine {
                unit: unit.id,
                name: unit.name.clone(),
                group: group.name.clone(),
                points: openings.iter().find(|opening| opening.unit == unit.id).map(|opening| opening.points),
            })
        });
        Ok(Openings { year, month, units: units.collect(), hindrance: hindrance(&closed, january) })
    }
}

impl Act for SetOpeningPoints {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        permits_office(actor, OfficeAct::Administer)?;
        let january = january(self.year)?;
        let writing = office.begin(actor).await?;
        if let Some(hindrance) = hindrance(&ledger::closed(writing.connection()).await?, january) {
            return Err(Refusal::blocked(hindrance));
        }
        let month = first_month(&self)?;
        let roster = roster::roster(writing.connection(), month).await?;
        let openings = read(&self, month, &roster)?;
        let before = opening::of_year(writing.connection(), self.year).await?;
        opening::replace(writing.connection(), self.year, &openings, writing.actor.id, writing.timestamp())
            .await?;
        let changes = changes(&before, &openings, &roster);
        let words = format!("{}年结转分（从{}起）：{changes}", self.year, month.in_words());
        let subject = Subject::Year(self.year);
        let event = writing.event(Verb::SetOpeningPoints, subject, words.clone(), None).await?;
        // Whether points were carried in decides who is granted a year's base, and what a year's cap leaves room for.
        let mut known = known_months(writing.connection()).await?;
        known.retain(|month| month.year() == self.year);
        ledger::settle(&writing, event, &Vec::from_iter(known), Some(&words)).await?;
        writing.commit().await?;
        let words = format!("已保存，{}个单位有结转分，本年各月的得分和累计分数随之计算", openings.len());
        Ok(Done::new(words).next(format!("/admin/openings?year={}", self.year)))
    }
}

fn january(year: i16) -> Result<Month, Refusal> {
    Month::new(year, 1).map_err(|error| Refusal::invalid("year", error.to_string()))
}

/// Cumulative points of a closed month rest on it. Months close in their order: with any of the year, January is closed.
fn hindrance(closed: &ClosedMonths, january: Month) -> Option<String> {
    closed.contains(january).then(|| {
        let year = january.year();
        format!("{year}年已有结账的月份，累计分数以结转分为准，不再变动；要改，请先在“月份”中重开{year}年1月")
    })
}

fn first_month(form: &SetOpeningPoints) -> Result<Month, Refusal> {
    let month: Month = form
        .month
        .trim()
        .parse()
        .map_err(|error: domain::calendar::MonthError| Refusal::invalid("month", error.to_string()))?;
    if month.year() == form.year {
        Ok(month)
    } else {
        Err(Refusal::invalid("month", format!("应是{}年的月份", form.year)))
    }
}

/// Every fault is told at once.
fn read(form: &SetOpeningPoints, month: Month, roster: &Roster) -> Result<Vec<Opening>, Refusal> {
    let mut faults = Vec::new();
    let mut openings: Vec<Opening> = Vec::new();
    if form.unit.len() != form.points.len() {
        return Err(Refusal::invalid("points", "表单不完整，请重新打开这一页"));
    }
    for (place, (unit, typed)) in form.unit.iter().zip(&form.points).enumerate() {
        let typed = typed.trim();
        let Some(known) = roster.scored().find(|known| known.id == *unit) else {
            return Err(Refusal::not_found("表中的一个单位"));
        };
        if typed.is_empty() {
            continue;
        }
        let mut fault = |words: String| faults.push(Fault { field: format!("points#{place}"), words });
        match typed.parse::<Points>() {
            Err(error) => fault(format!("{}：{error}", known.name)),
            Ok(points) if points.scaled().unsigned_abs() > MOST.scaled().unsigned_abs() => {
                fault(format!("{}：不超过{MOST}分，请核对", known.name));
            }
            Ok(points) => openings.push(Opening { unit: *unit, month, points }),
        }
    }
    if faults.is_empty() { Ok(openings) } else { Err(Refusal::Invalid(faults)) }
}

/// What is different, by unit.
fn changes(before: &[Opening], after: &[Opening], roster: &Roster) -> String {
    let by_unit = |openings: &[Opening]| -> BTreeMap<UnitId, Points> {
        openings.iter().map(|opening| (opening.unit, opening.points)).collect()
    };
    let (before, after) = (by_unit(before), by_unit(after));
    let changed = roster.scored().filter(|unit| before.get(&unit.id) != after.get(&unit.id));
    let amount = |points: Option<&Points>| points.map_or("无".to_owned(), Points::to_string);
    let changed = changed.map(|unit| {
        format!("{}由{}改为{}", unit.list_name(), amount(before.get(&unit.id)), amount(after.get(&unit.id)))
    });
    let changed: Vec<String> = changed.collect();
    if changed.is_empty() { "没有改动".to_owned() } else { changed.join("，") }
}
