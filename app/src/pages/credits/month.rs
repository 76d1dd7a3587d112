//! One month: what should be looked at before it is closed, receipts of upper channels, closing and reopening.

use axum::extract::Path;
use domain::{act::Verb, calendar::Month, closing};
use leptos::prelude::*;

use super::{
    month_links::MonthLinks,
    months::by_whom,
    parts::{StandingBadge, month_in},
};
use crate::{
    components::{
        drawn::{OrPage, PageResult},
        fields::{TextField, Tick},
        rows::{FocusAfter, next_row},
        verb_form::VerbForm,
    },
    desk::months::{ClosingLine, LateLine, MonthDetail, ReceiptLine},
    request::{address::door, page::Page},
    words,
};

/// `GET /months/{month}`
pub async fn page(page: Page, Path(month): Path<String>) -> PageResult {
    let month = month_in(&month).or_page(&page)?;
    let detail = page.desk().month(&page.actor, month).await.or_page(&page)?;
    let now = page.now.clone();
    Ok(page.render(&words::month(month), || view! { <OneMonth now detail /> }).await)
}

#[component]
fn OneMonth(now: jiff::Zoned, detail: MonthDetail) -> impl IntoView {
    let month = detail.month;
    let closed = detail.standing.state.is_closed();
    let by = by_whom(&detail.standing, &now);
    let acts = detail.may_close.then(|| {
        if closed {
            view! { <Reopen detail=&detail /> }.into_any()
        } else {
            view! { <Close detail=&detail /> }.into_any()
        }
    });
    view! {
        <div class="page-head">
            <h1>{words::month(month)}</h1>
            <StandingBadge standing=&detail.standing />
            <div class="toolbar">
                <a class="button plain" href=format!("/months?year={}", month.year())>"全年各月"</a>
                <a class="button plain" href=format!("/urging?month={month}")>"催报"</a>
                <a class="button plain" href=format!("/bulletins/{month}")>"本月通报"</a>
                <a class="button plain" href=format!("/records?month={month}")>"本月记录"</a>
            </div>
        </div>
        <MonthLinks month today=now.date() to=|month| format!("/months/{month}") />
        {by.map(|by| view! { <p class="soft">{by}</p> })}
        <div class="split">
            <div class="stack">
                {(!closed).then(|| view! { <ToLookAt detail=&detail /> })}
                <Receipts now=&now detail=&detail />
            </div>
            <div class="stack">
                {acts}
                {(!detail.history.is_empty()).then(|| view! { <History now=&now lines=&detail.history /> })}
            </div>
        </div>
    }
}

/// What stands in the way, and what should be looked at, each with where to do so.
#[component]
fn ToLookAt<'a>(detail: &'a MonthDetail) -> impl IntoView + use<> {
    let month = detail.month;
    let mut lines: Vec<AnyView> = Vec::new();
    for issue in &detail.waits.issues {
        let address = format!("/issues/{}/desk", issue.issue);
        lines.push(
            view! { <li><a href=address>{issue.label.clone()}</a>"计入本月，还没有印发"</li> }.into_any(),
        );
    }
    if !detail.waits.channels.is_empty() {
        let names = detail.waits.channels.join("、");
        lines.push(
            view! { <li><a href="#receipts">"上级采用"</a>{format!("还没有收到：{names}")}</li> }.into_any(),
        );
    }
    if detail.unknown_names > 0 {
        let words = format!("还有{}个署名单位没有认出", detail.unknown_names);
        lines.push(view! { <li><a href="/names">"待识别单位名"</a>{words}</li> }.into_any());
    }
    for words in &detail.uncredited {
        lines.push(view! { <li><a href="/admin/units">"单位"</a>{words.clone()}</li> }.into_any());
    }
    if detail.unsettled > 0 {
        let words = format!(
            "台账与事实相差{}笔，还不能结账。查明以后，请管理员在“单位和分组”中把任一单位照原样保存，未结账的各月就按事实重新计算",
            detail.unsettled
        );
        let address = format!("/verify?year={}", month.year());
        lines.push(view! { <li><a href=address>"核对"</a>{words}</li> }.into_any());
    }
    let nothing = lines.is_empty();
    lines.extend(detail.late.iter().map(|late| late_line(month, late)));
    view! {
        <section class="tight">
            <h2>"结账前看一看"</h2>
            {nothing.then(|| view! { <p>"各期都已印发，上级采用都已收到，台账与事实一致。"</p> })}
            {(!lines.is_empty()).then(|| view! { <ul class="lacking">{lines}</ul> })}
        </section>
    }
}

