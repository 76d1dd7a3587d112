//! The office behind the port: load, decide in `domain`, save and record the event, in one transaction.
//!
//! One file for each area. It must not know pages, and it names no table.

use std::{
    fmt,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use app::desk::{
    Command, Desk, Done, Refusal,
    sheets::{ALREADY_DONE, PostedForm},
    typed::TypedForm,
};
use async_trait::async_trait;
use axum::body::Bytes;
use domain::{
    act::{OF_HANDLING, Verb},
    event::{EventKind, Happening},
    follow::follow,
    id::{EventId, PersonId},
    person::Actor,
    subject::Subject,
    unit::UnitDirectory,
};
use jiff::SignedDuration;
use store::{
    Connection, Store, Transaction,
    changes::{self, Changes},
    events::{self, NewEvent},
    failure,
    files::PutFile,
    jobs as kept_jobs, kept_texts, people, units,
};
use typeset::Typesetter;

use self::{ground::Ground, known::Known, once::Once, ways::Refused, year::ClosedYears};
use crate::{
    manuscripts::Converter,
    press::Press,
    recent::Recent,
    work::{Pool, Stop},
};

mod audit;
mod bulletins;
mod checks;
mod credits;
mod ground;
mod handing_in;
pub(crate) mod import;
mod issues;
mod items;
mod jobs;
mod known;
mod ledger;
mod looked_at;
mod months;
pub(crate) mod office;
mod once;
mod records;
mod rules;
pub(crate) mod sheets;
mod todos;
mod verify;
mod ways;
mod who_can;
pub(crate) mod year;

pub(crate) use self::bulletins::letter_of;

/// How many bytes of PDFs are at hand.
const MOST_PDF_BYTES: usize = 32 << 20;

/// How many pieces of heavy work other than printing are done at the same time.
const WORKERS: usize = 2;

/// How long a form that was refused waits for its page.
const FORMS_ARE_KEPT: SignedDuration = SignedDuration::from_mins(10);

/// Tells the time in the office's zone; tests give their own.
pub type Clock = Arc<dyn Fn() -> jiff::Zoned + Send + Sync>;

/// The office.
#[derive(Clone)]
pub struct OfficeDesk {
    store: Store,
    clock: Clock,
    press: Arc<Press>,
    /// Comparing, reading of files and rules, trials.
    work: Arc<Pool>,
    /// PDFs by their hash.
    pdfs: Arc<Recent<String, Bytes>>,
    known: Arc<Known>,
    closed_years: Arc<ClosedYears>,
    /// 核对, one at a time.
    proofs: Arc<Pool>,
    /// Looking through everything that was written.
    searches: Arc<Pool>,
    /// Taking pictures in, one at a time: each may be large while it is unpacked.
    pictures: Arc<Pool>,
    imports: Arc<import::progress::Imports>,
    /// With which the names of pages are signed.
    key: Arc<str>,
    /// Where each night's backup goes; none where no folder is set.
    backup_folder: Option<Arc<Path>>,
    /// With which older files are read; none where they are refused in words.
    converter: Option<Arc<Converter>>,
    /// The form that is being done, where a form with a name asked for it.
    once: Option<Arc<Once>>,
}

impl fmt::Debug for OfficeDesk {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("OfficeDesk").finish_non_exhaustive()
    }
}

impl OfficeDesk {
    pub fn new(store: Store, clock: Clock, typesetter: Typesetter) -> Self {
        let press = Arc::new(Press::new(typesetter, store.clone()));
        Self {
            store,
            clock,
            press,
            work: Arc::new(Pool::new(WORKERS)),
            pdfs: Arc::new(Recent::new(MOST_PDF_BYTES)),
            known: Arc::default(),
            closed_years: Arc::default(),
            proofs: Arc::new(Pool::new(1)),
            searches: Arc::new(Pool::new(WORKERS)),
            pictures: Arc::new(Pool::new(1)),
            imports: Arc::default(),
            key: sheets::new_key().into(),
            backup_folder: None,
            converter: None,
            once: None,
        }
    }

    /// The same office, which knows where each night's backup goes.
    pub fn backing_up_to(self, folder: Option<PathBuf>) -> Self {
        Self { backup_folder: folder.map(Arc::from), ..self }
    }

