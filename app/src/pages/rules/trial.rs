//! The trial: what the draft makes of past months, beside what the ledger says, unit by unit, rank by rank.

use axum::extract::Query;
use domain::{calendar::Month, points::Points};
use leptos::prelude::*;
use serde::Deserialize;

use super::draft::Warnings;
use crate::{
    components::{
        drawn::{OrPage, PageResult},
        fields::Choice,
    },
    desk::rules::{Trial, TrialGroup, TrialMonth, TrialRow},
    request::page::Page,
    words,
};

/// The address's query.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    from: String,
    #[serde(default)]
    until: String,
}

/// `GET /rules/draft/trial`
pub async fn page(page: Page, Query(asked): Query<Asked>) -> PageResult {
    let (from, until) = (asked.from.parse().ok(), asked.until.parse().ok());
    let trial = page.desk().try_rules(&page.actor, from, until).await.or_page(&page)?;
    Ok(page.render("试算", || view! { <Tried trial=&trial /> }).await)
}

#[component]
fn Tried<'a>(trial: &'a Trial) -> impl IntoView + use<> {
    let options = |months: &[Month]| -> Vec<(String, String)> {
        months.iter().map(|month| (month.to_string(), words::month(*month))).collect()
    };
    let none = trial.known.is_empty();
    let months = trial.months.iter().rev().map(|month| view! { <TriedMonth month /> }).collect_view();
    let missing = trial.missing.iter().map(|words| view! { <li>{words.clone()}</li> }).collect_view();
    let is_missing = !trial.missing.is_empty();
    view! {
        <nav class="crumbs" aria-label="位置">
            <a href="/rules/draft">{format!("起草第{}版", trial.draft.version)}</a>
        </nav>
        <div class="page-head"><h1>"在过去的月份上试算"</h1></div>
        <p class="soft">"左边是台账现在的分数和名次，右边是按草稿计算的。试算不改动任何数据。"</p>
        <form class="toolbar" action="/rules/draft/trial" aria-label="选择月份">
            <Choice name="from" label="从" options=options(&trial.known) chosen=trial.from.to_string() />
            <Choice name="until" label="到" options=options(&trial.known) chosen=trial.until.to_string() />
            <button class="button plain">"试算"</button>
        </form>
        {none.then(|| view! { <p class="empty">"还没有可以试算的月份。"</p> })}
        <Warnings warnings=trial.warnings.clone() />
        {is_missing.then(|| view! {
            <section class="panel"><h2>"登记里还缺的"</h2><ul>{missing}</ul></section>
        })}
        {months}
    }
}

#[component]
fn TriedMonth<'a>(month: &'a TrialMonth) -> impl IntoView + use<> {
    let rows = || month.groups.iter().flat_map(|group| &group.rows);
    let moved =
        rows().filter(|row| row.present.is_some_and(|present| present.rank != row.drafted.rank)).count();
    let differing = rows().filter(|row| row.present.is_none_or(|present| present.month != row.drafted.month));
    let differing = differing.count();
    let groups = month.groups.iter().map(|group| view! { <TriedGroup group present=month.present /> });
    let groups = groups.collect_view();
    view! {
        <section>
            <h2>{words::month(month.month)}</h2>
            <p class="sum">{format!("{differing}个单位的本月分数不同，{moved}个单位的名次不同。")}</p>
            {groups}
        </section>
    }
}

#[component]
fn TriedGroup<'a>(group: &'a TrialGroup, present: u32) -> impl IntoView + use<> {
    let rows = group.rows.iter().map(|row| view! { <Row row /> }).collect_view();
    view! {
        <div class="table-frame" role="region" aria-label=format!("{}试算", group.group) tabindex="0">
            <table class="table ruled trial">
                <caption>{group.group.clone()}</caption>
                <thead>
                    <tr>
                        <th scope="col" rowspan="2">"单位"</th>
                        <th scope="colgroup" colspan="3">{format!("现行（第{present}版）")}</th>
                        <th scope="colgroup" colspan="3">"草稿"</th>
                        <th scope="colgroup" colspan="2">"变化"</th>
                    </tr>
                    <tr>
                        <th scope="col">"本月"</th><th scope="col">"累计"</th><th scope="col">"名次"</th>
                        <th scope="col">"本月"</th><th scope="col">"累计"</th><th scope="col">"名次"</th>
                        <th scope="col">"累计"</th><th scope="col">"名次"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

#[component]
fn Row<'a>(row: &'a TrialRow) -> impl IntoView + use<> {
    let cell = |text: String| view! { <td class="figure">{text}</td> };
    let rank = |rank: Option<u32>| rank.map(|rank| rank.to_string()).unwrap_or_default();
    let drafted = row.drafted;
    let (present, change) = match row.present {
        Some(present) => {
            let points = drafted.cumulative.checked_sub(present.cumulative).unwrap_or_default();
            let change = (signed(points), moved(present.rank, drafted.rank));
            ([present.month.to_string(), present.cumulative.to_string(), rank(present.rank)], change)
        }
        None => (["".to_owned(), "".to_owned(), "".to_owned()], (String::new(), String::new())),
    };
    view! {
        <tr>
            <th scope="row">{row.unit.clone()}</th>
            {present.map(cell)}
            {cell(drafted.month.to_string())}
            {cell(drafted.cumulative.to_string())}
            {cell(rank(drafted.rank))}
            {cell(change.0)}
            {cell(change.1)}
        </tr>
    }
}

fn signed(points: Points) -> String {
    if points.is_zero() { String::new() } else { words::signed(points) }
}

fn moved(present: Option<u32>, drafted: Option<u32>) -> String {
    match (present, drafted) {
        (Some(present), Some(drafted)) if drafted < present => format!("↑{}", present - drafted),
        (Some(present), Some(drafted)) if drafted > present => format!("↓{}", drafted - present),
        _ => String::new(),
    }
}
