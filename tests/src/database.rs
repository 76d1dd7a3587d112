//! A fresh database for each test, and its end.

use std::{
    io::Write,
    path::{Path, PathBuf},
    sync::{
        Once,
        atomic::{AtomicU32, Ordering},
    },
    time::{Duration, UNIX_EPOCH},
};

use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, Statement};
use store::Store;

/// The databases that the program runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    Sqlite,
    Postgres,
}

impl Backend {
    /// Those that are at hand. Says once, past the test runner's capture, that PostgreSQL is left out.
    pub fn at_hand() -> Vec<Self> {
        static TOLD: Once = Once::new();
        if postgres_server().is_some() {
            return vec![Self::Sqlite, Self::Postgres];
        }
        TOLD.call_once(|| {
            let words = "SKIPPED on PostgreSQL: JIANBAO_TEST_POSTGRES is not set; testing on SQLite alone";
            // Where standard error is closed, nobody is left to be told.
            let _ = writeln!(std::io::stderr(), "{words}");
        });
        vec![Self::Sqlite]
    }
}

fn postgres_server() -> Option<reqwest::Url> {
    let address = std::env::var("JIANBAO_TEST_POSTGRES").ok().filter(|address| !address.is_empty())?;
    Some(address.parse().expect("JIANBAO_TEST_POSTGRES is the address of a PostgreSQL server"))
}

/// A database that nothing else uses.
#[derive(Debug)]
pub struct FreshDatabase {
    /// As `--database` takes it.
    pub address: String,
    postgres_name: Option<String>,
}

impl FreshDatabase {
    /// A file in the data folder, or a new database on the server.
    pub async fn new(backend: Backend, data: &Path) -> Self {
        match backend {
            Backend::Sqlite => Self { address: Store::sqlite_address(data), postgres_name: None },
            Backend::Postgres => {
                let name = next_name();
                on_server(&format!("CREATE DATABASE {name}")).await;
                let mut address = postgres_server().expect("PostgreSQL is at hand");
                address.set_path(&name);
                Self { address: address.into(), postgres_name: Some(name) }
            }
        }
    }

    /// As [`Self::new`], with this in it: a copy of one that the first test of a build makes.
    pub async fn with(content: Content, backend: Backend, data: &Path) -> Self {
        match backend {
            Backend::Sqlite => {
                let template = sqlite_template(content).await;
                std::fs::copy(template, data.join(server::backup::DATABASE)).expect("the file can be copied");
                Self { address: Store::sqlite_address(data), postgres_name: None }
            }
            Backend::Postgres => {
                let template = postgres_template(content).await;
                let original = Self { address: String::new(), postgres_name: Some(template) };
                original.copy(data, data).await
            }
        }
    }

    /// A copy for a data folder of its own, of a database that nobody has open; `data` is the original's folder.
    pub async fn copy(&self, data: &Path, to: &Path) -> Self {
        match &self.postgres_name {
            None => {
                // An SQLite database that was closed is one file.
                let name = Path::new(server::backup::DATABASE);
                std::fs::copy(data.join(name), to.join(name)).expect("the file can be copied");
                Self { address: Store::sqlite_address(to), postgres_name: None }
            }
            Some(original) => {
                let name = next_name();
                on_server(&format!("CREATE DATABASE {name} TEMPLATE {original}")).await;
                let mut address = postgres_server().expect("PostgreSQL is at hand");
                address.set_path(&name);
                Self { address: address.into(), postgres_name: Some(name) }
            }
        }
    }

    /// Waits until nobody is connected any more: PostgreSQL learns only after a while that a client was killed.
    pub async fn quiet(&self) {
        let Some(name) = &self.postgres_name else { return };
        let address = postgres_server().expect("PostgreSQL is at hand");
        let server = Database::connect(address.to_string()).await.expect("the PostgreSQL server answers");
        let clients = format!("SELECT count(*) FROM pg_stat_activity WHERE datname = '{name}'");
        let clients = Statement::from_string(server.get_database_backend(), clients);
        loop {
            let row = server.query_one_raw(clients.clone()).await.expect("clients can be counted");
            let count: i64 = row.expect("a count").try_get_by_index(0).expect("a number");
            if count == 0 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        server.close().await.expect("the connection closes");
    }

    /// Removes it from the server; a file goes with its folder.
    pub async fn remove(self) {
        if let Some(name) = self.postgres_name {
            on_server(&format!("DROP DATABASE {name} WITH (FORCE)")).await;
        }
    }
}

/// What stands in a database before a test begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// The present schema.
    Schema,
    /// The demonstration's office, as [`server::demo::fill_store`] leaves it.
    Demonstration,
}

