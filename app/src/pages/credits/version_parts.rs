//! How a version of a bulletin stands and what files there are of it, wherever versions are listed.

use domain::bulletin::version::Standing;
use leptos::prelude::*;

use crate::desk::bulletins::{BulletinForm, VersionLine};

/// Links to a version's files.
#[component]
pub fn VersionFiles<'a>(line: &'a VersionLine) -> impl IntoView + use<> {
    let (month, id) = (line.month, line.id);
    BulletinForm::ALL
        .map(|form| view! { <a href=format!("/bulletins/{month}/versions/{id}/{}", form.code())>{form.label()}</a> })
}

/// How a version stands, as a badge.
#[component]
pub fn VersionBadge(standing: Standing) -> impl IntoView {
    let class = match standing {
        Standing::InSignOff => "state state-sent",
        Standing::Signed => "state state-signed",
        Standing::SentBack => "state state-returned",
        Standing::Issued => "state state-published",
    };
    view! { <span class=class>{standing.label()}</span> }
}
