//! From where acts on an item are done: the page, what comes next in its list, and which keys press them.

use domain::act::Verb;
use leptos::prelude::*;

use super::parts::versioned;
use crate::{
    desk::items::ItemView,
    request::{address::door, page::Page},
};

/// Where an act is done from, and so where one goes on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Way<'a> {
    pub page: &'a Page,
    /// What comes next in the list from which the item was opened.
    pub then: Option<&'a str>,
    /// Which acts have keys there.
    pub keys: Keys,
}

/// What is gone through by keys: each page has its own, so that no key means two things on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keys {
    None,
    Sorting,
    Clearing,
    Reviewing,
}

impl Way<'_> {
    /// The hidden fields that say so.
    pub(super) fn fields(self) -> AnyView {
        view! {
            <input type="hidden" name="back" value=self.page.address.clone() />
            {self.then.map(|then| view! { <input type="hidden" name="next" value=then.to_owned() /> })}
        }
        .into_any()
    }

    /// For what is taken back, or does not end it: it is looked at again.
    pub(super) fn staying(self) -> Self {
        Self { then: None, ..self }
    }
}

impl Keys {
    /// The key that presses an act.
    pub(super) fn of(self, verb: Verb) -> Option<&'static str> {
        match (self, verb) {
            (Self::Sorting, Verb::Receive) => Some("g"),
            (Self::Sorting, Verb::Shortlist) => Some("s"),
            (Self::Sorting, Verb::Reject) => Some("n"),
            (Self::Sorting, Verb::TakeCharge) => Some("m"),
            (Self::Clearing, Verb::Clear) | (Self::Reviewing, Verb::Approve) => Some("p"),
            (Self::Sorting | Self::Reviewing, Verb::ReturnItem) => Some("r"),
            (Self::Clearing, Verb::RefuseClearance) => Some("r"),
            (Self::Sorting | Self::Reviewing, Verb::SaveItem) => Some("e"),
            _ => None,
        }
    }
}

/// An act on the item as it stands, by one press.
pub(super) fn act(
    view: &ItemView,
    way: Way<'_>,
    verb: Verb,
    label: &'static str,
    class: &'static str,
) -> AnyView {
    view! {
        <form method="post" action=door(verb)>
            {versioned(view)}
            {way.fields()}
            <button class=class data-key=way.keys.of(verb)>{label}</button>
        </form>
    }
    .into_any()
}
