//! Recognising who is signed in, beginning and ending sessions.
//!
//! The browser holds a token of chance in a cookie; the database holds its digest, so that whoever reads the
//! database cannot sign in with it.

use std::{
    collections::HashSet,
    net::IpAddr,
    sync::{Mutex, PoisonError},
};

use app::{
    desk::Refusal,
    pages::items::here,
    request::{address::PASSWORD, cookies, state::SignedIn},
};
use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    event::Happening, hexadecimal::hexadecimal, id::PersonId, settings::OfficeSettings, subject::Subject,
};
use jiff::{SignedDuration, Timestamp, civil::Date};
use sha2::{Digest, Sha256};
use store::{
    Connection, StoreError, Transaction,
    changes::Changes,
    events::{self, NewEvent},
    people,
    sessions::{self, Session},
    settings,
};

use super::{
    Peer, WebSettings, WebState,
    client_address::{client_address, household},
};
use crate::{
    aside::aside,
    derived::Derived,
    work::{self, Asker},
};

/// What somebody may ask for whose password is to be changed first. Whatever is not named here waits.
const BEFORE_PASSWORD: [&str; 3] = [PASSWORD, "/sign-in", "/sign-out"];

/// What pages ask by themselves while somebody may be far away: it lets no session go on.
const BY_ITSELF: [&str; 1] = [here::ADDRESS];

const COOKIE: &str = "jianbao_session";

/// A session's last sign of life is written down again after so long.
const SEEN_AGAIN: SignedDuration = SignedDuration::from_mins(1);

