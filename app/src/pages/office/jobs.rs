//! `/admin/jobs`: what the program does by itself, how it ended the last time, and what it could not do.

use domain::act::Verb;
use leptos::prelude::*;

use crate::{
    components::{
        crumb::BackTo,
        drawn::{OrPage, PageResult},
    },
    desk::{
        jobs::{GivenUp, JobLine, JobsView},
        office::events::subject_address,
    },
    request::{address::door, page::Page},
    words,
};

/// `GET /admin/jobs`
pub async fn page(page: Page) -> PageResult {
    let jobs = page.desk().jobs(&page.actor).await.or_page(&page)?;
    let now = page.now.clone();
    Ok(page.render("后台任务", || view! { <AllJobs jobs now /> }).await)
}

#[component]
fn AllJobs(jobs: JobsView, now: jiff::Zoned) -> impl IntoView {
    let JobsView { lines, given_up, waiting, under_way } = jobs;
    let pending = match (waiting, under_way) {
        (0, 0) => "现在没有在做的，也没有等着的。".to_owned(),
        (waiting, under_way) => format!("正在做{under_way}件，等着{waiting}件。"),
    };
    let failed = (!given_up.is_empty()).then(|| {
        let rows = given_up.into_iter().map(|job| failed_row(job, &now)).collect_view();
        view! {
            <section class="panel">
                <h2>"没有办成的"</h2>
                <p class="soft">"试过几次都没有成。改好原因再重试；不必再做的，放弃。"</p>
                <ol class="rows">{rows}</ol>
            </section>
        }
    });
    let rows = lines.into_iter().map(|line| kind_row(line, &now)).collect_view();
    view! {
        <BackTo address="/admin" to="管理" />
        <div class="page-head"><h1>"后台任务"</h1></div>
        {failed}
        <section class="panel">
            <h2>"平日做的"</h2>
            <p class="soft">{pending}</p>
            <ol class="rows">{rows}</ol>
        </section>
    }
}

fn kind_row(line: JobLine, now: &jiff::Zoned) -> impl IntoView + use<> {
    let moment = |at| words::moment(at, now);
    let last = match line.last {
        None => view! { <p class="row-meta">"还没有做过"</p> }.into_any(),
        Some(last) => {
            let (class, state) = if last.is_good {
                ("state state-published", "好")
            } else {
                ("state state-returned", "要看")
            };
            view! {
                <p><span class=class>{state}</span>" "{last.words}</p>
                <p class="row-meta"><span>{moment(last.at)}</span></p>
            }
            .into_any()
        }
    };
    let next = match (line.next, &line.off) {
        (_, Some(_)) => ().into_any(),
        (Some(next), None) => view! { <span>"下次 "{moment(next)}</span> }.into_any(),
        (None, None) => view! { <span>"有事要做时就做"</span> }.into_any(),
    };
    view! {
        <li class="row">
            <p class="row-title">{line.kind.label()}</p>
            {last}
            <p class="row-meta">{next}{line.off.map(|off| view! { <span>{off}</span> })}</p>
        </li>
    }
}

fn failed_row(job: GivenUp, now: &jiff::Zoned) -> impl IntoView + use<> {
    let GivenUp { id, job, tries, fault, made_at } = job;
    let about = job.about.and_then(subject_address).map(|address| view! { <a href=address>"看是哪一件"</a> });
    let act = |verb: Verb, label: &'static str, class: &'static str| {
        view! {
            <form method="post" action=door(verb)>
                <input type="hidden" name="job" value=id.0 />
                <button class=class aria-label=format!("{label}{}", job.kind.label())>{label}</button>
            </form>
        }
    };
    view! {
        <li class="row">
            <p class="row-title">{job.kind.label()}</p>
            <p class="notice">{fault}</p>
            <p class="row-meta">
                <span>{words::moment(made_at, now)}" 起，试了"{tries}"次"</span>
                {about}
            </p>
            <div class="toolbar">
                {act(Verb::RetryJob, "重试", "button")}
                {act(Verb::DropJob, "放弃", "quiet")}
            </div>
        </li>
    }
}
