//! `/search`: what has words in it: printed pieces and issues for every reader, the office's and one's own for whoever may
//! read them.

use axum::{extract::Query, response::Response};
use domain::{issue::IssueState, item::Kind, permission::Reader, text::ExcerptRun};
use leptos::{either::Either, prelude::*};
use serde::{Deserialize, Serialize};

use super::filters::Keeping;
use crate::{
    components::state::{IssueStateBadge, StateBadge},
    desk::{
        issues::{Found, Hit, HitPlace, SearchAsked, SearchPlace},
        items::{SavedView, UnitChoice},
    },
    request::visitor::Visitor,
    words,
};

/// The address's query, as typed: what cannot be read is as good as not given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Asked {
    #[serde(skip_serializing_if = "String::is_empty")]
    q: String,
    /// A [`SearchPlace`].
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
    /// The issue's.
    #[serde(skip_serializing_if = "String::is_empty")]
    number: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    after: String,
}

impl Asked {
    fn asked(&self) -> SearchAsked {
        let author = self.author.trim();
        SearchAsked {
            text: self.q.trim().to_owned(),
            place: SearchPlace::from_code(&self.place),
            unit: self.unit.parse().ok(),
            kind: Kind::from_code(&self.kind),
            author: (!author.is_empty()).then(|| author.to_owned()),
            year: self.year.trim().parse().ok(),
            number: self.number.trim().parse().ok(),
            after: self.after.parse().ok(),
        }
    }

    fn address(&self, place: SearchPlace, after: &str) -> String {
        let asked = Self { place: place.code().to_owned(), after: after.to_owned(), ..self.clone() };
        format!("/search?{}", serde_urlencoded::to_string(asked).unwrap_or_default())
    }
}

/// `GET /search?q=…`
pub async fn page(visitor: Visitor, Query(asked): Query<Asked>) -> Response {
    match visitor.desk().search(visitor.reader(), &asked.asked()).await {
        Err(error) => visitor.error(&error),
        Ok(found) => {
            let now = visitor.now().clone();
            let keeps = matches!(visitor.reader(), Reader::Person(_));
            visitor.render("搜索", || view! { <SearchPage asked found keeps now /> }).await
        }
    }
}

#[component]
fn SearchPage(
    asked: Asked,
    found: Found,
    /// Whether the person can keep searches under a name.
    keeps: bool,
    now: jiff::Zoned,
) -> impl IntoView {
    let Found { place, places, hits, next, total, units, saved } = found;
    let place = place.unwrap_or(SearchPlace::Printed);
    let is_empty = hits.is_empty();
    let tabs = (places.len() > 1).then(|| {
        let tab = |own: SearchPlace| {
            let current = (own == place).then_some("true");
            view! { <a href=asked.address(own, "") aria-current=current>{own.label()}</a> }
        };
        let tabs = places.into_iter().map(tab).collect_view();
        view! { <nav class="tabs" aria-label="在哪里找">{tabs}</nav> }
    });
    let rows = hits.into_iter().map(|hit| hit_row(hit, &now)).collect_view();
    let next = next.map(|next| {
        let address = asked.address(place, &next.to_string());
        view! { <nav class="toolbar" aria-label="翻页"><a class="button" rel="next" href=address>"下一页"</a></nav> }
    });
    let said = if is_empty { nothing(&asked.q, place) } else { String::new() };
    let unit_of = match place {
        SearchPlace::Items | SearchPlace::Printed => "篇（则）",
        SearchPlace::Issues => "期",
        SearchPlace::Bulletins => "份",
        SearchPlace::Records | SearchPlace::Comments => "条",
    };
    let kept = keeps.then(|| {
        // Nothing is kept that looks for nothing.
        let address = if asked.q.trim().is_empty() { String::new() } else { asked.address(place, "") };
        let name = asked.q.trim().chars().take(12).collect::<String>();
        view! { <Kept saved address name /> }
    });
    view! {
        <div class="page-head">
            <h1>"搜索"</h1>
            <span class="soft">{total.filter(|_| !is_empty).map(|count| format!("{count} {unit_of}"))}</span>
        </div>
        {tabs}
        <Fields asked=asked.clone() place units />
        {kept}
        {is_empty.then(|| view! { <section class="empty"><p>{said}</p></section> })}
        <ul class="rows hits">{rows}</ul>
        {next}
    }
}

