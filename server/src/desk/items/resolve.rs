//! Saying which unit an unknown name in an attribution means.

use app::desk::{Done, Refusal, items::acts::ResolveUnit};
use domain::{
    act::Verb,
    attribution::{self, AttributedUnit, Attribution},
    item::ItemText,
    permission::{ItemAct, OfficeAct, permits, permits_office},
    person::Actor,
    subject::Subject,
    unit::{Unit, UnitDirectory},
};
use store::{
    items::{self, names, save},
    units,
};

use super::{
    OfficeDesk, Writing, check_version, combine::voided, draft::save_revision, load, subject,
    write_page::day_concerned,
};
use crate::desk::Act;

impl Act for ResolveUnit {
    /// Resolves a name: as an alias, for every item that waits with it, or in this one text alone, which then
    /// names the unit as it is called.
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { item: id, version, name, unit, keep_alias } = self;
        if keep_alias {
            permits_office(actor, OfficeAct::KeepAlias)?;
        }
        let writing = office.begin(actor).await?;
        let connection = writing.connection();
        let mut item = load(connection, actor, id).await?;
        if !keep_alias {
            permits(actor, ItemAct::EditText, &item)?;
        }
        check_version(&item, version)?;
        let directory = units::directory(connection).await?;
        let day = day_concerned(connection, &item, writing.now.date()).await?;
        let is_meant = |part: &AttributedUnit| match part.unit {
            None => true,
            // A unit that does not exist on the day gives way to another in this text, and keeps its name.
            Some(unit) => !keep_alias && directory.absence_on(unit, day).is_some(),
        };
        if !item.attribution.parts.iter().any(|part| part.text == name && is_meant(part)) {
            return Err(Refusal::Conflict(format!("署名里已经没有待认的“{name}”")));
        }
        let unit = directory.get(unit).ok_or_else(|| Refusal::not_found("这个单位"))?;
        let words = if keep_alias {
            let count = keep_as_alias(&writing, unit, &name).await?;
            format!("“{name}”已记为{}的别名，{count}篇稿件的署名随之认出", unit.list_name())
        } else {
            let was_cleared = item.is_cleared();
            let attribution_line = renamed(&item.attribution, &name, unit, &directory)?;
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
pub(super) async fn keep_as_alias(writing: &Writing, unit: &Unit, name: &str) -> Result<usize, Refusal> {
    let connection = writing.connection();
    let directory = units::directory(connection).await?;
    match directory.find(name) {
        None => units::insert_alias(connection, unit.id, name).await?,
        Some(known) if known.id == unit.id => {}
        Some(known) => {
            let words = format!("“{name}”已经是{}的名称，请改选它", known.list_name());
            return Err(Refusal::invalid("unit", words));
        }
    }
    let about = Subject::Unit(unit.id);
    writing.event(Verb::ResolveName, about, format!("记下别名“{name}”"), None).await?;
    read_anew(writing, unit, name).await
}

/// Reads the attributions anew of the items that are not yet published and wait with a name that the unit goes by;
/// how many were resolved.
pub(super) async fn read_anew(writing: &Writing, unit: &Unit, name: &str) -> Result<usize, Refusal> {
    let connection = writing.connection();
    let directory = units::directory(connection).await?;
    let ids = names::items_with(connection, name).await?;
    let mut count = 0;
    for mut item in items::load_many(connection, &ids).await? {
        let attribution = attribution::parse(&item.text.attribution_line, &directory);
        if attribution != item.attribution {
            save::save_attribution(connection, &mut item, attribution, writing.timestamp()).await?;
            let words = format!("署名“{name}”认作{}", unit.list_name());
            writing.event(Verb::ResolveUnit, subject(&item), words, None).await?;
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
) -> Result<String, Refusal> {
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
        Err(Refusal::invalid("attribution_line", "署名这样改会引起歧义，请直接修改署名一行"))
    }
}
