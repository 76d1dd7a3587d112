//! The board by dragging: an item into the issue, to another place in it, and out of it again.

use std::{cell::RefCell, rc::Rc};

use domain::act::Verb;
use leptos::{ev, prelude::*};
use web_sys::{DragEvent, Element};

use super::{acts::Acts, parts};
use crate::islands::browser;

/// The row that is being dragged.
struct Dragged {
    row: Element,
    item: String,
    is_placed: bool,
}

/// Where it would go if it were let go now.
enum Goal {
    /// To a section: before the row with this number among the others.
    Place { section: Element, position: usize, beside: Option<(Element, &'static str)> },
    /// Back to the shortlist.
    Out(Element),
}

type Hand = Rc<RefCell<Option<Dragged>>>;

/// Listens; what is answered ends it.
pub(super) fn listen(acts: &Acts) -> impl FnOnce() + use<> {
    let hand = Hand::default();
    let taken = {
        let hand = hand.clone();
        window_event_listener(ev::dragstart, move |event: DragEvent| take(&event, &hand))
    };
    let over = {
        let hand = hand.clone();
        window_event_listener(ev::dragover, move |event: DragEvent| {
            unmark();
            if let Some(goal) = hand.borrow().as_ref().and_then(|dragged| goal(&event, dragged)) {
                event.prevent_default();
                mark(&goal);
            }
        })
    };
    let dropped = {
        let (hand, acts) = (hand.clone(), acts.clone());
        window_event_listener(ev::drop, move |event: DragEvent| {
            let dragged = hand.borrow();
            let Some(dragged) = dragged.as_ref() else { return };
            event.prevent_default();
            if let Some(goal) = goal(&event, dragged) {
                let_go(&acts, dragged, &goal);
            }
        })
    };
    let ended = window_event_listener(ev::dragend, move |_| {
        unmark();
        if let Some(dragged) = hand.take() {
            let _ = dragged.row.class_list().remove_1("dragged");
        }
    });
    move || {
        taken.remove();
        over.remove();
        dropped.remove();
        ended.remove();
    }
}

fn take(event: &DragEvent, hand: &Hand) {
    let Some(row) = browser::target(event).and_then(|target| parts::row_of(&target)) else { return };
    let (Some(item), Some(transfer)) = (parts::item_of(&row), event.data_transfer()) else { return };
    transfer.set_effect_allowed("move");
    let _ = transfer.set_data("text/plain", &item);
    transfer.set_drag_image(&row, 16, 16);
    let _ = row.class_list().add_1("dragged");
    let is_placed = row.closest(".board-section").ok().flatten().is_some();
    hand.replace(Some(Dragged { row, item, is_placed }));
}

/// Where the pointer is; `None` where the item cannot go. A section takes only items of its kind.
fn goal(event: &DragEvent, dragged: &Dragged) -> Option<Goal> {
    let target = browser::target(event)?;
    let list = parts::list_of(&target)?;
    if list.id() == "shortlist" {
        return dragged.is_placed.then_some(Goal::Out(list));
    }
    if list.get_attribute("data-kind") != dragged.row.get_attribute("data-kind") {
        return None;
    }
    let mut others = parts::rows_of(&list);
    others.retain(|row| *row != dragged.row);
    let under = parts::row_of(&target).filter(|row| *row != dragged.row);
    let Some(under) = under else {
        // Over itself, or over the section's head or the space below its rows.
        let is_over_itself = dragged.row.contains(Some(&target));
        return (!is_over_itself).then(|| Goal::Place {
            position: others.len(),
            section: list,
            beside: None,
        });
    };
    let rect = under.get_bounding_client_rect();
    let is_below = f64::from(event.client_y()) > rect.top() + rect.height() / 2.0;
    let place = others.iter().position(|row| *row == under)?;
    let class = if is_below { "drop-after" } else { "drop-before" };
    Some(Goal::Place { section: list, position: place + usize::from(is_below), beside: Some((under, class)) })
}

fn let_go(acts: &Acts, dragged: &Dragged, goal: &Goal) {
    let (section, position) = match goal {
        Goal::Out(_) => return acts.ask(Verb::RemovePlacement, &dragged.item, &[]),
        Goal::Place { section, position, .. } => (section, *position),
    };
    let stands_there = parts::rows_of(section).iter().position(|row| *row == dragged.row);
    if stands_there == Some(position) {
        return;
    }
    let section = section.get_attribute("data-section").unwrap_or_default();
    let verb = if dragged.is_placed { Verb::MovePlacement } else { Verb::PlaceItems };
    acts.ask(verb, &dragged.item, &[("section", section), ("position", position.to_string())]);
}

fn mark(goal: &Goal) {
    let (element, class) = match goal {
        Goal::Out(list) => (list, "drop-into"),
        Goal::Place { beside: Some((row, class)), .. } => (row, *class),
        Goal::Place { section, .. } => (section, "drop-into"),
    };
    let _ = element.class_list().add_1(class);
}

fn unmark() {
    for marked in browser::elements(".drop-before, .drop-after, .drop-into") {
        let _ = marked.class_list().remove_3("drop-before", "drop-after", "drop-into");
    }
}
