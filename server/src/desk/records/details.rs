//! Reading what rules may ask about a record beyond its kind.

use app::desk::asked::DetailsForm;
use domain::{
    calendar::read_day,
    points::Points,
    scoring::{Details, Outcome},
    text::{Between, listed},
};
use jiff::civil::Date;

use super::entry::Entry;

macro_rules! reader {
    ($($field:ident $name:ident $written:ident $of:ident $most:literal $label:literal $hint:literal;)*) => {
        /// What was typed; every fault is told at its field.
        pub(in crate::desk) fn read(entry: &mut Entry, form: &DetailsForm, units: usize) -> Details {
            let mut details = Details::NONE;
            $(details.$of = reader!(@$written entry units stringify!($field), &form.$field);)*
            details
        }
    };
    (@text $entry:ident $units:ident $field:expr, $typed:expr) => { text($typed) };
    (@marks $entry:ident $units:ident $field:expr, $typed:expr) => {
        listed($typed, Between::Colons).map(str::to_owned).collect()
    };
    (@outcome $entry:ident $units:ident $field:expr, $typed:expr) => { outcome($entry, $typed) };
    (@shares $entry:ident $units:ident $field:expr, $typed:expr) => { shares($entry, $typed, $units) };
    (@$written:ident $entry:ident $units:ident $field:expr, $typed:expr) => { $written($entry, $field, $typed) };
}

app::for_each_detail!(reader);

fn truth(entry: &mut Entry, field: &str, typed: &str) -> bool {
    match typed.trim() {
        "" | "否" => false,
        "是" => true,
        other => {
            entry.fault(field, format!("“{other}”应写“是”，或空着"));
            false
        }
    }
}

fn text(typed: &str) -> Option<String> {
    Some(typed.trim().to_owned()).filter(|text| !text.is_empty())
}

fn day(entry: &mut Entry, field: &str, typed: &str) -> Option<Date> {
    let typed = text(typed)?;
    let date = read_day(&typed);
    if let Err(reason) = &date {
        entry.fault(field, format!("“{typed}”不是日期，{reason}"));
    }
    date.ok()
}

fn outcome(entry: &mut Entry, typed: &str) -> Option<Outcome> {
    let typed = text(typed)?;
    let outcome =
        Outcome::ALL.into_iter().find(|outcome| [outcome.code(), outcome.label()].contains(&typed.as_str()));
    if outcome.is_none() {
        let known = Outcome::ALL.map(Outcome::label).join("、");
        entry.fault("outcome", format!("“{typed}”不是约稿的结果，应是：{known}"));
    }
    outcome
}

fn points(entry: &mut Entry, field: &str, typed: &str) -> Option<Points> {
    match text(typed)?.parse() {
        Ok(points) => Some(points),
        Err(error) => {
            entry.fault(field, error.to_string());
            None
        }
    }
}

fn shares(entry: &mut Entry, typed: &str, units: usize) -> Vec<Points> {
    let shares: Vec<Option<Points>> =
        listed(typed, Between::Colons).map(|part| points(entry, "shares", part)).collect();
    if shares.iter().flatten().any(|share| *share < Points::ZERO) {
        entry.fault("shares", "比例不能是负数");
    }
    if !shares.is_empty() && shares.len() != units {
        entry.fault("shares", format!("{units}个记分单位，写了{}个比例，应一一对应", shares.len()));
    }
    shares.into_iter().flatten().collect()
}
