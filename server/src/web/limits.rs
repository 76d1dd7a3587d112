//! How much a request may bring along: a form's fields, or a file where files are handed in.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::Instant,
};

use app::request::{
    flash::{self, Flash, Mood},
    handed_in::FileForm,
};
use axum::{
    extract::{Request, State},
    http::{Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};

use super::{WebState, bodies};
use crate::work::{self, Asker};

/// The most bytes of a form: a whole pasted issue is a twentieth of it.
pub(super) const MOST_BYTES: usize = 2 * 1024 * 1024;

/// So many bytes are read for nothing; whoever sends more is cut off.
const THROWN_AWAY: usize = 96 << 20;

/// Refuses, in words, what says beforehand that it is too large; what does not say so is cut off while it is
/// read, by the limits that the extractors keep.
pub(super) async fn refuse_large(request: Request, next: Next) -> Response {
    let length = request.headers().get(header::CONTENT_LENGTH);
    let length = length.and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    let path = request.uri().path().to_owned();
    let files = FileForm::ALL.into_iter().find(|form| form.address == path);
    let most = files.map_or(MOST_BYTES, FileForm::most);
    if length.is_none_or(|length| length <= most) {
        return next.run(request).await;
    }
    // A browser shows an answer only once it has sent everything: somewhat too much is read and thrown away.
    throw_away(request, THROWN_AWAY).await;
    let is_picture = files == Some(FileForm::PICTURE);
    if is_picture {
        let words = "图片太大，最多 20 MB。请先缩小，再回到上一页重新选。";
        return (StatusCode::PAYLOAD_TOO_LARGE, words).into_response();
    }
    let Some(form) = files else {
        let words = "内容太大，一次最多 2 MB。请分几次提交。";
        return (StatusCode::PAYLOAD_TOO_LARGE, words).into_response();
    };
    let words = match form.files {
        1 | 2 => format!("文件太大，最多 {} MB。请删去其中的图片和不用的内容，再选一次", form.each >> 20),
        _ => format!("文件合起来太大，一次最多 {} MB。请分几次选", form.together >> 20),
    };
    let mut response = Redirect::to(&path).into_response();
    if let Some(cookie) = flash::set(Flash { mood: Mood::NotDone, words, undo: None, kept: false }) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// So many forms at once, and so many each second after that: a hundred times what hands can do.
const FORMS_AT_ONCE: f64 = 1_000.0;
const FORMS_EACH_SECOND: f64 = 20.0;

/// As many askers are remembered; beyond that, those who have been quiet for longest are forgotten.
const MOST_ASKERS: usize = 10_000;

/// How many forms each may still post now, and when that was so.
#[derive(Debug, Default)]
pub struct Rates(Mutex<HashMap<Asker, (f64, Instant)>>);

impl Rates {
    fn permits(&self, asker: Asker, now: Instant) -> bool {
        let mut rates = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let refilled = |left: f64, since: Instant| {
            (left + now.saturating_duration_since(since).as_secs_f64() * FORMS_EACH_SECOND).min(FORMS_AT_ONCE)
        };
        if rates.len() >= MOST_ASKERS && !rates.contains_key(&asker) {
            rates.retain(|_, (left, since)| refilled(*left, *since) < FORMS_AT_ONCE);
            // Still as many: whoever has most left is forgotten, which gives him little.
            if rates.len() >= MOST_ASKERS {
                let most = rates.iter().max_by(|(_, one), (_, other)| one.0.total_cmp(&other.0));
                let most = most.map(|(asker, _)| *asker);
                rates.retain(|asker, _| Some(*asker) != most);
            }
        }
        let left = rates.get(&asker).map_or(FORMS_AT_ONCE, |(left, since)| refilled(*left, *since));
        let permitted = left >= 1.0;
        rates.insert(asker, (if permitted { left - 1.0 } else { left }, now));
        permitted
    }
}

/// Lets nobody post forms without end. Signing in has limits of its own, under which one guesser does not lock out
/// everybody behind the same address.
pub(super) async fn in_measure(State(web): State<WebState>, request: Request, next: Next) -> Response {
    let is_counted = request.method() == Method::POST && request.uri().path() != "/sign-in";
    let permitted = match work::asker() {
        Some(asker) if is_counted => web.rates.permits(asker, Instant::now()),
        _ => true,
    };
    if !permitted {
        return StatusCode::TOO_MANY_REQUESTS.into_response();
    }
    let Some(asker) = work::asker().filter(|_| request.method() == Method::POST) else {
        return next.run(request).await;
    };
    let (request, cut_off) = bodies::measured(request, asker, web.bodies.clone());
    let response = next.run(request).await;
    cut_off.status().map_or(response, IntoResponse::into_response)
}

/// Reads a body and keeps nothing of it.
async fn throw_away(request: Request, most: usize) {
    use axum::body::HttpBody as _;
    let mut body = std::pin::pin!(request.into_body());
    let mut left = most;
    while let Some(Ok(frame)) = std::future::poll_fn(|context| body.as_mut().poll_frame(context)).await {
        let read = frame.data_ref().map_or(0, |data| data.len());
        match left.checked_sub(read) {
            Some(rest) => left = rest,
            None => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use domain::id::PersonId;

    use super::*;

    #[test]
    fn who_posts_without_end_waits_and_nobody_else_does() {
        let (rates, begun) = (Rates::default(), Instant::now());
        let (one, other) = (Asker::Person(PersonId(1)), Asker::Person(PersonId(2)));
        let permitted = (0..2_000).filter(|_| rates.permits(one, begun)).count();
        assert_eq!(permitted, 1_000);
        assert!(rates.permits(other, begun));
        assert!(rates.permits(one, begun + Duration::from_secs(1)));
        for id in 0..20_000 {
            rates.permits(Asker::Person(PersonId(id)), begun);
        }
        assert!(rates.0.lock().expect("nobody panicked").len() <= MOST_ASKERS);
    }
}
