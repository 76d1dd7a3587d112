//! Refuses requests that change state and come from another site's page.
//!
//! `Origin` is compared with the public address and with the `Host` that was asked: plain-HTTP networks send no
//! `Sec-Fetch-Site`. A request without `Origin` is let through only where it carries no cookie either.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::WebState;

pub(super) async fn check(State(web): State<WebState>, request: Request, next: Next) -> Response {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if safe || is_own(request.headers(), &web.settings.public_url) {
        next.run(request).await
    } else {
        (StatusCode::FORBIDDEN, "请求不是从本系统的页面发出的，已拒绝。请回到系统页面重新操作。")
            .into_response()
    }
}

fn is_own(headers: &HeaderMap, public_url: &str) -> bool {
    let text = |name| headers.get(name).and_then(|value: &axum::http::HeaderValue| value.to_str().ok());
    match text(header::ORIGIN) {
        Some(origin) => origin == public_url,
        None => !headers.contains_key(header::COOKIE),
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn only_our_own_pages_change_anything() {
        let own = "http://127.0.0.1:3000";
        let headers = |origin: Option<&'static str>, cookie: bool| {
            let mut headers = HeaderMap::new();
            if let Some(origin) = origin {
                headers.insert(header::ORIGIN, HeaderValue::from_static(origin));
            }
            if cookie {
                headers.insert(header::COOKIE, HeaderValue::from_static("a=b"));
            }
            headers
        };
        assert!(is_own(&headers(Some(own), true), own));
        assert!(is_own(&headers(None, false), own));
        assert!(!is_own(&headers(None, true), own));
        for other in ["http://evil", "null", "http://127.0.0.1:3001", "http://127.0.0.1:3000.evil"] {
            assert!(!is_own(&headers(Some(other), true), own), "{other}");
        }
    }
}