/// Puts who is signed in into the request, with how many changes there were when that was looked up.
pub(super) async fn recognise(State(web): State<WebState>, mut request: Request, next: Next) -> Response {
    let by_itself = BY_ITSELF.contains(&request.uri().path());
    let asker = match signed_in(&web, request.headers(), by_itself).await {
        // Until the password is changed nothing is seen but the page on which that is done.
        Ok(Some((signed_in, _)))
            if signed_in.must_change_password && !BEFORE_PASSWORD.contains(&request.uri().path()) =>
        {
            return Redirect::to(PASSWORD).into_response();
        }
        Ok(Some((signed_in, changes))) => {
            let person = signed_in.actor.id;
            request.extensions_mut().insert(signed_in);
            request.extensions_mut().insert(changes);
            Some(Asker::Person(person))
        }
        Ok(None) => {
            let peer = request.extensions().get::<Peer>().map(|peer| peer.0.ip());
            peer.map(|peer| Asker::Address(address_of(&web, peer, request.headers())))
        }
        // Who is signed in is not known now; to say that nobody is would lose what they typed.
        Err(error) => {
            tracing::error!(%error, "a session could not be read");
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
    };
    match asker {
        Some(asker) => work::asked_by(asker, next.run(request)).await,
        None => next.run(request).await,
    }
}

/// From where somebody asks, as it counts and as it is shown.
pub(super) fn address_of(web: &WebState, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
    household(client_address(peer, web.settings.trusted_proxy, headers))
}

async fn signed_in(
    web: &WebState,
    headers: &HeaderMap,
    by_itself: bool,
) -> Result<Option<(SignedIn, Changes)>, StoreError> {
    let Some(token) = token(headers) else { return Ok(None) };
    let now = (web.clock)();
    let (today, now) = (now.date(), now.timestamp());
    let reader = web.store.reader();
    let Some((session, changes)) = sessions::find(reader, &digest(&token)).await? else {
        return Ok(None);
    };
    let settings = web.people.settings.get(changes, (), settings::find(reader)).await?;
    if now >= session.ends_at(&settings) {
        return Ok(None);
    }
    let person = session.person;
    let load = async {
        let account = people::find(reader, person).await?.filter(|account| account.active);
        let Some(account) = account else { return Ok(None) };
        let actor = people::actor_on(reader, &account, today).await?;
        let password =
            Password { must_change: account.must_change_password, set_at: account.password_set_at };
        Ok::<_, StoreError>(Some((actor, password)))
    };
    let Some((actor, password)) = web.people.known.get(changes, (person, today), load).await? else {
        return Ok(None);
    };
    let signed_in = SignedIn {
        actor,
        must_change_password: password.must_change || settings.is_too_old(password.set_at, now),
        session: session.handle().to_owned(),
    };
    if !by_itself {
        see(web, session, now).await;
    }
    Ok(Some((signed_in, changes)))
}

/// Whoever asks for anything is there, but for what a page asks by itself ([`BY_ITSELF`]); what is typed is kept while it is
/// typed. It is written down now and then, and is no change to what pages show.
async fn see(web: &WebState, session: Session, now: Timestamp) {
    if session.seen_at.is_some_and(|seen| now < seen + SEEN_AGAIN) {
        return;
    }
    let token_hash = session.token_hash;
    // A page asks for its pictures all at once.
    if !web.people.being_seen.lock().unwrap_or_else(PoisonError::into_inner).insert(token_hash.clone()) {
        return;
    }
    let (store, people) = (web.store.clone(), web.people.clone());
    aside("that somebody was there", async move {
        let written = async {
            let transaction = store.begin().await?;
            sessions::see(transaction.connection(), &token_hash, now).await?;
            transaction.commit_unseen().await
        };
        let written = written.await;
        people.being_seen.lock().unwrap_or_else(PoisonError::into_inner).remove(&token_hash);
        written
    })
    .await;
}

/// A person's password, as far as it decides what else is seen.
#[derive(Clone, Copy, Debug)]
struct Password {
    must_change: bool,
    set_at: Timestamp,
}

/// Somebody with the roles held, where the account may be used.
type Known = Option<(domain::person::Actor, Password)>;

/// People with the roles that they hold, and what the office has set for their sessions.
#[derive(Debug)]
pub struct People {
    /// By person and day, since deputies' days begin and end.
    known: Derived<(PersonId, Date), Known>,
    pub(super) settings: Derived<(), OfficeSettings>,
    being_seen: Mutex<HashSet<String>>,
}

impl Default for People {
    fn default() -> Self {
        Self { known: Derived::new(200), settings: Derived::new(1), being_seen: Mutex::default() }
    }
}

/// Begins a session in this browser and ends the one that it had before; the answer is the token for [`with_cookie`], and
/// how long it lasts.
pub(super) async fn begin(
    web: &WebState,
    transaction: &Transaction,
    (person, address): (PersonId, IpAddr),
    headers: &HeaderMap,
    now: Timestamp,
) -> Result<Token, StoreError> {
    let connection = transaction.connection();
    if let Some(before) = token(headers) {
        end_one(connection, &before, now, "同一个浏览器重新登录，先前的登录结束").await?;
    }
    let settings = settings::find(connection).await?;
    let lifetime =
        web.settings.longest_session.map_or(settings.session(), |most| most.min(settings.session()));
    let token = Token { text: new_token(), lifetime };
    let session = Session {
        token_hash: digest(&token.text),
        person,
        created_at: now,
        expires_at: now + lifetime,
        seen_at: Some(now),
        address: address.to_string(),
    };
    sessions::begin(connection, &session).await?;
    Ok(token)
}

/// What a browser is given when a session begins.
#[derive(Debug)]
pub(super) struct Token {
    text: String,
    lifetime: SignedDuration,
}

/// Records what became of somebody's account; the person is who did it, as far as anybody knows.
pub(super) async fn record(
    connection: &impl Connection,
    person: PersonId,
    kind: Happening,
    words: String,
    now: Timestamp,
) -> Result<(), StoreError> {
    let subject = Subject::Person(person);
    let event = NewEvent { happened_at: now, actor: person, kind: kind.into(), subject, words, reason: None };
    events::append(connection, event).await.map(|_| ())
}

/// `POST /sign-out`
pub(super) async fn sign_out(State(web): State<WebState>, headers: HeaderMap) -> Response {
    if let Some(token) = token(&headers)
        && let Err(error) = end(&web, &token).await
    {
        return refused(error);
    }
    let mut answer = with_header(Redirect::to("/sign-in"), &web.settings, "", 0);
    // Whoever sits down next finds no page of this person's. What was typed and not saved stays: it is kept by person.
    answer.headers_mut().insert("clear-site-data", HeaderValue::from_static("\"cache\""));
    answer
}

/// The office could not be asked: in words, with a status of its own.
pub(super) fn refused(error: StoreError) -> Response {
    match error.into() {
        Refusal::Busy(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        error => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    }
}

async fn end(web: &WebState, token: &str) -> Result<(), StoreError> {
    let transaction = web.store.begin().await?;
    end_one(transaction.connection(), token, (web.clock)().timestamp(), "退出登录").await?;
    transaction.commit_unseen().await
}

/// Ends the session of a token, where there is one, and records that it was there.
async fn end_one(
    connection: &impl Connection,
    token: &str,
    now: Timestamp,
    words: &str,
) -> Result<(), StoreError> {
    let Some((session, _)) = sessions::find(connection, &digest(token)).await? else { return Ok(()) };
    sessions::end(connection, &session.token_hash).await?;
    // One that had ended before is nothing to tell of.
    if now < session.ends_at(&settings::find(connection).await?) {
        record(connection, session.person, Happening::SignOut, words.to_owned(), now).await?;
    }
    Ok(())
}

/// The answer, with the cookie of a session that has begun.
pub(super) fn with_cookie(answer: impl IntoResponse, settings: &WebSettings, token: &Token) -> Response {
    with_header(answer, settings, &token.text, token.lifetime.as_secs())
}

fn with_header(answer: impl IntoResponse, settings: &WebSettings, token: &str, seconds: i64) -> Response {
    let mut response = answer.into_response();
    if let Some(value) = cookies::set(COOKIE, token, seconds, settings.is_https()) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}

/// The token in a cookie as it is set; nothing where it is another cookie, or one that ends a session.
pub(super) fn token_in(header: &HeaderValue) -> Option<String> {
    cookies::value_set(header, COOKIE).filter(|value| !value.is_empty())
}

pub(super) fn token(headers: &HeaderMap) -> Option<String> {
    cookies::value(headers, COOKIE)
}

/// 256 bits of chance, in hexadecimal.
fn new_token() -> String {
    let bytes: [u8; 32] = rand::random();
    hexadecimal(bytes)
}

fn digest(token: &str) -> String {
    hexadecimal(Sha256::digest(token))
}
