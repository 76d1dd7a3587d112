//! Who may do what with the versions of a month's bulletin.

use serde::{Deserialize, Serialize};

use super::{Forbidden, in_some_right, refuse, require};
use crate::{bulletin::version::Standing, id::PersonId, person::Actor};

/// What somebody wants to do with a version of a bulletin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BulletinAct {
    /// Freeze the month's bulletin and send it for signing.
    Send,
    /// Read a version in this standing.
    Read(Standing),
    /// Sign what this person sent.
    Sign {
        prepared_by: PersonId,
    },
    SendBack,
    Issue,
}

/// Whether the actor may do this.
pub fn permits_bulletin(actor: &Actor, act: BulletinAct) -> Result<(), Forbidden> {
    in_some_right(actor, |actor| permits_in_right(actor, act))
}

fn permits_in_right(actor: &Actor, act: BulletinAct) -> Result<(), Forbidden> {
    match act {
        BulletinAct::Send => require(actor.is_editor(), Forbidden::NotAnEditor),
        // What was issued is for all for whom a bulletin is printed.
        BulletinAct::Read(Standing::Issued) => {
            require(actor.is_office() || !actor.units().is_empty(), Forbidden::NotAReader)
        }
        BulletinAct::Read(_) => require(actor.is_editor() || actor.is_signer(), Forbidden::NotAReader),
        BulletinAct::Sign { prepared_by } => {
            require(actor.is_signer(), Forbidden::NotASigner)?;
            refuse(actor, prepared_by, Forbidden::PreparedIt)
        }
        BulletinAct::SendBack => require(actor.is_signer() || actor.is_editor(), Forbidden::NotASigner),
        BulletinAct::Issue => require(actor.is_signer() || actor.is_editor(), Forbidden::NotAnEditor),
    }
}
