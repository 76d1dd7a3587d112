//! The list of higher channels.

use domain::act::Verb;
use leptos::prelude::*;

use crate::{
    components::{
        drawn::{OrPage, PageResult},
        fields::TextField,
        rows::{FocusAfter, next_row},
        verb_form::VerbForm,
    },
    desk::records::ChannelRow,
    request::{address::door, page::Page},
};

/// `GET /records/channels`
pub async fn page(page: Page) -> PageResult {
    let channels = page.desk().upper_channels(&page.actor).await.or_page(&page)?;
    Ok(page.render("上级刊物", || view! { <Channels channels /> }).await)
}

#[component]
fn Channels(channels: Vec<ChannelRow>) -> impl IntoView {
    let ids: Vec<String> = channels.iter().map(|row| format!("channel-{}", row.channel.id)).collect();
    let rows = channels.iter().enumerate().map(|(place, row)| {
        view! { <Line row first=place == 0 after=next_row(&ids, place) /> }
    });
    let rows = rows.collect_view();
    view! {
        <div class="page-head">
            <h1>"上级刊物"</h1>
            <div class="toolbar"><a class="button plain" href="/records">"回到登记"</a></div>
        </div>
        <p class="soft">"登记上级采用时从这里选。用过的刊物不能改名或删除，只能停用：台账里写着它的名称。"</p>
        {if channels.is_empty() {
            view! { <p class="empty">"还没有上级刊物，请在下面添加第一种。"</p> }.into_any()
        } else {
            view! { <ol class="rows">{rows}</ol> }.into_any()
        }}
        <section class="panel">
            <h2>"添加"</h2>
            <VerbForm verb=Verb::AddUpperChannel>
                <TextField name="name" label="刊物名称" value="" required=true />
                <button class="primary">"添加上级刊物"</button>
            </VerbForm>
        </section>
    }
}

#[component]
fn Line<'a>(row: &'a ChannelRow, first: bool, after: String) -> impl IntoView + use<> {
    let id = row.channel.id.to_string();
    let name = &row.channel.name;
    // What is moved is what one goes on moving.
    let own = format!("channel-{}", row.channel.id);
    let act = |verb: Verb, words: &'static str| {
        view! {
            <form method="post" action=door(verb)>
                <input type="hidden" name="channel" value=id.clone() />
                <FocusAfter element=if verb == Verb::RaiseUpperChannel { own.clone() } else { after.clone() } />
                <button class="quiet" aria-label=format!("{words}“{name}”")>{words}</button>
            </form>
        }
    };
    let offered = if row.channel.active {
        act(Verb::RetireUpperChannel, "停用").into_any()
    } else {
        act(Verb::RestoreUpperChannel, "恢复").into_any()
    };
    view! {
        <li class="row channel" id=format!("channel-{}", row.channel.id) tabindex="-1">
            <span class="row-title">{name.clone()}</span>
            <span class="row-meta">
                <span>{format!("{}条记录", row.records)}</span>
                {(!row.channel.active).then(|| view! { <span class="state state-retracted">"已停用"</span> })}
                {(!first).then(|| act(Verb::RaiseUpperChannel, "上移"))}
                {offered}
            </span>
        </li>
    }
}
