//! An item's body as reading text: our own blocks to HTML. Whatever a user typed is text here, never markup.

use domain::markdown::{Alignment, Block, Inline, is_gallery, photographer};
use leptos::prelude::*;

/// The blocks of a body. `level` is that of the heading above them: theirs follow below it.
#[component]
pub fn Prose(blocks: Vec<Block>, #[prop(default = 1)] level: u8) -> impl IntoView {
    if is_gallery(&blocks) {
        return view! { <div class="gallery">{blocks_view(blocks, level)}</div> }.into_any();
    }
    blocks_view(blocks, level)
}

fn blocks_view(blocks: Vec<Block>, level: u8) -> AnyView {
    blocks.into_iter().map(|block| block_view(block, level)).collect_view().into_any()
}

fn block_view(block: Block, above: u8) -> AnyView {
    match block {
        Block::Paragraph { content } => view! { <p>{inlines(content)}</p> }.into_any(),
        Block::Heading { level, content } => heading(above + level, inlines(content)),
        Block::List { start: None, items } => view! { <ul>{list_items(items, above)}</ul> }.into_any(),
        Block::List { start: Some(start), items } => {
            view! { <ol start=start.to_string()>{list_items(items, above)}</ol> }.into_any()
        }
        Block::Quote { content } => {
            view! { <blockquote>{blocks_view(content, above)}</blockquote> }.into_any()
        }
        Block::Table { alignments, head, rows } => table(&alignments, head, rows),
        Block::Rule => view! { <hr /> }.into_any(),
        Block::Picture { hash, caption, source, shows } => picture(&hash, caption, source, shows),
    }
}

/// Whoever may read the text may see its pictures.
fn picture(hash: &str, caption: String, source: Option<String>, shows: Option<String>) -> AnyView {
    let below = !caption.is_empty() || source.is_some();
    // What a picture shows is said for whoever does not see it; where nobody said it, the caption says most.
    let shows = shows.unwrap_or_else(|| caption.clone());
    let source = source.map(|source| view! { <small>{photographer(&source)}</small> });
    view! {
        <figure class="picture">
            <img src=format!("/files/{hash}") alt=shows loading="lazy" />
            {below.then(|| view! { <figcaption>{caption} {source}</figcaption> })}
        </figure>
    }
    .into_any()
}

fn heading(level: u8, content: AnyView) -> AnyView {
    match level {
        0..=2 => view! { <h2>{content}</h2> }.into_any(),
        3 => view! { <h3>{content}</h3> }.into_any(),
        4 => view! { <h4>{content}</h4> }.into_any(),
        5 => view! { <h5>{content}</h5> }.into_any(),
        _ => view! { <h6>{content}</h6> }.into_any(),
    }
}

fn list_items(items: Vec<Vec<Block>>, above: u8) -> AnyView {
    items.into_iter().map(|item| view! { <li>{blocks_view(item, above)}</li> }).collect_view().into_any()
}

fn table(alignments: &[Alignment], head: Vec<Vec<Inline>>, rows: Vec<Vec<Vec<Inline>>>) -> AnyView {
    let class = |column: usize| match alignments.get(column) {
        Some(Alignment::Right) => Some("figure"),
        _ => None,
    };
    let head = head.into_iter().enumerate().map(|(column, cell)| {
        view! { <th scope="col" class=class(column)>{inlines(cell)}</th> }
    });
    let head = head.collect_view();
    let rows = rows.into_iter().map(|row| {
        let cells = row.into_iter().enumerate().map(|(column, cell)| {
            view! { <td class=class(column)>{inlines(cell)}</td> }
        });
        view! { <tr>{cells.collect_view()}</tr> }
    });
    let rows = rows.collect_view();
    view! {
        <div class="table-frame" tabindex="0">
            <table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>
        </div>
    }
    .into_any()
}

/// Words that are marked wherever they stand in the text.
#[derive(Clone, Debug, Default)]
pub struct Marked(pub Vec<String>);

/// A run of text, with its marked words.
fn marked(text: String) -> AnyView {
    let Some(Marked(words)) = use_context::<Marked>().filter(|marked| !marked.0.is_empty()) else {
        return text.into_any();
    };
    let mut parts = Vec::new();
    let mut rest = text.as_str();
    // The first of them, and of two at one place the longer.
    while let Some((place, word)) = words
        .iter()
        .filter_map(|word| rest.find(word.as_str()).map(|place| (place, word)))
        .min_by_key(|(place, word)| (*place, std::cmp::Reverse(word.len())))
    {
        if place > 0 {
            parts.push(rest[..place].to_owned().into_any());
        }
        parts.push(view! { <mark>{word.clone()}</mark> }.into_any());
        rest = &rest[place + word.len()..];
    }
    // An empty text would be drawn as a blank.
    if !rest.is_empty() {
        parts.push(rest.to_owned().into_any());
    }
    parts.collect_view().into_any()
}

fn inlines(content: Vec<Inline>) -> AnyView {
    let inline = |inline: Inline| match inline {
        Inline::Text { text } => marked(text),
        Inline::Strong { content } => view! { <strong>{inlines(content)}</strong> }.into_any(),
        Inline::Emphasis { content } => view! { <em>{inlines(content)}</em> }.into_any(),
    };
    content.into_iter().map(inline).collect_view().into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marked_words_are_marked_wherever_they_stand() {
        let owner = Owner::new_root(None);
        let html = owner.with(|| {
            provide_context(Marked(vec!["秘密".to_owned(), "秘密级".to_owned()]));
            let blocks = domain::markdown::parse("定为秘密级，**秘密**<b>。");
            view! { <Prose blocks /> }.to_html()
        });
        let html = crate::request::markup::without_marks(html);
        assert!(
            html.contains("定为<mark>秘密级</mark>，<strong><mark>秘密</mark></strong>&lt;b&gt;"),
            "{html}"
        );
    }

    #[test]
    fn what_users_type_is_text_and_never_markup() {
        let owner = Owner::new_root(None);
        let html = owner.with(|| {
            let blocks =
                domain::markdown::parse("一段 <script>alert(1)</script>\n# 一、标题\n- **重点** 甲\n- 乙");
            view! { <Prose blocks /> }.to_html()
        });
        let html = crate::request::markup::without_marks(html);
        assert!(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "{html}");
        assert!(!html.contains("<script"), "{html}");
        assert!(html.contains("<h2>一、标题</h2>"), "{html}");
        assert!(html.contains("<strong>重点</strong>"), "{html}");
    }
}
