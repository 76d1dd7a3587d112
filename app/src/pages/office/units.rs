//! Units and groups: the list, adding, changing.

use std::collections::HashMap;

use axum::extract::{Path, Query};
use domain::{
    act::Verb,
    calendar::Month,
    id::{UnitGroupId, UnitId},
    unit::{Unit, UnitGroup, changes::ChangeKind},
};
use jiff::{Zoned, civil::Date};
use leptos::prelude::*;
use serde::Deserialize;

use super::changes;
use crate::{
    components::{
        crumb::BackTo,
        drawn::{OrPage, PageResult},
        fields::{Choice, TextArea, TextField, Tick},
        verb_form::{VerbForm, comes_back},
    },
    desk::{
        form,
        office::units::{ListedUnit, UnitDetail, UnitList},
    },
    request::page::Page,
    words,
};

/// Full names by unit.
type Names = HashMap<UnitId, String>;

/// The address's query.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    /// The year whose groups are shown; this one where none is asked for.
    #[serde(default, deserialize_with = "form::blank_or")]
    year: Option<i16>,
}

/// `GET /admin/units`
pub async fn list(page: Page, Query(asked): Query<Asked>) -> PageResult {
    let year = asked.year.unwrap_or(page.today().year());
    let list = page.desk().unit_list(&page.actor, year).await.or_page(&page)?;
    Ok(page.render("单位和分组", || view! { <Units list /> }).await)
}

/// `GET /admin/units/new`
pub async fn new(page: Page) -> PageResult {
    let year = page.today().year();
    let list = page.desk().unit_list(&page.actor, year).await.or_page(&page)?;
    let order = i32::try_from(list.units.len()).unwrap_or(i32::MAX).saturating_add(1);
    let possible_parents = list
        .units
        .iter()
        .filter(|listed| listed.parent.is_none())
        .map(|listed| (listed.unit.id, listed.unit.name.clone()))
        .collect();
    let unit = Unit {
        id: UnitId(0),
        name: String::new(),
        short_name: None,
        aliases: Vec::new(),
        reviews: false,
        scored: true,
        order,
        since: None,
        until: None,
    };
    Ok(page
        .render("添加单位", || {
            view! {
                <BackTo address="/admin/units" to="单位和分组" />
                <div class="page-head"><h1>"添加单位"</h1></div>
                <SaveUnit unit version=None groups=list.groups group=None year parent=None parent_since=None possible_parents />
            }
        })
        .await)
}

/// `GET /admin/units/{id}`
pub async fn one(page: Page, Path(id): Path<UnitId>) -> PageResult {
    let detail = page.desk().unit(&page.actor, id).await.or_page(&page)?;
    let year = page.today().year();
    let title = detail.unit.name.clone();
    let now = page.now.clone();
    Ok(page.render(&title, || view! { <OneUnit detail year now /> }).await)
}

#[component]
fn Units(list: UnitList) -> impl IntoView {
    let UnitList { year, groups, units } = list;
    let names: Names = units.iter().map(|listed| (listed.unit.id, listed.unit.name.clone())).collect();
    let begins = Date::new(year, 1, 1).unwrap_or(Date::MIN);
    let has_ended = |listed: &ListedUnit| listed.unit.until.is_some_and(|until| until <= begins);
    let (gone, units): (Vec<ListedUnit>, Vec<ListedUnit>) = units.into_iter().partition(has_ended);
    let mut sections: Vec<_> = groups
        .iter()
        .map(|group| {
            let units = units.iter().filter(|unit| unit.group == Some(group.id)).cloned().collect();
            (Some(group.clone()), units)
        })
        .collect();
    let without: Vec<ListedUnit> = units.iter().filter(|unit| unit.group.is_none()).cloned().collect();
    if !without.is_empty() {
        sections.push((None, without));
    }
    view! {
        <BackTo address="/admin" to="管理" />
        <div class="page-head">
            <h1>"单位和分组"</h1>
            <p class="soft">{year}"年的分组"</p>
            <div class="toolbar">
                <a class="button quiet" href=format!("/admin/units?year={}", year.saturating_sub(1))>{year.saturating_sub(1)}"年"</a>
                <a class="button quiet" href=format!("/admin/units?year={}", year.saturating_add(1))>{year.saturating_add(1)}"年"</a>
                <a class="button primary" href="/admin/units/new">"添加单位"</a>
            </div>
        </div>
        {sections.into_iter().map(|(group, units)| view! { <Group group units names=&names /> }).collect_view()}
        {(!gone.is_empty()).then(|| view! {
            <details class="stack">
                <summary>{format!("{year}年已不在册的单位 {}个", gone.len())}</summary>
                {table(gone, &names)}
            </details>
        })}
        <section class="panel">
            <h2>"添加分组"</h2>
            <GroupForm group=None order=groups.len() + 1 />
        </section>
    }
}

