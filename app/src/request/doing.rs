//! What every form goes through that does something: it is its owner's, it is done once, and what cleaning changed is said.

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};

use super::{page::Page, posted::Posted, state::AppState};
use crate::desk::{Command, Done, Refusal, form};

/// Says what cleaning changed in the form that one sees, behind what was done.
pub(crate) fn telling(done: Done, form: &str) -> Done {
    let (_, changes) = form::cleaned(form);
    if changes.is_seen() { Done { words: format!("{}（{changes}）", done.words), ..done } } else { done }
}

/// Asks the port, once for each form that bears a name.
pub(crate) async fn perform(page: &Page, command: Command, posted: &Posted) -> Result<Done, Refusal> {
    match posted.form() {
        Some(form) => page.desk().perform_once(&page.actor, command, &form).await,
        None => page.desk().perform(&page.actor, command).await,
    }
}

/// The page of whoever opened it, where that is who is signed in. Else what was typed is kept for whoever it was, and
/// nothing is done.
pub(crate) async fn of_its_owner(
    page: Result<Page, Response>,
    state: &AppState,
    posted: &Posted,
) -> Result<Page, Response> {
    let owner = state.desk.owner_of(&posted.sheet);
    let signed_in = match page {
        Ok(page) if owner.is_none_or(|owner| owner == page.actor.id) => return Ok(page),
        Ok(page) => Ok(page),
        Err(to_sign_in) => Err(to_sign_in),
    };
    let is_kept = match (owner, &posted.kept) {
        (Some(owner), Some(kept)) => state.desk.keep_for(owner, kept).await.unwrap_or_else(|error| {
            tracing::warn!(%error, "what was typed could not be kept for who is not signed in");
            false
        }),
        _ => false,
    };
    Err(match signed_in {
        Ok(page) => {
            let owner = state.desk.name_of_owner(&posted.sheet).await;
            posted.somebody_else(&page, owner.as_deref(), is_kept)
        }
        Err(to_sign_in) => posted.signed_out(to_sign_in, is_kept),
    })
}

pub(crate) fn error_as_json(error: &Refusal) -> Response {
    let status = match error {
        Refusal::Forbidden(_) => StatusCode::FORBIDDEN,
        Refusal::NotFound(_) => StatusCode::NOT_FOUND,
        Refusal::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Refusal::Busy(_) => StatusCode::SERVICE_UNAVAILABLE,
        Refusal::Failed(_) => StatusCode::INTERNAL_SERVER_ERROR,
        _ => StatusCode::CONFLICT,
    };
    let words = error.to_string();
    (status, Json(serde_json::json!({ "words": words, "cause": error }))).into_response()
}
