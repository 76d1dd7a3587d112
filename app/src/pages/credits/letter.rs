//! What a month's bulletin says besides its tables: to whom it goes, what the office says of the month, who signs it.
//!
//! Figures are fields that fill themselves; beside the text stands what may be left over from another month.

use axum::extract::Path;
use domain::{
    act::Verb,
    bulletin::{covering::Filled, leftovers::Leftover, remarks::Remark},
    calendar::Month,
};
use leptos::prelude::*;

use super::parts::month_in;
use crate::{
    components::{
        drawn::{OrPage, PageResult},
        fields::{TextArea, TextField},
        verb_form::VerbForm,
    },
    desk::{bulletins::LetterView, typed::TypedForm},
    request::page::Page,
    words,
};

/// `GET /bulletins/{month}/letter`
pub async fn page(page: Page, Path(month): Path<String>) -> PageResult {
    let month = month_in(&month).or_page(&page)?;
    let letter = page.desk().bulletin_letter(&page.actor, month).await.or_page(&page)?;
    let title = format!("{}通报的正文和落款", words::month(month));
    let typed = page.typed.as_ref().filter(|typed| typed.verb == VERB.code());
    let stored = typed.map(|typed| stored_meanwhile(typed, &letter)).unwrap_or_default();
    Ok(page.render(&title, || view! { <Letter title=title.clone() month view=letter stored /> }).await)
}

const VERB: Verb = Verb::SetBulletinLetter;

/// What somebody has saved since these words were begun, field by field, where it is something else: whoever saves now
/// writes over it.
fn stored_meanwhile(typed: &TypedForm, view: &LetterView) -> Vec<(&'static str, String)> {
    if typed.value("version").is_none_or(|version| version == view.version.to_string()) {
        return Vec::new();
    }
    let letter = view.letter.clone();
    let covering = letter.covering.or_else(|| view.usual.covering.clone());
    let fields = [
        ("addressees", "主送", letter.addressees),
        ("covering", "正文", covering),
        ("notes", "另加的说明", letter.notes),
        ("signature", "落款单位", letter.signature),
        ("date", "落款日期", letter.date.map(|date| date.to_string())),
    ];
    let lines = |text: &str| text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
    let others = fields.into_iter().filter_map(|(name, label, stored)| {
        let stored = stored.unwrap_or_default();
        (lines(typed.value(name).unwrap_or_default()) != lines(&stored)).then_some((label, stored))
    });
    others.collect()
}

