//! The writing page's tools: marks for the text, and its length.
//!
//! It works on the form that is there without it, and must not know what becomes of the text.

use leptos::prelude::*;

use super::marks::Mark;

/// Tools for the text area with the id `body`. Hidden until it is awake.
#[island]
pub fn WritingTools(body: String) -> impl IntoView {
    let is_awake = RwSignal::new(false);
    // After this island is attached to the page's own markup, which shows nothing of it yet.
    #[cfg(feature = "hydrate")]
    request_animation_frame(move || is_awake.set(true));
    let body = StoredValue::new(body);
    let press = move |mark: Mark| {
        #[cfg(feature = "hydrate")]
        awake::mark(&body.get_value(), mark);
        #[cfg(not(feature = "hydrate"))]
        let _ = (body, mark);
    };
    let button = move |mark: Mark| {
        view! {
            <button type="button" title=mark.label() aria-label=mark.label() on:click=move |_| press(mark)>
                {mark.sign()}
            </button>
        }
    };
    view! {
        <div class="writing-tools" role="group" aria-label="标记" hidden=move || !is_awake.get()>
            {Mark::ALL.map(button).collect_view()}
        </div>
    }
}

#[cfg(feature = "hydrate")]
mod awake {
    use crate::islands::{
        browser,
        marks::{self, Mark},
    };

    /// Puts a mark where the selection is.
    pub(super) fn mark(body: &str, mark: Mark) {
        let Some(area) = browser::area(body) else { return };
        let text = area.value();
        let place = |place: Option<u32>| marks::from_utf16(&text, place.unwrap_or(0) as usize);
        let selection =
            (place(area.selection_start().ok().flatten()), place(area.selection_end().ok().flatten()));
        let (marked, (start, end)) = marks::apply(&text, selection, mark);
        area.set_value(&marked);
        let _ = area.focus();
        let unit = |place| u32::try_from(marks::to_utf16(&marked, place)).unwrap_or(u32::MAX);
        let _ = area.set_selection_range(unit(start), unit(end));
        browser::announce(&area);
    }
}
