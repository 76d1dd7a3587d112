//! Issues: arranging, sign-off, publication, correction, reading.

mod read;
pub mod readers;
mod search;

use std::sync::Arc;

use async_trait::async_trait;
use domain::{
    calendar::Month,
    id::{CorrectionId, IssueId, ItemId, NewsletterId, SectionId, UnitId},
    issue::{NumberRun, Series, arrangement::Direction},
    item::Kind,
    permission::Reader,
    person::Actor,
};
use jiff::civil::Date;

use super::{
    Refusal,
    form::{acts, blank_is_none, blank_or, ticked},
};

pub use read::*;
pub use search::*;

acts! {
    /// 新建一期.
    CreateIssue {
        newsletter: NewsletterId,
        year: i16,
        #[serde(default)]
        series: Series,
        number: NumberRun,
        #[serde(default, deserialize_with = "blank_or")]
        total: Option<NumberRun>,
        date: Date,
        credit_month: Month,
        /// Whether the year is meant to be another than the date's.
        #[serde(default, deserialize_with = "ticked")]
        other_year: bool,
        /// Why the numbers before it were left out, where they were.
        #[serde(default, deserialize_with = "blank_is_none")]
        gap: Option<String>,
    }

    /// Number, date and credit month, while it is arranged.
    ChangeIssue {
        issue: IssueId,
        version: i64,
        year: i16,
        #[serde(default)]
        series: Series,
        number: NumberRun,
        #[serde(default, deserialize_with = "blank_or")]
        total: Option<NumberRun>,
        date: Date,
        credit_month: Month,
        #[serde(default, deserialize_with = "ticked")]
        other_year: bool,
        #[serde(default, deserialize_with = "blank_is_none")]
        gap: Option<String>,
    }

    /// Takes away an issue that was made by mistake, while nothing hangs on it.
    RemoveIssue {
        issue: IssueId,
        version: i64,
    }

    /// Why a number between others is borne by no issue.
    ExplainGap {
        newsletter: NewsletterId,
        year: i16,
        #[serde(default)]
        series: Series,
        number: NumberRun,
        #[serde(default)]
        reason: String,
    }

    AddSection {
        issue: IssueId,
        version: i64,
        kind: KindCode,
        #[serde(default, deserialize_with = "blank_is_none")]
        title: Option<String>,
    }

    /// Its title, and how its 信息 are set.
    ChangeSection {
        issue: IssueId,
        version: i64,
        section: SectionId,
        #[serde(default, deserialize_with = "blank_is_none")]
        title: Option<String>,
        #[serde(default, deserialize_with = "ticked")]
        in_columns: bool,
    }

    MoveSection {
        issue: IssueId,
        version: i64,
        section: SectionId,
        direction: Direction,
    }

    RemoveSection {
        issue: IssueId,
        version: i64,
        section: SectionId,
    }

    /// 编入, one or many; in the first section of their kind where none is named.
    PlaceItems {
        issue: IssueId,
        version: i64,
        #[serde(default)]
        item: Vec<ItemId>,
        #[serde(default, deserialize_with = "blank_or")]
        section: Option<SectionId>,
        /// From 0.
        #[serde(default, deserialize_with = "blank_or")]
        position: Option<usize>,
    }

    /// By one place with `direction`, else to a section and place.
    MovePlacement {
        issue: IssueId,
        version: i64,
        item: ItemId,
        #[serde(default)]
        direction: Option<Direction>,
        #[serde(default, deserialize_with = "blank_or")]
        section: Option<SectionId>,
        /// From 0, as the section stands without the item.
        #[serde(default, deserialize_with = "blank_or")]
        position: Option<usize>,
    }

    /// 移出, one or many.
    RemovePlacement {
        issue: IssueId,
        version: i64,
        #[serde(default)]
        item: Vec<ItemId>,
    }

    /// 送审.
    SendForSignOff {
        issue: IssueId,
        version: i64,
    }

    /// 签字: the next step, on the PDF that the signer saw.
    Sign {
        issue: IssueId,
        version: i64,
        pdf_hash: String,
    }

    /// 退回编排.
    SendBack {
        issue: IssueId,
        version: i64,
        #[serde(default)]
        reason: String,
    }

    /// 印发.
    Publish {
        issue: IssueId,
        version: i64,
        /// The month that it counts for instead of its own, where that was closed.
        #[serde(default, deserialize_with = "blank_or")]
        month: Option<Month>,
    }

    /// 开放: readers get to see issues that were entered or imported as past, one or many.
    ReleaseIssue {
        #[serde(default)]
        issue: Vec<IssueId>,
    }

    /// 撤下, from the issue in which it was published. `reason` is for the office, `notice` for readers.
    Retract {
        item: ItemId,
        #[serde(default)]
        reason: String,
        #[serde(default, deserialize_with = "blank_is_none")]
        notice: Option<String>,
        /// Where the credit month was closed: the open month in which the points are taken back.
        #[serde(default, deserialize_with = "blank_or")]
        month: Option<Month>,
    }

    /// 保密审查 of a correction's text.
    ClearCorrection { correction: CorrectionId }

    RefuseCorrection {
        correction: CorrectionId,
        #[serde(default)]
        reason: String,
    }

    /// 签字: the next step, on the corrected pages that the signer saw.
    SignCorrection { correction: CorrectionId, pdf_hash: String }

    SendBackCorrection {
        correction: CorrectionId,
        #[serde(default)]
        reason: String,
    }

    /// 作罢.
    WithdrawCorrection { correction: CorrectionId }

    /// An issue from before the program, entered as published. The lists hold one entry for each item, in
    /// printed order.
    EnterPastIssue {
        newsletter: NewsletterId,
        year: i16,
        #[serde(default)]
        series: Series,
        number: NumberRun,
        #[serde(default, deserialize_with = "blank_or")]
        total: Option<NumberRun>,
        date: Date,
        credit_month: Month,
        /// Whether the year is meant to be another than the date's.
        #[serde(default, deserialize_with = "ticked")]
        other_year: bool,
        #[serde(default, deserialize_with = "ticked")]
        credited: bool,
        /// To whom items belong of whose attribution no unit is known.
        #[serde(default, deserialize_with = "blank_or")]
        unit: Option<UnitId>,
        #[serde(default)]
        kind: Vec<KindCode>,
        #[serde(default)]
        title: Vec<String>,
        #[serde(default)]
        subtitle: Vec<String>,
        #[serde(default)]
        body: Vec<String>,
        #[serde(default)]
        attribution: Vec<String>,
        /// `leave` where unknown units are left as they are, uncredited.
        #[serde(default)]
        unresolved: Vec<String>,
    }
}

