//! TOML, read as the same values; faults name the line and the place: `第12行 rates[2].points`.

use std::{cell::RefCell, collections::HashMap, ops::Range, rc::Rc};

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{Fault, Node, value::Value};
use crate::text::cleaned;

/// Reads a whole TOML text. Answers what `read` made of it, or every fault that it left behind.
pub fn read_toml<T>(text: &str, read: impl FnOnce(&Node) -> Option<T>) -> Result<T, Vec<Fault>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let table = DeTable::parse(text).map_err(|error| {
        let place = error.span().map_or_else(|| "文件".to_owned(), |span| line(text, &span));
        let wide = error.span().is_some_and(|span| has_wide_signs(text, span.start));
        let wide = if wide { "（这一行有全角的符号，请改成半角）" } else { "" };
        vec![Fault { place, text: format!("不是有效的 TOML：{}{wide}", words(error.message())) }]
    })?;
    let mut lines = HashMap::new();
    let value = object(text, table.get_ref(), "$", &mut lines);
    let faults = Rc::new(RefCell::new(Vec::new()));
    let result = read(&Node { value: &value, path: "$".to_owned(), faults: Rc::clone(&faults) });
    let faults: Vec<Fault> = faults.take();
    match result {
        Some(result) if faults.is_empty() => Ok(result),
        _ if faults.is_empty() => {
            Err(vec![Fault { place: "文件".to_owned(), text: "内容不完整".to_owned() }])
        }
        _ => Err(faults
            .into_iter()
            .map(|fault| Fault { place: placed(&fault.place, &lines), ..fault })
            .collect()),
    }
}

/// A text with the lines of its places, for what is found in it after it was read.
#[derive(Clone, Debug)]
pub struct TomlPlaces(HashMap<String, String>);

impl TomlPlaces {
    /// Of a text that is TOML; of any other, no places are known.
    pub fn of(text: &str) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut lines = HashMap::new();
        if let Ok(table) = DeTable::parse(text) {
            object(text, table.get_ref(), "$", &mut lines);
        }
        Self(lines)
    }

    /// The fault with its line: `第12行 rates[2].points`.
    pub fn placed(&self, fault: Fault) -> Fault {
        Fault { place: placed(&fault.place, &self.0), ..fault }
    }
}

/// The slips that people make, by words with which the parser tells of them.
const SLIPS: [(&str, &str); 8] = [
    ("duplicate key", "这个键出现了两次；列表的每一条要写成 [[…]]，两对方括号"),
    ("key with no value", "键的后面缺少“= 值”"),
    ("unclosed array", "列表没有用 ] 结束"),
    ("unclosed inline table", "行内的 { 没有用 } 结束"),
    ("string values must be quoted", "文字要用英文引号 \" \" 括起来"),
    ("invalid basic string", "文字的引号不成对，或里面有不能用的字符"),
    ("unexpected key or value", "同一行里多了内容，或两项之间缺少逗号"),
    ("invalid unquoted key", "键只能用英文字母、数字、_ 和 -，中文的键要加英文引号"),
];

/// Whether the line has a full-width sign in the place of an ASCII one, outside of quotes.
fn has_wide_signs(text: &str, at: usize) -> bool {
    let begin = text.get(..at).map_or(0, |before| before.rfind('\n').map_or(0, |end| end + 1));
    let line = text.get(begin..).unwrap_or_default().lines().next().unwrap_or_default();
    let outside = line.split('"').step_by(2).collect::<String>();
    outside.contains(['－', '＝', '“', '”', '，', '：', '［', '］', '｛', '｝', '０', '１', '２', '３'])
}

fn words(message: &str) -> String {
    let slip = SLIPS.iter().find(|(words, _)| message.contains(words));
    // What the parser says otherwise is meant for programmers.
    slip.map_or("这一行的写法不对，请对照说明里的例子改正", |(_, text)| text).to_owned()
}

fn line(text: &str, span: &Range<usize>) -> String {
    let before = text.get(..span.start.min(text.len())).unwrap_or(text);
    format!("第{}行", before.matches('\n').count() + 1)
}

/// `$.rates[2].points` with the line of the nearest place that is written down.
fn placed(path: &str, lines: &HashMap<String, String>) -> String {
    let mut known = path;
    let line = loop {
        if let Some(line) = lines.get(known) {
            break Some(line);
        }
        match known.rfind(['.', '[']) {
            Some(end) => known = &known[..end],
            None => break None,
        }
    };
    let shown = path.strip_prefix("$.").unwrap_or(if path == "$" { "文件" } else { path });
    line.map_or_else(|| shown.to_owned(), |line| format!("{line} {shown}"))
}

fn object(text: &str, table: &DeTable<'_>, path: &str, lines: &mut HashMap<String, String>) -> Value {
    let fields = table.iter().map(|(key, value)| {
        let key = key.get_ref().to_string();
        let plain = key.chars().all(|character| character.is_ascii_alphanumeric() || character == '_');
        let path = if plain { format!("{path}.{key}") } else { format!("{path}[{key:?}]") };
        let value = value_of(text, value, &path, lines);
        (key, value)
    });
    Value::Object(fields.collect())
}

fn value_of(
    text: &str,
    spanned: &Spanned<DeValue<'_>>,
    path: &str,
    lines: &mut HashMap<String, String>,
) -> Value {
    lines.insert(path.to_owned(), line(text, &spanned.span()));
    match spanned.get_ref() {
        DeValue::String(text) => Value::Text(cleaned(text)),
        DeValue::Integer(number) => {
            i64::from_str_radix(number.as_str(), number.radix()).map_or(Value::Huge, Value::Integer)
        }
        DeValue::Float(number) => Value::Decimal(number.as_str().to_owned()),
        DeValue::Boolean(truth) => Value::Truth(*truth),
        DeValue::Datetime(time) => Value::Text(time.to_string()),
        DeValue::Array(elements) => {
            let elements = elements.iter().enumerate();
            Value::List(
                elements
                    .map(|(place, element)| value_of(text, element, &format!("{path}[{place}]"), lines))
                    .collect(),
            )
        }
        DeValue::Table(table) => object(text, table, path, lines),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(text: &str) -> Vec<String> {
        let result = read_toml(text, |node| {
            let object = node.object(&["name", "rates"])?;
            let name = object.required("name").and_then(|name| name.filled_text());
            for rate in object.optional("rates").and_then(|rates| rates.list()).unwrap_or_default() {
                let rate = rate.object(&["points"])?;
                let _ = rate.required("points").and_then(|points| points.decimal());
            }
            name.map(str::to_owned)
        });
        result.err().unwrap_or_default().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_fault_names_its_line_and_its_place() {
        let text = "name = \"甲\"\n[[rates]]\npoints = 0.5\n[[rates]]\npoint = 1\n";
        assert_eq!(
            faults(text),
            ["第5行 rates[1].point：没有这个键，是不是 points？", "第4行 rates[1]：缺少 points"]
        );
        assert_eq!(faults("name = 1"), ["第1行 name：应为一段文字（\"…\"），现在是数字"]);
        assert_eq!(faults(""), ["文件：缺少 name"]);
    }

    #[test]
    fn what_is_no_toml_is_named_by_its_line() {
        for text in ["name = \"甲\"\nname = \"乙\"", "name = \"甲\"\n= 3", "name = \"甲\"\n[[rates]\n"] {
            let faults = faults(text);
            assert_eq!(faults.len(), 1, "{text}");
            assert!(faults[0].starts_with("第2行：不是有效的 TOML"), "{faults:?}");
        }
    }
}
