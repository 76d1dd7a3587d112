//! `jianbao backup`: everything of an office as one file, while it is in use; and whether such a file is whole.

use std::{future::Future, path::PathBuf};

use tokio::signal::unix::{SignalKind, signal};

use super::{Failure, files};
use crate::backup::{self, Identities, Order, Recipients, Summary};

#[derive(Debug, clap::Args)]
#[command(help_template = super::usage::HELP, next_help_heading = "选项")]
pub(super) struct Arguments {
    /// 数据目录
    #[arg(long, env = "JIANBAO_DATA", default_value = "./data", value_name = "文件夹")]
    data: PathBuf,

    /// 数据在 PostgreSQL 里：postgres://…；默认备份数据目录里的 SQLite 文件
    #[arg(long, env = "JIANBAO_DATABASE", value_name = "地址")]
    database: Option<String>,

    /// 备份文件，例如 jianbao-2024-04-15.backup
    #[arg(long, value_name = "文件", required_unless_present = "check")]
    out: Option<PathBuf>,

    /// 已有同名的文件就换掉它
    #[arg(long)]
    force: bool,

    /// 加密给这把公钥（age1…，由 age-keygen 生成），可以写几次
    #[arg(long, value_name = "公钥")]
    to: Vec<String>,

    /// 加密给文件里的公钥，一行一把
    #[arg(long, value_name = "文件")]
    to_file: Vec<PathBuf>,

    /// 不备份，只看这个备份文件是否完整、何时由哪一版做的、有些什么
    #[arg(long, value_name = "文件", conflicts_with_all = ["out", "force", "to", "to_file"])]
    check: Option<PathBuf>,

    /// 打开加密备份的私钥文件，与 --check 一起用
    #[arg(long, value_name = "文件", requires = "check")]
    identity: Vec<PathBuf>,
}

pub(super) fn run(arguments: Arguments) -> Result<(), Failure> {
    let runtime = tokio::runtime::Runtime::new().map_err(Failure::input)?;
    if let Some(file) = &arguments.check {
        let identities = Identities::read(&arguments.identity).map_err(Failure::input)?;
        let summary = runtime.block_on(uninterrupted(backup::check(file, &identities)))?;
        let words = format!("{} 完整：{}\n", file.display(), in_words(&summary));
        return files::write_result(None, words.as_bytes());
    }
    let out = arguments.out.ok_or_else(|| Failure::Usage("请用 --out 写明备份文件".to_owned()))?;
    // The service may have been told the address of its SQLite file; that stands in the data folder.
    let database = arguments.database.filter(|address| !address.starts_with("sqlite"));
    let recipients = Recipients::read(&arguments.to, &arguments.to_file).map_err(Failure::input)?;
    let order = Order {
        data: &arguments.data,
        database: database.as_deref(),
        out: &out,
        force: arguments.force,
        recipients: &recipients,
    };
    let summary = runtime.block_on(uninterrupted(backup::back_up(order, jiff::Timestamp::now())))?;
    let words = format!("已备份到 {}，并重新读过一遍：{}\n", out.display(), in_words(&summary));
    files::write_result(None, words.as_bytes())
}

/// Does it to its end, or until somebody interrupts it: what was unpacked or copied meanwhile, in plain text, goes then
/// as well.
pub(super) async fn uninterrupted<T, E: std::fmt::Display>(
    work: impl Future<Output = Result<T, E>>,
) -> Result<T, Failure> {
    let mut terminate = signal(SignalKind::terminate()).map_err(Failure::input)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(Failure::input)?;
    // A task of its own: the work may keep this one's thread for minutes.
    let mut interrupted = tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        backup::interrupt();
    });
    let ended = || Failure::input("已中断，没有做完");
    tokio::select! {
        done = work => done.map_err(|error| if backup::is_interrupted() { ended() } else { Failure::input(error) }),
        _ = &mut interrupted => Err(ended()),
    }
}

/// 2024-04-15 08:00 UTC 由 0.1.0 版备份，数据库和 2 个文件…
fn in_words(summary: &Summary) -> String {
    format!(
        "{} 由 {} 版备份{}，数据库和 {} 个文件，共 {} MB；稿件 {} 篇、期 {} 个、台账 {} 笔",
        summary.made_at.strftime("%Y-%m-%d %H:%M UTC"),
        summary.program,
        if summary.is_encrypted { "（加密）" } else { "" },
        summary.files.saturating_sub(1),
        summary.bytes.div_ceil(1024 * 1024),
        summary.items,
        summary.issues,
        summary.ledger_lines,
    )
}
