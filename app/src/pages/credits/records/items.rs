//! The item that a record is about, found by its title: while that is typed, and by a button without scripts.

use axum::{
    Json,
    extract::Query,
    response::{IntoResponse, Response},
};
use leptos::prelude::*;
use serde::Deserialize;

use super::{Shown, fields::typed_again};
use crate::{
    components::drawn::{OrPage, PageError},
    desk::records::ItemByTitle,
    request::page::Page,
};

/// The query of a request for items.
#[derive(Debug, Default, Deserialize)]
pub struct Typing {
    #[serde(default)]
    title: String,
}

/// `GET /records/items?title=…`: the items in whose titles these words stand, as JSON.
pub async fn found(page: Page, Query(typing): Query<Typing>) -> Result<Response, PageError> {
    let found = page.desk().items_by_title(&page.actor, &typing.title).await.or_page(&page)?;
    Ok(Json(found).into_response())
}

/// The items from which one may be chosen: the form then is about it, with its title and units.
#[component]
pub fn FoundItems<'a>(shown: &'a Shown, found: &'a [ItemByTitle]) -> impl IntoView + use<> {
    if found.is_empty() {
        return view! { <p class="soft">"没有找到题目里有这些字的稿件。写题目里的几个字再找；不是这里的稿件，就照样登记。"</p> }
            .into_any();
    }
    let lines = found.iter().map(|found| {
        let anew =
            [("item", found.item.item.to_string()), ("title", String::new()), ("units", String::new())];
        let address = format!("{}#entry-units", typed_again(shown, &anew));
        let about = format!("{} {}", found.place, found.item.units.join("、"));
        view! {
            <li><a class="button" href=address>{found.item.title.clone()}<span class="soft">{about}</span></a></li>
        }
    });
    view! { <ul class="suggestions" aria-label="可能是这些稿件">{lines.collect_view()}</ul> }.into_any()
}
