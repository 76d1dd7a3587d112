//! `/help`: the manual, and what the page is for from which somebody asks.

use std::sync::Arc;

use axum::{extract::Query, response::Response};
use domain::markdown;
use leptos::prelude::*;
use serde::Deserialize;

use crate::{
    components::{crumb::BackTo, key_help::Keys, prose::Prose, purposes::Purpose},
    request::{address::is_own_address, state::Assets, visitor::Visitor},
};

/// A part of the manual, for whoever does that work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Part {
    code: &'static str,
    name: &'static str,
    text: &'static str,
}

const PARTS: [Part; 7] = [
    Part { code: "contributor", name: "信息员", text: include_str!("../../manual/contributor.md") },
    Part { code: "editor", name: "编辑", text: include_str!("../../manual/editor.md") },
    Part { code: "clearer", name: "审查和审核", text: include_str!("../../manual/clearer.md") },
    Part { code: "signer", name: "签发人", text: include_str!("../../manual/signer.md") },
    Part { code: "reader", name: "读者", text: include_str!("../../manual/reader.md") },
    Part { code: "administrator", name: "管理员", text: include_str!("../../manual/administrator.md") },
    Part { code: "deployment", name: "安装和维护", text: include_str!("../../manual/deployment.md") },
];

/// The address's query.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// The page from which somebody asks.
    of: String,
    /// The part that is open.
    part: String,
}

/// `GET /help`
pub async fn page(visitor: Visitor, Query(asked): Query<Asked>) -> Response {
    let of = if is_own_address(&asked.of) { asked.of } else { String::new() };
    let about = Purpose::of(&of);
    let open = PARTS
        .into_iter()
        .find(|part| part.code == asked.part)
        .or_else(|| about.and_then(|about| PARTS.into_iter().find(|part| part.code == about.part)))
        .unwrap_or(PARTS[0]);
    let assets = visitor.state().assets.clone();
    visitor.render("帮助", || view! { <Help of about open assets /> }).await
}

/// What a part of the manual is made of: text, and lines `![caption](name "what it shows")` for pictures.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece<'a> {
    Text(String),
    Picture { name: &'a str, caption: &'a str, shows: &'a str },
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    for line in text.lines() {
        if let Some(picture) = picture(line) {
            pieces.push(picture);
        } else if let Some(Piece::Text(before)) = pieces.last_mut() {
            before.push('\n');
            before.push_str(line);
        } else {
            pieces.push(Piece::Text(line.to_owned()));
        }
    }
    pieces
}

fn picture(line: &str) -> Option<Piece<'_>> {
    let (caption, rest) = line.strip_prefix("![")?.strip_suffix("\")")?.split_once("](")?;
    let (name, shows) = rest.split_once(" \"")?;
    Some(Piece::Picture { name, caption, shows })
}

#[component]
fn Help(of: String, about: Option<Purpose>, open: Part, assets: Arc<Assets>) -> impl IntoView {
    let back = (!of.is_empty()).then(|| view! { <BackTo address=of.clone() to="原来的页面" /> });
    let tabs = PARTS.map(|part| {
        let query = [("part", part.code), ("of", of.as_str())];
        let address = format!("/help?{}", serde_urlencoded::to_string(query).unwrap_or_default());
        view! { <a href=address aria-current=(part == open).then_some("true")>{part.name}</a> }
    });
    let text = pieces(open.text).into_iter().map(|piece| match piece {
        Piece::Text(text) => view! { <Prose blocks=markdown::parse(&text) level=1 /> }.into_any(),
        Piece::Picture { name, caption, shows } => {
            // Where nobody took it, the text stands without.
            let taken = assets.manual.iter().find(|(taken, _)| taken == name);
            let figure = taken.map(|(_, address)| {
                view! {
                    <figure class="picture">
                        <img src=address.clone() alt=shows loading="lazy" />
                        <figcaption>{caption}</figcaption>
                    </figure>
                }
            });
            figure.into_any()
        }
    });
    let text = text.collect_view();
    view! {
        {back}
        <div class="page-head"><h1>"帮助"</h1></div>
        {about.map(|about| view! {
            <div class="notice stack key-list">
                <p><strong>"这一页："</strong>{about.words}</p>
                <Keys keys=about.keys() />
            </div>
        })}
        <nav class="tabs" aria-label="手册">{tabs.collect_view()}</nav>
        <article class="prose manual">
            {text}
        </article>
    }
}

#[cfg(test)]
mod tests {
    use domain::markdown::Block;

    use super::*;

    #[test]
    fn text_and_pictures_stand_in_their_order() {
        let picture = Piece::Picture { name: "inbox", caption: "来稿", shows: "来稿的页面" };
        let text = |words: &str| Piece::Text(words.to_owned());
        let expected = vec![text("# 一\n甲"), picture, text("乙")];
        assert_eq!(pieces("# 一\n甲\n![来稿](inbox \"来稿的页面\")\n乙"), expected);
        assert_eq!(pieces("![来稿](inbox)"), vec![text("![来稿](inbox)")]);
    }

    #[test]
    fn every_picture_of_the_manual_is_named_once_and_told_in_words() {
        let mut names = Vec::new();
        for part in PARTS {
            for piece in pieces(part.text) {
                match piece {
                    Piece::Text(text) => assert!(!text.contains("!["), "{}: {text}", part.name),
                    Piece::Picture { name, caption, shows } => {
                        assert!(
                            !caption.is_empty() && shows.chars().count() > caption.chars().count(),
                            "{name}"
                        );
                        assert!(!names.contains(&name), "{name}");
                        names.push(name);
                    }
                }
            }
        }
        assert_eq!(names.len(), 8, "{names:?}");
    }

    #[test]
    fn every_part_has_heads_and_every_page_leads_to_a_part() {
        for part in PARTS {
            let heads = markdown::parse(part.text)
                .into_iter()
                .filter(|block| matches!(block, Block::Heading { .. }))
                .count();
            assert!(heads >= 2, "{}", part.name);
        }
        for Purpose { place, words, part } in Purpose::all() {
            assert!(PARTS.iter().any(|known| known.code == part) && words.ends_with('。'), "{place}");
        }
    }
}
