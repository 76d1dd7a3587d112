//! A month's bulletin on its way: what was issued with its corrections, what is under way, and sending the next one.

use domain::{act::Verb, bulletin::version::Standing, calendar::Month};
use leptos::prelude::*;

use super::version_parts::{VersionBadge, VersionFiles};
use crate::{
    components::{fields::TextField, verb_form::VerbForm},
    desk::bulletins::{BulletinWay, VersionLine},
    words,
};

/// The versions and, for editors, what comes next; nothing where there is neither.
#[component]
pub fn Way<'a>(month: Month, way: &'a BulletinWay, now: &'a jiff::Zoned) -> AnyView {
    let is_issued = way.versions.iter().any(|line| line.standing == Standing::Issued);
    let lines = way.versions.iter().map(|line| view! { <Version line now /> }).collect_view();
    let has_lines = !way.versions.is_empty();
    let send = way.may_send.then(|| view! { <Send month is_issued obstacles=way.obstacles.clone() /> });
    (has_lines || way.may_send)
        .then(|| {
            view! {
                <section class="panel">
                    <h2>"印发"</h2>
                    {has_lines.then(|| view! { <ul class="rows">{lines}</ul> })}
                    {send}
                </section>
            }
        })
        .into_any()
}

#[component]
fn Version<'a>(line: &'a VersionLine, now: &'a jiff::Zoned) -> AnyView {
    let address = format!("/bulletins/{}/versions/{}", line.month, line.id);
    let last = line.issued.as_ref().or(line.signed.as_ref()).unwrap_or(&line.prepared);
    let when = format!("{} {}", last.name, words::moment(last.at, now));
    let reason = line.sent_back_reason.clone().or_else(|| line.reason.clone());
    let label = match line.correction {
        Some(_) => line.label(),
        None => "送签的通报".to_owned(),
    };
    view! {
        <li class="row">
            <span class="row-title"><a href=address>{label}</a>" "<VersionBadge standing=line.standing /></span>
            <span class="row-meta">
                <span>{when}</span>
                {reason.map(|reason| view! { <span>{format!("原因：{reason}")}</span> })}
                <VersionFiles line />
            </span>
        </li>
    }
    .into_any()
}

#[component]
fn Send(month: Month, is_issued: bool, obstacles: Vec<String>) -> impl IntoView {
    if !obstacles.is_empty() {
        let lines = obstacles.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
        return view! { <p class="soft">"送签前："</p><ul>{lines}</ul> }.into_any();
    }
    view! {
        <VerbForm verb=Verb::SendBulletin about=("month", month.to_string())>
            {if is_issued {
                view! {
                    <TextField name="reason" label="更正的原因" value=""
                        hint="通报已经印发。再送签的是更正，与原来的并列，各有编号。" />
                }
                .into_any()
            } else {
                view! { <p class="soft">"送签时定下全部内容：数字、正文、名单。签发和印发的就是这一份。"</p> }.into_any()
            }}
            <div class="toolbar"><button class="primary">{if is_issued { "送签更正" } else { "送签" }}</button></div>
        </VerbForm>
    }
    .into_any()
}
