//! What months' bulletins were frozen as. Content and PDF are never changed; only what became of a version is.

use domain::{
    bulletin::version::{BulletinVersion, Deed, Standing},
    calendar::Month,
    file_role::FileRole,
    id::{BulletinVersionId, PersonId},
    letter::Letterhead,
    scoring::Bulletin,
    subject::Subject,
};
use sea_orm::{ActiveValue::Set, FromQueryResult, QueryOrder, QuerySelect, entity::prelude::*};

use super::{
    Connection, StoreError,
    chain::{Kind, covers::cover},
    files,
    search::subjects::{self, Entry, Sort},
    time,
};

const TABLE: &str = "bulletin_versions";

mod row {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "bulletin_versions")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub month: String,
        pub correction: Option<i32>,
        pub standing: String,
        pub bulletin: String,
        pub letter: String,
        pub pdf_hash: String,
        pub rule_set_version: i32,
        pub reason: Option<String>,
        pub sent_back_reason: Option<String>,
        pub prepared_by: i64,
        pub prepared_at: i64,
        pub signed_by: Option<i64>,
        pub signed_at: Option<i64>,
        pub issued_by: Option<i64>,
        pub issued_at: Option<i64>,
        pub typesetting: Option<String>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A version to be kept. Its PDF is kept already.
#[derive(Clone, Debug)]
pub struct NewVersion<'a> {
    pub bulletin: &'a Bulletin,
    pub letter: &'a Letterhead,
    pub pdf_hash: String,
    /// By which typesetting the PDF was made.
    pub typesetting: String,
    pub reason: Option<String>,
    pub prepared: Deed,
}

/// A version without its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub id: BulletinVersionId,
    pub month: Month,
    pub standing: Standing,
    pub correction: Option<u32>,
    pub pdf_hash: String,
    pub rule_set_version: u32,
    pub reason: Option<String>,
    pub sent_back_reason: Option<String>,
    pub prepared: Deed,
    pub signed: Option<Deed>,
    pub issued: Option<Deed>,
    /// By which typesetting its PDF was made; `None` where that was not kept yet.
    pub typesetting: Option<String>,
}

/// Keeps a version in sign-off.
pub async fn insert(
    connection: &impl Connection,
    new: NewVersion<'_>,
) -> Result<BulletinVersionId, StoreError> {
    let json = |fault: serde_json::Error| StoreError::broken(TABLE, 0, fault);
    let row = row::ActiveModel {
        month: Set(new.bulletin.month.to_string()),
        correction: Set(None),
        standing: Set(Standing::InSignOff.code().to_owned()),
        bulletin: Set(serde_json::to_string(new.bulletin).map_err(json)?),
        letter: Set(serde_json::to_string(new.letter).map_err(json)?),
        pdf_hash: Set(new.pdf_hash),
        rule_set_version: Set(i32::try_from(new.bulletin.rules.version).unwrap_or(i32::MAX)),
        reason: Set(new.reason),
        typesetting: Set(Some(new.typesetting)),
        prepared_by: Set(new.prepared.by.0),
        prepared_at: Set(new.prepared.at.as_millisecond()),
        ..Default::default()
    };
    let version = row.insert(connection).await?;
    let of = Subject::Bulletin(new.bulletin.month);
    files::use_file(connection, &version.pdf_hash, of, FileRole::BulletinPages).await?;
    let id = version.id;
    cover(connection, Kind::BulletinVersion, id).await?;
    cover(connection, Kind::BulletinStanding, id).await?;
    enter(connection, &[id]).await?;
    Ok(BulletinVersionId(id))
}

/// Enters versions in the index of words: what stands in the document.
pub(crate) async fn enter(connection: &impl Connection, ids: &[i64]) -> Result<(), StoreError> {
    let mut entries = Vec::new();
    for id in ids {
        let Some((line, version)) = find(connection, BulletinVersionId(*id)).await? else { continue };
        entries.push(Entry {
            subject: *id,
            year: Some(line.month.year()),
            units: Vec::new(),
            text: version.words().join("\n"),
        });
    }
    subjects::enter(connection, Sort::Bulletin, &entries).await
}

/// A version with its content.
pub async fn find(
    connection: &impl Connection,
    id: BulletinVersionId,
) -> Result<Option<(Line, BulletinVersion)>, StoreError> {
    let Some(row) = row::Entity::find_by_id(id.0).one(connection).await? else { return Ok(None) };
    let broken = |fault: serde_json::Error| StoreError::broken(TABLE, id.0, fault);
    let version = BulletinVersion {
        bulletin: serde_json::from_str(&row.bulletin).map_err(broken)?,
        letter: serde_json::from_str(&row.letter).map_err(broken)?,
    };
    Ok(Some((line_of(Short::from(row))?, version)))
}

/// A version without its content.
pub async fn find_line(
    connection: &impl Connection,
    id: BulletinVersionId,
) -> Result<Option<Line>, StoreError> {
    let line = short().filter(row::Column::Id.eq(id.0)).into_model::<Short>().one(connection).await?;
    line.map(line_of).transpose()
}

/// A month's versions, the oldest first.
pub async fn of_month(connection: &impl Connection, month: Month) -> Result<Vec<Line>, StoreError> {
    let lines = short().filter(row::Column::Month.eq(month.to_string())).order_by_asc(row::Column::Id);
    lines.into_model::<Short>().all(connection).await?.into_iter().map(line_of).collect()
}

/// All versions of a year, the oldest first.
pub async fn of_year(connection: &impl Connection, year: i16) -> Result<Vec<Line>, StoreError> {
    let lines = short()
        .filter(row::Column::Month.between(format!("{year:04}-01"), format!("{year:04}-12")))
        .order_by_asc(row::Column::Id);
    lines.into_model::<Short>().all(connection).await?.into_iter().map(line_of).collect()
}

