//! What pages about issues show: plain data.

use domain::{
    calendar::Month,
    comment::Audience,
    comparison::Comparison,
    id::{CorrectionId, IssueId, ItemId, NewsletterId, RevisionId, SectionId},
    issue::{
        Edition, IssueState, Series,
        content::{Foot, ItemContent},
        correction::Standing,
        sent_again::PieceChange,
    },
    item::{ItemText, Kind},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::desk::{items::NameStatement, sign_as::SignAs};

/// What is known of an issue wherever it is named.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssueCard {
    pub id: IssueId,
    /// Of the issue's own row.
    pub version: i64,
    pub newsletter: NewsletterId,
    pub newsletter_name: String,
    pub year: i16,
    pub number: i32,
    /// 总第N期.
    pub total: Option<i32>,
    pub edition: Edition,
    pub date: Date,
    pub credit_month: Month,
    pub state: IssueState,
    pub past: bool,
    pub credited: bool,
    /// The PDF in force, or in sign-off.
    pub pdf_hash: Option<String>,
}

impl IssueCard {
    /// 第9期（总第112期）.
    pub fn number_in_words(&self) -> String {
        self.edition.in_words(self.number, self.total)
    }

    /// 第9期.
    pub fn label(&self) -> String {
        self.edition.label(self.number)
    }
}

/// A published issue in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListLine {
    pub id: IssueId,
    /// 第9期（总第112期）.
    pub name: String,
    pub date: Date,
    pub past: bool,
    /// Whether readers do not see it yet.
    pub withheld: bool,
    /// It came out lately, and this person has not opened it.
    pub is_new: bool,
    /// The titles of its first items.
    pub titles: Vec<String>,
    pub articles: usize,
    pub briefs: usize,
}

/// The published issues of a newsletter's year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssueList {
    /// Those that the reader may read.
    pub newsletters: Vec<(NewsletterId, String)>,
    pub newsletter: Option<NewsletterId>,
    /// The newest first.
    pub years: Vec<i16>,
    pub year: Option<i16>,
    /// The newest first.
    pub issues: Vec<ListLine>,
    /// The numbers of the year that no issue bears: those that are explained, and all of them for who may explain them.
    pub gaps: Vec<GapLine>,
}

/// Numbers that no issue bears, for one reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GapLine {
    pub series: Series,
    pub first: i32,
    pub last: i32,
    /// Why, where somebody has said so; empty for readers, to whom it is not told.
    pub reason: Option<String>,
}

/// The newest issue, as the front page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewestIssue {
    pub card: IssueCard,
    /// It came out lately, and this person has not opened it.
    pub is_new: bool,
    /// Kind and title of its first items.
    pub titles: Vec<(Kind, String)>,
    pub articles: usize,
    pub briefs: usize,
}

/// A published issue as readers see it: what was printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssueReading {
    pub card: IssueCard,
    pub mark: Option<String>,
    pub publisher: String,
    pub foot: Option<Foot>,
    pub sections: Vec<ReadSection>,
    pub pages: i32,
    /// The newest first; a single one where nothing was corrected.
    pub versions: Vec<ReadVersion>,
    pub retracted: Vec<RetractedItem>,
    pub previous: Option<(IssueId, String)>,
    pub next: Option<(IssueId, String)>,
    /// Whether somebody reads who can keep pieces.
    pub may_keep: bool,
    /// Whether the person may propose corrections.
    pub may_correct: bool,
    pub may_retract: bool,
    /// Where readers do not see it yet: why this person may not show it to them, or nothing where that may be done.
    pub withheld: Option<Option<String>>,
}

/// A section in print.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadSection {
    pub kind: Kind,
    pub title: Option<String>,
    pub items: Vec<ReadItem>,
}

/// An item in print.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadItem {
    /// Nothing where a notice stands in place of what was retracted.
    pub id: Option<ItemId>,
    pub text: ItemContent,
}

/// A published version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadVersion {
    /// From 1.
    pub number: i32,
    pub made_by: String,
    pub made_at: jiff::Timestamp,
    /// Why it was made, for the office alone.
    pub reason: Option<String>,
    /// What readers are told.
    pub notice: Option<String>,
    pub pages: i32,
    /// Whether the reader may have its PDF.
    pub readable: bool,
}

/// An item that was retracted from the issue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RetractedItem {
    pub kind: Kind,
    /// For the office only: what was retracted is nothing for readers, its title included.
    pub title: Option<String>,
    pub id: ItemId,
}

