//! What is said of items: 批注 and 修改建议, whom they ask to look, and who has read them.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    comment::{Audience, Outcome},
    id::{CommentId, ItemId, PersonId, RevisionId},
    proof::TextField,
};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    QueryOrder, QuerySelect, Statement,
    entity::prelude::*,
    sea_query::OnConflict,
};

use super::{
    Connection, ROWS_AT_ONCE, StoreError, execute, optional_time,
    search::subjects::{self, Entry, Sort},
    time,
};

mod row {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "comments")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub item_id: i64,
        pub revision_id: i64,
        pub answers_id: Option<i64>,
        pub field: String,
        pub first_letter: i64,
        pub end_letter: i64,
        pub passage: String,
        pub words: String,
        pub wording: Option<String>,
        pub audience: String,
        pub written_by: i64,
        pub written_at: i64,
        pub settled_by: Option<i64>,
        pub settled_at: Option<i64>,
        pub outcome: Option<String>,
        pub taken_revision_id: Option<i64>,
        pub withdrawn_at: Option<i64>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

mod mention_row {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "comment_mentions")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub comment_id: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub person_id: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

mod read_row {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "comments_read")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub person_id: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub item_id: i64,
        pub comment_id: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Of which passage of an item something is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    pub item: ItemId,
    /// The text of which it was said.
    pub revision: RevisionId,
    pub field: TextField,
    /// Its letters in the field ([`domain::comment::Letters`]); empty where the whole item is meant.
    pub letters: std::ops::Range<usize>,
    /// As it was read.
    pub words: String,
}

/// Something that is about to be said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewComment {
    pub passage: Passage,
    pub answers: Option<CommentId>,
    pub words: String,
    /// What could stand there instead; empty where the passage should go.
    pub wording: Option<String>,
    pub audience: Audience,
    pub by: PersonId,
    pub at: jiff::Timestamp,
    /// Who is asked to look at it.
    pub mentions: BTreeSet<PersonId>,
}

/// Something that was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    pub id: CommentId,
    pub said: NewComment,
    /// Who settled it, and when.
    pub settled: Option<(PersonId, jiff::Timestamp)>,
    pub outcome: Option<Outcome>,
    /// The text that a suggestion was taken into.
    pub taken_into: Option<RevisionId>,
    pub is_withdrawn: bool,
}

/// Keeps it.
pub async fn insert(connection: &impl Connection, new: &NewComment) -> Result<CommentId, StoreError> {
    let letter = |letter: usize| i64::try_from(letter).unwrap_or(i64::MAX);
    let row = row::ActiveModel {
        id: NotSet,
        item_id: Set(new.passage.item.0),
        revision_id: Set(new.passage.revision.0),
        answers_id: Set(new.answers.map(|answered| answered.0)),
        field: Set(new.passage.field.code().to_owned()),
        first_letter: Set(letter(new.passage.letters.start)),
        end_letter: Set(letter(new.passage.letters.end)),
        passage: Set(new.passage.words.clone()),
        words: Set(new.words.clone()),
        wording: Set(new.wording.clone()),
        audience: Set(new.audience.code().to_owned()),
        written_by: Set(new.by.0),
        written_at: Set(new.at.as_millisecond()),
        settled_by: Set(None),
        settled_at: Set(None),
        outcome: Set(None),
        taken_revision_id: Set(None),
        withdrawn_at: Set(None),
    };
    let id = row.insert(connection).await?.id;
    let mentions: Vec<_> = new
        .mentions
        .iter()
        .map(|person| mention_row::ActiveModel { comment_id: Set(id), person_id: Set(person.0) })
        .collect();
    if !mentions.is_empty() {
        mention_row::Entity::insert_many(mentions).exec_without_returning(connection).await?;
    }
    enter(connection, &[id]).await?;
    Ok(CommentId(id))
}

/// Enters comments in the index of words, and takes those out that were withdrawn.
pub(crate) async fn enter(connection: &impl Connection, ids: &[i64]) -> Result<(), StoreError> {
    let rows = row::Entity::find().filter(row::Column::Id.is_in(ids.iter().copied())).all(connection).await?;
    let (withdrawn, standing): (Vec<_>, Vec<_>) =
        rows.into_iter().partition(|row| row.withdrawn_at.is_some());
    let entry = |row: row::Model| Entry {
        subject: row.id,
        year: None,
        units: Vec::new(),
        text: [row.passage, row.words, row.wording.unwrap_or_default()].join("\n"),
    };
    let withdrawn: Vec<i64> = withdrawn.iter().map(|row| row.id).collect();
    subjects::leave(connection, Sort::Comment, &withdrawn).await?;
    let entries: Vec<Entry> = standing.into_iter().map(entry).collect();
    subjects::enter(connection, Sort::Comment, &entries).await
}

/// The comments with these ids, those that do not exist left out, without whom they ask to look.
pub async fn find_many(connection: &impl Connection, ids: &[CommentId]) -> Result<Vec<Comment>, StoreError> {
    let rows = row::Entity::find().filter(row::Column::Id.is_in(ids.iter().map(|id| id.0)));
    let rows = rows.all(connection).await?;
    rows.into_iter().map(|row| comment_of(row, BTreeSet::new())).collect()
}

