//! Builds the application from its settings. The program and the tests start the same one.

use std::{net::SocketAddr, path::PathBuf, sync::Arc, time::Duration};

use app::request::state::AppState;
use jiff::{SignedDuration, tz::TimeZone};
use store::{Store, StoreError, blobs::Place};
use tokio::{net::TcpListener, sync::oneshot};
use typeset::{TypesetError, Typesetter};

use crate::{
    desk::{Clock, OfficeDesk},
    door, private,
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
    #[error("服务中断：{0}")]
    Serve(std::io::Error),
}

/// The machine's clock, in the office's zone.
pub fn clock(zone: TimeZone) -> Clock {
    Arc::new(move || jiff::Timestamp::now().to_zoned(zone.clone()))
}

/// The application, ready to answer.
#[derive(Debug)]
pub struct Application {
    listener: TcpListener,
    router: axum::Router,
    store: Store,
    /// The proxy through which everybody may come.
    proxy: Option<std::net::IpAddr>,
}

impl Application {
    /// Opens the database, brings its schema up to date, and takes the address.
    pub async fn build(settings: Settings) -> Result<Self, StartupError> {
        let clock = clock(settings.time_zone.clone());
        Self::build_with_clock(settings, clock).await
    }

    /// As [`Self::build`], at a time that the caller tells.
    pub async fn build_with_clock(settings: Settings, clock: Clock) -> Result<Self, StartupError> {
        std::fs::create_dir_all(&settings.data)
            .map_err(|error| StartupError::Data(settings.data.clone(), error))?;
        // On some file systems modes cannot be set: that is no reason to stay away.
        if let Err(error) = private::make_private(&settings.data) {
            tracing::warn!(%error, "the data folder may be read by other accounts of this machine");
        }
        let database = settings.database.unwrap_or_else(|| Store::sqlite_address(&settings.data));
        let fonts = settings.data.join("fonts");
        let typesetter = Typesetter::new(fonts.is_dir().then_some(fonts.as_path()))?;
        let store = Store::open(&database).await?;
        store.migrate().await?;
        store.settle_place(settings.files.as_ref()).await?;
        store.look_over().await;
        let listener = TcpListener::bind(settings.addr)
            .await
            .map_err(|error| StartupError::Address(settings.addr, error))?;
        let key = crate::desk::sheets::key(&store).await?;
        let desk = OfficeDesk::new(store.clone(), clock.clone(), typesetter).signing_with(key);
        let desk = Arc::new(desk);
        let app = AppState {
            desk: desk.clone(),
            assets: Arc::new(web::assets::addresses()),
            clock: clock.clone(),
            issues: Arc::default(),
        };
        let web = WebState {
            store: store.clone(),
            clock,
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
        Ok(Self { listener, router: web::router(app, web), store, proxy: settings.trusted_proxy })
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
        Ok(self.store.close().await?)
    }
}
