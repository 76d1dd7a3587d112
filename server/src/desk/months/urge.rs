//! 催报: what units lack in a month, read off its bulletin like everything else that is said of it.

use app::desk::{
    Refusal,
    months::{UrgedUnit, Urging, Urgings},
};
use async_trait::async_trait;
use domain::{
    calendar::Month,
    permission::{OfficeAct, permits_office},
    person::Actor,
    scoring::{Bulletin, Field, Figures},
};

use super::super::OfficeDesk;
use crate::desk::{ledger, year::Year};

/// 上报3篇, 报市1篇: what a unit can still do something about.
fn so_far(bulletin: &Bulletin, figures: &Figures) -> Vec<String> {
    let columns = bulletin.columns();
    let told = [
        (Field::Submitted, "上报"),
        (Field::NewsletterCount, "简报采用"),
        (Field::ReportedUp, bulletin.rules.words.forwarded.as_str()),
    ];
    let told = told.into_iter().filter_map(|(field, words)| {
        let column = columns.iter().find(|column| column.field == field)?;
        let cell = figures.cell(column);
        Some(format!("{words}{}篇", if cell.is_empty() { "0" } else { &cell }))
    });
    told.collect()
}

#[async_trait]
impl Urgings for OfficeDesk {
    async fn urging(&self, actor: &Actor, month: Month) -> Result<Urging, Refusal> {
        permits_office(actor, OfficeAct::ReadMonths)?;
        let snapshot = self.store.snapshot().await?;
        let closed = ledger::closed(snapshot.connection()).await?.contains(month);
        let read = Year::read(&snapshot, month.january(), month).await?;
        let bulletin = read.bulletin(month)?;
        let progress = read.progress_of_all(month);
        let mut units = Vec::new();
        let mut content = 0;
        for row in bulletin.rows() {
            let account = bulletin.account(row.unit_id, &progress);
            let account = account.map_err(|error| Refusal::blocked(error.to_string()))?;
            match account {
                Some(account) if !account.lacking.is_empty() => units.push(UrgedUnit {
                    unit: row.unit_id,
                    name: row.figures.unit.clone(),
                    group: account.group,
                    so_far: so_far(&bulletin, &row.figures),
                    lacking: account.lacking,
                }),
                _ => content += 1,
            }
        }
        Ok(Urging { month, closed, today: self.now().date(), units, content })
    }
}
