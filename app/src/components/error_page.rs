//! What stands within the frame when something went wrong.

use leptos::prelude::*;

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
