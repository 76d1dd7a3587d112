//! 结转分: what units bring along in a year that began before their first month here.

use axum::extract::Query;
use domain::act::Verb;
use leptos::prelude::*;
use serde::Deserialize;

use crate::{
    components::{
        crumb::BackTo,
        drawn::{OrPage, PageResult},
        fields::TextField,
        verb_form::{given, verb_form},
    },
    desk::{
        form,
        office::openings::{OpeningLine, Openings},
    },
    request::page::Page,
};

/// The address's query.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    /// This year where none is asked for.
    #[serde(default, deserialize_with = "form::blank_or")]
    year: Option<i16>,
}

/// `GET /admin/openings?year=`
pub async fn page(page: Page, Query(asked): Query<Asked>) -> PageResult {
    let year = asked.year.unwrap_or(page.today().year());
    let openings = page.desk().openings(&page.actor, year).await.or_page(&page)?;
    Ok(page.render("结转分", || view! { <OpeningPoints openings /> }).await)
}

#[component]
fn OpeningPoints(openings: Openings) -> impl IntoView {
    let year = openings.year;
    let body = match openings.hindrance.clone() {
        Some(words) => view! {
            <p class="notice">{words}"。"</p>
            <Table units=openings.units />
        }
        .into_any(),
        None if openings.units.is_empty() => {
            view! { <p class="empty">"这一年还没有参加记分的单位，请先在“单位和分组”中添加。"</p> }.into_any()
        }
        None => view! { <Form openings /> }.into_any(),
    };
    view! {
        <BackTo address="/admin" to="管理" />
        <div class="page-head">
            <h1>{format!("{year}年结转分")}</h1>
            <div class="toolbar">
                <a class="button quiet" href=format!("/admin/openings?year={}", year.saturating_sub(1))>{year.saturating_sub(1)}"年"</a>
                <a class="button quiet" href=format!("/admin/openings?year={}", year.saturating_add(1))>{year.saturating_add(1)}"年"</a>
            </div>
        </div>
        <p class="soft">"年中才开始用本系统的单位，把以前各月的分数合成一个数记在这里；它计入当年的累计分数。从一月用起的不必填。"</p>
        {body}
    }
}

#[component]
fn Form(openings: Openings) -> impl IntoView {
    let (year, month) = (openings.year, openings.month.to_string());
    verb_form(Verb::SetOpeningPoints, Some(("year", year.to_string())), "form", move || {
        let rows = openings.units.into_iter().map(|line| {
            let points = line.points.map(|points| points.to_string()).unwrap_or_default();
            let id = format!("points-{}", line.unit);
            view! {
                <tr>
                    <th scope="row"><label for=id.clone()>{line.name}</label></th>
                    <td>{line.group}</td>
                    <td class="figure">
                        <input type="hidden" name="unit" value=line.unit.to_string() />
                        <input id=id name="points" inputmode="decimal" size="8" value=given("points", points) />
                    </td>
                </tr>
            }
        });
        let rows = rows.collect_view();
        view! {
            <TextField name="month" label="从哪个月起用本系统记分" kind="month" value=month required=true
                hint="写作 2024-06：6月以前的分数由这里带入" />
            <div class="table-frame" role="region" aria-label="各单位结转分" tabindex="0">
                <table class="table ruled">
                    <thead>
                        <tr><th scope="col">"单位"</th><th scope="col">"分组"</th><th scope="col">"结转分"</th></tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <div class="toolbar"><button class="primary">"保存结转分"</button></div>
        }
    })
}

/// What stands, where it may not be changed.
#[component]
fn Table(units: Vec<OpeningLine>) -> impl IntoView {
    let rows = units.into_iter().filter_map(|line| {
        let points = line.points?.to_string();
        Some(view! { <tr><th scope="row">{line.name}</th><td>{line.group}</td><td class="figure">{points}</td></tr> })
    });
    let rows: Vec<_> = rows.collect();
    if rows.is_empty() {
        return view! { <p class="empty">"这一年没有结转分。"</p> }.into_any();
    }
    view! {
        <table class="table ruled">
            <thead>
                <tr><th scope="col">"单位"</th><th scope="col">"分组"</th><th scope="col">"结转分"</th></tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}
