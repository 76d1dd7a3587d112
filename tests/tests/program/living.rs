//! Databases live: what an office had when backups began to be promised comes back in every later program, on both
//! databases, equal to the last line.

use std::{collections::BTreeMap, path::PathBuf};

use app::desk::{credits::Bulletins, months::Verifying};
use sea_orm::{ConnectionTrait, Database, Statement};
use serde_json::Value;
use server::backup::{self, Identities};
use store::Store;
use tests::{Backend, Office, database::FreshDatabase, seed};

const BULLETIN: &str = include_str!("../../data/bulletin-2024-01.json");

/// What must never change: the ledger, what bulletins and issues were frozen as, and every file's bytes.
const KEPT: [&str; 9] = [
    "SELECT id, unit_id, month, category, points, rule, rule_set_version, facts, words, reverses, reason, event_id, entered_at FROM ledger_entries",
    "SELECT month, unit_id, points FROM ledger_sums",
    "SELECT id, month, correction, standing, bulletin, letter, pdf_hash, rule_set_version FROM bulletin_versions",
    "SELECT id, issue_id, number, standing, content, items, pdf_hash, pages, reason FROM issue_versions",
    "SELECT id, issue_version_id, step, signer_id, signed_at, pdf_hash FROM signatures",
    "SELECT id, newsletter_id, year, number, total, date, credit_month, state FROM issues",
    "SELECT id, item_id, number, text, saved_by, saved_at FROM revisions",
    "SELECT id, kind, month, date, title, points, reason, reversed_month FROM records",
    "SELECT id, happened_at, actor_id, verb, subject_kind, subject_id, words, reason FROM events",
];

/// Every row of these, as text, in no order of a database's own; and the hash of every file's bytes.
pub(super) async fn kept(address: &str) -> BTreeMap<String, Vec<String>> {
    let database = Database::connect(address).await.expect("the database opens");
    let backend = database.get_database_backend();
    let ask = |sql: String| Statement::from_string(backend, sql);
    let mut kept = BTreeMap::new();
    for select in KEPT {
        let (columns, table) = select["SELECT ".len()..].split_once(" FROM ").expect("a table");
        let texts: Vec<String> =
            columns.split(", ").map(|column| format!("COALESCE(CAST({column} AS TEXT), '-')")).collect();
        let sql = format!("SELECT {} FROM {table}", texts.join(" || '|' || "));
        let rows = database.query_all_raw(ask(sql)).await.expect("the rows can be read");
        let mut rows: Vec<String> = rows.iter().map(|row| row.try_get_by_index(0).expect("a text")).collect();
        rows.sort();
        kept.insert(table.to_owned(), rows);
    }
    let apart = "SELECT files.hash, bytes FROM files JOIN blobs ON blobs.hash = files.hash";
    let files = match database.query_all_raw(ask(apart.to_owned())).await {
        Ok(files) => files,
        // An earlier version kept the bytes with what is known of them.
        Err(_) => {
            let together = database.query_all_raw(ask("SELECT hash, bytes FROM files".to_owned())).await;
            together.expect("the files can be read")
        }
    };
    let mut hashes = Vec::new();
    for row in files {
        let (hash, bytes): (String, Vec<u8>) =
            (row.try_get_by_index(0).expect("a hash"), row.try_get_by_index(1).expect("bytes"));
        assert_eq!(store::files::hash(&bytes), hash, "a file's bytes are what its hash says");
        hashes.push(hash);
    }
    hashes.sort();
    kept.insert("files".to_owned(), hashes);
    database.close().await.expect("the connection closes");
    kept
}

fn promised_backup() -> Option<PathBuf> {
    seed::shared("acceptance/demo-6d0c89c.backup")
}

#[test]
fn the_backup_of_the_commit_that_promised_it_restores_on_both_databases() {
    let Some(archive) = promised_backup() else { return };
    for backend in Backend::at_hand() {
        let runtime = tokio::runtime::Runtime::new().expect("a runtime can be built");
        runtime.block_on(restores(backend, &archive));
    }
}

async fn restores(backend: Backend, archive: &std::path::Path) {
    let place = tempfile::tempdir().expect("a temporary folder can be made");
    let original = place.path().join("original");
    backup::restore(archive, &original, None, &Identities::default()).await.expect("it is restored");
    let before = kept(&Store::sqlite_address(&original)).await;
    assert!(
        before["ledger_entries"].len() > 100 && before["files"].len() >= 5,
        "there is something to compare"
    );

    let data = tempfile::tempdir().expect("a temporary folder can be made");
    let database = FreshDatabase::new(backend, data.path()).await;
    let address = (backend == Backend::Postgres).then_some(database.address.as_str());
    backup::restore(archive, data.path(), address, &Identities::default()).await.expect("it is restored");
    if let Some(address) = address {
        assert!(
            !data.path().join(backup::DATABASE).exists(),
            "what is in PostgreSQL is not in the folder besides"
        );
        let refusal =
            backup::restore(archive, &place.path().join("again"), Some(address), &Identities::default())
                .await;
        assert!(refusal.expect_err("somebody works there").to_string().contains("空的"));
    }
    let office = Office::serve(backend, data, database, |_| ()).await;
    office.set_now("2024-03-01T12:00");
    assert_eq!(kept(office.database()).await, before);
    work_goes_on(&office).await;
    office.stop().await;
}

/// The office's people sign in and find what they had, and what they do now is kept.
async fn work_goes_on(office: &Office) {
    let editor = office.member("bianji").await;
    let verification = office.desk().verify(editor.actor(), None).await.expect("an editor may verify");
    assert_eq!(verification.differences, [], "facts, ledger and bulletins agree");
    assert_eq!(verification.findings, [], "and all is as it was written");
    let proof = &verification.proof;
    assert!(proof.afterwards > 100 && proof.events - proof.afterwards < 9, "hardly any is new: {proof:?}");
    assert!(proof.versions >= 5 && proof.signatures >= 7, "{proof:?}");
    let without_use = "SELECT COUNT(*) FROM issue_versions v WHERE NOT EXISTS (SELECT 1 FROM file_uses u \
                       WHERE u.hash = v.pdf_hash AND u.subject_kind = 'issue' AND u.subject_number = v.issue_id)";
    assert_eq!(office.number(without_use).await, 0, "every version's pages are noted as its issue's");
    let without_use = "SELECT COUNT(*) FROM bulletin_versions v WHERE NOT EXISTS (SELECT 1 FROM file_uses u \
                       WHERE u.hash = v.pdf_hash AND u.subject_kind = 'bulletin' \
                       AND u.subject_number = CAST(REPLACE(v.month, '-', '') AS BIGINT))";
    assert_eq!(office.number(without_use).await, 0, "and a bulletin's as its month's");
    let january = "2024-01".parse().expect("a month");
    let bulletin = office.desk().bulletin(editor.actor(), january).await.expect("an editor may read it");
    let found = server::export::json::bulletin(&bulletin, false).expect("figures are JSON");
    let found: Value = serde_json::from_str(&found).expect("JSON");
    assert_eq!(found, serde_json::from_str::<Value>(BULLETIN).expect("JSON"));
    for address in ["/", "/inbox", "/issues", "/bulletins/2024-01", "/inbox?q=1%E6%9C%888%E6%97%A5"] {
        let answer = editor.get(address).await;
        assert_eq!((answer.status(), answer.path.as_str()), (200, address));
    }
    let fields = [("name", "新的一组"), ("order", "9")];
    let answer = office.member("guanli").await.post("/do/save_group", &fields).await;
    assert!(answer.text().contains("新的一组"), "{}", answer.text());
}
