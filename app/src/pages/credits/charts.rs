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
            charts::{self as series, Asked, Canvas, Chart, Shape},
        },
    },
    request::page::Page,
};

/// The address's query of a chart.
#[derive(Debug, Default, Deserialize)]
pub struct Wanted {
    /// The last month of a unit's chart.
    month: Option<String>,
    width: Option<String>,
    ground: Option<String>,
}

impl Wanted {
    /// As wide as a page has room for and on light ground, where nothing else is wanted.
    fn canvas(&self) -> Result<Canvas, Refusal> {
        let width = match self.width.as_deref() {
            None => WIDEST,
            Some(width) => {
                let width = width.parse::<u32>().ok().filter(|width| series::WIDTHS.contains(width));
                let widths = series::WIDTHS.map(|width| width.to_string()).join("、");
                width.ok_or_else(|| Refusal::invalid("width", format!("图的宽度只能是 {widths}")))?
            }
        };
        let is_dark = match self.ground.as_deref() {
            None => false,
            Some(DARK) => true,
            Some(_) => return Err(Refusal::invalid("ground", format!("图的底色只能是 {DARK}，或者不写"))),
        };
        Ok(Canvas { width, is_dark })
    }
}

const WIDEST: u32 = series::WIDTHS[3];
const DARK: &str = "dark";

/// How wide a picture is drawn, by the window's width; `WIDEST` where none of them holds.
type Widths = &'static [(&'static str, u32)];

/// Where charts stand one below the other.
const ALONE: Widths =
    &[("(max-width: 459.98px)", 320), ("(max-width: 599.98px)", 420), ("(max-width: 999.98px)", 560)];
/// Where two stand side by side as soon as there is room, as `.charts` has it.
pub const IN_PAIRS: Widths = &[
    ("(max-width: 459.98px)", 320),
    ("(max-width: 599.98px)", 420),
    ("(max-width: 999.98px)", 560),
    ("(min-width: 1092px) and (max-width: 1371.98px)", 420),
    ("(min-width: 1372px)", 560),
];

/// `GET /units/{unit}/charts/{name}?month=&width=&ground=`: `points`, `rate`.
pub async fn of_unit(
    page: Page,
    Path((unit, name)): Path<(UnitId, String)>,
    Query(wanted): Query<Wanted>,
) -> PageResult {
    let canvas = wanted.canvas().or_page(&page)?;
    let month = match wanted.month.as_deref() {
        Some(month) => month_in(month).or_page(&page)?,
        None => Month::of(page.today()),
    };
    let asked = match name.as_str() {
        "points" => Ok(Asked::UnitPoints { unit, month }),
        "rate" => Ok(Asked::UnitRate { unit, month }),
        _ => Err(no_chart(&name)),
    };
    let asked = asked.or_page(&page)?;
    Ok(picture(page.desk().chart(&page.actor, asked, canvas).await.or_page(&page)?))
}

/// `GET /bulletins/year/{year}/charts/{name}?width=&ground=`: `intake`, `rates`, `ranks-0`.
pub async fn of_year(
    page: Page,
    Path((year, name)): Path<(i16, String)>,
    Query(wanted): Query<Wanted>,
) -> PageResult {
    let canvas = wanted.canvas().or_page(&page)?;
    let group = name.strip_prefix("ranks-").and_then(|place| place.parse().ok());
    let asked = match (name.as_str(), group) {
        ("intake", _) => Ok(Asked::Intake { year }),
        ("rates", _) => Ok(Asked::Rates { year }),
        (_, Some(group)) => Ok(Asked::Ranks { year, group }),
        _ => Err(no_chart(&name)),
    };
    let asked = asked.or_page(&page)?;
    Ok(picture(page.desk().chart(&page.actor, asked, canvas).await.or_page(&page)?))
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
            <Drawn address chart widths=ALONE />
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

/// The picture by itself, for the window's width and its ground; what is printed is the wide light one.
#[component]
pub fn Drawn(address: String, chart: Chart, widths: Widths) -> AnyView {
    let sign = if address.contains('?') { '&' } else { '?' };
    // Only of these it is known before they are drawn: the page keeps the room.
    let height =
        (chart.shape != Shape::Places && chart.series.len() == 1).then(|| series::HEIGHT.to_string());
    let source = |media: String, width: u32, ground: &str| {
        let srcset = format!("{address}{sign}width={width}{ground}");
        view! { <source media=media srcset=srcset width=width.to_string() height=height.clone() /> }
    };
    let light = widths.iter().map(|(window, width)| source(format!("screen and {window}"), *width, ""));
    let ground = format!("&ground={DARK}");
    let dark = widths.iter().map(|(window, width)| (format!(" and {window}"), *width));
    let dark = dark.chain([(String::new(), WIDEST)]).map(|(window, width)| {
        source(format!("screen and (prefers-color-scheme: dark){window}"), width, &ground)
    });
    let sources = dark.chain(light).collect_view();
    let alt = format!("{}的图，数字见下表", chart.title);
    view! {
        <picture>
            {sources}
            <img class="chart" src=address.clone() alt=alt loading="lazy" width=WIDEST.to_string() height=height.clone() />
        </picture>
    }
    .into_any()
}
