//! The frame around every page: the rail of places, the bar above, the answer to the last act.

use domain::{
    permission::{OfficeAct, permits_office, works_for_the_office},
    person::Role,
};
use leptos::prelude::*;

use crate::{
    desk::{Undo, office::Waiting},
    request::{
        address::door,
        flash::{Flash, Mood},
        page::Page,
        refused::Told,
    },
};

/// One place of the rail.
#[derive(Clone, Copy)]
struct Place {
    /// Under which head it stands; empty where it stands by itself.
    group: &'static str,
    name: &'static str,
    address: &'static str,
    count: u32,
}

/// A phone's bar has room for so many places.
const BAR: usize = 4;

/// Which places are wanted most on a phone, where the bar has not room for all of them.
const WANTED: [&str; 7] = ["/review", "/clearance", "/issues/desk", "/inbox", "/items", "/admin", "/issues"];

/// The frame. It shows only the places that the person may use.
#[component]
pub fn Frame<'a>(page: &'a Page, waiting: Waiting, told: Vec<Told>, content: AnyView) -> impl IntoView {
    let places = places(page, &waiting);
    let path = page.address.split('?').next().unwrap_or("/").to_owned();
    let here = place_of(&path, places.iter().map(|place| place.address));
    let name = page.actor.name.clone();
    let help = help_of(&page.address);
    view! {
        <a class="skip" href="#main">"跳到正文"</a>
        <header class="masthead">
            <a class="masthead-name" href="/">"简报"</a>
            <form class="masthead-search" action="/search" role="search" aria-label="搜索稿件">
                <input type="search" name="q" aria-label="搜索" placeholder="搜索标题、正文" />
            </form>
            <a class="masthead-help" href=help data-help="">"帮助"</a>
            <a class="masthead-person" href="/me">{name}</a>
        </header>
        <Rail places here />
        <main id="main" class="main" tabindex="-1">
            {answer(page, told)}
            {content}
        </main>
    }
}

/// The places: a rail on wide screens, a bar below on narrow ones. What the bar has no room for stands in 更多 too,
/// since what is folded away cannot be unfolded by a style sheet alone.
#[component]
fn Rail(places: Vec<Place>, here: Option<&'static str>) -> impl IntoView {
    let far = far_on_a_phone(&places);
    let is_here = |place: &Place| here == Some(place.address);
    let more = (!far.is_empty()).then(|| {
        let count = far.iter().map(|place| place.count).sum();
        let holds_here = far.iter().any(is_here).then_some("true");
        view! {
            <details class="rail-more">
                <summary aria-current=holds_here><span>"更多"</span>{waiting_count(count)}</summary>
                <ul>{far.iter().map(|place| rail_place(is_here(place), false, false, *place)).collect_view()}</ul>
            </details>
        }
    });
    let mut group = "";
    let all = places.iter().map(|place| {
        let is_far = far.iter().any(|other| other.address == place.address);
        let is_new = std::mem::replace(&mut group, place.group) != place.group;
        let head = (is_new && !place.group.is_empty()).then_some(place.group);
        let head = head.map(|head| view! { <li class="rail-head">{head}</li> });
        // What stands by itself below a group is no part of it.
        let parts = is_new && place.group.is_empty();
        view! { {head}{rail_place(is_here(place), is_far, parts, *place)} }
    });
    let all = all.collect_view();
    view! {
        <nav class="rail" aria-label="主导航">
            <ul>{all}</ul>
            {more}
        </nav>
    }
}

/// The places that a phone's bar has no room for.
fn far_on_a_phone(places: &[Place]) -> Vec<Place> {
    if places.len() <= BAR {
        return Vec::new();
    }
    let rank =
        |place: &Place| WANTED.iter().position(|wanted| *wanted == place.address).unwrap_or(WANTED.len());
    let mut near = places.to_vec();
    near.sort_by_key(rank);
    near.truncate(BAR - 1);
    let is_near = |place: &Place| near.iter().any(|other| other.address == place.address);
    places.iter().filter(|place| !is_near(place)).copied().collect()
}

