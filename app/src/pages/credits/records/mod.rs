//! A month's records: quick entry above, what has been recorded below.

use axum::extract::Query;
use domain::{
    act::Verb,
    calendar::Month,
    closing::ClosedMonths,
    id::{ItemId, RecordId},
    record::RecordKind,
};
use leptos::prelude::*;
use serde::Deserialize;

use super::{month_links::MonthLinks, parts::month_in};
use crate::{
    components::drawn::{OrPage, PageResult},
    desk::{
        records::{ItemByTitle, RecordChoices, RecordRow, RecordableItem, UnitsAsRead},
        typed::TypedForm,
    },
    request::page::Page,
    words,
};

pub mod channels;
mod fields;
mod forms;
pub mod items;
mod list;

use forms::QuickEntry;
use list::RecordList;

/// The address's query: which month, which form, and what stands in its fields already.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    month: String,
    /// The kind of the form that is open.
    form: String,
    /// Only the records about this item are begun: its title and units stand in the form.
    item: String,
    /// The record whose reversal or correction came back.
    record: String,
    /// The kind of the form whose item is looked for by the title that stands in it.
    find: String,
    #[serde(flatten)]
    fields: std::collections::HashMap<String, String>,
}

/// What the page shows.
#[derive(Debug)]
pub struct Shown {
    month: Month,
    today: jiff::civil::Date,
    kind: RecordKind,
    choices: RecordChoices,
    closed: ClosedMonths,
    rows: Vec<RecordRow>,
    item: Option<RecordableItem>,
    units: UnitsAsRead,
    /// The record to which a form that came back belongs.
    record: Option<RecordId>,
    fields: Asked,
    /// The items whose titles were looked for, where they were.
    found: Option<Vec<ItemByTitle>>,
}

impl Asked {
    /// What stood in a field, or nothing.
    fn field(&self, name: &str) -> String {
        self.fields.get(name).cloned().unwrap_or_default()
    }

    /// Whether a form came back with a fault.
    fn came_back(&self) -> bool {
        !self.fields.is_empty()
    }

    /// With what was typed into a form that was refused.
    fn with(mut self, typed: &TypedForm) -> Self {
        for (name, value) in &typed.fields {
            match name.as_str() {
                "item" => self.item.clone_from(value),
                "record" => self.record.clone_from(value),
                "month" if value.parse::<Month>().is_ok() => self.month.clone_from(value),
                _ => {
                    self.fields.insert(name.clone(), value.clone());
                }
            }
        }
        self
    }
}

/// `GET /records?month=&form=`
pub async fn page(page: Page, Query(asked): Query<Asked>) -> PageResult {
    let refused = page
        .typed
        .as_ref()
        .filter(|typed| typed.act().is_some_and(|act| Verb::of_area("records").contains(&act)));
    let asked = match refused {
        Some(typed) => asked.with(typed),
        None => asked,
    };
    let month = match asked.month.as_str() {
        "" => Month::of(page.today()),
        // Somebody who looks for an item has not said yet that the form is filled in.
        text if !asked.find.is_empty() => text.parse().unwrap_or(Month::of(page.today())),
        text => month_in(text).or_page(&page)?,
    };
    let desk = page.desk();
    let actor = &page.actor;
    let item = match asked.item.parse::<ItemId>() {
        Ok(item) => Some(desk.recordable_item(actor, item).await.or_page(&page)?),
        Err(_) => None,
    };
    let units = match asked.field("units") {
        typed if typed.trim().is_empty() => UnitsAsRead::default(),
        typed => desk.read_units(actor, &typed, &asked.field("date"), month).await.or_page(&page)?,
    };
    let found = match asked.find.as_str() {
        "" => None,
        _ => Some(desk.items_by_title(actor, &asked.field("title")).await.or_page(&page)?),
    };
    let kind = [&asked.find, &asked.form].into_iter().find_map(|code| RecordKind::from_code(code));
    let shown = Shown {
        month,
        today: page.today(),
        kind: kind.unwrap_or(RecordKind::UpperAdoption),
        choices: desk.record_choices(actor).await.or_page(&page)?,
        closed: desk.closed_months(actor).await.or_page(&page)?,
        rows: desk.records(actor, month).await.or_page(&page)?,
        item,
        units,
        record: asked.record.parse().ok(),
        fields: asked,
        found,
    };
    let now = page.now.clone();
    Ok(page.render("上报与上级采用", || view! { <Records now shown /> }).await)
}

#[component]
fn Records(now: jiff::Zoned, shown: Shown) -> impl IntoView {
    let month = shown.month;
    let form = shown.kind.code();
    view! {
        <div class="page-head">
            <h1>"上报与上级采用"</h1>
            <div class="toolbar">
                <a class="button plain" href="/records/channels">"上级刊物"</a>
                <a class="button plain" href="/import">"导入"</a>
                <a class="button plain" href=format!("/bulletins/{month}")>"本月通报"</a>
            </div>
        </div>
        <MonthLinks month today=now.date() to=move |month| format!("/records?month={month}&form={form}") />
        {shown.closed.contains(month).then(|| view! {
            <p class="notice">
                {format!("{}已结账。晚到的，下面照写日期，计入{}。", words::month(month), words::month(shown.closed.first_open(month)))}
                <a href=format!("/months/{month}")>"看结账情况"</a>
            </p>
        })}
        <QuickEntry shown=&shown />
        <section class="tight">
            <h2>{format!("计入{}的记录", words::month(month))}</h2>
            <RecordList now=&now shown=&shown />
        </section>
    }
}
