//! `POST /pasted`: what an item takes of a text that was copied elsewhere, for the editor.

use axum::{
    Json,
    extract::Query,
    response::{IntoResponse, Response},
};

use crate::{
    components::drawn::{OrPage, PageError},
    request::page::Page,
};

#[derive(serde::Deserialize)]
pub struct Asked {
    /// The text goes into another.
    part: Option<u8>,
}

/// Title, body, attribution, and what was done, as JSON. The request's body is the HTML.
pub async fn read(
    page: Page,
    Query(Asked { part }): Query<Asked>,
    html: String,
) -> Result<Response, PageError> {
    let manuscript = page.desk().pasted(&page.actor, html, part.is_some()).await.or_page(&page)?;
    Ok(Json(manuscript).into_response())
}
