//! Reading a contract's JSON or TOML so that every fault is found at once and named by its place.
//!
//! It knows no contract: which keys there are and what their values mean is the caller's. A missing or wrong
//! value answers `None` and leaves a fault behind; the caller reads on and fails at the end.

mod lines;
mod toml;
mod value;

use std::{cell::RefCell, collections::HashSet, fmt, rc::Rc};

use crate::points::Points;

pub use lines::lines_of_elements;
pub use toml::{TomlPlaces, read_toml};
use value::Value;

/// One thing that is wrong in a JSON text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// A JSON path such as `$.sections[0].title`, or a line where the text is no JSON.
    pub place: String,
    pub text: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}：{}", self.place, self.text)
    }
}

/// Reads a whole text. Answers what `read` made of it, or every fault that it left behind.
pub fn read<T>(text: &str, read: impl FnOnce(&Node) -> Option<T>) -> Result<T, Vec<Fault>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let value: Value = serde_json::from_str(text).map_err(|error| vec![not_json(&error)])?;
    let faults = Rc::new(RefCell::new(Vec::new()));
    let result = read(&Node { value: &value, path: "$".to_owned(), faults: Rc::clone(&faults) });
    let faults = faults.take();
    match result {
        Some(result) if faults.is_empty() => Ok(result),
        // A reader that gives up must have said why; if it has not, the user is told at least that much.
        _ if faults.is_empty() => {
            Err(vec![Fault { place: "$".to_owned(), text: "内容不完整".to_owned() }])
        }
        _ => Err(faults),
    }
}

/// The slips that people make, by the first words with which the parser tells of them.
const SLIPS: [(&str, &str); 7] = [
    ("EOF", "文件不完整，JSON 没有结束"),
    ("trailing comma", "最后一项之后多了一个逗号"),
    ("trailing characters", "JSON 结束之后还有别的内容"),
    ("expected `,`", "不是有效的 JSON，可能是两项之间缺少逗号"),
    ("control character", "引号之内不能换行，也不能有控制字符"),
    ("number out of range", "数字超出范围"),
    ("recursion limit", "嵌套太深"),
];

fn not_json(error: &serde_json::Error) -> Fault {
    let told = error.to_string();
    let slip = SLIPS.iter().find(|(words, _)| told.starts_with(words));
    let text = slip.map_or("不是有效的 JSON", |(_, text)| text);
    Fault { place: format!("第{}行第{}列", error.line(), error.column()), text: text.to_owned() }
}

/// A value and its place.
#[derive(Clone, Debug)]
pub struct Node<'v> {
    value: &'v Value,
    path: String,
    faults: Rc<RefCell<Vec<Fault>>>,
}

impl<'v> Node<'v> {
    /// Leaves a fault at this place.
    pub fn fault(&self, text: impl Into<String>) {
        self.faults.borrow_mut().push(Fault { place: self.path.clone(), text: text.into() });
    }

    /// Leaves a fault at a place below this one: `rates[2].rule`.
    pub fn fault_below(&self, below: &str, text: impl Into<String>) {
        let place = format!("{}.{below}", self.path);
        self.faults.borrow_mut().push(Fault { place, text: text.into() });
    }

