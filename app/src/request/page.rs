//! The request of a person who is signed in: who asks, the port, the clock, the last act's answer.
//!
//! Sessions, files and headers are the server's; this module reads what the server's middleware has put into the request.
//! It must not know how pages are drawn.

use axum::{
    extract::{FromRef, FromRequestParts},
    http::{Method, request::Parts},
    response::{IntoResponse, Redirect, Response},
};
use domain::person::Actor;

use crate::{
    desk::{Desk, Fault, Refusal, typed::TypedForm},
    request::{
        address::referring_page,
        flash::{self, Flash},
        refused::Refused,
        state::{AppState, SignedIn},
    },
};

/// The request of a person who is signed in, with everything a page needs. Extracting it sends those who are
/// not signed in to the sign-in page.
#[derive(Clone, Debug)]
pub struct Page {
    pub state: AppState,
    pub actor: Actor,
    /// Path and query, as asked for.
    pub address: String,
    /// What the last act answered, shown once.
    pub flash: Option<Flash>,
    /// What was typed into the form of the last act, where it was refused.
    pub typed: Option<TypedForm>,
    /// The faults of a form that is answered at once, without a page in between.
    pub refused: Option<Refused>,
    pub now: jiff::Zoned,
}

impl Page {
    /// The page on which a form sent to this address comes back with its faults.
    #[must_use]
    pub fn refusing(mut self, action: &str, error: &Refusal) -> Self {
        let mut faults = error.faults();
        if faults.is_empty() {
            faults.push(Fault { field: String::new(), words: error.to_string() });
        }
        self.refused = Some(Refused { action: action.to_owned(), fields: Vec::new(), faults });
        self
    }

    pub fn desk(&self) -> &dyn Desk {
        self.state.desk.as_ref()
    }

    /// A name for a page of this person's.
    pub fn new_sheet(&self) -> String {
        self.desk().new_sheet(self.actor.id)
    }

    pub fn today(&self) -> jiff::civil::Date {
        self.now.date()
    }
}

impl<S> FromRequestParts<S> for Page
where
    AppState: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let state = AppState::from_ref(state);
        let address = parts.uri.path_and_query().map_or("/", |address| address.as_str()).to_owned();
        let Some(signed_in) = parts.extensions.get::<SignedIn>().cloned() else {
            // A form cannot be asked for again; the page that it stood on can.
            let next = if parts.method == Method::GET {
                address
            } else {
                referring_page(&parts.headers).unwrap_or_default()
            };
            let next = serde_urlencoded::to_string([("next", next)]).unwrap_or_default();
            return Err(Redirect::to(&format!("/sign-in?{next}")).into_response());
        };
        let flash = flash::read(&parts.headers);
        let now = (state.clock)();
        let actor = signed_in.actor;
        let is_read = parts.method == Method::GET || parts.method == Method::HEAD;
        let sheet = sheet_of(parts.uri.query().unwrap_or_default()).filter(|_| is_read);
        let typed = match (&sheet, &flash) {
            (Some(sheet), _) => typed_on(state.desk.as_ref(), &actor, sheet).await,
            (None, Some(flash)) if flash.kept => typed(state.desk.as_ref(), &actor).await,
            _ => None,
        };
        Ok(Self { state, actor, address, flash, typed, refused: None, now })
    }
}

/// The name under which a page is opened again.
fn sheet_of(query: &str) -> Option<String> {
    let fields: Vec<(String, String)> = serde_urlencoded::from_str(query).ok()?;
    fields
        .into_iter()
        .find(|(name, _)| name == "sheet")
        .map(|(_, sheet)| sheet)
        .filter(|sheet| !sheet.is_empty())
}

/// What is typed on a page of this person's and not saved. A page without it is better than none.
async fn typed_on(desk: &dyn Desk, actor: &Actor, sheet: &str) -> Option<TypedForm> {
    let view = desk.sheet(actor, sheet).await.unwrap_or_else(|error| {
        tracing::warn!(%error, "what was typed on a page could not be read back");
        None
    });
    view?.form
}

/// A page without what was typed is better than none.
async fn typed(desk: &dyn Desk, actor: &Actor) -> Option<TypedForm> {
    desk.kept_form(actor).await.unwrap_or_else(|error| {
        tracing::warn!(%error, "what was typed could not be read back");
        None
    })
}
