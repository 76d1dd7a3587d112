//! The fields of the quick entry forms.

use domain::unit_list::replace_in_unit_list;
use leptos::prelude::*;

use super::Shown;

/// A line of text. The id is `form` and the name together, since several forms stand on the page.
#[component]
pub fn TextField(
    form: String,
    name: &'static str,
    label: &'static str,
    value: String,
    #[prop(optional)] hint: &'static str,
    #[prop(optional)] kind: Option<&'static str>,
    #[prop(optional)] placeholder: &'static str,
    #[prop(optional)] list: Option<String>,
    #[prop(optional)] required: bool,
) -> impl IntoView {
    let id = format!("{form}-{name}");
    let hint_id = format!("{id}-hint");
    let described = (!hint.is_empty()).then(|| hint_id.clone());
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <input
                id=id
                name=name
                type=kind.unwrap_or("text")
                value=value
                placeholder=(!placeholder.is_empty()).then_some(placeholder)
                list=list
                required=required
                aria-describedby=described
            />
            {(!hint.is_empty()).then(|| view! { <span class="field-hint" id=hint_id>{hint}</span> })}
        </div>
    }
}

/// A box to tick.
#[component]
pub fn TickBox(name: &'static str, label: &'static str, ticked: bool) -> impl IntoView {
    view! {
        <label class="choice">
            <input type="checkbox" name=name value="true" checked=ticked />
            {label}
        </label>
    }
}

/// The day and the credit month. The month may be another than the day's own.
#[component]
pub fn WhenFields<'a>(form: String, shown: &'a Shown) -> impl IntoView + use<> {
    let came_back = shown.fields.came_back();
    let is_present = domain::calendar::Month::of(shown.today) == shown.month;
    let date = match shown.fields.field("date") {
        typed if came_back => typed,
        _ if is_present => shown.today.to_string(),
        _ => String::new(),
    };
    let month = credit_month(shown);
    view! {
        <TextField form=form.clone() name="date" label="日期" value=date kind="date" placeholder="2024-01-31" required=true />
        <TextField form name="month" label="计入哪个月的考核" value=month kind="month" placeholder="2024-01" required=true />
    }
}

/// The credit month: the page's own or, where that is closed, the first open one, unless what was typed could not be read.
pub fn credit_month(shown: &Shown) -> String {
    match shown.fields.field("month") {
        typed if typed.is_empty() => shown.closed.first_open(shown.month).to_string(),
        typed => typed,
    }
}

/// The credited units as one line, and below it, for a form that came back, what was not understood.
#[component]
pub fn UnitsField<'a>(form: String, shown: &'a Shown) -> impl IntoView + use<> {
    let typed = shown.fields.field("units");
    let value = match &shown.item {
        Some(item) if typed.is_empty() => item.units.join(" "),
        _ => typed.clone(),
    };
    let unknown = shown.units.unknown.iter().map(|unknown| {
        let nearest = unknown.nearest.iter().map(|name| {
            let units = replace_in_unit_list(&typed, &unknown.typed, name);
            view! { <a class="button quiet" href=with_units(shown, units)>{name.clone()}</a> }
        });
        let nearest = nearest.collect_view();
        let is_offered = !unknown.nearest.is_empty();
        let words = match &unknown.absent {
            Some(absent) => {
                format!("“{}”：{absent}，{}", unknown.typed, if is_offered { "改为：" } else { "请改写" })
            }
            None => {
                let offer = if is_offered { "是不是：" } else { "请核对" };
                format!("没有名为“{}”的单位，{offer}", unknown.typed)
            }
        };
        view! {
            <p class="field-fault">{words}</p>
            <div class="toolbar">{nearest}</div>
        }
    });
    let unknown = unknown.collect_view();
    let understood = (!shown.units.units.is_empty()).then(
        || view! { <span class="field-hint">{format!("已认出：{}", shown.units.units.join("、"))}</span> },
    );
    view! {
        <div class="field wide">
            <TextField
                form
                name="units"
                label="记分单位"
                value
                hint="可写简称，多个单位用空格或顿号隔开；每个单位都记全分"
                required=true
            />
            {understood}
            {unknown}
        </div>
    }
}

/// The same form with another line of units.
fn with_units(shown: &Shown, units: String) -> String {
    typed_again(shown, &[("units", units)])
}

/// The page with what was typed, but for these fields, which are filled in anew or left out.
pub fn typed_again(shown: &Shown, anew: &[(&'static str, String)]) -> String {
    let mut fields: Vec<(&str, String)> = vec![
        ("month", shown.month.to_string()),
        ("form", shown.kind.code().to_owned()),
        ("item", shown.fields.item.clone()),
    ];
    // A month among the fields is one that could not be read.
    let typed = shown.fields.fields.iter().filter(|(name, _)| !matches!(name.as_str(), "month" | "back"));
    let mut typed: Vec<(&String, &String)> = typed.collect();
    typed.sort();
    fields.extend(typed.iter().map(|(name, value)| (name.as_str(), (*value).clone())));
    fields.retain(|(name, _)| !anew.iter().any(|(other, _)| other == name));
    fields.extend(anew.iter().cloned());
    fields.retain(|(_, value)| !value.is_empty());
    format!("/records?{}", serde_urlencoded::to_string(fields).unwrap_or_default())
}
