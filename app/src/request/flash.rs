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

/// A cookie holds 4096 bytes, its name and what it says of itself among them; percent-encoded Chinese fills nine a character.
const LONGEST_WORDS: usize = 300;
const MOST_BYTES: usize = 3900;

/// The header that carries it to the next page.
pub fn set(mut flash: Flash) -> Option<HeaderValue> {
    if let Some(undo) = &mut flash.undo {
        undo.fields = packed(std::mem::take(&mut undo.fields));
    }
    let words = std::mem::take(&mut flash.words);
    let value = |length: usize| {
        let mut flash = flash.clone();
        flash.words = words.chars().take(length).collect();
        if flash.words.len() < words.len() {
            flash.words.push('…');
        }
        let json = serde_json::to_string(&flash).ok()?;
        serde_urlencoded::to_string([("f", json)]).ok()
    };
    let fits = |value: &String| value.len() <= MOST_BYTES;
    // What is done to very many leaves less room for words.
    let values = [LONGEST_WORDS, LONGEST_WORDS / 2, LONGEST_WORDS / 6].into_iter().filter_map(value);
    let value = values.into_iter().find(fits)?;
    cookies::set(COOKIE, &value, 60, false)
}

/// With this sign after its name a field stands for many of that name: the first number, and by how much each one is larger
/// than the one before.
const MANY: char = '*';

/// Numbers under one name, one after the other, as one field: an act on two hundred rows is taken back by a cookie's few bytes.
fn packed(fields: Vec<(String, String)>) -> Vec<(String, String)> {
    let mut packed: Vec<(String, String)> = Vec::with_capacity(fields.len());
    let mut last: Option<i64> = None;
    for (name, value) in fields {
        // Only what comes out of it as it went in.
        let number = value.parse::<i64>().ok().filter(|number| number.to_string() == value);
        let under = packed.last_mut().filter(|(known, _)| known.strip_suffix(MANY) == Some(name.as_str()));
        let step = number.zip(last).and_then(|(number, before)| number.checked_sub(before));
        match (number, under, step) {
            (Some(_), Some((_, numbers)), Some(step)) => numbers.push_str(&format!(".{step}")),
            (Some(_), _, _) => packed.push((format!("{name}{MANY}"), value)),
            (None, _, _) => packed.push((name, value)),
        }
        last = number;
    }
    packed
}

fn unpacked(fields: Vec<(String, String)>) -> Vec<(String, String)> {
    let mut unpacked = Vec::new();
    for (name, value) in fields {
        let Some(name) = name.strip_suffix(MANY) else {
            unpacked.push((name, value));
            continue;
        };
        let mut number = 0_i64;
        for step in value.split('.').filter_map(|step| step.parse::<i64>().ok()) {
            number = number.saturating_add(step);
            unpacked.push((name.to_owned(), number.to_string()));
        }
    }
    unpacked
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
    let mut flash: Flash = serde_json::from_str(&json).ok()?;
    if let Some(undo) = &mut flash.undo {
        undo.fields = unpacked(std::mem::take(&mut undo.fields));
    }
    Some(flash)
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
    fn an_act_on_two_hundred_can_be_taken_back() {
        let field = |name: &str, value: String| (name.to_owned(), value);
        // Numbers that lie far apart, a name with leading zeros, numbers of another name, and what is none.
        let mut fields: Vec<_> =
            (0..200_i64).map(|row| field("item", (row * row * 91 + 7).to_string())).collect();
        fields.extend([field("version", "3".to_owned()), field("item", "2".to_owned())]);
        fields.extend([field("day", "007".to_owned()), field("words", "1.2".to_owned())]);
        let undo = Undo { verb: Verb::UndoReceive, fields };
        let words = "已签收".repeat(200);
        let flash = Flash { mood: Mood::Done, words, undo: Some(undo), kept: false };
        let header = set(flash.clone()).expect("a header");
        let pair = header.to_str().expect("ascii").split(';').next().expect("a pair").to_owned();
        assert!(header.len() <= 4096, "{}", header.len());
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, HeaderValue::from_str(&pair).expect("ascii"));
        let read = read(&headers).expect("it is ours");
        assert_eq!(read.undo, flash.undo);
        assert!(read.words.ends_with('…') && read.words.chars().count() >= 50, "{}", read.words);
    }

    #[test]
    fn strange_cookies_are_no_flash() {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, HeaderValue::from_static("jianbao_flash=%%%"));
        assert_eq!(read(&headers), None);
    }
}
