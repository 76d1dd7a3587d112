//! `/review`: what waits for a unit's reviewer, the longest waiting first; made for a phone.

use axum::extract::Query;
use leptos::prelude::*;
use serde::Deserialize;

use super::{
    queue::{Opened, asked_for, queue_view},
    way::Keys,
};
use crate::{
    components::drawn::{OrPage, PageResult},
    request::page::Page,
};

/// The address's query.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    /// The item that is open.
    item: Option<String>,
}

/// `GET /review`
pub async fn page(page: Page, Query(asked): Query<Asked>) -> PageResult {
    let rows = page.desk().review_list(&page.actor).await.or_page(&page)?;
    let opened = match asked_for(asked.item.as_deref(), &rows, true) {
        Some(item) => Opened::load(&page, item).await?,
        None => None,
    };
    Ok(page
        .render("单位审核", || {
            let nothing = rows.is_empty() && opened.is_none();
            view! {
                <div class="page-head"><h1>"单位审核"</h1></div>
                {if nothing {
                    view! {
                        <section class="empty">
                            <p>"没有等您审核的稿件。本单位的信息员报送后，会出现在这里。"</p>
                        </section>
                    }
                    .into_any()
                } else {
                    view! { <p class="soft">"看过再通过或退回；等得最久的在最前面。"</p> }.into_any()
                }}
                {queue_view("/review".to_owned(), rows, opened, Keys::Reviewing, &page)}
            }
        })
        .await)
}
