//! Proposing a correction of a published item.

use axum::extract::Path;
use domain::{
    act::Verb,
    id::ItemId,
    item::{ItemText, Kind},
};
use leptos::prelude::*;

use crate::{
    components::{
        drawn::{OrPage, PageResult},
        fields::in_textarea,
        verb_form::{VerbForm, given},
    },
    desk::{form::most, issues::CorrectionDraft},
    request::page::Page,
};

/// `GET /items/{id}/correct`
pub async fn page(page: Page, Path(id): Path<ItemId>) -> PageResult {
    let draft = page.desk().correction_draft(&page.actor, id).await.or_page(&page)?;
    Ok(page.render("更正", || view! { <Correct draft /> }).await)
}

#[component]
fn Correct(draft: CorrectionDraft) -> AnyView {
    let under_way = draft.under_way;
    let head = format!("《{}》{}年{}", draft.card.newsletter_name, draft.card.year, draft.card.label());
    let body = match under_way {
        Some((id, is_own)) => {
            let address = format!("/corrections/{id}");
            let words = match is_own {
                true => "这篇稿件的更正正在办理。",
                false => "这一期的另一篇稿件正在更正。一期一次办一份，请等它生效或作罢。",
            };
            view! { <p class="notice">{words}<a href=address>"看办到哪一步"</a></p> }.into_any()
        }
        None => view! { <Form draft /> }.into_any(),
    };
    view! {
        <header class="page-head"><h1>"更正已印发的稿件"</h1></header>
        <p class="soft">{head}</p>
        {body}
    }
    .into_any()
}

#[component]
fn Form(draft: CorrectionDraft) -> AnyView {
    let CorrectionDraft { card, item, item_version, text, reason, notice, returned, signers, .. } = draft;
    let ItemText { kind, title, subtitle, content_type: _, body, attribution_line } = text;
    let article = kind == Kind::Article;
    view! {
        <p class="soft">
            "改好的文字先作保密审查，再按这份刊物的步骤签发，然后另存为新的一版：读者看到新版，首页注明更正，原版照旧保存。生效以前，读者看到的还是原文。"
        </p>
        {signers.map(|who| view! { <p class="notice">{format!("您提出的更正，要由别的签发人签字。{who}。")}</p> })}
        {returned.map(|reason| view! { <p class="notice"><strong>"上次被退回："</strong>{reason}</p> })}
        <VerbForm verb=Verb::CorrectItem about=("item", item.to_string())>
            <input type="hidden" name="item_version" value=item_version />
            <input type="hidden" name="kind" value=kind.label() />
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
                <textarea id="body" class="writing" name="body" required rows="12" data-most=most("body").to_string()>{in_textarea(&given("body", body))}</textarea>
            </div>
            <div class="field">
                <label for="attribution_line">"署名"</label>
                <input id="attribution_line" name="attribution_line" value=given("attribution_line", attribution_line) />
            </div>
            <div class="field">
                <label for="reason">"更正的原因"</label>
                <input
                    id="reason" name="reason" required data-most=most("reason").to_string() aria-describedby="reason-hint"
                    value=given("reason", reason)
                />
                <span class="field-hint" id="reason-hint">"只在办公室内部看。"</span>
            </div>
            <div class="field">
                <label for="notice">"给读者看的说明（可不填）"</label>
                <input
                    id="notice" name="notice" data-most=most("notice").to_string() aria-describedby="notice-hint" value=given("notice", notice)
                />
                <span class="field-hint" id="notice-hint">"如：第3段中的日期应为4月12日。不填，读者只看到有更正。"</span>
            </div>
            <div class="toolbar">
                <button class="primary">"提出更正，送保密审查"</button>
                <a class="button quiet" href=format!("/issues/{}", card.id)>"不改了"</a>
            </div>
        </VerbForm>
    }
    .into_any()
}
