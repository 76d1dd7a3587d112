//! What may be done to an item now, as plain forms. What may not be done is not shown.

use domain::{
    act::Verb,
    permission::ItemAct,
    reason::ReasonKind,
    workflow::{Action, State},
};
use leptos::prelude::*;

use super::{
    handling,
    parts::{heading, versioned},
    way::{Way, act},
};
use crate::{
    components::{
        fields::{TextField, Tick, in_textarea},
        stating::stating,
        verb_form::{comes_back, given, verb_form},
    },
    desk::{
        asked::{ASKED_OF_ADOPTIONS, AskedPlace, DetailsForm},
        items::{Hindrance, ItemView, UnitChoice},
    },
    request::address::door,
};

/// All acts that this person may do to the item as it stands; the first of those that it waits for is the primary one.
pub(super) fn acts(view: &ItemView, way: Way<'_>) -> AnyView {
    // What waits for this person is red: nothing on an item that waits for others, and a returned one is mended first.
    let is_to_mend = view.item.state == State::Returned && view.may(ItemAct::EditText);
    let mut is_first = !is_to_mend;
    let mut class = || if std::mem::take(&mut is_first) { "primary" } else { "" };
    let mut buttons: Vec<AnyView> = Vec::new();
    let simple = [
        (Action::Submit, Verb::Submit),
        (Action::Approve, Verb::Approve),
        (Action::Restore, Verb::Restore),
        (Action::UndoCombine, Verb::UndoCombine),
        (Action::Withdraw, Verb::Withdraw),
    ];
    if view.may_act(Action::Receive) {
        buttons.push(act(view, way, Verb::Receive, "签收", class()));
    }
    if view.may_act(Action::Shortlist) {
        buttons.push(act(view, way, Verb::Shortlist, "拟用", class()));
    }
    for (action, verb) in simple {
        if view.may_act(action) {
            let class = if matches!(action, Action::Submit | Action::Approve) { class() } else { "" };
            buttons.push(act(view, way, verb, action.label(), class));
        }
    }
    if view.may_act(Action::Place) {
        buttons.push(view! { <a class="button" href="/issues/desk">"去编排"</a> }.into_any());
    }
    if view.may(ItemAct::EditText) {
        let address = format!("/items/{}/edit", view.item.id);
        let class = if is_to_mend { "button primary" } else { "button" };
        buttons.push(
            view! { <a class=class href=address data-key=way.keys.of(Verb::SaveItem)>"修改文字"</a> }
                .into_any(),
        );
    }
    for (action, verb) in
        [(Action::UndoReceive, Verb::UndoReceive), (Action::UndoShortlist, Verb::UndoShortlist)]
    {
        if view.may_act(action) {
            buttons.push(act(view, way.staying(), verb, action.label(), "quiet"));
        }
    }
    let clearing = view.may(ItemAct::Clear).then(|| clearing(view, way, class()));
    let has_none = buttons.is_empty() && !view.may(ItemAct::Clear);
    let hindrance = view.hindrance.as_ref().map(|hindrance| hindered(view, hindrance));
    let has_none = has_none && hindrance.is_none();
    view! {
        {hindrance}
        <div class="acts">
        <div class="toolbar">{buttons.collect_view()}</div>
        {has_none.then(|| view! { <p class="soft">"现在没有要您办的事。"</p> })}
        {clearing}
        {view.may_act(Action::Return).then(|| with_reason(view, way, Verb::ReturnItem, "退回"))}
        {view.may_act(Action::Reject).then(|| with_reason(view, way, Verb::Reject, "不采用"))}
        {view.may_act(Action::Combine).then(|| combining(view))}
        {handling::acts(view, way)}
        {view.may(ItemAct::DecideCredit).then(|| crediting(view, way))}
        {view.may(ItemAct::DecideCredit).then(|| telling(view, way))}
        {view.may(ItemAct::Delete).then(|| deleting(view))}
        </div>
    }
    .into_any()
}

/// Why what waits for the person's role is not for this person; where only a name says so, it can be stated that it is
/// somebody else's.
fn hindered(view: &ItemView, hindrance: &Hindrance) -> AnyView {
    view! {
        <div class="notice stack">
            <p>{format!("{}。", hindrance.words)}</p>
            {stating(view.item.id, &hindrance.namesakes)}
        </div>
    }
    .into_any()
}

