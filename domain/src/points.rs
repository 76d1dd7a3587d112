//! Points: exact decimals. Never floating point, in memory or in a database.
//!
//! A value is a whole number of ten-thousandths. That holds every rate in use, the halves and thirds of a
//! joint piece to four places, and it is what a database stores ([`Points::scaled`]).

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// Ten-thousandths in one point.
const SCALE: i64 = 10_000;
/// Decimal places that can be written.
const PLACES: usize = 4;

/// An amount of points, positive or negative, exact to four decimal places.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Points(i64);

/// A text that is no amount of points, or a sum that no longer fits.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PointsError {
    #[error("“{0}”不是分值，应写作 5、0.5 或 -3 这样的十进制数")]
    NotDecimal(String),
    #[error("分值“{0}”的小数超过四位")]
    TooPrecise(String),
    #[error("分值“{0}”太大")]
    TooLarge(String),
    #[error("分值之和超出范围")]
    Overflow,
}

impl Points {
    pub const ZERO: Self = Self(0);

    /// So many whole points.
    pub const fn whole(points: i32) -> Self {
        Self(points as i64 * SCALE)
    }

    /// From ten-thousandths, as a database holds them.
    pub const fn from_scaled(scaled: i64) -> Self {
        Self(scaled)
    }

    /// Ten-thousandths, for a database.
    pub const fn scaled(self) -> i64 {
        self.0
    }

    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Without its sign: what is taken away, as an amount.
    pub fn magnitude(self) -> Self {
        Self(self.0.saturating_abs())
    }

    /// For `serde`, which asks by reference.
    pub fn is_zero_of(points: &Self) -> bool {
        points.is_zero()
    }

    pub fn checked_add(self, other: Self) -> Result<Self, PointsError> {
        self.0.checked_add(other.0).map(Self).ok_or(PointsError::Overflow)
    }

    pub fn checked_sub(self, other: Self) -> Result<Self, PointsError> {
        self.0.checked_sub(other.0).map(Self).ok_or(PointsError::Overflow)
    }

    pub fn checked_neg(self) -> Result<Self, PointsError> {
        self.0.checked_neg().map(Self).ok_or(PointsError::Overflow)
    }

    /// The sum, which does not depend on the order of what is added: only a total out of range is an error.
    pub fn checked_sum(points: impl IntoIterator<Item = Self>) -> Result<Self, PointsError> {
        let total: i128 = points.into_iter().map(|points| i128::from(points.0)).sum();
        i64::try_from(total).map(Self).map_err(|_| PointsError::Overflow)
    }
}

impl FromStr for Points {
    type Err = PointsError;

    /// ASCII digits with an optional `-` before and an optional fraction: `5`, `0.5`, `-3`, `1.50`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let not_decimal = || PointsError::NotDecimal(text.to_owned());
        let (negative, digits) = match text.strip_prefix('-') {
            Some(digits) => (true, digits),
            None => (false, text),
        };
        let (whole, fraction) = match digits.split_once('.') {
            Some((_, "")) => return Err(not_decimal()),
            Some(parts) => parts,
            None => (digits, ""),
        };
        let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) {
            return Err(not_decimal());
        }
        let fraction = fraction.trim_end_matches('0');
        if fraction.len() > PLACES {
            return Err(PointsError::TooPrecise(text.to_owned()));
        }
        let too_large = || PointsError::TooLarge(text.to_owned());
        let digits = format!("{}{whole}{fraction:0<PLACES$}", if negative { "-" } else { "" });
        digits.parse().map(Self).map_err(|_| too_large())
    }
}

impl fmt::Display for Points {
    /// Without trailing zeros: `5`, `0.5`, `-3`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scale = SCALE.unsigned_abs();
        let amount = self.0.unsigned_abs();
        let sign = if self.0 < 0 { "-" } else { "" };
        write!(formatter, "{sign}{}", amount / scale)?;
        let (mut fraction, mut places) = (amount % scale, PLACES);
        if fraction == 0 {
            return Ok(());
        }
        while fraction.is_multiple_of(10) {
            (fraction, places) = (fraction / 10, places - 1);
        }
        write!(formatter, ".{fraction:0places$}")
    }
}

