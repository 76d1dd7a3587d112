//! `jianbao typeset`: sets an issue file in pages and writes the PDF.

use std::path::PathBuf;

use domain::issue::{
    file,
    frozen::{FreezeError, FrozenIssue},
};
use typeset::{Measures, TypesetError, Typesetter};

use super::{Failure, files};

#[derive(Debug, clap::Args)]
#[command(help_template = super::usage::HELP, next_help_heading = "选项")]
pub(super) struct Arguments {
    /// 一期的内容（jianbao.issue/1）
    #[arg(value_name = "文件")]
    issue: PathBuf,

    /// 写入的 PDF
    #[arg(long, value_name = "文件")]
    out: PathBuf,

    /// 自备字体的文件夹，先于内置字体
    #[arg(long, value_name = "文件夹")]
    fonts: Option<PathBuf>,
}

pub(super) fn run(arguments: Arguments) -> Result<(), Failure> {
    let text = files::read_text(&arguments.issue)?;
    let content = file::parse(&text)
        .map_err(|faults| Failure::Input(faults.iter().map(ToString::to_string).collect()))?;
    let issue = FrozenIssue::freeze(content).map_err(|error: FreezeError| Failure::input(error))?;
    let typesetter = Typesetter::new(arguments.fonts.as_deref()).map_err(failure)?;
    let pdf = typesetter.print_issue(&issue, &Measures::default()).map_err(failure)?;
    files::write_result(Some(&arguments.out), &pdf)
}

/// Whatever cannot be printed is a fault of its own.
fn failure(error: TypesetError) -> Failure {
    match error.into_obstacles() {
        Ok(obstacles) => Failure::Input(obstacles.iter().map(ToString::to_string).collect()),
        Err(error) => Failure::input(error),
    }
}
