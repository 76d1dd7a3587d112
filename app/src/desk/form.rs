//! Forms to acts: the fields of an act's form, read and bounded.
//!
//! What was typed or pasted is cleaned here (`domain::text::clean`), so that no verb ever sees it otherwise.

use domain::{
    act::Verb,
    text::{Changes, clean},
};
use serde::{Deserialize, Deserializer, de::Error};

use super::{Fault, Refusal};

mod fields;

pub use fields::{FIELDS, FieldName, MOST_UNNAMED, Takes, most, named};

/// A form that does not fit its verb: which field, and what to do about it, in words for people.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{words}")]
pub struct FormError {
    /// Empty where it is about no single field.
    pub field: String,
    pub words: String,
}

impl From<FormError> for Refusal {
    fn from(FormError { field, words }: FormError) -> Self {
        Self::Invalid(vec![Fault { field, words }])
    }
}

/// How much of a value is repeated.
const SHOWN: usize = 20;

/// What an act asks for, read from the form that asks for it.
pub trait Form: for<'de> Deserialize<'de> {
    /// The names of the form's fields, but for those of a flattened part.
    fn fields() -> Vec<&'static str> {
        fields_of::<Self>().to_vec()
    }
}

/// An act, by its name.
pub trait Named {
    const VERB: Verb;
}

/// Defines acts, each with the fields of its form: `Act { field: Type }`. What an act is called stands in
/// [`domain::act`].
macro_rules! acts {
    ($($(#[$doc:meta])* $act:ident { $($(#[$field_meta:meta])* $field:ident: $kind:ty),* $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
        pub struct $act {
            $($(#[$field_meta])* pub $field: $kind),*
        }

        impl $crate::desk::form::Form for $act {
            fn fields() -> Vec<&'static str> {
                vec![$(stringify!($field)),*]
            }
        }
    )*};
}
pub(crate) use acts;

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
            changes.add(cleaned.changes.within(named(&name).map_or("", |field| field.label)));
            (name, cleaned.text)
        })
        .collect();
    (serde_urlencoded::to_string(&fields).unwrap_or_else(|_| form.to_owned()), changes)
}

/// Reads a verb's form: no field is longer than it may be, and no day is out of all reason.
pub fn read_bounded<Form: for<'de> Deserialize<'de>>(form: &str) -> Result<Form, FormError> {
    match out_of_bounds(form) {
        Some(fault) => Err(fault),
        None => read(form),
    }
}

/// Reads an urlencoded form, however long its fields are: one that was kept is read so too. A field given several times
/// is a list.
pub fn read<Form: for<'de> Deserialize<'de>>(form: &str) -> Result<Form, FormError> {
    let (form, _) = cleaned(form);
    let fields = serde_html_form::Deserializer::from_bytes(form.as_bytes());
    serde_path_to_error::deserialize(fields).map_err(|error| {
        let (path, fault) = (error.path().to_string(), error.inner().to_string());
        in_words(&path, &fault, &form)
    })
}

/// The first field that is longer than it may be, or speaks of a time in which no office works.
fn out_of_bounds(form: &str) -> Option<FormError> {
    let (form, _) = cleaned(form);
    let fields: Vec<(String, String)> = serde_urlencoded::from_str(&form).unwrap_or_default();
    fields.into_iter().find_map(|(name, value)| {
        let words = too_long_in_words(&name, &value).or_else(|| out_of_time_in_words(&name, &value))?;
        Some(FormError { field: name, words })
    })
}

/// Why a day, a month or a year is out of all reason; `None` where it is not, or cannot be read at all.
fn out_of_time_in_words(name: &str, value: &str) -> Option<String> {
    let field = named(name)?;
    let value = value.trim();
    let of_day = || value.parse::<jiff::civil::Date>().ok().map(|day| day.year().into());
    let of_month = || value.parse::<domain::calendar::Month>().ok().map(|month| month.year().into());
    let year: i64 = match field.takes {
        Takes::Day | Takes::Month => of_day().or_else(of_month)?,
        Takes::Year => value.parse().ok()?,
        _ => return None,
    };
    let (first, last) = (domain::calendar::YEARS.start(), domain::calendar::YEARS.end());
    (!domain::calendar::YEARS.contains(&year))
        .then(|| format!("“{}”填的是“{}”，年份应在{first}至{last}之间", field.label, shortened(value)))
}

fn shortened(value: &str) -> String {
    value.chars().take(SHOWN).collect()
}

/// Why a value is too long for its field; `None` where it is not.
pub fn too_long_in_words(name: &str, value: &str) -> Option<String> {
    let most = most(name);
    // Most values are short in bytes already.
    if value.len() <= most {
        return None;
    }
    let length = value.chars().count();
    let label = named(name).map_or("这一项", |field| field.label);
    (length > most)
        .then(|| format!("“{label}”太长：最多 {most} 字，现在 {length} 字，请删短 {} 字", length - most))
}

