//! Serves while somebody works: whenever a file changes, builds anew and starts the program again.
//!
//! It looks at the files' times twice a second, which needs no tool and no system's own interface. It must not
//! touch the data folder; the program gets its settings from the environment, as always.

use std::{
    fs, io,
    path::{Path, PathBuf},
    process::{Child, Command},
    thread::sleep,
    time::{Duration, SystemTime},
};

use crate::bundle;

/// What goes into the program.
const WATCHED: [&str; 11] = [
    "app/editor/src",
    "app/src",
    "domain/src",
    "migrations/src",
    "server/build",
    "server/src",
    "store/src",
    "styles",
    "templates",
    "typeset/src",
    "Cargo.lock",
];

/// Serves until it is interrupted.
pub fn serve() -> io::Result<()> {
    let root = bundle::workspace_root();
    let program = bundle::target_directory(&root).join("debug/jianbao");
    let mut running: Option<Child> = None;
    loop {
        let seen = newest(&root);
        if build(&root)? {
            stop(running.take())?;
            running = Some(Command::new(&program).arg("serve").current_dir(&root).spawn()?);
        } else {
            println!("What was built last goes on; mend the error and save.");
        }
        while newest(&root) == seen {
            sleep(Duration::from_millis(500));
        }
    }
}

/// Whether everything could be built.
fn build(root: &Path) -> io::Result<bool> {
    if let Err(error) = bundle::build() {
        eprintln!("error: {error}");
        return Ok(false);
    }
    // The whole workspace, as everywhere: for a part of it Cargo would compile the dependencies with other features.
    let status =
        Command::new("cargo").args(["build", "--locked", "--workspace"]).current_dir(root).status()?;
    Ok(status.success())
}

/// The program survives being killed at any moment, so there is no need to ask it.
fn stop(running: Option<Child>) -> io::Result<()> {
    let Some(mut child) = running else { return Ok(()) };
    child.kill()?;
    child.wait().map(drop)
}

/// The time of the last change, and the number of files, so that one that is gone counts as a change too.
fn newest(root: &Path) -> (Option<SystemTime>, usize) {
    let mut files = Vec::new();
    for path in WATCHED {
        collect(&root.join(path), &mut files);
    }
    let times = files.iter().filter_map(|path| fs::metadata(path).ok()?.modified().ok());
    (times.max(), files.len())
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) {
    match fs::read_dir(path) {
        Ok(entries) => entries.flatten().for_each(|entry| collect(&entry.path(), files)),
        Err(_) => files.push(path.to_owned()),
    }
}
