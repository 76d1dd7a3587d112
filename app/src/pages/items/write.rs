//! The writing page: `/items/new` and `/items/{item}/edit`. It works whole without JavaScript: what is typed is
//! saved, sent, kept or checked by buttons of one form.

use axum::{
    extract::{Path, Query},
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    act::Verb,
    id::ItemId,
    item::{Kind, LONGEST_BODY},
    presence::Doing,
};
use leptos::prelude::*;
use serde::Deserialize;

use super::{
    comments, here,
    pictures::PictureFields,
    reading::reading,
    write_fields::{
        LineField, attachments, content_type_field, cover_fields, headlines, kind_fields, line_field,
        unit_field,
    },
};
use crate::{
    components::{
        difference::Difference,
        drawn::{OrPage, PageResult},
        fields::in_textarea,
        state::StateBadge,
        unsaved::UnsavedTexts,
        verb_form::SheetFields,
    },
    desk::{
        Refusal,
        audit::MOST_FILE_BYTES,
        items::{Begun, ModelPiece, OtherText, Present, ReadPart, UnitChoice, Writing, WritingPage, lacking},
    },
    islands::{AttributionCheck, CharacterCount, SlipPreview, UnitSuggestions},
    request::{
        address::{door, with_sheet},
        flash::{self, Flash, Mood},
        page::Page,
        posted::KEEP,
    },
    words,
};

/// The form's id, by which the islands find it.
const FORM: &str = "writing";

/// The address's query.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    unit: String,
    /// The kind of a new text, by its code.
    #[serde(default)]
    kind: String,
    /// The place of the frame with which it begins.
    #[serde(default)]
    frame: String,
    /// The page's name. Without one it gets one first, so that going back to it later finds what became of it.
    #[serde(default)]
    sheet: String,
    /// Present where it was to be sent in but lacks something: the faults stand at their fields.
    sending: Option<String>,
}

/// `GET /items/new`
pub async fn new(page: Page, Query(asked): Query<Asked>) -> PageResult {
    if !is_own_page(&page, &asked) {
        return Ok(named(&page, &asked));
    }
    let begun = Begun {
        unit: asked.unit.parse().ok(),
        kind: Kind::from_code(&asked.kind),
        frame: asked.frame.parse().ok(),
    };
    let opened = page.desk().new_writing(&page.actor, begun, &asked.sheet).await.or_page(&page)?;
    Ok(open(page, opened, None, &asked).await)
}

/// `GET /items/{item}/edit`
pub async fn edit(page: Page, Path(item): Path<i64>, Query(asked): Query<Asked>) -> PageResult {
    if !is_own_page(&page, &asked) {
        return Ok(named(&page, &asked));
    }
    let item = ItemId(item);
    match page.desk().writing(&page.actor, item, &asked.sheet).await {
        Ok(opened) => {
            // What leads elsewhere is no page on which somebody writes.
            let present = match &opened {
                WritingPage::Open(_) => here::come(&page, item, Doing::Writing).await.ok(),
                WritingPage::Elsewhere(_) => None,
            };
            Ok(open(page, opened, present, &asked).await)
        }
        // What may be read and not changed is shown, with why.
        Err(error @ Refusal::Forbidden(_)) if page.desk().item(&page.actor, item).await.is_ok() => {
            let words = error.to_string();
            let flash = Flash { mood: Mood::NotDone, words, undo: None, kept: false };
            Ok(flash::redirect(&format!("/items/{item}"), flash))
        }
        Err(error) => Err(error).or_page(&page),
    }
}

/// Whether the page bears a name, and not one of somebody else's pages.
fn is_own_page(page: &Page, asked: &Asked) -> bool {
    let owner = page.desk().owner_of(&asked.sheet);
    !asked.sheet.is_empty() && owner.is_none_or(|owner| owner == page.actor.id)
}

