//! The fields of the writing page beside its text: what kind it is, its headlines, for which unit, and what the office needs
//! to know.

use domain::{
    file_role::FileRole,
    item::{ContentType, Cover, ItemText, Kind},
};
use jiff::civil::Date;
use leptos::prelude::*;

use super::came_with;
use crate::{
    desk::{
        audit::MOST_FILE_BYTES,
        form::most,
        items::{HandedInFile, MOST_ATTACHED, UnitChoice, Writing},
    },
    islands::CharacterCount,
    request::handed_in::FileForm,
    words,
};

/// The title and the second headline. Of a brief, which is mostly printed without, they are folded and stand behind the text;
/// the page's script moves them where another kind is chosen.
pub(super) fn headlines(text: &ItemText) -> AnyView {
    let is_brief = text.kind == Kind::Brief;
    let is_open = !is_brief || !text.title.is_empty() || text.subtitle.is_some();
    view! {
        <details class="headlines" open=is_open data-brief=is_brief.then_some("")>
            <summary>"标题（简讯可以不写）"</summary>
            {line_field(LineField {
                name: "title",
                label: "标题",
                value: &text.title,
                class: "headline",
                beside: view! {
                    <CharacterCount field="title".to_owned() text=text.title.clone() is_body=false />
                }
                .into_any(),
                ..LineField::default()
            })}
            {line_field(LineField {
                name: "subtitle",
                label: "副题",
                value: text.subtitle.as_deref().unwrap_or_default(),
                ..LineField::default()
            })}
        </details>
    }
    .into_any()
}

/// What the office needs to know with the text: folded, with what is filled in told.
pub(super) fn cover_fields(writing: &Writing) -> AnyView {
    let Cover { drafter, telephone, approver, approved_on, urgent_until } = writing.cover.clone();
    let urgent = urgent_until.map(|day| format!("急件，最迟 {}", words::full_day(day)));
    let approved = approver.as_ref().map(|approver| format!("{approver} 审批"));
    let told: Vec<String> =
        [drafter.clone(), telephone.clone(), approved, urgent].into_iter().flatten().collect();
    let told =
        if told.is_empty() { "拟稿人、电话、审批、急件".to_owned() } else { told.join("，") };
    let line = |name: &'static str, label: &'static str, kind: &'static str, value: Option<String>| {
        view! {
            <div class="field">
                <label for=name>{label}</label>
                <input id=name name=name type=kind value=value.unwrap_or_default() autocomplete="off"
                    data-most=most(name).to_string() />
            </div>
        }
    };
    let day = |day: Option<Date>| day.map(|day| day.to_string());
    view! {
        <details class="cover">
            <summary>"报送信息 "<span class="soft">{told}</span></summary>
            <div class="cover-fields">
                {line("drafter", "拟稿人", "text", drafter)}
                {line("telephone", "电话", "tel", telephone)}
                {line("approver", "审批人", "text", approver)}
                {line("approved_on", "审批日期", "date", day(approved_on))}
                {line("urgent_until", "急件，最迟", "date", day(urgent_until))}
            </div>
            <p class="field-hint">"供办公室联系和安排用，不印在刊物上。"</p>
        </details>
    }
    .into_any()
}

/// The files that go along with the text, and those that are to; more are chosen or dropped with the page's script.
pub(super) fn attachments(writing: &Writing) -> AnyView {
    let line = |role: FileRole, name: &str| {
        view! { <li><span class="soft">{role.label()}</span><span class="file-name">{name.to_owned()}</span></li> }
    };
    let original = writing.original.as_ref().map(|file| line(FileRole::Original, &file.name));
    let files = writing.came_with.files.iter().map(|file| line(file.role, &file.name)).collect_view();
    let pending = |file: &HandedInFile| {
        view! {
            <li>
                <span class="soft">{FileRole::Attachment.label()}</span>
                <span class="file-name">{file.name.clone()}</span>
                <input type="hidden" name="attachment" value=file.number />
            </li>
        }
    };
    let pending = writing.attachments.iter().map(pending).collect_view();
    view! {
        <section class="attaching" data-attach=FileForm::HANDED_IN.address data-largest=MOST_FILE_BYTES.to_string()
            data-files=MOST_ATTACHED.to_string()
            aria-label="附件">
            <ul class="came-with">{original}{files}{pending}</ul>
            <noscript><p class="field-hint">"附件（不印）在存稿后的稿件页上添加。"</p></noscript>
            {came_with::notes_of(writing.came_with.notes.clone())}
        </section>
    }
    .into_any()
}

pub(super) fn unit_field(writing: &Writing) -> AnyView {
    if writing.units.is_empty() {
        return ().into_any();
    }
    let option = |unit: &UnitChoice| {
        let selected = unit.id == writing.unit.id;
        view! { <option value=unit.id.0 selected=selected>{unit.name.clone()}</option> }
    };
    if let [unit] = writing.units.as_slice() {
        return view! { <input type="hidden" name="unit" value=unit.id.0 /> }.into_any();
    }
    view! {
        <div class="field">
            <label for="unit">"报送单位"</label>
            <select id="unit" name="unit">{writing.units.iter().map(option).collect_view()}</select>
        </div>
    }
    .into_any()
}

pub(super) fn kind_fields(chosen: Kind) -> impl IntoView {
    let kind = |kind: Kind| {
        view! {
            <label class="choice">
                <input type="radio" name="kind" value=kind.label() checked=kind == chosen />
                {kind.label()}
            </label>
        }
    };
    view! {
        <fieldset class="field">
            <legend>"体裁"</legend>
            <div class="choices">{Kind::ALL.map(kind).collect_view()}</div>
        </fieldset>
    }
}

pub(super) fn content_type_field(chosen: Option<ContentType>) -> impl IntoView {
    let option = |content_type: ContentType| {
        let selected = Some(content_type) == chosen;
        view! { <option value=content_type.code() selected=selected>{content_type.label()}</option> }
    };
    view! {
        <div class="field">
            <label for="content_type">"内容类型"</label>
            <select id="content_type" name="content_type">
                <option value="">"不分"</option>
                {ContentType::ALL.map(option).collect_view()}
            </select>
        </div>
    }
}

/// A field of one line.
pub(super) struct LineField<'a> {
    pub name: &'static str,
    pub label: &'static str,
    pub value: &'a str,
    pub hint: &'static str,
    pub class: &'static str,
    /// At the end of the label's line.
    pub beside: AnyView,
    /// Between the field and its hint.
    pub below: AnyView,
    /// The page itself filled it in: whatever comes may take its place.
    pub is_filled: bool,
}

impl Default for LineField<'_> {
    fn default() -> Self {
        Self {
            name: "",
            label: "",
            value: "",
            hint: "",
            class: "",
            beside: ().into_any(),
            below: ().into_any(),
            is_filled: false,
        }
    }
}

pub(super) fn line_field(field: LineField<'_>) -> AnyView {
    let LineField { name, label, value, hint, class, beside, below, is_filled } = field;
    let described = (!hint.is_empty()).then(|| format!("{name}-hint"));
    view! {
        <div class="field">
            <div class="field-head"><label for=name>{label}</label>{beside}</div>
            <input
                id=name
                name=name
                class=class
                data-most=most(name).to_string()
                value=value.to_owned()
                data-filled=is_filled.then(|| value.to_owned())
                autocomplete="off"
                aria-describedby=described.clone()
            />
            {below}
            {described.map(|id| view! { <p class="field-hint" id=id>{hint}</p> })}
        </div>
    }
    .into_any()
}
