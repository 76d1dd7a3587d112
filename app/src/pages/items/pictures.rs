//! `POST /pictures`: a picture for a text. The editor gets to know by which name the text holds it; where there is no editor,
//! the form of the whole text brings it along, and comes back with the picture's line at the text's end.

use axum::{
    Json,
    extract::{Multipart, State},
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use domain::{
    item::LONGEST_BODY,
    markdown::{self, Block},
};
use leptos::prelude::*;

use crate::{
    components::fields::TextField,
    desk::{Refusal, items::KeptPicture, sheets::KeepingOutcome},
    pages::unsaved,
    request::{
        address::with_sheet,
        doing::{error_as_json, of_its_owner},
        flash::{Flash, Mood},
        handed_in::{FileForm, picture_and_fields},
        page::Page,
        posted::{AnswerAs, KEEP, PICTURE, Posted},
        state::AppState,
    },
};

/// The picture's name and size as JSON, or the page of the text with the picture's line.
pub async fn take_in(
    page: Result<Page, Response>,
    State(state): State<AppState>,
    headers: HeaderMap,
    form: Multipart,
) -> Response {
    let (picture, fields) = match picture_and_fields(form, PICTURE[0]).await {
        Ok((picture, fields)) => (Ok(picture), fields),
        Err(error) => (Err(error), String::new()),
    };
    let posted = Posted::read(KEEP, &fields, &headers);
    let page = match of_its_owner(page, &state, &posted).await {
        Ok(page) => page,
        Err(answer) => return answer,
    };
    let taken = match picture {
        Ok(Some(bytes)) => page.desk().take_in_picture(&page.actor, bytes).await,
        Ok(None) => Err(Refusal::invalid(PICTURE[0], "请先选择图片")),
        Err(error) => Err(error),
    };
    match taken {
        Ok(picture) if posted.answer != AnswerAs::Redirect => Json(picture).into_response(),
        Err(error) if posted.answer != AnswerAs::Redirect => error_as_json(&error),
        taken => into_text(&page, posted, taken).await,
    }
}

/// Keeps the text, with the picture's line at its end where there is a picture, and goes back to its page.
async fn into_text(page: &Page, mut posted: Posted, taken: Result<KeptPicture, Refusal>) -> Response {
    let answer = |words: String, mood: Mood| Flash { mood, words, undo: None, kept: false };
    let value = |name: &str| {
        let found = posted.fields.iter().find(|(field, _)| field == name);
        found.map(|(_, value)| value.trim().to_owned()).unwrap_or_default()
    };
    let remark = taken.as_ref().ok().and_then(|picture| picture.remark.clone());
    let line = taken.map(|picture| {
        let [_, caption, source, shows] = PICTURE.map(value);
        let filled = |text: String| Some(text).filter(|text| !text.is_empty());
        let block =
            Block::Picture { hash: picture.hash, caption, source: filled(source), shows: filled(shows) };
        markdown::write(&[block])
    });
    let Some(mut kept) = posted.kept.take() else {
        let why =
            line.err().map_or_else(|| "这一页上没有可以放图片的正文".to_owned(), |error| error.to_string());
        return posted.to(&posted.back, answer(why, Mood::NotDone));
    };
    let told = match line {
        Ok(line) => {
            let body = kept.form.fields.iter_mut().find(|(name, _)| name == "body");
            let is_put = body.is_some_and(|(_, body)| {
                let longer = format!("{}\n{line}\n", body.trim_end()).trim_start().to_owned();
                let has_room = longer.chars().count() <= LONGEST_BODY;
                if has_room {
                    *body = longer;
                }
                has_room
            });
            match is_put {
                true => {
                    let mut words = "图片已放在正文末尾，可以把它那一行移到别处".to_owned();
                    words.extend(remark.map(|remark| format!("。它{remark}")));
                    Ok(words)
                }
                false => Err(format!("正文最长{LONGEST_BODY}字，放不下这张图片了")),
            }
        }
        Err(error) => Err(error.to_string()),
    };
    if kept.sheet.is_empty() {
        kept.sheet = page.new_sheet();
    }
    kept.is_posted = true;
    match page.desk().keep(&page.actor, &kept).await {
        Ok(keeping) => {
            let sheet = keeping.sheet.unwrap_or_else(|| kept.sheet.clone());
            let address = keeping.next.unwrap_or_else(|| with_sheet(&posted.back, &sheet));
            let flash = match (keeping.outcome, told) {
                (KeepingOutcome::Kept | KeepingOutcome::Moved, Ok(words)) => answer(words, Mood::Done),
                (KeepingOutcome::Kept | KeepingOutcome::Moved, Err(words)) => answer(words, Mood::NotDone),
                (_, _) => answer(keeping.words, Mood::NotDone),
            };
            posted.to(&address, flash)
        }
        Err(error) => unsaved::in_hand(page, &error, KEEP, &kept.form, &posted.fields),
    }
}

/// Where there is no editor: a picture is chosen and described, and its line is put at the text's end.
#[component]
pub fn PictureFields() -> impl IntoView {
    let [file, caption, source, shows] = PICTURE;
    view! {
        <fieldset class="field picture-fields" data-without-editor="body">
            <legend>"插图"</legend>
            <div class="field">
                <label for=file>"图片文件"</label>
                <input id=file name=file type="file" accept="image/jpeg,image/png,image/webp" aria-describedby="picture-hint" />
                <p class="field-hint" id="picture-hint">"JPG、PNG、WebP，最大 20 MB。拍摄地点和手机型号会自动去掉。"</p>
            </div>
            <TextField name=caption label="图注" value="" hint="印在图下面，如“3月12日，工作人员在卫运河堤防查看水位”" />
            <TextField name=source label="摄影" value="" hint="如“周鹏”，印作“周鹏　摄”" />
            <TextField name=shows label="画面内容" value="" hint="给看不见图的人听的一句话，报送前必须写上" />
            <button formaction=FileForm::PICTURE.address formenctype="multipart/form-data" formnovalidate=true>
                "放到正文末尾"
            </button>
        </fieldset>
    }
}
