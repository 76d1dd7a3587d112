//! Reckoning with printed figures: each stands for all amounts that would be printed so.

use super::read::Quantity;

/// One per cent, or one time, in ten-thousandths of a per cent or of a time.
const SCALE: i128 = 10_000;

/// The least and the greatest value that figures allow, in ten-thousandths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Between {
    least: i128,
    greatest: i128,
}

impl Between {
    /// `hundred` times one figure over another: 100 for per cents, 1 for times. `None` where it is over nothing.
    pub fn ratio(part: &Quantity, whole: &Quantity, hundred: i128) -> Option<Self> {
        let (part, whole) = (limits(part), limits(whole));
        if whole.0 <= 0 || part.0 < 0 {
            return None;
        }
        let scaled = |part: i128, whole: i128| part * hundred * SCALE / whole;
        Some(Self { least: scaled(part.0, whole.1), greatest: scaled(part.1, whole.0) + 1 })
    }

    /// Moved by so many per cents or times.
    pub fn less(self, whole: i128) -> Self {
        Self { least: self.least - whole * SCALE, greatest: self.greatest - whole * SCALE }
    }

    /// Without its sign.
    pub fn magnitude(self) -> Self {
        if self.greatest <= 0 { Self { least: -self.greatest, greatest: -self.least } } else { self }
    }

    /// One figure less another.
    pub fn difference(one: &Quantity, other: &Quantity) -> Self {
        let (one, other) = (limits(one), limits(other));
        Self { least: one.0 - other.1, greatest: one.1 - other.0 }
    }

    /// Whether it may be printed as this figure, rounded or cut off.
    pub fn fits(self, printed: &Quantity) -> bool {
        let (amount, step) = (i128::from(printed.amount), i128::from(printed.step.max(digit(printed))));
        // Nobody cuts 1.9 times down to one.
        let step = if printed.unit == "倍" { step / 2 } else { step };
        let step = if printed.is_about { step.max(amount.abs() / 10) } else { step };
        self.least <= amount + step && amount - step <= self.greatest
    }

    /// Its middle, with as many places as a figure has and one more.
    pub fn told(self, like: &Quantity) -> String {
        let middle = (self.least + self.greatest) / 2;
        let places = (places(like) + 1).min(2);
        let unit = 10_i128.pow(4 - places);
        let rounded = (middle + unit / 2).div_euclid(unit);
        let tens = 10_i128.pow(places);
        let text =
            format!("{}.{:0width$}", rounded / tens, rounded.rem_euclid(tens), width = places as usize);
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    }
}

/// The least and the greatest amount that is printed like this.
fn limits(quantity: &Quantity) -> (i128, i128) {
    let (amount, half) = (i128::from(quantity.amount), i128::from(quantity.step) / 2);
    (amount - half, amount + half)
}

/// Its last digit, also where it is exact: what is reckoned out is rounded.
fn digit(quantity: &Quantity) -> i64 {
    if quantity.step == 0 { 10_000 } else { quantity.step }
}

fn places(quantity: &Quantity) -> u32 {
    match quantity.step {
        0 | 10_000.. => 0,
        1_000.. => 1,
        _ => 2,
    }
}

/// An amount in ten-thousandths as people write it: 25, 2382.5.
pub(super) fn written(amount: i128) -> String {
    let (whole, rest) = (amount / SCALE, (amount % SCALE).abs());
    if rest == 0 {
        return whole.to_string();
    }
    format!("{whole}.{rest:04}").trim_end_matches('0').to_owned()
}

/// Of how much a sum of printed figures may be off.
pub(super) fn tolerance<'list>(quantities: impl Iterator<Item = &'list Quantity>) -> i128 {
    quantities.map(|quantity| i128::from(quantity.step)).sum::<i128>() / 2
}
