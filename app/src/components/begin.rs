//! The ways to begin a new text.

use domain::item::Kind;
use leptos::prelude::*;

/// One for each kind, and out of Word.
pub fn begin_buttons() -> AnyView {
    let kind = |kind: Kind| {
        let class = if kind == Kind::Article { "button primary" } else { "button" };
        let address = format!("/items/new?kind={}", kind.code());
        view! { <a class=class href=address>{format!("写{}", kind.label())}</a> }
    };
    view! {
        <div class="toolbar">
            {Kind::ALL.map(kind).collect_view()}
            <a class="button" href="/manuscripts" data-drop="/manuscripts">"从 Word 起草"</a>
        </div>
    }
    .into_any()
}
