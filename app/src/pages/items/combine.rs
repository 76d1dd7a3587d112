//! `/combine`: which of the chosen items goes on, what it takes over of the others' paragraphs, and whose attributions it
//! will bear. The survivor's text stands at one side, the others' beside it.

use axum::extract::RawQuery;
use domain::{
    act::Verb,
    attribution,
    id::ItemId,
    permission::{ItemAct, permits},
    taken::{Passage, passages},
    workflow::Action,
};
use leptos::prelude::*;

use super::parts::heading;
use crate::{
    components::{
        drawn::{OrPage, PageResult},
        prose::Prose,
        state::StateBadge,
        verb_form::{given, given_tick, verb_form},
    },
    desk::{
        Refusal,
        items::{ItemView, PassageKey},
    },
    request::{address::numbers_in, page::Page},
};

/// As many as make sense in one text.
const MOST: usize = 20;

/// `GET /combine?item=1&item=2&survivor=2`
pub async fn page(page: Page, RawQuery(query): RawQuery) -> PageResult {
    let mut views = Vec::new();
    let query = query.unwrap_or_default();
    let ids = numbers_in(&query, "item");
    if ids.len() > MOST {
        let error = Refusal::invalid("item", format!("一次最多合{MOST}篇，请回到列表少选几篇"));
        return Err(error).or_page(&page);
    }
    for id in ids {
        let view = page.desk().item(&page.actor, ItemId(id)).await.or_page(&page)?;
        permits(&page.actor, ItemAct::Act(Action::Combine), &view.item)
            .map_err(Refusal::from)
            .or_page(&page)?;
        views.push(view);
    }
    if views.len() < 2 {
        let error = Refusal::invalid("item", "合稿至少要选两篇，请回到列表再选");
        return Err(error).or_page(&page);
    }
    let wanted = numbers_in(&query, "survivor");
    let survivor = views.iter().position(|view| wanted.contains(&view.item.id.0)).unwrap_or(0);
    Ok(page.render("合稿", || body(&views, survivor)).await)
}

fn body(views: &[ItemView], survivor: usize) -> impl IntoView + use<> {
    // The one that goes on stands first in the line, then the others as they were chosen.
    let others = views.iter().enumerate().filter(|(place, _)| *place != survivor).map(|(_, view)| view);
    let others: Vec<&ItemView> = others.collect();
    let survivor = &views[survivor];
    let in_order = std::iter::once(survivor).chain(others.iter().copied());
    let united = attribution::unite(in_order.map(|view| &view.item.attribution)).to_string();
    let blocked = views.iter().filter(|view| !view.may_act(Action::Combine));
    let blocked = blocked
        .map(|view| {
            let title = heading(view);
            let state = view.item.state.label();
            view! { <p class="notice">{format!("{title}现在是“{state}”，不能合稿")}</p> }
        })
        .collect_view();
    let choices = || {
        let choice = |view: &ItemView| choice(view, views, view.item.id == survivor.item.id);
        views.iter().map(choice).collect_view()
    };
    let hidden = || {
        let hidden = |view: &ItemView| view! { <input type="hidden" name="item" value=view.item.id.0 /> };
        views.iter().map(hidden).collect_view()
    };
    view! {
        <div class="page-head"><h1>"合稿"</h1></div>
        {blocked}
        {verb_form(Verb::Combine, None, "form combining", || view! {
            {hidden()}
            <input type="hidden" name="revision" value=survivor.item.revision.0 />
            <fieldset class="field">
                <legend>"留哪一篇的文字"</legend>
                {choices()}
            </fieldset>
            <p class="soft">"要别篇里的哪几段，在那一段下面按“取用”；放在所留一篇的第几段后面，填段号，不填就放在最后。合好以后还可以再改。"</p>
            <div class="combining-texts">
                {kept(survivor)}
                <div class="stack">{others.iter().map(|view| source(view)).collect_view()}</div>
            </div>
            <p>"合并后的署名（所留的一篇在前）："<strong>{united}</strong></p>
            <p class="soft">"其余各篇成为“已合稿”，仍算各单位的报送，作者能看到去向；编入一期之前可以撤销。"</p>
            <div class="toolbar"><button class="primary">"合稿"</button></div>
        })}
    }
}

/// An item that may go on. Another than the shown one is shown first, if anything is to be taken into it.
fn choice(view: &ItemView, views: &[ItemView], checked: bool) -> impl IntoView + use<> {
    let mut address = String::from("/combine?");
    for other in views {
        address.push_str(&format!("item={}&", other.item.id));
    }
    address.push_str(&format!("survivor={}", view.item.id));
    let title = heading(view);
    let other = (!checked).then(|| {
        view! { <a href=address aria-label=format!("以这篇为底：{title}")>"以这篇为底"</a> }
    });
    view! {
        <div class="row-meta">
            <label class="choice">
                <input type="radio" name="survivor" value=view.item.id.0 checked=checked />
                <StateBadge state=view.item.state />
                {title}" · "{view.unit.short_name.clone()}
                {format!(" · {} 字", view.characters)}
            </label>
            {other}
        </div>
    }
}

/// The text that goes on, with the numbers of its paragraphs.
fn kept(view: &ItemView) -> impl IntoView + use<> {
    let paragraph = |passage: Passage| {
        let number = passage.number;
        view! {
            <li class="paragraph" value=number data-number=number>
                <div class="prose"><Prose blocks=vec![passage.block] level=2 /></div>
            </li>
        }
    };
    let paragraphs = passages(&view.item.text.body).into_iter().map(paragraph).collect_view();
    view! {
        <section class="panel combining-kept" aria-labelledby="kept">
            <h2 id="kept">{format!("留：{}", heading(view))}</h2>
            <ol class="paragraphs" data-takes="">{paragraphs}</ol>
        </section>
    }
}

/// A text that goes into it, each paragraph to be taken over or not.
fn source(view: &ItemView) -> impl IntoView + use<> {
    let id = view.item.id;
    let unit = view.unit.short_name.clone();
    let title = heading(view);
    let told = format!("《{title}》（{unit}）");
    let paragraph = |passage: Passage| {
        let key = PassageKey::of(id, &passage).to_string();
        let label = format!("取用{told}第{}段", passage.number);
        let ticked = given_tick("taken", &key, false);
        view! {
            <li class="paragraph" data-passage="" data-from=told.clone()>
                <div class="prose"><Prose blocks=vec![passage.block] level=2 /></div>
                <div class="row-meta">
                    <label class="choice">
                        <input type="checkbox" name="taken" value=key.clone() checked=ticked aria-label=label />
                        "取用"
                    </label>
                    <input type="hidden" name="passage" value=key />
                    <label class="choice">
                        "放在第"
                        <input class="number" name="after" inputmode="numeric"
                            value=given("after", String::new()) autocomplete="off" />
                        "段后面"
                    </label>
                </div>
            </li>
        }
    };
    let paragraphs = passages(&view.item.text.body).into_iter().map(paragraph).collect_view();
    let heading_id = format!("source-{id}");
    view! {
        <section class="panel" aria-labelledby=heading_id.clone()>
            <h2 id=heading_id.clone()>{told.clone()}</h2>
            <ol class="paragraphs">{paragraphs}</ol>
        </section>
    }
}