/// All that was said of an item, in the order in which it was said.
pub async fn of_item(connection: &impl Connection, item: ItemId) -> Result<Vec<Comment>, StoreError> {
    let rows = row::Entity::find()
        .filter(row::Column::ItemId.eq(item.0))
        .order_by_asc(row::Column::Id)
        .all(connection)
        .await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let mut mentions: BTreeMap<i64, BTreeSet<PersonId>> = BTreeMap::new();
    for rows in rows.chunks(ROWS_AT_ONCE) {
        let ids = rows.iter().map(|row| row.id);
        let found = mention_row::Entity::find().filter(mention_row::Column::CommentId.is_in(ids));
        for mention in found.all(connection).await? {
            mentions.entry(mention.comment_id).or_default().insert(PersonId(mention.person_id));
        }
    }
    rows.into_iter()
        .map(|row| {
            let mentions = mentions.remove(&row.id).unwrap_or_default();
            comment_of(row, mentions)
        })
        .collect()
}

fn comment_of(row: row::Model, mentions: BTreeSet<PersonId>) -> Result<Comment, StoreError> {
    let broken = |what: &str| StoreError::broken("comments", row.id, format!("没有“{what}”"));
    let letter = |letter: i64| usize::try_from(letter).map_err(|_| broken("letter"));
    let settled_at = optional_time("comments", row.id, row.settled_at)?;
    let outcome = row.outcome.as_deref();
    let outcome = outcome.map(|code| Outcome::from_code(code).ok_or_else(|| broken(code))).transpose()?;
    Ok(Comment {
        id: CommentId(row.id),
        settled: row.settled_by.map(PersonId).zip(settled_at),
        outcome,
        taken_into: row.taken_revision_id.map(RevisionId),
        is_withdrawn: row.withdrawn_at.is_some(),
        said: NewComment {
            passage: Passage {
                item: ItemId(row.item_id),
                revision: RevisionId(row.revision_id),
                field: TextField::from_code(&row.field).ok_or_else(|| broken(&row.field))?,
                letters: letter(row.first_letter)?..letter(row.end_letter)?,
                words: row.passage.clone(),
            },
            answers: row.answers_id.map(CommentId),
            audience: Audience::from_code(&row.audience).ok_or_else(|| broken(&row.audience))?,
            by: PersonId(row.written_by),
            at: time("comments", row.id, row.written_at)?,
            mentions,
            words: row.words,
            wording: row.wording,
        },
    })
}

/// The item of which it was said.
pub async fn item_of(connection: &impl Connection, id: CommentId) -> Result<Option<ItemId>, StoreError> {
    let row = row::Entity::find_by_id(id.0).one(connection).await?;
    Ok(row.map(|row| ItemId(row.item_id)))
}

/// Settles it, or opens it again: who did so and when, and what became of a suggestion.
pub async fn settle(
    connection: &impl Connection,
    id: CommentId,
    settled: Option<(PersonId, jiff::Timestamp)>,
    outcome: Option<Outcome>,
    taken_into: Option<RevisionId>,
) -> Result<(), StoreError> {
    let row = row::ActiveModel {
        id: Set(id.0),
        settled_by: Set(settled.map(|(person, _)| person.0)),
        settled_at: Set(settled.map(|(_, at)| at.as_millisecond())),
        outcome: Set(outcome.map(|outcome| outcome.code().to_owned())),
        taken_revision_id: Set(taken_into.map(|revision| revision.0)),
        ..Default::default()
    };
    row.update(connection).await?;
    Ok(())
}

/// Withdraws it, or takes that back.
pub async fn withdraw(
    connection: &impl Connection,
    id: CommentId,
    at: Option<jiff::Timestamp>,
) -> Result<(), StoreError> {
    let at = at.map(|at| at.as_millisecond());
    let row = row::ActiveModel { id: Set(id.0), withdrawn_at: Set(at), ..Default::default() };
    row.update(connection).await?;
    enter(connection, &[id.0]).await
}

/// Up to which comment the person has read what is said of the item.
pub async fn read_by(
    connection: &impl Connection,
    person: PersonId,
    item: ItemId,
) -> Result<Option<CommentId>, StoreError> {
    let row = read_row::Entity::find_by_id((person.0, item.0)).one(connection).await?;
    Ok(row.map(|row| CommentId(row.comment_id)))
}

/// Keeps that the person has read what is said of the item up to this comment.
pub async fn keep_read(
    connection: &impl Connection,
    person: PersonId,
    item: ItemId,
    last: CommentId,
) -> Result<(), StoreError> {
    let row =
        read_row::ActiveModel { person_id: Set(person.0), item_id: Set(item.0), comment_id: Set(last.0) };
    let again = OnConflict::columns([read_row::Column::PersonId, read_row::Column::ItemId])
        .update_column(read_row::Column::CommentId)
        .to_owned();
    read_row::Entity::insert(row).on_conflict(again).exec_without_returning(connection).await?;
    Ok(())
}

