//! What tests of items do again and again: drafting, acting on an item as it stands, looking behind the pages.

use domain::{
    id::{ItemId, UnitId},
    item::Item,
};
use store::items;

use crate::{Answer, Client, Office};

/// The item as it stands behind the pages.
pub async fn load(office: &Office, id: ItemId) -> Item {
    let item = items::load(office.store().reader(), id).await.expect("items can be read");
    item.expect("the item exists")
}

/// Drafts a 信息 about a field that was cleared.
pub async fn draft(person: &Client, unit: UnitId, title: &str, attribution: &str) -> ItemId {
    let fields = [
        ("unit", unit.to_string()),
        ("kind", "信息".to_owned()),
        ("title", title.to_owned()),
        ("body", "4月12日，复垦项目通过验收。".to_owned()),
        ("attribution_line", attribution.to_owned()),
    ];
    let answer = person.post("/do/draft_item", &fields).await;
    assert_eq!(answer.flash(), "已存草稿", "{}", answer.text());
    id_of(&answer)
}

/// The item whose page answered.
pub fn id_of(answer: &Answer) -> ItemId {
    let id = answer.path.split(['/', '?']).nth(2).and_then(|id| id.parse().ok());
    id.unwrap_or_else(|| panic!("{} is no item's page", answer.path))
}

/// Does one thing to an item as it stands.
pub async fn act(office: &Office, person: &Client, verb: &str, id: ItemId, more: &[(&str, &str)]) -> Answer {
    let item = load(office, id).await;
    let (id, version, revision) = (id.to_string(), item.version.to_string(), item.revision.to_string());
    let mut fields = vec![("item", id.as_str()), ("version", version.as_str()), ("revision", &revision)];
    fields.extend_from_slice(more);
    person.post(&format!("/do/{verb}"), &fields).await
}

/// Saves another body over the present text.
pub async fn save(office: &Office, person: &Client, id: ItemId, body: &str) -> Answer {
    let item = load(office, id).await;
    let fields = text_fields(&item, body);
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    act(office, person, "save_item", id, &fields).await
}

/// The writing form's fields with another body.
pub fn text_fields(item: &Item, body: &str) -> Vec<(&'static str, String)> {
    vec![
        ("kind", item.text.kind.label().to_owned()),
        ("title", item.text.title.clone()),
        ("body", body.to_owned()),
        ("attribution_line", item.text.attribution_line.clone()),
    ]
}
