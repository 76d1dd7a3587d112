//! What a contributor is told on the front page: what became of the pieces, and what the units lack this month.

use async_trait::async_trait;
use domain::{
    calendar::Month,
    id::{ItemId, UnitId},
    item::Kind,
    person::Actor,
    points::Points,
    workflow::State,
};

use crate::desk::Refusal;

/// All that a contributor is told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contributions {
    /// The pieces that moved lately, the latest first.
    pub pieces: Vec<MovedPiece>,
    /// Whether they are all of the units', since none of the person's own moved.
    pub is_of_units: bool,
    /// Each unit's present month.
    pub months: Vec<MonthSoFar>,
}

/// A piece that was sent in, and how far it got.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MovedPiece {
    pub item: ItemId,
    pub kind: Kind,
    /// As lists call it.
    pub title: String,
    pub state: State,
    pub moved_at: jiff::Timestamp,
    /// From 拟用 on.
    pub steps: Vec<Step>,
}

/// One thing that became of a piece: 采用, 上级采用.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub name: &'static str,
    /// What it earned the unit, as the ledger stands; `None` where that is nothing.
    pub points: Option<Points>,
}

impl Step {
    /// 采用 +1.
    pub fn in_words(&self) -> String {
        match self.points {
            Some(points) if points > Points::ZERO => format!("{} +{points}", self.name),
            Some(points) => format!("{} {points}", self.name),
            None => self.name.to_owned(),
        }
    }
}

/// A unit's month that is under way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonthSoFar {
    pub unit: UnitId,
    /// The unit's full name.
    pub name: String,
    pub month: Month,
    pub points: Points,
    /// As the unit's own page says it, each in words.
    pub lacking: Vec<String>,
    /// Days after today.
    pub days_left: i8,
}

#[async_trait]
pub trait Contributing {
    /// What there is to tell; nothing to whoever contributes for no unit.
    async fn contributions(&self, actor: &Actor) -> Result<Contributions, Refusal>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_tells_what_it_earned() {
        let step = |points| Step { name: "采用", points }.in_words();
        assert_eq!(step(None), "采用");
        assert_eq!(step(Some(Points::whole(5))), "采用 +5");
        assert_eq!(step(Some(Points::whole(-1))), "采用 -1");
    }
}
