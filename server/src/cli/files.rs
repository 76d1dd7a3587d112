//! Reading a command's input and writing its result: UTF-8 in, all or nothing out.

use std::{
    fs::{File, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

use domain::{
    json::{Fault, TomlPlaces},
    scoring::{RuleSet, form, version_1},
};

use super::Failure;

/// A file as it is.
pub(super) fn read_bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(path)
        .map_err(|error| Failure::input(format!("{}：无法读取文件（{}）", path.display(), reason(&error))))
}

/// The text of a file. A byte-order mark is dropped; what is not UTF-8 is an error that names the line.
pub(super) fn read_text(path: &Path) -> Result<String, Failure> {
    let bytes = read_bytes(path)?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = valid.iter().filter(|byte| **byte == b'\n').count() + 1;
        Failure::input(format!("{}：第{line}行不是 UTF-8 文字，请将文件另存为 UTF-8 编码", path.display()))
    })?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// A rule set with the lines of its document.
pub(super) struct ReadRules {
    pub rules: RuleSet,
    places: TomlPlaces,
    path: Option<PathBuf>,
}

impl ReadRules {
    /// What is to be pointed out, as faults of the file are: 办法.toml：第12行 rates[2].when.form：…
    pub(super) fn pointed_out(&self, warnings: Vec<Fault>) -> Vec<String> {
        let file = self.path.as_ref().map(|path| format!("{}：", path.display())).unwrap_or_default();
        let warnings = warnings.iter().map(|warning| self.places.placed(form::in_keys(warning)));
        warnings.map(|warning| format!("{file}{warning}")).collect()
    }
}

/// The rule set of a file, or the built-in one.
pub(super) fn read_rules(path: Option<&Path>) -> Result<ReadRules, Failure> {
    let Some(path) = path else {
        let rules = version_1();
        return Ok(ReadRules { places: TomlPlaces::of(&rules.to_toml()), rules, path: None });
    };
    let text = read_text(path)?;
    let rules = RuleSet::read(&text).map_err(|faults| {
        Failure::Input(faults.iter().map(|fault| format!("{}：{fault}", path.display())).collect())
    })?;
    Ok(ReadRules { rules, places: TomlPlaces::of(&text), path: Some(path.to_owned()) })
}

/// Writes a result to `--out`, whole or not at all, or to standard output where there is none.
pub(super) fn write_result(out: Option<&Path>, bytes: &[u8]) -> Result<(), Failure> {
    let Some(path) = out else {
        let mut output = io::stdout().lock();
        return match output.write_all(bytes).and_then(|()| output.flush()) {
            // The reader has seen enough, as `head` does.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            Err(error) => Err(Failure::input(format!("无法写到标准输出（{}）", reason(&error)))),
            Ok(()) => Ok(()),
        };
    };
    replace(path, bytes)
        .map_err(|error| Failure::input(format!("{}：无法写入文件（{}）", path.display(), reason(&error))))
}

/// Writes beside the file and renames over it, so that nobody ever sees half of it.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    // Through a link, so that the link stays one. A file that does not exist yet is its own target.
    let target = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    if target.metadata().is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir()) {
        // A device or a pipe cannot be replaced, only written to.
        return OpenOptions::new().write(true).open(&target)?.write_all(bytes);
    }
    let temporary = beside(&target)?;
    let written = File::create_new(&temporary)
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
        .and_then(|()| std::fs::rename(&temporary, &target));
    if written.is_err() {
        // The first error is the one to tell; what is left behind is only a hidden file.
        let _ = std::fs::remove_file(&temporary);
    }
    written
}

fn beside(target: &Path) -> io::Result<PathBuf> {
    let name = target.file_name().ok_or(io::ErrorKind::IsADirectory)?;
    let mut hidden = std::ffi::OsString::from(".");
    hidden.push(name);
    hidden.push(format!(".{}", std::process::id()));
    Ok(target.with_file_name(hidden))
}

fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "文件或文件夹不存在".to_owned(),
        io::ErrorKind::PermissionDenied => "没有权限".to_owned(),
        io::ErrorKind::IsADirectory => "这是一个文件夹".to_owned(),
        io::ErrorKind::NotADirectory => "路径中有一部分不是文件夹".to_owned(),
        io::ErrorKind::StorageFull => "磁盘已满".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "文件系统只读".to_owned(),
        _ => error.to_string(),
    }
}
