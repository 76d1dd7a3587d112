//! Finding issues, bulletins, records and what was said of items.

use std::collections::BTreeSet;

use app::desk::{
    Refusal,
    issues::{Found, Hit, HitPlace, SearchAfter, SearchAsked, SearchPlace},
    items::Count,
};
use domain::{
    bulletin::version,
    id::{BulletinVersionId, CommentId, IssueId, RecordId, UnitId},
    issue::IssueState,
    permission::{
        BulletinAct, OfficeAct, Reader, permits_bulletin, permits_comment, permits_office,
        reads_for_the_office,
    },
    person::Actor,
    text,
    unit::{Unit, UnitDirectory},
};
use store::{
    bulletins, comments, issues, items, people, records,
    search::subjects::{self, Asked, Sort},
    units,
};

use super::{PAGE, Shown};
use crate::desk::OfficeDesk;

/// So many are looked at together.
const AT_ONCE: u64 = 100;

/// Whoever looks for something, and by which words.
struct Looking<'a> {
    reader: Reader<'a>,
    shown: &'a Shown,
    directory: UnitDirectory,
    phrases: Vec<String>,
}

impl OfficeDesk {
    pub(super) async fn found_elsewhere(
        &self,
        reader: Reader<'_>,
        place: SearchPlace,
        asked: &SearchAsked,
        shown: &Shown,
    ) -> Result<Found, Refusal> {
        let directory = units::directory(self.store.reader()).await?;
        let sort = match place {
            SearchPlace::Bulletins => Sort::Bulletin,
            SearchPlace::Records => Sort::Record,
            SearchPlace::Comments => Sort::Comment,
            SearchPlace::Issues | SearchPlace::Items | SearchPlace::Printed => Sort::Issue,
        };
        let asked_for = asked_for(reader, sort, asked, &directory);
        let looking = Looking { reader, shown, directory, phrases: text::phrases(&asked.text) };
        let mut hits: Vec<(i64, Hit)> = Vec::new();
        let mut before = asked.after.map(|after| after.position);
        loop {
            let found = subjects::find(self.store.reader(), sort, &asked_for, before, AT_ONCE).await?;
            before = found.last().copied();
            let is_end = (found.len() as u64) < AT_ONCE;
            hits.extend(match sort {
                Sort::Issue => self.issue_hits(&looking, &found).await?,
                Sort::Bulletin => self.bulletin_hits(&looking, &found, PAGE + 1 - hits.len()).await?,
                Sort::Record => self.record_hits(&looking, &found).await?,
                Sort::Comment => self.comment_hits(&looking, &found).await?,
            });
            if is_end || hits.len() > PAGE {
                break;
            }
        }
        let has_more = hits.len() > PAGE;
        hits.truncate(PAGE);
        let next = hits.last().filter(|_| has_more);
        let next = next.map(|(position, _)| SearchAfter { in_title: false, position: *position });
        let total = Count { number: hits.len() as u64, is_capped: has_more };
        Ok(Found {
            next,
            total: asked.after.is_none().then_some(total),
            hits: hits.into_iter().map(|(_, hit)| hit).collect(),
            ..Found::default()
        })
    }

    async fn issue_hits(&self, looking: &Looking<'_>, ids: &[i64]) -> Result<Vec<(i64, Hit)>, Refusal> {
        let ids: Vec<IssueId> = ids.iter().copied().map(IssueId).collect();
        let mut found = issues::find_listed(self.store.reader(), &ids).await?;
        found.sort_by_key(|issue| std::cmp::Reverse(issue.id.0));
        let Shown { newsletters, with_withheld } = looking.shown;
        let is_shown = |issue: &issues::ListedIssue| {
            let is_out = issue.state == IssueState::Published && !issue.withheld;
            newsletters.contains_key(&issue.newsletter) && (is_out || *with_withheld)
        };
        let hit = |issue: issues::ListedIssue| {
            let title = text::excerpt(&looking.shown.label(&issue), &looking.phrases);
            let found = HitPlace::Issue { issue: issue.id, state: issue.state, date: issue.date };
            (issue.id.0, Hit { title, line: Vec::new(), of: Vec::new(), found })
        };
        Ok(found.into_iter().filter(is_shown).map(hit).collect())
    }

    /// At most so many: each is a document of some length.
    async fn bulletin_hits(
        &self,
        looking: &Looking<'_>,
        ids: &[i64],
        most: usize,
    ) -> Result<Vec<(i64, Hit)>, Refusal> {
        let Reader::Person(actor) = looking.reader else { return Ok(Vec::new()) };
        let mut hits = Vec::new();
        for id in ids {
            let id = BulletinVersionId(*id);
            let line = bulletins::find_line(self.store.reader(), id).await?;
            let may_read =
                |line: &bulletins::Line| permits_bulletin(actor, BulletinAct::Read(line.standing)).is_ok();
            if hits.len() == most || !line.as_ref().is_some_and(may_read) {
                continue;
            }
            let Some((line, version)) = bulletins::find(self.store.reader(), id).await? else { continue };
            let title = format!(
                "{}（{}）",
                version.bulletin.title.concat(),
                version::label(line.standing, line.correction)
            );
            let told = text::excerpt(&version.words().join("\n"), &looking.phrases);
            let found = HitPlace::Bulletin { version: id, month: line.month, standing: line.standing };
            let title = text::excerpt(&title, &looking.phrases);
            hits.push((id.0, Hit { title, line: told, of: Vec::new(), found }));
        }
        Ok(hits)
    }

