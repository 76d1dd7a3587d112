//! Cookies: how each of ours is set, and what a request brings.

use axum::http::{HeaderMap, HeaderValue, header};
use cookie::{Cookie, SameSite, time::Duration};

/// The header that sets a cookie for so many seconds, for this site's pages and no script; no seconds forget it.
pub fn set(name: &str, value: &str, seconds: i64, is_secure: bool) -> Option<HeaderValue> {
    let cookie = Cookie::build((name, value))
        .path("/")
        .max_age(Duration::seconds(seconds))
        .http_only(true)
        .same_site(SameSite::Lax);
    let cookie = if is_secure { cookie.secure(true) } else { cookie };
    HeaderValue::from_str(&cookie.build().to_string()).ok()
}

/// All that a request brings, in its order.
pub fn all(headers: &HeaderMap) -> impl Iterator<Item = Cookie<'_>> {
    let texts = headers.get_all(header::COOKIE).iter().filter_map(|header| header.to_str().ok());
    texts.flat_map(Cookie::split_parse).filter_map(Result::ok)
}

/// What a request brings under a name: the first, where there are several.
pub fn value(headers: &HeaderMap, name: &str) -> Option<String> {
    all(headers).find(|cookie| cookie.name() == name).map(|cookie| cookie.value().to_owned())
}

/// What a header sets a cookie to; `None` where it is another cookie.
pub fn value_set(header: &HeaderValue, name: &str) -> Option<String> {
    let cookie = Cookie::parse(header.to_str().ok()?).ok()?;
    (cookie.name() == name).then(|| cookie.value().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_set_is_what_the_next_request_brings() {
        let header = set("jianbao_a", "f=%7B%22", 60, false).expect("a header");
        let text = header.to_str().expect("ascii");
        assert!(text.starts_with("jianbao_a=f=%7B%22;") && !text.contains("Secure"), "{text}");
        for part in ["; HttpOnly", "; SameSite=Lax", "; Path=/", "; Max-Age=60"] {
            assert!(text.contains(part), "{text}");
        }
        assert_eq!(value_set(&header, "jianbao_a").as_deref(), Some("f=%7B%22"));
        assert_eq!(value_set(&header, "jianbao"), None);
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, HeaderValue::from_static("b=1; jianbao_a=f=%7B%22;c"));
        headers.append(header::COOKIE, HeaderValue::from_static("jianbao_a=second"));
        assert_eq!(value(&headers, "jianbao_a").as_deref(), Some("f=%7B%22"));
        assert_eq!(value(&headers, "c"), None);
    }

    #[test]
    fn no_seconds_forget_and_https_alone_makes_it_secure() {
        let header = set("jianbao_a", "", 0, true).expect("a header");
        assert!(header.to_str().expect("ascii").contains("Max-Age=0"));
        assert!(header.to_str().expect("ascii").contains("; Secure"));
    }
}
