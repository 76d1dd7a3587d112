//! Newsletters: the list, and what is set for each.

use axum::extract::Path;
use domain::{
    act::Verb,
    id::{NewsletterId, PersonId},
    issue::{
        SignOffStep,
        newsletter::{Newsletter, SectionPlan},
    },
    item::Kind,
    person::Role,
};
use leptos::prelude::*;

use crate::{
    components::{
        crumb::BackTo,
        drawn::{OrPage, PageResult},
        fields::{Choice, TextArea, TextField, Tick},
        verb_form::VerbForm,
    },
    desk::office::people::Person,
    request::page::Page,
};

/// How many sections a new issue may begin with.
const MOST_SECTIONS: usize = 6;
/// How many steps a sign-off may have.
const MOST_STEPS: usize = 3;

/// `GET /admin/newsletters`
pub async fn list(page: Page) -> PageResult {
    let newsletters = page.desk().newsletters(&page.actor).await.or_page(&page)?;
    Ok(page.render("刊物设置", || view! { <Newsletters newsletters /> }).await)
}

/// `GET /admin/newsletters/new`
pub async fn new(page: Page) -> PageResult {
    let people = page.desk().people(&page.actor).await.or_page(&page)?;
    let newsletter = Newsletter {
        id: NewsletterId(0),
        version: 0,
        name: String::new(),
        mark: None,
        publisher: String::new(),
        foot: domain::issue::content::Foot::default(),
        sections: Kind::ALL.map(|kind| SectionPlan { kind, title: None }).to_vec(),
        steps: vec![SignOffStep { name: "签发".to_owned(), signers: Vec::new() }],
        separate_duties: true,
        open_to_all: false,
        order: 1,
    };
    Ok(page.render("添加刊物", || view! { <SaveNewsletter newsletter people /> }).await)
}

/// `GET /admin/newsletters/{id}`
pub async fn one(page: Page, Path(id): Path<NewsletterId>) -> PageResult {
    let newsletter = page.desk().newsletter(&page.actor, id).await.or_page(&page)?;
    let people = page.desk().people(&page.actor).await.or_page(&page)?;
    let title = newsletter.name.clone();
    Ok(page.render(&title, || view! { <SaveNewsletter newsletter people /> }).await)
}

#[component]
fn Newsletters(newsletters: Vec<Newsletter>) -> impl IntoView {
    let none = newsletters.is_empty();
    view! {
        <BackTo address="/admin" to="管理" />
        <div class="page-head">
            <h1>"刊物设置"</h1>
            <div class="toolbar"><a class="button primary" href="/admin/newsletters/new">"添加刊物"</a></div>
        </div>
        {none.then(|| view! { <p class="empty">"还没有刊物。先添加一份，才能编排第1期。"</p> })}
        <ul class="rows">
            {newsletters.into_iter().map(|newsletter| {
                let steps = newsletter.steps.iter().map(|step| step.name.as_str()).collect::<Vec<_>>().join(" → ");
                view! {
                    <li class="row">
                        <a class="row-title" href=format!("/admin/newsletters/{}", newsletter.id)>{newsletter.name}</a>
                        <p class="row-meta">{newsletter.publisher}" · "{steps}</p>
                    </li>
                }
            }).collect_view()}
        </ul>
    }
}

