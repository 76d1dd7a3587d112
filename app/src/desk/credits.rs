//! Credits: the ledger, a month's tables, a unit's points.

use async_trait::async_trait;

/// Reading credits.
#[async_trait]
pub trait Credits {}
