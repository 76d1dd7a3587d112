//! A month's bulletin as a document: its letter, its files, and its way from a draft to what was issued.

use async_trait::async_trait;
use domain::{
    bulletin::{
        covering::{Filled, OfferedField},
        leftovers::Leftover,
        remarks::Remark,
        sent_again::OtherFigure,
        version::{self, Standing},
    },
    calendar::Month,
    comparison::Comparison,
    id::{BulletinVersionId, UnitId},
    letter::Letterhead,
    person::Actor,
    scoring::{Bulletin, Field},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    Refusal,
    credits::OpenedFigure,
    form::{acts, blank_is_none, blank_or},
    sign_as::SignAs,
};

acts! {
    /// To whom it goes, what is said of the month, who signs it, and when.
    SetBulletinLetter {
        month: Month,
        /// The version that was read; 0 where there was none.
        version: i64,
        #[serde(default, deserialize_with = "blank_is_none")] addressees: Option<String>,
        #[serde(default, deserialize_with = "blank_is_none")] covering: Option<String>,
        #[serde(default, deserialize_with = "blank_is_none")] notes: Option<String>,
        #[serde(default, deserialize_with = "blank_is_none")] signature: Option<String>,
        #[serde(default, deserialize_with = "blank_or")] date: Option<Date>,
        /// A field that the covering text gets as a further paragraph.
        #[serde(default, deserialize_with = "blank_is_none")] append: Option<String>,
    }

    /// Freezes the month's bulletin for a signer. A correction says why.
    SendBulletin {
        month: Month,
        #[serde(default, deserialize_with = "blank_is_none")] reason: Option<String>,
    }

    /// 签发, on the PDF that the signer saw.
    SignBulletin { version: BulletinVersionId, pdf_hash: String }

    SendBackBulletin {
        version: BulletinVersionId,
        #[serde(default, deserialize_with = "blank_is_none")] reason: Option<String>,
    }

    IssueBulletin { version: BulletinVersionId }
}

/// The forms in which a bulletin is given out. All are made from the one [`Bulletin`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum BulletinForm {
    /// The official document, to be printed.
    Pdf,
    /// The same for Word and WPS, to be edited and stamped.
    Docx,
    /// The tables and lists as a workbook.
    Xlsx,
    /// The tables as text for any other program.
    Csv,
}

impl BulletinForm {
    pub const ALL: [Self; 4] = [Self::Pdf, Self::Docx, Self::Xlsx, Self::Csv];

    /// The word in an address and at the end of a file's name.
    pub fn code(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Pdf => "PDF",
            Self::Docx => "Word 文档",
            Self::Xlsx => "Excel 表格",
            Self::Csv => "CSV 表格",
        }
    }

    /// The media type under which it is sent.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Csv => "text/csv; charset=utf-8",
        }
    }
}

/// The letter around a month's tables, to be changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterView {
    pub letter: Letterhead,
    /// 0 where the month has none of its own yet and begins with an earlier month's.
    pub version: i64,
    /// What is printed where nothing else is set.
    pub usual: Letterhead,
    /// The covering text as it is printed, in paragraphs.
    pub filled: Vec<Vec<Filled>>,
    /// Why the covering text cannot be filled.
    pub faults: Vec<String>,
    pub fields: Vec<OfferedField>,
    /// What could be remarked on.
    pub remarks: Vec<Remark>,
    pub leftovers: Vec<Leftover>,
}

/// A version of a month's bulletin, without its content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionLine {
    pub id: BulletinVersionId,
    pub month: Month,
    pub standing: Standing,
    /// Of what was issued: 0 for the first, from 1 for its corrections.
    pub correction: Option<u32>,
    /// SHA-256 of the PDF, in hexadecimal.
    pub pdf_hash: String,
    pub rule_set_version: u32,
    /// Why there is a correction.
    pub reason: Option<String>,
    pub sent_back_reason: Option<String>,
    pub prepared: NamedDeed,
    pub signed: Option<NamedDeed>,
    pub issued: Option<NamedDeed>,
}

impl VersionLine {
    /// 印发, 第1次更正; before it is issued, how it stands.
    pub fn label(&self) -> String {
        version::label(self.standing, self.correction)
    }
}

/// Who did something, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedDeed {
    pub name: String,
    pub at: jiff::Timestamp,
}

/// How a month's bulletin stands on its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulletinWay {
    /// The versions that the actor may read, the newest first.
    pub versions: Vec<VersionLine>,
    /// Whether the actor may send the month's bulletin for signing.
    pub may_send: bool,
    /// What stands in the way of it.
    pub obstacles: Vec<String>,
}

/// A version to be read, and what the actor may do with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionSheet {
    pub line: VersionLine,
    pub bulletin: Bulletin,
    pub letter: Letterhead,
    /// What differs from the version before it; `None` of the month's first.
    pub differs: Option<VersionDiffers>,
    /// In whose right the actor can sign it now.
    pub sign_as: Option<SignAs>,
    /// Why a signer may not sign it.
    pub why_not_sign: Option<String>,
    pub may_send_back: bool,
    pub may_issue: bool,
}

/// What differs from the version of the month that came before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionDiffers {
    /// What that one was: 已退回, 印发, 第1次更正.
    pub from: String,
    /// Covering text, notes and letter.
    pub words: Comparison,
    pub figures: Vec<OtherFigure>,
}

#[async_trait]
pub trait BulletinFiles {
    /// The month's bulletin as it stands, as a file; documents say that they are no final ones.
    async fn bulletin_file(
        &self,
        actor: &Actor,
        month: Month,
        form: BulletinForm,
    ) -> Result<Vec<u8>, Refusal>;
}

#[async_trait]
pub trait BulletinLetters {
    /// The letter around the tables; for those who may change it.
    async fn bulletin_letter(&self, actor: &Actor, month: Month) -> Result<LetterView, Refusal>;
}

#[async_trait]
pub trait BulletinVersions {
    /// The versions of a year's bulletins that the actor may read, the newest first.
    async fn bulletin_versions(&self, actor: &Actor, year: i16) -> Result<Vec<VersionLine>, Refusal>;

    async fn bulletin_way(&self, actor: &Actor, month: Month) -> Result<BulletinWay, Refusal>;

    async fn bulletin_version(&self, actor: &Actor, id: BulletinVersionId) -> Result<VersionSheet, Refusal>;

    /// A figure of a version, with what stood behind it when it was frozen.
    async fn bulletin_version_figure(
        &self,
        actor: &Actor,
        id: BulletinVersionId,
        unit: UnitId,
        field: Field,
    ) -> Result<(VersionLine, OpenedFigure), Refusal>;

    /// A version as a file, from what was frozen alone, with the month that it is of.
    async fn bulletin_version_file(
        &self,
        actor: &Actor,
        id: BulletinVersionId,
        form: BulletinForm,
    ) -> Result<(Month, Vec<u8>), Refusal>;
}
