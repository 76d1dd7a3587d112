//! Texts as the fields of a form: the one place that knows by which fields a text travels.

use domain::{
    id::{ItemId, RevisionId, UnitId},
    item::{ContentType, Cover, ItemText, Kind},
};
use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, de::Error};

use crate::desk::form::{self, Form, FormError, blank_is_none, blank_or, ticked};

/// The fields of a text, as they stand in a form.
#[derive(Serialize, Deserialize)]
struct TextFields {
    kind: Kind,
    #[serde(default)]
    title: String,
    #[serde(default, deserialize_with = "blank_is_none")]
    subtitle: Option<String>,
    #[serde(default, deserialize_with = "content_type")]
    content_type: Option<ContentType>,
    #[serde(default)]
    body: String,
    #[serde(default)]
    attribution_line: String,
}

impl From<TextFields> for ItemText {
    fn from(fields: TextFields) -> Self {
        let TextFields { kind, title, subtitle, content_type, body, attribution_line } = fields;
        Self { kind, title, subtitle, content_type, body, attribution_line }.tidied()
    }
}

impl From<&ItemText> for TextFields {
    fn from(text: &ItemText) -> Self {
        let ItemText { kind, title, subtitle, content_type, body, attribution_line } = text.clone();
        Self { kind, title, subtitle, content_type, body, attribution_line }
    }
}

/// The fields of what the office needs to know with a text. A form without the first has none of them, and changes nothing.
#[derive(Serialize, Deserialize)]
struct CoverFields {
    #[serde(default)]
    drafter: Option<String>,
    #[serde(default, deserialize_with = "blank_is_none")]
    telephone: Option<String>,
    #[serde(default, deserialize_with = "blank_is_none")]
    approver: Option<String>,
    #[serde(default, deserialize_with = "blank_or")]
    approved_on: Option<Date>,
    #[serde(default, deserialize_with = "blank_or")]
    urgent_until: Option<Date>,
}

impl From<CoverFields> for Option<Cover> {
    fn from(fields: CoverFields) -> Self {
        let CoverFields { drafter, telephone, approver, approved_on, urgent_until } = fields;
        let drafter = drafter?.trim().to_owned();
        let drafter = Some(drafter).filter(|drafter| !drafter.is_empty());
        Some(Cover { drafter, telephone, approver, approved_on, urgent_until })
    }
}

impl From<&Option<Cover>> for CoverFields {
    fn from(cover: &Option<Cover>) -> Self {
        let is_told = cover.is_some();
        let Cover { drafter, telephone, approver, approved_on, urgent_until } =
            cover.clone().unwrap_or_default();
        let drafter = is_told.then(|| drafter.unwrap_or_default());
        Self { drafter, telephone, approver, approved_on, urgent_until }
    }
}

/// A group of fields among the others of a form: `#[serde(flatten, with = "text_fields")]`.
macro_rules! flattened {
    ($($module:ident: $fields:ident of $kind:ty;)*) => {$(
        mod $module {
            use serde::{Deserialize, Deserializer, Serialize, Serializer};

            pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<$kind, D::Error> {
                super::$fields::deserialize(deserializer).map(<$kind>::from)
            }

            pub(super) fn serialize<S: Serializer>(value: &$kind, serializer: S) -> Result<S::Ok, S::Error> {
                super::$fields::from(value).serialize(serializer)
            }
        }
    )*};
}

flattened! {
    text_fields: TextFields of super::ItemText;
    cover_fields: CoverFields of Option<super::Cover>;
}

/// 起草, and 报送 at once where `send` is ticked. `sheet` is the writing page: posted again from it, it is the same item
/// with newer words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DraftItem {
    pub unit: UnitId,
    #[serde(default)]
    pub sheet: String,
    #[serde(flatten, with = "text_fields")]
    pub text: ItemText,
    /// Where nothing is told it stays as it is.
    #[serde(flatten, with = "cover_fields")]
    pub cover: Option<Cover>,
    #[serde(default, deserialize_with = "ticked")]
    pub send: bool,
    /// The file out of which the text came, among those that this person handed in.
    #[serde(default, deserialize_with = "blank_or")]
    pub original: Option<i64>,
    /// What goes along and is not printed, among the files that this person handed in.
    #[serde(default)]
    pub attachment: Vec<i64>,
}

/// Save a text that was written from this revision; and 报送 at once where `send` is ticked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SaveItem {
    pub item: ItemId,
    pub revision: RevisionId,
    #[serde(default)]
    pub sheet: String,
    #[serde(flatten, with = "text_fields")]
    pub text: ItemText,
    /// Where nothing is told it stays as it is.
    #[serde(flatten, with = "cover_fields")]
    pub cover: Option<Cover>,
    #[serde(default, deserialize_with = "ticked")]
    pub send: bool,
    /// The file out of which the text came, among those that this person handed in.
    #[serde(default, deserialize_with = "blank_or")]
    pub original: Option<i64>,
    /// What goes along and is not printed, among the files that this person handed in.
    #[serde(default)]
    pub attachment: Vec<i64>,
}