/// An issue that is not published yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssueInWork {
    pub card: IssueCard,
    pub articles: usize,
    pub briefs: usize,
    /// Whose turn it is: “等编排”, “等核稿签字”, “等印发”.
    pub waits_for: String,
    /// Whether it waits for this person's signature.
    pub mine_to_sign: bool,
}

/// A past issue that readers do not see yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WithheldIssue {
    pub line: ListLine,
    pub newsletter: String,
    pub year: i16,
    /// Why the person may not show it to readers; nothing where that may be done.
    pub why_not: Option<String>,
}

/// The past issues that readers do not see yet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WithheldIssues {
    /// The earliest of them.
    pub issues: Vec<WithheldIssue>,
    /// How many there are.
    pub all: usize,
}

/// What a new issue would be called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssueProposal {
    pub newsletters: Vec<(NewsletterId, String)>,
    pub newsletter: NewsletterId,
    pub series: Series,
    pub year: i16,
    pub number: i32,
    pub total: Option<i32>,
    pub date: Date,
    pub credit_month: Month,
}

/// An issue being arranged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Board {
    pub card: IssueCard,
    pub sections: Vec<BoardSection>,
    /// 拟用, not placed anywhere yet.
    pub shortlist: Vec<BoardItem>,
    /// How many are shortlisted without the filter.
    pub shortlisted: usize,
    pub pages: Option<BoardPages>,
    /// What stands in the way of sign-off first.
    pub warnings: Vec<Warning>,
    /// Who can clear what is not cleared; `None` where everything is.
    pub clearing: Option<String>,
    /// Why it was sent back, while it is arranged anew.
    pub sent_back: Option<String>,
}

/// A section being arranged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardSection {
    pub id: SectionId,
    pub kind: Kind,
    pub title: Option<String>,
    pub in_columns: bool,
    pub items: Vec<BoardItem>,
}

impl BoardSection {
    /// What the screen calls it: its title, or else its kind.
    pub fn label(&self) -> &str {
        self.title.as_deref().unwrap_or(self.kind.label())
    }
}

/// An item on the board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardItem {
    pub id: ItemId,
    pub kind: Kind,
    /// The title or the first sentence.
    pub title: String,
    /// What of that tells it from others: a brief's without the day and the unit.
    pub gist: String,
    /// The units of its attribution, under their short names; unknown ones as typed.
    pub units: String,
    pub characters: usize,
    /// How many lines it takes on paper, about.
    pub lines: usize,
    /// When it reached the office, last.
    pub reached_at: Option<jiff::Timestamp>,
    pub cleared: bool,
    pub resolved: bool,
}

/// How an issue being arranged comes out on paper.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BoardPages {
    pub count: usize,
    /// How full the last page is, in percent, without the foot.
    pub last_page_fill: u8,
    /// Changes with the content, for the pictures' addresses.
    pub digest: String,
    /// For each page, the parts that items take on it.
    pub spots: Vec<Vec<PageSpot>>,
}

/// The part of a page that an item takes, in thousandths of the page's width and height.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageSpot {
    pub item: ItemId,
    pub left: u16,
    pub top: u16,
    pub width: u16,
    pub height: u16,
}

/// Something to be looked at before sign-off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    pub words: String,
    /// Where it is mended.
    pub address: String,
    /// Whether it stands in the way of sign-off.
    pub obstructs: bool,
    /// What many may lack alike, behind their number: 篇（则）没有通过保密审查. Empty where it is a matter of its own.
    pub alike: String,
}

/// A piece in whose attribution somebody bears a name of the person who looks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Namesakes {
    pub item: ItemId,
    pub title: String,
    /// As they stand there.
    pub authors: Vec<String>,
}

/// An issue in sign-off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignOffSheet {
    pub card: IssueCard,
    pub pages: i32,
    pub text: SignText,
    pub steps: Vec<StepLine>,
    /// The PDF that is signed.
    pub pdf_hash: String,
    pub sent_by: String,
    pub sent_at: jiff::Timestamp,
    pub fonts: Vec<String>,
    /// Why this person may not sign now; nothing where they may, or where all is signed.
    pub why_not_sign: Option<String>,
    /// What has become of its units since the issue was sent, and what that means.
    pub ended: Vec<String>,
    /// The pieces in whose attributions somebody bears the signer's name, where that is why.
    pub named_like_signer: Vec<Namesakes>,
    /// What was stated of the names of the pieces' authors.
    pub statements: Vec<NameStatement>,
    /// In whose right this person can sign the next step now.
    pub sign_as: Option<SignAs>,
    pub may_send_back: bool,
    pub may_publish: bool,
    /// Where its credit month was closed: the first open one, for which it can count instead.
    pub late_month: Option<Month>,
}

