//! `jianbao verify`: whether facts, the ledger and issued bulletins agree, and whether all that is kept is as it was written.

use std::path::{Path, PathBuf};

use app::desk::verification::{ChainHead, Verification};
use store::{Store, chain};
use typeset::Typesetter;

use super::{Failure, files};
use crate::verification::{self, Asked, Reprinting};

#[derive(Debug, clap::Args)]
#[command(help_template = super::usage::HELP, next_help_heading = "选项")]
pub(super) struct Arguments {
    /// 数据目录
    #[arg(long, env = "JIANBAO_DATA", default_value = "./data", value_name = "文件夹")]
    data: PathBuf,

    /// 数据库：sqlite://… 或 postgres://…；默认是数据目录里的 SQLite 文件
    #[arg(long, env = "JIANBAO_DATABASE", value_name = "地址")]
    database: Option<String>,

    /// 只核对这一年；默认核对所有年份
    #[arg(long, value_name = "年份")]
    year: Option<i16>,

    /// 只写出事件链的末端（序号:校验值），抄下或发出后可用 --since 对照
    #[arg(long, conflicts_with_all = ["year", "since", "format"])]
    head: bool,

    /// 以前记下的末端仍在现在的事件链上，例如 57:3f9a…
    #[arg(long, value_name = "末端")]
    since: Option<ChainHead>,

    /// 结果的格式：text（默认）、json
    #[arg(long, value_name = "格式", value_enum, default_value = "text")]
    #[arg(hide_default_value = true, hide_possible_values = true)]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Text,
    Json,
}

/// Exit status 0 where all agrees, 1 where something does not.
pub(super) fn run(arguments: Arguments) -> Result<(), Failure> {
    let runtime = tokio::runtime::Runtime::new().map_err(Failure::input)?;
    if arguments.head {
        let head = runtime.block_on(head(&arguments))?;
        return files::write_result(None, format!("{head}\n").as_bytes());
    }
    let verification = runtime.block_on(look(&arguments))?;
    let text = match arguments.format {
        Format::Text => in_words(&verification),
        Format::Json => serde_json::to_string_pretty(&verification).map_err(Failure::input)? + "\n",
    };
    files::write_result(None, text.as_bytes())?;
    match verification.faults() {
        0 => Ok(()),
        count => Err(Failure::input(format!("核对有{count}处不一致"))),
    }
}

/// Where the chain of events ends.
async fn head(arguments: &Arguments) -> Result<ChainHead, Failure> {
    let store = open(&arguments.data, arguments.database.as_deref()).await?;
    let head = chain::head(store.reader()).await.map_err(Failure::input)?;
    match head.filter(|head| head.place > 0) {
        Some(head) => Ok(ChainHead { place: head.place, hash: head.hash }),
        None => Err(Failure::input("还没有事件")),
    }
}

/// Everything is printed anew, however long it takes.
async fn look(arguments: &Arguments) -> Result<Verification, Failure> {
    let store = open(&arguments.data, arguments.database.as_deref()).await?;
    let fonts = arguments.data.join("fonts");
    let fonts = fonts.is_dir().then_some(fonts.as_path());
    let typesetter = Typesetter::new(fonts).map_err(Failure::input)?;
    let snapshot = store.snapshot().await.map_err(Failure::input)?;
    let asked = Asked { year: arguments.year, since: arguments.since.clone() };
    let reprinting = Reprinting { typesetter: &typesetter, is_over: &|| false };
    verification::verify(&store, snapshot.connection(), &asked, &reprinting).await.map_err(Failure::input)
}

/// Nothing is changed, not even the schema.
pub(super) async fn open(data: &Path, database: Option<&str>) -> Result<Store, Failure> {
    let address = match database {
        Some(address) => address.to_owned(),
        None if data.join("jianbao.sqlite").is_file() => Store::sqlite_address(data),
        None => {
            return Err(Failure::input(format!("{} 里没有数据库", data.display())));
        }
    };
    let store = Store::open(&address).await.map_err(Failure::input)?;
    if !store.is_ready().await.map_err(Failure::input)? {
        return Err(Failure::input("数据库还没有升级到这一版程序，请先启动一次服务"));
    }
    Ok(store)
}

fn in_words(verification: &Verification) -> String {
    let mut text = String::new();
    for difference in &verification.differences {
        text.push_str(&difference.in_words());
        text.push('\n');
    }
    for finding in &verification.findings {
        text.push_str(&finding.in_words());
        text.push('\n');
    }
    text.push_str(&verification.in_words());
    text.push('\n');
    for words in verification.proof.in_words() {
        text.push_str(&words);
        text.push('\n');
    }
    if let Some(head) = &verification.proof.head {
        text.push_str(&format!("事件链末端 {head}\n"));
    }
    text
}
