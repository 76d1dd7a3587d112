//! A piece as it is read: its headlines, its body and whom it is by. Whatever shows a text whole shows it by this.

use domain::{
    issue::content::ItemContent,
    item::ItemText,
    markdown::{self, Block},
};
use leptos::prelude::*;

use super::prose::Prose;

/// What there is to read of a piece.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Empty where it has none.
    title: String,
    subtitle: Option<String>,
    body: Vec<Block>,
    /// Empty where there is none.
    attribution: String,
}

/// How a piece's title stands above it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Headline {
    /// The page says it already.
    Said,
    /// As a heading of this level, 2 or 3.
    Level(u8),
    /// As 简讯 have it, behind their sign.
    Brief,
}

impl From<&ItemText> for Piece {
    fn from(text: &ItemText) -> Self {
        let ItemText { kind: _, title, subtitle, content_type: _, body, attribution_line } = text.clone();
        Self { title, subtitle, body: markdown::parse(&body), attribution: attribution_line }
    }
}

impl From<&ItemContent> for Piece {
    fn from(text: &ItemContent) -> Self {
        let ItemContent { title, subtitle, body, attribution } = text.clone();
        Self { title, subtitle, body: markdown::parse(&body), attribution }
    }
}

impl Piece {
    /// It; `level` is that of the heading above its sub-heads.
    pub fn view(self, headline: Headline, level: u8) -> AnyView {
        let Self { title, subtitle, body, attribution } = self;
        let headline = (!title.is_empty()).then_some(headline);
        let headline = match headline {
            None | Some(Headline::Said) => ().into_any(),
            Some(Headline::Level(2)) => view! { <h2>{title}</h2> }.into_any(),
            Some(Headline::Level(_)) => view! { <h3>{title}</h3> }.into_any(),
            Some(Headline::Brief) => view! { <h3>"▲"{title}</h3> }.into_any(),
        };
        view! {
            {headline}
            {subtitle.map(|subtitle| view! { <p class="subtitle">{subtitle}</p> })}
            <Prose blocks=body level />
            {(!attribution.is_empty()).then_some(view! { <p class="attribution">{attribution}</p> })}
        }
        .into_any()
    }
}
