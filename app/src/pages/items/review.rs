//! `/review`: what waits for a unit's reviewer, the longest waiting first; made for a phone.

use leptos::prelude::*;

use super::rows::ItemRows;
use crate::{
    components::drawn::{OrPage, PageResult},
    request::page::Page,
};

/// `GET /review`
pub async fn page(page: Page) -> PageResult {
    let rows = page.desk().review_list(&page.actor).await.or_page(&page)?;
    let is_empty = rows.is_empty();
    Ok(page
        .render("单位审核", || {
            view! {
                <div class="page-head"><h1>"单位审核"</h1></div>
                {if is_empty {
                    view! {
                        <section class="empty">
                            <p>"没有等您审核的稿件。本单位的信息员报送后，会出现在这里。"</p>
                        </section>
                    }
                    .into_any()
                } else {
                    view! {
                        <p class="soft">"点开稿件，看过再通过或退回；等得最久的在最前面。"</p>
                        <ItemRows rows now=page.now.clone() worked_through=page.address.clone() />
                    }
                    .into_any()
                }}
            }
        })
        .await)
}