#[component]
fn SaveNewsletter(newsletter: Newsletter, people: Vec<Person>) -> impl IntoView {
    let is_new = newsletter.id == NewsletterId(0);
    let title = if is_new { "添加刊物".to_owned() } else { newsletter.name.clone() };
    let foot = newsletter.foot;
    let signers: Vec<(PersonId, String)> = people
        .into_iter()
        .filter(|person| person.active && person.roles.iter().any(|held| held.role == Role::Signer))
        .map(|person| (person.id, person.name))
        .collect();
    let mut steps = newsletter.steps;
    steps.resize_with(MOST_STEPS, || SignOffStep { name: String::new(), signers: Vec::new() });
    let mut sections: Vec<Option<SectionPlan>> = newsletter.sections.into_iter().map(Some).collect();
    sections.resize_with(sections.len().max(MOST_SECTIONS), || None);
    view! {
        <BackTo address="/admin/newsletters" to="刊物设置" />
        <div class="page-head"><h1>{title}</h1></div>
        <VerbForm verb=Verb::SaveNewsletter>
            {(!is_new).then(|| view! {
                <input type="hidden" name="newsletter" value=newsletter.id.to_string() />
                <input type="hidden" name="version" value=newsletter.version.to_string() />
            })}
            <h2>"报头"</h2>
            <TextField name="name" label="刊名" value=newsletter.name required=true />
            <TextField name="publisher" label="编印单位" value=newsletter.publisher required=true />
            <TextField name="mark" label="标注" value=newsletter.mark.unwrap_or_default() hint="例如：内部资料 注意保存。可以不填。" />
            <h2>"报尾"</h2>
            <TextArea name="report" label="报" value=foot.report.join("\n") hint="每行一个。" />
            <TextArea name="send" label="送" value=foot.send.join("\n") />
            <TextArea name="issue" label="发" value=foot.issue.join("\n") />
            <TextField name="editor" label="编辑" value=foot.editor.unwrap_or_default() />
            <TextField name="reviewer" label="审核" value=foot.reviewer.unwrap_or_default() />
            <TextField name="signer" label="签发" value=foot.signer.unwrap_or_default() />
            <TextField name="phone" label="电话" value=foot.phone.unwrap_or_default() />
            <TextField name="copies" label="印数" value=foot.copies.map(|copies| copies.to_string()).unwrap_or_default() kind="number" />
            <h2>"新一期的栏目"</h2>
            {(1..).zip(sections).map(|(number, section)| view! { <SectionFields number section /> }).collect_view()}
            <h2>"签发步骤"</h2>
            <p class="soft">"一至三步，按顺序签。没有勾选人的，所有签发人都可以签。"</p>
            {(1..).zip(steps).map(|(number, step)| view! { <StepFields number step signers=signers.clone() /> }).collect_view()}
            <Tick name="separate_duties" label="自己编排的一期要由别人签" ticked=newsletter.separate_duties />
            <h2>"阅读"</h2>
            <Tick name="open_to_all" label="已印发的各期不登录也能阅读" ticked=newsletter.open_to_all />
            <TextField name="order" label="在列表里的顺序" value=newsletter.order.to_string() kind="number" />
            <p class="soft">"改动只影响以后编排和送审的各期，已印发的不变。"</p>
            <div><button class="primary">{if is_new { "添加" } else { "保存" }}</button></div>
        </VerbForm>
    }
}

#[component]
fn SectionFields(number: usize, section: Option<SectionPlan>) -> impl IntoView {
    let mut options = vec![(String::new(), "没有".to_owned())];
    options.extend(Kind::ALL.map(|kind| (kind.code().to_owned(), kind.label().to_owned())));
    let chosen = section.as_ref().map(|section| section.kind.code()).unwrap_or_default();
    let title = section.as_ref().and_then(|section| section.title.clone()).unwrap_or_default();
    view! {
        <fieldset class="toolbar">
            <legend>"第"{number}"栏"</legend>
            <Choice name="section_kind" id=format!("section-kind-{number}") label="种类" options chosen />
            <TextField name="section_title" id=format!("section-title-{number}") label="栏目名" value=title />
        </fieldset>
    }
}

#[component]
fn StepFields(number: usize, step: SignOffStep, signers: Vec<(PersonId, String)>) -> impl IntoView {
    let field = match number {
        1 => "signers_1",
        2 => "signers_2",
        _ => "signers_3",
    };
    view! {
        <fieldset class="field">
            <legend>"第"{number}"步"</legend>
            <TextField name="step" id=format!("step-{number}") label="名称" value=step.name />
            <div class="choices">
                {signers.into_iter().map(|(id, name)| {
                    let ticked = step.signers.contains(&id);
                    view! { <Tick name=field label=name value=id.to_string() ticked /> }
                }).collect_view()}
            </div>
        </fieldset>
    }
}