/// The frame for those who read without signing in: nothing but the way to do so.
#[component]
pub fn OpenFrame(address: String, content: AnyView) -> impl IntoView {
    let next = serde_urlencoded::to_string([("next", &address)]).unwrap_or_default();
    let help = help_of(&address);
    view! {
        <a class="skip" href="#main">"跳到正文"</a>
        <header class="masthead">
            <a class="masthead-name" href="/">"简报"</a>
            <form class="masthead-search" action="/search" role="search" aria-label="搜索刊物">
                <input type="search" name="q" aria-label="搜索" placeholder="搜索刊出的稿件" />
            </form>
            <a class="masthead-help" href=help data-help="">"帮助"</a>
            <a class="masthead-person" href=format!("/sign-in?{next}")>"登录"</a>
        </header>
        <nav class="rail" aria-label="主导航">
            <ul><li><a href="/issues">"刊物"</a></li></ul>
        </nav>
        <main id="main" class="main" tabindex="-1">{content}</main>
    }
}

/// The manual, with what the page at this address is for.
fn help_of(address: &str) -> String {
    let of = if address.starts_with("/help") { "" } else { address };
    format!("/help?{}", serde_urlencoded::to_string([("of", of)]).unwrap_or_default())
}

fn places(page: &Page, waiting: &Waiting) -> Vec<Place> {
    let actor = &page.actor;
    let mut places = Vec::new();
    let mut add = |group, shown: bool, name, address| {
        if shown {
            places.push(Place { group, name, address, count: waiting.at(address) });
        }
    };
    let may = |act| permits_office(actor, act).is_ok();
    let reviews = actor.held().any(|role| matches!(role, Role::UnitReviewer(_)));
    let (editing, signing, credits, managing) = ("编辑", "审签", "考核", "管理");
    add("", may(OfficeAct::DraftForSome), "稿件", "/items");
    add(editing, may(OfficeAct::ReadInbox), "来稿", "/inbox");
    add(editing, may(OfficeAct::ReadInbox), "编排", "/issues/desk");
    add(editing, may(OfficeAct::KeepAlias), "待识别单位名", "/names");
    add(signing, reviews, "单位审核", "/review");
    add(signing, may(OfficeAct::Clear), "保密审查", "/clearance");
    add("", true, "刊物", "/issues");
    add(credits, may(OfficeAct::ReadLedger), "通报", "/bulletins");
    add(credits, !actor.units().is_empty(), "我的单位", "/units/mine");
    add(credits, may(OfficeAct::ReadMonths), "月份", "/months");
    add(credits, may(OfficeAct::ReadMonths), "催报", "/urging");
    add(credits, may(OfficeAct::Record), "上级采用", "/records");
    add(credits, works_for_the_office(actor), "台账", "/ledger");
    add(credits, works_for_the_office(actor), "计分办法", "/rules");
    add(managing, may(OfficeAct::Administer), "管理", "/admin");
    add(managing, may(OfficeAct::Administer), "单位", "/admin/units");
    add(managing, may(OfficeAct::Administer), "人员", "/admin/people");
    add(managing, may(OfficeAct::Administer), "刊物设置", "/admin/newsletters");
    add(managing, may(OfficeAct::Administer), "导入", "/import");
    add(managing, may(OfficeAct::ReadMonths), "核对", "/verify");
    add(managing, may(OfficeAct::ReadEvents), "日志", "/events");
    places
}

/// The one place to which an address belongs, by its own address. The making of issues is 编排, though its
/// addresses stand below those of 刊物.
fn place_of<'a>(path: &str, addresses: impl Iterator<Item = &'a str> + Clone) -> Option<&'a str> {
    let is_making =
        path.starts_with("/issues/") && ["/desk", "/new", "/sign"].iter().any(|end| path.ends_with(end));
    // Closing and checking are the ledger's business, for whoever has no place for them.
    let is_of_the_ledger = ["/months", "/urging", "/verify", "/rules"].iter().any(|place| {
        let has_own = addresses.clone().any(|address| address == *place);
        !has_own && (path == *place || path.starts_with(&format!("{place}/")))
    });
    let path = match path {
        _ if is_making || path.starts_with("/corrections/") => "/issues/desk",
        _ if is_of_the_ledger => "/ledger",
        path => path,
    };
    let is_within = |address: &&str| {
        path.strip_prefix(*address).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    addresses.filter(is_within).max_by_key(|address| address.len())
}

fn rail_place(here: bool, far: bool, parts: bool, place: Place) -> impl IntoView + use<> {
    let class = match (far, parts) {
        (true, true) => Some("rail-far rail-alone"),
        (true, false) => Some("rail-far"),
        (false, true) => Some("rail-alone"),
        (false, false) => None,
    };
    view! {
        <li class=class>
            <a href=place.address aria-current=here.then_some("page")>
                <span>{place.name}</span>
                {waiting_count(place.count)}
            </a>
        </li>
    }
}

