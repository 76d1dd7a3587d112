//! Files of older and other office programs, turned into Word documents by an office program of this machine.
//!
//! The program is called as LibreOffice is, so that another one, or a script in a container, can take its place:
//!
//! ```text
//! PROGRAM -env:UserInstallation=file:///…/profile --headless --norestore --convert-to docx --outdir /…/out /…/in.doc
//! ```
//!
//! and leaves `/…/out/in.docx` behind. It gets nothing else: a folder of its own that is gone afterwards, no variables but
//! `PATH`, `HOME`, `TMPDIR` and `LANG`, nothing to read and nowhere to write to. One file at a time, and no longer than
//! [`PATIENCE`]: then it is killed with all that it started. What it makes is read like any other file, and not believed.

use std::{
    fs, io,
    os::unix::{fs::PermissionsExt, process::CommandExt},
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    sync::{Mutex, TryLockError},
    thread,
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal};

use crate::office_files::{MOST_BYTES, OfficeFileError, Stopping, kind::FileKind};

/// How long a file may take, and how long one waits for those before it.
const PATIENCE: Duration = Duration::from_secs(60);
/// How often one looks whether it is done.
const STEP: Duration = Duration::from_millis(20);
/// No program that does as it is asked writes more, in bytes.
const MOST_WRITTEN: u64 = 3 * MOST_BYTES as u64;

/// LibreOffice's settings: it follows no links, runs no macros, and where it would ask another machine all the same it finds
/// nobody.
const SETTINGS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetProxyType" oor:op="fuse"><value>1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyName" oor:op="fuse"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyName" oor:op="fuse"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyPort" oor:op="fuse"><value>9</value></prop></item>
</oor:items>
"#;

/// The ending under which an office program knows a kind of file; `None` for what none is asked about.
pub(super) fn ending(kind: FileKind) -> Option<&'static str> {
    match kind {
        FileKind::OldDocument => Some("doc"),
        FileKind::OpenDocument => Some("odt"),
        FileKind::Rtf => Some("rtf"),
        FileKind::Uof => Some("uot"),
        FileKind::Xml => Some("xml"),
        _ => None,
    }
}

/// An office program that turns files into Word documents.
#[derive(Debug)]
pub struct Converter {
    program: PathBuf,
    patience: Duration,
    /// Held by the one whose file is being turned.
    turn: Mutex<()>,
}

/// Why a program cannot be one.
#[derive(Debug, thiserror::Error)]
pub enum ConverterError {
    #[error("办公软件 {0} 不能使用：{1}")]
    Unusable(PathBuf, io::Error),
    #[error("办公软件 {0} 不是可以运行的文件")]
    NoProgram(PathBuf),
}

impl Converter {
    /// The program's path. Whether it does what it is asked is seen with the first file.
    pub fn new(program: PathBuf) -> Result<Self, ConverterError> {
        let program =
            program.canonicalize().map_err(|error| ConverterError::Unusable(program.clone(), error))?;
        let file =
            fs::metadata(&program).map_err(|error| ConverterError::Unusable(program.clone(), error))?;
        if !file.is_file() || file.permissions().mode() & 0o111 == 0 {
            return Err(ConverterError::NoProgram(program));
        }
        Ok(Self { program, patience: PATIENCE, turn: Mutex::new(()) })
    }

