//! A month's bulletin as files.

use axum::{
    extract::Path,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};

use super::month_in;
use crate::web::{OrPage, Page, PageResult};

/// `GET /bulletins/{month}/pdf`
pub async fn pdf(page: Page, Path(month): Path<String>) -> PageResult {
    let month = month_in(&month).or_page(&page)?;
    let bytes = page.desk().bulletin_pdf(&page.actor, month).await.or_page(&page)?;
    Ok(file(bytes, "application/pdf", &format!("inline; filename=\"bulletin-{month}.pdf\"")))
}

/// `GET /bulletins/{month}/csv`
pub async fn csv(page: Page, Path(month): Path<String>) -> PageResult {
    let month = month_in(&month).or_page(&page)?;
    let text = page.desk().bulletin_csv(&page.actor, month).await.or_page(&page)?;
    let disposition = format!("attachment; filename=\"bulletin-{month}.csv\"");
    Ok(file(text.into_bytes(), "text/csv; charset=utf-8", &disposition))
}

fn file(bytes: Vec<u8>, media_type: &'static str, disposition: &str) -> Response {
    let mut response = ([(header::CONTENT_TYPE, media_type)], bytes).into_response();
    if let Ok(disposition) = HeaderValue::from_str(disposition) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, disposition);
    }
    response
}
