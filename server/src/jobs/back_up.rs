//! Each night's backup: one file a day in a folder, of which the newest are kept.

use std::{fs, io, path::PathBuf};

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use store::jobs::Outcome;
use tokio::runtime::Handle;

use super::{JobError, Tools};
use crate::backup::{self, Order, Recipients};

/// Where backups go, of what, and how many are kept.
#[derive(Debug)]
pub struct Backups {
    pub folder: PathBuf,
    /// At least one.
    pub kept: usize,
    /// For whose eyes; for everybody's where there are none.
    pub recipients: Recipients,
    pub data: PathBuf,
    /// The address of a database that is no file in the data folder.
    pub database: Option<String>,
    /// In which a day begins.
    pub time_zone: TimeZone,
}

const BEGINNING: &str = "jianbao-";
const ENDING: &str = ".backup";

pub(super) async fn done(tools: &Tools, now: Timestamp) -> Result<Outcome, JobError> {
    let Some(backups) = tools.backups.clone() else {
        return Ok(Outcome {
            words: "没有设定放备份的文件夹，没有备份".to_owned(), is_good: true
        });
    };
    let handle = Handle::current();
    // It reads, packs and reads again for minutes, and keeps its thread.
    let work = tokio::task::spawn_blocking(move || backups.back_up(&handle, now));
    work.await.map_err(JobError::of)?
}

impl Backups {
    fn back_up(&self, handle: &Handle, now: Timestamp) -> Result<Outcome, JobError> {
        let in_folder = |error: io::Error| JobError(format!("备份文件夹 {}：{error}", self.folder.display()));
        fs::create_dir_all(&self.folder).map_err(in_folder)?;
        let day = now.to_zoned(self.time_zone.clone()).date();
        let out = self.folder.join(name_of(day));
        let order = Order {
            data: &self.data,
            database: self.database.as_deref(),
            out: &out,
            // Tried once more, the day's file is made anew.
            force: true,
            recipients: &self.recipients,
        };
        let summary = handle.block_on(backup::back_up(order, now)).map_err(JobError::of)?;
        let removed = self.remove_old().map_err(in_folder)?;
        let old = if removed > 0 { format!("，删去了{removed}份更早的") } else { String::new() };
        let size = summary.bytes.div_ceil(1024 * 1024);
        let words = format!("已备份到 {}（{size} MB），并重新读过一遍{old}", out.display());
        Ok(Outcome { words, is_good: true })
    }

    /// Removes the oldest backups of ours beyond those that are kept. Other files are nobody's business here.
    fn remove_old(&self) -> io::Result<usize> {
        let mut days = Vec::new();
        for entry in fs::read_dir(&self.folder)? {
            days.extend(entry?.file_name().to_str().and_then(day_of));
        }
        days.sort_unstable();
        let old = days.len().saturating_sub(self.kept.max(1));
        for day in &days[..old] {
            fs::remove_file(self.folder.join(name_of(*day)))?;
        }
        Ok(old)
    }
}

fn name_of(day: Date) -> String {
    format!("{BEGINNING}{day}{ENDING}")
}

/// The day of a backup that was made here, by its name.
fn day_of(name: &str) -> Option<Date> {
    let day: Date = name.strip_prefix(BEGINNING)?.strip_suffix(ENDING)?.parse().ok()?;
    (name_of(day) == name).then_some(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_backups_of_ours_are_old_enough_to_go() {
        let folder = tempfile::tempdir().expect("a folder");
        let names = [
            "jianbao-2024-04-14.backup",
            "jianbao-2024-04-16.backup",
            "jianbao-2024-04-15.backup",
            "jianbao-2024-4-1.backup",
            "jianbao-2024-04-01 给审计.backup",
            "别的.txt",
        ];
        for name in names {
            fs::write(folder.path().join(name), "x").expect("a file");
        }
        let backups = Backups {
            folder: folder.path().to_owned(),
            kept: 2,
            recipients: Recipients::read(&[], &[]).expect("none"),
            data: PathBuf::new(),
            database: None,
            time_zone: TimeZone::UTC,
        };
        assert_eq!(backups.remove_old().expect("the folder can be read"), 1);
        let left = |name: &str| folder.path().join(name).exists();
        assert!(!left("jianbao-2024-04-14.backup"));
        assert!(names[1..].iter().all(|name| left(name)));
        assert_eq!(backups.remove_old().expect("the folder can be read"), 0);
    }
}
