//! `/manuscripts`: files that somebody has become items, after a look at what is in them.

use axum::{
    Json,
    extract::{Multipart, RawQuery},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{act::Verb, item::Kind, markdown};
use leptos::prelude::*;
use serde::Serialize;

use super::reading::reading;
use crate::{
    components::{
        crumb::BackTo,
        drawn::{OrPage, PageError, PageResult},
    },
    desk::{
        Refusal,
        audit::MOST_FILE_BYTES,
        items::{ChosenFor, FoundInFile, FoundInFiles, FoundPiece, KindCode, MOST_FILES, UnitChoice},
    },
    request::{
        address::{door, numbers_in},
        handed_in::{FileForm, all_handed_in},
        page::Page,
    },
    words,
};

const TITLE: &str = "从文件起草";
const FIELD: &str = "file";
/// What is chosen from by default; whatever else is chosen is told in words.
const ACCEPT: &str = ".docx,.doc,.wps,.odt,.rtf,.txt";
/// How much of a body is shown, in characters.
const SHOWN: usize = 120;

/// `GET /manuscripts`: the files to be chosen; with `?file=1&file=2` what those hold.
pub async fn page(page: Page, RawQuery(query): RawQuery) -> PageResult {
    let files = numbers_in(query.as_deref().unwrap_or_default(), FIELD);
    let found = page.desk().found_in_files(&page.actor, &files).await.or_page(&page)?;
    Ok(match found.files.is_empty() {
        true => page.render(TITLE, || view! { <HandIn /> }).await,
        false => page.render(TITLE, || view! { <Found found /> }).await,
    })
}

/// `POST /manuscripts`: keeps the files for a day, and goes on to what is in them.
pub async fn hand_in(page: Page, form: Multipart) -> PageResult {
    let kept = match all_handed_in(form, FileForm::MANUSCRIPTS, FIELD).await {
        Ok(files) if files.is_empty() => Err(Refusal::invalid(FIELD, "请先选择文件")),
        Ok(files) => page.desk().hand_in_manuscripts(&page.actor, files).await,
        Err(error) => Err(error),
    };
    match kept {
        Ok(files) => {
            let query: Vec<String> = files.iter().map(|file| format!("file={file}")).collect();
            Ok(Redirect::to(&format!("/manuscripts?{}", query.join("&"))).into_response())
        }
        Err(Refusal::Invalid(faults)) => {
            let page = page.refusing("/manuscripts", &Refusal::Invalid(faults));
            let body = page.render(TITLE, || view! { <HandIn /> }).await;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, body).into_response())
        }
        Err(error) => Err(error).or_page(&page),
    }
}

/// `POST /manuscripts/dropped`: what a file holds, as JSON, for the page on which somebody writes.
pub async fn dropped(page: Page, form: Multipart) -> Result<Response, PageError> {
    let read = match all_handed_in(form, FileForm::DROPPED, FIELD).await {
        Ok(mut files) => match files.pop() {
            Some(file) => page.desk().dropped_file(&page.actor, file).await,
            None => Err(Refusal::invalid(FIELD, "请先选择文件")),
        },
        Err(error) => Err(error),
    };
    json_or_words(&page, read)
}

/// What a script asked for, as JSON; or what is wrong with a file, in words.
pub(super) fn json_or_words(
    page: &Page,
    answer: Result<impl Serialize, Refusal>,
) -> Result<Response, PageError> {
    match answer {
        Ok(answer) => Ok(Json(answer).into_response()),
        Err(Refusal::Invalid(faults)) => {
            let words: Vec<String> = faults.into_iter().map(|fault| fault.words).collect();
            let told = serde_json::json!({ "words": words.join("；") });
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Json(told)).into_response())
        }
        Err(error) => Err(error).or_page(page),
    }
}

#[component]
fn HandIn() -> impl IntoView {
    let most = MOST_FILE_BYTES >> 20;
    view! {
        <div class="page-head"><h1>{TITLE}</h1></div>
        <p class="soft">
            {format!("选一个或几个 Word 文件（一次最多{MOST_FILES}个，每个最大 {most} MB）：标题、小标题、表格、署名各归其位，看过再存成草稿或报送。一个文件里有几篇的，分成几篇。")}
        </p>
        <form class="form" method="post" action="/manuscripts" enctype="multipart/form-data" data-drop="file">
            <div class="field">
                <label for=FIELD>"文件"</label>
                <input id=FIELD name=FIELD type="file" required=true multiple=true accept=ACCEPT
                    data-most=MOST_FILE_BYTES.to_string() aria-describedby="file-hint" />
                <span class="field-hint" id="file-hint">
                    "Word 文档（.docx）或纯文本（.txt）；旧格式（.doc、.wps、.odt、.rtf）要本单位装有转换程序，没有的会说明怎样另存。没有起草的文件只保存一天；起草以后，文件作为原件留在稿件里。"
                </span>
            </div>
            <button class="primary">"看文件里的稿件"</button>
        </form>
    }
}

