//! A form that asks for a verb and, where it was refused, comes back with what was typed.
//!
//! Fields within it ask [`given`], [`given_choice`] and [`given_tick`] what to show. Each value is given once, in
//! the form's order, so that fields that share a name get each its own.

use std::sync::{Arc, Mutex, PoisonError};

use domain::act::Verb;
use leptos::prelude::*;

use crate::{
    desk::typed::{OpenSheet, TypedForm, long_form},
    request::address::door,
};

/// Names and values, in the form's order.
type TypedFields = Vec<(String, String)>;

/// What was typed into the form around; nothing where it did not come back.
#[derive(Clone, Debug)]
struct Given(Option<Arc<Mutex<TypedFields>>>);

/// `POST /do/{verb}`.
#[component]
pub fn VerbForm(
    verb: Verb,
    /// The field that tells this form from others of its verb on the page, with its value; it is hidden.
    #[prop(optional, into)]
    about: Option<(&'static str, String)>,
    #[prop(default = "form")] class: &'static str,
    children: Children,
) -> impl IntoView {
    verb_form(verb, about, class, children)
}

/// As [`VerbForm`], for fields that are made from what somebody else owns.
pub fn verb_form<Fields: IntoView + 'static>(
    verb: Verb,
    about: Option<(&'static str, String)>,
    class: &'static str,
    fields: impl FnOnce() -> Fields,
) -> AnyView {
    let is_back = comes_back(verb, about.as_ref().map(|(name, value)| (*name, value.as_str())));
    let typed = use_context::<TypedForm>().filter(|_| is_back);
    let sheet =
        typed.as_ref().and_then(|typed| typed.sheet.clone()).map(|sheet| view! { <SheetFields sheet /> });
    // What is typed into a long form is kept while it is typed.
    let keep = long_form(verb).map(|_| verb.code());
    let given = Given(typed.map(|typed| Arc::new(Mutex::new(typed.fields))));
    let about = about.map(|(name, value)| view! { <input type="hidden" name=name value=value /> });
    let owner = Owner::current().map_or_else(Owner::new, |owner| owner.child());
    let fields = owner.with(|| {
        provide_context(given);
        fields().into_any()
    });
    view! {
        <form class=class method="post" action=door(verb) data-keep=keep>
            {sheet}
            {about}
            {fields}
        </form>
    }
    .into_any()
}

/// The name under which a page is open again, with the number of its changes.
#[component]
pub fn SheetFields(sheet: OpenSheet) -> impl IntoView {
    let OpenSheet { name, stamp, spare, done } = sheet;
    let copy = format!("{done}.{stamp}.{spare}");
    view! {
        <input type="hidden" name="sheet" value=name data-spare=spare />
        <input type="hidden" name="copy" value=copy />
        <input type="hidden" name="stamp" value=stamp />
    }
}

/// Whether this verb's form was refused and comes back: what it is folded into is then open.
pub fn comes_back(verb: Verb, about: Option<(&str, &str)>) -> bool {
    use_context::<TypedForm>().is_some_and(|typed| {
        typed.verb == verb.code() && about.is_none_or(|(name, value)| typed.value(name) == Some(value))
    })
}

/// What was typed into the next field of this name; `otherwise` where the form did not come back.
pub fn given(name: &str, otherwise: String) -> String {
    taken(name, |_| true).map_or(otherwise, Option::unwrap_or_default)
}

/// As [`given`], of a field that has only these options.
pub fn given_choice(name: &str, options: &[(String, String)], otherwise: String) -> String {
    let is_option = |value: &str| options.iter().any(|(option, _)| option == value);
    taken(name, is_option).map_or(otherwise, Option::unwrap_or_default)
}

/// Whether a box with this value was ticked.
pub fn given_tick(name: &str, value: &str, otherwise: bool) -> bool {
    taken(name, |given| given == value).map_or(otherwise, |taken| taken.is_some())
}

/// The first value of the name that fits, which is then gone: `None` where the form did not come back,
/// `Some(None)` where it came back without such a value.
fn taken(name: &str, fits: impl Fn(&str) -> bool) -> Option<Option<String>> {
    let fields = use_context::<Given>()?.0?;
    let mut fields = fields.lock().unwrap_or_else(PoisonError::into_inner);
    let place = fields.iter().position(|(field, value)| field == name && fits(value));
    Some(place.map(|place| fields.remove(place).1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::fields::{Choice, TextArea, TextField, Tick};

    fn page(typed: Option<TypedForm>) -> String {
        let owner = Owner::new_root(None);
        owner.with(|| {
            if let Some(typed) = typed {
                provide_context(typed);
            }
            let options =
                || [("", "无"), ("a", "甲"), ("b", "乙")].map(|(a, b)| (a.to_owned(), b.to_owned())).to_vec();
            view! {
                <VerbForm verb=Verb::SaveUnit about=("unit", "7".to_owned())>
                    <TextField name="title" label="题" value="旧" />
                    <Tick name="role" label="签" value="signer" ticked=true />
                    <Tick name="role" label="编" value="editor" ticked=false />
                    <Choice name="kind" id="one" label="一" options=options() chosen="a" />
                    <Choice name="kind" id="other" label="二" options=options() />
                    <TextArea name="text" label="文" value="" />
                </VerbForm>
                <VerbForm verb=Verb::SaveUnit about=("unit", "8".to_owned())>
                    <TextField name="title" id="second" label="题" value="别的" />
                </VerbForm>
            }
            .to_html()
        })
    }

    #[test]
    fn a_form_that_was_refused_comes_back_as_it_was_filled_in() {
        let fields = [
            ("unit", "7"),
            ("title", "新 \"题\""),
            ("role", "editor"),
            ("kind", ""),
            ("kind", "b"),
            ("text", "一<二"),
        ];
        let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        let html = page(Some(TypedForm { verb: "save_unit".to_owned(), fields, ..TypedForm::default() }));
        for part in [
            "value=\"新 &quot;题&quot;\"",
            "value=\"signer\">",
            "value=\"editor\" checked",
            "<option value=\"\" selected",
            "<option value=\"b\" selected",
            "一&lt;二</textarea>",
            "value=\"别的\"",
        ] {
            assert!(html.contains(part), "{part}: {html}");
        }
    }

    #[test]
    fn a_form_that_is_shown_for_the_first_time_has_its_own_values() {
        let fields = vec![("title".to_owned(), "新".to_owned())];
        let other = TypedForm { verb: "other".to_owned(), fields, ..TypedForm::default() };
        for typed in [None, Some(other)] {
            let html = page(typed);
            for part in ["value=\"旧\"", "value=\"signer\" checked", "<option value=\"a\" selected"] {
                assert!(html.contains(part), "{part}: {html}");
            }
        }
    }
}
