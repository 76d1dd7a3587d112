//! Who may do what. The one place that answers, always with an actor.
//!
//! It does not ask whether the act exists in the present state: [`crate::workflow`] does, with another error.

use serde::{Deserialize, Serialize};

mod bulletin;
mod comment;
mod correction;
mod deputy;
mod together;

use self::deputy::{in_some_right, may_sign_step};
pub use self::{
    bulletin::{BulletinAct, permits_bulletin},
    comment::{audiences, permits_comment},
    correction::{CorrectionAct, permits_correction, permits_proposing},
    deputy::{permits_ending_deputy, permits_setting_deputy},
    together::{ShownAs, can_be_writing, can_handle, sees_handling, shows_presence},
};
use crate::{
    id::{PersonId, UnitId},
    issue::{Issue, IssueState, Signature},
    item::{Item, Whereabouts, Wrote},
    person::{Actor, Role},
    text::may_be_one,
    workflow::{Action, State},
};

/// Makes the acts on an item, and the list of them all.
macro_rules! item_acts {
    ($($(#[$doc:meta])* $act:ident,)+) => {
        /// What somebody wants to do to an item.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum ItemAct {
            $($(#[$doc])* $act,)+
            /// What leads from one state to another.
            Act(Action),
        }

        impl ItemAct {
            /// Everything that there is to do to an item.
            pub fn all() -> impl Iterator<Item = Self> {
                [$(Self::$act),+].into_iter().chain(Action::ALL.map(Self::Act))
            }
        }
    };
}

item_acts! {
    Read,
    EditText,
    /// 保密审查: give or refuse clearance.
    Clear,
    /// Decide that other units than the attribution's are credited, and say what rules ask about the item.
    DecideCredit,
    /// Delete a draft.
    Delete,
    /// 主办: be in charge of it, hand it on to another, put it down.
    Handle,
}

/// What somebody wants to do to an issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IssueAct {
    Read,
    Arrange,
    SendForSignOff,
    Sign,
    /// Back to Arranging, with a reason.
    SendBack,
    Publish,
    /// 撤下: retract one of its items, in a corrected version.
    Retract,
    /// 开放: show readers what was entered or imported as past, having looked through it.
    Release,
}

/// What somebody wants to do in the office at large.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OfficeAct {
    /// Draft for a unit: its contributors, or an editor (代录).
    Draft(UnitId),
    /// Draft for some unit at all.
    DraftForSome,
    /// 代录: draft for every unit.
    DraftForAll,
    /// Take pictures in for texts: whoever may ever write or mend one.
    TakeInPictures,
    /// See the inbox.
    ReadInbox,
    /// Receive, shortlist, combine what reached the office, and see to what was refused.
    SortOut,
    /// See what waits for 保密审查.
    ReadUncleared,
    /// 保密审查, of whatever one did not write.
    Clear,
    /// See issues through: arrange, sign or publish them.
    SeeIssuesThrough,
    /// Sign, and let readers see what was entered as past, whatever one did not arrange.
    Sign,
    CreateIssue,
    EnterPastIssue,
    /// Record upper adoptions, commissions, forwardings, adjustments, and reverse them.
    Record,
    /// See every unit's figures and the entries behind them.
    ReadLedger,
    /// See one unit's figures and the entries behind them.
    ReadUnitCredits(UnitId),
    /// Keep a resolved name as an alias of a unit.
    KeepAlias,
    ReadEvents,
    /// See which months are closed, and what waits in the others.
    ReadMonths,
    /// Close a month or reopen it, and mark what higher offices sent as received.
    CloseMonth,
    /// To whom a month's bulletin goes, who signs it, and when.
    SetBulletinLetter,
    /// Draft rule sets, try them, put them in force.
    SetRules,
    /// The lists by which texts are proofread.
    SetWords,
    /// Check bulletins that were printed before.
    AuditBulletin,
    /// People, units, newsletters.
    Administer,
}

/// Somebody may not do it, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Forbidden {
    #[error("只有本单位的信息员可以这样做")]
    NotYourUnit,
    #[error("只有草稿可以删除")]
    NotADraft,
    #[error("只有起草人可以删除草稿")]
    NotTheDrafter,
    #[error("只有报送人可以撤回")]
    NotTheSender,
    #[error("只有本单位的审核人可以这样做")]
    NotTheReviewer,
    #[error("自己写的稿件要由别人审核")]
    WroteIt,
    #[error("自己写的稿件要由别人作保密审查")]
    ClearerWroteIt,
    #[error("署名里有与您同名的作者，由别人办；如果那是另一个人，请先说明")]
    BearsAuthorsName,
    #[error("先前的步骤已有人代您签过，这一步要由别人签")]
    DeputySigned,
    #[error("您所代的人先前经办过，要由别人办")]
    PrincipalDidIt,
    #[error("先前经办的另一个账号与您同名，由别人办；如果那是另一个人，请管理员在“人员”里注明")]
    NamesakeDidIt,
    #[error("这关系到您自己的姓名，请别的管理员来注明")]
    OwnName,
    #[error("自己写的文字要由别人签字")]
    SignerWroteIt,
    #[error("只有提出更正的人或编辑可以作罢")]
    NotTheProposer,
    #[error("只有编辑可以这样做")]
    NotAnEditor,
    #[error("只有保密审查员可以这样做")]
    NotAClearer,
    #[error("只有签发人可以这样做")]
    NotASigner,
    #[error("这一步由别人签")]
    NotThisStepsSigner,
    #[error("前面的步骤是您签的，这一步要由别人签")]
    SignedBefore,
    #[error("自己编排的一期要由别人签")]
    ArrangedIt,
    #[error("自己送签的通报要由别人签发")]
    PreparedIt,
    #[error("只有管理员可以这样做")]
    NotAnAdministrator,
    #[error("经手稿件的角色不能自己给自己")]
    OwnRole,
    #[error("请另一个人代办，不能请本人")]
    OwnDeputy,
    #[error("稿件在这个状态下不能改")]
    TextIsFixed,
    #[error("所在的一期已经送审，稿件不能改")]
    IssueIsFixed,
    #[error("您不能看这里的内容")]
    NotAReader,
}

