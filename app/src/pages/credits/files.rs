//! A month's bulletin as files.

use axum::{
    extract::Path,
    http::header,
    response::{IntoResponse, Response},
};
use domain::calendar::Month;

use super::parts::month_in;
use crate::{
    components::drawn::{OrPage, PageResult},
    desk::{Refusal, bulletins::BulletinForm},
    request::{
        file_name::{Shown, disposition},
        page::Page,
    },
    words,
};

/// `GET /bulletins/{month}/{form}`, as in `/bulletins/2024-01/docx`
pub async fn file(page: Page, Path((month, form)): Path<(String, String)>) -> PageResult {
    let month = month_in(&month).or_page(&page)?;
    let form = form_in(&form).or_page(&page)?;
    let bytes = page.desk().bulletin_file(&page.actor, month, form).await.or_page(&page)?;
    Ok(sent(bytes, month, form))
}

/// The form in an address.
pub(super) fn form_in(code: &str) -> Result<BulletinForm, Refusal> {
    BulletinForm::from_code(code).ok_or_else(|| Refusal::not_found(format!("“{code}”这一页")))
}

/// A PDF is shown by the browser, the others are for other programs.
pub(super) fn sent(bytes: Vec<u8>, month: Month, form: BulletinForm) -> Response {
    let mut response = ([(header::CONTENT_TYPE, form.media_type())], bytes).into_response();
    let shown = if form == BulletinForm::Pdf { Shown::Inline } else { Shown::Attachment };
    let code = form.code();
    let name = format!("{}通报.{code}", words::month(month));
    if let Some(disposition) = disposition(shown, &format!("bulletin-{month}.{code}"), &name) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, disposition);
    }
    response
}
