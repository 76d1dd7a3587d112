//! A correction on its way: what changes, whose turn it is, and what the person who looks can decide.

use axum::extract::Path;
use domain::{act::Verb, id::CorrectionId, issue::correction::Standing};
use leptos::prelude::*;

use super::sign::Steps;
use crate::{
    components::{
        difference::Difference,
        drawn::{OrPage, PageResult},
        fields::in_textarea,
        piece::{Headline, Piece},
        stating::stating,
        verb_form::{VerbForm, comes_back, given},
    },
    desk::{
        form::most,
        issues::{CorrectionLine, CorrectionSheet},
    },
    request::{address::door, page::Page},
    words,
};

/// `GET /corrections/{id}`
pub async fn page(page: Page, Path(id): Path<CorrectionId>) -> PageResult {
    let sheet = page.desk().correction(&page.actor, id).await.or_page(&page)?;
    let now = page.now.clone();
    Ok(page.render("更正", || view! { <Sheet sheet now /> }).await)
}

#[component]
fn Sheet(sheet: CorrectionSheet, now: jiff::Zoned) -> AnyView {
    let line = sheet.line.clone();
    let issue = format!("/issues/{}", sheet.issue);
    let proposed = format!("{} {}提出", words::moment(line.proposed_at, &now), line.proposed_by);
    let cleared =
        sheet.cleared.clone().map(|(name, at)| format!("{} {name}保密审查通过", words::moment(at, &now)));
    let returned = sheet.returned.clone().filter(|_| line.standing == Standing::Returned);
    view! {
        <header class="page-head">
            <h1>"更正《"{line.title.clone()}"》"</h1>
            <Badge standing=line.standing />
        </header>
        <p class="soft"><a href=issue>{line.issue.clone()}</a>{format!(" · {proposed}")}{cleared.map(|words| format!(" · {words}"))}</p>
        {returned.map(|(name, reason)| view! { <p class="notice"><strong>{format!("{name}退回：")}</strong>{reason}</p> })}
        <div class="split">
            <div class="stack">
                <section class="panel" aria-labelledby="difference">
                    <h2 id="difference">"改了哪里"</h2>
                    <Difference comparison=sheet.difference.clone() />
                </section>
                <Whole sheet=sheet.clone() />
                {sheet.pages.clone().map(|(hash, pages)| view! { <Printed hash pages /> })}
            </div>
            <div class="stack">
                <section class="panel" aria-labelledby="reasons">
                    <h2 id="reasons">"为什么更正"</h2>
                    <dl class="facts">
                        <dt>"内部的原因"</dt><dd>{sheet.reason.clone()}</dd>
                        <dt>"给读者的说明"</dt>
                        <dd>{sheet.notice.clone().unwrap_or_else(|| "没有，读者只看到有更正".to_owned())}</dd>
                    </dl>
                </section>
                <Acts sheet=sheet.clone() />
                {(line.standing != Standing::Withdrawn).then(|| view! { <Steps steps=sheet.steps now /> })}
            </div>
        </div>
    }
    .into_any()
}

#[component]
fn Whole(sheet: CorrectionSheet) -> AnyView {
    let text = sheet.text;
    view! {
        <section aria-labelledby="whole">
            <h2 id="whole">"改后的全文"</h2>
            <article class="prose">{Piece::from(&text).view(Headline::Level(3), 3)}</article>
        </section>
    }
    .into_any()
}

#[component]
fn Printed(hash: String, pages: i32) -> AnyView {
    view! {
        <section aria-labelledby="pages">
            <h2 id="pages">"更正后的版面（"{pages}"页）"</h2>
            <p class="toolbar"><a class="button" href=format!("/files/{hash}.pdf") target="_blank">"打开 PDF"</a></p>
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
    }
    .into_any()
}

