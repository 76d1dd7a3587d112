//! Files by the hash of their content, kept by browsers for good; pictures of their pages and of drafts.
//!
//! Who may have what is decided behind the desk. What a browser holds already, or wants only a part of, is
//! answered here.

use app::{
    desk::Refusal,
    request::{
        file_name::{Shown, disposition},
        routes::Routes,
        state::SignedIn,
    },
};
use axum::{
    Extension,
    body::Bytes,
    extract::{Path, Query, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use domain::{
    id::{IssueId, ItemId},
    permission::Reader,
};
use serde::Deserialize;
use store::changes::Changes;

use super::WebState;

/// Who is signed in, if anybody.
type Visitor = Option<Extension<SignedIn>>;

pub(super) fn routes() -> Routes<WebState> {
    Routes::default()
        .route("/files/{name}", get(pdf))
        .route("/files/{hash}/pages/{name}", get(picture))
        .route("/issues/{id}/draft/{name}", get(draft))
        .route("/items/{item}/slip.png", get(slip))
}

/// `GET /files/HASH.pdf`, and `GET /files/HASH` of a picture in a text.
async fn pdf(
    State(web): State<WebState>,
    visitor: Visitor,
    known: Option<Extension<Changes>>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Response {
    let Some(hash) = name.strip_suffix(".pdf") else {
        return picture_in_text(&web, &visitor, &name, &headers).await;
    };
    let find = async {
        let changes = match known {
            Some(Extension(changes)) => changes,
            None => web.desk.changes().await?,
        };
        web.desk.pdf(changes, reader(&visitor), hash).await
    };
    match find.await {
        Ok(pdf) => {
            let mut response = content(&headers, hash, "application/pdf", pdf.bytes, kept(pdf.open));
            let plain = format!("{}.pdf", hash.get(..12).unwrap_or(hash));
            if let Some(disposition) = disposition(Shown::Inline, &plain, &pdf.name) {
                response.headers_mut().insert(header::CONTENT_DISPOSITION, disposition);
            }
            response
        }
        Err(error) => refusal(&error, &visitor, &format!("/files/{name}")),
    }
}

/// A picture in a text. Whoever may see it may keep it, and asks each time.
async fn picture_in_text(web: &WebState, visitor: &Visitor, hash: &str, headers: &HeaderMap) -> Response {
    match web.desk.picture_in_text(reader(visitor), hash).await {
        Ok(picture) => content(headers, hash, picture.media_type, picture.bytes, kept(false)),
        // A picture within a page leads nobody to sign in.
        Err(Refusal::Busy(_)) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        Err(Refusal::Failed(_)) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        Err(_) => not_found(),
    }
}

/// `GET /files/HASH/pages/N.png`, pages counted from 1.
async fn picture(
    State(web): State<WebState>,
    visitor: Visitor,
    Path((hash, name)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let Some(page) = page(&name) else { return not_found() };
    let tag = format!("{hash}-{page}");
    // Whoever has it already may still be asked to show that he may; it is not made again for that.
    let is_known = matches_any(headers.get(header::IF_NONE_MATCH), &format!("\"{tag}\""));
    let picture = match is_known {
        true => web.desk.may_see_pdf(reader(&visitor), &hash).await.map(|()| Bytes::new()),
        false => web.desk.pdf_picture(reader(&visitor), &hash, page).await,
    };
    match picture {
        Ok(bytes) => content(&headers, &tag, "image/png", bytes, kept(false)),
        Err(error) => refusal(&error, &visitor, "/"),
    }
}

#[derive(Debug, Default, Deserialize)]
struct Wanted {
    /// The digest of the draft that the board showed, or of the slip.
    #[serde(default)]
    v: String,
}

/// `GET /issues/ISSUE/draft/N.png?v=DIGEST`, pages counted from 1.
async fn draft(
    State(web): State<WebState>,
    visitor: Visitor,
    Path((issue, name)): Path<(i64, String)>,
    Query(wanted): Query<Wanted>,
    headers: HeaderMap,
) -> Response {
    let Some(Extension(signed_in)) = &visitor else { return not_found() };
    if name == "pdf" {
        return draft_pdf(&web, &visitor, IssueId(issue), &headers).await;
    }
    let Some(page) = page(&name) else { return not_found() };
    match web.desk.draft_picture(&signed_in.actor, IssueId(issue), &wanted.v, page).await {
        Ok(bytes) => {
            let cache = HeaderValue::from_static(ASKED_EACH_TIME);
            content(&headers, &format!("{}-{page}", wanted.v), "image/png", bytes, cache)
        }
        Err(error) => refusal(&error, &visitor, "/"),
    }
}

/// `GET /issues/ISSUE/draft/pdf`: how it would be printed now.
async fn draft_pdf(web: &WebState, visitor: &Visitor, issue: IssueId, headers: &HeaderMap) -> Response {
    let Some(Extension(signed_in)) = visitor else { return not_found() };
    match web.desk.draft_pdf(&signed_in.actor, issue).await {
        Ok((name, bytes)) => {
            let none = HeaderValue::from_static("no-store");
            let tag = format!("draft-{issue}-{}", bytes.len());
            let mut response = content(headers, &tag, "application/pdf", Bytes::from(bytes), none);
            if let Some(disposition) = disposition(Shown::Inline, &format!("draft-{issue}.pdf"), &name) {
                response.headers_mut().insert(header::CONTENT_DISPOSITION, disposition);
            }
            response
        }
        Err(error) => refusal(&error, visitor, "/"),
    }
}

/// `GET /items/ITEM/slip.png?v=DIGEST`, and `/items/new/slip.png`: what a person is writing, for that person alone.
async fn slip(
    State(web): State<WebState>,
    visitor: Visitor,
    Path(item): Path<String>,
    Query(wanted): Query<Wanted>,
    headers: HeaderMap,
) -> Response {
    let item = match item.as_str() {
        "new" => None,
        id => match id.parse() {
            Ok(id) => Some(ItemId(id)),
            Err(_) => return not_found(),
        },
    };
    let Some(Extension(signed_in)) = &visitor else { return not_found() };
    match web.desk.slip_picture(&signed_in.actor, item, &wanted.v).await {
        Ok((digest, bytes)) => {
            // Another slip than the one asked for must not be taken for it later.
            let is_asked_for = digest == wanted.v;
            let cache = if is_asked_for { ASKED_EACH_TIME } else { "no-store" };
            content(&headers, &digest, "image/png", bytes, HeaderValue::from_static(cache))
        }
        Err(error) => refusal(&error, &visitor, "/"),
    }
}

fn reader(visitor: &Visitor) -> Reader<'_> {
    match visitor {
        Some(Extension(signed_in)) => Reader::Person(&signed_in.actor),
        _ => Reader::Anybody,
    }
}

/// From 0, out of `1.png`.
fn page(name: &str) -> Option<usize> {
    name.strip_suffix(".png")?.parse::<usize>().ok()?.checked_sub(1)
}

/// The browser of whoever was allowed to see it may keep it, and asks each time whether that still holds.
const ASKED_EACH_TIME: &str = "private, no-cache";

/// For good, since what is named by its hash never changes, where it is open to all; else it is asked for each time.
fn kept(open: bool) -> HeaderValue {
    HeaderValue::from_static(if open { "public, max-age=31536000, immutable" } else { ASKED_EACH_TIME })
}

fn not_found() -> Response {
    (StatusCode::NOT_FOUND, "没有这个文件。").into_response()
}

fn refusal(error: &Refusal, visitor: &Visitor, address: &str) -> Response {
    match error {
        Refusal::NotFound(_) => not_found(),
        Refusal::Busy(_) => (StatusCode::SERVICE_UNAVAILABLE, error.to_string()).into_response(),
        Refusal::Failed(_) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
        _ if visitor.is_none() => {
            let next = serde_urlencoded::to_string([("next", address)]).unwrap_or_default();
            Redirect::to(&format!("/sign-in?{next}")).into_response()
        }
        // What one may not read does not exist for that person.
        _ => not_found(),
    }
}

/// The content: all of it, the part that is asked for, or the word that the browser has it already.
fn content(
    headers: &HeaderMap,
    tag: &str,
    media_type: &'static str,
    bytes: Bytes,
    cache: HeaderValue,
) -> Response {
    let tag = format!("\"{tag}\"");
    let total = bytes.len();
    let mut response = if matches_any(headers.get(header::IF_NONE_MATCH), &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        match wanted_range(headers, &tag, total) {
            Range::Whole => bytes.into_response(),
            Range::Part(first, last) => {
                let mut response = (StatusCode::PARTIAL_CONTENT, bytes.slice(first..=last)).into_response();
                insert(&mut response, header::CONTENT_RANGE, &format!("bytes {first}-{last}/{total}"));
                response
            }
            Range::Unsatisfiable => {
                let mut response = StatusCode::RANGE_NOT_SATISFIABLE.into_response();
                insert(&mut response, header::CONTENT_RANGE, &format!("bytes */{total}"));
                return response;
            }
        }
    };
    insert(&mut response, header::ETAG, &tag);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    headers.insert(header::CACHE_CONTROL, cache);
    response
}

fn insert(response: &mut Response, name: header::HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}

fn matches_any(tags: Option<&HeaderValue>, tag: &str) -> bool {
    let Some(tags) = tags.and_then(|tags| tags.to_str().ok()) else { return false };
    tags.split(',').map(str::trim).any(|other| other == "*" || other.trim_start_matches("W/") == tag)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Range {
    Whole,
    /// First and last byte.
    Part(usize, usize),
    Unsatisfiable,
}

/// A single range of bytes; whatever else is asked for gets the whole, as RFC 9110 allows.
fn wanted_range(headers: &HeaderMap, tag: &str, total: usize) -> Range {
    let is_current = headers
        .get(header::IF_RANGE)
        .is_none_or(|condition| condition.to_str().is_ok_and(|condition| condition == tag));
    let range = headers.get(header::RANGE).filter(|_| is_current).and_then(|range| range.to_str().ok());
    let Some((first, last)) = range
        .and_then(|range| range.strip_prefix("bytes="))
        .filter(|range| !range.contains(','))
        .and_then(|range| range.trim().split_once('-'))
    else {
        return Range::Whole;
    };
    let end = total.saturating_sub(1);
    match (first.parse::<usize>(), last.parse::<usize>()) {
        (Ok(first), Ok(last)) if first > last => Range::Whole,
        (Ok(first), _) if first >= total => Range::Unsatisfiable,
        (Ok(first), Ok(last)) => Range::Part(first, last.min(end)),
        (Ok(first), Err(_)) if last.is_empty() => Range::Part(first, end),
        (Err(_), Ok(length)) if first.is_empty() && (length == 0 || total == 0) => Range::Unsatisfiable,
        (Err(_), Ok(length)) if first.is_empty() => Range::Part(total.saturating_sub(length), end),
        _ => Range::Whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asking(pairs: &[(header::HeaderName, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn one_range_of_bytes_is_answered_and_whatever_else_gets_the_whole() {
        let cases = [
            ("bytes=0-9", Range::Part(0, 9)),
            ("bytes=90-", Range::Part(90, 99)),
            ("bytes=90-200", Range::Part(90, 99)),
            ("bytes=-10", Range::Part(90, 99)),
            ("bytes=-200", Range::Part(0, 99)),
            ("bytes=100-", Range::Unsatisfiable),
            ("bytes=-0", Range::Unsatisfiable),
            ("bytes=9-0", Range::Whole),
            ("bytes=0-1,4-5", Range::Whole),
            ("lines=0-1", Range::Whole),
            ("bytes=a-b", Range::Whole),
        ];
        for (range, expected) in cases {
            assert_eq!(wanted_range(&asking(&[(header::RANGE, range)]), "\"t\"", 100), expected, "{range}");
        }
        let stale = asking(&[(header::RANGE, "bytes=0-9"), (header::IF_RANGE, "\"other\"")]);
        assert_eq!(wanted_range(&stale, "\"t\"", 100), Range::Whole);
    }

    #[test]
    fn a_browser_that_has_it_is_told_so() {
        for (tags, expected) in
            [("\"t\"", true), ("W/\"t\"", true), ("\"a\", \"t\"", true), ("*", true), ("\"a\"", false)]
        {
            let headers = asking(&[(header::IF_NONE_MATCH, tags)]);
            assert_eq!(matches_any(headers.get(header::IF_NONE_MATCH), "\"t\""), expected, "{tags}");
        }
    }
}
