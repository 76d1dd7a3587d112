//! On which lines the elements of a JSON text stand, for what is wrong with one and only found later.

use std::collections::HashMap;

/// A list or an object that has begun and not ended.
struct Open {
    path: String,
    /// Of a list, how many elements have ended; of an object, `None`.
    index: Option<usize>,
    /// Of an object, the key whose value comes.
    key: Option<String>,
}

impl Open {
    /// The path of what begins in it.
    fn next(&self) -> String {
        match (self.index, &self.key) {
            (Some(index), _) => format!("{}[{index}]", self.path),
            (None, Some(key)) => super::below(&self.path, key),
            (None, None) => self.path.clone(),
        }
    }
}

/// The line of each object that stands in a list, by its path: `$.months[0].adoptions[2]`. Of a text that is no JSON, as
/// far as can be told.
pub fn lines_of_elements(text: &str) -> HashMap<String, usize> {
    let mut lines = HashMap::new();
    let mut open: Vec<Open> = Vec::new();
    let mut line = 1;
    let mut signs = text.char_indices();
    while let Some((at, sign)) = signs.next() {
        match sign {
            '\n' => line += 1,
            '"' => {
                let end = end_of_text(&mut signs).unwrap_or(text.len());
                if let Some(object) = open.last_mut().filter(|one| one.index.is_none() && one.key.is_none()) {
                    object.key = text.get(at..end).and_then(|key| serde_json::from_str(key).ok());
                }
            }
            '{' | '[' => {
                let path = open.last().map_or_else(|| "$".to_owned(), Open::next);
                if sign == '{' && open.last().is_some_and(|one| one.index.is_some()) {
                    lines.insert(path.clone(), line);
                }
                open.push(Open { path, index: (sign == '[').then_some(0), key: None });
            }
            '}' | ']' => drop(open.pop()),
            ',' => {
                if let Some(one) = open.last_mut() {
                    one.index = one.index.map(|index| index + 1);
                    one.key = None;
                }
            }
            _ => {}
        }
    }
    lines
}

/// Where a text ends that has begun, behind its quotation mark.
fn end_of_text(signs: &mut std::str::CharIndices<'_>) -> Option<usize> {
    while let Some((at, sign)) = signs.next() {
        match sign {
            '\\' => drop(signs.next()),
            '"' => return Some(at + 1),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_object_of_a_list_has_its_line() {
        let text = "{ \"a\\\"{[\": \"}\\\\\",\n \"months\": [\n  { \"x\": [ { \"instructions\": [\n{} ] } ], \"甲\": [1, {}] },\n  {} ] }";
        let lines = lines_of_elements(text);
        let mut found: Vec<(&str, usize)> = lines.iter().map(|(path, line)| (path.as_str(), *line)).collect();
        found.sort_unstable();
        assert_eq!(
            found,
            [
                ("$.months[0]", 3),
                ("$.months[0].x[0]", 3),
                ("$.months[0].x[0].instructions[0]", 4),
                ("$.months[0][\"甲\"][1]", 4),
                ("$.months[1]", 5),
            ]
        );
        for torn in ["", "{", "\"", "]]}}", "{\"a", "[{\"a\":[{", "[{]},{\"\\"] {
            lines_of_elements(torn);
        }
    }
}
