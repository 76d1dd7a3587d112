//! The arranging board, quicker: dragging, keys and buttons act without leaving the page.
//!
//! Every act is one of the board's own forms or the same fields sent to the same address; what comes back is the
//! board's page as the server renders it, whose parts take the old ones' places. So there is one way to draw a board,
//! and whatever the server refuses, or somebody else has changed meanwhile, shows by itself.

use leptos::prelude::*;

#[cfg(feature = "hydrate")]
mod acts;
#[cfg(feature = "hydrate")]
mod drag;
#[cfg(feature = "hydrate")]
mod keys;
#[cfg(feature = "hydrate")]
mod parts;

/// Livens the board with the id `board`. It shows answers where they are seen wherever the page is scrolled to.
#[island]
pub fn ArrangingBoard() -> impl IntoView {
    let is_awake = RwSignal::new(false);
    let is_shown = RwSignal::new(false);
    let said = RwSignal::new(String::new());
    #[cfg(feature = "hydrate")]
    awake::begin(is_awake, is_shown, said);
    view! {
        <p class="board-hint soft small" hidden=move || !is_awake.get()>
            "拖动稿件就能编入、移动、移出；也可以用键盘，按 "<kbd>"?"</kbd>" 看按键。"
        </p>
        <p class="notice" role="status" hidden=move || !is_shown.get()>
            <kbd>"↑"</kbd>" "<kbd>"↓"</kbd>" 上一篇、下一篇　"<kbd>"Alt"</kbd>"+"<kbd>"↑"</kbd>" "<kbd>"↓"</kbd>
            " 移动　"<kbd>"Alt"</kbd>"+"<kbd>"Enter"</kbd>" 编入　"<kbd>"Delete"</kbd>" 移出　"<kbd>"Enter"</kbd>
            " 打开　"<kbd>"?"</kbd>" 显示或收起"
        </p>
        <p class="visually-hidden" role="status">{move || said.get()}</p>
        <div id="board-answer"></div>
    }
}

#[cfg(feature = "hydrate")]
mod awake {
    use leptos::{ev, prelude::*};
    use web_sys::{KeyboardEvent, SubmitEvent};

    use super::{acts::Acts, drag, keys, parts};

    pub(super) fn begin(is_awake: RwSignal<bool>, is_shown: RwSignal<bool>, said: RwSignal<String>) {
        let acts = Acts::new(said);
        // After this island is attached to the page's own markup.
        request_animation_frame(move || {
            is_awake.set(true);
            parts::make_draggable();
        });
        let sent = {
            let acts = acts.clone();
            window_event_listener(ev::submit, move |event: SubmitEvent| {
                if acts.send_form(&event) {
                    event.prevent_default();
                }
            })
        };
        let pressed = {
            let acts = acts.clone();
            window_event_listener(ev::keydown, move |event: KeyboardEvent| {
                if keys::press(&event, &acts, is_shown) {
                    event.prevent_default();
                }
            })
        };
        let dragged = drag::listen(&acts);
        on_cleanup(move || {
            sent.remove();
            pressed.remove();
            dragged();
        });
    }
}
