//! The fields of a rule's form, made from what its section may say.

use domain::scoring::{
    Field, RuleSet,
    form::FREE_CONDITIONS,
    sections::{CONDITION, CONVERSION, FILTER, Holds, Key, MEASURE, Section},
};
use leptos::prelude::*;

use crate::components::verb_form::{given, given_choice, given_tick};

/// Everything that a rule of the section may say; `place` is the rule's, of one that is there.
#[component]
pub fn Fields(rules: RuleSet, section: &'static Section, place: Option<usize>) -> impl IntoView {
    let values = rules.fields(section, place);
    places(&rules, section.keys, "", &values)
}

type Values = [(String, String)];

fn places(rules: &RuleSet, places: &'static [Key], before: &str, values: &Values) -> AnyView {
    let all =
        places.iter().map(|place| one(rules, &Asked { place, hint: place.hint(places) }, before, values));
    all.collect_view().into_any()
}

/// A key of the rule, and what the form says of it.
struct Asked {
    place: &'static Key,
    hint: String,
}

fn one(rules: &RuleSet, asked: &Asked, before: &str, values: &Values) -> AnyView {
    let place = asked.place;
    let name = format!("{before}{}", place.key);
    match place.holds {
        Holds::Filter => group(rules, asked, &name, FILTER, values),
        Holds::Conversion => group(rules, asked, &name, CONVERSION, values),
        Holds::Measure => group(rules, asked, &name, MEASURE, values),
        Holds::Conditions => conditions(rules, asked, &name, values),
        Holds::Word(words) => choice(asked, name, words.iter().map(|(code, label)| (*code, *label)), values),
        Holds::Truth => choice(asked, name, [("true", "是"), ("false", "否")].into_iter(), values),
        Holds::Words(words) => ticks(asked, &name, words, values),
        Holds::Field => {
            let figures: Vec<(String, String)> = Field::ALL
                .iter()
                .map(|field| (field.code().to_owned(), field.label().to_owned()))
                .chain(rules.figures.iter().map(|figure| (figure.key.clone(), figure.name.clone())))
                .collect();
            let own = value(values, &name);
            let own = Field::from_code(&own).map_or(own.clone(), |field| match field {
                Field::Own(place) => {
                    rules.figures.get(usize::from(place)).map_or(own.clone(), |figure| figure.key.clone())
                }
                _ => own,
            });
            select(asked, name, figures, own)
        }
        _ => line(rules, asked, name, values),
    }
}

/// Fields that are folded away until something stands in them.
fn group(
    rules: &RuleSet,
    Asked { place, hint }: &Asked,
    name: &str,
    within: &'static [Key],
    values: &Values,
) -> AnyView {
    let before = format!("{name}.");
    let open = values.iter().any(|(field, _)| field.starts_with(&before));
    let fields = places(rules, within, &before, values);
    view! {
        <details class="panel" open=open>
            <summary>{place.label}</summary>
            <p class="field-hint">{hint.clone()}</p>
            {fields}
        </details>
    }
    .into_any()
}

fn conditions(rules: &RuleSet, Asked { place, hint }: &Asked, name: &str, values: &Values) -> AnyView {
    let before = format!("{name}.");
    let numbers = values
        .iter()
        .filter_map(|(field, _)| field.strip_prefix(&before)?.split('.').next()?.parse::<usize>().ok());
    let count = numbers.max().map_or(0, |last| last + 1);
    let sets = (0..count + FREE_CONDITIONS).map(|number| {
        let fields = places(rules, CONDITION, &format!("{before}{number}."), values);
        let legend = if number < count {
            format!("{}{}", place.label, number + 1)
        } else {
            "再加一个条件（不加就空着）".to_owned()
        };
        view! { <details class="panel" open={number < count || count == 0}><summary>{legend}</summary>{fields}</details> }
    });
    let sets = sets.collect_view();
    view! { <div class="field"><span class="field-hint">{hint.clone()}</span></div>{sets} }.into_any()
}

