//! Importing: see `app::desk::import`. A file is kept by its hash for a while; its preview and its import read it from
//! there, and look at every row alike. A preview reads as of one moment and holds nobody back; an import writes what it
//! found, settles and commits it, where nothing in the file is faulty.

mod columns;
mod issues;
pub(super) mod progress;
mod repeated;
mod rows;
mod run;
mod sheets;
mod template;
mod units;

use crate::{desk::Act, office_files, work::Stop};
use app::desk::{
    Done, Fault, Refusal,
    audit::HandedIn,
    import::{Hidden, Import, Imports, Preview, Seen, StopImport, Template},
};
use domain::{
    act::Verb,
    permission::{OfficeAct, permits_office},
    person::Actor,
    subject::Subject,
};
use std::time::Duration;
use store::{failure, handed_in, imports, records, trial};

use async_trait::async_trait;

use self::{
    columns::SheetKind,
    progress::Progress,
    run::{Run, has_units, years},
    sheets::{KnownFile, is_wanted},
};
use super::{
    OfficeDesk,
    ground::Ground,
    handing_in::{FILES_ARE_KEPT, FILES_TAKE, MOST_FILES_KEPT},
    issues::past::TO_BE_RELEASED,
    items::names,
    ledger,
    office::rosters::ClosedTables,
};

/// How long an import is waited for before the page says how far it is.
const PATIENCE: Duration = Duration::from_millis(2_500);
/// Rows between which an import says how far it is and may be stopped.
const ROWS_AT_ONCE: usize = 500;
/// How many faults are told of an import that is refused; its preview lists them.
const FAULTS_TOLD: usize = 20;

#[async_trait]
impl Imports for OfficeDesk {
    fn import_sheets(&self, actor: &Actor) -> Result<Vec<&'static str>, Refusal> {
        let kinds = SheetKind::ALL.into_iter().filter(|kind| permits(actor, *kind).is_ok());
        let labels: Vec<&'static str> = kinds.map(SheetKind::label).collect();
        if labels.is_empty() {
            permits_office(actor, OfficeAct::Record)?;
        }
        Ok(labels)
    }

    async fn import_template(&self, actor: &Actor, sheet: Option<&str>) -> Result<Template, Refusal> {
        self.import_sheets(actor)?;
        match sheet {
            None => {
                let bytes = template::workbook().map_err(failure)?;
                Ok(Template { name: "导入模板.xlsx".to_owned(), media_type: template::WORKBOOK, bytes })
            }
            Some(label) => {
                let kind = SheetKind::from_label(label);
                let kind = kind.ok_or_else(|| Refusal::not_found(format!("“{label}”这张表")))?;
                let bytes = template::csv(kind);
                Ok(Template { name: format!("{label}.csv"), media_type: template::CSV, bytes })
            }
        }
    }

    async fn hand_in_import(&self, actor: &Actor, file: HandedIn) -> Result<i64, Refusal> {
        self.import_sheets(actor)?;
        let HandedIn { name, bytes } = file;
        let (known, bytes) = self.read_file(name.clone(), bytes, None).await?;
        if known.sheets.iter().all(|sheet| sheet.rows.is_empty() && sheet.faults.is_empty()) {
            let mut words = vec![format!("“{name}”中没有可以导入的行")];
            words.extend(known.notes);
            return Err(Refusal::invalid("file", words.join("；")));
        }
        let writing = self.begin(actor).await?;
        let (connection, now) = (writing.connection(), writing.timestamp());
        let file = handed_in::keep(connection, &name, bytes, actor.id, now).await?;
        handed_in::sweep(connection, now - FILES_ARE_KEPT, actor.id, MOST_FILES_KEPT).await?;
        writing.commit_unseen().await?;
        Ok(file)
    }

    async fn seen_import(&self, actor: &Actor, file: i64, hidden: Option<Hidden>) -> Result<Seen, Refusal> {
        self.import_sheets(actor)?;
        let handed_in = self.handed_in(actor, file).await?;
        let name = handed_in.name.clone();
        if let Some(words) = handed_in.answer {
            return Ok(Seen::Done { name, words });
        }
        let progress = self.imports.of(file);
        let why_not = match progress.as_ref().map(|progress| (progress.how_far(), progress.outcome())) {
            Some((how_far, None)) => return Ok(Seen::UnderWay { name, how_far }),
            Some((_, Some(Ok(done)))) => return Ok(Seen::Done { name, words: done.words }),
            Some((_, Some(Err(error)))) => Some(error.to_string()),
            None => None,
        };
        let known = self.known_file(&handed_in, hidden).await?;
        let (run, issues) = self.foreseen(actor, &known, None).await?;
        let mut notes = known.notes;
        if issues.count() > 0 {
            notes.push(format!("刊物{}期，{TO_BE_RELEASED}", issues.count()));
        }
        let preview = Preview {
            file,
            name,
            sheets: run.sheets,
            notes,
            additions: run.additions,
            hidden: known.hidden,
            about_hidden: hidden,
        };
        Ok(Seen::Preview(preview, why_not))
    }
}

