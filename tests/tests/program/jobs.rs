//! What the program does by itself: written with the act that it follows, done by one worker, once more where it failed or
//! whoever did it was killed, and told to the administrator where it could not be done.

use std::{collections::HashSet, path::Path, sync::Arc, time::Duration};

use domain::{
    act::Verb,
    event::EventKind,
    follow::follow,
    id::IssueId,
    item::Kind,
    job::{Job, JobKind},
    person::Role,
    subject::Subject,
};
use jiff::{SignedDuration, Timestamp, ToSpan};
use server::{
    backup::Recipients,
    jobs::{Backups, Tools, Workers},
};
use store::{
    Store, issues,
    jobs::{self, Outcome},
};
use tests::{Office, both, newsroom::Newsroom, program::binary};
use tokio::process::Command;
use typeset::Typesetter;

/// Looked at so often, until so long.
const SOON: Duration = Duration::from_millis(50);
const PATIENCE: Duration = Duration::from_secs(60);

async fn until<Found>(what: &str, mut found: impl AsyncFnMut() -> Option<Found>) -> Found {
    let began = std::time::Instant::now();
    loop {
        if let Some(found) = found().await {
            return found;
        }
        assert!(began.elapsed() < PATIENCE, "{what} did not come about");
        tokio::time::sleep(SOON).await;
    }
}

fn tools(office: &Office, backups: Option<Backups>) -> Tools {
    let typesetter = Typesetter::new(None).expect("the built-in fonts can be used");
    Tools { store: office.store().clone(), typesetter, backups: backups.map(Arc::new) }
}

fn backups(office: &Office, folder: &Path) -> Backups {
    let is_file = office.database().starts_with("sqlite");
    Backups {
        folder: folder.to_owned(),
        kept: 2,
        recipients: Recipients::read(&[], &[]).expect("none are needed"),
        data: office.data().to_owned(),
        database: (!is_file).then(|| office.database().to_owned()),
        time_zone: office.now().time_zone().clone(),
    }
}

async fn outcome(store: &Store, kind: JobKind) -> Option<Outcome> {
    let outcomes = jobs::outcomes(store.reader()).await.expect("outcomes can be read");
    outcomes.into_iter().find(|last| last.kind == kind).map(|last| last.outcome)
}

async fn empty(office: &Office) {
    let now = office.now().timestamp();
    while let Some(taken) = office.store().take_job("空", now, now).await.expect("a job can be taken") {
        let done = Outcome { words: "无".to_owned(), is_good: true };
        office.store().end_job(&taken, "空", &done, now).await.expect("it ends");
    }
}

#[test]
fn a_job_is_written_with_its_act_or_not_at_all() {
    both(async |office| {
        empty(office).await;
        office.set_now("2024-02-05T09:00");
        let editor = office.person("王编", &[Role::Editor]).await;
        let waiting = async || jobs::pending(office.store().reader()).await.expect("a count").waiting;
        let answer = editor.post("/do/close_month", &[("month", "2024-02")]).await;
        assert!(!answer.flash().contains("已结账"), "{}", answer.flash());
        assert_eq!(waiting().await, 0, "what was refused is followed by nothing");
        let answer = editor.post("/do/close_month", &[("month", "2024-01")]).await;
        assert!(answer.flash().contains("已结账"), "{}", answer.flash());
        assert_eq!(waiting().await, 1);
        assert_eq!(follow(EventKind::Act(Verb::CloseMonth), Subject::Export), []);
    });
}

#[test]
fn no_two_workers_get_the_same_job_and_whoever_is_gone_lets_go_in_time() {
    both(async |office| {
        empty(office).await;
        let store = office.store();
        let now = office.now().timestamp();
        for number in 1..=20 {
            let job = Job { kind: JobKind::Verify, about: Some(Subject::Issue(IssueId(number))) };
            for _ in 0..2 {
                jobs::add(store.reader(), job, now, now).await.expect("a job can be added");
            }
        }
        assert_eq!(jobs::pending(store.reader()).await.expect("a count").waiting, 20, "each once");
        let until = now + SignedDuration::from_secs(60);
        let take = |worker: usize| {
            let store = store.clone();
            tokio::spawn(async move {
                let mut taken = Vec::new();
                while let Some(job) = store.take_job(&worker.to_string(), now, until).await.expect("taken") {
                    taken.push(job.id);
                }
                taken
            })
        };
        let workers: Vec<_> = (0..6).map(take).collect();
        let mut all = Vec::new();
        for worker in workers {
            all.extend(worker.await.expect("nobody panics"));
        }
        assert_eq!((all.len(), all.iter().collect::<HashSet<_>>().len()), (20, 20));
        let nobody = store.take_job("后来的", now, until).await.expect("an answer");
        assert_eq!(nobody, None, "they are all under way");
        let later = until + SignedDuration::from_secs(1);
        let abandoned = store.take_job("后来的", later, later + SignedDuration::from_secs(60)).await;
        let abandoned = abandoned.expect("an answer").expect("whoever took it is gone");
        assert_eq!(abandoned.tries, 2);
        let first = all.iter().find(|id| **id == abandoned.id).expect("one of them");
        assert!(
            !store.keep_job(&abandoned, "0", later).await.expect("an answer"),
            "{first:?} is another's now"
        );
    });
}