/// The same page under a name of its own.
fn named(page: &Page, asked: &Asked) -> Response {
    let address = with_sheet(&page.address, &page.new_sheet());
    let sending = if asked.sending.is_some() { "&sending=1" } else { "" };
    Redirect::to(&format!("{address}{sending}")).into_response()
}

async fn open(page: Page, opened: WritingPage, present: Option<Present>, asked: &Asked) -> Response {
    match opened {
        WritingPage::Open(writing) => render(page, *writing, present, asked).await,
        WritingPage::Elsewhere(address) => Redirect::to(&address).into_response(),
    }
}

async fn render(page: Page, writing: Writing, present: Option<Present>, asked: &Asked) -> Response {
    let page = match &asked.sending {
        Some(_) if !writing.missing.is_empty() => {
            page.refusing(&door(Verb::SaveItem), &lacking(&writing.missing))
        }
        _ => page,
    };
    let said = match &writing.item {
        Some(item) => page.desk().comments(&page.actor, item.id).await.ok(),
        None => None,
    };
    let title = if writing.item.is_some() { "修改稿件" } else { "新稿" };
    page.render(title, || {
        let state = writing.item.as_ref().map(|item| view! { <StateBadge state=item.state /> });
        let here = writing.item.as_ref().zip(present.as_ref());
        let here = here.map(|(item, present)| here::writing(item.id, present, &page.now));
        view! {
            <div class="page-head">
                <h1>{title}</h1>
                {state}
                <span class="soft">{writing.unit.name.clone()}</span>
                <span class="soft">"本系统严禁录入涉密信息。"</span>
                <a class="button" href="/manuscripts" data-take-in="file" data-largest=MOST_FILE_BYTES.to_string()>"从 Word 取入"</a>
            </div>
            {here}
            {notices(&writing, &page)}
            <div class="writing-desk">
                {form(&writing, page.state.assets.islands.as_ref().and_then(|islands| islands.editor_href.clone()))}
                <section class="slip" aria-labelledby="slip-title">
                    <h2 id="slip-title">"版面预览"</h2>
                    <SlipPreview form=FORM.to_owned() slip=writing.slip.clone() />
                </section>
                {said.map(|said| comments::panel(&said, &page, comments::Beside::Editor))}
            </div>
        }
    })
    .await
}

fn notices(writing: &Writing, page: &Page) -> AnyView {
    let item = writing.item.as_ref();
    let reason = item.and_then(|item| item.return_reason.clone()).map(|reason| {
        view! { <p class="notice"><strong>"退回原因："</strong>{reason}</p> }
    });
    let cleared = item.filter(|item| item.is_cleared).map(|_| {
        view! { <p class="notice">"这篇已通过保密审查。文字一改，就要重新审查。"</p> }
    });
    let kept = writing.kept_at.filter(|_| writing.other.is_none()).map(|kept_at| {
        let when = words::moment(kept_at, &page.now);
        let instead = if item.is_some() { "放弃它，用已保存的文字" } else { "放弃它" };
        view! {
            <div class="notice">
                <p>{format!("下面是您 {when} 留存、还没有保存的文字，别人看不到。")}</p>
                {drop_kept(writing, instead)}
            </div>
        }
    });
    let other = writing.other.as_ref().map(|other| conflict(writing, other, page));
    let texts = writing.unsaved.clone();
    view! {
        {reason}
        {cleared}
        {kept}
        {other}
        {frames(writing)}
        {models(writing)}
        <UnsavedTexts texts now=page.now.clone() back=address(writing) />
    }
    .into_any()
}

/// The frames with which an empty text may begin.
fn frames(writing: &Writing) -> AnyView {
    if writing.frames.is_empty() {
        return ().into_any();
    }
    let unit = writing.unit.id;
    let frame = |(place, name): (usize, &String)| {
        view! { <a class="button quiet" href=format!("/items/new?unit={unit}&frame={place}")>{name.clone()}</a> }
    };
    view! {
        <nav class="toolbar frames" aria-label="模板">
            <span class="soft">"从模板开始："</span>
            {writing.frames.iter().enumerate().map(frame).collect_view()}
        </nav>
    }
    .into_any()
}