impl Act for Import {
    /// Imports away from the request: whoever asks waits a little for the outcome and is then shown how far it is.
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        office.import_sheets(actor)?;
        let Self { file, hidden } = self;
        let handed_in = office.handed_in(actor, file).await?;
        if let Some(words) = handed_in.answer {
            return Ok(Done::new(words).next("/import"));
        }
        let (progress, begins) = office.imports.begin(file);
        if begins {
            // The form is answered before its import ends, which remembers by itself that it was done.
            let desk = OfficeDesk { once: None, ..office.clone() };
            let (actor, progress) = (actor.clone(), progress.clone());
            let hidden = Hidden::from_code(&hidden);
            // What ends without an outcome has panicked: that is one as well.
            let work = tokio::spawn({
                let progress = progress.clone();
                async move { desk.import(&actor, &handed_in, hidden, &progress).await }
            });
            tokio::spawn(async move {
                let outcome = work.await.unwrap_or_else(|error| Err(failure(error)));
                progress.finish(outcome);
            });
        }
        match progress.wait(PATIENCE).await {
            Some(outcome) => outcome,
            None => Ok(Done::new("正在导入，可以离开这一页，过一会儿再来看").next(format!("/import/{file}"))),
        }
    }
}

impl OfficeDesk {
    async fn import(
        &self,
        actor: &Actor,
        handed_in: &handed_in::HandedInFile,
        hidden: Option<Hidden>,
        progress: &Progress,
    ) -> Result<Done, Refusal> {
        let name = &handed_in.name;
        let known = self.known_file(handed_in, hidden).await?;
        if !known.hidden.is_empty() && hidden.is_none() {
            return Err(Refusal::invalid("hidden", "文件里有看不见的内容，请先选择要不要导入"));
        }
        let (tried, issues) = self.foreseen(actor, &known, Some(progress)).await?;
        refuse_faults(&tried)?;
        // Typesetting takes a while, in which others are to write.
        let printed = issues.print(self, progress).await?;
        let writing = self.begin(actor).await?;
        // Another process may have been asked as well.
        let again = handed_in::find(writing.connection(), handed_in.id, actor.id).await?;
        if let Some(words) = again.and_then(|again| again.answer) {
            return Ok(Done::new(words).next("/import"));
        }
        let tables = ClosedTables::before(&writing).await?;
        let mut run = Run::default();
        run.take_roster(&writing, &known.sheets).await?;
        let mut issues = issues::ListedIssues::load(&writing, Some(printed)).await?;
        run.take_facts(&writing, &known.sheets, &mut issues, Some(progress)).await?;
        refuse_faults(&run)?;
        let (new, known_rows) = run.counts();
        if new == 0 {
            return Ok(Done::new(format!("“{name}”中的{known_rows}行都已在系统里，没有改动")).next("/import"));
        }
        let words = format!("从“{name}”导入{new}行，{known_rows}行已有");
        let withheld = match issues.count() {
            0 => String::new(),
            count => format!("；刊物{count}期{TO_BE_RELEASED}"),
        };
        let answer = format!("已{words}，记分已重算{withheld}");
        let connection = writing.connection();
        let id = imports::insert(connection, name, &words, actor.id, writing.timestamp()).await?;
        let (facts, pieces) = (std::mem::take(&mut run.facts), issues.digests());
        progress.enter(app::desk::import::Stage::Writing, facts.len() + pieces.len())?;
        let (digests, facts): (Vec<_>, Vec<_>) = facts.into_iter().unzip();
        let mut rows: Vec<_> = pieces.into_iter().map(|digest| (digest, None)).collect();
        let mut kept = Vec::new();
        for facts in chunks(facts) {
            let count = facts.len();
            kept.extend(records::insert_many(connection, facts).await?);
            (0..count).try_for_each(|_| progress.step())?;
        }
        rows.extend(digests.into_iter().zip(kept.into_iter().map(Some)));
        imports::keep_rows(connection, id, rows).await?;
        run.months.extend(issues.enter(&writing, progress).await?);
        let event = writing.event(Verb::Import, Subject::Import(id), words.clone(), None).await?;
        progress.enter(app::desk::import::Stage::Settling, 0)?;
        if run.roster {
            names::read_known_names(&writing).await?;
            tables.settle(&writing, event, &words, ledger::refuse_changed).await?;
        }
        ledger::settle(&writing, event, &Vec::from_iter(run.months), Some(&words)).await?;
        handed_in::set_answer(writing.connection(), handed_in.id, &answer).await?;
        progress.enter(app::desk::import::Stage::Settling, 0)?;
        writing.commit().await?;
        Ok(Done::new(answer).next("/import"))
    }

