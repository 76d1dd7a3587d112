//! What holds for everybody: how long sessions last, how old passwords may be, who signs.

use domain::{act::Verb, settings::OfficeSettings};
use leptos::prelude::*;

use crate::{
    components::{
        crumb::BackTo,
        drawn::{OrPage, PageResult},
        fields::{TextField, Tick},
        verb_form::VerbForm,
    },
    request::page::Page,
};

/// `GET /admin/settings`
pub async fn page(page: Page) -> PageResult {
    let settings = page.desk().settings(&page.actor).await.or_page(&page)?;
    Ok(page.render("设置", || view! { <Settings settings /> }).await)
}

#[component]
fn Settings(settings: OfficeSettings) -> impl IntoView {
    let days = settings.password_days.map(|days| days.to_string()).unwrap_or_default();
    view! {
        <BackTo address="/admin" to="管理" />
        <div class="page-head"><h1>"设置"</h1></div>
        <VerbForm verb=Verb::SaveSettings>
            <input type="hidden" name="version" value=settings.version.to_string() />
            <h2>"登录"</h2>
            <TextField name="idle_minutes" label="多久没有动静就退出（分钟）" value=settings.idle_minutes.to_string()
                kind="number" required=true hint="打字也算动静；退出时没有保存的文字会留存，登录后可以接着写。" />
            <TextField name="session_hours" label="登录最长多久（小时）" value=settings.session_hours.to_string()
                kind="number" required=true hint="到时要重新登录，不论有没有在用。启动程序时另写了 --session-hours 的，以较短的为准。" />
            <h2>"密码"</h2>
            <TextField name="password_days" label="密码多久要换（天）" value=days kind="number"
                hint="到时登录后先换密码。不填就不要求定期更换。" />
            <h2>"签发"</h2>
            <Tick name="one_signer" label="小单位：一人可以签几步" ticked=settings.one_signer />
            <p class="soft">"不勾选时，一期、一份更正的各步由不同的人签。勾选后，首页会写明，日志里会记下谁签了几步。"</p>
            <div class="toolbar">
                <button class="primary">"保存"</button>
                <a class="button quiet" href="/events?subject=settings">"设置的变动记录"</a>
            </div>
        </VerbForm>
    }
}
