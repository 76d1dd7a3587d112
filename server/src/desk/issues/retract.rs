//! 撤下: the corrected version is without the item, and so is the ledger.

use app::desk::{Done, Refusal, issues::Retract};
use domain::{
    act::Verb,
    calendar::Month,
    closing,
    id::ItemId,
    issue::{
        Issue, IssueAction,
        correction::{Action as CorrectionAction, Correction, Standing as CorrectionStanding},
        version::{IssueVersion, Standing},
    },
    item::Item,
    permission::{IssueAct, permits_issue, permits_retracting},
    person::Actor,
    workflow::Action,
};
use store::{
    corrections,
    issues::{self, NewVersion},
    items::{self, save::save_state},
};

use super::{
    super::ledger::{self, settle},
    OfficeDesk, Writing, changed_meanwhile,
    content::printed_text,
    item_subject,
    pages::{Corrected, Pages, next_number},
    required_reason,
    send::keep_version,
    subject,
};
use crate::desk::{
    Act,
    checks::{next_issue_state, next_standing, next_state},
};

/// A published item, where it is printed, and what is in force there.
pub(in crate::desk) struct InPrint {
    pub(in crate::desk) issue: Issue,
    pub(in crate::desk) item: Item,
    pub(super) in_force: IssueVersion,
}

/// What a retraction is asked to say, apart from each other.
pub(super) struct Reasons {
    /// For the office and the item's unit.
    pub(super) internal: String,
    /// What readers are told.
    pub(super) notice: Option<String>,
}

impl Act for Retract {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { item: id, reason, notice, month } = self;
        let reasons = Reasons { internal: reason, notice };
        // Whoever may not retract at all is not told of the piece.
        permits_retracting(actor)?;
        let found = office.in_print(id).await?;
        permits_issue(actor, IssueAct::Retract, &found.issue)?;
        let state = next_state(actor, Action::Retract, &found.item)?;
        let reason = required_reason(&reasons.internal, "撤下")?;
        let number = next_number(&found.in_force);
        let pages = Pages::of(&found.in_force).without(id);
        let corrected = office.print_corrected(pages.clone().numbered(number)).await?;
        let under_way = office.correction_under_way(&found.issue).await?;
        let reprinted = office.reprinted(under_way.as_ref(), &found, pages, number + 1).await?;
        let writing = office.begin(actor).await?;
        let mut item = writing.still_in_print(&found, IssueAct::Retract).await?;
        let taken_back = writing.take_back_adoption(&found, month).await?;
        save_state(writing.connection(), &mut item, state, writing.timestamp()).await?;
        writing.keep_corrected(&found, corrected, number, &reason, reasons.notice.clone()).await?;
        writing.hold_up(under_way, &found, reprinted).await?;
        let (label, name) = (found.issue.label(), item.text.list_title());
        let words = format!("从{label}撤下");
        writing.event(Verb::Retract, item_subject(id), words, Some(reason.clone())).await?;
        let words = format!("{label}撤下《{name}》，更正为第{number}版");
        let event =
            writing.event(Verb::Retract, subject(found.issue.id), words, Some(reason.clone())).await?;
        // Lines of the ledger are read by every unit: the reason is the event's alone.
        let why = format!("撤下《{name}》");
        if found.issue.credited {
            let month = taken_back.unwrap_or(found.issue.credit_month);
            settle(&writing, event, &[month], Some(&why)).await?;
        }
        writing.commit().await?;
        let credit = match taken_back {
            None => "记分已冲销".to_owned(),
            Some(month) => format!(
                "{}已结账，记分在{}冲减",
                closing::in_words(found.issue.credit_month),
                closing::in_words(month)
            ),
        };
        let words = format!("已撤下《{name}》，{label}现为第{number}版，{credit}");
        Ok(Done::new(words).next(format!("/issues/{}", found.issue.id)))
    }
}

impl OfficeDesk {
    /// The item where it is printed.
    pub(super) async fn in_print(&self, id: ItemId) -> Result<InPrint, Refusal> {
        let reader = self.store.reader();
        let missing = || Refusal::not_found("这篇稿件");
        let item = items::load(reader, id).await?;
        let item = item.filter(Item::is_with_the_office).ok_or_else(missing)?;
        let not_in_print = || Refusal::blocked("这篇稿件还没有印发");
        let (issue, _) = item.placed_in.ok_or_else(not_in_print)?;
        let issue = self.issue(issue).await?;
        next_issue_state(&issue, IssueAction::Correct)?;
        let in_force = issues::in_force(reader, issue.id).await?;
        Ok(InPrint { issue, item, in_force: in_force.ok_or_else(not_in_print)? })
    }

