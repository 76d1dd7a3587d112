//! Figures above or below their line.

/// Above the line or below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shift {
    Above,
    Below,
}

impl Shift {
    /// Digits above or below the line are signs of their own: 10⁴ is not 104.
    pub fn shown(self, sign: char) -> char {
        let Some(digit) = sign.to_digit(10) else { return sign };
        let digits = match self {
            Self::Above => "⁰¹²³⁴⁵⁶⁷⁸⁹",
            Self::Below => "₀₁₂₃₄₅₆₇₈₉",
        };
        digits.chars().nth(digit as usize).unwrap_or(sign)
    }
}
