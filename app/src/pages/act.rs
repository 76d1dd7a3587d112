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
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use domain::act::Verb;

use crate::{
    desk::{
        Command, Refusal,
        sheets::{ALREADY_DONE, Keeping, KeepingOutcome, KeptForm},
        typed::TypedForm,
    },
    pages::unsaved,
    request::{
        address::with_sheet,
        doing::{error_as_json, of_its_owner, perform, telling},
        flash::{Flash, Mood},
        page::Page,
        posted::{AnswerAs, KEEP, Posted},
        state::AppState,
    },
};

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
    let result = match Verb::from_code(&verb).map(|verb| Command::from_form(verb, &form)) {
        None => Err(Refusal::not_found(format!("“{verb}”这个操作"))),
        Some(Err(error)) => Err(error.into()),
        Some(Ok(command)) => perform(&page, command, &posted).await,
    };
    match result.map(|done| telling(done, &form)) {
        Ok(done) => posted.done(done),
        Err(error) if posted.answer == AnswerAs::Json => error_as_json(&error),
        Err(error) => not_done(&page, &posted, &verb, error).await,
    }
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
    // What is wrong is looked at first: a place on the page that the address names would take the focus from it.
    let back = posted.back.split('#').next().unwrap_or_default();
    let Some(kept) = &posted.kept else {
        let kept = keep_form(page, verb, posted, &error).await;
        let words = error.to_string();
        return posted.to(back, Flash { mood: Mood::NotDone, words, undo: None, kept });
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
    let back = page_of(&kept).unwrap_or_else(|| back.to_owned());
    let address = if has_moved { format!("/unsaved/{}", kept.sheet) } else { with_sheet(&back, &kept.sheet) };
    posted.to(&address, Flash { mood: Mood::NotDone, words, undo: None, kept: false })
}

/// Where the text of an item is written on.
fn page_of(kept: &KeptForm) -> Option<String> {
    let value = |name: &str| kept.form.value(name).filter(|value| !value.is_empty());
    match Verb::from_code(&kept.form.verb)? {
        Verb::SaveItem => value("item").map(|item| format!("/items/{item}/edit")),
        Verb::DraftItem => {
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