/// Printed pieces that show how others wrote, each in its issue, on a page of its own: what is typed here stays.
fn models(writing: &Writing) -> AnyView {
    if writing.models.is_empty() {
        return ().into_any();
    }
    let piece = |piece: &ModelPiece| {
        let where_printed = match &piece.channel {
            Some(channel) => format!("{}，{channel}采用", piece.printed_in),
            None => piece.printed_in.clone(),
        };
        view! {
            <li>
                <a href=format!("/issues/{}#item-{}", piece.issue, piece.item) target="_blank">
                    {piece.title.clone()}
                </a>
                " "
                <span class="soft">{where_printed}</span>
            </li>
        }
    };
    let of_kind = |kind: Kind| {
        let pieces: Vec<&ModelPiece> = writing.models.iter().filter(|piece| piece.kind == kind).collect();
        (!pieces.is_empty()).then(|| {
            view! {
                <h2>{kind.label()}</h2>
                <ul>{pieces.into_iter().map(piece).collect_view()}</ul>
            }
        })
    };
    view! {
        <details class="models">
            <summary>"看范文"</summary>
            {Kind::ALL.map(of_kind).collect_view()}
        </details>
    }
    .into_any()
}

/// Somebody else saved meanwhile: both texts, and the choice between them.
fn conflict(writing: &Writing, other: &OtherText, page: &Page) -> impl IntoView + use<> {
    let when = words::moment(other.saved_at, &page.now);
    view! {
        <section class="panel" aria-labelledby="conflict">
            <h2 id="conflict">{format!("您修改期间，{}也存了一稿（{when}）", other.saved_by)}</h2>
            <p>
                "下面的编辑框里是您的文字，没有丢。不同之处："<del>"划去的"</del>"是对方的，"
                <ins>"加上的"</ins>"是您的。"
            </p>
            <Difference comparison=other.difference.clone() />
            <details>
                <summary>"看对方的全文，好并到您的文字里"</summary>
                <pre class="other-text">{other.text.title.clone()}"\n"{other.text.body.clone()}</pre>
            </details>
            <p>"用您的（或并好的）文字：在下面直接保存。对方的一稿仍留在历史里。"</p>
            {drop_kept(writing, "用对方的，放弃我的")}
        </section>
    }
}

fn drop_kept(writing: &Writing, label: &'static str) -> impl IntoView + use<> {
    let back = match &writing.item {
        Some(item) => format!("/items/{}/edit", item.id),
        None => format!("/items/new?unit={}", writing.unit.id),
    };
    view! {
        <form method="post" action=door(Verb::DropKeptText)>
            <input type="hidden" name="text" value=writing.sheet.name.clone() />
            <input type="hidden" name="back" value=back />
            <button>{label}</button>
        </form>
    }
}

/// The page under its name.
fn address(writing: &Writing) -> String {
    let address = match &writing.item {
        Some(item) => format!("/items/{}/edit", item.id),
        None => format!("/items/new?unit={}&kind={}", writing.unit.id, writing.text.kind.code()),
    };
    with_sheet(&address, &writing.sheet.name)
}