    /// The same office, which signs the names of pages with this key: the one that the database keeps for all
    /// processes.
    pub fn signing_with(self, key: String) -> Self {
        Self { key: key.into(), ..self }
    }

    /// How many changes there were until now: what [`Known`] holds is good for that number.
    pub(crate) async fn changes(&self) -> Result<Changes, Refusal> {
        Ok(changes::number(self.store.reader()).await?)
    }

    /// All units and every name of them.
    async fn directory(&self) -> Result<Arc<UnitDirectory>, Refusal> {
        let load = async { Ok(Arc::new(units::directory(self.store.reader()).await?)) };
        self.known.directory.get(self.changes().await?, (), load).await
    }

    fn now(&self) -> jiff::Zoned {
        (self.clock)()
    }

    /// Does heavy work away from the threads that answer.
    async fn worked<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Stop) -> T + Send + 'static,
    ) -> Result<T, Refusal> {
        Ok(self.work.run(work).await?)
    }

    /// As [`Self::worked`], where the work may take longer than usual.
    async fn worked_for<T: Send + 'static>(
        &self,
        longest: Duration,
        work: impl FnOnce(&Stop) -> T + Send + 'static,
    ) -> Result<T, Refusal> {
        Ok(self.work.run_for(longest, work).await?)
    }

    /// Begins a verb: a transaction, with who acts and when.
    async fn begin(&self, actor: &Actor) -> Result<Writing, Refusal> {
        if let Some(once) = &self.once {
            once.commit_waiting().await?;
        }
        let transaction = self.store.begin().await?;
        let writing = self.verb(actor, transaction, Ground::default());
        if let Some(once) = &self.once {
            once.claim(&writing).await?;
        }
        Ok(writing)
    }

    /// Puts a file's bytes where files are kept, before the act that names them begins.
    async fn put_file(&self, bytes: Vec<u8>) -> Result<PutFile, Refusal> {
        if let Some(once) = &self.once {
            once.commit_waiting().await?;
        }
        Ok(self.store.put_file(bytes).await?)
    }

    /// Begins to look as a verb does, with what is known already: nothing can be written, and nobody waits.
    async fn look(&self, actor: &Actor, ground: Ground) -> Result<Writing, Refusal> {
        Ok(self.verb(actor, self.store.look().await?, ground))
    }

    /// Begins a verb that is only tried: these tables may be written, nobody waits, and nothing stays.
    async fn try_out(&self, actor: &Actor, tables: &[&str]) -> Result<Writing, Refusal> {
        Ok(self.verb(actor, self.store.try_out(tables).await?, Ground::default()))
    }

    /// Says who was faster, and what that person did: another one, or oneself on another page.
    async fn overtaken_by(&self, actor: &Actor, thing: &str, about: Subject) -> Refusal {
        Refusal::Conflict(match self.last_done(about).await {
            Ok(Some(LastDone { by, name, when, words })) => {
                let who = if by == actor.id { "您自己在别的页面上" } else { &name };
                format!("{who}{when}改过{thing}（{words}），请看过最新的情况再做")
            }
            Ok(None) => format!("{thing}刚刚改过，请看过最新的情况再做"),
            Err(error) => return error,
        })
    }

    /// Says who brought the thing to where this cannot be done.
    async fn not_now_by(&self, actor: &Actor, why: String, about: Subject) -> Refusal {
        let why = match self.last_done(about).await {
            Ok(Some(LastDone { by, name, when, words })) => {
                let who = if by == actor.id { "您自己" } else { &name };
                format!("{why}（{who}{when}：{words}）")
            }
            Ok(None) => why,
            Err(error) => return error,
        };
        Refusal::NotNow { why, about: None }
    }

    /// What was done to a thing last.
    async fn last_done(&self, about: Subject) -> Result<Option<LastDone>, Refusal> {
        let reader = self.store.reader();
        let last = events::last_done(reader, about, &does_nothing()).await?;
        let Some(last) = last else { return Ok(None) };
        let names = people::names(reader, &[last.actor].into()).await?;
        let at = last.happened_at.to_zoned(self.now().time_zone().clone());
        let is_today = at.date() == self.now().date();
        Ok(Some(LastDone {
            by: last.actor,
            name: names.get(&last.actor).cloned().unwrap_or_default(),
            when: at.strftime(if is_today { "%H:%M" } else { "%-m月%-d日%H:%M" }).to_string(),
            words: last.words,
        }))
    }

    fn verb(&self, actor: &Actor, transaction: Transaction, ground: Ground) -> Writing {
        Writing {
            transaction,
            actor: actor.clone(),
            now: self.now(),
            closed_years: self.closed_years.clone(),
            ground,
            once: self.once.clone(),
        }
    }
}

