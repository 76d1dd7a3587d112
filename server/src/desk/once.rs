//! The same form twice is once: a form bears a name, and what it asked for is written together with that it was done
//! and what was answered. Whoever posts it again, by a second click, by trying again on a slow line, from two tabs, gets
//! that answer, and nothing is done a second time.
//!
//! The first transaction of a verb locks the row of its form, so that two posts at the same moment come one after the
//! other, also from two processes; the last one of it waits, not committed, until the answer is written into it.

use std::sync::{
    LazyLock, Mutex, PoisonError,
    atomic::{AtomicI64, Ordering},
};

use app::desk::{
    Done, Refusal,
    sheets::{ALREADY_DONE, PostedForm},
    typed::SECRETS,
};
use domain::{
    act::Verb,
    hexadecimal::hexadecimal,
    id::{ItemId, RevisionId},
    person::Actor,
};
use jiff::SignedDuration;
use sha2::{Digest, Sha256};
use store::{
    Store, Transaction, failure,
    sheets::{self, Copy, DoneForm, NewlyDone, Sheet},
};

use super::Writing;

/// How long a form that was done is remembered: nobody goes back to a page after so long.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(30 * 24);

/// What another content of the same form is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Again {
    /// Another act: other items were chosen on a page to which somebody went back.
    Another,
    /// The same act, with newer words.
    Newer,
    /// Something would be made a second time: it is asked for from a new form, knowingly. Who goes back to a form that was
    /// done and writes something else into it most often means another one, which must not replace the first.
    Refused,
    /// The same act, which is done and stays so; its words are exchanged. On another thing it is another act.
    Reworded,
    /// The same act, whose words can not be exchanged any more, and that is said before anything else is looked at. On
    /// another thing it is another act.
    Worded,
    /// The verb knows its page and decides by itself.
    Own,
}

/// What a person writes to say why, in the forms of acts that are done once to a thing.
const WORDS: [&str; 5] = ["reason", "kinds", "phrase", "notice", "note"];

impl Again {
    fn of(form: &PostedForm) -> Self {
        let changes = |thing: &str| {
            let fields: Vec<(String, String)> = serde_urlencoded::from_str(&form.content).unwrap_or_default();
            fields.iter().any(|(name, value)| name == thing && !value.is_empty())
        };
        let Some(verb) = Verb::from_code(&form.verb) else { return Self::Another };
        match verb {
            Verb::DraftItem | Verb::SaveItem => Self::Own,
            Verb::SetBulletinLetter
            | Verb::SaveRule
            | Verb::SaveRuleHeads
            | Verb::EditPerson
            | Verb::CorrectItem => Self::Newer,
            Verb::SaveUnit if changes("unit") => Self::Newer,
            Verb::SaveNewsletter if changes("newsletter") => Self::Newer,
            Verb::SaveGroup if changes("group") => Self::Another,
            Verb::SaveUnit
            | Verb::SaveNewsletter
            | Verb::SaveGroup
            | Verb::AddPerson
            | Verb::AddUpperChannel
            | Verb::AddSection
            | Verb::CreateIssue
            | Verb::EnterPastIssue
            | Verb::Import
            | Verb::ImportRules
            | Verb::WriteAnew => Self::Refused,
            Verb::ReturnItem
            | Verb::Reject
            | Verb::SendBack
            | Verb::SendBackCorrection
            | Verb::RefuseCorrection
            | Verb::SendBackBulletin => Self::Reworded,
            Verb::Retract | Verb::DestroyItem | Verb::ReverseRecord | Verb::ReopenMonth => Self::Worded,
            Verb::RecordUpperAdoption
            | Verb::RecordCommission
            | Verb::RecordForwarding
            | Verb::RecordAdjustment
            | Verb::RecordInstruction
            | Verb::RecordRuling
            | Verb::RecordSubmissions => Self::Refused,
            _ => Self::Another,
        }
    }
}

/// How what is posted stands to what was done from its page before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    Newer,
    /// It was on its way when something newer was done.
    Older,
    /// The page is open twice, and what was done in the other place is not known to this one.
    Elsewhere,
}

/// What is said where the page was done in another place, with newer words than these.
const DONE_ELSEWHERE: &str = "，是在另一处打开的同一页上，这一页上没有那里写的。请对照后再办";

