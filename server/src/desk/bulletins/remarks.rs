//! The remarks of a month, from what the database counts.

use std::collections::HashMap;

use app::desk::Refusal;
use domain::{
    bulletin::remarks::{self as drawn, MonthSources, Remark, Return, SentPiece},
    calendar::Month,
    id::UnitId,
    scoring::{Bulletin, Tally},
};
use jiff::civil::Date;
use store::{Snapshot, remarks};

use super::OfficeDesk;
use crate::desk::year::Year;

impl OfficeDesk {
    pub(super) async fn remarks(
        &self,
        snapshot: &Snapshot,
        year: &Year,
        bulletin: &Bulletin,
    ) -> Result<Vec<Remark>, Refusal> {
        let month = bulletin.month;
        let names: HashMap<UnitId, &str> =
            year.units().iter().map(|unit| (unit.id, unit.list_name())).collect();
        let name = |unit: UnitId| names.get(&unit).copied().unwrap_or_default().to_owned();
        let zone = self.now().time_zone().clone();
        let sent = remarks::sent(snapshot.connection(), month).await?;
        let sent = sent.into_iter().map(|item| SentPiece {
            unit: name(item.unit),
            title: item.title,
            day: item.at.to_zoned(zone.clone()).day(),
        });
        let returned = remarks::returned(snapshot.connection(), month).await?;
        let returned = returned.into_iter().map(|(unit, reason)| Return { unit: name(unit), reason });
        let before = Year::read(snapshot, month.previous(), month.previous()).await?;
        let before = counts(&before.bulletin(month.previous())?);
        let now = counts(bulletin);
        let sources = MonthSources {
            sent: sent.collect(),
            returns: returned.collect(),
            counts: now.unwrap_or_default(),
            counts_before: now.and(before).filter(|counts| *counts != (0, 0)),
        };
        Ok(drawn::draw(month, last_day(month), &sources))
    }
}

/// What was received and what the newsletter adopted; `None` where rules count parts of pieces.
fn counts(bulletin: &Bulletin) -> Option<(u64, u64)> {
    let adopted: Tally = bulletin.groups.iter().map(|group| group.totals.newsletter_count).sum();
    bulletin.totals.submitted.as_whole().zip(adopted.as_whole())
}

fn last_day(month: Month) -> i8 {
    // Every month has a first day; a month that could not be one would merely have no remark on its end.
    Date::new(month.year(), month.month(), 1).map_or(31, Date::days_in_month)
}
