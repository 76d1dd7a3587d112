//! Items: my items, writing, one item, the inbox, unit review, clearance.

use axum::routing::{get, post};

use crate::request::{handed_in::FileForm, routes::Routes};

pub(in crate::pages) mod acts;
mod came_with;
mod clearance;
mod combine;
mod comments;
mod compare;
mod filters;
mod from_files;
mod handling;
pub mod here;
mod history;
mod inbox;
mod item;
mod load;
mod my_items;
mod names;
mod parts;
mod pasted;
mod pictures;
mod proofread;
mod queue;
mod reading;
mod records;
mod review;
mod revision;
mod revision_name;
mod rows;
mod search;
mod slip;
mod way;
mod write;
mod write_fields;

/// The area's addresses.
pub fn router() -> Routes {
    Routes::default()
        .route("/items", get(my_items::page))
        .route("/items/new", get(write::new))
        .route("/items/{item}", get(item::page))
        .route("/items/{item}/edit", get(write::edit))
        .route("/items/{item}/revisions/{number}", get(revision::page))
        .route("/items/{item}/compare", get(compare::page))
        .route("/review", get(review::page))
        .route("/inbox", get(inbox::page))
        .route("/inbox/load", get(load::page))
        .route(here::ADDRESS, post(here::beat))
        .route("/combine", get(combine::page))
        .route("/names", get(names::page))
        .route("/clearance", get(clearance::page))
        .route("/search", get(search::page))
        .route("/check-attribution", get(reading::check))
        .route("/suggest-units", get(reading::suggest))
        .route("/slip", post(slip::set))
        .route("/pasted", post(pasted::read))
        .route("/proof", post(proofread::look))
        .route("/items/{item}/beside/{other}", get(proofread::beside))
        .route(
            FileForm::MANUSCRIPTS.address,
            get(from_files::page).post(from_files::hand_in).layer(FileForm::MANUSCRIPTS.limit()),
        )
        .route(FileForm::DROPPED.address, post(from_files::dropped).layer(FileForm::DROPPED.limit()))
        .route("/items/{item}/files/{file}", get(came_with::file))
        .route(FileForm::HANDED_IN.address, post(came_with::hand_in).layer(FileForm::HANDED_IN.limit()))
        .route(FileForm::ATTACHMENTS.address, post(came_with::attach).layer(FileForm::ATTACHMENTS.limit()))
        .route(FileForm::PICTURE.address, post(pictures::take_in).layer(FileForm::PICTURE.limit()))
}
