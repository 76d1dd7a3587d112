//! 我的登录: where one is signed in, and the way to end it.

use axum::Extension;
use domain::act::Verb;
use leptos::prelude::*;

use crate::{
    components::{
        crumb::BackTo,
        drawn::{OrPage, PageResult},
    },
    desk::office::sessions::OwnSession,
    request::{address::door, page::Page, state::SignedIn},
    words,
};

/// `GET /me/sessions`
pub async fn page(page: Page, Extension(signed_in): Extension<SignedIn>) -> PageResult {
    let sessions = page.desk().own_sessions(&page.actor).await.or_page(&page)?;
    let now = page.now.clone();
    Ok(page.render("我的登录", || view! { <Sessions sessions this=signed_in.session now /> }).await)
}

#[component]
fn Sessions(sessions: Vec<OwnSession>, this: String, now: jiff::Zoned) -> impl IntoView {
    let has_others = sessions.iter().any(|session| session.handle != this);
    let others = has_others.then(|| {
        view! {
            <form method="post" action=door(Verb::EndOtherSessions)>
                <input type="hidden" name="session" value=this.clone() />
                <button class="button">"结束别处的全部登录"</button>
            </form>
        }
    });
    view! {
        <BackTo address="/me" to="我的账号" />
        <div class="page-head"><h1>"我的登录"</h1></div>
        <p class="soft">"不认得的，先结束它，再改密码。"</p>
        <ol class="rows">{sessions.into_iter().map(|session| row(session, &this, &now)).collect_view()}</ol>
        {others}
    }
}

fn row(session: OwnSession, this: &str, now: &jiff::Zoned) -> impl IntoView + use<> {
    let is_this = session.handle == this;
    let moment = |at| words::moment(at, now);
    let from = if session.address.is_empty() { "没有记下".to_owned() } else { session.address };
    let seen = session.seen_at.map_or("没有记下".to_owned(), moment);
    let act = match is_this {
        true => view! { <p class="soft">"就是这里"</p> }.into_any(),
        false => view! {
            <form method="post" action=door(Verb::EndSession)>
                <input type="hidden" name="session" value=session.handle />
                <button class="quiet" aria-label=format!("结束从 {from} 的登录")>"结束"</button>
            </form>
        }
        .into_any(),
    };
    view! {
        <li class="row">
            <p class="row-title">{format!("从 {from}")}</p>
            <p class="row-meta">
                <span>"登录于 "{moment(session.began_at)}</span>
                <span>"最近一次动静 "{seen}</span>
                <span>"最晚到 "{moment(session.ends_at)}</span>
            </p>
            {act}
        </li>
    }
}
