//! What the next page is told comes back from the browser: it is signed for the session in which it was said, so that nobody
//! is told, or offered to take back, what this program did not say.

use app::request::{cookies, flash::COOKIE};
use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, header},
    middleware::Next,
    response::Response,
};

use super::{WebState, session};

/// Between what is told and its signature.
const MARK: &str = "&s=";

/// Lets only what was signed come in, and signs what goes out.
pub(super) async fn signed(State(web): State<WebState>, mut request: Request, next: Next) -> Response {
    let asked = session::token(request.headers()).unwrap_or_default();
    if !is_ours(&web, &asked, request.headers()) {
        drop_from(request.headers_mut());
    }
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let set: Vec<HeaderValue> = headers.get_all(header::SET_COOKIE).iter().cloned().collect();
    if !set.iter().any(|cookie| told_in(cookie).is_some()) {
        return response;
    }
    // Signing in, and changing the password, begin another session with the same answer.
    let begun = set.iter().find_map(session::token_in).unwrap_or(asked);
    headers.remove(header::SET_COOKIE);
    for cookie in set {
        let signed = told_in(&cookie).and_then(|told| {
            let signature = web.desk.signature(&signed_words(&begun, &told));
            let text = cookie.to_str().ok()?.replacen(&told, &format!("{told}{MARK}{signature}"), 1);
            HeaderValue::from_str(&text).ok()
        });
        headers.append(header::SET_COOKIE, signed.unwrap_or(cookie));
    }
    response
}

fn signed_words(session: &str, value: &str) -> String {
    format!("flash {session} {value}")
}

/// What the next page is told by a cookie as it is set; `None` where it is another one, or says nothing.
fn told_in(cookie: &HeaderValue) -> Option<String> {
    cookies::value_set(cookie, COOKIE).filter(|told| !told.is_empty())
}

/// Whether the request carries nothing, or what this program told this session.
fn is_ours(web: &WebState, session: &str, headers: &HeaderMap) -> bool {
    cookies::all(headers).filter(|cookie| cookie.name() == COOKIE).all(|cookie| {
        let Some((told, signature)) = cookie.value().rsplit_once(MARK) else { return false };
        crate::desk::sheets::same(&web.desk.signature(&signed_words(session, told)), signature)
    })
}

fn drop_from(headers: &mut HeaderMap) {
    let kept = cookies::all(headers).filter(|cookie| cookie.name() != COOKIE);
    let kept = kept.map(|cookie| cookie.to_string()).collect::<Vec<_>>().join("; ");
    headers.remove(header::COOKIE);
    if let Ok(kept) = HeaderValue::from_str(&kept) {
        headers.insert(header::COOKIE, kept);
    }
}
