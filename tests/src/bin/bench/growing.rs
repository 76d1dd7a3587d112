//! What grows: memory over minutes of mixed work, with a hundred thousand items. `JIANBAO_BENCH_MINUTES` says how many (3).

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use super::{Bench, Failure, bureau, report::Report, serving::Server};

const MINUTES: u64 = 3;

/// How often the memory is looked at.
const PACE: Duration = Duration::from_secs(5);

/// So much more than in the middle third it may be in the last.
const MOST_GROWTH: f64 = 1.1;

pub(super) async fn measure(bench: &Bench, report: &mut Report) -> Result<(), Failure> {
    let minutes = std::env::var("JIANBAO_BENCH_MINUTES").ok().and_then(|minutes| minutes.parse().ok());
    let minutes: u64 = minutes.unwrap_or(MINUTES);
    let data = bureau::prepared(bench).await?;
    let server = Arc::new(Server::start(&bench.jianbao, &data)?);
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build()?;
    let begun = Instant::now();
    let ends = begun + Duration::from_secs(minutes * 60);
    let answered = Arc::new(AtomicU64::new(0));
    let mut people = tokio::task::JoinSet::new();
    for (number, login) in
        ["bianji", "bianji2", "hegao", "duzhe", "xinxi01", "xinxi02"].into_iter().enumerate()
    {
        let cookie = server.sign_in(&client, login).await?;
        let work =
            Work { server: server.clone(), client: client.clone(), cookie, answered: answered.clone() };
        people.spawn(async move {
            let mut step = number as u64 * 1_000;
            while Instant::now() < ends {
                step += 1;
                work.step(step).await;
            }
        });
    }
    let mut seen = Vec::new();
    while Instant::now() < ends {
        tokio::time::sleep(PACE).await;
        seen.push(server.memory("VmRSS")?);
    }
    people.join_all().await;
    let third = seen.len() / 3;
    let average = |part: &[u64]| part.iter().sum::<u64>() as f64 / part.len().max(1) as f64;
    let (first, middle, last) =
        (average(&seen[..third]), average(&seen[third..2 * third]), average(&seen[2 * third..]));
    let most = server.memory("VmHWM")?;
    let what = format!(
        "memory over {minutes} minutes of mixed work with {} items ({} answers), by thirds",
        bureau::items(),
        answered.load(Ordering::Relaxed)
    );
    let reached = last <= middle * MOST_GROWTH;
    report.row(
        &what,
        format!("{first:.0}, {middle:.0}, {last:.0} MB (most {most})"),
        "flat from the second",
        reached,
    );
    Ok(())
}

/// What one person does, over and over.
struct Work {
    server: Arc<Server>,
    client: reqwest::Client,
    cookie: String,
    answered: Arc<AtomicU64>,
}

impl Work {
    async fn step(&self, step: u64) {
        let item = 1 + step * 7_919 % u64::from(u32::try_from(bureau::items()).unwrap_or(u32::MAX));
        let address = match step % 12 {
            0 => "/inbox".to_owned(),
            1 => format!("/inbox?before={}", step * 1_000_003),
            2 => "/search?q=%E5%85%A8%E5%B8%82".to_owned(),
            3 | 4 => format!("/items/{item}"),
            5 => "/issues".to_owned(),
            6 => format!("/issues/{}", 1 + step % 8),
            7 => format!("/issues/{}/pdf", 1 + step % 8),
            8 => format!("/bulletins/2024-0{}", 1 + step % 2),
            9 => "/".to_owned(),
            10 => format!("/units/{}", 1 + step % 40),
            _ => return self.write(step).await,
        };
        self.ask(self.client.get(self.server.address(&address))).await;
    }

    /// Types into a new text: it is kept, and its pages are set.
    async fn write(&self, step: u64) {
        let body: String = (0..400).map(|at| WORDS[(step as usize * 31 + at * 7) % WORDS.len()]).collect();
        let title = format!("第{step}次试写");
        let form = [("kind", "信息"), ("title", &title), ("body", &body), ("attribution_line", "")];
        let form = serde_urlencoded::to_string(form).unwrap_or_default();
        let request =
            self.client.post(self.server.address("/slip")).header("origin", self.server.address(""));
        self.ask(request.header("content-type", "application/x-www-form-urlencoded").body(form)).await;
    }

    async fn ask(&self, request: reqwest::RequestBuilder) {
        let answer = request.header("cookie", &self.cookie).send().await;
        if let Ok(answer) = answer
            && answer.bytes().await.is_ok()
        {
            self.answered.fetch_add(1, Ordering::Relaxed);
        }
    }
}

const WORDS: [&str; 12] = [
    "全市",
    "自然资源",
    "工作，",
    "完成",
    "验收",
    "300亩。",
    "各县",
    "开展",
    "督查；",
    "问题",
    "整改",
    "到位。",
];
