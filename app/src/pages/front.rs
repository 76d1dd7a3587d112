//! The front page: the newest issue, what waits for the person who looks at it, and what became of what the person wrote.

mod contributing;

use axum::response::Response;
use domain::person::{Deputyship, Role};
use leptos::prelude::*;

use self::contributing::Contributed;
use crate::{
    components::{begin::begin_buttons, first_day::FirstDayList, unsaved::UnsavedTexts},
    desk::{
        Refusal,
        issues::NewestIssue,
        months::ReopenedMonth,
        office::{Todo, Waiting, contributing::Contributions, first_day::FirstStep},
        sheets::UnsavedText,
    },
    request::visitor::Visitor,
    words,
};

/// `GET /`
pub async fn page(visitor: Visitor) -> Response {
    match load(&visitor).await {
        Err(error) => visitor.error(&error),
        Ok(Loaded { newest, waiting, reopened, unsaved, one_signer, contributions, first_steps }) => {
            match &visitor {
                // Where nothing is open to all there is nothing to see.
                Visitor::Anybody(visit) if newest.is_none() => visit.to_sign_in(),
                _ => {
                    // Who only reads is waited for by nothing.
                    let waiting = waiting.filter(|_| works(&visitor));
                    let now = visitor.now().clone();
                    let begins = contributes(&visitor);
                    let deputising = deputising(&visitor);
                    let is_only_unit = units(&visitor) == 1;
                    visitor
                        .render("", || {
                            view! {
                                <h1 class="visually-hidden">"首页"</h1>
                                {deputising}
                                <FirstDayList steps=first_steps />
                                {begins.then(begin_buttons)}
                                <UnsavedTexts texts=unsaved now=now.clone() back="/".to_owned() />
                                <Front newest waiting reopened one_signer contributions is_only_unit now />
                            }
                        })
                        .await
                }
            }
        }
    }
}

fn works(visitor: &Visitor) -> bool {
    match visitor {
        Visitor::Person(page) => page.actor.held().any(|role| role != Role::Reader),
        Visitor::Anybody(_) => false,
    }
}

/// For whom the person acts, in what and until when.
fn deputising(visitor: &Visitor) -> AnyView {
    let Visitor::Person(page) = visitor else { return ().into_any() };
    let line = |one: &Deputyship| {
        let roles: Vec<&str> = one.roles.iter().map(|role| role.label()).collect();
        let day = words::full_day(one.until);
        let words = format!("您代{}履行{}职责，到{day}。", one.principal.name, roles.join("、"));
        view! { <p class="notice">{words}<a href="/me/deputies">"看代办"</a></p> }
    };
    page.actor.deputy_for.iter().map(line).collect_view().into_any()
}

fn contributes(visitor: &Visitor) -> bool {
    match visitor {
        Visitor::Person(page) => page.actor.held().any(|role| matches!(role, Role::Contributor(_))),
        Visitor::Anybody(_) => false,
    }
}

/// How many units the person writes or reviews for.
fn units(visitor: &Visitor) -> usize {
    match visitor {
        Visitor::Person(page) => page.actor.units().len(),
        Visitor::Anybody(_) => 0,
    }
}

/// What the page shows.
#[derive(Default)]
struct Loaded {
    newest: Option<NewestIssue>,
    waiting: Option<Waiting>,
    reopened: Vec<ReopenedMonth>,
    unsaved: Vec<UnsavedText>,
    one_signer: bool,
    contributions: Contributions,
    first_steps: Vec<FirstStep>,
}

async fn load(visitor: &Visitor) -> Result<Loaded, Refusal> {
    let newest = visitor.desk().newest_issue(visitor.reader()).await?;
    match visitor {
        Visitor::Person(page) => {
            let waiting = page.desk().waiting(&page.actor).await?;
            let reopened = page.desk().reopened_months(&page.actor).await?;
            let unsaved = page.desk().unsaved_texts(&page.actor).await?;
            let one_signer = page.desk().tells_of_one_signer(&page.actor).await?;
            let contributions = page.desk().contributions(&page.actor).await?;
            let first_steps = page.desk().first_steps(&page.actor).await?;
            let waiting = Some(waiting);
            Ok(Loaded { newest, waiting, reopened, unsaved, one_signer, contributions, first_steps })
        }
        Visitor::Anybody(_) => Ok(Loaded { newest, ..Loaded::default() }),
    }
}

