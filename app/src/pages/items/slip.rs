//! `POST /slip`: how a text that is being typed comes out on paper. The form is the writing page's own.

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};

use crate::{
    components::drawn::{OrPage, PageError},
    desk::items::WritingForm,
    request::page::Page,
};

/// The slip, as JSON.
pub async fn set(page: Page, form: String) -> Result<Response, PageError> {
    let Ok(written) = WritingForm::read(&form) else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, "表单不完整").into_response());
    };
    let slip = page.desk().slip(&page.actor, written.item, &written.text).await.or_page(&page)?;
    Ok(Json(slip).into_response())
}
