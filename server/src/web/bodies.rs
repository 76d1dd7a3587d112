//! What comes of a request's body: how long it may take, how much of all bodies is held at a time, and of how many fields a
//! form may be, before anything is made of it.

use std::{
    collections::HashMap,
    pin::Pin,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU8, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    body::{Body, Bytes, HttpBody},
    extract::Request,
    http::{StatusCode, header},
};
use hyper::body::{Frame, SizeHint};
use tokio::time::{Sleep, sleep};

use crate::work::Asker;

/// The fields of a form: an issue of two hundred pieces has a fifth of them. Each costs far more than its letters.
const MOST_FIELDS: usize = 5_000;

/// The longest time for a whole form, and for a whole file on a slow line.
const FORM: Duration = Duration::from_secs(120);
const FILE: Duration = Duration::from_secs(600);

/// So many bytes of bodies that are on their way are held at a time: of one person, of one address from which nobody is
/// signed in, of all such addresses, of everybody.
const MOST_OF_PERSON: usize = 96 << 20;
const MOST_OF_ADDRESS: usize = 32 << 20;
const MOST_OF_STRANGERS: usize = 128 << 20;
const MOST: usize = 512 << 20;

/// The bytes that are held, by whoever sends them.
#[derive(Debug, Default)]
pub struct Bodies(Mutex<HeldBytes>);

#[derive(Debug, Default)]
struct HeldBytes {
    all: usize,
    of_strangers: usize,
    of: HashMap<Asker, usize>,
}

impl Bodies {
    fn take(&self, asker: Asker, bytes: usize) -> bool {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let own = held.of.get(&asker).copied().unwrap_or_default() + bytes;
        let is_stranger = matches!(asker, Asker::Address(_));
        let most = if is_stranger { MOST_OF_ADDRESS } else { MOST_OF_PERSON };
        let of_strangers = held.of_strangers + if is_stranger { bytes } else { 0 };
        if own > most || of_strangers > MOST_OF_STRANGERS || held.all + bytes > MOST {
            return false;
        }
        held.all += bytes;
        held.of_strangers = of_strangers;
        held.of.insert(asker, own);
        true
    }

    fn give_back(&self, asker: Asker, bytes: usize) {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.all = held.all.saturating_sub(bytes);
        if matches!(asker, Asker::Address(_)) {
            held.of_strangers = held.of_strangers.saturating_sub(bytes);
        }
        if let Some(own) = held.of.get_mut(&asker) {
            *own = own.saturating_sub(bytes);
            if *own == 0 {
                held.of.remove(&asker);
            }
        }
    }
}

/// Why a body was not taken to its end.
#[derive(Clone, Debug, Default)]
pub(super) struct CutOff(Arc<AtomicU8>);

impl CutOff {
    const FIELDS: u8 = 1;
    const ROOM: u8 = 2;
    const TIME: u8 = 3;

    pub(super) fn status(&self) -> Option<StatusCode> {
        match self.0.load(Ordering::Relaxed) {
            Self::FIELDS => Some(StatusCode::PAYLOAD_TOO_LARGE),
            Self::ROOM => Some(StatusCode::TOO_MANY_REQUESTS),
            Self::TIME => Some(StatusCode::REQUEST_TIMEOUT),
            _ => None,
        }
    }
}

/// The request with its body measured, and how to know afterwards whether it was cut off.
pub(super) fn measured(request: Request, asker: Asker, bodies: Arc<Bodies>) -> (Request, CutOff) {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let is_file = kind.is_some_and(|kind| kind.starts_with("multipart/"));
    let cut_off = CutOff::default();
    let why = cut_off.clone();
    let request = request.map(|inner| {
        Body::new(Measured {
            inner,
            ends: Box::pin(sleep(if is_file { FILE } else { FORM })),
            fields: (!is_file).then_some(0),
            held: 0,
            asker,
            bodies,
            why,
        })
    });
    (request, cut_off)
}

/// A body that counts while it comes.
struct Measured {
    inner: Body,
    ends: Pin<Box<Sleep>>,
    /// Of a form, how many fields have come.
    fields: Option<usize>,
    held: usize,
    asker: Asker,
    bodies: Arc<Bodies>,
    why: CutOff,
}

impl Measured {
    fn cut(&self, why: u8) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        self.why.0.store(why, Ordering::Relaxed);
        Poll::Ready(Some(Err(axum::Error::new(std::io::Error::other("the body is cut off")))))
    }
}

impl HttpBody for Measured {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        if self.ends.as_mut().poll(context).is_ready() {
            return self.cut(CutOff::TIME);
        }
        let polled = Pin::new(&mut self.inner).poll_frame(context);
        if let Poll::Ready(Some(Ok(frame))) = &polled
            && let Some(data) = frame.data_ref()
        {
            if !self.bodies.take(self.asker, data.len()) {
                return self.cut(CutOff::ROOM);
            }
            self.held += data.len();
            if let Some(fields) = &mut self.fields {
                *fields += data.iter().filter(|byte| **byte == b'&').count();
                if *fields > MOST_FIELDS {
                    return self.cut(CutOff::FIELDS);
                }
            }
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}

impl Drop for Measured {
    fn drop(&mut self) {
        self.bodies.give_back(self.asker, self.held);
    }
}

#[cfg(test)]
mod tests {
    use domain::id::PersonId;

    use super::*;

    #[test]
    fn nobody_holds_more_than_a_share_and_strangers_together_leave_room() {
        let bodies = Bodies::default();
        let person = Asker::Person(PersonId(1));
        let address = |last: u8| Asker::Address([10, 0, 0, last].into());
        assert!(bodies.take(address(1), MOST_OF_ADDRESS) && !bodies.take(address(1), 1));
        assert!((2..=4).all(|last| bodies.take(address(last), MOST_OF_ADDRESS)));
        assert!(!bodies.take(address(5), 1), "strangers have no more together");
        assert!(bodies.take(person, MOST_OF_PERSON) && !bodies.take(person, 1));
        bodies.give_back(address(1), MOST_OF_ADDRESS);
        assert!(bodies.take(address(5), MOST_OF_ADDRESS));
        bodies.give_back(person, MOST_OF_PERSON);
        assert!(bodies.take(person, 1));
    }
}
