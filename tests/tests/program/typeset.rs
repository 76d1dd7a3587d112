//! Issues in pages: what an office sees on paper, and that it is the same every time.

mod bulletins;
mod bytes;
mod glyphs;
mod line_ends;
mod pages;
mod pictures;
mod room;
mod seed;
