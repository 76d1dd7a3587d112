//! A form that was refused, in the page that comes next: each fault stands at its field, is tied to it for whoever
//! does not see the page, and is linked from the summary above.
//!
//! It works on the page as it is sent, so that every form has this, whatever it is made of: the form is known by its
//! address and by what its hidden fields say, a field by its name.

mod tags;

use std::collections::BTreeMap;

use tags::{Tag, escaped, says, tags};

use crate::desk::{Fault, typed::TypedForm};

/// Hidden fields that do not tell one form of a verb from another: ways, versions, names of a page.
const TELL_NOTHING: [&str; 12] = [
    "back",
    "next",
    "focus",
    "rows",
    "sheet",
    "copy",
    "stamp",
    "address",
    "version",
    "revision",
    "item_version",
    "pdf_hash",
];

/// What was refused.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refused {
    /// Where the form is sent to.
    pub action: String,
    /// What was typed; empty where it was not kept.
    pub fields: Vec<(String, String)>,
    pub faults: Vec<Fault>,
}

/// A fault as the summary tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub words: String,
    /// The id of the field that it is about; none where it is about none.
    pub field: Option<String>,
}

impl Refused {
    /// What was kept of a form that was refused; `None` where no fault was.
    pub fn of(typed: &TypedForm) -> Option<Self> {
        if typed.faults.is_empty() {
            return None;
        }
        let action =
            if typed.verb.starts_with('/') { typed.verb.clone() } else { format!("/do/{}", typed.verb) };
        Some(Self { action, fields: typed.fields.clone(), faults: typed.faults.clone() })
    }

    /// The page with each fault at its field, and what the summary says.
    pub fn tie(&self, html: &str) -> (String, Vec<Told>) {
        let form = self.form(html);
        let mut edits = Edits::default();
        let mut at_fields: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
        let places: Vec<Option<usize>> = self
            .faults
            .iter()
            .map(|fault| {
                let place = form.as_ref()?.control(&fault.field)?;
                at_fields.entry(place).or_default().push(&fault.words);
                Some(place)
            })
            .collect();
        let ids: BTreeMap<usize, String> = form
            .iter()
            .flat_map(|form| {
                let mark = |(place, words): (&usize, &Vec<&str>)| {
                    (*place, form.mark(*place, &words.join("；"), &mut edits))
                };
                at_fields.iter().map(mark).collect::<Vec<_>>()
            })
            .collect();
        let told = self.faults.iter().zip(places).map(|(fault, place)| Told {
            words: fault.words.clone(),
            field: place.and_then(|place| ids.get(&place).cloned()),
        });
        let told = told.collect();
        (edits.apply(html), told)
    }

    /// The form: the one of this address whose hidden fields say what was sent.
    fn form<'a>(&self, html: &'a str) -> Option<Form<'a>> {
        let forms = Form::all(html);
        forms.into_iter().find(|form| form.goes_to(&self.action) && self.was_sent_by(form))
    }

    fn was_sent_by(&self, form: &Form<'_>) -> bool {
        let tells = |control: &&Control<'_>| {
            control.is_hidden() && !TELL_NOTHING.contains(&control.name()) && !self.fields.is_empty()
        };
        form.controls.iter().filter(tells).all(|control| {
            let value = control.tag.attribute("value").unwrap_or_default();
            self.fields.iter().any(|(name, sent)| says(control.name(), name) && says(value, sent))
        })
    }
}

/// A form of the page with what can be filled in in it.
struct Form<'a> {
    tag: Tag<'a>,
    controls: Vec<Control<'a>>,
    /// What folds the form away.
    folded: Vec<Tag<'a>>,
}

/// A field or a button.
struct Control<'a> {
    tag: Tag<'a>,
    /// The field set around, and where what it says first may stand.
    set: Option<(Tag<'a>, usize)>,
    /// The label around.
    label: Option<usize>,
    /// What folds it away within the form.
    folded: Vec<Tag<'a>>,
}

