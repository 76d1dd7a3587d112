//! Signing in, and changing the own password: the two acts that begin a session. How guessing is limited: [`super::guesses`].

use std::net::{IpAddr, SocketAddr};

use app::{
    desk::{Command, Desk, Refusal, sheets::Sheets, typed::TypedForm},
    request::{
        address::{PASSWORD, is_own_address, sheet_of},
        flash::{self, Flash, Mood},
        routes::Routes,
        state::SignedIn,
    },
};
use axum::{
    Extension, Form,
    extract::{ConnectInfo, State},
    http::HeaderMap,
    response::{IntoResponse, Redirect, Response},
    routing::post,
};
use domain::{
    act::Verb,
    event::{EventKind, Happening},
    id::PersonId,
    person::Actor,
    subject::Subject,
};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use store::{
    StoreError,
    events::{self},
    people::{self, Account},
};

use super::{
    WebState,
    guesses::{self, Attempt},
    session::{self, Token, address_of, record, refused},
};
use crate::{desk::office::account::LONGEST_LOGIN, password};

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
    let address = address_of(&web, peer.ip(), &headers);
    match try_sign_in(&web, &form, address, &headers).await {
        Ok(Ok((person, token))) => {
            let answer = first_page(&web, &form.next, person).await;
            session::with_cookie(answer, &web.settings, &token)
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

/// Where whoever signed in goes on: on the page that asked for it, but on no page that somebody else had opened.
async fn first_page(web: &WebState, next: &str, person: PersonId) -> Response {
    let next = if is_own_address(next) { next } else { "/" };
    let sheet = sheet_of(next);
    match web.desk.owner_of(&sheet) {
        Some(owner) if owner != person => {
            let owner = web.desk.name_of_owner(&sheet).await.unwrap_or_else(|| "别人".to_owned());
            let words = format!("刚才那一页是{owner}打开的，由{owner}登录后接着办；这里是您的首页");
            flash::redirect("/", Flash { mood: Mood::Done, words, undo: None, kept: false })
        }
        _ => Redirect::to(next).into_response(),
    }
}

/// Whether an account could bear this name: no other is kept, however often it is tried.
fn is_a_login(typed: &str) -> bool {
    typed.len() <= 4 * LONGEST_LOGIN
        && typed.chars().count() <= LONGEST_LOGIN
        && !typed.chars().any(char::is_control)
}

/// Who signed in, with the token of a new session; or why there is none: `wrong` or `too_often`.
async fn try_sign_in(
    web: &WebState,
    form: &SignInForm,
    address: IpAddr,
    headers: &HeaderMap,
) -> Result<Result<(PersonId, Token), &'static str>, StoreError> {
    let now = (web.clock)().timestamp();
    let login = if is_a_login(&form.login) { people::normal_login(&form.login) } else { String::new() };
    let Some(attempt) = web.guesses.admit(&web.store, address, &login, now).await? else {
        return Ok(Err("too_often"));
    };
    let account = people::find_by_login(web.store.reader(), &login).await?;
    let hash = account.as_ref().filter(|account| account.active).map(|account| account.password_hash.clone());
    let right = password::matches(form.password.clone(), hash).await;
    let Some(account) = account.as_ref().filter(|account| account.active && right).cloned() else {
        if let Some(account) = account {
            // Nobody waits for it, so that nobody learns from the time which accounts exist.
            let web = web.clone();
            tokio::spawn(async move {
                if let Err(error) = record_failure(&web, &account, address, &attempt, now).await {
                    tracing::warn!(%error, "a failed attempt to sign in could not be recorded");
                }
            });
        }
        return Ok(Err("wrong"));
    };
    let transaction = web.store.begin().await?;
    let token = session::begin(web, &transaction, (account.id, address), headers, now).await?;
    guesses::succeeded(transaction.connection(), &attempt).await?;
    record(transaction.connection(), account.id, Happening::SignIn, format!("从 {address} 登录"), now)
        .await?;
    transaction.commit_unseen().await?;
    Ok(Ok((account.id, token)))
}

/// What strangers do is recorded of an account so often within a day; the last line says that more is not.
const MOST_RECORDED: u64 = 50;

/// Of accounts that there are it is recorded that somebody and when that locks them. Of others nothing is: what
/// people type in the place of a name may be a password.
async fn record_failure(
    web: &WebState,
    account: &Account,
    address: IpAddr,
    attempt: &Attempt,
    now: Timestamp,
) -> Result<(), StoreError> {
    let transaction = web.store.begin().await?;
    let connection = transaction.connection();
    let subject = Subject::Person(account.id);
    let since = now - SignedDuration::from_hours(24);
    let kinds = [Happening::SignInFailed, Happening::SignInLocked].map(EventKind::from);
    let recorded = events::count_since(connection, subject, &kinds, since).await?;
    if recorded >= MOST_RECORDED {
        return Ok(());
    }
    let why = if account.active { "密码不对" } else { "账号已停用" };
    let more =
        if recorded + 2 >= MOST_RECORDED { "；一天内这样的太多，不再逐条记" } else { "" };
    let words = format!("有人从 {address} 登录这个账号没有成功：{why}{more}");
    record(connection, account.id, Happening::SignInFailed, words, now).await?;
    if attempt.is_last {
        let words = format!("从 {address} 试错太多次，十分钟内不能再从那里登录这个账号");
        record(connection, account.id, Happening::SignInLocked, words, now).await?;
    }
    transaction.commit_unseen().await
}

/// Changes the own password. All sessions end with the old one; this browser gets a new one.
async fn change_password(
    State(web): State<WebState>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    signed_in: Option<Extension<SignedIn>>,
    headers: HeaderMap,
    form: String,
) -> Response {
    let Some(Extension(SignedIn { actor, .. })) = signed_in else {
        return Redirect::to("/sign-in").into_response();
    };
    let done = match Command::from_form(Verb::ChangePassword, &form) {
        Ok(command) => web.desk.perform(&actor, command).await,
        Err(_) => Err(Refusal::invalid("", "表单不完整，请重新填写")),
    };
    let (mood, words, next, kept) = match done {
        Ok(done) => (Mood::Done, done.words, "/", false),
        Err(error) => {
            let kept = keep_faults(&web, &actor, &error).await;
            (Mood::NotDone, error.to_string(), PASSWORD, kept)
        }
    };
    let changed = mood == Mood::Done;
    let answer = flash::redirect(next, Flash { mood, words, undo: None, kept });
    if !changed {
        return answer;
    }
    let address = address_of(&web, peer.ip(), &headers);
    match begin_session(&web, &actor, address, &headers).await {
        Ok(token) => session::with_cookie(answer, &web.settings, &token),
        Err(error) => refused(error),
    }
}

/// Keeps what was wrong for the page that comes next; passwords are never kept.
async fn keep_faults(web: &WebState, actor: &Actor, error: &Refusal) -> bool {
    let Some(typed) = TypedForm::refused(PASSWORD, Vec::new(), error.faults()) else { return false };
    let kept = web.desk.keep_form(actor, &typed).await;
    kept.inspect_err(|error| tracing::warn!(%error, "what was wrong could not be kept")).is_ok()
}

async fn begin_session(
    web: &WebState,
    actor: &Actor,
    address: IpAddr,
    headers: &HeaderMap,
) -> Result<Token, StoreError> {
    let transaction = web.store.begin().await?;
    let now = (web.clock)().timestamp();
    let token = session::begin(web, &transaction, (actor.id, address), headers, now).await?;
    transaction.commit_unseen().await?;
    Ok(token)
}