impl Content {
    async fn fill(self, address: &str) {
        let store = Store::open(address).await.expect("the database opens");
        match self {
            Self::Schema => store.migrate().await.expect("the schema can be made"),
            Self::Demonstration => {
                server::demo::fill_store(&store).await.expect("the demonstration is made");
            }
        }
        store.close().await.expect("the database closes");
    }

    fn name(self) -> &'static str {
        match self {
            Self::Schema => "schema",
            Self::Demonstration => "demonstration",
        }
    }
}

/// Where templates stand, and the name of this build's: another one may have another schema.
fn build() -> (PathBuf, String) {
    let program = std::env::current_exe().expect("a test knows its program");
    let made = program.metadata().and_then(|file| file.modified()).expect("it knows when it was made");
    let made = made.duration_since(UNIX_EPOCH).expect("that is not long ago").as_millis();
    let folder = program.parent().expect("it stands in a folder").join("templates");
    (folder, format!("jianbao_template_{made}"))
}

/// The file of an SQLite database with this and nothing else. Whoever comes first makes it, the others wait.
async fn sqlite_template(content: Content) -> PathBuf {
    let (folder, build) = build();
    let path = folder.join(format!("{build}_{}.sqlite", content.name()));
    if path.is_file() {
        return path;
    }
    std::fs::create_dir_all(&folder).expect("a folder can be made");
    let lock =
        std::fs::File::create(folder.join(format!("{}.lock", content.name()))).expect("a file can be made");
    lock.lock().expect("it can be locked");
    if path.is_file() {
        return path;
    }
    let making = tempfile::tempdir_in(&folder).expect("a temporary folder can be made");
    content.fill(&Store::sqlite_address(making.path())).await;
    // Those of earlier builds.
    for entry in std::fs::read_dir(&folder).expect("the folder can be read").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.ends_with(".sqlite") && !name.starts_with(&build) {
            let _ = std::fs::remove_file(entry.path());
        }
    }
    std::fs::rename(making.path().join(server::backup::DATABASE), &path).expect("the file can be moved");
    path
}

/// The name of such a database on the PostgreSQL server.
async fn postgres_template(content: Content) -> String {
    let (_, build) = build();
    let name = format!("{build}_{}", content.name());
    let address = postgres_server().expect("PostgreSQL is at hand");
    let server = single(address.as_str()).await;
    // Many tests begin at the same time: one makes it, the others wait.
    let lock = format!("SELECT pg_advisory_lock(20240115, {})", content as i32);
    server.execute_unprepared(&lock).await.expect("the lock is there for everybody");
    let known = format!("SELECT count(*) FROM pg_database WHERE datname = '{name}'");
    let known = Statement::from_string(server.get_database_backend(), known);
    let known = server.query_one_raw(known).await.expect("databases can be counted").expect("a count");
    if known.try_get_by_index::<i64>(0).expect("a number") == 0 {
        let making = format!("{name}_making");
        let mut own = address.clone();
        own.set_path(&making);
        for sql in [format!("DROP DATABASE IF EXISTS {making}"), format!("CREATE DATABASE {making}")] {
            server.execute_unprepared(&sql).await.expect("databases may be made and dropped on the server");
        }
        content.fill(own.as_str()).await;
        let rename = format!("ALTER DATABASE {making} RENAME TO {name}");
        server.execute_unprepared(&rename).await.expect("nobody is connected to it");
    }
    server.close().await.expect("the connection closes");
    name
}

/// A single connection, which holds what it locks.
async fn single(address: &str) -> DatabaseConnection {
    let options = ConnectOptions::new(address).max_connections(1).to_owned();
    Database::connect(options).await.expect("the PostgreSQL server answers")
}

fn next_name() -> String {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    format!("jianbao_test_{}_{number}", std::process::id())
}

async fn on_server(sql: &str) {
    let address = postgres_server().expect("PostgreSQL is at hand");
    let server = Database::connect(address.to_string()).await.expect("the PostgreSQL server answers");
    server.execute_unprepared(sql).await.expect("databases may be made and dropped on the server");
    server.close().await.expect("the connection closes");
}
