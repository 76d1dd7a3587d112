//! Parts that the pages of one item share.

use leptos::prelude::*;

use crate::{desk::items::ItemView, words};

/// What the page is headed with: a brief without a title by its first sentence.
pub(super) fn heading(view: &ItemView) -> String {
    words::item_title(view.item.text.kind, &view.item.text.list_title())
}

/// The item and the version that the form is about.
pub(super) fn versioned(view: &ItemView) -> AnyView {
    view! {
        <input type="hidden" name="item" value=view.item.id.0 />
        <input type="hidden" name="version" value=view.item.version />
    }
    .into_any()
}
