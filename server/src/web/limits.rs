//! How much a request may bring along: a form's fields, or a file where files are handed in.

use app::{
    desk::audit::MOST_FILE_BYTES,
    flash::{self, Flash, Mood},
};
use axum::{
    extract::Request,
    http::{StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};

/// The most bytes of a form: a whole pasted issue is a twentieth of it.
pub(super) const MOST_BYTES: usize = 2 * 1024 * 1024;

/// Where files are handed in, and how many at once.
const FILES: [(&str, usize); 2] = [("/import", 1), ("/audit", 2)];

/// So many bytes are read for nothing; whoever sends more is cut off.
const THROWN_AWAY: usize = 96 << 20;

/// Refuses, in words, what says beforehand that it is too large; what does not say so is cut off while it is
/// read, by the limits that the extractors keep.
pub(super) async fn refuse_large(request: Request, next: Next) -> Response {
    let length = request.headers().get(header::CONTENT_LENGTH);
    let length = length.and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    let path = request.uri().path().to_owned();
    let files = FILES.iter().find(|(known, _)| *known == path).map(|(_, files)| *files);
    let most = files.map_or(MOST_BYTES, |files| files * MOST_FILE_BYTES + (64 << 10));
    if length.is_none_or(|length| length <= most) {
        return next.run(request).await;
    }
    // A browser shows an answer only once it has sent everything: somewhat too much is read and thrown away.
    throw_away(request, THROWN_AWAY).await;
    if files.is_none() {
        let words = "内容太大，一次最多 2 MB。请分几次提交。";
        return (StatusCode::PAYLOAD_TOO_LARGE, words).into_response();
    }
    let words =
        format!("文件太大，最多 {} MB。请删去其中的图片和不用的内容，再选一次", MOST_FILE_BYTES >> 20);
    let mut response = Redirect::to(&path).into_response();
    if let Some(cookie) = flash::set(Flash { mood: Mood::NotDone, words, undo: None, kept: false }) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
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
