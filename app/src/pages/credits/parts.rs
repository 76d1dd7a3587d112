//! Parts that several pages about credits share.

use domain::{
    calendar::Month,
    closing::MonthState,
    permission::{OfficeAct, permits_office},
    person::Actor,
    scoring::FactReference,
};
use leptos::prelude::*;

use crate::{
    desk::{
        Refusal,
        credits::{NamedFact, OpenedEntry},
        months::Standing,
    },
    words,
};

/// 已结账, 未结账, or 已重开.
#[component]
pub fn StandingBadge<'a>(standing: &'a Standing) -> impl IntoView + use<> {
    let (class, words) = match standing.state {
        MonthState::Open => ("state state-submitted", "未结账"),
        MonthState::Closed(_) => ("state state-adopted", "已结账"),
        MonthState::Reopened(_) => ("state state-returned", "已重开"),
    };
    view! { <span class=class>{words}</span> }
}

/// Where a fact can be looked up by this person: an adoption in its issue, a record in its month's list.
pub fn address(actor: &Actor, month: Month, reference: &FactReference) -> Option<String> {
    match reference {
        FactReference::Adoption { issue, item } => Some(format!("/issues/{issue}#item-{item}")),
        FactReference::Submission { item } => Some(format!("/items/{item}")),
        FactReference::Record { record } => {
            let records = permits_office(actor, OfficeAct::Record).is_ok();
            records.then(|| format!("/records?month={month}#record-{record}"))
        }
        FactReference::File { .. } => None,
    }
}

/// A fact's title, as a link where it can be looked up.
#[component]
pub fn FactTitle<'a>(actor: &'a Actor, month: Month, fact: &'a NamedFact) -> impl IntoView + use<> {
    let title = if fact.title.trim().is_empty() { "（无题）".to_owned() } else { fact.title.clone() };
    match fact.reference.as_ref().and_then(|reference| address(actor, month, reference)) {
        Some(address) => view! { <a href=address>{title}</a> }.into_any(),
        None => view! { <span>{title}</span> }.into_any(),
    }
}

/// Entries as rows: what was earned, for which piece, by which rule.
#[component]
pub fn Entries<'a>(actor: &'a Actor, entries: &'a [OpenedEntry]) -> impl IntoView + use<> {
    let rows = entries.iter().map(|opened| {
        let entry = &opened.entry;
        let facts = opened
            .facts
            .iter()
            .map(|fact| view! { <span><FactTitle actor month=entry.month fact /></span> })
            .collect_view();
        view! {
            <li class="row entry">
                <span class="row-title">{entry.words.to_string()}</span>
                <span class="figure">{entry.points.to_string()}</span>
                <span class="row-meta">
                    {facts}
                    <span>{entry.category.label().to_owned()}</span>
                    <span>{format!("计入{}", words::month(entry.month))}</span>
                    <span>{format!("规则：{}（第{}版）", opened.rule, entry.rule.version)}</span>
                </span>
            </li>
        }
    });
    view! { <ol class="rows entries">{rows.collect_view()}</ol> }
}

/// The month in an address.
pub fn month_in(text: &str) -> Result<Month, Refusal> {
    text.parse().map_err(|_| Refusal::not_found(format!("“{text}”这个月份")))
}
