//! An issue in sign-off: its pages, its steps, and what the signer does.

use axum::{
    extract::Path,
    response::{IntoResponse, Redirect},
};
use domain::{act::Verb, id::IssueId, issue::IssueState};
use leptos::prelude::*;

use super::sign_text::{SentAgain, SignTexts};
use crate::{
    components::{
        drawn::{OrPage, PageResult},
        fields::in_textarea,
        state::IssueStateBadge,
        stating::stating,
        verb_form::{VerbForm, given},
    },
    desk::{
        form::most,
        issues::{SignOffSheet, StepLine},
    },
    request::{address::door, page::Page},
    words,
};

/// `GET /issues/{id}/sign`
pub async fn page(page: Page, Path(id): Path<IssueId>) -> PageResult {
    let sheet = page.desk().sign_off(&page.actor, id).await.or_page(&page)?;
    if sheet.card.past {
        return Ok(Redirect::to(&format!("/issues/{id}")).into_response());
    }
    let title = format!("审签{}", sheet.card.number_in_words());
    let now = page.now.clone();
    Ok(page.render(&title, || view! { <Sheet sheet now /> }).await)
}

#[component]
fn Sheet(sheet: SignOffSheet, now: jiff::Zoned) -> AnyView {
    let card = sheet.card.clone();
    let pdf = format!("/files/{}.pdf", sheet.pdf_hash);
    let sent = format!("{} {}送审", words::moment(sheet.sent_at, &now), sheet.sent_by);
    let pages = sheet.pages;
    let text = sheet.text.clone();
    let hash = sheet.pdf_hash.clone();
    view! {
        <header class="page-head">
            <h1>"《"{card.newsletter_name.clone()}"》"{card.label()}"审签"</h1>
            <IssueStateBadge state=card.state />
        </header>
        <p class="soft">{sent}" · "{words::full_day(card.date)}" · 计入"{words::month_beside(card.credit_month, card.date)}"考核"</p>
        <div class="split">
            <div class="stack sign-views">
            <SentAgain text=text.clone() now=now.clone() />
            <nav class="tabs sign-tabs" aria-label="看版面还是文字">
                <a href="#pages-title">"版面"</a>
                <a href="#text-title">"文字"</a>
            </nav>
            <section class="sign-paper" aria-labelledby="pages-title">
                <h2 id="pages-title">"版面（"{pages}"页）"</h2>
                <p class="toolbar">
                    <a class="button" href=pdf target="_blank">"打开送审的 PDF"</a>
                    <a class="button quiet when-narrow" href="#steps-title">"看签发步骤 ↓"</a>
                </p>
                <ol class="sign-pages">
                    {(1..=pages).map(|number| view! {
                        <li>
                            <img
                                class="sheet" width="794" height="1123" loading="lazy"
                                src=format!("/files/{hash}/pages/{number}.png") alt=format!("第{number}页")
                            />
                        </li>
                    }).collect_view()}
                </ol>
            </section>
            <SignTexts issue=card.id pieces=text.pieces />
            </div>
            <div class="stack">
                <Steps steps=sheet.steps.clone() now=now.clone() />
                <Acts sheet />
            </div>
        </div>
    }
    .into_any()
}

#[component]
pub(super) fn Steps(steps: Vec<StepLine>, now: jiff::Zoned) -> AnyView {
    let current = steps.iter().position(|step| step.signed.is_none());
    view! {
        <section class="panel" aria-labelledby="steps-title">
            <h2 id="steps-title">"签发步骤"</h2>
            <ol class="timeline">
                {steps.into_iter().enumerate().map(|(index, step)| {
                    let who = match (&step.signed, step.signers.is_empty()) {
                        (Some((name, at)), _) => format!("{name}　{}", words::moment(*at, &now)),
                        (None, true) => "由任一签发人签字".to_owned(),
                        (None, false) => format!("由{}签字", step.signers.join("、")),
                    };
                    let mark = if step.signed.is_some() { "✓ " } else if current == Some(index) { "→ " } else { "" };
                    view! { <li aria-current=(current == Some(index)).then_some("step")><strong>{mark}{step.name}</strong><br /><span class="soft">{who}</span></li> }
                }).collect_view()}
            </ol>
        </section>
    }
    .into_any()
}

