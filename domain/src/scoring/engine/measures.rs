//! What is measured of units: pieces of a kind, in each rule's period so far.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{
    super::{
        facts::{Fact, FactReference, Outcome},
        rules::{Measure, Period, RuleSet},
    },
    piece::{Credited, Piece},
    shares::piece_share,
    state::{MonthWork, Running},
};
use crate::{calendar::Month, points::Points};

/// A measure of a rule, by its place among the rule's measures.
struct Measured<'r> {
    rule: &'r str,
    place: usize,
    measure: &'r Measure,
    period: Period,
}

fn measured(rules: &RuleSet) -> Vec<Measured<'_>> {
    let quotas = rules.quotas.iter().flat_map(|quota| {
        quota.conditions.iter().enumerate().map(|(place, condition)| Measured {
            rule: &quota.rule,
            place,
            measure: &condition.measure,
            period: quota.period,
        })
    });
    let streaks = rules.streaks.iter().map(|streak| Measured {
        rule: &streak.rule,
        place: 0,
        measure: &streak.measure,
        period: streak.period,
    });
    quotas.chain(streaks).filter(|measured| !measured.measure.count.is_empty()).collect()
}

/// Adds the month's pieces to every measure that counts pieces.
pub(super) fn count(work: &mut MonthWork<'_, '_>) {
    let rules = work.rules;
    let measured = measured(rules);
    if measured.is_empty() {
        return;
    }
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
            for measured in &measured {
                if is_counted(measured.measure, &piece, credited) {
                    let pieces = piece_share(&piece, rules, credited).amount();
                    add(work, measured, credited, fact, pieces);
                }
            }
        }
    }
}

pub(super) fn is_voided(work: &MonthWork<'_, '_>, fact: &Fact, credited: Credited<'_>) -> bool {
    let Some(story) = fact.details().story.as_ref().filter(|_| !work.year.voided.is_empty()) else {
        return false;
    };
    let voided = |unit| work.year.voided.contains(&(story.clone(), unit));
    voided(None) || voided(Some(credited.id))
}

/// Whether a piece is one of those that a measure counts. A commission that was not delivered is no piece, unless the
/// measure asks for just that.
pub fn is_counted(measure: &Measure, piece: &Piece<'_>, credited: Credited<'_>) -> bool {
    let missing = piece.fact.details().outcome == Some(Outcome::Missing)
        && !measure.when.outcome.contains(&Outcome::Missing);
    !missing
        && piece.fact_type.is_some_and(|fact_type| measure.count.contains(&fact_type))
        && piece.is_meant(&measure.when, &measure.unless, credited)
}

fn add(
    work: &mut MonthWork<'_, '_>,
    measured: &Measured<'_>,
    credited: Credited<'_>,
    fact: &Fact,
    pieces: Points,
) {
    let key = (measured.rule.to_owned(), measured.place, credited.id);
    let month = work.month;
    let running = if measured.period.needs_days() {
        // What comes late, when its own week was settled in an earlier month, counts in the month's first.
        let first = first_day(month);
        let day = fact.details().day.filter(|day| last_day(measured.period, *day) >= first).unwrap_or(first);
        work.year.by_day.entry(key).or_default().entry(last_day(measured.period, day)).or_default()
    } else {
        in_period(work.year.running.entry(key).or_default(), measured.period, month)
    };
    running.amount += i128::from(pieces.scaled());
    if !pieces.is_zero() {
        running.facts.insert(fact.reference.clone());
    }
}

/// The running sum, begun anew where the month is of a new period.
pub(super) fn in_period(running: &mut Running, period: Period, month: Month) -> &mut Running {
    let begins = Some(period.begins(month));
    if running.begins != begins {
        *running = Running { begins, ..Running::default() };
    }
    running
}

/// What a unit has reached in each period of a measure that ends in the month, or is under way in it.
pub(super) struct Stretch {
    /// In words, before what was reached: 第1周（1月1日至7日）; empty for a month.
    pub words: String,
    pub ends: bool,
    pub reached: i128,
    pub facts: BTreeSet<FactReference>,
}

/// The periods of the measure that the month settles; for a period longer than a month, the one it lies in.
pub(super) fn stretches(
    work: &MonthWork<'_, '_>,
    rule: &str,
    place: usize,
    period: Period,
    credited: Credited<'_>,
) -> Vec<Stretch> {
    let key = (rule.to_owned(), place, credited.id);
    if period.needs_days() {
        let days = work.year.by_day.get(&key);
        return days_of(period, work.month)
            .into_iter()
            .map(|(from, until)| {
                let running = days.and_then(|days| days.get(&until));
                Stretch {
                    words: format!(
                        "{}月{}日至{}月{}日",
                        from.month(),
                        from.day(),
                        until.month(),
                        until.day()
                    ),
                    ends: true,
                    reached: running.map_or(0, |running| running.amount),
                    facts: running.map(|running| running.facts.clone()).unwrap_or_default(),
                }
            })
            .collect();
    }
    let running =
        work.year.running.get(&key).filter(|running| running.begins == Some(period.begins(work.month)));
    vec![Stretch {
        words: period_words(period, work.month),
        ends: period.ends_with(work.month),
        reached: running.map_or(0, |running| running.amount),
        facts: running.map(|running| running.facts.clone()).unwrap_or_default(),
    }]
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
