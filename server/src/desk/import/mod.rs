//! Importing: see `app::desk::import`. A preview enters everything in a transaction that is dropped, and asks what closed
//! months would refuse; an import settles and commits it, where nothing in the file is faulty.

pub(crate) mod columns;
mod issues;
mod rows;
mod sheets;
mod units;

use std::collections::{BTreeSet, HashMap};

use app::desk::{
    DeskError, Done, Fault,
    audit::HandedIn,
    import::{ImportCommand, Imports, Outcome, Preview, PreviewRow, PreviewSheet, Template},
};
use async_trait::async_trait;
use domain::{
    calendar::Month,
    permission::{OfficeAct, permits_office},
    person::Actor,
};
use sha2::{Digest, Sha256};

use self::{
    columns::SheetKind,
    issues::{ListedIssues, PrintedIssues},
    rows::Fact,
    sheets::{Cells, KnownSheet, Row},
    units::{Roster, names_parent},
};
use super::{OfficeDesk, Writing, failed, failure, items::names, ledger, office::rosters::ClosedTables};
use crate::{
    export::import_template,
    office_files::sheets::{Sheet, read},
    store::{events::Subject, imports, records, units as unit_store},
};

#[async_trait]
impl Imports for OfficeDesk {
    fn import_sheets(&self, actor: &Actor) -> Result<Vec<&'static str>, DeskError> {
        let kinds = SheetKind::ALL.into_iter().filter(|kind| permits(actor, *kind).is_ok());
        let labels: Vec<&'static str> = kinds.map(SheetKind::label).collect();
        if labels.is_empty() {
            permits_office(actor, OfficeAct::Record)?;
        }
        Ok(labels)
    }

    async fn import_template(&self, actor: &Actor, sheet: Option<&str>) -> Result<Template, DeskError> {
        self.import_sheets(actor)?;
        match sheet {
            None => {
                let bytes = import_template::workbook().map_err(|error| failure(&error))?;
                Ok(Template {
                    name: "导入模板.xlsx".to_owned(),
                    media_type: import_template::WORKBOOK,
                    bytes,
                })
            }
            Some(label) => {
                let kind = SheetKind::from_label(label);
                let kind = kind.ok_or_else(|| DeskError::NotFound(format!("“{label}”这张表")))?;
                let bytes = import_template::csv(kind);
                Ok(Template { name: format!("{label}.csv"), media_type: import_template::CSV, bytes })
            }
        }
    }

    async fn preview_import(&self, actor: &Actor, file: HandedIn) -> Result<Preview, DeskError> {
        self.import_sheets(actor)?;
        let HandedIn { name, bytes } = file;
        let named = name.clone();
        let sheets = tokio::task::spawn_blocking(move || read(&named, &bytes))
            .await
            .map_err(|error| failure(&error))?
            .map_err(|error| DeskError::invalid("file", format!("“{name}”：{error}")))?;
        let cells = Cells(sheets.iter().map(|sheet| (sheet.name.clone(), sheet.rows.clone())).collect());
        let cells = serde_json::to_string(&cells).map_err(|error| failure(&error))?;
        let run = self.foreseen(actor, sheets).await?;
        if run.sheets.iter().all(|sheet| sheet.rows.is_empty() && sheet.faults.is_empty()) {
            let mut words = vec![format!("“{name}”中没有可以导入的行")];
            words.extend(run.notes);
            return Err(DeskError::invalid("file", words.join("；")));
        }
        Ok(Preview { name, sheets: run.sheets, notes: run.notes, cells })
    }
}

/// What was done, or would be.
struct Run {
    sheets: Vec<PreviewSheet>,
    notes: Vec<String>,
    /// The months whose facts changed.
    months: BTreeSet<Month>,
    /// Whether units were added or changed.
    roster: bool,
    /// Whether of any of them it was said to which unit it belongs.
    belongings: bool,
    digests: Vec<(String, Option<domain::id::RecordId>)>,
}

