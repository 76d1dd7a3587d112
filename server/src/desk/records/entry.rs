//! Reading what was typed into a record's form: every field is looked at, and all faults are told at once.

use app::desk::{Fault, Refusal};
use domain::{
    calendar::{Month, read_day, read_month},
    closing::ClosedMonths,
    id::UnitId,
    points::Points,
    scoring::Roster,
    unit::{
        UnitDirectory,
        changes::{Absence, day_concerned, first_day, last_day},
    },
    unit_list::read_unit_list,
};
use jiff::civil::Date;

/// How many units are offered for an unknown name.
pub(in crate::desk) const SUGGESTIONS: usize = 3;
/// Longer titles are a body that slipped into the wrong field.
const LONGEST_TITLE: usize = 200;
/// More pieces in one record are a slip of the finger.
const MOST_PIECES: u32 = 9_999;
/// More points at once are a slip of the finger.
const MOST_POINTS: Points = Points::whole(1_000);

/// The faults found so far. A field with a fault gives a value that nobody sees, since [`Entry::finish`] then
/// refuses the whole.
#[derive(Debug)]
pub(in crate::desk) struct Entry {
    today: Date,
    faults: Vec<Fault>,
}

impl Entry {
    pub(in crate::desk) fn new(today: Date) -> Self {
        Self { today, faults: Vec::new() }
    }

    pub(in crate::desk) fn fault(&mut self, field: &str, words: impl Into<String>) {
        let fault = Fault { field: field.to_owned(), words: words.into() };
        // A month that is read for more than one purpose is wrong once.
        if !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
    }

    /// Refuses what has a fault.
    pub(in crate::desk) fn finish(self) -> Result<(), Refusal> {
        if self.faults.is_empty() { Ok(()) } else { Err(Refusal::Invalid(self.faults)) }
    }

    /// A text that must be there; `missing` says what to do where it is not.
    pub(in crate::desk) fn filled(&mut self, field: &str, typed: &str, missing: &str) -> String {
        let text = typed.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.is_empty() {
            self.fault(field, missing);
        } else if text.chars().count() > LONGEST_TITLE {
            self.fault(field, format!("“{}…”太长，请写在{LONGEST_TITLE}字以内", beginning(&text)));
        }
        text
    }

    /// The day of an event, which is not in the future.
    pub(in crate::desk) fn day(&mut self, typed: &str) -> Date {
        let day = read_day(typed);
        match &day {
            Err(_) if typed.trim().is_empty() => self.fault("date", "请写明日期"),
            Err(reason) => self.fault("date", format!("“{typed}”不是日期，{reason}")),
            Ok(day) if *day > self.today => self.fault("date", "日期还没有到，请核对"),
            Ok(_) => {}
        }
        day.unwrap_or(self.today)
    }

    /// The credit month; the day's own where nothing was typed.
    pub(in crate::desk) fn month(&mut self, typed: &str, day: Date) -> Month {
        if typed.trim().is_empty() {
            return Month::of(day);
        }
        let month = read_month(typed);
        if let Err(reason) = &month {
            self.fault("month", format!("“{typed}”不是月份，{reason}"));
        }
        month.unwrap_or(Month::of(day))
    }

    /// That nothing changes in a closed month.
    pub(in crate::desk) fn open(&mut self, closed: &ClosedMonths, month: Month) {
        if let Err(refused) = closed.check(month) {
            self.fault("month", refused.to_string());
        }
    }

    /// The units to be credited, which must exist on the day and be able to earn something in the month; without a day,
    /// in the month.
    pub(in crate::desk) fn units(
        &mut self,
        typed: &str,
        directory: &UnitDirectory,
        roster: &Roster,
        month: Month,
        day: Option<Date>,
    ) -> Vec<UnitId> {
        let list = read_unit_list(typed, directory);
        if list.units.is_empty() && list.unknown.is_empty() {
            self.fault("units", "请写明记分单位");
        }
        for name in &list.unknown {
            self.fault("units", unknown_in_words(name, directory));
        }
        let name = |unit: UnitId| directory.get(unit).map_or("", |unit| &unit.name);
        for unit in &list.repeated {
            self.fault("units", format!("“{}”写了不止一次，请只写一次", name(*unit)));
        }
        for unit in &list.units {
            if let Some(absence) = absence(directory, *unit, month, day) {
                self.fault("units", format!("{}，记不了分", directory.advice(&absence)));
                continue;
            }
            let scored = directory.get(*unit).is_some_and(|unit| unit.scored);
            if scored && !roster.scored().any(|on_roster| on_roster.id == *unit) {
                self.fault(
                    "units",
                    format!("“{}”在{month}没有分组，记不了分；请管理员写明它的分组", name(*unit)),
                );
            }
        }
        list.units
    }

    /// How many pieces, at least one.
    pub(in crate::desk) fn count(&mut self, typed: &str) -> u32 {
        let text = plain(typed);
        let text = text.trim_end_matches(['篇', '件', '则']);
        match text.parse() {
            Ok(count @ 1..=MOST_PIECES) => count,
            _ => {
                self.fault("count", format!("“{}”不是篇数，应是1至{MOST_PIECES}的整数", typed.trim()));
                1
            }
        }
    }