impl Serialize for Points {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Points {
    /// From a string alone: a JSON number has already passed through floating point in many programs.
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn points_are_printed_without_trailing_zeros() {
        for (text, printed) in [
            ("0", "0"),
            ("-0", "0"),
            ("0.5", "0.5"),
            ("-0.5", "-0.5"),
            ("-3", "-3"),
            ("007", "7"),
            ("1.50", "1.5"),
            ("5.0000", "5"),
            ("5.00000", "5"),
            ("0.0001", "0.0001"),
            ("922337203685477.5807", "922337203685477.5807"),
            ("-922337203685477.5808", "-922337203685477.5808"),
        ] {
            assert_eq!(text.parse::<Points>().expect(text).to_string(), printed);
        }
    }

    #[test]
    fn what_is_no_amount_of_points_is_refused() {
        for text in
            ["", "-", "+1", ".5", "5.", "1.2.3", "1e3", " 1", "1 ", "１", "五", "--1", "1,000", "NaN", "-.5"]
        {
            assert_eq!(text.parse::<Points>(), Err(PointsError::NotDecimal(text.to_owned())), "{text}");
        }
        assert!(matches!("0.00001".parse::<Points>(), Err(PointsError::TooPrecise(_))));
        for text in ["922337203685477.5808", "-922337203685477.5809", "99999999999999999999999"] {
            assert_eq!(text.parse::<Points>(), Err(PointsError::TooLarge(text.to_owned())), "{text}");
        }
    }

    #[test]
    fn a_number_is_no_points_string() {
        assert!(serde_json::from_str::<Points>("5").is_err());
        assert!(serde_json::from_str::<Points>("0.5").is_err());
        assert_eq!(serde_json::from_str::<Points>("\"0.5\"").expect("a string"), Points::from_scaled(5_000));
        assert_eq!(serde_json::to_string(&Points::whole(5)).expect("a string"), "\"5\"");
    }

    #[test]
    fn a_sum_out_of_range_is_an_error_and_not_another_number() {
        let most = Points::from_scaled(i64::MAX);
        let least = Points::from_scaled(i64::MIN);
        assert_eq!(most.checked_add(Points::whole(1)), Err(PointsError::Overflow));
        assert_eq!(least.checked_sub(Points::whole(1)), Err(PointsError::Overflow));
        assert_eq!(least.checked_neg(), Err(PointsError::Overflow));
        assert_eq!(Points::checked_sum([most, most]), Err(PointsError::Overflow));
        assert_eq!(Points::checked_sum([most, most, least, least]), Ok(Points::from_scaled(-2)));
    }

    proptest! {
        #[test]
        fn what_is_printed_is_read_back(scaled: i64) {
            let points = Points::from_scaled(scaled);
            prop_assert_eq!(points.to_string().parse::<Points>(), Ok(points));
            let json = serde_json::to_string(&points).expect("points are a string");
            prop_assert_eq!(serde_json::from_str::<Points>(&json).expect("a string"), points);
        }

        #[test]
        fn no_text_makes_the_parser_panic(text in "\\PC*|[-0-9.]{0,30}") {
            let _ = text.parse::<Points>();
        }

        #[test]
        fn the_order_of_a_sum_does_not_matter(mut scaled in proptest::collection::vec(any::<i64>(), 0..20)) {
            let sum = |scaled: &[i64]| Points::checked_sum(scaled.iter().copied().map(Points::from_scaled));
            let forwards = sum(&scaled);
            scaled.reverse();
            prop_assert_eq!(forwards, sum(&scaled));
        }

        #[test]
        fn points_are_ordered_as_their_amounts(one: i64, other: i64) {
            prop_assert_eq!(
                Points::from_scaled(one).cmp(&Points::from_scaled(other)),
                one.cmp(&other)
            );
        }
    }
}
