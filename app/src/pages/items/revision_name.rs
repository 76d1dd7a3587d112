//! 取名: what a saved text is called, asked for where it is named.

use domain::{act::Verb, id::ItemId};
use leptos::prelude::*;

use crate::{
    components::verb_form::{comes_back, given, verb_form},
    desk::items::RevisionLine,
    request::page::Page,
};

/// A form for the name of a saved text, folded until it is wanted.
pub(super) fn naming(item: ItemId, line: &RevisionLine, page: &Page) -> AnyView {
    let number = line.number.to_string();
    let id = format!("name-{number}");
    let name = line.name.clone().unwrap_or_default();
    let label = format!("第{number}稿叫什么");
    let is_back = comes_back(Verb::NameRevision, Some(("number", &number)));
    let summary = format!("给第{number}稿取名");
    view! {
        <details class="naming" open=is_back>
            <summary aria-label=summary>"取名…"</summary>
            {verb_form(Verb::NameRevision, Some(("number", number)), "form", || view! {
                <input type="hidden" name="item" value=item.0 />
                <input type="hidden" name="back" value=page.address.clone() />
                <div class="field">
                    <label for=id.clone()>{label}</label>
                    <input id=id.clone() name="name" value=given("name", name) aria-describedby=format!("{id}-hint") />
                    <span class="field-hint" id=format!("{id}-hint")>"如“领导改后”，最多 20 字；空着就没有名字"</span>
                </div>
                <button>"取名"</button>
            })}
        </details>
    }
    .into_any()
}
