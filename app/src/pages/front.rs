//! The front page: the newest issue, and what waits for the person who looks at it.

use axum::response::Response;
use leptos::prelude::*;

use crate::{
    desk::{DeskError, issues::IssueCard, office::Waiting},
    visitor::Visitor,
    words,
};

/// `GET /`
pub async fn page(visitor: Visitor) -> Response {
    match load(&visitor).await {
        Err(error) => visitor.error(&error),
        Ok((newest, waiting)) => match &visitor {
            // Where nothing is open to all there is nothing to see.
            Visitor::Anybody(visit) if newest.is_none() => visit.to_sign_in(),
            _ => {
                let today = visitor.now().date();
                visitor.render("", || view! { <Front newest waiting today /> }).await
            }
        },
    }
}

async fn load(visitor: &Visitor) -> Result<(Option<IssueCard>, Option<Waiting>), DeskError> {
    let newest = visitor.desk().newest_issue(visitor.reader()).await?;
    let waiting = match visitor {
        Visitor::Person(page) => Some(page.desk().waiting(&page.actor).await?),
        Visitor::Anybody(_) => None,
    };
    Ok((newest, waiting))
}

#[component]
fn Front(newest: Option<IssueCard>, waiting: Option<Waiting>, today: jiff::civil::Date) -> AnyView {
    let is_new = newest.is_none();
    view! {
        <h1 class="visually-hidden">"首页"</h1>
        <div class="front">
            {waiting.map(|waiting| view! { <WaitsForYou waiting is_new /> })}
            {newest.map(|card| view! { <Newest card today /> })}
        </div>
    }
    .into_any()
}

/// What waits for the person, each with the place where it is done.
#[component]
fn WaitsForYou(waiting: Waiting, is_new: bool) -> AnyView {
    let lines: Vec<_> = [
        (waiting.returned, "篇稿件被退回，等您修改", "/items"),
        (waiting.unit_review, "篇稿件等您审核", "/review"),
        (waiting.unreceived, "篇来稿等您签收", "/inbox"),
        (waiting.uncleared, "篇稿件等您保密审查", "/clearance"),
        (waiting.unsigned, "期等您签字", "/issues/desk"),
    ]
    .into_iter()
    .filter(|(count, _, _)| *count > 0)
    .collect();
    let nothing = lines.is_empty();
    view! {
        <section class="front-waiting" aria-labelledby="waiting">
            <h2 id="waiting">"等您办理"</h2>
            {if nothing {
                view! { <p class="soft">"现在没有等您办理的事。"</p> }.into_any()
            } else {
                view! {
                    <ul class="rows">
                        {lines.into_iter().map(|(count, words, address)| view! {
                            <li class="row"><a href=address><strong>{count}</strong>" "{words}</a></li>
                        }).collect_view()}
                    </ul>
                }.into_any()
            }}
            {is_new.then(|| view! {
                <p class="soft">"还没有印发过刊物。印发后，最新一期就在这里。"</p>
            })}
        </section>
    }
    .into_any()
}

/// The newest issue, its first page as a picture.
#[component]
fn Newest(card: IssueCard, today: jiff::civil::Date) -> AnyView {
    let address = format!("/issues/{}", card.id);
    let title = format!("《{}》{}", card.newsletter_name, card.number_in_words());
    let picture = card.pdf_hash.map(|hash| format!("/files/{hash}/pages/1.png"));
    view! {
        <section class="front-newest" aria-labelledby="newest">
            <h2 id="newest"><a href=address.clone()>{title.clone()}</a></h2>
            <p class="soft">{words::day(card.date, today)}"印发"</p>
            {picture.map(|picture| view! {
                <a class="front-picture" href=address.clone()>
                    <img class="sheet" src=picture alt=format!("{title}的第一页") width="794" height="1123" />
                </a>
            })}
            <p class="toolbar">
                <a class="button primary" href=address.clone()>"阅读这一期"</a>
                <a class="button" href=format!("{address}/pdf")>"下载 PDF"</a>
                <a class="button quiet" href="/issues">"往期"</a>
            </p>
        </section>
    }
    .into_any()
}