/// What serde found wrong, as a person can mend it. Its own words are a programmer's and stay out.
fn in_words(path: &str, fault: &str, form: &str) -> FormError {
    if let Some(name) = fault.strip_prefix("missing field `").and_then(|rest| rest.split('`').next()) {
        let words = match named(name) {
            Some(FieldName { label, takes: Takes::Page, .. }) => {
                format!("这一页没有带上“{label}”，可能已经过时，请刷新页面后再做")
            }
            Some(FieldName { label, takes, .. }) => format!("没有填写“{label}”：{}", takes.advice()),
            None => "表单不完整，请刷新页面后再填一次".to_owned(),
        };
        return FormError { field: name.to_owned(), words };
    }
    // `kind[2]` is the third of the fields of that name.
    let (name, place) = match path.split_once('[') {
        Some((name, place)) => (name, place.trim_end_matches(']').parse().unwrap_or(0)),
        None => (path, 0),
    };
    let fields: Vec<(String, String)> = serde_urlencoded::from_str(form).unwrap_or_default();
    let value = fields.iter().filter(|(field, _)| field == name).nth(place).map(|(_, value)| value.trim());
    let value: String = value.unwrap_or_default().chars().take(SHOWN).collect();
    // Faults that types of ours tell begin in Chinese and say themselves what to do.
    let is_ours = fault.chars().next().is_some_and(|first| !first.is_ascii());
    let words = match named(name) {
        Some(FieldName { label, .. }) if is_ours => format!("“{label}”：{fault}"),
        Some(FieldName { label, takes, .. }) if value.is_empty() => {
            format!("没有填写“{label}”：{}", takes.advice())
        }
        Some(FieldName { label, takes, .. }) => {
            format!("“{label}”填的是“{value}”，读不懂：{}", takes.advice())
        }
        None if is_ours => fault.to_owned(),
        None => "表单里有一处读不懂，请刷新页面后再填一次".to_owned(),
    };
    FormError { field: name.to_owned(), words }
}

/// The names of a form's fields, as its type declares them; those of a flattened part are not among them.
pub fn fields_of<'de, Form: Deserialize<'de>>() -> &'static [&'static str] {
    let mut fields: &'static [&'static str] = &[];
    // It answers nothing but an error: the names are all that is wanted.
    let _ = Form::deserialize(Declared(&mut fields));
    fields
}

/// Takes down what a struct declares.
struct Declared<'a>(&'a mut &'static [&'static str]);

impl<'de> Deserializer<'de> for Declared<'_> {
    type Error = serde::de::value::Error;

    fn deserialize_any<V: serde::de::Visitor<'de>>(self, _: V) -> Result<V::Value, Self::Error> {
        Err(Self::Error::custom("declared"))
    }

    fn deserialize_struct<V: serde::de::Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Self::Error> {
        *self.0 = fields;
        Err(Self::Error::custom("declared"))
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
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
    use domain::calendar::Month;

    use super::*;

    #[derive(Debug, PartialEq, Deserialize)]
    struct Form {
        issue: i64,
        date: jiff::civil::Date,
        #[serde(default, deserialize_with = "blank_or")]
        month: Option<Month>,
        #[serde(default)]
        order: Vec<i32>,
        unlisted: i64,
    }

    #[test]
    fn what_does_not_fit_is_told_by_the_fields_name_and_without_a_programmers_word() {
        let rest = "&unlisted=1";
        let cases = [
            ("date=2024-01-01", "issue", "这一页没有带上“刊期”"),
            ("issue=1", "date", "没有填写“日期”：请填日期"),
            ("issue=1&date=", "date", "没有填写“日期”：请填日期"),
            ("issue=1&date=2024-02-31", "date", "“日期”填的是“2024-02-31”，读不懂：请填日期"),
            ("issue=1&date=2024-01-01&month=x", "month", "“月份”：“x”不是有效的月份"),
            ("issue=1&date=2024-01-01&order=1&order=zwei", "order", "“次序”填的是“zwei”，读不懂：请填整数"),
            ("issue=99999999999999999999&date=2024-01-01", "issue", "“刊期”填的是“99999999999999999999”"),
        ];
        for (form, field, words) in cases {
            let form = format!("{form}{rest}");
            let error = read::<Form>(&form).expect_err("it does not fit");
            assert_eq!(error.field, field, "{form}");
            assert!(error.words.starts_with(words), "{form}: {}", error.words);
        }
        let error = read::<Form>("issue=1&date=2024-01-01&unlisted=x").expect_err("it does not fit");
        assert_eq!(error.words, "表单里有一处读不懂，请刷新页面后再填一次");
        assert_eq!(fields_of::<Form>(), ["issue", "date", "month", "order", "unlisted"]);
    }

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
