//! The last look at finished pages: whether anything stands over something else or outside the type area.
//!
//! What is known to be too large is measured before; here is found what nobody thought of, so that it is said and
//! not printed.

use super::pages::{Owner, PlacedText};

/// Points by which boxes of text may meet: less than what the eye sees.
const SLACK: f64 = 1.0;

/// The type area, in points.
#[derive(Clone, Copy, Debug)]
pub(super) struct Area {
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) top: f64,
    pub(super) bottom: f64,
}

/// The texts that stand where they must not, in printed order.
pub(super) fn misplaced<'a>(texts: &'a [PlacedText], area: &Area) -> Vec<&'a PlacedText> {
    let seen: Vec<&PlacedText> =
        texts.iter().filter(|text| !text.turned && !text.text.trim().is_empty()).collect();
    let mut misplaced: Vec<bool> = seen.iter().map(|text| is_outside(text, area)).collect();
    let mut order: Vec<usize> = (0..seen.len()).collect();
    order.sort_by(|one, other| {
        let (one, other) = (seen[*one], seen[*other]);
        one.page.cmp(&other.page).then(one.top.total_cmp(&other.top))
    });
    for (place, index) in order.iter().enumerate() {
        let one = seen[*index];
        let below = order[place + 1..].iter().take_while(|other| {
            let other = seen[**other];
            other.page == one.page && other.top < one.bottom - SLACK
        });
        for other in below.copied().collect::<Vec<_>>() {
            if overlap(one, seen[other]) {
                misplaced[*index.max(&other)] = true;
            }
        }
    }
    seen.into_iter().zip(misplaced).filter(|(_, misplaced)| *misplaced).map(|(text, _)| text).collect()
}

/// Page numbers stand outside, and nothing else does.
fn is_outside(text: &PlacedText, area: &Area) -> bool {
    let is_number =
        |text: &str| text.chars().all(|character| character.is_ascii_digit() || "— ".contains(character));
    if text.owner == Owner::Margin && is_number(&text.text) {
        return false;
    }
    text.left < area.left - SLACK
        || text.right - text.behind > area.right + SLACK
        || text.top < area.top - SLACK
        || text.bottom > area.bottom + SLACK
}

fn overlap(one: &PlacedText, other: &PlacedText) -> bool {
    let height = (one.bottom - one.top).min(other.bottom - other.top);
    let right = (one.right - one.behind).min(other.right - other.behind);
    let across = right - one.left.max(other.left);
    let down = one.bottom.min(other.bottom) - one.top.max(other.top);
    across > SLACK && down > 0.2 * height
}

#[cfg(test)]
mod tests {
    use super::*;

    const AREA: Area = Area { left: 70.0, right: 520.0, top: 80.0, bottom: 750.0 };

    fn text(left: f64, right: f64, bottom: f64) -> PlacedText {
        PlacedText {
            left, right, top: bottom - 16.0, bottom, text: "字".to_owned(), ..PlacedText::default()
        }
    }

    #[test]
    fn lines_one_below_the_other_are_where_they_belong() {
        let texts = [text(70.0, 520.0, 96.0), text(70.0, 300.0, 113.0), text(300.0, 520.5, 113.0)];
        assert!(misplaced(&texts, &AREA).is_empty());
    }

    #[test]
    fn what_stands_over_something_or_outside_is_found() {
        let texts = [text(70.0, 200.0, 96.0), text(190.0, 300.0, 98.0)];
        assert_eq!(misplaced(&texts, &AREA), [&texts[1]]);
        let texts = [text(70.0, 530.0, 96.0), text(60.0, 90.0, 130.0), text(70.0, 90.0, 800.0)];
        assert_eq!(misplaced(&texts, &AREA).len(), 3);
        let other_page = PlacedText { page: 1, ..text(190.0, 300.0, 98.0) };
        assert!(misplaced(&[text(70.0, 200.0, 96.0), other_page], &AREA).is_empty());
    }
}
