//! The parts of forms: a label, its field, a hint.

use leptos::prelude::*;

use super::verb_form::{given, given_choice, given_tick};

/// One line to be typed.
#[component]
pub fn TextField(
    name: &'static str,
    label: &'static str,
    #[prop(into)] value: String,
    /// The field's id, where two forms of a page have a field of this name.
    #[prop(optional, into)]
    id: String,
    /// `text`, `password`, `number`, `date`.
    #[prop(default = "text")]
    kind: &'static str,
    #[prop(optional)] hint: &'static str,
    #[prop(optional)] autocomplete: Option<&'static str>,
    #[prop(optional)] required: bool,
) -> impl IntoView {
    let id = if id.is_empty() { name.to_owned() } else { id };
    let hint_id = (!hint.is_empty()).then(|| format!("{id}-hint"));
    let value = given(name, value);
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <input id=id name=name type=kind value=value autocomplete=autocomplete required=required
                aria-describedby=hint_id.clone() />
            {hint_id.map(|id| view! { <span class="field-hint" id=id>{hint}</span> })}
        </div>
    }
}

/// A text as it stands within a `textarea`, whose content Leptos leaves as it is: nothing that somebody typed may
/// end the element. Browsers drop a line break right at its beginning, so that one of the text's own needs another.
pub fn in_textarea(text: &str) -> String {
    let first = if text.starts_with(['\n', '\r']) { "\n" } else { "" };
    format!("{first}{}", text.replace('&', "&amp;").replace('<', "&lt;"))
}

/// Several lines to be typed.
#[component]
pub fn TextArea(
    name: &'static str,
    label: &'static str,
    #[prop(into)] value: String,
    /// The field's id, where a form has several of this name.
    #[prop(optional, into)]
    id: String,
    #[prop(default = 3)] rows: u8,
    #[prop(optional)] hint: &'static str,
) -> impl IntoView {
    let id = if id.is_empty() { name.to_owned() } else { id };
    let hint_id = (!hint.is_empty()).then(|| format!("{id}-hint"));
    let value = given(name, value);
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <textarea id=id name=name rows=rows.to_string() aria-describedby=hint_id.clone()>{in_textarea(&value)}</textarea>
            {hint_id.map(|id| view! { <span class="field-hint" id=id>{hint}</span> })}
        </div>
    }
}

/// One of several, to be chosen: each a value and its words.
#[component]
pub fn Choice(
    name: &'static str,
    label: &'static str,
    options: Vec<(String, String)>,
    #[prop(optional, into)] chosen: String,
    #[prop(optional, into)] id: String,
    #[prop(optional)] hint: &'static str,
) -> impl IntoView {
    let id = if id.is_empty() { name.to_owned() } else { id };
    let hint_id = (!hint.is_empty()).then(|| format!("{id}-hint"));
    let chosen = given_choice(name, &options, chosen);
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <select id=id name=name aria-describedby=hint_id.clone()>
                {options
                    .into_iter()
                    .map(|(value, words)| {
                        let selected = value == chosen;
                        view! { <option value=value selected=selected>{words}</option> }
                    })
                    .collect_view()}
            </select>
            {hint_id.map(|id| view! { <span class="field-hint" id=id>{hint}</span> })}
        </div>
    }
}

/// Something to be ticked.
#[component]
pub fn Tick(
    name: &'static str,
    #[prop(into)] label: String,
    /// What the field sends when it is ticked.
    #[prop(default = String::from("true"), into)]
    value: String,
    ticked: bool,
) -> impl IntoView {
    let ticked = given_tick(name, &value, ticked);
    view! {
        <label class="choice">
            <input type="checkbox" name=name value=value checked=ticked />
            <span>{label}</span>
        </label>
    }
}
