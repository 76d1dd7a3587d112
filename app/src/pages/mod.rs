//! The pages: a file for each address, and the table of them.

use axum::routing::{get, post};

use crate::request::routes::Routes;

mod act;
pub mod audit;
pub mod bare_refusals;
pub mod credits;
pub mod front;
pub mod help;
pub mod invited;
pub mod issues;
pub mod items;
pub mod office;
pub mod rules;
pub mod sign_in;
pub(crate) mod unsaved;

/// All pages.
pub fn router() -> Routes {
    Routes::default()
        .route("/do/{verb}", post(act::act))
        .route("/", get(front::page))
        .route("/sign-in", get(sign_in::page))
        .route("/help", get(help::page))
        .route("/unsaved/{sheet}", get(unsaved::page))
        .merge(items::router())
        .merge(issues::router())
        .merge(credits::router())
        .merge(audit::router())
        .merge(rules::router())
        .merge(office::router())
}
