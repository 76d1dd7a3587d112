//! The published issues, by newsletter and year.

use axum::{extract::Query, response::Response};
use domain::{
    act::Verb,
    id::NewsletterId,
    issue::{Edition, NumberRun},
    permission::{OfficeAct, permits_office},
};
use leptos::prelude::*;
use serde::Deserialize;

use crate::{
    components::{
        fields::TextField,
        rows::{FocusAfter, next_row},
        verb_form::VerbForm,
    },
    desk::{
        form::blank_or,
        issues::{GapLine, IssueList, ListLine},
    },
    request::visitor::Visitor,
    words,
};

/// The address's query.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default, deserialize_with = "blank_or")]
    newsletter: Option<NewsletterId>,
    #[serde(default, deserialize_with = "blank_or")]
    year: Option<i16>,
}

/// `GET /issues`
pub async fn page(visitor: Visitor, Query(asked): Query<Asked>) -> Response {
    let list = visitor.desk().issue_list(visitor.reader(), asked.newsletter, asked.year).await;
    match list {
        Err(error) => visitor.error(&error),
        Ok(list) => match &visitor {
            Visitor::Anybody(visit) if list.newsletters.is_empty() => visit.to_sign_in(),
            Visitor::Anybody(_) => {
                visitor.render("刊物", || view! { <List list editor=false reads=false /> }).await
            }
            Visitor::Person(page) => {
                let editor = permits_office(&page.actor, OfficeAct::EnterPastIssue).is_ok();
                visitor.render("刊物", || view! { <List list editor reads=true /> }).await
            }
        },
    }
}

#[component]
fn List(list: IssueList, editor: bool, reads: bool) -> AnyView {
    let IssueList { newsletters, newsletter, years, year, issues, gaps } = list;
    let gaps = newsletter.zip(year).filter(|_| !gaps.is_empty()).map(|(newsletter, year)| {
        view! { <Gaps newsletter year gaps editor /> }
    });
    let several = newsletters.len() > 1;
    let empty = issues.is_empty();
    view! {
        <header class="page-head">
            <h1>"刊物"</h1>
            {reads.then(|| view! { <div class="toolbar"><a class="button quiet" href="/kept">"收藏"</a></div> })}
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
            view! {
                <ol class="rows">{issues.into_iter().map(|line| view! { <Line line /> }).collect_view()}</ol>
                {gaps}
            }
            .into_any()
        }}
    }
    .into_any()
}

/// The numbers that no issue bears: why, and for editors a place to say so.
#[component]
fn Gaps(newsletter: NewsletterId, year: i16, gaps: Vec<GapLine>, editor: bool) -> AnyView {
    // A run that no issue could bear is a number mistyped, and nothing to give a reason for.
    let explained = |gap: &GapLine| {
        NumberRun::new(gap.first, Some(gap.last)).ok().filter(|_| editor && gap.reason.is_none())
    };
    let id_of = |gap: &GapLine| format!("explain-{}-{}", gap.series.code(), gap.first);
    let ids: Vec<String> = gaps.iter().filter(|gap| explained(gap).is_some()).map(id_of).collect();
    let line = |gap: GapLine| {
        let (run, id) = (explained(&gap), id_of(&gap));
        let after = ids.iter().position(|other| *other == id).map(|place| next_row(&ids, place));
        let GapLine { series, first, last, reason } = gap;
        let label = Edition { series, last_number: Some(last), ..Edition::default() }.label(first);
        let known = reason.clone().map(|reason| match reason.as_str() {
            "" => "空号".to_owned(),
            reason => format!("空号：{reason}"),
        });
        let words = known.unwrap_or_else(|| "没有这一期，也没有说明".to_owned());
        let name = label.clone();
        let form = run.map(|run| view! {
            <details>
                <summary id=id>"写明空号的原因"<span class="visually-hidden">{label.clone()}</span></summary>
                <VerbForm verb=Verb::ExplainGap about=("number", run.to_string())>
                    <input type="hidden" name="newsletter" value=newsletter.0 />
                    <input type="hidden" name="year" value=year />
                    <input type="hidden" name="series" value=series.code() />
                    {after.map(|element| view! { <FocusAfter element /> })}
                    <TextField name="reason" id=format!("gap-{}-{first}", series.code()) label="原因" value="" required=true />
                    <p><button>{format!("注明{label}空号")}</button></p>
                </VerbForm>
            </details>
        });
        view! { <li class="row"><p class="row-title">{name}</p><p class="row-meta"><span>{words}</span></p>{form}</li> }
    };
    view! {
        <section aria-labelledby="gaps">
            <h2 id="gaps">"没有的期号"</h2>
            <ol class="rows">{gaps.into_iter().map(line).collect_view()}</ol>
        </section>
    }
    .into_any()
}

#[component]
fn Line(line: ListLine) -> AnyView {
    view! {
        <li class="row">
            <p class="row-title">{line.is_new.then(|| view! { <span class="unread">"新"</span> })}<a href=format!("/issues/{}", line.id)>{line.name}</a></p>
            <p class="row-meta">
                <span>{words::full_day(line.date)}</span>
                <span>{words::amounts(line.articles, line.briefs)}</span>
                {line.past.then_some(view! { <span>"补录"</span> })}
                {line.withheld.then_some(view! { <strong>"读者还看不到"</strong> })}
                <a href=format!("/issues/{}/pdf", line.id)>"PDF"</a>
            </p>
            <p class="soft small">{line.titles.join("　")}</p>
        </li>
    }
    .into_any()
}
