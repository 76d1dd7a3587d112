//! `/clearance`: what is going to be printed and waits for 保密审查.

use axum::extract::Query;
use domain::issue::correction::Standing;
use leptos::prelude::*;
use serde::Deserialize;

use super::rows::{ItemRows, Pager, total};
use crate::{
    components::drawn::{OrPage, PageResult},
    pages::issues::correction::CorrectionRows,
    request::page::Page,
};

/// The address's query.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    before: Option<String>,
}

/// `GET /clearance`
pub async fn page(page: Page, Query(asked): Query<Asked>) -> PageResult {
    let before = asked.before.as_deref().and_then(|before| before.parse().ok());
    let list = page.desk().clearance_list(&page.actor, before).await.or_page(&page)?;
    let mut corrections = page.desk().corrections_in_work(&page.actor).await.or_page(&page)?;
    corrections.retain(|line| line.standing == Standing::ToBeCleared);
    let total = total(&list);
    Ok(page
        .render("保密审查", || {
            view! {
                <div class="page-head">
                    <h1>"保密审查"</h1>
                    <span class="soft">{total}</span>
                </div>
                <p class="soft">"一事一审，谁审查谁负责。审查只对当时的文字有效：文字一改，就要重新审查。"</p>
                <CorrectionRows lines=corrections now=page.now.clone() />
                {list.rows.is_empty().then(|| view! {
                    <section class="empty"><p>"没有等待审查的稿件。稿件列入拟用后，会出现在这里。"</p></section>
                })}
                <ItemRows rows=list.rows now=page.now.clone() worked_through=page.address.clone() />
                <Pager address="/clearance".to_owned() next=list.next is_first=before.is_none() />
            }
        })
        .await)
}
