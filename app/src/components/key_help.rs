//! What the keys of a page do, told by `?`. Each key presses what bears it (`data-key`), which does the same by itself.

use leptos::prelude::*;

/// A key, and what it does.
pub type Key = (&'static str, &'static str);

/// Moving in a list, opening and choosing: what every list by keys has.
pub const OF_LISTS: [Key; 4] =
    [("j", "下一篇"), ("k", "上一篇"), ("Enter", "打开"), ("x", "选中（X 选到这里）")];

#[component]
pub fn KeyHelp(keys: Vec<Key>) -> impl IntoView {
    let key = |(key, does): Key| view! { <li><kbd>{key}</kbd>" "{does}</li> };
    view! {
        <details class="key-help">
            <summary class="quiet" data-key="?">"按键 "<kbd>"?"</kbd></summary>
            <ul>{keys.into_iter().map(key).collect_view()}</ul>
        </details>
    }
}
