//! Importing: ten thousand rows seen and imported, as records and as adopted pieces of printed issues, while somebody else
//! signs in.

use std::time::{Duration, Instant};

use domain::scoring::facts_file;
use rust_xlsxwriter::Workbook;
use tests::seed;

use super::{
    Bench, Failure, bureau,
    report::{Report, milliseconds},
    serving::Server,
};

const ROWS: usize = 10_000;
const PIECES_OF_AN_ISSUE: usize = 25;
/// A year of the demonstration of which nothing is closed.
const YEAR: usize = 2024;

pub(super) async fn measure(bench: &Bench, report: &mut Report) -> Result<(), Failure> {
    let made = bureau::kept(bench, "data-import", async |store| Ok(store.close().await?)).await?;
    let data = bureau::copied(bench, &made)?;
    let units = facts_file::read_units(seed::FACTS).map_err(|faults| format!("{faults:?}"))?;
    let units: Vec<&str> =
        units.units().iter().filter(|unit| unit.scored).map(|unit| unit.name.as_str()).collect();
    let server = Server::start(&bench.jianbao, data.path())?;
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build()?;
    let editor = server.sign_in(&client, "bianji").await?;

    let files = [("records", records(&units)?), ("adopted pieces of 400 issues", adoptions(&units)?)];
    for (what, file) in files {
        let begun = Instant::now();
        let preview = hand_in(&server, &client, &editor, file).await?;
        let page = server.get(&client, &preview, &editor).await?.text().await?;
        let seen = begun.elapsed();
        if !page.contains(&format!("将导入{ROWS}行")) {
            return Err(format!("the preview of {what} finds something else: {page}").into());
        }
        report.row(
            &format!("preview, 10,000 {what}"),
            milliseconds(seen),
            "5 s",
            seen <= Duration::from_secs(5),
        );

        let number = preview.trim_start_matches("/import/").to_owned();
        let begun = Instant::now();
        let import = async {
            server.post(&client, "/do/import", &[("file", &number), ("hidden", "")], &editor).await?;
            while server.get(&client, &preview, &editor).await?.text().await?.contains("正在导入") {
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
            Ok::<Duration, Failure>(begun.elapsed())
        };
        let others = async {
            let mut slowest = Duration::ZERO;
            loop {
                let begun = Instant::now();
                let signed_in = server.sign_in(&client, "duzhe").await;
                slowest = slowest.max(begun.elapsed());
                if signed_in.is_err() {
                    return slowest;
                }
                SLOWEST.store(
                    u64::try_from(slowest.as_millis()).unwrap_or(u64::MAX),
                    std::sync::atomic::Ordering::Relaxed,
                );
                tokio::time::sleep(Duration::from_millis(300)).await;
            }
        };
        SLOWEST.store(0, std::sync::atomic::Ordering::Relaxed);
        let taken = tokio::select! {
            taken = import => taken?,
            slowest = others => return Err(format!("nobody can sign in any more, after {slowest:?}").into()),
        };
        let page = server.get(&client, &preview, &editor).await?.text().await?;
        if !page.contains(&format!("导入{ROWS}行")) {
            return Err(format!("the import of {what} came to something else: {page}").into());
        }
        report.row(
            &format!("import, 10,000 {what}"),
            milliseconds(taken),
            "20 s",
            taken <= Duration::from_secs(20),
        );
        let slowest = Duration::from_millis(SLOWEST.load(std::sync::atomic::Ordering::Relaxed));
        report.beside("　slowest sign-in of others meanwhile", milliseconds(slowest));
    }
    report.beside("memory, most while importing", format!("{} MB", server.memory("VmHWM")?));
    Ok(())
}

/// The slowest sign-in so far, in milliseconds.
static SLOWEST: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(0);

/// The address of the file's preview.
async fn hand_in(
    server: &Server,
    client: &reqwest::Client,
    cookie: &str,
    file: Vec<u8>,
) -> Result<String, Failure> {
    let head = "--end\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.xlsx\"\r\n\r\n";
    let body = [head.as_bytes(), &file, b"\r\n--end--\r\n"].concat();
    let request = client
        .post(server.address("/import"))
        .header("cookie", cookie)
        .header("origin", server.address(""))
        .header("content-type", "multipart/form-data; boundary=end")
        .body(body);
    let answer = request.send().await?;
    match answer.headers().get("location") {
        Some(address) => Ok(address.to_str()?.to_owned()),
        None => Err(format!("the file was refused: {}", answer.text().await?).into()),
    }
}

fn day(number: usize) -> String {
    format!("{YEAR}-{:02}-{:02}", 4 + number % 8, 1 + number / 8 % 28)
}

/// Upper adoptions and adjustments through eight months.
fn records(units: &[&str]) -> Result<Vec<u8>, Failure> {
    let mut book = Workbook::new();
    let half = ROWS / 2;
    let sheet = book.add_worksheet().set_name("上级采用")?;
    sheet.write_row(0, 0, ["日期", "上级刊物", "标题", "单位", "形式"])?;
    for number in 0..half {
        let unit = units[number % units.len()];
        let title = format!("第{number}篇关于调查监测工作的信息");
        let row = [day(number).as_str(), "每日动态", title.as_str(), unit, "综合"].map(str::to_owned);
        sheet.write_row(u32::try_from(number + 1)?, 0, row)?;
    }
    let sheet = book.add_worksheet().set_name("加减分")?;
    sheet.write_row(0, 0, ["日期", "分值", "事由", "单位"])?;
    for number in 0..half {
        let (unit, other) = (units[number % units.len()], units[(number + 7) % units.len()]);
        let row = [day(number), "0.5".to_owned(), format!("第{number}次宣讲"), format!("{unit}、{other}")];
        sheet.write_row(u32::try_from(number + 1)?, 0, row)?;
    }
    Ok(book.save_to_buffer()?)
}

/// Adopted pieces, as many issues as that makes.
fn adoptions(units: &[&str]) -> Result<Vec<u8>, Failure> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("采用")?;
    sheet.write_row(0, 0, ["期号", "日期", "年度", "类型", "标题", "单位"])?;
    for number in 0..ROWS {
        let issue = number / PIECES_OF_AN_ISSUE;
        let row = [
            (1_001 + issue).to_string(),
            day(issue),
            day(issue).chars().take(4).collect(),
            if number % PIECES_OF_AN_ISSUE < 8 { "信息" } else { "简讯" }.to_owned(),
            format!("第{number}篇关于调查监测工作的信息"),
            units[number % units.len()].to_owned(),
        ];
        sheet.write_row(u32::try_from(number + 1)?, 0, row)?;
    }
    Ok(book.save_to_buffer()?)
}
