//! `jianbao backup`: everything in a data folder as one file, while it is in use.

use std::path::PathBuf;

use super::{Failure, files};
use crate::backup;

#[derive(Debug, clap::Args)]
#[command(help_template = super::usage::HELP, next_help_heading = "选项")]
pub(super) struct Arguments {
    /// 数据目录
    #[arg(long, env = "JIANBAO_DATA", default_value = "./data", value_name = "文件夹")]
    data: PathBuf,

    /// 备份文件，例如 jianbao-2024-04-15.tar.gz
    #[arg(long, value_name = "文件")]
    out: PathBuf,
}

pub(super) fn run(arguments: Arguments) -> Result<(), Failure> {
    let runtime = tokio::runtime::Runtime::new().map_err(Failure::input)?;
    let now = jiff::Timestamp::now();
    let summary =
        runtime.block_on(backup::back_up(&arguments.data, &arguments.out, now)).map_err(Failure::input)?;
    let size = summary.bytes.div_ceil(1024 * 1024);
    let words = format!(
        "已备份到 {}：数据库和 {} 个文件，共 {size} MB\n",
        arguments.out.display(),
        summary.files - 1
    );
    files::write_result(None, words.as_bytes())
}
