//! The office itself: people, units, newsletters, events, the own account.

use axum::Router;

use crate::web::AppState;

/// The area's addresses.
pub fn router() -> Router<AppState> {
    Router::new()
}
