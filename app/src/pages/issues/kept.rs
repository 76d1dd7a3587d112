//! `/kept`: the printed pieces that a person keeps (收藏).

use domain::act::Verb;
use leptos::prelude::*;

use crate::{
    components::drawn::{OrPage, PageResult},
    desk::issues::readers::KeptPiece,
    request::{address::door, page::Page},
    words,
};

/// `GET /kept`
pub async fn page(page: Page) -> PageResult {
    let kept = page.desk().kept_pieces(&page.actor).await.or_page(&page)?;
    Ok(page
        .render("收藏", || {
            let is_empty = kept.is_empty();
            let lines = kept.into_iter().map(|piece| line(piece, &page)).collect_view();
            view! {
                <div class="page-head"><h1>"收藏"</h1></div>
                {if is_empty {
                    view! {
                        <section class="empty">
                            <p>"还没有收藏。读刊物的时候，每篇下面的“收藏”会把它放到这里。"</p>
                        </section>
                    }.into_any()
                } else {
                    view! { <ul class="rows">{lines}</ul> }.into_any()
                }}
            }
        })
        .await)
}

fn line(piece: KeptPiece, page: &Page) -> AnyView {
    let title = words::item_title(piece.kind, &piece.title);
    let kept = words::moment(piece.kept_at, &page.now);
    view! {
        <li class="row">
            <p class="row-title"><a href=format!("/issues/{}#item-{}", piece.issue, piece.item)>{title}</a></p>
            <div class="row-meta">
                <span>{piece.printed_in}</span>
                <span>{piece.kind.label()}</span>
                <time>{kept}"收藏"</time>
                <form method="post" action=door(Verb::DropPiece)>
                    <input type="hidden" name="item" value=piece.item.0 />
                    <button class="quiet">"去掉"</button>
                </form>
            </div>
        </li>
    }
    .into_any()
}
