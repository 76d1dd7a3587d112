//! Files: put before they are named, read by whoever may read what uses them, pruned when nothing does; and the same
//! wherever their bytes are.

mod moving;

use std::{fs, path::Path};

use app::desk::months::Verifying;
use domain::{file_role::FileRole, id::IssueId, item::Kind, subject::Subject};
use jiff::{SignedDuration, Timestamp};
use server::{
    backup::{self, Identities, Order, Recipients},
    startup::{Application, Settings},
};
use store::{Store, StoreError, blobs::Place, files};
use tests::{
    Backend, Office, both, both_demonstrated, both_with, database::FreshDatabase, newsroom::Newsroom,
};

use super::living::kept;

/// A folder for files that goes with the test.
fn folder() -> (tempfile::TempDir, Place) {
    let folder = tempfile::tempdir().expect("a folder");
    let place = Place::Folder(folder.path().canonicalize().expect("it is there"));
    (folder, place)
}

/// Runs a test with files in the database and with files in a folder.
fn wherever(test: impl AsyncFn(&Office)) {
    both(&test);
    let (_folder, place) = folder();
    let next = std::sync::atomic::AtomicU32::new(0);
    both_with(
        |settings| {
            let number = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            settings.files = Some(format!("{place}/{number}").parse().expect("a place"));
        },
        &test,
    );
}

fn in_a_while() -> Timestamp {
    Timestamp::now() + SignedDuration::from_secs(60)
}

fn a_day_ago() -> Timestamp {
    Timestamp::now() - SignedDuration::from_hours(24)
}

async fn findings(office: &Office, newsroom: &Newsroom<'_>) -> Vec<String> {
    let looked = office.desk().verify(newsroom.editor.actor(), None).await.expect("an editor may check");
    looked.findings.iter().map(app::desk::verification::Finding::in_words).collect()
}

/// The hash of an issue's pages that readers get.
async fn pages_of(office: &Office, issue: IssueId) -> String {
    let version =
        store::issues::in_force(office.store().reader(), issue).await.expect("versions can be read");
    version.expect("it is published").pdf_hash
}

#[test]
fn what_was_put_for_nothing_is_pruned_after_a_day_and_what_is_used_is_not() {
    wherever(async |office| {
        let newsroom = Newsroom::open(office).await;
        let issue = newsroom.published(1, &[newsroom.cleared(Kind::Article).await]).await;
        let used = pages_of(office, issue).await;
        let store = office.store();
        let put = store.put_file(b"never named".to_vec()).await.expect("it is put");
        assert_eq!(put.hash(), files::hash(b"never named"));
        assert_eq!(
            store.prune_files(a_day_ago()).await.expect("it is looked at").files,
            0,
            "it may yet be named"
        );
        let answer = newsroom.editor.get(&format!("/files/{}.pdf", put.hash())).await;
        assert_eq!(answer.status(), 404, "what nothing uses is nobody's");
        let pruned = store.prune_files(in_a_while()).await.expect("it is pruned");
        assert_eq!((pruned.files, pruned.bytes), (1, 11));
        assert_eq!(store.kept_bytes(put.hash()).await.expect("the place answers"), None);
        let pages = store.file(&used).await.expect("the place answers").expect("used files stay");
        assert!(pages.starts_with(b"%PDF"));
        assert_eq!(findings(office, &newsroom).await, [""; 0]);
    });
}

