//! `/combine`: which of the chosen items goes on, and whose attributions it will bear.

use axum::extract::RawQuery;
use domain::{
    act::Verb,
    attribution,
    id::ItemId,
    permission::{ItemAct, permits},
    workflow::Action,
};
use leptos::prelude::*;

use super::parts::heading;
use crate::{
    components::{
        drawn::{OrPage, PageResult},
        state::StateBadge,
    },
    desk::{Refusal, items::ItemView},
    request::{
        address::{door, numbers_in},
        page::Page,
    },
};

/// As many as make sense in one text.
const MOST: usize = 20;

/// `GET /combine?item=1&item=2`
pub async fn page(page: Page, RawQuery(query): RawQuery) -> PageResult {
    let mut views = Vec::new();
    let ids = numbers_in(query.as_deref().unwrap_or_default(), "item");
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
    Ok(page.render("合稿", || body(&views)).await)
}

fn body(views: &[ItemView]) -> impl IntoView + use<> {
    let united = attribution::unite(views.iter().map(|view| &view.item.attribution)).to_string();
    let blocked = views.iter().filter(|view| !view.may_act(Action::Combine));
    let blocked = blocked
        .map(|view| {
            let title = heading(view);
            let state = view.item.state.label();
            view! { <p class="notice">{format!("{title}现在是“{state}”，不能合稿")}</p> }
        })
        .collect_view();
    let choices = views.iter().enumerate().map(|(place, view)| choice(view, place == 0)).collect_view();
    let hidden = views.iter().map(|view| view! { <input type="hidden" name="item" value=view.item.id.0 /> });
    let hidden = hidden.collect_view();
    view! {
        <div class="page-head"><h1>"合稿"</h1></div>
        {blocked}
        <form method="post" action=door(Verb::Combine) class="form">
            {hidden}
            <fieldset class="field">
                <legend>"留哪一篇的文字"</legend>
                {choices}
            </fieldset>
            <p>"合并后的署名（按上面的次序，所留的一篇在前）："<strong>{united}</strong></p>
            <p class="soft">"其余各篇成为“已合稿”，仍算各单位的报送，作者能看到去向；编入一期之前可以撤销。"</p>
            <div class="toolbar"><button class="primary">"合稿"</button></div>
        </form>
    }
}

fn choice(view: &ItemView, checked: bool) -> impl IntoView + use<> {
    view! {
        <label class="choice">
            <input type="radio" name="survivor" value=view.item.id.0 checked=checked />
            <StateBadge state=view.item.state />
            {heading(view)}" · "{view.unit.short_name.clone()}
            {format!(" · {} 字", view.characters)}
        </label>
    }
}
