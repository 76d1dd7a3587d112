//! The issues in work, and a new one.

use axum::extract::Query;
use domain::{
    act::Verb,
    id::NewsletterId,
    issue::{IssueState, Series},
    permission::{OfficeAct, permits_office},
};
use leptos::prelude::*;
use serde::Deserialize;

use super::{
    correction::CorrectionRows,
    head_form::{HeadFields, HeadValues},
};
use crate::{
    components::{
        drawn::{OrPage, PageResult},
        state::IssueStateBadge,
        verb_form::VerbForm,
    },
    desk::{
        form::blank_or,
        issues::{CorrectionLine, IssueInWork, IssueProposal, WithheldIssue, WithheldIssues},
    },
    request::{address::door, page::Page},
    words,
};

/// `GET /issues/desk`
pub async fn page(page: Page) -> PageResult {
    let issues = page.desk().issues_in_work(&page.actor).await.or_page(&page)?;
    let withheld = page.desk().withheld_issues(&page.actor).await.or_page(&page)?;
    let corrections = page.desk().corrections_in_work(&page.actor).await.or_page(&page)?;
    let editor = permits_office(&page.actor, OfficeAct::CreateIssue).is_ok();
    let now = page.now.clone();
    Ok(page.render("编排", || view! { <InWork issues withheld corrections editor now /> }).await)
}

#[component]
fn InWork(
    issues: Vec<IssueInWork>,
    withheld: WithheldIssues,
    corrections: Vec<CorrectionLine>,
    editor: bool,
    now: jiff::Zoned,
) -> AnyView {
    let today = now.date();
    let empty = issues.is_empty();
    view! {
        <header class="page-head">
            <h1>"编排"</h1>
            {editor.then(|| view! {
                <div class="toolbar">
                    <a class="button quiet" href="/issues/past/new">"补录往期"</a>
                    <a class="button primary" href="/issues/new">"新建一期"</a>
                </div>
            })}
        </header>
        {if empty {
            view! {
                <section class="empty">
                    <h2>"没有正在编排的一期"</h2>
                    {if editor {
                        view! { <p>"先"<a href="/issues/new">"新建一期"</a>"，再把拟用的稿件编入。"</p> }.into_any()
                    } else {
                        view! { <p>"编辑送审后，等您签字的一期就在这里。"</p> }.into_any()
                    }}
                </section>
            }.into_any()
        } else {
            view! {
                <ol class="rows">
                    {issues.into_iter().map(|issue| view! { <Line issue editor today /> }).collect_view()}
                </ol>
            }.into_any()
        }}
        <CorrectionRows lines=corrections now />
        <WithheldRows withheld />
    }
    .into_any()
}

/// Past issues that readers do not see yet, with one act for as many as were looked through.
#[component]
fn WithheldRows(withheld: WithheldIssues) -> AnyView {
    let WithheldIssues { issues, all } = withheld;
    if issues.is_empty() {
        return ().into_any();
    }
    let listed = issues.len();
    let more =
        (listed < all).then(|| format!("共{all}期，这里先列最早的{listed}期；这些开放以后，再列后面的。"));
    let may = issues.iter().filter(|issue| issue.why_not.is_none()).map(|issue| issue.line.id.0);
    let may: Vec<i64> = may.collect();
    let may_any = !may.is_empty();
    let why_not = issues.iter().find_map(|issue| issue.why_not.clone()).filter(|_| !may_any);
    let all_words = (may.len() > 1).then(|| format!("列出的{}期都核对过，全部开放", may.len()));
    let all_button = all_words.map(|words| view! { <button form="release-all">{words}</button> });
    let several = (may.len() > 1).then(|| {
        view! {
            <form id="release-all" method="post" action=door(Verb::ReleaseIssue)>
                {may.into_iter().map(|id| view! { <input type="hidden" name="issue" value=id /> }).collect_view()}
            </form>
        }
    });
    let rows = issues.into_iter().map(|WithheldIssue { line, newsletter, year, why_not }| {
        let name = format!("《{newsletter}》{year}年{}", line.name);
        let field = format!("release-{}", line.id);
        let pick = why_not.is_none().then(|| {
            let id = field.clone();
            view! { <input type="checkbox" id=id name="issue" value=line.id.0 aria-label=format!("选{name}") /> }
        });
        view! {
            <li class="row">
                <p class="row-title">{pick}" "<a href=format!("/issues/{}", line.id)>{name}</a></p>
                <p class="row-meta">
                    <span>{words::full_day(line.date)}</span>
                    <span>{words::amounts(line.articles, line.briefs)}</span>
                </p>
                <p class="soft small">{line.titles.join("　")}</p>
            </li>
        }
    });
    let rows = rows.collect_view();
    view! {
        <section id="withheld" tabindex="-1" aria-labelledby="withheld-title">
            <h2 id="withheld-title">"补录、导入的，读者还看不到"</h2>
            <p class="soft">"文字没有在这里经过保密审查、签发。请签发人对照印本核对，无误的开放。"</p>
            {why_not.map(|why| view! { <p class="soft">{format!("您不能开放：{why}。")}</p> })}
            {more.map(|words| view! { <p class="soft">{words}</p> })}
            <form method="post" action=door(Verb::ReleaseIssue)>
                <ol class="rows">{rows}</ol>
                {may_any.then(|| view! { <p class="toolbar"><button class="primary">"开放选中的"</button>{all_button}</p> })}
            </form>
            {several}
        </section>
    }
    .into_any()
}

