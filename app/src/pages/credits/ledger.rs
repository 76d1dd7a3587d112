//! The ledger's lines, reversals with their reasons among them, to be searched.

use axum::extract::Query;
use domain::{
    permission::{OfficeAct, permits_office},
    person::Actor,
    scoring::Category,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::parts::FactTitle;
use crate::{
    components::drawn::{OrPage, PageResult},
    desk::credits::{LedgerLine, LedgerPage, LedgerSearch},
    request::page::Page,
    words,
};

/// The address's query, so that a view can be kept as a bookmark. What cannot be understood is left out.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct Asked {
    month: String,
    unit: String,
    category: String,
    q: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    before: String,
}

impl Asked {
    fn search(&self) -> LedgerSearch {
        LedgerSearch {
            month: self.month.parse().ok(),
            unit: self.unit.parse().ok(),
            category: Category::named(&self.category),
            text: Some(self.q.clone()).filter(|text| !text.trim().is_empty()),
            before: self.before.parse().ok(),
        }
    }
}

/// `GET /ledger`
pub async fn page(page: Page, Query(asked): Query<Asked>) -> PageResult {
    let lines = page.desk().ledger(&page.actor, asked.search()).await.or_page(&page)?;
    let (actor, now) = (page.actor.clone(), page.now.clone());
    Ok(page.render("台账", || view! { <Ledger actor now asked lines /> }).await)
}

#[component]
fn Ledger(actor: Actor, now: jiff::Zoned, asked: Asked, lines: LedgerPage) -> impl IntoView {
    let next = lines.next.and_then(|before| {
        let next = Asked { before: before.to_string(), ..asked.clone() };
        serde_urlencoded::to_string(next).ok()
    });
    let rows = lines.lines.iter().map(|line| view! { <Line actor=&actor now=&now line /> }).collect_view();
    view! {
        <div class="page-head">
            <h1>"台账"</h1>
            {permits_office(&actor, OfficeAct::ReadMonths).is_ok().then(|| view! {
                <div class="toolbar">
                    <a class="button plain" href="/months">"月份"</a>
                    <a class="button plain" href="/rules">"计分办法"</a>
                </div>
            })}
        </div>
        <p class="soft">"记分只增不改：记错了的由一笔冲销抵去，两笔都看得到。"</p>
        <Filters asked units=&lines.units />
        {if lines.lines.is_empty() {
            view! { <p class="empty">"没有符合条件的记分。放宽条件再查；印发一期或登记上级采用后，每一笔记分都在这里。"</p> }.into_any()
        } else {
            view! {
                <p>{format!("共 {} 笔，合计 {} 分", lines.count, words::signed(lines.points))}</p>
                <ol class="rows entries">{rows}</ol>
            }
            .into_any()
        }}
        {next.map(|query| view! { <p><a class="button plain" href=format!("/ledger?{query}")>"更早的"</a></p> })}
    }
}

#[component]
fn Filters<'a>(asked: Asked, units: &'a [(domain::id::UnitId, String)]) -> impl IntoView + use<> {
    let units = units.iter().map(|(unit, name)| {
        let value = unit.to_string();
        view! { <option value=value.clone() selected=asked.unit == value>{name.clone()}</option> }
    });
    let units = units.collect_view();
    let categories = Category::usual().map(|category| {
        let selected = asked.category == category.code();
        let (code, label) = (category.code().to_owned(), category.label().to_owned());
        view! { <option value=code selected=selected>{label}</option> }
    });
    let categories = categories.collect_view();
    view! {
        <form class="toolbar" action="/ledger" role="search" aria-label="查找台账">
            <div class="field">
                <label for="month">"月份"</label>
                <input id="month" name="month" type="month" placeholder="2024-01" value=asked.month />
            </div>
            <div class="field">
                <label for="unit">"单位"</label>
                <select id="unit" name="unit"><option value="">"全部"</option>{units}</select>
            </div>
            <div class="field">
                <label for="category">"类别"</label>
                <select id="category" name="category"><option value="">"全部"</option>{categories}</select>
            </div>
            <div class="field">
                <label for="q">"说明或原因"</label>
                <input id="q" name="q" value=asked.q />
            </div>
            <button class="plain">"查找"</button>
        </form>
    }
}

#[component]
fn Line<'a>(actor: &'a Actor, now: &'a jiff::Zoned, line: &'a LedgerLine) -> impl IntoView + use<> {
    let entry = &line.line.entry;
    let facts =
        line.facts.iter().map(|fact| view! { <FactTitle actor month=entry.month fact /> }).collect_view();
    let standing = match (line.line.reverses, line.reversed_by) {
        (Some(reversed), _) => {
            Some(view! { <a href=format!("#line-{reversed}")>{format!("冲销第{reversed}笔")}</a> }.into_any())
        }
        (None, Some(by)) => Some(
            view! { <span class="state state-retracted">{format!("已由第{by}笔冲销")}</span> }.into_any(),
        ),
        (None, None) => None,
    };
    let said = |reason: String| view! { <span>{format!("原因：{reason}")}</span> };
    // Why something was taken back is read at once; else the reason is that of the event.
    let (above, below) = match line.line.reverses {
        Some(_) => (line.reason.clone(), None),
        None => (None, line.reason.clone()),
    };
    view! {
        <li class="row entry" id=format!("line-{}", line.line.id)>
            <span class="row-title">{format!("{}　{}", line.unit, entry.words)}</span>
            <span class="figure">{entry.points.to_string()}</span>
            <span class="row-meta">
                <span>{format!("第{}笔", line.line.id)}</span>
                <span>{format!("计入{}", words::month(entry.month))}</span>
                <span>{entry.category.label().to_owned()}</span>
                {facts}
                {standing}
                {above.map(said)}
            </span>
            <details>
                <summary>"来由"<span class="visually-hidden">{format!("：第{}笔", line.line.id)}</span></summary>
                <span class="row-meta">
                    <span>{format!("{}　{}：{}", words::moment(line.entered_at, now), line.actor, line.event)}</span>
                    {below.map(said)}
                    <span>{format!("规则：{}（第{}版）", line.rule, entry.rule.version)}</span>
                </span>
            </details>
        </li>
    }
}
