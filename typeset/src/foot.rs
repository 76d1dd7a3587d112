//! The foot's company: what is done where the foot would stand on a page of its own.
//!
//! Two lines are gained by a lower masthead and a tighter foot, which then stands under the text. Else the end of the
//! text goes over to the foot's page with it.

use super::{
    measures::Measures,
    pages::{Owner, Reading},
};

/// How an issue is made to fit its pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    Plain,
    /// With a lower masthead and a tighter foot.
    Low,
    /// With its last item, or a long one's last paragraph, on the last page.
    Over,
}

/// How many points a lower masthead and a tighter foot give.
const GIVEN: f64 = 62.0;
/// Points that the foot's rule takes below its last line.
const RULE: f64 = 9.0;

/// What to try where the foot stands alone, the best first; nothing where it has company.
pub(super) fn remedies(reading: &Reading, measures: &Measures) -> &'static [Fit] {
    match lacking(reading, measures) {
        None => &[],
        Some(lacking) if lacking <= GIVEN => &[Fit::Low, Fit::Over],
        Some(_) => &[Fit::Over],
    }
}

/// How much room, in points, the page before lacks for a foot that stands alone.
pub(super) fn lacking(reading: &Reading, measures: &Measures) -> Option<f64> {
    let printed = || reading.texts.iter().filter(|text| text.owner != Owner::Margin);
    let last = printed().map(|text| text.page).max()?;
    let before = last.checked_sub(1)?;
    if printed().any(|text| text.page == last && text.owner != Owner::Foot) {
        return None;
    }
    let lowest =
        |page| printed().filter(|text| text.page == page).map(|text| text.bottom).fold(0.0, f64::max);
    let height = lowest(last) + RULE - reading.foot_top?;
    Some(lowest(before) + measures.leading() + height - (measures.area_top() + measures.area_height()))
}

#[cfg(test)]
mod tests {
    use super::{super::pages::PlacedText, *};

    fn text(page: usize, bottom: f64, owner: Owner) -> PlacedText {
        let (left, right, top) = (0.0, 100.0, bottom - 16.0);
        PlacedText { page, left, right, top, bottom, owner, ..PlacedText::default() }
    }

    #[test]
    fn a_foot_alone_asks_for_the_room_that_it_lacks() {
        let measures = Measures::default();
        let item = Owner::Item { index: 0, columns: None };
        let (top, bottom) = (measures.area_top(), measures.area_top() + measures.area_height());
        let mut reading = Reading {
            texts: vec![text(0, bottom - 90.0, item), text(1, top + 91.0, Owner::Foot)],
            foot_top: Some(top),
            ..Reading::default()
        };
        assert_eq!(remedies(&reading, &measures), [Fit::Low, Fit::Over]);
        reading.texts[0].bottom = bottom - 20.0;
        assert_eq!(remedies(&reading, &measures), [Fit::Over]);
        reading.texts.push(text(1, top + 16.0, item));
        assert!(remedies(&reading, &measures).is_empty(), "an item keeps it company");
    }
}
