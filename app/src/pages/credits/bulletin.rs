//! A month's bulletin on the screen: covering text, tables, what is said of each unit.

use axum::extract::Path;
use domain::{
    calendar::Month,
    permission::{OfficeAct, permits_office},
    person::Actor,
    scoring::{Bulletin, BulletinGroup, Row},
};
use leptos::prelude::*;

use super::{
    month_links::MonthLinks,
    parts::{StandingBadge, address, month_in},
    table::{GroupTable, bulletin_address},
    way::Way,
};
use crate::{
    components::drawn::{OrPage, PageResult},
    desk::{
        bulletins::{BulletinForm, BulletinWay},
        months::MonthLine,
    },
    request::page::Page,
    words,
};

/// `GET /bulletins/{month}`
pub async fn page(page: Page, Path(month): Path<String>) -> PageResult {
    let month = month_in(&month).or_page(&page)?;
    let bulletin = page.desk().bulletin(&page.actor, month).await.or_page(&page)?;
    let way = page.desk().bulletin_way(&page.actor, month).await.or_page(&page)?;
    let line = page.desk().month_line(&page.actor, month).await.or_page(&page)?;
    let title = format!("{}通报", words::month(month));
    let (actor, now) = (page.actor.clone(), page.now.clone());
    Ok(page.render(&title, || view! { <MonthBulletin actor bulletin way line now /> }).await)
}

#[component]
fn MonthBulletin(
    actor: Actor,
    bulletin: Bulletin,
    way: BulletinWay,
    line: MonthLine,
    now: jiff::Zoned,
) -> impl IntoView {
    let month = bulletin.month;
    let address = bulletin_address(month);
    let covering =
        bulletin.covering.iter().map(|paragraph| view! { <p>{paragraph.clone()}</p> }).collect_view();
    let tables = bulletin.groups.iter().map(|group| {
        view! {
            <section class="tight">
                <h3>{group.table_title.clone()}</h3>
                <GroupTable bulletin=&bulletin group address=&address opened=None />
            </section>
        }
    });
    let tables = tables.collect_view();
    let lists = bulletin.groups.iter().map(|group| view! { <GroupList actor=&actor month group /> });
    let lists = lists.collect_view();
    let notes = bulletin.notes.iter().map(|note| view! { <li>{note.clone()}</li> }).collect_view();
    view! {
        <BulletinHead actor=&actor bulletin=&bulletin line=&line />
        <NotReceived line=&line />
        <MonthLinks month today=now.date() to=|month| format!("/bulletins/{month}") />
        <Way month way=&way now=&now />
        {bulletin.groups.is_empty().then(|| view! {
            <p class="empty">"还没有设分组和单位，请管理员先在“管理”中添加。"</p>
        })}
        <section class="prose">
            <h2>{bulletin.title.concat()}</h2>
            {covering}
        </section>
        <section class="stack">
            <h2>"采用情况"</h2>
            <p class="soft">"点任何一个数字，看它由哪些记录得来。"</p>
            {tables}
        </section>
        <section class="prose bulletin-lists">
            <h2>"各单位情况"</h2>
            {lists}
            <h3>"说明"</h3>
            <ol>{notes}</ol>
        </section>
    }
}

/// Warns of upper channels of which nothing has come.
#[component]
fn NotReceived<'a>(line: &'a MonthLine) -> impl IntoView + use<> {
    let (month, channels) = (line.month, line.waits.channels.join("、"));
    (!channels.is_empty()).then(|| {
        view! {
            <p class="notice">
                {format!("还没有收到这些刊物本月的采用情况：{channels}。")}
                <a href=format!("/months/{month}#receipts")>"去标明"</a>
            </p>
        }
    })
}

/// The page's head: which month, how it stands, and its files.
#[component]
pub fn BulletinHead<'a>(
    actor: &'a Actor,
    bulletin: &'a Bulletin,
    line: &'a MonthLine,
) -> impl IntoView + use<> {
    let month = bulletin.month;
    let letter = permits_office(actor, OfficeAct::SetBulletinLetter).is_ok().then(|| {
        view! { <a class="button plain" href=format!("/bulletins/{month}/letter")>"正文和落款"</a> }
    });
    let files = [BulletinForm::Docx, BulletinForm::Xlsx, BulletinForm::Csv].map(|form| {
        view! { <a class="button plain" href=format!("/bulletins/{month}/{}", form.code())>{form.label()}</a> }
    });
    let months = permits_office(actor, OfficeAct::ReadMonths).is_ok().then(|| {
        view! { <a class="button plain" href=format!("/months/{month}")>"结账"</a> }
    });
    view! {
        <div class="page-head">
            <h1>{format!("{}通报", words::month(month))}</h1>
            <StandingBadge standing=&line.standing />
            <div class="toolbar">
                <a class="button plain" href=format!("/bulletins/{month}/pdf")>"通报 PDF"</a>
                {files}
                <a class="button plain" href=format!("/ledger?month={month}")>"本月台账"</a>
                {months}
                {letter}
            </div>
        </div>
    }
}

#[component]
fn GroupList<'a>(actor: &'a Actor, month: Month, group: &'a BulletinGroup) -> impl IntoView + use<> {
    let rows = group.rows.iter().map(|row| {
        view! {
            <p>{row.paragraph.clone()}</p>
            {(!row.items.is_empty()).then(|| view! { <AdoptedItems actor month row /> })}
        }
    });
    let rows = rows.collect_view();
    view! {
        <h3>{group.list_title.clone()}</h3>
        {rows}
    }
}

/// The pieces of a unit's month, as in the bulletin's lists: each with where it appeared, flush right.
#[component]
pub fn AdoptedItems<'a>(actor: &'a Actor, month: Month, row: &'a Row) -> impl IntoView + use<> {
    let items = row.items.iter().map(|item| {
        let title = item.title.clone();
        let title = match address(actor, month, &item.reference) {
            Some(address) => view! { <a href=address>{title}</a> }.into_any(),
            None => view! { <span>{title}</span> }.into_any(),
        };
        view! { <li><span class="adopted-piece">{title}<span class="adopted-source">{item.source.clone()}</span></span></li> }
    });
    view! { <ol class="adopted">{items.collect_view()}</ol> }
}
