//! The own sessions: seen, and ended.

use app::desk::{
    Done, Refusal,
    office::{EndOtherSessions, EndSession, OwnSessions, sessions::OwnSession},
};
use async_trait::async_trait;
use domain::{act::Verb, person::Actor};
use store::{
    Connection,
    sessions::{self, Session},
    settings,
};

use super::account::about;
use crate::desk::{Act, OfficeDesk, Writing};

const PAGE: &str = "/me/sessions";

#[async_trait]
impl OwnSessions for OfficeDesk {
    async fn own_sessions(&self, actor: &Actor) -> Result<Vec<OwnSession>, Refusal> {
        let alive = self.alive(self.store.reader(), actor).await?;
        let own = |(session, ends_at): (Session, jiff::Timestamp)| OwnSession {
            handle: session.handle().to_owned(),
            began_at: session.created_at,
            seen_at: session.seen_at,
            address: session.address,
            ends_at,
        };
        Ok(alive.into_iter().map(own).collect())
    }
}

impl Act for EndSession {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { session: handle } = self;
        let writing = office.begin(actor).await?;
        let found = office.alive(writing.connection(), actor).await?;
        let Some((session, _)) = found.into_iter().find(|(session, _)| session.handle() == handle) else {
            return Err(Refusal::not_found("这次登录"));
        };
        writing.end(&session).await?;
        let words = format!("结束了自己的一处登录{}", from(&session));
        writing.event(Verb::EndSession, about(actor.id), words, None).await?;
        writing.commit_unseen().await?;
        Ok(Done::new(format!("已结束{}的登录", from(&session))).next(PAGE))
    }
}

impl Act for EndOtherSessions {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { session: handle } = self;
        let writing = office.begin(actor).await?;
        let mut others = office.alive(writing.connection(), actor).await?;
        // A page that is older than its session does not say which one is to stay.
        if !others.iter().any(|(session, _)| session.handle() == handle) {
            return Err(Refusal::Conflict("这一页已经过时，请刷新后再做".to_owned()));
        }
        others.retain(|(session, _)| session.handle() != handle);
        if others.is_empty() {
            return Ok(Done::new("没有别处的登录").next(PAGE));
        }
        for (session, _) in &others {
            writing.end(session).await?;
        }
        let words = format!("结束了自己的其他{}处登录", others.len());
        writing.event(Verb::EndOtherSessions, about(actor.id), words, None).await?;
        writing.commit_unseen().await?;
        Ok(Done::new(format!("别处的{}处登录都已结束", others.len())).next(PAGE))
    }
}

impl OfficeDesk {
    /// The sessions that have not ended, with when they will.
    async fn alive(
        &self,
        connection: &impl Connection,
        actor: &Actor,
    ) -> Result<Vec<(Session, jiff::Timestamp)>, Refusal> {
        let settings = settings::find(connection).await?;
        let now = self.now().timestamp();
        let all = sessions::of_person(connection, actor.id).await?;
        let ending = all.into_iter().map(|session| {
            let ends_at = session.ends_at(&settings);
            (session, ends_at)
        });
        Ok(ending.filter(|(_, ends_at)| now < *ends_at).collect())
    }
}

impl Writing {
    async fn end(&self, session: &Session) -> Result<(), Refusal> {
        sessions::end(self.connection(), &session.token_hash).await?;
        Ok(())
    }
}

fn from(session: &Session) -> String {
    match session.address.as_str() {
        "" => String::new(),
        address => format!("（从 {address}）"),
    }
}
