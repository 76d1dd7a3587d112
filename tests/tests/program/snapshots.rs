//! Pages, printed texts, parts of documents and error pages as they came out last: whatever changes one of them is seen.
//!
//! A change that is meant is taken over by `INSTA_UPDATE=always cargo test --package tests snapshots`, and read.

use std::io::Read;

use domain::issue::FrozenIssue;
use tests::{
    Backend, Client, Office, on_demonstrated,
    samples::{self, TYPESETTER, lines},
};
use typeset::Measures;

/// How much of a document's part is kept.
const MOST_LINES: usize = 400;

/// What a page holds, a line for each element that says or takes something: without what the frame says on every page.
fn outline(html: &str) -> String {
    let main = html.find("<main").map_or(html, |start| &html[start..]);
    let main = main.find("</main>").map_or(main, |end| &main[..end]);
    let mut lines = Vec::new();
    let mut words = String::new();
    let mut rest = main;
    while let Some(start) = rest.find('<') {
        words.push_str(&rest[..start]);
        if let Some(comment) = rest[start..].strip_prefix("<!--") {
            rest = comment.find("-->").and_then(|end| comment.get(end + 3..)).unwrap_or_default();
            continue;
        }
        let end = rest[start..].find('>').map_or(rest.len(), |end| start + end);
        let tag = &rest[start + 1..end];
        if let Some(said) = said_of(tag) {
            take(&mut lines, &mut words);
            lines.push(said);
        } else if is_block(tag) {
            take(&mut lines, &mut words);
        }
        rest = rest.get(end + 1..).unwrap_or_default();
    }
    words.push_str(rest);
    take(&mut lines, &mut words);
    lines.join("\n")
}

/// The words so far as a line of their own.
fn take(lines: &mut Vec<String>, words: &mut String) {
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if !line.is_empty() {
        lines.push(format!("    {line}"));
    }
    words.clear();
}

const BLOCKS: [&str; 22] = [
    "p", "li", "td", "th", "tr", "div", "section", "dt", "dd", "label", "legend", "summary", "option",
    "article", "main", "ol", "ul", "table", "details", "header", "footer", "nav",
];

fn name_of(tag: &str) -> &str {
    tag.trim_start_matches('/').split([' ', '/', '\n']).next().unwrap_or_default()
}

fn is_block(tag: &str) -> bool {
    BLOCKS.contains(&name_of(tag)) || tag.starts_with('/') && said_of(&tag[1..]).is_some()
}

/// Headings, links, forms, what they take, buttons and pictures, with where they lead and what they are called.
fn said_of(tag: &str) -> Option<String> {
    let name = name_of(tag);
    let named = |attributes: &[&str]| {
        let kept =
            attributes.iter().filter_map(|wanted| Some(format!(" {wanted}={}", attribute(tag, wanted)?)));
        Some(format!("{name}{}", kept.collect::<String>()))
    };
    if tag.starts_with('/') {
        return None;
    }
    match name {
        "h1" | "h2" | "h3" | "h4" | "caption" => named(&[]),
        "a" => named(&["href"]),
        "form" => named(&["method", "action"]),
        "input" if attribute(tag, "type") == Some("hidden") => named(&["type", "name"]),
        "input" | "select" | "textarea" => named(&["type", "name", "value", "required", "checked"]),
        "button" => named(&["name", "value", "formaction", "disabled"]),
        "img" => named(&["alt"]),
        _ => None,
    }
}

fn attribute<'t>(tag: &'t str, wanted: &str) -> Option<&'t str> {
    let at = tag.find(&format!(" {wanted}"))? + 1 + wanted.len();
    let rest = &tag[at..];
    match rest.strip_prefix("=\"") {
        Some(value) => value.split('"').next(),
        None => rest.starts_with([' ', '/']).then_some("").or_else(|| rest.is_empty().then_some("")),
    }
}

/// What chance makes, such as digests and the keys of sheets, is left out.
fn settled(text: &str) -> String {
    let is_digit = |character: char| matches!(character, '0'..='9' | 'a'..='f');
    let mut settled = String::new();
    let mut run = String::new();
    for character in text.chars().chain(['\n']) {
        if is_digit(character) {
            run.push(character);
            continue;
        }
        let by_chance = run.len() >= 16;
        settled.push_str(if by_chance { "…" } else { &run });
        run.clear();
        settled.push(character);
    }
    settled.trim_end().to_owned()
}

