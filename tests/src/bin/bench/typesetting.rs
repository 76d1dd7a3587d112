//! Typesetting: the whole process beside what others need for the same content, and the warm steps of arranging.

use std::{
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use domain::issue::content::IssueContent;
use tests::{samples, seed};
use typeset::{Measures, Typesetter};

use super::{
    Bench, Failure, others,
    report::{Report, median, milliseconds},
};

/// How often each thing is done; the first is not counted.
const TIMES: usize = 21;

/// Pixels for each inch of a picture.
const PIXELS: f64 = 96.0;

pub(super) fn measure(bench: &Bench, report: &mut Report) -> Result<(), Failure> {
    let content = seed::issue().unwrap_or_else(|| {
        report.note("Seed 003 is not here: the input is an issue of our own of the same shape.");
        let item = |number: usize| samples::article("全市汛前检查全面完成", 9 + number % 4);
        samples::issue(vec![samples::articles((0..8).map(item).collect()), samples::briefs(25)])
    });
    processes(bench, report, &content)?;
    warm(report, &content)
}

fn processes(bench: &Bench, report: &mut Report, content: &IssueContent) -> Result<(), Failure> {
    let mut file = serde_json::to_value(content)?;
    file["format"] = "jianbao.issue/1".into();
    let input = bench.folder.join("issue.json");
    std::fs::write(&input, serde_json::to_vec(&file)?)?;
    let out = bench.folder.join("issue.pdf");
    let mut ours = Command::new(&bench.jianbao);
    ours.arg("typeset").arg(&input).arg("--out").arg(&out);
    let ours = time(&mut ours)?;

    typst_itself(bench, report, content, ours)?;
    let page = bench.folder.join("issue.html");
    std::fs::write(&page, others::html(content))?;
    let weasyprint = others::weasyprint(&page, &bench.folder.join("weasyprint.pdf"));
    let chromium = others::chromium(&page, &bench.folder.join("chromium.pdf"));
    let what = "`jianbao typeset`, whole process";
    match weasyprint.map(|mut command| time(&mut command)).transpose()? {
        Some(theirs) => {
            let ratio = theirs.as_secs_f64() / ours.as_secs_f64();
            let measured = format!("{}, {ratio:.1} times faster", milliseconds(ours));
            report.row(what, measured, "6 times faster than WeasyPrint", ratio >= 6.0);
            report.beside("　WeasyPrint, whole process", milliseconds(theirs));
        }
        None => {
            report.beside(what, milliseconds(ours));
            report.note("WeasyPrint is not installed.");
        }
    }
    match chromium.map(|mut command| time(&mut command)).transpose()? {
        Some(theirs) => report.beside("　Chromium, whole process", milliseconds(theirs)),
        None => report.note("Chromium is not installed."),
    }
    Ok(())
}

/// Typst itself for the same pages, as the package `typst` for Python brings it: our templates, our fonts, what it is given at
/// last.
fn typst_itself(
    bench: &Bench,
    report: &mut Report,
    content: &IssueContent,
    ours: Duration,
) -> Result<(), Failure> {
    let folder = bench.folder.join("typst");
    std::fs::create_dir_all(&folder)?;
    let templates = Path::new(env!("CARGO_MANIFEST_DIR")).join("../templates");
    for name in ["parts.typ", "items.typ", "issue.typ"] {
        std::fs::copy(templates.join(name), folder.join(name))?;
    }
    let given = Typesetter::new(None)?.given(content, &Measures::default())?;
    std::fs::write(folder.join("content.json"), given)?;
    let what = "`jianbao typeset` beside Typst itself";
    let Some(mut theirs) = others::typst(&folder, &templates.join("fonts")) else {
        report.note("Typst's package for Python is not installed (pip install typst).");
        return Ok(());
    };
    let theirs = time(&mut theirs)?;
    let ratio = ours.as_secs_f64() / theirs.as_secs_f64();
    let measured = format!("{ratio:.2} times its {}", milliseconds(theirs));
    report.row(what, measured, "1.3 times as long", ratio <= 1.3);
    Ok(())
}

/// A layout after an edit, its PDF, its first page's picture.
fn warm(report: &mut Report, content: &IssueContent) -> Result<(), Failure> {
    let typesetter = Typesetter::new(None)?;
    let mut content = content.clone();
    let (mut layouts, mut pdfs, mut pictures) = (Vec::new(), Vec::new(), Vec::new());
    for number in 0..TIMES {
        edit(&mut content, number);
        let start = Instant::now();
        let pages = typesetter.lay_out_issue(&content, &Measures::default())?;
        layouts.push(start.elapsed());
        let start = Instant::now();
        pages.pdf()?;
        pdfs.push(start.elapsed() + layouts[number]);
        let start = Instant::now();
        pages.png(number % pages.pages(), PIXELS);
        pictures.push(start.elapsed());
    }
    for (what, mut times, reach) in [
        ("whole issue laid out again after an edit, warm", layouts, 30),
        ("　as PDF", pdfs, 60),
        ("　one page's picture at 96 ppi, more", pictures, 40),
    ] {
        times.remove(0);
        let time = median(times);
        let reached = time <= Duration::from_millis(reach);
        report.row(what, milliseconds(time), &format!("{reach} ms"), reached);
    }
    Ok(())
}

/// As somebody edits: each time another item, by some words at its end.
fn edit(content: &mut IssueContent, number: usize) {
    let mut items = content.sections.iter_mut().flat_map(|section| &mut section.items).collect::<Vec<_>>();
    let count = items.len();
    items[number * 7 % count].body.push_str("有关情况另行通报。");
}

/// The median of whole runs; fewer where one takes long.
fn time(command: &mut Command) -> Result<Duration, Failure> {
    command.stdout(Stdio::null()).stderr(Stdio::null()).stdin(Stdio::null());
    let mut times = Vec::new();
    for number in 0..TIMES {
        let start = Instant::now();
        let status = command.status()?;
        if !status.success() {
            return Err(format!("{}: {status}", Path::new(command.get_program()).display()).into());
        }
        if number > 0 {
            times.push(start.elapsed());
        }
        if times.len() >= 5 && start.elapsed() > Duration::from_secs(1) {
            break;
        }
    }
    Ok(median(times))
}