    /// The correction of another item that is being signed, on the pages as they are after the retraction.
    async fn reprinted(
        &self,
        under_way: Option<&Correction>,
        found: &InPrint,
        pages: Pages,
        number: i32,
    ) -> Result<Option<Corrected>, Refusal> {
        let is_signed = |correction: &&Correction| {
            correction.standing == CorrectionStanding::InSignOff && correction.item != found.item.id
        };
        let Some(correction) = under_way.filter(is_signed) else { return Ok(None) };
        let text = printed_text(&correction.text, &correction.attribution);
        let pages = pages.replaced(correction.item, &text).numbered(number);
        self.print_corrected(pages).await.map(Some)
    }
}

impl Writing {
    /// Locks the issue and answers the item, where neither has changed since it was looked at.
    pub(super) async fn still_in_print(&self, found: &InPrint, act: IssueAct) -> Result<Item, Refusal> {
        self.issue(found.issue.id, found.issue.version, act, IssueAction::Correct).await?;
        let item = items::load(self.connection(), found.item.id).await?;
        let item = item.filter(|item| item.version == found.item.version);
        item.ok_or_else(|| Refusal::overtaken("这篇稿件", item_subject(found.item.id)))
    }

    /// Where the credit month is closed: the adoption stays a fact of it, and what it earned is taken back in an open
    /// month, which is the answer.
    async fn take_back_adoption(
        &self,
        found: &InPrint,
        chosen: Option<Month>,
    ) -> Result<Option<Month>, Refusal> {
        let month = found.issue.credit_month;
        let late = ledger::late_month(self, month, chosen).await?.filter(|_| found.issue.credited);
        let Some(late) = late else { return Ok(None) };
        issues::set_retracted_month(self.connection(), found.item.id, late).await?;
        Ok(Some(late))
    }

    /// Keeps the corrected version, from now on in force.
    async fn keep_corrected(
        &self,
        found: &InPrint,
        corrected: Corrected,
        number: i32,
        reason: &str,
        notice: Option<String>,
    ) -> Result<(), Refusal> {
        let new = NewVersion {
            issue: found.issue.id,
            number: Some(number),
            standing: Standing::Published,
            content: &corrected.frozen,
            items: &corrected.items,
            pdf_hash: String::new(),
            pages: corrected.printed.pages,
            fonts: &corrected.printed.fonts,
            typesetting: corrected.printed.typesetting,
            reason: Some(reason.to_owned()),
            notice,
            made_by: self.actor.id,
            made_at: self.timestamp(),
        };
        keep_version(self.connection(), new, &corrected.printed.file).await?;
        Ok(issues::save(self.connection(), &found.issue).await?)
    }

    /// What becomes of a correction that was under way in the issue: the retracted item's own is over; another one,
    /// where it was being signed, is signed anew, on the pages as they are now.
    async fn hold_up(
        &self,
        under_way: Option<Correction>,
        found: &InPrint,
        reprinted: Option<Corrected>,
    ) -> Result<(), Refusal> {
        let connection = self.connection();
        let now = corrections::of_issue(connection, found.issue.id).await?;
        let now = now.into_iter().find(|correction| correction.standing.is_under_way());
        if now != under_way {
            return Err(changed_meanwhile(found.issue.id));
        }
        let Some(mut correction) = now else { return Ok(()) };
        let before = correction.standing;
        if let Some(version) = correction.version {
            let why = format!("先撤下了《{}》，改版后重新签字", found.item.text.list_title());
            issues::send_back_version(connection, version, &why).await?;
        }
        if correction.item == found.item.id {
            correction.standing = next_standing(&correction, CorrectionAction::Withdraw)?;
            correction.version = None;
            corrections::save(connection, &correction, before).await?;
            let words =
                format!("{}《{}》的更正作罢：稿件已撤下", found.issue.label(), correction.text.list_title());
            self.event(Verb::WithdrawCorrection, subject(found.issue.id), words, None).await?;
        } else if let Some(reprinted) = reprinted {
            correction.version = Some(self.keep_to_sign(&correction, reprinted).await?);
            corrections::save(connection, &correction, before).await?;
        }
        Ok(())
    }

    /// Keeps the pages of a correction that are to be signed.
    pub(super) async fn keep_to_sign(
        &self,
        correction: &Correction,
        corrected: Corrected,
    ) -> Result<domain::id::IssueVersionId, Refusal> {
        let new = NewVersion {
            issue: correction.issue,
            number: None,
            standing: Standing::Correcting,
            content: &corrected.frozen,
            items: &corrected.items,
            pdf_hash: String::new(),
            pages: corrected.printed.pages,
            fonts: &corrected.printed.fonts,
            typesetting: corrected.printed.typesetting,
            reason: Some(correction.reason.clone()),
            notice: correction.notice.clone(),
            made_by: correction.proposed_by,
            made_at: self.timestamp(),
        };
        Ok(keep_version(self.connection(), new, &corrected.printed.file).await?)
    }
}