impl Forbidden {
    /// Whether the role itself is lacking: what waits for the role does not wait for that person, who need not be told why
    /// it is somebody else's.
    pub fn is_for_want_of_the_role(self) -> bool {
        matches!(
            self,
            Self::NotTheReviewer
                | Self::NotAnEditor
                | Self::NotAClearer
                | Self::NotASigner
                | Self::NotAnAdministrator
        )
    }
}

/// Whether the actor may do this to the item as it stands.
pub fn permits(actor: &Actor, act: ItemAct, item: &Item) -> Result<(), Forbidden> {
    in_some_right(actor, |actor| permits_in_right(actor, act, item))
}

fn permits_in_right(actor: &Actor, act: ItemAct, item: &Item) -> Result<(), Forbidden> {
    match act {
        ItemAct::Read => permits_reading_item(actor, item.whereabouts()),
        ItemAct::EditText => may_edit_text(actor, item),
        ItemAct::Clear => {
            require(actor.is_clearer(), Forbidden::NotAClearer)?;
            refuse_writer(item.wrote_or_mended(actor), Forbidden::ClearerWroteIt)
        }
        ItemAct::DecideCredit | ItemAct::Handle => require(actor.is_editor(), Forbidden::NotAnEditor),
        ItemAct::Delete => {
            require(item.state == State::Draft, Forbidden::NotADraft)?;
            require(item.drafted_by == actor.id, Forbidden::NotTheDrafter)
        }
        ItemAct::Act(action) => may_act(actor, action, item),
    }
}

/// Whether the actor may do this to the issue as it stands.
pub fn permits_issue(actor: &Actor, act: IssueAct, issue: &Issue) -> Result<(), Forbidden> {
    in_some_right(actor, |actor| permits_issue_in_right(actor, act, issue))
}

