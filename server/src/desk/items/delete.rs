//! Deleting a draft, by who wrote it; destroying a text that must not be here, by an administrator.

use std::collections::BTreeSet;

use app::desk::{
    Done, Refusal,
    items::{
        Doomed, ItemsToDestroy,
        acts::{DeleteDraft, DestroyItem},
    },
};
use async_trait::async_trait;
use domain::{
    act::Verb,
    id::ItemId,
    item::Item,
    permission::{ItemAct, OfficeAct, permits, permits_office},
    person::Actor,
    subject::Subject,
    workflow::State,
};
use store::{
    Connection, comments, corrections, files,
    items::{self, came_with, erase, taken},
    people, revisions, units,
};

use super::{OfficeDesk, check_version, load, quoted, subject};
use crate::desk::Act;

#[async_trait]
impl ItemsToDestroy for OfficeDesk {
    async fn doomed(&self, actor: &Actor, id: ItemId) -> Result<Doomed, Refusal> {
        permits_office(actor, OfficeAct::Administer)?;
        let reader = self.store.reader();
        let item = items::load(reader, id).await?;
        let item = item.ok_or_else(|| Refusal::not_found(format!("编号 {id} 的稿件")))?;
        let directory = units::directory(reader).await?;
        let dates = items::dates(reader, id).await?;
        let names = people::names(reader, &[item.drafted_by].into()).await?;
        let unit = directory.get(item.submitting_unit).map(|unit| unit.name.clone());
        Ok(Doomed {
            id,
            state: item.state,
            unit: unit.unwrap_or_default(),
            drafted_by: names.get(&item.drafted_by).cloned().unwrap_or_default(),
            created_at: dates.map(|dates| dates.created_at).unwrap_or_default(),
            obstacle: obstacle(reader, &item).await?,
            beyond: beyond(reader, &item).await?,
        })
    }
}

impl Act for DeleteDraft {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { item: id, version } = self;
        let writing = office.begin(actor).await?;
        let item = load(writing.connection(), actor, id).await?;
        permits(actor, ItemAct::Delete, &item)?;
        check_version(&item, version)?;
        let hanging = erase::hanging(writing.connection(), id).await?;
        if hanging != erase::Hanging::default() {
            let words = "这篇报送过，退回的意见等还要留底，不能删除；不再用它，放着就行";
            return Err(Refusal::blocked(words));
        }
        if comments::is_commented_by_others(writing.connection(), id, actor.id).await? {
            return Err(Refusal::blocked("同事在这篇上写了批注，不能删除；不再用它，放着就行"));
        }
        erase::delete(writing.connection(), id, actor.id).await?;
        writing.event(Verb::DeleteDraft, subject(&item), "删除草稿", None).await?;
        let words = format!("已删除草稿{}", quoted(&item));
        writing.commit().await?;
        Ok(Done::new(words).next("/items"))
    }
}

impl Act for DestroyItem {
    /// 销毁: what is left is that, when, by whom and why.
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { item: id, reason, sure } = self;
        permits_office(actor, OfficeAct::Administer)?;
        let reason =
            reason.ok_or_else(|| Refusal::invalid("reason", "请写明销毁的原因（不要写涉密的内容）"))?;
        if !sure {
            return Err(Refusal::invalid("sure", "销毁后不能恢复，请先勾选确认"));
        }
        let writing = office.begin(actor).await?;
        let connection = writing.connection();
        let item = items::load(connection, id).await?;
        let item = item.ok_or_else(|| Refusal::not_found(format!("编号 {id} 的稿件")))?;
        if let Some(words) = obstacle(connection, &item).await? {
            return Err(Refusal::blocked(words));
        }
        let titles = titles(connection, &item).await?;
        let beyond = beyond(connection, &item).await?;
        erase::destroy(connection, &item, &titles, writing.timestamp()).await?;
        // That it was sent in, and in which month that counts, is no part of the text and stays.
        writing.event(Verb::DestroyItem, subject(&item), "销毁稿件的全部文字", Some(reason)).await?;
        writing.commit().await?;
        office.after_commit_scrub().await;
        let mut words = format!(
            "编号 {id} 的稿件已销毁：它的各稿、在它上面留存的文字和检索都没有了，只记下谁、何时、为什么；有人另写成别的稿件的，要另外销毁"
        );
        for left in beyond {
            words.push('；');
            words.push_str(&left);
        }
        Ok(Done::new(words).next("/events?verb=destroy_item"))
    }
}

