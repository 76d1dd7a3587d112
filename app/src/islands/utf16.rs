//! Places as fields count them, in UTF-16 units, as the rest of the program counts them, in characters.

/// A place counted in UTF-16 units as one counted in characters.
pub fn to_characters(text: &str, place: usize) -> usize {
    let mut units = 0;
    let is_before = |character: &char| {
        units += character.len_utf16();
        units <= place
    };
    text.chars().take_while(is_before).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_as_fields_count_them() {
        assert_eq!(to_characters("𬭚矿山", 2), 1);
        assert_eq!(to_characters("𬭚矿山", 3), 2);
        assert_eq!(to_characters("矿山", 9), 2);
    }
}
