//! 代办: in whose right something may be done, and who lets whom act for whom.

use super::{Forbidden, require};
use crate::{id::PersonId, issue::SignOffStep, person::Actor};

/// Whether it is permitted in some right: the person's own, or that of somebody for whom the person acts (代办). Of several
/// refusals the one that says most counts.
pub(super) fn in_some_right(
    actor: &Actor,
    permits: impl Fn(&Actor) -> Result<(), Forbidden>,
) -> Result<(), Forbidden> {
    if actor.deputy_for.is_empty() {
        return permits(actor);
    }
    let mut refused = None;
    for way in actor.ways() {
        match permits(&way) {
            Ok(()) => return Ok(()),
            Err(why) => match refused {
                Some(before) if !Forbidden::is_for_want_of_the_role(before) => {}
                _ => refused = Some(why),
            },
        }
    }
    refused.map_or(Ok(()), Err)
}

/// Whether the actor may let somebody act for a person: for oneself, or as an administrator, and then not to oneself, since
/// content would pass through the administrator's hands.
pub fn permits_setting_deputy(actor: &Actor, person: PersonId, deputy: PersonId) -> Result<(), Forbidden> {
    require(deputy != person, Forbidden::OwnDeputy)?;
    if person == actor.id {
        return Ok(());
    }
    require(actor.is_administrator(), Forbidden::NotAnAdministrator)?;
    require(!actor.may_be(deputy), Forbidden::OwnRole)
}

/// Whether the actor may end that somebody acts for a person, and see who does.
pub fn permits_ending_deputy(actor: &Actor, person: PersonId) -> Result<(), Forbidden> {
    require(person == actor.id || actor.is_administrator(), Forbidden::NotAnAdministrator)
}

/// Whether the step is this person's, or that of the one for whom this person acts.
pub(super) fn may_sign_step(actor: &Actor, step: &SignOffStep) -> bool {
    step.signers.is_empty() || step.signers.iter().any(|signer| actor.is_or_acts_for(*signer))
}