impl<'a> Control<'a> {
    fn name(&self) -> &'a str {
        self.tag.attribute("name").unwrap_or_default()
    }

    fn is_hidden(&self) -> bool {
        self.tag.name == "input" && self.tag.attribute("type") == Some("hidden")
    }

    fn is_one_of_several(&self) -> bool {
        matches!(self.tag.attribute("type"), Some("checkbox" | "radio"))
    }
}

impl<'a> Form<'a> {
    fn all(html: &'a str) -> Vec<Self> {
        let mut forms: Vec<Self> = Vec::new();
        let mut is_within = false;
        let mut folded: Vec<Tag<'a>> = Vec::new();
        let mut sets: Vec<(Tag<'a>, usize)> = Vec::new();
        let mut label = None;
        for tag in tags(html) {
            match (tag.name, tag.is_closing) {
                ("form", false) => {
                    forms.push(Self { tag, controls: Vec::new(), folded: folded.clone() });
                    is_within = true;
                }
                ("form", true) => is_within = false,
                ("details", false) => folded.push(tag),
                ("details", true) => drop(folded.pop()),
                ("fieldset", false) => {
                    let end = tag.end;
                    sets.push((tag, end));
                }
                ("fieldset", true) => drop(sets.pop()),
                ("legend", true) => {
                    if let Some((_, place)) = sets.last_mut() {
                        *place = tag.end;
                    }
                }
                ("label", closing) => label = (!closing).then_some(tag.start),
                ("input" | "select" | "textarea" | "button", false) if is_within => {
                    let control = Control { tag, set: sets.last().cloned(), label, folded: folded.clone() };
                    if let Some(form) = forms.last_mut() {
                        form.controls.push(control);
                    }
                }
                _ => {}
            }
        }
        forms
    }

    /// Whether the form or one of its buttons is sent to this address.
    fn goes_to(&self, action: &str) -> bool {
        let is_it = |tag: &Tag<'_>, name| tag.attribute(name).is_some_and(|address| says(address, action));
        is_it(&self.tag, "action") || self.controls.iter().any(|control| is_it(&control.tag, "formaction"))
    }

    /// The field that a fault names: `name`, or `name#2` for the third of this name.
    fn control(&self, field: &str) -> Option<usize> {
        let (name, number) = match field.split_once('#') {
            Some((name, number)) => (name, number.parse().ok()?),
            None => (field, 0),
        };
        let is_it = |control: &Control<'_>| {
            control.tag.name != "button" && !control.is_hidden() && says(control.name(), name)
        };
        let fields =
            self.controls.iter().enumerate().filter(|(_, control)| !name.is_empty() && is_it(control));
        fields.map(|(place, _)| place).nth(number)
    }

    /// Marks a field as wrong, with the words at it; unfolds what hides it, and answers its id.
    fn mark(&self, place: usize, words: &str, edits: &mut Edits) -> String {
        let control = &self.controls[place];
        let tag = &control.tag;
        let mut added = String::new();
        let id = match tag.attribute("id") {
            Some(id) => id.to_owned(),
            None => {
                let id = format!("refused-{place}");
                added.push_str(&format!(" id=\"{id}\""));
                id
            }
        };
        if tag.attribute("aria-invalid").is_none() {
            added.push_str(" aria-invalid=\"true\"");
        }
        match tag.place_of_value("aria-describedby") {
            Some(described) => edits.insert(described, format!("{id}-fault ")),
            None => added.push_str(&format!(" aria-describedby=\"{id}-fault\"")),
        }
        edits.insert(tag.place_for_attributes(), added);
        edits.insert(self.place_of_words(place), at_the_field(&id, words));
        for folded in self.folded.iter().chain(&control.folded) {
            if folded.attribute("open").is_none() {
                edits.insert(folded.place_for_attributes(), " open".to_owned());
            }
        }
        id
    }

    /// Where the fault's words stand: before the field or, of boxes, above all of them.
    fn place_of_words(&self, place: usize) -> usize {
        let control = &self.controls[place];
        match (&control.set, control.label) {
            (Some((_, place)), _) if control.is_one_of_several() => *place,
            (_, Some(label)) => label,
            _ => control.tag.start,
        }
    }
}

fn at_the_field(id: &str, words: &str) -> String {
    format!("<span class=\"field-fault\" id=\"{id}-fault\">{}</span>", escaped(words))
}

