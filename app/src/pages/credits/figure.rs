//! One figure of a bulletin, opened beside its table.

use axum::extract::{Path, Query};
use domain::{
    calendar::Month,
    id::UnitId,
    permission::{OfficeAct, permits_office},
    person::Actor,
    scoring::{Field, Figure},
};
use leptos::prelude::*;
use serde::Deserialize;

use super::{
    bulletin::BulletinHead,
    parts::{Entries, FactTitle, month_in},
    table::{GroupTable, bulletin_address},
};
use crate::{
    components::drawn::{OrPage, PageResult},
    desk::{Refusal, credits::OpenedFigure, months::MonthLine},
    request::page::Page,
    words,
};

/// The address's query.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    /// The column, by its code; the month's points where it is missing.
    of: Option<String>,
}

impl Asked {
    pub fn field(&self) -> Result<Field, Refusal> {
        let field = self.of.as_deref().map_or(Some(Field::Month), Field::from_code);
        let field = field.filter(|field| *field != Field::Unit);
        field.ok_or_else(|| Refusal::not_found("通报中的这一栏"))
    }
}

pub fn unit_in(text: &str) -> Result<UnitId, Refusal> {
    text.parse().map_err(|_| Refusal::not_found("这个单位"))
}

/// `GET /bulletins/{month}/units/{unit}?of=COLUMN`
pub async fn page(
    page: Page,
    Path((month, unit)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> PageResult {
    let month = month_in(&month).or_page(&page)?;
    let unit = unit_in(&unit).or_page(&page)?;
    let field = asked.field().or_page(&page)?;
    let figure = page.desk().figure(&page.actor, month, unit, field).await.or_page(&page)?;
    let line = page.desk().month_line(&page.actor, month).await.or_page(&page)?;
    let title = format!("{} {} {}", words::month(month), figure.row.figures.unit, figure.heading);
    let actor = page.actor.clone();
    Ok(page.render(&title, || view! { <Opened actor figure line /> }).await)
}

#[component]
fn Opened(actor: Actor, figure: OpenedFigure, line: MonthLine) -> impl IntoView {
    let address = bulletin_address(figure.bulletin.month);
    view! {
        <BulletinHead actor=&actor bulletin=&figure.bulletin line=&line />
        <Beside actor=&actor figure=&figure address=&address />
    }
}

/// The table that a figure stands in, of the bulletin at the address, and what is behind the figure.
#[component]
pub fn Beside<'a>(actor: &'a Actor, figure: &'a OpenedFigure, address: &'a str) -> impl IntoView + use<> {
    let bulletin = &figure.bulletin;
    let unit = figure.row.unit_id;
    let group = bulletin.groups.iter().find(|group| group.rows.iter().any(|row| row.unit_id == unit));
    let table = group.map(|group| {
        view! {
            <section class="tight">
                <h2>{group.table_title.clone()}</h2>
                <GroupTable bulletin group address opened=Some((unit, figure.field)) />
                <p><a href=address.to_owned()>"看整个通报"</a></p>
            </section>
        }
    });
    view! {
        <div class="split figure-split">
            {table}
            <Panel actor figure />
        </div>
    }
}

#[component]
fn Panel<'a>(actor: &'a Actor, figure: &'a OpenedFigure) -> impl IntoView + use<> {
    let month = figure.bulletin.month;
    let value = match figure.row.figures.get(figure.field) {
        Figure::Text(text) => text.to_owned(),
        Figure::Rank(Some(rank)) if figure.row.figures.rank_with_points().is_none() => {
            format!("没有得分，表中列第{rank}")
        }
        Figure::Rank(Some(rank)) => format!("第{rank}名"),
        Figure::Rank(None) => "未排名".to_owned(),
        Figure::Count(count) => format!("{count}篇"),
        Figure::Points(points) => format!("{points}分"),
        Figure::Percent(percent) => format!("{percent}%"),
        Figure::Remarks(remarks) => remarks.join("、"),
    };
    let sum = figure.points.map(|points| {
        let opening = figure.row.opening;
        let carried = (figure.field == Field::Cumulative && !opening.is_zero())
            .then(|| format!("，其中年内结转{opening}分"));
        view! { <p class="total">{format!("合计 {points} 分")}{carried}</p> }
    });
    let may_see_unit = permits_office(actor, OfficeAct::ReadUnitCredits(figure.row.unit_id)).is_ok();
    view! {
        <aside class="panel" id="figure" aria-labelledby="figure-title">
            <h2 id="figure-title">{format!("{} · {}", figure.row.figures.unit, figure.heading)}</h2>
            <p class="opened-value">{value}</p>
            <Counted actor month figure />
            {(!figure.entries.is_empty()).then(|| view! {
                <h3>"记分明细"</h3>
                <Entries actor entries=&figure.entries />
            })}
            {sum}
            {figure.entries.is_empty().then(|| nothing_earned(figure)).flatten().map(|words| view! { <p class="soft">{words}</p> })}
            {may_see_unit.then(|| view! {
                <p><a href=format!("/units/{}?month={month}", figure.row.unit_id)>"看这个单位的账"</a></p>
            })}
        </aside>
    }
}

/// Why there are no entries.
fn nothing_earned(figure: &OpenedFigure) -> Option<&'static str> {
    match figure.field {
        Field::Submitted => None,
        _ if figure.points.is_some() || figure.field == Field::Rank => Some("还没有记分。"),
        _ => Some("这些没有另外记分。"),
    }
}

/// For a count: what it counts.
#[component]
fn Counted<'a>(actor: &'a Actor, month: Month, figure: &'a OpenedFigure) -> impl IntoView + use<> {
    let facts = figure.facts.iter().map(|fact| {
        view! {
            <li class="row">
                <span class="row-title"><FactTitle actor month fact=&fact.name /></span>
                <span class="row-meta">
                    {fact.source.clone().map(|source| view! { <span>{source}</span> })}
                    <span>{format!("计{}篇", fact.count)}</span>
                </span>
            </li>
        }
    });
    let facts = facts.collect_view();
    let items = figure.submitted.iter().map(|item| {
        let text = item.title.clone();
        let title = match item.item {
            Some(id) => view! { <a href=format!("/items/{id}")>{text}</a> }.into_any(),
            None => text.into_any(),
        };
        view! {
            <li class="row">
                <span class="row-title">{title}</span>
                <span class="row-meta">{item.state.label()}</span>
            </li>
        }
    });
    let items = items.collect_view();
    view! {
        {(!figure.facts.is_empty()).then(|| view! { <ol class="rows">{facts}</ol> })}
        {(!figure.submitted.is_empty()).then(|| view! { <h3>"报送的稿件"</h3><ol class="rows">{items}</ol> })}
    }
}
