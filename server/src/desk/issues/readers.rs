//! What readers have opened and keep. Nothing of it is the office's work: it is no change that others see.

use std::collections::{HashMap, hash_map::Entry};

use app::desk::{
    Done, Refusal,
    issues::readers::{DropPiece, KeepPiece, KeptPiece, KeptPieces},
};
use async_trait::async_trait;
use domain::{
    id::{IssueId, ItemId},
    issue::IssueState,
    item::Item,
    permission::{IssueAct, permits_issue},
    person::Actor,
    workflow::State,
};
use jiff::civil::Date;
use store::{StoreError, issues, items, readers};

use super::OfficeDesk;
use crate::{aside::aside, desk::Act};

/// An issue that came out longer ago is new to nobody.
const NEW_DAYS: i32 = 30;
/// More are no collection, but everything.
const MOST_KEPT: usize = 500;

impl OfficeDesk {
    /// Keeps beside the answer that this person has opened the issue.
    pub(super) async fn note_issue_read(&self, actor: &Actor, issue: IssueId) {
        let (store, person) = (self.store.clone(), actor.id);
        aside("that an issue was read", async move {
            if readers::read_of(store.reader(), person, &[issue]).await?.is_empty() {
                let transaction = store.begin().await?;
                readers::keep_read(transaction.connection(), person, issue).await?;
                transaction.commit_unseen().await?;
            }
            Ok::<_, StoreError>(())
        })
        .await;
    }

    /// Which of these issues, each with its date, came out lately and were not opened by this person.
    pub(super) async fn new_issues(
        &self,
        actor: &Actor,
        dated: &[(IssueId, Date)],
    ) -> Result<Vec<IssueId>, Refusal> {
        let today = self.now().date();
        let is_late = |day: Date| (today - day).get_days() < NEW_DAYS;
        let late: Vec<IssueId> = dated.iter().filter(|(_, day)| is_late(*day)).map(|(id, _)| *id).collect();
        let read = readers::read_of(self.store.reader(), actor.id, &late).await?;
        Ok(late.into_iter().filter(|issue| !read.contains(issue)).collect())
    }

    /// The issue in which everybody who reads it finds the piece.
    async fn readable_in(&self, actor: &Actor, item: &Item) -> Result<Option<IssueId>, Refusal> {
        let Some((issue, IssueState::Published)) = item.placed_in else { return Ok(None) };
        if item.state != State::Adopted {
            return Ok(None);
        }
        let issue = issues::find(self.store.reader(), issue).await?;
        let issue = issue.filter(|issue| permits_issue(actor, IssueAct::Read, issue).is_ok());
        Ok(issue.map(|issue| issue.id))
    }

    /// A printed piece that this person may read: no other exists.
    async fn printed(&self, actor: &Actor, id: ItemId) -> Result<(Item, IssueId), Refusal> {
        let gone = || Refusal::not_found("这一篇");
        let item = items::load(self.store.reader(), id).await?.ok_or_else(gone)?;
        let issue = self.readable_in(actor, &item).await?.ok_or_else(gone)?;
        Ok((item, issue))
    }
}

#[async_trait]
impl KeptPieces for OfficeDesk {
    async fn kept_pieces(&self, actor: &Actor) -> Result<Vec<KeptPiece>, Refusal> {
        let reader = self.store.reader();
        let kept = readers::kept_by(reader, actor.id).await?;
        let ids: Vec<ItemId> = kept.iter().map(|(item, _)| *item).collect();
        let found = items::load_many(reader, &ids).await?;
        let found: HashMap<ItemId, Item> = found.into_iter().map(|item| (item.id, item)).collect();
        // Many pieces stand in few issues.
        let mut labels: HashMap<IssueId, Option<String>> = HashMap::new();
        let mut pieces = Vec::new();
        for (id, kept_at) in kept {
            let Some(item) = found.get(&id) else { continue };
            let Some((issue, _)) = item.placed_in else { continue };
            if item.state != State::Adopted {
                continue;
            }
            if let Entry::Vacant(unknown) = labels.entry(issue) {
                let label = match self.readable_in(actor, item).await? {
                    Some(issue) => Some(items::issue_label(reader, issue).await?),
                    None => None,
                };
                unknown.insert(label);
            }
            let Some(Some(printed_in)) = labels.get(&issue).cloned() else { continue };
            let (kind, title) = (item.text.kind, item.text.list_title());
            pieces.push(KeptPiece { item: id, kind, title, issue, printed_in, kept_at });
        }
        Ok(pieces)
    }

    async fn kept_in(&self, actor: &Actor, issue: IssueId) -> Result<Vec<(ItemId, String)>, Refusal> {
        let kept = readers::kept_by(self.store.reader(), actor.id).await?;
        let ids: Vec<ItemId> = kept.into_iter().map(|(item, _)| item).collect();
        let items = items::load_many(self.store.reader(), &ids).await?;
        let is_here = |item: &Item| {
            item.state == State::Adopted && item.placed_in.is_some_and(|(place, _)| place == issue)
        };
        Ok(items.into_iter().filter(is_here).map(|item| (item.id, item.text.list_title())).collect())
    }
}

impl Act for KeepPiece {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let (item, _) = office.printed(actor, self.item).await?;
        let writing = office.begin(actor).await?;
        if readers::kept_by(writing.connection(), actor.id).await?.len() >= MOST_KEPT {
            return Err(Refusal::blocked(format!("最多收藏{MOST_KEPT}篇，请先去掉不用的")));
        }
        let is_new =
            readers::keep_piece(writing.connection(), actor.id, item.id, writing.timestamp()).await?;
        writing.commit_unseen().await?;
        let title = item.text.list_title();
        Ok(match is_new {
            true => Done::new(format!("已收藏《{title}》")).undo(&DropPiece { item: item.id }),
            false => Done::new(format!("《{title}》已经在收藏里了")),
        })
    }
}

impl Act for DropPiece {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let writing = office.begin(actor).await?;
        let dropped = readers::drop_piece(writing.connection(), actor.id, self.item).await?;
        if dropped.is_none() {
            return Err(Refusal::not_found("收藏里的这一篇"));
        }
        writing.commit_unseen().await?;
        Ok(Done::new("已从收藏里去掉").undo(&KeepPiece { item: self.item }))
    }
}
