//! A unit's account of a month, with its year.

use std::sync::Arc;

use app::desk::{
    Refusal,
    credits::{UnitAccount, UnitAccounts},
};
use async_trait::async_trait;
use domain::{
    calendar::Month,
    id::UnitId,
    permission::{OfficeAct, permits_office},
    person::Actor,
    scoring::CreditEntry,
    unit::changes::last_day,
};

use super::{
    OfficeDesk,
    open::{opened_entry, titles},
};
use crate::desk::year::Year;

#[async_trait]
impl UnitAccounts for OfficeDesk {
    async fn unit_account(&self, actor: &Actor, unit: UnitId, month: Month) -> Result<UnitAccount, Refusal> {
        permits_office(actor, OfficeAct::ReadUnitCredits(unit))?;
        let changes = self.changes().await?;
        let account = self.read_account(actor, unit, month);
        let account = self.known.accounts.get(changes, (unit, month), account).await?;
        let directory = self.directory().await?;
        let own_units = actor.units().into_iter().filter_map(|unit| directory.get(unit));
        let own_units = own_units.map(|unit| (unit.id, unit.list_name().to_owned())).collect();
        let absent = directory.absence_on(unit, last_day(month)).map(|absence| absence.words);
        Ok(UnitAccount { own_units, absent, ..UnitAccount::clone(&account) })
    }
}

impl OfficeDesk {
    /// The same for everybody who may read it, and nobody's own units.
    async fn read_account(
        &self,
        actor: &Actor,
        unit: UnitId,
        month: Month,
    ) -> Result<Arc<UnitAccount>, Refusal> {
        let snapshot = self.store.snapshot().await?;
        let read = Year::read_of(&snapshot, unit, month).await?;
        let named = read.units().iter().find(|named| named.id == unit);
        let name = named.ok_or_else(|| Refusal::not_found("这个单位"))?.name.clone();
        let mut year = Vec::new();
        let mut next = month.january();
        let mut bulletin = read.bulletin(next)?;
        loop {
            year.extend(bulletin.in_brief(unit));
            if next == month {
                break;
            }
            next = next.next();
            bulletin = read.bulletin(next)?;
        }
        let account = bulletin.account(unit, &read.progress(unit, month));
        let mut account = account.map_err(|error| Refusal::blocked(error.to_string()))?;
        if let Some(account) = &mut account {
            // Of earlier months perhaps only sums were read.
            account.row.entries.retain(|entry| entry.month == month);
        }
        let entries: Vec<&CreditEntry> = account.iter().flat_map(|account| &account.row.entries).collect();
        let titles = titles(snapshot.connection(), actor, &entries).await?;
        let entries = entries.into_iter().map(|entry| opened_entry(entry, &titles, read.rules())).collect();
        let own_units = Vec::new();
        Ok(Arc::new(UnitAccount { unit, name, month, absent: None, account, year, entries, own_units }))
    }
}
