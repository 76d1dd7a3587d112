//! A programmer's words never reach a screen: whatever is posted to any verb, and whatever stands in an address.

use app::desk::Command;
use domain::{act::Verb, item::Kind, person::Role};
use reqwest::{Method, header};
use tests::{Answer, Client, Newsroom, both, hand_in, post_file};

/// What no field of any form expects.
const GARBAGE: [&str; 7] =
    ["abc", "-1", "99999999999999999999", "1.5", "\u{0}", "２０２４年十三月", "{\"a\":["];

/// Latin words that people know; whatever else is Latin was never meant for them.
const KNOWN: [&str; 32] = [
    "Office",
    "HTML",
    "XML",
    "WPS",
    "OFD",
    "doc",
    "xls",
    "Chromium",
    "WebAssembly",
    "JavaScript",
    "PDF",
    "Word",
    "Excel",
    "CSV",
    "xlsx",
    "csv",
    "docx",
    "TOML",
    "toml",
    "json",
    "jianbao",
    "rules",
    "abc",
    "MB",
    "kB",
    "UTF",
    "GB",
    "format",
    "name",
    "version",
    "since",
    "rule",
];

/// What only programs say, wherever it stands.
const PHRASES: [&str; 14] = [
    "invalid",
    "expected",
    "missing field",
    "unknown",
    "parse",
    "digit",
    "string",
    "fail",
    "rror",
    "deserialize",
    "overflow",
    "out of range",
    "None",
    "Some(",
];

/// Verbs whose answers name keys of a document that people write in Latin letters.
const OF_DOCUMENTS: [&str; 1] = ["import_rules"];

/// The Latin words of a text, but for those that people know and for what was typed.
fn strange(text: &str, typed: &str) -> Vec<String> {
    let words = text.split(|character: char| !character.is_ascii_alphabetic());
    words
        .filter(|word| word.len() > 2 && !KNOWN.contains(word) && !typed.contains(word))
        .map(str::to_owned)
        .collect()
}

/// A value that the field takes, as far as its name tells.
pub(crate) fn plausible(field: &str) -> &'static str {
    match field {
        "date" | "until" | "due" | "delivered" => "2024-01-10",
        "month" | "credit_month" | "since" | "parent_since" => "2024-01",
        "year" => "2024",
        "kind" => "信息",
        "direction" => "up",
        "cells" => "[]",
        "document" => "format = \"jianbao.rules/1\"",
        _ => "1",
    }
}

#[test]
fn whatever_is_posted_is_answered_in_the_peoples_own_words() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let item = room.cleared(Kind::Article).await;
        room.published(1, &[item]).await;
        let roles = [Role::Editor, Role::Clearer, Role::Signer, Role::Administrator];
        let everybody = office.person("吴全能", &roles).await;
        let verbs: Vec<_> = Verb::ALL.iter().map(|verb| (verb.code(), Command::fields(*verb))).collect();
        assert!(verbs.len() > 60 && verbs.iter().map(|(_, fields)| fields.len()).sum::<usize>() > 200);
        let mut found = Vec::new();
        for (verb, fields) in verbs {
            // What ends the own session or locks the person out is no use for what comes after.
            if ["change_password", "edit_person", "deactivate_person", "reset_password"].contains(&verb) {
                continue;
            }
            let empty: [(&str, &str); 0] = [];
            say(&everybody, verb, &empty, "", &mut found).await;
            for field in &fields {
                for garbage in GARBAGE {
                    let form: Vec<(&str, &str)> = fields
                        .iter()
                        .map(|name| (*name, if name == field { garbage } else { plausible(name) }))
                        .collect();
                    say(&everybody, verb, &form, garbage, &mut found).await;
                }
            }
        }
        assert!(found.is_empty(), "{}", found.join("\n"));
    });
}

/// Posts a form, as a script asks for it, and takes down the answer where its words are strange.
async fn say(who: &Client, verb: &str, form: &[(&str, &str)], typed: &str, found: &mut Vec<String>) {
    let body = serde_urlencoded::to_string(form).expect("a form of texts can be written");
    let request = who
        .request(Method::POST, &format!("/do/{verb}"))
        .header(header::ORIGIN, who.origin())
        .header(header::ACCEPT, "application/json")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(body);
    let answer = who.send(request).await;
    let words: serde_json::Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    let words = words["words"].as_str().unwrap_or_else(|| answer.html()).to_owned();
    assert!(answer.status() < 500, "{verb} {form:?}: {} {words}", answer.status());
    let typed: String = form.iter().map(|(_, value)| *value).chain([typed]).collect();
    let is_strange = !OF_DOCUMENTS.contains(&verb) && !strange(&words, &typed).is_empty();
    if is_strange || PHRASES.iter().any(|phrase| words.contains(phrase)) {
        found.push(format!("{verb} {form:?}: {words}"));
    }
}