    /// The JSON path of this place.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// An object that may have these keys, each once, and no others.
    pub fn object(&self, keys: &[&str]) -> Option<Object<'v>> {
        let Value::Object(fields) = self.value else {
            return self.expected("一个对象 { … }");
        };
        let mut seen = HashSet::new();
        for (key, value) in fields {
            if !keys.contains(&key.as_str()) {
                let child = self.child_at(key, value);
                match nearest(key, keys) {
                    Some(nearest) => child.fault(format!("没有这个键，是不是 {nearest}？")),
                    None => child.fault("没有这个键"),
                }
            } else if !seen.insert(key) {
                self.child_at(key, value).fault("这个键出现了两次");
            }
        }
        Some(Object { node: self.clone() })
    }

    /// An object whose keys somebody else checks; `None` where it is none, without a fault.
    pub fn fields(&self) -> Option<Object<'v>> {
        matches!(self.value, Value::Object(_)).then(|| Object { node: self.clone() })
    }

    /// The elements of a list.
    pub fn list(&self) -> Option<Vec<Node<'v>>> {
        let Value::List(elements) = self.value else {
            return self.expected("一个列表 [ … ]");
        };
        let node = |(index, value)| Node {
            value,
            path: format!("{}[{index}]", self.path),
            faults: Rc::clone(&self.faults),
        };
        Some(elements.iter().enumerate().map(node).collect())
    }

    pub fn text(&self) -> Option<&'v str> {
        match self.value {
            Value::Text(text) => Some(text),
            _ => self.expected("一段文字（\"…\"）"),
        }
    }

    /// A text that says something.
    pub fn filled_text(&self) -> Option<&'v str> {
        let text = self.text()?;
        if text.trim().is_empty() {
            self.fault("不能为空");
            return None;
        }
        Some(text)
    }

    /// A whole number of at least `least` that fits `N`.
    pub fn number<N: TryFrom<i64>>(&self, least: i64) -> Option<N> {
        let number = match self.value {
            Value::Integer(number) => *number,
            Value::Huge => {
                self.fault("数字超出范围");
                return None;
            }
            _ => return self.expected("一个整数"),
        };
        if number < least {
            self.fault(format!("不能小于 {least}，现在是 {number}"));
            return None;
        }
        N::try_from(number).ok().or_else(|| {
            self.fault(format!("数字太大：{number}"));
            None
        })
    }

    /// An exact decimal: in quotes, or as TOML writes numbers.
    pub fn decimal(&self) -> Option<Points> {
        let text = match self.value {
            Value::Text(text) | Value::Decimal(text) => text.clone(),
            Value::Integer(number) => number.to_string(),
            _ => return self.expected("一个十进制数，如 5 或 \"0.5\""),
        };
        match text.trim().parse() {
            Ok(points) => Some(points),
            Err(error) => {
                self.fault(format!("{error}"));
                None
            }
        }
    }

    /// One text, or a list of texts.
    pub fn texts(&self) -> Option<Vec<Node<'v>>> {
        match self.value {
            Value::Text(_) => Some(vec![self.clone()]),
            _ => self.list(),
        }
    }

    /// Every key of an object with its value, whatever the keys.
    pub fn entries(&self) -> Option<Vec<(&'v str, Node<'v>)>> {
        let Value::Object(fields) = self.value else {
            return self.expected("一个对象 { … }");
        };
        Some(fields.iter().map(|(key, value)| (key.as_str(), self.child_at(key, value))).collect())
    }

    /// Whether anything was wrong so far.
    pub fn has_faults(&self) -> bool {
        !self.faults.borrow().is_empty()
    }

    /// A list or an object in which nothing stands.
    pub fn is_empty(&self) -> bool {
        match self.value {
            Value::List(elements) => elements.is_empty(),
            Value::Object(fields) => fields.is_empty(),
            _ => false,
        }
    }

    pub fn is_list(&self) -> bool {
        matches!(self.value, Value::List(_))
    }

    /// Whether it is a text.
    pub fn is_text(&self) -> bool {
        matches!(self.value, Value::Text(_))
    }

    pub fn truth(&self) -> Option<bool> {
        match self.value {
            Value::Truth(truth) => Some(*truth),
            _ => self.expected("true 或 false"),
        }
    }

    fn expected<T>(&self, what: &str) -> Option<T> {
        let found = match self.value {
            Value::Null => "null",
            Value::Truth(_) => "真假值",
            Value::Integer(_) | Value::Huge | Value::Fraction | Value::Decimal(_) => "数字",
            Value::Text(_) => "文字",
            Value::List(_) => "列表",
            Value::Object(_) => "对象",
        };
        self.fault(format!("应为{what}，现在是{found}"));
        None
    }

    fn child_at(&self, key: &str, value: &'v Value) -> Node<'v> {
        Node { value, path: below(&self.path, key), faults: Rc::clone(&self.faults) }
    }
}

/// The path of a key's value in an object.
fn below(path: &str, key: &str) -> String {
    let plain = key.chars().all(|character| character.is_ascii_alphanumeric() || character == '_');
    if plain { format!("{path}.{key}") } else { format!("{path}[{key:?}]") }
}

/// The key that somebody may have meant: one that begins or ends so, or differs in two letters at most.
fn nearest<'k>(key: &str, keys: &[&'k str]) -> Option<&'k str> {
    const MOST_DIFFERENT: usize = 2;
    let near = keys.iter().map(|known| (different(key, known), *known));
    let (distance, found) = near.min()?;
    (distance <= MOST_DIFFERENT && key.len() > MOST_DIFFERENT).then_some(found)
}

/// How many letters must be changed, added or left out (Levenshtein).
fn different(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (line, letter) in one.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = line + 1;
        for (column, other) in other.iter().enumerate() {
            let changed = diagonal + usize::from(letter != *other);
            diagonal = row[column + 1];
            row[column + 1] = changed.min(row[column] + 1).min(diagonal + 1);
        }
    }
    row[other.len()]
}

