//! `jianbao bulletin`: computes one month's bulletin from a facts file.

use std::path::PathBuf;

use domain::calendar::Month;

use super::{Failure, files};

#[derive(Debug, clap::Args)]
#[command(help_template = super::usage::HELP, next_help_heading = "选项")]
pub(super) struct Arguments {
    /// 事实文件（jianbao.facts/1）
    #[arg(long, value_name = "文件")]
    facts: PathBuf,

    /// 月份，如 2024-01
    #[arg(long, value_name = "月份")]
    month: Month,

    /// 另用一套计分办法
    #[arg(long, value_name = "文件")]
    rules: Option<PathBuf>,

    /// 结果的格式
    #[arg(long, value_name = "格式", value_enum, default_value = "json", hide_default_value = true)]
    format: Format,

    /// 写入文件，不写到标准输出
    #[arg(long, value_name = "文件")]
    out: Option<PathBuf>,
}

/// The forms in which a bulletin can be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Json,
    Csv,
    Xlsx,
    Docx,
    Pdf,
}

pub(super) fn run(arguments: Arguments) -> Result<(), Failure> {
    let _facts = files::read_text(&arguments.facts)?;
    Err(Failure::Usage("通报尚不能由事实文件计算".to_owned()))
}
