//! `jianbao read-issue`: reads a whole issue's plain text and prints its items.

use std::path::PathBuf;

use domain::{
    attribution::AttributedUnit,
    item::Kind,
    read_issue::{self, IssueText},
    scoring::facts_file,
    unit::UnitDirectory,
};
use serde::Serialize;

use super::{Failure, files};

#[derive(Debug, clap::Args)]
#[command(help_template = super::usage::HELP, next_help_heading = "选项")]
pub(super) struct Arguments {
    /// 整期的文字（UTF-8 纯文本）
    #[arg(value_name = "文件", help_heading = "参数")]
    file: PathBuf,

    /// 事实文件（jianbao.facts/1），只用其中的单位
    #[arg(long, value_name = "文件")]
    units: PathBuf,

    /// 结果的格式
    #[arg(long, value_name = "格式", value_enum, default_value = "json", hide_default_value = true)]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Json,
}

pub(super) fn run(arguments: Arguments) -> Result<(), Failure> {
    let units = files::read_text(&arguments.units)?;
    let text = files::read_text(&arguments.file)?;
    let directory = facts_file::read_units(&units)
        .map_err(|faults| Failure::Input(faults.iter().map(ToString::to_string).collect()))?;
    let issue = read_issue::read(&text, &directory);
    match arguments.format {
        Format::Json => files::write_result(None, &json(&issue, &directory)?),
    }
}

/// The contract's shape; everything else that is known of an issue stays inside.
#[derive(Serialize)]
struct Printed<'a> {
    items: Vec<PrintedItem<'a>>,
    problems: Vec<PrintedProblem<'a>>,
}

#[derive(Serialize)]
struct PrintedItem<'a> {
    kind: Kind,
    title: &'a str,
    subtitle: Option<&'a str>,
    paragraphs: &'a [String],
    attribution: Vec<PrintedUnit<'a>>,
}

#[derive(Serialize)]
struct PrintedUnit<'a> {
    text: &'a str,
    /// The unit's full name.
    unit: Option<&'a str>,
    authors: &'a [String],
}

#[derive(Serialize)]
struct PrintedProblem<'a> {
    line: usize,
    text: &'a str,
}

fn json(issue: &IssueText, directory: &UnitDirectory) -> Result<Vec<u8>, Failure> {
    let unit = |part| printed_unit(part, directory);
    let items = issue.items.iter().map(|item| PrintedItem {
        kind: item.kind,
        title: &item.title,
        subtitle: item.subtitle.as_deref(),
        paragraphs: &item.paragraphs,
        attribution: item.attribution.iter().map(unit).collect(),
    });
    let problems =
        issue.problems.iter().map(|problem| PrintedProblem { line: problem.line, text: &problem.text });
    let printed = Printed { items: items.collect(), problems: problems.collect() };
    let mut bytes = serde_json::to_vec_pretty(&printed).map_err(Failure::input)?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn printed_unit<'a>(part: &'a AttributedUnit, directory: &'a UnitDirectory) -> PrintedUnit<'a> {
    let unit = part.unit.and_then(|id| directory.get(id)).map(|unit| unit.name.as_str());
    PrintedUnit { text: &part.text, unit, authors: &part.authors }
}
