//! Texts that somebody has typed and not saved, each to be gone on with or given up by name.

use domain::act::Verb;
use jiff::Zoned;
use leptos::prelude::*;

use crate::{
    components::rows::{FocusAfter, next_row},
    desk::sheets::UnsavedText,
    request::address::door,
    words,
};

/// So many are shown at once.
const SHOWN: usize = 3;

/// The list, or its place where there is none. `back` is the page it stands on.
#[component]
pub fn UnsavedTexts(texts: Vec<UnsavedText>, now: Zoned, back: String) -> AnyView {
    if texts.is_empty() {
        return view! { <div hidden=true data-unsaved="0"></div> }.into_any();
    }
    let count = texts.len();
    let ids: Vec<String> = texts.iter().map(|text| format!("kept-{}", text.sheet)).collect();
    let row = |(place, text): (usize, UnsavedText)| {
        row(text, &now, &back, (ids[place].clone(), next_row(&ids, place)))
    };
    let mut rows: Vec<_> = texts.into_iter().enumerate().map(row).collect();
    // What is older is a press away: it must not push away what the page is for.
    let older = rows.split_off(rows.len().min(SHOWN));
    let more = (!older.is_empty()).then(|| {
        let count = older.len();
        view! {
            <details>
                <summary>{format!("还有 {count} 份更早的")}</summary>
                <ul class="rows">{older}</ul>
            </details>
        }
    });
    view! {
        <section class="unsaved" data-unsaved=count.to_string() aria-labelledby="unsaved-texts">
            <h2 id="unsaved-texts">"您没有保存的文字"</h2>
            <ul class="rows">{rows}</ul>
            {more}
        </section>
    }
    .into_any()
}

fn row(text: UnsavedText, now: &Zoned, back: &str, (id, after): (String, String)) -> impl IntoView + use<> {
    let name = name(&text);
    let UnsavedText { sheet, characters, kept_at, address, .. } = text;
    view! {
        <li class="row">
            <p class="row-title"><a id=id href=address.clone()>{name.clone()}</a></p>
            <p class="row-meta">
                <span>{format!("{characters} 字")}</span>
                <span>"留存于 "<time>{words::moment(kept_at, now)}</time></span>
                <span>"只有您看得到"</span>
            </p>
            <div class="toolbar">
                <a class="button" href=address>"继续写"</a>
                <form method="post" action=door(Verb::DropKeptText)>
                    <input type="hidden" name="text" value=sheet />
                    <input type="hidden" name="back" value=back.to_owned() />
                    <FocusAfter element=after />
                    <button class="quiet" aria-label=format!("放弃{name}")>"放弃"</button>
                </form>
            </div>
        </li>
    }
}

/// What a text is called: 新稿《采矿权网上公示》.
pub fn name(text: &UnsavedText) -> String {
    match text.title.as_str() {
        "" => text.what.clone(),
        title => format!("{}《{title}》", text.what),
    }
}