/// The common reasons as boxes to tick, and free words.
fn with_reason(view: &ItemView, way: Way<'_>, verb: Verb, label: &'static str) -> AnyView {
    let kinds = || {
        let kind = |kind: ReasonKind| {
            view! { <Tick name="kinds" label=kind.label() value=kind.code() ticked=false /> }
        };
        let phrase = |phrase: &String| {
            view! { <Tick name="phrase" label=phrase.clone() value=phrase.clone() ticked=false /> }
        };
        view! { {ReasonKind::ALL.map(kind).collect_view()} {view.phrases.iter().map(phrase).collect_view()} }
    };
    let id = format!("{verb}-reason");
    // What is typed for one item comes back to that one.
    let item = view.item.id.to_string();
    let is_back = comes_back(verb, Some(("item", &item)));
    view! {
        <details open=is_back>
            <summary data-key=way.keys.of(verb)>{label}"…"</summary>
            {verb_form(verb, Some(("item", item)), "form", || view! {
                <input type="hidden" name="version" value=view.item.version />
                {way.fields()}
                <fieldset class="field">
                    <legend>"原因（至少说一条）"</legend>
                    <div class="choices numbered">{kinds()}</div>
                </fieldset>
                <div class="field">
                    <label for=id.clone()>"具体说明"</label>
                    <textarea id=id name="reason" rows="3">{in_textarea(&given("reason", String::new()))}</textarea>
                </div>
                <button class="danger">{label}</button>
            })}
        </details>
    }
    .into_any()
}

/// 退回 of what is ticked in a list, for one reason; its fields are part of the list's form.
pub(super) fn returning_many(phrases: &[String]) -> AnyView {
    let kind = |kind: ReasonKind| {
        view! { <Tick name="kinds" label=kind.label() value=kind.code() ticked=false /> }
    };
    let phrase = |phrase: &String| {
        view! { <Tick name="phrase" label=phrase.clone() value=phrase.clone() ticked=false /> }
    };
    view! {
        <details open=comes_back(Verb::ReturnItems, None)>
            <summary>"退回所选…"</summary>
            <div class="form">
                <fieldset class="field">
                    <legend>"原因（至少说一条），所选的都用"</legend>
                    <div class="choices">
                        {ReasonKind::ALL.map(kind).collect_view()}
                        {phrases.iter().map(phrase).collect_view()}
                    </div>
                </fieldset>
                <div class="field">
                    <label for="return-many-reason">"对所选各篇的说明"</label>
                    <textarea id="return-many-reason" name="reason" rows="2">{in_textarea(&given("reason", String::new()))}</textarea>
                </div>
                <button class="danger" formaction=door(Verb::ReturnItems)>"退回所选"</button>
            </div>
        </details>
    }
    .into_any()
}

/// It cannot be taken back, so it is asked once, with the draft's name.
fn deleting(view: &ItemView) -> AnyView {
    let title = heading(view);
    let title = if title.is_empty() { "这篇草稿".to_owned() } else { format!("《{title}》") };
    view! {
        <details>
            <summary>"删除草稿…"</summary>
            <form method="post" action=door(Verb::DeleteDraft) class="form">
                {versioned(view)}
                <p>{format!("删除{title}，连同它的各稿和没有保存的文字。删了就没有了。")}</p>
                <button class="danger">{format!("删除{title}")}</button>
            </form>
        </details>
    }
    .into_any()
}

