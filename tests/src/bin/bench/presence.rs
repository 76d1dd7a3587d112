//! A hundred people with an item open each, whose pages say so every 20 seconds.

use std::time::{Duration, Instant};

use super::{
    Bench, Failure, bureau,
    report::{Report, milliseconds},
    serving::Server,
};

/// Pages that are open: each a row of its own.
const PAGES: usize = 100;
/// As often each of them says that somebody is there.
const EVERY: Duration = Duration::from_secs(20);
/// Each of them so often, of which the first is when somebody comes.
const ROUNDS: usize = 3;

/// Those of the demonstration who read the inbox; each has a part of the pages open.
const PEOPLE: [&str; 4] = ["bianji", "bianji2", "shencha", "hegao"];

pub(super) async fn measure(bench: &Bench, report: &mut Report) -> Result<(), Failure> {
    let data = bureau::prepared(bench).await?;
    let server = Server::start(&bench.jianbao, &data)?;
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build()?;
    let mut pages = Vec::new();
    for login in PEOPLE {
        let cookie = server.sign_in(&client, login).await?;
        let inbox = server.get(&client, "/inbox?state=submitted", &cookie).await?.text().await?;
        let rows: Vec<&str> =
            inbox.split("id=\"row-").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let beside = rows.iter().map(|row| format!("&row={row}")).collect::<String>();
        for row in rows.iter().take(PAGES / PEOPLE.len()) {
            pages.push((cookie.clone(), format!("item={row}&doing=reading&sign=heard{beside}")));
        }
    }
    if pages.len() < PAGES {
        return Err(format!("the inbox has only {} items to open", pages.len()).into());
    }
    let mut ticks = tokio::time::interval(EVERY / u32::try_from(PAGES)?);
    let mut answers = tokio::task::JoinSet::new();
    for (cookie, form) in pages.iter().cycle().take(PAGES * ROUNDS) {
        ticks.tick().await;
        let request = client
            .post(server.address("/here"))
            .header("cookie", cookie)
            .header("origin", server.address(""))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(form.clone());
        answers.spawn(async move {
            let start = Instant::now();
            request.send().await?.error_for_status()?.bytes().await?;
            Ok::<_, reqwest::Error>(start.elapsed())
        });
    }
    let mut times = answers.join_all().await.into_iter().collect::<Result<Vec<_>, _>>()?;
    times.sort();
    let of_a_hundred = |part: usize| times.get(times.len() * part / 100).copied().unwrap_or_default();
    let [half, most, nearly_all] = [50, 95, 99].map(of_a_hundred);
    let measured = format!("{} / {} / {}", milliseconds(half), milliseconds(most), milliseconds(nearly_all));
    let is_reached = nearly_all <= Duration::from_millis(50);
    report.row("presence, 100 people, p50 / p95 / p99", measured, "p99 50 ms", is_reached);
    Ok(())
}