#[component]
fn Front(
    newest: Option<NewestIssue>,
    waiting: Option<Waiting>,
    reopened: Vec<ReopenedMonth>,
    one_signer: bool,
    contributions: Contributions,
    is_only_unit: bool,
    now: jiff::Zoned,
) -> AnyView {
    let none_yet = newest.is_none();
    let today = now.date();
    view! {
        {one_signer.then(|| view! {
            <p class="notice">"按本单位的设置（小单位），一人可以签几步。"</p>
        })}
        {reopened.into_iter().map(|month| view! { <Reopened month /> }).collect_view()}
        {waiting.map(|waiting| view! { <WaitsForYou waiting /> })}
        <Contributed contributions is_only_unit now />
        {newest.map(|newest| view! { <Newest newest today /> })}
        {none_yet.then(|| view! {
            <section class="empty">
                <h2>"还没有印发过刊物"</h2>
                <p>"印发后，最新一期就在这里。"</p>
            </section>
        })}
    }
    .into_any()
}

/// A bulletin that people may have in their hands is being changed.
#[component]
fn Reopened(month: ReopenedMonth) -> AnyView {
    let address = format!("/bulletins/{}", month.month);
    view! {
        <p class="notice">
            <a href=address>{format!("{}的通报", words::month(month.month))}</a>
            {format!("已由{}重开，数字可能变动：{}", month.person, month.reason)}
        </p>
    }
    .into_any()
}

/// What waits for the person, each a link to where it is done: what is counted, then what has a name.
#[component]
fn WaitsForYou(waiting: Waiting) -> AnyView {
    let (counted, named): (Vec<Todo>, Vec<Todo>) = waiting.todos.into_iter().partition(|todo| !todo.is_named);
    let nothing = counted.is_empty() && named.is_empty();
    view! {
        <section class="tasks" aria-labelledby="waiting">
            <h2 id="waiting">"等您办理"</h2>
            {if nothing {
                view! { <p class="soft">"现在没有等您办理的事。"</p> }.into_any()
            } else {
                view! {
                    {(!counted.is_empty()).then(|| view! {
                        <ul>
                            {counted.into_iter().map(|todo| view! {
                                <li><a href=todo.address><strong>{todo.count}</strong>" "{todo.words}</a></li>
                            }).collect_view()}
                        </ul>
                    })}
                    {(!named.is_empty()).then(|| view! {
                        <ol class="tasks-named">
                            {named.into_iter().map(|todo| view! {
                                <li><a href=todo.address>{todo.words}</a></li>
                            }).collect_view()}
                        </ol>
                    })}
                }.into_any()
            }}
        </section>
    }
    .into_any()
}

/// The newest issue: what stands in it, and its first page as a picture.
#[component]
fn Newest(newest: NewestIssue, today: jiff::civil::Date) -> AnyView {
    let NewestIssue { card, is_new, titles, articles, briefs } = newest;
    let address = format!("/issues/{}", card.id);
    let title = format!("《{}》{}", card.newsletter_name, card.number_in_words());
    let picture = card.pdf_hash.map(|hash| format!("/files/{hash}/pages/1.png"));
    let more =
        (articles + briefs > titles.len()).then(|| format!("等，共{}", words::amounts(articles, briefs)));
    let titles = titles.into_iter().map(|(kind, title)| view! { <li>{words::item_title(kind, &title)}</li> });
    let titles = titles.collect_view();
    view! {
        <section class="newest" aria-labelledby="newest">
            <div>
                <h2 id="newest">{is_new.then(|| view! { <span class="unread">"新"</span> })}<a href=address.clone()>{title.clone()}</a></h2>
                <p class="soft">{words::day(card.date, today)}"印发"</p>
                <p class="toolbar">
                    <a class="button primary" href=address.clone()>"阅读这一期"</a>
                    <a class="button" href=format!("{address}/pdf")>"下载 PDF"</a>
                    <a class="button quiet" href="/issues">"往期"</a>
                </p>
                <ul class="newest-titles">{titles}</ul>
                {more.map(|more| view! { <p class="soft">{more}</p> })}
            </div>
            {picture.map(|picture| view! {
                <a href=address>
                    <img class="sheet" src=picture alt=format!("{title}的第一页") width="794" height="1123" />
                </a>
            })}
        </section>
    }
    .into_any()
}
