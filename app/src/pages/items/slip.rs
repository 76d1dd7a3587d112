//! `POST /slip`: how a text that is being typed comes out on paper. The form is the writing page's own.

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};

use crate::{
    desk::items::{ItemCommand, text},
    web::{OrPage, Page, PageError},
};

/// The slip, as JSON.
pub async fn set(page: Page, form: String) -> Result<Response, PageError> {
    // The same fields as for keeping the text.
    let Some(Ok(ItemCommand::KeepText {
        item,
        kind,
        title,
        subtitle,
        content_type,
        body,
        attribution_line,
        ..
    })) = ItemCommand::from_form("keep_text", &form)
    else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, "表单不完整").into_response());
    };
    let text = text(kind, &title, subtitle, content_type, &body, &attribution_line);
    let slip = page.desk().slip(&page.actor, item, &text).await.or_page(&page)?;
    Ok(Json(slip).into_response())
}
