//! An item's body as reading text: our own blocks to HTML. Whatever a user typed is text here, never markup.

use std::{
    ops::Range,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use domain::{
    comment::{Letters, is_letter},
    markdown::{self, Alignment, Block, Inline, is_gallery, photographer},
    proof::TextField,
};
use leptos::prelude::*;

/// The blocks of a body. `level` is that of the heading above them: theirs follow below it.
#[component]
pub fn Prose(blocks: Vec<Block>, #[prop(default = 1)] level: u8) -> impl IntoView {
    let is_gallery = is_gallery(&blocks);
    let text = blocks_view(blocks, level);
    let text = if is_gallery { view! { <div class="gallery">{text}</div> }.into_any() } else { text };
    // Where passages are pointed at, the page's script counts what stands within.
    match use_context::<Passages>() {
        Some(_) => view! { <div class="passages">{text}</div> }.into_any(),
        None => text,
    }
}

fn blocks_view(blocks: Vec<Block>, level: u8) -> AnyView {
    blocks.into_iter().map(|block| block_view(block, level)).collect_view().into_any()
}

fn block_view(block: Block, above: u8) -> AnyView {
    let letters = use_context::<Passages>().filter(|_| matches!(block, Block::Picture { .. }));
    let letters = letters.map(|passages| passages.pass(&block));
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
        Block::Picture { hash, caption, source, shows } => picture(&hash, caption, source, shows, letters),
    }
}

/// Whoever may read the text may see its pictures.
fn picture(
    hash: &str,
    caption: String,
    source: Option<String>,
    shows: Option<String>,
    letters: Option<usize>,
) -> AnyView {
    let below = !caption.is_empty() || source.is_some();
    // What a picture shows is said for whoever does not see it; where nobody said it, the caption says most.
    let shows = shows.unwrap_or_else(|| caption.clone());
    let source = source.map(|source| view! { <small>{photographer(&source)}</small> });
    view! {
        <figure class="picture" data-letters=letters>
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

/// Passages of a body that something is said of: each by its letters ([`domain::comment::Letters`]), with the place on the
/// page where that stands. Blocks are drawn in the order of the text, and what is drawn is counted.
#[derive(Clone, Debug, Default)]
pub struct Passages {
    ranges: Arc<[(Range<usize>, String)]>,
    drawn: Arc<AtomicUsize>,
}

impl Passages {
    pub fn new(mut ranges: Vec<(Range<usize>, String)>) -> Self {
        ranges.sort_by_key(|(letters, _)| (letters.start, std::cmp::Reverse(letters.end)));
        Self { ranges: ranges.into(), drawn: Arc::default() }
    }

    /// Passes a picture, in which nothing is marked; answers how many letters it has.
    fn pass(&self, block: &Block) -> usize {
        let letters = Letters::of(TextField::Body, &markdown::write(std::slice::from_ref(block))).len();
        self.drawn.fetch_add(letters, Ordering::Relaxed);
        letters
    }

    /// A run of text in parts, each with the place of what is said of it. Of two passages over each other the one that begins
    /// later is meant.
    fn parts(&self, text: &str) -> Vec<(String, Option<&str>)> {
        let mut parts: Vec<(String, Option<&str>)> = Vec::new();
        for sign in text.chars() {
            let at = self.drawn.load(Ordering::Relaxed);
            let is_there = |(letters, _): &&(Range<usize>, String)| letters.contains(&at);
            let said = self.ranges.iter().rev().find(is_there).map(|(_, place)| place.as_str());
            if is_letter(sign) {
                self.drawn.store(at + 1, Ordering::Relaxed);
            }
            match parts.last_mut() {
                // A blank behind the last letter belongs to neither.
                Some((part, place)) if *place == said || !is_letter(sign) => part.push(sign),
                _ => parts.push((sign.to_string(), said)),
            }
        }
        parts
    }
}

/// A run of text, with the passages that something is said of.
fn pointed_at(text: String) -> AnyView {
    let Some(passages) = use_context::<Passages>() else { return marked(text) };
    let part = |(text, said): (String, Option<&str>)| match said {
        None => marked(text),
        Some(place) => {
            let place = place.to_owned();
            view! { <a class="commented" href=place title="看批注" draggable="false">{marked(text)}</a> }
                .into_any()
        }
    };
    passages.parts(&text).into_iter().map(part).collect_view().into_any()
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
        Inline::Text { text } => pointed_at(text),
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
    fn passages_lead_to_what_is_said_of_them_across_marks_and_blocks() {
        let hash = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
        let body = format!(
            "# 一、做法\n![图 一]({hash} \"市局\" \"山\")\n**全县**排查 320 个。\n| 甲 |\n|--|\n| 乙丙 |"
        );
        let letters = Letters::of(TextField::Body, &body);
        let range = |words: &str| letters.find(words, None).expect("the words stand there");
        let owner = Owner::new_root(None);
        let html = owner.with(|| {
            let at = |words: &str, id: u8| (range(words), format!("#comment-{id}"));
            provide_context(Passages::new(vec![at("县排查320", 1), at("丙", 2), at("320个", 3)]));
            let blocks = domain::markdown::parse(&body);
            view! { <Prose blocks /> }.to_html()
        });
        let html = crate::request::markup::without_marks(html);
        let link = |id: u8, words: &str| {
            format!(
                "<a href=\"#comment-{id}\" title=\"看批注\" draggable=\"false\" class=\"commented\">{words}</a>"
            )
        };
        let paragraph =
            format!("<strong>全{}</strong>{}{}。", link(1, "县"), link(1, "排查 "), link(3, "320 个"));
        assert!(html.contains(&paragraph), "{html}");
        assert!(html.contains(&format!("乙{}", link(2, "丙"))), "{html}");
        assert!(html.contains("data-letters=\"7\""), "{html}");
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
