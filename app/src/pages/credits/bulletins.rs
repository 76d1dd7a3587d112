//! The months of a year, each with its bulletin.

use axum::extract::Query;
use domain::{
    permission::{OfficeAct, permits_office},
    points::Points,
    scoring::Bulletin,
};
use leptos::prelude::*;
use serde::Deserialize;

use super::version_parts::VersionBadge;
use crate::{
    components::drawn::{OrPage, PageResult},
    desk::{
        bulletins::{BulletinForm, VersionLine},
        credits::BulletinYear,
    },
    request::page::Page,
    words,
};

/// The address's query.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    year: Option<String>,
}

/// `GET /bulletins`
pub async fn page(page: Page, Query(asked): Query<Asked>) -> PageResult {
    let year = asked.year.and_then(|year| year.parse().ok());
    let year = page.desk().bulletin_year(&page.actor, year).await.or_page(&page)?;
    let reads_months = permits_office(&page.actor, OfficeAct::ReadMonths).is_ok();
    let audits = permits_office(&page.actor, OfficeAct::AuditBulletin).is_ok();
    let versions = page.desk().bulletin_versions(&page.actor, year.year).await.or_page(&page)?;
    Ok(page.render("通报", || view! { <Bulletins year versions reads_months audits /> }).await)
}

#[component]
fn Bulletins(
    year: BulletinYear,
    versions: Vec<VersionLine>,
    reads_months: bool,
    audits: bool,
) -> impl IntoView {
    let years = year.years.iter().map(|listed| {
        let current = (*listed == year.year).then_some("page");
        view! { <a href=format!("/bulletins?year={listed}") aria-current=current>{format!("{listed}年")}</a> }
    });
    let rows = year.bulletins.iter().map(|bulletin| {
        let closed = year.closed.contains(bulletin.month);
        let version = versions.iter().find(|line| line.month == bulletin.month);
        view! { <Line bulletin closed version /> }
    });
    let rows = rows.collect_view();
    view! {
        <div class="page-head">
            <h1>"通报"</h1>
            <div class="toolbar">
                <a class="button plain" href=format!("/bulletins/year/{}", year.year)>"全年走势"</a>
                <a class="button plain" href="/ledger">"台账"</a>
                {reads_months.then(|| view! { <a class="button plain" href="/months">"月份"</a> })}
                {audits.then(|| view! { <a class="button plain" href="/audit">"核对旧通报"</a> })}
            </div>
        </div>
        <nav class="tabs" aria-label="年份">{years.collect_view()}</nav>
        <p class="soft">"每个月的数字都由记录的事实算出，点开就能看到是哪些。"</p>
        <ul class="rows">{rows}</ul>
    }
}

#[component]
fn Line<'a>(bulletin: &'a Bulletin, closed: bool, version: Option<&'a VersionLine>) -> impl IntoView + use<> {
    let month = bulletin.month;
    let adopted: domain::scoring::Tally =
        bulletin.groups.iter().map(|group| group.totals.newsletter_count).sum();
    let leaders = bulletin.groups.iter().filter_map(|group| {
        let most = group.rows.iter().map(|row| row.figures.cumulative).max()?;
        let leading = group.rows.iter().filter(|row| row.figures.cumulative == most);
        let names: Vec<String> = leading.map(|row| row.list_name.clone()).collect();
        let together = if names.len() > 1 { "并列" } else { "" };
        let names = words::some_of(&names, "个单位");
        (most > Points::ZERO).then(|| format!("{}：{names}{together} {most}分", group.group))
    });
    let leaders: Vec<String> = leaders.collect();
    let version = version.map(|line| {
        let address = format!("/bulletins/{month}/versions/{}", line.id);
        view! { " "<a href=address><VersionBadge standing=line.standing /></a> }
    });
    let files = BulletinForm::ALL
        .map(|form| view! { <a href=format!("/bulletins/{month}/{}", form.code())>{form.label()}</a> });
    view! {
        <li class="row">
            <span class="row-title">
                <a href=format!("/bulletins/{month}")>{format!("{}通报", words::month(month))}</a>
                " "
                {if closed {
                    view! { <span class="state state-adopted">"已结账"</span> }
                } else {
                    view! { <span class="state state-submitted">"未结账"</span> }
                }}
                {version}
            </span>
            <span class="row-meta">
                <span>{format!("收到{}篇", bulletin.totals.submitted)}</span>
                <span>{format!("简报采用{adopted}篇次")}</span>
                {(!leaders.is_empty()).then(|| view! { <span>{format!("累计居首 {}", leaders.join("，"))}</span> })}
                {files}
            </span>
        </li>
    }
}
