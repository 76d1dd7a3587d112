//! Quick entry: one form for each kind of record, of which one is open.

use domain::{
    act::Verb,
    record::{RecordKind, UpperChannel},
    scoring::{Outcome, Ruling},
};
use leptos::prelude::*;

use super::{
    Shown,
    fields::{TextField, TickBox, UnitsField, WhenFields, credit_month, typed_again},
    items::FoundItems,
};
use crate::{
    desk::asked::{AskedPlace, EVIDENCE, LEADERS_LEVEL, OUTCOME, RANK, VOIDED_STORY, asked_of},
    request::address::door,
};

/// The kinds as tabs, and the form of the one that is open.
#[component]
pub fn QuickEntry<'a>(shown: &'a Shown) -> impl IntoView + use<> {
    let tabs = RecordKind::ALL.into_iter().map(|kind| {
        let current = (kind == shown.kind).then_some("page");
        let item = shown.item.as_ref().map(|item| format!("&item={}", item.item)).unwrap_or_default();
        let address = format!("/records?month={}&form={}{item}", shown.month, kind.code());
        view! { <a href=address aria-current=current>{kind.label()}</a> }
    });
    let tabs = tabs.collect_view();
    let about = shown.item.as_ref().map(|item| {
        view! {
            <p class="notice">
                "为稿件 "<a href=format!("/items/{}", item.item)>{format!("“{}”", item.title)}</a>" 登记"
                <a class="button quiet" href=typed_again(shown, &[("item", String::new())])>"不指明稿件"</a>
            </p>
        }
    });
    let form = match shown.kind {
        RecordKind::UpperAdoption => view! { <UpperAdoptionForm shown /> }.into_any(),
        RecordKind::Commission => view! { <CommissionForm shown /> }.into_any(),
        RecordKind::Forwarding => view! { <ForwardingForm shown /> }.into_any(),
        RecordKind::Instruction => view! { <InstructionForm shown /> }.into_any(),
        RecordKind::Ruling => view! { <RulingForm shown /> }.into_any(),
        RecordKind::Adjustment => view! { <AdjustmentForm shown /> }.into_any(),
        RecordKind::Submission => view! { <SubmissionForm shown /> }.into_any(),
    };
    view! {
        <section class="panel quick-entry">
            <h2>"登记"</h2>
            <nav class="tabs" aria-label="登记的种类">{tabs}</nav>
            {about}
            {form}
        </section>
    }
}

/// What all forms have: the verb, the way back with what was typed, the item, the act.
#[component]
fn EntryForm<'a>(
    shown: &'a Shown,
    verb: Verb,
    act: &'static str,
    children: Children,
) -> impl IntoView + use<> {
    let back = format!("/records?month={}&form={}", shown.month, shown.kind.code());
    let item = shown.item.as_ref().map(|item| {
        view! { <input type="hidden" name="item" value=item.item.to_string() /> }
    });
    let kind = shown.kind;
    let has_title = matches!(
        kind,
        RecordKind::UpperAdoption | RecordKind::Commission | RecordKind::Forwarding | RecordKind::Instruction
    );
    let find = has_title.then(|| {
        view! {
            <button class="plain" name="find" value=kind.code() formmethod="get" formaction="/records" formnovalidate=true>
                "按题目找稿件"
            </button>
        }
    });
    view! {
        <form class="entry-form" method="post" action=door(verb)>
            <input type="hidden" name="back" value=back />
            {item}
            {children()}
            // The act comes first: it is what the return key does.
            <div class="toolbar wide">
                <button class="primary">{act}</button>
                {find}
            </div>
        </form>
    }
}

/// The title as typed, else the item's.
#[component]
fn TitleField<'a>(
    shown: &'a Shown,
    #[prop(optional)] hint: &'static str,
    #[prop(optional)] optional: bool,
) -> impl IntoView + use<> {
    let typed = shown.fields.field("title");
    let value = match &shown.item {
        Some(item) if typed.is_empty() => item.title.clone(),
        _ => typed,
    };
    view! {
        <div class="wide" data-titles="">
            <TextField form="entry".to_owned() name="title" label="标题" value hint required=!optional />
            <div data-found="">
                {shown.found.as_ref().map(|found| view! { <FoundItems shown found=found.as_slice() /> })}
            </div>
        </div>
    }
}

/// In the place of a form that needs a channel, where there is none to choose.
#[component]
pub fn NoChannels() -> impl IntoView {
    view! {
        <div class="empty">
            <p>"还没有上级刊物。先添加一种，如“每日动态”，才能登记它采用了什么。"</p>
            <p><a class="button primary" href="/records/channels">"添加上级刊物"</a></p>
        </div>
    }
}

