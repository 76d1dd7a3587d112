//! Credits: the ledger, a month's tables, a unit's points.

use app::desk::credits::Credits;
use async_trait::async_trait;

use super::OfficeDesk;

#[async_trait]
impl Credits for OfficeDesk {}
