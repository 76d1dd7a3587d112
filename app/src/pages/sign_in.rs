//! Signing in.

use axum::{
    Extension,
    extract::{Query, State},
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use leptos::{prelude::*, tachys::html::InertElement};
use serde::Deserialize;

use crate::{
    components::{
        drawn::ERROR,
        frame::RefusalNote,
        shell::{self, Head},
    },
    desk::Fault,
    request::{
        address::is_own_address,
        refused::Refused,
        state::{AppState, SignedIn},
    },
};

/// The address's query.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    /// Where to go afterwards.
    #[serde(default)]
    next: String,
    /// Why the last attempt failed.
    #[serde(default)]
    failed: Option<Failure>,
    /// What was typed on the page before was kept for whoever typed it.
    kept: Option<String>,
    /// The name that was typed.
    #[serde(default)]
    login: String,
}

/// Why nobody was let in. It does not tell which of name and password was wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Failure {
    Wrong,
    TooOften,
}

impl Failure {
    /// What was refused: it is told at the account, whichever of the two was wrong.
    fn refused(self) -> Refused {
        let field = if self == Self::Wrong { "login" } else { "" };
        let faults = vec![Fault { field: field.to_owned(), words: self.words().to_owned() }];
        Refused { action: "/sign-in".to_owned(), fields: Vec::new(), faults }
    }

    fn status(self) -> StatusCode {
        match self {
            Self::Wrong => StatusCode::UNAUTHORIZED,
            Self::TooOften => StatusCode::TOO_MANY_REQUESTS,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Wrong => "账号或密码不对，请再试一次。",
            Self::TooOften => "试的次数太多，请过几分钟再试。",
        }
    }
}

/// `GET /sign-in`
pub async fn page(
    State(state): State<AppState>,
    signed_in: Option<Extension<SignedIn>>,
    Query(asked): Query<Asked>,
) -> Response {
    if signed_in.is_some() {
        let next = if is_own_address(&asked.next) { asked.next.as_str() } else { "/" };
        return Redirect::to(next).into_response();
    }
    let failed = asked.failed;
    let is_kept = asked.kept.is_some();
    let title = if failed.is_some() { format!("{ERROR}登录") } else { "登录".to_owned() };
    let page = || {
        let form = view! { <SignIn asked /> }.to_html();
        let (form, told) = failed.map_or((form.clone(), Vec::new()), |failure| failure.refused().tie(&form));
        view! {
            <main class="sign-in" id="main">
                <h1>"简报"</h1>
                {failed.map(|_| view! { <RefusalNote words=String::new() told /> })}
                {is_kept.then(|| view! {
                    <p class="notice" role="status">"登录已过期。您打的字已留存，登录后可以接着办。"</p>
                })}
                {InertElement::new(form)}
                <p class="soft">"忘记密码，请找管理员重设。"</p>
            </main>
        }
    };
    let status = failed.map_or(StatusCode::OK, Failure::status);
    (status, Html(shell::render(&Head { title, person: None }, &state.assets, page))).into_response()
}

#[component]
fn SignIn(asked: Asked) -> impl IntoView {
    // What went wrong has the focus, where something did.
    let is_first = asked.failed.is_none();
    view! {
        <form method="post" action="/sign-in">
            <input type="hidden" name="next" value=asked.next />
            <label>"账号" <input name="login" value=asked.login autocomplete="username" required autofocus=is_first /></label>
            <label>"密码" <input name="password" type="password" autocomplete="current-password" required /></label>
            <button class="primary">"登录"</button>
        </form>
    }
}
