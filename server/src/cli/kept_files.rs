//! `jianbao files`: where files are kept and how many there are; moving them to another place.

use std::{
    io::{IsTerminal, Write},
    path::PathBuf,
};

use store::{
    Store,
    blobs::Place,
    files::{self as kept, Moving},
};

use super::{Failure, files, verify};

#[derive(Debug, clap::Args)]
#[command(help_template = super::usage::HELP, next_help_heading = "选项")]
#[command(subcommand_help_heading = "命令", subcommand_value_name = "命令", disable_help_subcommand = true)]
pub(super) struct Arguments {
    #[command(subcommand)]
    what: Option<What>,

    /// 数据目录
    #[arg(long, env = "JIANBAO_DATA", default_value = "./data", value_name = "文件夹", global = true)]
    data: PathBuf,

    /// 数据库：sqlite://… 或 postgres://…；默认是数据目录里的 SQLite 文件
    #[arg(long, env = "JIANBAO_DATABASE", value_name = "地址", global = true)]
    database: Option<String>,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// 将所有文件换到另一个地方存放，不必停止服务；中断了再运行一次就接着做
    #[command(help_template = super::usage::HELP, next_help_heading = "选项")]
    Move {
        /// 存放到：database、文件夹的完整路径或 s3://桶/前缀
        #[arg(long, value_name = "地方")]
        to: Place,
    },
}

pub(super) fn run(arguments: Arguments) -> Result<(), Failure> {
    let runtime = tokio::runtime::Runtime::new().map_err(Failure::input)?;
    let words = runtime.block_on(async {
        let store = verify::open(&arguments.data, arguments.database.as_deref()).await?;
        let words = match &arguments.what {
            None => told(&store).await,
            Some(What::Move { to }) => moved(&store, to).await,
        };
        store.close().await.map_err(Failure::input)?;
        words
    })?;
    files::write_result(None, words.as_bytes())
}

/// Where files are, and how many there are of what.
async fn told(store: &Store) -> Result<String, Failure> {
    let place = store.place().await.map_err(Failure::input)?;
    let snapshot = store.snapshot().await.map_err(Failure::input)?;
    let connection = snapshot.connection();
    let mut words = format!("文件存放在 {place}\n");
    for (role, count, bytes) in kept::sizes(connection).await.map_err(Failure::input)? {
        words.push_str(&format!("  {}：{count} 个，{}\n", role.label(), app::words::size(bytes)));
    }
    let unused = kept::unused(connection).await.map_err(Failure::input)?;
    if !unused.is_empty() {
        let bytes = unused.iter().map(|file| file.size).sum();
        words.push_str(&format!(
            "  已没有用处、等待清除：{} 个，{}\n",
            unused.len(),
            app::words::size(bytes)
        ));
    }
    Ok(words)
}

async fn moved(store: &Store, to: &Place) -> Result<String, Failure> {
    let shows = std::io::stderr().is_terminal();
    let mut told = |Moving { done, all }: Moving| {
        if shows {
            // Where nobody watches any more, it goes on.
            let _ = write!(std::io::stderr(), "\r已核对 {done} / {all} 个");
        }
    };
    let moved = store.move_files(to, &mut told).await;
    if shows {
        let _ = writeln!(std::io::stderr());
    }
    let moved = moved.map_err(Failure::input)?;
    if moved.from == *to {
        return Ok(format!("文件本来就存放在 {to}，没有移动\n"));
    }
    let already = match moved.there_already {
        0 => String::new(),
        count => format!("，其中 {count} 个上次已经移过"),
    };
    let rest = match &moved.from {
        Place::Database => "数据库里不再有这些文件的内容。".to_owned(),
        from => format!("{from} 里的没有删去，确认无误后可以自己删去。"),
    };
    Ok(format!(
        "已将 {} 个文件（{}）从 {} 移到 {to}，逐个核对过校验值{already}。从现在起文件存放在 {to}。{rest}\n\
         若启动时设置了 JIANBAO_FILES 或 --files，请改成 {to}。\n",
        moved.files,
        app::words::size(moved.bytes),
        moved.from,
    ))
}