#[test]
fn bytes_that_are_gone_before_they_are_named_are_not_named_and_may_be_put_again() {
    wherever(async |office| {
        let store = office.store();
        let bytes = b"slow".to_vec();
        let put = store.put_file(bytes.clone()).await.expect("it is put");
        store.prune_files(in_a_while()).await.expect("it is pruned");
        let transaction = store.begin().await.expect("a transaction begins");
        let refused = files::name(transaction.connection(), &put, "text/plain", Timestamp::now()).await;
        assert!(matches!(refused, Err(StoreError::Moved)), "{refused:?}");
        drop(transaction);

        let put = store.put_file(bytes.clone()).await.expect("it is put again");
        let subject = Subject::Issue(IssueId(1));
        let transaction = store.begin().await.expect("a transaction begins");
        let connection = transaction.connection();
        let hash = files::name(connection, &put, "text/plain", Timestamp::now()).await.expect("it is there");
        files::use_file(connection, &hash, subject, FileRole::Picture).await.expect("its use is noted");
        files::use_file(connection, &hash, subject, FileRole::Picture).await.expect("twice is once");
        transaction.commit().await.expect("it is kept");
        store.prune_files(in_a_while()).await.expect("it is looked at");
        assert_eq!(store.file(&hash).await.expect("the place answers"), Some(bytes));

        let transaction = store.begin().await.expect("a transaction begins");
        files::end_use(transaction.connection(), &hash, subject, FileRole::Picture).await.expect("it ends");
        transaction.commit().await.expect("it is kept");
        assert_eq!(files::unused(store.reader()).await.expect("files can be read").len(), 1);
        // As after a text was destroyed: at once, and wherever it is.
        store.scrub().await.expect("nothing is left");
        assert_eq!(store.kept_bytes(&hash).await.expect("the place answers"), None);
        assert_eq!(files::all(store.reader()).await.expect("files can be read"), []);
    });
}

#[test]
fn files_move_while_the_office_works_and_none_is_missed() {
    both(async |office| {
        let newsroom = Newsroom::open(office).await;
        let first = newsroom.published(1, &[newsroom.cleared(Kind::Article).await]).await;
        let first = pages_of(office, first).await;
        let before = office.store().file(&first).await.expect("it can be read").expect("it is there");
        let (root, place) = folder();

        // Another process moves them, and this one learns of it when it looks.
        let mover = Store::open(office.database()).await.expect("it opens");
        let moved = mover.move_files(&place, &mut |_| ()).await.expect("they are moved");
        assert_eq!((&moved.from, moved.files, moved.there_already), (&Place::Database, 1, 0));
        let again = mover.move_files(&place, &mut |_| ()).await.expect("there is nothing to do");
        assert_eq!((&again.from, again.there_already), (&place, 1));
        assert_eq!(office.number("SELECT COUNT(*) FROM blobs").await, 0);
        assert_eq!(office.store().file(&first).await.expect("it is found"), Some(before.clone()));
        let other = office.another_process().await;
        let answer = newsroom.reader.at(other.url()).get(&format!("/files/{first}.pdf")).await;
        assert_eq!((answer.status(), &answer.body[..]), (200, &before[..]));
        other.stop().await;

        let second = newsroom.published(2, &[newsroom.cleared(Kind::Article).await]).await;
        let second = pages_of(office, second).await;
        assert!(root.path().join(&second[..2]).join(&second).is_file(), "what is new goes there, too");
        assert_eq!(findings(office, &newsroom).await, [""; 0]);

        // And back, of which a part was done earlier.
        let moved = mover.move_files(&Place::Database, &mut |_| ()).await.expect("they are moved");
        assert_eq!((&moved.from, moved.files), (&place, 2));
        assert_eq!(office.number("SELECT COUNT(*) FROM blobs").await, 2);
        let moved = mover.move_files(&place, &mut |_| ()).await.expect("they are moved");
        assert_eq!(moved.there_already, 2, "what stayed there is compared and not copied");
        mover.close().await.expect("it closes");

        let file = root.path().join(&first[..2]).join(&first);
        fs::write(&file, "%PDF of somebody else").expect("a file");
        let found = findings(office, &newsroom).await;
        assert!(found.iter().any(|words| words.contains("的内容与校验值不符")), "{found:?}");
        assert!(matches!(office.store().file(&first).await, Err(StoreError::DamagedFile { .. })));
        fs::remove_file(&file).expect("it goes");
        let found = findings(office, &newsroom).await;
        assert!(found.iter().any(|words| words.contains("不见了")), "{found:?}");
        let order = order(office, root.path(), &Recipients::default()).await.expect_err("a file is lost");
        assert!(order.contains("不见了") && order.contains("jianbao verify"), "{order}");
    });
}

