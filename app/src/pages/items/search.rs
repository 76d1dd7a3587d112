//! `/search`: items by their words, of all that one may read.

use axum::extract::Query;
use leptos::prelude::*;
use serde::Deserialize;

use super::rows::{ItemRows, Pager, total};
use crate::{
    components::drawn::{OrPage, PageResult},
    request::page::Page,
};

/// The address's query.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    q: String,
    before: Option<String>,
}

/// `GET /search?q=…`
pub async fn page(page: Page, Query(asked): Query<Asked>) -> PageResult {
    let question = asked.q.trim().to_owned();
    let before = asked.before.as_deref().and_then(|before| before.parse().ok());
    let found = page.desk().search_items(&page.actor, &question, before).await.or_page(&page)?;
    let total = total(&found);
    let address = format!("/search?{}", serde_urlencoded::to_string([("q", &question)]).unwrap_or_default());
    let is_empty = found.rows.is_empty();
    Ok(page
        .render("搜索", || {
            view! {
                <div class="page-head">
                    <h1>"搜索"</h1>
                    <span class="soft">{total.filter(|_| !is_empty)}</span>
                </div>
                <form class="toolbar" action="/search">
                    <div class="field">
                        <label for="q">"要找的字词"</label>
                        <input id="q" type="search" name="q" value=question.clone() />
                    </div>
                    <button>"搜索"</button>
                </form>
                {is_empty.then(|| view! { <section class="empty"><p>{nothing(&question)}</p></section> })}
                <ItemRows rows=found.rows now=page.now.clone() />
                <Pager address next=found.next is_first=before.is_none() />
            }
        })
        .await)
}

fn nothing(question: &str) -> String {
    if question.is_empty() {
        "输入标题、正文或署名里的字词；几个词之间空一格，要全都有。".to_owned()
    } else {
        format!("没有找到含“{question}”的稿件。换个短些的词再试。")
    }
}
