//! All versions, the one in force marked, and where a new one begins.

use domain::{
    act::Verb,
    permission::{OfficeAct, permits_office},
};
use leptos::prelude::*;

use crate::{
    components::{
        drawn::{OrPage, PageResult},
        fields::TextArea,
        verb_form::VerbForm,
    },
    desk::rules::{DraftRules, RuleSets, VersionInForce},
    request::page::Page,
    words,
};

/// `GET /rules`
pub async fn page(page: Page) -> PageResult {
    let rules = page.desk().rule_sets(&page.actor).await.or_page(&page)?;
    let may_set = permits_office(&page.actor, OfficeAct::SetRules).is_ok();
    let now = page.now.clone();
    Ok(page.render("计分办法", || view! { <Versions now rules may_set /> }).await)
}

#[component]
fn Versions(now: jiff::Zoned, rules: RuleSets, may_set: bool) -> impl IntoView {
    let has_draft = rules.draft.is_some();
    let draft = rules.draft.map(|draft| view! { <Draft now=&now draft=&draft /> });
    let versions = rules.versions.iter().map(|version| view! { <Version now=&now version /> });
    let versions = versions.collect_view();
    view! {
        <div class="page-head">
            <h1>"计分办法"</h1>
            {(may_set && !has_draft).then(|| view! {
                <VerbForm verb=Verb::BeginRules class="toolbar">
                    <button class="button primary">"起草新版"</button>
                </VerbForm>
            })}
        </div>
        <p class="soft">
            "每一版从一个月起施行；已结账的月份保持结账时的办法。新版先起草，在过去的月份上试算，再施行。"
        </p>
        {draft}
        <ul class="rows">{versions}</ul>
        {may_set.then(|| view! {
            <details class="panel">
                <summary>"从文件导入"</summary>
                <VerbForm verb=Verb::ImportRules>
                    <TextArea name="document" label="办法的文件内容（TOML）" value="" rows=12
                        hint="把 .toml 文件的全部内容贴在这里。导入后作为草稿，不影响现行办法。" />
                    <button class="button plain">"导入为草稿"</button>
                </VerbForm>
            </details>
        })}
    }
}

#[component]
fn Draft<'a>(now: &'a jiff::Zoned, draft: &'a DraftRules) -> impl IntoView + use<> {
    let changed = format!("{}改于{}", draft.changed_by, words::moment(draft.changed_at, now));
    view! {
        <section class="panel">
            <h2>{format!("正在起草：第{}版", draft.rules.version)}</h2>
            <p class="row-meta"><span>{draft.rules.name.clone()}</span><span>{changed}</span></p>
            <div class="toolbar">
                <a class="button primary" href="/rules/draft">"接着起草"</a>
                <a class="button plain" href="/rules/draft/trial">"试算"</a>
            </div>
        </section>
    }
}

#[component]
fn Version<'a>(now: &'a jiff::Zoned, version: &'a VersionInForce) -> impl IntoView + use<> {
    let rules = &version.rules;
    let since = if version.put.is_some() {
        format!("自{}起施行", rules.since)
    } else {
        "程序自带".to_owned()
    };
    let put = version.put.as_ref().map(|(by, at)| format!("{by}于{}定", words::moment(*at, now)));
    view! {
        <li class="row">
            <a class="row-title" href=format!("/rules/{}", rules.version)>
                {format!("第{}版　{}", rules.version, rules.name)}
            </a>
            {version.is_present.then(|| view! { <span class="state state-adopted">"现行"</span> })}
            <p class="row-meta">
                <span>{since}</span>
                {put.map(|put| view! { <span>{put}</span> })}
                <span><a href=format!("/rules/{}/document", rules.version)>"导出文件"</a></span>
            </p>
        </li>
    }
}
