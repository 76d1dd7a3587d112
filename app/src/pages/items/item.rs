//! `/items/{item}`: the item to read, who has it now, what may be done, and its history.

use axum::extract::{Path, Query};
use domain::{act::Verb, clearance::Verdict, id::ItemId, permission::ItemAct, presence::Doing};
use leptos::prelude::*;
use serde::Deserialize;

use super::{
    acts, came_with, comments, handling, here, history,
    parts::{heading, versioned},
    proofread,
    reading::reading,
    records,
    rows::ItemRows,
    way::{Keys, Way},
};
use crate::{
    components::{
        crumb::BackTo,
        drawn::{OrPage, PageResult},
        piece::{Headline, Piece},
        state::StateBadge,
    },
    desk::{
        asked::told,
        items::{Comments, Compared, ItemView, NameStatement, ReadPart, TakenLine, beside_print},
    },
    request::{
        address::{door, is_own_address},
        page::Page,
    },
    words,
};

/// The address's query.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    /// The list from which it was opened, with the row that comes next: where one goes on after an act.
    then: Option<String>,
}

/// `GET /items/{item}`
pub async fn page(page: Page, Path(item): Path<i64>, Query(asked): Query<Asked>) -> PageResult {
    let then = asked.then.as_deref().filter(|then| is_own_address(then));
    let view = page.desk().item(&page.actor, ItemId(item)).await.or_page(&page)?;
    let title = view.item.text.list_title();
    let proof = page.desk().proof_of_item(&page.actor, ItemId(item)).await.or_page(&page)?;
    let said = page.desk().comments(&page.actor, ItemId(item)).await.or_page(&page)?;
    let present = here::come(&page, ItemId(item), Doing::Reading).await?;
    Ok(page
        .render(&title, || {
            let heading = heading(&view);
            view! {
                {then.map(|then| view! { <BackTo address=then to="列表" /> })}
                <div class="page-head">
                    <h1>{heading}</h1>
                    <StateBadge state=view.item.state />
                </div>
                {here::reading(view.item.id, &present, &page.now)}
                <div class="split">
                    <div class="stack">
                        {handling::handed_notice(&view, &page.now)}
                        {return_notice(&view)}
                        {unsaved_notice(&view, &page)}
                        {became(&view)}
                        {text(&view, &said, 1)}
                        {comments::panel(&said, &page, comments::Beside::Text(1))}
                        {proof.map(|proof| proofread::panel(proof, &page))}
                    </div>
                    <div class="panel">
                        <h2>"办理"</h2>
                        {acts::acts(&view, Way { page: &page, then, keys: Keys::None })}
                        {facts(&view, &page)}
                        {combined(&view, &page)}
                        {records::records(&view)}
                        {came_with::panel(&view)}
                    </div>
                    <div>{history::history(&view, &page, 2)}</div>
                </div>
            }
        })
        .await)
}

/// The reason of a return, on top until it is sent again.
pub(super) fn return_notice(view: &ItemView) -> AnyView {
    view.return_reason
        .clone()
        .map(|reason| view! { <p class="notice"><strong>"退回原因："</strong>{reason}</p> })
        .into_any()
}

/// That this person typed something into it that nobody else sees, with the way to it.
pub(super) fn unsaved_notice(view: &ItemView, page: &Page) -> AnyView {
    let Some(text) = &view.unsaved else { return ().into_any() };
    let when = words::near_moment(text.kept_at, &page.now);
    // Where it cannot be written on any more, it is shown what can be done with the words.
    let (address, label) = match view.may(ItemAct::EditText) {
        true => (text.address.clone(), "继续写"),
        false => (format!("/unsaved/{}", text.sheet), "看能怎么办"),
    };
    view! {
        <p class="notice">
            {format!("您有未保存的修改（{when} 留存，别人还看不到）")}" "<a href=address>{label}</a>
        </p>
    }
    .into_any()
}

/// The text as it is read, with the passages that something is said of; `level` is that of the heading above it.
pub(super) fn text(view: &ItemView, said: &Comments, level: u8) -> AnyView {
    let owner = Owner::current().map_or_else(Owner::new, |owner| owner.child());
    let text = owner.with(|| {
        provide_context(comments::passages(said));
        Piece::from(&view.item.text).view(Headline::Said, level)
    });
    view! { <article class="prose">{text}</article> }.into_any()
}

/// The way to what became of the text that was sent in.
fn became(view: &ItemView) -> AnyView {
    let Some(became) = view.became else { return ().into_any() };
    let label = match became {
        Compared::Printed => "报送稿与印发稿对照",
        Compared::Survivor | Compared::Revision(_) => "报送稿与合稿后的文字对照",
    };
    view! { <p><a href=beside_print(view.item.id, became)>{label}</a></p> }.into_any()
}

