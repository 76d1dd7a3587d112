//! The office itself: people, units, newsletters, events, the own account.

use axum::routing::{get, post};

use crate::request::{address::PASSWORD, handed_in::FileForm, routes::Routes};

mod admin;
mod changes;
mod deputies;
mod destroy;
mod events;
mod frames;
mod import;
mod jobs;
mod me;
mod newsletters;
mod openings;
mod people;
mod people_sheet;
mod sessions;
mod settings;
mod units;
mod words;

/// The area's addresses.
pub fn router() -> Routes {
    Routes::default()
        .route("/me", get(me::page))
        .route(PASSWORD, get(me::password))
        .route("/me/sessions", get(sessions::page))
        .route("/me/deputies", get(deputies::own))
        .route("/events", get(events::page))
        .route("/events.csv", get(events::csv))
        .route("/events.jsonl", get(events::json_lines))
        .route("/admin", get(admin::page))
        .route("/admin/people", get(people::list))
        .route("/admin/people/new", get(people::new))
        .route(
            "/admin/people/sheet",
            get(people_sheet::page).post(people_sheet::preview).layer(FileForm::PEOPLE.limit()),
        )
        .route("/admin/people/links", post(people_sheet::links))
        .route("/admin/people/{id}", get(people::one))
        .route("/admin/people/{id}/deputies", get(deputies::of))
        .route("/admin/units", get(units::list))
        .route("/admin/units/new", get(units::new))
        .route("/admin/units/{id}", get(units::one))
        .route("/admin/units/{id}/change", get(changes::page))
        .route("/admin/openings", get(openings::page))
        .route("/admin/destroy", get(destroy::page))
        .route("/admin/settings", get(settings::page))
        .route("/admin/words", get(words::page))
        .route("/admin/frames", get(frames::page))
        .route("/admin/jobs", get(jobs::page))
        .route("/admin/newsletters", get(newsletters::list))
        .route("/admin/newsletters/new", get(newsletters::new))
        .route("/admin/newsletters/{id}", get(newsletters::one))
        .merge(import::router())
}
