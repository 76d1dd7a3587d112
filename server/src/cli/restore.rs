//! `jianbao restore`: a backup into an empty folder.

use std::path::PathBuf;

use super::{Failure, files};
use crate::backup;

#[derive(Debug, clap::Args)]
#[command(help_template = super::usage::HELP, next_help_heading = "选项")]
pub(super) struct Arguments {
    /// 备份文件
    #[arg(value_name = "文件")]
    backup: PathBuf,

    /// 空的数据目录
    #[arg(long, value_name = "文件夹")]
    data: PathBuf,
}

pub(super) fn run(arguments: Arguments) -> Result<(), Failure> {
    let runtime = tokio::runtime::Runtime::new().map_err(Failure::input)?;
    let summary =
        runtime.block_on(backup::restore(&arguments.backup, &arguments.data)).map_err(Failure::input)?;
    let words = format!(
        "已恢复到 {}：数据库和 {} 个文件逐个核对，与 {} 备份时完全一致\n",
        arguments.data.display(),
        summary.files - 1,
        summary.made_at.strftime("%Y-%m-%d %H:%M UTC"),
    );
    files::write_result(None, words.as_bytes())
}
