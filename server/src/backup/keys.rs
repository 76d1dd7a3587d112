//! Backups for the eyes of some: encrypted in the `age` format (age-encryption.org/v1), which other programs read as well.
//!
//! Keys are made and kept by whoever holds the backups (`age-keygen`, `rage-keygen`); the program sees none of them but
//! when it restores.

use std::{
    cell::Cell,
    fs::{self, File},
    io::{self, BufReader, Read},
    path::{Path, PathBuf},
    rc::Rc,
};

use age::{DecryptError, IdentityFile, x25519};

use super::BackupError;

/// How an encrypted file begins.
const HEAD: &[u8] = b"age-encryption.org/";

/// The longest head of an encrypted file, in bytes: that of twice as many keys as we take. It is read anew with each line
/// that comes, so that one without an end would take for ever.
const LONGEST_HEAD: u64 = 16 << 10;

/// How the last line of a head begins.
const HEAD_ENDS: &[u8] = b"\n--- ";

/// The most keys for which a backup is encrypted; the head has room for these.
const MOST_KEYS: usize = 64;

/// Whose keys open a backup; nobody's where everybody may read it.
#[derive(Clone, Debug, Default)]
pub struct Recipients(Vec<x25519::Recipient>);

impl Recipients {
    /// Public keys (`age1…`), and files with one a line.
    pub fn read(keys: &[String], files: &[PathBuf]) -> Result<Self, BackupError> {
        let mut recipients = Vec::new();
        for key in keys {
            recipients.push(recipient(key)?);
        }
        for file in files {
            let text = fs::read_to_string(file).map_err(|error| BackupError::File(file.clone(), error))?;
            let lines = text.lines().map(str::trim);
            let mut found = 0;
            for line in lines.filter(|line| !line.is_empty() && !line.starts_with('#')) {
                recipients.push(recipient(line)?);
                found += 1;
            }
            if found == 0 {
                return Err(BackupError::Keys(format!("{} 里没有公钥", file.display())));
            }
        }
        if recipients.len() > MOST_KEYS {
            return Err(BackupError::Keys(format!("公钥最多{MOST_KEYS}把，给了{}把", recipients.len())));
        }
        Ok(Self(recipients))
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// A writer for what these may read, and whoever has the other key.
    pub(super) fn encrypt(
        &self,
        own: &x25519::Identity,
        file: File,
    ) -> io::Result<age::stream::StreamWriter<File>> {
        let own = own.to_public();
        let all = self.0.iter().chain([&own]).map(|recipient| recipient as &dyn age::Recipient);
        let encryptor = age::Encryptor::with_recipients(all).map_err(io::Error::other)?;
        encryptor.wrap_output(file)
    }
}

fn recipient(key: &str) -> Result<x25519::Recipient, BackupError> {
    key.parse().map_err(|_| {
        // A private key that was taken for a public one must not end in a log.
        let shown: String = key.chars().take(8).collect();
        BackupError::Keys(format!("“{shown}…”不是 age 的公钥，公钥以 age1 开头，由 age-keygen 生成"))
    })
}

/// Private keys that open backups.
#[derive(Default)]
pub struct Identities(Vec<Box<dyn age::Identity + Send + Sync>>);

impl std::fmt::Debug for Identities {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Identities")
    }
}

impl Identities {
    /// From files as `age-keygen` writes them.
    pub fn read(files: &[PathBuf]) -> Result<Self, BackupError> {
        let mut identities = Vec::new();
        for file in files {
            let unreadable = |error| BackupError::File(file.clone(), error);
            let no_keys = || BackupError::Keys(format!("{} 里没有 age 的私钥", file.display()));
            let bytes = fs::read(file).map_err(unreadable)?;
            let found = IdentityFile::from_buffer(bytes.as_slice()).map_err(|_| no_keys())?;
            let found = found.into_identities().map_err(|_| no_keys())?;
            if found.is_empty() {
                return Err(no_keys());
            }
            identities.extend(found);
        }
        Ok(Self(identities))
    }

