//! What came with an item beside its text: its original, attachments, and what was written beside passages.

use axum::{
    extract::{Multipart, Path, Query},
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use domain::{act::Verb, file_role::FileRole, id::ItemId, permission::ItemAct};
use leptos::prelude::*;
use serde::Deserialize;

use super::from_files::json_or_words;
use crate::{
    components::drawn::{OrPage, PageError, PageResult},
    desk::{
        Done, Refusal,
        audit::MOST_FILE_BYTES,
        items::{CameWith, FileNote, HandedInFile, ItemFile, ItemView, acts::AttachFiles},
    },
    request::{
        address::door,
        file_name::{Shown, disposition},
        flash::{self, Flash, Mood},
        handed_in::{FileForm, all_handed_in},
        page::Page,
    },
    words,
};

/// `GET /items/{item}/files/{file}`: the file itself, to be saved. Nothing in it is shown by us.
pub async fn file(page: Page, Path((item, file)): Path<(i64, i64)>) -> PageResult {
    let content = page.desk().item_file(&page.actor, ItemId(item), file).await.or_page(&page)?;
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    if let Some(disposition) = disposition(Shown::Attachment, &format!("item-{item}-{file}"), &content.name) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    Ok((headers, content.bytes).into_response())
}

/// The address's query.
#[derive(Debug, Deserialize)]
pub struct Asked {
    item: i64,
}

/// `POST /attachments?item=…`: files that belong to the item from now on.
pub async fn attach(page: Page, Query(Asked { item }): Query<Asked>, form: Multipart) -> PageResult {
    let item = ItemId(item);
    let done = attached(&page, item, form).await;
    let flash = match done {
        Ok(Done { words, .. }) => Flash { mood: Mood::Done, words, undo: None, kept: false },
        Err(error @ (Refusal::Invalid(_) | Refusal::Forbidden(_) | Refusal::Blocked(_))) => {
            Flash { mood: Mood::NotDone, words: error.to_string(), undo: None, kept: false }
        }
        Err(error) => return Err(error).or_page(&page),
    };
    Ok(flash::redirect(&format!("/items/{item}#came-with"), flash))
}

/// `POST /attachments/handed-in`: files that are kept for a text that is being written, and go along with it as soon as it is
/// saved. Answers them as JSON, in their order.
pub async fn hand_in(page: Page, form: Multipart) -> Result<Response, PageError> {
    let kept = match all_handed_in(form, FileForm::HANDED_IN, "file").await {
        Ok(files) => {
            let names: Vec<String> = files.iter().map(|file| file.name.clone()).collect();
            let numbers = page.desk().hand_in_manuscripts(&page.actor, files).await;
            numbers.map(|numbers| numbers.into_iter().zip(names))
        }
        Err(error) => Err(error),
    };
    let files = kept.map(|kept| kept.map(|(number, name)| HandedInFile { number, name }).collect::<Vec<_>>());
    json_or_words(&page, files)
}

async fn attached(page: &Page, item: ItemId, form: Multipart) -> Result<Done, Refusal> {
    let files = all_handed_in(form, FileForm::ATTACHMENTS, "file").await?;
    if files.is_empty() {
        return Err(Refusal::invalid("file", "请先选择文件"));
    }
    let file = page.desk().hand_in_manuscripts(&page.actor, files).await?;
    page.desk().perform(&page.actor, AttachFiles { item, file }.into()).await
}

/// The files and notes of an item, and the way to add to them.
pub(super) fn panel(view: &ItemView) -> AnyView {
    let CameWith { files, notes } = view.came_with.clone();
    let may_edit = view.may(ItemAct::EditText);
    if files.is_empty() && notes.is_empty() && !may_edit {
        return ().into_any();
    }
    let item = view.item.id;
    let files = files.into_iter().map(|file| file_line(item, file, may_edit)).collect_view();
    let add = may_edit.then(|| {
        let action = format!("{}?item={item}", FileForm::ATTACHMENTS.address);
        view! {
            <form class="attach" method="post" action=action enctype="multipart/form-data">
                <label for="attachments">"添加附件（不印）"</label>
                <input id="attachments" name="file" type="file" multiple=true required=true
                    data-most=MOST_FILE_BYTES.to_string() />
                <button>"添加"</button>
            </form>
        }
    });
    view! {
        <section class="panel" id="came-with">
            <h2>"原件和附件"</h2>
            <ul class="came-with">{files}</ul>
            {add}
            {notes_of(notes)}
        </section>
    }
    .into_any()
}

/// A file with the way to fetch it.
fn file_line(item: ItemId, file: ItemFile, may_remove: bool) -> impl IntoView {
    let ItemFile { id, role, name, size } = file;
    let remove = (may_remove && role == FileRole::Attachment).then(|| {
        view! {
            <form method="post" action=door(Verb::RemoveFile)>
                <input type="hidden" name="item" value=item.0 />
                <input type="hidden" name="file" value=id />
                <button class="quiet" aria-label=format!("移去“{name}”")>"移去"</button>
            </form>
        }
    });
    view! {
        <li>
            <span class="soft">{role.label()}</span>
            <a href=format!("/items/{item}/files/{id}") download=name.clone() title=name.clone()>{name.clone()}</a>
            <span class="soft">{words::size(size)}</span>
            {remove}
        </li>
    }
}

/// What was written beside passages of the original.
pub(super) fn notes_of(notes: Vec<FileNote>) -> AnyView {
    if notes.is_empty() {
        return ().into_any();
    }
    let note = |note: FileNote| {
        let FileNote { author, written_on, passage, words } = note;
        let day = written_on.map(|day| format!("{}月{}日", day.month(), day.day())).unwrap_or_default();
        let passage = (!passage.is_empty()).then(|| view! { <q>{passage}</q> });
        let by = format!("{author} {day}");
        let by = (!by.trim().is_empty()).then(|| view! { <p class="soft">{by}</p> });
        view! { <li>{passage}<p class="as-typed">{words}</p>{by}</li> }
    };
    view! {
        <h3>"原件里的批注和联系信息"</h3>
        <ul class="file-notes">{notes.into_iter().map(note).collect_view()}</ul>
    }
    .into_any()
}
