//! Issues: their rows, who arranged them, and lists of them. Their sections, their versions and what they
//! credit are in files of their own.

mod arrangement;
mod lists;
pub mod numbers;
mod pictures;
mod proof;
mod signatures;
mod versions;

use domain::{
    calendar::Month,
    id::{IssueId, NewsletterId, PersonId},
    issue::{Edition, Issue, IssueState, Series},
};
use jiff::civil::Date;
use sea_orm::{ActiveValue::Set, QueryOrder, QuerySelect, TryInsertResult, entity::prelude::*};

use super::{
    Connection, StoreError, newsletters,
    search::subjects::{self, Entry, Sort},
    settings,
};

pub use arrangement::{add_section, arrangement, places_of, save_arrangement, set_retracted_month};
pub use lists::{
    ListFor, ListedIssue, PlacedTitle, adopted_under, awaiting_sign_off, credit_months, find_listed, in_work,
    is_any, neighbours, newest_published, placed_titles, printed_in, published_in_year, shortlisted,
    unpublished, withheld, years,
};
pub use numbers::find_by_number;
pub(crate) use pictures::forget_page_pictures;
pub use pictures::{Undrawn, keep_page_pictures, page_picture, undrawn};
pub use proof::{VersionLine, version_line, version_lines};
pub use signatures::{add_signature, find_signature, signatures_of};
pub use versions::{
    NewVersion, PdfOf, PublishedVersion, content_of_pdf, current_pdf, find_version, has_versions, in_force,
    in_sign_off, insert_version, last_sent_back, pdf_of, published_versions, put_in_force, reword_sent_back,
    send_back_version, sent_back_before, set_standing, version_by_number,
};

mod issue {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "issues")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub version: i64,
        pub newsletter_id: i64,
        pub year: i32,
        pub number: i32,
        pub total: Option<i32>,
        pub date: String,
        pub credit_month: String,
        pub state: String,
        pub past: bool,
        pub credited: bool,
        pub published_at: Option<i64>,
        pub created_at: i64,
        pub series: String,
        pub last_number: Option<i32>,
        pub last_total: Option<i32>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

mod arranger {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "issue_arrangers")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub issue_id: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub person_id: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// An issue to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewIssue {
    pub newsletter: NewsletterId,
    pub year: i16,
    pub number: i32,
    pub total: Option<i32>,
    pub edition: Edition,
    pub date: jiff::civil::Date,
    pub credit_month: Month,
    pub state: IssueState,
    pub past: bool,
    pub credited: bool,
    /// When readers got to see it; `None` of what they do not see yet.
    pub published_at: Option<jiff::Timestamp>,
    pub created_at: jiff::Timestamp,
}

/// The issue with this id.
pub async fn find(connection: &impl Connection, id: IssueId) -> Result<Option<Issue>, StoreError> {
    match issue::Entity::find_by_id(id.0).one(connection).await? {
        Some(row) => Ok(Some(issue_of(connection, row).await?)),
        None => Ok(None),
    }
}

/// As [`find`], and nobody else changes the issue until the transaction ends. SQLite, which has one writer
/// anyway, needs no lock.
pub async fn lock(connection: &impl Connection, id: IssueId) -> Result<Option<Issue>, StoreError> {
    match issue::Entity::find_by_id(id.0).lock_exclusive().one(connection).await? {
        Some(row) => Ok(Some(issue_of(connection, row).await?)),
        None => Ok(None),
    }
}

/// Makes an issue, without sections. The number must be free: see [`numbers`].
pub async fn insert(connection: &impl Connection, new: NewIssue) -> Result<IssueId, StoreError> {
    let row = issue::ActiveModel {
        version: Set(1),
        newsletter_id: Set(new.newsletter.0),
        year: Set(i32::from(new.year)),
        number: Set(numbers::kept(new.edition.series, new.number)),
        total: Set(new.total),
        series: Set(new.edition.series.code().to_owned()),
        last_number: Set(new.edition.last_number),
        last_total: Set(new.edition.last_total),
        date: Set(new.date.to_string()),
        credit_month: Set(new.credit_month.to_string()),
        state: Set(new.state.code().to_owned()),
        past: Set(new.past),
        credited: Set(new.credited),
        published_at: Set(new.published_at.map(jiff::Timestamp::as_millisecond)),
        created_at: Set(new.created_at.as_millisecond()),
        ..Default::default()
    };
    let id = row.insert(connection).await?.id;
    enter(connection, &[id]).await?;
    Ok(IssueId(id))
}

