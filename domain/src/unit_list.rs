//! Units named in a row, as people type them into a field: `地矿科、高唐局 市规划院`.
//!
//! A name that means no unit is never dropped and never guessed; the nearest names are offered by
//! [`UnitDirectory::nearest`].

use crate::{id::UnitId, unit::UnitDirectory};

/// What such a line says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnitList {
    /// The known units, each once, in order.
    pub units: Vec<UnitId>,
    /// Under which name each of them was typed first.
    pub names: Vec<String>,
    /// What was typed and means no unit, in order.
    pub unknown: Vec<String>,
    /// Units that were named more than once, under whatever names.
    pub repeated: Vec<UnitId>,
}

/// Reads units parted by spaces, line breaks or any of `、，,；;/`, perhaps within brackets.
pub fn read_unit_list(line: &str, directory: &UnitDirectory) -> UnitList {
    let mut list = UnitList::default();
    for name in names(line, directory).iter().map(String::as_str) {
        // A name may hold brackets of its own, so they come off only where it is unknown with them.
        let found = directory.find(name).or_else(|| directory.find(without_brackets(name)));
        match found.map(|unit| unit.id) {
            None if without_brackets(name).is_empty() => {}
            None => list.unknown.push(without_brackets(name).to_owned()),
            Some(unit) if !list.units.contains(&unit) => {
                let typed = if directory.find(name).is_some() { name } else { without_brackets(name) };
                list.units.push(unit);
                list.names.push(typed.to_owned());
            }
            Some(unit) if !list.repeated.contains(&unit) => list.repeated.push(unit),
            Some(_) => {}
        }
    }
    list
}

/// Longer names are not written with blanks between their parts.
const MOST_PARTS: usize = 8;

/// The names of a line. What stands between a name's own brackets belongs to it, 县（市、区）局; a known name may be spaced
/// out, 财　审　科, or broken over lines.
fn names(line: &str, directory: &UnitDirectory) -> Vec<String> {
    let parts = parts(line);
    let mut names = Vec::with_capacity(parts.len());
    let mut place = 0;
    while place < parts.len() {
        let spaced =
            1 + parts[place + 1..].iter().take(MOST_PARTS - 1).take_while(|part| part.after_blank).count();
        let joined = (2..=spaced).rev().find_map(|count| {
            let run = &parts[place..place + count];
            let name: String = run.iter().map(|part| part.text.as_str()).collect();
            let are_units = run.iter().all(|part| directory.find(&part.text).is_some());
            (!are_units && directory.find(without_brackets(&name)).is_some()).then_some((name, count))
        });
        let (name, count) = joined.unwrap_or_else(|| (parts[place].text.clone(), 1));
        names.push(name);
        place += count;
    }
    names
}

/// What stands between two separators, and whether only blanks stood before it.
struct Part {
    text: String,
    after_blank: bool,
}

fn parts(line: &str) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut text = String::new();
    let mut after_blank = true;
    let mut rest = line.chars();
    while let Some(character) = rest.next() {
        let opens_within = matches!(character, '（' | '(') && !text.is_empty();
        let inner = opens_within.then(|| rest.as_str().find(['）', ')'])).flatten();
        if let Some(end) = inner {
            text.push(character);
            let count = rest.as_str()[..end].chars().count() + 1;
            text.extend(rest.by_ref().take(count));
        } else if is_separator(character) {
            if !text.is_empty() {
                parts.push(Part { text: std::mem::take(&mut text), after_blank });
                after_blank = true;
            }
            after_blank &= character.is_whitespace();
        } else {
            text.push(character);
        }
    }
    if !text.is_empty() {
        parts.push(Part { text, after_blank });
    }
    parts
}

/// The line with one name in place of another, wherever it stands as a whole; all else stays as it was typed.
pub fn replace_in_unit_list(line: &str, name: &str, by: &str) -> String {
    line.split_inclusive(is_separator)
        .map(|part| {
            let typed = part.trim_end_matches(is_separator);
            if without_brackets(typed) == name { part.replacen(name, by, 1) } else { part.to_owned() }
        })
        .collect()
}

