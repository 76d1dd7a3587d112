//! To whom a month's bulletin goes, who signs it, and when.

use axum::extract::Path;
use domain::calendar::Month;
use leptos::prelude::*;

use super::month_in;
use crate::{
    components::{fields::TextField, verb_form::VerbForm},
    desk::credits::LetterView,
    web::{OrPage, Page, PageResult},
    words,
};

/// `GET /bulletins/{month}/letter`
pub async fn page(page: Page, Path(month): Path<String>) -> PageResult {
    let month = month_in(&month).or_page(&page)?;
    let letter = page.desk().bulletin_letter(&page.actor, month).await.or_page(&page)?;
    let title = format!("{}通报的抬头和落款", words::month(month));
    Ok(page.render(&title, || view! { <Letter title=title.clone() month letter /> }).await)
}

#[component]
fn Letter(title: String, month: Month, letter: LetterView) -> impl IntoView {
    let LetterView { letter, version, usual } = letter;
    let usually = |text: Option<String>| match text {
        Some(text) => format!("不填则印“{text}”。"),
        None => "可以不填。".to_owned(),
    };
    let (addressees, signature) = (usually(usual.addressees), usually(usual.signature));
    let from_before = version == 0 && letter != Default::default();
    view! {
        <div class="page-head"><h1>{title}</h1></div>
        {from_before.then(|| view! { <p class="notice">"已照上一次通报填好，核对后保存。"</p> })}
        <VerbForm verb="set_bulletin_letter" about=("month", month.to_string())>
            <input type="hidden" name="version" value=version.to_string() />
            <input type="hidden" name="next" value=format!("/bulletins/{month}") />
            <TextField name="addressees" label="主送" value=letter.addressees.unwrap_or_default() />
            <p class="field-hint">{addressees}</p>
            <TextField name="signature" label="落款单位" value=letter.signature.unwrap_or_default() />
            <p class="field-hint">{signature}</p>
            <TextField name="date" label="落款日期" kind="date"
                value=letter.date.map(|date| date.to_string()).unwrap_or_default()
                hint="印在落款单位下面。还没有印发的不填。" />
            <div class="toolbar">
                <button class="primary">"保存"</button>
                <a class="button quiet" href=format!("/bulletins/{month}")>"不改了"</a>
            </div>
        </VerbForm>
    }
}
