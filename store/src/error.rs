//! Why the store did not do what was asked, and which of it will pass.

use domain::subject::Subject;
use sea_orm::{DbErr, RuntimeErr, sqlx};

/// Why the store did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("数据库出错：{0}")]
    Database(#[from] DbErr),
    /// A row that breaks a rule of the domain.
    #[error("数据库中 {table} 的第 {id} 行有误：{fault}")]
    BrokenRow { table: &'static str, id: i64, fault: String },
    /// Somebody was faster: what was to be changed is no longer what was read.
    #[error("{thing}刚刚改过")]
    Stale { thing: &'static str, subject: Subject },
    /// The file is not what was written.
    #[error("数据库文件已损坏：{0}")]
    Damaged(String),
    /// Something in it is not this program's and would act by itself.
    #[error("数据库里有不属于本程序的{0}，它会自己改动数据；这个备份不能用")]
    Foreign(String),
    /// The address names no database that the program knows.
    #[error("数据库的地址读不懂，应以 sqlite:// 或 postgres:// 开头，如 postgres://用户:密码@主机/库名")]
    Address,
    /// The database was made by a newer version of the program.
    #[error("数据库由更新版本的程序建立（{0}），请使用更新的程序")]
    TooNew(String),
    /// The place where files are kept does not do what it is asked for.
    #[error("存放文件的地方（{place}）出错：{fault}")]
    Blobs { place: String, fault: String },
    /// A setting names no place for files, or another one than where they are.
    #[error("{0}")]
    Place(String),
    /// Bytes that were put are no longer where files are kept: files were moved meanwhile.
    #[error("文件正在换地方存放，请过一会儿再做一次")]
    Moved,
    #[error("文件 {hash} 不见了，请用 jianbao verify 核对")]
    LostFile { hash: String },
    #[error("文件 {hash} 的内容与校验值不符，被改动过或已损坏，请用 jianbao verify 核对")]
    DamagedFile { hash: String },
}

impl StoreError {
    /// A row that breaks a rule of the domain, named by its table and id.
    pub fn broken(table: &'static str, id: i64, fault: impl std::fmt::Display) -> Self {
        Self::BrokenRow { table, id, fault: fault.to_string() }
    }

    /// Whether it is the database's trouble and will pass: it is not reached, is locked for too long, or has no room.
    pub fn is_trouble(&self) -> bool {
        let error = match self {
            Self::Database(error) => error,
            Self::Blobs { .. } | Self::Moved => return true,
            _ => return false,
        };
        match error {
            DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => true,
            DbErr::Exec(RuntimeErr::SqlxError(error)) | DbErr::Query(RuntimeErr::SqlxError(error)) => {
                is_trouble(error)
            }
            _ => false,
        }
    }
}

/// SQLite's codes of what passes: locked, an error of the disk, a full disk, a database that cannot be opened.
const SQLITE_TROUBLE: [i32; 4] = [5, 10, 13, 14];
/// PostgreSQL's classes of what passes: an ended transaction, connections, a lock that was not given, resources, an operator,
/// the system.
const POSTGRES_TROUBLE: [&str; 7] = ["25P03", "40", "08", "55P03", "53", "57", "58"];

fn is_trouble(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Tls(_) => {
            true
        }
        sqlx::Error::Database(error) => error.code().is_some_and(|code| {
            // SQLite tells a number whose lowest byte is the kind, PostgreSQL five characters.
            match code.parse::<i32>() {
                Ok(number) if code.len() < 5 => SQLITE_TROUBLE.contains(&(number & 0xff)),
                _ => POSTGRES_TROUBLE.iter().any(|class| code.starts_with(class)),
            }
        }),
        _ => false,
    }
}