/// Something that a person has not read and that concerns that person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unread {
    pub item: ItemId,
    pub audience: Audience,
    /// Whether the person is asked to look at it.
    pub is_asked: bool,
}

/// What others said and nobody settled, that this person has not read: who was asked to look, drafted the item, or has said
/// something of it before. The newest first; whether the person may read it is not asked here.
pub async fn unread(
    connection: &impl Connection,
    person: PersonId,
    limit: u32,
) -> Result<Vec<Unread>, StoreError> {
    // Three ways to be concerned, each with an index of its own.
    let concerning = "SELECT comment_id AS id FROM comment_mentions WHERE person_id = $1 \
                      UNION SELECT comments.id FROM items JOIN comments ON comments.item_id = items.id \
                      WHERE items.drafted_by = $1 \
                      UNION SELECT comments.id FROM comments own JOIN comments ON comments.item_id = own.item_id \
                      WHERE own.written_by = $1";
    let sql = format!(
        "SELECT comments.id, comments.item_id, comments.audience, mentioned.person_id \
         FROM comments \
         LEFT JOIN comments answered ON answered.id = comments.answers_id \
         LEFT JOIN comments_read ON comments_read.item_id = comments.item_id AND comments_read.person_id = $1 \
         LEFT JOIN comment_mentions mentioned ON mentioned.comment_id = comments.id AND mentioned.person_id = $1 \
         WHERE comments.id IN ({concerning}) AND comments.id > COALESCE(comments_read.comment_id, 0) \
         AND comments.written_by <> $1 AND comments.withdrawn_at IS NULL AND comments.settled_at IS NULL \
         AND answered.settled_at IS NULL AND answered.withdrawn_at IS NULL \
         ORDER BY comments.id DESC LIMIT {limit}"
    );
    let statement = Statement::from_sql_and_values(connection.get_database_backend(), sql, [person.0.into()]);
    let rows = connection.query_all_raw(statement).await?;
    rows.iter()
        .map(|row| {
            let (id, item, audience, asked): (i64, i64, String, Option<i64>) = row.try_get_many_by_index()?;
            let audience = Audience::from_code(&audience)
                .ok_or_else(|| StoreError::broken("comments", id, format!("没有“{audience}”")))?;
            Ok(Unread { item: ItemId(item), audience, is_asked: asked.is_some() })
        })
        .collect()
}

/// How many comments of each of these items nobody has settled, answers not counted, by whom they are for.
pub async fn open(
    connection: &impl Connection,
    items: &[ItemId],
) -> Result<Vec<(ItemId, Audience, u32)>, StoreError> {
    if items.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<(i64, String, i64)> = row::Entity::find()
        .select_only()
        .columns([row::Column::ItemId, row::Column::Audience])
        .column_as(row::Column::Id.count(), "count")
        .filter(row::Column::ItemId.is_in(items.iter().map(|item| item.0)))
        .filter(row::Column::AnswersId.is_null())
        .filter(row::Column::SettledAt.is_null())
        .filter(row::Column::WithdrawnAt.is_null())
        .group_by(row::Column::ItemId)
        .group_by(row::Column::Audience)
        .into_tuple()
        .all(connection)
        .await?;
    rows.into_iter()
        .map(|(item, audience, count)| {
            let audience = Audience::from_code(&audience)
                .ok_or_else(|| StoreError::broken("comments", item, format!("没有“{audience}”")))?;
            Ok((ItemId(item), audience, u32::try_from(count).unwrap_or(u32::MAX)))
        })
        .collect()
}

/// Whether somebody else than this person has said something of the item that stands there.
pub async fn is_commented_by_others(
    connection: &impl Connection,
    item: ItemId,
    person: PersonId,
) -> Result<bool, StoreError> {
    let other = row::Entity::find()
        .filter(row::Column::ItemId.eq(item.0))
        .filter(row::Column::WrittenBy.ne(person.0))
        .filter(row::Column::WithdrawnAt.is_null());
    Ok(other.one(connection).await?.is_some())
}

/// Forgets what was said of an item: its words stand there.
pub(crate) async fn forget(connection: &impl Connection, item: ItemId) -> Result<(), StoreError> {
    let said: Vec<i64> = of_item(connection, item).await?.iter().map(|comment| comment.id.0).collect();
    subjects::leave(connection, Sort::Comment, &said).await?;
    execute(
        connection,
        "DELETE FROM comment_mentions WHERE comment_id IN (SELECT id FROM comments WHERE item_id = $1)",
        [item.0.into()],
    )
    .await?;
    // Answers first: they name what they answer.
    execute(
        connection,
        "DELETE FROM comments WHERE item_id = $1 AND answers_id IS NOT NULL",
        [item.0.into()],
    )
    .await?;
    execute(connection, "DELETE FROM comments WHERE item_id = $1", [item.0.into()]).await?;
    execute(connection, "DELETE FROM comments_read WHERE item_id = $1", [item.0.into()]).await.map(drop)
}
