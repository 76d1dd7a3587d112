//! To which unit one belongs: for the unit's page and for the roster's sheet.

use app::desk::Refusal;
use domain::{
    calendar::Month,
    closing,
    id::UnitId,
    scoring::{Belonging, belonging_of, check_belonging},
};
use store::units::{self, parents};

use crate::desk::Writing;

/// Saves to which unit one belongs from a month on, always where none is given; answers the change in words, and
/// nothing where it is so already.
pub(in crate::desk) async fn set_parent(
    writing: &Writing,
    unit: UnitId,
    parent: Option<UnitId>,
    since: Option<Month>,
) -> Result<Option<String>, Refusal> {
    let connection = writing.connection();
    let all = parents::all(connection).await?;
    let new = Belonging { unit, since: since.unwrap_or(Month::FIRST), parent };
    if is_so(&all, new, Month::of(writing.now.date())) {
        return Ok(None);
    }
    let from = since.map(|since| format!("自{}起", closing::in_words(since))).unwrap_or_default();
    let words = match parent {
        None => format!("{from}不再属于别的单位"),
        Some(parent) => {
            let found = units::find_with_version(connection, parent).await?;
            let (found, _) = found.ok_or_else(|| Refusal::invalid("parent", "没有所选的上级单位"))?;
            check_belonging(&all, new).map_err(|error| Refusal::invalid("parent", error.to_string()))?;
            format!("{from}属于{}", found.name)
        }
    };
    parents::set(connection, new).await?;
    Ok(Some(words))
}

/// Whether it holds by now what is said.
pub(in crate::desk) fn is_so(all: &[Belonging], new: Belonging, present: Month) -> bool {
    match belonging_of(all, new.unit, present.max(new.since)) {
        None => new.parent.is_none(),
        // Who says nothing of a unit that belongs to none does not say that it never belonged to any.
        Some(known) if known.parent.is_none() => {
            new.parent.is_none() && (new.since == Month::FIRST || known.since <= new.since)
        }
        Some(known) => known == new,
    }
}
