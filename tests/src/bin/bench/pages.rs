//! Every kind of page, as each role looks at it, with a hundred thousand items: which is the slowest. On SQLite; what differs
//! by the database is measured on both (`searching`, `sifting`, `arranging`).

use std::time::Duration;

use sea_orm::{ConnectionTrait, DbBackend, Statement};
use store::Store;

use super::{
    Bench, Failure, bureau,
    load::{self, Asked},
    report::{Report, percentile, percentiles},
    serving::Server,
};

/// How often each page is looked at.
const TIMES: usize = 100;
const REACH: Duration = Duration::from_millis(200);
/// So many of the slowest are told one by one.
const TOLD: usize = 12;

/// Who looks, and at what; `{…}` is the number that the database gives for it ([`NUMBERS`]).
const PAGES: [(&str, &[&str]); 8] = [
    ("", &["/sign-in", "/help", "/search?q=办公室"]),
    (
        "duzhe",
        &["/", "/issues", "/issues/{issue}", "/search?q=办公室", "/search", "/me", "/me/sessions", "/help"],
    ),
    (
        "xinxi01",
        &[
            "/",
            "/items",
            "/items?of=unit",
            "/items/new?kind=article",
            "/items/new?kind=brief",
            "/items/{own}",
            "/items/{own}/edit",
            "/manuscripts",
            "/search?q=全市",
            "/issues/{issue}",
            "/bulletins",
            "/bulletins/{month}",
            "/units/mine",
            "/ledger",
            "/rules",
        ],
    ),
    ("shenhe", &["/", "/items", "/review", "/units/mine"]),
    (
        "bianji",
        &[
            "/",
            "/inbox",
            "/inbox?state=all",
            "/inbox?unread=1",
            "/inbox?state=all&unread=1",
            "/inbox?state=submitted&q=全市",
            "/inbox?item={submitted}",
            "/items",
            "/items/{submitted}",
            "/items/{adopted}",
            "/items/{editing}",
            "/items/{editing}/edit",
            "/items/new?kind=article",
            "/names",
            "/search?q=全市",
            "/search?q=全市&in=printed",
            "/issues",
            "/issues/desk",
            "/issues/new",
            "/issues/past/new",
            "/issues/{arranging}/desk",
            "/issues/{issue}",
            "/bulletins",
            "/bulletins/{month}",
            "/bulletins/{month}/letter",
            "/bulletins/{month}/units/{unit}",
            "/bulletins/year/2024",
            "/ledger?month={month}",
            "/ledger",
            "/months",
            "/months/{month}",
            "/urging",
            "/verify",
            "/records",
            "/records/channels",
            "/rules",
            "/units/{unit}",
            "/events",
            "/audit",
            "/import",
            "/admin/words",
            "/admin/frames",
            "/clearance",
            "/help",
        ],
    ),
    ("shencha", &["/", "/clearance", "/inbox", "/items/{submitted}"]),
    ("hegao", &["/", "/issues/desk", "/issues/{signed}/sign", "/inbox", "/bulletins/{month}"]),
    (
        "guanli",
        &[
            "/",
            "/admin",
            "/admin/people",
            "/admin/people/new",
            "/admin/people/sheet",
            "/admin/people/{person}",
            "/admin/units",
            "/admin/units/{unit}",
            "/admin/units/{unit}/change",
            "/admin/newsletters",
            "/admin/newsletters/1",
            "/admin/settings",
            "/admin/openings",
            "/admin/destroy",
            "/admin/jobs",
            "/events",
            "/events?verb=publish",
            "/months",
        ],
    ),
];

