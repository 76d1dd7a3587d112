//! `jianbao files` from outside, to a folder and to a server that speaks S3 (s3rver, which `scripts/setup-tests` fetches).

use std::{
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use store::Store;
use tests::{Backend, Office, both_demonstrated, program::binary};

use super::super::living::kept;

const BUCKET: &str = "office";

/// A server that speaks S3, with one empty bucket; it ends with the test.
struct S3 {
    child: Child,
    url: String,
    _folder: tempfile::TempDir,
}

impl S3 {
    /// `None`, told past the test runner's capture, where it is not installed.
    fn start() -> Option<Self> {
        let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("s3");
        if !program.join("node_modules/s3rver").is_dir() {
            let words =
                "SKIPPED: files in S3, since s3rver is not installed (scripts/setup-tests fetches it)";
            // Where standard error is closed, nobody is left to be told.
            let _ = writeln!(std::io::stderr(), "{words}");
            return None;
        }
        let folder = tempfile::tempdir().expect("a folder");
        let mut child = Command::new("node")
            .arg(program.join("serve.js"))
            .args([folder.path().as_os_str(), BUCKET.as_ref()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let mut url = String::new();
        BufReader::new(child.stdout.take().expect("it writes"))
            .read_line(&mut url)
            .expect("it says where it is");
        Some(Self { child, url: url.trim().to_owned(), _folder: folder })
    }

    fn variables(&self) -> Vec<(&'static str, String)> {
        vec![
            ("AWS_ENDPOINT_URL", self.url.clone()),
            ("AWS_ACCESS_KEY_ID", "S3RVER".to_owned()),
            ("AWS_SECRET_ACCESS_KEY", "S3RVER".to_owned()),
            ("AWS_REGION", "us-east-1".to_owned()),
            ("AWS_ALLOW_HTTP", "true".to_owned()),
        ]
    }
}

impl Drop for S3 {
    fn drop(&mut self) {
        // It has ended by itself, then.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The program with an office's data and database, and with these variables.
struct Commands<'a> {
    office: &'a Office,
    variables: Vec<(&'static str, String)>,
}

impl Commands<'_> {
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(binary());
        command.args(arguments).arg("--data").arg(self.office.data());
        if self.office.backend() == Backend::Postgres {
            command.args(["--database", self.office.database()]);
        }
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        command
    }

    fn run(&self, arguments: &[&str]) -> (Option<i32>, String) {
        let run = self.command(arguments).output().expect("the program runs");
        (run.status.code(), String::from_utf8_lossy(&[run.stdout, run.stderr].concat()).into_owned())
    }

    /// What it says, where it is done.
    fn done(&self, arguments: &[&str]) -> String {
        let (status, words) = self.run(arguments);
        assert_eq!(status, Some(0), "{arguments:?}: {words}");
        words
    }
}

/// Everything that the program does with files, with files in this place.
async fn all_is_the_same_there(office: &Office, place: &str, variables: Vec<(&'static str, String)>) {
    let before = kept(office.database()).await;
    let count = before["files"].len();
    let commands = Commands { office, variables };
    assert!(commands.done(&["files"]).starts_with("文件存放在 database\n  版面："));
    let words = commands.done(&["files", "move", "--to", place]);
    assert!(words.starts_with(&format!("已将 {count} 个文件（")), "{words}");
    assert!(words.contains("逐个核对过校验值") && words.contains("数据库里不再有这些文件的内容"), "{words}");
    assert_eq!(office.number("SELECT COUNT(*) FROM blobs").await, 0);
    let words = commands.done(&["files"]);
    assert!(words.starts_with(&format!("文件存放在 {place}\n")), "{words}");
    assert!(commands.done(&["files", "move", "--to", place]).contains("本来就存放在"));
    assert!(commands.done(&["verify"]).contains("核对"));

    let out = tempfile::tempdir().expect("a folder");
    let archive = out.path().join("office.backup").display().to_string();
    commands.done(&["backup", "--out", &archive]);
    let restored = out.path().join("restored");
    let (here, there) = (restored.display().to_string(), format!("{place}/again"));
    let restore = Command::new(binary())
        .args(["restore", &archive, "--data", &here, "--files", &there])
        .envs(commands.variables.iter().map(|(name, value)| (name, value)))
        .output()
        .expect("the program runs");
    let words = String::from_utf8_lossy(&[restore.stdout, restore.stderr].concat()).into_owned();
    assert_eq!(restore.status.code(), Some(0), "{words}");
    assert!(words.contains(&format!("{count} 个文件存放在 {there}")), "{words}");
    let back = Command::new(binary())
        .args(["files", "move", "--to", "database", "--data", &here])
        .envs(commands.variables.iter().map(|(name, value)| (name, value)))
        .output()
        .expect("the program runs");
    assert_eq!(back.status.code(), Some(0));
    assert_eq!(kept(&Store::sqlite_address(&restored)).await, before);

    let words = commands.done(&["files", "move", "--to", "database"]);
    assert!(words.contains("里的没有删去，确认无误后可以自己删去"), "{words}");
    assert_eq!(kept(office.database()).await, before);
}

#[test]
fn files_move_into_a_folder_and_everything_is_the_same_there() {
    both_demonstrated(async |office| {
        let folder = tempfile::tempdir().expect("a folder");
        let place = folder.path().canonicalize().expect("it is there").join("files").display().to_string();
        all_is_the_same_there(office, &place, Vec::new()).await;
    });
}

#[test]
fn files_move_into_a_store_that_speaks_s3_and_everything_is_the_same_there() {
    let Some(s3) = S3::start() else { return };
    let number = std::sync::atomic::AtomicU32::new(0);
    both_demonstrated(async |office| {
        let number = number.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        all_is_the_same_there(office, &format!("s3://{BUCKET}/jianbao/{number}"), s3.variables()).await;
    });
}

#[test]
fn a_store_that_does_not_answer_is_told_and_nothing_is_moved() {
    both_demonstrated(async |office| {
        let nobody = ("AWS_ENDPOINT_URL", "http://127.0.0.1:9".to_owned());
        let mut variables = vec![nobody];
        for (name, value) in
            [("AWS_ACCESS_KEY_ID", "a"), ("AWS_SECRET_ACCESS_KEY", "b"), ("AWS_ALLOW_HTTP", "true")]
        {
            variables.push((name, value.to_owned()));
        }
        let commands = Commands { office, variables };
        let (status, words) = commands.run(&["files", "move", "--to", "s3://office"]);
        assert_eq!(status, Some(1), "{words}");
        assert!(words.contains("存放文件的地方（s3://office）出错"), "{words}");
        assert!(commands.done(&["files"]).starts_with("文件存放在 database\n"));
        let strangers = Commands { office, variables: Vec::new() };
        let (status, words) = strangers.run(&["files", "move", "--to", "s3://office"]);
        assert_eq!(status, Some(1), "{words}");
        assert!(words.contains("先设置环境变量 AWS_ACCESS_KEY_ID"), "{words}");
        let (status, words) = commands.run(&["files", "move", "--to", "somewhere"]);
        assert_eq!(status, Some(2), "{words}");
        assert!(words.contains("不是存放文件的地方"), "{words}");
    });
}

#[test]
fn whenever_a_move_is_killed_nothing_is_lost_and_the_next_one_ends_it() {
    both_demonstrated(async |office| {
        let before = kept(office.database()).await;
        let folder = tempfile::tempdir().expect("a folder");
        let place: PathBuf = folder.path().canonicalize().expect("it is there").join("files");
        let place = place.display().to_string();
        let commands = Commands { office, variables: Vec::new() };
        for wait in [5, 20, 40, 60, 80, 100, 150] {
            let mut child = commands
                .command(&["files", "move", "--to", &place])
                .stdout(Stdio::null())
                .spawn()
                .expect("the program starts");
            std::thread::sleep(Duration::from_millis(wait));
            // It may have been done by then.
            let _ = child.kill();
            child.wait().expect("it ends");
            for hash in &before["files"] {
                let bytes = office.store().file(hash).await.expect("it can be read");
                assert!(bytes.is_some(), "{hash} after {wait} ms");
            }
        }
        commands.done(&["files", "move", "--to", &place]);
        assert!(commands.done(&["verify"]).contains("核对"));
        commands.done(&["files", "move", "--to", "database"]);
        assert_eq!(kept(office.database()).await, before);
    });
}
