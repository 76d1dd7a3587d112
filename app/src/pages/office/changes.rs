//! 更名, 并入, 分设, 撤销 of a unit: a form that is asked for its consequences first, and then for the act.

use axum::extract::{Path, Query};
use domain::{act::Verb, id::UnitId, unit::changes::ChangeKind};
use jiff::Zoned;
use leptos::prelude::*;

use crate::{
    components::{
        crumb::BackTo,
        drawn::{OrPage, PageResult},
        fields::{Choice, TextField, Tick},
        verb_form::verb_form,
    },
    desk::{
        Refusal,
        office::changes::{CARRY, ChangePage, ChangePreview, ChangeUnit, Following, LEAVE, MadeChange},
    },
    request::page::Page,
    words,
};

/// The verb that makes a change.
const CHANGE: Verb = Verb::ChangeUnit;

/// `GET /admin/units/{id}/change?kind=&day=&…`: what it would bring about, once the form says enough.
pub async fn page(page: Page, Path(id): Path<UnitId>, Query(mut form): Query<ChangeUnit>) -> PageResult {
    // A form that was refused comes back as it was filled in.
    let typed = page.typed.as_ref().filter(|typed| typed.verb == CHANGE.code());
    if let Some(typed) = typed {
        let field = |name: &str| typed.value(name).unwrap_or_default().to_owned();
        form = ChangeUnit {
            kind: field("kind"),
            day: field("day"),
            name: field("name"),
            short_name: Some(field("short_name")).filter(|name| !name.is_empty()),
            into: field("into"),
            goes_on: !field("goes_on").is_empty(),
            points: field("points"),
            reason: Some(field("reason")).filter(|reason| !reason.is_empty()),
            ..form
        };
    }
    let kind = form.kind().ok_or_else(|| Refusal::not_found("这种变动")).or_page(&page)?;
    form.unit = id.to_string();
    let asked = (!form.day.trim().is_empty()).then(|| form.clone());
    let change = page.desk().unit_change(&page.actor, id, asked).await.or_page(&page)?;
    let title = format!("{}：{}", change.unit.name, kind.label());
    Ok(page.render(&title, || view! { <Change kind form change /> }).await)
}

#[component]
fn Change(kind: ChangeKind, form: ChangeUnit, change: ChangePage) -> impl IntoView {
    let ChangePage { unit, version, preview, others } = change;
    let id = unit.id;
    let heading = format!("{}：{}", unit.name, kind.label());
    let others = others.into_iter().map(|name| view! { <option value=name></option> }).collect_view();
    let fields = fields(kind, &form, &unit.name);
    let answer = preview.map(|preview| match preview {
        Err(faults) => refused(faults).into_any(),
        Ok(preview) => foreseen(kind, &form, version, preview).into_any(),
    });
    view! {
        <BackTo address=format!("/admin/units/{id}") to="单位" />
        <div class="page-head"><h1>{heading}</h1></div>
        <p class="soft">{introduction(kind)}</p>
        <form class="form" method="get" action=format!("/admin/units/{id}/change")>
            <input type="hidden" name="unit" value=id.to_string() />
            <input type="hidden" name="kind" value=kind.code() />
            {fields}
            <datalist id="units">{others}</datalist>
            <div><button>"看会变动什么"</button></div>
        </form>
        {answer}
    }
}

fn introduction(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Renamed => {
            "单位还是这个单位，只是换了名称。以前各月的通报照旧印原来的名称，原来的名称以后成为别名。"
        }
        ChangeKind::Merged => "自某一天起并入另一个单位，原单位不再列名。以前各月不变。",
        ChangeKind::Split => "自某一天起由它分设出别的单位；原单位可以撤销，也可以保留。以前各月不变。",
        ChangeKind::Abolished => "自某一天起撤销，不再列名。以前各月不变。有单位接续的，最好用“并入”。",
    }
}

