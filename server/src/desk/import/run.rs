//! Looking at every row of a file, for a preview as for an import: units first, since facts name them.

use std::collections::{BTreeSet, HashMap};

use app::desk::{
    Refusal,
    import::{Addition, Outcome, PreviewRow, PreviewSheet, Stage},
};
use domain::{
    calendar::{Month, read_day, read_month},
    hexadecimal::hexadecimal,
};
use sha2::{Digest, Sha256};
use store::{imports, records::NewRecord};

use super::{
    columns::SheetKind,
    issues::ListedIssues,
    permits,
    progress::Progress,
    repeated::KnownRecords,
    rows::{self, Fact},
    sheets::{KnownSheet, Row},
    units::{Roster, names_parent},
};
use crate::desk::{Writing, records::record_in_words};

/// What was found, and what is to be written.
#[derive(Default)]
pub(super) struct Run {
    pub sheets: Vec<PreviewSheet>,
    /// Units and groups that are new.
    pub additions: Vec<Addition>,
    /// The months whose facts change.
    pub months: BTreeSet<Month>,
    /// Whether units were added or changed.
    pub roster: bool,
    /// Whether of any of them it was said to which unit it belongs.
    pub belongings: bool,
    /// The records that rows are to be, each with its row's digest.
    pub facts: Vec<(String, NewRecord)>,
}

/// Whether a file says anything of units.
pub(super) fn has_units(sheets: &[KnownSheet]) -> bool {
    sheets.iter().any(|sheet| sheet.kind == SheetKind::Units && !sheet.rows.is_empty())
}

/// The years of which a file has facts, and this one.
pub(super) fn years(sheets: &[KnownSheet], this: i16) -> BTreeSet<i16> {
    let rows = sheets.iter().flat_map(|sheet| &sheet.rows);
    let of_row = |row: &Row| {
        let day = read_day(row.get("date")).ok().map(|day| day.year());
        let month = read_month(row.get("month")).ok().map(Month::year);
        [day, month]
    };
    rows.flat_map(of_row).flatten().chain([this]).filter(|year| (1990..=2199).contains(year)).collect()
}

/// The year in which a row of facts counts, where that can be read.
fn year_of(row: &Row) -> Option<i16> {
    let month = read_month(row.get("month")).ok().map(Month::year);
    month.or_else(|| read_day(row.get("date")).ok().map(|day| day.year()))
}

impl Run {
    /// Adds or changes the file's units, in the transaction that is under way.
    pub(super) async fn take_roster(
        &mut self,
        writing: &Writing,
        known: &[KnownSheet],
    ) -> Result<(), Refusal> {
        // The first year of which the file has facts, from which on its units are to be in their groups.
        let first = years(known, writing.now.year()).first().copied().unwrap_or(writing.now.year());
        let mut roster = Roster::load(writing, first).await?;
        for sheet in known.iter().filter(|sheet| sheet.kind == SheetKind::Units) {
            if self.refuses(writing, sheet) {
                continue;
            }
            let mut rows = Vec::new();
            // A unit belongs to one that belongs to none: those stand first, wherever the file has them.
            let (children, others): (Vec<&Row>, Vec<&Row>) =
                sheet.rows.iter().partition(|row| names_parent(row));
            for row in others.into_iter().chain(children) {
                let outcome = match roster.take(writing, row).await? {
                    Outcome::Faulty(faults) => Outcome::Faulty(row.with_broken(faults)),
                    _ if row.is_broken() => Outcome::Faulty(row.with_broken(Vec::new())),
                    outcome => outcome,
                };
                let changes = matches!(outcome, Outcome::New(_) | Outcome::Changed(_));
                self.roster |= changes;
                self.belongings |= changes && !row.get("parent").is_empty();
                rows.push(PreviewRow { number: row.number, outcome });
            }
            rows.sort_by_key(|row| row.number);
            self.take_mergers(writing, &mut roster, sheet, &mut rows).await?;
            self.push(sheet, rows);
        }
        self.additions = roster.into_additions();
        Ok(())
    }

    /// Units that go into others, which may stand further down or have begun by this file; and what their end would leave
    /// behind.
    async fn take_mergers(
        &mut self,
        writing: &Writing,
        roster: &mut Roster,
        sheet: &KnownSheet,
        rows: &mut [PreviewRow],
    ) -> Result<(), Refusal> {
        let mut seen_rows: HashMap<usize, &mut PreviewRow> =
            rows.iter_mut().map(|seen| (seen.number, seen)).collect();
        for row in &sheet.rows {
            let Some(seen) = seen_rows.get_mut(&row.number) else { continue };
            if let Some(outcome) = roster.merge(writing, row, &seen.outcome).await? {
                self.roster |= !matches!(outcome, Outcome::Faulty(_));
                self.belongings |= self.roster;
                seen.outcome = outcome;
            }
        }
        for row in &sheet.rows {
            let Some(seen) = seen_rows.get_mut(&row.number) else { continue };
            if let Some(outcome) = roster.stranded(writing, row).await? {
                seen.outcome = outcome;
            }
        }
        Ok(())
    }

