//! The one door for every verb: `POST /do/{verb}` with a plain form.
//!
//! It reads the form, asks the port, and sends the browser on with the answer. Scripts that ask for JSON get
//! the answer itself. Who may do what is decided behind the port.

use axum::{
    Json,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};

use crate::{
    desk::{Command, DeskError, Done, form},
    flash::{self, Flash, Mood},
    typed::TypedForm,
    web::{AppState, Page, is_own_address},
};

/// Does what the form asks.
pub async fn act(
    page: Page,
    State(state): State<AppState>,
    Path(verb): Path<String>,
    headers: HeaderMap,
    form: String,
) -> Response {
    let result = match Command::from_form(&verb, &form) {
        None => Err(DeskError::NotFound(format!("“{verb}”这个操作"))),
        Some(Err(error)) => Err(DeskError::invalid(&error.field, error.words)),
        Some(Ok(command)) => state.desk.perform(&page.actor, command).await,
    };
    let result = result.map(|done| telling(done, &form));
    if wants_json(&headers) {
        return as_json(result);
    }
    let kept = result.is_err() && keep(&page, &verb, &form).await;
    as_redirect(result, kept, &headers, &form)
}

/// Says what cleaning changed in the form that one sees, behind what was done.
fn telling(done: Done, form: &str) -> Done {
    let (_, changes) = form::cleaned(form);
    if changes.is_seen() { Done { words: format!("{}（{changes}）", done.words), ..done } } else { done }
}

/// Keeps what was typed into a form that was refused, for the page that comes next.
async fn keep(page: &Page, verb: &str, form: &str) -> bool {
    let Some(typed) = TypedForm::of(verb, form) else { return false };
    match page.desk().keep_form(&page.actor, &typed).await {
        Ok(()) => true,
        Err(error) => {
            tracing::warn!(%error, "what was typed could not be kept");
            false
        }
    }
}

fn wants_json(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    accept.is_some_and(|accept| accept.starts_with("application/json"))
}

fn as_json(result: Result<Done, DeskError>) -> Response {
    match result {
        Ok(done) => Json(done).into_response(),
        Err(error) => {
            let status = match &error {
                DeskError::Forbidden(_) => StatusCode::FORBIDDEN,
                DeskError::NotFound(_) => StatusCode::NOT_FOUND,
                DeskError::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
                DeskError::Failed(_) => StatusCode::INTERNAL_SERVER_ERROR,
                _ => StatusCode::CONFLICT,
            };
            let words = error.to_string();
            (status, Json(serde_json::json!({ "words": words, "cause": error }))).into_response()
        }
    }
}

fn as_redirect(result: Result<Done, DeskError>, kept: bool, headers: &HeaderMap, form: &str) -> Response {
    let back = field(form, "back").and_then(local).or_else(|| referring_page(headers)).unwrap_or("/".into());
    let (address, flash) = match result {
        Ok(done) => {
            let next = field(form, "next").and_then(local).or(done.next).unwrap_or(back);
            (next, Flash { mood: Mood::Done, words: done.words, undo: done.undo, kept })
        }
        Err(error) => (back, Flash { mood: Mood::NotDone, words: error.to_string(), undo: None, kept }),
    };
    let mut response = Redirect::to(&address).into_response();
    if let Some(cookie) = flash::set(flash) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// A field that is about the way back and not about the verb.
fn field(form: &str, name: &str) -> Option<String> {
    let fields: Vec<(String, String)> = serde_urlencoded::from_str(form).ok()?;
    fields.into_iter().find(|(key, _)| key == name).map(|(_, value)| value).filter(|value| !value.is_empty())
}

fn local(address: String) -> Option<String> {
    is_own_address(&address).then_some(address)
}

/// The page of ours from which a form was posted.
pub(crate) fn referring_page(headers: &HeaderMap) -> Option<String> {
    let referer = headers.get(header::REFERER)?.to_str().ok()?;
    let uri: axum::http::Uri = referer.parse().ok()?;
    local(uri.path_and_query()?.as_str().to_owned())
}
