//! Backups that somebody made by hand: what the program would not have written is refused, and nothing is left of it.

use std::{
    fs,
    io::Write,
    path::Path,
    time::{Duration, Instant},
};

use flate2::{Compression, write::GzEncoder};
use sea_orm::{ConnectionTrait, Database};
use server::backup::{self, Identities, Order, Recipients};
use sha2::{Digest, Sha256};
use store::Store;
use tests::{Backend, Office, on};

const DATABASE: &str = "jianbao.sqlite";
const MANIFEST: &str = "manifest.json";

/// The bytes of an office's database as a backup holds it, after something was done to it.
async fn database(office: &Office, place: &Path, sql: &str) -> Vec<u8> {
    let (archive, folder) = (place.join("good"), place.join("unpacked"));
    for gone in [&archive, &folder] {
        let _ = fs::remove_file(gone).or_else(|_| fs::remove_dir_all(gone));
    }
    let recipients = Recipients::default();
    let order =
        Order { data: office.data(), database: None, out: &archive, force: false, recipients: &recipients };
    backup::back_up(order, office.now().timestamp()).await.expect("a backup is made");
    backup::restore(&archive, &folder, None, &Identities::default()).await.expect("it is restored");
    let connection = Database::connect(Store::sqlite_address(&folder)).await.expect("it opens");
    for sql in ["PRAGMA foreign_keys = OFF", sql, "PRAGMA wal_checkpoint(TRUNCATE)"] {
        connection.execute_unprepared(sql).await.expect("it is done");
    }
    connection.close().await.expect("it closes");
    fs::read(folder.join(DATABASE)).expect("the database")
}

/// An archive of these files, in their order, with a manifest that is true of them.
fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let lines: Vec<_> = files
        .iter()
        .map(|(name, bytes)| {
            let digest = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
            serde_json::json!({ "path": name, "bytes": bytes.len(), "sha256": digest })
        })
        .collect();
    let manifest = serde_json::json!({
        "format": "jianbao.backup/1",
        "program": "0.1.0",
        "made_at": "2024-04-15T08:00:00Z",
        "files": lines,
    });
    let manifest = manifest.to_string();
    let all: Vec<(&str, &[u8])> = files.iter().copied().chain([(MANIFEST, manifest.as_bytes())]).collect();
    packed(&all)
}

fn packed(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut tar = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::fast()));
    for (name, bytes) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o600);
        tar.append_data(&mut header, name, *bytes).expect("it is written");
    }
    tar.into_inner().expect("the archive").finish().expect("the stream")
}

/// Both look at it, and refuse it in these words; nothing is left.
async fn is_refused(place: &Path, archive: &[u8], words: &str) {
    let (file, data) = (place.join("forged"), place.join("restored"));
    fs::write(&file, archive).expect("a file");
    let before = fs::read_dir(place).expect("a folder").count();
    let identities = Identities::default();
    let answers =
        [backup::check(&file, &identities).await, backup::restore(&file, &data, None, &identities).await];
    for answer in answers {
        let error = answer.err().map(|error| error.to_string());
        assert!(error.as_deref().is_some_and(|error| error.contains(words)), "{words}: {error:?}");
        assert!(!data.exists(), "{words}: something was restored");
    }
    assert_eq!(fs::read_dir(place).expect("a folder").count(), before, "{words}: something is left");
}

#[test]
fn a_database_with_anything_of_others_in_it_is_refused() {
    on(Backend::Sqlite, async |office| {
        let place = tempfile::tempdir().expect("a folder");
        let good = database(office, place.path(), "SELECT 1").await;
        let file = place.path().join("well");
        fs::write(&file, archive(&[(DATABASE, &good)])).expect("a file");
        backup::check(&file, &Identities::default()).await.expect("what is only repacked is whole");
        for (sql, words) in [
            (
                "CREATE TRIGGER other AFTER INSERT ON sessions BEGIN DELETE FROM events; END",
                "不属于本程序的触发器 other",
            ),
            ("CREATE VIEW other AS SELECT 1", "不属于本程序的视图 other"),
            ("DROP TABLE sessions", "缺少表 sessions"),
            ("DROP TABLE sessions; CREATE VIEW sessions AS SELECT 1", "不属于本程序的视图 sessions"),
            (
                "DROP TABLE upkeep; CREATE TABLE upkeep (name TEXT, number BIGINT DEFAULT 7)",
                "表 upkeep 被改动过",
            ),
            ("DROP TABLE seaql_migrations", "缺少表 seaql_migrations"),
            ("DELETE FROM seaql_migrations", "各次升级的记录不全"),
            (
                "DELETE FROM seaql_migrations WHERE version = (SELECT MIN(version) FROM seaql_migrations)",
                "各次升级的记录不全",
            ),
            (
                "DROP TABLE ledger_entries; CREATE VIEW ledger_entries AS WITH RECURSIVE n (i) AS \
                 (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n",
                "不属于本程序的视图 ledger_entries",
            ),
        ] {
            let forged = database(office, place.path(), sql).await;
            is_refused(place.path(), &archive(&[(DATABASE, &forged)]), words).await;
        }
    });
}

