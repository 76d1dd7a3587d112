//! Items as two-line rows, for lists that are read on a phone as well.

use domain::{id::ItemId, workflow::State};
use jiff::Zoned;
use leptos::prelude::*;

use super::here;
use crate::{
    components::{rows::next_row, state::StateBadge},
    desk::items::{ItemPage, ItemRow},
    words,
};

/// A list of items, each with what it waits for.
#[component]
pub fn ItemRows(
    rows: Vec<ItemRow>,
    now: Zoned,
    /// The list's own address, where it is worked through: after an act on one item the next row has the focus.
    #[prop(optional, into)]
    worked_through: Option<String>,
    /// The queue in which they are worked through, with the one that is open.
    #[prop(optional)]
    queue: Option<Queue>,
) -> impl IntoView {
    let ids: Vec<String> = rows.iter().map(|row| format!("row-{}", row.id)).collect();
    let rows = rows.into_iter().enumerate().map(|(place, row)| {
        let address = match (&queue, &worked_through) {
            (Some(queue), _) => queue.opening(row.id),
            (None, Some(list)) => {
                let then = format!("{list}#{}", next_row(&ids, place));
                let then = serde_urlencoded::to_string([("then", then)]).unwrap_or_default();
                format!("/items/{}?{then}", row.id)
            }
            (None, None) => format!("/items/{}", row.id),
        };
        let is_open = queue.as_ref().is_some_and(|queue| queue.open == Some(row.id));
        item_row(row, address, is_open, &now)
    });
    view! { <ul class="rows">{rows.collect_view()}</ul> }
}

/// A list in which each item opens beside it, one after the other.
#[derive(Clone, Debug)]
pub struct Queue {
    /// The list's own address.
    pub address: String,
    pub open: Option<ItemId>,
}

impl Queue {
    /// Where one of its items is open.
    pub fn opening(&self, item: ItemId) -> String {
        let join = if self.address.contains('?') { '&' } else { '?' };
        format!("{}{join}item={item}#item", self.address)
    }
}

fn item_row(row: ItemRow, address: String, is_open: bool, now: &Zoned) -> impl IntoView + use<> {
    let is_writable = matches!(row.state, State::Draft | State::Returned);
    let address = if is_writable { format!("/items/{}/edit", row.id) } else { address };
    let current = is_open.then_some("true");
    view! {
        <li class="row" data-row="" aria-current=current>
            <p class="row-title"><a id=format!("row-{}", row.id) href=address>{title(&row)}</a></p>
            <p class="row-meta">
                <StateBadge state=row.state />
                {urgent(&row)}
                {near(&row)}
                {commented(&row)}
                {here::in_row(row.id, row.present.as_ref())}
                {row.state.waits_for().map(|waits| view! { <span>{waits}</span> })}
                <span>{row.kind.label()}</span>
                <span>{row.unit.clone()}</span>
                {(!row.authors.is_empty()).then(|| view! { <span>{row.authors.join("、")}</span> })}
                <span>{row.characters}" 字"</span>
                <time>{words::moment(row.reached_at.unwrap_or(row.updated_at), now)}</time>
            </p>
            {row.return_reason.clone().map(|reason| view! { <p class="row-meta">"退回原因："{reason}</p> })}
        </li>
    }
}

/// 急件, until which day, while it is not printed yet.
pub fn urgent(row: &ItemRow) -> Option<impl IntoView + use<>> {
    let is_open = !matches!(row.state, State::Adopted | State::Combined | State::Rejected | State::Retracted);
    let day = row.urgent_until.filter(|_| is_open)?;
    Some(
        view! { <span class="urgent">{format!("急 {}前", format_args!("{}月{}日", day.month(), day.day()))}</span> },
    )
}

/// That another item is nearly the same, with the way to both side by side.
pub fn near(row: &ItemRow) -> Option<impl IntoView + use<>> {
    let near = row.near.clone()?;
    let address = format!("/items/{}/beside/{}", row.id, near.item);
    let told =
        format!("与《{}》（{}）{}% 相同（不计日期、数字）", near.title, near.whereabouts(), near.share);
    let title = told.clone();
    Some(view! {
        <a class="near" href=address title=title>"相近"<span class="visually-hidden">{told}</span></a>
    })
}

/// That something is said of it which nobody has settled.
pub fn commented(row: &ItemRow) -> Option<impl IntoView + use<>> {
    let count = row.comments;
    (count > 0).then(|| {
        view! { <span class="comment-count">"批"<span class="visually-hidden">"注 "</span>{count}<span class="visually-hidden">" 条没办完"</span></span> }
    })
}

/// What a list calls an item.
pub fn title(row: &ItemRow) -> String {
    words::item_title(row.kind, &row.title)
}

/// The way to the next page. `address` is the list's own, with its filters and without a place in it.
#[component]
pub fn Pager(address: String, next: Option<i64>, is_first: bool) -> impl IntoView {
    let join = if address.contains('?') { '&' } else { '?' };
    let first = (!is_first).then(|| view! { <a class="button" href=address.clone()>"回到第一页"</a> });
    let next = next.map(|before| {
        view! { <a class="button" rel="next" href=format!("{address}{join}before={before}")>"下一页"</a> }
    });
    (first.is_some() || next.is_some())
        .then(|| view! { <nav class="toolbar" aria-label="翻页">{first}{next}</nav> })
}

/// How many there are, beside a list's heading: 23 篇（则）, 1000+ 篇（则）.
pub fn total(page: &ItemPage) -> Option<String> {
    page.total.map(|count| format!("{count} 篇（则）"))
}
