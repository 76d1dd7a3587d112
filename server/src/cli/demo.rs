//! `jianbao demo`: an empty data folder becomes a bureau at work.

use std::path::PathBuf;

use super::{Failure, files};
use crate::demo;

#[derive(Debug, clap::Args)]
#[command(help_template = super::usage::HELP, next_help_heading = "选项")]
pub(super) struct Arguments {
    /// 空的数据目录
    #[arg(long, env = "JIANBAO_DATA", default_value = "./data", value_name = "文件夹")]
    data: PathBuf,
}

pub(super) fn run(arguments: Arguments) -> Result<(), Failure> {
    let runtime = tokio::runtime::Runtime::new().map_err(Failure::input)?;
    let accounts = runtime.block_on(demo::fill(&arguments.data)).map_err(Failure::input)?;
    let mut words = format!("演示单位的账号，密码都是 {}：\n", demo::PASSWORD);
    for account in accounts {
        words.push_str(&format!("  {:<10} {}，{}\n", account.login, account.name, account.role));
    }
    files::write_result(None, words.as_bytes())
}
