//! The state of an item or an issue: a word in its colour and shape.

use domain::{issue::IssueState, workflow::State};
use leptos::prelude::*;

/// An item's state.
#[component]
pub fn StateBadge(state: State) -> impl IntoView {
    view! { <span class=format!("state state-{}", state.code())>{state.label()}</span> }
}

/// An issue's state.
#[component]
pub fn IssueStateBadge(state: IssueState) -> impl IntoView {
    view! { <span class=format!("state state-{}", state.code())>{state.label()}</span> }
}
