//! From one month's page to another month's.

use axum::{
    extract::Query,
    response::{IntoResponse, Redirect},
};
use domain::calendar::Month;
use jiff::civil::Date;
use leptos::prelude::*;
use serde::Deserialize;

use crate::{
    components::drawn::{OrPage, PageResult},
    desk::Refusal,
    request::{address::is_own_address, page::Page},
    words,
};

/// So many years back a month is chosen.
const YEARS: i16 = 10;

/// The months before and after, to go to, and any other; `to` makes a month's address.
#[component]
pub fn MonthLinks(month: Month, today: Date, to: impl Fn(Month) -> String) -> impl IntoView {
    let present = Month::of(today);
    let after = (month <= present).then(|| {
        let after = month.next();
        view! { <a class="button quiet" href=to(after)>{format!("{} →", words::month(after))}</a> }
    });
    let back = (month != present).then(|| view! { <a class="button quiet" href=to(present)>"本月"</a> });
    let last = present.year().max(month.year());
    let years = (last.saturating_sub(YEARS).min(month.year())..=last).rev();
    let years =
        years.map(|year| view! { <option value=year selected=year == month.year()>{year}"年"</option> });
    let months =
        (1..=12_i8).map(|one| view! { <option value=one selected=one == month.month()>{one}"月"</option> });
    view! {
        <nav class="toolbar month-links" aria-label="月份">
            <a class="button quiet" href=to(month.previous())>{format!("← {}", words::month(month.previous()))}</a>
            <strong>{words::month(month)}</strong>
            {after}
            {back}
            <details class="month-picker">
                <summary>"选月份"</summary>
                <form class="toolbar" action="/month">
                    <input type="hidden" name="of" value=to(month) />
                    <label class="visually-hidden" for="picked-year">"年"</label>
                    <select id="picked-year" name="year">{years.collect_view()}</select>
                    <label class="visually-hidden" for="picked-month">"月"</label>
                    <select id="picked-month" name="month">{months.collect_view()}</select>
                    <button>"看"</button>
                </form>
            </details>
        </nav>
    }
}

/// The same page of another month: its address with the month that stands in it exchanged.
fn of_month(address: &str, month: Month) -> Option<String> {
    let is_known = ["/bulletins/", "/months/", "/units/", "/records?", "/urging?"]
        .iter()
        .any(|begin| address.starts_with(begin));
    let place = address.match_indices('-').find_map(|(dash, _)| {
        let (from, to) = (dash.checked_sub(4)?, dash + 3);
        address.get(from..to)?.parse::<Month>().ok().map(|_| from..to)
    });
    let place = place.filter(|_| is_known && is_own_address(address))?;
    Some(format!("{}{month}{}", &address[..place.start], &address[place.end..]))
}

/// What the picker asks for.
#[derive(Debug, Deserialize)]
pub struct Picked {
    #[serde(default)]
    of: String,
    #[serde(default)]
    year: String,
    #[serde(default)]
    month: String,
}

/// `GET /month?of=…&year=2024&month=3`: leads to the page of that month.
pub async fn picked(page: Page, Query(picked): Query<Picked>) -> PageResult {
    let (year, number): (Option<i16>, Option<u8>) = (picked.year.parse().ok(), picked.month.parse().ok());
    let month = year.zip(number).and_then(|(year, month)| format!("{year:04}-{month:02}").parse().ok());
    let address = month.and_then(|month| of_month(&picked.of, month));
    let address = address.ok_or_else(|| Refusal::not_found("这个月的页面")).or_page(&page)?;
    Ok(Redirect::to(&address).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_months_address_is_that_of_another_month() {
        let month: Month = "2023-11".parse().expect("a month");
        for (address, expected) in [
            ("/bulletins/2024-01", Some("/bulletins/2023-11")),
            ("/records?month=2024-01&form=ruling", Some("/records?month=2023-11&form=ruling")),
            ("/units/7?month=2024-01", Some("/units/7?month=2023-11")),
            ("/units/7", None),
            ("https://example.org/2024-01", None),
            ("//example.org/2024-01", None),
            ("/inbox?month=2024-01", None),
        ] {
            assert_eq!(of_month(address, month).as_deref(), expected, "{address}");
        }
    }
}
