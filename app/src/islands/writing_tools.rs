//! The writing page's tools: marks for the text, its length, and keeping what is typed within seconds.
//!
//! It works on the form that is there without it, and must not know what becomes of the text.

use leptos::prelude::*;

use super::marks::Mark;

/// Tools for the form with the id `form`, whose text area has the id `body`. Hidden until it is awake.
#[island]
pub fn WritingTools(form: String, body: String) -> impl IntoView {
    let is_awake = RwSignal::new(false);
    let status = RwSignal::new(String::new());
    let characters = RwSignal::new(0_usize);
    #[cfg(feature = "hydrate")]
    awake::begin(form, body.clone(), is_awake, status, characters);
    #[cfg(not(feature = "hydrate"))]
    drop(form);
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
        <div class="writing-tools" hidden=move || !is_awake.get()>
            {Mark::ALL.map(button).collect_view()}
            <output class="soft">{move || characters.get()}" 字　"{move || status.get()}</output>
        </div>
    }
}

#[cfg(feature = "hydrate")]
mod awake {
    use std::{cell::RefCell, rc::Rc, time::Duration};

    use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*};
    use serde::Deserialize;
    use wasm_bindgen::JsCast;

    use crate::islands::{
        browser::{self, Failure},
        character_count::count_characters,
        marks::{self, Mark},
    };

    /// Kept this long after the last key: well within three seconds, and not at every key.
    const REST: Duration = Duration::from_millis(1500);

    #[derive(Deserialize)]
    struct Kept {
        words: String,
    }

    pub(super) fn begin(
        form: String,
        body: String,
        is_awake: RwSignal<bool>,
        status: RwSignal<String>,
        characters: RwSignal<usize>,
    ) {
        // After this island is attached to the page's own markup, which shows nothing of it yet.
        let name = body.clone();
        request_animation_frame(move || {
            is_awake.set(true);
            count(&name, characters);
        });
        let pending: Rc<RefCell<Option<TimeoutHandle>>> = Rc::default();
        let typed = {
            let (pending, form) = (pending.clone(), form.clone());
            window_event_listener(leptos::ev::input, move |event| {
                if !is_within(&event, &form) {
                    return;
                }
                count(&body, characters);
                forget(&pending);
                let form = form.clone();
                let keep = move || leptos::task::spawn_local(keep(form, status));
                *pending.borrow_mut() = set_timeout_with_handle(keep, REST).ok();
            })
        };
        // What is being saved need not be kept as well.
        let sent = window_event_listener(leptos::ev::submit, move |_| forget(&pending));
        on_cleanup(move || {
            typed.remove();
            sent.remove();
        });
    }

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

    async fn keep(form: String, status: RwSignal<String>) {
        let Some(form) = browser::form(&form) else { return };
        status.set("正在保存…".to_owned());
        let words = match browser::post::<Kept>("/do/keep_text", &form).await {
            Ok(kept) => kept.words,
            Err(Failure(Some(words))) => format!("没有保存：{words}"),
            Err(Failure(None)) => "没有保存：连不上服务器，请先不要关闭本页".to_owned(),
        };
        status.set(words);
    }

    fn count(body: &str, characters: RwSignal<usize>) {
        if let Some(area) = browser::area(body) {
            characters.set(count_characters(&area.value()));
        }
    }

    fn forget(pending: &Rc<RefCell<Option<TimeoutHandle>>>) {
        if let Some(handle) = pending.borrow_mut().take() {
            handle.clear();
        }
    }

    fn is_within(event: &web_sys::Event, form: &str) -> bool {
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        target.is_some_and(|target| target.closest(&format!("#{form}")).ok().flatten().is_some())
    }
}