fn is_separator(character: char) -> bool {
    character.is_whitespace() || matches!(character, '、' | '，' | ',' | '；' | ';' | '/' | '／')
}

fn without_brackets(name: &str) -> &str {
    name.trim_matches(['（', '）', '(', ')'])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::unit::tests::directory;

    fn read(line: &str) -> UnitList {
        let units: &[(&str, &[&str])] = &[
            ("地质矿产管理科", &["地矿科"]),
            ("高唐局", &[]),
            ("市林业发展中心", &["林业中心"]),
            ("档案室（南）", &[]),
        ];
        read_unit_list(line, &directory(units))
    }

    #[test]
    fn units_are_read_under_any_name_and_parted_by_whatever_people_type() {
        for line in [
            "地矿科 高唐局",
            "地矿科、高唐局",
            "地矿科，高唐局,",
            "（地矿科/高唐局）",
            "地质矿产管理科\r\n高唐局；",
        ] {
            let list = read(line);
            assert_eq!(list.units, [UnitId(1), UnitId(2)], "{line}");
            assert_eq!((list.unknown.len(), list.repeated.len()), (0, 0), "{line}");
        }
        assert_eq!(read("档案室（南）").units, [UnitId(4)], "brackets of its own");
        assert_eq!(read(" （ ） 、"), UnitList::default());
    }

    #[test]
    fn an_unknown_name_stays_as_it_was_typed_and_a_repeated_unit_is_told() {
        let list = read("地矿、高唐局、林业中心、市林业发展中心");
        assert_eq!(list.unknown, ["地矿"]);
        assert_eq!(list.units, [UnitId(2), UnitId(3)]);
        assert_eq!(list.repeated, [UnitId(3)]);
    }

    #[test]
    fn a_known_name_may_be_spaced_out_broken_over_lines_or_have_separators_within_its_brackets() {
        let units: &[(&str, &[&str])] =
            &[("财审科", &[]), ("县（市、区）局", &[]), ("高唐局", &[]), ("办公室", &[])];
        let read = |line| read_unit_list(line, &directory(units));
        for line in ["财　审　科", "财 审 科", "财审\n科", "（财 审科）"] {
            assert_eq!((read(line).units, read(line).unknown), (vec![UnitId(1)], vec![]), "{line}");
        }
        assert_eq!(read("县（市、区）局、财 审 科 高唐局").units, [UnitId(2), UnitId(1), UnitId(3)]);
        assert_eq!(read("高唐局 办公室").units, [UnitId(3), UnitId(4)]);
        assert_eq!(read("财、审科").unknown, ["财", "审科"], "a mark parts what blanks do not");
        assert_eq!(read("（高唐局、办公室）").units, [UnitId(3), UnitId(4)]);
    }

    #[test]
    fn a_name_is_replaced_where_it_stands_as_a_whole() {
        let line = "地矿科、地矿/（地矿） 高唐局";
        assert_eq!(replace_in_unit_list(line, "地矿", "乙"), "地矿科、乙/（乙） 高唐局");
        assert_eq!(replace_in_unit_list(line, "甲", "乙"), line);
    }

    proptest! {
        #[test]
        fn no_letter_is_lost(line in "[地矿科高唐局甲乙 、，/（）\\PC]{0,24}") {
            let list = read(&line);
            let known = list.units.len() + list.repeated.len();
            let letters = line.chars().filter(|character| character.is_alphanumeric()).count();
            let unknown: usize =
                list.unknown.iter().flat_map(|name| name.chars()).filter(|character| character.is_alphanumeric()).count();
            let is_kept = if known == 0 { unknown == letters } else { unknown < letters };
            prop_assert!(is_kept);
        }
    }
}
