//! One rule's form.

use axum::extract::Path;
use domain::{
    act::Verb,
    scoring::{RuleSet, sections::Section},
};
use leptos::prelude::*;

use super::fields::Fields;
use crate::{
    components::{
        drawn::{OrPage, PageResult},
        verb_form::VerbForm,
    },
    desk::{Refusal, rules::DraftRules},
    request::page::Page,
};

/// `GET /rules/draft/{section}/{place}`: `new` for one that is to be added.
pub async fn page(page: Page, Path((section, place)): Path<(String, String)>) -> PageResult {
    let draft = page.desk().draft_rules(&page.actor).await.or_page(&page)?;
    let found = Section::named(&section).ok_or_else(|| Refusal::not_found("计分办法的这一部分"));
    let section = found.or_page(&page)?;
    let place = match place.as_str() {
        "new" => None,
        number => {
            let place = number.parse().ok().filter(|place| *place < draft.rules.names(section).len());
            let place = place.ok_or_else(|| Refusal::not_found(format!("{}的这一条", section.label)));
            Some(place.or_page(&page)?)
        }
    };
    Ok(page.render(section.label, || view! { <SaveRule draft section place /> }).await)
}

#[component]
fn SaveRule(draft: DraftRules, section: &'static Section, place: Option<usize>) -> impl IntoView {
    let rules: RuleSet = draft.rules;
    let title = match place {
        Some(place) => rules.names(section).get(place).cloned().unwrap_or_default(),
        None => format!("添加{}", section.one),
    };
    let sentence = place.and_then(|place| rules.sentences(section).get(place).cloned());
    let version = draft.version.to_string();
    let place = place.map(|place| place.to_string()).unwrap_or_default();
    let number = place.parse().ok();
    let back = format!("/rules/draft#{}", section.key);
    view! {
        <nav class="crumbs" aria-label="位置"><a href=back.clone()>{format!("起草第{}版", rules.version)}</a></nav>
        <div class="page-head"><h1>{title}</h1></div>
        <p class="soft">{section.hint()}</p>
        {sentence.map(|sentence| view! { <p class="sum">{sentence}</p> })}
        <VerbForm verb=Verb::SaveRule>
            <input type="hidden" name="section" value=section.key />
            <input type="hidden" name="place" value=place />
            <input type="hidden" name="version" value=version />
            <Fields rules section place=number />
            <div class="toolbar">
                <button class="button primary">"保存到草稿"</button>
                <a class="button quiet" href=back>"不改了"</a>
            </div>
        </VerbForm>
    }
}
