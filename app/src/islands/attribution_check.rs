//! What an attribution line means, while it is being typed, with the nearest units of unknown names as buttons.
//!
//! The server reads the line; this island asks it. It takes the place of the reading that came with the page.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What the server understood.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    parts: Vec<Part>,
    leftover: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Part {
    text: String,
    unit: Option<String>,
    authors: Vec<String>,
    #[serde(default)]
    absent: Option<String>,
    nearest: Vec<Near>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Near {
    short_name: String,
}

/// Reads the field with the id `line` anew as somebody types, and then hides what stands under the id `before`.
#[island]
pub fn AttributionCheck(line: String, before: String) -> impl IntoView {
    let reading = RwSignal::new(None::<Reading>);
    #[cfg(feature = "hydrate")]
    awake::begin(line.clone(), before, reading);
    #[cfg(not(feature = "hydrate"))]
    drop(before);
    let line = StoredValue::new(line);
    let choose = move |name: String, unit: String| {
        #[cfg(feature = "hydrate")]
        awake::choose(&line.get_value(), &name, &unit);
        #[cfg(not(feature = "hydrate"))]
        let _ = (line, name, unit);
    };
    let near = move |name: &str, near: Near| {
        let (name, unit) = (name.to_owned(), near.short_name.clone());
        view! {
            <button type="button" on:click=move |_| choose(name.clone(), unit.clone())>
                {near.short_name.clone()}
            </button>
        }
    };
    let part = move |part: Part| {
        let authors = (!part.authors.is_empty()).then(|| format!("　作者 {}", part.authors.join("、")));
        let authors = authors.unwrap_or_default();
        match part.unit {
            Some(_) if part.absent.is_some() => {
                let buttons = part.nearest.into_iter().map(|unit| near(&part.text, unit)).collect_view();
                let lead = format!("！ “{}”：{}{authors}", part.text, part.absent.unwrap_or_default());
                view! { <li class="unresolved">{lead}<span class="toolbar">{buttons}</span></li> }.into_any()
            }
            Some(unit) if unit == part.text => view! { <li>{format!("✓ {unit}{authors}")}</li> }.into_any(),
            Some(unit) => view! { <li>{format!("✓ {} → {unit}{authors}", part.text)}</li> }.into_any(),
            None => {
                let buttons = part.nearest.into_iter().map(|unit| near(&part.text, unit)).collect_view();
                view! {
                    <li class="unresolved">
                        {format!("？ “{}”不是已知的单位{authors}", part.text)}
                        <span class="toolbar">{buttons}</span>
                    </li>
                }
                .into_any()
            }
        }
    };
    let show = move |reading: Reading| {
        let leftover = (!reading.leftover.is_empty())
            .then(|| view! { <li>{format!("没有用到：{}", reading.leftover.join(" "))}</li> });
        view! {
            <ul class="attribution-reading">{reading.parts.into_iter().map(part).collect_view()}{leftover}</ul>
        }
    };
    view! { <div aria-live="polite">{move || reading.get().map(show)}</div> }
}

#[cfg(feature = "hydrate")]
mod awake {
    use std::{cell::RefCell, rc::Rc, time::Duration};

    use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*};

    use super::Reading;
    use crate::islands::browser;

    const REST: Duration = Duration::from_millis(350);

    pub(super) fn begin(line: String, before: String, reading: RwSignal<Option<Reading>>) {
        let pending: Rc<RefCell<Option<TimeoutHandle>>> = Rc::default();
        let listener = window_event_listener(leptos::ev::input, move |event| {
            if !browser::is(&event, &line) {
                return;
            }
            if let Some(handle) = pending.borrow_mut().take() {
                handle.clear();
            }
            let (line, before) = (line.clone(), before.clone());
            let ask = move || leptos::task::spawn_local(ask(line, before, reading));
            *pending.borrow_mut() = set_timeout_with_handle(ask, REST).ok();
        });
        on_cleanup(move || listener.remove());
    }

    /// Puts a unit's name in the place of an unknown one.
    pub(super) fn choose(line: &str, name: &str, unit: &str) {
        let Some(field) = browser::field(line) else { return };
        field.set_value(&field.value().replacen(name, unit, 1));
        browser::announce(&field);
    }

    async fn ask(line: String, before: String, reading: RwSignal<Option<Reading>>) {
        let Some(field) = browser::field(&line) else { return };
        let typed = field.value();
        let query = serde_urlencoded::to_string([("line", &typed)]).unwrap_or_default();
        let answer = browser::get::<Reading>(&format!("/check-attribution?{query}")).await;
        // An answer to what is no longer there says nothing.
        if let (Ok(answer), true) = (answer, field.value() == typed) {
            reading.set(Some(answer));
            if let Some(before) = document().get_element_by_id(&before) {
                let _ = before.set_attribute("hidden", "");
            }
        }
    }
}
