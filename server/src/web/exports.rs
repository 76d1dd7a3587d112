//! What somebody saves from the office in a file is in the log: every answer that a browser is told to save, whichever
//! page gives it.

use app::request::state::SignedIn;
use axum::{
    extract::{Request, State},
    http::{HeaderMap, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::{event::Happening, subject::Subject};
use store::{
    StoreError,
    events::{self, NewEvent},
};

use super::WebState;

/// Records it before the file goes out. Where that cannot be done there is no file.
pub(super) async fn recorded(State(web): State<WebState>, request: Request, next: Next) -> Response {
    let person = request.extensions().get::<SignedIn>().map(|signed_in| signed_in.actor.id);
    let response = next.run(request).await;
    let Some((person, name)) = person.zip(saved_as(response.headers())) else { return response };
    if !response.status().is_success() {
        return response;
    }
    let record = async {
        let transaction = web.store.begin().await?;
        let event = NewEvent {
            happened_at: (web.clock)().timestamp(),
            actor: person,
            kind: Happening::Export.into(),
            subject: Subject::Export,
            words: format!("下载了“{name}”"),
            reason: None,
        };
        events::append(transaction.connection(), event).await?;
        transaction.commit_unseen().await
    };
    match record.await {
        Ok(()) => response,
        Err(error) => not_recorded(&error),
    }
}

fn not_recorded(error: &StoreError) -> Response {
    tracing::error!(%error, "an export could not be recorded");
    StatusCode::SERVICE_UNAVAILABLE.into_response()
}

/// The name under which a browser is told to save the answer.
fn saved_as(headers: &HeaderMap) -> Option<String> {
    let told = headers.get(header::CONTENT_DISPOSITION)?.to_str().ok()?.strip_prefix("attachment")?;
    let Some(name) = told.split("filename*=UTF-8''").nth(1) else {
        let plain = told.split("filename=").nth(1).unwrap_or_default();
        return Some(plain.trim_matches(['"', ';', ' ']).to_owned());
    };
    let fields: Vec<(String, String)> = serde_urlencoded::from_str(&format!("name={name}")).ok()?;
    fields.into_iter().next().map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use app::request::file_name::{Shown, disposition};

    use super::*;

    #[test]
    fn what_a_browser_saves_has_its_name_and_what_it_shows_has_none() {
        let named = |shown| {
            let value = disposition(shown, "bulletin.xlsx", "2024年1月通报 a+b.xlsx").expect("a header");
            saved_as(&HeaderMap::from_iter([(header::CONTENT_DISPOSITION, value)]))
        };
        assert_eq!(named(Shown::Attachment).as_deref(), Some("2024年1月通报 a+b.xlsx"));
        assert_eq!(named(Shown::Inline), None);
        assert_eq!(saved_as(&HeaderMap::new()), None);
        let plain = header::HeaderValue::from_static("attachment; filename=\"rules-1.toml\"");
        let plain = HeaderMap::from_iter([(header::CONTENT_DISPOSITION, plain)]);
        assert_eq!(saved_as(&plain).as_deref(), Some("rules-1.toml"));
    }
}