/// Whoever reopened a month may want in it what came late for it.
fn late_line(month: Month, late: &LateLine) -> AnyView {
    let counts_in = words::month(late.counts_in);
    let may = |way: &str| {
        if late.is_open {
            format!("。要{way}")
        } else {
            "；那个月已结账，要改请先重开".to_owned()
        }
    };
    let line =
        |address: String, link: String, words: String| view! { <li><a href=address>{link}</a>{words}</li> };
    let records = (late.records > 0).then(|| {
        let way = may("改计本月，请在那里冲销后在本月重新登记");
        let words = format!("有{}条的日期在本月，结账后才登记，计在{counts_in}{way}", late.records);
        line(format!("/records?month={}", late.counts_in), format!("{counts_in}的记录"), words)
    });
    let reversals = (late.reversals > 0).then(|| {
        let way = may("直接在本月冲销，请先恢复，再冲销");
        let words = format!("有{}条是结账后冲销的，分数冲减在{counts_in}{way}", late.reversals);
        line(format!("/records?month={month}"), "本月的记录".to_owned(), words)
    });
    let retractions = (late.retractions > 0).then(|| {
        let words = format!("有{}件是结账后撤下的，分数冲减在{counts_in}", late.retractions);
        line(format!("/ledger?month={}", late.counts_in), format!("{counts_in}的台账"), words)
    });
    view! { {records} {reversals} {retractions} }.into_any()
}

#[component]
fn Close<'a>(detail: &'a MonthDetail) -> impl IntoView + use<> {
    let month = detail.month;
    let with = (!detail.closes_with.is_empty())
        .then(|| format!("没有记录的{}一同结账。", closing::list(&detail.closes_with)));
    let class = if detail.lasts_until.is_some() { "danger" } else { "primary" };
    let until = detail.lasts_until;
    let not_over = until.map(|last| {
        let words = format!(
            "{}到{}月{}日才过完，从{}月1日起再结账不迟。",
            words::month(month),
            last.month(),
            last.day(),
            month.next().month()
        );
        view! { <p class="notice">{words}</p> }
    });
    let early = move || {
        let label = format!("{}没有过完也要结账", words::month(month));
        until.map(|_| view! { <Tick name="early" label ticked=false /> })
    };
    let may = detail.hindrance.is_none() && detail.unsettled == 0;
    let hindrance =
        detail.hindrance.clone().map(|words| view! { <p class="notice">{format!("{words}。")}</p> });
    view! {
        <section class="panel">
            <h2>"结账"</h2>
            <p>"结账后，这个月的记录和记分不再变动：晚到的采用、冲销和撤下计入以后的月份，日期照旧。"</p>
            {not_over}
            {with.map(|with| view! { <p>{with}</p> })}
            {hindrance}
            {may.then(|| view! {
                <VerbForm verb=Verb::CloseMonth about=("month", month.to_string())>
                    <input type="hidden" name="back" value=format!("/months/{month}") />
                    {early}
                    <button class=class>{format!("{}结账", words::month(month))}</button>
                </VerbForm>
            })}
        </section>
    }
}

