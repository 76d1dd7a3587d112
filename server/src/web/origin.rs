//! Refuses requests that change state and come from another site's page.
//!
//! Plain-HTTP networks send no `Sec-Fetch-Site`, so `Origin` is compared with the public address. Where none is
//! set, the program is reached by what stands in `Host`; that is believed only of a number or `localhost`, since
//! a name may be anybody's, made to lead here (DNS rebinding). A browser too old for `Origin` sends `Referer`.
//! A request with neither is let through only where it carries no cookie either.

use std::net::IpAddr;

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, Method, StatusCode, Uri, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::WebState;

pub(super) async fn check(State(web): State<WebState>, request: Request, next: Next) -> Response {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let public_url = web.settings.public_url.as_deref();
    if safe || is_own(request.headers(), public_url) {
        return next.run(request).await;
    }
    let way_out = match public_url {
        Some(public_url) => format!("请从 {public_url} 打开本系统，再操作一次。"),
        None => "请用 IP 地址打开本系统再操作；若要用域名访问，请管理员用 --public-url 设置它。".to_owned(),
    };
    (StatusCode::FORBIDDEN, format!("请求不是从本系统的页面发出的，没有执行。{way_out}")).into_response()
}

fn is_own(headers: &HeaderMap, public_url: Option<&str>) -> bool {
    // Where it says so, a browser knows best.
    let is_foreign = headers.get("sec-fetch-site").is_some_and(|site| site == "cross-site");
    let says_origin = headers.contains_key(header::ORIGIN);
    if is_foreign || headers.get_all(header::ORIGIN).iter().nth(1).is_some() {
        return false;
    }
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    if says_origin && text(header::ORIGIN).is_none() {
        return false;
    }
    let referer = || text(header::REFERER).and_then(origin_of);
    let Some(origin) = text(header::ORIGIN).map(str::to_owned).or_else(referer) else {
        return !headers.contains_key(header::COOKIE);
    };
    match public_url {
        Some(public_url) => origin_of(public_url).is_some_and(|own| own == origin),
        None => text(header::HOST)
            .is_some_and(|host| is_believable(host) && origin == format!("http://{}", host.to_lowercase())),
    }
}

/// Scheme, host and port of an address, as browsers write them.
fn origin_of(address: &str) -> Option<String> {
    let uri: Uri = address.parse().ok()?;
    let scheme = uri.scheme_str()?;
    let authority = uri.authority()?;
    let usual_port = if scheme == "https" { 443 } else { 80 };
    let host = authority.host().to_lowercase();
    Some(match authority.port_u16().filter(|port| *port != usual_port) {
        Some(port) => format!("{scheme}://{host}:{port}"),
        None => format!("{scheme}://{host}"),
    })
}

/// Whether nobody else can own the host: it is a number, or this machine's own name for itself.
fn is_believable(host: &str) -> bool {
    // What stands before an @ is no part of a host.
    let Ok(uri) = format!("http://{host}").parse::<Uri>() else { return false };
    if host.contains('@') {
        return false;
    }
    let name = uri.host().unwrap_or_default();
    let number = name.trim_start_matches('[').trim_end_matches(']');
    name.eq_ignore_ascii_case("localhost") || number.parse::<IpAddr>().is_ok()
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn headers(pairs: &[(HeaderName, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn behind_a_public_address_only_its_pages_change_anything() {
        let own = Some("https://jianbao.example/");
        let cookie = (header::COOKIE, "a=b");
        for (origin, expected) in [
            ("https://jianbao.example", true),
            ("http://jianbao.example", false),
            ("https://jianbao.example:8443", false),
            ("https://jianbao.example.evil", false),
            ("https://evil", false),
            ("null", false),
        ] {
            assert_eq!(
                is_own(&headers(&[cookie.clone(), (header::ORIGIN, origin)]), own),
                expected,
                "{origin}"
            );
        }
        let referer = |address| headers(&[cookie.clone(), (header::REFERER, address)]);
        assert!(is_own(&referer("https://jianbao.example/items?a=b"), own));
        assert!(!is_own(&referer("https://evil/https://jianbao.example"), own));
        assert!(!is_own(&headers(&[cookie]), own));
        assert!(is_own(&headers(&[]), own));
    }

    #[test]
    fn without_a_public_address_numbers_and_localhost_are_believed_and_names_are_not() {
        let from = |host, origin| headers(&[(header::HOST, host), (header::ORIGIN, origin)]);
        for host in ["127.0.0.1:3000", "localhost:3000", "10.1.2.3", "[::1]:3000"] {
            let origin: &'static str = Box::leak(format!("http://{host}").into_boxed_str());
            assert!(is_own(&from(host, origin), None), "{host}");
            assert!(!is_own(&from(host, "http://evil"), None), "{host}");
        }
        assert!(!is_own(&from("127.0.0.1:3000", "http://127.0.0.1:3001"), None));
        // A name that was made to lead here is its owner's, not ours.
        assert!(!is_own(&from("evil:3000", "http://evil:3000"), None));
        assert!(!is_own(&from("evil@127.0.0.1", "http://evil@127.0.0.1"), None));
    }

    #[test]
    fn what_no_browser_sends_is_not_believed() {
        let own = Some("https://jianbao.example/");
        let good = (header::ORIGIN, "https://jianbao.example");
        let mut twice = headers(std::slice::from_ref(&good));
        assert!(is_own(&twice, own));
        twice.append(header::ORIGIN, HeaderValue::from_static("https://evil"));
        assert!(!is_own(&twice, own));
        let foreign = [good, (HeaderName::from_static("sec-fetch-site"), "cross-site")];
        assert!(!is_own(&headers(&foreign), own));
        let mut odd = headers(&[(header::REFERER, "https://jianbao.example/items")]);
        odd.insert(header::ORIGIN, HeaderValue::from_bytes(b"\xff").expect("bytes"));
        assert!(!is_own(&odd, own));
    }
}
