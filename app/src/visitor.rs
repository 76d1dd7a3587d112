//! Whoever reads: a person who is signed in, or anybody, where a newsletter is open to all.
//!
//! Only pages for readers take a [`Visitor`]; everything else takes a [`Page`] and so a person.

use axum::{
    extract::{FromRef, FromRequestParts},
    http::{StatusCode, request::Parts},
    response::{Html, IntoResponse, Redirect, Response},
};
use domain::permission::Reader;
use leptos::prelude::*;

use crate::{
    components::frame::OpenFrame,
    desk::{Desk, Refusal},
    pages,
    shell::{self, Head},
    web::{AppState, ERROR, Page, SignedIn},
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
    state: AppState,
    /// Path and query, as asked for.
    address: String,
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

    /// Renders a page within the frame of whoever reads it.
    pub async fn render<View: IntoView>(&self, title: &str, body: impl FnOnce() -> View) -> Response {
        match self {
            Self::Person(page) => page.render(title, body).await,
            Self::Anybody(visit) => visit.document(StatusCode::OK, title, body),
        }
    }

    /// An error, as a page; whoever may not read this without signing in is asked to.
    pub fn error(&self, error: &Refusal) -> Response {
        match self {
            Self::Person(page) => page.error(error),
            Self::Anybody(visit) => match error {
                Refusal::NotFound(_) => visit.document(StatusCode::NOT_FOUND, "没有找到", || {
                    view! { <pages::ErrorPage title="没有找到" words=error.to_string() /> }
                }),
                Refusal::Busy(_) => {
                    visit.document(StatusCode::SERVICE_UNAVAILABLE, "现在办不了", || {
                        view! { <pages::ErrorPage title="现在办不了" words=error.to_string() /> }
                    })
                }
                Refusal::Failed(_) => {
                    visit.document(StatusCode::INTERNAL_SERVER_ERROR, "程序出了问题", || {
                        view! { <pages::ErrorPage title="程序出了问题" words=error.to_string() /> }
                    })
                }
                _ => visit.to_sign_in(),
            },
        }
    }
}

impl Visit {
    /// The sign-in page, from which it goes on to where they wanted.
    pub fn to_sign_in(&self) -> Response {
        let next = serde_urlencoded::to_string([("next", &self.address)]).unwrap_or_default();
        Redirect::to(&format!("/sign-in?{next}")).into_response()
    }

    fn document<View: IntoView>(
        &self,
        status: StatusCode,
        title: &str,
        body: impl FnOnce() -> View,
    ) -> Response {
        let title = if status.is_success() { title.to_owned() } else { format!("{ERROR}{title}") };
        let html = shell::render(&Head { title, person: None }, &self.state.assets, || {
            let content = body().into_any();
            view! { <OpenFrame address=self.address.clone() content /> }
        });
        (status, Html(html)).into_response()
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
