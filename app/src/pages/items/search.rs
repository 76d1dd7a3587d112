//! `/search`: texts by their words: printed ones for every reader, the office's and one's own for whoever may read them.

use axum::{extract::Query, response::Response};
use domain::{item::Kind, permission::Reader, person::Role, text::ExcerptRun};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    components::state::StateBadge,
    desk::issues::{Found, Hit, HitPlace, SearchAsked, SearchPlace},
    request::visitor::Visitor,
    words,
};

/// The address's query, as typed: what cannot be read is as good as not given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Asked {
    #[serde(skip_serializing_if = "String::is_empty")]
    q: String,
    /// `printed` or `items`.
    #[serde(rename = "in", skip_serializing_if = "String::is_empty")]
    place: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    unit: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    kind: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    author: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    year: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    after: String,
}

impl Asked {
    fn asked(&self, place: SearchPlace) -> SearchAsked {
        let author = self.author.trim();
        SearchAsked {
            text: self.q.trim().to_owned(),
            place,
            unit: self.unit.parse().ok(),
            kind: Kind::from_code(&self.kind),
            author: (!author.is_empty()).then(|| author.to_owned()),
            year: self.year.trim().parse().ok(),
            after: self.after.parse().ok(),
        }
    }

    fn address(&self, place: &str, after: &str) -> String {
        let asked = Self { place: place.to_owned(), after: after.to_owned(), ..self.clone() };
        format!("/search?{}", serde_urlencoded::to_string(asked).unwrap_or_default())
    }
}

const PRINTED: &str = "printed";
const ITEMS: &str = "items";

/// `GET /search?q=…`
pub async fn page(visitor: Visitor, Query(asked): Query<Asked>) -> Response {
    // Whoever only reads has no items.
    let works = match visitor.reader() {
        Reader::Person(actor) => actor.held().any(|role| role != Role::Reader),
        Reader::Anybody => false,
    };
    let place = match asked.place.as_str() {
        ITEMS if works => SearchPlace::Items,
        PRINTED => SearchPlace::Printed,
        _ if works => SearchPlace::Items,
        _ => SearchPlace::Printed,
    };
    match visitor.desk().search(visitor.reader(), &asked.asked(place)).await {
        Err(error) => visitor.error(&error),
        Ok(found) => {
            let now = visitor.now().clone();
            visitor.render("搜索", || view! { <SearchPage asked found place works now /> }).await
        }
    }
}

#[component]
fn SearchPage(
    asked: Asked,
    found: Found,
    place: SearchPlace,
    works: bool,
    now: jiff::Zoned,
) -> impl IntoView {
    let Found { hits, next, total, units } = found;
    let code = if place == SearchPlace::Items { ITEMS } else { PRINTED };
    let is_empty = hits.is_empty();
    let tab = |name: &'static str, own: &'static str| {
        let current = (own == code).then_some("true");
        view! { <a href=asked.address(own, "") aria-current=current>{name}</a> }
    };
    let tabs = works.then(|| {
        view! { <nav class="tabs" aria-label="在哪里找">{tab("稿件", ITEMS)}{tab("刊出的", PRINTED)}</nav> }
    });
    let unit_options = units.into_iter().map(|unit| {
        let value = unit.id.to_string();
        let selected = value == asked.unit;
        view! { <option value=value selected=selected>{unit.short_name}</option> }
    });
    let kind_options = Kind::ALL.map(|kind| {
        view! { <option value=kind.code() selected=asked.kind == kind.code()>{kind.label()}</option> }
    });
    let year = (place == SearchPlace::Printed).then(|| {
        view! {
            <div class="field">
                <label for="search-year">"年份"</label>
                <input id="search-year" name="year" inputmode="numeric" maxlength="4" value=asked.year.clone() />
            </div>
        }
    });
    let rows = hits.into_iter().map(|hit| hit_row(hit, &now)).collect_view();
    let next = next.map(|next| {
        view! { <nav class="toolbar" aria-label="翻页"><a class="button" rel="next" href=asked.address(code, &next.to_string())>"下一页"</a></nav> }
    });
    let said = if is_empty { nothing(&asked.q, place) } else { String::new() };
    view! {
        <div class="page-head">
            <h1>"搜索"</h1>
            <span class="soft">{total.filter(|_| !is_empty).map(|count| format!("{count} 篇（则）"))}</span>
        </div>
        {tabs}
        <form class="toolbar filters" action="/search" role="search" aria-label="搜索">
            <input type="hidden" name="in" value=code />
            <div class="field two">
                <label for="q">"要找的字词"</label>
                <input id="q" type="search" name="q" value=asked.q.clone() />
            </div>
            <div class="field">
                <label for="search-unit">"单位"</label>
                <select id="search-unit" name="unit"><option value="">"全部单位"</option>{unit_options.collect_view()}</select>
            </div>
            <div class="field">
                <label for="search-kind">"体裁"</label>
                <select id="search-kind" name="kind"><option value="">"全部"</option>{kind_options.collect_view()}</select>
            </div>
            <div class="field">
                <label for="search-author">"署名里有"</label>
                <input id="search-author" name="author" value=asked.author.clone() />
            </div>
            {year}
            <button>"搜索"</button>
        </form>
        {is_empty.then(|| view! { <section class="empty"><p>{said}</p></section> })}
        <ul class="rows hits">{rows}</ul>
        {next}
    }
}

fn hit_row(hit: Hit, now: &jiff::Zoned) -> impl IntoView + use<> {
    let Hit { item, kind, title, line, unit, authors, place } = hit;
    let address = match &place {
        HitPlace::Issue { issue, .. } => format!("/issues/{issue}#item-{item}"),
        HitPlace::Item { .. } => format!("/items/{item}"),
    };
    let sign = (kind == Kind::Brief).then_some("▲");
    // A brief's first sentence is its title: it is not told twice.
    let is_told = kind == Kind::Brief && title.iter().any(|run| run.is_hit);
    let line = (!is_told).then(|| view! { <p class="hit-line">{runs(line)}</p> });
    let place = match place {
        HitPlace::Issue { label, date, .. } => {
            view! { <span>{label}</span> <span>{words::full_day(date)}</span> }.into_any()
        }
        HitPlace::Item { state, reached_at } => view! {
            <StateBadge state />
            {reached_at.map(|reached| view! { <time>{words::moment(reached, now)}</time> })}
        }
        .into_any(),
    };
    view! {
        <li class="row">
            <p class="row-title"><a href=address>{sign}{runs(title)}</a></p>
            {line}
            <p class="row-meta">
                {place}
                <span>{unit}</span>
                {(!authors.is_empty()).then(|| view! { <span>{authors.join("、")}</span> })}
            </p>
        </li>
    }
}

/// A line with what was found in it marked.
fn runs(runs: Vec<ExcerptRun>) -> impl IntoView {
    let run = |run: ExcerptRun| match run.is_hit {
        true => view! { <mark>{run.text}</mark> }.into_any(),
        false => run.text.into_any(),
    };
    runs.into_iter().map(run).collect_view()
}

fn nothing(question: &str, place: SearchPlace) -> String {
    let what = if place == SearchPlace::Items { "稿件" } else { "刊出的稿件" };
    match question.trim() {
        "" => {
            format!("输入{what}的标题、正文或署名里的字词；几个词之间空一格，要全都有；连在一起找的加引号。")
        }
        question => format!("没有找到含“{question}”的{what}。换个短些的词，或放宽条件再试。"),
    }
}
