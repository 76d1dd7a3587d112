//! What is said of an item: a hundred comments and suggestions on one text, which has been changed since.

use std::time::{Duration, Instant};

use super::{
    Bench, Failure, bureau,
    load::{self, Asked},
    report::{Report, percentile, percentiles},
    serving::Server,
};

/// As many as one item bears before somebody has to settle some.
const COMMENTS: usize = 100;
/// How often each page is looked at.
const TIMES: usize = 200;
const REACH: Duration = Duration::from_millis(200);

pub(super) async fn measure(bench: &Bench, report: &mut Report) -> Result<(), Failure> {
    let data = bureau::copied(bench, &bureau::prepared(bench).await?)?;
    let server = Server::start(&bench.jianbao, data.path())?;
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build()?;
    let cookie = server.sign_in(&client, "bianji").await?;
    let inbox = server.get(&client, "/inbox?state=editing", &cookie).await?.text().await?;
    let item = inbox.split("id=\"row-").nth(1).and_then(|rest| rest.split('"').next());
    let item = item.ok_or("nothing is being edited")?.to_owned();
    let page = server.get(&client, &format!("/items/{item}"), &cookie).await?.text().await?;
    let revision = hidden(&page, "revision").ok_or("the page has no form for comments")?;
    let words = "本段请核实数字和日期";
    let mut times = Vec::with_capacity(COMMENTS);
    for number in 0..COMMENTS {
        let said = format!("{words}（{number}）");
        let form = [
            ("item", item.as_str()),
            ("revision", revision.as_str()),
            ("remark", said.as_str()),
            ("audience", "office"),
        ];
        let start = Instant::now();
        server.post(&client, "/do/add_comment", &form, &cookie).await?;
        times.push(start.elapsed());
    }
    times.sort();
    report.row("a comment, p50 / p95 / p99", percentiles(&times), "p99 200 ms", slowest(&times) <= REACH);
    let other = server.sign_in(&client, "bianji2").await?;
    let pages = [
        ("an item's page with 100 comments", format!("/items/{item}"), &cookie),
        ("the same for somebody else", format!("/items/{item}"), &other),
        ("来稿 with it open", format!("/inbox?state=editing&item={item}"), &other),
    ];
    for (name, path, cookie) in pages {
        let asked = Asked { address: server.address(&path), cookie };
        let (_, page) = load::once(&client, &asked).await?;
        if page.matches(words).count() < COMMENTS {
            return Err(format!("{name}: not every comment stands there").into());
        }
        let mut times = Vec::with_capacity(TIMES);
        for _ in 0..TIMES {
            times.push(load::once(&client, &asked).await?.0);
        }
        times.sort();
        let name = format!("{name}, p50 / p95 / p99");
        report.row(&name, percentiles(&times), "p99 200 ms", slowest(&times) <= REACH);
    }
    Ok(())
}

fn slowest(times: &[Duration]) -> Duration {
    percentile(times, 99)
}

/// The value of a page's hidden field.
fn hidden(page: &str, name: &str) -> Option<String> {
    let rest = page.split(&format!("name=\"{name}\" value=\"")).nth(1)?;
    rest.split('"').next().map(str::to_owned)
}
