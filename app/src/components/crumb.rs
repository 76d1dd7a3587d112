//! The way back from a page to the one above it.

use leptos::prelude::*;

/// Stands before the page's head; `to` is what the page above is called.
#[component]
pub fn BackTo(#[prop(into)] address: String, #[prop(into)] to: String) -> impl IntoView {
    view! { <p class="crumbs"><a href=address>{format!("← 回到{to}")}</a></p> }
}
