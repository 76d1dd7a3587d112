//! Forms to commands: a verb's name and the fields of its form, in one table for each area.
//!
//! What was typed or pasted is cleaned here (`domain::text::clean`), so that no verb ever sees it otherwise.

use domain::text::{Changes, clean};
use serde::{Deserialize, Deserializer, de::Error};

/// A form that does not fit its verb. A person sees it only when a page and the program disagree.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("表单不完整：{0}")]
pub struct FormError(pub String);

/// Defines an area's commands, and with them the forms that make them: `"verb" => Variant { fields }`, or
/// `"verb" => Variant(Form)` where the form has a type of its own.
macro_rules! verbs {
    (
        $(#[$meta:meta])*
        pub enum $command:ident {
            $($(#[$doc:meta])* $verb:literal => $variant:ident
                $({ $($(#[$field_meta:meta])* $field:ident: $kind:ty),* $(,)? })?
                $(($form:ty))?
            ),* $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq)]
        pub enum $command {
            $($(#[$doc])* $variant $({ $($field: $kind),* })? $(($form))?),*
        }

        impl $command {
            /// The names of all verbs of the area.
            pub const VERBS: &[&str] = &[$($verb),*];

            /// Reads a verb's form; `None` where the area has no such verb.
            pub fn from_form(verb: &str, form: &str) -> Option<Result<Self, $crate::desk::form::FormError>> {
                // An area without verbs reads no form.
                let _ = form;
                match verb {
                    $($verb => {
                        $(
                            #[derive(serde::Deserialize)]
                            struct Form { $($(#[$field_meta])* $field: $kind),* }
                            Some($crate::desk::form::read::<Form>(form).map(|Form { $($field),* }| Self::$variant { $($field),* }))
                        )?
                        $(Some($crate::desk::form::read::<$form>(form).map(Self::$variant)))?
                    })*
                    _ => None,
                }
            }
        }
    };
}
pub(crate) use verbs;

/// Fields that are taken as they were typed: nobody sees what a password is made of.
const UNCLEANED: [&str; 4] = ["password", "current", "new", "again"];

/// An urlencoded form with its texts cleaned, and what that changed. A form that cannot be read stays as it is.
pub fn cleaned(form: &str) -> (String, Changes) {
    let mut changes = Changes::default();
    let Ok(fields) = serde_urlencoded::from_str::<Vec<(String, String)>>(form) else {
        return (form.to_owned(), changes);
    };
    let fields: Vec<(String, String)> = fields
        .into_iter()
        .map(|(name, value)| {
            if UNCLEANED.contains(&name.as_str()) {
                return (name, value);
            }
            let cleaned = clean(&value);
            changes.add(cleaned.changes);
            (name, cleaned.text)
        })
        .collect();
    (serde_urlencoded::to_string(&fields).unwrap_or_else(|_| form.to_owned()), changes)
}

/// Reads an urlencoded form. A field given several times is a list.
pub fn read<Form: for<'de> Deserialize<'de>>(form: &str) -> Result<Form, FormError> {
    let (form, _) = cleaned(form);
    serde_html_form::from_str(&form).map_err(|error| FormError(error.to_string()))
}

/// An empty or blank field means that nothing was given.
pub fn blank_is_none<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?;
    Ok(text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()))
}

/// As [`blank_is_none`], for whatever can be read from a text: numbers, days, ids.
pub fn blank_or<'de, D: Deserializer<'de>, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    T: std::str::FromStr,
    T::Err: std::fmt::Display,
{
    match blank_is_none(deserializer)? {
        None => Ok(None),
        Some(text) => text.parse().map(Some).map_err(D::Error::custom),
    }
}

/// A ticked box sends something, an empty one nothing.
pub fn ticked<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?;
    Ok(text.is_some_and(|text| !matches!(text.as_str(), "" | "false" | "0")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_is_cleaned_but_for_passwords() {
        let form = serde_urlencoded::to_string([
            ("title", "⾃然\u{200b}资源\u{202e}"),
            ("title", "第二\r\n个"),
            ("password", "a\u{200b}⾃"),
        ])
        .expect("a form");
        let (cleaned, changes) = cleaned(&form);
        let fields: Vec<(String, String)> = serde_urlencoded::from_str(&cleaned).expect("a form");
        let fields: Vec<(&str, &str)> =
            fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(fields, [("title", "自然资源"), ("title", "第二\n个"), ("password", "a\u{200b}⾃")]);
        assert!(changes.is_seen() && changes.turning == 1);
    }
}
