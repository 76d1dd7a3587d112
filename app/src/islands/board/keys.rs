//! The board by keys: what they do to the item in whose row the focus is.

use domain::act::Verb;
use leptos::prelude::*;
use web_sys::{Element, KeyboardEvent};

use super::{acts::Acts, parts};
use crate::islands::browser;

/// Whether the key was ours.
pub(super) fn press(event: &KeyboardEvent, acts: &Acts, is_shown: RwSignal<bool>) -> bool {
    if event.ctrl_key() || event.meta_key() || event.is_composing() {
        return false;
    }
    let Some(target) = browser::target(event) else { return false };
    let key = event.key();
    if is_for_typing(&target) {
        return false;
    }
    if key == "?" {
        is_shown.update(|shown| *shown = !*shown);
        return true;
    }
    let Some(row) = parts::row_of(&target) else { return false };
    let Some(item) = parts::item_of(&row) else { return false };
    let is_placed = row.closest(".board-section").ok().flatten().is_some();
    let direction = |direction: &str| [("direction", direction.to_owned())];
    match (key.as_str(), event.alt_key(), is_placed) {
        ("ArrowUp", true, true) => acts.ask(Verb::MovePlacement, &item, &direction("up")),
        ("ArrowDown", true, true) => acts.ask(Verb::MovePlacement, &item, &direction("down")),
        ("Delete", false, true) => acts.ask(Verb::RemovePlacement, &item, &[]),
        ("Enter", true, false) => acts.ask(Verb::PlaceItems, &item, &[]),
        ("ArrowUp", false, _) => return go(&row, -1),
        ("ArrowDown", false, _) => return go(&row, 1),
        _ => return false,
    }
    true
}

/// To the row above or below, of all rows of the board's side.
fn go(row: &Element, step: isize) -> bool {
    let side = if row.closest("#shortlist").ok().flatten().is_some() { "#shortlist" } else { "#sections" };
    let rows = browser::elements(&format!("{side} .board-item"));
    let place = rows.iter().position(|other| other == row);
    let next = place.and_then(|place| place.checked_add_signed(step)).and_then(|place| rows.get(place));
    next.inspect(|row| parts::focus_row(row)).is_some()
}

/// A key pressed in a field is meant for it; boxes to tick and buttons are no such fields.
fn is_for_typing(target: &Element) -> bool {
    match target.tag_name().as_str() {
        "TEXTAREA" | "SELECT" => true,
        "INPUT" => target.get_attribute("type").as_deref() != Some("checkbox"),
        _ => false,
    }
}