/// Enters issues in the index of words: what they are called.
pub(crate) async fn enter(connection: &impl Connection, ids: &[i64]) -> Result<(), StoreError> {
    let newsletters = newsletters::all(connection).await?;
    let ids: Vec<IssueId> = ids.iter().copied().map(IssueId).collect();
    let entry = |issue: ListedIssue| {
        let name = newsletters.iter().find(|newsletter| newsletter.id == issue.newsletter);
        let name = name.map(|newsletter| newsletter.name.as_str()).unwrap_or_default();
        let (year, called) = (issue.year, issue.edition.in_words(issue.number, issue.total));
        let date = issue.date;
        Entry {
            subject: issue.id.0,
            year: Some(year),
            units: Vec::new(),
            text: format!("{name}{year}年{called}\n{}年{}月{}日", date.year(), date.month(), date.day()),
        }
    };
    let entries: Vec<Entry> = lists::find_listed(connection, &ids).await?.into_iter().map(entry).collect();
    subjects::enter(connection, Sort::Issue, &entries).await
}

/// Enters a newsletter's issues anew, which bear its name.
pub async fn enter_of(connection: &impl Connection, newsletter: NewsletterId) -> Result<(), StoreError> {
    let ids: Vec<i64> = issue::Entity::find()
        .filter(issue::Column::NewsletterId.eq(newsletter.0))
        .select_only()
        .column(issue::Column::Id)
        .into_tuple()
        .all(connection)
        .await?;
    enter(connection, &ids).await
}

/// The first issue of a newsletter that went through the office's hands in the program, cleared and signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FirstHere {
    pub date: Date,
    pub year: i16,
    pub number: i32,
    pub series: Series,
}

/// Since when a newsletter is made here; `None` where it is not yet.
pub async fn published_here_since(
    connection: &impl Connection,
    newsletter: NewsletterId,
) -> Result<Option<FirstHere>, StoreError> {
    let first = issue::Entity::find()
        .filter(issue::Column::NewsletterId.eq(newsletter.0))
        .filter(issue::Column::State.eq(IssueState::Published.code()))
        .filter(issue::Column::Past.eq(false))
        .order_by_asc(issue::Column::Date)
        .one(connection)
        .await?;
    let first_here = |row: issue::Model| {
        let (number, edition) = numbers::of(&row)?;
        let date =
            row.date.parse().map_err(|fault: jiff::Error| StoreError::broken("issues", row.id, fault))?;
        let year = i16::try_from(row.year).map_err(|fault| StoreError::broken("issues", row.id, fault))?;
        Ok(FirstHere { date, year, number, series: edition.series })
    };
    first.map(first_here).transpose()
}

/// The newsletter's issue that is in sign-off, or a correction of which is: 2024年第9期.
pub async fn being_signed(
    connection: &impl Connection,
    newsletter: NewsletterId,
) -> Result<Option<String>, StoreError> {
    let found = issue::Entity::find()
        .filter(issue::Column::NewsletterId.eq(newsletter.0))
        .filter(issue::Column::Id.in_subquery(versions::being_signed()))
        .one(connection)
        .await?;
    let label = |row: issue::Model| {
        let (number, edition) = numbers::of(&row)?;
        Ok(format!("{}年{}", row.year, edition.label(number)))
    };
    found.map(label).transpose()
}