fn permits_issue_in_right(actor: &Actor, act: IssueAct, issue: &Issue) -> Result<(), Forbidden> {
    match act {
        IssueAct::Read => require(
            issue.state == IssueState::Published && !issue.withheld || reads_for_the_office(actor),
            Forbidden::NotAReader,
        ),
        IssueAct::Arrange | IssueAct::SendForSignOff => require(actor.is_editor(), Forbidden::NotAnEditor),
        IssueAct::Sign => {
            require(actor.is_signer(), Forbidden::NotASigner)?;
            let step = issue.steps.get(issue.signatures.len());
            let named = step.is_none_or(|step| may_sign_step(actor, step));
            require(named, Forbidden::NotThisStepsSigner)?;
            refuse_second_step(actor, issue, &issue.signatures)?;
            match issue.separate_duties {
                true => refuse_arranger(actor, issue),
                false => Ok(()),
            }
        }
        IssueAct::SendBack => require(actor.is_signer() || actor.is_editor(), Forbidden::NotASigner),
        IssueAct::Publish => require(actor.is_signer() || actor.is_editor(), Forbidden::NotAnEditor),
        IssueAct::Retract => permits_retracting(actor),
        // Nothing of it was cleared here: it always takes a second person.
        IssueAct::Release => {
            require(actor.is_signer(), Forbidden::NotASigner)?;
            refuse_arranger(actor, issue)
        }
    }
}

fn refuse_arranger(actor: &Actor, issue: &Issue) -> Result<(), Forbidden> {
    issue.arranged_by.iter().try_for_each(|arranger| refuse(actor, *arranger, Forbidden::ArrangedIt))
}

/// Whoever reads: a person, or anybody at all, not signed in.
#[derive(Clone, Copy, Debug)]
pub enum Reader<'a> {
    Person(&'a Actor),
    Anybody,
}

/// Whether the actor may retract anything at all.
pub fn permits_retracting(actor: &Actor) -> Result<(), Forbidden> {
    require(actor.is_signer(), Forbidden::NotASigner)
}

/// Whether the issue may be read. `open_to_all` is its newsletter's setting.
pub fn permits_reading(reader: Reader, issue: &Issue, open_to_all: bool) -> Result<(), Forbidden> {
    match reader {
        Reader::Person(actor) => permits_issue(actor, IssueAct::Read, issue),
        Reader::Anybody => {
            let is_shown = issue.state == IssueState::Published && !issue.withheld;
            require(open_to_all && is_shown, Forbidden::NotAReader)
        }
    }
}

/// Whether a version of the issue that is not in force may be read: drafts of it, and what was corrected or
/// retracted since. What was retracted is nothing for readers any more.
pub fn permits_reading_other_versions(reader: Reader) -> Result<(), Forbidden> {
    match reader {
        Reader::Person(actor) => {
            require(actor.is_editor() || actor.is_signer() || actor.is_clearer(), Forbidden::NotAReader)
        }
        Reader::Anybody => Err(Forbidden::NotAReader),
    }
}

/// Whether the actor may do this in the office at large.
pub fn permits_office(actor: &Actor, act: OfficeAct) -> Result<(), Forbidden> {
    match act {
        OfficeAct::Draft(unit) => {
            require(actor.contributes_for(unit) || actor.is_editor(), Forbidden::NotYourUnit)
        }
        OfficeAct::DraftForSome => {
            let contributes = actor.held().any(|role| matches!(role, Role::Contributor(_)));
            require(contributes || actor.is_editor(), Forbidden::NotYourUnit)
        }
        OfficeAct::TakeInPictures => {
            let writes = |role: &Role| matches!(role, Role::Contributor(_) | Role::UnitReviewer(_));
            require(actor.held().any(|role| writes(&role)) || actor.is_editor(), Forbidden::NotYourUnit)
        }
        OfficeAct::DraftForAll => require(actor.is_editor(), Forbidden::NotYourUnit),
        OfficeAct::ReadInbox => {
            require(actor.is_editor() || actor.is_clearer() || actor.is_signer(), Forbidden::NotAnEditor)
        }
        OfficeAct::SortOut | OfficeAct::CreateIssue | OfficeAct::EnterPastIssue | OfficeAct::Record => {
            require(actor.is_editor(), Forbidden::NotAnEditor)
        }
        OfficeAct::ReadUncleared => require(actor.is_clearer() || actor.is_editor(), Forbidden::NotAClearer),
        OfficeAct::Clear => require(actor.is_clearer(), Forbidden::NotAClearer),
        OfficeAct::SeeIssuesThrough => {
            require(actor.is_editor() || actor.is_signer(), Forbidden::NotAnEditor)
        }
        OfficeAct::Sign => require(actor.is_signer(), Forbidden::NotASigner),
        // What a bulletin prints for everybody is no secret to those who work for it.
        OfficeAct::ReadLedger => {
            require(actor.is_office() || !actor.units().is_empty(), Forbidden::NotAReader)
        }
        OfficeAct::ReadUnitCredits(unit) => {
            require(actor.is_office() || actor.units().contains(&unit), Forbidden::NotYourUnit)
        }
        OfficeAct::ReadMonths => require(actor.is_office(), Forbidden::NotAReader),
        OfficeAct::KeepAlias
        | OfficeAct::ReadEvents
        | OfficeAct::CloseMonth
        | OfficeAct::SetBulletinLetter
        | OfficeAct::SetRules
        | OfficeAct::SetWords
        | OfficeAct::AuditBulletin => {
            require(actor.is_editor() || actor.is_administrator(), Forbidden::NotAnEditor)
        }
        OfficeAct::Administer => require(actor.is_administrator(), Forbidden::NotAnAdministrator),
    }
}

