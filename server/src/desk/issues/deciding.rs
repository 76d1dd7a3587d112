//! Reading corrections: one with all that is decided on it, and those that are in work.

use std::collections::{BTreeSet, HashMap};

use app::desk::{
    Refusal,
    issues::{CorrectionLine, CorrectionSheet, Corrections},
};
use async_trait::async_trait;
use domain::{
    id::{CorrectionId, PersonId},
    issue::{
        Issue, Signature,
        correction::{Correction, Standing},
        version::IssueVersion,
    },
    item::{Item, ItemText},
    permission::{
        CorrectionAct, Forbidden, OfficeAct, permits_correction, permits_office, permits_proposing,
    },
    person::Actor,
};
use store::{corrections, issues, items, newsletters, people, revisions};

use super::{super::OfficeDesk, read::steps_of};
use crate::desk::items::namesake;

/// A correction with what is needed to say whose turn it is.
pub(in crate::desk) struct Looked {
    pub(in crate::desk) correction: Correction,
    pub(in crate::desk) issue: Issue,
    item: Item,
    version: Option<IssueVersion>,
    signatures: Vec<Signature>,
}

/// What a correction waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::desk) enum Turn {
    Clearing,
    Signing,
    /// To be written again, or given up.
    Mending,
}

#[async_trait]
impl Corrections for OfficeDesk {
    async fn correction(&self, actor: &Actor, id: CorrectionId) -> Result<CorrectionSheet, Refusal> {
        let looked = self.looked(self.correction(actor, id).await?).await?;
        let may = |act| permits_correction(actor, act, &looked.issue, &looked.item, &looked.correction);
        may(CorrectionAct::Read)?;
        if looked.correction.standing != Standing::InForce {
            self.note_reading_of_correction(actor, id).await;
        }
        let line = self.line_of(&looked, actor).await?;
        let mut people: BTreeSet<PersonId> =
            looked.issue.steps.iter().flat_map(|step| step.signers.clone()).collect();
        people.extend(looked.signatures.iter().map(|signature| signature.signer));
        people.extend(looked.correction.cleared.map(|(by, _)| by));
        people.extend(looked.correction.returned.as_ref().map(|(by, _)| *by));
        let names = people::names(self.store.reader(), &people).await?;
        let name = |person: &PersonId| names.get(person).cloned().unwrap_or_default();
        let correction = &looked.correction;
        let standing = correction.standing;
        let refusal = match standing {
            Standing::ToBeCleared => may(CorrectionAct::Clear).err(),
            Standing::InSignOff => may(CorrectionAct::Sign { signed: &looked.signatures }).err(),
            _ => None,
        };
        let refusal = refusal.filter(|refusal| !refusal.is_for_want_of_the_role());
        let (role, act) = match standing {
            Standing::ToBeCleared => ("保密审查员", CorrectionAct::Clear),
            _ => ("签发人", CorrectionAct::Sign { signed: &looked.signatures }),
        };
        let permits =
            |other: &Actor| permits_correction(other, act, &looked.issue, &looked.item, correction).is_ok();
        let namesakes = match refusal {
            Some(Forbidden::BearsAuthorsName) => {
                let mut names = namesake::names_like(&looked.item, actor);
                names.extend(namesake::names_like(&correction.applied_to(&looked.item), actor));
                names.sort();
                names.dedup();
                names
            }
            _ => Vec::new(),
        };
        let why_not = match refusal {
            Some(refusal) => Some(self.why_not(refusal, role, permits).await?),
            None => None,
        };
        Ok(CorrectionSheet {
            item: correction.item,
            issue: correction.issue,
            difference: self.difference(&self.text_before(&looked).await?, &correction.text).await?,
            text: correction.text.clone(),
            reason: correction.reason.clone(),
            notice: correction.notice.clone(),
            cleared: correction.cleared.map(|(by, at)| (name(&by), at)),
            steps: steps_of(&looked.issue, &looked.signatures, &names),
            pages: looked.version.as_ref().map(|version| (version.pdf_hash.clone(), version.pages)),
            returned: correction.returned.as_ref().map(|(by, reason)| (name(by), reason.clone())),
            may_clear: standing == Standing::ToBeCleared && may(CorrectionAct::Clear).is_ok(),
            may_sign: line.for_you.is_some() && standing == Standing::InSignOff,
            may_send_back: standing == Standing::InSignOff && may(CorrectionAct::SendBack).is_ok(),
            may_withdraw: (standing.is_under_way() || standing == Standing::Returned)
                && may(CorrectionAct::Withdraw).is_ok(),
            may_propose_again: standing == Standing::Returned && permits_proposing(actor).is_ok(),
            why_not,
            namesakes,
            line,
        })
    }

