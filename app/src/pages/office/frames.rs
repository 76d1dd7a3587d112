//! `/admin/frames`: the frames with which a text is begun, and the phrases offered where a reason is to be given.

use domain::{
    act::Verb,
    frame::{Frame, WritingHelp},
    item::Kind,
};
use leptos::prelude::*;

use crate::{
    components::{
        crumb::BackTo,
        drawn::{OrPage, PageResult},
        fields::{Choice, TextArea, TextField},
        verb_form::VerbForm,
    },
    desk::{office::KeptWritingHelp, typed::TypedForm},
    request::page::Page,
};

/// `GET /admin/frames`
pub async fn page(page: Page) -> PageResult {
    let kept = page.desk().writing_help(&page.actor).await.or_page(&page)?;
    Ok(page.render("模板和常用语", || view! { <Help kept /> }).await)
}

#[component]
fn Help(kept: KeptWritingHelp) -> impl IntoView {
    let KeptWritingHelp { version, help: WritingHelp { frames, phrases } } = kept;
    // A form that comes back has as many frames as it had, whatever others saved meanwhile.
    let back = use_context::<TypedForm>().filter(|typed| typed.verb == Verb::SaveFrames.code());
    let slots = back.map(|typed| typed.fields.iter().filter(|(name, _)| name == "name").count());
    let slots = slots.unwrap_or(frames.len() + 1);
    let empty =
        || Frame { name: String::new(), kind: Kind::Article, title: String::new(), body: String::new() };
    let frames = frames.into_iter().chain(std::iter::repeat_with(empty)).take(slots).enumerate();
    view! {
        <BackTo address="/admin" to="管理" />
        <div class="page-head"><h1>"模板和常用语"</h1></div>
        <p class="soft">
            "信息员写新稿时可以从模板开始。要填的地方写在〔〕里，没有填的，校对时会指出来；一行开头写“# ”是小标题。"
        </p>
        <VerbForm verb=Verb::SaveFrames>
            <input type="hidden" name="version" value=version.to_string() />
            {frames.map(|(number, frame)| view! { <FrameFields number frame /> }).collect_view()}
            <TextArea name="phrases" label="退回、不采用时的常用语" value=phrases.join("\n") rows=6
                hint="一行一条，如“请补充涉及的面积和户数”。退回和不采用时可以直接勾选。" />
            <div class="toolbar">
                <button class="primary">"保存"</button>
                <a class="button quiet" href="/events?subject=settings">"设置的变动记录"</a>
            </div>
        </VerbForm>
    }
}

/// A frame to be changed; the last is empty, for one more.
#[component]
fn FrameFields(number: usize, frame: Frame) -> impl IntoView {
    let Frame { name, kind, title, body } = frame;
    let legend = if name.is_empty() { "新模板".to_owned() } else { format!("模板：{name}") };
    let kinds = Kind::ALL.map(|kind| (kind.label().to_owned(), kind.label().to_owned())).to_vec();
    view! {
        <fieldset class="panel frame-fields">
            <legend>{legend}</legend>
            <TextField name="name" id=format!("name-{number}") label="名称" value=name
                hint="如“会议”。名称、标题、正文都清空，这个模板就去掉。" />
            <Choice name="kind" id=format!("kind-{number}") label="体裁" options=kinds chosen=kind.label() />
            <TextField name="title" id=format!("title-{number}") label="标题" value=title />
            <TextArea name="body" id=format!("body-{number}") label="正文" value=body rows=8 />
        </fieldset>
    }
}
