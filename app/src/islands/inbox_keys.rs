//! The inbox by keys: j and k go down and up, Enter opens, x selects, ? shows this.
//!
//! It works on the table that is there without it.

use leptos::prelude::*;

/// Keys for the table in the form with the id `form`.
#[island]
pub fn InboxKeys(form: String) -> impl IntoView {
    let is_shown = RwSignal::new(false);
    #[cfg(feature = "hydrate")]
    awake::begin(form, is_shown);
    #[cfg(not(feature = "hydrate"))]
    drop(form);
    view! {
        <p class="notice" role="status" hidden=move || !is_shown.get()>
            <kbd>"j"</kbd>" 下一篇　"<kbd>"k"</kbd>" 上一篇　"<kbd>"Enter"</kbd>" 打开　"
            <kbd>"x"</kbd>" 选中　"<kbd>"?"</kbd>" 显示或收起"
        </p>
    }
}

#[cfg(feature = "hydrate")]
mod awake {
    use leptos::prelude::*;
    use wasm_bindgen::JsCast;
    use web_sys::{Element, HtmlElement, HtmlInputElement, KeyboardEvent};

    pub(super) fn begin(form: String, is_shown: RwSignal<bool>) {
        let listener = window_event_listener(leptos::ev::keydown, move |event: KeyboardEvent| {
            if is_typing(&event) || event.ctrl_key() || event.alt_key() || event.meta_key() {
                return;
            }
            let is_ours = match event.key().as_str() {
                "j" => go(&form, 1),
                "k" => go(&form, -1),
                "x" => select(&form),
                "?" => {
                    is_shown.update(|shown| *shown = !*shown);
                    true
                }
                _ => false,
            };
            if is_ours {
                event.prevent_default();
            }
        });
        on_cleanup(move || listener.remove());
    }

    /// A key meant for a field is not ours; a box to tick is no such field.
    fn is_typing(event: &KeyboardEvent) -> bool {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        target.is_some_and(|target| {
            let is_box = target
                .dyn_ref::<HtmlInputElement>()
                .is_some_and(|input| matches!(input.type_().as_str(), "checkbox" | "radio"));
            !is_box && matches!(target.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
        })
    }

    fn rows(form: &str) -> Vec<Element> {
        let Ok(rows) = document().query_selector_all(&format!("#{form} tbody tr")) else { return Vec::new() };
        (0..rows.length()).filter_map(|place| rows.get(place)?.dyn_into().ok()).collect()
    }

    /// The row in which the focus is; else the one whose item is open.
    fn present(rows: &[Element]) -> Option<usize> {
        let focused = document().active_element();
        let has_focus = |row: &Element| focused.as_ref().is_some_and(|focused| row.contains(Some(focused)));
        let place = rows.iter().position(has_focus);
        place.or_else(|| rows.iter().position(|row| row.has_attribute("aria-current")))
    }

    /// Moves the focus to the title of the next or the last row, from which Enter opens it.
    fn go(form: &str, step: isize) -> bool {
        let rows = rows(form);
        let place = match present(&rows) {
            Some(place) => place.saturating_add_signed(step).min(rows.len().saturating_sub(1)),
            None => 0,
        };
        let link = rows.get(place).and_then(|row| row.query_selector("th a[id]").ok().flatten());
        if let Some(link) = link.and_then(|link| link.dyn_into::<HtmlElement>().ok()) {
            let _ = link.focus();
        }
        true
    }

    fn select(form: &str) -> bool {
        let rows = rows(form);
        let row = present(&rows).and_then(|place| rows.get(place));
        let field = row.and_then(|row| row.query_selector("input[type=checkbox]").ok().flatten());
        match field.and_then(|field| field.dyn_into::<HtmlInputElement>().ok()) {
            Some(field) => {
                field.set_checked(!field.checked());
                true
            }
            None => false,
        }
    }
}
