//! The page of a one-time link: who it is for, and the password that they choose.

use axum::response::Html;
use leptos::prelude::*;

use crate::{
    components::{
        drawn::ERROR,
        frame::RefusalNote,
        shell::{self, Head},
    },
    request::state::Assets,
};

/// What the page is given of a link that serves.
#[derive(Clone, Debug)]
pub struct Welcome {
    pub name: String,
    pub login: String,
    pub token: String,
    /// Why the password was not set.
    pub fault: Option<String>,
}

/// The page; without a link that serves it says what to do.
pub fn page(assets: &Assets, welcome: Option<Welcome>) -> Html<String> {
    let has_fault = welcome.as_ref().is_none_or(|welcome| welcome.fault.is_some());
    let title = if has_fault { format!("{ERROR}设密码") } else { "设密码".to_owned() };
    Html(shell::render(&Head { title, person: None }, assets, || {
        let body = match welcome {
            None => view! {
                <div class="answer answer-not-done" role="alert">
                    <p>"这个链接用过了，或者已经过期。请找管理员再要一个；设过密码的，直接登录。"</p>
                </div>
                <p><a class="button" href="/sign-in">"去登录"</a></p>
            }
            .into_any(),
            Some(welcome) => view! { <Choose welcome /> }.into_any(),
        };
        view! { <main class="sign-in" id="main"><h1>"简报"</h1>{body}</main> }
    }))
}

#[component]
fn Choose(welcome: Welcome) -> impl IntoView {
    let Welcome { name, login, token, fault } = welcome;
    view! {
        {fault.map(|words| view! { <RefusalNote words told=Vec::new() /> })}
        <p>{format!("{name}，您好。请给账号 ")}<strong>{login.clone()}</strong>{" 设一个自己的密码，设好就登录。"}</p>
        <form method="post" action=format!("/welcome/{token}")>
            <input type="hidden" name="login" value=login autocomplete="username" />
            <label>"密码" <input name="new" type="password" autocomplete="new-password" required aria-describedby="password-hint" /></label>
            <p class="soft small" id="password-hint">"至少 10 个字符，或一句至少 8 个字的话。"</p>
            <label>"再输一遍" <input name="again" type="password" autocomplete="new-password" required /></label>
            <button class="primary">"设好并登录"</button>
        </form>
    }
}