impl OfficeDesk {
    pub(super) async fn perform_import(
        &self,
        actor: &Actor,
        command: ImportCommand,
    ) -> Result<Done, DeskError> {
        let ImportCommand::Import { name, cells } = command;
        let cells: Cells = serde_json::from_str(&cells)
            .map_err(|_| DeskError::invalid("file", "表单不完整，请重新选择文件"))?;
        let sheets: Vec<Sheet> = cells.0.into_iter().map(|(name, rows)| Sheet { name, rows }).collect();
        let (tried, issues) = self.tried(actor, sheets.clone()).await?;
        refuse_faults(&tried)?;
        // Typesetting takes a while, in which others are to write.
        let printed = issues.print(self).await?;
        let writing = self.begin(actor).await?;
        let tables = ClosedTables::before(&writing).await?;
        let (run, _) = run(&writing, sheets, Some(printed)).await?;
        refuse_faults(&run)?;
        let (new, known) = counts(&run);
        if new == 0 {
            return Ok(Done::new(format!("“{name}”中的{known}行都已在系统里，没有改动")).next("/import"));
        }
        let words = format!("从“{name}”导入{new}行，{known}行已有");
        let id = imports::insert(writing.connection(), &name, &words, actor.id, writing.timestamp())
            .await
            .map_err(failed)?;
        for (digest, record) in &run.digests {
            imports::keep_row(writing.connection(), digest, id, *record).await.map_err(failed)?;
        }
        let event = writing.event("import", Subject { kind: "import", id }, words.clone(), None).await?;
        if run.roster {
            names::read_known_names(&writing).await?;
            tables.settle(&writing, event, &words, ledger::refuse_changed).await?;
        }
        ledger::settle(&writing, event, &Vec::from_iter(run.months), Some(&words)).await?;
        writing.commit().await?;
        Ok(Done::new(format!("已{words}，记分已重算")).next("/import"))
    }

    /// What an import would do and why it could not.
    async fn foreseen(&self, actor: &Actor, sheets: Vec<Sheet>) -> Result<Run, DeskError> {
        let writing = self.begin(actor).await?;
        let tables = ClosedTables::before(&writing).await?;
        let (mut run, _) = run(&writing, sheets, None).await?;
        if run.roster {
            // What closed months refuse is the units' doing: a row of facts says by itself that its month is closed.
            match tables.check(&writing, run.belongings, ledger::refuse_changed).await {
                Err(DeskError::Blocked(words)) => {
                    run.sheets
                        .iter_mut()
                        .take(1)
                        .for_each(|sheet| sheet.faults.extend(words.iter().cloned()));
                }
                other => other?,
            }
        }
        Ok(run)
    }

    /// Does everything but the issues in a transaction that is dropped.
    async fn tried(&self, actor: &Actor, sheets: Vec<Sheet>) -> Result<(Run, ListedIssues), DeskError> {
        let writing = self.begin(actor).await?;
        run(&writing, sheets, None).await
    }
}

fn permits(actor: &Actor, kind: SheetKind) -> Result<(), DeskError> {
    let act = match kind {
        SheetKind::Units => OfficeAct::Administer,
        SheetKind::Adoptions => OfficeAct::EnterPastIssue,
        _ => OfficeAct::Record,
    };
    Ok(permits_office(actor, act)?)
}

