//! The trial: the draft applied to past months, beside what the ledger says. Nothing is written.

use std::ops::RangeInclusive;

use app::desk::{
    Refusal,
    rules::{RuleTrials, Trial, TrialFigures, TrialGroup, TrialMonth, TrialRow},
};
use async_trait::async_trait;
use domain::{
    calendar::Month,
    permission::{OfficeAct, permits_office},
    person::Actor,
    scoring::{Bulletin, Figures, RuleSet},
};
use store::year::known_months;

use super::{OfficeDesk, pointed_out};
use crate::{desk::year::Year, work::Stop};

/// What came of a trial, and the rules that were tried.
struct Tried {
    draft: RuleSet,
    months: Vec<TrialMonth>,
    missing: Vec<String>,
    warnings: Vec<String>,
}

/// Ends between two months when nobody waits any more.
fn tried(year: &Year, draft: &RuleSet, range: RangeInclusive<Month>, stop: &Stop) -> Result<Tried, Refusal> {
    let (from, until) = range.into_inner();
    let scored = year.scored_by(draft, until);
    let mut months = Vec::new();
    let mut month = from;
    while month <= until {
        if stop.has_left() {
            return Err(Refusal::Busy("没有人在等这次试算了".to_owned()));
        }
        let present = year.bulletin(month)?;
        let drafted = year.bulletin_by(month, draft, &scored)?;
        months.push(TrialMonth {
            month,
            present: present.rules.version,
            groups: compared(&present, &drafted),
        });
        month = month.next();
    }
    let missing = year.misfits(draft);
    let warnings = pointed_out(year.warnings(draft, until));
    Ok(Tried { draft: draft.clone(), months, missing, warnings })
}

fn compared(present: &Bulletin, drafted: &Bulletin) -> Vec<TrialGroup> {
    let figures = |figures: &Figures| TrialFigures {
        month: figures.month,
        cumulative: figures.cumulative,
        rank: figures.rank,
    };
    drafted
        .groups
        .iter()
        .map(|group| TrialGroup {
            group: group.group.clone(),
            rows: group
                .rows
                .iter()
                .map(|row| TrialRow {
                    unit: row.list_name.clone(),
                    present: present
                        .rows()
                        .find(|other| other.unit_id == row.unit_id)
                        .map(|other| figures(&other.figures)),
                    drafted: figures(&row.figures),
                })
                .collect(),
        })
        .collect()
}

#[async_trait]
impl RuleTrials for OfficeDesk {
    async fn try_rules(
        &self,
        actor: &Actor,
        from: Option<Month>,
        until: Option<Month>,
    ) -> Result<Trial, Refusal> {
        permits_office(actor, OfficeAct::SetRules)?;
        let draft = self.drafted().await?.rules;
        let snapshot = self.store.snapshot().await?;
        let known = known_months(snapshot.connection()).await?;
        let known: Vec<Month> = known.into_iter().rev().collect();
        let present = Month::of(self.now().date());
        let until = until.or(known.first().copied()).unwrap_or(present);
        // A year's points depend on its earlier months alone, so a trial stays within one.
        let from = from.filter(|from| *from <= until && from.year() == until.year()).unwrap_or(until);
        let year = Year::read(&snapshot, until.january(), until).await?;
        let tried = self.worked(move |stop| tried(&year, &draft, from..=until, stop)).await??;
        let Tried { draft, months, missing, warnings } = tried;
        Ok(Trial { draft, known, from, until, months, missing, warnings })
    }
}
