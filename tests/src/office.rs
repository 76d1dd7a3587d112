//! The office under test: the real application at an address of its own, at a time of the test's choosing.

use std::{
    panic::{AssertUnwindSafe, resume_unwind},
    path::Path,
    sync::{
        Arc, Mutex, OnceLock,
        atomic::{AtomicU32, Ordering},
    },
};

use domain::{
    id::{UnitGroupId, UnitId},
    person::{Actor, Role},
    unit::Unit,
};
use futures_util::FutureExt;
use jiff::{Zoned, tz::TimeZone};
use sea_orm::{ConnectionTrait, Statement};
use server::{
    desk::{Clock, OfficeDesk},
    password,
    startup::{Application, Settings},
};
use store::{
    Store,
    people::{self, NewAccount},
    settings, units,
};
use tokio::{sync::oneshot, task::JoinHandle};
use typeset::Typesetter;

use crate::{
    client::Client,
    database::{Backend, Content, FreshDatabase},
};

/// The password of everyone in a test.
pub const PASSWORD: &str = "correct horse battery";

/// Runs a test on every database at hand, each time in a fresh office.
pub fn both(test: impl AsyncFn(&Office)) {
    for backend in Backend::at_hand() {
        on(backend, &test);
    }
}

/// As [`both`], in an office that is served with other settings.
pub fn both_with(adjust: impl Fn(&mut Settings), test: impl AsyncFn(&Office)) {
    for backend in Backend::at_hand() {
        on_with(Content::Schema, backend, &adjust, &test);
    }
}

/// As [`both`], in the office of the demonstration. It is 9 o'clock on 15 January 2024, long before what is in it ends.
pub fn both_demonstrated(test: impl AsyncFn(&Office)) {
    for backend in Backend::at_hand() {
        on_demonstrated(backend, &test);
    }
}

/// As [`on`], in the office of the demonstration.
pub fn on_demonstrated(backend: Backend, test: impl AsyncFn(&Office)) {
    on_with(Content::Demonstration, backend, |_| (), test);
}

/// Runs a test in a fresh office on one database, and takes the office away whatever came of it.
pub fn on(backend: Backend, test: impl AsyncFn(&Office)) {
    on_with(Content::Schema, backend, |_| (), test);
}

fn on_with(content: Content, backend: Backend, adjust: impl Fn(&mut Settings), test: impl AsyncFn(&Office)) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime can be built");
    let outcome = runtime.block_on(async {
        let office = Office::start_on(content, backend, adjust).await;
        let outcome = AssertUnwindSafe(test(&office)).catch_unwind().await;
        office.stop().await;
        outcome
    });
    if let Err(panic) = outcome {
        #[expect(clippy::print_stderr, reason = "the runner shows it with the panic that follows")]
        {
            eprintln!("on {backend:?}:");
        }
        resume_unwind(panic);
    }
}

/// A running office.
#[derive(Debug)]
pub struct Office {
    backend: Backend,
    data: tempfile::TempDir,
    database: FreshDatabase,
    time: Arc<Mutex<Zoned>>,
    /// What people type.
    public_url: String,
    people: AtomicU32,
    process: Process,
}

/// The application, serving at an address of its own.
#[derive(Debug)]
pub struct Process {
    url: String,
    store: Store,
    stop: oneshot::Sender<()>,
    served: JoinHandle<()>,
}

impl Process {
    async fn start(settings: Settings, clock: Clock) -> Self {
        let application =
            Application::build_with_clock(settings, clock).await.expect("the application starts");
        let url = format!("http://{}", application.address().expect("it has an address"));
        let store = application.store().clone();
        let (stop, stopped) = oneshot::channel();
        let served = tokio::spawn(async move {
            let stopped = async { stopped.await.unwrap_or_default() };
            application.serve(stopped).await.expect("the application serves until it is stopped");
        });
        Self { url, store, stop, served }
    }

    /// `http://127.0.0.1:PORT`.
    pub fn url(&self) -> &str {
        &self.url
    }

    pub async fn stop(self) {
        // The application may have ended by itself; then the next line says why.
        let _ = self.stop.send(());
        self.served.await.expect("the application stops in good order");
    }
}

