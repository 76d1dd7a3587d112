//! Correcting a published item.

use axum::extract::Path;
use domain::{id::ItemId, item::Kind};
use leptos::prelude::*;

use crate::{
    components::{
        fields::in_textarea,
        verb_form::{VerbForm, given},
    },
    desk::issues::Correction,
    web::{OrPage, Page, PageResult},
};

/// `GET /items/{id}/correct`
pub async fn page(page: Page, Path(id): Path<ItemId>) -> PageResult {
    let correction = page.desk().correction(&page.actor, id).await.or_page(&page)?;
    Ok(page.render("更正", || view! { <Correct correction /> }).await)
}

#[component]
fn Correct(correction: Correction) -> AnyView {
    let Correction { card, item, item_version, kind, title, subtitle, body, attribution } = correction;
    let article = kind == Kind::Article;
    view! {
        <header class="page-head"><h1>"更正已印发的稿件"</h1></header>
        <p class="soft">
            "《"{card.newsletter_name.clone()}"》第"{card.number}"期。更正后另存为新的一版，读者看到的是新版，原版照旧保存。"
        </p>
        <VerbForm verb="correct_item" about=("item", item.to_string())>
            <input type="hidden" name="item_version" value=item_version />
            <div class="field">
                <label for="title">{if article { "标题" } else { "标题（可不填）" }}</label>
                <input id="title" name="title" value=given("title", title) required=article />
            </div>
            <div class="field">
                <label for="subtitle">"副题（可不填）"</label>
                <input id="subtitle" name="subtitle" value=given("subtitle", subtitle.unwrap_or_default()) />
            </div>
            <div class="field">
                <label for="body">"正文"</label>
                <textarea id="body" class="writing" name="body" required rows="12">{in_textarea(&given("body", body))}</textarea>
            </div>
            <div class="field">
                <label for="attribution">"署名"</label>
                <input id="attribution" name="attribution" value=given("attribution", attribution) />
            </div>
            <div class="field">
                <label for="reason">"更正的原因"</label>
                <input id="reason" name="reason" required maxlength="200" value=given("reason", String::new()) />
            </div>
            <div class="toolbar">
                <button class="primary">"更正并换版"</button>
                <a class="button quiet" href=format!("/issues/{}", card.id)>"不改了"</a>
            </div>
        </VerbForm>
    }
    .into_any()
}
