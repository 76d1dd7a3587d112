//! How much a request may bring along.

use axum::{
    body::to_bytes,
    extract::Request,
    http::{StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

/// The most bytes of a request's body: a whole pasted issue is a twentieth of it.
pub(super) const MOST_BYTES: usize = 2 * 1024 * 1024;

/// The most bytes that are read for nothing; whoever sends more is cut off.
const MOST_THROWN_AWAY: usize = 4 * MOST_BYTES;

/// Refuses, in words, what says beforehand that it is too large; what does not say so is cut off while it is
/// read, by the limit that the extractors keep.
pub(super) async fn refuse_large(request: Request, next: Next) -> Response {
    let length = request.headers().get(header::CONTENT_LENGTH);
    let length = length.and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if length.is_some_and(|length| length > MOST_BYTES) {
        // A browser shows an answer only once it has sent everything: somewhat too much is read and thrown away.
        let _ = to_bytes(request.into_body(), MOST_THROWN_AWAY).await;
        let words = "内容太大，一次最多 2 MB。请分几次提交。";
        return (StatusCode::PAYLOAD_TOO_LARGE, words).into_response();
    }
    next.run(request).await
}
