//! Who may do what with a correction of a published item.

use super::{Forbidden, in_some_right, may_sign_step, refuse, refuse_second_step, refuse_writer, require};
use crate::{
    issue::{Issue, Signature, correction::Correction},
    item::Item,
    person::Actor,
};

/// What somebody wants to do with a correction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CorrectionAct<'a> {
    Read,
    /// 保密审查: give or refuse clearance to its text.
    Clear,
    /// The step after these signatures.
    Sign {
        signed: &'a [Signature],
    },
    SendBack,
    /// Write one anew that was sent back.
    Mend,
    /// 作罢.
    Withdraw,
}

/// Whether the actor may write a correction of what was published.
pub fn permits_proposing(actor: &Actor) -> Result<(), Forbidden> {
    require(actor.is_editor() || actor.is_signer(), Forbidden::NotAnEditor)
}

/// Whether the actor may do this to the correction as it stands. Nobody decides on what they wrote, in the original or
/// in the correction.
pub fn permits_correction(
    actor: &Actor,
    act: CorrectionAct<'_>,
    issue: &Issue,
    item: &Item,
    correction: &Correction,
) -> Result<(), Forbidden> {
    in_some_right(actor, |actor| permits_in_right(actor, act, issue, item, correction))
}

fn permits_in_right(
    actor: &Actor,
    act: CorrectionAct<'_>,
    issue: &Issue,
    item: &Item,
    correction: &Correction,
) -> Result<(), Forbidden> {
    let refuse_writer = |otherwise| {
        refuse(actor, correction.proposed_by, otherwise)?;
        refuse_writer(item.wrote_or_mended(actor), otherwise)?;
        refuse_writer(correction.applied_to(item).wrote_or_mended(actor), otherwise)
    };
    match act {
        CorrectionAct::Read => {
            require(actor.is_editor() || actor.is_signer() || actor.is_clearer(), Forbidden::NotAReader)
        }
        CorrectionAct::Clear => {
            require(actor.is_clearer(), Forbidden::NotAClearer)?;
            refuse_writer(Forbidden::ClearerWroteIt)
        }
        CorrectionAct::Sign { signed } => {
            require(actor.is_signer(), Forbidden::NotASigner)?;
            let step = issue.steps.get(signed.len());
            let named = step.is_none_or(|step| may_sign_step(actor, step));
            require(named, Forbidden::NotThisStepsSigner)?;
            refuse_second_step(actor, issue, signed)?;
            refuse_writer(Forbidden::SignerWroteIt)
        }
        CorrectionAct::SendBack => require(actor.is_signer() || actor.is_editor(), Forbidden::NotASigner),
        CorrectionAct::Mend | CorrectionAct::Withdraw => {
            require(correction.proposed_by == actor.id || actor.is_editor(), Forbidden::NotTheProposer)
        }
    }
}