/// An act, as the office does it: wholly or not at all. Each is done in the file that bears its name or its area's.
trait Act {
    /// What was done, in words; or why it was not.
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal>;
}

macro_rules! acts {
    ($($area:ident { $($act:ident $code:literal $($word:literal)?;)* })*) => {
        impl OfficeDesk {
            /// Does what is asked for. The list of acts is [`domain::act`]'s: one that nobody does fails to compile here.
            async fn do_act(&self, actor: &Actor, command: Command) -> Result<Done, Refusal> {
                match command {
                    $($(Command::$act(act) => Box::pin(act.act(self, actor)).await),*),*
                }
            }
        }
    };
}

domain::for_each_act!(acts);

#[async_trait]
impl Desk for OfficeDesk {
    async fn perform(&self, actor: &Actor, command: Command) -> Result<Done, Refusal> {
        let mut refused = Refused::default();
        for way in actor.ways() {
            match self.perform_so(&way, command.clone()).await {
                Ok(done) => return Ok(done),
                Err(why) => refused.take(why)?,
            }
        }
        Err(refused.told())
    }

    async fn perform_once(
        &self,
        actor: &Actor,
        command: Command,
        form: &PostedForm,
    ) -> Result<Done, Refusal> {
        // Giving a text up and taking it back come to the same however often they are done.
        if matches!(command, Command::DropKeptText(_) | Command::TakeBackKeptText(_)) {
            return self.perform(actor, command).await;
        }
        let mut refused = Refused::default();
        for way in actor.ways() {
            let once = Arc::new(Once::new(form));
            if let Some(done) = once.done_already(&self.store, &way).await? {
                return Ok(done);
            }
            let desk = Self { once: Some(once.clone()), ..self.clone() };
            let result = desk.perform_so(&way, command.clone()).await;
            match once.end(&self.store, &way, result).await {
                Ok(done) => {
                    if once.is_to_be_scrubbed() {
                        self.scrub().await;
                    }
                    return Ok(done);
                }
                Err(why) => refused.take(why)?,
            }
        }
        Err(refused.told())
    }

    async fn keep_form(&self, actor: &Actor, form: &TypedForm) -> Result<(), Refusal> {
        let form = serde_json::to_string(form).map_err(failure)?;
        let writing = self.begin(actor).await?;
        kept_texts::keep_form(writing.connection(), actor.id, form, writing.timestamp()).await?;
        writing.commit_unseen().await
    }

    async fn kept_form(&self, actor: &Actor) -> Result<Option<TypedForm>, Refusal> {
        let since = self.now().timestamp() - FORMS_ARE_KEPT;
        let form = kept_texts::find_form(self.store.reader(), actor.id, since).await?;
        // A form of another version of the program is nothing to worry about.
        Ok(form.and_then(|form| serde_json::from_str(&form).ok()))
    }
}

impl OfficeDesk {
    /// Does it in one right: the person's own, or that of whomever the person acts for.
    async fn perform_so(&self, actor: &Actor, command: Command) -> Result<Done, Refusal> {
        let done = self.do_act(actor, command).await;
        match done {
            Err(Refusal::Overtaken { thing, about }) => Err(self.overtaken_by(actor, &thing, about).await),
            Err(Refusal::NotNow { why, about: Some(about) }) => Err(self.not_now_by(actor, why, about).await),
            Ok(done) => Ok(match &actor.acts_for {
                Some(principal) => {
                    Done { words: format!("{}（代{}）", done.words, principal.name), ..done }
                }
                None => done,
            }),
            refused => refused,
        }
    }
}

/// What happens beside a thing and does nothing to it: signing in and the like, and who is in charge of it.
fn does_nothing() -> Vec<EventKind> {
    let happens = Happening::ALL.iter().copied().map(EventKind::from);
    happens.chain(OF_HANDLING.into_iter().map(EventKind::from)).collect()
}

