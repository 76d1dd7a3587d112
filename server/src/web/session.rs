//! Signing in and out, and recognising who is signed in.

use std::net::{IpAddr, SocketAddr};

use app::web::SignedIn;
use axum::{
    Form, Router,
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, HeaderValue, header},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
    routing::post,
};
use jiff::SignedDuration;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::WebState;
use crate::{
    password,
    store::{StoreError, people, sessions},
};

const COOKIE: &str = "jianbao_session";

/// A working day and a night: nobody signs in twice a day, and a forgotten browser is not open for good.
const LIFETIME: SignedDuration = SignedDuration::from_hours(24);

/// How often sign-in may fail within [`WINDOW`], for one account and for one address.
const FAILURES_FOR_ACCOUNT: u64 = 10;
const FAILURES_FOR_ADDRESS: u64 = 50;
const WINDOW: SignedDuration = SignedDuration::from_mins(10);

pub(super) fn router(web: WebState) -> Router {
    Router::new().route("/sign-in", post(sign_in)).route("/sign-out", post(sign_out)).with_state(web)
}

/// Puts who is signed in into the request.
pub(super) async fn recognise(State(web): State<WebState>, mut request: Request, next: Next) -> Response {
    match signed_in(&web, request.headers()).await {
        Ok(Some(signed_in)) => {
            request.extensions_mut().insert(signed_in);
        }
        Ok(None) => {}
        Err(error) => tracing::error!(%error, "a session could not be read"),
    }
    next.run(request).await
}

async fn signed_in(web: &WebState, headers: &HeaderMap) -> Result<Option<SignedIn>, StoreError> {
    let Some(token) = token(headers) else { return Ok(None) };
    let reader = web.store.reader();
    let now = (web.clock)().timestamp();
    let Some(person) = sessions::person_of(reader, &digest(token), now).await? else { return Ok(None) };
    let Some(account) = people::find(reader, person).await?.filter(|account| account.active) else {
        return Ok(None);
    };
    let actor = people::actor(reader, &account).await?;
    Ok(Some(SignedIn { actor, must_change_password: account.must_change_password }))
}

#[derive(Debug, Deserialize)]
struct SignInForm {
    login: String,
    password: String,
    #[serde(default)]
    next: String,
}

async fn sign_in(
    State(web): State<WebState>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    Form(form): Form<SignInForm>,
) -> Response {
    let address = client_address(&web, peer.ip(), &headers);
    match try_sign_in(&web, &form, address).await {
        Ok(Ok(token)) => {
            let next = if is_local(&form.next) { form.next.as_str() } else { "/" };
            with_cookie(Redirect::to(next), &cookie(&web, &token, LIFETIME.as_secs()))
        }
        Ok(Err(failed)) => {
            let query = [("failed", failed), ("login", &form.login), ("next", &form.next)];
            let query = serde_urlencoded::to_string(query).unwrap_or_default();
            Redirect::to(&format!("/sign-in?{query}")).into_response()
        }
        Err(error) => crate::desk::failed(error).to_string().into_response(),
    }
}

/// The token of a new session, or why there is none: `wrong` or `too_often`.
async fn try_sign_in(
    web: &WebState,
    form: &SignInForm,
    address: IpAddr,
) -> Result<Result<String, &'static str>, StoreError> {
    let now = (web.clock)().timestamp();
    let subjects = [
        (format!("login:{}", form.login), FAILURES_FOR_ACCOUNT),
        (format!("address:{address}"), FAILURES_FOR_ADDRESS),
    ];
    for (subject, limit) in &subjects {
        if sessions::count_failures(web.store.reader(), subject, now - WINDOW).await? >= *limit {
            return Ok(Err("too_often"));
        }
    }
    let account = people::find_by_login(web.store.reader(), form.login.trim()).await?;
    let account = account.filter(|account| account.active);
    let hash = account.as_ref().map(|account| account.password_hash.clone());
    let right = password::matches(form.password.clone(), hash).await;
    let transaction = web.store.begin().await?;
    let connection = transaction.connection();
    let outcome = match account.filter(|_| right) {
        Some(account) => {
            let token = new_token();
            sessions::begin(connection, digest(&token), account.id, now, now + LIFETIME).await?;
            sessions::forget_failures(connection, &subjects[0].0).await?;
            Ok(token)
        }
        None => {
            for (subject, _) in subjects {
                sessions::note_failure(connection, subject, now).await?;
            }
            Err("wrong")
        }
    };
    transaction.commit().await?;
    Ok(outcome)
}

async fn sign_out(State(web): State<WebState>, headers: HeaderMap) -> Response {
    if let Some(token) = token(&headers)
        && let Err(error) = end(&web, token).await
    {
        return crate::desk::failed(error).to_string().into_response();
    }
    with_cookie(Redirect::to("/sign-in"), &cookie(&web, "", 0))
}

async fn end(web: &WebState, token: &str) -> Result<(), StoreError> {
    let transaction = web.store.begin().await?;
    sessions::end(transaction.connection(), &digest(token)).await?;
    transaction.commit().await
}

/// The address that counts for the rate limit: a trusted proxy's word, else the peer's own.
fn client_address(web: &WebState, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
    if web.settings.trusted_proxy != Some(peer) {
        return peer;
    }
    let forwarded = headers.get("x-forwarded-for").and_then(|value| value.to_str().ok());
    forwarded
        .and_then(|list| list.rsplit(',').next())
        .and_then(|address| address.trim().parse().ok())
        .unwrap_or(peer)
}

fn is_local(address: &str) -> bool {
    address.strip_prefix('/').is_some_and(|rest| !rest.starts_with(['/', '\\']))
        && HeaderValue::from_str(address).is_ok()
}

fn token(headers: &HeaderMap) -> Option<&str> {
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

fn cookie(web: &WebState, token: &str, seconds: i64) -> String {
    let secure = if web.settings.public_url.starts_with("https://") { "; Secure" } else { "" };
    format!("{COOKIE}={token}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}")
}

fn with_cookie(redirect: Redirect, cookie: &str) -> Response {
    let mut response = redirect.into_response();
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}
