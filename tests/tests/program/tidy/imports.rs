//! Which file of a crate names what of which other: read from the sources, as the compiler would find it.
//!
//! A name that a module only hands on is followed to the file that defines it. Tests are left out: they may look
//! wherever they like.

use std::collections::{BTreeMap, BTreeSet};

use super::sources::files;

/// A module, and the names that it hands on with where they come from.
type HandedOn = (Vec<String>, Vec<(String, Vec<String>)>);

/// A file that names something of another file of its crate.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Import {
    /// From `src` on: `scoring/rules/read.rs`.
    pub from: String,
    /// The line on which the name stands, from 1.
    pub line: usize,
    pub to: String,
    /// What is named: `crate::json::Fault`.
    pub name: String,
}

impl Import {
    /// Whether a file names what its folder's own file holds for all of the folder.
    pub fn is_of_its_folder(&self) -> bool {
        let folder = self.to.trim_end_matches(".rs").trim_end_matches("/mod");
        self.from.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
    }
}

/// What is imported within a crate, in the order of the files.
pub fn imports(crate_name: &str) -> Vec<Import> {
    let root = format!("{crate_name}/src/");
    let sources = files(&format!("{crate_name}/src"), &["rs"]).into_iter();
    let modules =
        Modules::of(sources.map(|file| (file.path.trim_start_matches(&root).to_owned(), file.text)));
    modules.imports()
}

/// The circles of files: each imports the next, and the last one the first. A module's own file holds what the files of
/// its folder share and calls them; that they name it closes no circle.
pub fn circles(imports: &[Import]) -> Vec<BTreeSet<&str>> {
    let mut reached: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for import in imports.iter().filter(|import| !import.is_of_its_folder()) {
        reached.entry(&import.from).or_default().insert(&import.to);
    }
    let names: Vec<&str> = reached.keys().copied().collect();
    for by in &names {
        let beyond = reached[by].clone();
        for from in &names {
            if reached[from].contains(by) {
                reached.entry(from).or_default().extend(beyond.iter().copied());
            }
        }
    }
    let circle = |name: &&str| -> BTreeSet<&str> {
        let others = reached[*name].iter().copied();
        others.filter(|other| reached.get(other).is_some_and(|back| back.contains(*name))).collect()
    };
    let circles: BTreeSet<BTreeSet<&str>> = names.iter().map(circle).filter(|one| one.len() > 1).collect();
    circles.into_iter().collect()
}

/// A crate's modules by their paths, `["scoring", "rules"]`; the crate itself is the empty one.
struct Modules(BTreeMap<Vec<String>, Module>);

struct Module {
    path: String,
    code: String,
    /// What it hands on: the name there, and the path that is meant.
    hands_on: Vec<(String, Vec<String>)>,
}

/// A path as it is written in a module, and the line on which its first part stands.
struct Named {
    line: usize,
    parts: Vec<String>,
    /// The name under which `use` makes it known.
    alias: String,
    handed_on: bool,
}

impl Modules {
    fn of(sources: impl Iterator<Item = (String, String)>) -> Self {
        let mut modules = BTreeMap::new();
        for (path, text) in sources.filter(|(path, _)| !is_test(path)) {
            let stem = path.trim_end_matches(".rs");
            let mut module: Vec<String> = stem.split('/').map(str::to_owned).collect();
            if module.last().is_some_and(|name| ["mod", "lib", "main"].contains(&name.as_str())) {
                module.pop();
            }
            let code = code_alone(&text);
            modules.insert(module, Module { path, code, hands_on: Vec::new() });
        }
        let mut modules = Self(modules);
        let handed: Vec<HandedOn> = modules
            .0
            .iter()
            .map(|(at, module)| {
                let named = named(&module.code).into_iter().filter(|named| named.handed_on);
                let named = named
                    .filter_map(|named| Some((named.alias.clone(), modules.absolute(at, &named.parts)?)));
                (at.clone(), named.collect())
            })
            .collect();
        for (at, hands_on) in handed {
            if let Some(module) = modules.0.get_mut(&at) {
                module.hands_on = hands_on;
            }
        }
        modules
    }

