//! What was typed into a form that was refused, on its way back into the same form.
//!
//! The one door for verbs hands it to the port, which keeps it for that person for some minutes; the page that
//! comes next finds it there, and [`crate::components::verb_form::VerbForm`] puts it back into its fields.

use serde::{Deserialize, Serialize};

use crate::desk::Fault;

/// Fields that are never kept: what only its owner knows.
const SECRETS: [&str; 4] = ["password", "current", "new", "again"];
/// Fields about the way back.
const WAYS: [&str; 4] = ["back", "next", "focus", "rows"];
/// Verbs that keep what is typed by themselves, as the text of an item.
const KEPT_AS_ITEMS: [&str; 3] = ["draft_item", "save_item", "keep_text"];

/// A verb's form as it was filled in, and what was wrong with it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedForm {
    pub verb: String,
    /// In the form's order; a field may stand there several times.
    pub fields: Vec<(String, String)>,
    /// Why it was refused.
    #[serde(default)]
    pub faults: Vec<Fault>,
}

impl TypedForm {
    /// What is worth keeping of a refused form: what was typed, and its faults with their fields.
    pub fn refused(verb: &str, form: &str, faults: Vec<Fault>) -> Option<Self> {
        let typed = Self::of(verb, form);
        if typed.is_none() && faults.is_empty() {
            return None;
        }
        let typed = typed.unwrap_or_else(|| Self { verb: verb.to_owned(), ..Self::default() });
        Some(Self { faults, ..typed })
    }

    /// What is worth keeping of a posted form; `None` where there is nothing, or where it is kept already.
    pub fn of(verb: &str, form: &str) -> Option<Self> {
        if KEPT_AS_ITEMS.contains(&verb) {
            return None;
        }
        let mut fields: Vec<(String, String)> = serde_urlencoded::from_str(form).ok()?;
        fields.retain(|(name, _)| !SECRETS.contains(&name.as_str()) && !WAYS.contains(&name.as_str()));
        (!fields.is_empty()).then(|| Self { verb: verb.to_owned(), fields, faults: Vec::new() })
    }

    /// The first value of a field.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_and_the_way_back_are_not_kept() {
        let form = "name=%E7%94%B2&password=geheim&back=%2Fadmin&role=editor&role=";
        let typed = TypedForm::of("add_person", form).expect("something was typed");
        let fields = [("name", "甲"), ("role", "editor"), ("role", "")];
        let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let expected =
            TypedForm { verb: "add_person".to_owned(), fields: fields.to_vec(), faults: Vec::new() };
        assert_eq!(typed, expected);
        assert_eq!(typed.value("role"), Some("editor"));
        assert_eq!(TypedForm::of("reset_password", "password=geheim"), None);
        assert_eq!(TypedForm::of("save_item", "body=%E7%94%B2"), None, "an item's text is kept as such");
        let fault = Fault { field: "body".to_owned(), words: "太长".to_owned() };
        let refused = TypedForm::refused("save_item", "body=%E7%94%B2", vec![fault.clone()]);
        assert_eq!(refused.map(|typed| (typed.fields, typed.faults)), Some((Vec::new(), vec![fault])));
    }
}