fn clearing(view: &ItemView, way: Way<'_>, class: &'static str) -> AnyView {
    let hidden = || {
        view! {
            <input type="hidden" name="item" value=view.item.id.0 />
            <input type="hidden" name="revision" value=view.item.revision.0 />
            {way.fields()}
        }
    };
    let is_refused =
        view.item.clearance.as_ref().is_some_and(|clearance| clearance.refuses(view.item.revision).is_some());
    let passing = match (view.item.is_cleared(), is_refused) {
        (true, _) => ().into_any(),
        (false, false) => view! {
            <div class="toolbar">
                <form method="post" action=door(Verb::Clear)>{hidden()}<button class=class data-key=way.keys.of(Verb::Clear)>"保密审查通过"</button></form>
            </div>
        }
        .into_any(),
        // Whoever decides otherwise about the same text says why.
        (false, true) => view! {
            <details open=comes_back(Verb::Clear, None)>
                <summary>"改判保密审查通过…"</summary>
                {verb_form(Verb::Clear, None, "form", || view! {
                    {hidden()}
                    <p>"这一稿审查过，没有通过，文字也没有改过。"</p>
                    <div class="field">
                        <label for="overruling">"改判的理由"</label>
                        <textarea id="overruling" name="reason" rows="3" required>{in_textarea(&given("reason", String::new()))}</textarea>
                    </div>
                    <button>"保密审查改判通过"</button>
                })}
            </details>
        }
        .into_any(),
    };
    view! {
        {passing}
        <details open=comes_back(Verb::RefuseClearance, None)>
            <summary data-key=way.keys.of(Verb::RefuseClearance)>"保密审查不通过…"</summary>
            {verb_form(Verb::RefuseClearance, None, "form", || view! {
                {hidden()}
                <div class="field">
                    <label for="refusal">"原因"</label>
                    <textarea id="refusal" name="reason" rows="3" required>{in_textarea(&given("reason", String::new()))}</textarea>
                </div>
                <button class="danger">"保密审查不通过"</button>
            })}
        </details>
    }
    .into_any()
}

fn combining(view: &ItemView) -> AnyView {
    if view.partners.is_empty() {
        return ().into_any();
    }
    let partners = view.partners.iter().map(|row| {
        view! {
            <label class="choice">
                <input type="checkbox" name="item" value=row.id.0 />
                {super::rows::title(row)}" · "{row.unit.clone()}
            </label>
        }
    });
    view! {
        <details>
            <summary>"合稿…"</summary>
            <form action="/combine" class="form">
                <input type="hidden" name="item" value=view.item.id.0 />
                <fieldset class="field">
                    <legend>"与哪些稿件合成一篇"</legend>
                    {partners.collect_view()}
                </fieldset>
                <button>"下一步：选留哪一篇"</button>
            </form>
        </details>
    }
    .into_any()
}

fn crediting(view: &ItemView, way: Way<'_>) -> AnyView {
    let credited = view.item.credited_units();
    let choices = || {
        let choice = |unit: &UnitChoice| {
            let ticked = credited.contains(&unit.id);
            view! { <Tick name="unit" label=unit.short_name.clone() value=unit.id.to_string() ticked /> }
        };
        view.units.iter().map(choice).collect_view()
    };
    let reason = view.item.credit.as_ref().map(|credit| credit.reason.clone()).unwrap_or_default();
    view! {
        <details open=comes_back(Verb::DecideCredit, None)>
            <summary>"另定记分单位…"</summary>
            {verb_form(Verb::DecideCredit, None, "form", || view! {
                {versioned(view)}
                {way.fields()}
                <fieldset class="field">
                    <legend>"记分给"</legend>
                    <div class="choices-many">{choices()}</div>
                </fieldset>
                <div class="field">
                    <label for="credit-reason">"原因"</label>
                    <textarea id="credit-reason" name="reason" rows="2" required>{in_textarea(&given("reason", reason))}</textarea>
                </div>
                <button>"定下记分单位"</button>
            })}
        </details>
        {view.item.credit.is_some().then(|| act(view, way, Verb::UndecideCredit, "恢复按署名记分", "quiet"))}
    }
    .into_any()
}

/// What rules may ask about the item's adoption; once it is printed, with the reason of the change.
fn telling(view: &ItemView, way: Way<'_>) -> AnyView {
    let told = DetailsForm::of_adoption(&view.item.details);
    let fields = || {
        let field = |place: AskedPlace| {
            let AskedPlace { field, label, hint, .. } = place;
            let value = told.field(field).to_owned();
            view! { <TextField name=field label=label id=format!("told-{field}") value hint /> }
        };
        ASKED_OF_ADOPTIONS.map(field).collect_view()
    };
    let is_published = view.placed_in.as_ref().is_some_and(|placed| placed.is_published);
    let reason = move || {
        is_published.then(|| {
            view! { <TextField name="reason" label="为什么改" id="told-reason" value="" required=true /> }
        })
    };
    view! {
        <details open=comes_back(Verb::TellDetails, None)>
            <summary>"计分情况…"</summary>
            {verb_form(Verb::TellDetails, None, "form", || view! {
                {versioned(view)}
                {way.fields()}
                <p class="soft">"计分办法问到的才写，不写的照常记分。"</p>
                {fields()}
                {reason()}
                <button>"保存计分情况"</button>
            })}
        </details>
    }
    .into_any()
}
