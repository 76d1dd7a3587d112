//! What becomes of a proposed correction: 保密审查 of its text, the steps of sign-off, being in force; or back.

use app::desk::{
    Done, Refusal,
    issues::{ClearCorrection, RefuseCorrection, SendBackCorrection, SignCorrection, WithdrawCorrection},
};
use domain::{
    act::Verb,
    clearance::{Clearance, Verdict},
    id::CorrectionId,
    issue::{
        Issue, Signature,
        correction::{Action, Correction, Standing},
        version::{IssueVersion, PrintedItem},
    },
    item::Item,
    permission::{CorrectionAct, permits_correction, reads_for_the_office},
    person::Actor,
    workflow::State,
};
use store::{
    corrections,
    issues::{self, signatures_of},
    items::{
        self,
        save::{save_text, set_clearance},
    },
    newsletters,
};

use super::{
    super::ledger::{self, settle},
    OfficeDesk, Writing, changed_meanwhile,
    content::printed_text,
    correct::check_credit,
    item_subject,
    pages::{Pages, next_number},
    required_reason,
    sign::{signed_as, signed_before},
    subject,
};
use crate::desk::{Act, checks::next_standing};

/// A correction with what it is about, while nobody else changes the issue.
pub(super) struct Deciding {
    pub(super) correction: Correction,
    pub(super) issue: Issue,
    pub(super) item: Item,
}

impl Act for ClearCorrection {
    /// 保密审查通过: the corrected pages are printed, to be signed.
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { correction: id } = self;
        let seen = office.correction(actor, id).await?;
        let found = office.correctable(seen.item).await?;
        permits_correction(actor, CorrectionAct::Clear, &found.issue, &found.item, &seen)?;
        next_standing(&seen, Action::Clear)?;
        let text = printed_text(&seen.text, &seen.attribution);
        let number = next_number(&found.in_force);
        let pages = Pages::of(&found.in_force).replaced(seen.item, &text).numbered(number);
        let corrected = office.print_corrected(pages).await?;
        let writing = office.begin(actor).await?;
        let Deciding { mut correction, issue, item } = writing.deciding(id).await?;
        permits_correction(actor, CorrectionAct::Clear, &issue, &item, &correction)?;
        let before = correction.standing;
        correction.standing = next_standing(&correction, Action::Clear)?;
        newsletters::lock(writing.connection(), issue.newsletter).await?;
        if writing.in_force(&issue).await?.id != found.in_force.id {
            return Err(changed_meanwhile(issue.id));
        }
        correction.cleared = Some((actor.id, writing.timestamp()));
        correction.version = Some(writing.keep_to_sign(&correction, corrected).await?);
        corrections::save(writing.connection(), &correction, before).await?;
        let name = correction.text.list_title();
        let words = format!("{}《{name}》的更正，保密审查通过", issue.label());
        writing.event(Verb::ClearCorrection, subject(issue.id), words, None).await?;
        writing.commit().await?;
        let step = issue.steps.first().map_or("签发", |step| step.name.as_str());
        Ok(Done::new(format!("《{name}》的更正保密审查通过，等待{step}签字")))
    }
}

impl Act for RefuseCorrection {
    /// 保密审查不通过, back to whoever proposed it.
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { correction: id, reason } = self;
        office.return_correction(actor, id, (CorrectionAct::Clear, Action::Refuse), reason).await
    }
}

impl Act for SendBackCorrection {
    /// Back from sign-off, to whoever proposed it.
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { correction: id, reason } = self;
        office.return_correction(actor, id, (CorrectionAct::SendBack, Action::SendBack), reason).await
    }
}

