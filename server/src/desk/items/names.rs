//! The names of units that nobody knows yet: who asks for which, and saying what one means.
//!
//! Whoever resolves names may not see every item that waits with one, least of all while its unit reviews it: they
//! are shown the attribution line and nothing else.

use app::desk::{
    Done, Refusal,
    items::{AskedName, NamesToResolve, UnknownName, UnknownNames, acts::ResolveName},
};
use async_trait::async_trait;
use domain::{
    id::ItemId,
    item::Item,
    permission::{ItemAct, OfficeAct, permits, permits_office},
    person::Actor,
    unit::UnitDirectory,
};
use store::{
    items::{self, list, names},
    people, units,
};

use super::{OfficeDesk, Writing, lists::choice, resolve, write_page::NEAREST};
use crate::desk::Act;

#[async_trait]
impl NamesToResolve for OfficeDesk {
    async fn unknown_names(&self, actor: &Actor) -> Result<UnknownNames, Refusal> {
        permits_office(actor, OfficeAct::KeepAlias)?;
        let reader = self.store.reader();
        let waiting = names::waiting(reader).await?;
        let directory = units::directory(reader).await?;
        let asked = self.asked(actor, waiting.values().flatten().copied().collect(), &directory).await?;
        let mut names: Vec<UnknownName> = waiting
            .into_iter()
            .map(|(name, items)| UnknownName {
                nearest: directory.nearest(&name, NEAREST).into_iter().map(choice).collect(),
                asked: asked
                    .iter()
                    .filter(|(item, _)| items.contains(item))
                    .map(|(_, asked)| asked.clone())
                    .collect(),
                name,
            })
            .collect();
        names.sort_by_key(|name| name.asked.iter().map(|asked| asked.asked_at).min());
        Ok(UnknownNames { names, units: directory.units().iter().map(choice).collect() })
    }
}

impl OfficeDesk {
    /// Where the names stand, by item.
    async fn asked(
        &self,
        actor: &Actor,
        mut ids: Vec<ItemId>,
        directory: &UnitDirectory,
    ) -> Result<Vec<(ItemId, AskedName)>, Refusal> {
        ids.sort_unstable();
        ids.dedup();
        let reader = self.store.reader();
        let items = items::load_many(reader, &ids).await?;
        let rows = list::rows(reader, ids.iter().map(|id| id.0).collect()).await?;
        let sender = |item: &Item| item.sent_by.unwrap_or(item.drafted_by);
        let people = people::names(reader, &items.iter().map(sender).collect()).await?;
        let asked = items.iter().filter_map(|item| {
            let row = rows.iter().find(|row| row.id == item.id)?;
            let unit = directory.get(item.submitting_unit)?;
            let asked = AskedName {
                line: item.text.attribution_line.clone(),
                unit: unit.list_name().to_owned(),
                person: people.get(&sender(item)).cloned().unwrap_or_default(),
                asked_at: row.reached_at.unwrap_or(row.updated_at),
                item: permits(actor, ItemAct::Read, item).is_ok().then_some(item.id),
            };
            Some((item.id, asked))
        });
        Ok(asked.collect())
    }
}

impl Act for ResolveName {
    /// Keeps a name as a unit's alias, wherever it stands.
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { name, unit } = self;
        permits_office(actor, OfficeAct::KeepAlias)?;
        let unit = unit.ok_or_else(|| Refusal::invalid("unit", format!("请选择“{name}”是哪个单位")))?;
        let writing = office.begin(actor).await?;
        let connection = writing.connection();
        if !names::waiting(connection).await?.contains_key(&name) {
            let words = format!("没有要识别的“{name}”，可能刚刚有人认过了");
            return Err(Refusal::Conflict(words));
        }
        let directory = units::directory(connection).await?;
        let unit = directory.get(unit).ok_or_else(|| Refusal::not_found("这个单位"))?;
        let count = resolve::keep_as_alias(&writing, unit, &name).await?;
        writing.commit().await?;
        let words = format!("“{name}”已记为{}的别名，{count}篇稿件的署名随之认出", unit.list_name());
        Ok(Done::new(words).next("/names"))
    }
}

/// Reads the attributions anew in which a name was unknown that a unit goes by now.
pub(in crate::desk) async fn read_known_names(writing: &Writing) -> Result<(), Refusal> {
    let connection = writing.connection();
    let directory = units::directory(connection).await?;
    for name in names::all(connection).await? {
        if let Some(unit) = directory.find(&name) {
            resolve::read_anew(writing, unit, &name).await?;
        }
    }
    Ok(())
}
