//! Items: drafting, sending, reviewing, editing.

use async_trait::async_trait;
use domain::{id::ItemId, person::Actor};

use super::{DeskError, form::verbs};

verbs! {
    /// What can be done to items.
    pub enum ItemCommand {
        /// 签收, one or many.
        "receive" => Receive {
            #[serde(default)]
            item: Vec<ItemId>,
        },
    }
}

/// Reading items.
#[async_trait]
pub trait Items {
    /// How many items wait in the inbox to be received, at most 1000.
    async fn count_unreceived(&self, actor: &Actor) -> Result<u32, DeskError>;
}
