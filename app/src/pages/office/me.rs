//! The own account: name, roles, password, the way out.

use axum::Extension;
use leptos::prelude::*;

use crate::{
    components::{
        drawn::{OrPage, PageResult},
        fields::TextField,
    },
    desk::office::people::Person,
    request::{address::PASSWORD, page::Page, state::SignedIn},
};

/// `GET /me`
pub async fn page(page: Page) -> PageResult {
    let person = page.desk().own_account(&page.actor).await.or_page(&page)?;
    Ok(page.render("我的账号", || view! { <Account person /> }).await)
}

/// `GET /me/password`
pub async fn password(page: Page, Extension(signed_in): Extension<SignedIn>) -> PageResult {
    let person = page.desk().own_account(&page.actor).await.or_page(&page)?;
    let why = match (signed_in.must_change_password, person.must_change_password) {
        (false, _) => None,
        (true, true) => Some("现在的密码是别人给您的，请先改成只有自己知道的密码。"),
        (true, false) => Some("现在的密码用得太久了，按本单位的设置，请先换一个。"),
    };
    Ok(page.render("修改密码", || view! { <Password login=person.login why /> }).await)
}

#[component]
fn Account(person: Person) -> impl IntoView {
    let roles = person.roles.iter().map(|role| role.words()).collect::<Vec<_>>().join("、");
    view! {
        <div class="page-head"><h1>"我的账号"</h1></div>
        <dl class="facts">
            <dt>"姓名"</dt>
            <dd>{person.name}</dd>
            <dt>"账号"</dt>
            <dd>{person.login}</dd>
            <dt>"角色"</dt>
            <dd>{if roles.is_empty() { "还没有角色，请找管理员设置".to_owned() } else { roles }}</dd>
        </dl>
        <div class="toolbar">
            <a class="button" href=PASSWORD>"修改密码"</a>
            <a class="button" href="/me/sessions">"我的登录"</a>
            <a class="button" href="/me/deputies">"代办"</a>
            <form method="post" action="/sign-out"><button class="button">"退出登录"</button></form>
        </div>
    }
}

#[component]
fn Password(login: String, why: Option<&'static str>) -> impl IntoView {
    view! {
        <div class="page-head"><h1>"修改密码"</h1></div>
        {why.map(|why| view! { <p class="notice">{why}</p> })}
        <form class="form" method="post" action=PASSWORD>
            // Lets password keepers know whose password this is.
            <input class="visually-hidden" type="text" name="login" value=login autocomplete="username" readonly
                tabindex="-1" aria-hidden="true" />
            <TextField name="current" label="现在的密码" value="" kind="password" autocomplete="current-password" required=true />
            <TextField name="new" label="新密码" value="" kind="password" autocomplete="new-password" required=true
                hint="至少 10 个字符，或一句至少 8 个字的话；不能是很多人用的，也不能只是姓名、账号、单位名。最近用过的五个不能再用。" />
            <TextField name="again" label="再输一遍新密码" value="" kind="password" autocomplete="new-password" required=true />
            <p class="soft">"改完后，其他电脑和手机上的登录都会退出。"</p>
            <div><button class="primary">"修改密码"</button></div>
        </form>
        {why.map(|_| view! {
            <form method="post" action="/sign-out"><button class="quiet">"退出登录"</button></form>
        })}
    }
}