/// The office of the demonstration, some weeks later.
fn demonstrated(test: impl AsyncFn(&Office)) {
    on_demonstrated(Backend::Sqlite, async |office| {
        office.set_now("2024-03-01T12:00");
        office.let_sessions_last().await;
        test(office).await;
    });
}

async fn page(client: &Client, address: &str, name: &str) {
    let answer = client.get(address).await;
    let text = format!("{} {address}\n\n{}", answer.status(), outline(answer.html()));
    insta::assert_snapshot!(name, settled(&text));
}

#[test]
fn pages_of_readers_and_contributors() {
    demonstrated(async |office| {
        page(&office.visitor(), "/sign-in", "sign_in").await;
        let reader = office.member("duzhe").await;
        for (address, name) in [
            ("/", "reader_front"),
            ("/issues", "reader_issues"),
            ("/issues/1", "reader_issue"),
            ("/search?q=%E8%80%95%E5%9C%B0", "reader_search"),
        ] {
            page(&reader, address, name).await;
        }
        let contributor = office.member("xinxi01").await;
        for (address, name) in [
            ("/", "contributor_front"),
            ("/items", "contributor_items"),
            ("/items/new", "contributor_write"),
            ("/units/mine", "contributor_unit"),
        ] {
            page(&contributor, address, name).await;
        }
    });
}

#[test]
fn pages_of_editors_and_signers() {
    demonstrated(async |office| {
        let editor = office.member("bianji").await;
        for (address, name) in [
            ("/", "editor_front"),
            ("/inbox", "editor_inbox"),
            ("/items/1", "editor_item"),
            ("/issues/desk", "editor_issues"),
            ("/records", "editor_records"),
            ("/ledger?month=2024-01", "editor_ledger"),
            ("/bulletins/2024-01", "editor_bulletin"),
            ("/bulletins/2024-01/letter", "editor_letter"),
            ("/months", "editor_months"),
            ("/rules", "editor_rules"),
            ("/urging", "editor_urging"),
        ] {
            page(&editor, address, name).await;
        }
        page(&office.member("shencha").await, "/clearance", "clearer_clearance").await;
    });
}

#[test]
fn pages_of_the_administrator() {
    demonstrated(async |office| {
        let administrator = office.member("guanli").await;
        for (address, name) in [
            ("/admin", "admin"),
            ("/admin/people/new", "admin_new_person"),
            ("/admin/units/new", "admin_new_unit"),
            ("/admin/settings", "admin_settings"),
            ("/admin/jobs", "admin_jobs"),
        ] {
            page(&administrator, address, name).await;
        }
    });
}

#[test]
fn pages_that_say_what_went_wrong() {
    demonstrated(async |office| {
        let contributor = office.member("xinxi01").await;
        page(&contributor, "/admin", "error_forbidden").await;
        page(&contributor, "/items/999999", "error_not_found").await;
        page(&contributor, "/no/such/page", "error_no_such_page").await;
        let editor = office.member("bianji").await;
        let answer = editor.post("/do/record_adjustment", &[("points", "很多"), ("date", "昨天")]).await;
        insta::assert_snapshot!("error_form", settled(&outline(answer.html())));
        let answer = editor.post("/do/no_such_act", &[("item", "1")]).await;
        insta::assert_snapshot!("error_no_such_act", settled(&outline(answer.html())));
    });
}

#[test]
fn printed_texts() {
    let content = samples::whole_issue();
    let laid_out = TYPESETTER.lay_out_issue(&content, &Measures::default()).expect("it can be set");
    insta::assert_snapshot!("printed_issue", lines(&laid_out).join("\n"));
    FrozenIssue::freeze(content).expect("it may be frozen");
}

#[test]
fn parts_of_documents() {
    demonstrated(async |office| {
        let editor = office.member("bianji").await;
        let table = editor.get("/bulletins/2024-01/csv").await;
        insta::assert_snapshot!("bulletin_csv", table.html().trim_start_matches('\u{feff}'));
        let document = editor.get("/bulletins/2024-01/docx").await.body;
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(document)).expect("a package");
        for (part, name) in [
            ("word/document.xml", "bulletin_docx_document"),
            ("word/styles.xml", "bulletin_docx_styles"),
            ("[Content_Types].xml", "bulletin_docx_types"),
        ] {
            let mut xml = String::new();
            archive.by_name(part).expect("the part").read_to_string(&mut xml).expect("a text");
            // What comes after is more of the same.
            let lines: Vec<&str> = xml.split_inclusive("><").take(MOST_LINES).collect();
            insta::assert_snapshot!(name, lines.concat().replace("><", ">\n<"));
        }
    });
}