#[test]
fn whatever_stands_in_an_address_is_answered_in_the_peoples_own_words() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let item = room.cleared(Kind::Article).await;
        room.published(1, &[item]).await;
        let roles = [Role::Editor, Role::Clearer, Role::Signer, Role::Administrator];
        let everybody = office.person("吴全能", &roles).await;
        let pages = [
            "/issues",
            "/issues/new",
            "/issues/past/new",
            "/inbox",
            "/items",
            "/items/new",
            "/clearance",
            "/search",
            "/help",
            "/records",
            "/ledger",
            "/bulletins",
            "/months",
            "/urging",
            "/verify",
            "/events",
            "/charts",
            "/rules",
            "/admin/units",
            "/admin/people",
            "/admin/openings",
            "/items/1",
            "/issues/1",
            "/combine",
            "/import",
        ];
        let names = [
            "newsletter",
            "year",
            "month",
            "series",
            "state",
            "unit",
            "kind",
            "from",
            "to",
            "until",
            "before",
            "q",
            "person",
            "verb",
            "subject",
            "id",
            "item",
            "with",
            "at",
            "line",
            "filter",
        ];
        let mut found = Vec::new();
        for page in pages {
            for name in names {
                for value in ["abc", "-1", "99999999999999999999", "%00", "%FF", "2024-13"] {
                    look(&everybody, &format!("{page}?{name}={value}"), &mut found).await;
                }
            }
        }
        let broken = [
            "/issues/abc",
            "/issues/abc/desk",
            "/issues/abc/sign",
            "/issues/abc/pdf",
            "/issues/1/versions/x/pdf",
            "/issues/abc/draft/1.png",
            "/issues/1/draft/x.png",
            "/items/abc",
            "/items/abc/edit",
            "/items/1/revisions/x",
            "/items/abc/correct",
            "/corrections/abc",
            "/corrections/9",
            "/months/2024-13",
            "/bulletins/abc",
            "/bulletins/2024-01/versions/x",
            "/files/abc.pdf",
            "/files/abc/pages/x.png",
            "/records/abc",
            "/admin/units/abc",
            "/admin/people/abc",
            "/admin/newsletters/abc",
            "/rules/abc",
            "/units/abc",
            "/do/publish",
        ];
        for address in broken {
            look(&everybody, address, &mut found).await;
        }
        assert!(found.is_empty(), "{}", found.join("\n"));
    });
}

#[test]
fn what_is_posted_elsewhere_than_to_a_verb_is_answered_in_the_peoples_own_words() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let mut found = Vec::new();
        let past =
            ["do", "year", "number", "series", "total", "date", "credit_month", "newsletter", "unit", "text"];
        let reading =
            ["do", "kind", "title", "subtitle", "body", "attribution", "unresolved", "year", "number"];
        for (address, names) in [
            ("/issues/past/new", past.as_slice()),
            ("/issues/past/new", reading.as_slice()),
            ("/sign-in", &["login", "password", "next"]),
        ] {
            let who = if address == "/sign-in" { office.visitor() } else { room.editor.clone() };
            let page = who.get(address).await.text();
            for name in names {
                for garbage in GARBAGE {
                    let form: Vec<(&str, &str)> = names
                        .iter()
                        .map(|other| (*other, if other == name { garbage } else { plausible(other) }))
                        .collect();
                    let answer = who.post(address, &form).await;
                    assert!(answer.status() < 500, "{address} {form:?}: {}", answer.text());
                    note((&format!("{address} {form:?}"), &page), &answer, &mut found);
                }
            }
        }
        let (import, audit) =
            (room.editor.get("/import").await.text(), room.editor.get("/audit").await.text());
        for name in ["a.xlsx", "a.csv", "a.docx", "a.toml", "a", ""] {
            for content in ["", "abc", "\u{0}\u{1}", "{\"a\":[", "PK\u{3}\u{4}abc", "<html>abc</html>"] {
                let answer = hand_in(&room.editor, name, content.as_bytes()).await;
                assert!(answer.status() < 500, "{name} {content:?}: {}", answer.text());
                note((&format!("/import {name} {content:?}"), &import), &answer, &mut found);
                for field in ["bulletin", "earlier", "abc"] {
                    let answer = post_file(&room.editor, "/audit", (field, name), content.as_bytes()).await;
                    assert!(answer.status() < 500, "{name} {content:?}: {}", answer.text());
                    note((&format!("/audit {field} {name} {content:?}"), &audit), &answer, &mut found);
                }
            }
        }
        assert!(found.is_empty(), "{}", found.join("\n"));
    });
}

/// Takes an answer down where its own words are strange: those that do not stand on the page anyway.
fn note((asked, page): (&str, &str), answer: &Answer, found: &mut Vec<String>) {
    let kind = answer.header("content-type").unwrap_or_default();
    let words = if kind.starts_with("text/") { answer.text() } else { String::new() };
    let strange = strange(&words, &format!("{asked} {page}"));
    let phrases = PHRASES.iter().filter(|phrase| words.contains(**phrase) && !page.contains(**phrase));
    if !strange.is_empty() || phrases.count() > 0 {
        found.push(format!("{asked}: {} {strange:?} {words}", answer.status()));
    }
}

/// Looks at an address, and takes it down where the page's own words are strange.
async fn look(who: &Client, address: &str, found: &mut Vec<String>) {
    let answer = who.get(address).await;
    assert_ne!(answer.status(), 500, "{address}");
    if answer.status() < 400 {
        return;
    }
    let kind = answer.header("content-type").unwrap_or_default().to_owned();
    let words = if kind.starts_with("text/") { answer.text() } else { String::new() };
    let strange = strange(&words, address);
    if !strange.is_empty() {
        found.push(format!("{address}: {} {words}", answer.status()));
    }
}
