//! Builds the application from its settings. The program and the tests start the same one.

use std::{net::SocketAddr, path::PathBuf, sync::Arc, time::Duration};

use app::request::state::AppState;
use domain::job::{Job, JobKind};
use jiff::{SignedDuration, tz::TimeZone};
use store::{Store, StoreError, blobs::Place, jobs};
use tokio::{net::TcpListener, sync::oneshot};
use typeset::{TypesetError, Typesetter};

use crate::{
    backup::{BackupError, Recipients},
    desk::{Clock, OfficeDesk},
    door,
    jobs::{Backups, Tools, Workers},
    manuscripts::{Converter, ConverterError},
    private,
    web::{self, WebSettings, WebState},
};

/// What `jianbao serve` is told.
#[derive(Clone, Debug)]
pub struct Settings {
    pub addr: SocketAddr,
    /// `sqlite://…` or `postgres://…`; a file in `data` where there is none.
    pub database: Option<String>,
    /// Where files are to be kept; where the database says that they are, if there is none.
    pub files: Option<Place>,
    pub data: PathBuf,
    /// What people type; from `addr` where there is none.
    pub public_url: Option<String>,
    pub trusted_proxy: Option<std::net::IpAddr>,
    pub time_zone: TimeZone,
    /// The most hours that a session lasts from signing in, whatever the office sets; none where it decides alone.
    pub session_hours: Option<u16>,
    /// How many workers do jobs in this process; none where others do them (`jianbao work`).
    pub workers: usize,
    /// The office program that turns older files into Word documents; none where they are refused in words.
    pub office_converter: Option<PathBuf>,
    /// Where each night's backup goes; none where no folder is set.
    pub backups: Option<BackupSettings>,
}

/// Each night's backup.
#[derive(Clone, Debug)]
pub struct BackupSettings {
    pub folder: PathBuf,
    /// How many are kept.
    pub kept: usize,
    /// Files with the public keys of those who may open them; everybody may where there are none.
    pub keys: Vec<PathBuf>,
}

/// How long requests under way are waited for at the end.
const PATIENCE: Duration = Duration::from_secs(15);

