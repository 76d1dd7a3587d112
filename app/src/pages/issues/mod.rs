//! Issues: reading them, arranging, sign-off, publication.

use axum::routing::get;

use crate::request::routes::Routes;

mod board;
mod board_parts;
mod correct;
pub mod correction;
mod desk;
mod head_form;
mod kept;
mod list;
mod past;
mod pool;
mod reading;
mod sign;
mod sign_text;

/// The area's addresses.
pub fn router() -> Routes {
    Routes::default()
        .route("/issues", get(list::page))
        .route("/kept", get(kept::page))
        .route("/issues/desk", get(desk::page))
        .route("/issues/new", get(desk::new_page))
        .route("/issues/past/new", get(past::page).post(past::read))
        .route("/issues/{id}", get(reading::page))
        .route("/issues/{id}/pdf", get(reading::pdf))
        .route("/issues/{id}/docx", get(reading::docx))
        .route("/issues/{id}/desk/docx", get(board::docx))
        .route("/issues/{id}/versions/{number}/pdf", get(reading::version_pdf))
        .route("/issues/{id}/desk", get(board::page))
        .route("/issues/{id}/sign", get(sign::page))
        .route("/items/{id}/correct", get(correct::page))
        .route("/corrections/{id}", get(correction::page))
}