fn value(values: &Values, name: &str) -> String {
    values.iter().find(|(field, _)| field == name).map(|(_, value)| value.clone()).unwrap_or_default()
}

fn line(rules: &RuleSet, Asked { place, hint }: &Asked, name: String, values: &Values) -> AnyView {
    let text = given(&name, value(values, &name));
    let several = match place.holds {
        Holds::Texts | Holds::Categories | Holds::Rules | Holds::Rates | Holds::PointsList => {
            "几个之间用顿号隔开。"
        }
        Holds::Amounts => "写作“名称：数”，几个之间用顿号隔开。",
        Holds::Ties => "几个之间用顿号隔开；几类的得分合在一起比的，括号里的类别之间空一格。",
        _ => "",
    };
    let named = |(rule, name): (&str, &str)| format!("{rule}（{name}）");
    let offered: Vec<String> = match place.holds {
        Holds::Category | Holds::Categories => {
            rules.categories().iter().map(|category| category.label().to_owned()).collect()
        }
        Holds::Rules => rules.rule_names().map(named).collect(),
        Holds::Rates => rules.rate_names().map(named).collect(),
        _ => Vec::new(),
    };
    let known = (!offered.is_empty()).then(|| format!("已有：{}。", offered.join("、")));
    let hint = format!("{hint}{several}{}", known.unwrap_or_default());
    let hint_id = format!("{name}-hint");
    let label = labelled(place);
    view! {
        <div class="field">
            <label for=name.clone()>{label}</label>
            <input id=name.clone() name=name type="text" value=text required=place.required
                aria-describedby=hint_id.clone() />
            <span class="field-hint" id=hint_id>{hint}</span>
        </div>
    }
    .into_any()
}

fn labelled(place: &Key) -> String {
    if place.required { format!("{}（必填）", place.label) } else { place.label.to_owned() }
}

fn choice(
    asked: &Asked,
    name: String,
    words: impl Iterator<Item = (&'static str, &'static str)>,
    values: &Values,
) -> AnyView {
    let options = words.map(|(code, label)| (code.to_owned(), label.to_owned())).collect();
    let chosen = value(values, &name);
    select(asked, name, options, chosen)
}

fn select(asked: &Asked, name: String, words: Vec<(String, String)>, chosen: String) -> AnyView {
    let Asked { place, hint } = asked;
    let mut options = vec![(String::new(), if place.required { "请选择" } else { "不写" }.to_owned())];
    options.extend(words);
    let chosen = given_choice(&name, &options, chosen);
    let options = options.into_iter().map(|(code, label)| {
        let selected = code == chosen;
        view! { <option value=code selected=selected>{label}</option> }
    });
    let options = options.collect_view();
    let hint_id = format!("{name}-hint");
    let label = labelled(place);
    view! {
        <div class="field">
            <label for=name.clone()>{label}</label>
            <select id=name.clone() name=name aria-describedby=hint_id.clone()>{options}</select>
            <span class="field-hint" id=hint_id>{hint.clone()}</span>
        </div>
    }
    .into_any()
}

fn ticks(
    Asked { place, hint }: &Asked,
    name: &str,
    words: &'static [(&'static str, &'static str)],
    values: &Values,
) -> AnyView {
    let boxes = words.iter().map(|(code, label)| {
        let ticked = values.iter().any(|(field, value)| field == name && value == code);
        let ticked = given_tick(name, code, ticked);
        view! {
            <label class="choice">
                <input type="checkbox" name=name.to_owned() value=*code checked=ticked />
                <span>{*label}</span>
            </label>
        }
    });
    let boxes = boxes.collect_view();
    let label = labelled(place);
    view! {
        <fieldset class="field">
            <legend>{label}</legend>
            <div class="choices">{boxes}</div>
            <span class="field-hint">{hint.clone()}</span>
        </fieldset>
    }
    .into_any()
}