#[component]
fn Found(found: FoundInFiles) -> impl IntoView {
    let FoundInFiles { files, units } = found;
    let pieces: usize = files.iter().map(|file| file.pieces.len()).sum();
    let unread = files.iter().filter(|file| file.fault.is_some()).count();
    let words = match unread {
        0 => format!("读出{pieces}篇，还没有存。"),
        unread => format!("读出{pieces}篇，还没有存；{unread}个文件没有读出。"),
    };
    let files = files.into_iter().map(|file| found_in_file(file, &units)).collect_view();
    let buttons = (pieces > 0).then(|| {
        view! {
            <div class="toolbar sticks">
                <button class="primary">"存为草稿"</button>
                <button name="send" value="1">"报送"</button>
                <a class="button quiet" href="/manuscripts">"另选文件"</a>
            </div>
        }
    });
    view! {
        <BackTo address="/items" to="我的稿件" />
        <div class="page-head"><h1>{TITLE}</h1></div>
        <p role="status">{words}</p>
        <form method="post" action=door(Verb::DraftFromFiles) class="stack">
            {files}
            {buttons}
        </form>
        {(pieces == 0).then(|| view! { <p><a class="button" href="/manuscripts">"另选文件"</a></p> })}
    }
}

fn found_in_file(file: FoundInFile, units: &[UnitChoice]) -> AnyView {
    let FoundInFile { name, pieces, fault, notes, said } = file;
    let fault = fault.map(|fault| view! { <p class="field-fault">{fault}"。"</p> });
    let mut facts = said;
    if pieces.len() > 1 {
        facts.insert(0, format!("分成{}篇", pieces.len()));
    }
    if notes > 0 {
        facts.push(format!("{notes}条批注随稿留存"));
    }
    let facts = (!facts.is_empty()).then(|| view! { <p class="soft">{facts.join("；")}"。"</p> });
    let pieces = pieces.into_iter().map(|piece| found_piece(piece, units)).collect_view();
    view! {
        <section class="panel found-file">
            <h2>{name}</h2>
            {fault}
            {facts}
            {pieces}
        </section>
    }
    .into_any()
}

/// A piece as it would be drafted, with what may be chosen about it.
fn found_piece(piece: FoundPiece, units: &[UnitChoice]) -> AnyView {
    let FoundPiece { key, text, unit, reading: read, missing, characters, contacts, done, left } = piece;
    let title = words::item_title(text.kind, &text.list_title());
    let kinds = Kind::ALL.map(|kind| {
        let value = ChosenFor { piece: key, value: KindCode(kind) }.to_string();
        view! { <option value=value selected=kind == text.kind>{kind.label()}</option> }
    });
    let options = units.iter().map(|choice| {
        let value = ChosenFor { piece: key, value: choice.id }.to_string();
        view! { <option value=value selected=choice.id == unit>{choice.name.clone()}</option> }
    });
    let options = (units.len() > 1).then(|| {
        view! {
            <select name="piece_unit" aria-label=format!("{title}的报送单位")>{options.collect_view()}</select>
        }
    });
    let excerpt: String = markdown::plain_text(&markdown::parse(&text.body)).chars().take(SHOWN).collect();
    let missing: Vec<String> = missing.iter().map(ToString::to_string).collect();
    let missing = (!missing.is_empty())
        .then(|| view! { <p class="field-fault">{format!("还不能报送：{}", missing.join("；"))}</p> });
    let mut facts = done;
    facts.extend(left);
    let facts = (!facts.is_empty()).then(|| view! { <p class="soft">{facts.join("；")}</p> });
    view! {
        <article class="found-piece">
            <h3>
                <label class="choice">
                    <input type="checkbox" name="piece" value=key.to_string() checked=true />
                    {title.clone()}
                </label>
            </h3>
            {text.subtitle.clone().map(|subtitle| view! { <p class="soft">{subtitle}</p> })}
            <p>{excerpt}</p>
            {reading(read, |_| ().into_any())}
            {(!contacts.is_empty()).then(|| view! { <p class="soft">{contacts.join("　")}</p> })}
            {missing}
            {facts}
            <p class="toolbar">
                <select name="piece_kind" aria-label=format!("{title}的体裁")>{kinds.collect_view()}</select>
                {options}
                <span class="soft">{format!("{characters} 字")}</span>
            </p>
        </article>
    }
    .into_any()
}
