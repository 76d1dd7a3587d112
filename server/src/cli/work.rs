//! `jianbao work`: jobs and nothing else, beside processes that serve.

use std::path::PathBuf;

use store::blobs::Place;
use tokio::signal::unix::{SignalKind, signal};

use super::{Failure, serve::Backups};
use crate::startup::{self, Settings, StartupError};

/// Settings come from flags or from variables of the same name.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// 数据库：sqlite://… 或 postgres://…；默认是数据目录里的 SQLite 文件
    #[arg(long, env = "JIANBAO_DATABASE")]
    database: Option<String>,

    /// 存放文件的地方：database、文件夹的完整路径或 s3://桶/前缀；与 jianbao serve 的一致
    #[arg(long, env = "JIANBAO_FILES")]
    files: Option<Place>,

    /// 数据目录
    #[arg(long, env = "JIANBAO_DATA", default_value = "./data")]
    data: PathBuf,

    /// 时区
    #[arg(long, env = "JIANBAO_TIME_ZONE", default_value = "Asia/Shanghai")]
    time_zone: String,

    /// 同时做几件
    #[arg(long, env = "JIANBAO_WORKERS", default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=16))]
    workers: u8,

    #[command(flatten)]
    backups: Backups,
}

/// Works until it is told to stop.
pub(super) fn run(arguments: Arguments) -> Result<(), Failure> {
    let settings = Settings {
        // Nobody is answered.
        addr: ([127, 0, 0, 1], 0).into(),
        database: arguments.database,
        files: arguments.files,
        data: arguments.data,
        public_url: None,
        trusted_proxy: None,
        time_zone: super::serve::time_zone(&arguments.time_zone)?,
        session_hours: None,
        office_converter: None,
        workers: arguments.workers.into(),
        backups: arguments.backups.settings(),
    };
    super::serve::log_to_standard_error();
    let runtime = tokio::runtime::Runtime::new().map_err(Failure::input)?;
    runtime.block_on(work(settings)).map_err(Failure::input)
}

async fn work(settings: Settings) -> Result<(), StartupError> {
    let mut terminate = signal(SignalKind::terminate()).map_err(StartupError::Serve)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(StartupError::Serve)?;
    let stop = async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    };
    startup::work(settings, stop).await
}
