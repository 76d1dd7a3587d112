//! Forms to commands: a verb's name and the fields of its form, in one table for each area.
//!
//! What was typed or pasted is cleaned here (`domain::text::clean`), so that no verb ever sees it otherwise.

use domain::text::{Changes, clean};
use serde::{Deserialize, Deserializer, de::Error};

use super::{DeskError, Fault};

/// A form that cannot be read: which field, and in words how to mend it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{words}")]
pub struct FormError {
    /// The field's name; nothing where it is not known.
    pub field: String,
    pub words: String,
}

impl From<FormError> for DeskError {
    fn from(FormError { field, words }: FormError) -> Self {
        Self::Invalid(vec![Fault { field, words }])
    }
}

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
    let form = serde_html_form::Deserializer::from_bytes(form.as_bytes());
    serde_path_to_error::deserialize(form).map_err(|error| {
        let path = error.path().to_string();
        let field = path.split(['.', '[']).next().unwrap_or_default();
        // What stands within another part of a form is named without its place.
        let missing = error.inner().to_string();
        let missing = missing.strip_prefix("missing field `").and_then(|rest| rest.strip_suffix('`'));
        let field = missing.unwrap_or(if field.contains('?') { "" } else { field });
        FormError { field: field.to_owned(), words: in_words(&error.inner().to_string()) }
    })
}

/// Why a field cannot be read, for whoever filled it in. What types of the domain say is said in words already; what
/// the reader of forms says is meant for programmers.
fn in_words(error: &str) -> String {
    let is_chinese = |sign: char| ('\u{4e00}'..='\u{9fff}').contains(&sign);
    let words = match error {
        words if words.contains(is_chinese) => return words.to_owned(),
        missing if missing.starts_with("missing field") => "这一栏没有送到，请重新打开这一页再填",
        digits if digits.contains("digit") || digits.contains("integer") => "这里要填一个整数，如 12",
        large if large.contains("number too") => "这个数太大或太小，请核对",
        choice if choice.contains("unknown variant") => "没有这个选项，请重新选择",
        _ => "这一栏读不懂，请检查写法",
    };
    words.to_owned()
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
        Some(text) => text.parse().map(Some).map_err(|error: T::Err| {
            let is_day = std::any::type_name::<T>() == std::any::type_name::<jiff::civil::Date>();
            let words = if is_day {
                format!("“{text}”不是日期，日期写作 2024-01-31")
            } else {
                in_words(&error.to_string())
            };
            D::Error::custom(words)
        }),
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

    #[derive(Debug, Deserialize)]
    struct Form {
        #[serde(default, deserialize_with = "blank_or")]
        year: Option<i16>,
        #[serde(default, deserialize_with = "blank_or")]
        since: Option<jiff::civil::Date>,
        #[serde(default, deserialize_with = "blank_or")]
        month: Option<domain::calendar::Month>,
        version: i64,
    }

    #[test]
    fn a_form_that_cannot_be_read_names_its_field_in_words() {
        let cases = [
            ("version=1&year=abc", "year", "整数"),
            ("version=1&year=99999999", "year", "太大"),
            ("version=1&since=2024-02-31", "since", "2024-01-31"),
            ("version=1&month=2024-13", "month", "2024-13"),
            ("version=x", "version", "整数"),
            ("year=2024", "version", "没有送到"),
        ];
        for (form, field, words) in cases {
            let error = read::<Form>(form).expect_err(form);
            assert_eq!(error.field, field, "{form}");
            assert!(error.words.contains(words), "{form}: {}", error.words);
        }
        let form = read::<Form>("version=1&year=&since=&month=2024-01").expect("it can be read");
        assert_eq!((form.year, form.since, form.version), (None, None, 1));
        assert!(form.month.is_some());
    }
}
