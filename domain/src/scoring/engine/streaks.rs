//! Step 9: what follows from staying below a measure for some periods running.

use super::{
    super::{facts::References, rules::Streak},
    measures, others,
    piece::Credited,
    state::{JudgedBy, JudgedPeriod, Step},
    sums::clamp,
    work::MonthWork,
};
use crate::id::UnitId;

/// Judges every streak whose period the month ends. How many are below running is counted back from it, each period by
/// what counts in it now: what was made void since, or displaced, is in none of them. What followed, or did not follow,
/// from earlier periods stands, and the count begins after it.
pub(super) fn streaks(work: &mut MonthWork<'_, '_>) {
    let rules = work.rules;
    for (place, streak) in rules.streaks.iter().enumerate() {
        work.step = Step::Streak { place };
        if !streak.period.ends_with(work.month) {
            continue;
        }
        for credited in work.units.clone() {
            if !streak.groups.is_empty() && !streak.groups.iter().any(|group| group == credited.group) {
                continue;
            }
            let period = period(work, streak, credited);
            let key = (streak.rule.clone(), credited.id);
            work.year.streaks.entry(key.clone()).or_default().judged.push(period);
            let asked = streak.running.max(1) as usize;
            let judged = work.year.streaks.get(&key).map(|known| known.judged.as_slice()).unwrap_or_default();
            let latest = judged.iter().rev().take(asked);
            let running = latest.take_while(|period| is_below(work, place, credited.id, period)).count();
            if running < asked {
                continue;
            }
            let Some(known) = work.year.streaks.get_mut(&key) else { continue };
            known.judged.clear();
            known.followed += 1;
            let points = clamp(streak.consequence.nth(known.followed));
            let longer = i64::from(streak.period.months()) * i64::from(streak.running) > 1;
            let words = streak.name.as_str().into();
            let consequence = &streak.consequence;
            others::follow(
                work,
                credited.id,
                &streak.rule,
                consequence,
                points,
                longer,
                References::none(),
                words,
            );
        }
    }
}

/// The period that the month ends, as it is judged.
fn period(work: &MonthWork<'_, '_>, streak: &Streak, credited: Credited<'_>) -> JudgedPeriod {
    let measure = &streak.measure;
    let of = if measure.is_of_points() {
        JudgedBy::Points(measure.categories.clone())
    } else {
        let counted = measures::counted_in(work, &streak.rule, 0, streak.period, credited);
        JudgedBy::Pieces(counted.cloned().unwrap_or_default())
    };
    JudgedPeriod { begins: streak.period.begins(work.month), ends: work.month, below: streak.below, of }
}

fn is_below(work: &MonthWork<'_, '_>, place: usize, unit: UnitId, period: &JudgedPeriod) -> bool {
    let reached = match &period.of {
        JudgedBy::Pieces(counted) => counted.amount(&work.rules.equivalents),
        JudgedBy::Points(categories) => {
            // In its last month what streaks further down the list gave came after it was judged.
            let sees = |month, step| match step {
                Step::Zero | Step::Rollup => false,
                Step::Streak { place: other } => month < period.ends || other < place,
                _ => true,
            };
            work.points_in(unit, &(period.begins..=period.ends), categories, sees)
        }
    };
    reached < i128::from(period.below.scaled())
}
