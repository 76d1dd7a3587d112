//! Lists that are worked through: after an act on one row the next one has the focus.

use leptos::prelude::*;

/// The id of the element that gets the focus once the one at this place is done: the next, else the one before, else
/// the list's only one itself.
pub fn next_row(ids: &[String], place: usize) -> String {
    let next = ids.get(place + 1).or_else(|| ids.get(place.checked_sub(1)?)).or_else(|| ids.get(place));
    next.cloned().unwrap_or_default()
}

/// Hidden in a row's form: which element has the focus after its act.
#[component]
pub fn FocusAfter(#[prop(into)] element: String) -> impl IntoView {
    view! { <input type="hidden" name="focus" value=element /> }
}

#[cfg(test)]
mod tests {
    use super::next_row;

    #[test]
    fn the_next_row_has_the_focus_and_at_the_lists_end_the_one_before() {
        let ids = ["a", "b", "c"].map(str::to_owned);
        assert_eq!([0, 1, 2].map(|place| next_row(&ids, place)), ["b", "c", "b"]);
        assert_eq!(next_row(&ids[..1], 0), "a");
    }
}