impl OfficeDesk {
    /// Once it is committed, it must not be read from the database's files either.
    async fn after_commit_scrub(&self) {
        match &self.once {
            Some(once) => once.scrub_afterwards(),
            None => self.scrub().await,
        }
    }

    pub(in crate::desk) async fn scrub(&self) {
        if let Err(error) = self.store.scrub().await {
            tracing::error!(%error, "what was destroyed may still be read from the database's files: VACUUM it");
        }
    }
}

/// Why a text cannot be destroyed as it stands, and what is to be done first.
async fn obstacle(connection: &impl Connection, item: &Item) -> Result<Option<String>, Refusal> {
    let hanging = erase::hanging(connection, item.id).await?;
    Ok(match (item.state, hanging) {
        (State::Placed, _) => {
            Some("这篇正编在一期里：请编辑先把它移出（已送审的先退回编排），再销毁".to_owned())
        }
        (State::Retracted, _) => None,
        (State::Adopted, _) | (_, erase::Hanging { printed: 1.., .. }) => Some(
            "这篇已经印发：请签发人先撤下，撤下后再来销毁；发出去的印本和 PDF 请按保密规定处置".to_owned(),
        ),
        _ => None,
    })
}

/// Where words of it are that are not destroyed with it.
async fn beyond(connection: &impl Connection, item: &Item) -> Result<Vec<String>, Refusal> {
    let mut beyond = Vec::new();
    if item.state == State::Retracted {
        beyond.push("署名和记分照留，发出去的印本和 PDF 要另外处置".to_owned());
    }
    let titles = titles(connection, item).await?;
    let months = erase::bulletins_with(connection, &titles).await?;
    if !months.is_empty() {
        let months: Vec<String> = months.into_iter().collect();
        beyond.push(format!("标题还列在{}的通报里，通报不改，要另外处置", months.join("、")));
    }
    let takers = taken::takers(connection, item.id).await?;
    if !takers.is_empty() {
        let takers: Vec<String> = takers.into_iter().map(|taker| taker.to_string()).collect();
        let takers = takers.join("、");
        beyond.push(format!("合稿时取用它的段落还在编号 {takers} 的稿件里，要另外删去或销毁"));
    }
    for file in came_with::files_of(connection, item.id).await? {
        // A file out of which several items came is the original of each.
        let others: Vec<String> = files::uses(connection, &file.hash)
            .await?
            .into_iter()
            .filter_map(|used| match used.subject {
                Subject::Item(other) if other != item.id => Some(other.to_string()),
                _ => None,
            })
            .collect();
        if !others.is_empty() {
            let (kind, name, others) = (file.role.label(), &file.name, others.join("、"));
            beyond.push(format!("{kind}“{name}”也是编号 {others} 的稿件的，还留在那里，要另外销毁"));
        }
    }
    Ok(beyond)
}

/// Every title that the item had, as messages name it.
async fn titles(connection: &impl Connection, item: &Item) -> Result<BTreeSet<String>, Refusal> {
    let revisions = revisions::of_item(connection, item.id).await?;
    let corrections = corrections::of_item(connection, item.id).await?;
    let titles = revisions.iter().map(|revision| revision.text.list_title()).chain([item.text.list_title()]);
    let titles = titles.chain(corrections.iter().map(|correction| correction.text.list_title()));
    Ok(titles.filter(|title| !title.is_empty()).collect())
}
