//! Stating that an author who bears the same name is somebody else.

use domain::{act::Verb, id::ItemId};
use leptos::prelude::*;

use crate::request::address::door;

/// The forms with which a person states that an author who bears the same name is somebody else.
pub fn stating(item: ItemId, authors: &[String]) -> AnyView {
    if authors.is_empty() {
        return ().into_any();
    }
    let form = |author: &String| {
        view! {
            <form method="post" action=door(Verb::StateNamesake)>
                <input type="hidden" name="item" value=item.0 />
                <input type="hidden" name="author" value=author.clone() />
                <button>{format!("署名中的“{author}”是另一个人")}</button>
            </form>
        }
    };
    view! {
        <p>"如果只是同名，请说明；说明记入经过，以后经办的人都看得到。"</p>
        {authors.iter().map(form).collect_view()}
    }
    .into_any()
}