    fn imports(&self) -> Vec<Import> {
        let mut imports = BTreeSet::new();
        for (at, module) in &self.0 {
            // What is only handed on is an import of whoever asks for it.
            for named in named(&module.code).into_iter().filter(|named| !named.handed_on) {
                let Some(path) = self.absolute(at, &named.parts) else { continue };
                let Some(to) = self.defining(&path, 0).filter(|to| *to != module.path) else { continue };
                let name = format!("crate::{}", path.join("::"));
                imports.insert(Import {
                    from: module.path.clone(),
                    line: named.line,
                    to: to.to_owned(),
                    name,
                });
            }
        }
        imports.into_iter().collect()
    }

    /// From the crate on; `None` for what belongs to another crate.
    fn absolute(&self, at: &[String], parts: &[String]) -> Option<Vec<String>> {
        let mut path = at.to_vec();
        let mut rest = parts;
        match parts.first()?.as_str() {
            "crate" => path.clear(),
            "super" | "self" => {}
            first => {
                let mut below = at.to_vec();
                below.push(first.to_owned());
                return self.0.contains_key(&below).then(|| [at, parts].concat());
            }
        }
        while let Some(first) = rest.first() {
            match first.as_str() {
                "crate" | "self" => {}
                "super" => {
                    path.pop();
                }
                _ => break,
            }
            rest = &rest[1..];
        }
        path.extend(rest.iter().cloned());
        Some(path)
    }

    /// The file that defines what a path names, following whoever hands it on.
    fn defining(&self, path: &[String], depth: usize) -> Option<&str> {
        let known = (0..=path.len()).rev().find(|length| self.0.contains_key(&path[..*length]))?;
        let module = &self.0[&path[..known]];
        let Some(name) = path.get(known) else { return Some(&module.path) };
        let handed = module.hands_on.iter().find(|(alias, _)| alias == name);
        match handed {
            Some((_, meant)) if depth < 8 => {
                let meant = [meant.as_slice(), &path[known + 1..]].concat();
                self.defining(&meant, depth + 1)
            }
            _ => Some(&module.path),
        }
    }
}

fn is_test(path: &str) -> bool {
    path.split('/').any(|part| part == "tests" || part.trim_end_matches(".rs").ends_with("tests"))
}

/// Without comments and texts, and without the tests at the end. Every line stays where it is.
fn code_alone(text: &str) -> String {
    const TESTS: &str = "\n#[cfg(test)]\nmod ";
    let is_inline =
        |at: &usize| text[at + TESTS.len()..].lines().next().is_some_and(|line| line.ends_with('{'));
    let tests = text.match_indices(TESTS).map(|(at, _)| at).find(is_inline);
    let text = tests.map_or(text, |at| &text[..at]);
    let mut code = String::with_capacity(text.len());
    for line in text.lines() {
        let mut signs = line.chars().peekable();
        let mut quoted = false;
        while let Some(sign) = signs.next() {
            match sign {
                '\\' if quoted => {
                    signs.next();
                }
                '"' => quoted = !quoted,
                '/' if !quoted && signs.peek() == Some(&'/') => break,
                // A quote by itself: '"'.
                '\'' if !quoted && signs.peek() == Some(&'"') => {
                    signs.next();
                    signs.next();
                }
                _ if quoted => {}
                _ => code.push(sign),
            }
        }
        code.push('\n');
    }
    code
}

/// Every path that is written in the code: after `use`, each name of its braces by itself, and elsewhere as far as it may
/// begin with a module.
fn named(code: &str) -> Vec<Named> {
    let mut all = Vec::new();
    let mut at = 0;
    while let Some(word) = next_word(code, &mut at) {
        let (start, end) = word;
        let text = &code[start..end];
        let line = code[..start].matches('\n').count() + 1;
        if text == "use" {
            let handed_on = is_public(&code[..start]);
            let length = code[end..].find(';').unwrap_or(code.len() - end);
            tree(
                &code[end..end + length],
                &[],
                &mut |parts, alias, at| {
                    let line = line + code[end..end + at].matches('\n').count();
                    all.push(Named { line, parts, alias, handed_on });
                },
                0,
            );
            at = end + length;
        } else if code[end..].starts_with("::")
            && text.starts_with(|sign: char| sign.is_lowercase())
            && !code[..start].ends_with("::")
            // `pub(in crate::audit)` names nobody.
            && !code[..start].ends_with("(in ")
        {
            let length =
                code[start..].find(|sign: char| !(sign.is_alphanumeric() || sign == '_' || sign == ':'));
            let path = &code[start..start + length.unwrap_or(code.len() - start)];
            let parts: Vec<String> =
                path.split("::").filter(|part| !part.is_empty()).map(str::to_owned).collect();
            let alias = parts.last().cloned().unwrap_or_default();
            at = start + path.len();
            all.push(Named { line, parts, alias, handed_on: false });
        }
    }
    all
}

