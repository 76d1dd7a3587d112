//! `jianbao audit`: reports what does not agree within a printed bulletin.

use std::path::{Path, PathBuf};

use domain::{
    audit::{Audited, Report, audit},
    scoring::facts_file,
};

use super::{Failure, files};
use crate::office_files::{self, NEVER, ReadDocument};

#[derive(Debug, clap::Args)]
#[command(help_template = super::usage::HELP, next_help_heading = "选项")]
pub(super) struct Arguments {
    /// 印好的通报（.docx 或纯文本）
    #[arg(value_name = "文件", help_heading = "参数")]
    file: PathBuf,

    /// 上个月的通报，用来核对结转分、找出上月留下未改的文字
    #[arg(long, value_name = "文件")]
    previous: Option<PathBuf>,

    /// 事实文件（jianbao.facts/1），只用其中单位的名称和别名
    #[arg(long, value_name = "文件")]
    units: Option<PathBuf>,

    /// 计分办法（jianbao.rules/1），不写则用内置的第1版
    #[arg(long, value_name = "文件")]
    rules: Option<PathBuf>,

    /// 结果的格式：text（默认）、json
    #[arg(long, value_name = "格式", value_enum, default_value = "text")]
    #[arg(hide_default_value = true, hide_possible_values = true)]
    format: Format,

    /// 写入文件，不写到标准输出
    #[arg(long, value_name = "文件")]
    out: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Text,
    Json,
}

pub(super) fn run(arguments: Arguments) -> Result<(), Failure> {
    let rules = files::read_rules(arguments.rules.as_deref())?;
    let ReadDocument { document: bulletin, taken_as } = document(&arguments.file)?;
    let previous = arguments.previous.as_deref().map(document).transpose()?;
    let units = match &arguments.units {
        Some(path) => Some(
            facts_file::read_units(&files::read_text(path)?)
                .map_err(|faults| Failure::Input(faults.iter().map(ToString::to_string).collect()))?,
        ),
        None => None,
    };
    let audited = Audited {
        bulletin: &bulletin,
        previous: previous.as_ref().map(|previous| &previous.document),
        units: units.as_ref(),
        rules: &rules.rules,
    };
    let mut report =
        audit(audited).map_err(|error| Failure::input(format!("{}：{error}", arguments.file.display())))?;
    report.notes.extend(taken_as.into_iter().chain(previous.and_then(|previous| previous.taken_as)));
    let bytes = match arguments.format {
        Format::Json => json(&report)?,
        Format::Text => text(&report).into_bytes(),
    };
    files::write_result(arguments.out.as_deref(), &bytes)
}

fn document(path: &Path) -> Result<ReadDocument, Failure> {
    let bytes = files::read_bytes(path)?;
    let name = path.display().to_string();
    office_files::document(&name, &bytes, NEVER).map_err(|error| Failure::input(format!("{name}：{error}")))
}

fn json(report: &Report) -> Result<Vec<u8>, Failure> {
    let mut bytes = serde_json::to_vec_pretty(report).map_err(Failure::input)?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// For people: a block for each finding, then the notes.
fn text(report: &Report) -> String {
    let nothing = || "（空）".to_owned();
    let mut text = format!("{}\n", report.headline);
    for (number, finding) in (1..).zip(&report.findings) {
        let unit = finding.unit.as_deref().unwrap_or("全文");
        let field = finding.field_label();
        let line = finding.line.map(|line| format!("（第{line}行）")).unwrap_or_default();
        let printed = finding.printed.as_ref().map_or_else(nothing, ToString::to_string);
        let derived = finding.derived.as_ref().map_or_else(nothing, ToString::to_string);
        text.push_str(&format!(
            "\n{number}、{unit} · {}{line} · {field}：印作 {printed}，应为 {derived}\n    {}\n",
            finding.place.label(),
            finding.note
        ));
    }
    if !report.notes.is_empty() {
        text.push_str("\n说明：\n");
        for note in &report.notes {
            text.push_str(&format!("- {note}\n"));
        }
    }
    text
}
