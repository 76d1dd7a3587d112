//! Axum routes that are no pages: signing in and out, files, health; sessions and headers around everything.

use std::{net::SocketAddr, sync::Arc};

use app::request::{routes::Routes, state::AppState};
use axum::{
    Router,
    extract::{DefaultBodyLimit, FromRef},
    http::{HeaderMap, StatusCode, header},
    middleware,
    response::{IntoResponse, Response},
    routing::get,
};
use jiff::SignedDuration;
use store::Store;
use tower_http::{CompressionLevel, catch_panic::CatchPanicLayer, compression::CompressionLayer};

use crate::{
    desk::{Clock, OfficeDesk},
    private,
};

mod address;
pub(crate) mod assets;
pub mod bodies;
mod client_address;
pub(crate) use self::client_address::household;
mod exports;
mod files;
mod flash;
mod guesses;
mod headers;
mod invited;
pub(crate) mod limits;
mod origin;
mod session;
mod sign_in;

/// What the server's own routes share.
#[derive(Clone)]
pub struct WebState {
    pub store: Store,
    pub desk: Arc<OfficeDesk>,
    pub clock: Clock,
    pub settings: Arc<WebSettings>,
    /// Who tries to sign in, and how often.
    pub guesses: Arc<guesses::Guesses>,
    /// People who were recognised of late.
    pub people: Arc<session::People>,
    /// How many forms each may post.
    pub rates: Arc<limits::Rates>,
    /// What is held of bodies that are on their way.
    pub bodies: Arc<bodies::Bodies>,
    /// The data folder.
    pub data: Arc<std::path::Path>,
}

impl std::fmt::Debug for WebState {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("WebState").field("settings", &self.settings).finish_non_exhaustive()
    }
}

/// How the program is reached.
#[derive(Clone, Debug)]
pub struct WebSettings {
    /// What people type: `https://jianbao.example`. `None` where they type the machine's own address.
    pub public_url: Option<String>,
    /// The proxy whose `X-Forwarded-For` is believed.
    pub trusted_proxy: Option<std::net::IpAddr>,
    /// The longest that a session may last, whatever the office sets; `None` where that decides alone.
    pub longest_session: Option<SignedDuration>,
}

impl WebSettings {
    /// Whether people reach the program over HTTPS.
    pub fn is_https(&self) -> bool {
        self.public_url.as_ref().is_some_and(|url| url.starts_with("https://"))
    }
}

impl FromRef<WebState> for Arc<WebSettings> {
    fn from_ref(state: &WebState) -> Self {
        state.settings.clone()
    }
}

/// Everything the program answers.
pub fn router(app: AppState, web: WebState) -> Router {
    let pages = app::router::router(app.clone())
        .merge(sign_in::routes().into_router().with_state(web.clone()))
        .merge(
            invited::routes().into_router().with_state(invited::Parts { web: web.clone(), app: app.clone() }),
        )
        .merge(files::routes().into_router().with_state(web.clone()))
        .layer(middleware::from_fn(address::clean))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(middleware::from_fn_with_state(web.clone(), exports::recorded))
        .layer(middleware::from_fn_with_state(web.clone(), limits::in_measure))
        .layer(middleware::from_fn_with_state(web.clone(), session::recognise))
        .layer(middleware::from_fn_with_state(app, app::pages::bare_refusals::in_words))
        .layer(middleware::from_fn_with_state(web.clone(), origin::check))
        .layer(middleware::from_fn(limits::refuse_large))
        .layer(middleware::from_fn_with_state(web.clone(), flash::signed))
        .layer(DefaultBodyLimit::max(limits::MOST_BYTES))
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest).compress_when(is_a_page));
    let health = health().into_router().with_state(web.clone());
    pages.merge(health).merge(assets::routes()).layer(middleware::from_fn_with_state(web, headers::secure))
}

fn health() -> Routes<WebState> {
    Routes::default().route("/healthz", get(|| async { "ok" })).route("/readyz", get(ready))
}

/// Every address that the program answers, as the router has it, but for the files of its own pages (`/assets/…`), which
/// are the same for everybody.
pub fn addresses() -> Vec<&'static str> {
    let pages = app::router::routes();
    let others = sign_in::routes().merge(files::routes()).merge(health());
    let mut addresses = [pages.addresses(), others.addresses(), invited::routes().addresses()].concat();
    addresses.sort_unstable();
    addresses.dedup();
    addresses
}

/// Something panicked on the way to an answer: that is logged, and ends nothing else.
fn panicked(panic: Box<dyn std::any::Any + Send + 'static>) -> Response {
    let words = panic.downcast_ref::<String>().map(String::as_str);
    let words = words.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or_default();
    tracing::error!(words, "an answer panicked");
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

/// Pages are compressed on the way; PDFs and pictures are compressed already.
fn is_a_page(_: StatusCode, _: axum::http::Version, headers: &HeaderMap, _: &axum::http::Extensions) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.starts_with("text/html") || kind.starts_with("application/json")
}

async fn ready(axum::extract::State(web): axum::extract::State<WebState>) -> (StatusCode, &'static str) {
    match web.store.is_ready().await {
        Ok(true) if private::is_full(&web.data).unwrap_or(false) => {
            (StatusCode::SERVICE_UNAVAILABLE, "the disk of the data folder is full")
        }
        Ok(true) => (StatusCode::OK, "ready"),
        Ok(false) => (StatusCode::SERVICE_UNAVAILABLE, "schema is not current"),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "database is not reachable")
        }
    }
}

/// Where a connection comes from.
pub type Peer = axum::extract::ConnectInfo<SocketAddr>;
