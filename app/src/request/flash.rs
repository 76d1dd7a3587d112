//! The answer to the last act: carried by a cookie to the next page, shown once.

use axum::{
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Redirect, Response},
};
use serde::{Deserialize, Serialize};

use super::cookies;
use crate::desk::Undo;

/// What the next page says first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flash {
    pub mood: Mood,
    pub words: String,
    pub undo: Option<Undo>,
    /// What was typed was kept, and goes back into the form.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub kept: bool,
}

/// Whether it went well.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mood {
    Done,
    NotDone,
}

/// Goes on to another page, which says it first.
pub fn redirect(address: &str, flash: Flash) -> Response {
    let mut response = Redirect::to(address).into_response();
    if let Some(cookie) = set(flash) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// Its name.
pub const COOKIE: &str = "jianbao_flash";

/// A cookie holds 4096 bytes, of which percent-encoded Chinese fills nine a character.
const LONGEST_WORDS: usize = 300;

/// The header that carries it to the next page.
pub fn set(mut flash: Flash) -> Option<HeaderValue> {
    if let Some((end, _)) = flash.words.char_indices().nth(LONGEST_WORDS) {
        flash.words.truncate(end);
        flash.words.push('…');
    }
    let json = serde_json::to_string(&flash).ok()?;
    let value = serde_urlencoded::to_string([("f", json)]).ok()?;
    cookies::set(COOKIE, &value, 60, false)
}

/// The header that forgets it.
pub fn clear() -> Option<HeaderValue> {
    cookies::set(COOKIE, "", 0, false)
}

/// What the request carries; nothing where it is not ours to understand.
pub fn read(headers: &HeaderMap) -> Option<Flash> {
    let value = cookies::value(headers, COOKIE)?;
    let fields: Vec<(String, String)> = serde_urlencoded::from_str(&value).ok()?;
    let (_, json) = fields.into_iter().find(|(name, _)| name == "f")?;
    serde_json::from_str(&json).ok()
}

#[cfg(test)]
mod tests {
    use domain::act::Verb;

    use super::*;

    #[test]
    fn what_was_set_is_read_once_more_whole() {
        let undo = Undo { verb: Verb::UndoReceive, fields: vec![("item".into(), "7".into())] };
        let flash =
            Flash { mood: Mood::Done, words: "已签收；“甲”".into(), undo: Some(undo), kept: true };
        let header = set(flash.clone()).expect("a header");
        let pair = header.to_str().expect("ascii").split(';').next().expect("a pair").to_owned();
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, HeaderValue::from_str(&format!("a=b; {pair}")).expect("ascii"));
        assert_eq!(read(&headers), Some(flash));
    }

    #[test]
    fn strange_cookies_are_no_flash() {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, HeaderValue::from_static("jianbao_flash=%%%"));
        assert_eq!(read(&headers), None);
    }
}
