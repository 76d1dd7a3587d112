//! What stands in an issue's masthead, and what no issue can bear there.

use app::desk::{Fault, Refusal};
use domain::{
    calendar::Month,
    id::{IssueId, NewsletterId},
    issue::{
        Edition, Issue, NumberRun, Series,
        number::{self, MOST_SKIPPED},
    },
};
use jiff::civil::Date;
use store::issues::numbers::{self, Sequence};

use super::{super::ledger, Writing};

/// The years that an issue can bear.
pub(super) const YEARS: std::ops::RangeInclusive<i16> = 1949..=2199;

/// What stands in an issue's masthead, and the month that it counts for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::desk) struct Head {
    pub(in crate::desk) year: i16,
    pub(in crate::desk) series: Series,
    pub(in crate::desk) number: NumberRun,
    pub(in crate::desk) total: Option<NumberRun>,
    pub(in crate::desk) date: Date,
    pub(in crate::desk) credit_month: Month,
    /// Whether the year is meant to be another than the date's.
    pub(in crate::desk) other_year: bool,
}

/// Why the year of a number cannot be meant: an issue comes out in its own year or in one beside it.
pub(in crate::desk) fn too_far(year: i16, date: Date) -> Option<String> {
    let words = || format!("期号写的是{year}年，日期却在{}年，差得太多，请核对", date.year());
    ((year - date.year()).abs() > 1).then(words)
}

/// What is asked of a head beyond that it can be borne.
#[derive(Clone, Copy, Debug)]
pub(in crate::desk) struct Asked<'a> {
    /// The issue whose own head it may be.
    pub(in crate::desk) except: Option<IssueId>,
    /// Whether the month will count it.
    pub(in crate::desk) credited: bool,
    /// Why numbers before it were left out; nothing is asked of them where this is `None`.
    pub(in crate::desk) gap: Option<&'a str>,
}

impl Head {
    /// Refuses what no issue can bear; all faults are told. Nobody else gives numbers of the newsletter until the
    /// transaction ends.
    pub(in crate::desk) async fn check(
        &self,
        writing: &Writing,
        newsletter: NewsletterId,
        asked: Asked<'_>,
    ) -> Result<(), Refusal> {
        let connection = writing.connection();
        store::newsletters::lock(connection, newsletter).await?;
        let mut faults = Vec::new();
        let mut fault = |field: &str, words: String| faults.push(Fault { field: field.to_owned(), words });
        let closed = ledger::closed(connection).await?;
        if let Err(refused) = closed.check(self.credit_month)
            && asked.credited
        {
            fault("credit_month", refused.to_string());
        }
        if !YEARS.contains(&self.year) {
            fault("year", format!("年份应在{}至{}之间", YEARS.start(), YEARS.end()));
        }
        if self.year != self.date.year() && !self.other_year {
            let words = format!(
                "期号写的是{}年，日期却在{}年。确是跨年的一期，请勾选“期号的年份与日期不同”；否则请改正其中一个",
                self.year,
                self.date.year()
            );
            fault("year", words);
        }
        if let Some(words) = too_far(self.year, self.date) {
            fault("year", words);
        }
        let sequence = self.sequence(newsletter);
        let mut taken = numbers::taken(connection, sequence).await?;
        taken.retain(|(issue, _)| Some(*issue) != asked.except);
        let bearer = taken.iter().find(|(_, run)| run.overlaps(self.number));
        if let Some((_, other)) = bearer {
            let other = Edition { series: self.series, last_number: other.end(), ..Edition::default() }
                .label(other.first());
            fault("number", format!("{}年{other}已经有了，请换一个期号", self.year));
        }
        if let Some(totals) = self.total {
            let bearer = numbers::with_total(connection, newsletter, totals, asked.except).await?;
            if let Some(bearer) = bearer {
                fault("total", format!("总第{totals}期已经给了{bearer}，总期号不能重复"));
            }
        }
        let borne: Vec<NumberRun> = taken.iter().map(|(_, run)| *run).collect();
        let skipped = number::skipped(&borne, self.number);
        if bearer.is_some() {
            // Another number may skip none.
        } else if asked.gap.is_some() && skipped.len() > MOST_SKIPPED {
            let words =
                format!("从第{}期跳到了这一期，中间差{}期，请核对期号", skipped.start - 1, skipped.len());
            fault("number", words);
        } else if asked.gap.is_some_and(|reason| reason.trim().is_empty()) && !skipped.is_empty() {
            let explained = numbers::explained(connection, sequence).await?;
            let unexplained: Vec<i32> = skipped
                .into_iter()
                .filter(|number| !explained.iter().any(|(known, _)| known == number))
                .collect();
            if !unexplained.is_empty() {
                let words =
                    format!("跳过了{}。确要空号，请写明原因；否则请改期号", number::list(&unexplained));
                fault("gap", words);
            }
        }
        if faults.is_empty() { Ok(()) } else { Err(Refusal::Invalid(faults)) }
    }

    /// Keeps why numbers before it were left out; in words, for the log.
    pub(in crate::desk) async fn explain_gap(
        &self,
        writing: &Writing,
        newsletter: NewsletterId,
        except: IssueId,
        reason: Option<&str>,
    ) -> Result<Option<String>, Refusal> {
        let Some(reason) = reason.map(str::trim).filter(|reason| !reason.is_empty()) else { return Ok(None) };
        let (connection, sequence) = (writing.connection(), self.sequence(newsletter));
        let taken = numbers::taken(connection, sequence).await?;
        let borne: Vec<NumberRun> =
            taken.into_iter().filter(|(issue, _)| *issue != except).map(|(_, run)| run).collect();
        let skipped = number::skipped(&borne, self.number);
        if skipped.is_empty() {
            return Ok(None);
        }
        let skipped: Vec<i32> = skipped.collect();
        let (by, at) = (writing.actor.id, writing.timestamp());
        numbers::explain(connection, sequence, &skipped, reason, by, at).await?;
        Ok(Some(format!("{}空号：{reason}", number::list(&skipped))))
    }

    pub(in crate::desk) fn edition(&self) -> Edition {
        Edition {
            series: self.series,
            last_number: self.number.end(),
            last_total: self.total.and_then(NumberRun::end),
        }
    }

    /// 第9期.
    pub(in crate::desk) fn label(&self) -> String {
        self.edition().label(self.number.first())
    }

    /// 总第N期, or the first of those that a 合刊 bears.
    pub(in crate::desk) fn first_total(&self) -> Option<i32> {
        self.total.map(NumberRun::first)
    }

    /// Puts it on an issue.
    pub(super) fn put_on(&self, issue: &mut Issue) {
        issue.year = self.year;
        issue.number = self.number.first();
        issue.total = self.first_total();
        issue.edition = self.edition();
        issue.date = self.date;
        issue.credit_month = self.credit_month;
    }

    pub(super) fn in_words(&self) -> String {
        let month = self.credit_month;
        let (year, label, date) = (self.year, self.label(), app::words::full_day(self.date));
        format!("{year}年{label}，{date}，计入{}年{}月", month.year(), month.month())
    }

    fn sequence(&self, newsletter: NewsletterId) -> Sequence {
        Sequence { newsletter, year: self.year, series: self.series }
    }
}
