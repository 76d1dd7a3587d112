//! `/welcome/{token}`: somebody who was given an account sets the own password, once, and is signed in.

use std::net::SocketAddr;

use app::{
    desk::{Refusal, office::PeopleFromSheets},
    pages::invited::{self, Welcome},
    request::{
        flash::{self, Flash, Mood},
        routes::Routes,
        state::AppState,
    },
};
use axum::{
    Form,
    extract::{ConnectInfo, Path, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
    routing::get,
};
use domain::{act::Verb, event::Happening, subject::Subject};
use serde::Deserialize;
use store::{
    events::{self, NewEvent},
    people::{
        self, invitations,
        passwords::{self, NewPassword},
    },
    sessions,
};

use super::{
    WebState,
    session::{self, Token, address_of, record},
};
use crate::{
    desk::office::{account::hashed, people_sheet::digest},
    password,
};

/// What is asked of the session's side, and what pages are drawn with.
#[derive(Clone, Debug)]
pub(super) struct Parts {
    pub(super) web: WebState,
    pub(super) app: AppState,
}

pub(super) fn routes() -> Routes<Parts> {
    Routes::default().route("/welcome/{token}", get(page).post(choose))
}

#[derive(Debug, Deserialize)]
struct Chosen {
    #[serde(default)]
    new: String,
    #[serde(default)]
    again: String,
}

async fn page(State(parts): State<Parts>, Path(token): Path<String>) -> Response {
    match parts.web.desk.invited(&token).await {
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        Ok(found) => answer(&parts, &token, found, None),
    }
}

async fn choose(
    State(parts): State<Parts>,
    Path(token): Path<String>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    Form(chosen): Form<Chosen>,
) -> Response {
    let web = &parts.web;
    let address = address_of(web, peer.ip(), &headers);
    match set(web, &token, chosen, address, &headers).await {
        Ok(Some(session)) => {
            let words = "密码已设好，这个链接不再有用；以后用账号和密码登录".to_owned();
            let next = flash::redirect("/", Flash { mood: Mood::Done, words, undo: None, kept: false });
            session::with_cookie(next, &web.settings, &session)
        }
        Ok(None) => answer(&parts, &token, None, None),
        Err(Refusal::Invalid(faults)) => {
            let words: Vec<String> = faults.into_iter().map(|fault| fault.words).collect();
            let found = web.desk.invited(&token).await.unwrap_or_default();
            answer(&parts, &token, found, Some(words.join("；")))
        }
        Err(error) => {
            tracing::warn!(%error, "a first password could not be set");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// A new session; `None` where the link serves no more.
async fn set(
    web: &WebState,
    token: &str,
    chosen: Chosen,
    address: std::net::IpAddr,
    headers: &HeaderMap,
) -> Result<Option<Token>, Refusal> {
    let now = (web.clock)().timestamp();
    let Some((name, login)) = web.desk.invited(token).await? else { return Ok(None) };
    if chosen.new != chosen.again {
        return Err(Refusal::invalid("again", "两遍密码不一样，请再输一遍"));
    }
    let hash = hashed(web.store.reader(), chosen.new.clone(), ("new", &login, &name)).await?;
    if let Some(person) = invitations::find(web.store.reader(), &digest(token), now).await?
        && let Some(account) = people::find(web.store.reader(), person).await?
    {
        let known = passwords::known(web.store.reader(), &account).await?;
        if password::matches_any(chosen.new, known).await {
            let words = format!("最近用过的{}个密码不能再用，请另想一个", passwords::REMEMBERED);
            return Err(Refusal::invalid("new", words));
        }
    }
    let transaction = web.store.begin().await?;
    let connection = transaction.connection();
    let person = invitations::find(connection, &digest(token), now).await?;
    let Some(person) = person else { return Ok(None) };
    let account = people::find(connection, person).await?.filter(|account| account.active);
    let Some(account) = account else { return Ok(None) };
    // The link goes with the password.
    passwords::set(
        connection,
        &account,
        account.version,
        NewPassword { hash, set_at: now, must_change: false },
    )
    .await?;
    sessions::end_all(connection, person).await?;
    let event = NewEvent {
        happened_at: now,
        actor: person,
        kind: Verb::ChangePassword.into(),
        subject: Subject::Person(person),
        words: format!("从 {address} 用一次性链接设了密码"),
        reason: None,
    };
    events::append(connection, event).await?;
    let words = format!("从 {address} 用一次性链接登录");
    record(connection, person, Happening::SignIn, words, now).await?;
    let session = session::begin(web, &transaction, (person, address), headers, now).await?;
    transaction.commit().await?;
    Ok(Some(session))
}

fn answer(parts: &Parts, token: &str, found: Option<(String, String)>, fault: Option<String>) -> Response {
    let status = match (&found, &fault) {
        (None, _) => StatusCode::NOT_FOUND,
        (_, Some(_)) => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::OK,
    };
    let welcome = found.map(|(name, login)| Welcome { name, login, token: token.to_owned(), fault });
    (status, invited::page(&parts.app.assets, welcome)).into_response()
}