#[component]
fn Reopen<'a>(detail: &'a MonthDetail) -> impl IntoView + use<> {
    let month = detail.month;
    let later: Vec<Month> = detail.reopens.iter().copied().filter(|other| *other != month).collect();
    let also = (!later.is_empty())
        .then(|| format!("{}也随之重开：累计分和按年的规则都以前面的月份为准。", closing::list(&later)));
    view! {
        <section class="panel">
            <h2>"重开"</h2>
            <p>"确有错漏、不能计入以后的月份时，写明原因重开。编辑和各单位在首页都会看到；改好后再结账，另出更正的通报。"</p>
            {also.map(|also| view! { <p class="notice">{also}</p> })}
            <VerbForm verb=Verb::ReopenMonth about=("month", month.to_string())>
                <input type="hidden" name="back" value=format!("/months/{month}") />
                <TextField name="reason" label="重开的原因" value="" required=true />
                <button class="danger">{format!("重开{}", words::month(month))}</button>
            </VerbForm>
        </section>
    }
}

#[component]
fn Receipts<'a>(now: &'a jiff::Zoned, detail: &'a MonthDetail) -> impl IntoView + use<> {
    let month = detail.month;
    let may = detail.may_close;
    let ids: Vec<String> = detail.receipts.iter().map(|line| format!("receipt-{}", line.channel)).collect();
    let rows = detail.receipts.iter().enumerate().map(|(place, line)| {
        view! { <ReceiptRow now month line may after=next_row(&ids, place) /> }
    });
    let rows = rows.collect_view();
    view! {
        <section class="tight" id="receipts">
            <h2>"上级采用是否收到"</h2>
            <p class="soft">"逐种刊物标明：采用情况已收到，或者本月没有采用。没有标明的，通报会提醒。"</p>
            {if detail.receipts.is_empty() {
                view! { <p class="empty">"还没有上级刊物，请先在“上级刊物”中添加。"</p> }.into_any()
            } else {
                view! { <ul class="rows">{rows}</ul> }.into_any()
            }}
        </section>
    }
}

#[component]
fn ReceiptRow<'a>(
    now: &'a jiff::Zoned,
    month: Month,
    line: &'a ReceiptLine,
    may: bool,
    after: String,
) -> impl IntoView + use<> {
    let id = line.channel.to_string();
    let name = line.name.clone();
    let act = move |verb: Verb, nothing: bool, words: &'static str, name: &str| {
        view! {
            <form method="post" action=door(verb)>
                <input type="hidden" name="month" value=month.to_string() />
                <input type="hidden" name="channel" value=id.clone() />
                <FocusAfter element=after.clone() />
                {nothing.then(|| view! { <input type="hidden" name="nothing" value="true" /> })}
                <button class="quiet" aria-label=format!("{name}：{words}")>{words}</button>
            </form>
        }
    };
    let badge = match &line.receipt {
        None => view! { <span class="state state-submitted">"未收到"</span> }.into_any(),
        Some(receipt) => {
            let words = if receipt.nothing { "本月没有" } else { "已收到" };
            view! { <span class="state state-adopted">{words}</span> }.into_any()
        }
    };
    let by = line.receipt.as_ref().map(|receipt| {
        view! { <span>{format!("{} {}", words::moment(receipt.at, now), receipt.person)}</span> }
    });
    let acts = may.then(|| match &line.receipt {
        None => view! {
            {act(Verb::ReceiveUpper, false, "已收到", &name)}
            {act(Verb::ReceiveUpper, true, "本月没有", &name)}
        }
        .into_any(),
        Some(_) => act(Verb::TakeBackReceipt, false, "改为未收到", &name).into_any(),
    });
    view! {
        <li class="row" id=format!("receipt-{}", line.channel) tabindex="-1">
            <span class="row-title">{name.clone()}" "{badge}</span>
            <span class="row-meta">
                <span>{format!("已登记{}篇", line.records)}</span>
                {by}
                {acts}
            </span>
        </li>
    }
}

#[component]
fn History<'a>(now: &'a jiff::Zoned, lines: &'a [ClosingLine]) -> impl IntoView + use<> {
    let lines = lines.iter().map(|line| {
        let reason = line.reason.clone().map(|reason| format!("：{reason}")).unwrap_or_default();
        view! { <li>{format!("{}　{} {}{reason}", words::moment(line.at, now), line.person, line.words)}</li> }
    });
    view! {
        <section class="panel">
            <h2>"经过"</h2>
            <ol class="timeline">{lines.collect_view()}</ol>
        </section>
    }
}