/// A form while it is done.
#[derive(Debug)]
pub(super) struct Once {
    form: PostedForm,
    /// The name under which it is remembered.
    name: String,
    digest: String,
    again: Again,
    /// How often something was done from this form before.
    before: AtomicI64,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    is_claimed: bool,
    /// It was done before: what was answered.
    answered: Option<Done>,
    /// It was done before with other words, which these replace: what was answered then.
    earlier: Option<Done>,
    /// Done, and not committed yet; whether it changes what others see.
    waiting: Option<(Transaction, bool)>,
    /// The item that came of it, with the revision that was saved.
    item: Option<(ItemId, RevisionId)>,
    /// What was deleted is to be made unreadable once it is committed.
    is_to_be_scrubbed: bool,
    /// When the verb began.
    now: Option<jiff::Timestamp>,
}

impl Once {
    pub(super) fn new(form: &PostedForm) -> Self {
        let digest = digest_of(&form.content);
        let again = Again::of(form);
        let name = match again {
            Again::Another => format!("{}:{}", form.sheet, &digest[..16]),
            Again::Reworded | Again::Worded => {
                let but_for_words = format!("{:x}", Sha256::digest(without_words(&form.content)));
                format!("{}:{}", form.sheet, &but_for_words[..16])
            }
            Again::Newer | Again::Refused | Again::Own => form.sheet.clone(),
        };
        let (before, state) = (AtomicI64::default(), Mutex::default());
        Self { form: form.clone(), name, digest, again, before, state }
    }

    /// Of its fields.
    pub(super) fn digest(&self) -> &String {
        &self.digest
    }

    /// The copies of a page count their changes each for itself: what another copy did is known only to one that was opened
    /// after it.
    pub(super) fn order(&self, done: &DoneForm) -> Order {
        let (copy, other) = (self.copy(), done.copy.as_deref().unwrap_or_default());
        let is_this_copy = copy.name.is_empty() || other.is_empty() || copy.name == other;
        match is_this_copy {
            true if self.form.stamp < done.stamp => Order::Older,
            false if copy.known_count < i64::from(done.count) => Order::Elsewhere,
            _ => Order::Newer,
        }
    }

