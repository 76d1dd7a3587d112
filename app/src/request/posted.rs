//! A form as it was posted: its page's name, what of it is worth keeping, where it came from, and how whoever sent it
//! wants to be answered: a browser by another page, a page's script by JSON.

use axum::{
    Json,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use domain::act::Verb;

use crate::{
    desk::{
        Done,
        sheets::{Keeping, KeepingOutcome, KeptForm, PostedForm},
        typed::{TypedForm, long_form},
    },
    request::{
        address::{is_own_address, referring_page, with_sheet, without_sheet},
        flash::{self, Flash, Mood},
        focus::with_focus,
        page::Page,
    },
};

/// The verb that only keeps what is typed.
pub(crate) const KEEP: &str = "keep_text";

/// How the answer is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AnswerAs {
    Redirect,
    /// The answer itself.
    Json,
    /// Where the browser would be sent, to a script that posts a form in its place.
    Address,
}

/// The header by which a page's script says that it posts a form in the browser's place.
const BY_SCRIPT: &str = "jianbao-form";

/// Fields that say which button was pressed, which is no part of what is typed.
const BUTTONS: [&str; 5] = ["send", "choose", "keep", "append", "step"];

/// Fields by which a picture is chosen, which becomes a line of the text.
pub(crate) const PICTURE: [&str; 4] = ["picture", "picture_caption", "picture_source", "picture_shows"];

/// A posted form.
#[derive(Clone, Debug)]
pub(crate) struct Posted {
    verb: String,
    pub(crate) fields: Vec<(String, String)>,
    /// The page's name; empty where there is none.
    pub(crate) sheet: String,
    pub(crate) stamp: i64,
    /// The page it came from.
    pub(crate) back: String,
    next: Option<String>,
    pub(crate) answer: AnswerAs,
    /// What was typed, of a long form in which something was.
    pub(crate) kept: Option<KeptForm>,
}

/// Nobody changes a form more often: a browser counts no further without a slip.
const MOST_CHANGES: i64 = 1 << 53;

/// No page's name is longer, in bytes.
const LONGEST_NAME: usize = 100;

impl Posted {
    pub(crate) fn read(verb: &str, form: &str, headers: &HeaderMap) -> Self {
        let fields: Vec<(String, String)> = serde_urlencoded::from_str(form).unwrap_or_default();
        let field = |name: &str| {
            let mut values = fields.iter().filter(|(key, value)| key == name && !value.is_empty());
            values.next().map(|(_, value)| value.as_str())
        };
        // Ours are shorter: what is longer is none, and is given one.
        let sheet = field("sheet").filter(|name| name.len() <= LONGEST_NAME).unwrap_or_default().to_owned();
        let stamp = field("stamp").and_then(|stamp| stamp.parse().ok());
        let stamp = stamp.filter(|stamp| (0..MOST_CHANGES).contains(stamp)).unwrap_or_default();
        let local = |name: &str| field(name).filter(|address| is_own_address(address)).map(str::to_owned);
        let back = local("back").or_else(|| referring_page(headers)).unwrap_or("/".to_owned());
        let address = without_sheet(&local("address").unwrap_or_else(|| back.clone()));
        let typed_for = match verb {
            KEEP => field("keep").unwrap_or(if field("item").is_some() { "save_item" } else { "draft_item" }),
            verb => verb,
        };
        // A page that was emptied again is kept empty: its earlier words are not to come back.
        let may_be_empty = verb == KEEP && !sheet.is_empty();
        let kept = kept_form(typed_for, &fields, may_be_empty).map(|form| KeptForm {
            form,
            sheet: sheet.clone(),
            stamp,
            copy: field("copy").unwrap_or_default().to_owned(),
            address,
            choose: field("choose").map(str::to_owned),
            is_posted: false,
            is_apart: false,
        });
        let verb = verb.to_owned();
        Self {
            verb,
            next: local("next"),
            answer: wanted(headers),
            fields: fields.clone(),
            sheet,
            stamp,
            back,
            kept,
        }
    }

    /// What names the form, where something does.
    pub(crate) fn form(&self) -> Option<PostedForm> {
        let about_the_page = ["sheet", "copy", "stamp", "address", "back", "next"];
        let copy = self.fields.iter().find(|(name, _)| name == "copy").map(|(_, copy)| copy.clone());
        let fields = self.fields.iter().filter(|(name, _)| !about_the_page.contains(&name.as_str()));
        let content = serde_urlencoded::to_string(fields.collect::<Vec<_>>()).unwrap_or_default();
        (!self.sheet.is_empty()).then(|| PostedForm {
            verb: self.verb.clone(),
            sheet: self.sheet.clone(),
            copy: copy.unwrap_or_default(),
            stamp: self.stamp,
            content,
        })
    }

    /// It was done.
    pub(crate) fn done(&self, done: Done) -> Response {
        if self.answer == AnswerAs::Json {
            return Json(done).into_response();
        }
        let address = self.next.clone().or(done.next).unwrap_or_else(|| without_sheet(&self.back));
        let address = with_focus(address, &self.fields);
        self.to(&address, Flash { mood: Mood::Done, words: done.words, undo: done.undo, kept: false })
    }

    /// It was not, and what was typed is not there any more.
    pub(crate) fn refused(&self, words: String) -> Response {
        self.to(&self.back, Flash { mood: Mood::NotDone, words, undo: None, kept: false })
    }

