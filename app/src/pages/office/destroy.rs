//! 销毁: a text that must not be here is destroyed by an administrator, who is shown nothing of it.

use axum::extract::Query;
use domain::{
    act::Verb,
    id::ItemId,
    permission::{OfficeAct, permits_office},
};
use leptos::prelude::*;
use serde::Deserialize;

use crate::{
    components::{
        crumb::BackTo,
        drawn::{OrPage, PageResult},
        fields::{TextField, Tick},
        verb_form::VerbForm,
    },
    desk::{Refusal, items::Doomed},
    request::page::Page,
    words,
};

const TITLE: &str = "销毁误录的涉密稿件";

/// The address's query.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    /// The item's number, as it stands in its address.
    #[serde(default)]
    item: String,
}

/// `GET /admin/destroy`
pub async fn page(page: Page, Query(asked): Query<Asked>) -> PageResult {
    permits_office(&page.actor, OfficeAct::Administer).map_err(Refusal::from).or_page(&page)?;
    let number = asked.item.trim().trim_start_matches('#').to_owned();
    let doomed = match number.parse() {
        Ok(item) => Some(page.desk().doomed(&page.actor, ItemId(item)).await.or_page(&page)?),
        Err(_) => None,
    };
    Ok(page
        .render(TITLE, || {
            view! {
                <BackTo address="/admin" to="管理" />
                <div class="page-head"><h1>{TITLE}</h1></div>
                <p class="soft">
                    "销毁一篇稿件的全部文字：各稿、各人留存的文字、检索、更正、有它的旧版面和 PDF、登记里它的标题。编号是稿件页地址 /items/ 后面的数字。不能恢复，只留下谁、何时、为什么。以前做的备份、PostgreSQL 自己的日志（WAL）和归档里还有它，程序够不着，请管服务器的人另行处置。"
                </p>
                <form class="toolbar" action="/admin/destroy">
                    <div class="field">
                        <label for="item">"稿件编号"</label>
                        <input id="item" name="item" value=number inputmode="numeric" required />
                    </div>
                    <button>"查这一篇"</button>
                </form>
                {doomed.map(|doomed| view! { <Destroy doomed now=page.now.clone() /> })}
            }
        })
        .await)
}

#[component]
fn Destroy(doomed: Doomed, now: jiff::Zoned) -> impl IntoView {
    let Doomed { id, state, unit, drafted_by, created_at, obstacle, beyond } = doomed;
    let is_free = obstacle.is_none();
    view! {
        <section class="panel" aria-labelledby="doomed">
            <h2 id="doomed">{format!("编号 {id} 的稿件")}</h2>
            <dl class="facts">
                <dt>"单位"</dt><dd>{unit}</dd>
                <dt>"起草"</dt><dd>{format!("{drafted_by} {}", words::moment(created_at, &now))}</dd>
                <dt>"现在"</dt><dd>{state.label()}</dd>
            </dl>
            {obstacle.map(|words| view! { <p class="notice">{words}</p> })}
            {beyond.into_iter().map(|words| view! { <p class="notice">{format!("{words}。")}</p> }).collect_view()}
            {is_free.then(|| view! {
                <VerbForm verb=Verb::DestroyItem about=("item", id.to_string())>
                    <TextField name="reason" label="原因（会留在日志里，不要写涉密的内容）" value="" required=true />
                    <Tick name="sure" label="我已核对编号，知道销毁后不能恢复" value="1" ticked=false />
                    <button class="danger">{format!("销毁编号 {id} 的稿件")}</button>
                </VerbForm>
            })}
        </section>
    }
}
