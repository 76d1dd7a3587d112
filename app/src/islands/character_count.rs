//! How long a text is, while it is being written.
//!
//! The number comes with the page; in the browser it follows the field. It is the domain's own number, as lists, pages
//! and the ledger show it; where nothing runs it is not shown, since it would not follow.

use domain::markdown;
use leptos::prelude::*;

/// Shows the number of characters in the field with the id `field`, whose text is `text` when the page is sent;
/// `is_body` where it is a body, whose marks do not count.
#[island]
pub fn CharacterCount(field: String, text: String, is_body: bool) -> impl IntoView {
    let count = RwSignal::new(count_characters(&text, is_body));
    #[cfg(feature = "hydrate")]
    follow(field, is_body, count);
    #[cfg(not(feature = "hydrate"))]
    drop(field);
    view! { <output class="character-count">{move || count.get()} " 字"</output> }
}

fn count_characters(text: &str, is_body: bool) -> usize {
    if is_body {
        markdown::count_characters(&markdown::plain_text(&markdown::parse(text)))
    } else {
        markdown::count_characters(text)
    }
}

/// Counts anew whenever somebody types in the field, and once at the start, because a browser may have put
/// back what was typed before the page was loaded again.
#[cfg(feature = "hydrate")]
fn follow(field: String, is_body: bool, count: RwSignal<usize>) {
    use wasm_bindgen::JsCast;

    let recount = move |element: web_sys::EventTarget| {
        let text = match element.dyn_ref::<web_sys::HtmlTextAreaElement>() {
            Some(area) => area.value(),
            None => {
                element.dyn_ref::<web_sys::HtmlInputElement>().map(|input| input.value()).unwrap_or_default()
            }
        };
        count.set(count_characters(&text, is_body));
    };
    if let Some(element) = document().get_element_by_id(&field) {
        // After this island is attached to the page's own markup, which still shows the number sent with it.
        request_animation_frame(move || recount(element.into()));
    }
    let listener = window_event_listener(leptos::ev::input, move |event| {
        let target = event.target().filter(|target| {
            target.dyn_ref::<web_sys::Element>().is_some_and(|element| element.id() == field)
        });
        if let Some(target) = target {
            recount(target);
        }
    });
    on_cleanup(move || listener.remove());
}

#[cfg(test)]
mod tests {
    use super::count_characters;

    #[test]
    fn a_body_is_counted_without_its_marks_and_as_word_counts() {
        assert_eq!(count_characters("# 一、进展\n- **4月12日**， 局长", true), 11);
        assert_eq!(count_characters("2024 年", false), 2);
        assert_eq!(count_characters("　", true), 0);
    }
}