    /// Sends the browser on.
    pub(crate) fn to(&self, address: &str, flash: Flash) -> Response {
        if self.answer != AnswerAs::Address {
            return flash::redirect(address, flash);
        }
        let done = flash.mood == Mood::Done;
        let answer = serde_json::json!({ "address": address, "done": done, "words": flash.words });
        let mut response = Json(answer).into_response();
        if let Some(cookie) = flash::set(flash) {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
        response
    }

    /// It was not done, and the page's script leaves the page as it is.
    pub(crate) fn stay(&self, words: String) -> Response {
        (StatusCode::CONFLICT, Json(serde_json::json!({ "done": false, "words": words }))).into_response()
    }

    /// Nobody is signed in any more.
    pub(crate) fn signed_out(&self, to_sign_in: Response, is_kept: bool) -> Response {
        let words = if is_kept {
            "登录已过期，没有办成。您打的字已留存；请另开一页登录，再回到这里接着办"
        } else {
            "登录已过期，没有办成。请先不要关闭本页：另开一页登录，再回到这里接着办"
        };
        if self.answer != AnswerAs::Redirect {
            let next = Some(self.sign_in_address(is_kept));
            let keeping =
                Keeping { outcome: KeepingOutcome::SignedOut, words: words.to_owned(), next, sheet: None };
            return (StatusCode::UNAUTHORIZED, Json(keeping)).into_response();
        }
        let is_to_sign_in = to_sign_in.headers().get(header::LOCATION);
        let is_to_sign_in = is_to_sign_in.is_some_and(|address| address.as_bytes().starts_with(b"/sign-in"));
        if is_to_sign_in { Redirect::to(&self.sign_in_address(is_kept)).into_response() } else { to_sign_in }
    }

    fn sign_in_address(&self, is_kept: bool) -> String {
        let next = if is_kept { with_sheet(&self.back, &self.sheet) } else { self.back.clone() };
        let mut query = vec![("next", next.as_str())];
        if is_kept {
            query.push(("kept", "1"));
        }
        format!("/sign-in?{}", serde_urlencoded::to_string(query).unwrap_or_default())
    }

    /// Somebody else is signed in than who opened the page.
    pub(crate) fn somebody_else(&self, page: &Page, owner: Option<&str>, is_kept: bool) -> Response {
        let owner = owner.unwrap_or("别人");
        let kept = if is_kept { "那一页上打的字已为打开它的人留存。" } else { "" };
        let words = format!(
            "这一页是{owner}打开的，现在登录的是{}，没有办。{kept}请打开它的人登录后接着办",
            page.actor.name
        );
        if self.answer != AnswerAs::Redirect {
            let keeping = Keeping { outcome: KeepingOutcome::SomebodyElse, words, next: None, sheet: None };
            return (StatusCode::CONFLICT, Json(keeping)).into_response();
        }
        flash::redirect("/", Flash { mood: Mood::NotDone, words, undo: None, kept: false })
    }
}

/// What was typed into a long form; nothing where it holds no words, unless it may be empty.
fn kept_form(verb: &str, fields: &[(String, String)], may_be_empty: bool) -> Option<TypedForm> {
    let long = Verb::from_code(verb).and_then(long_form)?;
    let is_typed = |name: &str| !BUTTONS.contains(&name) && !PICTURE.contains(&name);
    let fields = fields.iter().filter(|(name, _)| is_typed(name)).cloned().collect();
    TypedForm::of_fields(verb, fields).filter(|form| may_be_empty || long.title(form).is_some())
}

fn wanted(headers: &HeaderMap) -> AnswerAs {
    if headers.contains_key(BY_SCRIPT) {
        return AnswerAs::Address;
    }
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    if accept.is_some_and(|accept| accept.starts_with("application/json")) {
        AnswerAs::Json
    } else {
        AnswerAs::Redirect
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_known_by_what_it_asks_for_and_not_by_its_page() {
        let form = |body: &str| {
            let posted = Posted::read("create_issue", body, &HeaderMap::new());
            posted.form().expect("it has a name").content
        };
        assert_eq!(form("sheet=a&year=2024&back=%2F"), form("sheet=b&stamp=4&year=2024"));
        assert_ne!(form("sheet=a&year=2024"), form("sheet=a&year=2025"));
        assert_eq!(Posted::read("create_issue", "year=2024", &HeaderMap::new()).form(), None);
    }

    #[test]
    fn what_is_kept_of_a_long_form_are_its_words_and_not_its_buttons() {
        let kept = |verb: &str, form: &str| Posted::read(verb, form, &HeaderMap::new()).kept;
        let new = kept("keep_text", "kind=%E4%BF%A1%E6%81%AF&body=a&send=1&sheet=s&stamp=3").expect("words");
        assert_eq!((new.form.verb.as_str(), new.sheet.as_str(), new.stamp), ("draft_item", "s", 3));
        assert_eq!((new.form.value("body"), new.form.value("send")), (Some("a"), None));
        let change = kept("keep_text", "item=7&kind=a&title=b").expect("words");
        assert_eq!(change.form.verb, "save_item");
        assert_eq!(kept("return_item", "item=7&version=2&reason=+"), None, "nothing was written");
        assert_eq!(kept("receive", "item=7"), None);
    }
}
