//! Where a cell stands, by its name: `B3`.

/// The last row and column that a sheet can have.
pub(super) const LAST: (usize, usize) = (1_048_576, 16_384);

/// The row from 1 and the column from 0 of a cell's name, where a sheet can have such a cell.
pub(super) fn place_of(name: &str) -> Option<(usize, usize)> {
    let name = name.replace('$', "");
    let digits = name.find(|character: char| character.is_ascii_digit())?;
    let (letters, digits) = name.split_at(digits);
    if letters.is_empty() || letters.len() > 3 || digits.len() > 7 || digits.starts_with('0') {
        return None;
    }
    let mut column = 0_usize;
    for letter in letters.bytes() {
        let letter = letter.to_ascii_uppercase();
        if !letter.is_ascii_uppercase() {
            return None;
        }
        column = column * 26 + usize::from(letter - b'A') + 1;
    }
    let row: usize = digits.parse().ok()?;
    (row <= LAST.0 && column <= LAST.1).then(|| (row, column - 1))
}

#[cfg(test)]
mod tests {
    use super::{super::super::sheets::column_letters, *};

    #[test]
    fn a_cell_has_a_name_that_a_sheet_can_have() {
        assert_eq!(place_of("A1"), Some((1, 0)));
        assert_eq!(place_of("$XFD$1048576"), Some((1_048_576, 16_383)));
        for name in
            ["", "A", "1", "A0", "A01", "XFE1", "A1048577", "AAAA1", "A99999999999", "A1B", "é1", "-1"]
        {
            assert_eq!(place_of(name), None, "{name}");
        }
        assert_eq!([0, 25, 26, 701].map(column_letters), ["A", "Z", "AA", "ZZ"]);
    }
}
