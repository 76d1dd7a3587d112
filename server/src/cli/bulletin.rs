//! `jianbao bulletin`: computes one month's bulletin from a facts file.

use std::path::PathBuf;

use domain::{
    calendar::Month,
    scoring::{Bulletin, facts_file},
};
use typeset::{BulletinLetter, Typesetter};

use super::{Failure, files, warn};
use crate::export;

#[derive(Debug, clap::Args)]
#[command(help_template = super::usage::HELP, next_help_heading = "选项")]
pub(super) struct Arguments {
    /// 事实文件（jianbao.facts/1）
    #[arg(long, value_name = "文件")]
    facts: PathBuf,

    /// 月份，如 2024-01
    #[arg(long, value_name = "月份")]
    month: Month,

    /// 计分办法（jianbao.rules/1），不写则用内置的第1版
    #[arg(long, value_name = "文件")]
    rules: Option<PathBuf>,

    /// 结果的格式：json（默认）、csv、xlsx、docx、pdf
    #[arg(long, value_name = "格式", value_enum, default_value = "json")]
    #[arg(hide_default_value = true, hide_possible_values = true)]
    format: Format,

    /// 在 json 里逐条写出每个单位的得分依据
    #[arg(long)]
    explain: bool,

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
    let rules = files::read_rules(arguments.rules.as_deref())?;
    let text = files::read_text(&arguments.facts)?;
    let file = facts_file::read(&text)
        .map_err(|faults| Failure::Input(faults.iter().map(ToString::to_string).collect()))?;
    for warning in rules.pointed_out(rules.rules.warnings(&file.roster, &file.facts)) {
        warn(&warning);
    }
    let bulletin = file.bulletin(arguments.month, &rules.rules).map_err(Failure::input)?;
    files::write_result(arguments.out.as_deref(), &drawn(&bulletin, &arguments)?)
}

/// A facts file knows neither who signs the bulletin nor on which day: the letter leaves both out.
fn drawn(bulletin: &Bulletin, arguments: &Arguments) -> Result<Vec<u8>, Failure> {
    let letter = BulletinLetter::default();
    match arguments.format {
        Format::Json => export::json::bulletin(bulletin, arguments.explain)
            .map(String::into_bytes)
            .map_err(Failure::input),
        Format::Csv => Ok(export::csv::bulletin(bulletin).into_bytes()),
        Format::Xlsx => export::xlsx::bulletin(bulletin, None).map_err(Failure::input),
        Format::Docx => export::docx::bulletin(bulletin, &letter).map_err(Failure::input),
        Format::Pdf => {
            let typesetter = Typesetter::new(None).map_err(Failure::input)?;
            typesetter.print_bulletin(bulletin, &letter).map_err(Failure::input)
        }
    }
}