    /// Looks at every row of facts; nothing is written.
    pub(super) async fn take_facts(
        &mut self,
        writing: &Writing,
        known: &[KnownSheet],
        issues: &mut ListedIssues,
        progress: Option<&Progress>,
    ) -> Result<(), Refusal> {
        let directory = writing.directory().await?;
        let of_facts = || known.iter().filter(|sheet| sheet.kind != SheetKind::Units);
        let digests: Vec<Vec<String>> =
            of_facts().map(|sheet| sheet.rows.iter().map(digest).collect()).collect();
        let all = digests.concat();
        if let Some(progress) = progress {
            progress.enter(Stage::Checking, all.len())?;
        }
        // What one sheet makes void may stand in another.
        for row in of_facts().filter(|sheet| sheet.kind != SheetKind::Rulings).flat_map(|sheet| &sheet.rows) {
            if let Some(year) = year_of(row).filter(|_| !row.get("story").is_empty()) {
                writing.name_story(year, row.get("story"));
            }
        }
        let imported = imports::imported_among(writing.connection(), &all).await?;
        let mut seen: HashMap<&str, String> = HashMap::new();
        let mut repeated = KnownRecords::default();
        for (sheet, digests) in of_facts().zip(&digests) {
            if self.refuses(writing, sheet) {
                continue;
            }
            let mut rows = Vec::new();
            for (row, digest) in sheet.rows.iter().zip(digests) {
                if let Some(progress) = progress {
                    progress.step()?;
                }
                let first = seen.insert(digest, row.place());
                let outcome = if row.is_broken() {
                    self.faults_of_broken(writing, row).await?
                } else if let Some(first) = first {
                    let first = first.strip_prefix(&format!("表“{}”", row.sheet)).unwrap_or(&first);
                    let words = format!("与{first}完全相同，同一件事只写一次");
                    Outcome::Faulty(vec![row.fault("", &words)])
                } else if imported.contains(digest) {
                    Outcome::Known("以前导入过".to_owned())
                } else if sheet.kind == SheetKind::Adoptions {
                    issues.take(writing, &directory, row, digest).await?
                } else {
                    match rows::read(writing, &directory, row, Some(&mut repeated)).await? {
                        Fact::Faulty(faults) => Outcome::Faulty(faults),
                        Fact::Known(words) => Outcome::Known(words),
                        Fact::New(new) => {
                            let words = record_in_words(&new, &directory);
                            let month = new.month;
                            self.months.insert(month);
                            self.facts.push((digest.clone(), new));
                            Outcome::New(format!("{words}，计入{}年{}", month.year(), month.in_words()))
                        }
                    }
                };
                rows.push(PreviewRow { number: row.number, outcome });
            }
            self.push(sheet, rows);
        }
        Ok(())
    }

    /// Whether the person may not import a sheet; a sheet without rows says nothing.
    fn refuses(&mut self, writing: &Writing, sheet: &KnownSheet) -> bool {
        let Err(refused) = permits(&writing.actor, sheet.kind) else { return false };
        if !sheet.rows.is_empty() {
            let (name, count) = (&sheet.name, sheet.rows.len());
            let words =
                format!("表“{name}”有{count}行，您不能导入：{refused}。请删去这些行，或请能导入的人来导入");
            self.sheets.push(PreviewSheet { name: name.clone(), rows: Vec::new(), faults: vec![words] });
        }
        true
    }

    /// What is wrong with a row of which cells cannot be read: those, and what else would be wrong.
    async fn faults_of_broken(&self, writing: &Writing, row: &Row) -> Result<Outcome, Refusal> {
        let directory = writing.directory().await?;
        let others = match row.kind {
            SheetKind::Units | SheetKind::Adoptions => Vec::new(),
            _ => match rows::read(writing, &directory, row, None).await? {
                Fact::Faulty(faults) => faults,
                Fact::New(_) | Fact::Known(_) => Vec::new(),
            },
        };
        Ok(Outcome::Faulty(row.with_broken(others)))
    }

    fn push(&mut self, sheet: &KnownSheet, rows: Vec<PreviewRow>) {
        self.sheets.push(PreviewSheet { name: sheet.name.clone(), rows, faults: sheet.faults.clone() });
    }

    /// Why closed months refuse what the roster's sheet says.
    pub(super) fn refuse_roster(&mut self, words: Vec<String>) {
        if let Some(sheet) = self.sheets.first_mut() {
            sheet.faults.extend(words);
        }
    }

    /// How many rows change something, and how many are there already.
    pub(super) fn counts(&self) -> (usize, usize) {
        let rows = || self.sheets.iter().flat_map(|sheet| &sheet.rows);
        let known = rows().filter(|row| matches!(row.outcome, Outcome::Known(_))).count();
        (rows().count() - known, known)
    }

    /// All that is wrong.
    pub(super) fn faults(&self) -> Vec<String> {
        let of_sheet = |sheet: &PreviewSheet| {
            let rows = sheet.rows.iter().filter_map(|row| match &row.outcome {
                Outcome::Faulty(words) => Some(words.clone()),
                _ => None,
            });
            sheet.faults.iter().cloned().chain(rows.flatten()).collect::<Vec<_>>()
        };
        self.sheets.iter().flat_map(of_sheet).collect()
    }
}

fn digest(row: &Row) -> String {
    hexadecimal(Sha256::digest(row.words()))
}
