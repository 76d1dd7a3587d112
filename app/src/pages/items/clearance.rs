//! `/clearance`: what is going to be printed and waits for 保密审查, one after the other.

use axum::extract::Query;
use domain::{
    issue::correction::Standing,
    permission::{OfficeAct, permits_office},
};
use leptos::prelude::*;
use serde::Deserialize;

use super::{
    queue::{Opened, asked_for, queue_view},
    rows::{Pager, total},
    way::Keys,
};
use crate::{
    components::drawn::{OrPage, PageResult},
    pages::issues::correction::CorrectionRows,
    request::page::Page,
};

/// The address's query.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    before: Option<String>,
    /// The item that is open.
    item: Option<String>,
}

/// `GET /clearance`
pub async fn page(page: Page, Query(asked): Query<Asked>) -> PageResult {
    let before: Option<i64> = asked.before.as_deref().and_then(|before| before.parse().ok());
    let list = page.desk().clearance_list(&page.actor, before).await.or_page(&page)?;
    let mut corrections = page.desk().corrections_in_work(&page.actor).await.or_page(&page)?;
    corrections.retain(|line| line.standing == Standing::ToBeCleared);
    let clears = permits_office(&page.actor, OfficeAct::Clear).is_ok();
    let opened = match asked_for(asked.item.as_deref(), &list.rows, clears) {
        Some(item) => Opened::load(&page, item).await?,
        None => None,
    };
    let total = total(&list);
    let address = before.map_or("/clearance".to_owned(), |before| format!("/clearance?before={before}"));
    Ok(page
        .render("保密审查", || {
            let nothing = list.rows.is_empty() && opened.is_none();
            view! {
                <div class="page-head">
                    <h1>"保密审查"</h1>
                    <span class="soft">{total}</span>
                </div>
                <p class="soft">"一事一审，谁审查谁负责。审查只对当时的文字有效：文字一改，就要重新审查。"</p>
                <CorrectionRows lines=corrections now=page.now.clone() />
                {nothing.then(|| view! {
                    <section class="empty"><p>"没有等待审查的稿件。稿件列入拟用后，会出现在这里。"</p></section>
                })}
                {queue_view(address, list.rows, opened, Keys::Clearing, &page)}
                <Pager address="/clearance".to_owned() next=list.next is_first=before.is_none() />
            }
        })
        .await)
}
