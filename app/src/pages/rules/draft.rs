//! The draft, section by section: what each rule says, and what can be done with it.

use domain::{
    act::Verb,
    scoring::sections::{SECTIONS, Section},
};
use leptos::prelude::*;

use crate::{
    components::{
        drawn::{OrPage, PageResult},
        fields::Choice,
        rows::FocusAfter,
        verb_form::VerbForm,
    },
    desk::rules::DraftRules,
    request::page::Page,
    words,
};

/// `GET /rules/draft`
pub async fn page(page: Page) -> PageResult {
    let draft = page.desk().draft_rules(&page.actor).await.or_page(&page)?;
    let now = page.now.clone();
    Ok(page.render("起草计分办法", || view! { <Draft now draft=&draft /> }).await)
}

#[component]
fn Draft<'a>(now: jiff::Zoned, draft: &'a DraftRules) -> impl IntoView + use<> {
    let rules = &draft.rules;
    let changed = format!("{}改于{}", draft.changed_by, words::moment(draft.changed_at, &now));
    let rounding = format!("分配、倍数等得出的分保留{}位小数", rules.rounding.places);
    let sections = SECTIONS.iter().map(|section| view! { <OneSection section draft /> }).collect_view();
    let months: Vec<(String, String)> =
        draft.may_begin.iter().map(|month| (month.to_string(), words::month(*month))).collect();
    let (version, dropped) = (draft.version.to_string(), draft.version.to_string());
    let first = draft.may_begin.last().map(ToString::to_string).unwrap_or_default();
    let is_one = format!("第{}版", rules.version);
    let give_up = format!("放弃{is_one}的草稿");
    let before_force = (!draft.warnings.is_empty()).then(|| {
        let words = format!("有{}处请核对，施行后那里可能不起作用：", draft.warnings.len());
        view! { <p>{words}<a href=format!("#{WARNINGS}")>"看是哪几处"</a></p> }
    });
    view! {
        <div class="page-head">
            <h1>{format!("起草{is_one}")}</h1>
            <div class="toolbar">
                <a class="button primary" href="/rules/draft/trial">"在过去的月份上试算"</a>
                <a class="button plain" href="/rules/draft/document">"导出文件"</a>
            </div>
        </div>
        <p class="soft">{changed}"。改动只在草稿里，施行以前不影响任何得分。"</p>
        <section>
            <div class="section-head">
                <h2>{rules.name.clone()}</h2>
                <a class="button quiet" href="/rules/draft/heads">"改名称、用语和表格各栏"</a>
            </div>
            <p class="row-meta"><span>{rounding}</span></p>
        </section>
        <Warnings warnings=draft.warnings.clone() />
        {sections}
        <section class="panel">
            <h2>"施行"</h2>
            {before_force}
            <VerbForm verb=Verb::PutRulesInForce>
                <input type="hidden" name="version" value=version />
                <Choice name="since" label="从哪个月起" options=months chosen=first
                    hint="只能选没有结账的月份；这个月和以后各月的得分随即重新计算。" />
                <button class="button primary">{format!("施行{is_one}")}</button>
            </VerbForm>
            <VerbForm verb=Verb::DropRules class="toolbar">
                <input type="hidden" name="version" value=dropped />
                <p class="soft">"放弃后，这一稿的改动就没有了，不能恢复。"</p>
                <button class="button danger">{give_up}</button>
            </VerbForm>
        </section>
    }
}

/// Where the warnings stand on the page.
const WARNINGS: &str = "warnings";

/// What is most likely a slip, without holding anything back.
#[component]
pub fn Warnings(warnings: Vec<String>) -> impl IntoView {
    let some = !warnings.is_empty();
    let lines = warnings.into_iter().map(|words| view! { <li>{words}</li> }).collect_view();
    some.then(|| {
        view! {
            <section class="notice" id=WARNINGS aria-labelledby="warnings-head">
                <h2 id="warnings-head">"请核对"</h2>
                <ul>{lines}</ul>
            </section>
        }
    })
}

#[component]
fn OneSection<'a>(section: &'static Section, draft: &'a DraftRules) -> impl IntoView + use<> {
    let rules = &draft.rules;
    let count = rules.rules_in(section);
    let told = rules.names(section).into_iter().zip(rules.sentences(section));
    let told: Vec<_> = told.collect();
    let last = told.len().saturating_sub(1);
    let rows: Vec<_> = told
        .into_iter()
        .enumerate()
        .map(|(place, (name, sentence))| {
            let is_set = section.is_list || count > 0;
            // The rule that follows takes the place of one that is removed.
            let after = format!("rule-{}-{}", section.key, place.min(last.saturating_sub(1)));
            view! { <Rule section place name sentence version=draft.version is_set after /> }
        })
        .collect();
    let none = rows.is_empty();
    let add = (section.is_list || (count == 0 && none)).then(|| {
        let words = if section.is_list { format!("添加{}", section.one) } else { "设置".to_owned() };
        view! { <a class="button quiet" href=format!("/rules/draft/{}/new", section.key)>{words}</a> }
    });
    view! {
        <section id=section.key>
            <div class="section-head"><h2>{section.label}</h2>{add}</div>
            <p class="soft">{section.hint()}</p>
            {(!none).then(|| view! { <ol class="rows">{rows}</ol> })}
        </section>
    }
}

#[component]
fn Rule(
    section: &'static Section,
    place: usize,
    name: String,
    sentence: String,
    version: i64,
    /// Written in the document, not only what is usual.
    is_set: bool,
    after: String,
) -> impl IntoView {
    let address = format!("/rules/draft/{}/{place}", section.key);
    let fields = move || {
        view! {
            <input type="hidden" name="section" value=section.key />
            <input type="hidden" name="place" value=place.to_string() />
            <input type="hidden" name="version" value=version.to_string() />
        }
    };
    let (up, away) = (format!("上移“{name}”"), format!("删去“{name}”"));
    let raise = (place > 0).then(|| {
        view! {
            <VerbForm verb=Verb::RaiseRule class="inline">
                {fields()}
                <FocusAfter element=format!("rule-{}-{}", section.key, place - 1) />
                <button class="button quiet" aria-label=up>"↑"</button>
            </VerbForm>
        }
    });
    let remove = is_set.then(|| {
        view! {
            <VerbForm verb=Verb::RemoveRule class="inline">
                {fields()}
                <FocusAfter element=after />
                <button class="button quiet" aria-label=away>"删去"</button>
            </VerbForm>
        }
    });
    view! {
        <li class="row row-with-acts">
            <a class="row-title" id=format!("rule-{}-{place}", section.key) href=address>{name.clone()}</a>
            <p class="row-meta">{sentence}</p>
            <div class="row-acts">{raise}{remove}</div>
        </li>
    }
}
