//! Charts with their numbers: the pictures' addresses, and a year of the whole office.

use axum::{
    extract::{Path, Query},
    http::header,
    response::{IntoResponse, Response},
};
use domain::{calendar::Month, id::UnitId};
use leptos::prelude::*;
use serde::Deserialize;

use super::parts::month_in;
use crate::{
    components::drawn::{OrPage, PageResult},
    desk::{
        Refusal,
        credits::{
            BulletinYear,
            charts::{self as series, Asked, Chart},
        },
    },
    request::page::Page,
};

/// The address's query of a unit's chart.
#[derive(Debug, Default, Deserialize)]
pub struct Until {
    month: Option<String>,
}

/// `GET /units/{unit}/charts/{name}?month=`: `points`, `rate`.
pub async fn of_unit(
    page: Page,
    Path((unit, name)): Path<(UnitId, String)>,
    Query(until): Query<Until>,
) -> PageResult {
    let month = match until.month.as_deref() {
        Some(month) => month_in(month).or_page(&page)?,
        None => Month::of(page.today()),
    };
    let asked = match name.as_str() {
        "points" => Ok(Asked::UnitPoints { unit, month }),
        "rate" => Ok(Asked::UnitRate { unit, month }),
        _ => Err(no_chart(&name)),
    };
    let asked = asked.or_page(&page)?;
    Ok(picture(page.desk().chart(&page.actor, asked).await.or_page(&page)?))
}

/// `GET /bulletins/year/{year}/charts/{name}`: `intake`, `rates`, `ranks-0`.
pub async fn of_year(page: Page, Path((year, name)): Path<(i16, String)>) -> PageResult {
    let group = name.strip_prefix("ranks-").and_then(|place| place.parse().ok());
    let asked = match (name.as_str(), group) {
        ("intake", _) => Ok(Asked::Intake { year }),
        ("rates", _) => Ok(Asked::Rates { year }),
        (_, Some(group)) => Ok(Asked::Ranks { year, group }),
        _ => Err(no_chart(&name)),
    };
    let asked = asked.or_page(&page)?;
    Ok(picture(page.desk().chart(&page.actor, asked).await.or_page(&page)?))
}

/// `GET /bulletins/year/{year}`
pub async fn year(page: Page, Path(year): Path<i16>) -> PageResult {
    let figures = page.desk().bulletin_year(&page.actor, Some(year)).await.or_page(&page)?;
    let title = format!("{}年走势", figures.year);
    Ok(page.render(&title, || view! { <Year title=title.clone() figures /> }).await)
}

fn no_chart(name: &str) -> Refusal {
    Refusal::not_found(format!("“{name}”这张图"))
}

fn picture(svg: String) -> Response {
    ([(header::CONTENT_TYPE, "image/svg+xml"), (header::CACHE_CONTROL, "no-store")], svg).into_response()
}

#[component]
fn Year(title: String, figures: BulletinYear) -> AnyView {
    let year = figures.year;
    let years = figures.years.iter().map(|listed| {
        let current = (*listed == year).then_some("page");
        view! { <a href=format!("/bulletins/year/{listed}") aria-current=current>{format!("{listed}年")}</a> }
    });
    let address = |name: &str| format!("/bulletins/year/{year}/charts/{name}");
    let ranks = (0..series::groups(&figures).len()).filter_map(|group| {
        let chart = series::ranks(&figures, group)?;
        Some(view! { <ChartFigure address=address(&format!("ranks-{group}")) chart /> })
    });
    let ranks = ranks.collect_view();
    view! {
        <div class="page-head">
            <h1>{title}</h1>
            <div class="toolbar"><a class="button plain" href=format!("/bulletins?year={year}")>"各月通报"</a></div>
        </div>
        <nav class="tabs" aria-label="年份">{years.collect_view()}</nav>
        <div class="stack">
            <ChartFigure address=address("intake") chart=series::intake(&figures) />
            <ChartFigure address=address("rates") chart=series::rates(&figures) />
            {ranks}
        </div>
    }
    .into_any()
}

/// A picture, with its numbers in a table below it.
#[component]
pub fn ChartFigure(address: String, chart: Chart) -> AnyView {
    let title = chart.title.clone();
    if chart.is_blank() {
        return view! { <section class="tight"><h2>{title}</h2><p class="soft">"这一年还没有可画的数字。"</p></section> }
            .into_any();
    }
    let months =
        chart.months.iter().map(|month| view! { <th scope="col">{format!("{}月", month.month())}</th> });
    let months = months.collect_view();
    let rows = chart.series.iter().map(|series| {
        let cells = series.values.iter().map(|value| {
            view! { <td class="figure">{value.map(|value| value.to_string()).unwrap_or_default()}</td> }
        });
        view! { <tr><th scope="row">{series.name.clone()}</th>{cells.collect_view()}</tr> }
    });
    let rows = rows.collect_view();
    let unit = if chart.unit.is_empty() { String::new() } else { format!("（{}）", chart.unit) };
    view! {
        <section class="tight">
            <h2>{format!("{title}{unit}")}</h2>
            <img class="chart" src=address alt=format!("{title}的图，数字见下表") loading="lazy" width="760" />
            <div class="table-frame" role="region" aria-label=format!("{title}的数字") tabindex="0">
                <table class="table ruled">
                    <thead><tr><th scope="col">"名称"</th>{months}</tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}
