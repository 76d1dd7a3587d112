//! What the editor's script asks of the core: which blocks there are, and a body's text as blocks and back.
//!
//! The script draws and takes keys; what a text means is known here alone.

use domain::{
    markdown::{self, Block, SHAPES},
    text,
};
use wasm_bindgen::prelude::wasm_bindgen;

/// The shapes of blocks, as JSON.
#[wasm_bindgen]
pub fn shapes() -> String {
    serde_json::to_string(&SHAPES).unwrap_or_default()
}

/// A body as blocks, as JSON.
#[wasm_bindgen]
pub fn read_body(body: &str) -> String {
    serde_json::to_string(&markdown::parse(body)).unwrap_or_default()
}

/// The body that says these blocks, which are JSON; missing where they are none.
#[wasm_bindgen]
pub fn write_body(blocks: &str) -> Option<String> {
    serde_json::from_str::<Vec<Block>>(blocks).ok().map(|blocks| markdown::write(&blocks))
}

/// Of which level a line is a head by its number, 1 to 4; else 0.
#[wasm_bindgen]
pub fn head_level(line: &str) -> u8 {
    markdown::head_level(line).unwrap_or_default()
}

/// A text as every text is cleaned that comes from outside.
#[wasm_bindgen]
pub fn cleaned(text: &str) -> String {
    text::cleaned(text)
}
