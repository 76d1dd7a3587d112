//! Signing in.

use axum::{
    Extension,
    extract::{Query, State},
    response::{Html, IntoResponse, Redirect, Response},
};
use leptos::prelude::*;
use serde::Deserialize;

use crate::{
    shell::{self, Head},
    web::{AppState, SignedIn, is_own_address},
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
    let head = Head { title: "登录".to_owned(), person: None };
    Html(shell::render(&head, &state.assets, || view! { <SignIn asked /> })).into_response()
}

#[component]
fn SignIn(asked: Asked) -> impl IntoView {
    view! {
        <main class="sign-in" id="main">
            <h1>"简报"</h1>
            <form method="post" action="/sign-in">
                {asked.failed.map(|failure| view! { <p class="answer answer-not-done" role="alert">{failure.words()}</p> })}
                {asked.kept.map(|_| view! {
                    <p class="notice" role="status">"登录已过期。您打的字已留存，登录后可以接着办。"</p>
                })}
                <input type="hidden" name="next" value=asked.next />
                <label>"账号" <input name="login" value=asked.login autocomplete="username" required autofocus /></label>
                <label>"密码" <input name="password" type="password" autocomplete="current-password" required /></label>
                <button class="primary">"登录"</button>
            </form>
            <p class="soft">"忘记密码，请找管理员重设。"</p>
        </main>
    }
}
