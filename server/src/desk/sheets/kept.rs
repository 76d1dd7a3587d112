//! What is kept of a page: its form, the text that it holds, and whether what was sent from it may still become newer.

use app::desk::{
    Refusal,
    items::{WritingForm, fields_of},
    typed::TypedForm,
};
use domain::{
    act::Verb,
    item::{Item, ItemText},
    person::Actor,
    subject::Subject,
    workflow::State,
};
use store::{
    Connection,
    events::{self},
    sheets::Sheet,
};

/// What is said to a page on which a destroyed text still stands.
pub(in crate::desk) const DESTROYED: &str =
    "这篇稿件的文字已由管理员销毁，这一页上的不再留存，也不能保存；请关闭这一页";

/// What is kept, as a form. Texts of an earlier schema were kept as such.
pub(in crate::desk) fn typed_form(json: &str) -> Option<TypedForm> {
    if let Ok(form) = serde_json::from_str(json) {
        return Some(form);
    }
    let text: ItemText = serde_json::from_str(json).ok()?;
    Some(TypedForm { verb: Verb::SaveItem.to_string(), fields: fields_of(&text), ..TypedForm::default() })
}

/// The text that a writing page's form holds.
pub(in crate::desk) fn item_text(form: &TypedForm) -> Option<ItemText> {
    WritingForm::of(&form.fields).ok().map(|form| form.text)
}

/// Whether the item was sent in from this page and nobody has touched it since: its words may still become newer. Whoever
/// approved it has touched it: other words would reach the office unseen.
pub(in crate::desk) async fn is_sent_from(
    connection: &impl Connection,
    sheet: &Sheet,
    item: &Item,
    actor: &Actor,
) -> Result<bool, Refusal> {
    let is_own = sheet.done.is_some() && item.sent_by == Some(actor.id) && sheet.base == Some(item.revision);
    match item.state {
        State::UnitReview => Ok(is_own),
        State::Submitted if is_own => {
            let subject = Subject::Item(item.id);
            let last = events::last_of(connection, subject, &[Verb::Submit, Verb::Approve]).await?;
            Ok(last == Some(Verb::Submit))
        }
        _ => Ok(false),
    }
}