/// Whether what stands last before a `use` makes it public, to the crate or to some module above.
fn is_public(before: &str) -> bool {
    let before = before.trim_end();
    before.ends_with("pub")
        || before.ends_with(')') && before.rsplit_once("pub(").is_some_and(|(_, rest)| !rest.contains(';'))
}

fn next_word(code: &str, at: &mut usize) -> Option<(usize, usize)> {
    let is_word = |sign: char| sign.is_alphanumeric() || sign == '_';
    let start = *at + code[*at..].find(is_word)?;
    let end = start + code[start..].find(|sign| !is_word(sign)).unwrap_or(code.len() - start);
    *at = end;
    Some((start, end))
}

/// The names of a `use`, each with the path before it: `a::{b, c::{self, d as e}}`.
fn tree(text: &str, before: &[String], found: &mut dyn FnMut(Vec<String>, String, usize), offset: usize) {
    let mut depth = 0_usize;
    let mut start = 0;
    for (at, sign) in text.char_indices().chain([(text.len(), ',')]) {
        match sign {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                let part = &text[start..at];
                branch(part, before, found, offset + start);
                start = at + 1;
            }
            _ => {}
        }
    }
}

fn branch(text: &str, before: &[String], found: &mut dyn FnMut(Vec<String>, String, usize), offset: usize) {
    let blanks = text.len() - text.trim_start().len();
    let parts = |path: &str| -> Vec<String> {
        let parts = path.split("::").map(str::trim).filter(|part| !part.is_empty() && *part != "*");
        before.iter().cloned().chain(parts.map(str::to_owned)).collect()
    };
    match text.split_once('{') {
        Some((path, inner)) => {
            let inner_at = offset + path.len() + 1;
            tree(inner.trim_end().trim_end_matches('}'), &parts(path), found, inner_at);
        }
        None if text.trim().is_empty() => {}
        None => {
            let (path, alias) = text.split_once(" as ").unwrap_or((text, ""));
            let mut parts = parts(path);
            if parts.len() > 1 && parts.last().is_some_and(|last| last == "self") {
                parts.pop();
            }
            let alias = if alias.is_empty() {
                parts.last().cloned().unwrap_or_default()
            } else {
                alias.trim().to_owned()
            };
            found(parts, alias, offset + blanks);
        }
    }
}

#[test]
fn what_is_handed_on_is_an_import_of_the_file_that_defines_it() {
    let sources = [
        ("lib.rs", "pub mod a;\npub mod b;"),
        (
            "a/mod.rs",
            "mod deep;\npub use deep::{Thing, other as another};\nuse crate::b::{\n    Left, // use crate::c;\n    inner::{self, Right},\n};",
        ),
        (
            "a/deep.rs",
            "use super::super::b;\nfn f() { \"crate::a\"; crate::b::inner::go() }\n#[cfg(test)]\nmod tests {\n    use crate::a;\n}",
        ),
        ("b/mod.rs", "pub mod inner;\nuse crate::a::Thing;"),
        ("b/inner.rs", "use crate::a::another::More;"),
    ];
    let modules = Modules::of(sources.into_iter().map(|(path, text)| (path.to_owned(), text.to_owned())));
    let told: Vec<String> = modules
        .imports()
        .iter()
        .map(|import| format!("{}:{} {} {}", import.from, import.line, import.to, import.name))
        .collect();
    assert_eq!(
        told,
        [
            "a/deep.rs:1 b/mod.rs crate::b",
            "a/deep.rs:2 b/inner.rs crate::b::inner::go",
            "a/mod.rs:4 b/mod.rs crate::b::Left",
            "a/mod.rs:5 b/inner.rs crate::b::inner",
            "a/mod.rs:5 b/inner.rs crate::b::inner::Right",
            "b/inner.rs:1 a/deep.rs crate::a::another::More",
            "b/mod.rs:2 a/deep.rs crate::a::Thing",
        ]
    );
    let imports = modules.imports();
    let circles = circles(&imports);
    assert_eq!(circles, [BTreeSet::from(["a/deep.rs", "b/inner.rs", "b/mod.rs"])]);
}
