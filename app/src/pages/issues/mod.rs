//! Issues: reading them, arranging, sign-off, publication.

use axum::Router;

use crate::web::AppState;

/// The area's addresses.
pub fn router() -> Router<AppState> {
    Router::new()
}