impl OfficeDesk {
    async fn return_correction(
        &self,
        actor: &Actor,
        id: CorrectionId,
        (act, action): (CorrectionAct<'_>, Action),
        reason: String,
    ) -> Result<Done, Refusal> {
        let (verb, what) = match action {
            Action::Refuse => (Verb::RefuseCorrection, "保密审查不通过"),
            _ => (Verb::SendBackCorrection, "退回"),
        };
        let writing = self.begin(actor).await?;
        let Deciding { mut correction, issue, item } = writing.deciding(id).await?;
        permits_correction(actor, act, &issue, &item, &correction)?;
        let before = correction.standing;
        let is_reworded = writing.is_reworded(subject(issue.id), verb).await?
            && correction.returned.as_ref().is_some_and(|(by, _)| *by == actor.id);
        let standing = if is_reworded { before } else { next_standing(&correction, action)? };
        let reason = required_reason(&reason, what)?;
        if !is_reworded {
            correction.standing = standing;
            writing.void_pages(&mut correction, &reason).await?;
        }
        correction.returned = Some((actor.id, reason.clone()));
        corrections::save(writing.connection(), &correction, before).await?;
        let name = correction.text.list_title();
        let words = format!("{}《{name}》的更正{what}", issue.label());
        writing.event(verb, subject(issue.id), words, Some(reason)).await?;
        writing.commit().await?;
        Ok(Done::new(format!("《{name}》的更正{what}，等提出的人修改")).next("/issues/desk"))
    }
}

impl Act for WithdrawCorrection {
    /// 作罢: the printed text stays as it is.
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { correction: id } = self;
        let writing = office.begin(actor).await?;
        let Deciding { mut correction, issue, item } = writing.deciding(id).await?;
        permits_correction(actor, CorrectionAct::Withdraw, &issue, &item, &correction)?;
        let before = correction.standing;
        correction.standing = next_standing(&correction, Action::Withdraw)?;
        writing.void_pages(&mut correction, "更正作罢").await?;
        corrections::save(writing.connection(), &correction, before).await?;
        let name = correction.text.list_title();
        let words = format!("{}《{name}》的更正作罢", issue.label());
        writing.event(Verb::WithdrawCorrection, subject(issue.id), words, None).await?;
        writing.commit().await?;
        let words = format!("《{name}》的更正已作罢，印发的文字照旧");
        Ok(Done::new(words).next(format!("/issues/{}", issue.id)))
    }
}

impl Act for SignCorrection {
    /// The next step, signed on the pages that the signer saw. The last one puts the correction in force.
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { correction: id, pdf_hash } = self;
        let writing = office.begin(actor).await?;
        let mut deciding = writing.deciding(id).await?;
        let Deciding { correction, issue, item } = &mut deciding;
        let in_sign_off = correction.version.filter(|_| correction.standing == Standing::InSignOff);
        let signatures = match in_sign_off {
            Some(version) => signatures_of(writing.connection(), version).await?,
            None => Vec::new(),
        };
        let signed = signatures.len();
        permits_correction(actor, CorrectionAct::Sign { signed: &signatures }, issue, item, correction)?;
        let pages = writing.pages_to_sign(correction).await?;
        let is_last = signed + 1 >= issue.steps.len();
        let before = correction.standing;
        let action = if is_last { Action::SignLastStep } else { Action::SignStep };
        correction.standing = next_standing(correction, action)?;
        let step = issue
            .steps
            .get(signed)
            .cloned()
            .ok_or_else(|| Refusal::blocked("签发步骤已改，请退回后重新提出更正"))?;
        let in_force = writing.in_force(issue).await?;
        if pages.pdf_hash != pdf_hash || pages.content.content().correction != Some(next_number(&in_force)) {
            let words = "您看到的版面不是现在要签的版面。页面已是最新的，请看过再签";
            return Err(Refusal::Conflict(words.to_owned()));
        }
        let signature = Signature {
            step: signed_as(actor, &step.name),
            signer: actor.id,
            signed_at: writing.timestamp(),
            pdf_hash,
        };
        issues::add_signature(writing.connection(), pages.id, &signature).await?;
        corrections::save(writing.connection(), correction, before).await?;
        let (label, name) = (issue.label(), correction.text.list_title());
        let alone = signed_before(actor, &signatures);
        let words = format!("{label}《{name}》的更正：{}签字{alone}", step.name);
        writing.event(Verb::SignCorrection, subject(issue.id), words, None).await?;
        if !is_last {
            let next = issue.steps.get(signed + 1).map_or("签发", |next| next.name.as_str()).to_owned();
            writing.commit().await?;
            return Ok(Done::new(format!("已签字（{}），等待{next}签字", step.name)));
        }
        let (number, issue_id) = (next_number(&in_force), issue.id);
        writing.put_in_force(deciding, &pages, number).await?;
        writing.commit().await?;
        let words = format!("已签字（{}），更正生效：{label}现为第{number}版，原版照旧保存", step.name);
        Ok(Done::new(words).next(format!("/issues/{issue_id}")))
    }
}

