//! 保密审查: a clearer decides on the text that the form showed.

use app::desk::{
    Done, Refusal,
    items::acts::{Clear, RefuseClearance},
};
use domain::{
    act::Verb,
    clearance::{Clearance, Verdict},
    id::{ItemId, RevisionId},
    item::Item,
    permission::{ItemAct, permits},
    person::Actor,
    workflow::State,
};
use store::items::save;

use super::{OfficeDesk, load, quoted, subject};
use crate::desk::Act;

impl Act for Clear {
    /// This text may be published; where it was refused as it stands, for a reason.
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { item, revision, reason } = self;
        office.decide_clearance(actor, item, (revision, reason), Verdict::Cleared).await
    }
}

impl Act for RefuseClearance {
    /// This text may not be published, for a reason.
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { item, revision, reason } = self;
        let reason = reason.ok_or_else(|| Refusal::invalid("reason", "请写明不通过的原因"))?;
        office
            .decide_clearance(actor, item, (revision, Some(reason.clone())), Verdict::Refused { reason })
            .await
    }
}

impl OfficeDesk {
    async fn decide_clearance(
        &self,
        actor: &Actor,
        id: ItemId,
        (revision, reason): (RevisionId, Option<String>),
        verdict: Verdict,
    ) -> Result<Done, Refusal> {
        let writing = self.begin(actor).await?;
        let connection = writing.connection();
        let mut item = load(connection, actor, id).await?;
        permits(actor, ItemAct::Clear, &item)?;
        check_can_be_cleared(&item)?;
        if item.revision != revision {
            let words = format!("{}的文字在您打开之后改过，请看过现在的文字再审查", quoted(&item));
            return Err(Refusal::Conflict(words));
        }
        let refusal = item.clearance.as_ref().and_then(|clearance| clearance.refuses(revision));
        let (verb, words) = match (&verdict, refusal) {
            (Verdict::Refused { .. }, _) => (Verb::RefuseClearance, "保密审查不通过"),
            (Verdict::Cleared, None) => (Verb::Clear, "保密审查通过"),
            (Verdict::Cleared, Some(refusal)) if reason.is_none() => {
                let words =
                    format!("这一稿审查过，没有通过（{refusal}），文字也没有改过：改判通过请写明理由");
                return Err(Refusal::invalid("reason", words));
            }
            (Verdict::Cleared, Some(_)) => (Verb::Clear, "保密审查改判通过"),
        };
        let clearance = Clearance { verdict, revision, clearer: actor.id, decided_at: writing.timestamp() };
        save::set_clearance(connection, &mut item, clearance, writing.timestamp()).await?;
        writing.event(verb, subject(&item), words, reason).await?;
        writing.commit().await?;
        let next = match verb {
            Verb::Clear => "，可以印发或报送上级",
            _ => "，等待编辑修改",
        };
        Ok(Done::new(format!("{}{words}{next}", quoted(&item))))
    }
}

/// Whether there is a text to decide on: one that the office has, and that has not been taken back.
pub(in crate::desk) fn check_can_be_cleared(item: &Item) -> Result<(), Refusal> {
    match item.state {
        State::Draft | State::UnitReview | State::Returned | State::Combined | State::Retracted => {
            let state = item.state.label();
            Err(Refusal::blocked(format!("稿件现在是“{state}”，不能作保密审查")))
        }
        State::Submitted
        | State::Editing
        | State::Shortlisted
        | State::Rejected
        | State::Placed
        | State::Adopted => Ok(()),
    }
}
