//! What the office bears: how fast its health is told while heavy work is asked for without end, and how fast fifty people
//! are answered while a thousand connections do nothing.

use std::{
    net::TcpStream,
    time::{Duration, Instant},
};

use super::{
    Bench, Failure, bureau,
    load::{self, Asked},
    report::{Report, milliseconds},
    serving::Server,
};

/// How long it is flooded.
const FLOOD: Duration = Duration::from_secs(20);

/// So many ask for heavy work at the same time, each again as soon as it is answered.
const ASKERS: usize = 8;

const IDLE: usize = 900;

pub(super) async fn measure(bench: &Bench, report: &mut Report) -> Result<(), Failure> {
    let data = bureau::prepared(bench).await?;
    let server = Server::start(&bench.jianbao, &data)?;
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build()?;
    let writer = server.sign_in(&client, "xinxi01").await?;
    let item = unlike_texts(&server, &client, &writer).await?;
    let page = format!("/items/{item}/revisions/2");

    let begun = Instant::now();
    let mut floods = tokio::task::JoinSet::new();
    for _ in 0..ASKERS {
        let (client, address, cookie) = (client.clone(), server.address(&page), writer.clone());
        floods.spawn(async move {
            let mut answered = 0u32;
            while begun.elapsed() < FLOOD {
                // What is refused because too much is asked for is an answer, too.
                if client.get(&address).header("cookie", &cookie).send().await.is_ok() {
                    answered += 1;
                }
            }
            answered
        });
    }
    let mut slowest = Vec::new();
    while begun.elapsed() < FLOOD {
        let asked = Instant::now();
        client.get(server.address("/healthz")).send().await?.error_for_status()?;
        slowest.push(asked.elapsed());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let answered: u32 = floods.join_all().await.into_iter().sum();
    slowest.sort();
    let last = slowest.last().copied().unwrap_or_default();
    let what = format!("health while {ASKERS} ask for heavy work ({answered} answered), the slowest");
    report.row(&what, milliseconds(last), "50 ms", last <= Duration::from_millis(50));

    let address = server.address("").trim_start_matches("http://").to_owned();
    let idle = (0..IDLE).map(|_| TcpStream::connect(&address)).collect::<Result<Vec<_>, _>>()?;
    let editor = server.sign_in(&client, "bianji").await?;
    let inbox = Asked { address: server.address("/inbox"), cookie: &editor };
    let slow = load::slowest(&client, &inbox, 50).await?;
    let what = format!("p99 at 50 a second with {} idle connections", idle.len());
    report.row(&what, milliseconds(slow), "50 ms", slow <= Duration::from_millis(50));
    let memory = server.memory("VmHWM")?;
    report.row("memory, most under these loads", format!("{memory} MB"), "400 MB", memory <= 400);
    Ok(())
}

/// An item with two revisions that are as long as they may be and have nothing in common.
async fn unlike_texts(server: &Server, client: &reqwest::Client, cookie: &str) -> Result<String, Failure> {
    let unit = field(&page(server, client, "/items/new", cookie).await?, "unit");
    let mut fields = vec![("kind", "信息".to_owned()), ("title", "对比".to_owned())];
    fields.extend(unit.map(|unit| ("unit", unit)));
    let mut item = String::new();
    for seed in 1..=2 {
        let mut form = fields.clone();
        form.push(("body", text(seed)));
        let verb = if item.is_empty() {
            "draft_item"
        } else {
            let address = format!("/items/{item}/edit");
            let page = page(server, client, &address, cookie).await?;
            let revision = field(&page, "revision").ok_or("the page shows no revision")?;
            form.extend([("item", item.clone()), ("revision", revision)]);
            "save_item"
        };
        let request = client
            .post(server.address(&format!("/do/{verb}")))
            .header("cookie", cookie)
            .header("origin", server.address(""))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(serde_urlencoded::to_string(&form)?);
        let answer = request.send().await?;
        let next = answer.headers().get("location").and_then(|next| next.to_str().ok()).unwrap_or_default();
        let id = next.split_once("/items/").map(|(_, rest)| rest);
        let id: String = id.unwrap_or_default().chars().take_while(char::is_ascii_digit).collect();
        if id.is_empty() {
            return Err(format!("{verb} led to “{next}”").into());
        }
        item = id;
    }
    Ok(item)
}

/// A page, also where it is another one under its own name.
async fn page(
    server: &Server,
    client: &reqwest::Client,
    address: &str,
    cookie: &str,
) -> Result<String, Failure> {
    let ask = |address: String| client.get(address).header("cookie", cookie).send();
    let answer = ask(server.address(address)).await?;
    let next = answer.headers().get("location").and_then(|next| next.to_str().ok());
    let answer = match next.map(|next| server.address(next)) {
        Some(next) => ask(next).await?,
        None => answer,
    };
    Ok(answer.error_for_status()?.text().await?)
}

fn field(page: &str, name: &str) -> Option<String> {
    let at = page.find(&format!("name=\"{name}\" value=\""))?;
    page[at..].split('"').nth(3).map(str::to_owned)
}

fn text(seed: u32) -> String {
    let character =
        |at: u32| char::from_u32(0x4e00 + (at.wrapping_mul(7919) ^ seed.wrapping_mul(104_729)) % 20_000);
    (0..49_000).filter_map(character).collect()
}
