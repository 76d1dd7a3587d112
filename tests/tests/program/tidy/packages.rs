//! What the program is made of besides its own: every package under a licence that deny.toml allows, none that it bans, and
//! none that nothing uses. cargo-deny says more of it where it is installed; this holds everywhere.

use std::process::Command;

use serde_json::Value;

use super::{
    hold,
    sources::{dependencies, files, read},
};

/// Named only for their features.
const FOR_FEATURES: [(&str, &str); 1] = [("store", "sqlx")];

const CRATES: [&str; 8] = ["domain", "app", "migrations", "store", "typeset", "server", "tests", "xtask"];

/// Every package of this machine's build, as Cargo tells it.
fn packages() -> Vec<Value> {
    let version = Command::new("rustc").arg("-vV").output().expect("rustc says what it is");
    let version = String::from_utf8(version.stdout).expect("a text");
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).expect("a host");
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let told = Command::new(cargo)
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .args(["metadata", "--format-version", "1", "--locked", "--offline", "--filter-platform", host])
        .output()
        .expect("Cargo can be asked");
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    let metadata: Value = serde_json::from_slice(&told.stdout).expect("JSON");
    metadata["packages"].as_array().expect("packages").clone()
}

/// Whether an expression allows one of the licences where it offers several, and all of them where it asks for all.
fn is_allowed(expression: &str, allowed: &[&str]) -> bool {
    let expression = expression.trim();
    let (mut depth, mut parts, mut from) = (0_usize, Vec::new(), 0);
    for word in [" OR ", "/", " AND "] {
        for (at, character) in expression.char_indices() {
            match character {
                '(' => depth += 1,
                ')' => depth = depth.saturating_sub(1),
                _ if depth == 0 && at >= from && expression[at..].starts_with(word) => {
                    parts.push(&expression[from..at]);
                    from = at + word.len();
                }
                _ => {}
            }
        }
        if !parts.is_empty() {
            parts.push(&expression[from..]);
            let mut each = parts.into_iter().map(|part| is_allowed(part, allowed));
            return if word == " AND " { each.all(|is| is) } else { each.any(|is| is) };
        }
    }
    match expression.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')) {
        Some(inner) => is_allowed(inner, allowed),
        None => allowed.contains(&expression),
    }
}

/// The texts of a list of deny.toml, by its key.
fn listed<'t>(deny: &'t toml::Table, section: &str, key: &str) -> Vec<&'t str> {
    let list = deny[section][key].as_array().expect("a list");
    list.iter().filter_map(|entry| entry.as_str().or_else(|| entry["crate"].as_str())).collect()
}

#[test]
fn every_package_has_a_licence_that_is_allowed_and_none_is_banned() {
    let deny: toml::Table = read("deny.toml").parse().expect("TOML");
    let (allowed, banned) = (listed(&deny, "licenses", "allow"), listed(&deny, "bans", "deny"));
    let mut broken = Vec::new();
    for package in packages() {
        let name = package["name"].as_str().unwrap_or_default();
        let licence = package["license"].as_str().unwrap_or("none");
        if !is_allowed(licence, &allowed) {
            broken.push(format!("{name}: {licence}"));
        }
        if banned.contains(&name) {
            broken.push(format!("{name} is banned"));
        }
    }
    hold("what is part of the program may be part of it (deny.toml)", &broken);
}

#[test]
fn licences_are_read_as_they_are_meant() {
    let allowed = ["MIT", "Apache-2.0", "Unicode-3.0"];
    for (expression, is) in [
        ("MIT", true),
        ("ISC", false),
        ("MIT OR GPL-2.0-only", true),
        ("Unlicense/MIT", true),
        ("MIT AND ISC", false),
        ("(MIT OR ISC) AND Unicode-3.0", true),
        ("(ISC OR 0BSD) AND Unicode-3.0", false),
        ("Apache-2.0 WITH LLVM-exception OR ISC", false),
    ] {
        assert_eq!(is_allowed(expression, &allowed), is, "{expression}");
    }
}

#[test]
fn every_dependency_is_used() {
    let mut broken = Vec::new();
    for crate_name in CRATES {
        let sources = files(crate_name, &["rs"]);
        for name in dependencies(crate_name) {
            let called = name.replace('-', "_");
            let is_used = sources.iter().any(|file| {
                let mut places =
                    file.text.match_indices(&called).map(|(at, _)| &file.text[at + called.len()..]);
                places.any(|after| after.starts_with("::") || after.starts_with([';', '{', '!', ' ', ',']))
            });
            if !is_used && !FOR_FEATURES.contains(&(crate_name, name.as_str())) {
                broken.push(format!("{crate_name}: {name}"));
            }
        }
    }
    hold("what nothing uses is left out of Cargo.toml", &broken);
}
