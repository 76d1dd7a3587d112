//! Backups: taken while the office is at work, restored into an empty folder, equal to the last row.

use std::{collections::BTreeMap, fs, path::Path};

use domain::person::Role;
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};
use server::{
    backup::{self, BackupError},
    folder::FolderError,
    store::Store,
};
use tests::{Backend, Office, on};

/// Every table with its rows, as the database writes them down.
async fn rows(data: &Path) -> BTreeMap<String, Vec<String>> {
    let database = Database::connect(Store::sqlite_address(data)).await.expect("the database opens");
    let ask = |sql: String| Statement::from_string(DbBackend::Sqlite, sql);
    let tables =
        column(&database, ask("SELECT name FROM sqlite_master WHERE type = 'table'".to_owned())).await;
    let mut all = BTreeMap::new();
    for table in tables {
        let columns = column(&database, ask(format!("SELECT name FROM pragma_table_info('{table}')"))).await;
        let quoted: Vec<_> = columns.iter().map(|column| format!("quote(\"{column}\")")).collect();
        let select = format!("SELECT {} FROM \"{table}\" ORDER BY 1", quoted.join(" || ',' || "));
        all.insert(table, column(&database, ask(select)).await);
    }
    database.close().await.expect("the connection closes");
    all
}

async fn column(database: &DatabaseConnection, statement: Statement) -> Vec<String> {
    let rows = database.query_all_raw(statement).await.expect("the rows can be read");
    rows.iter().map(|row| row.try_get_by_index(0).expect("a text")).collect()
}

/// Something in every corner: people, units, events, a session, fonts.
async fn work(office: &Office) {
    let administrator = office.person("马管理", &[Role::Administrator]).await;
    office.unit("地质矿产管理科", &["地矿科"]).await;
    for number in 1..=20 {
        administrator.post("/do/save_group", &[("name", format!("第{number}组"))]).await;
    }
    fs::create_dir(office.data().join("fonts")).expect("a folder");
    fs::write(office.data().join("fonts/仿宋.ttf"), [7; 5000]).expect("a file");
}

#[test]
fn what_is_restored_equals_what_was_backed_up_while_serving() {
    on(Backend::Sqlite, async |office| {
        work(office).await;
        let place = tempfile::tempdir().expect("a folder");
        let (archive, restored) = (place.path().join("backup.tar.gz"), place.path().join("restored"));
        let now = office.now().timestamp();
        let written = backup::back_up(office.data(), &archive, now).await.expect("a backup is made");
        assert_eq!(written.files, 2);
        assert_eq!(fs::read_dir(place.path()).expect("a folder").count(), 1, "nothing else is left behind");
        let read = backup::restore(&archive, &restored, None).await.expect("it is restored");
        assert_eq!(read, written);
        let (before, after) = (rows(office.data()).await, rows(&restored).await);
        assert!(before["events"].len() >= 20 && before["people"].len() == 1, "there is something to compare");
        assert_eq!(before, after);
        let font = fs::read(restored.join("fonts/仿宋.ttf")).expect("the font is there");
        assert_eq!(font, [7; 5000]);
    });
}

#[test]
fn a_folder_that_is_not_empty_is_left_alone() {
    on(Backend::Sqlite, async |office| {
        let place = tempfile::tempdir().expect("a folder");
        let archive = place.path().join("backup.tar.gz");
        let now = office.now().timestamp();
        backup::back_up(office.data(), &archive, now).await.expect("a backup is made");
        let refusal =
            backup::restore(&archive, place.path(), None).await.expect_err("the backup itself is in it");
        assert!(matches!(refusal, BackupError::Folder(FolderError::NotEmpty(_))), "{refusal}");
        assert_eq!(fs::read_dir(place.path()).expect("a folder").count(), 1);
    });
}

#[test]
fn a_damaged_backup_restores_nothing() {
    on(Backend::Sqlite, async |office| {
        work(office).await;
        let place = tempfile::tempdir().expect("a folder");
        let archive = place.path().join("backup.tar.gz");
        let now = office.now().timestamp();
        backup::back_up(office.data(), &archive, now).await.expect("a backup is made");
        let whole = fs::read(&archive).expect("the backup");
        let half = whole[..whole.len() / 2].to_vec();
        let mut flipped = whole.clone();
        // In the checksum: a byte of the compressed content may be flipped without changing what it says, since a run
        // of zeros is the same from wherever it is copied.
        let checksum = flipped.len() - 8;
        flipped[checksum] ^= 0xff;
        for broken in [half, flipped, b"no archive".to_vec(), Vec::new()] {
            fs::write(&archive, broken).expect("written");
            let folder = place.path().join("restored");
            let refusal = backup::restore(&archive, &folder, None).await.expect_err("it is damaged");
            assert!(refusal.to_string().contains("不能恢复"), "{refusal}");
            assert!(!folder.exists());
        }
    });
}

#[test]
fn a_folder_without_a_database_is_pointed_to_postgres_own_tool() {
    on(Backend::Sqlite, async |office| {
        let place = tempfile::tempdir().expect("a folder");
        let archive = place.path().join("backup.tar.gz");
        let now = office.now().timestamp();
        let refusal = backup::back_up(place.path(), &archive, now).await.expect_err("there is none");
        assert!(refusal.to_string().contains("pg_dump"), "{refusal}");
        assert!(!archive.exists());
    });
}