#[component]
fn Stored(stored: Vec<(&'static str, String)>) -> AnyView {
    if stored.is_empty() {
        return ().into_any();
    }
    let fields = stored.into_iter().map(|(label, text)| {
        let text = if text.is_empty() { "（空）".to_owned() } else { text };
        view! { <dt>{label}</dt><dd class="as-typed">{text}</dd> }
    });
    view! {
        <section class="notice" aria-labelledby="stored">
            <h2 id="stored">"您打字期间，这里又存过；现在存着的是"</h2>
            <dl class="facts">{fields.collect_view()}</dl>
            <p>"下面是您打的字。请对照，要留的抄进去再保存；保存以后以下面的为准。"</p>
        </section>
    }
    .into_any()
}

#[component]
fn Letter(title: String, month: Month, view: LetterView, stored: Vec<(&'static str, String)>) -> AnyView {
    let from_before = view.version == 0 && view.letter != Default::default();
    let faults = view.faults.join("；");
    let fields = view.fields.iter().map(|field| {
        let value = if field.value.is_empty() { "（本月没有）" } else { &field.value };
        view! { <dt>{field.name.clone()}</dt><dd>{value.to_owned()}</dd> }
    });
    let fields = fields.collect_view();
    view! {
        <div class="page-head">
            <h1>{title}</h1>
            <div class="toolbar"><a class="button plain" href=format!("/bulletins/{month}")>"看通报"</a></div>
        </div>
        {from_before.then(|| view! {
            <p class="notice">"已照上一次通报填好，上次的评语没有带过来。核对后保存。"</p>
        })}
        {(!faults.is_empty()).then(|| view! { <p class="notice">{format!("正文现在印不出来：{faults}")}</p> })}
        <Stored stored />
        <div class="split">
            <LetterForm month view=&view />
            <div class="stack">
                <Preview filled=&view.filled />
                <section class="panel">
                    <h2>"可用的项目"</h2>
                    <p class="soft">"左边一栏写进正文，印出来就是右边的内容，随数字变动。能按的，按一下就加在正文的光标处；不能按，照着写。"</p>
                    <dl class="facts" data-inserts="covering">{fields}</dl>
                </section>
            </div>
        </div>
    }
    .into_any()
}

#[component]
fn LetterForm<'a>(month: Month, view: &'a LetterView) -> AnyView {
    let usually = |text: &Option<String>| match text {
        Some(text) => format!("不填则印“{text}”。"),
        None => "可以不填。".to_owned(),
    };
    let (addressees_hint, signature_hint) = (usually(&view.usual.addressees), usually(&view.usual.signature));
    let letter = view.letter.clone();
    let covering = letter.covering.or_else(|| view.usual.covering.clone()).unwrap_or_default();
    let version = view.version;
    let leftovers = view.leftovers.clone();
    let remarks = view.remarks.clone();
    view! {
        <VerbForm verb=VERB about=("month", month.to_string())>
            <input type="hidden" name="version" value=version.to_string() />
            <TextField name="addressees" label="主送" value=letter.addressees.unwrap_or_default() />
            <p class="field-hint">{addressees_hint}</p>
            <TextArea name="covering" label="正文" value=covering rows=10
                hint="一行一段。〔 〕里是自动填的数字和单位，不能改写；话写在它们前后。清空则用通常的写法。" />
            <Leftovers leftovers />
            <TextArea name="notes" label="另加的说明" value=letter.notes.unwrap_or_default() rows=3
                hint="一行一条，印在计分方式和通报范围之后。" />
            <TextField name="signature" label="落款单位" value=letter.signature.unwrap_or_default() />
            <p class="field-hint">{signature_hint}</p>
            <TextField name="date" label="落款日期" kind="date"
                value=letter.date.map(|date| date.to_string()).unwrap_or_default()
                hint="印在落款单位下面。送签前要填。" />
            <div class="toolbar">
                <button class="primary">"保存"</button>
                <a class="button quiet" href=format!("/bulletins/{month}")>"不改了"</a>
            </div>
            <Remarks remarks />
        </VerbForm>
    }
    .into_any()
}

/// What may have been copied from another month, beside the text.
#[component]
fn Leftovers(leftovers: Vec<Leftover>) -> AnyView {
    let lines = leftovers.iter().map(|leftover| view! { <li>{leftover.in_words()}</li> }).collect_view();
    (!leftovers.is_empty())
        .then(|| {
            view! {
                <div class="notice" role="status">
                    <p><strong>"请再看看这几句是不是别的月份留下的："</strong></p>
                    <ul>{lines}</ul>
                </div>
            }
        })
        .into_any()
}

/// Sentences drawn from figures, each with its numbers and a button that puts its field into the text.
#[component]
fn Remarks(remarks: Vec<Remark>) -> AnyView {
    let cards = remarks.into_iter().map(|remark| {
        let field = remark.kind.field();
        let numbers =
            remark.numbers.into_iter().map(|(name, count)| view! { <dt>{name}</dt><dd>{count}</dd> });
        let numbers = numbers.collect_view();
        view! {
            <li class="row">
                <span class="row-title">{remark.sentence}</span>
                <span class="row-meta">
                    <button class="plain" name="append" value=field>{format!("加入正文 {field}")}</button>
                </span>
                <details><summary>"数字的由来"</summary><dl class="facts">{numbers}</dl></details>
            </li>
        }
    });
    let cards = cards.collect_view();
    (!cards.is_empty())
        .then(|| {
            view! {
                <section class="tight">
                    <h2>"从数字看出来的"</h2>
                    <p class="soft">"加入后仍是项目，数字变了它也变。加入时会一并保存上面所填的。"</p>
                    <ul class="rows">{cards}</ul>
                </section>
            }
        })
        .into_any()
}

/// The text as it is printed; what filled itself is marked.
#[component]
fn Preview<'a>(filled: &'a [Vec<Filled>]) -> AnyView {
    let paragraphs = filled.iter().map(|pieces| {
        let pieces = pieces.iter().map(|piece| match &piece.field {
            Some(field) => {
                view! { <mark class="filled" title=format!("〔{field}〕")>{piece.text.clone()}</mark> }
                    .into_any()
            }
            None => view! { <span>{piece.text.clone()}</span> }.into_any(),
        });
        view! { <p>{pieces.collect_view()}</p> }
    });
    let paragraphs = paragraphs.collect_view();
    (!filled.is_empty())
        .then(|| {
            view! {
                <section class="panel" id="covering">
                    <h2>"印出来是这样"</h2>
                    <div class="prose">{paragraphs}</div>
                    <p class="soft">"着色的是自动填的。"</p>
                </section>
            }
        })
        .into_any()
}
