//! What the program keeps is its own account's alone: data, database, backups and keys are made so that nobody else on the
//! machine reads them, whatever the mask says. And whether there is room for it.

use std::{fs, io, os::unix::fs::PermissionsExt, path::Path};

use rustix::fs::Mode;

/// From now on nothing that this process makes can be read by another account.
pub fn keep_private() {
    rustix::process::umask(Mode::RWXG | Mode::RWXO);
}

/// Whether the process may do anything on this machine, which serving does not need.
pub fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

/// With less than this left on its disk, in bytes, a database cannot be written to for long.
const LEAST_ROOM: u64 = 32 << 20;

/// Whether the disk of a folder is full, or as good as full.
pub fn is_full(folder: &Path) -> io::Result<bool> {
    let disk = rustix::fs::statvfs(folder)?;
    Ok(disk.f_bavail.saturating_mul(disk.f_frsize) < LEAST_ROOM)
}

/// What the program itself puts into its data folder begins so.
const OURS: [&str; 2] = ["jianbao.sqlite", "fonts"];

/// Takes from everybody else what an earlier version of the program, or a copy, left open to them: the database, and the
/// folder where nothing but the program's own is in it.
pub fn make_private(folder: &Path) -> io::Result<()> {
    let mut is_ours = true;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let known = OURS.iter().any(|ours| name.to_string_lossy().starts_with(ours));
        is_ours &= known;
        // What a link points to is somebody else's.
        if known && entry.file_type()?.is_file() {
            close(&entry.path(), 0o600)?;
        }
    }
    if is_ours { close(folder, 0o700) } else { Ok(()) }
}

fn close(path: &Path, mode: u32) -> io::Result<()> {
    let now = fs::metadata(path)?.permissions().mode() & 0o777;
    // What others may do is taken away, and nothing is given.
    let private = now & mode;
    if now == private { Ok(()) } else { fs::set_permissions(path, fs::Permissions::from_mode(private)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).expect("it is there").permissions().mode() & 0o777
    }

    #[test]
    fn what_was_open_to_others_is_closed_and_nothing_is_given() {
        let folder = tempfile::tempdir().expect("a folder");
        let [open, own] = ["jianbao.sqlite", "jianbao.sqlite-wal"].map(|name| folder.path().join(name));
        for (path, mode) in [(&open, 0o644), (&own, 0o400)] {
            fs::write(path, "x").expect("a file");
            fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("a mode");
        }
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).expect("a mode");
        make_private(folder.path()).expect("it is closed");
        assert_eq!([mode(folder.path()), mode(&open), mode(&own)], [0o700, 0o600, 0o400]);
    }

    #[test]
    fn a_folder_with_other_things_in_it_stays_as_it_is() {
        let folder = tempfile::tempdir().expect("a folder");
        let [own, other] = ["jianbao.sqlite", "README.md"].map(|name| folder.path().join(name));
        for path in [&own, &other] {
            fs::write(path, "x").expect("a file");
            fs::set_permissions(path, fs::Permissions::from_mode(0o644)).expect("a mode");
        }
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).expect("a mode");
        make_private(folder.path()).expect("it is looked at");
        assert_eq!([mode(folder.path()), mode(&own), mode(&other)], [0o755, 0o600, 0o644]);
    }
}
