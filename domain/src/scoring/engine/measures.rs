//! What is measured of units: pieces of a kind, in each rule's period so far.

use std::sync::Arc;

use jiff::civil::Date;

use super::{
    super::{
        facts::Fact,
        rules::{Measure, Period, RuleSet},
    },
    counted::{Counted, More, class_of, is_counted},
    piece::{Credited, Piece},
    shares::piece_share,
    state::{JudgedBy, Running, YearState},
    work::MonthWork,
};
use crate::{calendar::Month, id::UnitId};

/// A measure that counts pieces, by its number.
struct Measured<'r> {
    number: usize,
    measure: &'r Measure,
    period: Period,
    /// Whether a later void may still ask which stories were counted.
    kept: bool,
}

/// The place of a condition's measure among its rule's, and of the one of which it is a part.
pub(super) fn places_of(condition: usize) -> (usize, usize) {
    (condition * 2, condition * 2 + 1)
}

fn measured<'r>(rules: &'r RuleSet, year: &mut YearState) -> Vec<Measured<'r>> {
    let mut measured = Vec::new();
    let mut push = |rule: &str, place: usize, measure: &'r Measure, period: Period, kept: bool| {
        if !measure.is_of_points() {
            measured.push(Measured { number: year.measure(rule, place), measure, period, kept });
        }
    };
    for quota in &rules.quotas {
        for (place, condition) in quota.conditions.iter().enumerate() {
            let (part, whole) = places_of(place);
            // What a quota of a month has settled, no later void changes.
            let kept = quota.period != Period::Month;
            push(&quota.rule, part, &condition.measure, quota.period, kept);
            if let Some(of) = &condition.of {
                push(&quota.rule, whole, of, quota.period, kept);
            }
        }
    }
    for streak in &rules.streaks {
        push(&streak.rule, 0, &streak.measure, streak.period, true);
    }
    measured
}

/// Adds the month's pieces to every measure that counts pieces.
pub(super) fn count(work: &mut MonthWork<'_, '_>) {
    let rules = work.rules;
    let measured = measured(rules, work.year);
    if measured.is_empty() {
        return;
    }
    let classes: Vec<Arc<str>> = rules.equivalents.iter().map(|one| Arc::from(one.rule.as_str())).collect();
    for fact in work.facts {
        let piece = Piece::of(fact, rules);
        if piece.fact_type.is_none() {
            continue;
        }
        for unit in fact.units() {
            let Some(credited) = work.credited(*unit) else { continue };
            if is_voided(work, fact, credited) {
                continue;
            }
            let class = class_of(&piece, rules, credited);
            let class = class.and_then(|one| classes.iter().find(|class| ***class == *one.rule));
            for measured in &measured {
                if is_counted(measured.measure, &piece, credited) {
                    let once = rules.pieces.is_once(measured.measure.once_per_story, piece.fact_type);
                    let more = More {
                        class: class.cloned(),
                        amount: piece_share(&piece, rules, credited).amount(),
                        story: piece.story().filter(|_| once || measured.kept),
                        once,
                        reference: &fact.reference,
                    };
                    counted(work, measured, credited, fact).add(more);
                }
            }
        }
    }
}

/// Takes what was counted of a story out of every period that is not settled yet.
pub(super) fn forget(work: &mut MonthWork<'_, '_>, story: &str, only: Option<UnitId>) {
    let is_meant = |unit: UnitId| only.is_none_or(|only| only == unit);
    let year = &mut *work.year;
    for ((_, unit), running) in &mut year.running {
        // Of a period that is over nothing is asked any more.
        if is_meant(*unit) {
            running.counted.forget(story);
        }
    }
    for ((_, unit), streaking) in &mut year.streaks {
        for judged in streaking.judged.iter_mut().filter(|_| is_meant(*unit)) {
            if let JudgedBy::Pieces(counted) = &mut judged.of {
                counted.forget(story);
            }
        }
    }
    let first = first_day(work.month);
    for ((_, unit), days) in &mut year.by_day {
        if is_meant(*unit) {
            days.range_mut(first..).for_each(|(_, counted)| counted.forget(story));
        }
    }
    for ((_, unit), escalated) in &mut year.escalated {
        if is_meant(*unit) {
            escalated.months.iter_mut().for_each(|seen| seen.forget(story));
        }
    }
}

