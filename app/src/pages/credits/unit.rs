//! A unit's account: this month as a sum, its rank, what it lacks, its year, its pieces.

use axum::extract::{Path, Query};
use domain::{calendar::Month, id::UnitId, person::Actor, points::Points, scoring::Account};
use leptos::prelude::*;
use serde::Deserialize;

use super::{
    bulletin::AdoptedItems,
    charts::{Drawn, IN_PAIRS},
    month_links::MonthLinks,
    parts::{Entries, month_in},
    table::{bulletin_address, figure_address},
};
use crate::{
    components::drawn::{OrPage, PageResult},
    desk::{
        Refusal,
        credits::{UnitAccount, charts},
    },
    request::page::Page,
    words,
};

/// The address's query.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    /// The present month where it is missing.
    month: Option<String>,
}

/// `GET /units/mine?month=`: the person's own unit, the first of several.
pub async fn mine(page: Page, Query(asked): Query<Asked>) -> PageResult {
    match page.actor.units().first() {
        Some(unit) => account(page, *unit, asked).await,
        None => Ok(page.render("我的单位", || view! { <NoUnit /> }).await),
    }
}

/// `GET /units/{unit}?month=`
pub async fn page(page: Page, Path(unit): Path<String>, Query(asked): Query<Asked>) -> PageResult {
    let unit = unit.parse().map_err(|_| Refusal::not_found("这个单位")).or_page(&page)?;
    account(page, unit, asked).await
}

async fn account(page: Page, unit: UnitId, asked: Asked) -> PageResult {
    let month = match asked.month.as_deref().filter(|month| !month.is_empty()) {
        Some(month) => month_in(month).or_page(&page)?,
        None => Month::of(page.today()),
    };
    let account = page.desk().unit_account(&page.actor, unit, month).await.or_page(&page)?;
    let title = account.name.clone();
    let (actor, today) = (page.actor.clone(), page.today());
    Ok(page.render(&title, || view! { <UnitPage actor account today /> }).await)
}

#[component]
fn NoUnit() -> impl IntoView {
    view! {
        <section class="empty">
            <h1>"我的单位"</h1>
            <p>"您没有所属的单位。要看各单位的得分，请到“通报”。"</p>
            <p><a class="button plain" href="/bulletins">"看通报"</a></p>
        </section>
    }
}

#[component]
fn UnitPage(actor: Actor, account: UnitAccount, today: jiff::civil::Date) -> impl IntoView {
    let (unit, month) = (account.unit, account.month);
    let tabs = (account.own_units.len() > 1).then(|| {
        let tabs = account.own_units.iter().map(|(own, name)| {
            let current = (*own == unit).then_some("page");
            view! { <a href=format!("/units/{own}?month={month}") aria-current=current>{name.clone()}</a> }
        });
        view! { <nav class="tabs" aria-label="我的单位">{tabs.collect_view()}</nav> }
    });
    let body = match &account.account {
        None => view! {
            <p class="notice">{match &account.absent {
                Some(absent) => format!("{absent}，{}的通报中不再（或还没有）列名。", words::month(month)),
                None => format!("{}在{}的通报中没有列名（不计分，或当时不在册）。", account.name, words::month(month)),
            }}</p>
        }
        .into_any(),
        Some(figures) => view! { <ThisMonth actor=&actor account=&account figures /> }.into_any(),
    };
    view! {
        <div class="page-head">
            <h1>{account.name.clone()}</h1>
            <div class="toolbar">
                <a class="button plain" href=format!("/bulletins/{month}")>"本月通报"</a>
                <a class="button plain" href=format!("/ledger?unit={unit}")>"台账"</a>
            </div>
        </div>
        {tabs}
        <MonthLinks month today to=move |month| format!("/units/{unit}?month={month}") />
        {body}
        <YearTable account=&account />
    }
}

#[component]
fn ThisMonth<'a>(actor: &'a Actor, account: &'a UnitAccount, figures: &'a Account) -> impl IntoView + use<> {
    let row = &figures.row;
    let (rank, ahead) = standing_in_words(figures);
    let lacking = figures.lacking.iter().map(|lacking| view! { <li>{lacking.clone()}</li> }).collect_view();
    view! {
        <section class="panel">
            <h2>"本月得分"</h2>
            <p class="sum">{figures.sum.clone()}</p>
            <dl class="facts">
                <dt>"名次"</dt>
                <dd>{format!("{}{rank}{ahead}", figures.group)}</dd>
                <dt>"累计"</dt>
                <dd>{format!("{} 分", row.figures.cumulative)}</dd>
                <dt>"本月上报"</dt>
                <dd>{format!("{}篇，简报采用{}篇，上级采用{}篇", row.figures.submitted, row.figures.newsletter_count, row.figures.upper_count)}</dd>
            </dl>
            {(!figures.lacking.is_empty()).then(|| view! { <h3>"还可以得到"</h3><ul class="lacking">{lacking}</ul> })}
        </section>
        <section class="tight">
            <h2>"本月采用"</h2>
            {if row.items.is_empty() {
                view! { <p class="soft">"这个月还没有采用的稿件。"</p> }.into_any()
            } else {
                view! { <AdoptedItems actor month=account.month row /> }.into_any()
            }}
        </section>
        {(!account.entries.is_empty()).then(|| view! {
            <section class="tight">
                <h2>"记分明细"</h2>
                <Entries actor entries=&account.entries />
            </section>
        })}
    }
}

