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
    for name in line.split(is_separator).filter(|name| !name.is_empty()) {
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
