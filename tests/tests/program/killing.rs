//! Killed with SIGKILL at any moment, the program leaves every act wholly done or not done at all.
//!
//! An act is done on copies of one prepared office, each time by a program that is killed a while later. What the
//! database then holds is compared row by row with what it held before the act and with what it holds after an
//! act that nobody disturbed: it must be one of the two, and the second where the act was answered. Then the act
//! is asked for once more, and everything must have happened once.

#![expect(clippy::print_stderr, reason = "the seed and the outcomes are for whoever reads the log")]

mod aim;
mod deeds;
mod whole;

use std::{
    path::Path,
    time::{Duration, Instant},
};

use self::{
    aim::{Aim, Fate},
    deeds::{Deed, Prepared},
    whole::{Credits, check_whole},
};
use store::Store;
use tests::{Backend, books::Books, database::FreshDatabase, program::Program};
use typeset::Typesetter;

/// More kills than these, in search of a moment before the commit and one behind it, are a fault of the test.
const MOST_FURTHER_KILLS: usize = 12;

#[test]
fn whatever_moment_the_program_is_killed_at_an_act_is_whole_or_not_done_on_sqlite() {
    kill(Backend::Sqlite);
}

/// Retracting prints the pages anew: they are put where files are kept before the act that names them is committed.
#[test]
fn whatever_moment_the_program_is_killed_at_no_page_is_missing_from_a_folder_of_files() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let place = folder.path().canonicalize().expect("it is there").display().to_string();
    let seed = seed();
    let runtime = tokio::runtime::Runtime::new().expect("a runtime can be built");
    runtime.block_on(async {
        let place = place.parse().expect("a place");
        let prepared = Prepared::new(Backend::Sqlite, Some(place)).await;
        let deeds = prepared.deeds().into_iter().filter(|deed| deed.name == "retract").collect();
        kill_on(Backend::Sqlite, prepared, deeds, seed).await;
    });
}

#[test]
fn whatever_moment_the_program_is_killed_at_an_act_is_whole_or_not_done_on_postgresql() {
    if Backend::at_hand().contains(&Backend::Postgres) {
        kill(Backend::Postgres);
    }
}

fn kill(backend: Backend) {
    let seed = seed();
    let runtime = tokio::runtime::Runtime::new().expect("a runtime can be built");
    let kills = runtime.block_on(async {
        let prepared = Prepared::new(backend, None).await;
        let deeds = prepared.deeds();
        kill_on(backend, prepared, deeds, seed).await
    });
    assert!(kills >= 20, "{kills} kills are too few");
}

fn seed() -> u64 {
    let seed = std::env::var("JIANBAO_SEED").ok().and_then(|seed| seed.parse().ok());
    seed.unwrap_or_else(|| jiff::Timestamp::now().as_millisecond().unsigned_abs())
}

/// Answers how often it was killed.
async fn kill_on(backend: Backend, prepared: Prepared, deeds: Vec<Deed>, seed: u64) -> usize {
    eprintln!("{backend:?}: the moments follow from JIANBAO_SEED={seed}");
    let began = Instant::now();
    let typesetter = Typesetter::new(None).expect("the built-in fonts can be used");
    let mut kills = 0;
    for deed in deeds {
        let undisturbed = Undisturbed::measure(&prepared, &deed).await;
        let mut aim = Aim::new(seed, undisturbed.length, deed.kills);
        while !aim.is_done() {
            assert!(aim.shots() < deed.kills + MOST_FURTHER_KILLS, "{}: {}", deed.name, aim.in_words());
            let wait = aim.next();
            let fate = kill_after(&prepared, &deed, &undisturbed, wait, &typesetter).await;
            aim.learn(wait, fate);
        }
        kills += aim.shots();
        eprintln!("{backend:?}, {}: {}", deed.name, aim.in_words());
    }
    prepared.remove().await;
    eprintln!("{backend:?}: {kills} kills in {:?}", began.elapsed());
    kills
}

/// What a deed does when nobody disturbs it.
struct Undisturbed {
    before: Books,
    after: Books,
    credits: Credits,
    length: Duration,
}

impl Undisturbed {
    async fn measure(prepared: &Prepared, deed: &Deed) -> Self {
        let office = Copy::of(prepared).await;
        let program = office.serve().await;
        let store = office.open().await;
        let before = Books::read(store.reader()).await;
        let began = Instant::now();
        let answered = deed.ask(program.url()).await;
        let length = began.elapsed();
        assert!(answered, "{} is done where nobody disturbs it", deed.name);
        let (after, credits) = (Books::read(store.reader()).await, Credits::read(&store).await);
        assert_ne!(before, after, "{} leaves a trace", deed.name);
        program.kill().await;
        office.remove(store).await;
        Self { before, after, credits, length }
    }
}

/// Asks for the deed, kills the program a while later or when it has answered, starts it again, and looks.
async fn kill_after(
    prepared: &Prepared,
    deed: &Deed,
    undisturbed: &Undisturbed,
    wait: Duration,
    typesetter: &Typesetter,
) -> Fate {
    let office = Copy::of(prepared).await;
    let program = office.serve().await;
    let (asking, url) = (deed.clone(), program.url().to_owned());
    let mut asked = tokio::spawn(async move { asking.ask(&url).await });
    let answered = tokio::time::timeout(wait, &mut asked).await;
    program.kill().await;
    let answered = match answered {
        Ok(answered) => answered,
        Err(_) => asked.await,
    };
    let answered = answered.expect("whoever asked did not panic");
    office.database.quiet().await;

    let program = office.serve().await;
    let store = office.open().await;
    let found = Books::read(store.reader()).await;
    let fate = if found == undisturbed.before { Fate::NotDone } else { Fate::Done };
    let context = format!("{} killed after {wait:?}", deed.name);
    if fate == Fate::Done {
        let differences = undisturbed.after.differences(&found).join("\n");
        assert_eq!(differences, "", "{context} is half done; + is what was found:\n{differences}");
    }
    assert!(!answered || fate == Fate::Done, "{context} was answered, and is lost");
    check_whole(prepared, &store, program.url(), typesetter).await;

    let again = deed.ask(program.url()).await;
    assert_eq!(again, fate == Fate::NotDone, "{context}, asked for again");
    let found = Books::read(store.reader()).await;
    assert_eq!(found.counts(), undisturbed.after.counts(), "{context}, asked for again");
    assert_eq!(Credits::read(&store).await, undisturbed.credits, "{context}, asked for again");
    check_whole(prepared, &store, program.url(), typesetter).await;
    program.kill().await;
    office.remove(store).await;
    fate
}

/// A copy of the prepared office.
struct Copy {
    data: tempfile::TempDir,
    database: FreshDatabase,
}

impl Copy {
    async fn of(prepared: &Prepared) -> Self {
        let data = tempfile::tempdir().expect("a temporary folder can be made");
        let database = prepared.database.copy(prepared.data.path(), data.path()).await;
        Self { data, database }
    }

    async fn serve(&self) -> Program {
        Program::serve(self.data(), &self.database.address).await
    }

    async fn open(&self) -> Store {
        Store::open(&self.database.address).await.expect("the database opens")
    }

    fn data(&self) -> &Path {
        self.data.path()
    }

    async fn remove(self, store: Store) {
        store.close().await.expect("the connections close");
        self.database.remove().await;
    }
}
