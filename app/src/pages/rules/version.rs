//! One version in words, and as a document to keep.

use axum::{extract::Path, http::header, response::IntoResponse};
use domain::scoring::{RuleSet, columns_told, sections::SECTIONS};
use leptos::prelude::*;

use crate::{
    components::drawn::{OrPage, PageError, PageResult},
    desk::Refusal,
    request::page::Page,
};

/// `GET /rules/{version}`
pub async fn page(page: Page, Path(version): Path<String>) -> PageResult {
    let rules = rules(&page, &version).await?;
    let title = format!("计分办法第{}版", rules.version);
    Ok(page.render(&title, || view! { <InWords rules=&rules /> }).await)
}

/// `GET /rules/{version}/document`: the TOML that a file holds; `draft` for the draft.
pub async fn document(page: Page, Path(version): Path<String>) -> PageResult {
    let rules = rules(&page, &version).await?;
    let name = format!("attachment; filename=\"rules-{}.toml\"", rules.version);
    let headers = [
        (header::CONTENT_TYPE, "application/toml; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, name),
    ];
    Ok((headers, rules.to_toml()).into_response())
}

async fn rules(page: &Page, version: &str) -> Result<RuleSet, PageError> {
    let version = match version {
        "draft" => None,
        number => match number.parse() {
            Ok(number) => Some(number),
            Err(_) => return Err(Refusal::not_found("这一版计分办法")).or_page(page),
        },
    };
    page.desk().rule_document(&page.actor, version).await.or_page(page)
}

#[component]
fn InWords<'a>(rules: &'a RuleSet) -> impl IntoView + use<> {
    let sections = SECTIONS.iter().map(|section| {
        let sentences = rules.sentences(section);
        let names = rules.names(section);
        let says_something = !sentences.is_empty();
        let told = names.into_iter().zip(sentences).map(|(name, sentence)| {
            view! { <li class="row"><span class="row-title">{name}</span><p class="row-meta">{sentence}</p></li> }
        });
        let told = told.collect_view();
        says_something.then(|| {
            view! { <section><h2>{section.label}</h2><ol class="rows">{told}</ol></section> }
        })
    });
    let sections = sections.collect_view();
    let version = rules.version;
    let columns = columns_told(rules).into_iter().map(|(heads, figure)| {
        view! { <tr><th scope="row">{heads}</th><td>{figure}</td></tr> }
    });
    let columns = columns.collect_view();
    view! {
        <div class="page-head">
            <h1>{format!("第{version}版　{}", rules.name)}</h1>
            <div class="toolbar">
                <a class="button plain" href=format!("/rules/{version}/document")>"导出文件"</a>
                <a class="button plain" href="/rules">"全部版本"</a>
            </div>
        </div>
        {sections}
        <section>
            <h2 id="columns">"通报表格各栏"</h2>
            <table class="table" aria-labelledby="columns">
                <thead><tr><th scope="col">"表头"</th><th scope="col">"指标"</th></tr></thead>
                <tbody>{columns}</tbody>
            </table>
        </section>
    }
}
