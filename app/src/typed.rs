//! What was typed into a form that was refused, on its way back into the same form.
//!
//! The one door for verbs hands it to the port, which keeps it for that person for some minutes; the page that
//! comes next finds it there, and [`crate::components::verb_form::VerbForm`] puts it back into its fields.

use serde::{Deserialize, Serialize};

/// Fields that are never kept: what only its owner knows.
const SECRETS: [&str; 4] = ["password", "current", "new", "again"];
/// Fields about the way back.
const WAYS: [&str; 2] = ["back", "next"];
/// Verbs that keep what is typed by themselves, as the text of an item.
const KEPT_AS_ITEMS: [&str; 3] = ["draft_item", "save_item", "keep_text"];

/// A verb's form as it was filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedForm {
    pub verb: String,
    /// In the form's order; a field may stand there several times.
    pub fields: Vec<(String, String)>,
}

impl TypedForm {
    /// What is worth keeping of a posted form; `None` where there is nothing, or where it is kept already.
    pub fn of(verb: &str, form: &str) -> Option<Self> {
        if KEPT_AS_ITEMS.contains(&verb) {
            return None;
        }
        let mut fields: Vec<(String, String)> = serde_urlencoded::from_str(form).ok()?;
        fields.retain(|(name, _)| !SECRETS.contains(&name.as_str()) && !WAYS.contains(&name.as_str()));
        (!fields.is_empty()).then(|| Self { verb: verb.to_owned(), fields })
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
        assert_eq!(typed, TypedForm { verb: "add_person".to_owned(), fields: fields.to_vec() });
        assert_eq!(typed.value("role"), Some("editor"));
        assert_eq!(TypedForm::of("reset_password", "password=geheim"), None);
        assert_eq!(TypedForm::of("save_item", "body=%E7%94%B2"), None, "an item's text is kept as such");
    }
}