    fn copy(&self) -> Copy<'_> {
        Copy::of(&self.form.copy)
    }

    /// How often something was done from this form before.
    pub(super) fn done_before(&self) -> i64 {
        self.before.load(Ordering::Relaxed)
    }

    /// Whether its act was done already, and only its words are to be exchanged.
    pub(super) fn is_reworded(&self) -> bool {
        self.again == Again::Reworded && self.done_before() > 0
    }

    /// Where what was done from this form before, with older words, led to.
    pub(super) fn led_to(&self) -> Option<String> {
        self.state().earlier.as_ref().and_then(|earlier| earlier.next.clone())
    }

    /// The item that came of it.
    pub(super) fn made(&self, item: ItemId, revision: RevisionId) {
        self.state().item = Some((item, revision));
    }

    /// What was deleted is to be made unreadable once it is committed.
    pub(super) fn scrub_afterwards(&self) {
        self.state().is_to_be_scrubbed = true;
    }

    pub(super) fn is_to_be_scrubbed(&self) -> bool {
        self.state().is_to_be_scrubbed
    }

    /// It turned out to have been done before.
    pub(super) fn was_answered(&self, done: Done) {
        self.state().answered = Some(done);
    }

    /// What was answered, where just this was done before: also of verbs that look at much before they begin.
    pub(super) async fn done_already(&self, store: &Store, actor: &Actor) -> Result<Option<Done>, Refusal> {
        if self.again == Again::Own {
            return Ok(None);
        }
        let known = sheets::find(store.reader(), actor.id, &self.name).await?;
        let known = known.filter(|sheet| sheet.done.is_some());
        match known {
            Some(sheet) if sheet.done.as_ref().is_some_and(|done| done.digest == self.digest) => {
                answer_of(&sheet).map(Some)
            }
            Some(sheet) if self.again == Again::Worded => Err(self.done_once(&sheet)?),
            _ => Ok(None),
        }
    }

    /// Locks the form's row for the verb's first transaction. Where the form was done before, the verb ends here.
    pub(super) async fn claim(&self, writing: &Writing) -> Result<(), Refusal> {
        self.state().now = Some(writing.timestamp());
        if self.again == Again::Own || std::mem::replace(&mut self.state().is_claimed, true) {
            return Ok(());
        }
        let (connection, person) = (writing.connection(), writing.actor.id);
        let sheet = sheets::lock(connection, person, &self.name, "", writing.timestamp()).await?;
        let Some(done) = &sheet.done else { return Ok(()) };
        let is_overtaken = matches!(self.again, Again::Newer | Again::Reworded);
        let order = if is_overtaken { self.order(done) } else { Order::Newer };
        if done.digest == self.digest || order == Order::Older {
            self.was_answered(answer_of(&sheet)?);
            return Err(Refusal::Conflict("这张表单已经办过".to_owned()));
        }
        if order == Order::Elsewhere {
            return Err(done_elsewhere());
        }
        if matches!(self.again, Again::Refused | Again::Worded) {
            return Err(self.done_once(&sheet)?);
        }
        // A copy that was opened later shows what came of it.
        let known = if self.name == self.form.sheet { self.copy().known_count } else { 0 };
        self.state().earlier = Some(answer_of(&sheet)?);
        self.before.store(i64::from(done.count) - known.min(done.count.into()), Ordering::Relaxed);
        Ok(())
    }

    /// Why it is not done again.
    fn done_once(&self, sheet: &Sheet) -> Result<Refusal, Refusal> {
        let what = match self.again {
            Again::Worded => "后来写的没有记上",
            _ => "后来改的内容没有再办；确要再办一件，请核对后再提交一次",
        };
        let words = answer_of(sheet)?.words;
        Ok(Refusal::Conflict(format!("{ALREADY_DONE}：{words}。{what}")))
    }

    /// Takes a transaction that is done, until the answer is written into it.
    pub(super) async fn wait(&self, transaction: Transaction, is_seen: bool) -> Result<(), Refusal> {
        self.commit_waiting().await?;
        self.state().waiting = Some((transaction, is_seen));
        Ok(())
    }

    /// A verb of several transactions: those before the last stand by themselves.
    pub(super) async fn commit_waiting(&self) -> Result<(), Refusal> {
        let waiting = self.state().waiting.take();
        match waiting {
            Some((transaction, true)) => Ok(transaction.commit().await?),
            Some((transaction, false)) => Ok(transaction.commit_unseen().await?),
            None => Ok(()),
        }
    }

    /// The verb has ended: writes the answer with what was done, or answers what was answered before.
    pub(super) async fn end(
        &self,
        store: &Store,
        actor: &Actor,
        result: Result<Done, Refusal>,
    ) -> Result<Done, Refusal> {
        let (answered, waiting, item, now) = {
            let mut state = self.state();
            (state.answered.take(), state.waiting.take(), state.item, state.now)
        };
        if let Some(done) = answered {
            return Ok(done);
        }
        let done = result?;
        let Some(now) = now else { return Ok(done) };
        // What was committed by itself is remembered by itself.
        let (transaction, is_seen) = match waiting {
            Some(waiting) => waiting,
            None => (store.begin().await?, false),
        };
        let answer = serde_json::to_string(&done).map_err(failure)?;
        let copy = self.copy();
        let newly = NewlyDone { stamp: self.form.stamp, digest: &self.digest, copy, answer: &answer, item };
        sheets::finish(transaction.connection(), actor.id, &self.name, &newly, now).await?;
        if self.name != self.form.sheet {
            // What was kept of it is kept under the page's own name.
            sheets::spend(transaction.connection(), actor.id, &self.form.sheet, self.form.stamp, copy, now)
                .await?;
        }
        sheets::forget_before(transaction.connection(), now - REMEMBERED).await?;
        if is_seen { transaction.commit().await } else { transaction.commit_unseen().await }?;
        Ok(done)
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What was done in another place is not done over by what is older.
pub(super) fn done_elsewhere() -> Refusal {
    Refusal::Conflict(format!("{ALREADY_DONE}{DONE_ELSEWHERE}"))
}

/// With which forms that hold a password are digested: no database and no backup has it, so that nobody finds out by trying
/// what was typed. After a restart such a form, posted once more, is another one.
static PASSING_KEY: LazyLock<[u8; 32]> = LazyLock::new(rand::random);

fn digest_of(content: &str) -> String {
    let fields: Vec<(String, String)> = serde_urlencoded::from_str(content).unwrap_or_default();
    let is_secret = fields.iter().any(|(name, value)| SECRETS.contains(&name.as_str()) && !value.is_empty());
    let mut digest = Sha256::new();
    if is_secret {
        digest.update(*PASSING_KEY);
    }
    digest.update(content);
    hexadecimal(digest.finalize())
}

/// A form's fields but for the words that say why.
fn without_words(content: &str) -> String {
    let fields: Vec<(String, String)> = serde_urlencoded::from_str(content).unwrap_or_default();
    let kept: Vec<_> = fields.into_iter().filter(|(name, _)| !WORDS.contains(&name.as_str())).collect();
    serde_urlencoded::to_string(kept).unwrap_or_default()
}

/// What was answered when the form was done.
pub(super) fn answer_of(sheet: &Sheet) -> Result<Done, Refusal> {
    let answer = sheet.done.as_ref().map(|done| done.answer.as_str()).unwrap_or_default();
    serde_json::from_str(answer).map_err(failure)
}
