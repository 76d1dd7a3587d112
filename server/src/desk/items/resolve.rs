//! Saying which unit an unknown name in an attribution means.

use app::desk::{DeskError, Done};
use domain::{
    attribution::{self, AttributedUnit, Attribution},
    id::{ItemId, UnitId},
    item::ItemText,
    permission::{ItemAct, OfficeAct, permits, permits_office},
    person::Actor,
    unit::{Unit, UnitDirectory},
};

use super::{
    OfficeDesk, Writing, check_version, combine::voided, draft::save_revision, failed, load, subject,
    write_page::day_concerned,
};
use crate::store::{
    events::Subject,
    items::{self, names, save},
    units,
};

impl OfficeDesk {
    /// Resolves a name: as an alias, for every item that waits with it, or in this one text alone, which then
    /// names the unit as it is called.
    pub(super) async fn resolve_unit(
        &self,
        actor: &Actor,
        id: ItemId,
        version: i64,
        name: &str,
        unit: UnitId,
        keep_alias: bool,
    ) -> Result<Done, DeskError> {
        if keep_alias {
            permits_office(actor, OfficeAct::KeepAlias)?;
        }
        let writing = self.begin(actor).await?;
        let connection = writing.connection();
        let mut item = load(connection, actor, id).await?;
        if !keep_alias {
            permits(actor, ItemAct::EditText, &item)?;
        }
        check_version(&item, version)?;
        let directory = units::directory(connection).await.map_err(failed)?;
        let day = day_concerned(connection, &item, writing.now.date()).await?;
        let is_meant = |part: &AttributedUnit| match part.unit {
            None => true,
            // A unit that does not exist on the day gives way to another in this text, and keeps its name.
            Some(unit) => !keep_alias && directory.absence_on(unit, day).is_some(),
        };
        if !item.attribution.parts.iter().any(|part| part.text == name && is_meant(part)) {
            return Err(DeskError::Conflict(format!("署名里已经没有待认的“{name}”")));
        }
        let unit = directory.get(unit).ok_or_else(|| DeskError::NotFound("这个单位".into()))?;
        let words = if keep_alias {
            let count = keep_as_alias(&writing, unit, name).await?;
            format!("“{name}”已记为{}的别名，{count}篇稿件的署名随之认出", unit.list_name())
        } else {
            let was_cleared = item.is_cleared();
            let attribution_line = renamed(&item.attribution, name, unit, &directory)?;
            let text = ItemText { attribution_line, ..item.text.clone() };
            save_revision(&writing, &mut item, text, &format!("署名“{name}”改为{}", unit.list_name()))
                .await?;
            format!("署名“{name}”已改为{}{}", unit.list_name(), voided(was_cleared, &item))
        };
        writing.commit().await?;
        Ok(Done::new(words))
    }
}

/// Keeps the name and reads the attributions of all items anew that wait with it; how many were resolved.
pub(super) async fn keep_as_alias(writing: &Writing, unit: &Unit, name: &str) -> Result<usize, DeskError> {
    let connection = writing.connection();
    let directory = units::directory(connection).await.map_err(failed)?;
    match directory.find(name) {
        None => units::insert_alias(connection, unit.id, name).await.map_err(failed)?,
        Some(known) if known.id == unit.id => {}
        Some(known) => {
            let words = format!("“{name}”已经是{}的名称，请改选它", known.list_name());
            return Err(DeskError::invalid("unit", words));
        }
    }
    let about = Subject { kind: "unit", id: unit.id.0 };
    writing.event("resolve_name", about, format!("记下别名“{name}”"), None).await?;
    read_anew(writing, unit, name).await
}

/// Reads the attributions anew of the items that are not yet published and wait with a name that the unit goes by;
/// how many were resolved.
pub(super) async fn read_anew(writing: &Writing, unit: &Unit, name: &str) -> Result<usize, DeskError> {
    let connection = writing.connection();
    let directory = units::directory(connection).await.map_err(failed)?;
    let ids = names::items_with(connection, name).await.map_err(failed)?;
    let mut count = 0;
    for mut item in items::load_many(connection, &ids).await.map_err(failed)? {
        let attribution = attribution::parse(&item.text.attribution_line, &directory);
        if attribution != item.attribution {
            save::save_attribution(connection, &mut item, attribution, writing.timestamp())
                .await
                .map_err(failed)?;
            let words = format!("署名“{name}”认作{}", unit.list_name());
            writing.event("resolve_unit", subject(&item), words, None).await?;
            count += 1;
        }
    }
    Ok(count)
}

/// The attribution's line with the unit's own name in the place of another: of an unknown one, or of a unit that does
/// not exist on the day.
pub(in crate::desk) fn renamed(
    attribution: &Attribution,
    name: &str,
    unit: &Unit,
    directory: &UnitDirectory,
) -> Result<String, DeskError> {
    let mut attribution = attribution.clone();
    for part in &mut attribution.parts {
        if part.text == name {
            part.unit = Some(unit.id);
            part.text = unit.list_name().to_owned();
        }
    }
    // The same unit may now stand there twice.
    let attribution = attribution::unite([&attribution]);
    let line = attribution.to_string();
    if attribution::parse(&line, directory).parts == attribution.parts {
        Ok(line)
    } else {
        Err(DeskError::invalid("attribution_line", "署名这样改会引起歧义，请直接修改署名一行"))
    }
}
