//! Whoever reads: a person who is signed in, or anybody, where a newsletter is open to all.
//!
//! Only pages for readers take a [`Visitor`]; everything else takes a [`Page`] and so a person.

use axum::{
    extract::{FromRef, FromRequestParts},
    http::request::Parts,
    response::{IntoResponse, Redirect, Response},
};
use domain::permission::Reader;

use crate::{
    desk::Desk,
    request::{
        page::Page,
        state::{AppState, SignedIn},
    },
};

/// The request of a reader.
#[derive(Clone, Debug)]
pub enum Visitor {
    Person(Box<Page>),
    Anybody(Visit),
}

/// The request of somebody who is not signed in.
#[derive(Clone, Debug)]
pub struct Visit {
    pub(crate) state: AppState,
    /// Path and query, as asked for.
    pub(crate) address: String,
    now: jiff::Zoned,
}

impl Visitor {
    pub fn desk(&self) -> &dyn Desk {
        self.state().desk.as_ref()
    }

    /// What all pages share.
    pub fn state(&self) -> &AppState {
        match self {
            Self::Person(page) => &page.state,
            Self::Anybody(visit) => &visit.state,
        }
    }

    /// Who reads, for the port.
    pub fn reader(&self) -> Reader<'_> {
        match self {
            Self::Person(page) => Reader::Person(&page.actor),
            Self::Anybody(_) => Reader::Anybody,
        }
    }

    pub fn now(&self) -> &jiff::Zoned {
        match self {
            Self::Person(page) => &page.now,
            Self::Anybody(visit) => &visit.now,
        }
    }
}

impl Visit {
    /// The sign-in page, from which it goes on to where they wanted.
    pub fn to_sign_in(&self) -> Response {
        let next = serde_urlencoded::to_string([("next", &self.address)]).unwrap_or_default();
        Redirect::to(&format!("/sign-in?{next}")).into_response()
    }
}

impl<S> FromRequestParts<S> for Visitor
where
    AppState: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        if parts.extensions.get::<SignedIn>().is_some() {
            return Page::from_request_parts(parts, state).await.map(|page| Self::Person(Box::new(page)));
        }
        let state = AppState::from_ref(state);
        let address = parts.uri.path_and_query().map_or("/", |address| address.as_str()).to_owned();
        let now = (state.clock)();
        Ok(Self::Anybody(Visit { state, address, now }))
    }
}
