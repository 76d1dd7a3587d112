//! Gives every form that asks for a verb the name of its own by which it is done once, in the one place that no form
//! passes by: the page's finished text. A form that bears a name already, because something is typed in it that was
//! kept, keeps it.

/// Where the forms go that ask for verbs.
const DOOR: &str = "action=\"/do/";

/// The page's text, with a name in each form. Nothing that somebody typed can be taken for a form: it stands in a page
/// with its `<` written otherwise.
pub(crate) fn with_names(html: String, mut new_name: impl FnMut() -> String) -> String {
    let mut named = String::with_capacity(html.len() + html.len() / 32);
    let mut rest = html.as_str();
    while let Some(start) = rest.find("<form") {
        let Some(length) = rest[start..].find('>') else { break };
        let (before, after) = rest.split_at(start + length + 1);
        let end = after.find("</form>").unwrap_or(after.len());
        named.push_str(before);
        if before[start..].contains(DOOR) && !after[..end].contains("name=\"sheet\"") {
            let name = new_name();
            // A page on which people type may be opened twice: it has another name in hand, and says which copy it is.
            let (spare, copy) = if before[start..].contains("data-keep=") {
                let spare = new_name();
                let copy = format!("<input type=\"hidden\" name=\"copy\" value=\"0.0.{spare}\">");
                (format!(" data-spare=\"{spare}\""), copy)
            } else {
                (String::new(), String::new())
            };
            named.push_str(&format!("<input type=\"hidden\" name=\"sheet\" value=\"{name}\"{spare}>{copy}"));
        }
        rest = after;
    }
    named.push_str(rest);
    named
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_that_asks_for_a_verb_bears_a_name_of_its_own() {
        let page = "<form action=\"/search\"><input></form><form class=\"a\" method=\"post\" action=\"/do/a\"><b></b></form>\
                    <form method=\"post\" action=\"/do/b\"><input name=\"sheet\" value=\"old\"></form>\
                    <form method=\"post\" action=\"/do/c\"></form>\
                    <form method=\"post\" action=\"/do/e\" data-keep=\"e\"></form><p>&lt;form action=\"/do/d\"></p>";
        let mut number = 0;
        let named = with_names(page.to_owned(), || {
            number += 1;
            format!("n{number}")
        });
        assert_eq!(number, 4);
        for part in [
            "<form action=\"/search\"><input></form>",
            "action=\"/do/a\"><input type=\"hidden\" name=\"sheet\" value=\"n1\"><b></b>",
            "<input name=\"sheet\" value=\"old\"></form>",
            "action=\"/do/c\"><input type=\"hidden\" name=\"sheet\" value=\"n2\"></form>",
            "<input type=\"hidden\" name=\"sheet\" value=\"n3\" data-spare=\"n4\"><input type=\"hidden\" name=\"copy\" value=\"0.0.n4\">",
            "<p>&lt;form action=\"/do/d\"></p>",
        ] {
            assert!(named.contains(part), "{part}: {named}");
        }
    }
}