#[component]
pub fn ChannelField(form: String, channels: Vec<UpperChannel>, chosen: String) -> impl IntoView {
    let id = format!("{form}-channel");
    let options = channels.into_iter().map(|channel| {
        let selected = channel.name == chosen;
        view! { <option value=channel.name.clone() selected=selected>{channel.name.clone()}</option> }
    });
    view! {
        <div class="field">
            <label for=id.clone()>"上级刊物"</label>
            <select id=id name="channel" required>
                <option value="">"请选择"</option>
                {options.collect_view()}
            </select>
        </div>
    }
}

#[component]
fn Suggestions(id: &'static str, words: Vec<String>) -> impl IntoView {
    let options = words.into_iter().map(|word| view! { <option value=word></option> });
    view! { <datalist id=id>{options.collect_view()}</datalist> }
}

#[component]
fn UpperAdoptionForm<'a>(shown: &'a Shown) -> impl IntoView + use<> {
    if shown.choices.channels.is_empty() {
        return view! { <NoChannels /> }.into_any();
    }
    let form = || "entry".to_owned();
    let fields = &shown.fields;
    let fields = view! {
        <ChannelField form=form() channels=shown.choices.channels.clone() chosen=fields.field("channel") />
        <WhenFields form=form() shown />
        <TitleField shown />
        <UnitsField form=form() shown />
        <div class="choices wide">
            <TickBox name="starred" label="加星（★）" ticked=!fields.field("starred").is_empty() />
            <TickBox name="commissioned" label="是约稿" ticked=!fields.field("commissioned").is_empty() />
        </div>
        <Asked shown />
    }
    .into_any();
    view! { <EntryForm shown verb=Verb::RecordUpperAdoption act="登记上级采用">{fields}</EntryForm> }
        .into_any()
}

#[component]
fn CommissionForm<'a>(shown: &'a Shown) -> impl IntoView + use<> {
    let form = || "entry".to_owned();
    let fields = view! {
        <TextField
            form=form()
            name="office"
            label="由谁约稿"
            value=shown.fields.field("office")
            hint="已提供、上级还没有刊用的；刊用了的登记为上级采用"
            list="commissioning-offices".to_owned()
            required=true
        />
        <Suggestions id="commissioning-offices" words=shown.choices.commissioning_offices.clone() />
        <WhenFields form=form() shown />
        <TitleField shown />
        <UnitsField form=form() shown />
        <Asked shown />
    }
    .into_any();
    view! { <EntryForm shown verb=Verb::RecordCommission act="登记约稿">{fields}</EntryForm> }
}

#[component]
fn ForwardingForm<'a>(shown: &'a Shown) -> impl IntoView + use<> {
    let form = || "entry".to_owned();
    let uncleared = shown.item.as_ref().filter(|item| !item.is_cleared).map(|item| {
        view! {
            <p class="field-fault wide">
                {format!("“{}”的现有文字还没有通过保密审查，审查后才能报送上级。", item.title)}
            </p>
        }
    });
    let unlinked = shown.item.is_none().then(|| {
        view! {
            <TextField form=form() name="count" label="篇数" value=or_one(shown.fields.field("count")) />
            <TextField
                form=form()
                name="cleared_by"
                label="保密审查人"
                value=shown.fields.field("cleared_by")
            />
        }
    });
    let fields = view! {
        <TextField
            form=form()
            name="office"
            label="报送到"
            value=shown.fields.field("office")
            list="receiving-offices".to_owned()
            required=true
        />
        <Suggestions id="receiving-offices" words=shown.choices.receiving_offices.clone() />
        <WhenFields form=form() shown />
        {unlinked}
        <TitleField shown hint="几篇一起登记时可以不写" optional=true />
        <UnitsField form=form() shown />
        <Asked shown />
        {uncleared}
    }
    .into_any();
    view! { <EntryForm shown verb=Verb::RecordForwarding act="登记报送">{fields}</EntryForm> }
}

fn or_one(count: String) -> String {
    if count.is_empty() { "1".to_owned() } else { count }
}

