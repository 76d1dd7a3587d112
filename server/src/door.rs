//! The door: connections are taken, bounded in number and in time, and answered one request after the other.
//!
//! A connection on which nothing moves is closed, and so is one whose head does not come; one address has no more of them
//! than an office behind it needs. Where there is no room for another, the one on which nothing was asked for longest gives
//! way. What is asked is not known here.

use std::{
    cmp::Reverse,
    collections::HashMap,
    convert::Infallible,
    future::Future,
    io,
    net::{IpAddr, SocketAddr},
    pin::pin,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use axum::{Router, extract::ConnectInfo};
use http_body_util::BodyExt as _;
use hyper::{server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use rustix::{
    io::Errno,
    process::{Resource, Rlimit, getrlimit, setrlimit},
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Notify,
};
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

/// So long the end of an answer that was handed over may take to reach whoever asked.
const ON_ITS_WAY: Duration = Duration::from_secs(2);

/// As many files are left for the database and whatever else is open.
const OTHER_FILES: usize = 256;

/// After an error of the machine, such as that no further file can be opened, it is tried again this much later.
const PAUSE: Duration = Duration::from_millis(100);

/// The largest head of a request, in bytes.
const LARGEST_HEAD: usize = 64 << 10;

/// The connections there are.
#[derive(Debug, Default)]
struct Connections {
    last: u64,
    seats: HashMap<u64, Arc<Seat>>,
    of_address: HashMap<IpAddr, usize>,
}

impl Connections {
    /// The connection that goes where one more comes than there is room for: of this address, or of those on which nothing is
    /// asked one of the address with most connections, the one idle for longest. `None` where something is asked on each.
    fn idlest(&self, of: Option<IpAddr>) -> Option<Arc<Seat>> {
        let count = |seat: &Seat| self.of_address.get(&seat.address).copied().unwrap_or_default();
        let may_go = self.seats.values().filter(|seat| of.is_none_or(|of| seat.address == of));
        may_go
            .filter_map(|seat| Some((seat.idle_since()?, seat)))
            .max_by_key(|(since, seat)| (count(seat), Reverse(*since)))
            .map(|(_, seat)| seat.clone())
    }

    fn leave(&mut self, number: u64) {
        let Some(seat) = self.seats.remove(&number) else { return };
        if let Some(own) = self.of_address.get_mut(&seat.address) {
            *own = own.saturating_sub(1);
            if *own == 0 {
                self.of_address.remove(&seat.address);
            }
        }
    }
}

/// One connection's place.
#[derive(Debug)]
struct Seat {
    number: u64,
    address: IpAddr,
    idle: Mutex<Idle>,
    /// That it must go.
    leaving: Notify,
}

/// Whether something is asked on a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Idle {
    /// Nothing was yet, since then.
    Fresh(Instant),
    /// An answer is on its way.
    Asked,
    /// The last answer was handed over then; the end of it may still be on its way.
    Answered(Instant),
}

impl Seat {
    fn idle(&self) -> Idle {
        *self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn set_idle(&self, idle: Idle) {
        *self.idle.lock().unwrap_or_else(PoisonError::into_inner) = idle;
    }

    /// Since when the connection may go for another.
    fn idle_since(&self) -> Option<Instant> {
        match self.idle() {
            Idle::Fresh(since) => Some(since),
            Idle::Answered(since) => Some(since).filter(|since| since.elapsed() >= ON_ITS_WAY),
            Idle::Asked => None,
        }
    }
}

/// Something is asked on a connection until the answer's end, or until nobody takes it any more.
struct Asked(Arc<Seat>);

impl Asked {
    fn on(seat: &Arc<Seat>) -> Self {
        seat.set_idle(Idle::Asked);
        Self(seat.clone())
    }
}

impl Drop for Asked {
    fn drop(&mut self) {
        self.0.set_idle(Idle::Answered(Instant::now()));
    }
}

/// A connection that counts until it is dropped.
struct Counted {
    connections: Arc<Mutex<Connections>>,
    seat: Arc<Seat>,
}

impl Counted {
    /// Where there are too many already, the idlest goes for it; `None` where there is none. The proxy speaks for everybody.
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
        // Where there is little room, nobody takes all of it.
        let full = if own >= MOST_OF_ADDRESS.min(most.div_ceil(4)) && !is_proxy {
            Some(Some(address))
        } else {
            (counted.seats.len() >= most).then_some(None)
        };
        if let Some(of) = full {
            let idlest = counted.idlest(of)?;
            idlest.leaving.notify_one();
            counted.leave(idlest.number);
        }
        counted.last += 1;
        let seat = Arc::new(Seat {
            number: counted.last,
            address,
            idle: Mutex::new(Idle::Fresh(Instant::now())),
            leaving: Notify::new(),
        });
        counted.seats.insert(seat.number, seat.clone());
        *counted.of_address.entry(address).or_default() += 1;
        drop(counted);
        Some(Self { connections: connections.clone(), seat })
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.connections.lock().unwrap_or_else(PoisonError::into_inner).leave(self.seat.number);
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
    let seat = counted.seat.clone();
    let service = service_fn(move |mut request: hyper::Request<hyper::body::Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        let asked = Asked::on(&seat);
        let answer = service.clone().oneshot(request);
        async move {
            let answer = answer.await?;
            // Until the last of it is taken.
            Ok::<_, Infallible>(answer.map(|body| {
                body.map_frame(move |frame| {
                    let _ = &asked;
                    frame
                })
            }))
        }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_buf_size(LARGEST_HEAD)
        .serve_connection(TokioIo::new(Box::pin(stream)), service);
    let connection = under_way.watch(connection);
    tokio::spawn(async move {
        let mut connection = pin!(connection);
        let ended = tokio::select! {
            ended = &mut connection => ended,
            // What was asked between the choice and now is answered first.
            () = counted.seat.leaving.notified() => match counted.seat.idle() {
                Idle::Asked => connection.await,
                _ => Ok(()),
            },
        };
        if let Err(error) = ended {
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
        let few =
            Counted::of(&connections, address, 8, None).zip(Counted::of(&connections, address, 8, None));
        let asked = few.as_ref().map(|(one, other)| (Asked::on(&one.seat), Asked::on(&other.seat)));
        assert!(Counted::of(&connections, address, 8, None).is_none(), "a quarter of what there is");
        drop((asked, few));
        let other: IpAddr = "10.0.0.2".parse().expect("an address");
        let taken: Vec<_> =
            (0..MOST_OF_ADDRESS).filter_map(|_| Counted::of(&connections, address, MOST, None)).collect();
        assert_eq!(taken.len(), MOST_OF_ADDRESS);
        let asked: Vec<_> = taken.iter().map(|taken| Asked::on(&taken.seat)).collect();
        assert!(Counted::of(&connections, address, MOST, None).is_none(), "something is asked on each");
        assert!(
            Counted::of(&connections, address, MOST, Some(address)).is_some(),
            "the proxy speaks for all"
        );
        assert!(Counted::of(&connections, other, MOST, None).is_some());
        assert!(
            Counted::of(&connections, other, MOST_OF_ADDRESS, None).is_none(),
            "there are too many in all"
        );
        drop((asked, taken));
        assert!(Counted::of(&connections, address, MOST, None).is_some());
        assert!(connections.lock().expect("no panic").seats.is_empty());
    }

    #[test]
    fn the_idlest_of_the_address_with_most_gives_way() {
        let connections: Arc<Mutex<Connections>> = Arc::default();
        let [many, few, third, fourth, fifth]: [IpAddr; 5] =
            [1, 2, 3, 4, 5].map(|last| IpAddr::from([10, 0, 0, last]));
        let most = 16;
        let take = |address| Counted::of(&connections, address, most, None).expect("room");
        let held: Vec<_> = (0..4).map(|_| take(many)).collect();
        let colleague = take(few);
        let others: Vec<_> =
            [third, fourth, fifth].into_iter().flat_map(|address| [address; 4]).take(11).map(take).collect();
        // The first was answered just now, the second is at work.
        drop(Asked::on(&held[0].seat));
        let _asked = Asked::on(&held[1].seat);
        let newcomer = take(few);
        let numbers = || {
            let seats = &connections.lock().expect("no panic").seats;
            let mut numbers: Vec<u64> = seats
                .values()
                .filter(|seat| [many, few].contains(&seat.address))
                .map(|seat| seat.number)
                .collect();
            numbers.sort_unstable();
            numbers
        };
        let number = |counted: &Counted| counted.seat.number;
        assert_eq!(numbers(), [&held[0], &held[1], &held[3], &colleague, &newcomer].map(number));
        drop(others);
        drop(held);
        assert_eq!(numbers(), [&colleague, &newcomer].map(number), "who gave way does not leave twice");
        assert_eq!(connections.lock().expect("no panic").of_address, HashMap::from([(few, 2)]));
    }
}
