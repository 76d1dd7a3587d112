//! The published issues, by newsletter and year.

use axum::{extract::Query, response::Response};
use domain::id::NewsletterId;
use leptos::prelude::*;
use serde::Deserialize;

use crate::{
    desk::issues::{IssueList, ListLine},
    visitor::Visitor,
    words,
};

/// The address's query.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    newsletter: Option<NewsletterId>,
    year: Option<i16>,
}

/// `GET /issues`
pub async fn page(visitor: Visitor, Query(asked): Query<Asked>) -> Response {
    let list = visitor.desk().issue_list(visitor.reader(), asked.newsletter, asked.year).await;
    match list {
        Err(error) => visitor.error(&error),
        Ok(list) => match &visitor {
            Visitor::Anybody(visit) if list.newsletters.is_empty() => visit.to_sign_in(),
            Visitor::Anybody(_) => visitor.render("刊物", || view! { <List list editor=false /> }).await,
            Visitor::Person(page) => {
                let editor = page.actor.is_editor();
                visitor.render("刊物", || view! { <List list editor /> }).await
            }
        },
    }
}

#[component]
fn List(list: IssueList, editor: bool) -> AnyView {
    let IssueList { newsletters, newsletter, years, year, issues } = list;
    let several = newsletters.len() > 1;
    let empty = issues.is_empty();
    view! {
        <header class="page-head">
            <h1>"刊物"</h1>
            {editor.then(|| view! {
                <div class="toolbar"><a class="button" href="/issues/past/new">"补录往期"</a></div>
            })}
        </header>
        {several.then(|| view! {
            <nav class="tabs" aria-label="刊物">
                {newsletters.into_iter().map(|(id, name)| {
                    let here = (Some(id) == newsletter).then_some("page");
                    view! { <a href=format!("/issues?newsletter={id}") aria-current=here>{name}</a> }
                }).collect_view()}
            </nav>
        })}
        {(years.len() > 1).then(|| view! {
            <nav class="tabs" aria-label="年份">
                {years.into_iter().map(|other| {
                    let here = (Some(other) == year).then_some("page");
                    let newsletter = newsletter.map(|id| format!("newsletter={id}&")).unwrap_or_default();
                    view! { <a href=format!("/issues?{newsletter}year={other}") aria-current=here>{other}"年"</a> }
                }).collect_view()}
            </nav>
        })}
        {if empty {
            view! {
                <section class="empty">
                    <h2>"还没有印发过"</h2>
                    <p>"印发后的每一期都在这里，按年份排列。"</p>
                    {editor.then(|| view! {
                        <p>"新的一期在"<a href="/issues/desk">"编排"</a>"里做；本系统启用前的，可以"<a href="/issues/past/new">"补录"</a>"。"</p>
                    })}
                </section>
            }.into_any()
        } else {
            view! { <ol class="rows">{issues.into_iter().map(|line| view! { <Line line /> }).collect_view()}</ol> }
                .into_any()
        }}
    }
    .into_any()
}

#[component]
fn Line(line: ListLine) -> AnyView {
    let total = line.total.map(|total| format!("（总第{total}期）"));
    view! {
        <li class="row">
            <p class="row-title"><a href=format!("/issues/{}", line.id)>"第"{line.number}"期"{total}</a></p>
            <p class="row-meta">
                <span>{words::full_day(line.date)}</span>
                <span>{words::amounts(line.articles, line.briefs)}</span>
                {line.past.then_some(view! { <span>"补录"</span> })}
                <a href=format!("/issues/{}/pdf", line.id)>"PDF"</a>
            </p>
            <p class="soft small">{line.titles.join("　")}</p>
        </li>
    }
    .into_any()
}
