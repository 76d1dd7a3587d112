//! 校对 and near duplicates: what there is to look at in a text, on the item's page and for the page that is written on;
//! two texts side by side.

use std::collections::BTreeSet;

use axum::{
    Json,
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{
    act::Verb,
    id::ItemId,
    permission::{OfficeAct, permits_office},
    proof::TextField,
};
use leptos::prelude::*;

use crate::{
    components::{
        crumb::BackTo,
        drawn::{OrPage, PageError, PageResult},
        state::StateBadge,
    },
    desk::items::{BesideText, ItemProof, LeftLine, NearItem, Proof, ProofLine, WritingForm},
    request::{address::door, page::Page},
    words,
};

/// `POST /proof`: what there is to look at, as JSON. The form is the writing page's own.
pub async fn look(page: Page, form: String) -> Result<Response, PageError> {
    let Ok(written) = WritingForm::read(&form) else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, "表单不完整").into_response());
    };
    let proof = page.desk().proof(&page.actor, written.item, &written.text).await.or_page(&page)?;
    Ok(Json(proof).into_response())
}

/// What there is to look at in an item, with what can be done about it.
pub(super) fn panel(found: ItemProof, page: &Page) -> AnyView {
    let ItemProof { item, revision, proof, may_mend } = found;
    let Proof { lines, tidy, left, near } = proof;
    let near = near_items(item, near);
    let sets_words = permits_office(&page.actor, OfficeAct::SetWords).is_ok();
    let tidy = if may_mend { tidy } else { Vec::new() };
    if lines.is_empty() && tidy.is_empty() && left.is_empty() {
        return near;
    }
    let mendable: Vec<String> =
        lines.iter().filter(|line| line.mending.is_some()).map(|line| line.key.clone()).collect();
    let back = page.address.clone();
    let hidden = move || {
        view! {
            <input type="hidden" name="item" value=item.0 />
            <input type="hidden" name="revision" value=revision.0 />
            <input type="hidden" name="back" value=back.clone() />
        }
    };
    let all = (may_mend && mendable.len() > 1).then(|| {
        let count = mendable.len();
        let keys = mendable.into_iter().map(|key| view! { <input type="hidden" name="key" value=key /> });
        view! {
            <form method="post" action=door(Verb::MendFindings)>
                {hidden()}
                {keys.collect_view()}
                <button>{format!("能改的{count}处全改")}</button>
            </form>
        }
    });
    let count = lines.len();
    let lines = lines.into_iter().map(|line| {
        let key = line.key.clone();
        let acts = may_mend.then(|| {
            let mend = line.mending.clone().map(|mending| {
                let words =
                    if mending.is_empty() { "删去".to_owned() } else { format!("改为“{mending}”") };
                view! {
                    <form method="post" action=door(Verb::MendFindings)>
                        {hidden()}
                        <input type="hidden" name="key" value=key.clone() />
                        <button>{words}</button>
                    </form>
                }
            });
            view! {
                <div class="toolbar">
                    {mend}
                    <form method="post" action=door(Verb::LeaveFinding)>
                        <input type="hidden" name="item" value=item.0 />
                        <input type="hidden" name="key" value=key />
                        <input type="hidden" name="back" value=page.address.clone() />
                        <button class="quiet">"不改"</button>
                    </form>
                </div>
            }
        });
        finding(line, acts.into_any())
    });
    let lines = lines.collect_view();
    let left = left_lines(item, left, may_mend, page);
    let tidy = tidy_lines(tidy, hidden);
    view! {
        <section class="panel proof" id="proof">
            <h2>"校对意见 "<span class="soft">{(count > 0).then(|| format!("{count} 处"))}</span></h2>
            {all}
            {sets_words.then(|| view! { <p class="soft"><a href="/admin/words">"校对词表"</a></p> })}
            <ol class="findings">{lines}</ol>
            {tidy}
            {left}
        </section>
        {near}
    }
    .into_any()
}