    async fn record_hits(&self, looking: &Looking<'_>, ids: &[i64]) -> Result<Vec<(i64, Hit)>, Refusal> {
        let Reader::Person(actor) = looking.reader else { return Ok(Vec::new()) };
        let records_them = permits_office(actor, OfficeAct::Record).is_ok();
        let ids: Vec<RecordId> = ids.iter().copied().map(RecordId).collect();
        let mut found = records::find_many(self.store.reader(), &ids).await?;
        found.sort_by_key(|record| std::cmp::Reverse(record.id.0));
        let hit = |record: domain::record::Record| {
            let own = record.units.iter().copied().find(|unit| reads_credits_of(actor, *unit));
            let title = text::excerpt(&record.recorded.title(), &looking.phrases);
            let is_told = title.iter().any(|run| run.is_hit);
            let units: Vec<&Unit> =
                record.units.iter().filter_map(|unit| looking.directory.get(*unit)).collect();
            // Where the title says nothing of it, what else it is found by: its units by their full names among it.
            let names = units.iter().map(|unit| unit.name.as_str());
            let words: Vec<&str> = record.recorded.words().into_iter().chain(names).collect();
            let line = if is_told { Vec::new() } else { text::excerpt(&words.join("　"), &looking.phrases) };
            let units: Vec<&str> = units.into_iter().map(Unit::list_name).collect();
            let found = HitPlace::Record {
                record: record.id,
                kind: record.recorded.kind(),
                month: record.month,
                is_reversed: record.reversal.is_some(),
                seen_at: own.filter(|_| !records_them),
            };
            (record.id.0, Hit { title, line, of: vec![units.join("、")], found })
        };
        Ok(found.into_iter().map(hit).collect())
    }

    async fn comment_hits(&self, looking: &Looking<'_>, ids: &[i64]) -> Result<Vec<(i64, Hit)>, Refusal> {
        let Reader::Person(actor) = looking.reader else { return Ok(Vec::new()) };
        let connection = self.store.reader();
        let ids: Vec<CommentId> = ids.iter().copied().map(CommentId).collect();
        let mut found = comments::find_many(connection, &ids).await?;
        found.sort_by_key(|comment| std::cmp::Reverse(comment.id.0));
        let of: BTreeSet<_> = found.iter().map(|comment| comment.said.passage.item).collect();
        let of = items::load_many(connection, &of.into_iter().collect::<Vec<_>>()).await?;
        let writers = found.iter().map(|comment| comment.said.by).collect();
        let writers = people::names(connection, &writers).await?;
        let hit = |comment: comments::Comment| {
            let said = comment.said;
            let item = of.iter().find(|item| item.id == said.passage.item)?;
            permits_comment(actor, item, said.audience).ok()?;
            let wording = said.wording.map(|wording| match wording.is_empty() {
                true => "删去".to_owned(),
                false => format!("改为：{wording}"),
            });
            let quoted = (!said.passage.words.is_empty()).then(|| format!("“{}”", said.passage.words));
            let words: Vec<String> = [quoted, (!said.words.is_empty()).then_some(said.words), wording]
                .into_iter()
                .flatten()
                .collect();
            let unit = looking.directory.get(item.submitting_unit).map(|unit| unit.list_name().to_owned());
            let found = HitPlace::Comment {
                item: item.id,
                comment: said.answers.unwrap_or(comment.id),
                at: said.at,
                is_settled: comment.settled.is_some(),
            };
            let of = writers.get(&said.by).cloned().into_iter().chain(unit).collect();
            let title = text::excerpt(&item.text.list_title(), &looking.phrases);
            Some((
                comment.id.0,
                Hit { title, line: text::excerpt(&words.join("　"), &looking.phrases), of, found },
            ))
        };
        Ok(found.into_iter().filter_map(hit).collect())
    }
}

fn reads_credits_of(actor: &Actor, unit: UnitId) -> bool {
    permits_office(actor, OfficeAct::ReadUnitCredits(unit)).is_ok()
}

/// What the index is asked for: of a unit's own people only what is theirs.
fn asked_for(reader: Reader, sort: Sort, asked: &SearchAsked, directory: &UnitDirectory) -> Asked {
    let mut of = Asked {
        text: asked.text.clone(),
        year: asked.year.filter(|_| sort != Sort::Comment),
        units: asked.unit.map(|unit| vec![unit]).filter(|_| matches!(sort, Sort::Record | Sort::Comment)),
        of_items: None,
    };
    let Reader::Person(actor) = reader else { return of };
    if sort == Sort::Record && permits_office(actor, OfficeAct::Record).is_err() {
        let units = of.units.unwrap_or_else(|| directory.units().iter().map(|unit| unit.id).collect());
        of.units = Some(units.into_iter().filter(|unit| reads_credits_of(actor, *unit)).collect());
    }
    if sort == Sort::Comment && !reads_for_the_office(actor) {
        of.of_items = Some((actor.units(), actor.id));
    }
    of
}
