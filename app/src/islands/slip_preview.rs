//! The item as it will stand in the issue, beside the text while it is written.
//!
//! The slip comes with the page; in the browser it follows the text. A new picture takes the old one's place only
//! once it is there, so that nothing flashes, and one slip at a time is asked for.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// How a text comes out on paper.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slip {
    /// Missing where there is nothing to be set, or too much.
    pub picture: Option<SlipPicture>,
    /// Why there is no picture, or what cannot be printed.
    pub notes: Vec<String>,
}

/// A slip's picture, with twice as many pixels as said here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlipPicture {
    pub address: String,
    /// Pixels of a plain screen.
    pub width: u32,
    /// Pixels of a plain screen.
    pub height: u32,
}

impl Slip {
    /// No picture, and why.
    pub fn without_picture(note: &str) -> Self {
        Self { picture: None, notes: vec![note.to_owned()] }
    }
}

/// Shows the slip, and sets it anew as somebody types in the form with the id `form`.
#[island]
pub fn SlipPreview(form: String, slip: Slip) -> impl IntoView {
    let slip = RwSignal::new(slip);
    #[cfg(feature = "hydrate")]
    awake::begin(form, slip);
    #[cfg(not(feature = "hydrate"))]
    drop(form);
    let paper = move || {
        slip.get().picture.map(|SlipPicture { address, width, height }| {
            view! {
                <a class="slip-paper" href=address.clone() target="_blank">
                    <img src=address.clone() width=width height=height alt="排好的版面，点开看大图" />
                </a>
            }
        })
    };
    let notes = move || {
        let has_picture = slip.get().picture.is_some();
        let class = if has_picture { "field-fault" } else { "soft" };
        slip.get().notes.into_iter().map(|note| view! { <p class=class>{note}</p> }).collect_view()
    };
    view! {
        <div class="slip-notes" aria-live="polite">{notes}</div>
        {paper}
    }
}

#[cfg(feature = "hydrate")]
mod awake {
    use std::{cell::RefCell, rc::Rc, time::Duration};

    use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*};

    use super::Slip;
    use crate::islands::browser;

    /// Set anew this long after the last key.
    const REST: Duration = Duration::from_millis(600);

    #[derive(Default)]
    struct Asking {
        pending: Option<TimeoutHandle>,
        is_under_way: bool,
        /// Somebody typed while the last slip was being set.
        is_outdated: bool,
    }

    pub(super) fn begin(form: String, slip: RwSignal<Slip>) {
        let asking: Rc<RefCell<Asking>> = Rc::default();
        let listener = window_event_listener(leptos::ev::input, move |event| {
            if browser::is_within(&event, &form) {
                rest(&asking, &form, slip);
            }
        });
        on_cleanup(move || listener.remove());
    }

    fn rest(asking: &Rc<RefCell<Asking>>, form: &str, slip: RwSignal<Slip>) {
        let (again, form) = (asking.clone(), form.to_owned());
        let ask = move || leptos::task::spawn_local(ask(again, form, slip));
        let pending = set_timeout_with_handle(ask, REST).ok();
        if let Some(earlier) = std::mem::replace(&mut asking.borrow_mut().pending, pending) {
            earlier.clear();
        }
    }

    async fn ask(asking: Rc<RefCell<Asking>>, form: String, slip: RwSignal<Slip>) {
        {
            let mut asking = asking.borrow_mut();
            if asking.is_under_way {
                asking.is_outdated = true;
                return;
            }
            asking.is_under_way = true;
            asking.is_outdated = false;
        }
        // What cannot be had now is asked for again at the next key; the last slip stands until then.
        if let Some(fields) = browser::form(&form)
            && let Ok(next) = browser::post::<Slip>("/slip", &fields).await
        {
            browser::load_pictures(next.picture.iter().map(|picture| picture.address.clone())).await;
            if slip.with_untracked(|present| *present != next) {
                slip.set(next);
            }
        }
        let is_outdated = {
            let mut asking = asking.borrow_mut();
            asking.is_under_way = false;
            asking.is_outdated
        };
        if is_outdated {
            rest(&asking, &form, slip);
        }
    }
}
