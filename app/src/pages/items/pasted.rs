//! `POST /pasted`: what an item takes of a text that was copied elsewhere, for the editor.

use axum::{
    Json,
    response::{IntoResponse, Response},
};

use crate::{
    components::drawn::{OrPage, PageError},
    request::page::Page,
};

/// Title, body, attribution, and what was done, as JSON. The request's body is the HTML.
pub async fn read(page: Page, html: String) -> Result<Response, PageError> {
    let manuscript = page.desk().pasted(&page.actor, html).await.or_page(&page)?;
    Ok(Json(manuscript).into_response())
}
