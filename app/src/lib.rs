//! The Leptos interface of Jianbao.
//!
//! Pages are plain Leptos components that the server renders from plain data to whole HTML documents; they
//! exist only with the feature `ssr`. What also runs in the browser lives in [`islands`] and nowhere else, so
//! that little travels: with the feature `hydrate` this crate is nothing but islands and [`hydrate`].
//!
//! The crate must know neither the database nor typesetting.

#[cfg(feature = "ssr")]
pub mod act;
#[cfg(feature = "ssr")]
pub mod components;
#[cfg(feature = "ssr")]
pub mod desk;
#[cfg(feature = "ssr")]
pub mod file_name;
#[cfg(feature = "ssr")]
pub mod flash;
#[cfg(feature = "ssr")]
mod focus;
pub mod islands;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod posted;
#[cfg(feature = "ssr")]
pub mod refusals;
#[cfg(feature = "ssr")]
pub mod refused;
#[cfg(feature = "ssr")]
pub mod rendered;
#[cfg(feature = "ssr")]
pub mod routes;
#[cfg(feature = "ssr")]
mod sheet_names;
#[cfg(feature = "ssr")]
pub mod shell;
#[cfg(feature = "ssr")]
pub mod typed;
#[cfg(feature = "ssr")]
pub mod visitor;
#[cfg(feature = "ssr")]
pub mod web;
#[cfg(feature = "ssr")]
pub mod words;

/// Called once by the browser after it has loaded the WebAssembly and before it wakes the page's islands.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_islands();
}

#[cfg(feature = "ssr")]
pub use posted::with_sheet;
