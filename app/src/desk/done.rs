//! What an act answers.

use domain::act::Verb;
use serde::{Deserialize, Serialize};

use super::form::Named;

/// What was done, in words, where to look next, and how to take it back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// What happened and what comes next: “已报送，等待办公室签收”.
    pub words: String,
    /// The address to go to; the page it came from where there is none.
    pub next: Option<String>,
    pub undo: Option<Undo>,
}

impl Done {
    pub fn new(words: impl Into<String>) -> Self {
        Self { words: words.into(), next: None, undo: None }
    }

    pub fn next(self, address: impl Into<String>) -> Self {
        Self { next: Some(address.into()), ..self }
    }

    /// Offers the act that takes it back.
    pub fn undo<Act: Named + Serialize>(self, act: &Act) -> Self {
        Self { undo: Undo::of(act), ..self }
    }
}

/// The verb that takes something back, with its form's fields.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undo {
    pub verb: Verb,
    pub fields: Vec<(String, String)>,
}

impl Undo {
    /// The act as a form that asks for it.
    fn of<Act: Named + Serialize>(act: &Act) -> Option<Self> {
        let fields = serde_html_form::to_string(act).ok()?;
        let mut fields: Vec<(String, String)> = serde_urlencoded::from_str(&fields).ok()?;
        // What is empty is not given; the answer travels in a cookie.
        fields.retain(|(_, value)| !value.is_empty());
        Some(Self { verb: Act::VERB, fields })
    }
}
