//! What all pages share, and who is signed in: what the server's middleware has put into the request.

use std::sync::Arc;

use domain::person::Actor;

use super::rendered::Rendered;
use crate::desk::{Desk, issues::IssueReading};

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

/// Who is signed in: put into the request by the server's session middleware.
#[derive(Clone, Debug)]
pub struct SignedIn {
    pub actor: Actor,
    /// The password was given by somebody else, or is too old: it must be changed before anything else.
    pub must_change_password: bool,
    /// What this browser's session is called on the page of the person's sessions.
    pub session: String,
}

/// Where the browser finds what belongs to every page: addresses under `/assets/`, each with a hash of its file.
#[derive(Debug, Clone, Default)]
pub struct Assets {
    pub css_href: String,
    pub icon_href: String,
    /// The small script of every page, without which nothing is lacking but comfort: it keeps what is typed and shows
    /// what is mended.
    pub script_href: String,
    /// Missing where the browser's part has not been built: pages then work without islands.
    pub islands: Option<IslandAssets>,
    /// The manual's pictures, those that have been taken: their names and addresses.
    pub manual: Vec<(String, String)>,
}

/// The browser's part of the program.
#[derive(Debug, Clone)]
pub struct IslandAssets {
    /// The module that loads the other two and wakes the islands.
    pub boot_href: String,
    /// The bindings that `wasm-bindgen` made.
    pub js_href: String,
    pub wasm_href: String,
    /// The editor of the writing page, which that page alone loads; missing where it has not been bundled.
    pub editor_href: Option<String>,
}
