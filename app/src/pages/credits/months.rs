//! The months of a year: which are closed, by whom and when, and what waits in the others.

use axum::extract::Query;
use leptos::prelude::*;
use serde::Deserialize;

use super::{parts::StandingBadge, verify::Head};
use crate::{
    components::drawn::{OrPage, PageResult},
    desk::months::{MonthLine, MonthYear, Standing, Waits},
    request::page::Page,
    words,
};

/// The address's query.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    year: Option<String>,
}

/// `GET /months`
pub async fn page(page: Page, Query(asked): Query<Asked>) -> PageResult {
    let year = asked.year.and_then(|year| year.parse().ok());
    let year = page.desk().months(&page.actor, year).await.or_page(&page)?;
    let now = page.now.clone();
    Ok(page.render("月份", || view! { <MonthsOfYear now year /> }).await)
}

#[component]
fn MonthsOfYear(now: jiff::Zoned, year: MonthYear) -> impl IntoView {
    let years = year.years.iter().map(|listed| {
        let current = (*listed == year.year).then_some("page");
        view! { <a href=format!("/months?year={listed}") aria-current=current>{format!("{listed}年")}</a> }
    });
    let head = year.head.clone();
    let rows = year.months.iter().map(|line| view! { <Line now=&now line /> }).collect_view();
    view! {
        <div class="page-head">
            <h1>"月份"</h1>
            <div class="toolbar">
                <a class="button plain" href="/bulletins">"通报"</a>
                <a class="button plain" href="/ledger">"台账"</a>
                <a class="button plain" href=format!("/verify?year={}", year.year)>"核对"</a>
                <a class="button plain" href="/urging">"催报"</a>
            </div>
        </div>
        <nav class="tabs" aria-label="年份">{years.collect_view()}</nav>
        <p class="soft">"结了账的月份，记录和记分不再变动；晚到的计入以后的月份，或写明原因重开。"</p>
        <ul class="rows">{rows}</ul>
        {head.map(|head| view! { <Head head /> })}
    }
}

#[component]
fn Line<'a>(now: &'a jiff::Zoned, line: &'a MonthLine) -> impl IntoView + use<> {
    let month = line.month;
    let waits = if line.standing.state.is_closed() { Vec::new() } else { in_words(&line.waits) };
    let waits = waits.into_iter().map(|words| view! { <span>{words}</span> }).collect_view();
    let by = by_whom(&line.standing, now);
    view! {
        <li class="row">
            <span class="row-title">
                <a href=format!("/months/{month}")>{words::month(month)}</a>
                " "<StandingBadge standing=&line.standing />
            </span>
            <span class="row-meta">
                {by.map(|by| view! { <span>{by}</span> })}
                {waits}
                <a href=format!("/bulletins/{month}")>"通报"</a>
            </span>
        </li>
    }
}

/// Who made the month what it is, and when.
pub fn by_whom(standing: &Standing, now: &jiff::Zoned) -> Option<String> {
    use domain::closing::MonthState;
    match &standing.state {
        MonthState::Open => None,
        MonthState::Closed(closing) => {
            let by = standing.closed_by.clone().unwrap_or_default();
            Some(format!("{} {by}结账", words::moment(closing.at, now)))
        }
        MonthState::Reopened(closing) => {
            let by = standing.reopened_by.clone().unwrap_or_default();
            let reopening = closing.reopening.as_ref()?;
            Some(format!("{} {by}重开：{}", words::moment(reopening.at, now), reopening.reason))
        }
    }
}

/// What waits, each in a few words.
fn in_words(waits: &Waits) -> Vec<String> {
    let mut words = Vec::new();
    if !waits.issues.is_empty() {
        words.push(format!("{}期还没有印发", waits.issues.len()));
    }
    if !waits.channels.is_empty() {
        words.push(format!("{}种上级刊物还没有收到", waits.channels.len()));
    }
    words
}
