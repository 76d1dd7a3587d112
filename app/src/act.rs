//! The one door for every verb: `POST /do/{verb}` with a plain form.
//!
//! It reads the form, asks the port, and sends the browser on with the answer. Scripts that ask for JSON get
//! the answer itself. Who may do what is decided behind the port.
//!
//! A form bears the name of its page. Posted twice it is done once; what was typed into a long one is kept where it
//! could not be done, whoever is signed in by then, and is shown to nobody but whoever typed it.

use axum::{
    Json,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};

use crate::{
    desk::{
        Command, Done, Refusal, form,
        sheets::{ALREADY_DONE, Keeping, KeepingOutcome, KeptForm},
    },
    flash::{Flash, Mood},
    pages::unsaved,
    posted::{AnswerAs, Posted, with_sheet},
    typed::TypedForm,
    web::{AppState, Page, is_own_address},
};

/// The verb that only keeps what is typed.
pub(crate) const KEEP: &str = "keep_text";

/// Does what the form asks.
pub async fn act(
    page: Result<Page, Response>,
    State(state): State<AppState>,
    Path(verb): Path<String>,
    headers: HeaderMap,
    form: String,
) -> Response {
    let posted = Posted::read(&verb, &form, &headers);
    let page = match of_its_owner(page, &state, &posted).await {
        Ok(page) => page,
        Err(answer) => return answer,
    };
    if verb == KEEP {
        return keep_typed(&page, &posted).await;
    }
    let result = match Command::from_form(&verb, &form) {
        None => Err(Refusal::NotFound(format!("“{verb}”这个操作"))),
        Some(Err(error)) => Err(error.into()),
        Some(Ok(command)) => perform(&page, command, &posted).await,
    };
    match result.map(|done| telling(done, &form)) {
        Ok(done) => posted.done(done),
        Err(error) if posted.answer == AnswerAs::Json => error_as_json(&error),
        Err(error) => not_done(&page, &posted, &verb, error).await,
    }
}

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

async fn keep_typed(page: &Page, posted: &Posted) -> Response {
    let Some(kept) = &posted.kept else {
        let error = Refusal::invalid("", "这一页上没有可以留存的文字");
        return if posted.answer == AnswerAs::Redirect {
            posted.refused(error.to_string())
        } else {
            error_as_json(&error)
        };
    };
    // Without a script nothing counts the changes: what is posted is the newest.
    let kept = &KeptForm { is_posted: posted.answer == AnswerAs::Redirect, ..named(page, kept) };
    match page.desk().keep(&page.actor, kept).await {
        Ok(keeping) if posted.answer == AnswerAs::Json => Json(keeping).into_response(),
        Ok(keeping) => {
            let Keeping { outcome, words, next, sheet } = keeping;
            let sheet = sheet.unwrap_or_else(|| kept.sheet.clone());
            let address = next.unwrap_or_else(|| with_sheet(&posted.back, &sheet));
            let mood = if outcome == KeepingOutcome::Kept { Mood::Done } else { Mood::NotDone };
            posted.to(&address, Flash { mood, words, undo: None, kept: false })
        }
        Err(error) if posted.answer == AnswerAs::Redirect => {
            unsaved::in_hand(page, &error, KEEP, &kept.form, &posted.fields)
        }
        Err(error) => error_as_json(&error),
    }
}

/// What was typed comes back with the fault: a long text on its page, where that can still be written on; else where
/// the words stand with what can be done with them.
async fn not_done(page: &Page, posted: &Posted, verb: &str, error: Refusal) -> Response {
    let Some(kept) = &posted.kept else {
        let kept = keep_form(page, verb, posted, &error).await;
        let words = error.to_string();
        return posted.to(&posted.back, Flash { mood: Mood::NotDone, words, undo: None, kept });
    };
    let mut kept = KeptForm { is_posted: true, ..named(page, kept) };
    if error.to_string().starts_with(ALREADY_DONE) {
        // Under the name of what was done it could never be done again.
        kept.is_apart = true;
    }
    kept.form.faults = error.faults();
    let is_kept = match page.desk().keep(&page.actor, &kept).await {
        Ok(Keeping { outcome: KeepingOutcome::Destroyed, words, .. }) => {
            // The page it came from is not there any more.
            return posted.to("/", Flash { mood: Mood::NotDone, words, undo: None, kept: false });
        }
        Ok(Keeping { outcome, sheet, .. }) => {
            if let Some(sheet) = sheet {
                kept.sheet = sheet;
            }
            matches!(outcome, KeepingOutcome::Kept | KeepingOutcome::Moved)
        }
        Err(lost) => {
            tracing::warn!(%lost, "a text that could not be saved could not be kept either");
            false
        }
    };
    // Some refusals end with their full stop.
    let why = error.to_string();
    let why = why.trim_end_matches('。');
    if !is_kept {
        return match posted.answer {
            // The page stays as it is, with the words on it.
            AnswerAs::Address => {
                posted.stay(format!("{why}。您的文字没有留存到服务器，还在这一页上，请先不要离开"))
            }
            AnswerAs::Redirect | AnswerAs::Json => {
                unsaved::in_hand(page, &error, verb, &kept.form, &posted.fields)
            }
        };
    }
    let has_moved = !matches!(
        error,
        Refusal::Invalid(_)
            | Refusal::Conflict(_)
            | Refusal::Overtaken { .. }
            | Refusal::Blocked(_)
            | Refusal::Busy(_)
            | Refusal::Failed(_)
    );
    let words = match &error {
        // What is wrong stands at its field, in the form that comes back.
        Refusal::Invalid(_) if kept.form.value("body").is_none() => error.to_string(),
        _ => format!("{why}。您的文字已留存"),
    };
    let back = page_of(&kept).unwrap_or_else(|| posted.back.clone());
    let address = if has_moved { format!("/unsaved/{}", kept.sheet) } else { with_sheet(&back, &kept.sheet) };
    posted.to(&address, Flash { mood: Mood::NotDone, words, undo: None, kept: false })
}

/// Where the text of an item is written on.
fn page_of(kept: &KeptForm) -> Option<String> {
    let value = |name: &str| kept.form.value(name).filter(|value| !value.is_empty());
    match kept.form.verb.as_str() {
        "save_item" => value("item").map(|item| format!("/items/{item}/edit")),
        "draft_item" => {
            Some(value("unit").map_or("/items/new".to_owned(), |unit| format!("/items/new?unit={unit}")))
        }
        _ => None,
    }
}

/// What was typed on a page that did not tell its name is kept under a new one.
fn named(page: &Page, kept: &KeptForm) -> KeptForm {
    let sheet = if kept.sheet.is_empty() { page.new_sheet() } else { kept.sheet.clone() };
    KeptForm { sheet, ..kept.clone() }
}

/// Keeps what was typed into a short form that was refused, and why it was, for the page that comes next.
async fn keep_form(page: &Page, verb: &str, posted: &Posted, error: &Refusal) -> bool {
    let Some(typed) = TypedForm::refused(verb, posted.fields.clone(), error.faults()) else { return false };
    match page.desk().keep_form(&page.actor, &typed).await {
        Ok(()) => true,
        Err(error) => {
            tracing::warn!(%error, "what was typed could not be kept");
            false
        }
    }
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

/// The page of ours from which a form was posted.
pub(crate) fn referring_page(headers: &HeaderMap) -> Option<String> {
    let referer = headers.get(header::REFERER)?.to_str().ok()?;
    let uri: axum::http::Uri = referer.parse().ok()?;
    let address = uri.path_and_query()?.as_str().to_owned();
    is_own_address(&address).then_some(address)
}
