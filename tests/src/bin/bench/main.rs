//! What `make bench` runs: measures the release program and prints each figure beside the one to be reached.
//!
//! The server has the first core to itself, what asks it the second. A figure that could not be measured here is
//! left out with the reason. `bench typesetting`, `bench scoring`, `bench manuscripts`, `bench years`, `bench importing`,
//! `bench serving`, `bench presence`, `bench commenting`, `bench bearing`, `bench growing`, `bench duplicates`, `bench searching`, `bench sifting`,
//! `bench arranging` and `bench pages` measure one part.

mod arranging;
mod bearing;
mod bureau;
mod commenting;
mod duplicates;
mod growing;
mod importing;
mod load;
mod manuscripts;
mod others;
mod pages;
mod pieces;
mod presence;
mod report;
mod scoring;
mod searching;
mod serving;
mod sifting;
mod typesetting;
mod years;

use std::path::{Path, PathBuf};

use report::Report;

/// The program's own: what is scored here takes the time and the memory that it takes there.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What goes wrong is told to whoever measures.
type Failure = Box<dyn std::error::Error>;

/// Where the program and the work files are.
struct Bench {
    /// The release program.
    jianbao: PathBuf,
    /// Files that may stay from one run to the next.
    folder: PathBuf,
}

#[expect(clippy::print_stdout, reason = "the figures are what this program is for")]
fn main() -> Result<(), Failure> {
    let part = std::env::args().nth(1);
    if part.as_deref() == Some("score") {
        let size = std::env::args().nth(2).ok_or("how many facts?")?.parse()?;
        println!("{}", scoring::score(size)?);
        return Ok(());
    }
    if part.as_deref() == Some("manuscript") {
        let file = std::env::args().nth(2).ok_or("which file?")?;
        println!("{}", manuscripts::read(&file)?);
        return Ok(());
    }
    let root = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    // The program may be another one than the release: to see that a measurement is done at all, not what it says.
    let jianbao = std::env::var_os("JIANBAO_BENCH_PROGRAM");
    let jianbao = jianbao.map_or_else(|| target.join("release/jianbao"), PathBuf::from);
    let folder = std::env::var_os("JIANBAO_BENCH_FOLDER").map_or_else(|| target.join("bench"), PathBuf::from);
    let bench = Bench { jianbao, folder };
    std::fs::create_dir_all(&bench.folder)?;
    let mut report = Report::default();
    if part.as_deref().is_none_or(|part| part == "typesetting") {
        typesetting::measure(&bench, &mut report)?;
    }
    if part.as_deref().is_none_or(|part| part == "scoring") {
        scoring::measure(&mut report)?;
    }
    if part.as_deref().is_none_or(|part| part == "manuscripts") {
        manuscripts::measure(&bench, &mut report)?;
    }
    if part.as_deref().is_none_or(|part| part == "years") {
        tokio::runtime::Runtime::new()?.block_on(years::measure(&bench, &mut report))?;
    }
    if part.as_deref().is_none_or(|part| part == "importing") {
        tokio::runtime::Runtime::new()?.block_on(importing::measure(&bench, &mut report))?;
    }
    if part.as_deref().is_none_or(|part| part == "serving") {
        tokio::runtime::Runtime::new()?.block_on(serving::measure(&bench, &mut report))?;
    }
    if part.as_deref().is_none_or(|part| part == "commenting") {
        tokio::runtime::Runtime::new()?.block_on(commenting::measure(&bench, &mut report))?;
    }
    if part.as_deref().is_none_or(|part| part == "presence") {
        tokio::runtime::Runtime::new()?.block_on(presence::measure(&bench, &mut report))?;
    }
    if part.as_deref().is_none_or(|part| part == "bearing") {
        tokio::runtime::Runtime::new()?.block_on(bearing::measure(&bench, &mut report))?;
    }
    if part.as_deref().is_none_or(|part| part == "growing") {
        tokio::runtime::Runtime::new()?.block_on(growing::measure(&bench, &mut report))?;
    }
    if part.as_deref().is_none_or(|part| part == "duplicates") {
        tokio::runtime::Runtime::new()?.block_on(duplicates::measure(&bench, &mut report))?;
    }
    if part.as_deref().is_none_or(|part| part == "searching") {
        tokio::runtime::Runtime::new()?.block_on(searching::measure(&bench, &mut report))?;
    }
    if part.as_deref().is_none_or(|part| part == "sifting") {
        tokio::runtime::Runtime::new()?.block_on(sifting::measure(&bench, &mut report))?;
    }
    if part.as_deref().is_none_or(|part| part == "arranging") {
        tokio::runtime::Runtime::new()?.block_on(arranging::measure(&bench, &mut report))?;
    }
    if part.as_deref().is_none_or(|part| part == "pages") {
        tokio::runtime::Runtime::new()?.block_on(pages::measure(&bench, &mut report))?;
    }
    weigh(&root.join("target/bundle"), &mut report);
    println!("{report}");
    Ok(())
}

/// What the browser is given once: the WebAssembly as Brotli has it.
fn weigh(bundle: &Path, report: &mut Report) {
    match std::fs::metadata(bundle.join("app.wasm.br")) {
        Ok(file) => {
            let kilobytes = file.len().div_ceil(1000);
            report.row("WebAssembly, compressed", format!("{kilobytes} kB"), "250 kB", kilobytes <= 250);
        }
        Err(error) => report.note(format!("The browser's part could not be weighed: {error}.")),
    }
}
