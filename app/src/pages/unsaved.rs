//! `/unsaved/{sheet}`: a text that was typed and could not be saved where it was typed: the words, why, and what can be
//! done with them.

use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use domain::act::Verb;
use leptos::prelude::*;

use crate::{
    components::{
        drawn::{OrPage, PageResult},
        fields::in_textarea,
        unsaved::{UnsavedTexts, name},
    },
    desk::{
        Refusal,
        sheets::{SheetView, UnsavedText},
        typed::{TypedForm, long_form},
    },
    request::{address::door, page::Page},
};

/// `GET /unsaved/{sheet}`
pub async fn page(page: Page, Path(sheet): Path<String>) -> PageResult {
    let view = page.desk().sheet(&page.actor, &sheet).await.or_page(&page)?;
    let missing = || Refusal::not_found("这份没有保存的文字（可能已经保存，或已放弃）");
    let view = view.ok_or_else(missing).or_page(&page)?;
    match view {
        SheetView { form: Some(form), unsaved: Some(text), moved, item, may_write_anew, .. } => {
            let others = page.desk().unsaved_texts(&page.actor).await.or_page(&page)?;
            let others: Vec<_> = others.into_iter().filter(|other| other.sheet != text.sheet).collect();
            let can =
                Can { go_on: moved.is_none(), look: item.map(|item| item.0), write_anew: may_write_anew };
            let now = page.now.clone();
            let back = page.address.clone();
            Ok(page
                .render("没有保存的文字", || {
                    view! {
                        <Words form text moved can />
                        <UnsavedTexts texts=others now back />
                    }
                })
                .await)
        }
        SheetView { done: Some(done), .. } => {
            Ok(Redirect::to(done.next.as_deref().unwrap_or("/items")).into_response())
        }
        _ => Err(missing()).or_page(&page),
    }
}

/// What can be done with the words.
#[derive(Clone, Copy)]
struct Can {
    go_on: bool,
    /// The item that they are about.
    look: Option<i64>,
    write_anew: bool,
}

/// What was posted could be neither saved nor kept: the words stand on the page that answers, to be posted again or copied.
pub(crate) fn in_hand(
    page: &Page,
    error: &Refusal,
    verb: &str,
    form: &TypedForm,
    posted: &[(String, String)],
) -> Response {
    let why = error.to_string();
    let (words, rows) = words_of(form);
    let action = format!("/do/{verb}");
    let fields = posted
        .iter()
        .map(|(name, value)| view! { <input type="hidden" name=name.clone() value=value.clone() /> })
        .collect_view();
    page.refusal(error, |title| {
        view! {
            <div class="page-head"><h1>{title}</h1></div>
            <p class="notice" role="alert">{why}</p>
            <div class="field">
                <label for="words">"您打的字没有存下，也没有留存，只在这一页上。请先不要离开，可以从这里复制"</label>
                <textarea id="words" class="writing" rows=rows readonly>{in_textarea(&words)}</textarea>
            </div>
            <form class="toolbar" method="post" action=action>
                {fields}
                <button class="primary">"再试一次"</button>
            </form>
        }
    })
}

/// The words of a form below each other, and how many lines to show.
fn words_of(form: &TypedForm) -> (String, String) {
    let words = form.act().and_then(long_form).map(|long| long.words(form)).unwrap_or_default().join("\n\n");
    let rows = words.lines().count().clamp(6, 24).to_string();
    (words, rows)
}

#[component]
fn Words(form: TypedForm, text: UnsavedText, moved: Option<String>, can: Can) -> impl IntoView {
    let title = name(&text);
    let (words, rows) = words_of(&form);
    let sheet = text.sheet.clone();
    view! {
        <div class="page-head"><h1>{format!("没有保存：{title}")}</h1></div>
        {moved.map(|moved| view! { <p class="notice" role="alert">{moved}</p> })}
        <div class="field">
            <label for="words">"您打的字，都在这里，只有您看得到"</label>
            <textarea id="words" class="writing" rows=rows readonly>{in_textarea(&words)}</textarea>
        </div>
        <div class="toolbar">
            {can.go_on.then(|| view! { <a class="button primary" href=text.address.clone()>"继续写"</a> })}
            {can.write_anew.then(|| view! {
                <form method="post" action=door(Verb::WriteAnew)>
                    <input type="hidden" name="text" value=sheet.clone() />
                    <button>"作为新稿接着写"</button>
                </form>
            })}
            {can.look.map(|item| view! { <a class="button" href=format!("/items/{item}")>"看稿件现在的样子"</a> })}
            <form method="post" action=door(Verb::DropKeptText)>
                <input type="hidden" name="text" value=sheet.clone() />
                <input type="hidden" name="next" value="/" />
                <button class="quiet">{format!("放弃{title}")}</button>
            </form>
        </div>
    }
}
