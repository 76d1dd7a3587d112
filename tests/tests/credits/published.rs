//! Published issues for tests of credits, put behind the pages: how they come about is tested elsewhere.

use domain::{
    attribution::{AttributedUnit, Attribution},
    id::{ItemId, UnitId},
    item::{ItemText, Kind},
    person::Actor,
};
use sea_orm::ConnectionTrait;
use server::store::items::{self, NewItem};
use tests::Office;

/// One piece of an issue.
pub struct Piece<'a> {
    pub kind: Kind,
    pub title: &'a str,
    pub units: &'a [UnitId],
}

/// Publishes an issue, credited to a month such as `2024-01`, without settling the ledger: the next record of
/// the month does. Answers its items.
pub async fn publish(
    office: &Office,
    editor: &Actor,
    number: i64,
    month: &str,
    pieces: &[Piece<'_>],
) -> Vec<ItemId> {
    let transaction = office.store().begin().await.expect("a transaction begins");
    let connection = transaction.connection();
    let issue = format!(
        "INSERT INTO issues (id, version, newsletter_id, year, number, date, credit_month, state, past, credited,
            created_at)
         VALUES ({number}, 1, 1, 2024, {number}, '2024-01-31', '{month}', 'published', FALSE, TRUE, 0)"
    );
    let newsletter = "INSERT INTO newsletters (id, name, publisher, foot, sections, steps, separate_duties,
            open_to_all, sort_order, version)
         VALUES (1, '简报', '办公室', '{}', '[]', '[]', FALSE, FALSE, 1, 1) ON CONFLICT DO NOTHING";
    let section = format!(
        "INSERT INTO sections (id, issue_id, kind, sort_order) VALUES ({number}, {number}, 'article', 1)"
    );
    for statement in [newsletter, &issue, &section] {
        connection.execute_unprepared(statement).await.expect("the issue is new");
    }
    let mut adopted = Vec::new();
    for (place, piece) in pieces.iter().enumerate() {
        let item = insert(office, connection, editor, piece).await;
        let placement = format!(
            "INSERT INTO placements (item_id, issue_id, section_id, sort_order)
             VALUES ({item}, {number}, {number}, {place})"
        );
        connection.execute_unprepared(&placement).await.expect("the item is placed once");
        set_state(connection, item, "adopted").await;
        adopted.push(item);
    }
    transaction.commit().await.expect("the issue is kept");
    adopted
}

/// Sets an item's state without asking whether that may be.
pub async fn set_state(connection: &impl ConnectionTrait, item: ItemId, state: &str) {
    let statement = format!("UPDATE items SET state = '{state}' WHERE id = {item}");
    connection.execute_unprepared(&statement).await.expect("the item is there");
}

async fn insert(
    office: &Office,
    connection: &(impl ConnectionTrait + Send),
    editor: &Actor,
    piece: &Piece<'_>,
) -> ItemId {
    let parts = piece.units.iter().map(|unit| AttributedUnit {
        text: format!("单位{unit}"),
        unit: Some(*unit),
        authors: Vec::new(),
    });
    let new = NewItem {
        submitting_unit: piece.units[0],
        text: ItemText {
            kind: piece.kind,
            title: piece.title.to_owned(),
            subtitle: None,
            content_type: None,
            body: "正文。".to_owned(),
            attribution_line: String::new(),
        },
        attribution: Attribution::new(parts.collect()),
        drafted_by: editor.id,
        at: office.now().timestamp(),
    };
    items::insert_draft(connection, new).await.expect("the draft is new").id
}