    pub(super) fn one(identity: x25519::Identity) -> Self {
        Self(vec![Box::new(identity)])
    }
}

/// A backup's bytes, in the clear.
pub(super) struct Opened {
    pub(super) content: Box<dyn Read>,
    pub(super) is_encrypted: bool,
    read: Rc<Cell<u64>>,
    /// Of the file, in bytes.
    pub(super) length: u64,
}

impl Opened {
    /// Opens a backup, with a key where it needs one.
    pub(super) fn open(path: &Path, identities: &Identities) -> Result<Self, BackupError> {
        let unreadable = |error| BackupError::File(path.to_owned(), error);
        let broken = |fault: String| BackupError::Broken { path: path.to_owned(), fault };
        let mut file = File::open(path).map_err(unreadable)?;
        let length = file.metadata().map_err(unreadable)?.len();
        let mut head = Vec::new();
        (&mut file).take(LONGEST_HEAD).read_to_end(&mut head).map_err(unreadable)?;
        let is_encrypted = head.starts_with(HEAD);
        if is_encrypted && !head.windows(HEAD_ENDS.len()).any(|part| part == HEAD_ENDS) {
            let fault = match head.len() as u64 == LONGEST_HEAD {
                true => "加密的开头太长，读不懂：文件被改动过，或不是本程序加密的",
                false => "文件不完整，后面缺了一截",
            };
            return Err(broken(fault.to_owned()));
        }
        let read = Rc::new(Cell::new(0));
        let file = File::open(path).map_err(unreadable)?;
        let counted = Counted { inner: BufReader::new(file), read: read.clone() };
        if !is_encrypted {
            return Ok(Self { content: Box::new(counted), is_encrypted, read, length });
        }
        let decryptor = age::Decryptor::new(counted).map_err(|error| broken(not_opened(&error)))?;
        if identities.0.is_empty() {
            return Err(broken("它是加密的，请用 --identity 指出私钥文件".to_owned()));
        }
        let keys = identities.0.iter().map(|identity| identity.as_ref() as &dyn age::Identity);
        let content = decryptor.decrypt(keys).map_err(|error| broken(not_opened(&error)))?;
        Ok(Self { content: Box::new(content), is_encrypted, read, length })
    }

    /// What is wrong with a file that cannot be read on.
    pub(super) fn fault(&self) -> impl Fn(io::Error) -> String + use<> {
        let (read, length, is_encrypted) = (self.read.clone(), self.length, self.is_encrypted);
        move |error| {
            let is_at_the_end = read.get() >= length;
            match error.kind() {
                io::ErrorKind::UnexpectedEof => "文件不完整，后面缺了一截".to_owned(),
                // The last piece of an encrypted file is known by being the last: cut or changed, it looks the same.
                io::ErrorKind::InvalidData if is_encrypted && is_at_the_end => {
                    "文件不完整，后面缺了一截，或末尾被改动过".to_owned()
                }
                io::ErrorKind::InvalidData if is_encrypted => "文件被改动过，与加密时的校验不符".to_owned(),
                _ => format!("文件已损坏，或不是备份文件（{error}）"),
            }
        }
    }
}

fn not_opened(error: &DecryptError) -> String {
    match error {
        DecryptError::NoMatchingKeys => "给的私钥都打不开它，它是加密给别的公钥的".to_owned(),
        DecryptError::InvalidMac | DecryptError::DecryptionFailed => {
            "文件被改动过，开头与加密时的校验不符".to_owned()
        }
        DecryptError::Io(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
            "文件不完整，后面缺了一截".to_owned()
        }
        DecryptError::InvalidHeader => "文件被改动过，加密的开头读不懂".to_owned(),
        error => format!("加密的文件打不开（{error}）"),
    }
}

/// Counts what is read.
struct Counted<R> {
    inner: R,
    read: Rc<Cell<u64>>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        super::go_on()?;
        let count = self.inner.read(buffer)?;
        self.read.set(self.read.get() + count as u64);
        Ok(count)
    }
}
