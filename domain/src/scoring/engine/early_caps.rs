//! Which caps come before quotas.

use super::super::rules::{Cap, Category, RuleSet};

/// The caps that bound pieces and grants alone, and with them those that no cap before asks to wait: what they do not
/// count, no quota counts either. With their place in the list.
pub(super) fn early(rules: &RuleSet) -> Vec<bool> {
    let late = late_categories(rules);
    let of_pieces = |rule: &String| {
        rules.rates.iter().any(|rate| rate.rule == *rule)
            || rules.extras.iter().any(|extra| extra.rule == *rule)
            || rules.grants.iter().any(|grant| grant.rule == *rule)
    };
    let mut early: Vec<bool> = Vec::new();
    for (place, cap) in rules.caps.iter().enumerate() {
        let bounds_pieces = !(cap.categories.is_empty() && cap.rules.is_empty())
            && cap.categories.iter().all(|category| !late.contains(&category))
            && cap.rules.iter().all(of_pieces);
        let waits = |other: &Cap| {
            let all = other.categories.is_empty() && other.rules.is_empty();
            all || !other.rules.is_empty()
                || !cap.rules.is_empty()
                || other.categories.iter().any(|category| cap.categories.contains(category))
        };
        let free = rules.caps[..place].iter().zip(&early).all(|(other, early)| *early || !waits(other));
        early.push(bounds_pieces && free);
    }
    early
}

/// Categories in which later steps than pieces and grants give or take.
fn late_categories(rules: &RuleSet) -> Vec<&Category> {
    const BASE: &Category = &Category::BASE;
    const OTHERS: &Category = &Category::ADJUSTMENT;
    let quotas = rules.quotas.iter().flat_map(|quota| {
        std::iter::once(quota.category.as_ref().unwrap_or(BASE)).chain(&quota.deduction_category)
    });
    let judged = rules.judged.iter().filter_map(|judged| judged.category.as_ref());
    let escalations = rules.escalations.iter().filter_map(|one| one.consequence.category.as_ref());
    let streaks = rules.streaks.iter().filter_map(|one| one.consequence.category.as_ref());
    let caps = rules.caps.iter().filter_map(|cap| cap.category.as_ref());
    let rollup = rules.rollup.iter().filter_map(|rollup| rollup.category.as_ref());
    std::iter::once(OTHERS)
        .chain(quotas)
        .chain(judged)
        .chain(escalations)
        .chain(streaks)
        .chain(caps)
        .chain(rollup)
        .collect()
}
