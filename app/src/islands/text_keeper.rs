//! Keeps what is typed for the person who types, within three seconds of the last key, and says so.
//!
//! It sends one text at a time, gives up on a request that takes too long and tries again, and sends what is not
//! kept yet when the page is left. It must not know what becomes of the text; once the form is sent, it is silent.

use leptos::prelude::*;

/// Keeps the text of the form with the id `form`.
#[island]
pub fn TextKeeper(form: String) -> impl IntoView {
    let status = RwSignal::new(Status::default());
    #[cfg(feature = "hydrate")]
    awake::begin(form, status);
    #[cfg(not(feature = "hydrate"))]
    drop(form);
    let kept =
        move || status.with(|status| if status.is_fault { String::new() } else { status.words.clone() });
    let fault =
        move || status.with(|status| if status.is_fault { status.words.clone() } else { String::new() });
    view! {
        <span class="kept">
            <output class="soft" aria-live="off">{kept}</output>
            <strong class="field-fault" role="alert" hidden=move || fault().is_empty()>{fault}</strong>
        </span>
    }
}

/// What is said about the last attempt.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Status {
    words: String,
    is_fault: bool,
}

#[cfg(feature = "hydrate")]
mod awake {
    use std::{cell::RefCell, rc::Rc, time::Duration};

    use leptos::{ev, leptos_dom::helpers::TimeoutHandle, prelude::*};
    use serde::Deserialize;
    use web_sys::AbortController;

    use super::Status;
    use crate::islands::browser::{self, Failure};

    /// In milliseconds: kept this long after the last key.
    const REST: f64 = 900.0;
    /// In milliseconds: kept this long after the first key that is not kept, however long somebody goes on typing.
    const LONGEST_UNKEPT: f64 = 2500.0;
    /// A first request that takes longer is given up, so that the next one is still in time.
    const PATIENCE: Duration = Duration::from_millis(1500);
    const MOST_PATIENCE: Duration = Duration::from_secs(12);
    /// After a failure; doubled with every further one.
    const PAUSE: Duration = Duration::from_millis(500);

    const KEEP: &str = "/do/keep_text";

    #[derive(Deserialize)]
    struct Kept {
        words: String,
    }

    #[derive(Default)]
    struct Keeping {
        timer: Option<TimeoutHandle>,
        /// The request under way.
        under_way: Option<AbortController>,
        /// When the first key was pressed that is not kept yet.
        unkept_since: Option<f64>,
        failures: u32,
        /// The form was sent: nothing is to be kept any more.
        is_sent: bool,
    }

    #[derive(Clone)]
    struct Keeper {
        form: Rc<str>,
        status: RwSignal<Status>,
        keeping: Rc<RefCell<Keeping>>,
    }

    pub(super) fn begin(form: String, status: RwSignal<Status>) {
        let keeper = Keeper { form: form.into(), status, keeping: Rc::default() };
        let listen = |act: fn(&Keeper)| {
            let keeper = keeper.clone();
            move || act(&keeper)
        };
        let typed = {
            let (keeper, typed) = (keeper.clone(), listen(Keeper::typed));
            window_event_listener(ev::input, move |event| {
                if browser::is_within(&event, &keeper.form) {
                    typed();
                }
            })
        };
        let sent = {
            let keeper = keeper.clone();
            window_event_listener(ev::submit, move |event| {
                // Giving a kept text up ends the keeping as well; a search does not.
                if browser::is(&event, &keeper.form) || browser::submits_to(&event, "/do/drop_kept_text") {
                    keeper.sent();
                }
            })
        };
        let saved = {
            let keeper = keeper.clone();
            window_event_listener(ev::keydown, move |event| {
                let is_save = (event.ctrl_key() || event.meta_key()) && event.key() == "s";
                if is_save && browser::is_within(&event, &keeper.form) {
                    event.prevent_default();
                    keeper.clone().keep_in(0.0);
                }
            })
        };
        let leave = listen(Keeper::leave);
        let left = window_event_listener(ev::pagehide, move |_| leave());
        on_cleanup(move || {
            typed.remove();
            sent.remove();
            saved.remove();
            left.remove();
        });
    }