/// 一键整理: what can be put in order, all of it by one press.
fn tidy_lines<Hidden: IntoView + 'static>(lines: Vec<ProofLine>, hidden: impl Fn() -> Hidden) -> AnyView {
    if lines.is_empty() {
        return ().into_any();
    }
    let count = lines.len();
    let keys: BTreeSet<String> = lines.iter().map(|line| line.key.clone()).collect();
    let keys = keys.into_iter().map(|key| view! { <input type="hidden" name="key" value=key /> });
    let line = |line: ProofLine| {
        let ProofLine { kind, before, words, after, mending, .. } = line;
        let to = mending.filter(|to| !to.is_empty()).map(|to| view! { <ins>{to}</ins> });
        view! { <li><span class="finding-kind">{kind}</span>" "{before}<del>{words}</del>{to}{after}</li> }
    };
    view! {
        <details class="tidy">
            <summary>{format!("标点、数字、空格可以整理 {count} 处")}</summary>
            <form method="post" action=door(Verb::MendFindings)>
                {hidden()}
                {keys.collect_view()}
                <button>"一键整理"</button>
                <span class="soft">"　只动标点、全角半角和空格，不改文字"</span>
            </form>
            <ul class="findings">{lines.into_iter().map(line).collect_view()}</ul>
        </details>
    }
    .into_any()
}

/// A finding: what is wrong, where, and what can be done.
fn finding(line: ProofLine, acts: AnyView) -> impl IntoView {
    let ProofLine { kind, field, before, words, after, says, .. } = line;
    let field = (field != TextField::Body).then(|| format!("{}：", field.label()));
    view! {
        <li>
            <p><span class="finding-kind">{kind}</span>" "{field}{before}<mark>{words}</mark>{after}</p>
            <p class="soft">{says}</p>
            {acts}
        </li>
    }
}

fn left_lines(item: ItemId, left: Vec<LeftLine>, may_mend: bool, page: &Page) -> AnyView {
    if left.is_empty() {
        return ().into_any();
    }
    let count = left.len();
    let line = |line: LeftLine| {
        let when = words::moment(line.at, &page.now);
        let again = may_mend.then(|| {
            view! {
                <form method="post" action=door(Verb::TakeUpFinding)>
                    <input type="hidden" name="item" value=item.0 />
                    <input type="hidden" name="key" value=line.key.clone() />
                    <input type="hidden" name="back" value=page.address.clone() />
                    <button class="quiet">"再看"</button>
                </form>
            }
        });
        view! { <li>{line.words}<span class="soft">{format!("　{}，{when}", line.by)}</span>{again}</li> }
    };
    view! {
        <details>
            <summary>{format!("看过不改的 {count} 处")}</summary>
            <ul class="left-findings">{left.into_iter().map(line).collect_view()}</ul>
        </details>
    }
    .into_any()
}

/// Items that are nearly the same.
fn near_items(item: ItemId, near: Vec<NearItem>) -> AnyView {
    if near.is_empty() {
        return ().into_any();
    }
    let line = |near: NearItem| {
        let address = format!("/items/{item}/beside/{}", near.item);
        let about = near.whereabouts();
        let title = near.title.clone();
        view! {
            <li>
                <a href=address>{title}</a>
                <span class="soft">{format!("　{about}，{}% 相同", near.share)}</span>
            </li>
        }
    };
    view! {
        <section class="panel" id="near">
            <h2>"相近的稿件"</h2>
            <p class="soft">"比较文字，日期和数字不计。"</p>
            <ul>{near.into_iter().map(line).collect_view()}</ul>
        </section>
    }
    .into_any()
}

/// `GET /items/{item}/beside/{other}`: both texts, with what is the same in them marked.
pub async fn beside(page: Page, Path((item, other)): Path<(i64, i64)>) -> PageResult {
    let view = page.desk().beside(&page.actor, ItemId(item), ItemId(other)).await.or_page(&page)?;
    let share = view.share;
    let side = |text: BesideText| {
        let address = format!("/items/{}", text.about.item);
        // How far it is, its state says.
        let placed = text.about.placed.as_ref().map(|placed| format!("，{placed}"));
        let pieces = text.pieces.into_iter().map(|(piece, is_same)| match is_same {
            true => view! { <mark>{piece}</mark> }.into_any(),
            false => piece.into_any(),
        });
        view! {
            <section class="panel">
                <h2><a href=address>{text.about.title.clone()}</a></h2>
                <p class="soft"><StateBadge state=text.about.state />" "{text.about.unit.clone()}{placed}</p>
                <p class="beside-text">{pieces.collect_view()}</p>
            </section>
        }
    };
    Ok(page
        .render("两篇对照", || {
            view! {
                <BackTo address=format!("/items/{item}") to="稿件" />
                <div class="page-head">
                    <h1>"两篇对照"</h1>
                    <span class="soft">{format!("短的一篇有 {share}% 在另一篇里；标出的是相同的文字，日期和数字不计")}</span>
                </div>
                <div class="beside-texts">{side(view.one)}{side(view.other)}</div>
            }
        })
        .await)
}
