//! Importing rosters and facts from workbooks and CSV files: first seen, then done, all or nothing.

use async_trait::async_trait;
use domain::person::Actor;
use serde::{Deserialize, Serialize};

use super::{DeskError, audit::HandedIn, form::verbs};

verbs! {
    /// What is done with a file that was seen.
    pub enum ImportCommand {
        /// Imports everything that a preview showed. The file's cells come along, and are looked at anew.
        "import" => Import {
            /// The file's name.
            name: String,
            /// [`Preview::cells`].
            cells: String,
        },
    }
}

/// What an import would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// The file's name.
    pub name: String,
    pub sheets: Vec<PreviewSheet>,
    /// What in the file is not imported, and why.
    pub notes: Vec<String>,
    /// The file's cells as text, for [`ImportCommand::Import`].
    pub cells: String,
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
    fn import_sheets(&self, actor: &Actor) -> Result<Vec<&'static str>, DeskError>;

    /// The workbook with all sheets, or one sheet as CSV.
    async fn import_template(&self, actor: &Actor, sheet: Option<&str>) -> Result<Template, DeskError>;

    /// What importing the file would do. Nothing is changed.
    async fn preview_import(&self, actor: &Actor, file: HandedIn) -> Result<Preview, DeskError>;
}
