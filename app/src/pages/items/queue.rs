//! A reading queue: one item after the other, its text at reading size, with what to look at and the acts on it; the list
//! beside it. Clearance and unit review are gone through so.

use domain::{id::ItemId, presence::Doing};
use leptos::prelude::*;

use super::{
    acts, comments, here, item,
    parts::heading,
    proofread,
    rows::{ItemRows, Queue},
    way::{Keys, Way},
};
use crate::{
    components::{
        difference::Difference,
        drawn::{OrPage, PageError},
        key_help::KeyHelp,
        prose::Marked,
        state::StateBadge,
    },
    desk::{
        Refusal,
        items::{Comments, ItemProof, ItemRow, ItemView, LookedAt, Present},
    },
    request::page::Page,
};

/// What is open in a queue.
pub(super) struct Opened {
    view: ItemView,
    looked_at: LookedAt,
    proof: Option<ItemProof>,
    said: Comments,
    present: Present,
}

impl Opened {
    /// `None` where it is not there any more for this person: the queue is, and what was just done is said on it.
    pub(super) async fn load(page: &Page, item: ItemId) -> Result<Option<Self>, PageError> {
        let view = match page.desk().item(&page.actor, item).await {
            Err(Refusal::NotFound(_) | Refusal::Forbidden(_)) => return Ok(None),
            view => view.or_page(page)?,
        };
        let looked_at = page.desk().looked_at(&page.actor, item).await.or_page(page)?;
        let proof = page.desk().proof_of_item(&page.actor, item).await.or_page(page)?;
        let said = page.desk().comments(&page.actor, item).await.or_page(page)?;
        let present = here::come(page, item, Doing::Reading).await?;
        Ok(Some(Self { view, looked_at, proof, said, present }))
    }
}

/// The item that is open: the one asked for, else the first where the queue opens by itself.
pub(super) fn asked_for(asked: Option<&str>, rows: &[ItemRow], opens: bool) -> Option<ItemId> {
    match asked.and_then(|item| item.parse().ok()) {
        Some(item) => Some(ItemId(item)),
        None => rows.first().filter(|_| opens).map(|row| row.id),
    }
}

/// The queue, with what is open in it.
pub(super) fn queue_view(
    list: String,
    rows: Vec<ItemRow>,
    opened: Option<Opened>,
    of: Keys,
    page: &Page,
) -> AnyView {
    let queue = Queue { address: list, open: opened.as_ref().map(|opened| opened.view.item.id) };
    let reading = opened.map(|opened| reading(opened, (&rows, &queue), of, page));
    let class = if reading.is_some() { "split queue" } else { "" };
    view! {
        <div class=class data-by-keys="" data-turns="">
            {reading}
            <div><ItemRows rows now=page.now.clone() queue /></div>
        </div>
    }
    .into_any()
}

fn reading(opened: Opened, (rows, queue): (&[ItemRow], &Queue), of: Keys, page: &Page) -> AnyView {
    let Opened { view, looked_at, proof, said, present } = opened;
    let place = rows.iter().position(|row| row.id == view.item.id);
    let next = place.and_then(|place| rows.get(place + 1));
    let then = next.map_or_else(|| queue.address.clone(), |next| queue.opening(next.id));
    let where_it_stands = match place {
        Some(place) => format!("第{}篇，共{}篇", place + 1, rows.len()),
        None => "已经不在等着办的里面".to_owned(),
    };
    let place = if of == Keys::Clearing { "/clearance" } else { "/review" };
    let passing = next.map(|next| {
        view! { <a class="button quiet" href=queue.opening(next.id) data-key="w">"先看下一篇"</a> }
    });
    let address = format!("/items/{}", view.item.id);
    let LookedAt { since, changed, delicate } = looked_at;
    let marked = Marked(delicate.iter().map(|(words, _)| words.clone()).collect());
    let since = since.map(|since| {
        let is_same = changed.is_empty();
        view! {
            <section class="changed">
                <h3>{format!("{since}以来改了什么")}</h3>
                {if is_same {
                    view! { <p class="soft">"文字没有改过。"</p> }.into_any()
                } else {
                    view! { <Difference comparison=changed /> }.into_any()
                }}
            </section>
        }
    });
    let delicate = (!delicate.is_empty()).then(|| {
        let line =
            delicate.into_iter().map(|(words, why)| view! { <li><mark>{words}</mark>" "{why.label()}</li> });
        view! { <ul class="delicate" aria-label="先看这些字">{line.collect_view()}</ul> }
    });
    let owner = Owner::current().map_or_else(Owner::new, |owner| owner.child());
    let text = owner.with(|| {
        provide_context(marked);
        item::text(&view, &said, 2)
    });
    view! {
        <section class="reading-desk" id="item" tabindex="-1" aria-label="正在看的稿件">
            <div class="reading-head">
                <p class="soft">{where_it_stands}</p>
                <h2>{heading(&view)}</h2>
                <div class="toolbar">
                    <StateBadge state=view.item.state />
                    <a class="button quiet" href=address>"单独打开"</a>
                    {passing}
                    <KeyHelp of=place />
                </div>
                {here::reading(view.item.id, &present, &page.now)}
                {acts::acts(&view, Way { page, then: Some(&then), keys: of })}
            </div>
            {item::return_notice(&view)}
            {delicate}
            {text}
            {since}
            {comments::panel(&said, page, comments::Beside::Text(2))}
            {proof.map(|proof| proofread::panel(proof, page))}
            {item::facts(&view, page)}
        </section>
    }
    .into_any()
}
