//! What the next page is told comes back from the browser: it is signed for the session in which it was said, so that nobody
//! is told, or offered to take back, what this program did not say.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, header},
    middleware::Next,
    response::Response,
};

use super::{WebState, session};

const COOKIE: &str = "jianbao_flash=";

/// Between what is told and its signature.
const MARK: &str = "&s=";

/// Lets only what was signed come in, and signs what goes out.
pub(super) async fn signed(State(web): State<WebState>, mut request: Request, next: Next) -> Response {
    let asked = session::token(request.headers()).unwrap_or_default().to_owned();
    if !is_ours(&web, &asked, request.headers()) {
        drop_from(request.headers_mut());
    }
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let told: Vec<String> = headers
        .get_all(header::SET_COOKIE)
        .iter()
        .filter_map(|cookie| cookie.to_str().ok().map(str::to_owned))
        .collect();
    if !told.iter().any(|cookie| value_of(cookie).is_some_and(|value| !value.is_empty())) {
        return response;
    }
    // Signing in, and changing the password, begin another session with the same answer.
    let begun = told.iter().find_map(|cookie| session::token_in(cookie)).map(str::to_owned).unwrap_or(asked);
    headers.remove(header::SET_COOKIE);
    for cookie in told {
        let signed = match value_of(&cookie).filter(|value| !value.is_empty()) {
            Some(value) => {
                let signature = web.desk.signature(&signed_words(&begun, value));
                cookie.replacen(value, &format!("{value}{MARK}{signature}"), 1)
            }
            None => cookie,
        };
        if let Ok(signed) = HeaderValue::from_str(&signed) {
            headers.append(header::SET_COOKIE, signed);
        }
    }
    response
}

fn signed_words(session: &str, value: &str) -> String {
    format!("flash {session} {value}")
}

/// What a cookie, as it is set, holds; `None` where it is another one.
fn value_of(cookie: &str) -> Option<&str> {
    cookie.strip_prefix(COOKIE).map(|rest| rest.split(';').next().unwrap_or_default())
}

/// Whether the request carries nothing, or what this program told this session.
fn is_ours(web: &WebState, session: &str, headers: &HeaderMap) -> bool {
    pairs(headers).filter_map(|pair| pair.strip_prefix(COOKIE)).all(|value| {
        let Some((told, signature)) = value.rsplit_once(MARK) else { return false };
        crate::desk::sheets::same(&web.desk.signature(&signed_words(session, told)), signature)
    })
}

fn drop_from(headers: &mut HeaderMap) {
    let kept: Vec<&str> = pairs(headers).filter(|pair| !pair.starts_with(COOKIE)).collect();
    let kept = HeaderValue::from_str(&kept.join("; "));
    headers.remove(header::COOKIE);
    if let Ok(kept) = kept {
        headers.insert(header::COOKIE, kept);
    }
}

fn pairs(headers: &HeaderMap) -> impl Iterator<Item = &str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|header| header.to_str().ok())
        .flat_map(|header| header.split(';'))
        .map(str::trim)
}
