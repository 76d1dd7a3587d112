//! `jianbao verify`: whether facts, the ledger and issued bulletins agree.

use std::path::PathBuf;

use app::desk::verification::Verification;

use super::{Failure, files};
use crate::{store::Store, verification};

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
    let verification = runtime.block_on(look(&arguments))?;
    let text = match arguments.format {
        Format::Text => in_words(&verification),
        Format::Json => serde_json::to_string_pretty(&verification).map_err(Failure::input)? + "\n",
    };
    files::write_result(None, text.as_bytes())?;
    match verification.differences.len() {
        0 => Ok(()),
        count => Err(Failure::input(format!("核对有{count}处不一致"))),
    }
}

/// Nothing is changed, not even the schema.
async fn look(arguments: &Arguments) -> Result<Verification, Failure> {
    let address = match &arguments.database {
        Some(address) => address.clone(),
        None if arguments.data.join("jianbao.sqlite").is_file() => Store::sqlite_address(&arguments.data),
        None => {
            return Err(Failure::input(format!("{} 里没有数据库", arguments.data.display())));
        }
    };
    let store = Store::open(&address).await.map_err(Failure::input)?;
    if !store.is_ready().await.map_err(Failure::input)? {
        return Err(Failure::input("数据库还没有升级到这一版程序，请先启动一次服务"));
    }
    let snapshot = store.snapshot().await.map_err(Failure::input)?;
    verification::verify(snapshot.connection(), arguments.year).await.map_err(Failure::input)
}

fn in_words(verification: &Verification) -> String {
    let mut text = String::new();
    for difference in &verification.differences {
        text.push_str(&difference.in_words());
        text.push('\n');
    }
    text.push_str(&verification.in_words());
    text.push('\n');
    text
}
