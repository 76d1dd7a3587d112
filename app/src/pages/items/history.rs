//! An item's history: what happened, and every saved text.

use domain::{act::Verb, permission::ItemAct};
use leptos::prelude::*;

use super::{parts::versioned, revision_name};
use crate::{
    desk::items::{ItemView, RevisionLine},
    request::{address::door, page::Page},
    words,
};

/// Events, then revisions; `level` is that of its headings.
pub(super) fn history(view: &ItemView, page: &Page, level: u8) -> AnyView {
    let events = view.events.iter().map(|event| {
        view! {
            <li>
                <time>{words::moment(event.happened_at, &page.now)}</time>
                " "{event.actor.clone()}" "{event.words.clone()}
                {event.reason.clone().map(|reason| view! { <p class="soft">{reason}</p> })}
            </li>
        }
    });
    let revisions = view.revisions.iter().map(|line| {
        let address = format!("/items/{}/revisions/{}", view.item.id, line.number);
        let sent = line.submitted.then_some("　报送稿");
        let mended = line.mended.then_some("　审核人改字句");
        let is_present = line.id == view.item.revision;
        let naming = line.may_name.then(|| revision_name::naming(view.item.id, line, page));
        let compare = compared(view, line).map(|address| {
            let label = format!("第{}稿", line.number);
            view! { <a href=address>"对照"<span class="visually-hidden">{label}</span></a> }
        });
        let restore = (!is_present && view.may(ItemAct::EditText)).then(|| restore(view, line.number));
        view! {
            <li class="row-meta saved-text">
                <a href=address>{line.label()}</a>
                <span>{line.saved_by.clone()}</span>
                <time>{words::moment(line.saved_at, &page.now)}</time>
                {sent}
                {mended}
                {is_present.then_some("　现在的文字")}
                {compare}
                {restore}
                {naming}
            </li>
        }
    });
    view! {
        <section>
            {heading(level, "经过")}
            <ol class="timeline">{events.collect_view()}</ol>
        </section>
        <section>
            {heading(level, "修改稿")}
            <ul>{revisions.collect_view()}</ul>
        </section>
    }
    .into_any()
}

/// Where a saved text stands beside what became of it; nothing where there is no other text.
fn compared(view: &ItemView, line: &RevisionLine) -> Option<String> {
    let is_only = view.became.is_none() && line.id == view.item.revision;
    (!is_only).then(|| format!("/items/{}/compare?from={}", view.item.id, line.number))
}

/// One click, and one more to take it back.
fn restore(view: &ItemView, number: i32) -> impl IntoView + use<> {
    view! {
        <form method="post" action=door(Verb::RestoreRevision)>
            {versioned(view)}
            <input type="hidden" name="number" value=number />
            <button class="quiet">"恢复这一稿"<span class="visually-hidden">{format!("（第{number}稿）")}</span></button>
        </form>
    }
}

fn heading(level: u8, words: &'static str) -> AnyView {
    if level <= 2 { view! { <h2>{words}</h2> }.into_any() } else { view! { <h3>{words}</h3> }.into_any() }
}
