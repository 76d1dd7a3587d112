//! Texts as the fields of a form: the one place that knows by which fields a text travels.

use domain::{
    id::{ItemId, RevisionId, UnitId},
    item::{ContentType, ItemText, Kind},
};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

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

/// A text among the other fields of a form: `#[serde(flatten, with = "text_fields")]`.
mod text_fields {
    use super::{Deserialize, Deserializer, ItemText, Serialize, Serializer, TextFields};

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<ItemText, D::Error> {
        TextFields::deserialize(deserializer).map(ItemText::from)
    }

    pub(super) fn serialize<S: Serializer>(text: &ItemText, serializer: S) -> Result<S::Ok, S::Error> {
        TextFields::from(text).serialize(serializer)
    }
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
    #[serde(default, deserialize_with = "ticked")]
    pub send: bool,
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
    #[serde(default, deserialize_with = "ticked")]
    pub send: bool,
}

impl Form for DraftItem {
    fn fields() -> Vec<&'static str> {
        with_text(&["unit", "sheet", "send"])
    }
}

impl Form for SaveItem {
    fn fields() -> Vec<&'static str> {
        with_text(&["item", "revision", "sheet", "send"])
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
    [names, form::fields_of::<TextFields>()].concat()
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
