//! Ranks within a group: what a wrong figure moves, and what a wrong rank follows from.

use super::super::{
    derived::Derived,
    finding::{Finding, Place, Value},
    units::Group,
};
use crate::{
    points::Points,
    scoring::{Field, dense_ranks},
};

/// A group's cumulative points and ranks, as printed and as they follow.
pub(super) struct Standings {
    names: Vec<String>,
    /// The derived amount where nothing is printed.
    printed: Vec<Points>,
    printed_ranks: Vec<Option<u32>>,
    derived: Vec<Points>,
    /// By the rule set's own way of ranking.
    ranks: Vec<Points>,
}

impl Standings {
    pub(super) fn of(group: &Group<'_>, derived: &[Derived]) -> Self {
        let ranks = derived.iter().map(|unit| unit.get(Field::Rank)).collect();
        let derived: Vec<Points> = derived.iter().map(|unit| unit.get(Field::Cumulative)).collect();
        let printed = |field| group.units.iter().map(move |unit| unit.row.and_then(|row| row.amount(field)));
        Self {
            names: group.units.iter().map(|unit| unit.name.clone()).collect(),
            printed: printed(Field::Cumulative)
                .zip(&derived)
                .map(|(amount, own)| amount.unwrap_or(*own))
                .collect(),
            printed_ranks: printed(Field::Rank)
                .map(|rank| rank.filter(|rank| !rank.is_zero()).and_then(super::super::numbers::count))
                .collect(),
            derived,
            ranks,
        }
    }

    /// Whether equal points share a rank and the next follows at once, which the explanations rest on.
    fn is_dense(&self) -> bool {
        let dense = dense_ranks(&self.derived);
        let whole = dense.iter().map(|rank| Points::whole(i32::try_from(*rank).unwrap_or(i32::MAX)));
        whole.eq(self.ranks.iter().copied())
    }

    /// The ranks if only this unit's points were put right.
    fn with(&self, place: usize) -> Vec<u32> {
        let mut points = self.printed.clone();
        points[place] = self.derived[place];
        dense_ranks(&points)
    }

    /// What a wrong sum of the unit's moves.
    pub(super) fn moved_by(&self, place: usize) -> String {
        let (before, after) = (dense_ranks(&self.printed), self.with(place));
        let others = (0..before.len()).filter(|at| *at != place && before[*at] != after[*at]).count();
        let own = if before[place] == after[place] {
            format!("名次仍为第{}", after[place])
        } else {
            format!("名次由第{}变为第{}", before[place], after[place])
        };
        if others == 0 {
            format!("{own}。")
        } else {
            format!("{own}，并使另外{others}个单位的名次变动。")
        }
    }

    /// What a wrong rank of the unit's follows from.
    pub(super) fn why(&self, place: usize) -> String {
        if !self.is_dense() {
            return format!(
                "按累计{}分和计分办法的排名规则应为第{}名。",
                self.derived[place], self.ranks[place]
            );
        }
        let by_printed = dense_ranks(&self.printed);
        let mut causes = Vec::new();
        if self.printed[place] != self.derived[place] {
            causes.push(format!("本单位累计应为{}分", self.derived[place]));
        }
        let others =
            (0..self.printed.len()).filter(|at| *at != place && self.printed[*at] != self.derived[*at]);
        let moving: Vec<String> = others
            .filter(|at| self.with(*at)[place] != by_printed[place])
            .map(|at| {
                format!("“{}”累计应为{}分而印作{}分", self.names[at], self.derived[at], self.printed[at])
            })
            .collect();
        causes.extend(several(&moving));
        // Where the own sum is wrong, its neighbours' ranks are bound not to go with it.
        let own = self.printed[place] != self.derived[place];
        if !own && self.printed_ranks[place] != Some(by_printed[place]) {
            causes.extend(several(&self.slips(place)));
        }
        if causes.is_empty() {
            causes.push("名次与累计分数的次序不符".to_owned());
        }
        format!(
            "按累计{}分应为第{}名（分数相同并列，其后名次紧接）：{}。",
            self.derived[place],
            self.ranks[place],
            causes.join("；")
        )
    }

    /// Neighbours, down to the unit, whose printed ranks do not go with their printed points.
    fn slips(&self, place: usize) -> Vec<String> {
        let mut order: Vec<usize> = (0..self.printed.len()).collect();
        order.sort_by_key(|at| (std::cmp::Reverse(self.printed[*at]), *at));
        let until = self.printed[place];
        order
            .windows(2)
            .filter_map(|pair| {
                let (one, other) = (pair[0], pair[1]);
                let (one_rank, other_rank) = (self.printed_ranks[one]?, self.printed_ranks[other]?);
                let tied = self.printed[one] == self.printed[other];
                let names = format!("“{}”与“{}”", self.names[one], self.names[other]);
                match (tied, other_rank.checked_sub(one_rank)) {
                    _ if self.printed[other] < until => None,
                    (true, Some(0)) | (false, Some(1)) => None,
                    (false, Some(0)) => Some(format!(
                        "{names}分数不同（{}分、{}分）却并列第{one_rank}，以下名次都提前了",
                        self.printed[one], self.printed[other]
                    )),
                    (true, _) => Some(format!("{names}同为{}分却没有并列", self.printed[one])),
                    (false, _) => Some(format!("{names}的名次由第{one_rank}跳到第{other_rank}")),
                }
            })
            .collect()
    }
}

/// The first few, and how many more there are.
fn several(causes: &[String]) -> Vec<String> {
    const SHOWN: usize = 3;
    let mut shown: Vec<String> = causes.iter().take(SHOWN).cloned().collect();
    if causes.len() > SHOWN {
        shown.push(format!("另有{}处", causes.len() - SHOWN));
    }
    shown
}

/// Rows that stand below one with a lower rank, by the ranks printed in them and by those that follow.
pub(super) fn order(group: &Group<'_>, standings: &Standings) -> Vec<Finding> {
    let ranks = dense_ranks(&standings.derived);
    let mut findings = Vec::new();
    for (place, unit) in group.units.iter().enumerate() {
        let (Some(rank), Some(row)) = (standings.printed_ranks[place], unit.row) else { continue };
        let above = (0..place).find(|above| {
            standings.printed_ranks[*above].is_some_and(|other| other > rank) && ranks[*above] > ranks[place]
        });
        if let Some(above) = above {
            let before = &standings.names[above];
            findings.push(Finding {
                unit: Some(unit.name.clone()),
                place: Place::Table,
                field: Field::Unit.code(),
                printed: Some(Value::Text(format!("第{}行", place + 1))),
                derived: Some(Value::Text(format!("“{before}”之前"))),
                note: format!("各行应按名次排列，第{rank}名的“{}”排在名次更低的“{before}”之后。", unit.name),
                line: Some(row.line),
            });
        }
    }
    findings
}