#[test]
fn a_picture_in_a_text_is_seen_by_whoever_may_read_the_text_and_goes_into_print() {
    wherever(async |office| {
        let newsroom = Newsroom::open(office).await;
        let drawn = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"320\" height=\"180\"><rect width=\"9\" \
                     height=\"9\"/></svg>";
        let put = office.store().put_file(drawn.as_bytes().to_vec()).await.expect("it is put");
        let hash = put.hash().to_owned();
        let line = format!("\n![清淤现场]({hash} \"局办公室摄\" \"清淤船\")");
        let transaction = office.store().begin().await.expect("a transaction begins");
        let named = files::name(transaction.connection(), &put, "image/svg+xml", Timestamp::now()).await;
        named.expect("it is named");
        transaction.commit().await.expect("it is kept");
        let address = format!("/files/{hash}");
        assert_eq!(newsroom.editor.get(&address).await.status(), 404, "no text uses it");

        let item = newsroom.shortlisted_with(Kind::Article, "（地矿科/周鹏）", true, &line).await;
        let page = newsroom.editor.get(&format!("/items/{item}")).await;
        assert!(page.html().contains(&format!("src=\"{address}\"")), "{}", page.html());
        let seen = newsroom.editor.get(&address).await;
        assert_eq!((seen.status(), &seen.body[..]), (200, drawn.as_bytes()));
        assert_eq!(newsroom.reader.get(&address).await.status(), 404, "readers do not read the text yet");
        assert_eq!(office.visitor().get(&address).await.status(), 404);

        let issue = newsroom.published(1, &[item]).await;
        assert_eq!(newsroom.reader.get(&address).await.status(), 200, "now they do");
        let uses = files::uses(office.store().reader(), &hash).await.expect("uses can be read");
        let subjects: Vec<Subject> = uses.iter().map(|used| used.subject).collect();
        assert_eq!(subjects, [Subject::Issue(issue), Subject::Item(item)]);
        office.store().prune_files(in_a_while()).await.expect("it is looked at");
        assert_eq!(findings(office, &newsroom).await, [""; 0], "and it is printed anew with its picture");
    });
}

/// Backs up into a folder; answers what was wrong, where it was.
async fn order(office: &Office, into: &Path, recipients: &Recipients) -> Result<std::path::PathBuf, String> {
    let out = into.join("office.backup");
    let database = (office.backend() == Backend::Postgres).then(|| office.database());
    let order = Order { data: office.data(), database, out: &out, force: false, recipients };
    let made = backup::back_up(order, office.now().timestamp()).await;
    made.map(|_| out).map_err(|error| error.to_string())
}

#[test]
fn a_backup_holds_every_file_wherever_it_is_and_restores_into_the_database() {
    both_demonstrated(async |office| {
        let before = kept(office.database()).await;
        assert!(before["files"].len() >= 5, "there is something to compare");
        // Within the data folder, whose files are copied besides.
        let place: Place = format!("{}/files", office.data().display()).parse().expect("a place");
        office.store().move_files(&place, &mut |_| ()).await.expect("they are moved");
        let put = office.store().put_file(b"never named".to_vec()).await.expect("it is put");

        let out = tempfile::tempdir().expect("a folder");
        let archive = order(office, out.path(), &Recipients::default()).await.expect("a backup is made");
        let summary = backup::check(&archive, &Identities::default()).await.expect("it is whole");
        assert_eq!(summary.files, 1, "files come along with the database, and once");
        for backend in Backend::at_hand() {
            let data = tempfile::tempdir().expect("a folder");
            let database = FreshDatabase::new(backend, data.path()).await;
            let there = data.path().join("there");
            let address = (backend == Backend::Postgres).then_some(database.address.as_str());
            backup::restore(&archive, &there, address, &Identities::default()).await.expect("it is restored");
            let address = address.map_or_else(|| Store::sqlite_address(&there), str::to_owned);
            assert_eq!(kept(&address).await, before);
            let store = Store::open(&address).await.expect("it opens");
            assert_eq!(store.place().await.expect("a place"), Place::Database);
            assert_eq!(store.kept_bytes(put.hash()).await.expect("it is looked for"), None);
            store.close().await.expect("it closes");
            database.remove().await;
        }
    });
}

