//! Asking a server: as fast as it answers, by `wrk`; and at an even pace, to see how long the slowest wait.

use std::{
    process::Command,
    time::{Duration, Instant},
};

use super::{Failure, others, serving::CLIENTS_CORE};

/// How many connections ask at the same time.
const CONNECTIONS: &str = "16";

const SECONDS: u64 = 10;

/// A page and who looks at it.
pub(super) struct Asked<'a> {
    pub(super) address: String,
    pub(super) cookie: &'a str,
}

/// How many answers a second, each whole and good.
pub(super) fn most(asked: &Asked<'_>) -> Result<f64, Failure> {
    let wrk = others::find(&["wrk"]).ok_or("wrk is not installed (on Debian: apt-get install wrk)")?;
    // Once before, so that what is made once is made.
    run(&wrk, asked, 2)?;
    run(&wrk, asked, SECONDS)
}

fn run(wrk: &std::path::Path, asked: &Asked<'_>, seconds: u64) -> Result<f64, Failure> {
    let output = Command::new("taskset")
        .args(["-c", CLIENTS_CORE])
        .arg(wrk)
        .args(["-t", "1", "-c", CONNECTIONS, "-d", &seconds.to_string(), "-H"])
        .arg(format!("Cookie: {}", asked.cookie))
        .arg(&asked.address)
        .output()?;
    let text = String::from_utf8(output.stdout)?;
    if !output.status.success() || text.contains("Non-2xx") || text.contains("Socket errors") {
        return Err(format!("{}: {text}", asked.address).into());
    }
    let rate = text.lines().find_map(|line| line.trim().strip_prefix("Requests/sec:"));
    Ok(rate.ok_or("wrk says no rate")?.trim().parse()?)
}

/// How long 99 of 100 answers take at most, when so many are asked for each second, whether or not the last one
/// has come.
pub(super) async fn slowest(
    client: &reqwest::Client,
    asked: &Asked<'_>,
    each_second: u32,
) -> Result<Duration, Failure> {
    let mut ticks = tokio::time::interval(Duration::from_secs(1) / each_second);
    let mut answers = tokio::task::JoinSet::new();
    for _ in 0..u64::from(each_second) * SECONDS {
        ticks.tick().await;
        let request = client.get(&asked.address).header("cookie", asked.cookie);
        answers.spawn(async move {
            let start = Instant::now();
            request.send().await?.error_for_status()?.bytes().await?;
            Ok::<_, reqwest::Error>(start.elapsed())
        });
    }
    let mut times = answers.join_all().await.into_iter().collect::<Result<Vec<_>, _>>()?;
    times.sort();
    Ok(times[times.len() * 99 / 100])
}

/// How long one whole answer takes, and the page.
pub(super) async fn once(client: &reqwest::Client, asked: &Asked<'_>) -> Result<(Duration, String), Failure> {
    let start = Instant::now();
    let request = client.get(&asked.address).header("cookie", asked.cookie);
    let answer = request.send().await?;
    // Nor is to be sent elsewhere the page that was asked for.
    let status = answer.status();
    let page = answer.text().await?;
    let time = start.elapsed();
    if !status.is_success() {
        return Err(format!("{} answered {status}", asked.address).into());
    }
    Ok((time, page))
}
