//! Where the focus is after an act in a list, so that whoever works through it goes on where they were, with scripts
//! and without: the address that comes next names the element, to which browsers then give it.

/// The address with the element that gets the focus there, so that whoever works through a list goes on where they
/// were: the row that follows those which were chosen of the form's `rows`, else what it names in `focus`, and the
/// pressed button before the form.
pub(crate) fn with_focus(address: String, fields: &[(String, String)]) -> String {
    let named = fields.iter().rfind(|(name, _)| name == "focus").map(|(_, element)| element.as_str());
    let element = row_after(fields).or(named).filter(|element| is_an_id(element));
    match element {
        Some(element) if !address.contains('#') => format!("{address}#{element}"),
        _ => address,
    }
}

/// Of a list whose rows the form names in their order, each ending with its item: the row after the last that was
/// chosen, else the last one before that was not.
fn row_after(fields: &[(String, String)]) -> Option<&str> {
    let (_, rows) = fields.iter().find(|(name, _)| name == "rows")?;
    let rows: Vec<&str> = rows.split(' ').collect();
    let is_chosen = |row: &&str| {
        let item = row.rsplit('-').next();
        fields.iter().any(|(name, value)| name == "item" && Some(value.as_str()) == item)
    };
    let last = rows.iter().rposition(is_chosen)?;
    let before = rows[..last].iter().rfind(|row| !is_chosen(row));
    rows.get(last + 1).or(before).copied()
}

fn is_an_id(element: &str) -> bool {
    !element.is_empty()
        && element.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_an_act_in_a_list_the_focus_goes_to_the_next_row() {
        let fields =
            |form: &str| -> Vec<(String, String)> { serde_urlencoded::from_str(form).expect("a form") };
        let cases = [
            ("focus=row-7", "/inbox#row-7"),
            ("focus=%22x", "/inbox"),
            ("focus=a&focus=b", "/inbox#b"),
            ("rows=row-1+row-2+row-3&item=1&item=2&focus=all", "/inbox#row-3"),
            ("rows=row-1+row-2+row-3&item=2&item=3", "/inbox#row-1"),
            ("rows=row-1+row-2+row-3&item=1", "/inbox#row-2"),
            ("rows=row-1&item=1&focus=all", "/inbox#all"),
            ("rows=row-1+row-2", "/inbox"),
            ("item=1", "/inbox"),
        ];
        for (form, address) in cases {
            assert_eq!(with_focus("/inbox".to_owned(), &fields(form)), address, "{form}");
        }
        assert_eq!(with_focus("/inbox#there".to_owned(), &fields("focus=row-1")), "/inbox#there");
    }
}
