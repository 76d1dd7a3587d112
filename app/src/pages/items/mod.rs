//! Items: my items, writing, one item, the inbox, unit review, clearance.

use axum::routing::{get, post};

use crate::request::routes::Routes;

pub(in crate::pages) mod acts;
mod clearance;
mod combine;
mod filters;
mod history;
mod inbox;
mod item;
mod my_items;
mod names;
mod parts;
mod pasted;
mod reading;
mod records;
mod review;
mod revision;
mod rows;
mod search;
mod slip;
mod write;

/// The area's addresses.
pub fn router() -> Routes {
    Routes::default()
        .route("/items", get(my_items::page))
        .route("/items/new", get(write::new))
        .route("/items/{item}", get(item::page))
        .route("/items/{item}/edit", get(write::edit))
        .route("/items/{item}/revisions/{number}", get(revision::page))
        .route("/review", get(review::page))
        .route("/inbox", get(inbox::page))
        .route("/combine", get(combine::page))
        .route("/names", get(names::page))
        .route("/clearance", get(clearance::page))
        .route("/search", get(search::page))
        .route("/check-attribution", get(reading::check))
        .route("/suggest-units", get(reading::suggest))
        .route("/slip", post(slip::set))
        .route("/pasted", post(pasted::read))
}
