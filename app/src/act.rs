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
    desk::{Command, DeskError, Done},
    flash::{self, Flash, Mood},
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
        Some(Err(error)) => Err(DeskError::invalid("", error.to_string())),
        Some(Ok(command)) => state.desk.perform(&page.actor, command).await,
    };
    if wants_json(&headers) { as_json(result) } else { as_redirect(result, &headers, &form) }
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

fn as_redirect(result: Result<Done, DeskError>, headers: &HeaderMap, form: &str) -> Response {
    let back = field(form, "back").and_then(local).or_else(|| referring_page(headers)).unwrap_or("/".into());
    let (address, flash) = match result {
        Ok(done) => {
            let next = field(form, "next").and_then(local).or(done.next).unwrap_or(back);
            (next, Flash { mood: Mood::Done, words: done.words, undo: done.undo })
        }
        Err(error) => (
            with_kept_fields(back, form),
            Flash { mood: Mood::NotDone, words: error.to_string(), undo: None },
        ),
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

/// A short form that has a field `keep` comes back with what was typed, in the address, so that nothing is
/// typed twice because of one fault.
fn with_kept_fields(address: String, form: &str) -> String {
    if field(form, "keep").is_none() {
        return address;
    }
    let (path, query) = address.split_once('?').unwrap_or((&address, ""));
    let read = |text| serde_urlencoded::from_str::<Vec<(String, String)>>(text).unwrap_or_default();
    let typed = read(form);
    let mut fields = read(query);
    fields.retain(|(name, _)| typed.iter().all(|(typed, _)| typed != name));
    fields.extend(typed.into_iter().filter(|(name, _)| !matches!(name.as_str(), "keep" | "back" | "next")));
    match serde_urlencoded::to_string(&fields) {
        Ok(query) if query.len() <= LONGEST_QUERY => format!("{path}?{query}"),
        _ => address,
    }
}

/// Browsers and proxies refuse longer addresses.
const LONGEST_QUERY: usize = 6_000;

fn local(address: String) -> Option<String> {
    is_own_address(&address).then_some(address)
}

/// The page of ours from which a form was posted.
pub(crate) fn referring_page(headers: &HeaderMap) -> Option<String> {
    let referer = headers.get(header::REFERER)?.to_str().ok()?;
    let uri: axum::http::Uri = referer.parse().ok()?;
    local(uri.path_and_query()?.as_str().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_that_asks_for_it_comes_back_with_what_was_typed() {
        let back = "/records?month=2024-01&title=old".to_owned();
        let form = "keep=1&back=%2Frecords&title=%E7%94%B2&units=%E4%B9%99";
        let kept = "/records?month=2024-01&title=%E7%94%B2&units=%E4%B9%99";
        assert_eq!(with_kept_fields(back.clone(), form), kept);
        assert_eq!(with_kept_fields(back.clone(), "title=%E7%94%B2"), back);
        let long = format!("keep=1&title={}", "a".repeat(LONGEST_QUERY));
        assert_eq!(with_kept_fields(back.clone(), &long), back, "too long for an address");
    }
}