#[component]
fn Line(issue: IssueInWork, editor: bool, today: jiff::civil::Date) -> AnyView {
    let IssueInWork { card, articles, briefs, waits_for, mine_to_sign } = issue;
    let address = match card.state {
        IssueState::Arranging if editor => Some(format!("/issues/{}/desk", card.id)),
        IssueState::Arranging => None,
        _ => Some(format!("/issues/{}/sign", card.id)),
    };
    let title = format!("《{}》{}", card.newsletter_name, card.number_in_words());
    view! {
        <li class="row">
            <p class="row-title">
                {match address {
                    Some(address) => view! { <a href=address>{title}</a> }.into_any(),
                    None => title.into_any(),
                }}
            </p>
            <p class="row-meta">
                <IssueStateBadge state=card.state />
                <span>{words::day(card.date, today)}</span>
                <span>{words::amounts(articles, briefs)}</span>
                <span>"计入"{words::month_beside(card.credit_month, card.date)}"考核"</span>
                <span>{waits_for}</span>
                {mine_to_sign.then_some(view! { <strong>"等您签字"</strong> })}
            </p>
        </li>
    }
    .into_any()
}

/// The address's query.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default, deserialize_with = "blank_or")]
    newsletter: Option<NewsletterId>,
    #[serde(default)]
    series: Series,
}

/// `GET /issues/new`
pub async fn new_page(page: Page, Query(asked): Query<Asked>) -> PageResult {
    let proposal =
        page.desk().propose_issue(&page.actor, asked.newsletter, asked.series).await.or_page(&page)?;
    Ok(page.render("新建一期", || view! { <New proposal /> }).await)
}

#[component]
fn New(proposal: IssueProposal) -> AnyView {
    let values = HeadValues::of_proposal(&proposal);
    let IssueProposal { newsletters, newsletter, series, .. } = proposal;
    let several = newsletters.len() > 1;
    let name = newsletters.iter().find(|(id, _)| *id == newsletter).map(|(_, name)| name.clone());
    view! {
        <header class="page-head"><h1>"新建一期"</h1></header>
        {several.then(|| view! {
            <nav class="tabs" aria-label="刊物">
                {newsletters.into_iter().map(|(id, name)| {
                    let here = (id == newsletter).then_some("page");
                    view! { <a href=format!("/issues/new?newsletter={id}") aria-current=here>{name}</a> }
                }).collect_view()}
            </nav>
        })}
        <nav class="tabs" aria-label="哪一种期号">
            {Series::ALL.map(|other| {
                let here = (other == series).then_some("page");
                let address = format!("/issues/new?newsletter={newsletter}&series={}", other.code());
                view! { <a href=address aria-current=here>{other.label()}</a> }
            }).collect_view()}
        </nav>
        <VerbForm verb=Verb::CreateIssue about=("newsletter", newsletter.to_string())>
            <p>"《"{name}"》的期号接着上一期，都可以改；增刊、特刊各自从第1期数起。栏目按刊物的设定建好，编排时可以增减。"</p>
            <HeadFields values />
            <div class="toolbar">
                <button class="primary">"新建这一期"</button>
                <a class="button quiet" href="/issues/desk">"不建了"</a>
            </div>
        </VerbForm>
    }
    .into_any()
}
