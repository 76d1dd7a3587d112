//! 计分办法: the versions in force, the draft rule by rule, and its trial.

use axum::routing::get;

use crate::request::routes::Routes;

mod draft;
mod fields;
mod heads;
mod list;
mod rule;
mod trial;
mod version;

/// The area's addresses.
pub fn router() -> Routes {
    Routes::default()
        .route("/rules", get(list::page))
        .route("/rules/{version}", get(version::page))
        .route("/rules/{version}/document", get(version::document))
        .route("/rules/draft", get(draft::page))
        .route("/rules/draft/heads", get(heads::page))
        .route("/rules/draft/trial", get(trial::page))
        .route("/rules/draft/{section}/{place}", get(rule::page))
}
