//! Pages as whole documents: within the frame, with what was refused tied to its fields.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use leptos::{prelude::*, tachys::html::InertElement};

use super::{
    error_page::ErrorPage,
    frame::{Frame, OpenFrame},
    shell::{self, Head},
};
use crate::{
    desk::{Refusal, office::Waiting},
    request::{
        flash::{self, Mood},
        page::Page,
        refused::Refused,
        sheet_names,
        visitor::{Visit, Visitor},
    },
};

/// What the title of a page begins with that says why something was not done.
pub(crate) const ERROR: &str = "错误：";

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

/// An answer to a form that is a page itself: who follows a link from it and goes back finds it there, and is not asked to
/// send the form once more. Browsers keep it, asking anew each time but when going back; over https until somebody signs out
/// (`Clear-Site-Data`).
pub fn found_when_going_back(mut response: Response) -> Response {
    let kept = HeaderValue::from_static("private, no-cache");
    response.headers_mut().insert(header::CACHE_CONTROL, kept);
    response
}

impl Page {
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
        self.refusal(error, |title| view! { <ErrorPage title words /> })
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
        if self.flash.is_some()
            && let Some(cookie) = flash::clear()
        {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
        response
    }
}

impl Visitor {
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
                    view! { <ErrorPage title="没有找到" words=error.to_string() /> }
                }),
                Refusal::Busy(_) => {
                    visit.document(StatusCode::SERVICE_UNAVAILABLE, "现在办不了", || {
                        view! { <ErrorPage title="现在办不了" words=error.to_string() /> }
                    })
                }
                Refusal::Failed(_) => {
                    visit.document(StatusCode::INTERNAL_SERVER_ERROR, "程序出了问题", || {
                        view! { <ErrorPage title="程序出了问题" words=error.to_string() /> }
                    })
                }
                _ => visit.to_sign_in(),
            },
        }
    }
}

impl Visit {
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