    impl Keeper {
        fn typed(&self) {
            let now = browser::now();
            let since = {
                let mut keeping = self.keeping.borrow_mut();
                keeping.is_sent = false;
                *keeping.unkept_since.get_or_insert(now)
            };
            self.clone().keep_in(REST.min(since + LONGEST_UNKEPT - now).max(0.0));
        }

        /// The form itself is on its way: what is under way would only come too late.
        fn sent(&self) {
            let mut keeping = self.keeping.borrow_mut();
            keeping.is_sent = true;
            keeping.unkept_since = None;
            if let Some(timer) = keeping.timer.take() {
                timer.clear();
            }
            if let Some(under_way) = keeping.under_way.take() {
                under_way.abort();
            }
        }

        /// The page is being left: the last words go along, without anybody waiting for the answer.
        fn leave(&self) {
            let keeping = self.keeping.borrow();
            let is_unkept = keeping.unkept_since.is_some() || keeping.under_way.is_some();
            if is_unkept
                && !keeping.is_sent
                && let Some(form) = browser::form(&self.form)
            {
                browser::post_and_leave(KEEP, &form);
            }
        }

        fn keep_in(self, milliseconds: f64) {
            let again = self.clone();
            let keep = move || leptos::task::spawn_local(again.keep());
            let timer = set_timeout_with_handle(keep, Duration::from_secs_f64(milliseconds / 1000.0)).ok();
            if let Some(earlier) = std::mem::replace(&mut self.keeping.borrow_mut().timer, timer) {
                earlier.clear();
            }
        }

        async fn keep(self) {
            let Some(form) = browser::form(&self.form) else { return };
            let (under_way, patience) = {
                let mut keeping = self.keeping.borrow_mut();
                keeping.timer = None;
                // What was typed meanwhile is kept as soon as this request has ended.
                if keeping.is_sent || keeping.under_way.is_some() {
                    return;
                }
                let Ok(under_way) = AbortController::new() else { return };
                keeping.under_way = Some(under_way.clone());
                keeping.unkept_since = None;
                (under_way, MOST_PATIENCE.min(PATIENCE * 2_u32.pow(keeping.failures.min(4))))
            };
            let signal = under_way.signal();
            let give_up = set_timeout_with_handle(move || under_way.abort(), patience).ok();
            let answer = browser::post_until::<Kept>(KEEP, &form, &signal).await;
            if let Some(give_up) = give_up {
                give_up.clear();
            }
            self.answered(answer);
        }

        fn answered(self, answer: Result<Kept, Failure>) {
            let mut keeping = self.keeping.borrow_mut();
            keeping.under_way = None;
            if keeping.is_sent {
                return;
            }
            let (words, is_fault, next) = match answer {
                Ok(kept) => {
                    keeping.failures = 0;
                    (kept.words, false, keeping.unkept_since.map(|_| 0.0))
                }
                Err(Failure::Refused(words)) => (format!("没有保存：{words}"), true, None),
                Err(Failure::Unanswered) => {
                    let pause = PAUSE * 2_u32.pow(keeping.failures.min(5));
                    keeping.failures += 1;
                    keeping.unkept_since.get_or_insert_with(browser::now);
                    let words = "还没有保存：连不上服务器，正在重试，请先不要关闭本页".to_owned();
                    // A single slow answer is no reason for alarm.
                    let is_fault = keeping.failures > 1;
                    let words = if is_fault { words } else { "正在保存…".to_owned() };
                    (words, is_fault, Some(if is_fault { pause.as_secs_f64() * 1000.0 } else { 0.0 }))
                }
            };
            let waits_already = keeping.timer.is_some();
            drop(keeping);
            self.status.set(Status { words, is_fault });
            if let Some(next) = next
                && !waits_already
            {
                self.keep_in(next);
            }
        }
    }
}