    /// What an import would do and why it could not. A roster is tried on copies of the units' tables, since the next row
    /// and the facts may name what a row brings.
    async fn foreseen(
        &self,
        actor: &Actor,
        known: &KnownFile,
        progress: Option<&Progress>,
    ) -> Result<(Run, issues::ListedIssues), Refusal> {
        let mut run = Run::default();
        let ground = if has_units(&known.sheets) {
            let writing = self.try_out(actor, &trial::OF_UNITS).await?;
            let tables = ClosedTables::before(&writing).await?;
            run.take_roster(&writing, &known.sheets).await?;
            if run.roster {
                // What closed months refuse is the units' doing: a row of facts says by itself that its month is closed.
                match tables.check(&writing, run.belongings, ledger::refuse_changed).await {
                    Err(Refusal::Blocked(words)) => run.refuse_roster(words),
                    other => other?,
                }
            }
            writing.tried_units(years(&known.sheets, self.now().year())).await?
        } else {
            Ground::default()
        };
        let looking = self.look(actor, ground).await?;
        let mut issues = issues::ListedIssues::load(&looking, None).await?;
        run.take_facts(&looking, &known.sheets, &mut issues, progress).await?;
        Ok((run, issues))
    }

    async fn handed_in(&self, actor: &Actor, file: i64) -> Result<handed_in::HandedInFile, Refusal> {
        let found = handed_in::find(self.store.reader(), file, actor.id).await?;
        found.ok_or_else(|| Refusal::not_found("这个文件（只保留一天），请重新选择"))
    }

    async fn known_file(
        &self,
        handed_in: &handed_in::HandedInFile,
        hidden: Option<Hidden>,
    ) -> Result<KnownFile, Refusal> {
        let bytes = handed_in::bytes(self.store.reader(), &handed_in.hash).await?;
        let bytes = bytes.ok_or_else(|| Refusal::not_found("这个文件（只保留一天），请重新选择"))?;
        Ok(self.read_file(handed_in.name.clone(), bytes, hidden).await?.0)
    }

    /// Reads a file away from the threads that answer requests.
    async fn read_file(
        &self,
        name: String,
        bytes: Vec<u8>,
        hidden: Option<Hidden>,
    ) -> Result<(KnownFile, Vec<u8>), Refusal> {
        let work = move |stop: &Stop| {
            let read = office_files::sheets(&name, &bytes, is_wanted, &|| stop.is_due());
            let read = read.map_err(|error| Refusal::invalid("file", format!("“{name}”：{error}")))?;
            Ok((sheets::known(read, hidden), bytes))
        };
        self.worked_for(FILES_TAKE, work).await?
    }
}

fn permits(actor: &Actor, kind: SheetKind) -> Result<(), Refusal> {
    let act = match kind {
        SheetKind::Units => OfficeAct::Administer,
        SheetKind::Adoptions => OfficeAct::EnterPastIssue,
        _ => OfficeAct::Record,
    };
    Ok(permits_office(actor, act)?)
}

fn refuse_faults(run: &Run) -> Result<(), Refusal> {
    let faults = run.faults();
    if faults.is_empty() {
        return Ok(());
    }
    let fault = |words: String| Fault { field: "file".to_owned(), words };
    let more = faults.len().saturating_sub(FAULTS_TOLD);
    let more = (more > 0).then(|| format!("另有{more}处，都列在预览里"));
    Err(Refusal::Invalid(faults.into_iter().take(FAULTS_TOLD).chain(more).map(fault).collect()))
}

/// In parts, each of which is written at once.
fn chunks<T>(all: Vec<T>) -> Vec<Vec<T>> {
    let mut all = all.into_iter().peekable();
    let mut chunks = Vec::new();
    while all.peek().is_some() {
        chunks.push(all.by_ref().take(ROWS_AT_ONCE).collect());
    }
    chunks
}

impl Act for StopImport {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        office.import_sheets(actor)?;
        let file = self.file;
        office.handed_in(actor, file).await?;
        let Some(progress) = office.imports.of(file) else {
            return Err(Refusal::Conflict("这个文件没有在导入".to_owned()));
        };
        progress.stop();
        match progress.wait(PATIENCE).await {
            // It was quicker.
            Some(Ok(done)) => Ok(done),
            Some(Err(_)) => Ok(Done::new("已停止导入，什么也没有导入").next(format!("/import/{file}"))),
            None => Ok(Done::new("已要求停止导入，结果见这一页").next(format!("/import/{file}"))),
        }
    }
}