#[component]
fn AdjustmentForm<'a>(shown: &'a Shown) -> impl IntoView + use<> {
    let form = || "entry".to_owned();
    let fields = view! {
        <TextField
            form=form()
            name="points"
            label="加减多少分"
            value=shown.fields.field("points")
            hint="减分前加 -，如 -0.5"
            required=true
        />
        <WhenFields form=form() shown />
        <div class="wide">
            <TextField form=form() name="reason" label="事由" value=shown.fields.field("reason") required=true />
        </div>
        <div class="wide"><AskedField shown place=EVIDENCE /></div>
        <UnitsField form=form() shown />
        <Asked shown />
    }
    .into_any();
    view! { <EntryForm shown verb=Verb::RecordAdjustment act="登记加减分">{fields}</EntryForm> }
}

#[component]
fn InstructionForm<'a>(shown: &'a Shown) -> impl IntoView + use<> {
    let form = || "entry".to_owned();
    let fields = view! {
        <AskedField shown place=LEADERS_LEVEL required=true />
        <AskedField shown place=RANK />
        <WhenFields form=form() shown />
        <TitleField shown />
        <UnitsField form=form() shown />
        <TextField form=form() name="channel" label="批在哪份刊物上" value=shown.fields.field("channel") hint="可以不写" />
        <Asked shown />
    }
    .into_any();
    view! { <EntryForm shown verb=Verb::RecordInstruction act="登记批示">{fields}</EntryForm> }
}

#[component]
fn RulingForm<'a>(shown: &'a Shown) -> impl IntoView + use<> {
    let form = || "entry".to_owned();
    let chosen = shown.fields.field("ruling");
    let options = Ruling::ALL.map(|ruling| {
        let selected = ruling.code() == chosen;
        view! { <option value=ruling.code() selected=selected>{ruling.label()}</option> }
    });
    let fields = view! {
        <div class="field">
            <label for="entry-ruling">"怎样处理"</label>
            <select id="entry-ruling" name="ruling" required>
                <option value="">"请选择"</option>
                {options.collect_view()}
            </select>
        </div>
        <WhenFields form=form() shown />
        <div class="wide">
            <TextField form=form() name="reason" label="事由" value=shown.fields.field("reason") required=true />
        </div>
        <div class="wide"><AskedField shown place=EVIDENCE /></div>
        <UnitsField form=form() shown />
        <AskedField shown place=VOIDED_STORY />
        <Asked shown />
    }
    .into_any();
    view! { <EntryForm shown verb=Verb::RecordRuling act="登记处理">{fields}</EntryForm> }
}

/// What the rules may ask about, folded away until something is typed.
#[component]
fn Asked<'a>(shown: &'a Shown) -> impl IntoView + use<> {
    let places = asked_of(shown.kind);
    let open = places.iter().any(|place| !shown.fields.field(place.field).is_empty());
    let fields = places.iter().map(|place| {
        if *place == OUTCOME {
            let chosen = shown.fields.field(OUTCOME.field);
            return view! { <OutcomeField chosen /> }.into_any();
        }
        view! { <AskedField shown place=*place /> }.into_any()
    });
    let fields = fields.collect_view();
    view! {
        <details class="wide" open=open>
            <summary>"计分办法会问到的其他情况"</summary>
            <div class="entry-form">{fields}</div>
        </details>
    }
}

/// One place that rules may ask about, as a line of text.
#[component]
fn AskedField<'a>(
    shown: &'a Shown,
    place: AskedPlace,
    #[prop(optional)] required: bool,
) -> impl IntoView + use<> {
    let AskedPlace { field, label, hint, .. } = place;
    let value = shown.fields.field(field);
    view! { <TextField form="entry".to_owned() name=field label value hint required /> }
}

#[component]
fn OutcomeField(chosen: String) -> impl IntoView {
    let options = Outcome::ALL.map(|outcome| {
        let selected = outcome.code() == chosen;
        view! { <option value=outcome.code() selected=selected>{outcome.label()}</option> }
    });
    view! {
        <div class="field">
            <label for="entry-outcome">"结果"</label>
            <select id="entry-outcome" name="outcome">
                <option value="">"不写（算已交稿）"</option>
                {options.collect_view()}
            </select>
        </div>
    }
}

#[component]
fn SubmissionForm<'a>(shown: &'a Shown) -> impl IntoView + use<> {
    let form = || "entry".to_owned();
    let fields = view! {
        <p class="field-hint wide">"只补录启用本系统之前的上报；在本系统里报送的稿件会自动计数。"</p>
        <TextField form=form() name="month" label="哪个月" value=credit_month(shown) kind="month" placeholder="2024-01" required=true />
        <TextField form=form() name="count" label="上报篇数" value=shown.fields.field("count") required=true />
        <UnitsField form=form() shown />
    }
    .into_any();
    view! { <EntryForm shown verb=Verb::RecordSubmissions act="补录">{fields}</EntryForm> }
}
