//! Arranging an issue: the shortlist, its sections, its pages.

use axum::extract::{Path, Query};
use domain::{act::Verb, id::IssueId};
use leptos::prelude::*;
use serde::Deserialize;

use super::{
    board_parts::{BoardForm, Pages, SectionForms, Warnings},
    head_form::{HeadFields, HeadValues},
    pool::{PoolOrder, PoolView, ShortlistForms},
    reading::word,
};
use crate::{
    components::{
        drawn::{OrPage, PageResult},
        verb_form::VerbForm,
    },
    desk::issues::{Board, IssueCard},
    islands::ArrangingBoard,
    request::{address::door, page::Page},
    words,
};

/// The address's query.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    /// The shortlist's filter.
    #[serde(default)]
    q: String,
    /// How the shortlist is put together; by kind where nothing is said.
    #[serde(default)]
    by: String,
    /// Of which group all are ticked, for a browser without scripts.
    #[serde(default)]
    all: String,
}

/// `GET /issues/{id}/desk`
pub async fn page(page: Page, Path(id): Path<IssueId>, Query(asked): Query<Asked>) -> PageResult {
    let board = page.desk().board(&page.actor, id, asked.q.trim()).await.or_page(&page)?;
    let title = format!("编排{}", board.card.number_in_words());
    let pool =
        PoolView { filter: asked.q.trim().to_owned(), order: PoolOrder::of(&asked.by), all: asked.all };
    let form = BoardForm { issue: id, version: board.card.version, back: pool.address(id) };
    let now = page.now.clone();
    Ok(page.render(&title, || view! { <Arranging board form pool now /> }).await)
}

/// `GET /issues/{id}/desk/docx`: the issue as it is arranged now, for Word.
pub async fn docx(page: Page, Path(id): Path<IssueId>) -> PageResult {
    let (name, bytes) = page.desk().draft_docx(&page.actor, id).await.or_page(&page)?;
    Ok(word(&format!("issue-{id}-draft.docx"), &name, bytes))
}

#[component]
fn Arranging(board: Board, form: BoardForm, pool: PoolView, now: jiff::Zoned) -> AnyView {
    let today = now.date();
    let Board { card, sections, shortlist, shortlisted, pages, warnings, clearing, sent_back } = board;
    let is_empty = sections.iter().all(|section| section.items.is_empty());
    let obstructed = warnings.iter().any(|warning| warning.obstructs);
    view! {
        <div id="board-head">
        <header class="page-head">
            <h1>"《"{card.newsletter_name.clone()}"》"{card.label()}</h1>
            <p class="soft">{words::day(card.date, today)}" · 计入"{words::month_beside(card.credit_month, card.date)}"考核"</p>
            <form class="toolbar" method="post" action=door(Verb::SendForSignOff)>
                <input type="hidden" name="issue" value=form.issue.0 />
                <input type="hidden" name="version" value=form.version />
                <input type="hidden" name="back" value=form.back.clone() />
                {obstructed.then(|| view! { <a class="small" href="#warnings">"还不能送审，见提醒"</a> })}
                <a class="button plain" href=format!("/issues/{}/desk/docx", form.issue) download="">"Word 版"</a>
                <button class="primary">"送审"</button>
            </form>
        </header>
        {sent_back.map(|reason| view! { <p class="notice"><strong>"上次送审被退回："</strong>{reason}</p> })}
        <HeadForm card form=form.clone() is_empty />
        </div>
        <ArrangingBoard />
        <div class="board" id="board" data-issue=form.issue.0 data-version=form.version>
            <ShortlistForms form=form.clone() shortlist shortlisted pool now sections=sections.clone() />
            <SectionForms form=form.clone() sections />
            <div class="board-paper">
                <Pages issue=form.issue pages />
                <Warnings warnings clearing />
            </div>
        </div>
    }
    .into_any()
}

/// Number, date and credit month, which seldom change.
#[component]
fn HeadForm(card: IssueCard, form: BoardForm, is_empty: bool) -> AnyView {
    let values = HeadValues::of_card(&card);
    let empty = is_empty.then(|| view! { <Remove card=card.clone() form=form.clone() /> });
    view! {
        <details>
            <summary>"改期号、日期或计入的月份"</summary>
            <VerbForm verb=Verb::ChangeIssue>
                {form.hidden("main")}
                <HeadFields values />
                <p><button>"保存"</button></p>
            </VerbForm>
        </details>
        {empty}
    }
    .into_any()
}

/// Takes away an issue that was made by mistake.
#[component]
fn Remove(card: IssueCard, form: BoardForm) -> AnyView {
    let name = format!("{}年{}", card.year, card.label());
    view! {
        <details>
            <summary>"建错了，删除这一期"</summary>
            <form class="form" method="post" action=door(Verb::RemoveIssue)>
                <input type="hidden" name="issue" value=form.issue.0 />
                <input type="hidden" name="version" value=form.version />
                <input type="hidden" name="back" value=form.back />
                <p>{format!("{name}里还没有稿件，也没有送审过。删除后，期号可以再用。")}</p>
                <p><button class="danger">{format!("删除{name}")}</button></p>
            </form>
        </details>
    }
    .into_any()
}
