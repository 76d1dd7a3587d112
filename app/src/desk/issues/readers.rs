//! What readers keep: printed pieces that they want to find again.

use async_trait::async_trait;
use domain::{
    id::{IssueId, ItemId},
    item::Kind,
    person::Actor,
};
use serde::{Deserialize, Serialize};

use crate::desk::{Refusal, form::acts};

/// A piece that somebody keeps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptPiece {
    pub item: ItemId,
    pub kind: Kind,
    pub title: String,
    pub issue: IssueId,
    /// 《自然资源信息》2024年第9期.
    pub printed_in: String,
    pub kept_at: jiff::Timestamp,
}

#[async_trait]
pub trait KeptPieces {
    /// What the person keeps, the newest first; without what was retracted since.
    async fn kept_pieces(&self, actor: &Actor) -> Result<Vec<KeptPiece>, Refusal>;

    /// What the person keeps of an issue that is being read, by what lists call it.
    async fn kept_in(&self, actor: &Actor, issue: IssueId) -> Result<Vec<(ItemId, String)>, Refusal>;
}

acts! {
    /// 收藏 a printed piece.
    KeepPiece { item: ItemId }

    /// Keep it no longer.
    DropPiece { item: ItemId }
}
