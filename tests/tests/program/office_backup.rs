//! Backups: taken while the office is at work, restored into an empty folder, equal to the last row.

use std::{collections::BTreeMap, fs, os::unix::fs::PermissionsExt, path::Path, process::Command};

use age::secrecy::ExposeSecret;
use domain::{act::Verb, id::UnitGroupId, person::Role, subject::Subject};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};
use server::{
    backup::{self, BackupError, Identities, Order, Recipients, Summary},
    folder::FolderError,
};
use store::Store;
use tests::{Backend, Office, both, both_demonstrated, database::FreshDatabase, on, program::binary};

use super::living::kept;

/// What no backup holds.
const PASSING: [&str; 5] = ["sessions", "failed_sign_ins", "kept_texts", "handed_in", "handed_in_files"];

fn order<'a>(office: &'a Office, out: &'a Path, recipients: &'a Recipients) -> Order<'a> {
    let database = (office.backend() == Backend::Postgres).then(|| office.database());
    Order { data: office.data(), database, out, force: false, recipients }
}

async fn back_up(office: &Office, out: &Path, now: jiff::Timestamp) -> Result<Summary, BackupError> {
    backup::back_up(order(office, out, &Recipients::default()), now).await
}

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
    let seen = tests::hand_in(&administrator, "单位.csv", "全称,分组\n高唐局,第1组\n".as_bytes()).await;
    assert!(seen.text().contains("将导入1行"), "{}", seen.text());
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
        let written = back_up(office, &archive, now).await.expect("a backup is made");
        assert_eq!(written.files, 2);
        assert_eq!(fs::read_dir(place.path()).expect("a folder").count(), 1, "nothing else is left behind");
        let read =
            backup::restore(&archive, &restored, None, &Identities::default()).await.expect("it is restored");
        assert_eq!(read, written);
        let (before, after) = (rows(office.data()).await, rows(&restored).await);
        assert!(before["events"].len() >= 20 && before["people"].len() == 1, "there is something to compare");
        for (table, rows) in &after {
            if PASSING.contains(&table.as_str()) {
                assert_eq!(rows, &[""; 0], "{table}");
            } else {
                assert_eq!(&before[table], rows, "{table}");
            }
        }
        assert_eq!(before.len(), after.len());
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
        back_up(office, &archive, now).await.expect("a backup is made");
        let refusal = backup::restore(&archive, place.path(), None, &Identities::default())
            .await
            .expect_err("the backup itself is in it");
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
        back_up(office, &archive, now).await.expect("a backup is made");
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
            let refusal = backup::restore(&archive, &folder, None, &Identities::default())
                .await
                .expect_err("it is damaged");
            assert!(refusal.to_string().contains("不能恢复"), "{refusal}");
            assert!(!folder.exists());
        }
    });
}

#[test]
fn a_folder_without_a_database_is_pointed_to_its_address() {
    on(Backend::Sqlite, async |office| {
        let place = tempfile::tempdir().expect("a folder");
        let archive = place.path().join("backup.tar.gz");
        let now = office.now().timestamp();
        let nobody = Recipients::default();
        let order = Order { data: place.path(), ..order(office, &archive, &nobody) };
        let refusal = backup::back_up(order, now).await.expect_err("there is none");
        assert!(refusal.to_string().contains("--database postgres://"), "{refusal}");
        assert!(!archive.exists());
    });
}

#[test]
fn what_only_passes_is_in_no_backup() {
    both(async |office| {
        work(office).await;
        let nobody = [("login", "qsxwdcefv"), ("password", "something else")];
        office.visitor().post("/sign-in", &nobody).await;
        let place = tempfile::tempdir().expect("a folder");
        let (archive, restored) = (place.path().join("office.backup"), place.path().join("restored"));
        back_up(office, &archive, office.now().timestamp()).await.expect("a backup is made");
        backup::restore(&archive, &restored, None, &Identities::default()).await.expect("it is restored");
        let rows = rows(&restored).await;
        for table in PASSING {
            assert_eq!(rows[table], [""; 0], "{table}");
        }
        let file = fs::read(restored.join(backup::DATABASE)).expect("the database");
        let login = "qsxwdcefv".as_bytes();
        assert!(!file.windows(login.len()).any(|part| part == login), "nor in what was deleted");
    });
}