/// A kind as forms name it, by its code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KindCode(pub Kind);

impl serde::Serialize for KindCode {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.code())
    }
}

impl<'de> serde::Deserialize<'de> for KindCode {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = String::deserialize(deserializer)?;
        Kind::from_code(&code)
            .map(Self)
            .ok_or_else(|| serde::de::Error::custom(format!("没有“{code}”这种体裁")))
    }
}

#[async_trait]
pub trait IssuePages {
    /// The published issue with the newest date that the reader may read.
    async fn newest_issue(&self, reader: Reader<'_>) -> Result<Option<NewestIssue>, Refusal>;

    /// A newsletter's published issues of one year: the first newsletter and the newest year where none is named.
    async fn issue_list(
        &self,
        reader: Reader<'_>,
        newsletter: Option<NewsletterId>,
        year: Option<i16>,
    ) -> Result<IssueList, Refusal>;

    /// A published issue, on the screen. While nothing has changed, the same answer is the same allocation.
    async fn read_issue(&self, reader: Reader<'_>, id: IssueId) -> Result<Arc<IssueReading>, Refusal>;

    /// The issues in work.
    async fn issues_in_work(&self, actor: &Actor) -> Result<Vec<IssueInWork>, Refusal>;

    /// An issue in sign-off.
    async fn sign_off(&self, actor: &Actor, id: IssueId) -> Result<SignOffSheet, Refusal>;
}

#[async_trait]
pub trait IssueFiles {
    /// The hash of a published issue's PDF: of the version in force, or of the one with this number.
    async fn issue_pdf(
        &self,
        reader: Reader<'_>,
        id: IssueId,
        number: Option<i32>,
    ) -> Result<String, Refusal>;

    /// A published issue as it is in force, as a Word document; what the file is called.
    async fn issue_docx(&self, reader: Reader<'_>, id: IssueId) -> Result<(String, Vec<u8>), Refusal>;

    /// An issue as it is arranged now, likewise.
    async fn draft_docx(&self, actor: &Actor, id: IssueId) -> Result<(String, Vec<u8>), Refusal>;
}

#[async_trait]
pub trait IssueProposals {
    /// What a new issue of the newsletter's sequence would be called, for the form; the first newsletter where none is
    /// named.
    async fn propose_issue(
        &self,
        actor: &Actor,
        newsletter: Option<NewsletterId>,
        series: Series,
    ) -> Result<IssueProposal, Refusal>;
}

#[async_trait]
pub trait Boards {
    /// An issue being arranged, and what could be placed in it. `filter` is looked for in titles and units.
    async fn board(&self, actor: &Actor, id: IssueId, filter: &str) -> Result<Board, Refusal>;
}

#[async_trait]
pub trait CorrectionDrafts {
    /// A published item, to be corrected.
    async fn correction_draft(&self, actor: &Actor, item: ItemId) -> Result<CorrectionDraft, Refusal>;
}

#[async_trait]
pub trait Corrections {
    /// A correction on its way, or that has come to its end.
    async fn correction(&self, actor: &Actor, id: CorrectionId) -> Result<CorrectionSheet, Refusal>;

    /// The corrections that are under way or were returned, the oldest first.
    async fn corrections_in_work(&self, actor: &Actor) -> Result<Vec<CorrectionLine>, Refusal>;
}

#[async_trait]
pub trait IssuesToRelease {
    /// The past issues that readers do not see yet.
    async fn withheld_issues(&self, actor: &Actor) -> Result<WithheldIssues, Refusal>;
}

#[async_trait]
pub trait PastIssues {
    /// The pasted text of a past issue, as it was understood.
    async fn read_past_issue(&self, actor: &Actor, text: &str) -> Result<PastReading, Refusal>;

    /// What is understood of these items' attributions, for a past issue's form that is shown again.
    async fn check_past_items(&self, actor: &Actor, items: Vec<PastItem>) -> Result<Vec<PastItem>, Refusal>;

    /// The units to which a past item may belong, in the printed order.
    async fn past_issue_units(&self, actor: &Actor) -> Result<Vec<(UnitId, String)>, Refusal>;
}