#[component]
fn Group<'a>(group: Option<UnitGroup>, units: Vec<ListedUnit>, names: &'a Names) -> impl IntoView + use<> {
    let count = units.len();
    let table = table(units, names);
    let name = group.as_ref().map_or("没有分组".to_owned(), |group| group.name.clone());
    view! {
        <section>
            <h2>{name.clone()}<span class="soft">" "{count}"个"</span></h2>
            {table}
            {group.map(|group| {
                let open = comes_back(Verb::SaveGroup, Some(("group", &group.id.to_string())));
                view! {
                    <details open=open>
                        <summary>"修改“"{name}"”这个分组"</summary>
                        <GroupForm order=0 group=Some(group) />
                    </details>
                }
            })}
        </section>
    }
}

fn table(units: Vec<ListedUnit>, names: &Names) -> impl IntoView + use<> {
    let rows = units.into_iter().map(|listed| unit_row(listed, names)).collect_view();
    view! {
        <table class="table even">
            <thead>
                <tr>
                    <th scope="col">"单位"</th>
                    <th scope="col">"简称"</th>
                    <th scope="col">"别名"</th>
                    <th scope="col">"说明"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

fn unit_row(listed: ListedUnit, names: &Names) -> impl IntoView + use<> {
    let ListedUnit { unit, parent, ended, .. } = listed;
    let mut notes = Vec::new();
    if let Some(parent) = parent.and_then(|parent| names.get(&parent)) {
        notes.push(format!("属于{parent}"));
    }
    if unit.reviews {
        notes.push("稿件经单位审核".to_owned());
    }
    if !unit.scored {
        notes.push("不记分".to_owned());
    }
    if let Some(since) = unit.since {
        notes.push(format!("自{}起", words::full_day(since)));
    }
    notes.extend(ended);
    view! {
        <tr>
            <th scope="row"><a id=format!("row-{}", unit.id) href=format!("/admin/units/{}", unit.id)>{unit.name}</a></th>
            <td>{unit.short_name}</td>
            <td>{unit.aliases.join("、")}</td>
            <td>{notes.join("；")}</td>
        </tr>
    }
}

#[component]
fn GroupForm(group: Option<UnitGroup>, order: usize) -> impl IntoView {
    let id = group.as_ref().map(|group| group.id);
    let suffix = id.map_or("new".to_owned(), |id| id.to_string());
    let order = group.as_ref().map_or(order.to_string(), |group| group.order.to_string());
    let name = group.map(|group| group.name).unwrap_or_default();
    view! {
        <VerbForm verb=Verb::SaveGroup about=("group", id.map(|id| id.to_string()).unwrap_or_default())>
            <TextField name="name" label="分组名称" id=format!("group-name-{suffix}") value=name required=true />
            <TextField name="order" label="顺序" id=format!("group-order-{suffix}") value=order kind="number" />
            <div><button class="button">{if id.is_some() { "保存" } else { "添加分组" }}</button></div>
        </VerbForm>
    }
}

#[component]
fn OneUnit(detail: UnitDetail, year: i16, now: Zoned) -> impl IntoView {
    let UnitDetail {
        unit,
        version,
        memberships,
        groups,
        parent,
        parent_since,
        parents,
        possible_parents,
        changes,
    } = detail;
    let group = memberships.iter().rev().find(|(from, _)| *from <= year).map(|(_, group)| *group);
    let name_of = |id: UnitGroupId| {
        groups.iter().find(|group| group.id == id).map(|group| group.name.clone()).unwrap_or_default()
    };
    let mut history: Vec<_> = memberships.iter().map(|(from, group)| (*from, name_of(*group))).collect();
    // A year that says the same again begins nothing.
    history.dedup_by(|later, earlier| later.1 == earlier.1);
    let id = unit.id;
    let acts = ChangeKind::ALL.map(|kind| {
        let address = format!("/admin/units/{id}/change?kind={}", kind.code());
        view! { <a class="button plain" href=address>{format!("{}…", kind.label())}</a> }
    });
    view! {
        <BackTo address=format!("/admin/units#row-{id}") to="单位和分组" />
        <div class="page-head">
            <h1>{unit.name.clone()}</h1>
            <div class="toolbar">{acts.collect_view()}</div>
        </div>
        {changes::history(changes, &now)}
        <SaveUnit unit version=Some(version) groups group year parent parent_since possible_parents renamed_on=Some(now.date()) />
        {(!history.is_empty()).then(|| view! {
            <section class="panel">
                <h2>"历年分组"</h2>
                <dl class="facts">
                    {history.into_iter().map(|(from, name)| view! { <dt>{from}"年起"</dt><dd>{name}</dd> }).collect_view()}
                </dl>
            </section>
        })}
        {(parents.len() > 1).then(|| view! {
            <section class="panel">
                <h2>"历来的上级单位"</h2>
                <dl class="facts">
                    {parents.into_iter().map(|(since, name)| view! {
                        <dt>{begins(since)}</dt><dd>{name.unwrap_or_else(|| "没有".to_owned())}</dd>
                    }).collect_view()}
                </dl>
            </section>
        })}
        <p><a href=format!("/events?subject=unit&id={id}")>"这个单位的变动记录"</a></p>
    }
}

fn begins(since: Month) -> String {
    if since == Month::FIRST { "起初".to_owned() } else { format!("{}起", words::month(since)) }
}

#[component]
fn SaveUnit(
    unit: Unit,
    version: Option<i64>,
    groups: Vec<UnitGroup>,
    group: Option<UnitGroupId>,
    year: i16,
    parent: Option<UnitId>,
    parent_since: Option<Month>,
    possible_parents: Vec<(UnitId, String)>,
    /// Today, of a unit that has a name to be changed.
    #[prop(optional_no_strip)]
    renamed_on: Option<Date>,
) -> impl IntoView {
    let mut parents = vec![(String::new(), "没有".to_owned())];
    parents.extend(possible_parents.into_iter().map(|(id, name)| (id.to_string(), name)));
    let parent = parent.map(|parent| parent.to_string()).unwrap_or_default();
    let options = groups.into_iter().map(|group| (group.id.to_string(), group.name)).collect();
    let chosen = group.map(|group| group.to_string()).unwrap_or_default();
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    view! {
        <VerbForm verb=Verb::SaveUnit>
            {version.map(|version| view! {
                <input type="hidden" name="unit" value=unit.id.to_string() />
                <input type="hidden" name="version" value=version.to_string() />
            })}
            <TextField name="name" label="全称" value=unit.name required=true hint="印在通报的表里。改动以后，原来的名称成为别名，照样认得。" />
            {renamed_on.map(|today| view! {
                <TextField name="renamed_on" label="改了全称的，自哪一天起" value=today.to_string() kind="date"
                    hint="以前各月的通报照旧印原来的全称。只是原来写错了的，把日期清空，各月都印新的。" />
            })}
            <TextField name="short_name" label="简称" value=unit.short_name.unwrap_or_default() hint="列表里用，可以不填。" />
            <TextArea name="aliases" label="别名" value=unit.aliases.join("\n") hint="署名里可能出现的其他写法，每行一个。" />
            <Choice name="group" label="分组" options chosen />
            <TextField name="year" label="自哪一年起在这个分组" value=year.to_string() kind="number" />
            <Choice name="parent" label="上级单位" options=parents chosen=parent
                hint="下属单位写明属于哪个单位；计分办法规定下属单位的得分同时计入上级单位时要用。" />
            <TextField name="parent_since" label="自哪个月起属于它" kind="month"
                value=parent_since.map(|since| since.to_string()).unwrap_or_default()
                hint="如 2024-07；一直属于的不填。以前各月照旧。" />
            <TextField name="order" label="印刷顺序" value=unit.order.to_string() kind="number" />
            <TextField name="since" label="设立日期" value=day(unit.since) kind="date" hint="一直都有的不填。" />
            <TextField name="until" label="撤销日期" value=day(unit.until) kind="date" hint="自这一天起不再存在；还在的不填。" />
            <fieldset class="field">
                <legend>"办法"</legend>
                <div class="choices">
                    <Tick name="reviews" label="稿件先经本单位审核" ticked=unit.reviews />
                    <Tick name="scored" label="参加记分" ticked=unit.scored />
                </div>
            </fieldset>
            <div><button class="primary">{if version.is_some() { "保存" } else { "添加" }}</button></div>
        </VerbForm>
    }
}