    /// Points to give or, with a minus, to take away.
    pub(in crate::desk) fn points(&mut self, typed: &str) -> Points {
        let text = plain(typed);
        let text = text.trim_start_matches('+').trim_end_matches('分');
        if text.is_empty() {
            self.fault("points", "请写明加减多少分，减分前加 -");
            return Points::ZERO;
        }
        let points: Points = match text.parse() {
            Ok(points) => points,
            Err(error) => {
                self.fault("points", format!("{error}"));
                return Points::ZERO;
            }
        };
        let amount = points.scaled().unsigned_abs();
        if amount == 0 {
            self.fault("points", "加减0分不必登记");
        } else if amount > MOST_POINTS.scaled().unsigned_abs() {
            self.fault("points", format!("一次加减不超过{MOST_POINTS}分，请核对"));
        }
        points
    }
}

/// Why a unit does not exist on the day on which something counts; without a day, on none of the month.
fn absence(directory: &UnitDirectory, unit: UnitId, month: Month, day: Option<Date>) -> Option<Absence> {
    match day {
        Some(day) => directory.absence_on(unit, day_concerned(day, month)),
        None if directory.get(unit).is_some_and(|unit| unit.exists_in(month)) => None,
        None => {
            [first_day(month), last_day(month)].into_iter().find_map(|day| directory.absence_on(unit, day))
        }
    }
}

/// What is said of a name that means no unit.
fn unknown_in_words(name: &str, directory: &UnitDirectory) -> String {
    let nearest: Vec<&str> =
        directory.nearest(name, SUGGESTIONS).iter().map(|unit| unit.list_name()).collect();
    if nearest.is_empty() {
        format!("没有名为“{name}”的单位，请核对")
    } else {
        format!("没有名为“{name}”的单位，最接近的是：{}", nearest.join("、"))
    }
}

/// Full-width figures and signs as half-width ones, without spaces.
fn plain(typed: &str) -> String {
    typed
        .chars()
        .filter(|character| !character.is_whitespace())
        .map(|character| match character {
            '０'..='９' => char::from_u32(character as u32 - '０' as u32 + '0' as u32).unwrap_or(character),
            '．' => '.',
            '－' | '−' | '–' => '-',
            '＋' => '+',
            '／' => '/',
            other => other,
        })
        .collect()
}

fn beginning(text: &str) -> String {
    text.chars().take(12).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry() -> Entry {
        Entry::new(jiff::civil::date(2024, 4, 12))
    }

    #[test]
    fn days_and_months_are_read_as_people_write_them() {
        for typed in ["2024-01-31", "2024/1/31", "2024.1.31", " 2024年1月31日 ", "２０２４－１－３１"]
        {
            let mut entry = entry();
            assert_eq!(entry.day(typed), jiff::civil::date(2024, 1, 31), "{typed}");
            entry.finish().expect("no fault");
        }
        for typed in ["2023-12", "2023年12月", "2023/12"] {
            let mut entry = entry();
            let month = entry.month(typed, jiff::civil::date(2024, 1, 31));
            assert_eq!(month.to_string(), "2023-12", "{typed}");
            entry.finish().expect("no fault");
        }
        assert_eq!(entry().month("", jiff::civil::date(2024, 1, 31)).to_string(), "2024-01");
    }

    #[test]
    fn what_is_no_day_month_count_or_amount_of_points_is_a_fault_of_its_field() {
        type Read = fn(&mut Entry, &str);
        let cases: [(&str, Read, &[&str]); 4] = [
            (
                "date",
                |entry, typed| _ = entry.day(typed),
                &["", "2024-02-30", "昨天", "2024-1", "2024-04-13"],
            ),
            ("month", |entry, typed| _ = entry.month(typed, Date::MIN), &["2024-13", "一月", "2024"]),
            ("count", |entry, typed| _ = entry.count(typed), &["", "0", "-1", "1.5", "10000", "许多"]),
            ("points", |entry, typed| _ = entry.points(typed), &["", "0", "1001", "-1001", "五", "0.00001"]),
        ];
        for (field, read, typed) in cases {
            for typed in typed {
                let mut entry = entry();
                read(&mut entry, typed);
                let Err(Refusal::Invalid(faults)) = entry.finish() else {
                    panic!("{field} “{typed}” passed");
                };
                assert_eq!(faults[0].field, field, "{typed}");
            }
        }
    }

    #[test]
    fn points_and_counts_are_read_as_people_write_them() {
        for (typed, points) in [("5", "5"), ("+5分", "5"), ("－０．５", "-0.5"), (" 1.50 ", "1.5")] {
            let mut entry = entry();
            assert_eq!(entry.points(typed).to_string(), points, "{typed}");
            entry.finish().expect("no fault");
        }
        let mut entry = entry();
        assert_eq!((entry.count("4"), entry.count("１２篇")), (4, 12));
        entry.finish().expect("no fault");
    }
}