/// All versions, the oldest first.
pub async fn all(connection: &impl Connection) -> Result<Vec<Line>, StoreError> {
    let lines = short().order_by_asc(row::Column::Id);
    lines.into_model::<Short>().all(connection).await?.into_iter().map(line_of).collect()
}

/// All issued versions of a year, the oldest first.
pub async fn issued_in(connection: &impl Connection, year: i16) -> Result<Vec<Line>, StoreError> {
    let mut lines = of_year(connection, year).await?;
    lines.retain(|line| line.standing == Standing::Issued);
    Ok(lines)
}

/// Of every month whose newest version is not issued yet, that version: it waits for somebody.
pub async fn not_issued(connection: &impl Connection) -> Result<Vec<Line>, StoreError> {
    let newest = row::Entity::find()
        .select_only()
        .column_as(row::Column::Id.max(), "newest")
        .group_by(row::Column::Month)
        .into_tuple::<i64>()
        .all(connection)
        .await?;
    let lines = short()
        .filter(row::Column::Id.is_in(newest))
        .filter(row::Column::Standing.ne(Standing::Issued.code()))
        .order_by_asc(row::Column::Month);
    lines.into_model::<Short>().all(connection).await?.into_iter().map(line_of).collect()
}

/// Writes down what became of a version that still stands as it was read, or not at all.
pub async fn set_standing(
    connection: &impl Connection,
    line: &Line,
    before: Standing,
) -> Result<(), StoreError> {
    let deed = |deed: Option<Deed>| (deed.map(|deed| deed.by.0), deed.map(|deed| deed.at.as_millisecond()));
    let (signed_by, signed_at) = deed(line.signed);
    let (issued_by, issued_at) = deed(line.issued);
    let row = row::ActiveModel {
        standing: Set(line.standing.code().to_owned()),
        correction: Set(line.correction.map(|number| i32::try_from(number).unwrap_or(i32::MAX))),
        sent_back_reason: Set(line.sent_back_reason.clone()),
        signed_by: Set(signed_by),
        signed_at: Set(signed_at),
        issued_by: Set(issued_by),
        issued_at: Set(issued_at),
        ..Default::default()
    };
    let update = row::Entity::update_many()
        .set(row)
        .filter(row::Column::Id.eq(line.id.0))
        .filter(row::Column::Standing.eq(before.code()));
    match update.exec(connection).await?.rows_affected {
        0 => Err(StoreError::Stale { thing: "这份通报", subject: Subject::Bulletin(line.month) }),
        _ => cover(connection, Kind::BulletinStanding, line.id.0).await,
    }
}

/// All columns but the content.
#[derive(Debug, FromQueryResult)]
struct Short {
    id: i64,
    month: String,
    correction: Option<i32>,
    standing: String,
    pdf_hash: String,
    rule_set_version: i32,
    reason: Option<String>,
    sent_back_reason: Option<String>,
    prepared_by: i64,
    prepared_at: i64,
    signed_by: Option<i64>,
    signed_at: Option<i64>,
    issued_by: Option<i64>,
    issued_at: Option<i64>,
    typesetting: Option<String>,
}

impl From<row::Model> for Short {
    fn from(row: row::Model) -> Self {
        Self {
            id: row.id,
            month: row.month,
            correction: row.correction,
            standing: row.standing,
            pdf_hash: row.pdf_hash,
            rule_set_version: row.rule_set_version,
            reason: row.reason,
            sent_back_reason: row.sent_back_reason,
            prepared_by: row.prepared_by,
            prepared_at: row.prepared_at,
            signed_by: row.signed_by,
            signed_at: row.signed_at,
            issued_by: row.issued_by,
            issued_at: row.issued_at,
            typesetting: row.typesetting,
        }
    }
}

fn short() -> sea_orm::Select<row::Entity> {
    use row::Column as C;
    row::Entity::find().select_only().columns([
        C::Id,
        C::Month,
        C::Correction,
        C::Standing,
        C::PdfHash,
        C::RuleSetVersion,
        C::Reason,
        C::SentBackReason,
        C::PreparedBy,
        C::PreparedAt,
        C::SignedBy,
        C::SignedAt,
        C::IssuedBy,
        C::IssuedAt,
        C::Typesetting,
    ])
}

fn line_of(row: Short) -> Result<Line, StoreError> {
    let id = row.id;
    let deed = |by: i64, at: i64| Ok::<_, StoreError>(Deed { by: PersonId(by), at: time(TABLE, id, at)? });
    let done = |by: Option<i64>, at: Option<i64>| by.zip(at).map(|(by, at)| deed(by, at)).transpose();
    let number = |number: i32| u32::try_from(number).map_err(|fault| StoreError::broken(TABLE, id, fault));
    let standing = Standing::from_code(&row.standing);
    Ok(Line {
        id: BulletinVersionId(id),
        month: row.month.parse().map_err(|fault| StoreError::broken(TABLE, id, fault))?,
        standing: standing.ok_or_else(|| StoreError::broken(TABLE, id, format!("没有“{}”", row.standing)))?,
        correction: row.correction.map(number).transpose()?,
        pdf_hash: row.pdf_hash,
        rule_set_version: number(row.rule_set_version)?,
        reason: row.reason,
        sent_back_reason: row.sent_back_reason,
        prepared: deed(row.prepared_by, row.prepared_at)?,
        signed: done(row.signed_by, row.signed_at)?,
        issued: done(row.issued_by, row.issued_at)?,
        typesetting: row.typesetting,
    })
}