/// What is added to a page, by places.
#[derive(Default)]
struct Edits(Vec<(usize, String)>);

impl Edits {
    fn insert(&mut self, place: usize, text: String) {
        // What folds two fields away is unfolded once.
        if !self.0.iter().any(|(other, added)| *other == place && *added == text) {
            self.0.push((place, text));
        }
    }

    fn apply(mut self, html: &str) -> String {
        self.0.sort_by_key(|(place, _)| *place);
        let mut page = String::with_capacity(html.len() + 1000);
        let mut from = 0;
        for (place, text) in &self.0 {
            page.push_str(&html[from..*place]);
            page.push_str(text);
            from = *place;
        }
        page.push_str(&html[from..]);
        page
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<form action=\"/do/save\"><input type=\"hidden\" name=\"unit\" value=\"7\">\
        <input id=\"a\" name=\"title\"></form>\
        <details><summary>x</summary><form action=\"/do/save\">\
        <input type=\"hidden\" name=\"unit\" value=\"8\"><input type=\"hidden\" name=\"version\" value=\"1\">\
        <input id=\"b\" name=\"title\" aria-describedby=\"hint\"><textarea name=\"text\"></textarea>\
        <fieldset><legend>L</legend><label><input type=\"checkbox\" name=\"role\" value=\"x\"></label></fieldset>\
        <input name=\"points\"><input name=\"points\"><button formaction=\"/do/drop\">D</button></form></details>";

    fn refused(action: &str, fields: &[(&str, &str)], faults: &[(&str, &str)]) -> Refused {
        Refused {
            action: action.to_owned(),
            fields: fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
            faults: faults
                .iter()
                .map(|(field, words)| Fault { field: (*field).to_owned(), words: (*words).to_owned() })
                .collect(),
        }
    }

    #[test]
    fn a_fault_stands_at_its_field_of_the_form_that_was_sent() {
        let sent = [("unit", "8"), ("version", "9"), ("title", "")];
        let faults = [
            ("title", "请填 <题>"),
            ("text", "太长"),
            ("role", "选一个"),
            ("points#1", "不是数"),
            ("", "别的"),
        ];
        let (html, told) = refused("/do/save", &sent, &faults).tie(PAGE);
        assert!(html.starts_with(&PAGE[..PAGE.find("<details").expect("it folds")]), "{html}");
        let parts = [
            "<details open><summary>",
            "<span class=\"field-fault\" id=\"b-fault\">请填 &lt;题&gt;</span><input aria-invalid=\"true\" id=\"b\"",
            "aria-describedby=\"b-fault hint\"",
            "太长</span><textarea id=\"refused-3\" aria-invalid=\"true\" aria-describedby=\"refused-3-fault\"",
            "</legend><span class=\"field-fault\" id=\"refused-4-fault\">选一个</span><label>",
            "<input name=\"points\"><span class=\"field-fault\" id=\"refused-6-fault\">",
        ];
        for part in parts {
            assert!(html.contains(part), "{part}: {html}");
        }
        let fields: Vec<_> = told.iter().map(|told| told.field.as_deref()).collect();
        assert_eq!(fields, [Some("b"), Some("refused-3"), Some("refused-4"), Some("refused-6"), None]);
    }

    #[test]
    fn a_form_is_known_by_its_buttons_too_and_another_ones_faults_touch_nothing() {
        let (_, told) = refused("/do/drop", &[], &[("title", "甲")]).tie(PAGE);
        assert_eq!(told[0].field.as_deref(), Some("b"));
        let (html, told) = refused("/do/save", &[("unit", "9")], &[("title", "甲")]).tie(PAGE);
        assert_eq!((html.as_str(), told[0].field.as_deref()), (PAGE, None));
    }

    #[test]
    fn two_faults_of_a_field_stand_at_it_together() {
        let (html, told) =
            refused("/do/save", &[("unit", "7")], &[("title", "甲"), ("title", "乙")]).tie(PAGE);
        assert!(html.contains("id=\"a-fault\">甲；乙</span>"), "{html}");
        assert_eq!(told.len(), 2);
    }
}
