//! What a backup may hold: which names, how deep and how many. Whoever writes one and whoever reads one keep to it.

use std::{
    ffi::OsStr,
    path::{Component, Path, PathBuf},
};

use super::DATABASE;

/// Folders within folders; deeper ones are a loop of links.
pub(super) const DEEPEST: usize = 16;
/// The most entries of an archive, long names counted: besides the database there are the office's fonts.
pub(super) const MOST_ENTRIES: usize = 10_000;

/// Whether a backup holds files of this name: nothing hidden, nothing outside, and of the database only itself.
pub(super) fn may_be_in_a_backup(name: &str) -> bool {
    let path = Path::new(name);
    let is_plain = |component: Component<'_>| match component {
        Component::Normal(part) => !part.to_string_lossy().starts_with('.'),
        _ => false,
    };
    let is_written_plainly = path.components().collect::<PathBuf>().as_os_str() == OsStr::new(name);
    !name.is_empty()
        && is_written_plainly
        && path.components().all(is_plain)
        && path.components().count() <= DEEPEST + 1
        && !name.strip_prefix(DATABASE).is_some_and(|rest| rest.starts_with('-'))
        && !name.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_backup_holds_nothing_hidden_nothing_outside_and_of_the_database_only_itself() {
        for name in
            ["jianbao.sqlite", "jianbao.sqlite.old/a", "manifest.json", "fonts/方正小标宋.ttf", "a/b/c"]
        {
            assert!(may_be_in_a_backup(name), "{name}");
        }
        let deep = "a/".repeat(40) + "b";
        for name in [
            "",
            "/etc/passwd",
            "../a",
            "a/../b",
            "./a",
            "a//b",
            "a/",
            ".filling",
            "a/.b",
            "jianbao.sqlite-wal",
            "jianbao.sqlite-journal",
            "a\u{1b}[2J",
            deep.as_str(),
        ] {
            assert!(!may_be_in_a_backup(name), "{name}");
        }
    }
}
