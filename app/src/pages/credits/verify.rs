//! 核对: whether facts, the ledger and issued bulletins agree.

use axum::extract::Query;
use leptos::prelude::*;
use serde::Deserialize;

use crate::{
    components::drawn::{OrPage, PageResult},
    desk::{
        form,
        verification::{ChainHead, Difference, Verification},
    },
    request::page::Page,
    words,
};

/// The address's query.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    /// This year where none is asked for.
    #[serde(default, deserialize_with = "form::blank_or")]
    year: Option<i16>,
}

/// `GET /verify?year=`
pub async fn page(page: Page, Query(asked): Query<Asked>) -> PageResult {
    let years = page.desk().months(&page.actor, asked.year).await.or_page(&page)?;
    let verification = page.desk().verify(&page.actor, Some(years.year)).await.or_page(&page)?;
    Ok(page.render("核对", || view! { <Verified year=years.year years=years.years verification /> }).await)
}

#[component]
fn Verified(year: i16, years: Vec<i16>, verification: Verification) -> impl IntoView {
    let tabs = years.into_iter().map(|listed| {
        let current = (listed == year).then_some("page");
        view! { <a href=format!("/verify?year={listed}") aria-current=current>{format!("{listed}年")}</a> }
    });
    let summary = verification.in_words();
    let findings = verification.findings.iter().map(|finding| finding.in_words());
    let findings = findings.map(|words| view! { <li class="row">{words}</li> }).collect_view();
    let proof = verification.proof.in_words();
    let proof = proof.into_iter().map(|words| view! { <li>{words}</li> }).collect::<Vec<_>>();
    let head = verification.proof.head.clone();
    let rows = verification.differences.iter().map(|difference| view! { <Line difference /> }).collect_view();
    view! {
        <div class="page-head">
            <h1>"核对"</h1>
            <div class="toolbar">
                <a class="button plain" href="/ledger">"台账"</a>
                <a class="button plain" href=format!("/months?year={year}")>"月份"</a>
            </div>
        </div>
        <nav class="tabs" aria-label="年份">{tabs.collect_view()}</nav>
        <p class="soft">
            "把全年的事实重新计分，与台账逐单位、逐月、逐类比较，再与印发的通报比较；事件、文件、版面、签字、保密审查与当时写下的校验值比较。只看不改。"
        </p>
        <p class=if verification.faults() == 0 { "sum" } else { "notice" }>{summary}"。"</p>
        {(!verification.differences.is_empty()).then(|| view! {
            <div class="table-frame" role="region" aria-label="不一致之处" tabindex="0">
                <table class="table ruled verify-table">
                    <thead>
                        <tr>
                            <th scope="col">"月份"</th>
                            <th scope="col">"单位"</th>
                            <th scope="col">"数字"</th>
                            <th scope="col">"所记"</th>
                            <th scope="col">"应为"</th>
                            <th scope="col">"说明"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        })}
        {(!verification.findings.is_empty()).then(|| view! {
            <section>
                <h2>"与当时写下的不符"</h2>
                <ul class="rows">{findings}</ul>
            </section>
        })}
        {(!proof.is_empty()).then(|| view! { <ul class="soft">{proof}</ul> })}
        {head.map(|head| view! { <Head head /> })}
    }
}

/// The end of the chain of events, to be noted or sent out: folded away, since nobody reads it.
#[component]
pub fn Head(head: ChainHead) -> impl IntoView {
    view! {
        <details>
            <summary>"留存凭证"</summary>
            <p class="soft">
                "事件链末端：" <code class="hash">{head.to_string()}</code>
                "。抄在年度材料上或发给别人保存，以后用 jianbao verify --since 可以证明到这一号为止的事件没有被改写。"
            </p>
        </details>
    }
}

#[component]
fn Line<'a>(difference: &'a Difference) -> impl IntoView + use<> {
    let month = difference.month;
    let difference = difference.clone();
    view! {
        <tr>
            <th scope="row"><a href=format!("/ledger?month={month}")>{words::month(month)}</a></th>
            <td>{difference.unit}</td>
            <td>{difference.figure}</td>
            <td class="figure">{difference.held}</td>
            <td class="figure">{difference.expected}</td>
            <td>{difference.words}</td>
        </tr>
    }
}