#[test]
fn tables_and_indexes_that_others_left_are_left_out() {
    on(Backend::Sqlite, async |office| {
        let place = tempfile::tempdir().expect("a folder");
        let sql = "CREATE TABLE _litestream_seq (id INTEGER PRIMARY KEY, seq INTEGER); \
                   CREATE UNIQUE INDEX item_search_x ON events (actor_id, subject_id, verb, words, id); \
                   CREATE INDEX other ON people (name)";
        let others = database(office, place.path(), sql).await;
        let (file, data) = (place.path().join("others"), place.path().join("restored"));
        fs::write(&file, archive(&[(DATABASE, &others)])).expect("a file");
        backup::restore(&file, &data, None, &Identities::default()).await.expect("it is restored");
        let connection = Database::connect(Store::sqlite_address(&data)).await.expect("it opens");
        let sql =
            "SELECT COUNT(*) FROM sqlite_master WHERE name IN ('_litestream_seq', 'item_search_x', 'other')";
        let statement = sea_orm::Statement::from_string(sea_orm::DbBackend::Sqlite, sql);
        let row = connection.query_one_raw(statement).await.expect("it is asked").expect("a row");
        assert_eq!(row.try_get_by_index::<i64>(0).expect("a number"), 0);
    });
}

#[test]
fn a_data_folder_that_could_not_be_restored_is_told_before_it_is_copied() {
    on(Backend::Sqlite, async |office| {
        let place = tempfile::tempdir().expect("a folder");
        let recipients = Recipients::default();
        let out = place.path().join("good");
        let order =
            Order { data: office.data(), database: None, out: &out, force: false, recipients: &recipients };
        let now = office.now().timestamp();
        let old = office.data().join("jianbao.sqlite.old");
        fs::create_dir(&old).expect("a folder");
        fs::write(old.join("a"), "x").expect("a file");
        backup::back_up(order, now).await.expect("a folder of any name is taken along");
        fs::remove_file(&out).expect("it was made");
        fs::write(office.data().join("manifest.json"), "x").expect("a file");
        let refused = backup::back_up(order, now).await.expect_err("two manifests").to_string();
        assert!(refused.contains("manifest.json 的名称不能放进备份"), "{refused}");
        fs::remove_file(office.data().join("manifest.json")).expect("it is gone");
        fs::write(office.data().join("a\u{1b}b"), "x").expect("a file");
        let refused = backup::back_up(order, now).await.expect_err("a control character").to_string();
        assert!(refused.contains("不能放进备份"), "{refused}");
        assert!(!out.exists());
    });
}

#[test]
fn an_archive_that_the_program_would_not_have_written_is_refused() {
    on(Backend::Sqlite, async |office| {
        let place = tempfile::tempdir().expect("a folder");
        let good = database(office, place.path(), "SELECT 1").await;
        let deep = "a/".repeat(30) + "b";
        for name in
            ["jianbao.sqlite-wal", "jianbao.sqlite-journal", ".filling", "fonts/.hidden", deep.as_str()]
        {
            let forged = archive(&[(DATABASE, &good), (name, b"x")]);
            is_refused(place.path(), &forged, "不该在备份里").await;
        }
        let long = "甲".repeat(2000);
        is_refused(place.path(), &archive(&[(DATABASE, &good), (&long, b"x")]), "文件名太长").await;
        let manifest = vec![b' '; 17 << 20];
        is_refused(place.path(), &packed(&[(DATABASE, &good), (MANIFEST, &manifest)]), "清单太大").await;
        let twice = packed(&[(DATABASE, &good), (MANIFEST, b"{}"), (MANIFEST, b"{}")]);
        is_refused(place.path(), &twice, "两份清单").await;
        let many: Vec<String> = (0..10_001).map(|number| format!("f{number}")).collect();
        let many: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), [].as_slice())).collect();
        is_refused(place.path(), &archive(&many), "文件太多").await;
        let mut followed = archive(&[(DATABASE, &good)]);
        followed.extend(archive(&[(DATABASE, &good)]));
        is_refused(place.path(), &followed, "末尾有不属于备份的内容").await;
        let mut padded = GzEncoder::new(Vec::new(), Compression::fast());
        let mut tar = Vec::new();
        std::io::Read::read_to_end(
            &mut flate2::read::GzDecoder::new(archive(&[(DATABASE, &good)]).as_slice()),
            &mut tar,
        )
        .expect("the archive");
        padded.write_all(&tar).expect("written");
        padded.write_all(&vec![0; 4 << 20]).expect("written");
        is_refused(place.path(), &padded.finish().expect("the stream"), "末尾有不属于备份的内容").await;
    });
}

#[test]
fn the_head_of_an_encrypted_file_has_an_end() {
    on(Backend::Sqlite, async |_| {
        let place = tempfile::tempdir().expect("a folder");
        let mut head = b"age-encryption.org/v1\n-> X25519 aaaa\n".to_vec();
        for _ in 0..2000 {
            head.extend([b'A'; 64]);
            head.push(b'\n');
        }
        let begun = Instant::now();
        is_refused(place.path(), &head, "加密的开头太长").await;
        assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    });
}