/// Saves an issue's own row under the next version. The caller has locked it and compared the version.
pub async fn save(connection: &impl Connection, changed: &Issue) -> Result<(), StoreError> {
    let row = issue::ActiveModel {
        id: Set(changed.id.0),
        version: Set(changed.version + 1),
        year: Set(i32::from(changed.year)),
        number: Set(numbers::kept(changed.edition.series, changed.number)),
        total: Set(changed.total),
        series: Set(changed.edition.series.code().to_owned()),
        last_number: Set(changed.edition.last_number),
        last_total: Set(changed.edition.last_total),
        date: Set(changed.date.to_string()),
        credit_month: Set(changed.credit_month.to_string()),
        state: Set(changed.state.code().to_owned()),
        ..Default::default()
    };
    row.update(connection).await?;
    enter(connection, &[changed.id.0]).await
}

/// What is published and bears no time at which readers got to see it is withheld from them.
fn is_withheld(state: IssueState, published_at: Option<i64>) -> bool {
    state == IssueState::Published && published_at.is_none()
}

/// Notes when an issue was published, or shown to readers.
pub async fn set_published_at(
    connection: &impl Connection,
    id: IssueId,
    at: jiff::Timestamp,
) -> Result<(), StoreError> {
    let row = issue::ActiveModel {
        id: Set(id.0),
        published_at: Set(Some(at.as_millisecond())),
        ..Default::default()
    };
    row.update(connection).await?;
    Ok(())
}

/// Remembers that a person arranged the issue.
pub async fn add_arranger(
    connection: &impl Connection,
    issue: IssueId,
    person: PersonId,
) -> Result<(), StoreError> {
    let row = arranger::ActiveModel { issue_id: Set(issue.0), person_id: Set(person.0) };
    let insert = arranger::Entity::insert(row).on_conflict_do_nothing();
    match insert.exec_without_returning(connection).await? {
        TryInsertResult::Empty | TryInsertResult::Conflicted | TryInsertResult::Inserted(_) => Ok(()),
    }
}

/// Takes away an issue in which nothing is placed and of which there is no version.
pub async fn remove(connection: &impl Connection, id: IssueId) -> Result<(), StoreError> {
    arrangement::remove_sections(connection, id).await?;
    arranger::Entity::delete_many().filter(arranger::Column::IssueId.eq(id.0)).exec(connection).await?;
    issue::Entity::delete_by_id(id.0).exec(connection).await?;
    subjects::leave(connection, Sort::Issue, &[id.0]).await
}

async fn issue_of(connection: &impl Connection, row: issue::Model) -> Result<Issue, StoreError> {
    let broken = |fault: String| StoreError::broken("issues", row.id, fault);
    let id = IssueId(row.id);
    let (number, edition) = numbers::of(&row)?;
    let newsletter = newsletters::find(connection, NewsletterId(row.newsletter_id))
        .await?
        .ok_or_else(|| broken("刊物不存在".to_owned()))?;
    let arrangers = arranger::Entity::find()
        .filter(arranger::Column::IssueId.eq(row.id))
        .order_by_asc(arranger::Column::PersonId)
        .all(connection)
        .await?;
    let state =
        IssueState::from_code(&row.state).ok_or_else(|| broken(format!("没有“{}”这种状态", row.state)))?;
    let signatures = match state {
        IssueState::Arranging => Vec::new(),
        _ => signatures::signatures_in_force(connection, id).await?,
    };
    Ok(Issue {
        id,
        version: row.version,
        newsletter: newsletter.id,
        year: i16::try_from(row.year).map_err(|fault| broken(fault.to_string()))?,
        number,
        total: row.total,
        edition,
        date: row.date.parse().map_err(|fault: jiff::Error| broken(fault.to_string()))?,
        credit_month: row
            .credit_month
            .parse()
            .map_err(|fault: domain::calendar::MonthError| broken(fault.to_string()))?,
        state,
        past: row.past,
        credited: row.credited,
        withheld: is_withheld(state, row.published_at),
        steps: newsletter.steps,
        signatures,
        separate_duties: newsletter.separate_duties,
        one_signer: settings::one_signer(connection).await?,
        arranged_by: arrangers.into_iter().map(|arranger| PersonId(arranger.person_id)).collect(),
    })
}