fn form(writing: &Writing, editor: Option<String>) -> AnyView {
    let keep = if writing.item.is_some() { Verb::SaveItem } else { Verb::DraftItem };
    let action = door(keep);
    let hidden = writing.item.as_ref().map(|item| {
        view! {
            <input type="hidden" name="item" value=item.id.0 />
            <input type="hidden" name="revision" value=item.revision.0 />
        }
    });
    let text = &writing.text;
    let is_brief = text.kind == Kind::Brief;
    view! {
        <form method="post" action=action class="writing-form" id=FORM data-keep=keep.code()>
            // The first button is what the Enter key presses in a field where no script is: it saves and never sends.
            <button class="visually-hidden" tabindex="-1">"存草稿"</button>
            {hidden}
            <SheetFields sheet=writing.sheet.clone() />
            <input type="hidden" name="back" value=address(writing) />
            <input type="hidden" name="original" value=writing.original.as_ref().map(|file| file.number) />
            {unit_field(writing)}
            <div class="writing-sort">
                {kind_fields(text.kind)}
                {content_type_field(text.content_type)}
            </div>
            {(!is_brief).then(|| headlines(text))}
            {body_field(writing, editor)}
            {is_brief.then(|| headlines(text))}
            <PictureFields />
            {line_field(LineField {
                name: "attribution_line",
                label: "署名",
                value: &text.attribution_line,
                hint: "如（地矿科/周鹏 陈瑶）：单位在前，斜杠后是作者；几个单位之间空一格",
                is_filled: writing.item.is_none() && writing.kept_at.is_none(),
                below: view! { <UnitSuggestions line="attribution_line".to_owned() /> }.into_any(),
                ..LineField::default()
            })}
            <div id="reading">{reading(writing.reading.clone(), nearest)}</div>
            <AttributionCheck line="attribution_line".to_owned() before="reading".to_owned() />
            {cover_fields(writing)}
            {attachments(writing)}
            {buttons(writing)}
        </form>
    }
    .into_any()
}

/// A text field, whose place the editor takes where the browser can run it.
fn body_field(writing: &Writing, editor: Option<String>) -> AnyView {
    view! {
        <div class="field">
            <div class="field-head">
                <label for="body">"正文"</label>
                <CharacterCount field="body".to_owned() text=writing.text.body.clone() is_body=true />
            </div>
            <textarea
                id="body"
                name="body"
                class="writing"
                rows="16"
                data-most=LONGEST_BODY.to_string()
                data-editor=editor
                data-empty="在这里写正文，或从 Word、WPS、微信里粘贴"
                aria-describedby="body-hint"
            >
                {in_textarea(&writing.text.body)}
            </textarea>
            <p class="field-hint" data-without-editor="body">
                "一行一段；行首“# ”是小标题，“- ”是列表，“> ”是引文，两个星号之间是**着重**。"
            </p>
            <p class="field-hint" id="body-hint">"正文最长 "{LONGEST_BODY}" 字。"</p>
        </div>
    }
    .into_any()
}

/// The near units of an unknown name: pressing one puts its name into the line and keeps the text.
fn nearest(part: &ReadPart) -> AnyView {
    let button = |unit: &UnitChoice| {
        view! {
            <button
                formaction=format!("/do/{KEEP}")
                formnovalidate=true
                name="choose"
                value=format!("{}\t{}", part.text, unit.id)
            >
                {unit.short_name.clone()}
            </button>
        }
    };
    let buttons = part.nearest.iter().map(button).collect_view();
    let lead = match (&part.absent, part.nearest.is_empty()) {
        (Some(_), true) => "请改成现有单位的名称。",
        (Some(_), false) => "改为：",
        (None, true) => "请改成已知单位的名称。",
        (None, false) => "是不是：",
    };
    view! { <span class="toolbar">{lead}{buttons}</span> }.into_any()
}

fn buttons(writing: &Writing) -> AnyView {
    let may_send = writing.item.as_ref().is_none_or(|item| item.may_send);
    let is_draft = writing.item.as_ref().is_none_or(|item| item.may_send);
    let save = if is_draft { "存草稿" } else { "保存" };
    let class = if may_send { "" } else { "primary" };
    let back = writing.item.as_ref().map(|item| {
        view! { <a class="button quiet" href=format!("/items/{}", item.id)>"看稿件"</a> }
    });
    view! {
        <div class="toolbar">
            {may_send.then(|| view! { <button class="primary" name="send" value="1">"报送"</button> })}
            <button class=class>{save}</button>
            <button formaction=format!("/do/{KEEP}") formnovalidate=true>"检查署名"</button>
            {back}
            // The page's script says here what is kept.
            <span class="kept"></span>
        </div>
    }
    .into_any()
}
