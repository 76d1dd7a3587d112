//! What is known of a request before anything is drawn, and how its answer is sent: the ground floor of the pages.

pub mod address;
pub mod cookies;
pub mod doing;
pub mod file_name;
pub mod flash;
pub mod focus;
pub mod handed_in;
pub mod markup;
pub mod page;
pub mod posted;
pub mod refused;
pub mod rendered;
pub mod routes;
pub mod sheet_names;
pub mod state;
pub mod visitor;
