//! `/items`: what I wrote, by what it needs, and what each waits for.

use axum::extract::Query;
use domain::workflow::State;
use leptos::prelude::*;
use serde::Deserialize;

use super::rows::{ItemRows, Pager};
use crate::{
    components::{
        begin::begin_buttons,
        drawn::{OrPage, PageResult},
        unsaved::UnsavedTexts,
    },
    desk::items::ItemRow,
    request::page::Page,
};

/// The address's query.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    /// `unit` for the items of the whole unit.
    #[serde(default)]
    of: String,
    before: Option<String>,
}

/// What a group of states is called.
const GROUPS: [(&str, &[State]); 4] = [
    ("等您修改", &[State::Returned]),
    ("草稿", &[State::Draft]),
    ("在办", &[State::UnitReview, State::Submitted, State::Editing, State::Shortlisted, State::Placed]),
    ("已了结", &[State::Adopted, State::Combined, State::Rejected, State::Retracted]),
];

/// `GET /items`
pub async fn page(page: Page, Query(asked): Query<Asked>) -> PageResult {
    let of_unit = asked.of == "unit";
    let before = asked.before.as_deref().and_then(|before| before.parse().ok());
    let items = page.desk().my_items(&page.actor, of_unit, before).await.or_page(&page)?;
    let unsaved = page.desk().unsaved_texts(&page.actor).await.or_page(&page)?;
    let has_unit = !page.actor.units().is_empty();
    let may_draft = !page.desk().units_to_draft_for(&page.actor).await.or_page(&page)?.is_empty();
    let address = if of_unit { "/items?of=unit" } else { "/items" };
    let is_empty = items.rows.is_empty();
    Ok(page
        .render("我的稿件", || {
            view! {
                <div class="page-head">
                    <h1>"我的稿件"</h1>
                    {may_draft.then(begin_buttons)}
                </div>
                {has_unit.then(|| view! {
                    <nav class="tabs" aria-label="范围">
                        <a href="/items" aria-current=(!of_unit).then_some("page")>"我起草的"</a>
                        <a href="/items?of=unit" aria-current=of_unit.then_some("page")>"本单位的"</a>
                    </nav>
                })}
                <UnsavedTexts texts=unsaved now=page.now.clone() back=page.address.clone() />
                {is_empty.then(|| empty(may_draft))}
                {groups(items.rows, &page)}
                <Pager address=address.to_owned() next=items.next is_first=before.is_none() />
            }
        })
        .await)
}

fn groups(rows: Vec<ItemRow>, page: &Page) -> AnyView {
    let mut views = Vec::new();
    for (name, states) in GROUPS {
        let rows: Vec<ItemRow> = rows.iter().filter(|row| states.contains(&row.state)).cloned().collect();
        if !rows.is_empty() {
            views.push(view! {
                <section>
                    <h2>{name}</h2>
                    <ItemRows rows now=page.now.clone() worked_through=page.address.clone() />
                </section>
            });
        }
    }
    views.collect_view().into_any()
}

fn empty(may_draft: bool) -> impl IntoView {
    view! {
        <section class="empty">
            <p>"这里还没有稿件。"</p>
            {may_draft.then(|| view! {
                <p>"写一篇信息或简讯：点“写信息”“写简讯”，写好标题、正文和署名，再报送；写在 Word 里的，点“从 Word 起草”。"</p>
            })}
        </section>
    }
}