/// What is looked for, and among what.
#[component]
fn Fields(asked: Asked, place: SearchPlace, units: Vec<UnitChoice>) -> impl IntoView {
    use SearchPlace::{Bulletins, Comments, Issues, Items, Printed, Records};
    let of_pieces = matches!(place, Items | Printed);
    let by_unit = (matches!(place, Items | Printed | Records | Comments) && !units.is_empty()).then(|| {
        let options = units.into_iter().map(|unit| {
            let value = unit.id.to_string();
            let selected = value == asked.unit;
            view! { <option value=value selected=selected>{unit.short_name}</option> }
        });
        view! {
            <div class="field">
                <label for="search-unit">"单位"</label>
                <select id="search-unit" name="unit"><option value="">"全部单位"</option>{options.collect_view()}</select>
            </div>
        }
    });
    let by_piece = of_pieces.then(|| {
        let options = Kind::ALL.map(|kind| {
            view! { <option value=kind.code() selected=asked.kind == kind.code()>{kind.label()}</option> }
        });
        view! {
            <div class="field">
                <label for="search-kind">"体裁"</label>
                <select id="search-kind" name="kind"><option value="">"全部"</option>{options.collect_view()}</select>
            </div>
            <div class="field">
                <label for="search-author">"署名里有"</label>
                <input id="search-author" name="author" value=asked.author.clone() />
            </div>
        }
    });
    let number = |id: &'static str, name: &'static str, label: &'static str, most: u8, value: &str| {
        let value = value.to_owned();
        view! {
            <div class="field narrow">
                <label for=id>{label}</label>
                <input id=id name=name inputmode="numeric" maxlength=most value=value />
            </div>
        }
    };
    let by_year = matches!(place, Printed | Issues | Bulletins | Records)
        .then(|| number("search-year", "year", "年份", 4, &asked.year));
    let by_number = (place == Printed).then(|| number("search-number", "number", "期号", 5, &asked.number));
    view! {
        <form class="toolbar filters hits-filters" action="/search" role="search" aria-label="搜索">
            <input type="hidden" name="in" value=place.code() />
            <div class="field two">
                <label for="q">"要找的字词"</label>
                <input id="q" type="search" name="q" value=asked.q.clone() />
            </div>
            {by_unit}
            {by_piece}
            {by_year}
            {by_number}
            <button>"搜索"</button>
        </form>
    }
}

/// The person's searches under names; where this one gets a name, and others lose theirs.
#[component]
fn Kept(saved: Vec<SavedView>, address: String, name: String) -> impl IntoView {
    if saved.is_empty() && address.is_empty() {
        return Either::Left(());
    }
    let links = saved.iter().map(|search| {
        let current = (search.address == address).then_some("true");
        view! { <a href=search.address.clone() aria-current=current>{search.name.clone()}</a> }
    });
    let links = links.collect_view();
    let links =
        (!saved.is_empty()).then(|| view! { <nav class="tabs" aria-label="常用的搜索">{links}</nav> });
    Either::Right(view! {
        {links}
        <Keeping what="搜索" address name views=saved />
    })
}

fn hit_row(hit: Hit, now: &jiff::Zoned) -> impl IntoView + use<> {
    let Hit { title, line, of, found } = hit;
    let line = (!line.is_empty()).then(|| view! { <p class="hit-line">{runs(line)}</p> });
    let sign = |kind: Kind| (kind == Kind::Brief).then_some("▲");
    let (address, sign, about) = match found {
        HitPlace::Printed { item, kind, issue, label, date } => {
            let about = view! { <span>{label}</span> <span>{words::full_day(date)}</span> }.into_any();
            (format!("/issues/{issue}#item-{item}"), sign(kind), about)
        }
        HitPlace::Item { item, kind, state, reached_at } => {
            let reached = reached_at.map(|at| view! { <time>{words::moment(at, now)}</time> });
            (format!("/items/{item}"), sign(kind), view! { <StateBadge state /> {reached} }.into_any())
        }
        HitPlace::Issue { issue, state, date } => {
            let address = match state {
                IssueState::Published => format!("/issues/{issue}"),
                IssueState::SentForSignOff | IssueState::Signed => format!("/issues/{issue}/sign"),
                IssueState::Arranging => format!("/issues/{issue}/desk"),
            };
            let about = view! { <IssueStateBadge state /> <span>{words::full_day(date)}</span> };
            (address, None, about.into_any())
        }
        HitPlace::Bulletin { version, month, standing } => {
            let about = view! { <span>{words::month(month)}</span> <span>{standing.label()}</span> };
            (format!("/bulletins/{month}/versions/{version}"), None, about.into_any())
        }
        HitPlace::Record { record, kind, month, is_reversed, seen_at } => {
            let address = match seen_at {
                Some(unit) => format!("/units/{unit}?month={month}"),
                None => format!("/records?month={month}#record-{record}"),
            };
            let reversed = is_reversed.then(|| view! { <span class="state state-retracted">"已冲销"</span> });
            let about = view! { <span>{kind.label()}</span> {reversed} <span>{format!("计入{}", words::month(month))}</span> };
            (address, None, about.into_any())
        }
        HitPlace::Comment { item, comment, at, is_settled } => {
            let settled = is_settled.then(|| view! { <span>"已办完"</span> });
            let about = view! { <time>{words::moment(at, now)}</time> {settled} };
            (format!("/items/{item}#comment-{comment}"), None, about.into_any())
        }
    };
    let of: Vec<_> = of
        .into_iter()
        .filter(|words| !words.is_empty())
        .map(|words| view! { <span>{words}</span> })
        .collect();
    view! {
        <li class="row">
            <p class="row-title"><a href=address>{sign}{runs(title)}</a></p>
            {line}
            <p class="row-meta">{about}{of}</p>
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
    let what = place.sought();
    match question.trim() {
        "" => {
            let among = match place {
                SearchPlace::Items | SearchPlace::Printed => "标题、正文或署名里的字词",
                SearchPlace::Issues => "刊名、期号或日期，如“2024年第3期”",
                SearchPlace::Bulletins => "函文、单位段落或所列稿件题目里的字词",
                SearchPlace::Records => "题目、刊物、单位或事由里的字词",
                SearchPlace::Comments => "所批的文字或批注里的字词",
            };
            format!("输入要找的{what}的{among}；几个词之间空一格，要全都有；连在一起找的加引号。")
        }
        question => format!("没有找到含“{question}”的{what}。换个短些的词，或放宽条件再试。"),
    }
}
