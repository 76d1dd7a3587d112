//! The marks that Leptos puts between views. A browser needs them where it wakes an island; elsewhere they are bytes
//! that say nothing, and within a page's title they would be read as words.

use memchr::memmem::find;

const MARK: &[u8] = b"<!>";
const ISLAND: &[u8] = b"<leptos-island";
const ISLAND_END: &[u8] = b"</leptos-island>";

/// The same HTML without marks, but for islands, which stay as they are. What people typed holds none: its `<` is `&lt;`.
pub fn without_marks(html: String) -> String {
    if find(html.as_bytes(), MARK).is_none() {
        return html;
    }
    let mut kept = String::with_capacity(html.len());
    let mut rest = html.as_str();
    while let Some(begins) = find(rest.as_bytes(), ISLAND) {
        push_without(&rest[..begins], &mut kept);
        let ends = begins + island_length(&rest[begins..]);
        kept.push_str(&rest[begins..ends]);
        rest = &rest[ends..];
    }
    push_without(rest, &mut kept);
    kept
}

fn push_without(html: &str, kept: &mut String) {
    let mut rest = html;
    while let Some(place) = find(rest.as_bytes(), MARK) {
        kept.push_str(&rest[..place]);
        rest = &rest[place + MARK.len()..];
    }
    kept.push_str(rest);
}

/// How long the island is that the HTML begins with, those within it included.
fn island_length(html: &str) -> usize {
    let mut place = ISLAND.len();
    let mut open = 1;
    while let Some(ends) = find(&html.as_bytes()[place..], ISLAND_END) {
        open += memchr::memmem::find_iter(&html.as_bytes()[place..place + ends], ISLAND).count();
        open -= 1;
        place += ends + ISLAND_END.len();
        if open == 0 {
            return place;
        }
    }
    html.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_stand_in_islands_alone() {
        for (html, kept) in [
            ("<title>简报<!></title>", "<title>简报</title>"),
            ("<p>甲<!>乙</p><!>", "<p>甲乙</p>"),
            (
                "<!><leptos-island a><b>甲<!></b><leptos-island></leptos-island><!></leptos-island><!>乙",
                "<leptos-island a><b>甲<!></b><leptos-island></leptos-island><!></leptos-island>乙",
            ),
            ("<leptos-island>甲<!>", "<leptos-island>甲<!>"),
            ("<p>&lt;!></p>", "<p>&lt;!></p>"),
        ] {
            assert_eq!(without_marks(html.to_owned()), kept);
        }
    }
}
