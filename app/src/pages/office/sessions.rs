//! 我的登录: where one is signed in, and the way to end it.

use axum::Extension;
use leptos::prelude::*;

use crate::{
    desk::office::sessions::OwnSession,
    web::{OrPage, Page, PageResult, SignedIn},
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
            <form method="post" action="/do/end_other_sessions">
                <input type="hidden" name="session" value=this.clone() />
                <button class="button">"结束别处的全部登录"</button>
            </form>
        }
    });
    view! {
        <p class="crumbs"><a href="/me">"← 回到我的账号"</a></p>
        <div class="page-head"><h1>"我的登录"</h1></div>
        <p class="soft">"不认得的，先结束它，再改密码。"</p>
        <table class="table">
            <thead>
                <tr>
                    <th scope="col">"从哪里"</th>
                    <th scope="col">"登录"</th>
                    <th scope="col">"最近一次动静"</th>
                    <th scope="col">"到期"</th>
                    <th scope="col"><span class="visually-hidden">"办理"</span></th>
                </tr>
            </thead>
            <tbody>{sessions.into_iter().map(|session| row(session, &this, &now)).collect_view()}</tbody>
        </table>
        {others}
    }
}

fn row(session: OwnSession, this: &str, now: &jiff::Zoned) -> impl IntoView + use<> {
    let is_this = session.handle == this;
    let moment = |at| words::moment(at, now);
    let from = if session.address.is_empty() { "没有记下".to_owned() } else { session.address };
    let seen = session.seen_at.map_or("没有记下".to_owned(), moment);
    let act = match is_this {
        true => view! { <span class="soft">"就是这里"</span> }.into_any(),
        false => view! {
            <form method="post" action="/do/end_session">
                <input type="hidden" name="session" value=session.handle />
                <button class="quiet" aria-label=format!("结束从 {from} 的登录")>"结束"</button>
            </form>
        }
        .into_any(),
    };
    view! {
        <tr>
            <th scope="row">{from}</th>
            <td class="nowrap">{moment(session.began_at)}</td>
            <td class="nowrap">{seen}</td>
            <td class="nowrap">{moment(session.ends_at)}</td>
            <td>{act}</td>
        </tr>
    }
}
