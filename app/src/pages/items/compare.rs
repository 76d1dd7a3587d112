//! `/items/{item}/compare`: two texts of an item beside each other: what was sent in and what was printed, or any others.

use axum::extract::{Path, Query};
use domain::{act::Verb, id::ItemId};
use leptos::prelude::*;
use serde::Deserialize;

use super::revision_name::naming;
use crate::{
    components::{
        difference::{Difference, DifferenceSides},
        drawn::{OrPage, PageResult},
    },
    desk::items::{Compared, ComparingView, RevisionLine, TextChoice},
    request::{address::door, page::Page},
    words,
};

/// The address's query.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    from: Option<String>,
    to: Option<String>,
    /// [`SIDES`], or as one.
    view: Option<String>,
}

const SIDES: &str = "sides";

/// `GET /items/{item}/compare?from=2&to=printed`
pub async fn page(page: Page, Path(item): Path<i64>, Query(asked): Query<Asked>) -> PageResult {
    let read = |asked: &Option<String>| asked.as_deref().and_then(|asked| asked.parse::<Compared>().ok());
    let (from, to) = (read(&asked.from), read(&asked.to));
    let view = page.desk().compared(&page.actor, ItemId(item), from, to).await.or_page(&page)?;
    let sides = asked.view.as_deref() == Some(SIDES);
    Ok(page.render("对照", || body(&view, sides, &page)).await)
}

fn body(view: &ComparingView, sides: bool, page: &Page) -> impl IntoView + use<> {
    let address = format!("/items/{}", view.item);
    let (from, to) = (view.from.label(), view.to.label());
    let comparison = view.comparison.clone();
    view! {
        <p><a href=address.clone()>{view.item_title.clone()}</a></p>
        <div class="page-head">
            <h1>"对照"</h1>
            <span class="soft">{format!("{from} → {to}")}</span>
        </div>
        {chooser(view, sides, page)}
        {ways(view, sides)}
        <section class="panel" aria-labelledby="differing">
            <h2 id="differing">"改了什么"</h2>
            {match sides {
                true => view! { <DifferenceSides comparison from=from to=to /> }.into_any(),
                false => view! { <Difference comparison /> }.into_any(),
            }}
        </section>
        {acts(view, page)}
    }
}

/// Both texts, out of all there are.
fn chooser(view: &ComparingView, sides: bool, page: &Page) -> AnyView {
    let select = |name: &'static str, label: &'static str, chosen: Compared| {
        let options = view.choices.iter().map(|choice| {
            let compared = choice.compared();
            let selected = compared == chosen;
            view! { <option value=compared.to_string() selected=selected>{told(choice, page)}</option> }
        });
        view! {
            <div class="field">
                <label for=name>{label}</label>
                <select id=name name=name>{options.collect_view()}</select>
            </div>
        }
    };
    view! {
        <form class="toolbar compared" action=format!("/items/{}/compare", view.item)>
            {select("from", "从", view.from.compared())}
            {select("to", "到", view.to.compared())}
            {sides.then(|| view! { <input type="hidden" name="view" value=SIDES /> })}
            <button>"对照"</button>
        </form>
    }
    .into_any()
}

/// A text with who saved it and when.
fn told(choice: &TextChoice, page: &Page) -> String {
    match choice {
        TextChoice::Revision(line) => {
            let RevisionLine { saved_by, saved_at, .. } = line;
            format!("{}，{saved_by} {}", choice.label(), words::moment(*saved_at, &page.now))
        }
        TextChoice::Printed(_) | TextChoice::Survivor(_) => choice.label(),
    }
}

/// The other way to look at it, and the other way round.
fn ways(view: &ComparingView, sides: bool) -> AnyView {
    let address = |from: Compared, to: Compared, sides: bool| {
        let sides = if sides { format!("&view={SIDES}") } else { String::new() };
        format!("/items/{}/compare?from={from}&to={to}{sides}", view.item)
    };
    let (from, to) = (view.from.compared(), view.to.compared());
    let way = |label: &'static str, is_this: bool, way: bool| {
        let current = is_this.then_some("true");
        view! { <a class="button quiet" href=address(from, to, way) aria-current=current>{label}</a> }
    };
    view! {
        <nav class="toolbar" aria-label="怎样看">
            {way("合在一起", !sides, false)}
            {way("左右并排", sides, true)}
            <a class="button quiet" href=address(to, from, sides)>"对调"</a>
        </nav>
    }
    .into_any()
}

/// What can be done with the texts that are compared.
fn acts(view: &ComparingView, page: &Page) -> AnyView {
    let mut lines: Vec<&RevisionLine> = Vec::new();
    for choice in [&view.from, &view.to] {
        if let TextChoice::Revision(line) = choice
            && !lines.contains(&line)
        {
            lines.push(line);
        }
    }
    let restore = lines.iter().filter(|line| line.number != view.present).filter_map(|line| {
        let version = view.restorable?;
        Some(view! {
            <form method="post" action=door(Verb::RestoreRevision)>
                <input type="hidden" name="item" value=view.item.0 />
                <input type="hidden" name="version" value=version />
                <input type="hidden" name="number" value=line.number />
                <button>{format!("恢复{}", line.label())}</button>
            </form>
        })
    });
    let restore = restore.collect_view();
    let naming = lines.iter().filter(|line| line.may_name).map(|line| {
        view! { <li class="row-meta"><span>{line.label()}</span>{naming(view.item, line, page)}</li> }
    });
    let naming = naming.collect_view();
    view! {
        <div class="toolbar">{restore}</div>
        <ul>{naming}</ul>
    }
    .into_any()
}