    async fn corrections_in_work(&self, actor: &Actor) -> Result<Vec<CorrectionLine>, Refusal> {
        permits_office(actor, OfficeAct::ReadInbox)?;
        let mut lines = Vec::new();
        for looked in self.corrections_waiting().await? {
            lines.push(self.line_of(&looked, actor).await?);
        }
        Ok(lines)
    }
}

impl Looked {
    /// Whether it waits for this person, and for what.
    pub(in crate::desk) fn turn_of(&self, actor: &Actor) -> Option<Turn> {
        let may = |act| permits_correction(actor, act, &self.issue, &self.item, &self.correction).is_ok();
        match self.correction.standing {
            Standing::ToBeCleared => may(CorrectionAct::Clear).then_some(Turn::Clearing),
            Standing::InSignOff => {
                may(CorrectionAct::Sign { signed: &self.signatures }).then_some(Turn::Signing)
            }
            Standing::Returned => may(CorrectionAct::Mend).then_some(Turn::Mending),
            Standing::InForce | Standing::Withdrawn => None,
        }
    }

    fn waits_for(&self) -> String {
        match self.correction.standing {
            Standing::ToBeCleared => "等保密审查".to_owned(),
            Standing::InSignOff => {
                let step = self.issue.steps.get(self.signatures.len());
                format!("等{}签字", step.map_or("签发", |step| step.name.as_str()))
            }
            Standing::Returned => "等提出的人修改".to_owned(),
            other => other.label().to_owned(),
        }
    }

    fn line(&self, actor: &Actor, names: &HashMap<PersonId, String>, newsletter: &str) -> CorrectionLine {
        let for_you = self.turn_of(actor).map(|turn| match turn {
            Turn::Clearing => "等您审查",
            Turn::Signing => "等您签字",
            Turn::Mending => "等您修改",
        });
        CorrectionLine {
            id: self.correction.id,
            issue: format!("《{newsletter}》{}年{}", self.issue.year, self.issue.label()),
            title: self.correction.text.list_title(),
            standing: self.correction.standing,
            proposed_by: names.get(&self.correction.proposed_by).cloned().unwrap_or_default(),
            proposed_at: self.correction.proposed_at,
            waits_for: self.waits_for(),
            for_you: for_you.map(str::to_owned),
        }
    }
}

impl OfficeDesk {
    /// The corrections that somebody has to do something about.
    pub(in crate::desk) async fn corrections_waiting(&self) -> Result<Vec<Looked>, Refusal> {
        let standings = [Standing::ToBeCleared, Standing::InSignOff, Standing::Returned];
        let all = corrections::standing(self.store.reader(), &standings).await?;
        let mut looked = Vec::with_capacity(all.len());
        // There are a handful at most: one for each issue.
        for correction in all {
            looked.push(self.looked(correction).await?);
        }
        Ok(looked)
    }

    async fn looked(&self, correction: Correction) -> Result<Looked, Refusal> {
        let reader = self.store.reader();
        let issue = self.issue(correction.issue).await?;
        let item = items::load_for(reader, correction.item, &correction.attribution).await?;
        let item = item.ok_or_else(|| Refusal::not_found("这篇稿件"))?;
        let version = match correction.version {
            Some(id) => issues::find_version(reader, id).await?,
            None => None,
        };
        let signatures = match &version {
            Some(version) => issues::signatures_of(reader, version.id).await?,
            None => Vec::new(),
        };
        Ok(Looked { correction, issue, item, version, signatures })
    }

    async fn line_of(&self, looked: &Looked, actor: &Actor) -> Result<CorrectionLine, Refusal> {
        let reader = self.store.reader();
        let proposer = BTreeSet::from([looked.correction.proposed_by]);
        let names = people::names(reader, &proposer).await?;
        let newsletter = newsletters::find(reader, looked.issue.newsletter).await?;
        let newsletter = newsletter.map(|newsletter| newsletter.name).unwrap_or_default();
        Ok(looked.line(actor, &names, &newsletter))
    }

    /// The text that the correction replaces, or has replaced.
    async fn text_before(&self, looked: &Looked) -> Result<ItemText, Refusal> {
        let item = &looked.item;
        let number = looked.version.as_ref().and_then(|version| version.number);
        let Some(number) = number.filter(|_| looked.correction.standing == Standing::InForce) else {
            return Ok(item.text.clone());
        };
        let reader = self.store.reader();
        let before = issues::version_by_number(reader, looked.issue.id, number - 1).await?;
        let printed = before.and_then(|before| before.items.into_iter().find(|other| other.item == item.id));
        let all = revisions::of_item(reader, item.id).await?;
        let found = printed.and_then(|printed| all.into_iter().find(|other| other.id == printed.revision));
        Ok(found.map_or_else(|| item.text.clone(), |revision| revision.text))
    }
}