impl Office {
    /// Starts the application on a fresh database. It is 9 o'clock on 15 January 2024 in Shanghai, and stays so
    /// until [`Office::set_now`].
    pub async fn start(backend: Backend) -> Self {
        Self::start_with(backend, |_| ()).await
    }

    /// As [`Office::start`], with other settings.
    pub async fn start_with(backend: Backend, adjust: impl FnOnce(&mut Settings)) -> Self {
        Self::start_on(Content::Schema, backend, adjust).await
    }

    async fn start_on(content: Content, backend: Backend, adjust: impl FnOnce(&mut Settings)) -> Self {
        let data = tempfile::tempdir().expect("a temporary folder can be made");
        let database = FreshDatabase::with(content, backend, data.path()).await;
        Self::serve(backend, data, database, adjust).await
    }

    /// Starts the application on what is there already, at the same time of the day.
    pub async fn serve(
        backend: Backend,
        data: tempfile::TempDir,
        database: FreshDatabase,
        adjust: impl FnOnce(&mut Settings),
    ) -> Self {
        let time = Arc::new(Mutex::new(moment("2024-01-15T09:00")));
        let mut settings = settings_for(&database, data.path());
        adjust(&mut settings);
        let public_url = settings.public_url.clone();
        let process = Process::start(settings, clock(&time)).await;
        let public_url = public_url.unwrap_or_else(|| process.url.clone());
        Self { backend, data, database, time, public_url, people: AtomicU32::new(0), process }
    }

    /// Starts the application once more on the same database, as another machine would.
    pub async fn another_process(&self) -> Process {
        Process::start(settings_for(&self.database, self.data.path()), clock(&self.time)).await
    }

    /// Stops the application and takes its database away.
    pub async fn stop(self) {
        self.leave().await.1.remove().await;
    }

    /// Stops the application and leaves what it has written.
    pub async fn leave(self) -> (tempfile::TempDir, FreshDatabase) {
        self.process.stop().await;
        (self.data, self.database)
    }

    pub fn backend(&self) -> Backend {
        self.backend
    }

    /// `http://127.0.0.1:PORT`.
    pub fn url(&self) -> &str {
        &self.process.url
    }

    /// What a program of this office is started with.
    pub fn settings(&self) -> Settings {
        settings_for(&self.database, self.data.path())
    }

    /// The data folder.
    pub fn data(&self) -> &Path {
        self.data.path()
    }

    /// As `--database` takes it.
    pub fn database(&self) -> &str {
        &self.database.address
    }

    /// For looking behind the pages.
    pub fn store(&self) -> &Store {
        &self.process.store
    }

    /// The one number that a statement of SQL answers.
    pub async fn number(&self, sql: &str) -> i64 {
        let reader = self.store().reader();
        let statement = Statement::from_string(reader.get_database_backend(), sql);
        let row = reader.query_one_raw(statement).await.expect("it can be asked").expect("a row");
        row.try_get_by_index(0).expect("a number")
    }

    /// Does a statement of SQL.
    pub async fn execute(&self, sql: &str) {
        self.store().reader().execute_unprepared(sql).await.expect("it can be done");
    }

    /// The port itself, for tests that speak to it without pages.
    pub fn desk(&self) -> OfficeDesk {
        let typesetter = Typesetter::new(None).expect("the built-in fonts can be used");
        OfficeDesk::new(self.store().clone(), clock(&self.time), typesetter)
    }

    /// The office's clock, for what tells the time by itself.
    pub fn clock(&self) -> Clock {
        clock(&self.time)
    }

    /// What time it is in the office.
    pub fn now(&self) -> Zoned {
        self.time.lock().expect("nobody panics with the clock in hand").clone()
    }

    /// Sets the office's clock, to `2024-02-01T08:30` in Shanghai for example.
    pub fn set_now(&self, time: &str) {
        *self.time.lock().expect("nobody panics with the clock in hand") = moment(time);
    }

    /// Lets sessions last for a month, used or not, in a test in which much time goes by.
    pub async fn let_sessions_last(&self) {
        let transaction = self.store().begin().await.expect("a transaction begins");
        let connection = transaction.connection();
        let mut settings = settings::find(connection).await.expect("settings can be read");
        settings.idle_minutes = 720 * 60;
        settings.session_hours = 720;
        settings::save(connection, &settings).await.expect("nobody else sets them");
        transaction.commit().await.expect("they are kept");
    }