#[test]
fn a_backup_is_its_owners_alone_and_overwrites_nothing_by_itself() {
    on(Backend::Sqlite, async |office| {
        let place = tempfile::tempdir().expect("a folder");
        let archive = place.path().join("office.backup");
        fs::write(&archive, "the last one").expect("a file");
        let now = office.now().timestamp();
        let refusal = back_up(office, &archive, now).await.expect_err("there is one");
        assert!(
            refusal.to_string().contains("没有覆盖") && refusal.to_string().contains("--force"),
            "{refusal}"
        );
        assert_eq!(fs::read(&archive).expect("the file"), b"the last one");
        let nobody = Recipients::default();
        let forced = Order { force: true, ..order(office, &archive, &nobody) };
        backup::back_up(forced, now).await.expect("it was asked for");
        let mode = fs::metadata(&archive).expect("the file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert_eq!(fs::read_dir(place.path()).expect("a folder").count(), 1, "nothing else is left behind");
    });
}

#[test]
fn an_encrypted_backup_opens_for_its_keys_and_says_what_is_wrong_with_it() {
    on(Backend::Sqlite, async |office| {
        work(office).await;
        // What cannot be compressed, so that the backup has several pieces.
        let unit = office.unit("档案室", &[]).await;
        let writer = office.person("白写稿", &[Role::Contributor(unit)]).await;
        let item = tests::items::draft(&writer, unit, "长文", "（档案室）").await;
        let mut seed = 1_u32;
        let body: String = (0..49_000)
            .filter_map(|_| {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                char::from_u32(0x4e00 + (seed >> 8) % 20_000)
            })
            .collect();
        tests::items::save(office, &writer, item, &body).await;
        let place = tempfile::tempdir().expect("a folder");
        let mut keys = Vec::new();
        for name in ["mine", "yours", "others"] {
            let identity = age::x25519::Identity::generate();
            let file = place.path().join(name);
            fs::write(&file, format!("# {name}\n{}\n", identity.to_string().expose_secret()))
                .expect("a file");
            keys.push((identity.to_public().to_string(), file));
        }
        let list = place.path().join("recipients.txt");
        fs::write(&list, format!("# 值班\n\n{}\n", keys[1].0)).expect("a file");
        let recipients = Recipients::read(&[keys[0].0.clone()], &[list]).expect("they are keys");
        let archive = place.path().join("office.backup");
        let now = office.now().timestamp();
        let made =
            backup::back_up(order(office, &archive, &recipients), now).await.expect("a backup is made");
        assert!(made.is_encrypted);
        let identities = |place: usize| Identities::read(&[keys[place].1.clone()]).expect("a key");
        for place in [0, 1] {
            assert_eq!(backup::check(&archive, &identities(place)).await.expect("it opens"), made);
        }
        let whole = fs::read(&archive).expect("the backup");
        assert!(whole.len() > 100_000, "it has several pieces: {}", whole.len());
        let changed = |at: usize| {
            let mut changed = whole.clone();
            changed[at] ^= 1;
            changed
        };
        let cases = [
            (whole.clone(), Identities::default(), "它是加密的，请用 --identity"),
            (whole.clone(), identities(2), "私钥都打不开它"),
            (whole[..whole.len() - 1000].to_vec(), identities(0), "不完整，后面缺了一截"),
            (whole[..50].to_vec(), identities(0), "不完整，后面缺了一截"),
            (changed(10_000), identities(0), "被改动过，与加密时的校验不符"),
            (changed(whole.len() - 10), identities(0), "末尾被改动过"),
        ];
        for (bytes, identities, told) in cases {
            fs::write(&archive, bytes).expect("written");
            let folder = place.path().join("restored");
            let refusal = backup::restore(&archive, &folder, None, &identities).await;
            let refusal = refusal.expect_err(told).to_string();
            assert!(refusal.contains(told), "{told}: {refusal}");
            assert!(!folder.exists());
        }
        fs::write(&archive, &whole).expect("written");
        let folder = place.path().join("restored");
        backup::restore(&archive, &folder, None, &identities(1)).await.expect("it opens");
        let no_key = Recipients::read(&["AGE-SECRET-KEY-1QQQQ".to_owned()], &[]).expect_err("it is private");
        assert!(
            no_key.to_string().contains("不是 age 的公钥") && !no_key.to_string().contains("QQQQ"),
            "{no_key}"
        );
    });
}

#[test]
fn a_backup_of_either_database_restores_into_either_equal_to_the_last_row() {
    both_demonstrated(async |office| {
        let place = tempfile::tempdir().expect("a folder");
        let (archive, restored) = (place.path().join("office.backup"), place.path().join("restored"));
        let now = office.now().timestamp();
        let made = back_up(office, &archive, now).await.expect("a backup is made");
        assert!(made.items > 300 && made.issues == 5 && made.ledger_lines > 100, "{made:?}");
        let before = kept(office.database()).await;
        backup::restore(&archive, &restored, None, &Identities::default()).await.expect("it is restored");
        assert_eq!(kept(&Store::sqlite_address(&restored)).await, before);
        let run = |arguments: &[&str]| {
            let run = Command::new(binary()).args(arguments).output().expect("the program runs");
            (run.status.code(), String::from_utf8_lossy(&[run.stdout, run.stderr].concat()).into_owned())
        };
        let (status, text) = run(&["verify", "--data", &restored.display().to_string()]);
        assert_eq!(status, Some(0), "the chain of events came along: {text}");
        let (status, text) = run(&["backup", "--check", &archive.display().to_string()]);
        assert_eq!(status, Some(0), "{text}");
        assert!(text.contains(&format!("稿件 {} 篇、期 5 个", made.items)), "{text}");
        for backend in Backend::at_hand() {
            let data = tempfile::tempdir().expect("a folder");
            let database = FreshDatabase::new(backend, data.path()).await;
            let address = (backend == Backend::Postgres).then(|| database.address.clone());
            let there = data.path().join("there");
            backup::restore(&archive, &there, address.as_deref(), &Identities::default())
                .await
                .expect("it is restored");
            let address = address.unwrap_or_else(|| Store::sqlite_address(&there));
            assert_eq!(kept(&address).await, before);
            // Numbers go on after those that were given.
            let store = Store::open(&address).await.expect("it opens");
            let transaction = store.begin().await.expect("it begins");
            let about = store::events::NewEvent {
                happened_at: now,
                actor: domain::id::PersonId(1),
                kind: Verb::SaveGroup.into(),
                subject: Subject::UnitGroup(UnitGroupId(1)),
                words: "接着写".to_owned(),
                reason: None,
            };
            let id = store::events::append(transaction.connection(), about).await.expect("it goes on");
            assert!(id.0 > i64::try_from(before["events"].len()).expect("few") - 1, "{id}");
            drop(transaction);
            store.close().await.expect("it closes");
            database.remove().await;
        }
    });
}