fn refuse_faults(run: &Run) -> Result<(), DeskError> {
    let mut faults: Vec<Fault> = Vec::new();
    let mut add = |words: &String| faults.push(Fault { field: "file".to_owned(), words: words.clone() });
    for sheet in &run.sheets {
        sheet.faults.iter().for_each(&mut add);
        for row in &sheet.rows {
            if let Outcome::Faulty(words) = &row.outcome {
                words.iter().for_each(&mut add);
            }
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(DeskError::Invalid(faults)) }
}

/// How many rows change something, and how many are there already.
fn counts(run: &Run) -> (usize, usize) {
    let rows = || run.sheets.iter().flat_map(|sheet| &sheet.rows);
    let known = rows().filter(|row| matches!(row.outcome, Outcome::Known(_))).count();
    (rows().count() - known, known)
}

/// Does everything that the sheets say. Without `printed`, issues are only gathered to be printed.
async fn run(
    writing: &Writing,
    sheets: Vec<Sheet>,
    printed: Option<PrintedIssues>,
) -> Result<(Run, ListedIssues), DeskError> {
    let (known, notes) = sheets::known(sheets);
    let mut run = Run {
        sheets: Vec::new(),
        notes,
        months: BTreeSet::new(),
        roster: false,
        belongings: false,
        digests: Vec::new(),
    };
    for sheet in &known {
        permits(&writing.actor, sheet.kind)?;
    }
    let mut roster = Roster::load(writing, first_year(writing, &known)).await?;
    for sheet in known.iter().filter(|sheet| sheet.kind == SheetKind::Units) {
        let mut rows = Vec::new();
        // A unit belongs to one that belongs to none: those stand first, wherever the file has them.
        let (children, others): (Vec<&Row>, Vec<&Row>) = sheet.rows.iter().partition(|row| names_parent(row));
        for row in others.into_iter().chain(children) {
            let outcome = roster.take(writing, row).await?;
            let changes = matches!(outcome, Outcome::New(_) | Outcome::Changed(_));
            run.roster |= changes;
            run.belongings |= changes && !row.get("parent").is_empty();
            rows.push(PreviewRow { number: row.number, outcome });
        }
        rows.sort_by_key(|row| row.number);
        // A unit goes into one that may stand further down, or have begun by this file.
        for row in &sheet.rows {
            let Some(place) = rows.iter().position(|seen| seen.number == row.number) else { continue };
            if let Some(outcome) = roster.merge(writing, row, &rows[place].outcome).await? {
                run.roster |= !matches!(outcome, Outcome::Faulty(_));
                run.belongings |= run.roster;
                rows[place].outcome = outcome;
            }
        }
        for row in &sheet.rows {
            let Some(place) = rows.iter().position(|seen| seen.number == row.number) else { continue };
            if let Some(outcome) = roster.stranded(writing, row).await? {
                rows[place].outcome = outcome;
            }
        }
        run.push(sheet, rows);
    }
    let directory = unit_store::directory(writing.connection()).await.map_err(failed)?;
    let mut issues = ListedIssues::load(writing, printed).await?;
    let mut seen: HashMap<String, usize> = HashMap::new();
    for sheet in known.iter().filter(|sheet| sheet.kind != SheetKind::Units) {
        let mut rows = Vec::new();
        for row in &sheet.rows {
            let outcome = match known_row(writing, row, &mut seen).await? {
                Some(outcome) => outcome,
                None if sheet.kind == SheetKind::Adoptions => issues.take(writing, &directory, row).await?,
                None => run.take(writing, &directory, row).await?,
            };
            rows.push(PreviewRow { number: row.number, outcome });
        }
        run.push(sheet, rows);
    }
    run.months.extend(issues.enter(writing).await?);
    run.digests.extend(issues.digests());
    Ok((run, issues))
}

impl Run {
    fn push(&mut self, sheet: &KnownSheet, rows: Vec<PreviewRow>) {
        self.sheets.push(PreviewSheet { name: sheet.name.clone(), rows, faults: sheet.faults.clone() });
    }

    /// Keeps the record that a row is.
    async fn take(
        &mut self,
        writing: &Writing,
        directory: &domain::unit::UnitDirectory,
        row: &Row,
    ) -> Result<Outcome, DeskError> {
        match rows::read(writing, directory, row).await? {
            Fact::Faulty(faults) => Ok(Outcome::Faulty(faults)),
            Fact::Known(words) => Ok(Outcome::Known(words)),
            Fact::New(new) => {
                let words = crate::desk::records::record_in_words(&new, directory);
                let month = new.month;
                self.months.insert(month);
                let record = records::insert(writing.connection(), new).await.map_err(failed)?;
                self.digests.push((digest(row), Some(record)));
                Ok(Outcome::New(format!("{words}，计入{}年{}", month.year(), month.in_words())))
            }
        }
    }
}

/// A row that was imported before, or that stands in the file twice.
async fn known_row(
    writing: &Writing,
    row: &Row,
    seen: &mut HashMap<String, usize>,
) -> Result<Option<Outcome>, DeskError> {
    let digest = digest(row);
    if let Some(first) = seen.insert(digest.clone(), row.number) {
        let words = row.fault("", &format!("与第{first}行完全相同，同一件事只写一次"));
        return Ok(Some(Outcome::Faulty(vec![words])));
    }
    let imported = imports::is_imported(writing.connection(), &digest).await.map_err(failed)?;
    Ok(imported.then(|| Outcome::Known("以前导入过".to_owned())))
}

fn digest(row: &Row) -> String {
    Sha256::digest(row.words()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The first year of which the file has facts, from which on its units are to be in their groups.
fn first_year(writing: &Writing, known: &[KnownSheet]) -> i16 {
    let rows = known.iter().flat_map(|sheet| &sheet.rows);
    let years = rows
        .flat_map(|row| [row.get("date"), row.get("month")])
        .filter_map(|text| text.get(..4)?.parse::<i16>().ok())
        .filter(|year| (1990..=9999).contains(year));
    years.chain([writing.now.year()]).min().unwrap_or(writing.now.year())
}
