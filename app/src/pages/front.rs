//! The front page: what waits for the person who looks at it.

use axum::response::Response;
use leptos::prelude::*;

use crate::web::Page;

/// `GET /`
pub async fn page(page: Page) -> Response {
    let name = page.actor.name.clone();
    page.render("", || {
        view! {
            <h1>"简报"</h1>
            <p>{name}"，您好。"</p>
        }
    })
    .await
}
