//! A month's bulletin as files.

use axum::{
    extract::Path,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use domain::calendar::Month;

use super::month_in;
use crate::{
    desk::{DeskError, bulletins::BulletinForm},
    web::{OrPage, Page, PageResult},
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
pub(super) fn form_in(code: &str) -> Result<BulletinForm, DeskError> {
    BulletinForm::from_code(code).ok_or_else(|| DeskError::NotFound(format!("“{code}”这一页")))
}

/// A PDF is shown by the browser, the others are for other programs. The name is in Chinese where a browser
/// understands that (RFC 6266).
pub(super) fn sent(bytes: Vec<u8>, month: Month, form: BulletinForm) -> Response {
    let mut response = ([(header::CONTENT_TYPE, form.media_type())], bytes).into_response();
    let shown = if form == BulletinForm::Pdf { "inline" } else { "attachment" };
    let code = form.code();
    let name: String = format!("{}通报.{code}", words::month(month))
        .bytes()
        .map(|byte| match byte {
            b'0'..=b'9' | b'a'..=b'z' | b'.' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect();
    let disposition = format!("{shown}; filename=\"bulletin-{month}.{code}\"; filename*=UTF-8''{name}");
    if let Ok(disposition) = HeaderValue::from_str(&disposition) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, disposition);
    }
    response
}