impl OfficeDesk {
    /// The correction, outside of any transaction.
    pub(in crate::desk) async fn correction(
        &self,
        actor: &Actor,
        id: CorrectionId,
    ) -> Result<Correction, Refusal> {
        readable(actor, corrections::find(self.store.reader(), id).await?)
    }
}

/// A correction that is not in force is the office's own: it does not exist for anybody else.
fn readable(actor: &Actor, found: Option<Correction>) -> Result<Correction, Refusal> {
    let found = found.filter(|_| reads_for_the_office(actor));
    found.ok_or_else(|| Refusal::not_found("这份更正"))
}

impl Writing {
    /// Locks the issue; what stands then of the correction and its item stays so.
    async fn deciding(&self, id: CorrectionId) -> Result<Deciding, Refusal> {
        let find = async || corrections::find(self.connection(), id).await;
        let seen = readable(&self.actor, find().await?)?;
        let issue = self.locked_issue(seen.issue).await?;
        let correction = readable(&self.actor, find().await?)?;
        let item = items::load_for(self.connection(), correction.item, &correction.attribution).await?;
        let item = item.ok_or_else(|| Refusal::not_found("这篇稿件"))?;
        Ok(Deciding { correction, issue, item })
    }

    async fn in_force(&self, issue: &Issue) -> Result<IssueVersion, Refusal> {
        let in_force = issues::in_force(self.connection(), issue.id).await?;
        in_force.ok_or_else(|| Refusal::not_found("印发的版面"))
    }

    async fn pages_to_sign(&self, correction: &Correction) -> Result<IssueVersion, Refusal> {
        let missing = || Refusal::blocked("这份更正现在没有要签的版面");
        let id = correction.version.filter(|_| correction.standing == Standing::InSignOff);
        let version = issues::find_version(self.connection(), id.ok_or_else(missing)?).await?;
        version.ok_or_else(missing)
    }

    /// The pages that were to be signed are kept, and void.
    async fn void_pages(&self, correction: &mut Correction, why: &str) -> Result<(), Refusal> {
        if let Some(version) = correction.version.take() {
            issues::send_back_version(self.connection(), version, why).await?;
        }
        Ok(())
    }

    /// The item's text, its clearance, the version that readers get and the ledger follow, all at once.
    async fn put_in_force(
        &self,
        Deciding { correction, issue, mut item }: Deciding,
        pages: &IssueVersion,
        number: i32,
    ) -> Result<(), Refusal> {
        if item.state != State::Adopted {
            return Err(Refusal::blocked("这篇稿件已撤下，不能再更正"));
        }
        let (connection, now) = (self.connection(), self.timestamp());
        check_credit(connection, &issue, &item, &correction.attribution).await?;
        let (text, attribution) = (correction.text.clone(), correction.attribution.clone());
        let revision =
            save_text(connection, &mut item, text, attribution, correction.proposed_by, now).await?;
        let (clearer, decided_at) =
            correction.cleared.ok_or_else(|| Refusal::blocked("这份更正还没有保密审查"))?;
        let clearance = Clearance { verdict: Verdict::Cleared, revision, clearer, decided_at };
        set_clearance(connection, &mut item, clearance, now).await?;
        let printed = |printed: &PrintedItem| match printed.item == item.id {
            true => PrintedItem { revision, ..*printed },
            false => *printed,
        };
        let printed: Vec<PrintedItem> = pages.items.iter().map(printed).collect();
        issues::put_in_force(connection, pages.id, number, &printed, now).await?;
        issues::save(connection, &issue).await?;
        let (label, name) = (issue.label(), item.text.list_title());
        let words = format!("更正，见{label}第{number}版");
        self.event(Verb::CorrectItem, item_subject(item.id), words, correction.notice.clone()).await?;
        let words = format!("{label}更正《{name}》，为第{number}版");
        let event =
            self.event(Verb::CorrectItem, subject(issue.id), words, Some(correction.reason.clone())).await?;
        if !ledger::closed(connection).await?.contains(issue.credit_month) {
            let why = format!("更正《{name}》");
            settle(self, event, &[issue.credit_month], Some(&why)).await?;
        }
        Ok(())
    }
}