/// The rank, and how far it is to the next. Who has no points has no rank to be told.
fn standing_in_words(figures: &Account) -> (String, String) {
    let own = &figures.row.figures;
    let rank = own.rank_with_points();
    let ahead = match &figures.ahead {
        Some(ahead) => {
            let units = words::some_of(&ahead.units, "个单位");
            format!("距第{}名（{units}）还差 {} 分", ahead.rank, ahead.distance)
        }
        None if rank.is_some() => "居本组第一".to_owned(),
        None if own.cumulative > Points::ZERO => "未参加排名".to_owned(),
        None => "本组还没有单位得分".to_owned(),
    };
    let rank = match rank {
        Some(rank) => format!("第{rank}名，"),
        None if figures.ahead.is_some() => "还没有得分，".to_owned(),
        None => String::new(),
    };
    (rank, ahead)
}

#[component]
fn YearTable<'a>(account: &'a UnitAccount) -> impl IntoView + use<> {
    let (points, rate) = (charts::unit_points(account), charts::unit_rate(account));
    let rates: Vec<String> = rate
        .series
        .iter()
        .flat_map(|series| &series.values)
        .map(|rate| rate.map(|rate| format!("{rate}%")).unwrap_or_default())
        .collect();
    let pictures = [("points", &points), ("rate", &rate)].map(|(name, chart)| {
        let src = format!("/units/{}/charts/{name}?month={}", account.unit, account.month);
        (!chart.is_blank()).then(|| {
            let title = format!("{}（{}）", chart.title, chart.unit);
            view! {
                <figure>
                    <figcaption>{title}</figcaption>
                    <Drawn address=src chart=chart.clone() widths=IN_PAIRS />
                </figure>
            }
        })
    });
    let is_blank = points.is_blank();
    let rows = account.year.iter().zip(rates).rev().map(|(figures, rate)| {
        let month = figures.month;
        let bulletin = bulletin_address(month);
        let figure = |field, text: String| match text.is_empty() {
            true => view! { <td class="figure">"—"</td> }.into_any(),
            false => {
                let address = figure_address(&bulletin, account.unit, field);
                view! { <td class="figure"><a href=address>{text}</a></td> }.into_any()
            }
        };
        use domain::scoring::Field;
        view! {
            <tr>
                <th scope="row"><a href=format!("/units/{}?month={month}", account.unit)>{month.in_words()}</a></th>
                {figure(Field::Submitted, figures.submitted.to_string())}
                {figure(Field::NewsletterCount, figures.newsletter_count.to_string())}
                <td class="figure">{rate}</td>
                {figure(Field::UpperCount, figures.upper_count.to_string())}
                {figure(Field::Month, figures.points.to_string())}
                {figure(Field::Cumulative, figures.cumulative.to_string())}
                {figure(Field::Rank, figures.rank.map(|rank| rank.to_string()).unwrap_or_default())}
            </tr>
        }
    });
    let rows = rows.collect_view();
    (!account.year.is_empty()).then(|| {
        view! {
            <section class="tight">
                <h2>{format!("{}年各月", account.month.year())}</h2>
                {is_blank.then(|| view! {
                    <p class="soft">"这一年还没有得分；有稿件采用后，这里会画出各月的得分。"</p>
                })}
                <div class="charts">{pictures}</div>
                <div class="table-frame" role="region" aria-label="各月数字" tabindex="0">
                    <table class="table ruled">
                        <thead>
                            <tr>
                                <th scope="col">"月份"</th>
                                <th scope="col">"上报"</th>
                                <th scope="col">"简报采用"</th>
                                <th scope="col">"采用率"</th>
                                <th scope="col">"上级采用"</th>
                                <th scope="col">"本月得分"</th>
                                <th scope="col">"累计得分"</th>
                                <th scope="col">"名次"</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            </section>
        }
    })
}