    /// A client that nobody has signed in with.
    pub fn visitor(&self) -> Client {
        Client::new(self.url(), &self.public_url)
    }

    /// A new person with these roles, signed in; the account's name is [`Client::login`], its password
    /// [`PASSWORD`].
    pub async fn person(&self, name: &str, roles: &[Role]) -> Client {
        let login = format!("person-{}", self.people.fetch_add(1, Ordering::Relaxed) + 1);
        let account = NewAccount {
            login: login.clone(),
            name: name.to_owned(),
            password_hash: password_hash().to_owned(),
            must_change_password: false,
            roles: roles.to_vec(),
            created_at: self.now().timestamp(),
        };
        let transaction = self.store().begin().await.expect("a transaction begins");
        let id = people::write::insert(transaction.connection(), account).await.expect("the account is new");
        transaction.commit().await.expect("the account is kept");
        let actor = Actor::new(id, name, roles.to_vec());
        let client = self.visitor().of(actor, login);
        client.sign_in(PASSWORD).await;
        client
    }

    /// Somebody of the demonstration, signed in.
    pub async fn member(&self, login: &str) -> Client {
        let account =
            people::find_by_login(self.store().reader(), login).await.expect("accounts can be read");
        let account = account.expect("somebody of the demonstration");
        let actor = people::actor(self.store().reader(), &account).await.expect("roles can be read");
        let client = self.visitor().of(actor, login.to_owned());
        client.sign_in(server::demo::PASSWORD).await;
        client
    }

    /// A new unit in the group 机关科室, scored, without a unit review; it also goes by the aliases.
    pub async fn unit(&self, name: &str, aliases: &[&str]) -> UnitId {
        let unit = Unit {
            id: UnitId(0),
            name: name.to_owned(),
            short_name: None,
            aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
            reviews: false,
            scored: true,
            order: 1,
            since: None,
            until: None,
        };
        self.unit_like(unit, "机关科室").await
    }

    /// As [`Office::unit`], whose items its reviewer approves first.
    pub async fn reviewed_unit(&self, name: &str) -> UnitId {
        let unit = Unit {
            id: UnitId(0),
            name: name.to_owned(),
            short_name: None,
            aliases: Vec::new(),
            reviews: true,
            scored: true,
            order: 1,
            since: None,
            until: None,
        };
        self.unit_like(unit, "机关科室").await
    }

    /// A new unit as described, in this group; its id is given by the database.
    pub async fn unit_like(&self, unit: Unit, group: &str) -> UnitId {
        let transaction = self.store().begin().await.expect("a transaction begins");
        let connection = transaction.connection();
        let groups = units::load_groups(connection).await.expect("groups can be read");
        let group: UnitGroupId = match groups.iter().find(|known| known.name == group) {
            Some(known) => known.id,
            None => units::write::insert_group(connection, group, 1).await.expect("the group is new"),
        };
        let id = units::write::insert(connection, &unit).await.expect("the unit's names are free");
        units::write::set_group(connection, id, self.now().year(), group).await.expect("the group takes it");
        transaction.commit().await.expect("the unit is kept");
        id
    }
}

fn settings_for(database: &FreshDatabase, data: &Path) -> Settings {
    Settings {
        addr: ([127, 0, 0, 1], 0).into(),
        database: Some(database.address.clone()),
        files: None,
        data: data.to_owned(),
        public_url: None,
        trusted_proxy: None,
        time_zone: zone(),
        session_hours: None,
        workers: 0,
        office_converter: None,
        backups: None,
    }
}

fn zone() -> TimeZone {
    TimeZone::get("Asia/Shanghai").expect("the time zones are in the binary")
}

fn moment(time: &str) -> Zoned {
    let time: jiff::civil::DateTime = time.parse().expect("a time such as 2024-01-15T09:00");
    time.to_zoned(zone()).expect("a time that exists in Shanghai")
}

fn clock(time: &Arc<Mutex<Zoned>>) -> Clock {
    let time = time.clone();
    Arc::new(move || time.lock().expect("nobody panics with the clock in hand").clone())
}

/// Hashing is slow on purpose; once is enough.
fn password_hash() -> &'static str {
    static HASH: OnceLock<String> = OnceLock::new();
    HASH.get_or_init(|| password::hash_now(PASSWORD).expect("a password can be hashed"))
}