/// Whether the actor may give a person of this account and name these roles, who holds those. Whoever gives roles gives
/// himself none by which content passes through his hands, under whatever account.
pub fn permits_giving_roles(
    actor: &Actor,
    (account, name): (Option<PersonId>, &str),
    held: &[Role],
    wanted: &[Role],
) -> Result<(), Forbidden> {
    require(actor.is_administrator(), Forbidden::NotAnAdministrator)?;
    let is_own = account.is_some_and(|account| actor.may_be(account))
        || account.is_none() && actor.names().any(|own| may_be_one(own, name));
    let gains = wanted.iter().any(|role| role.acts_on_content() && !held.contains(role));
    require(!(is_own && gains), Forbidden::OwnRole)
}

/// The unit's people see all of the unit's items; the office sees what has reached it.
pub fn permits_reading_item(actor: &Actor, item: Whereabouts) -> Result<(), Forbidden> {
    let is_with_the_office = item.state.is_with_the_office(item.has_reached);
    let may = is_own(actor, item) || (reads_for_the_office(actor) && is_with_the_office);
    require(may, Forbidden::NotAReader)
}

fn is_own(actor: &Actor, item: Whereabouts) -> bool {
    actor.units().contains(&item.submitting_unit) || item.drafted_by == actor.id
}

/// Whether somebody does any of the office's own work, and so is told what concerns the whole of it: all reasons in the
/// ledger, corrections that wait, that one person may sign every step.
pub fn works_for_the_office(actor: &Actor) -> bool {
    actor.is_office()
}

/// Whether somebody may read whatever is with the office.
pub fn reads_for_the_office(actor: &Actor) -> bool {
    actor.is_editor() || actor.is_clearer() || actor.is_signer()
}

/// Whether the actor may write another reason for which the item was returned, in whatever state it is by then.
pub fn permits_rewording_return(actor: &Actor, item: &Item) -> Result<(), Forbidden> {
    require(actor.is_editor() || actor.reviews_for(item.submitting_unit), Forbidden::NotAnEditor)
}

/// Whether the actor may say what a revision of the item is called: the unit's people while it is theirs alone, an editor
/// once it is with the office; and everybody what they saved themselves, as long as they may read it.
pub fn permits_naming(actor: &Actor, item: &Item, saved_by: PersonId) -> Result<(), Forbidden> {
    permits_reading_item(actor, item.whereabouts())?;
    match item.is_with_the_office() {
        true => require(actor.is_editor() || saved_by == actor.id, Forbidden::NotAnEditor),
        false => require(is_own(actor, item.whereabouts()), Forbidden::NotYourUnit),
    }
}

fn may_edit_text(actor: &Actor, item: &Item) -> Result<(), Forbidden> {
    may_write_at(actor, item.whereabouts())?;
    let is_placed = matches!(item.state, State::Editing | State::Shortlisted | State::Placed);
    let arranging = item.placed_in.is_none_or(|(_, state)| state == IssueState::Arranging);
    require(!is_placed || arranging, Forbidden::IssueIsFixed)
}

