//! The routes, and what every page is given: who asks, the port, the clock, the last act's answer.
//!
//! Pages are Axum handlers that load plain data through the port and render components. Sessions, files and
//! headers are the server's; this module reads what the server's middleware has put into the request.

use std::sync::Arc;

use axum::{
    Router,
    extract::{FromRef, FromRequestParts},
    http::{HeaderValue, Method, StatusCode, header, request::Parts},
    response::{Html, IntoResponse, Redirect, Response},
};
use domain::person::Actor;
use leptos::{prelude::*, tachys::html::InertElement};

use crate::{
    act,
    components::frame::Frame,
    desk::{Desk, Fault, Refusal, issues::IssueReading, office::Waiting},
    flash::{self, Flash, Mood},
    pages,
    refused::Refused,
    rendered::Rendered,
    routes::Routes,
    sheet_names,
    shell::{self, Assets, Head},
    typed::TypedForm,
};

/// What all pages share.
#[derive(Clone)]
pub struct AppState {
    pub desk: Arc<dyn Desk>,
    pub assets: Arc<Assets>,
    /// The time in the office's zone.
    pub clock: Arc<dyn Fn() -> jiff::Zoned + Send + Sync>,
    /// Issues on the screen, which many read and nobody changes.
    pub issues: Arc<Rendered<IssueReading>>,
}

impl std::fmt::Debug for AppState {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("AppState").finish_non_exhaustive()
    }
}

/// What the title of a page begins with that says why something was not done.
pub(crate) const ERROR: &str = "错误：";

/// Who is signed in: put into the request by the server's session middleware.
#[derive(Clone, Debug)]
pub struct SignedIn {
    pub actor: Actor,
    /// The password was given by somebody else, or is too old: it must be changed before anything else.
    pub must_change_password: bool,
    /// What this browser's session is called on the page of the person's sessions.
    pub session: String,
}

/// No address of ours is longer, in bytes.
const LONGEST_ADDRESS: usize = 4_000;

/// Whether an address is one of our own: `/…`, never another host's (`//host`, `/\host`). Browsers leave out
/// control characters, so that one between two slashes hides nothing.
pub fn is_own_address(address: &str) -> bool {
    address.len() <= LONGEST_ADDRESS
        && address.strip_prefix('/').is_some_and(|rest| !rest.starts_with(['/', '\\']))
        && address.bytes().all(|byte| byte.is_ascii_graphic())
}

/// All pages and verbs.
pub fn routes() -> Routes {
    pages::router().route("/do/{verb}", axum::routing::post(crate::act::act))
}

/// All pages and verbs, and what is said where there is none.
pub fn router(state: AppState) -> Router {
    routes().into_router().fallback(pages::not_found).with_state(state)
}

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

/// An answer to a form that is a page itself: who follows a link from it and goes back finds it there, and is not asked to
/// send the form once more. Browsers keep it, asking anew each time but when going back; over https until somebody signs out
/// (`Clear-Site-Data`).
pub fn found_when_going_back(mut response: Response) -> Response {
    let kept = HeaderValue::from_static("private, no-cache");
    response.headers_mut().insert(header::CACHE_CONTROL, kept);
    response
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

    /// Renders a page within the frame.
    pub async fn render<View: IntoView>(&self, title: &str, body: impl FnOnce() -> View) -> Response {
        // A page whose counts cannot be had is better than none.
        let waiting = self.desk().waiting(&self.actor).await.unwrap_or_else(|error| {
            tracing::warn!(%error, "the rail's counts could not be read");
            Waiting::default()
        });
        self.document(StatusCode::OK, title, waiting, body)
    }

    /// An error, as a page within the frame; without the counts, so that it never fails itself.
    pub fn error(&self, error: &Refusal) -> Response {
        let words = error.to_string();
        self.refusal(error, |title| view! { <pages::ErrorPage title words /> })
    }

    /// As [`Self::error`], with a body of its own, which is told the page's title.
    pub(crate) fn refusal<View: IntoView>(
        &self,
        error: &Refusal,
        body: impl FnOnce(&'static str) -> View,
    ) -> Response {
        let (status, title) = match error {
            Refusal::Forbidden(_) => (StatusCode::FORBIDDEN, "这里您不能进"),
            Refusal::NotFound(_) => (StatusCode::NOT_FOUND, "没有找到"),
            Refusal::NotNow { .. }
            | Refusal::Conflict(_)
            | Refusal::Overtaken { .. }
            | Refusal::Blocked(_) => (StatusCode::CONFLICT, "现在不能这样做"),
            Refusal::Invalid(_) => (StatusCode::UNPROCESSABLE_ENTITY, "填写有误"),
            Refusal::Busy(_) => (StatusCode::SERVICE_UNAVAILABLE, "现在办不了"),
            Refusal::Failed(_) => (StatusCode::INTERNAL_SERVER_ERROR, "程序出了问题"),
        };
        let page_title = format!("{ERROR}{title}");
        self.document(status, &page_title, Waiting::default(), || body(title))
    }

    fn document<View: IntoView>(
        &self,
        status: StatusCode,
        title: &str,
        waiting: Waiting,
        body: impl FnOnce() -> View,
    ) -> Response {
        let refused = self.refused.clone().or_else(|| Refused::of(self.typed.as_ref()?));
        let is_refused =
            refused.is_some() || self.flash.as_ref().is_some_and(|flash| flash.mood == Mood::NotDone);
        let title = if is_refused && !title.starts_with(ERROR) {
            format!("{ERROR}{title}")
        } else {
            title.to_owned()
        };
        let head = Head { title, person: Some(self.actor.id) };
        let html = shell::render(&head, &self.state.assets, || {
            if let Some(typed) = &self.typed {
                provide_context(typed.clone());
            }
            let content = body().into_any();
            let (content, told) = match refused {
                Some(refused) => {
                    let (html, told) = refused.tie(&content.to_html());
                    (InertElement::new(html).into_any(), told)
                }
                None => (content, Vec::new()),
            };
            view! { <Frame page=self waiting told content /> }
        });
        let html = sheet_names::with_names(html, || self.new_sheet());
        let mut response = (status, Html(html)).into_response();
        if self.flash.is_some() {
            response.headers_mut().append(header::SET_COOKIE, flash::clear());
        }
        response
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
                act::referring_page(&parts.headers).unwrap_or_default()
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

/// What a page's handler answers: a page, or an error that becomes one.
pub type PageResult = Result<Response, PageError>;

/// An error on the way to a page, with what is needed to show it.
#[derive(Debug)]
pub struct PageError(Box<Page>, Refusal);

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        self.0.error(&self.1)
    }
}

/// Lets a handler use `?` on what the port answers: `page.desk().item(…).await.or_page(&page)?`.
pub trait OrPage<T> {
    /// The error takes the page along, to be shown on it.
    fn or_page(self, page: &Page) -> Result<T, PageError>;
}

impl<T> OrPage<T> for Result<T, Refusal> {
    fn or_page(self, page: &Page) -> Result<T, PageError> {
        self.map_err(|error| PageError(Box::new(page.clone()), error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_addresses_are_gone_to() {
        for address in ["/", "/items/1?a=b", "/items?q=%E5%9C%B0"] {
            assert!(is_own_address(address), "{address}");
        }
        let others = [
            "//evil",
            "/\\evil",
            "/\t/evil",
            "/\n/evil",
            "https://evil",
            "",
            "javascript:1",
            "/a\r\nb",
            "/甲",
        ];
        for address in others {
            assert!(!is_own_address(address), "{address:?}");
        }
    }
}
