//! Axum routes that are no pages: signing in and out, files, health; sessions and headers around everything.

use std::{net::SocketAddr, sync::Arc};

use app::web::AppState;
use axum::{Router, extract::FromRef, http::StatusCode, middleware, routing::get};

use crate::{desk::Clock, store::Store};

pub mod assets;
mod headers;
mod origin;
mod session;

/// What the server's own routes share.
#[derive(Clone)]
pub struct WebState {
    pub store: Store,
    pub clock: Clock,
    pub settings: Arc<WebSettings>,
}

impl std::fmt::Debug for WebState {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("WebState").field("settings", &self.settings).finish_non_exhaustive()
    }
}

/// How the program is reached.
#[derive(Clone, Debug)]
pub struct WebSettings {
    /// What people type, without a final slash: `https://jianbao.example`.
    pub public_url: String,
    /// The proxy whose `X-Forwarded-For` is believed.
    pub trusted_proxy: Option<std::net::IpAddr>,
}

impl FromRef<WebState> for Arc<WebSettings> {
    fn from_ref(state: &WebState) -> Self {
        state.settings.clone()
    }
}

/// Everything the program answers.
pub fn router(app: AppState, web: WebState) -> Router {
    let pages = app::web::router(app)
        .merge(session::router(web.clone()))
        .layer(middleware::from_fn_with_state(web.clone(), session::recognise))
        .layer(middleware::from_fn_with_state(web.clone(), origin::check));
    let health = Router::new()
        .route("/healthz", get(|| async { "ok" }))
        .route("/readyz", get(ready))
        .with_state(web.clone());
    pages.merge(health).merge(assets::routes()).layer(middleware::from_fn_with_state(web, headers::secure))
}

async fn ready(axum::extract::State(web): axum::extract::State<WebState>) -> (StatusCode, &'static str) {
    match web.store.is_ready().await {
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
