//! The pages: a file for each address, and the table of them.

use axum::{response::Response, routing::get};
use leptos::prelude::*;

use crate::{desk::Refusal, routes::Routes, web::Page};

pub mod audit;
pub mod credits;
pub mod front;
pub mod issues;
pub mod items;
pub mod office;
pub mod rules;
pub mod sign_in;
pub(crate) mod unsaved;

/// Where a person changes the own password.
pub const PASSWORD: &str = "/me/password";

/// All pages.
pub fn router() -> Routes {
    Routes::default()
        .route("/", get(front::page))
        .route("/sign-in", get(sign_in::page))
        .route("/unsaved/{sheet}", get(unsaved::page))
        .merge(items::router())
        .merge(issues::router())
        .merge(credits::router())
        .merge(audit::router())
        .merge(rules::router())
        .merge(office::router())
}

/// No page has this address.
pub async fn not_found(page: Page) -> Response {
    page.error(&Refusal::NotFound("这个页面".to_owned()))
}

/// What stands within the frame when something went wrong.
#[component]
pub fn ErrorPage(title: &'static str, words: String) -> impl IntoView {
    view! {
        <section class="empty">
            <h1>{title}</h1>
            <p>{words}</p>
            <p><a href="/">"回到首页"</a></p>
        </section>
    }
}