/// What stands for a number, and what gives it.
const NUMBERS: [(&str, &str); 10] = [
    ("{issue}", "SELECT MAX(id) FROM issues WHERE state = 'published'"),
    ("{arranging}", "SELECT MAX(id) FROM issues WHERE state = 'arranging'"),
    ("{signed}", "SELECT MAX(id) FROM issues WHERE state <> 'arranging'"),
    (
        "{own}",
        "SELECT MAX(items.id) FROM items JOIN people ON people.id = items.drafted_by WHERE people.login = 'xinxi01' \
         AND items.state IN ('draft', 'returned')",
    ),
    ("{submitted}", "SELECT MAX(id) FROM items WHERE state = 'submitted'"),
    ("{editing}", "SELECT MAX(id) FROM items WHERE state = 'editing'"),
    ("{adopted}", "SELECT MAX(id) FROM items WHERE state = 'adopted'"),
    ("{unit}", "SELECT MIN(unit_id) FROM ledger_entries"),
    ("{person}", "SELECT MAX(id) FROM people"),
    ("{month}", "SELECT MIN(month) FROM ledger_entries"),
];

pub(super) async fn measure(bench: &Bench, report: &mut Report) -> Result<(), Failure> {
    let data = bureau::prepared(bench).await?;
    let numbers = numbers(&Store::sqlite_address(&data)).await?;
    let server = Server::start(&bench.jianbao, &data)?;
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build()?;
    let mut measured = Vec::new();
    for (login, pages) in PAGES {
        let cookie = if login.is_empty() { String::new() } else { server.sign_in(&client, login).await? };
        for pattern in pages {
            let mut path = (*pattern).to_owned();
            for (slot, number) in &numbers {
                path = path.replace(slot, number);
            }
            if path.starts_with("/items/new") {
                path = opened(&server, &client, &path, &cookie).await?;
            }
            let asked = Asked { address: server.address(&path), cookie: &cookie };
            let mut times = Vec::new();
            for _ in 0..TIMES {
                let (time, page) = load::once(&client, &asked).await?;
                if !page.contains("<h1") {
                    return Err(format!("{path} is no page for {login}").into());
                }
                times.push(time);
            }
            let who = if login.is_empty() { "nobody signed in" } else { login };
            measured.push((format!("{pattern}, {who}"), times));
        }
    }
    measured.sort_by_key(|(_, times)| std::cmp::Reverse(percentile(times, 99)));
    let Some((slowest, times)) = measured.first() else { return Ok(()) };
    let what = format!(
        "the slowest of {} pages with {} items: {slowest} (p50, p95, p99)",
        measured.len(),
        bureau::items()
    );
    report.row(&what, percentiles(times), "200 ms", percentile(times, 99) <= REACH);
    for (page, times) in measured.iter().skip(1).take(TOLD - 1) {
        report.beside(&format!("　{page}"), percentiles(times));
    }
    let over = measured.iter().filter(|(_, times)| percentile(times, 99) > REACH).count();
    report.row("　pages that take longer than 200 ms at p99", over.to_string(), "0", over == 0);
    Ok(())
}

/// Where a new sheet is opened: each has an address of its own.
async fn opened(
    server: &Server,
    client: &reqwest::Client,
    path: &str,
    cookie: &str,
) -> Result<String, Failure> {
    let answer = server.get(client, path, cookie).await?;
    match answer.headers().get("location") {
        Some(sheet) => Ok(sheet.to_str()?.to_owned()),
        None => Ok(path.to_owned()),
    }
}

async fn numbers(address: &str) -> Result<Vec<(&'static str, String)>, Failure> {
    let store = Store::open(address).await?;
    let mut numbers = Vec::new();
    for (slot, sql) in NUMBERS {
        let sql = format!("SELECT CAST(({sql}) AS TEXT)");
        let row = store.reader().query_one_raw(Statement::from_string(DbBackend::Sqlite, sql)).await?;
        let number: Option<String> = row.map(|row| row.try_get_by_index(0)).transpose()?.flatten();
        numbers.push((slot, number.ok_or_else(|| format!("there is nothing for {slot}"))?));
    }
    store.close().await?;
    Ok(numbers)
}
