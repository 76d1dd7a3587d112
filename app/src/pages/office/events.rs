//! The event log, searched.

use axum::{extract::Query, http::header, response::IntoResponse};
use domain::{
    event::{EventKind, kind_word},
    permission::{OfficeAct, permits_office},
    subject::{Subject, kind_label},
};
use leptos::prelude::*;

use crate::{
    components::{
        drawn::{OrPage, PageResult},
        fields::{Choice, TextField},
    },
    desk::office::events::{EventFilter, EventPage, LogForm, LoggedEvent, subject_address},
    request::{
        file_name::{Shown, disposition},
        page::Page,
    },
    words,
};

/// `GET /events`
pub async fn page(page: Page, Query(filter): Query<EventFilter>) -> PageResult {
    let log = page.desk().events(&page.actor, &filter).await.or_page(&page)?;
    let is_exported = permits_office(&page.actor, OfficeAct::Administer).is_ok();
    Ok(page.render("日志", || view! { <Log filter log is_exported today=page.today() /> }).await)
}

/// `GET /events.csv`
pub async fn csv(page: Page, Query(filter): Query<EventFilter>) -> PageResult {
    file(&page, &filter, LogForm::Csv).await
}

/// `GET /events.jsonl`
pub async fn json_lines(page: Page, Query(filter): Query<EventFilter>) -> PageResult {
    file(&page, &filter, LogForm::JsonLines).await
}

async fn file(page: &Page, filter: &EventFilter, form: LogForm) -> PageResult {
    let text = page.desk().event_file(&page.actor, filter, form).await.or_page(page)?;
    let mut response = ([(header::CONTENT_TYPE, form.media_type())], text).into_response();
    let (code, today) = (form.code(), page.today());
    let name = format!("日志 {today}.{code}");
    if let Some(disposition) = disposition(Shown::Attachment, &format!("log-{today}.{code}"), &name) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, disposition);
    }
    Ok(response)
}

/// The same question, for a file.
#[component]
fn Files(filter: EventFilter) -> impl IntoView {
    let query = serde_html_form::to_string(&EventFilter { before: None, ..filter }).unwrap_or_default();
    view! {
        <p class="toolbar">
            <a class="button quiet" href=format!("/events.csv?{query}")>"导出 CSV"</a>
            <a class="button quiet" href=format!("/events.jsonl?{query}")>"导出 JSON（每行一条）"</a>
        </p>
    }
}

#[component]
fn Log(filter: EventFilter, log: EventPage, is_exported: bool, today: jiff::civil::Date) -> impl IntoView {
    let files = is_exported.then(|| filter.clone());
    let further = log.next.map(|before| further(&filter, before));
    let none = log.events.is_empty();
    view! {
        <div class="page-head"><h1>"日志"</h1></div>
        <Filter filter />
        {none.then(|| view! { <p class="empty">"没有符合条件的记录。放宽条件再查一次。"</p> })}
        {(!none).then(|| view! { <Lines events=log.events today /> })}
        {files.map(|filter| view! { <Files filter /> })}
        {further.map(|address| view! { <p><a class="button" href=address rel="next">"更早的记录"</a></p> })}
    }
}

#[component]
fn Filter(filter: EventFilter) -> impl IntoView {
    let mut subjects = vec![(String::new(), "全部".to_owned())];
    subjects.extend(Subject::KINDS.iter().map(|(code, label)| ((*code).to_owned(), (*label).to_owned())));
    let mut verbs = vec![(String::new(), "全部".to_owned())];
    verbs.extend(EventKind::all().map(|(code, word)| (code.to_owned(), word.to_owned())));
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    view! {
        <form class="toolbar" method="get" action="/events" role="search" aria-label="查找日志">
            <TextField name="person" label="人员" value=filter.person.unwrap_or_default() />
            <Choice name="verb" label="做了什么" options=verbs chosen=filter.verb.unwrap_or_default() />
            <Choice name="subject" label="关于" options=subjects chosen=filter.subject.unwrap_or_default() />
            <TextField name="from" label="自" value=day(filter.from) kind="date" />
            <TextField name="until" label="至" value=day(filter.until) kind="date" />
            <TextField name="text" label="内容或原因" value=filter.text.unwrap_or_default() />
            <TextField name="id" label="编号" value=filter.id.map(|id| id.to_string()).unwrap_or_default() kind="number" />
            <button class="button">"查找"</button>
            <a class="button quiet" href="/events">"清除条件"</a>
        </form>
    }
}

#[component]
fn Lines(events: Vec<LoggedEvent>, today: jiff::civil::Date) -> impl IntoView {
    view! {
        <table class="table">
            <thead>
                <tr>
                    <th scope="col">"时间"</th>
                    <th scope="col">"人员"</th>
                    <th scope="col">"做了什么"</th>
                    <th scope="col">"关于"</th>
                    <th scope="col">"内容"</th>
                </tr>
            </thead>
            <tbody>{events.into_iter().map(|event| line(event, today)).collect_view()}</tbody>
        </table>
    }
}

fn line(event: LoggedEvent, today: jiff::civil::Date) -> impl IntoView {
    let day = words::day(event.happened_at.date(), today);
    let time = format!("{day} {}", event.happened_at.strftime("%H:%M"));
    let about = kind_label(&event.subject).to_owned();
    let only = format!("/events?subject={}&id={}", event.subject, event.subject_id);
    // What is about nothing in particular has no number.
    let about = if event.subject_id == 0 { about } else { format!("{about} {}", event.subject_id) };
    let about = match Subject::from_parts(&event.subject, event.subject_id).and_then(subject_address) {
        Some(address) => view! { <a href=address>{about}</a> }.into_any(),
        None => view! { <span>{about}</span> }.into_any(),
    };
    let verb = kind_word(&event.verb).to_owned();
    let same = format!("/events?verb={}", event.verb);
    view! {
        <tr>
            <td class="nowrap"><time datetime=event.happened_at.to_string()>{time}</time></td>
            <th scope="row" class="nowrap">{event.person}</th>
            <td class="nowrap"><a href=same>{verb}</a></td>
            <td class="nowrap">{about}" "<a class="small" href=only>"它的全部"</a></td>
            <td class="wide">
                {event.words}
                {event.reason.map(|reason| view! { <span class="soft">"（原因：" {reason} "）"</span> })}
            </td>
        </tr>
    }
}

/// The same question, for what is older.
fn further(filter: &EventFilter, before: domain::id::EventId) -> String {
    let filter = EventFilter { before: Some(before), ..filter.clone() };
    format!("/events?{}", serde_html_form::to_string(&filter).unwrap_or_default())
}
