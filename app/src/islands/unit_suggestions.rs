//! The units that may be meant while somebody types an attribution, as buttons below the line.
//!
//! The down key leads from the line to them and the arrows from one to the next; Escape leads back. The server
//! knows the units; this island asks it, and must not know how a line is read.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What the server suggests for the word at the cursor.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestions {
    /// The word stands from this character to before `end`.
    start: usize,
    end: usize,
    units: Vec<Suggested>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Suggested {
    name: String,
    short_name: String,
}

/// Suggests units for the field with the id `line`.
#[island]
pub fn UnitSuggestions(line: String) -> impl IntoView {
    let suggestions = RwSignal::new(Suggestions::default());
    #[cfg(feature = "hydrate")]
    awake::begin(line.clone(), suggestions);
    let line = StoredValue::new(line);
    let choose = move |place: usize| {
        #[cfg(feature = "hydrate")]
        awake::choose(&line.get_value(), place, suggestions);
        #[cfg(not(feature = "hydrate"))]
        let _ = (line, place);
    };
    let button = move |(place, unit): (usize, Suggested)| {
        let full =
            (unit.name != unit.short_name).then(|| view! { <span class="soft">{unit.name.clone()}</span> });
        view! {
            <li>
                <button type="button" on:click=move |_| choose(place)>{unit.short_name.clone()}{full}</button>
            </li>
        }
    };
    let list = move || {
        let units = suggestions.get().units;
        (!units.is_empty()).then(|| {
            view! {
                <ul class="suggestions" aria-label="可能是这些单位">
                    {units.into_iter().enumerate().map(button).collect_view()}
                </ul>
            }
        })
    };
    let said = move || match suggestions.with(|suggestions| suggestions.units.len()) {
        0 => String::new(),
        count => format!("{count}个单位符合，按向下键选择"),
    };
    view! {
        <p class="visually-hidden" role="status">{said}</p>
        {list}
    }
}

#[cfg(feature = "hydrate")]
mod awake {
    use std::{cell::RefCell, rc::Rc, time::Duration};

    use leptos::{ev, leptos_dom::helpers::TimeoutHandle, prelude::*};
    use wasm_bindgen::JsCast;
    use web_sys::{Element, HtmlElement, HtmlInputElement, KeyboardEvent};

    use super::Suggestions;
    use crate::islands::{browser, utf16};

    const REST: Duration = Duration::from_millis(200);

    pub(super) fn begin(line: String, suggestions: RwSignal<Suggestions>) {
        let pending: Rc<RefCell<Option<TimeoutHandle>>> = Rc::default();
        let field = line.clone();
        let typed = window_event_listener(ev::input, move |event| {
            if !browser::is(&event, &field) {
                return;
            }
            let field = field.clone();
            let ask = move || leptos::task::spawn_local(ask(field, suggestions));
            let next = set_timeout_with_handle(ask, REST).ok();
            if let Some(earlier) = pending.replace(next) {
                earlier.clear();
            }
        });
        let pressed = window_event_listener(ev::keydown, move |event| {
            if !suggestions.with_untracked(|suggestions| suggestions.units.is_empty())
                && press(&event, &line, suggestions)
            {
                event.prevent_default();
            }
        });
        on_cleanup(move || {
            typed.remove();
            pressed.remove();
        });
    }

    async fn ask(line: String, suggestions: RwSignal<Suggestions>) {
        let Some(field) = browser::field(&line) else { return };
        let typed = field.value();
        let query = serde_urlencoded::to_string([("line", &typed), ("at", &cursor(&field).to_string())]);
        let address = format!("/suggest-units?{}", query.unwrap_or_default());
        let answer = browser::get::<Suggestions>(&address).await.unwrap_or_default();
        // An answer to what is no longer there suggests nothing.
        if field.value() == typed && suggestions.with_untracked(|present| *present != answer) {
            suggestions.set(answer);
        }
    }

    /// Puts the unit in the place of the word that was being typed.
    pub(super) fn choose(line: &str, place: usize, suggestions: RwSignal<Suggestions>) {
        let Suggestions { start, end, units } = suggestions.get_untracked();
        let (Some(field), Some(unit)) = (browser::field(line), units.get(place)) else { return };
        let typed: Vec<char> = field.value().chars().collect();
        let (Some(before), Some(after)) = (typed.get(..start), typed.get(end..)) else { return };
        let mut text: String = before.iter().collect();
        text.push_str(&unit.short_name);
        let cursor = u32::try_from(text.encode_utf16().count()).unwrap_or(u32::MAX);
        text.extend(after);
        field.set_value(&text);
        let _ = field.focus();
        let _ = field.set_selection_range(cursor, cursor);
        suggestions.set(Suggestions::default());
        browser::announce(&field);
    }

    /// Whether the key was meant for the suggestions.
    fn press(event: &KeyboardEvent, line: &str, suggestions: RwSignal<Suggestions>) -> bool {
        if event.is_composing() || event.ctrl_key() || event.alt_key() || event.meta_key() {
            return false;
        }
        let buttons = browser::elements(".suggestions button");
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let place = buttons.iter().position(|button| Some(button) == target.as_ref());
        if place.is_none() && !browser::is(event, line) {
            return false;
        }
        let next = match (event.key().as_str(), place) {
            ("Escape", _) => {
                suggestions.set(Suggestions::default());
                None
            }
            ("ArrowDown", None) => Some(0),
            ("ArrowDown" | "ArrowRight", Some(place)) => Some((place + 1).min(buttons.len() - 1)),
            ("ArrowUp" | "ArrowLeft", Some(place)) => place.checked_sub(1),
            _ => return false,
        };
        let target = match next {
            Some(next) => buttons.get(next).cloned().and_then(|button| button.dyn_into::<HtmlElement>().ok()),
            None => browser::field(line).map(HtmlElement::from),
        };
        if let Some(target) = target {
            let _ = target.focus();
        }
        true
    }

    fn cursor(field: &HtmlInputElement) -> usize {
        let place = field.selection_start().ok().flatten().unwrap_or(u32::MAX);
        utf16::to_characters(&field.value(), place as usize)
    }
}
