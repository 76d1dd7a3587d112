//! The Leptos interface of Jianbao.
//!
//! Pages are plain Leptos components that the server renders from plain data to whole HTML documents; they
//! exist only with the feature `ssr`. What also runs in the browser lives in [`islands`] and nowhere else, so
//! that little travels: with the feature `hydrate` this crate is nothing but islands and [`hydrate`].
//!
//! The crate must know neither the database nor typesetting.

#[cfg(feature = "ssr")]
pub mod components;
#[cfg(feature = "ssr")]
pub mod desk;
pub mod islands;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod request;
#[cfg(feature = "ssr")]
pub mod router;
#[cfg(feature = "ssr")]
pub mod words;

/// Called once by the browser after it has loaded the WebAssembly and before it wakes the page's islands.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_islands();
}