#[test]
fn a_program_does_not_start_where_files_are_elsewhere_than_its_setting_says() {
    both_demonstrated(async |office| {
        let (_root, place) = folder();
        let settings = |files| Settings { files, ..office.settings() };
        let refused =
            Application::build(settings(Some(place.clone()))).await.expect_err("they are not there");
        let words = refused.to_string();
        assert!(words.contains(&format!("jianbao files move --to {place}")), "{words}");
        office.store().move_files(&place, &mut |_| ()).await.expect("they are moved");
        Application::build(settings(Some(place))).await.expect("now they are");
        Application::build(settings(None)).await.expect("and the database knows it, too");
    });
}

#[test]
fn a_disk_that_is_not_mounted_is_not_taken_for_an_empty_folder() {
    both(async |office| {
        let newsroom = Newsroom::open(office).await;
        let issue = newsroom.published(1, &[newsroom.cleared(Kind::Article).await]).await;
        let pages = pages_of(office, issue).await;
        let (root, place) = folder();
        let store = office.store();
        store.move_files(&place, &mut |_| ()).await.expect("they are moved");
        let away = tempfile::tempdir().expect("a folder").keep();
        fs::remove_dir(&away).expect("it is empty");
        fs::rename(root.path(), &away).expect("the disk is unmounted");
        fs::create_dir(root.path()).expect("its place is left");
        for failed in [
            store.file(&pages).await.expect_err("nothing can be read"),
            store.put_file(b"new".to_vec()).await.expect_err("nor written"),
            store.settle_place(None).await.expect_err("nor begun"),
        ] {
            assert!(failed.is_trouble() && failed.to_string().contains("没有挂上"), "{failed}");
        }
        assert_eq!(fs::read_dir(root.path()).expect("it can be read").count(), 0);
        fs::remove_dir(root.path()).expect("it is empty");
        fs::rename(&away, root.path()).expect("it is mounted again");
        assert!(store.file(&pages).await.expect("it is there").is_some());
    });
}

#[test]
fn a_backup_without_one_of_its_files_is_none_wherever_they_are() {
    both(async |office| {
        let newsroom = Newsroom::open(office).await;
        newsroom.published(1, &[newsroom.cleared(Kind::Article).await]).await;
        office.execute("DELETE FROM blobs").await;
        let out = tempfile::tempdir().expect("a folder");
        let refused = order(office, out.path(), &Recipients::default()).await.expect_err("a file is lost");
        assert!(refused.contains("不见了") && refused.contains("jianbao verify"), "{refused}");
        assert_eq!(fs::read_dir(out.path()).expect("it can be read").count(), 0, "nothing is left behind");
    });
}

#[test]
fn the_picture_of_a_page_is_no_picture_for_a_text() {
    both(async |office| {
        let newsroom = Newsroom::open(office).await;
        let store = office.store();
        let put = store.put_file(b"a page".to_vec()).await.expect("it is put");
        let transaction = store.begin().await.expect("a transaction begins");
        let connection = transaction.connection();
        let hash = files::name(connection, &put, "image/png", Timestamp::now()).await.expect("it is named");
        let subject = Subject::Issue(IssueId(7));
        files::use_file(connection, &hash, subject, FileRole::PagePicture).await.expect("its use is noted");
        transaction.commit().await.expect("it is kept");
        let line = format!("\n![偷看]({hash} \"\" \"偷看\")");
        newsroom.shortlisted_with(Kind::Article, "（地矿科/周鹏）", true, &line).await;
        let uses = files::uses(store.reader(), &hash).await.expect("uses can be read");
        assert_eq!(uses.len(), 1, "the text does not use it: {uses:?}");
        assert_eq!(newsroom.editor.get(&format!("/files/{hash}")).await.status(), 404);
    });
}

#[test]
fn what_was_put_by_another_database_is_not_this_ones_to_take_away() {
    both(async |office| {
        let (root, place) = folder();
        office.store().move_files(&place, &mut |_| ()).await.expect("they are moved");
        let other = files::hash(b"of another office");
        let at = root.path().join(&other[..2]);
        fs::create_dir_all(&at).expect("a folder");
        fs::write(at.join(&other), b"of another office").expect("a file");
        office.store().prune_files(in_a_while()).await.expect("it is looked at");
        office.store().scrub().await.expect("nothing is left");
        assert!(at.join(&other).is_file());
    });
}
