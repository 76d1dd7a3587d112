//! The sections of issues, and the placements (编入) in them.

use std::collections::HashMap;

use domain::{
    calendar::Month,
    id::{IssueId, ItemId, SectionId},
    issue::{
        arrangement::{Arrangement, Section},
        newsletter::SectionPlan,
    },
    item::Kind,
};
use sea_orm::{
    ActiveValue::Set,
    QueryOrder,
    entity::prelude::*,
    sea_query::{Expr, ExprTrait, Query},
};

use crate::{Connection, ROWS_AT_ONCE, StoreError};

mod section {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "sections")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub issue_id: i64,
        pub kind: String,
        pub title: Option<String>,
        pub in_columns: bool,
        pub sort_order: i32,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod placement {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "placements")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub item_id: i64,
        pub issue_id: i64,
        pub section_id: i64,
        pub sort_order: i32,
        pub retracted_month: Option<String>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// How the issue is arranged.
pub async fn arrangement(connection: &impl Connection, issue: IssueId) -> Result<Arrangement, StoreError> {
    let sections = section::Entity::find()
        .filter(section::Column::IssueId.eq(issue.0))
        .order_by_asc(section::Column::SortOrder)
        .order_by_asc(section::Column::Id)
        .all(connection)
        .await?;
    let placements = placement::Entity::find()
        .filter(placement::Column::IssueId.eq(issue.0))
        .order_by_asc(placement::Column::SortOrder)
        .order_by_asc(placement::Column::ItemId)
        .all(connection)
        .await?;
    let mut items: HashMap<i64, Vec<ItemId>> = HashMap::new();
    for placement in placements {
        items.entry(placement.section_id).or_default().push(ItemId(placement.item_id));
    }
    let sections = sections.into_iter().map(|row| {
        let kind = Kind::from_code(&row.kind)
            .ok_or_else(|| StoreError::broken("sections", row.id, format!("没有“{}”这种稿件", row.kind)))?;
        let items = items.remove(&row.id).unwrap_or_default();
        Ok(Section { id: SectionId(row.id), kind, title: row.title, in_columns: row.in_columns, items })
    });
    Ok(Arrangement { sections: sections.collect::<Result<_, StoreError>>()? })
}

/// Adds an empty section at the end.
pub async fn add_section(
    connection: &impl Connection,
    issue: IssueId,
    plan: &SectionPlan,
) -> Result<SectionId, StoreError> {
    let last = section::Entity::find()
        .filter(section::Column::IssueId.eq(issue.0))
        .order_by_desc(section::Column::SortOrder)
        .one(connection)
        .await?;
    let row = section::ActiveModel {
        issue_id: Set(issue.0),
        kind: Set(plan.kind.code().to_owned()),
        title: Set(plan.title.clone()),
        in_columns: Set(false),
        sort_order: Set(last.map_or(1, |last| last.sort_order + 1)),
        ..Default::default()
    };
    Ok(SectionId(row.insert(connection).await?.id))
}

/// Brings the rows from one arrangement of the issue to another: only what differs is written. Sections are
/// added by [`add_section`], never here.
pub async fn save_arrangement(
    connection: &impl Connection,
    issue: IssueId,
    before: &Arrangement,
    after: &Arrangement,
) -> Result<(), StoreError> {
    let placed = places(before);
    let wanted = places(after);
    for item in placed.keys().filter(|item| !wanted.contains_key(item)) {
        placement::Entity::delete_by_id(item.0).exec(connection).await?;
    }
    let mut new = Vec::new();
    for (item, place) in wanted.iter().filter(|(item, place)| placed.get(item) != Some(place)) {
        let row = placement::ActiveModel {
            item_id: Set(item.0),
            issue_id: Set(issue.0),
            section_id: Set(place.0.0),
            sort_order: Set(place.1),
            ..Default::default()
        };
        if placed.contains_key(item) {
            row.update(connection).await?;
        } else {
            new.push(row);
        }
    }
    for new in new.chunks(ROWS_AT_ONCE) {
        placement::Entity::insert_many(new.iter().cloned()).exec_without_returning(connection).await?;
    }
    save_sections(connection, before, after).await
}

async fn save_sections(
    connection: &impl Connection,
    before: &Arrangement,
    after: &Arrangement,
) -> Result<(), StoreError> {
    for (order, section) in (1..).zip(&after.sections) {
        let row = section::ActiveModel {
            id: Set(section.id.0),
            title: Set(section.title.clone()),
            in_columns: Set(section.in_columns),
            sort_order: Set(order),
            ..Default::default()
        };
        row.update(connection).await?;
    }
    let is_gone = |section: &&Section| after.sections.iter().all(|other| other.id != section.id);
    for section in before.sections.iter().filter(is_gone) {
        section::Entity::delete_by_id(section.id.0).exec(connection).await?;
    }
    Ok(())
}

/// Takes away an issue's sections, in which nothing is placed.
pub(super) async fn remove_sections(connection: &impl Connection, issue: IssueId) -> Result<(), StoreError> {
    section::Entity::delete_many().filter(section::Column::IssueId.eq(issue.0)).exec(connection).await?;
    Ok(())
}

/// Keeps that a published item's retraction counts in this month, since its credit month was closed.
pub async fn set_retracted_month(
    connection: &impl Connection,
    item: ItemId,
    month: Month,
) -> Result<(), StoreError> {
    let row = placement::ActiveModel {
        item_id: Set(item.0),
        retracted_month: Set(Some(month.to_string())),
        ..Default::default()
    };
    row.update(connection).await?;
    Ok(())
}

/// The section and the order, from 1, of every item.
fn places(arrangement: &Arrangement) -> HashMap<ItemId, (SectionId, i32)> {
    let sections = arrangement.sections.iter();
    sections
        .flat_map(|section| section.items.iter().zip(1..).map(|(item, order)| (*item, (section.id, order))))
        .collect()
}

/// Where each of these items stands in its issue: the issue, the section's place in it, the item's in that.
pub async fn places_of(
    connection: &impl Connection,
    items: &[ItemId],
) -> Result<HashMap<ItemId, (IssueId, i32, i32)>, StoreError> {
    let query = Query::select()
        .column(("placements", "item_id"))
        .column(("placements", "issue_id"))
        .expr_as(Expr::col(("sections", "sort_order")), "section_order")
        .column(("placements", "sort_order"))
        .from("placements")
        .inner_join("sections", Expr::col(("sections", "id")).equals(("placements", "section_id")))
        .and_where(Expr::col(("placements", "item_id")).is_in(items.iter().map(|item| item.0)))
        .to_owned();
    let rows = connection.query_all(&query).await?;
    let place = |row: &sea_orm::QueryResult| {
        let place = (IssueId(row.try_get_by_index(1)?), row.try_get_by_index(2)?, row.try_get_by_index(3)?);
        Ok((ItemId(row.try_get_by_index(0)?), place))
    };
    rows.iter().map(place).collect()
}
