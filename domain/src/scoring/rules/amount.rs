//! Amounts, and how they are rounded.

use serde::{Deserialize, Serialize};

use super::described::{Held, Holds};
use crate::{json::Node, points::Points};

/// What a rate gives for one piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amount {
    Fixed(Points),
    /// The points entered with the fact, as an outside table gives them.
    Given,
}

/// The word for [`Amount::Given`] in a document.
pub(super) const GIVEN: &str = "given";

impl Serialize for Amount {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Fixed(points) => points.serialize(serializer),
            Self::Given => serializer.serialize_str(GIVEN),
        }
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if text == GIVEN {
            return Ok(Self::Given);
        }
        text.parse().map(Self::Fixed).map_err(serde::de::Error::custom)
    }
}

/// Decimal places to which a share, a product or a quotient is rounded, half away from zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rounding {
    /// 0 to 4.
    pub places: u8,
}

impl Default for Rounding {
    fn default() -> Self {
        Self { places: Self::FINEST }
    }
}

impl Held for Rounding {
    const HOLDS: Holds = Holds::Heads;

    fn read(node: &Node<'_>, _: &[String]) -> Option<Self> {
        let node = node.object(&["places"])?.required("places")?;
        let places = node.number::<u8>(0)?;
        if places > Self::FINEST {
            node.fault(format!("小数至多{}位", Self::FINEST));
            return None;
        }
        Some(Self { places })
    }
}

impl Rounding {
    pub const FINEST: u8 = 4;

    pub fn is_usual(&self) -> bool {
        *self == Self::default()
    }

    /// The smallest amount above zero, in ten-thousandths.
    pub(in super::super) fn step(self) -> i128 {
        10_i128.pow(u32::from(Self::FINEST.saturating_sub(self.places)))
    }

    /// `numerator ÷ denominator` ten-thousandths, rounded half away from zero. The denominator is above zero.
    pub(in super::super) fn divide(self, numerator: i128, denominator: i128) -> Points {
        let step = self.step().saturating_mul(denominator.max(1));
        let half = step / 2;
        let magnitude = (numerator.saturating_abs().saturating_add(half) / step) * self.step();
        let signed = if numerator < 0 { -magnitude } else { magnitude };
        // Beyond sixty-four bits the sums of a bulletin are refused; here the value stays at the bound.
        Points::from_scaled(i64::try_from(signed).unwrap_or(if signed < 0 { i64::MIN + 1 } else { i64::MAX }))
    }
}

/// 每篇5分, 每篇按登记的分.
pub(super) fn given(amount: Amount, each: &str) -> String {
    match amount {
        Amount::Given => format!("{each}按登记的分"),
        Amount::Fixed(points) if points < Points::ZERO => {
            format!("{}{}分", each.replace('加', "扣"), points.magnitude())
        }
        Amount::Fixed(points) => format!("{each}{points}分"),
    }
}
