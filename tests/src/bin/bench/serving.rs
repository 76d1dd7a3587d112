//! The web application: the demonstration bureau, grown to a hundred thousand items.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use super::{
    Bench, Failure, bureau,
    load::{self, Asked},
    others,
    report::{Report, median, milliseconds},
};

const SERVERS_CORE: &str = "0";
pub(super) const CLIENTS_CORE: &str = "1";

/// How often the program is started.
const STARTS: usize = 5;

/// Two characters that stand in many of the demonstration's texts.
const WORD: &str = "全市";

pub(super) async fn measure(bench: &Bench, report: &mut Report) -> Result<(), Failure> {
    let data = bureau::prepared(bench).await?;
    first_answer(bench, report, &data).await?;
    let server = Server::start(&bench.jianbao, &data)?;
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build()?;
    let editor = server.sign_in(&client, "bianji").await?;
    let reader = server.sign_in(&client, "duzhe").await?;
    let idle = server.memory("VmRSS")?;

    let word = serde_urlencoded::to_string([("q", WORD)])?;
    let inbox = Asked { address: server.address(&format!("/inbox?state=submitted&{word}")), cookie: &editor };
    let list = client.get(&inbox.address).header("cookie", &editor).send().await?.text().await?;
    if list.matches("<tr").count() <= 50 {
        return Err(format!("“{WORD}” stands in too few items to measure anything").into());
    }
    let rate = load::most(&inbox)?;
    let what = format!("inbox, {} items, by state and two characters", bureau::items());
    report.row(&what, format!("{rate:.0} a second"), "500 a second", rate >= 500.0);
    let slow = load::slowest(&client, &inbox, 100).await?;
    let reached = slow <= Duration::from_millis(50);
    report.row("　p99 at 100 a second", milliseconds(slow), "50 ms", reached);

    let issue = newest_issue(&server, &client, &reader).await?;
    let page = Asked { address: server.address(&issue), cookie: &reader };
    let rate = load::most(&page)?;
    report.row("an issue's page", format!("{rate:.0} a second"), "3000 a second", rate >= 3000.0);

    let pdf = server.get(&client, &format!("{issue}/pdf"), &reader).await?;
    let file = pdf.headers().get("location").ok_or("an issue has a PDF")?.to_str()?.to_owned();
    let bytes = server.get(&client, &file, &reader).await?.bytes().await?.len();
    let file = Asked { address: server.address(&file), cookie: &reader };
    let rate = load::most(&file)?;
    let what = format!("a PDF download ({} kB)", bytes / 1024);
    report.row(&what, format!("{rate:.0} a second"), "5000 a second", rate >= 5000.0);
    let pdf =
        server.get(&client, file.address.trim_start_matches(&server.url), &reader).await?.bytes().await?;
    beside_nginx(bench, report, &pdf, rate)?;

    report.row("memory, idle", format!("{idle} MB"), "150 MB", idle <= 150);
    let most = server.memory("VmHWM")?;
    report.row("memory, most under these loads", format!("{most} MB"), "400 MB", most <= 400);
    report.note("The server has one core to itself, those who ask the other; all are signed in; SQLite.");
    Ok(())
}

/// How long after it is started the program answers somebody.
async fn first_answer(bench: &Bench, report: &mut Report, data: &Path) -> Result<(), Failure> {
    let mut times = Vec::new();
    for _ in 0..STARTS {
        let start = Instant::now();
        let server = Server::start(&bench.jianbao, data)?;
        reqwest::get(server.address("/sign-in")).await?.error_for_status()?.bytes().await?;
        times.push(start.elapsed());
    }
    let time = median(times);
    report.row(
        "the first answer after a start",
        milliseconds(time),
        "500 ms",
        time <= Duration::from_millis(500),
    );
    Ok(())
}

/// The same file from nginx with sendfile, on the same core.
fn beside_nginx(bench: &Bench, report: &mut Report, pdf: &[u8], ours: f64) -> Result<(), Failure> {
    let what = "　beside nginx with sendfile, the same file";
    let Some(nginx) = others::nginx(&bench.folder, pdf, SERVERS_CORE)? else {
        report.note("nginx is not installed (on Debian: apt-get install nginx-light).");
        return Ok(());
    };
    let theirs = load::most(&Asked { address: nginx.address(), cookie: "" })?;
    let ratio = ours / theirs;
    report.row(what, format!("{ratio:.2} of its {theirs:.0} a second"), "0.8", ratio >= 0.8);
    Ok(())
}