fn fields(kind: ChangeKind, form: &ChangeUnit, name: &str) -> AnyView {
    let day = view! {
        <TextField name="day" label=day_label(kind) value=form.day.clone() kind="date" required=true
            hint="文件上写明的日期，从这一天起算。" />
    };
    let reason = view! {
        <TextField name="reason" label="依据" value=form.reason.clone().unwrap_or_default() hint="如 机构改革方案的文号，可以不填。" />
    };
    let into = |label: &'static str, hint: &'static str| {
        view! { <TextField name="into" label=label value=form.into.clone() hint=hint /> }
    };
    match kind {
        ChangeKind::Renamed => view! {
            <TextField name="name" label="新的全称" value=if form.name.is_empty() { name.to_owned() } else { form.name.clone() } required=true />
            <TextField name="short_name" label="新的简称" value=form.short_name.clone().unwrap_or_default() hint="列表里用，可以不填。原来的简称成为别名。" />
            {day}
            {reason}
        }
        .into_any(),
        ChangeKind::Merged => {
            let options = [
                ("", "请选择"),
                (CARRY, "转入接收的单位：计入它以后各月的累计分数"),
                (LEAVE, "留在原单位：不计入别的单位"),
            ];
            let options = options.map(|(value, words)| (value.to_owned(), words.to_owned())).to_vec();
            view! {
                {into("并入哪个单位", "全称、简称或别名；新设的单位请先在“单位”里添加。")}
                {day}
                <Choice name="points" label="今年已有的得分" options chosen=form.points.clone() />
                {reason}
            }
            .into_any()
        }
        ChangeKind::Split => {
            let points = if form.points == LEAVE { String::new() } else { form.points.clone() };
            view! {
                {into("分设为", "几个单位用、隔开；还没有的单位写全称，自那一天起设立。")}
                {day}
                <Tick name="goes_on" label="原单位保留" ticked=form.goes_on />
                <TextField name="points" label="今年已有的得分转入" value=points hint="写分设出的一个单位；不填为留在原单位。" />
                {reason}
            }
            .into_any()
        }
        ChangeKind::Abolished => view! {
            {day}
            {into("由哪个单位接续", "署名时提示改用它，可以不填。")}
            {reason}
        }
        .into_any(),
    }
}

fn day_label(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Renamed => "自哪一天起更名",
        ChangeKind::Merged => "自哪一天起并入",
        ChangeKind::Split => "自哪一天起分设",
        ChangeKind::Abolished => "自哪一天起撤销",
    }
}

fn refused(faults: Vec<String>) -> impl IntoView {
    let faults =
        faults.into_iter().map(|fault| view! { <li class="field-fault">{fault}</li> }).collect_view();
    view! {
        <section class="panel" aria-labelledby="faults">
            <h2 id="faults">"还不能办"</h2>
            <ul>{faults}</ul>
        </section>
    }
}

/// What would follow, and the button that does it.
fn foreseen(
    kind: ChangeKind,
    form: &ChangeUnit,
    version: i64,
    preview: ChangePreview,
) -> impl IntoView + use<> {
    let ChangePreview { words, follows, obstacles } = preview;
    let follows = follows.into_iter().map(|Following { what, words, address }| {
        let words = match address {
            Some(address) => view! { <a href=address>{words}</a> }.into_any(),
            None => words.into_any(),
        };
        view! { <dt>{what}</dt><dd>{words}</dd> }
    });
    let follows = follows.collect_view();
    let may = obstacles.is_empty();
    let obstacles =
        obstacles.into_iter().map(|words| view! { <li class="field-fault">{words}</li> }).collect_view();
    let fields: Vec<(&'static str, String)> = vec![
        ("unit", form.unit.clone()),
        ("version", version.to_string()),
        ("kind", kind.code().to_owned()),
        ("day", form.day.clone()),
        ("name", form.name.clone()),
        ("short_name", form.short_name.clone().unwrap_or_default()),
        ("into", form.into.clone()),
        ("goes_on", if form.goes_on { "true".to_owned() } else { String::new() }),
        ("points", form.points.clone()),
        ("reason", form.reason.clone().unwrap_or_default()),
    ];
    let act = may.then(|| {
        verb_form(CHANGE, None, "form", move || {
            view! {
                {fields.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value /> }).collect_view()}
                <div><button class="primary">{kind.label()}</button></div>
            }
        })
    });
    view! {
        <section class="panel" aria-labelledby="foreseen">
            <h2 id="foreseen">{words}</h2>
            <dl class="facts">{follows}</dl>
            {(!may).then(|| view! { <h3>"还不能办"</h3><ul>{obstacles}</ul> })}
            {act}
        </section>
    }
}

/// What became of a unit and what it came out of; the last change can be taken back.
pub(super) fn history(changes: Vec<MadeChange>, now: &Zoned) -> AnyView {
    if changes.is_empty() {
        return ().into_any();
    }
    let lines = changes.into_iter().map(|change| {
        let made = format!("{}，{}", change.made_by, words::moment(change.made_at, now));
        let reason = change.reason.map(|reason| format!("依据：{reason}；")).unwrap_or_default();
        let undo = change.is_last.then(|| {
            verb_form(Verb::UndoUnitChange, Some(("change", change.id.to_string())), "inline", || {
                view! { <button class="quiet">"撤回这次变动"</button> }
            })
        });
        view! {
            <li class="row">
                <p class="row-title">{change.words}</p>
                <p class="row-meta"><span>{reason}{made}</span>{undo}</p>
            </li>
        }
    });
    let lines = lines.collect_view();
    view! {
        <section class="tight">
            <h2>"沿革"</h2>
            <ul class="rows">{lines}</ul>
        </section>
    }
    .into_any()
}