pub(super) fn is_voided(work: &MonthWork<'_, '_>, fact: &Fact, credited: Credited<'_>) -> bool {
    let Some(story) = fact.story.as_ref().filter(|_| !work.year.voided.is_empty()) else {
        return false;
    };
    let voided = |unit| work.year.voided.contains(&(story.clone(), unit));
    voided(None) || voided(Some(credited.id))
}

fn counted<'w>(
    work: &'w mut MonthWork<'_, '_>,
    measured: &Measured<'_>,
    credited: Credited<'_>,
    fact: &Fact,
) -> &'w mut Counted {
    let key = (measured.number, credited.id);
    let month = work.month;
    if measured.period.needs_days() {
        // What comes late, when its own week was settled in an earlier month, counts in the month's first.
        let first = first_day(month);
        let day = fact.day.filter(|day| last_day(measured.period, *day) >= first).unwrap_or(first);
        return work.year.by_day.entry(key).or_default().entry(last_day(measured.period, day)).or_default();
    }
    let running = work.year.running.entry(key).or_default();
    let begins = Some(measured.period.begins(month));
    if running.begins != begins {
        *running = Running { begins, ..Running::default() };
    }
    &mut running.counted
}

/// What a unit has reached in each period of a measure that ends in the month, or is under way in it.
pub(super) struct Stretch<'w> {
    /// In words, before what was reached: 第1周（1月1日至7日）; empty for a month.
    pub words: String,
    pub ends: bool,
    pub reached: i128,
    /// What was counted, where pieces are.
    pub counted: Option<&'w Counted>,
}

/// The periods of a counting measure that the month settles; for a period longer than a month, the one it lies in.
pub(super) fn stretches<'w>(
    work: &'w MonthWork<'_, '_>,
    rule: &str,
    place: usize,
    period: Period,
    credited: Credited<'_>,
) -> Vec<Stretch<'w>> {
    let key = work.year.known_measure(rule, place).map(|number| (number, credited.id));
    let amount = |counted: Option<&Counted>| counted.map_or(0, |one| one.amount(&work.rules.equivalents));
    if period.needs_days() {
        let days = key.and_then(|key| work.year.by_day.get(&key));
        let of_days = days_of(period, work.month).into_iter().map(|(from, until)| {
            let counted = days.and_then(|days| days.get(&until));
            let words = format!("{}月{}日至{}月{}日", from.month(), from.day(), until.month(), until.day());
            Stretch { words, ends: true, reached: amount(counted), counted }
        });
        return of_days.collect();
    }
    let counted = counted_in(work, rule, place, period, credited);
    vec![stretch_of(period, work.month, amount(counted), counted)]
}

/// What a counting measure has of the period of a month or more in which the month lies.
pub(super) fn counted_in<'w>(
    work: &'w MonthWork<'_, '_>,
    rule: &str,
    place: usize,
    period: Period,
    credited: Credited<'_>,
) -> Option<&'w Counted> {
    let running = work.year.running.get(&(work.year.known_measure(rule, place)?, credited.id))?;
    (running.begins == Some(period.begins(work.month))).then_some(&running.counted)
}

/// The period of a month or more in which the month lies, with what was reached in it.
pub(super) fn stretch_of(
    period: Period,
    month: Month,
    reached: i128,
    counted: Option<&Counted>,
) -> Stretch<'_> {
    Stretch { words: period_words(period, month), ends: period.ends_with(month), reached, counted }
}