/// Whose turn it is to write where the item is; whether its issue still lets them is asked apart.
fn may_write_at(actor: &Actor, item: Whereabouts) -> Result<(), Forbidden> {
    match item.state {
        State::Draft | State::Returned => require(is_own(actor, item), Forbidden::NotYourUnit),
        State::UnitReview => require(actor.reviews_for(item.submitting_unit), Forbidden::NotTheReviewer),
        State::Editing | State::Shortlisted | State::Placed => {
            require(actor.is_editor(), Forbidden::NotAnEditor)
        }
        State::Submitted | State::Rejected | State::Combined | State::Adopted | State::Retracted => {
            Err(Forbidden::TextIsFixed)
        }
    }
}

fn may_act(actor: &Actor, action: Action, item: &Item) -> Result<(), Forbidden> {
    let unit = item.submitting_unit;
    match action {
        Action::SubmitForReview | Action::Submit => {
            let colleague = actor.contributes_for(unit) || item.drafted_by == actor.id;
            require(colleague, Forbidden::NotYourUnit)
        }
        Action::Approve => {
            require(actor.reviews_for(unit), Forbidden::NotTheReviewer)?;
            refuse_writer(item.wrote(actor), Forbidden::WroteIt)
        }
        Action::Return if item.state == State::UnitReview => {
            require(actor.reviews_for(unit), Forbidden::NotTheReviewer)
        }
        // What its own unit's reviewer returned is the unit's.
        Action::UndoReturn => require(actor.is_editor() && item.is_with_the_office(), Forbidden::NotAnEditor),
        Action::Withdraw => require(item.sent_by == Some(actor.id), Forbidden::NotTheSender),
        Action::Publish => require(actor.is_editor() || actor.is_signer(), Forbidden::NotAnEditor),
        Action::Retract => require(actor.is_signer(), Forbidden::NotASigner),
        Action::Return
        | Action::Receive
        | Action::UndoReceive
        | Action::Shortlist
        | Action::UndoShortlist
        | Action::Reject
        | Action::Restore
        | Action::Combine
        | Action::UndoCombine
        | Action::Place
        | Action::Remove => require(actor.is_editor(), Forbidden::NotAnEditor),
    }
}

/// Two persons where two are asked for: who wrote it is no second one.
fn refuse_writer(wrote: Option<Wrote>, otherwise: Forbidden) -> Result<(), Forbidden> {
    match wrote {
        None => Ok(()),
        Some(Wrote::Saved | Wrote::IsAuthor) => Err(otherwise),
        Some(Wrote::BearsAuthorsName) => Err(Forbidden::BearsAuthorsName),
        Some(Wrote::BearsWritersName) => Err(Forbidden::NamesakeDidIt),
        Some(Wrote::ByPrincipal) => Err(Forbidden::PrincipalDidIt),
    }
}

/// Whether the actor may sign a text, as far as that hangs on who wrote it.
pub fn permits_signing_text(actor: &Actor, item: &Item) -> Result<(), Forbidden> {
    in_some_right(actor, |actor| refuse_writer(item.wrote_or_mended(actor), Forbidden::SignerWroteIt))
}

/// Every step of a sign-off is another person's, unless the office is too small for that and has said so.
fn refuse_second_step(actor: &Actor, issue: &Issue, signed: &[Signature]) -> Result<(), Forbidden> {
    if issue.one_signer {
        return Ok(());
    }
    signed.iter().try_for_each(|signature| {
        refuse(actor, signature.signer, Forbidden::SignedBefore)?;
        // What somebody signed for another, that other has signed.
        let own = actor.names().chain(actor.acts_for.iter().flat_map(|principal| principal.names()));
        let signed_for = signature.signed_for();
        let is_own = own.into_iter().any(|name| signed_for.is_some_and(|other| may_be_one(name, other)));
        require(!is_own, Forbidden::DeputySigned)
    })
}

/// Who did the first thing, under whatever account, does not do the second.
fn refuse(actor: &Actor, account: PersonId, otherwise: Forbidden) -> Result<(), Forbidden> {
    require(account != actor.id, otherwise)?;
    require(!actor.may_be(account), Forbidden::NamesakeDidIt)?;
    let is_principals = actor.acts_for.as_ref().is_some_and(|principal| principal.may_be(account));
    require(!is_principals, Forbidden::PrincipalDidIt)
}

fn require(permitted: bool, otherwise: Forbidden) -> Result<(), Forbidden> {
    if permitted { Ok(()) } else { Err(otherwise) }
}

#[cfg(test)]
mod tests;