/// What a signer reads beside the pages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignText {
    /// In printed order.
    pub pieces: Vec<SignPiece>,
    /// What was in it the last time.
    pub gone: Vec<SignGone>,
    /// Whether masthead, foot or the sections' names differ from the last time.
    pub has_other_frame: bool,
    /// When it was sent the last time, and why it was sent back; `None` the first time.
    pub since: Option<(jiff::Timestamp, Option<String>)>,
}

/// A frozen piece.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignPiece {
    pub item: ItemId,
    pub revision: RevisionId,
    pub kind: Kind,
    /// The name of its section, on the section's first piece.
    pub section: Option<String>,
    pub text: ItemContent,
    /// What became of it since the last time.
    pub change: Option<PieceChange>,
    /// Of one that was changed.
    pub difference: Comparison,
    /// Said of it, for this person to read, and not settled.
    pub comments: u32,
    /// To whom this person may speak about it.
    pub audiences: Vec<Audience>,
}

/// A piece that was in the issue the last time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignGone {
    pub item: ItemId,
    pub name: String,
}

/// A step of the sign-off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepLine {
    pub name: String,
    /// The names of those who may sign it; empty for any signer.
    pub signers: Vec<String>,
    /// Who signed, and when.
    pub signed: Option<(String, jiff::Timestamp)>,
}

/// A published item, to be corrected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectionDraft {
    pub card: IssueCard,
    pub item: ItemId,
    pub item_version: i64,
    /// What is printed, or what was proposed and returned.
    pub text: ItemText,
    pub reason: String,
    pub notice: String,
    /// Why it was returned, where it was proposed before.
    pub returned: Option<String>,
    /// The issue's correction that is under way, and whether it is of this item.
    pub under_way: Option<(CorrectionId, bool)>,
    /// Where whoever writes it is a signer, who cannot sign it then: who can.
    pub signers: Option<String>,
}

/// A correction in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectionLine {
    pub id: CorrectionId,
    /// 《自然资源信息》第9期.
    pub issue: String,
    /// What lists call the item.
    pub title: String,
    pub standing: Standing,
    pub proposed_by: String,
    pub proposed_at: jiff::Timestamp,
    /// Whose turn it is: “等保密审查”, “等核稿签字”.
    pub waits_for: String,
    /// Whether it waits for this person, and for what: “等您审查”.
    pub for_you: Option<String>,
}

/// A correction with all that is decided on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorrectionSheet {
    pub line: CorrectionLine,
    pub item: ItemId,
    pub issue: IssueId,
    /// From the text in print; where it is in force, from the text before.
    pub difference: Comparison,
    pub text: ItemText,
    pub reason: String,
    pub notice: Option<String>,
    pub cleared: Option<(String, jiff::Timestamp)>,
    pub steps: Vec<StepLine>,
    /// The corrected pages: the PDF's hash, and how many.
    pub pages: Option<(String, i32)>,
    /// Why it was returned, and by whom.
    pub returned: Option<(String, String)>,
    pub may_clear: bool,
    pub may_sign: bool,
    pub may_send_back: bool,
    pub may_withdraw: bool,
    pub may_propose_again: bool,
    /// Why this person may not decide now, where it is a clearer's or a signer's turn and they are one.
    pub why_not: Option<String>,
    /// The authors who bear the person's name, where that is why.
    pub namesakes: Vec<String>,
}

/// What was read of a past issue's text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastReading {
    pub items: Vec<PastItem>,
    /// What could not be understood: the line, and the text or what is wrong with it.
    pub problems: Vec<(usize, String)>,
}

/// An item of a past issue, as it stands in the form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastItem {
    pub kind: Kind,
    pub title: String,
    pub subtitle: String,
    pub body: String,
    pub attribution: String,
    /// Whether unknown units are left as they are, uncredited.
    pub left_unresolved: bool,
    /// The known units, under their full names.
    pub known: Vec<String>,
    /// Each unknown unit, with the names of the nearest known ones.
    pub unknown: Vec<(String, Vec<String>)>,
}