/// What is known about it, line by line.
pub(super) fn facts(view: &ItemView, page: &Page) -> AnyView {
    let item = &view.item;
    let waits = item.state.waits_for().map(|waits| fact("现在", waits.to_owned()));
    let drafted_by =
        format!("{} {}", view.person(item.drafted_by), words::moment(view.created_at, &page.now));
    let sent_by = item.sent_by.map(|sender| fact("报送", view.person(sender).to_owned()));
    let reached = view.reached_at.map(|reached| fact("到稿", words::moment(reached, &page.now)));
    let cover = &item.cover;
    let urgent = cover.urgent_until.map(|day| fact("急件", format!("最迟 {}", words::full_day(day))));
    let drafter = [cover.drafter.as_deref(), cover.telephone.as_deref()];
    let drafter: Vec<&str> = drafter.into_iter().flatten().collect();
    let drafter = (!drafter.is_empty()).then(|| fact("拟稿", drafter.join(" ")));
    let approved = cover.approver.as_ref().map(|approver| {
        let day = cover.approved_on.map(words::full_day);
        fact("审批", [Some(approver.clone()), day].into_iter().flatten().collect::<Vec<_>>().join("，"))
    });
    let content_type = item.text.content_type.map(|kind| fact("类型", kind.label().to_owned()));
    let placed = view.placed_in.clone().map(|placed| {
        let address = format!("/issues/{}", placed.issue);
        view! { <dt>"编入"</dt><dd><a href=address>{placed.label}</a></dd> }
    });
    let credit = item.credit.as_ref().map(|credit| format!("（另定：{}）", credit.reason));
    let credited = match view.credited.as_slice() {
        [] => "尚无".to_owned(),
        units => units.join("、"),
    };
    let told = told(&item.details);
    let told = (!told.is_empty()).then(|| fact("计分情况", told.join("，")));
    view! {
        <dl class="facts">
            {urgent}
            {waits}
            {handling::fact(view, &page.now)}
            {fact("单位", view.unit.name.clone())}
            {fact("体裁", format!("{}，{} 字", item.text.kind.label(), view.characters))}
            {content_type}
            {drafter}
            {approved}
            {fact("起草", drafted_by)}
            {sent_by}
            {reached}
            {placed}
            {fact("保密审查", clearance(view, page))}
            {fact("记分单位", format!("{credited}{}", credit.unwrap_or_default()))}
            {told}
            <dt>"署名"</dt>
            <dd>
                {reading(view.reading.clone(), |part| resolving(view, part))}
                {statements(view, page)}
            </dd>
        </dl>
    }
    .into_any()
}

/// What was stated of its authors' names, for whoever decides next.
fn statements(view: &ItemView, page: &Page) -> impl IntoView + use<> {
    let line = |stated: &NameStatement| {
        let told = format!("（{}说明，{}）", stated.by, words::moment(stated.at, &page.now));
        view! { <p class="soft">{stated.words()}{told}</p> }
    };
    view.statements.iter().map(line).collect_view()
}

fn fact(name: &'static str, value: String) -> impl IntoView {
    view! { <dt>{name}</dt><dd>{value}</dd> }
}

fn clearance(view: &ItemView, page: &Page) -> String {
    let Some(clearance) = &view.item.clearance else { return "尚未审查".to_owned() };
    let who = view.person(clearance.clearer);
    let when = words::moment(clearance.decided_at, &page.now);
    let words = match &clearance.verdict {
        Verdict::Cleared => format!("通过（{who}，{when}）"),
        Verdict::Refused { reason } => format!("不通过：{reason}（{who}，{when}）"),
    };
    if clearance.is_void_for(view.item.revision) {
        format!("{words}；此后文字有改动，需要重新审查")
    } else {
        words
    }
}

/// Buttons that say which unit an unknown name means.
fn resolving(view: &ItemView, part: &ReadPart) -> AnyView {
    let may_edit = view.may(ItemAct::EditText);
    let is_absent = part.absent.is_some();
    if !may_edit && (is_absent || !view.may_keep_alias) {
        return ().into_any();
    }
    let id = format!("resolve-{}", part.text);
    let nearest = part.nearest.first().map(|unit| unit.id);
    let options = part.nearest.iter().chain(&view.units);
    let options = options
        .map(|unit| {
            let selected = Some(unit.id) == nearest;
            view! { <option value=unit.id.0 selected=selected>{unit.name.clone()}</option> }
        })
        .collect_view();
    let keep = (view.may_keep_alias && !is_absent).then(|| {
        view! {
            <label class="choice">
                <input type="checkbox" name="keep_alias" value="1" checked=true />
                "记为这个单位的别名，以后都认得"
            </label>
        }
    });
    view! {
        <form method="post" action=door(Verb::ResolveUnit) class="form">
            {versioned(view)}
            <input type="hidden" name="name" value=part.text.clone() />
            <div class="field">
                <label for=id.clone()>{format!("“{}”{}", part.text, if is_absent { "改为" } else { "是" })}</label>
                <select id=id name="unit">{options}</select>
            </div>
            {keep}
            <button>{if is_absent { "改署这个单位" } else { "认作这个单位" }}</button>
        </form>
    }
    .into_any()
}

/// Where it went, or what came into it.
pub(super) fn combined(view: &ItemView, page: &Page) -> AnyView {
    let survivor = view.survivor.clone().map(|row| {
        view! { <h3>"已合入"</h3><ItemRows rows=vec![row] now=page.now.clone() /> }
    });
    let sources = (!view.sources.is_empty()).then(|| {
        view! { <h3>"合入了"</h3><ItemRows rows=view.sources.clone() now=page.now.clone() /> }
    });
    view! { {survivor}{sources}{taken(view)} }.into_any()
}

/// Which of its paragraphs it took over, and from where.
fn taken(view: &ItemView) -> AnyView {
    if view.taken.is_empty() {
        return ().into_any();
    }
    let line = |taken: &TakenLine| {
        let source = format!("/items/{}", taken.source);
        view! {
            <li>
                {format!("{}取自", taken.place())}<a href=source>{format!("《{}》", taken.title)}</a>
                {format!("（{}）", taken.unit)}
                {taken.since().map(|since| format!("，{since}"))}
            </li>
        }
    };
    view! { <h3>"取用的段落"</h3><ul class="taken">{view.taken.iter().map(line).collect_view()}</ul> }
        .into_any()
}