/// What was done to a thing last, by whom and when, for the screen.
struct LastDone {
    by: PersonId,
    name: String,
    when: String,
    words: String,
}

/// A verb under way: whatever it writes is committed together, or not at all.
struct Writing {
    transaction: Transaction,
    actor: Actor,
    now: jiff::Zoned,
    closed_years: Arc<ClosedYears>,
    ground: Ground,
    once: Option<Arc<Once>>,
}

impl Writing {
    fn connection(&self) -> &(impl Connection + use<>) {
        self.transaction.connection()
    }

    fn timestamp(&self) -> jiff::Timestamp {
        self.now.timestamp()
    }

    /// Records what happened.
    async fn event(
        &self,
        kind: impl Into<EventKind>,
        subject: Subject,
        words: impl Into<String>,
        reason: Option<String>,
    ) -> Result<EventId, Refusal> {
        if self.transaction.looks() {
            // Nothing happened, and what is never committed needs no name.
            return Ok(EventId(0));
        }
        let kind = kind.into();
        let event = self.new_event(kind, subject, words.into(), reason);
        let id = events::append(self.connection(), event).await?;
        self.follow(kind, subject).await?;
        Ok(id)
    }

    /// Records what the verb did to each of many things, in their order.
    async fn events(&self, verb: Verb, happened: Vec<(Subject, String)>) -> Result<(), Refusal> {
        if self.transaction.looks() {
            return Ok(());
        }
        let subjects: Vec<Subject> = happened.iter().map(|(subject, _)| *subject).collect();
        let events =
            happened.into_iter().map(|(subject, words)| self.new_event(verb.into(), subject, words, None));
        events::append_many(self.connection(), events.collect()).await?;
        for subject in subjects {
            self.follow(verb.into(), subject).await?;
        }
        Ok(())
    }

    /// Writes down the jobs that an event brings about.
    async fn follow(&self, kind: EventKind, subject: Subject) -> Result<(), Refusal> {
        for job in follow(kind, subject) {
            kept_jobs::add(self.connection(), job, self.timestamp(), self.timestamp()).await?;
        }
        Ok(())
    }

    fn new_event(
        &self,
        kind: EventKind,
        subject: Subject,
        words: String,
        reason: Option<String>,
    ) -> NewEvent {
        let words = match &self.actor.acts_for {
            Some(principal) => format!("{words}（代{}）", principal.name),
            None => words,
        };
        NewEvent { happened_at: self.timestamp(), actor: self.actor.id, kind, subject, words, reason }
    }

    /// The verb is done. Where a form with a name asked for it, its answer is written with it: the transaction then
    /// waits for that, and nothing is committed before.
    async fn commit(self) -> Result<(), Refusal> {
        match &self.once {
            Some(once) => once.wait(self.transaction, true).await,
            None => Ok(self.transaction.commit().await?),
        }
    }

    /// Commits what only the person's own page shows: it is no change to anybody else's.
    async fn commit_unseen(self) -> Result<(), Refusal> {
        match &self.once {
            Some(once) => once.wait(self.transaction, false).await,
            None => Ok(self.transaction.commit_unseen().await?),
        }
    }

    /// The version on which a form was filled in, after what was done from the same form before: one's own change is
    /// no reason to refuse one's next.
    fn version_after_own(&self, version: i64) -> i64 {
        version + self.once.as_ref().map_or(0, |once| once.done_before())
    }

    /// Whether this verb was done to the thing from the same form, which comes once more with newer words. The act must
    /// still be the last that happened to it; what else was done to it since then is said. Whoever asks locks the thing
    /// and looks whether it may be done.
    async fn is_reworded(&self, subject: Subject, verb: Verb) -> Result<bool, Refusal> {
        if !self.once.as_ref().is_some_and(|once| once.is_reworded()) {
            return Ok(false);
        }
        let last = events::about(self.connection(), subject).await?.pop();
        match last {
            Some(last) if last.actor == self.actor.id && last.is(verb) => Ok(true),
            last => {
                let did = last.map(|last| last.words).unwrap_or_default();
                let words = format!("{ALREADY_DONE}，之后又有“{did}”；后来写的原因没有记上");
                Err(Refusal::Conflict(words))
            }
        }
    }
}
