//! Writing a rule set's document: TOML that a person can read, and that reads back as the same rule set.

use serde_json::{Map, Value};

use super::{RuleSet, sections::SECTIONS};
use crate::scoring::columns::Field;

impl RuleSet {
    /// The whole document.
    pub fn to_toml(&self) -> String {
        let mut value = Value::Object(self.document());
        name_own_figures(&mut value, self);
        toml_of(&value)
    }
}

/// A document in which figures are named by their keys.
pub(super) fn toml_of(value: &Value) -> String {
    let Value::Object(document) = value else { return String::new() };
    let mut text = "format = \"jianbao.rules/1\"\n".to_owned();
    let (tables, plain): (Vec<_>, Vec<_>) =
        in_order(document).into_iter().partition(|(key, value)| *key != "columns" && is_table(value));
    for (key, value) in plain.into_iter().filter(|(key, _)| *key != "columns") {
        text.push_str(&format!("{key} = {}\n", inline(value)));
    }
    if let Some(Value::Array(columns)) = document.get("columns") {
        let lines: Vec<String> = columns.iter().map(|column| format!("    {},\n", inline(column))).collect();
        text.push_str(&format!("columns = [\n{}]\n", lines.concat()));
    }
    for (key, value) in tables {
        match value {
            Value::Array(rules) => {
                for rule in rules {
                    text.push_str(&format!("\n[[{key}]]\n"));
                    push_table(&mut text, rule);
                }
            }
            one => {
                text.push_str(&format!("\n[{key}]\n"));
                push_table(&mut text, one);
            }
        }
    }
    text
}

/// The keys that begin a table, in the order in which people write them; then those of the sections.
const FIRST: [&str; 10] =
    ["name", "version", "since", "rounding", "words", "point_columns", "rule", "key", "heading", "field"];

/// The fields that are set, as the documentation orders them.
fn in_order(fields: &Map<String, Value>) -> Vec<(&String, &Value)> {
    let sections = SECTIONS
        .iter()
        .flat_map(|section| std::iter::once(section.key).chain(section.keys.iter().map(|place| place.key)));
    let known: Vec<&str> = FIRST.into_iter().chain(sections).collect();
    let mut fields: Vec<_> = fields.iter().filter(|(_, value)| !value.is_null()).collect();
    fields.sort_by_key(|(key, _)| known.iter().position(|known| known == key).unwrap_or(known.len()));
    if fields.iter().any(|(key, _)| *key == "rule") {
        // A rule's name is what people look for first.
        fields.sort_by_key(|(key, _)| match key.as_str() {
            "rule" => 0,
            "name" => 1,
            _ => 2,
        });
    }
    fields
}

fn is_table(value: &Value) -> bool {
    match value {
        Value::Object(_) => true,
        Value::Array(elements) => elements.iter().any(Value::is_object),
        _ => false,
    }
}

fn push_table(text: &mut String, table: &Value) {
    let Value::Object(fields) = table else { return };
    for (key, value) in in_order(fields) {
        text.push_str(&format!("{} = {}\n", bare(key), inline(value)));
    }
}

fn inline(value: &Value) -> String {
    match value {
        Value::String(text) => quoted(text),
        Value::Array(elements) => {
            let elements: Vec<String> = elements.iter().map(inline).collect();
            format!("[{}]", elements.join(", "))
        }
        Value::Object(fields) => inline_table(fields),
        other => other.to_string(),
    }
}

fn inline_table(fields: &Map<String, Value>) -> String {
    let fields: Vec<String> = in_order(fields)
        .into_iter()
        .map(|(key, value)| format!("{} = {}", bare(key), inline(value)))
        .collect();
    if fields.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", fields.join(", ")) }
}

fn bare(key: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    if !key.is_empty() && key.bytes().all(plain) { key.to_owned() } else { quoted(key) }
}

/// A basic string. JSON's escapes are TOML's, but for the one control character that JSON leaves alone.
fn quoted(text: &str) -> String {
    Value::String(text.to_owned()).to_string().replace('\u{7f}', "\\u007f")
}

/// Columns, ranks and remarks name the rule set's own figures by their keys.
pub(super) fn name_own_figures(value: &mut Value, rules: &RuleSet) {
    match value {
        Value::Array(elements) => elements.iter_mut().for_each(|element| name_own_figures(element, rules)),
        Value::Object(fields) => {
            for (key, value) in fields {
                match value {
                    Value::String(code) if key == "field" || key == "by" => {
                        if let Some(Field::Own(place)) = Field::from_code(code)
                            && let Some(figure) = rules.figures.get(usize::from(place))
                        {
                            *code = figure.key.clone();
                        }
                    }
                    other => name_own_figures(other, rules),
                }
            }
        }
        _ => {}
    }
}