/// The address of the newest issue, as its readers' list has it.
async fn newest_issue(server: &Server, client: &reqwest::Client, cookie: &str) -> Result<String, Failure> {
    let list = server.get(client, "/issues", cookie).await?.text().await?;
    let links = list.split("href=\"/issues/").skip(1).filter_map(|rest| rest.split('"').next());
    let id = links.filter_map(|id| id.parse::<i64>().ok()).next().ok_or("the list names no issue")?;
    Ok(format!("/issues/{id}"))
}

/// The release program, serving; stopped when dropped.
pub(super) struct Server {
    process: Child,
    url: String,
}

impl Server {
    /// On a free port; goes on when it is ready.
    pub(super) fn start(jianbao: &Path, data: &Path) -> Result<Self, Failure> {
        Self::start_on(jianbao, data, &store::Store::sqlite_address(data))
    }

    /// As [`Self::start`], on the database at this address.
    pub(super) fn start_on(jianbao: &Path, data: &Path, database: &str) -> Result<Self, Failure> {
        let mut process = Command::new("taskset")
            .args(["-c", SERVERS_CORE])
            .arg(jianbao)
            .args(["serve", "--addr", "127.0.0.1:0", "--data"])
            .arg(data)
            .args(["--database", database])
            .stdout(Stdio::piped())
            .spawn()?;
        let mut url = String::new();
        let output = process.stdout.take().ok_or("no standard output")?;
        BufReader::new(output).read_line(&mut url)?;
        Ok(Self { process, url: url.trim().to_owned() })
    }

    pub(super) fn address(&self, path: &str) -> String {
        format!("{}{path}", self.url)
    }

    /// The cookie of somebody from the demonstration.
    pub(super) async fn sign_in(&self, client: &reqwest::Client, login: &str) -> Result<String, Failure> {
        let form = format!("login={login}&password={}", server::demo::PASSWORD);
        let request = client
            .post(self.address("/sign-in"))
            .header("origin", &self.url)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(form);
        let response = request.send().await?;
        let cookies =
            response.headers().get_all("set-cookie").iter().filter_map(|cookie| cookie.to_str().ok());
        let mut sessions = cookies.filter(|cookie| cookie.starts_with("jianbao_session="));
        let session = sessions.next().and_then(|cookie| cookie.split(';').next());
        Ok(session.ok_or_else(|| format!("{login} could not sign in"))?.to_owned())
    }

    pub(super) async fn get(
        &self,
        client: &reqwest::Client,
        path: &str,
        cookie: &str,
    ) -> Result<reqwest::Response, Failure> {
        let response = client.get(self.address(path)).header("cookie", cookie).send().await?;
        Ok(response.error_for_status()?)
    }

    /// A verb, which must be done.
    pub(super) async fn post(
        &self,
        client: &reqwest::Client,
        path: &str,
        fields: &[(&str, &str)],
        cookie: &str,
    ) -> Result<(), Failure> {
        let request = client.post(self.address(path)).header("cookie", cookie).header("origin", &self.url);
        let form = serde_urlencoded::to_string(fields)?;
        let request = request.header("content-type", "application/x-www-form-urlencoded").body(form);
        let answer = request.send().await?;
        if !answer.status().is_redirection() {
            return Err(format!("{path} answered {}: {}", answer.status(), answer.text().await?).into());
        }
        Ok(())
    }

    /// Megabytes, as the system counts them.
    pub(super) fn memory(&self, line: &str) -> Result<u64, Failure> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id()))?;
        let kilobytes = status.lines().find_map(|text| text.strip_prefix(line)?.strip_prefix(':'));
        let kilobytes = kilobytes.and_then(|text| text.trim().strip_suffix("kB")).ok_or("no memory there")?;
        Ok(kilobytes.trim().parse::<u64>()?.div_ceil(1024))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to stop.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
