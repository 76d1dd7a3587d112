//! How long a text is, while it is being written.
//!
//! The number comes with the page; in the browser it follows the field. It must not know what the field is for.

use leptos::prelude::*;

/// Shows the number of characters in the field with the id `field`, whose text is `text` when the page is sent.
#[island]
pub fn CharacterCount(field: String, text: String) -> impl IntoView {
    let count = RwSignal::new(count_characters(&text));
    #[cfg(feature = "hydrate")]
    follow(field, count);
    #[cfg(not(feature = "hydrate"))]
    drop(field);
    view! { <output class="character-count">{move || count.get()} " 字"</output> }
}

/// What a person would count: every character but white space.
pub fn count_characters(text: &str) -> usize {
    text.chars().filter(|character| !character.is_whitespace()).count()
}

/// Counts anew whenever somebody types in the field, and once at the start, because a browser may have put
/// back what was typed before the page was loaded again.
#[cfg(feature = "hydrate")]
fn follow(field: String, count: RwSignal<usize>) {
    use wasm_bindgen::JsCast;

    let recount = move |element: web_sys::EventTarget| {
        let text = match element.dyn_ref::<web_sys::HtmlTextAreaElement>() {
            Some(area) => area.value(),
            None => {
                element.dyn_ref::<web_sys::HtmlInputElement>().map(|input| input.value()).unwrap_or_default()
            }
        };
        count.set(count_characters(&text));
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
    fn white_space_does_not_count() {
        assert_eq!(count_characters("4月12日， 局长\n"), 8);
        assert_eq!(count_characters("　"), 0);
    }
}
