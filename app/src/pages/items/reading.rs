//! What an attribution line was understood to mean, under the line or as JSON.

use axum::{
    Json,
    extract::Query,
    response::{IntoResponse, Response},
};
use leptos::prelude::*;
use serde::Deserialize;

use crate::{
    components::drawn::{OrPage, PageError},
    desk::items::{AttributionReading, ReadPart},
    request::page::Page,
};

/// The address's query.
#[derive(Debug, Deserialize)]
pub struct Asked {
    #[serde(default)]
    line: String,
}

/// `GET /check-attribution?line=…`: the reading as JSON, for the writing page while somebody types.
pub async fn check(page: Page, Query(asked): Query<Asked>) -> Result<Response, PageError> {
    let reading = page.desk().check_attribution(&page.actor, &asked.line).await.or_page(&page)?;
    Ok(Json(reading).into_response())
}

/// The query of a request for suggestions.
#[derive(Debug, Deserialize)]
pub struct Typing {
    #[serde(default)]
    line: String,
    /// Where the cursor stands, in characters.
    #[serde(default)]
    at: usize,
}

/// `GET /suggest-units?line=…&at=…`: the units that may be meant by the word at the cursor, as JSON.
pub async fn suggest(page: Page, Query(typing): Query<Typing>) -> Result<Response, PageError> {
    let units = page.desk().suggest_units(&page.actor, &typing.line, typing.at).await.or_page(&page)?;
    Ok(Json(units).into_response())
}

/// The reading, part by part; `offer` shows the near units of an unknown name.
pub fn reading(reading: AttributionReading, offer: impl Fn(&ReadPart) -> AnyView) -> AnyView {
    let parts = reading.parts.iter().map(|part| {
        let authors = (!part.authors.is_empty()).then(|| format!("　作者 {}", part.authors.join("、")));
        match &part.unit {
            Some(_) if part.absent.is_some() => view! {
                <li class="unresolved">
                    {format!(
                        "！ “{}”：{}{}",
                        part.text,
                        part.absent.as_deref().unwrap_or_default(),
                        authors.unwrap_or_default()
                    )}
                    {offer(part)}
                </li>
            }
            .into_any(),
            Some(unit) if *unit == part.text => view! { <li>"✓ "{unit.clone()}{authors}</li> }.into_any(),
            Some(unit) => view! { <li>"✓ "{part.text.clone()}" → "{unit.clone()}{authors}</li> }.into_any(),
            None => view! {
                <li class="unresolved">
                    "？ “"{part.text.clone()}"”不是已知的单位"{authors}
                    {offer(part)}
                </li>
            }
            .into_any(),
        }
    });
    let parts = parts.collect_view();
    let leftover =
        (!reading.leftover.is_empty()).then(|| view! { <li>"没有用到："{reading.leftover.join(" ")}</li> });
    view! { <ul class="attribution-reading">{parts}{leftover}</ul> }.into_any()
}
