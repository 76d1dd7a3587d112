//! What an office sets up before its first issue, each step done or not.

use leptos::prelude::*;

use crate::desk::office::first_day::FirstStep;

/// Nothing where all is done.
#[component]
pub fn FirstDayList(steps: Vec<FirstStep>) -> impl IntoView {
    (!steps.is_empty()).then(|| {
        let next = steps.iter().position(|step| !step.is_done);
        let steps = steps.into_iter().enumerate().map(|(place, step)| {
            let FirstStep { name, is_done, told, address, sheet } = step;
            let (class, mark) = match is_done {
                true => ("state state-adopted", "✓ 已办"),
                false => ("state state-submitted", "○ 待办"),
            };
            let class_of_link = if next == Some(place) { "button primary" } else { "button" };
            let sheet =
                sheet.map(|(words, address)| view! { <a class=class_of_link href=address>{words}</a> });
            let has_sheet = sheet.is_some();
            let name_of = match address {
                Some(address) => view! { <a href=address>{name}</a> }.into_any(),
                None => name.into_any(),
            };
            let go = address.filter(|_| next == Some(place) && !has_sheet);
            let go = go.map(|address| view! { <a class="button primary" href=address>"去办"</a> });
            view! {
                <li class="row">
                    <p class="row-title"><span class=class>{mark}</span>" "{name_of}</p>
                    <p class="row-meta"><span>{told}</span></p>
                    <p class="toolbar">{sheet.filter(|_| !is_done)}{go}</p>
                </li>
            }
        });
        let steps = steps.collect_view();
        view! {
            <section class="tight" aria-labelledby="first-day">
                <h2 id="first-day">"从这里开始"</h2>
                <p class="soft">"依次办好这五件事，就能出第一期；都办好了，这张单子就不再出现。"</p>
                <ol class="rows">{steps}</ol>
            </section>
        }
    })
}
