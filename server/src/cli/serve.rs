//! `jianbao serve`: the web application.

use std::{io::Write, net::SocketAddr, path::PathBuf};

use jiff::tz::TimeZone;
use store::blobs::Place;
use tokio::signal::unix::{SignalKind, signal};

use super::Failure;
use crate::{
    private,
    startup::{Application, BackupSettings, Settings, StartupError},
};

/// Settings come from flags or from variables of the same name.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// 监听的地址
    #[arg(long, env = "JIANBAO_ADDR", default_value = "127.0.0.1:3000")]
    addr: SocketAddr,

    /// 数据库：sqlite://… 或 postgres://…；默认是数据目录里的 SQLite 文件
    #[arg(long, env = "JIANBAO_DATABASE")]
    database: Option<String>,

    /// 存放文件的地方：database、文件夹的完整路径或 s3://桶/前缀；已有文件时用 jianbao files move 更换
    #[arg(long, env = "JIANBAO_FILES")]
    files: Option<Place>,

    /// 数据目录
    #[arg(long, env = "JIANBAO_DATA", default_value = "./data")]
    data: PathBuf,

    /// 用户在浏览器里输入的地址，如 https://jianbao.example
    #[arg(long, env = "JIANBAO_PUBLIC_URL")]
    public_url: Option<String>,

    /// 可信的反向代理的地址
    #[arg(long, env = "JIANBAO_TRUSTED_PROXY")]
    trusted_proxy: Option<std::net::IpAddr>,

    /// 时区
    #[arg(long, env = "JIANBAO_TIME_ZONE", default_value = "Asia/Shanghai")]
    time_zone: String,

    /// 登录最长多少小时，不论管理员在“设置”里定了多久；不写则由“设置”决定
    #[arg(long, env = "JIANBAO_SESSION_HOURS", value_parser = clap::value_parser!(u16).range(1..=720))]
    session_hours: Option<u16>,

    /// 在这个进程里做后台任务的人手；0 是不做，另用 jianbao work 来做
    #[arg(long, env = "JIANBAO_WORKERS", default_value_t = 1, value_parser = clap::value_parser!(u8).range(0..=16))]
    workers: u8,

    /// 把 .doc、.wps、.odt、.rtf 转成 .docx 的办公软件，如 /usr/bin/soffice；不写则请人另存为 .docx
    #[arg(long, env = "JIANBAO_OFFICE_CONVERTER", value_name = "程序")]
    office_converter: Option<PathBuf>,

    #[command(flatten)]
    backups: Backups,
}

/// Each night's backup, as serving and working alone are told of it.
#[derive(Debug, clap::Args)]
pub(super) struct Backups {
    /// 每夜备份到这个文件夹；不写就不备份
    #[arg(long, env = "JIANBAO_BACKUP_FOLDER", value_name = "文件夹")]
    backup_folder: Option<PathBuf>,

    /// 每夜的备份留几份
    #[arg(long, env = "JIANBAO_BACKUPS_KEPT", default_value_t = 14, value_parser = clap::value_parser!(u16).range(1..=1000))]
    backups_kept: u16,

    /// 每夜的备份加密给文件里的公钥（age1…），一行一把
    #[arg(long, env = "JIANBAO_BACKUP_KEYS", value_name = "文件")]
    backup_keys: Vec<PathBuf>,
}

impl Backups {
    pub(super) fn settings(self) -> Option<BackupSettings> {
        let folder = self.backup_folder?;
        Some(BackupSettings { folder, kept: self.backups_kept.into(), keys: self.backup_keys })
    }
}

/// Serves until it is told to stop.
pub fn run(arguments: Arguments) -> Result<(), Failure> {
    let time_zone = time_zone(&arguments.time_zone)?;
    log_to_standard_error();
    let settings = Settings {
        addr: arguments.addr,
        database: arguments.database,
        files: arguments.files,
        data: arguments.data,
        public_url: arguments.public_url,
        trusted_proxy: arguments.trusted_proxy,
        time_zone,
        session_hours: arguments.session_hours,
        workers: arguments.workers.into(),
        office_converter: arguments.office_converter,
        backups: arguments.backups.settings(),
    };
    if private::is_root() {
        super::warn(&"程序正以 root 身份运行，不需要这样的权限；建议用一个专门的普通账户运行");
    }
    let runtime = tokio::runtime::Runtime::new().map_err(Failure::input)?;
    runtime.block_on(serve(settings)).map_err(Failure::input)
}

async fn serve(settings: Settings) -> Result<(), StartupError> {
    let application = Application::build(settings).await?;
    // Whoever reads the address may tell the program to stop at once, and must find it listening.
    let mut terminate = signal(SignalKind::terminate()).map_err(StartupError::Serve)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(StartupError::Serve)?;
    // Whoever started the program may not be listening; it serves all the same.
    let _ = writeln!(std::io::stdout(), "http://{}", application.address()?);
    application
        .serve(async move {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
        })
        .await
}

pub(super) fn time_zone(name: &str) -> Result<TimeZone, Failure> {
    TimeZone::get(name).map_err(|_| Failure::Usage(format!("没有“{name}”这个时区，例如 Asia/Shanghai")))
}

pub(super) fn log_to_standard_error() {
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::from_default_env())
        .with_writer(std::io::stderr)
        .init();
}
