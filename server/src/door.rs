//! The door: connections are taken, bounded in number and in time, and answered one request after the other.
//!
//! A connection on which nothing moves is closed, and so is one whose head does not come; one address has no more of them
//! than an office behind it needs. What is asked is not known here.

use std::{
    collections::HashMap,
    future::Future,
    io,
    net::{IpAddr, SocketAddr},
    pin::pin,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::{Router, extract::ConnectInfo};
use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use rustix::{
    io::Errno,
    process::{Resource, Rlimit, getrlimit, setrlimit},
};
use tokio::net::{TcpListener, TcpStream};
use tokio_io_timeout::TimeoutStream;
use tower::{ServiceBuilder, ServiceExt as _};
use tower_http::timeout::RequestBodyTimeoutLayer;

use crate::web::household;

/// The longest time until the whole head of the next request has come, waiting for it included. Longer than proxies keep
/// a connection that they may use at any moment (a minute).
const HEAD: Duration = Duration::from_secs(75);

/// The longest time in which nothing comes of a body that is on its way.
const BODY: Duration = Duration::from_secs(30);

/// The longest time in which an answer that is on its way is not taken.
const TAKING: Duration = Duration::from_secs(75);

/// The most connections at a time: each takes some ten kilobytes.
const MOST: usize = 8_000;

/// The most connections of one address at a time. A whole office may sit behind it, with six of each browser.
const MOST_OF_ADDRESS: usize = 1_000;

/// As many files are left for the database and whatever else is open.
const OTHER_FILES: usize = 256;

/// After an error of the machine, such as that no further file can be opened, it is tried again this much later.
const PAUSE: Duration = Duration::from_millis(100);

/// The largest head of a request, in bytes.
const LARGEST_HEAD: usize = 64 << 10;

/// How many connections there are, from where.
#[derive(Debug, Default)]
struct Connections {
    all: usize,
    of_address: HashMap<IpAddr, usize>,
}

/// A connection that counts until it is dropped.
struct Counted {
    connections: Arc<Mutex<Connections>>,
    address: IpAddr,
}

impl Counted {
    /// `None` where there are too many already. The proxy speaks for everybody.
    fn of(
        connections: &Arc<Mutex<Connections>>,
        address: IpAddr,
        most: usize,
        proxy: Option<IpAddr>,
    ) -> Option<Self> {
        let address = household(address.to_canonical());
        let mut counted = connections.lock().unwrap_or_else(PoisonError::into_inner);
        let own = counted.of_address.get(&address).copied().unwrap_or_default();
        let is_proxy = proxy.map(|proxy| household(proxy.to_canonical())) == Some(address);
        if counted.all >= most || (own >= MOST_OF_ADDRESS && !is_proxy) {
            return None;
        }
        counted.all += 1;
        counted.of_address.insert(address, own + 1);
        Some(Self { connections: connections.clone(), address })
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        let mut counted = self.connections.lock().unwrap_or_else(PoisonError::into_inner);
        counted.all = counted.all.saturating_sub(1);
        if let Some(own) = counted.of_address.get_mut(&self.address) {
            *own = own.saturating_sub(1);
            if *own == 0 {
                counted.of_address.remove(&self.address);
            }
        }
    }
}

/// Answers until `stop` is done, then ends those requests that are under way.
pub async fn answer(
    listener: TcpListener,
    router: Router,
    proxy: Option<IpAddr>,
    stop: impl Future<Output = ()>,
) -> io::Result<()> {
    let most = raise_files().saturating_sub(OTHER_FILES).clamp(16, MOST);
    let connections: Arc<Mutex<Connections>> = Arc::default();
    let under_way = GracefulShutdown::new();
    let mut stop = pin!(stop);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stop => break,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::warn!(%error, "a connection could not be taken");
                // Anything else concerns that one connection alone.
                if is_out_of_room(&error) {
                    tokio::time::sleep(PAUSE).await;
                }
                continue;
            }
        };
        let Some(counted) = Counted::of(&connections, peer.ip(), most, proxy) else {
            tracing::debug!(%peer, "too many connections");
            continue;
        };
        serve(stream, peer, router.clone(), counted, &under_way);
    }
    drop(listener);
    under_way.shutdown().await;
    Ok(())
}

fn serve(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    counted: Counted,
    under_way: &GracefulShutdown,
) {
    // Small answers go out at once.
    let _ = stream.set_nodelay(true);
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(TAKING));
    let service =
        ServiceBuilder::new().layer(RequestBodyTimeoutLayer::new(BODY)).service(router.into_service());
    let service = service.map_request(move |mut request: hyper::Request<hyper::body::Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        request
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_buf_size(LARGEST_HEAD)
        .serve_connection(TokioIo::new(Box::pin(stream)), TowerToHyperService::new(service));
    let connection = under_way.watch(connection);
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::debug!(%error, %peer, "a connection ended early");
        }
        drop(counted);
    });
}

/// Whether the machine has no room for one more.
fn is_out_of_room(error: &io::Error) -> bool {
    let errno = error.raw_os_error().map(Errno::from_raw_os_error);
    matches!(errno, Some(Errno::MFILE | Errno::NFILE | Errno::NOMEM | Errno::NOBUFS))
}

/// Raises the number of files that may be open to what the machine allows; answers it.
fn raise_files() -> usize {
    let limit = getrlimit(Resource::Nofile);
    let most = limit.maximum;
    let raised = setrlimit(Resource::Nofile, Rlimit { current: most, maximum: most });
    if let Err(error) = raised {
        tracing::warn!(%error, "the number of open files could not be raised");
    }
    let now = getrlimit(Resource::Nofile).current;
    now.and_then(|files| usize::try_from(files).ok()).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_its_share_and_gives_it_back() {
        let connections: Arc<Mutex<Connections>> = Arc::default();
        let address: IpAddr = "10.0.0.1".parse().expect("an address");
        let other: IpAddr = "10.0.0.2".parse().expect("an address");
        let taken: Vec<_> =
            (0..MOST_OF_ADDRESS).filter_map(|_| Counted::of(&connections, address, MOST, None)).collect();
        assert_eq!(taken.len(), MOST_OF_ADDRESS);
        assert!(Counted::of(&connections, address, MOST, None).is_none());
        assert!(
            Counted::of(&connections, address, MOST, Some(address)).is_some(),
            "the proxy speaks for all"
        );
        assert!(Counted::of(&connections, other, MOST, None).is_some());
        assert!(
            Counted::of(&connections, other, MOST_OF_ADDRESS, None).is_none(),
            "there are too many in all"
        );
        drop(taken);
        assert!(Counted::of(&connections, address, MOST, None).is_some());
    }
}
