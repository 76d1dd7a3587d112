//! `/inbox`: what has reached the office, filtered, with the item beside the list on wide screens.

use axum::extract::Query;
use domain::{
    act::Verb,
    id::ItemId,
    item::Kind,
    permission::{OfficeAct, permits_office},
    presence::Doing,
};
use jiff::Zoned;
use leptos::prelude::*;

use super::{
    acts, comments,
    filters::{FilterRow, Filters, Keeping, Shortcuts},
    handling, here, item,
    parts::heading,
    proofread,
    rows::{Pager, commented, near, title, total, urgent},
    way::{Keys, Way},
};
use crate::{
    components::{
        drawn::{OrPage, PageResult},
        key_help::KeyHelp,
        state::StateBadge,
    },
    desk::{
        Refusal,
        items::{Comments, EditorChoice, Inbox, ItemProof, ItemRow, ItemView, Present},
    },
    request::{address::door, page::Page},
    words,
};

/// `GET /inbox`
pub async fn page(page: Page, Query(filters): Query<Filters>) -> PageResult {
    let Inbox { page: list, units, counts, handled, editors, views, phrases } =
        page.desk().inbox(&page.actor, &filters.asked()).await.or_page(&page)?;
    let shown = match filters.item.parse() {
        // One that is gone is no reason to show no list: what was just done is said on it.
        Ok(item) => match page.desk().item(&page.actor, ItemId(item)).await {
            Err(Refusal::NotFound(_) | Refusal::Forbidden(_)) => None,
            view => Some(view.or_page(&page)?),
        },
        Err(_) => None,
    };
    let present = match &shown {
        Some(view) => here::come(&page, view.item.id, Doing::Reading).await?,
        None => Present::default(),
    };
    let found = match &shown {
        Some(view) => page.desk().proof_of_item(&page.actor, view.item.id).await.or_page(&page)?,
        None => None,
    };
    let said = match &shown {
        Some(view) => Some(page.desk().comments(&page.actor, view.item.id).await.or_page(&page)?),
        None => None,
    };
    let total = total(&list);
    let is_first = filters.before.is_empty();
    let enters = permits_office(&page.actor, OfficeAct::SortOut).is_ok();
    let chosen = shown.as_ref().map(|view| view.item.id);
    Ok(page
        .render("来稿", || {
            let handles = handled.is_some();
            let address = filters.address();
            let is_empty = list.rows.is_empty();
            let then = chosen.map(|chosen| after(&list.rows, chosen, &filters));
            let rows = table(list.rows, chosen, (&filters, &editors, &phrases), &page);
            let shown = shown.zip(said);
            let beside = shown.map(|shown| {
                beside((&shown.0, &shown.1), (found, &present), then.as_deref(), &filters, &page)
            });
            let class = if beside.is_some() { "split" } else { "" };
            view! {
                <div class="page-head">
                    <h1>"来稿"</h1>
                    <span class="soft">{total}</span>
                    <a class="soft" href="/inbox/load">"各编辑手上的稿件"</a>
                    {enters.then(|| view! {
                        <div class="toolbar">
                            <a class="button" href="/manuscripts" data-drop="/manuscripts">"从 Word 代录"</a>
                        </div>
                    })}
                </div>
                <div class="shortcuts">
                    <Shortcuts filters=filters.clone() counts handled views=views.clone() />
                    <Keeping what="筛选" address=filters.address() views />
                </div>
                <FilterRow filters units editors handles />
                <div class=class data-by-keys="" data-turns="">
                    <div>
                        {if is_empty { empty().into_any() } else { rows }}
                        <Pager address next=list.next is_first />
                    </div>
                    {beside}
                </div>
            }
        })
        .await)
}

fn empty() -> impl IntoView {
    view! {
        <section class="empty">
            <p>"没有符合条件的稿件。放宽筛选再看，或等单位报送。"</p>
        </section>
    }
}

/// Where one goes on after an act on the chosen one: the next is open; behind the last, the list alone.
fn after(rows: &[ItemRow], chosen: ItemId, filters: &Filters) -> String {
    let place = rows.iter().position(|row| row.id == chosen);
    match place.and_then(|place| rows.get(place + 1)) {
        Some(next) => format!("{}#item", filters.with_item(next.id)),
        None => format!("{}#row-{chosen}", filters.without_item()),
    }
}

