//! The house rules that a machine can hold, each with its reason.
//!
//! A rule fails with every place that breaks it. It must not judge taste.

#![expect(clippy::expect_used, reason = "a test that cannot read the repository has failed")]

mod imports;
mod packages;
mod rooms;
mod sources;

use std::collections::{BTreeMap, BTreeSet};

use sources::{File, code_lines, dependencies, files, find, read};

/// Ends the test with every place that breaks the rule.
fn hold(rule: &str, broken: &[String]) {
    assert!(broken.is_empty(), "{rule}:\n  {}", broken.join("\n  "));
}

#[test]
fn the_dependency_arrows_point_one_way() {
    let allowed = BTreeMap::from([
        ("domain", vec![]),
        ("app", vec!["domain"]),
        ("migrations", vec![]),
        ("store", vec!["domain", "migrations"]),
        ("typeset", vec!["domain"]),
        ("server", vec!["app", "domain", "store", "typeset"]),
        ("tests", vec!["app", "domain", "server", "store", "typeset"]),
        ("xtask", vec![]),
    ]);
    let broken: Vec<String> = allowed
        .iter()
        .flat_map(|(crate_name, targets)| {
            dependencies(crate_name)
                .into_iter()
                .filter(|name| allowed.contains_key(name.as_str()) && !targets.contains(&name.as_str()))
                .map(move |name| format!("{crate_name} → {name}"))
        })
        .collect();
    hold(
        "domain ← app ← server ← tests, domain ← store, typeset ← server and migrations ← store are the only arrows",
        &broken,
    );
}

#[test]
fn every_member_of_the_workspace_has_its_arrows_written_down() {
    let manifest = read("Cargo.toml");
    let members =
        manifest.lines().find(|line| line.starts_with("members")).expect("the workspace names its members");
    assert_eq!(
        members,
        r#"members = ["domain", "app", "migrations", "store", "typeset", "server", "tests", "xtask"]"#,
        "a new crate needs its place in the_dependency_arrows_point_one_way"
    );
}

#[test]
fn the_core_depends_only_on_what_is_as_pure_as_itself() {
    let allowed = [
        "ecow",
        "jiff",
        "pulldown-cmark",
        "serde",
        "serde_json",
        "smallvec",
        "thiserror",
        "toml",
        "unicode-normalization",
        "proptest",
    ];
    let broken: Vec<String> =
        dependencies("domain").into_iter().filter(|name| !allowed.contains(&name.as_str())).collect();
    hold("a new dependency of the core is a decision: it must do no input or output", &broken);
}

#[test]
fn the_interface_names_neither_database_nor_typesetting() {
    let broken = places(&files("app", &["rs", "toml"]), |line| line.contains("sea_orm") || names_typst(line));
    hold("the interface gets data made for it, so that either can change without a page knowing", &broken);
}

#[test]
fn database_rows_stay_in_the_store() {
    let broken = places(&files("server", &["rs", "toml"]), |line| {
        line.contains("sea_orm") || line.contains("sea-orm") || line.contains("sqlx")
    });
    hold("rows leave the store only as domain values, checked on the way", &broken);
}

#[test]
fn who_may_do_what_is_decided_in_the_core_alone() {
    let roles =
        ["editor", "clearer", "signer", "administrator", "office"].map(|role| format!(".is_{role}()"));
    let folders = ["server/src/desk", "server/src/web", "app/src"];
    let asking = folders.iter().flat_map(|folder| without_tests(files(folder, &["rs"])));
    let broken =
        places(&asking.collect::<Vec<_>>(), |line| roles.iter().any(|role| line.contains(role.as_str())));
    hold(
        "what a role may do is a question to `domain::permission`, where the table stands: ask for the act",
        &broken,
    );
}

#[test]
fn every_module_says_what_it_is_for() {
    let broken: Vec<String> =
        rust_files().into_iter().filter(|file| !file.text.starts_with("//!")).map(|file| file.path).collect();
    hold("a module opens with `//!`: its duty and what it must not know", &broken);
}

#[test]
fn no_file_is_too_long_to_be_about_one_thing() {
    let broken: Vec<String> = [".", "tests/e2e"]
        .iter()
        .flat_map(|folder| files(folder, &["rs", "css", "typ", "js"]))
        .filter_map(|file| {
            let lines = file.text.lines().count();
            (lines > 500).then(|| format!("{}: {lines} lines", file.path))
        })
        .collect::<BTreeSet<String>>()
        .into_iter()
        .collect();
    hold("a file has one subject and seldom passes 400 lines; 500 are too many", &broken);
}

#[test]
fn nothing_is_left_undone_and_no_warning_silenced_without_a_reason() {
    // Written apart, or this file would break its own rule.
    let words = [
        concat!("todo", "!("),
        concat!("unimplemented", "!("),
        concat!("#[", "allow("),
        concat!("#![", "allow("),
    ];
    let broken = places(&rust_files(), |line| words.iter().any(|word| line.contains(word)));
    hold("unfinished work is no code, and a silenced lint says why: `#[expect(…, reason = \"…\")]`", &broken);
}

#[test]
fn nothing_is_loaded_from_another_machine() {
    let mut looked_at = without_tests(files("app/src", &["rs", "js"]));
    looked_at.extend(files("styles", &["css", "svg"]));
    looked_at.extend(files("templates", &["typ"]));
    // The address of a markup language's name space is a name; nobody loads it.
    let is_outside = |line: &str| {
        let line = line.replace("http://www.w3.org/", "");
        ["http://", "https://", "url(//", "=\"//", "@preview/"].iter().any(|start| line.contains(start))
    };
    hold(
        "an office's network may have no way out, and no reader is watched from outside",
        &places(&looked_at, is_outside),
    );
}

