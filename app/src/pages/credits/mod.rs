//! Records, the ledger, a month's tables, a unit's points.

use axum::Router;

use crate::web::AppState;

/// The area's addresses.
pub fn router() -> Router<AppState> {
    Router::new()
}
