//! All addresses, and what is said where there is none.

use axum::{Router, response::Response};

use crate::{
    desk::Refusal,
    pages,
    request::{page::Page, routes::Routes, state::AppState},
};

/// All pages and verbs.
pub fn routes() -> Routes {
    Routes::default().merge(pages::router())
}

/// All pages and verbs, and what is said where there is none.
pub fn router(state: AppState) -> Router {
    routes().into_router().fallback(not_found).with_state(state)
}

/// No page has this address.
async fn not_found(page: Page) -> Response {
    page.error(&Refusal::not_found("这个页面"))
}
