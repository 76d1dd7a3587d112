//! Who else has an item open, as one person may know it.

use std::collections::HashMap;

use async_trait::async_trait;
use domain::{
    id::ItemId,
    person::Actor,
    presence::{Doing, Sign},
};
use serde::{Deserialize, Serialize};

use crate::desk::Refusal;

/// Of how many items of a list it is told at a time who has them open.
pub const MOST_TOLD: usize = 500;

/// Who else has an item open.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Present {
    /// Those who have its writing page open, the first of them first.
    pub writing: Vec<Somebody>,
    /// Those who only look at it.
    pub reading: Vec<Somebody>,
    /// Whether the office has it in hand, for whoever is not told who.
    pub is_in_hand: bool,
}

/// Somebody who has an item open, and since when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Somebody {
    pub name: String,
    pub since: jiff::Timestamp,
}

#[async_trait]
pub trait Presences {
    /// A sign that the actor has the item open, or has left it: it is written down beside the answer, which is who else has
    /// it open.
    async fn here(&self, actor: &Actor, item: ItemId, doing: Doing, sign: Sign) -> Result<Present, Refusal>;

    /// Who else has these open, as far as anybody has; what the actor may not read is left out.
    async fn present(&self, actor: &Actor, items: &[ItemId]) -> Result<HashMap<ItemId, Present>, Refusal>;
}
