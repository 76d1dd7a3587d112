//! What the elements of a copied text mean: their style, what is seen of them, what Word says by them.

use domain::{
    manuscript::{Meant, Shift},
    markdown::is_hash,
};
use scraper::{ElementRef, node::Element};

/// The picture that the editor has handed in already for one that was copied along: its file, in `src`.
pub(super) fn taken_in(element: &Element) -> Option<String> {
    let hash = element.attr("src")?.strip_prefix("/files/")?;
    is_hash(hash).then(|| hash.to_owned())
}

/// What holds within an element.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Style {
    pub is_strong: bool,
    pub is_centred: bool,
    pub is_right: bool,
    /// Of the letters, in half points; 0 where nothing says it.
    pub size: u16,
    pub meant: Option<Meant>,
    /// The level of a head.
    pub level: Option<u8>,
    /// Blanks and line breaks are meant as they are.
    pub is_plain: bool,
    /// The mark that Word made for an item has become the item's own.
    pub has_mark: bool,
    /// Above the line or below it.
    pub shift: Option<Shift>,
}

pub(super) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "html"
            | "body"
            | "p"
            | "div"
            | "section"
            | "article"
            | "header"
            | "footer"
            | "main"
            | "aside"
            | "nav"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "li"
            | "blockquote"
            | "pre"
            | "center"
            | "address"
            | "figure"
            | "figcaption"
            | "dl"
            | "dt"
            | "dd"
            | "form"
            | "fieldset"
    )
}

/// A declaration of an element's style, in small letters.
pub(super) fn declared<'e>(element: &'e Element, property: &str) -> Option<&'e str> {
    element.attr("style")?.split(';').find_map(|declaration| {
        let (name, value) = declaration.split_once(':')?;
        name.trim().eq_ignore_ascii_case(property).then_some(value.trim())
    })
}

/// A size of letters in half points: 22.0pt is 44, 16px is 24.
fn half_points(size: &str) -> Option<u16> {
    let (number, doubled) = match size.strip_suffix("pt") {
        Some(points) => (points, 2.0),
        None => (size.strip_suffix("px")?, 1.5),
    };
    let number: f32 = number.trim().parse().ok()?;
    // What is larger is no letter.
    (number > 0.0 && number <= 200.0).then_some((number * doubled).round() as u16)
}

pub(super) fn is_unseen(element: &Element) -> bool {
    let is_of_comments =
        element.classes().any(|class| matches!(class, "msocomanchor" | "MsoCommentReference"));
    let is_hidden = declared(element, "display").is_some_and(|value| value.eq_ignore_ascii_case("none"))
        || declared(element, "mso-hide").is_some_and(|value| value.eq_ignore_ascii_case("all"));
    matches!(
        element.name(),
        "head"
            | "script"
            | "style"
            | "title"
            | "meta"
            | "link"
            | "noscript"
            | "template"
            | "object"
            | "select"
            | "textarea"
            | "button"
            // What was taken out of a text under review.
            | "del"
    ) || is_hidden
        || is_of_comments
}

/// Whether a line is drawn through what stands within.
pub(super) fn is_struck(element: &Element) -> bool {
    let decoration = declared(element, "text-decoration").or(declared(element, "text-decoration-line"));
    matches!(element.name(), "s" | "strike")
        || decoration.is_some_and(|value| value.to_ascii_lowercase().contains("line-through"))
}

/// The mark or number that Word makes for an item.
pub(super) fn is_word_mark(element: &Element) -> bool {
    declared(element, "mso-list").is_some_and(|value| value.eq_ignore_ascii_case("ignore"))
}

pub(super) fn styled(element: &Element, mut style: Style) -> Style {
    match element.name() {
        "b" | "strong" | "th" => style.is_strong = true,
        "center" => style.is_centred = true,
        "pre" => style.is_plain = true,
        "sup" => style.shift = Some(Shift::Above),
        "sub" => style.shift = Some(Shift::Below),
        "h1" => style.level = Some(1),
        "h2" => style.level = Some(2),
        "h3" => style.level = Some(3),
        "h4" | "h5" | "h6" => style.level = Some(4),
        _ => {}
    }
    style.meant = element
        .classes()
        .find_map(|class| match class {
            "MsoTitle" => Some(Meant::Title),
            "MsoSubtitle" => Some(Meant::Subtitle),
            "MsoCaption" => Some(Meant::Caption),
            _ => None,
        })
        .or(style.meant);
    if let Some(size) = declared(element, "font-size").and_then(half_points) {
        style.size = size;
    }
    if let Some(weight) = declared(element, "font-weight") {
        style.is_strong =
            weight.eq_ignore_ascii_case("bold") || weight.parse::<u16>().is_ok_and(|weight| weight >= 600);
    }
    if let Some(align) = declared(element, "text-align").or(element.attr("align")) {
        style.is_centred = align.eq_ignore_ascii_case("center");
        style.is_right = align.eq_ignore_ascii_case("right");
    }
    if let Some(space) = declared(element, "white-space") {
        style.is_plain = space.to_ascii_lowercase().starts_with("pre");
    }
    style
}

/// What Word put before a list's paragraph.
pub(super) enum WordMark {
    /// An item, with its number or with a sign.
    Item(Option<u64>),
    /// 一、 （一） 第一条.
    Text(String),
}

pub(super) fn word_mark(element: ElementRef<'_>) -> Option<WordMark> {
    let list = declared(element.value(), "mso-list")?;
    if list.eq_ignore_ascii_case("none") {
        return None;
    }
    let mark =
        element.descendants().filter_map(ElementRef::wrap).find(|inner| is_word_mark(inner.value()))?;
    let mark: String = mark.text().collect();
    let mark = mark.trim_matches(|sign: char| sign.is_whitespace() || sign == '\u{a0}');
    if let Some(number) = mark.strip_suffix(['.', '．']).and_then(|number| number.parse::<u64>().ok()) {
        return Some(WordMark::Item(Some(number)));
    }
    // Letters alone are signs of a font of signs.
    let is_number =
        mark.contains(|sign: char| sign.is_ascii_digit() || ('\u{3400}'..='\u{9fff}').contains(&sign));
    Some(if is_number { WordMark::Text(mark.to_owned()) } else { WordMark::Item(None) })
}