fn waiting_count(count: u32) -> Option<impl IntoView + use<>> {
    (count > 0).then(|| {
        view! { <span class="count"><span>{count}</span><span class="visually-hidden">"件待办"</span></span> }
    })
}

/// The answer to the last act or, of a form that was refused, what is to be mended.
fn answer(page: &Page, told: Vec<Told>) -> Option<AnyView> {
    match &page.flash {
        Some(Flash { mood: Mood::Done, words, undo, .. }) if told.is_empty() => {
            let undo = undo.clone().map(|undo| view! { <TakeBack undo back=page.address.clone() /> });
            Some(
                view! { <div class="answer answer-done" role="status"><p>{words.clone()}</p>{undo}</div> }
                    .into_any(),
            )
        }
        // Part of it was done: what was comes first.
        Some(Flash { mood: Mood::Done, words, .. }) => {
            Some(view! { <RefusalNote words=String::new() done=words.clone() told /> }.into_any())
        }
        Some(flash) => Some(view! { <RefusalNote words=flash.words.clone() told /> }.into_any()),
        None if told.is_empty() => None,
        None => Some(view! { <RefusalNote words=String::new() told /> }.into_any()),
    }
}

/// Why something was not done: each fault by itself, leading to its field. It gets the focus.
#[component]
pub fn RefusalNote(
    /// What is said where the faults are not told one by one.
    words: String,
    told: Vec<Told>,
    /// What was done all the same.
    #[prop(optional)]
    done: String,
) -> impl IntoView {
    let one = |told: Told| match told.field {
        Some(field) => view! { <a href=format!("#{field}")>{told.words}</a> }.into_any(),
        None => told.words.into_any(),
    };
    let content = match told.len() {
        0 => view! { <p>{words}</p> }.into_any(),
        1 => view! { <p>{told.into_iter().map(one).collect_view()}</p> }.into_any(),
        count => {
            let lines = told.into_iter().map(|told| view! { <li>{one(told)}</li> });
            view! { <p>{format!("有{count}处要办好：")}</p><ul>{lines.collect_view()}</ul> }.into_any()
        }
    };
    let done = (!done.is_empty()).then(|| view! { <p>{done}</p> });
    view! {
        <div class="answer answer-not-done" id="error-summary" role="alert" tabindex="-1" autofocus=true>
            {done}
            {content}
        </div>
    }
}

/// Takes back what was just done.
#[component]
fn TakeBack(undo: Undo, back: String) -> impl IntoView {
    let fields =
        undo.fields.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value /> });
    view! {
        <form method="post" action=door(undo.verb)>
            {fields.collect_view()}
            <input type="hidden" name="back" value=back />
            <button class="quiet" data-key="z">"撤销"</button>
        </form>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phones_bar_keeps_what_is_used_most_and_folds_the_rest() {
        let place = |address| Place { group: "", name: "", address, count: 0 };
        let editor =
            ["/items", "/inbox", "/issues/desk", "/issues", "/bulletins", "/records", "/ledger", "/events"];
        let far: Vec<_> = far_on_a_phone(&editor.map(place)).iter().map(|place| place.address).collect();
        assert_eq!(far, ["/issues", "/bulletins", "/records", "/ledger", "/events"]);
        assert!(far_on_a_phone(&["/items", "/issues", "/bulletins", "/units/mine"].map(place)).is_empty());
    }

    #[test]
    fn an_address_belongs_to_one_place() {
        let places = ["/items", "/inbox", "/issues/desk", "/issues", "/ledger", "/rules"];
        let cases = [
            ("/issues", Some("/issues")),
            ("/issues/7", Some("/issues")),
            ("/issues/desk", Some("/issues/desk")),
            ("/issues/new", Some("/issues/desk")),
            ("/issues/past/new", Some("/issues/desk")),
            ("/issues/7/desk", Some("/issues/desk")),
            ("/issues/7/sign", Some("/issues/desk")),
            ("/corrections/3", Some("/issues/desk")),
            ("/items/7/edit", Some("/items")),
            ("/months/2024-01", Some("/ledger")),
            ("/monthsandmore", None),
            ("/rules/draft", Some("/rules")),
            ("/itemsandmore", None),
            ("/", None),
        ];
        for (path, place) in cases {
            assert_eq!(place_of(path, places.into_iter()), place, "{path}");
        }
    }
}
