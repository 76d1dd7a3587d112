//! What the page is for and what its keys do, told by `?`. Each key presses what bears it (`data-key`), which does the same
//! by itself.

use leptos::prelude::*;

use super::purposes::{Key, Purpose};

/// On a page that is gone through by keys; `of` is its address.
#[component]
pub fn KeyHelp(of: &'static str) -> impl IntoView {
    let purpose = Purpose::of(of);
    let words = purpose.map(|purpose| view! { <p>{purpose.words}</p> });
    view! {
        <details class="key-help">
            <summary class="quiet" data-key="?">"按键 "<kbd>"?"</kbd></summary>
            {words}
            <Keys keys=purpose.map(Purpose::keys).unwrap_or_default() />
        </details>
    }
}

/// Keys with what they do.
#[component]
pub fn Keys(keys: Vec<Key>) -> impl IntoView {
    let key = |(key, does): Key| view! { <li><kbd>{key}</kbd>" "{does}</li> };
    (!keys.is_empty()).then(|| view! { <ul>{keys.into_iter().map(key).collect_view()}</ul> })
}