#[test]
fn what_is_due_at_night_is_done_once_by_however_many_workers_and_told_to_the_administrator() {
    both(async |office| {
        empty(office).await;
        office.let_sessions_last().await;
        let folder = tempfile::tempdir().expect("a folder");
        let chief = office.person("陈主任", &[Role::Administrator]).await;
        office.set_now("2024-01-15T18:00");
        let page = chief.get("/admin/jobs").await.text();
        assert!(page.contains("还没有做过") && page.contains("--backup-folder"), "{page}");
        let tools = tools(office, Some(backups(office, folder.path())));
        let workers = Workers::begin(3, &tools, &office.clock());
        let store = office.store();
        // The program has just come to this database: nothing is due yet.
        until("the moments", async || {
            let known = office.number("SELECT COUNT(*) FROM job_times").await;
            let timed = JobKind::ALL.into_iter().filter(|kind| kind.times().is_some());
            (known == i64::try_from(timed.count()).expect("few")).then_some(())
        })
        .await;
        assert_eq!(outcome(store, JobKind::Verify).await, None);
        workers.stop().await;
        for (day, files) in [(16, 1), (17, 2), (18, 2)] {
            office.set_now(&format!("2024-01-{day}T03:00"));
            let workers = Workers::begin(3, &tools, &office.clock());
            let expected = format!("jianbao-2024-01-{day}.backup");
            until("the backup and 核对", async || {
                let pending = jobs::pending(store.reader()).await.expect("a count");
                let is_there = folder.path().join(&expected).is_file();
                (is_there && pending == jobs::Pending::default()).then_some(())
            })
            .await;
            workers.stop().await;
            assert_eq!(std::fs::read_dir(folder.path()).expect("the folder").count(), files, "{day}");
        }
        let verified = outcome(store, JobKind::Verify).await.expect("it was done");
        assert!(verified.is_good, "{}", verified.words);
        let page = chief.get("/admin/jobs").await.text();
        assert!(page.contains(&verified.words) && page.contains("已备份到"), "{page}");
        assert!(page.contains("1月19日 02:30"), "the next one: {page}");
        let editor = office.person("王编", &[Role::Editor]).await;
        assert_eq!(editor.get("/admin/jobs").await.status(), 403);
    });
}

#[test]
fn what_cannot_be_done_is_tried_again_then_given_up_and_done_when_somebody_says_so() {
    both(async |office| {
        empty(office).await;
        office.let_sessions_last().await;
        let folder = tempfile::tempdir().expect("a folder");
        let place = folder.path().join("备份");
        std::fs::write(&place, "这里应是文件夹").expect("a file");
        let chief = office.person("陈主任", &[Role::Administrator]).await;
        let now = office.now();
        let store = office.store();
        let add = jobs::add(store.reader(), Job::of(JobKind::BackUp), now.timestamp(), now.timestamp());
        add.await.expect("a job can be added");
        let tools = tools(office, Some(backups(office, &place)));
        let dead = async || jobs::count_dead(store.reader()).await.expect("a count");
        for tries in 1..=7 {
            assert_eq!(dead().await, 0, "after {} tries", tries - 1);
            let workers = Workers::begin(1, &tools, &office.clock());
            until("the try", async || {
                let tried = office.number(
                    "SELECT COALESCE(MAX(CAST(tries AS BIGINT)), 0) FROM jobs WHERE kind = 'back_up' AND fault IS NOT NULL",
                );
                (tried.await >= tries).then_some(())
            })
            .await;
            workers.stop().await;
            let later = office.now().checked_add(7.hours()).expect("a time");
            office.set_now(&later.strftime("%Y-%m-%dT%H:%M").to_string());
        }
        assert_eq!(dead().await, 1);
        let page = chief.get("/admin/jobs").await;
        assert!(page.text().contains("没有办成的") && page.text().contains("试了7次"), "{}", page.text());
        assert!(chief.get("/").await.text().contains("后台任务"), "it waits for the administrator");
        let job = office.number("SELECT id FROM jobs WHERE state = 'dead'").await.to_string();
        std::fs::remove_file(&place).expect("the fault is mended");
        let answer = chief.post("/do/retry_job", &[("job", &job)]).await;
        assert!(answer.flash().contains("马上重做"), "{}", answer.flash());
        let workers = Workers::begin(1, &tools, &office.clock());
        until("the backup", async || outcome(store, JobKind::BackUp).await.filter(|outcome| outcome.is_good))
            .await;
        workers.stop().await;
        assert_eq!(dead().await, 0);
        let again = chief.post("/do/retry_job", &[("job", &job)]).await;
        assert!(again.flash().starts_with("没有找到这件没有办成的后台任务"), "{}", again.flash());
    });
}