/// Proposes a corrected text of a published item; its kind and content type stay. `reason` is for the office, `notice` for
/// readers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CorrectItem {
    pub item: ItemId,
    pub item_version: i64,
    #[serde(flatten, with = "text_fields")]
    pub text: ItemText,
    #[serde(default)]
    pub reason: String,
    #[serde(default, deserialize_with = "blank_is_none")]
    pub notice: Option<String>,
}

impl Form for CorrectItem {
    fn fields() -> Vec<&'static str> {
        [&["item", "item_version", "reason", "notice"], form::fields_of::<TextFields>()].concat()
    }
}

impl Form for DraftItem {
    fn fields() -> Vec<&'static str> {
        with_text(&["unit", "sheet", "send", "original", "attachment"])
    }
}

impl Form for SaveItem {
    fn fields() -> Vec<&'static str> {
        with_text(&["item", "revision", "sheet", "send", "original", "attachment"])
    }
}

/// The form of a writing page, whatever is to be done with it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct WritingForm {
    /// `None` for a new item.
    #[serde(default, deserialize_with = "blank_or")]
    pub item: Option<ItemId>,
    /// The revision from which the typing began.
    #[serde(default, deserialize_with = "blank_or")]
    pub revision: Option<RevisionId>,
    /// For which unit a new item is written.
    #[serde(default, deserialize_with = "blank_or")]
    pub unit: Option<UnitId>,
    #[serde(flatten, with = "text_fields")]
    pub text: ItemText,
    /// Where nothing is told it stays as it is.
    #[serde(flatten, with = "cover_fields")]
    pub cover: Option<Cover>,
    /// The file out of which it came.
    #[serde(default, deserialize_with = "blank_or")]
    pub original: Option<i64>,
    /// What goes along with it, among the files that were handed in.
    #[serde(default)]
    pub attachment: Vec<i64>,
}

impl WritingForm {
    /// Reads the fields of a form.
    pub fn of(fields: &[(String, String)]) -> Result<Self, FormError> {
        let form = serde_urlencoded::to_string(fields).map_err(|_| FormError {
            field: String::new(),
            words: "这一页的文字读不懂，请重新打开这一页再存".to_owned(),
        })?;
        Self::read(&form)
    }

    /// Reads a posted form.
    pub fn read(form: &str) -> Result<Self, FormError> {
        form::read(form)
    }
}

/// A text as the fields of a form.
pub fn fields_of(text: &ItemText) -> Vec<(String, String)> {
    let fields = serde_html_form::to_string(TextFields::from(text)).unwrap_or_default();
    serde_urlencoded::from_str(&fields).unwrap_or_default()
}

/// The names of the fields, those of a text among them.
fn with_text(names: &[&'static str]) -> Vec<&'static str> {
    [names, form::fields_of::<TextFields>(), form::fields_of::<CoverFields>()].concat()
}

fn content_type<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<ContentType>, D::Error> {
    let code = Option::<String>::deserialize(deserializer)?.unwrap_or_default();
    match code.as_str() {
        "" => Ok(None),
        code => ContentType::from_code(code)
            .map(Some)
            .ok_or_else(|| D::Error::custom(format!("没有“{code}”这种内容类型"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_comes_back_from_its_fields_as_it_was() {
        let text = ItemText {
            kind: Kind::Brief,
            title: String::new(),
            subtitle: Some("副题".to_owned()),
            content_type: ContentType::from_code("experience"),
            body: "第一段\n\n第二段".to_owned(),
            attribution_line: "（市水利局 许正清）".to_owned(),
        };
        for text in [ItemText { subtitle: None, content_type: None, ..text.clone() }, text] {
            let form = WritingForm::of(&fields_of(&text)).expect("its own fields");
            assert_eq!(form.text, text);
        }
    }

    #[test]
    fn a_form_with_a_text_knows_all_of_its_fields() {
        let fields = DraftItem::fields();
        for field in ["unit", "send", "kind", "title", "subtitle", "content_type", "body", "attribution_line"]
        {
            assert!(fields.contains(&field), "{field}");
        }
        let form = "unit=3&kind=%E7%AE%80%E8%AE%AF&body=%E7%94%B2%0D%0A&send=1&title=";
        let draft: DraftItem = form::read(form).expect("a draft");
        assert_eq!((draft.unit, draft.send, draft.text.body.as_str()), (UnitId(3), true, "甲"));
        let error = form::read::<DraftItem>("unit=3&body=a").expect_err("it has no kind");
        assert_eq!(error.field, "kind");
    }
}