#[component]
fn Acts(sheet: CorrectionSheet) -> AnyView {
    let CorrectionSheet {
        line,
        item,
        steps,
        pages,
        may_clear,
        may_sign,
        may_send_back,
        may_withdraw,
        may_propose_again,
        why_not,
        namesakes,
        ..
    } = sheet;
    let id = line.id;
    let hidden = move || {
        view! {
            <input type="hidden" name="correction" value=id.0 />
            <input type="hidden" name="back" value=format!("/corrections/{id}") />
        }
    };
    let step =
        steps.iter().find(|step| step.signed.is_none()).map(|step| step.name.clone()).unwrap_or_default();
    let is_last = steps.iter().filter(|step| step.signed.is_none()).count() == 1;
    let waits = (line.standing.is_under_way() && !may_clear && !may_sign)
        .then(|| view! { <p class="soft">{format!("现在{}。", line.waits_for)}</p> });
    view! {
        {why_not.map(|words| view! {
            <div class="notice stack">
                <p>"现在不由您办："{words}"。"</p>
                {stating(item, &namesakes)}
            </div>
        })}
        {waits}
        {may_clear.then(|| view! {
            <section class="panel">
                <h2>"保密审查"</h2>
                <p>"审查的是上面改后的全文。谁审查谁负责。"</p>
                <form method="post" action=door(Verb::ClearCorrection)>
                    {hidden()}
                    <button class="primary">"保密审查通过"</button>
                </form>
                <details open=comes_back(Verb::RefuseCorrection, None)>
                    <summary>"保密审查不通过…"</summary>
                    <VerbForm verb=Verb::RefuseCorrection>
                        {hidden()}
                        <Reason id="refusal" label="原因" />
                        <p><button class="danger">"保密审查不通过"</button></p>
                    </VerbForm>
                </details>
            </section>
        })}
        {may_sign.then(|| view! {
            <form class="panel" method="post" action=door(Verb::SignCorrection)>
                <h2>{step.clone()}</h2>
                {hidden()}
                <input type="hidden" name="pdf_hash" value=pages.map(|(hash, _)| hash).unwrap_or_default() />
                <p>{if is_last {
                    "这是最后一步：签字后更正即生效，读者看到的就是这份版面。"
                } else {
                    "签字即确认这份版面可以替换原版。"
                }}</p>
                <p><button class="primary">"签字（"{step.clone()}"）"</button></p>
            </form>
        })}
        {may_propose_again.then(|| view! {
            <p><a class="button primary" href=format!("/items/{item}/correct")>"修改后再提出"</a></p>
        })}
        {may_send_back.then(|| view! {
            <details class="panel" open=comes_back(Verb::SendBackCorrection, None)>
                <summary>"退回…"</summary>
                <VerbForm verb=Verb::SendBackCorrection>
                    {hidden()}
                    <Reason id="return" label="退回的原因" />
                    <p><button class="danger">"退回"</button></p>
                </VerbForm>
            </details>
        })}
        {may_withdraw.then(|| view! {
            <form method="post" action=door(Verb::WithdrawCorrection)>
                {hidden()}
                <button class="quiet">"不更正了，作罢"</button>
            </form>
        })}
    }
    .into_any()
}

#[component]
fn Reason(id: &'static str, label: &'static str) -> AnyView {
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <textarea id=id name="reason" rows="3" required data-most=most("reason").to_string()>{in_textarea(&given("reason", String::new()))}</textarea>
        </div>
    }
    .into_any()
}

#[component]
fn Badge(standing: Standing) -> AnyView {
    let class = match standing {
        Standing::ToBeCleared | Standing::InSignOff => "state state-submitted",
        Standing::Returned => "state state-returned",
        Standing::InForce => "state state-adopted",
        Standing::Withdrawn => "state state-draft",
    };
    view! { <span class=class>{standing.label()}</span> }.into_any()
}

/// The corrections in work, wherever they are listed; nothing where there are none.
#[component]
pub fn CorrectionRows(lines: Vec<CorrectionLine>, now: jiff::Zoned) -> AnyView {
    if lines.is_empty() {
        return ().into_any();
    }
    let line = |line: CorrectionLine| {
        let proposed = format!("{} {}提出", words::moment(line.proposed_at, &now), line.proposed_by);
        view! {
            <li class="row">
                <p class="row-title"><a href=format!("/corrections/{}", line.id)>"更正《"{line.title}"》"</a></p>
                <p class="row-meta">
                    <Badge standing=line.standing />
                    <span>{line.issue}</span>
                    <span>{proposed}</span>
                    <span>{line.waits_for}</span>
                    {line.for_you.map(|words| view! { <strong>{words}</strong> })}
                </p>
            </li>
        }
    };
    view! {
        <section aria-labelledby="corrections">
            <h2 id="corrections">"更正"</h2>
            <ol class="rows">{lines.into_iter().map(line).collect_view()}</ol>
        </section>
    }
    .into_any()
}
