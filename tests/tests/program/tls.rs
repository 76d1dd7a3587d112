//! PostgreSQL over TLS: what the address asks for is what happens.

use std::{fs, io::Write, path::PathBuf};

use sea_orm::{ConnectionTrait, Statement};
use store::Store;

/// The server, and the certificate of whoever signed its own; says that it is left out where one is missing.
fn server() -> Option<(reqwest::Url, PathBuf)> {
    let named = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let found = named("JIANBAO_TEST_POSTGRES").zip(named("JIANBAO_TEST_POSTGRES_AUTHORITY"));
    let Some((address, authority)) = found else {
        let words = "SKIPPED: no PostgreSQL that speaks TLS is at hand";
        // Where standard error is closed, nobody is left to be told.
        let _ = writeln!(std::io::stderr(), "{words}");
        return None;
    };
    Some((address.parse().expect("an address"), authority.into()))
}

/// Whether the connection is encrypted, or why there is none.
async fn is_encrypted(address: &reqwest::Url, query: &str) -> Result<bool, String> {
    let mut address = address.clone();
    address.set_query(Some(query));
    let store = Store::open(address.as_str()).await.map_err(|error| error.to_string())?;
    let asked = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
    let statement = Statement::from_string(sea_orm::DbBackend::Postgres, asked);
    let row = store.reader().query_one_raw(statement).await.expect("the server answers").expect("a row");
    let encrypted = row.try_get_by_index(0).expect("yes or no");
    store.close().await.expect("the connection closes");
    Ok(encrypted)
}

#[tokio::test]
async fn the_address_says_whether_the_connection_is_encrypted_and_whom_it_trusts() {
    let Some((address, authority)) = server() else { return };
    let authority = authority.to_string_lossy().into_owned();
    assert_eq!(is_encrypted(&address, "sslmode=disable").await, Ok(false));
    assert_eq!(is_encrypted(&address, "sslmode=require").await, Ok(true));
    let trusting = |mode: &str, root: &str| format!("sslmode={mode}&sslrootcert={root}");
    for mode in ["verify-ca", "verify-full"] {
        assert_eq!(is_encrypted(&address, &trusting(mode, &authority)).await, Ok(true), "{mode}");
        // Nobody on this machine vouches for the server but the authority that was named.
        let refused = is_encrypted(&address, &format!("sslmode={mode}")).await;
        assert!(refused.is_err(), "{mode}: {refused:?}");
    }
    let other = tempfile::NamedTempFile::new().expect("a file");
    fs::write(other.path(), "").expect("an empty file");
    let refused = is_encrypted(&address, &trusting("verify-full", &other.path().to_string_lossy())).await;
    assert!(refused.is_err(), "{refused:?}");
}
