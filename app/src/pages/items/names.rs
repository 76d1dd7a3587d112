//! `/names`: names of units that nobody knows yet, with the lines they stand in.

use domain::act::Verb;
use jiff::Zoned;
use leptos::prelude::*;

use crate::{
    components::{
        drawn::{OrPage, PageResult},
        rows::FocusAfter,
        verb_form::{given, verb_form},
    },
    desk::items::{AskedName, UnitChoice, UnknownName, UnknownNames},
    request::page::Page,
    words,
};

/// `GET /names`
pub async fn page(page: Page) -> PageResult {
    let UnknownNames { names, units } = page.desk().unknown_names(&page.actor).await.or_page(&page)?;
    let is_empty = names.is_empty();
    Ok(page
        .render("待识别单位名", || {
            // Once a name is known, the next one takes its number.
            let last = names.len();
            let names = (1..).zip(&names).map(|(number, name)| {
                one(number, number.min(last.saturating_sub(1)), name, &units, &page.now)
            });
            view! {
                <div class="page-head"><h1>"待识别单位名"</h1></div>
                <p class="soft">"报送的稿件署名里有这些名称，不知道是哪个单位。认作哪个单位，就记为它的别名，写着它的稿件随即认出。"</p>
                {is_empty.then(|| view! {
                    <p class="empty">"没有要识别的名称。有人报送时写了不认得的单位，会列在这里。"</p>
                })}
                <div class="stack">{names.collect_view()}</div>
            }
        })
        .await)
}

fn one(number: usize, after: usize, name: &UnknownName, units: &[UnitChoice], now: &Zoned) -> AnyView {
    let id = format!("name-{number}");
    let asked = name.asked.iter().map(|asked| line(asked, now)).collect_view();
    let about = Some(("name", name.name.clone()));
    let form = verb_form(Verb::ResolveName, about, "form", || {
        // The nearest stand first, but none is chosen: nobody guesses what a name means.
        let chosen = given("unit", String::new());
        let is_near = |unit: &&UnitChoice| name.nearest.iter().any(|near| near.id == unit.id);
        let others = units.iter().filter(|unit| !is_near(unit));
        let options = name.nearest.iter().chain(others).map(|unit| {
            let selected = unit.id.to_string() == chosen;
            view! { <option value=unit.id.0 selected=selected>{unit.name.clone()}</option> }
        });
        view! {
            <div class="field">
                <label for=id.clone()>{format!("“{}”是", name.name)}</label>
                <select id=id name="unit">
                    <option value="">"请选择"</option>
                    {options.collect_view()}
                </select>
            </div>
            <FocusAfter element=format!("name-{after}") />
            <div><button>"认作这个单位"</button></div>
        }
    });
    view! {
        <section class="panel">
            <h2>{format!("“{}”", name.name)}</h2>
            <ul class="rows">{asked}</ul>
            {form}
        </section>
    }
    .into_any()
}

fn line(asked: &AskedName, now: &Zoned) -> impl IntoView + use<> {
    let line = asked.line.clone();
    let line = match asked.item {
        Some(item) => view! { <a href=format!("/items/{item}")>{line}</a> }.into_any(),
        None => view! { <span>{line}</span> }.into_any(),
    };
    view! {
        <li class="row">
            <p class="row-title">{line}</p>
            <p class="row-meta">
                <span>{asked.unit.clone()}</span>
                <span>{asked.person.clone()}"报送"</span>
                <time>{words::moment(asked.asked_at, now)}</time>
                {asked.item.is_none().then_some(view! { <span>"还在单位审核"</span> })}
            </p>
        </li>
    }
}
