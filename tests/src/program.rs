//! The program itself, as a process of its own: for tests that end it as a power cut would.

use std::{
    path::{Path, PathBuf},
    process::Stdio,
};

use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
};

/// `jianbao serve` at a port of its own.
#[derive(Debug)]
pub struct Program {
    child: Child,
    url: String,
}

impl Program {
    /// Starts it on a data folder and a database, as `--database` takes it, and waits until it is ready.
    pub async fn serve(data: &Path, database: &str) -> Self {
        let mut child = Command::new(binary())
            .args(["serve", "--addr", "127.0.0.1:0", "--database", database, "--data"])
            .arg(data)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("the program starts");
        let output = child.stdout.take().expect("it writes");
        let line = BufReader::new(output).lines().next_line().await.expect("it can be read");
        let url = line.expect("it says where it is before it ends").trim().to_owned();
        let ready = reqwest::get(format!("{url}/readyz")).await.expect("it answers once it has said so");
        assert_eq!(ready.status(), 200, "it is ready once it has said so");
        Self { child, url }
    }

    /// `http://127.0.0.1:PORT`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Ends it at once with SIGKILL: nothing in it learns of its end.
    pub async fn kill(mut self) {
        self.child.kill().await.expect("it can be killed");
    }
}

/// The program that was built beside the tests, or the one that `JIANBAO_BIN` names.
pub fn binary() -> PathBuf {
    if let Some(path) = std::env::var_os("JIANBAO_BIN") {
        let path = PathBuf::from(path);
        assert!(path.is_file(), "JIANBAO_BIN names {}, which is not there", path.display());
        return path;
    }
    let test = std::env::current_exe().expect("a test knows its own file");
    let folder = test.parent().and_then(Path::parent).expect("tests stand in target/PROFILE/deps");
    let path = folder.join(format!("jianbao{}", std::env::consts::EXE_SUFFIX));
    let advice = "build it with `cargo build --workspace`, or name it in JIANBAO_BIN";
    assert!(path.is_file(), "the program is not at {}: {advice}", path.display());
    path
}
