//! Scoring in memory: ten years of a hundred units, under rules with quotas, caps and highest-only choices.
//!
//! Each size is scored by a process of its own, so that its memory is its own.

use std::{process::Command, sync::Arc, time::Instant};

use domain::{
    calendar::Month,
    id::{ItemId, RecordId, UnitId},
    item::Kind,
    scoring::{
        Fact, FactKind, FactReference, MonthRules, NewsletterIssue, Roster, RosterGroup, RuleSet, Scoring,
        Units, score_months,
    },
    unit::Unit,
};
use ecow::{EcoString, eco_format};

use crate::{Failure, report::Report};

const YEARS: i16 = 10;
pub(super) const UNITS: i64 = 100;
/// Adopted pieces of ten years.
const SIZES: [usize; 3] = [60_000, 600_000, 6_000_000];

pub(super) const RULES: &str = r#"
format = "jianbao.rules/1"
name = "办法"
version = 1
since = "2015-01"
[[rates]]
rule = "article"
name = "信息"
fact = "adoptions"
when = { kind = "信息" }
points = 1
[[rates]]
rule = "brief"
name = "简讯"
fact = "adoptions"
points = "0.5"
[[rates]]
rule = "upper"
name = "上级采用"
fact = "upper_adoptions"
points = 5
[[shares]]
rule = "joint"
name = "平均"
points = "equal"
[[choices]]
rule = "highest"
name = "同稿择高"
among = ["story"]
keep = "highest"
[[quotas]]
rule = "monthly"
name = "每月采用"
conditions = [{ count = ["adoptions"], at_least = 4 }]
met = 5
missed_each = -1
[[quotas]]
rule = "quarterly"
name = "每季上级采用"
period = "quarter"
conditions = [{ count = ["upper_adoptions"], at_least = 3 }]
missed = -2
[[caps]]
rule = "briefs"
name = "简讯封顶"
categories = ["简讯"]
most = 10
[[caps]]
rule = "year"
name = "全年封顶"
categories = ["上级采用"]
period = "year"
most = 500
"#;

/// Scores every size in a process of its own, and reports.
pub fn measure(report: &mut Report) -> Result<(), Failure> {
    for size in SIZES {
        let output = Command::new(std::env::current_exe()?).args(["score", &size.to_string()]).output()?;
        let text = String::from_utf8(output.stdout)?;
        let [milliseconds, megabytes, entries] = text.split_whitespace().collect::<Vec<_>>()[..] else {
            return Err(format!("scoring {size} facts answered: {text}").into());
        };
        let (milliseconds, megabytes): (u64, u64) = (milliseconds.parse()?, megabytes.parse()?);
        let (limit, reached) = match size {
            600_000 => ("1500 ms, 350 MB", milliseconds < 1500 && megabytes < 350),
            6_000_000 => ("15000 ms, 2000 MB", milliseconds < 15_000 && megabytes < 2000),
            _ => ("grows linearly", true),
        };
        let measured = format!("{milliseconds} ms, {megabytes} MB, {entries} entries");
        report.row(&format!("{size} adoptions scored in memory"), measured, limit, reached);
    }
    Ok(())
}

/// What the process of one size prints: milliseconds, megabytes at most, entries.
pub fn score(size: usize) -> Result<String, Failure> {
    let rules = RuleSet::read(RULES).map_err(|faults| format!("{faults:?}"))?;
    let roster = roster();
    let facts = facts(size)?;
    let mut months = Vec::new();
    for year in 0..YEARS {
        for month in 1..=12 {
            months.push(MonthRules {
                month: Month::new(2015 + year, month)?,
                rules: &rules,
                roster: &roster,
            });
        }
    }
    let begun = Instant::now();
    let scored = score_months(&Scoring { months: &months, facts: &facts, opening: &[] });
    let milliseconds = begun.elapsed().as_millis();
    let status = std::fs::read_to_string("/proc/self/status")?;
    let most = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    let kilobytes: u64 = most.trim().trim_end_matches(" kB").parse()?;
    Ok(format!("{milliseconds} {} {}", kilobytes / 1000, scored.entries.len()))
}

fn roster() -> Roster {
    let unit = |number: i64| Unit {
        id: UnitId(number),
        name: format!("第{number}局"),
        short_name: None,
        aliases: Vec::new(),
        reviews: false,
        scored: true,
        order: 1,
        since: None,
        until: None,
    };
    let group = |place: i64| RosterGroup {
        name: format!("第{place}组"),
        units: (1..=UNITS).filter(|number| number % 4 == place).map(unit).collect(),
    };
    Roster { groups: (0..4).map(group).collect(), ..Roster::default() }
}

/// Spread over months and units by a simple rule: every tenth piece is joint between three units, every fifth was
/// printed by a higher channel too, which makes it one story in two places.
fn facts(size: usize) -> Result<Vec<Fact>, Failure> {
    let mut facts = Vec::with_capacity(size);
    let mut printed: Option<(Month, Arc<NewsletterIssue>)> = None;
    let month_count = usize::try_from(YEARS)? * 12;
    for number in 0..size {
        let id = i64::try_from(number)?;
        let place = number * month_count / size;
        let month = Month::new(2015 + i16::try_from(place / 12)?, i8::try_from(place % 12)? + 1)?;
        let first = id.wrapping_mul(7_919) % UNITS;
        let units: Units = match number % 10 {
            0 => (0..3).map(|more| UnitId((first + more * 31) % UNITS + 1)).collect(),
            _ => Units::from_slice(&[UnitId(first + 1)]),
        };
        let is_upper = number % 5 == 4;
        let title = EcoString::new();
        let kind = if is_upper {
            FactKind::UpperAdoption {
                channel: "每日动态".into(),
                title,
                starred: false,
                commissioned: false,
                units,
            }
        } else {
            let item_kind = if number % 3 == 0 { Kind::Article } else { Kind::Brief };
            let (_, issue) = match printed.take().filter(|(of, _)| *of == month) {
                Some(known) => printed.insert(known),
                None => printed.insert((month, Arc::new(issue_of(month)))),
            };
            FactKind::NewsletterAdoption { issue: Arc::clone(issue), item_kind, title, units }
        };
        let story = (number % 5 >= 3).then(|| eco_format!("稿件{}", number / 5));
        let reference = match is_upper {
            true => FactReference::Record { record: RecordId(id) },
            false => FactReference::Adoption { issue: domain::id::IssueId(1), item: ItemId(id) },
        };
        let mut fact = Fact::plain(month, reference, kind);
        fact.story = story;
        facts.push(fact);
    }
    Ok(facts)
}

/// What all adoptions of an issue have in common, as the office's own facts do.
fn issue_of(month: Month) -> NewsletterIssue {
    let edition = domain::issue::Edition::default();
    NewsletterIssue { newsletter: None, year: month.year(), number: 1, edition }
}
