//! Numbers that no issue bears: which they are, and why.

use std::collections::BTreeMap;

use app::desk::{
    Done, Refusal,
    issues::{ExplainGap, GapLine},
};
use domain::{
    act::Verb,
    id::NewsletterId,
    issue::{
        Edition, NumberRun, Series,
        number::{self, LONGEST_RUN, MOST_SKIPPED},
    },
    permission::{OfficeAct, Reader, permits_office, reads_for_the_office},
    person::Actor,
    subject::Subject,
};
use store::{
    issues::{
        self, ListFor,
        numbers::{self, Sequence},
    },
    newsletters,
};

use super::{super::OfficeDesk, head::YEARS, required_reason};
use crate::desk::Act;

impl OfficeDesk {
    /// The numbers of a year that no issue bears. Who makes issues sees all of them, everybody else those of which it
    /// was said why.
    pub(super) async fn gaps_of(
        &self,
        reader: Reader<'_>,
        newsletter: NewsletterId,
        year: i16,
    ) -> Result<Vec<GapLine>, Refusal> {
        let (may_explain, is_office) = match reader {
            Reader::Person(actor) => {
                (permits_office(actor, OfficeAct::CreateIssue).is_ok(), reads_for_the_office(actor))
            }
            Reader::Anybody => (false, false),
        };
        let connection = self.store.reader();
        let mut gaps = Vec::new();
        for series in Series::ALL {
            let sequence = Sequence { newsletter, year, series };
            let taken = numbers::taken(connection, sequence).await?;
            let borne: Vec<NumberRun> = taken.into_iter().map(|(_, run)| run).collect();
            let explained = numbers::explained(connection, sequence).await?;
            let explained: BTreeMap<i32, String> = explained.into_iter().collect();
            for (first, last) in number::gaps(&borne) {
                gaps.extend(gap_lines(series, (first, last), &explained));
            }
        }
        gaps.retain(|gap| may_explain || gap.reason.is_some());
        if !is_office {
            // Readers are told of numbers before one that they see, and that they are meant to be missing: why, in one
            // editor's words, which nobody else has looked at, is the office's own.
            let listed = issues::published_in_year(connection, newsletter, year, ListFor::Readers).await?;
            let last = |series: Series| {
                let numbers = listed.iter().filter(|issue| issue.edition.series == series);
                numbers.map(|issue| issue.number).max()
            };
            gaps.retain(|gap| last(gap.series).is_some_and(|last| gap.last < last));
            for gap in &mut gaps {
                gap.reason = Some(String::new());
            }
        }
        Ok(gaps)
    }
}

impl Act for ExplainGap {
    /// Keeps why numbers are borne by no issue.
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { newsletter, year, series, number: run, reason } = self;
        let sequence = Sequence { newsletter, year, series };
        permits_office(actor, OfficeAct::CreateIssue)?;
        let reason = required_reason(&reason, "空号")?;
        if !YEARS.contains(&sequence.year) {
            return Err(Refusal::invalid("year", "没有这一年的期号"));
        }
        let writing = office.begin(actor).await?;
        let connection = writing.connection();
        let newsletter = newsletters::lock(connection, sequence.newsletter)
            .await?
            .ok_or_else(|| Refusal::not_found("这份刊物"))?;
        let taken = numbers::taken(connection, sequence).await?;
        let edition = Edition { series: sequence.series, last_number: run.end(), ..Edition::default() };
        let label = format!("{}年{}", sequence.year, edition.label(run.first()));
        if taken.iter().any(|(_, other)| other.overlaps(run)) {
            return Err(Refusal::invalid("number", format!("{label}已经有了，不是空号")));
        }
        let left_out: Vec<i32> = (run.first()..=run.last()).collect();
        numbers::explain(connection, sequence, &left_out, &reason, actor.id, writing.timestamp()).await?;
        let about = Subject::Newsletter(newsletter.id);
        writing.event(Verb::ExplainGap, about, format!("{label}空号"), Some(reason.clone())).await?;
        writing.commit().await?;
        Ok(Done::new(format!("已注明{label}空号：{reason}")))
    }
}

/// A run of numbers that no issue bears, parted where the reasons part.
fn gap_lines(series: Series, (first, last): (i32, i32), explained: &BTreeMap<i32, String>) -> Vec<GapLine> {
    let mut lines: Vec<GapLine> = Vec::new();
    let mut next = first;
    for (number, reason) in explained.range(first..=last) {
        lines.extend(unexplained(series, next, number - 1));
        match lines.last_mut() {
            Some(line) if line.last + 1 == *number && line.reason.as_ref() == Some(reason) => {
                line.last = *number
            }
            _ => lines.push(GapLine { series, first: *number, last: *number, reason: Some(reason.clone()) }),
        }
        next = number + 1;
    }
    lines.extend(unexplained(series, next, last));
    lines
}

/// A run that nobody has explained yet: few numbers one by one, each may have its own reason; more in runs that one
/// reason can be given for. What is longer than a run that somebody leaves out knowingly stands as it is.
fn unexplained(series: Series, first: i32, last: i32) -> Vec<GapLine> {
    let long = match usize::try_from(last - first + 1).unwrap_or_default() {
        0..=FEW => 1,
        number if number <= MOST_SKIPPED => LONGEST_RUN,
        _ => last - first + 1,
    };
    let runs = (first..=last).step_by(usize::try_from(long).unwrap_or(1));
    runs.map(|first| GapLine { series, first, last: last.min(first + long - 1), reason: None }).collect()
}

/// So many numbers stand one by one.
const FEW: usize = 12;
