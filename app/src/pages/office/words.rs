//! `/admin/words`: the lists by which the office proofreads, an entry a line.

use domain::{
    act::Verb,
    proof::{TypedWords, confusions},
};
use leptos::prelude::*;

use crate::{
    components::{
        crumb::BackTo,
        drawn::{OrPage, PageResult},
        fields::TextArea,
        verb_form::VerbForm,
    },
    desk::office::KeptOfficeWords,
    request::page::Page,
};

/// `GET /admin/words`
pub async fn page(page: Page) -> PageResult {
    let kept = page.desk().word_lists(&page.actor).await.or_page(&page)?;
    Ok(page.render("校对词表", || view! { <Words kept /> }).await)
}

#[component]
fn Words(kept: KeptOfficeWords) -> impl IntoView {
    let KeptOfficeWords { version, typed } = kept;
    let TypedWords { confusions: own, switched_off, sensitive, forbidden, leaders } = typed;
    let built_in = confusions();
    let rows = built_in.iter().map(|confusion| {
        view! { <tr><td>{confusion.wrong}</td><td>{confusion.right}</td><td class="soft">{confusion.example}</td></tr> }
    });
    view! {
        <BackTo address="/admin" to="管理" />
        <div class="page-head"><h1>"校对词表"</h1></div>
        <p class="soft">
            {format!("程序自带{}条易错词。这里写本单位的：一行一条，可以从表格里整列复制进来。", built_in.len())}
        </p>
        <VerbForm verb=Verb::SaveOfficeWords>
            <input type="hidden" name="version" value=version.to_string() />
            <TextArea name="confusions" label="易错词" value=own rows=8
                hint="先写错的，空一格写对的；再空格写含有错词却是对的词，如：城区 县城 城区中学" />
            <TextArea name="sensitive" label="敏感词（看到就要斟酌）" value=sensitive rows=8
                hint="一行一个词；可以写改成什么、为什么，如：矿难 → 矿山事故（以调查结论为准）。字中间夹了空格、符号，换成繁体、全角，也找得到。" />
            <TextArea name="forbidden" label="禁用词（不能印出）" value=forbidden rows=8 hint="写法同上。" />
            <TextArea name="leaders" label="领导姓名和职务（按排序）" value=leaders rows=8
                hint="姓名、职务、任职日期，离任的再写离任日期，如：李红 市自然资源和规划局局长 2023-05-01" />
            <TextArea name="switched_off" label="不用的自带词条" value=switched_off rows=4
                hint="写自带词条里错的那个词，一行一个。" />
            <div class="toolbar">
                <button class="primary">"保存"</button>
                <a class="button quiet" href="/events?subject=settings">"设置的变动记录"</a>
            </div>
        </VerbForm>
        <details>
            <summary>{format!("自带的{}条易错词", built_in.len())}</summary>
            <table class="table">
                <thead><tr><th scope="col">"错"</th><th scope="col">"对"</th><th scope="col">"例句"</th></tr></thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </details>
    }
}