#[test]
fn a_worker_that_is_killed_leaves_no_broken_backup_and_another_makes_it() {
    both(async |office| {
        empty(office).await;
        let folder = tempfile::tempdir().expect("a folder");
        let store = office.store();
        let now = Timestamp::now();
        jobs::add(store.reader(), Job::of(JobKind::BackUp), now, now).await.expect("a job can be added");
        let start = || {
            let database = office.database();
            Command::new(binary())
                .args(["work", "--database", database, "--data"])
                .arg(office.data())
                .arg("--backup-folder")
                .arg(folder.path())
                .kill_on_drop(true)
                .spawn()
                .expect("the program starts")
        };
        for wait in [40, 120, 250, 400] {
            let mut worker = start();
            tokio::time::sleep(Duration::from_millis(wait)).await;
            worker.kill().await.expect("it can be killed");
            // Another takes what nobody holds any more; here nobody waits for that minute.
            office.execute("UPDATE jobs SET taken_until = 0 WHERE state = 'under_way'").await;
        }
        // One of them may have been quick enough.
        let now = Timestamp::now();
        jobs::add(store.reader(), Job::of(JobKind::BackUp), now, now).await.expect("a job can be added");
        let mut worker = start();
        until("the backup", async || {
            let pending = jobs::pending(store.reader()).await.expect("a count");
            (pending == jobs::Pending::default()).then_some(())
        })
        .await;
        let id = worker.id().expect("it runs");
        let told = Command::new("kill").arg(id.to_string()).status().await.expect("kill runs");
        assert!(told.success());
        let ended = tokio::time::timeout(PATIENCE, worker.wait()).await.expect("it ends when it is told to");
        assert!(ended.expect("a status").success());
        let files: Vec<_> = std::fs::read_dir(folder.path())
            .expect("the folder")
            .map(|entry| entry.expect("an entry").path())
            .filter(|path| path.extension().is_some_and(|ending| ending == "backup"))
            .collect();
        assert_eq!(files.len(), 1, "{files:?}");
        let check = Command::new(binary()).args(["backup", "--check"]).arg(&files[0]).status().await;
        assert!(check.expect("the program runs").success(), "the backup is whole");
    });
}

#[test]
fn pages_are_drawn_once_before_anybody_looks_and_their_pictures_go_with_them() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let administrator = office.person("马管理", &[Role::Administrator]).await;
        let (kept, secret) = (room.cleared(Kind::Article).await, room.cleared(Kind::Article).await);
        let issue = room.published(1, &[kept, secret]).await;
        let store = office.store();
        let hash = issues::in_force(store.reader(), issue).await.expect("versions").expect("one").pdf_hash;
        let address = format!("/files/{hash}/pages/1.png");
        let asked = room.reader.get(&address).await;
        assert_eq!(asked.status(), 200, "drawn when it is asked for");
        let count = async || office.number("SELECT COUNT(*) FROM page_pictures").await;
        assert_eq!(count().await, 0);
        let draw = async || {
            let workers = Workers::begin(2, &tools(office, None), &office.clock());
            until("all jobs are done", async || {
                let pending = jobs::pending(store.reader()).await.expect("a count");
                (pending == jobs::Pending::default()).then_some(())
            })
            .await;
            workers.stop().await;
        };
        draw().await;
        assert_eq!(jobs::count_dead(store.reader()).await.expect("a count"), 0);
        let drawn = count().await;
        assert!(drawn > 0);
        let first =
            issues::page_picture(store.reader(), &hash, 0).await.expect("an answer").expect("it is drawn");
        assert_eq!(store.file(&first).await.expect("an answer").expect("it is kept"), asked.body);
        assert_eq!(room.reader.get(&address).await.body, asked.body);
        assert_eq!(
            room.editor.get(&format!("/files/{first}")).await.status(),
            404,
            "and has no door of its own"
        );
        draw().await;
        assert_eq!(count().await, drawn, "once");

        room.signer.post("/do/retract", &[("item", secret.to_string()), ("reason", "涉密".to_owned())]).await;
        draw().await;
        let destroy = [("item", secret.to_string()), ("reason", "误印".to_owned()), ("sure", "1".to_owned())];
        let destroyed = administrator.post("/do/destroy_item", &destroy).await;
        assert!(destroyed.flash().contains("已销毁"), "{}", destroyed.flash());
        let left = format!("SELECT COUNT(*) FROM page_pictures WHERE pdf_hash = '{hash}'");
        assert_eq!(office.number(&left).await, 0);
        assert_eq!(
            store.kept_bytes(&first).await.expect("an answer"),
            None,
            "the picture showed the words, too"
        );
        assert!(count().await > 0, "the pages in force keep theirs");
    });
}
