//! What stands in an address: characters that nobody sees reach no page and no database.

use axum::{
    extract::Request,
    http::{StatusCode, Uri},
    middleware::Next,
    response::{IntoResponse, Response},
};

/// Takes control characters out of what an address asks; an address that leads to nothing but them leads nowhere.
pub(super) async fn clean(mut request: Request, next: Next) -> Response {
    if without_controls(request.uri().path()).is_some() {
        return StatusCode::NOT_FOUND.into_response();
    }
    if let Some(cleaned) = request.uri().path_and_query().and_then(|whole| without_controls(whole.as_str())) {
        match Uri::try_from(cleaned) {
            Ok(cleaned) => *request.uri_mut() = cleaned,
            Err(_) => return StatusCode::BAD_REQUEST.into_response(),
        }
    }
    next.run(request).await
}

/// The address without escaped control characters; `None` where it has none. Tabs and line ends are blanks.
fn without_controls(address: &str) -> Option<String> {
    let escape = |at: usize| {
        let digits = address.get(at + 1..at + 3)?;
        let code = u8::from_str_radix(digits, 16).ok()?;
        (code.is_ascii_control() && !matches!(code, b'\t' | b'\n' | b'\r')).then_some(3)
    };
    let mut cleaned = String::with_capacity(address.len());
    let mut done = 0;
    for (at, _) in address.match_indices('%') {
        if let Some(length) = escape(at) {
            cleaned.push_str(&address[done..at]);
            done = at + length;
        }
    }
    (done > 0).then(|| cleaned + &address[done..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_go_and_everything_else_stays() {
        assert_eq!(without_controls("/ledger?q=%00"), Some("/ledger?q=".to_owned()));
        assert_eq!(without_controls("/search?q=a%1Fb%7f&x=%0a"), Some("/search?q=ab&x=%0a".to_owned()));
        for plain in ["/search?q=%E6%B1%9F%2500", "/", "/a?b=%", "/a?b=%0", "/a?b=%zz"] {
            assert_eq!(without_controls(plain), None, "{plain}");
        }
    }
}
