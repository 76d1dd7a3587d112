//! Signing in, and changing the own password: the two acts that begin a session.
//!
//! Guessing is limited for an account *from an address*, so that nobody can lock a colleague out by typing wrong
//! passwords elsewhere; and for an address, so that nobody tries one password on everyone. An attempt is counted
//! before the password is looked at: many at once gain nothing.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use app::{
    desk::{Command, Desk, DeskError},
    flash::{self, Flash, Mood},
    pages::PASSWORD,
    routes::Routes,
    typed::TypedForm,
    web::{SignedIn, is_own_address},
};
use axum::{
    Extension, Form,
    extract::{ConnectInfo, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::post,
};
use domain::{id::PersonId, person::Actor};
use jiff::SignedDuration;
use serde::Deserialize;

use super::{WebState, session};
use crate::{
    desk::office::people::LONGEST_LOGIN,
    password,
    store::{
        StoreError, people,
        sessions::{self, Limit},
    },
};

/// How often sign-in may fail within [`WINDOW`]: for one account from one address, and for one address, behind
/// which a whole office may sit.
const FAILURES_FOR_ACCOUNT: u64 = 10;
const FAILURES_FOR_ADDRESS: u64 = 100;
const WINDOW: SignedDuration = SignedDuration::from_mins(10);

pub(super) fn routes() -> Routes<WebState> {
    Routes::default()
        .route("/sign-in", post(sign_in))
        .route("/sign-out", post(session::sign_out))
        .route(PASSWORD, post(change_password))
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
            let next = if is_own_address(&form.next) { form.next.as_str() } else { "/" };
            session::with_cookie(Redirect::to(next), &web.settings, &token)
        }
        Ok(Err(failed)) => {
            // What nobody can be called is not repeated.
            let login = if is_a_login(&form.login) { form.login.as_str() } else { "" };
            let next = if is_own_address(&form.next) { form.next.as_str() } else { "" };
            let query = [("failed", failed), ("login", login), ("next", next)];
            let query = serde_urlencoded::to_string(query).unwrap_or_default();
            Redirect::to(&format!("/sign-in?{query}")).into_response()
        }
        Err(error) => refused(error),
    }
}

/// The office could not be asked: in words, with a status of its own.
pub(super) fn refused(error: StoreError) -> Response {
    match crate::desk::failed(error) {
        DeskError::Busy(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        error => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    }
}

/// Whether an account could bear this name: no other is kept, however often it is tried.
fn is_a_login(typed: &str) -> bool {
    typed.len() <= 4 * LONGEST_LOGIN
        && typed.chars().count() <= LONGEST_LOGIN
        && !typed.chars().any(char::is_control)
}

/// The token of a new session, or why there is none: `wrong` or `too_often`.
async fn try_sign_in(
    web: &WebState,
    form: &SignInForm,
    address: IpAddr,
) -> Result<Result<String, &'static str>, StoreError> {
    let now = (web.clock)().timestamp();
    let login = if is_a_login(&form.login) { people::normal_login(&form.login) } else { String::new() };
    let limits = [
        Limit { subject: format!("{address} {login}"), failures: FAILURES_FOR_ACCOUNT },
        Limit { subject: address.to_string(), failures: FAILURES_FOR_ADDRESS },
    ];
    if !count_attempt(web, &limits, now).await? {
        return Ok(Err("too_often"));
    }
    let account = people::find_by_login(web.store.reader(), &login).await?;
    let account = account.filter(|account| account.active);
    let hash = account.as_ref().map(|account| account.password_hash.clone());
    let right = password::matches(form.password.clone(), hash).await;
    let Some(account) = account.filter(|_| right) else { return Ok(Err("wrong")) };
    let transaction = web.store.begin().await?;
    let token = session::begin(transaction.connection(), account.id, now, web.settings.session).await?;
    sessions::forget_attempts(transaction.connection(), &limits, now).await?;
    transaction.commit_unseen().await?;
    Ok(Ok(token))
}

/// Counts an attempt as failed until it succeeds; says no where there were too many.
async fn count_attempt(web: &WebState, limits: &[Limit], now: jiff::Timestamp) -> Result<bool, StoreError> {
    let _one_at_a_time = web.attempts.lock().await;
    let transaction = web.store.begin().await?;
    let permitted = sessions::note_attempt(transaction.connection(), limits, now, WINDOW).await?;
    transaction.commit_unseen().await?;
    Ok(permitted)
}

/// Changes the own password. All sessions end with the old one; this browser gets a new one.
async fn change_password(
    State(web): State<WebState>,
    signed_in: Option<Extension<SignedIn>>,
    form: String,
) -> Response {
    let Some(Extension(SignedIn { actor, .. })) = signed_in else {
        return Redirect::to("/sign-in").into_response();
    };
    let done = match Command::from_form("change_password", &form) {
        Some(Ok(command)) => web.desk.perform(&actor, command).await,
        _ => Err(DeskError::invalid("", "表单不完整，请重新填写")),
    };
    let (mood, words, next, kept) = match done {
        Ok(done) => (Mood::Done, done.words, "/", false),
        Err(error) => {
            let kept = keep_faults(&web, &actor, &error).await;
            (Mood::NotDone, error.to_string(), PASSWORD, kept)
        }
    };
    let changed = mood == Mood::Done;
    let mut answer = Redirect::to(next).into_response();
    if let Some(cookie) = flash::set(Flash { mood, words, undo: None, kept }) {
        answer.headers_mut().append(header::SET_COOKIE, cookie);
    }
    if !changed {
        return answer;
    }
    match begin_session(&web, actor.id).await {
        Ok(token) => session::with_cookie(answer, &web.settings, &token),
        Err(error) => refused(error),
    }
}

/// Keeps what was wrong for the page that comes next; passwords are never kept.
async fn keep_faults(web: &WebState, actor: &Actor, error: &DeskError) -> bool {
    let Some(typed) = TypedForm::refused(PASSWORD, Vec::new(), error.faults()) else { return false };
    let kept = web.desk.keep_form(actor, &typed).await;
    kept.inspect_err(|error| tracing::warn!(%error, "what was wrong could not be kept")).is_ok()
}

async fn begin_session(web: &WebState, person: PersonId) -> Result<String, StoreError> {
    let transaction = web.store.begin().await?;
    let now = (web.clock)().timestamp();
    let token = session::begin(transaction.connection(), person, now, web.settings.session).await?;
    transaction.commit_unseen().await?;
    Ok(token)
}

/// The address that counts for the limits: a trusted proxy's word, else the peer's own. An IPv6 household has
/// 2^64 addresses, which count as one.
pub(super) fn client_address(web: &WebState, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
    let peer = peer.to_canonical();
    let proxy = web.settings.trusted_proxy.map(|proxy| proxy.to_canonical());
    let forwarded = headers.get_all("x-forwarded-for").iter().next_back();
    let forwarded = forwarded.filter(|_| proxy == Some(peer)).and_then(|list| list.to_str().ok());
    let address = forwarded
        // The proxy appends what it saw; what stands before it is anybody's word.
        .and_then(|list| list.rsplit(',').next())
        .and_then(|address| address.trim().parse::<IpAddr>().ok())
        .map_or(peer, |address| address.to_canonical());
    match address {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
        address => address,
    }
}
