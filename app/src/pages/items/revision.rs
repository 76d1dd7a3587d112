//! `/items/{item}/revisions/{number}`: one saved text, and how it differs from another.

use axum::extract::{Path, Query};
use domain::id::ItemId;
use leptos::prelude::*;
use serde::Deserialize;

use crate::{
    components::{
        difference::Difference,
        drawn::{OrPage, PageResult},
        piece::{Headline, Piece},
    },
    desk::items::{RevisionLine, RevisionView},
    request::page::Page,
    words,
};

/// The address's query.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    /// The number of the revision to compare with.
    with: Option<String>,
}

/// `GET /items/{item}/revisions/{number}`
pub async fn page(
    page: Page,
    Path((item, number)): Path<(i64, i32)>,
    Query(asked): Query<Asked>,
) -> PageResult {
    let with = asked.with.as_deref().and_then(|with| with.parse().ok());
    let view = page.desk().revision(&page.actor, ItemId(item), number, with).await.or_page(&page)?;
    Ok(page.render(&format!("第{number}稿"), || body(view, &page)).await)
}

fn body(view: RevisionView, page: &Page) -> impl IntoView {
    let address = format!("/items/{}", view.item);
    let saved = saved(&view.line, page);
    let compared = view.base.as_ref().map(|base| format!("与{}的不同", base.label()));
    view! {
        <p><a href=address.clone()>{view.item_title.clone()}</a></p>
        <div class="page-head">
            <h1>{view.line.label()}</h1>
            <span class="soft">{saved}</span>
        </div>
        {(view.revisions.len() > 1).then(|| compare_form(&view, &address))}
        {compared.map(|heading| view! {
            <section class="panel">
                <h2>{heading}</h2>
                <Difference comparison=view.difference.clone() />
            </section>
        })}
        <section>
            <h2>"全文"</h2>
            <article class="prose">{Piece::from(&view.text).view(Headline::Level(3), 3)}</article>
        </section>
    }
}

fn compare_form(view: &RevisionView, address: &str) -> impl IntoView + use<> {
    let number = view.line.number;
    let base = view.base.as_ref().map(|base| base.number);
    let others = view.revisions.iter().filter(|line| line.number != number);
    let options = others
        .map(|line| {
            let label = format!("{}（{}）", line.label(), line.saved_by);
            let selected = Some(line.number) == base;
            view! { <option value=line.number selected=selected>{label}</option> }
        })
        .collect_view();
    view! {
        <form class="toolbar" action=format!("{address}/revisions/{number}")>
            <div class="field">
                <label for="with">"对照"</label>
                <select id="with" name="with">{options}</select>
            </div>
            <button>"对照"</button>
            <a class="button quiet" href=format!("{address}/compare?from={number}")>"与别的文字对照"</a>
        </form>
    }
}

/// Who saved it and when.
fn saved(line: &RevisionLine, page: &Page) -> String {
    let sent = if line.submitted { "，报送稿" } else { "" };
    format!("{} {}保存{sent}", words::moment(line.saved_at, &page.now), line.saved_by)
}
