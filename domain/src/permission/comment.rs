//! Who reads a comment, and whom somebody may speak to.

use super::{Forbidden, ItemAct, permits, reads_for_the_office, require};
use crate::{comment::Audience, item::Item, person::Actor};

/// Whether the actor may read what is said of the item to these people. Whoever reads a comment may answer it and settle it.
pub fn permits_comment(actor: &Actor, item: &Item, audience: Audience) -> Result<(), Forbidden> {
    permits(actor, ItemAct::Read, item)?;
    let is_meant = match audience {
        // Who entered it for the unit is none of its people once it is with the office.
        Audience::Unit => {
            let is_drafters = item.drafted_by == actor.id && !item.is_with_the_office();
            actor.units().contains(&item.submitting_unit) || is_drafters
        }
        Audience::Shared => true,
        Audience::Office => reads_for_the_office(actor),
    };
    require(is_meant, Forbidden::NotAReader)
}

/// Whom the actor may speak to about the item; the first is what is proposed: what editors say among themselves is not told
/// a unit by mistake, and a unit's draft is its own.
pub fn audiences(actor: &Actor, item: &Item) -> Vec<Audience> {
    let proposed = match (reads_for_the_office(actor), item.is_with_the_office()) {
        (true, _) => [Audience::Office, Audience::Shared, Audience::Unit],
        (false, true) => [Audience::Shared, Audience::Unit, Audience::Office],
        (false, false) => [Audience::Unit, Audience::Shared, Audience::Office],
    };
    proposed.into_iter().filter(|audience| permits_comment(actor, item, *audience).is_ok()).collect()
}
