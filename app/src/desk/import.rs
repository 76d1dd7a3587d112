//! Importing rosters and facts from workbooks and CSV files: handed in, seen, then done, all or nothing.

use async_trait::async_trait;
use domain::person::Actor;
use serde::{Deserialize, Serialize};

use super::{Refusal, audit::HandedIn, form::acts};

acts! {
    /// Imports everything that a preview showed. Asked once more, it answers what it made.
    Import {
        /// The number under which the file was handed in.
        file: i64,
        /// [`Hidden`]'s code; blank where nothing is hidden.
        #[serde(default)]
        hidden: String,
    }

    /// Stops an import that is under way: nothing is imported then.
    StopImport { file: i64 }
}

/// What becomes of rows, columns and sheets that people who open the file do not see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hidden {
    TakenAlong,
    LeftOut,
}

impl Hidden {
    pub const ALL: [Self; 2] = [Self::TakenAlong, Self::LeftOut];

    /// In forms and addresses.
    pub fn code(self) -> &'static str {
        match self {
            Self::TakenAlong => "with",
            Self::LeftOut => "without",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|hidden| hidden.code() == code)
    }

    /// What to choose.
    pub fn label(self) -> &'static str {
        match self {
            Self::TakenAlong => "连看不见的一起导入",
            Self::LeftOut => "只导入看得见的",
        }
    }
}

/// A file that was handed in, as far as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    /// What importing it would do; and, where it was tried, why it was not done.
    Preview(Preview, Option<String>),
    /// It is being imported.
    UnderWay { name: String, how_far: HowFar },
    /// It was imported: what it came to.
    Done { name: String, words: String },
}

/// How far an import is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HowFar {
    pub stage: Stage,
    /// Steps of this stage.
    pub done: usize,
    pub all: usize,
}

/// What an import does one after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    Reading,
    Checking,
    Printing,
    Writing,
    Settling,
}

impl Stage {
    pub const ALL: [Self; 5] = [Self::Reading, Self::Checking, Self::Printing, Self::Writing, Self::Settling];

    pub fn label(self) -> &'static str {
        match self {
            Self::Reading => "读取文件",
            Self::Checking => "逐行核对",
            Self::Printing => "排印往期",
            Self::Writing => "写入记录",
            Self::Settling => "重算记分",
        }
    }
}

/// What an import would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// The number under which the file was handed in.
    pub file: i64,
    /// The file's name.
    pub name: String,
    pub sheets: Vec<PreviewSheet>,
    /// What in the file is not imported, and why.
    pub notes: Vec<String>,
    /// Units and groups that are not there yet.
    pub additions: Vec<Addition>,
    /// What people who open the file do not see, in words.
    pub hidden: Vec<String>,
    /// What was chosen about it.
    pub about_hidden: Option<Hidden>,
}

/// Something that a roster brings into being.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addition {
    /// 单位, 分组
    pub what: &'static str,
    pub name: String,
    /// The names that are there already and most like it: it may be one of them, misspelt.
    pub nearest: Vec<String>,
}

/// One sheet of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreviewSheet {
    pub name: String,
    pub rows: Vec<PreviewRow>,
    /// What is wrong with the sheet itself.
    pub faults: Vec<String>,
}

/// One row of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreviewRow {
    /// As the sheet counts it, from 1.
    pub number: usize,
    pub outcome: Outcome,
}

/// What would become of a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// It would be imported, as these words say.
    New(String),
    /// It would change something that is there.
    Changed(String),
    /// It is there already: nothing would be done.
    Known(String),
    /// It cannot be imported: each fault with its cell.
    Faulty(Vec<String>),
}

impl Preview {
    /// How many rows would be imported or changed.
    pub fn changes(&self) -> usize {
        self.count(|outcome| matches!(outcome, Outcome::New(_) | Outcome::Changed(_)))
    }

    /// How many rows are there already.
    pub fn known(&self) -> usize {
        self.count(|outcome| matches!(outcome, Outcome::Known(_)))
    }

    /// Every fault with its place: 表“上级采用”第5行C列：….
    pub fn faults(&self) -> Vec<String> {
        let sheets = self.sheets.iter().flat_map(|sheet| {
            let rows = sheet.rows.iter().filter_map(|row| match &row.outcome {
                Outcome::Faulty(faults) => Some(faults),
                _ => None,
            });
            sheet.faults.iter().chain(rows.flatten())
        });
        sheets.cloned().collect()
    }

    /// Whether it must be said what becomes of what is hidden.
    pub fn asks(&self) -> bool {
        !self.hidden.is_empty() && self.about_hidden.is_none()
    }

    fn count(&self, wanted: impl Fn(&Outcome) -> bool) -> usize {
        self.sheets.iter().flat_map(|sheet| &sheet.rows).filter(|row| wanted(&row.outcome)).count()
    }
}

/// A file to be filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// The name that it is saved by.
    pub name: String,
    pub media_type: &'static str,
    pub bytes: Vec<u8>,
}

#[async_trait]
pub trait Imports {
    /// The sheets that can be imported, by their names: each has a CSV template too.
    fn import_sheets(&self, actor: &Actor) -> Result<Vec<&'static str>, Refusal>;

    /// The workbook with all sheets, or one sheet as CSV.
    async fn import_template(&self, actor: &Actor, sheet: Option<&str>) -> Result<Template, Refusal>;

    /// Keeps a file for a while, so that it can be seen and imported; answers its number. What cannot be read, or holds
    /// nothing that can be imported, is refused.
    async fn hand_in_import(&self, actor: &Actor, file: HandedIn) -> Result<i64, Refusal>;

    /// What importing a file would do, or has done. Nothing is changed, and nobody waits.
    async fn seen_import(&self, actor: &Actor, file: i64, hidden: Option<Hidden>) -> Result<Seen, Refusal>;
}