/// Why the application does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartupError {
    #[error("数据目录 {0} 不能使用：{1}")]
    Data(PathBuf, std::io::Error),
    #[error("地址 {0} 不能监听：{1}")]
    Address(SocketAddr, std::io::Error),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Fonts(#[from] TypesetError),
    #[error(transparent)]
    Keys(#[from] BackupError),
    #[error(transparent)]
    Converter(#[from] ConverterError),
    #[error("服务中断：{0}")]
    Serve(std::io::Error),
}

/// The machine's clock, in the office's zone.
pub fn clock(zone: TimeZone) -> Clock {
    Arc::new(move || jiff::Timestamp::now().to_zoned(zone.clone()))
}

/// The application, ready to answer.
pub struct Application {
    listener: TcpListener,
    router: axum::Router,
    store: Store,
    tools: Tools,
    clock: Clock,
    workers: usize,
    /// The proxy through which everybody may come.
    proxy: Option<std::net::IpAddr>,
}

impl std::fmt::Debug for Application {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Application").finish_non_exhaustive()
    }
}

impl Application {
    /// Opens the database, brings its schema up to date, and takes the address.
    pub async fn build(settings: Settings) -> Result<Self, StartupError> {
        let clock = clock(settings.time_zone.clone());
        Self::build_with_clock(settings, clock).await
    }

    /// As [`Self::build`], at a time that the caller tells.
    pub async fn build_with_clock(settings: Settings, clock: Clock) -> Result<Self, StartupError> {
        let converter = settings.office_converter.clone().map(Converter::new).transpose()?;
        let tools = tools(&settings, &clock).await?;
        let (store, typesetter) = (tools.store.clone(), tools.typesetter.clone());
        let listener = TcpListener::bind(settings.addr)
            .await
            .map_err(|error| StartupError::Address(settings.addr, error))?;
        let key = crate::desk::sheets::key(&store).await?;
        let desk = OfficeDesk::new(store.clone(), clock.clone(), typesetter)
            .signing_with(key)
            .converting_with(converter)
            .backing_up_to(settings.backups.map(|backups| backups.folder));
        let desk = Arc::new(desk);
        let app = AppState {
            desk: desk.clone(),
            assets: Arc::new(web::assets::addresses()),
            clock: clock.clone(),
            issues: Arc::default(),
        };
        let web = WebState {
            store: store.clone(),
            clock: clock.clone(),
            settings: Arc::new(WebSettings {
                public_url: settings.public_url,
                trusted_proxy: settings.trusted_proxy,
                longest_session: settings.session_hours.map(|hours| SignedDuration::from_hours(hours.into())),
            }),
            desk,
            guesses: Arc::default(),
            people: Arc::default(),
            rates: Arc::default(),
            bodies: Arc::default(),
            data: settings.data.as_path().into(),
        };
        let (router, workers) = (web::router(app, web), settings.workers);
        Ok(Self { listener, router, store, tools, clock, workers, proxy: settings.trusted_proxy })
    }

    /// The address that was taken.
    pub fn address(&self) -> Result<SocketAddr, StartupError> {
        self.listener.local_addr().map_err(StartupError::Serve)
    }

    /// For tests and commands that look behind the pages.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Answers requests until `stop` is done, then finishes those under way.
    pub async fn serve(self, stop: impl Future<Output = ()> + Send + 'static) -> Result<(), StartupError> {
        let workers = Workers::begin(self.workers, &self.tools, &self.clock);
        let (stopping, stopped) = oneshot::channel();
        let stop = async move {
            stop.await;
            // Nobody listens where serving has ended by itself.
            let _ = stopping.send(());
        };
        let patience = async move {
            match stopped.await {
                Ok(()) => tokio::time::sleep(PATIENCE).await,
                Err(_) => std::future::pending().await,
            }
        };
        tokio::select! {
            served = door::answer(self.listener, self.router, self.proxy, stop) => {
                served.map_err(StartupError::Serve)?;
            }
            () = patience => tracing::warn!("some requests did not end in time"),
        }
        workers.stop().await;
        Ok(self.store.close().await?)
    }
}

/// Does jobs and nothing else until `stop` is done.
pub async fn work(settings: Settings, stop: impl Future<Output = ()>) -> Result<(), StartupError> {
    let clock = clock(settings.time_zone.clone());
    let tools = tools(&settings, &clock).await?;
    let workers = Workers::begin(settings.workers.max(1), &tools, &clock);
    stop.await;
    workers.stop().await;
    Ok(tools.store.close().await?)
}

/// The data folder, the open database with its schema up to date, and the press.
async fn tools(settings: &Settings, clock: &Clock) -> Result<Tools, StartupError> {
    std::fs::create_dir_all(&settings.data)
        .map_err(|error| StartupError::Data(settings.data.clone(), error))?;
    // On some file systems modes cannot be set: that is no reason to stay away.
    if let Err(error) = private::make_private(&settings.data) {
        tracing::warn!(%error, "the data folder may be read by other accounts of this machine");
    }
    let database = settings.database.clone().unwrap_or_else(|| Store::sqlite_address(&settings.data));
    let fonts = settings.data.join("fonts");
    let typesetter = Typesetter::new(fonts.is_dir().then_some(fonts.as_path()))?;
    let backups = settings.backups.as_ref().map(|backups| {
        Ok::<_, BackupError>(Arc::new(Backups {
            folder: backups.folder.clone(),
            kept: backups.kept,
            recipients: Recipients::read(&[], &backups.keys)?,
            data: settings.data.clone(),
            // The SQLite file stands in the data folder.
            database: Some(database.clone()).filter(|address| !address.starts_with("sqlite")),
            time_zone: settings.time_zone.clone(),
        }))
    });
    let backups = backups.transpose()?;
    let store = Store::open(&database).await?;
    store.migrate().await?;
    store.settle_place(settings.files.as_ref()).await?;
    // What has grown since it was looked at last is looked at soon, and nobody waits for it.
    let now = clock().timestamp();
    jobs::add(store.reader(), Job::of(JobKind::LookOver), now, now).await?;
    Ok(Tools { store, typesetter, backups })
}