fn table(
    rows: Vec<ItemRow>,
    chosen: Option<ItemId>,
    (filters, editors, phrases): (&Filters, &[EditorChoice], &[String]),
    page: &Page,
) -> AnyView {
    let order = rows.iter().map(|row| format!("row-{}", row.id)).collect::<Vec<_>>().join(" ");
    let all = filters.choosing_all();
    let rows = rows.into_iter().map(|row| table_row(row, chosen, filters, &page.now)).collect_view();
    let sorts_out = permits_office(&page.actor, OfficeAct::SortOut).is_ok();
    view! {
        <form method="post" action=door(Verb::Receive) id="inbox" class="inbox">
            <input type="hidden" name="back" value=page.address.clone() />
            <input type="hidden" name="rows" value=order />
            {sorts_out.then(|| view! {
                <div class="toolbar many">
                    <a class="button quiet" href=all data-all="" data-key="a">"全选"</a>
                    <output class="soft" data-chosen="篇（则）"></output>
                    <button>"签收所选"</button>
                    <button formaction=door(Verb::Shortlist)>"拟用所选"</button>
                    <button formaction="/combine" formmethod="get">"合稿…"</button>
                    {acts::returning_many(phrases)}
                    {handling::acts_on_many(editors)}
                    <KeyHelp of="/inbox" />
                </div>
            })}
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col" class="pick"><span class="visually-hidden">"选"</span></th>
                        <th scope="col" class="state-of">"状态"</th>
                        <th scope="col">"题目"</th>
                        <th scope="col" class="kind least">"体裁"</th>
                        <th scope="col" class="unit">"单位"</th>
                        <th scope="col" class="authors less">"作者"</th>
                        <th scope="col" class="figure length less">"字数"</th>
                        <th scope="col" class="time">"到稿"</th>
                        <th scope="col" class="waits less awaited">"等什么"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </form>
    }
    .into_any()
}

fn table_row(row: ItemRow, chosen: Option<ItemId>, filters: &Filters, now: &Zoned) -> impl IntoView + use<> {
    let title = title(&row);
    let gist = words::item_title(row.kind, &row.gist);
    let line = if row.kind == Kind::Brief { "line two" } else { "line" };
    let (urgent, near, commented) = (urgent(&row), near(&row), commented(&row));
    let (handler, present) =
        (handling::in_row(row.handling.as_ref()), here::in_row(row.id, row.present.as_ref()));
    let unit = if row.is_unresolved { format!("（署名待认）{}", row.unit) } else { row.unit };
    let authors = row.authors.join("、");
    let reached = row.reached_at.map(|reached| words::moment(reached, now));
    let reached_in_short = row.reached_at.map(|reached| words::brief_moment(reached, now));
    let address = format!("{}#item", filters.with_item(row.id));
    let is_chosen = chosen == Some(row.id);
    // What is open beside is being read.
    let unread = (row.is_unread && !is_chosen).then(|| view! { <span class="unread">"未读"</span> });
    view! {
        <tr data-row="" aria-current=is_chosen.then_some("true")>
            <td><input type="checkbox" name="item" value=row.id.0 checked=filters.chooses_all() aria-label=format!("选中{title}") /></td>
            <td><StateBadge state=row.state />{urgent}</td>
            <th scope="row" class=line>
                <span class="subject">{unread}{near}{commented}{handler}{present}<a id=format!("row-{}", row.id) href=address title=title.clone()>{gist}</a></span>
            </th>
            <td class="least">{row.kind.label()}</td>
            <td title=unit.clone()>{unit.clone()}</td>
            <td class="less" title=authors.clone()>{authors.clone()}</td>
            <td class="figure less">{row.characters}</td>
            <td title=reached>{reached_in_short.map(|reached| view! { <time>{reached}</time> })}</td>
            <td class="less awaited">{row.state.waits_for().unwrap_or("—")}</td>
        </tr>
    }
}

/// The chosen item.
fn beside(
    (view, said): (&ItemView, &Comments),
    (found, present): (Option<ItemProof>, &Present),
    then: Option<&str>,
    filters: &Filters,
    page: &Page,
) -> AnyView {
    let address = format!("/items/{}", view.item.id);
    view! {
        <section class="panel" id="item" tabindex="-1" aria-label="所选稿件">
            <div class="toolbar">
                <a class="button quiet" href=address>"单独打开"</a>
                <a class="button quiet" href=filters.without_item()>"关上"</a>
            </div>
            <h2>{heading(view)}</h2>
            <StateBadge state=view.item.state />
            {here::reading(view.item.id, present, &page.now)}
            {handling::handed_notice(view, &page.now)}
            {item::return_notice(view)}
            {item::unsaved_notice(view, page)}
            {acts::acts(view, Way { page, then, keys: Keys::Sorting })}
            {item::text(view, said, 2)}
            {comments::panel(said, page, comments::Beside::Text(2))}
            {found.map(|found| proofread::panel(found, page))}
            {item::facts(view, page)}
            {item::combined(view, page)}
        </section>
    }
    .into_any()
}