#[test]
fn pages_hold_no_script_and_no_style_of_their_own() {
    let broken = places(&without_tests(files("app/src", &["rs"])), |line| {
        let inline = [" style=", " style:", "<style", " onclick=", " onchange=", " onsubmit=", "inner_html"];
        inline.iter().any(|word| line.contains(word)) || (line.contains("<script") && !line.contains(" src="))
    });
    hold("the content policy forbids what stands in a page itself, and text reaches it escaped", &broken);
}

#[test]
fn what_was_typed_cannot_end_the_field_it_stands_in() {
    let broken: Vec<String> = without_tests(files("app/src", &["rs"]))
        .into_iter()
        .filter(|file| {
            let fields = file.text.matches("<textarea").count();
            let guarded = file.text.matches("{in_textarea(").count();
            fields != guarded
        })
        .map(|file| file.path)
        .collect();
    hold("Leptos leaves the content of <textarea> as it is: it goes through in_textarea", &broken);
}

#[test]
fn only_islands_travel_to_the_browser() {
    let mut names = BTreeSet::new();
    let mut broken = Vec::new();
    for file in files("app/src", &["rs"]) {
        let lines: Vec<&str> = file.text.lines().collect();
        for (at, _) in lines.iter().enumerate().filter(|(_, line)| line.trim_start().starts_with("#[island"))
        {
            if !file.path.starts_with("app/src/islands/") {
                broken.push(format!("{}:{}: an island outside its folder", file.path, at + 1));
            }
            let name = lines[at..].iter().find_map(|line| line.split("fn ").nth(1)?.split('(').next());
            if !names.insert(name.map(str::to_owned)) {
                broken.push(format!("{}:{}: a second island of this name", file.path, at + 1));
            }
        }
    }
    hold("the browser's part stays small, and finds an island by its name", &broken);
}

#[test]
fn every_style_stands_in_a_layer() {
    let layers = read("styles/layers.css");
    let order = layers.lines().find(|line| line.starts_with("@layer")).expect("layers.css orders the layers");
    let known: Vec<&str> =
        order.trim_start_matches("@layer").trim_end_matches(';').split(',').map(str::trim).collect();
    let broken: Vec<String> = files("styles", &["css"])
        .into_iter()
        .filter(|file| !file.path.ends_with("layers.css"))
        .filter(|file| {
            let mut opened = file.text.lines().filter_map(|line| line.strip_prefix("@layer ")).peekable();
            opened.peek().is_none() || opened.any(|rest| !known.contains(&rest.trim_end_matches(['{', ' '])))
        })
        .map(|file| file.path)
        .collect();
    hold("files are joined by name, so their order must not matter; the layers' order does", &broken);
}

#[test]
fn templates_evaluate_no_text() {
    let broken = places(&files("templates", &["typ"]), |line| line.contains("eval("));
    hold("a user's text reaches Typst as data, never as markup to be evaluated", &broken);
}

#[test]
fn what_the_security_checklist_names_is_there() {
    let checklist = read("docs/security.md");
    let endings = ["rs", "js", "sql", "toml", "md"];
    let named = checklist
        .lines()
        .enumerate()
        .flat_map(|(at, line)| line.split('`').skip(1).step_by(2).map(move |name| (at + 1, name)));
    let mut broken = Vec::new();
    let mut tests = 0;
    for (at, name) in named {
        let (file, test) = name.split_once("::").map_or((name, None), |(file, test)| (file, Some(test)));
        let is_script = file.starts_with("scripts/");
        let is_file = is_script || endings.iter().any(|ending| file.ends_with(&format!(".{ending}")));
        if !is_file {
            continue;
        }
        let places = [file.to_owned(), format!("tests/tests/program/{file}")];
        let text = places.iter().find_map(|place| find(place));
        let is_there = text.is_some_and(|text| test.is_none_or(|test| text.contains(&format!("fn {test}("))));
        if !is_there {
            broken.push(format!("docs/security.md:{at}: {name}"));
        }
        tests += usize::from(test.is_some());
    }
    assert!(tests > 100, "the checklist names {tests} tests");
    hold("whoever relies on a line finds what holds it", &broken);
}

#[test]
fn nothing_names_a_place_on_somebodys_machine() {
    let folders =
        [concat!("/", "home/"), concat!("/", "root/"), concat!("/", "work/"), concat!("/", "Users/")];
    let broken =
        places(&files(".", &["rs", "toml", "md", "css", "typ", "js", "json", "svg", "lock"]), |line| {
            folders.iter().any(|folder| line.contains(folder))
        });
    hold("the repository works wherever it is cloned", &broken);
}

fn rust_files() -> Vec<File> {
    files(".", &["rs"])
}

/// The files as they reach the program: a test module stands at a file's end and may name what must not be.
fn without_tests(mut files: Vec<File>) -> Vec<File> {
    for file in &mut files {
        if let Some(at) = file.text.find("\n#[cfg(test)]\nmod ") {
            file.text.truncate(at);
        }
    }
    files
}

/// Every line of code, comments left out, for which `broken` holds: its file and number.
fn places(files: &[File], broken: impl Fn(&str) -> bool) -> Vec<String> {
    files
        .iter()
        .flat_map(|file| {
            code_lines(file)
                .filter(|(_, line)| broken(line))
                .map(|(at, line)| format!("{}:{at}: {}", file.path, line.trim()))
        })
        .collect()
}

/// The crates of Typst, but not the word in a sentence.
fn names_typst(line: &str) -> bool {
    line.contains("typst::") || line.contains("typst_") || line.trim_start().starts_with("typst")
}