/// An object whose keys are known to be allowed.
#[derive(Clone, Debug)]
pub struct Object<'v> {
    node: Node<'v>,
}

impl<'v> Object<'v> {
    /// The value of a key that must be there.
    pub fn required(&self, key: &str) -> Option<Node<'v>> {
        let found = self.find(key);
        if found.is_none() {
            self.node.fault(format!("缺少 {key}"));
        }
        found
    }

    /// The value of a key that may be missing or null.
    pub fn optional(&self, key: &str) -> Option<Node<'v>> {
        self.find(key).filter(|node| *node.value != Value::Null)
    }

    /// The object's own place.
    pub fn node(&self) -> &Node<'v> {
        &self.node
    }

    fn find(&self, key: &str) -> Option<Node<'v>> {
        let Value::Object(fields) = self.node.value else { return None };
        let (_, value) = fields.iter().find(|(name, _)| name == key)?;
        Some(self.node.child_at(key, value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(text: &str) -> Vec<String> {
        let result = read(text, |node| {
            let object = node.object(&["name", "numbers"])?;
            let name = object.required("name").and_then(|name| name.filled_text());
            for number in object.optional("numbers").and_then(|numbers| numbers.list()).unwrap_or_default() {
                let _: Option<u8> = number.number(1);
            }
            name.map(str::to_owned)
        });
        result.err().unwrap_or_default().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_text_is_cleaned_also_where_it_was_written_with_escapes() {
        let name = |node: &Node| node.object(&["name"])?.required("name")?.filled_text().map(str::to_owned);
        let names = [
            read("{ \"name\": \"地矿\u{200b}科\" }", name),
            read(r#"{ "name": "地矿\u200b科\u202e" }"#, name),
            read_toml("name = \"⼟矿\\u200B科\"", name),
        ];
        assert_eq!(names, ["地矿科", "地矿科", "土矿科"].map(|name| Ok(name.to_owned())));
    }

    #[test]
    fn every_fault_is_named_at_once_and_by_its_place() {
        let text = r#"{ "name": 1, "numbers": [1, 0, "2", 300], "oder": 1, "a b": 2 }"#;
        assert_eq!(
            faults(text),
            [
                "$.oder：没有这个键",
                "$[\"a b\"]：没有这个键",
                "$.name：应为一段文字（\"…\"），现在是数字",
                "$.numbers[1]：不能小于 1，现在是 0",
                "$.numbers[2]：应为一个整数，现在是文字",
                "$.numbers[3]：数字太大：300",
            ]
        );
    }

    #[test]
    fn a_key_that_stands_twice_is_a_fault() {
        assert_eq!(faults(r#"{ "name": "甲", "name": "乙" }"#), ["$.name：这个键出现了两次"]);
    }

    #[test]
    fn a_number_beyond_all_bounds_is_a_fault_of_its_own() {
        let text = r#"{ "name": "甲", "numbers": [18446744073709551615, -99999999999999999999, 1e30, 2.5] }"#;
        assert_eq!(
            faults(text),
            [
                "$.numbers[0]：数字超出范围",
                "$.numbers[1]：数字超出范围",
                "$.numbers[2]：数字超出范围",
                "$.numbers[3]：应为一个整数，现在是数字",
            ]
        );
        assert_eq!(faults("{\"name\": 1e999}"), ["第1行第14列：数字超出范围"]);
    }

    #[test]
    fn what_is_missing_is_named_at_its_object() {
        assert_eq!(faults("{}"), ["$：缺少 name"]);
        assert_eq!(faults(r#"{ "name": " " }"#), ["$.name：不能为空"]);
        assert_eq!(faults(r#"{ "name": "甲", "numbers": null }"#), [""; 0]);
    }

    #[test]
    fn what_is_no_json_is_named_by_its_line() {
        assert_eq!(faults("{\n  \"name\": 甲 }"), ["第2行第11列：不是有效的 JSON"]);
        assert_eq!(faults("{"), ["第1行第1列：文件不完整，JSON 没有结束"]);
        assert_eq!(faults("{ \"name\": \"甲\", }"), ["第1行第18列：最后一项之后多了一个逗号"]);
        assert_eq!(faults("{} {}"), ["第1行第4列：JSON 结束之后还有别的内容"]);
        assert_eq!(faults("{ \"name\": \"甲\n\" }"), ["第2行第0列：引号之内不能换行，也不能有控制字符"]);
        assert_eq!(faults(&"[".repeat(200)), ["第1行第128列：嵌套太深"]);
        assert_eq!(faults("\u{feff}{ \"name\": \"甲\" }"), [""; 0]);
    }
}