#[component]
fn Acts(sheet: SignOffSheet) -> AnyView {
    let SignOffSheet {
        card,
        pdf_hash,
        sign_as,
        may_send_back,
        may_publish,
        why_not_sign,
        ended,
        named_like_signer,
        statements,
        steps,
        fonts,
        late_month,
        ..
    } = sheet;
    let own = words::month(card.credit_month);
    let step =
        steps.iter().find(|step| step.signed.is_none()).map(|step| step.name.clone()).unwrap_or_default();
    let hidden = move || {
        view! {
            <input type="hidden" name="issue" value=card.id.0 />
            <input type="hidden" name="version" value=card.version />
            <input type="hidden" name="back" value=format!("/issues/{}/sign", card.id) />
        }
    };
    let published = card.state == IssueState::Published;
    view! {
        {sign_as.map(|sign_as| view! {
            <form class="panel" method="post" action=door(Verb::Sign)>
                <h2>{step.clone()}</h2>
                {hidden()}
                <input type="hidden" name="pdf_hash" value=pdf_hash.clone() />
                <p>"签字即确认这份版面可以印发。"{sign_as.in_words()}</p>
                <p><button class="primary">{format!("{}（{step}）", sign_as.does("签字"))}</button></p>
            </form>
        })}
        {(!ended.is_empty()).then(|| view! {
            <div class="notice stack">
                <p>"送审以后单位有变动："</p>
                <ul>{ended.iter().map(|words| view! { <li>{words.clone()}</li> }).collect_view()}</ul>
            </div>
        })}
        {why_not_sign.map(|words| view! {
            <div class="notice stack">
                <p>"现在不由您签字："{words}"。"</p>
                {named_like_signer
                    .into_iter()
                    .map(|named| view! {
                        <p><a href=format!("/items/{}", named.item)>{format!("《{}》", named.title)}</a></p>
                        {stating(named.item, &named.authors)}
                    })
                    .collect_view()}
            </div>
        })}
        {statements
            .iter()
            .map(|stated| view! { <p class="soft">{format!("{}（{}说明）", stated.words(), stated.by)}</p> })
            .collect_view()}
        {may_publish.then(|| view! {
            <form class="panel" method="post" action=door(Verb::Publish)>
                <h2>"印发"</h2>
                {hidden()}
                <p>"印发后读者即可阅读，稿件记为已采用并计入"{words::month_beside(card.credit_month, card.date)}"考核。印发不能撤销，以后只能更正。"</p>
                {late_month.map(|month| view! {
                    <p class="notice">{format!("{own}已结账，这一期改计入{}考核。", words::month(month))}</p>
                    <input type="hidden" name="month" value=month.to_string() />
                })}
                <p><button class="primary">"印发"{card.label()}</button></p>
            </form>
        })}
        {may_send_back.then(|| view! {
            <VerbForm verb=Verb::SendBack class="panel">
                <h2>"退回编排"</h2>
                {hidden()}
                <div class="field">
                    <label for="reason">"原因"</label>
                    <textarea id="reason" name="reason" rows="3" required data-most=most("reason").to_string()>{in_textarea(&given("reason", String::new()))}</textarea>
                    <span class="field-hint">"退回后已有的签字作废，改好再送审。"</span>
                </div>
                <p><button class="danger">"退回编排"</button></p>
            </VerbForm>
        })}
        {published.then(|| view! { <p><a class="button" href=format!("/issues/{}", card.id)>"阅读这一期"</a></p> })}
        <details>
            <summary>"版面的来历"</summary>
            <dl class="facts">
                <dt>"PDF 摘要"</dt><dd class="sign-hash">{pdf_hash.clone()}</dd>
                <dt>"所用字体"</dt><dd>{fonts.join("、")}</dd>
            </dl>
        </details>
    }
    .into_any()
}
