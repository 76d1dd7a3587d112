//! Records, the ledger, a month's tables, a unit's points.

use axum::routing::get;

use crate::request::routes::Routes;

mod bulletin;
mod bulletins;
mod charts;
mod figure;
mod files;
mod ledger;
mod letter;
mod month;
mod month_links;
mod months;
mod parts;
mod records;
mod table;
mod unit;
mod urging;
mod verify;
mod version;
mod version_parts;
mod way;

/// The area's addresses.
pub fn router() -> Routes {
    Routes::default()
        .route("/bulletins", get(bulletins::page))
        .route("/bulletins/{month}", get(bulletin::page))
        .route("/bulletins/{month}/letter", get(letter::page))
        .route("/bulletins/{month}/{form}", get(files::file))
        .route("/bulletins/{month}/versions/{version}", get(version::page))
        .route("/bulletins/{month}/versions/{version}/{form}", get(version::file))
        .route("/bulletins/{month}/versions/{version}/units/{unit}", get(version::figure))
        .route("/bulletins/{month}/units/{unit}", get(figure::page))
        .route("/bulletins/year/{year}", get(charts::year))
        .route("/bulletins/year/{year}/charts/{name}", get(charts::of_year))
        .route("/units/{unit}/charts/{name}", get(charts::of_unit))
        .route("/units/mine", get(unit::mine))
        .route("/units/{unit}", get(unit::page))
        .route("/ledger", get(ledger::page))
        .route("/verify", get(verify::page))
        .route("/urging", get(urging::page))
        .route("/month", get(month_links::picked))
        .route("/months", get(months::page))
        .route("/months/{month}", get(month::page))
        .route("/records", get(records::page))
        .route("/records/items", get(records::items::found))
        .route("/records/channels", get(records::channels::page))
}