    /// With another patience than [`PATIENCE`].
    #[must_use]
    pub fn waiting(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// The Word document that the program makes of a file.
    pub(super) fn convert(
        &self,
        bytes: &[u8],
        ending: &str,
        stops: Stopping<'_>,
    ) -> Result<Vec<u8>, OfficeFileError> {
        let _turn = self.turn(stops)?;
        let failed = |error: io::Error| {
            tracing::error!(%error, program = %self.program.display(), "the office program could not be used");
            OfficeFileError::NotConverted("办公软件没有运行起来".to_owned())
        };
        let folder = tempfile::Builder::new().prefix("jianbao-").tempdir().map_err(failed)?;
        let (file, out) = (folder.path().join("in").with_extension(ending), folder.path().join("out"));
        let user = folder.path().join("profile/user");
        fs::create_dir(&out).map_err(failed)?;
        fs::create_dir_all(&user).map_err(failed)?;
        fs::write(user.join("registrymodifications.xcu"), SETTINGS).map_err(failed)?;
        fs::write(&file, bytes).map_err(failed)?;
        let converted = out.join("in.docx");
        let child = self.command(folder.path(), &file, &out).spawn().map_err(failed)?;
        let status = self.wait(Running(child), &converted, stops)?;
        if !status.success() || !converted.is_file() {
            tracing::warn!(%status, "the office program made no document");
            return Err(OfficeFileError::NotConverted("办公软件打不开它，可能已经损坏或设了密码".to_owned()));
        }
        let size = fs::metadata(&converted).map_err(failed)?.len();
        if size > MOST_BYTES as u64 {
            return Err(OfficeFileError::TooLarge);
        }
        fs::read(&converted).map_err(failed)
    }

    /// Waits until nobody else's file is being turned.
    fn turn(&self, stops: Stopping<'_>) -> Result<std::sync::MutexGuard<'_, ()>, OfficeFileError> {
        let begun = Instant::now();
        loop {
            match self.turn.try_lock() {
                Ok(turn) => return Ok(turn),
                // Whoever had it left nothing behind that one could find broken.
                Err(TryLockError::Poisoned(turn)) => return Ok(turn.into_inner()),
                Err(TryLockError::WouldBlock) if stops() => return Err(OfficeFileError::TooSlow),
                Err(TryLockError::WouldBlock) if begun.elapsed() > self.patience => {
                    let words = "别人的文件正在转换，请过一会儿再试";
                    return Err(OfficeFileError::NotConverted(words.to_owned()));
                }
                Err(TryLockError::WouldBlock) => thread::sleep(STEP),
            }
        }
    }

    fn command(&self, folder: &Path, file: &Path, out: &Path) -> Command {
        let mut profile = std::ffi::OsString::from("-env:UserInstallation=file://");
        profile.push(folder.join("profile"));
        let mut command = Command::new(&self.program);
        command
            .arg(profile)
            .args(["--headless", "--norestore", "--convert-to", "docx", "--outdir"])
            .arg(out)
            .arg(file)
            .current_dir(folder)
            .env_clear()
            .env("HOME", folder)
            .env("TMPDIR", folder)
            .env("LANG", "C.UTF-8")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            // It starts others, which are to end with it.
            .process_group(0);
        if let Some(path) = std::env::var_os("PATH") {
            command.env("PATH", path);
        }
        command
    }

    fn wait(
        &self,
        mut running: Running,
        converted: &Path,
        stops: Stopping<'_>,
    ) -> Result<ExitStatus, OfficeFileError> {
        let begun = Instant::now();
        loop {
            match running.0.try_wait() {
                Ok(Some(status)) => return Ok(status),
                Ok(None) => {}
                Err(error) => {
                    tracing::error!(%error, "the office program cannot be waited for");
                    return Err(OfficeFileError::NotConverted("办公软件没有回音".to_owned()));
                }
            }
            if stops() {
                return Err(OfficeFileError::TooSlow);
            }
            if begun.elapsed() > self.patience {
                let words = format!("办公软件超过 {} 秒没有转换完", self.patience.as_secs());
                return Err(OfficeFileError::NotConverted(words));
            }
            if fs::metadata(converted).is_ok_and(|file| file.len() > MOST_WRITTEN) {
                return Err(OfficeFileError::Bomb("转换后的文件太大".to_owned()));
            }
            thread::sleep(STEP);
        }
    }
}

/// A program under way, which ends with all that it started when nobody waits for it any more.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(group) = i32::try_from(self.0.id()).ok().and_then(Pid::from_raw) {
            // There may be nobody left.
            let _ = rustix::process::kill_process_group(group, Signal::KILL);
        }
        let _ = self.0.wait();
    }
}

#[cfg(test)]
mod tests;
