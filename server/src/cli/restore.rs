//! `jianbao restore`: a backup into an empty folder.

use std::path::PathBuf;

use store::{Store, blobs::Place};

use super::{Failure, files};
use crate::backup::{self, Identities};

#[derive(Debug, clap::Args)]
#[command(help_template = super::usage::HELP, next_help_heading = "选项")]
pub(super) struct Arguments {
    /// 备份文件
    #[arg(value_name = "文件")]
    backup: PathBuf,

    /// 空的数据目录
    #[arg(long, value_name = "文件夹")]
    data: PathBuf,

    /// 空的 PostgreSQL 数据库：postgres://…；默认恢复成数据目录里的 SQLite 文件
    #[arg(long, value_name = "地址")]
    database: Option<String>,

    /// 恢复后将文件存放到：database（默认）、文件夹的完整路径或 s3://桶/前缀
    #[arg(long, value_name = "地方")]
    files: Option<Place>,

    /// 打开加密备份的私钥文件，可以写几次
    #[arg(long, value_name = "文件")]
    identity: Vec<PathBuf>,
}

pub(super) fn run(arguments: Arguments) -> Result<(), Failure> {
    let runtime = tokio::runtime::Runtime::new().map_err(Failure::input)?;
    let database = arguments.database.as_deref();
    if let Some(other) = database.filter(|address| !address.starts_with("postgres")) {
        let scheme = other.split(':').next().unwrap_or_default();
        return Err(Failure::Usage(format!(
            "--database 只用来恢复到 PostgreSQL（postgres://…），不是“{scheme}:”；恢复成 SQLite 只要写 --data"
        )));
    }
    let identities = Identities::read(&arguments.identity).map_err(Failure::input)?;
    let restoring = backup::restore(&arguments.backup, &arguments.data, database, &identities);
    let summary = runtime.block_on(super::backup::uninterrupted(restoring))?;
    let into = if database.is_some() { "和 PostgreSQL 数据库" } else { "" };
    let words = format!(
        "已恢复到 {}{into}：数据库和 {} 个文件逐个核对，与 {} 备份时完全一致\n",
        arguments.data.display(),
        summary.files - 1,
        summary.made_at.strftime("%Y-%m-%d %H:%M UTC"),
    );
    let words = match &arguments.files {
        Some(place) => words + &runtime.block_on(placed(&arguments, place))?,
        None => words,
    };
    files::write_result(None, words.as_bytes())
}

/// What was restored is whole, with all files in the database; whatever happens now, nothing of it is lost.
async fn placed(arguments: &Arguments, place: &Place) -> Result<String, Failure> {
    let address = arguments.database.clone().unwrap_or_else(|| Store::sqlite_address(&arguments.data));
    let moving = async {
        let store = Store::open(&address).await?;
        store.migrate().await?;
        let moved = store.move_files(place, &mut |_| ()).await;
        store.close().await?;
        moved
    };
    match moving.await {
        Ok(moved) => Ok(format!("{} 个文件存放在 {place}，逐个核对过校验值\n", moved.files)),
        Err(error) => Err(Failure::input(format!(
            "已恢复，文件都在数据库里，但没有换到 {place}：{error}。请排除后运行 jianbao files move --to {place}"
        ))),
    }
}
