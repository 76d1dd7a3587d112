//! Recognising who is signed in, beginning and ending sessions.
//!
//! The browser holds a token of chance in a cookie; the database holds its digest, so that whoever reads the
//! database cannot sign in with it.

use app::{pages::PASSWORD, web::SignedIn};
use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use domain::id::PersonId;
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};

use super::{Peer, WebSettings, WebState, sign_in::client_address};
use crate::{
    derived::Derived,
    store::{Connection, StoreError, changes::Changes, people, sessions},
    work::{self, Asker},
};

/// What somebody may ask for whose first password is not changed yet. Whatever is not named here waits.
const BEFORE_PASSWORD: [&str; 3] = [PASSWORD, "/sign-in", "/sign-out"];

const COOKIE: &str = "jianbao_session";

/// Puts who is signed in into the request, with how many changes there were when that was looked up.
pub(super) async fn recognise(State(web): State<WebState>, mut request: Request, next: Next) -> Response {
    let asker = match signed_in(&web, request.headers()).await {
        // Until the first password is changed nothing is seen but the page on which that is done.
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
            peer.map(|peer| Asker::Address(client_address(&web, peer, request.headers())))
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

async fn signed_in(web: &WebState, headers: &HeaderMap) -> Result<Option<(SignedIn, Changes)>, StoreError> {
    let Some(token) = token(headers) else { return Ok(None) };
    let now = (web.clock)().timestamp();
    let reader = web.store.reader();
    let Some((person, changes)) = sessions::find(reader, &digest(token), now).await? else {
        return Ok(None);
    };
    let load = async {
        let account = people::find(reader, person).await?.filter(|account| account.active);
        let Some(account) = account else { return Ok(None) };
        let actor = people::actor(reader, &account).await?;
        let must_change_password = account.must_change_password;
        Ok::<_, StoreError>(Some(SignedIn { actor, must_change_password }))
    };
    let signed_in = web.people.0.get(changes, person, load).await?;
    Ok(signed_in.map(|signed_in| (signed_in, changes)))
}

/// People with the roles that they hold.
#[derive(Debug)]
pub struct People(Derived<PersonId, Option<SignedIn>>);

impl Default for People {
    fn default() -> Self {
        Self(Derived::new(200))
    }
}

/// Begins a session; the answer is the token for [`with_cookie`].
pub(super) async fn begin(
    connection: &impl Connection,
    person: PersonId,
    now: Timestamp,
    lifetime: SignedDuration,
) -> Result<String, StoreError> {
    let token = new_token();
    sessions::begin(connection, digest(&token), person, now, now + lifetime).await?;
    Ok(token)
}

/// `POST /sign-out`
pub(super) async fn sign_out(State(web): State<WebState>, headers: HeaderMap) -> Response {
    if let Some(token) = token(&headers)
        && let Err(error) = end(&web, token).await
    {
        return super::sign_in::refused(error);
    }
    let cookie = cookie(&web.settings, "", 0);
    let mut answer = with_header(Redirect::to("/sign-in"), &cookie);
    // Whoever sits down next finds no page of this person's. What was typed and not saved stays: it is kept by person.
    answer.headers_mut().insert("clear-site-data", HeaderValue::from_static("\"cache\""));
    answer
}

async fn end(web: &WebState, token: &str) -> Result<(), StoreError> {
    let transaction = web.store.begin().await?;
    sessions::end(transaction.connection(), &digest(token)).await?;
    transaction.commit_unseen().await
}

/// The answer, with the cookie of a session that has begun.
pub(super) fn with_cookie(answer: impl IntoResponse, settings: &WebSettings, token: &str) -> Response {
    with_header(answer, &cookie(settings, token, settings.session.as_secs()))
}

fn with_header(answer: impl IntoResponse, cookie: &str) -> Response {
    let mut response = answer.into_response();
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}

fn cookie(settings: &WebSettings, token: &str, seconds: i64) -> String {
    let secure = if settings.is_https() { "; Secure" } else { "" };
    format!("{COOKIE}={token}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}")
}

/// The token in a cookie as it is set; nothing where it is another cookie, or one that ends a session.
pub(super) fn token_in(cookie: &str) -> Option<&str> {
    let value = cookie.strip_prefix(COOKIE)?.strip_prefix('=')?.split(';').next()?;
    Some(value).filter(|value| !value.is_empty())
}

pub(super) fn token(headers: &HeaderMap) -> Option<&str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|header| header.to_str().ok())
        .flat_map(|header| header.split(';'))
        .find_map(|pair| pair.trim().strip_prefix(COOKIE)?.strip_prefix('='))
}

/// 256 bits of chance, in hexadecimal.
fn new_token() -> String {
    let bytes: [u8; 32] = rand::random();
    hexadecimal(&bytes)
}

fn digest(token: &str) -> String {
    hexadecimal(&Sha256::digest(token))
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
