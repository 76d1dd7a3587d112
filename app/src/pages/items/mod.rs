//! Items: my items, writing, one item, the inbox, unit review, clearance.

use axum::Router;

use crate::web::AppState;

/// The area's addresses.
pub fn router() -> Router<AppState> {
    Router::new()
}
