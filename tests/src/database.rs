//! A fresh database for each test, and its end.

use std::{
    io::Write,
    path::Path,
    sync::{
        Once,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use sea_orm::{ConnectionTrait, Database, Statement};
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
