//! `jianbao serve`, from outside: it says where it is, answers, and stops in good order.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

struct Serving {
    child: Child,
    /// `127.0.0.1:PORT`.
    address: String,
}

impl Serving {
    fn start(data: &std::path::Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_jianbao"))
            .args(["serve", "--addr", "127.0.0.1:0", "--data"])
            .arg(data)
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut line = String::new();
        let output = child.stdout.take().expect("it writes");
        BufReader::new(output).read_line(&mut line).expect("it says where it is");
        let address = line.trim().strip_prefix("http://").expect("an address").to_owned();
        Self { child, address }
    }

    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).expect("it listens");
        let request = format!("GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address);
        stream.write_all(request.as_bytes()).expect("it reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("it answers");
        answer
    }

    fn terminate(&self) {
        let id = self.child.id().to_string();
        let killed = Command::new("kill").args(["-TERM", &id]).status().expect("kill is there");
        assert!(killed.success());
    }
}

#[test]
fn it_answers_when_it_says_so_and_ends_with_zero_when_told_to_stop() {
    let data = tempfile::tempdir().expect("a folder");
    let mut serving = Serving::start(data.path());
    assert!(serving.get("/healthz").starts_with("HTTP/1.1 200"));
    assert!(serving.get("/readyz").starts_with("HTTP/1.1 200"));
    assert!(serving.get("/sign-in").contains("登录"));
    // A browser that keeps its connection open holds nobody up.
    let _idle = TcpStream::connect(&serving.address).expect("it listens");
    serving.terminate();
    let asked = Instant::now();
    let status = serving.child.wait().expect("it ends");
    assert_eq!(status.code(), Some(0));
    assert!(asked.elapsed() < Duration::from_secs(20));
    let again = Serving::start(data.path());
    assert!(again.get("/readyz").starts_with("HTTP/1.1 200"));
    again.terminate();
}

#[test]
fn a_backup_is_taken_while_it_serves_and_comes_back_equal() {
    let data = tempfile::tempdir().expect("a folder");
    let place = tempfile::tempdir().expect("a folder");
    let serving = Serving::start(data.path());
    let run = |arguments: &[&str]| {
        let program = Command::new(env!("CARGO_BIN_EXE_jianbao")).args(arguments).output();
        let output = program.expect("the program runs");
        (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let archive = place.path().join("backup.tar.gz").display().to_string();
    let restored = place.path().join("restored").display().to_string();
    let (status, words) = run(&["backup", "--data", &data.path().display().to_string(), "--out", &archive]);
    assert_eq!(status, Some(0), "{words}");
    let (status, words) = run(&["restore", &archive, "--data", &restored]);
    assert_eq!(status, Some(0), "{words}");
    assert!(words.contains("完全一致"), "{words}");
    let again = Serving::start(std::path::Path::new(&restored));
    assert!(again.get("/readyz").starts_with("HTTP/1.1 200"));
    again.terminate();
    serving.terminate();
}
