//! `POST /here`: who else has an item open (谁在这里). Pages say it when they are drawn; their script asks again while they are
//! in view, and says with that that somebody is there.

use std::collections::BTreeMap;

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{
    id::ItemId,
    presence::{Doing, Sign},
};
use jiff::Zoned;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    components::drawn::{OrPage, PageError},
    desk::{
        Refusal,
        form::{blank_or, read},
        items::{MOST_TOLD, Present, Somebody},
    },
    request::page::Page,
    words,
};

/// Where scripts say that somebody is there. It is no sign of life of the session: a page that is left open asks by itself.
pub const ADDRESS: &str = "/here";

/// What a page says and asks.
#[derive(Debug, Deserialize)]
struct Beat {
    /// The item that is open.
    #[serde(default, deserialize_with = "blank_or")]
    item: Option<ItemId>,
    doing: Doing,
    sign: Sign,
    /// The items of the list beside it.
    #[serde(default)]
    row: Vec<ItemId>,
}

/// What stands on the page now.
#[derive(Debug, Default, Serialize)]
struct Answer {
    /// Empty where nobody else is there.
    line: String,
    /// Who else is writing, for whoever is.
    notice: String,
    /// By item; one that nobody else has open is missing.
    rows: BTreeMap<i64, String>,
}

/// `POST /here`
pub async fn beat(page: Page, form: String) -> Result<Response, PageError> {
    let Ok(Beat { item, doing, sign, mut row }) = read::<Beat>(&form) else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, "表单不完整").into_response());
    };
    row.truncate(MOST_TOLD);
    let mut answer = Answer::default();
    if let Some(item) = item {
        let present = match page.desk().here(&page.actor, item, doing, sign).await {
            // A whole page of words would be for nobody.
            Err(Refusal::NotFound(_)) => return Ok(StatusCode::NOT_FOUND.into_response()),
            present => present.or_page(&page)?,
        };
        answer.line = line(&present, &page.now);
        answer.notice = notice(&present, &page.now);
    }
    // Whoever leaves asks nothing.
    if sign != Sign::Left && !row.is_empty() {
        let present = page.desk().present(&page.actor, &row).await.or_page(&page)?;
        answer.rows = present.iter().map(|(item, present)| (item.0, brief(present))).collect();
    }
    Ok(Json(answer).into_response())
}

/// Says that the item is open, by drawing its page; who else has it open.
pub(super) async fn come(page: &Page, item: ItemId, doing: Doing) -> Result<Present, PageError> {
    page.desk().here(&page.actor, item, doing, Sign::Drawn).await.or_page(page)
}

/// 王编辑正在修改，09:24 起；李审查在看.
fn line(present: &Present, now: &Zoned) -> String {
    let writing = present
        .writing
        .iter()
        .map(|one| format!("{}正在修改，{} 起", one.name, words::brief_moment(one.since, now)));
    let reading = (!present.reading.is_empty()).then(|| format!("{}在看", names(&present.reading)));
    let in_hand = present.is_in_hand.then(|| "编辑部正在处理".to_owned());
    writing.chain(reading).chain(in_hand).collect::<Vec<_>>().join("；")
}

/// The same in a row of a list: 王编辑在改.
fn brief(present: &Present) -> String {
    let told =
        |people: &[Somebody], does: &str| (!people.is_empty()).then(|| format!("{}{does}", names(people)));
    let parts = [
        told(&present.writing, "在改"),
        told(&present.reading, "在看"),
        present.is_in_hand.then(|| "编辑部在办".to_owned()),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join("，")
}

/// For whoever writes: who else does.
fn notice(present: &Present, now: &Zoned) -> String {
    let Some(first) = present.writing.first() else { return String::new() };
    let since = words::brief_moment(first.since, now);
    let names = names(&present.writing);
    format!("{names} {since} 起也在改这篇，先保存的人不会被覆盖，后保存的人会看到两份不同")
}

fn names(people: &[Somebody]) -> String {
    words::some_of(&people.iter().map(|one| one.name.clone()).collect::<Vec<_>>(), "人")
}

/// The line of an item that is open to be read, which the script keeps up to date.
pub(super) fn reading(item: ItemId, present: &Present, now: &Zoned) -> AnyView {
    let line = line(present, now);
    let is_empty = line.is_empty();
    view! { <p class="here" data-here=item.0 data-doing=Doing::Reading.code() hidden=is_empty>{line}</p> }
        .into_any()
}

/// The same on a writing page: on top a notice of who else writes it, then who looks at it.
pub(super) fn writing(item: ItemId, present: &Present, now: &Zoned) -> AnyView {
    let notice = notice(present, now);
    let readers = Present { writing: Vec::new(), ..present.clone() };
    let line = line(&readers, now);
    let (none_writes, none_reads) = (notice.is_empty(), line.is_empty());
    view! {
        <p class="notice" role="status" data-here-notice="" hidden=none_writes>{notice}</p>
        <p class="here" data-here=item.0 data-doing=Doing::Writing.code() hidden=none_reads>{line}</p>
    }
    .into_any()
}

/// Who has a row's item open, which the script keeps up to date.
pub(super) fn in_row(item: ItemId, present: Option<&Present>) -> AnyView {
    let Some(present) = present else { return ().into_any() };
    let brief = brief(present);
    let is_empty = brief.is_empty();
    view! { <span class="here" data-here-row=item.0 hidden=is_empty>{brief}</span> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn somebody(name: &str, minute: i8) -> Somebody {
        let at = jiff::civil::date(2024, 5, 3).at(9, minute, 0, 0).to_zoned(jiff::tz::TimeZone::UTC);
        Somebody { name: name.to_owned(), since: at.expect("a time").timestamp() }
    }

    #[test]
    fn who_is_there_is_told_in_one_line() {
        let now =
            jiff::civil::date(2024, 5, 3).at(10, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC).expect("a time");
        let mut present = Present {
            writing: vec![somebody("王编辑", 24)],
            reading: vec![somebody("李审查", 30)],
            is_in_hand: false,
        };
        assert_eq!(line(&present, &now), "王编辑正在修改，09:24 起；李审查在看");
        assert_eq!(brief(&present), "王编辑在改，李审查在看");
        assert_eq!(
            notice(&present, &now),
            "王编辑 09:24 起也在改这篇，先保存的人不会被覆盖，后保存的人会看到两份不同"
        );
        present.reading.extend(["甲", "乙", "丙"].map(|name| somebody(name, 31)));
        assert_eq!(brief(&present), "王编辑在改，李审查、甲等4人在看");
        let office = Present { is_in_hand: true, ..Present::default() };
        assert_eq!((line(&office, &now).as_str(), brief(&office).as_str()), ("编辑部正在处理", "编辑部在办"));
        assert_eq!(line(&Present::default(), &now) + &notice(&office, &now), "");
    }
}