fn period_words(period: Period, month: Month) -> String {
    let number = (month.month() - 1) / period.months() + 1;
    match period {
        Period::Week | Period::HalfMonth | Period::Month => String::new(),
        Period::TwoMonths => format!("{}、{}月", number * 2 - 1, number * 2),
        Period::Quarter => format!("第{number}季度"),
        Period::HalfYear => if number == 1 { "上半年" } else { "下半年" }.to_owned(),
        Period::Year => "全年".to_owned(),
    }
}

fn first_day(month: Month) -> Date {
    // A month that exists has a first day.
    Date::new(month.year(), month.month(), 1).unwrap_or(Date::ZERO)
}

/// The last day of the week or half-month in which a day lies; a week ends with its year.
fn last_day(period: Period, day: Date) -> Date {
    if period == Period::HalfMonth {
        let middle = Date::new(day.year(), day.month(), 15).unwrap_or(day);
        return if day.day() <= 15 { middle } else { day.last_of_month() };
    }
    let left = 7 - i64::from(day.weekday().to_monday_one_offset());
    let sunday = day.saturating_add(jiff::Span::new().days(left));
    if sunday.year() == day.year() { sunday } else { day.last_of_year() }
}

/// The weeks or half-months that end in a month, from and until.
fn days_of(period: Period, month: Month) -> Vec<(Date, Date)> {
    let first = first_day(month);
    if period == Period::HalfMonth {
        let middle = Date::new(first.year(), first.month(), 15).unwrap_or(first);
        let after = Date::new(first.year(), first.month(), 16).unwrap_or(first);
        return vec![(first, middle), (after, first.last_of_month())];
    }
    let mut weeks = Vec::new();
    let mut day = first;
    while day <= first.last_of_month() {
        let until = last_day(Period::Week, day);
        if until > first.last_of_month() {
            break;
        }
        let monday =
            day.saturating_sub(jiff::Span::new().days(i64::from(day.weekday().to_monday_zero_offset())));
        let from = if monday.year() == day.year() { monday } else { day.first_of_year() };
        // A week cut by the year's end counts where at least four of its days are left.
        let days = (until - from).get_days() + 1;
        if days >= 4 {
            weeks.push((from, until));
        }
        let next = until.saturating_add(jiff::Span::new().days(1));
        if next <= day {
            break;
        }
        day = next;
    }
    weeks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(text: &str) -> Month {
        text.parse().expect("a month")
    }

    fn weeks(text: &str) -> Vec<String> {
        days_of(Period::Week, month(text)).iter().map(|(from, until)| format!("{from}/{until}")).collect()
    }

    #[test]
    fn a_week_belongs_to_the_month_in_which_it_ends() {
        assert_eq!(weeks("2024-02")[0], "2024-01-29/2024-02-04");
        assert_eq!(weeks("2024-02").len(), 4);
        assert_eq!(weeks("2024-03").len(), 5);
    }

    #[test]
    fn a_week_cut_by_the_years_end_counts_with_four_days_left() {
        // 2024 begins on a Monday and ends on a Tuesday; 2026 begins on a Thursday.
        assert_eq!(weeks("2024-01")[0], "2024-01-01/2024-01-07");
        assert_eq!(weeks("2024-12").last().map(String::as_str), Some("2024-12-23/2024-12-29"));
        assert_eq!(weeks("2025-01")[0], "2025-01-01/2025-01-05");
        assert_eq!(weeks("2026-01")[0], "2026-01-01/2026-01-04");
        assert_eq!(weeks("2027-01")[0], "2027-01-04/2027-01-10");
    }

    #[test]
    fn every_day_of_a_year_lies_in_one_week() {
        for year in 2020..2030_i16 {
            let mut day = Date::new(year, 1, 1).expect("a day");
            while day.year() == year {
                let until = last_day(Period::Week, day);
                assert!(until >= day && until.year() == year, "{day}");
                day = day.tomorrow().expect("a day");
            }
        }
    }
}
