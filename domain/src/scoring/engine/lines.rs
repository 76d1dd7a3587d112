//! Step 1: what each piece gives to each of its units.

use std::{
    collections::HashSet,
    fmt::{self, Display},
};

use ecow::{EcoString, eco_format};
use smallvec::{SmallVec, smallvec};

use super::{
    super::{
        facts::{Fact, FactKind},
        rules::{Amount, Category, Extra, FactType, Rate, RuleSet, UNRATED, VOID},
    },
    piece::{Credited, Piece},
    shared::Shared,
    shares,
    state::{Line, LinePart, LineState},
    sums::{clamp, sum},
    work::MonthWork,
};
use crate::points::Points;

/// A line for every piece and credited unit that a rate or an extra covers.
pub(super) fn pieces(work: &mut MonthWork<'_, '_>) {
    let rules = work.rules;
    let instructed = instructed_stories(work.facts, rules);
    // What no later choice or void can ask about is not remembered: most lines have no story.
    let by_story = rules.never_drops_what_has_no_story();
    let first = work.year.lines.len();
    let mut texts = std::mem::take(&mut work.year.texts);
    for fact in work.facts {
        let mut piece = Piece::of(fact, rules);
        let Some(fact_type) = piece.fact_type else { continue };
        piece.instructed = piece.story().is_some_and(|story| instructed.contains(story));
        for unit in fact.units() {
            let Some(credited) = work.credited(*unit) else { continue };
            let Some(mut line) = line(work, &piece, fact_type, credited, &mut texts) else { continue };
            if let Some(story) = &line.story {
                let voided = |unit| work.year.voided.contains(&(story.clone(), unit));
                if voided(None) || voided(Some(credited.id)) {
                    line.state =
                        LineState::Dropped { rule: VOID.into(), words: texts.of("已作废，不计分") };
                }
            }
            if line.story.is_some() || !by_story {
                work.year.lines.push(line);
                continue;
            }
            let (unit, place) = (line.unit, work.year.lines.len());
            let entries = line
                .parts
                .into_iter()
                .filter_map(|part| part.entry(&line.reference, &line.state, &mut texts));
            work.beside_lines.extend(entries.map(|entry| (place, unit, entry)));
        }
    }
    work.year.texts = texts;
    work.new_lines = first..work.year.lines.len();
}

/// Stories on which a leader wrote an instruction in the month. Asked only where a rule asks for it.
fn instructed_stories<'f>(facts: &[&'f Fact], rules: &RuleSet) -> HashSet<&'f str> {
    let asked = rules.asks_for_instructions();
    let instructions = facts.iter().filter(|fact| asked && matches!(fact.kind, FactKind::Instruction { .. }));
    instructions.filter_map(|fact| fact.story.as_deref()).collect()
}

fn line(
    work: &MonthWork<'_, '_>,
    piece: &Piece<'_>,
    fact_type: FactType,
    credited: Credited<'_>,
    texts: &mut Shared,
) -> Option<Line> {
    let rules = work.rules;
    let rate = rules
        .rates
        .iter()
        .find(|rate| rate.fact == fact_type && piece.is_meant(&rate.when, &rate.unless, credited));
    let extras: Vec<&Extra> = rules
        .extras
        .iter()
        .filter(|extra| {
            (extra.fact.is_empty() || extra.fact.contains(&fact_type))
                && piece.is_meant(&extra.when, &extra.unless, credited)
        })
        .collect();
    let Some(rule) = rate.map(|rate| &rate.rule).or(extras.first().map(|extra| &extra.rule)) else {
        return uncovered(work, piece, fact_type, credited);
    };
    let details = piece.fact.details();
    Some(Line {
        month: work.month,
        unit: credited.id,
        rule: texts.of(rule),
        reference: piece.fact.reference.clone(),
        parts: parts(work, piece, rate, &extras, credited, texts),
        story: piece.fact.story.clone(),
        level: texts.of(piece.level),
        channel: texts.of(piece.channel),
        rank: texts.of(details.rank.as_deref().unwrap_or_default()),
        form: texts.of(piece.form),
        is_submission: fact_type == FactType::Submissions,
        state: LineState::Counts,
    })
}

/// Where a rate may have been meant for the piece and the piece does not say what the rate asks, its line says so, lest a
/// forgotten level go unseen. Rates that ask for something else than what the piece says were never meant for it.
fn uncovered(
    work: &MonthWork<'_, '_>,
    piece: &Piece<'_>,
    fact_type: FactType,
    credited: Credited<'_>,
) -> Option<Line> {
    if piece.fact.pieces() == 0 {
        return None;
    }
    let rates = work.rules.rates.iter().filter(|rate| rate.fact == fact_type);
    let mut doubts: Vec<String> = Vec::new();
    for doubt in rates.filter_map(|rate| piece.doubts(&rate.when, work.rules, credited)).flatten() {
        if !doubts.contains(&doubt) {
            doubts.push(doubt);
        }
    }
    if doubts.is_empty() {
        return None;
    }
    let part = LinePart {
        category: usual_category(piece),
        rule: UNRATED.into(),
        points: Points::ZERO,
        words: eco_format!("{}", source_in_words(piece, work.rules)),
    };
    Some(Line {
        month: work.month,
        unit: credited.id,
        rule: UNRATED.into(),
        reference: piece.fact.reference.clone(),
        parts: smallvec![part],
        story: None,
        level: piece.level.into(),
        channel: piece.channel.into(),
        rank: EcoString::new(),
        form: piece.form.into(),
        is_submission: fact_type == FactType::Submissions,
        state: LineState::Dropped {
            rule: UNRATED.into(),
            words: format!("没有适用的标准，不计分：{}", doubts.join("、")).into(),
        },
    })
}

/// The rate's part with the extras of its category, then a part for each other category.
fn parts(
    work: &MonthWork<'_, '_>,
    piece: &Piece<'_>,
    rate: Option<&Rate>,
    extras: &[&Extra],
    credited: Credited<'_>,
    texts: &mut Shared,
) -> SmallVec<[LinePart; 1]> {
    let rules = work.rules;
    let own = rate.and_then(|rate| rate.category.clone()).unwrap_or_else(|| usual_category(piece));
    let factors: Vec<Points> = rate.map(|rate| factors(rules, piece, rate, credited)).unwrap_or_default();
    let mut parts: SmallVec<[(Category, &str, Terms<'_>); 1]> = SmallVec::new();
    let mut add = |category: Category, rule, term| match parts.iter_mut().find(|part| part.0 == category) {
        Some((.., terms)) => terms.push(term),
        None => parts.push((category, rule, smallvec![term])),
    };
    if let Some(rate) = rate {
        add(own.clone(), rate.rule.as_str(), term(piece, rate.points, &factors, rules));
    }
    for extra in extras {
        let factors = if extra.multiplied { factors.as_slice() } else { &[] };
        let category = extra.category.clone().unwrap_or_else(|| own.clone());
        add(category, extra.rule.as_str(), term(piece, extra.points, factors, rules));
    }
    let in_words = |(category, rule, terms): (_, &str, Terms<'_>)| {
        let whole = sum(terms.iter().map(|term| term.points));
        let (points, divided) = shares::part(whole, piece, rules, credited);
        let source = source_in_words(piece, rules);
        let words = match divided.is_empty() && whole != points {
            true => texts.put_together(format_args!("{source} 每单位{points}")),
            false => texts.put_together(format_args!("{source} {}", working(&terms, &divided))),
        };
        LinePart { category, rule: texts.of(rule), points, words }
    };
    parts.into_iter().map(in_words).collect()
}

type Terms<'a> = SmallVec<[Term<'a>; 1]>;

/// What is added up to a part: so many pieces at so much each, multiplied.
struct Term<'a> {
    points: Points,
    each: Points,
    count: u32,
    factors: &'a [Points],
}

fn term<'a>(piece: &Piece<'_>, amount: Amount, factors: &'a [Points], rules: &RuleSet) -> Term<'a> {
    let each = match amount {
        Amount::Fixed(points) => points,
        Amount::Given => piece.fact.details().points.unwrap_or_default(),
    };
    let count = piece.fact.pieces();
    let one = i128::from(Points::whole(1).scaled());
    let mut points = clamp(i128::from(each.scaled()) * i128::from(count));
    let mut numerator = i128::from(points.scaled());
    let mut denominator = 1_i128;
    for factor in factors {
        match (numerator.checked_mul(i128::from(factor.scaled())), denominator.checked_mul(one)) {
            (Some(product), Some(below)) => (numerator, denominator) = (product, below),
            // So many factors that exact numbers end: what there is is rounded first.
            _ => {
                let rounded = i128::from(rules.rounding.divide(numerator, denominator).scaled());
                (numerator, denominator) = (rounded.saturating_mul(i128::from(factor.scaled())), one);
            }
        }
    }
    if denominator > 1 {
        points = rules.rounding.divide(numerator, denominator);
    }
    Term { points, each, count, factors }
}

fn factors(rules: &RuleSet, piece: &Piece<'_>, rate: &Rate, credited: Credited<'_>) -> Vec<Points> {
    rules
        .multipliers
        .iter()
        .filter(|one| one.rates.is_empty() || one.rates.contains(&rate.rule))
        .filter(|one| piece.is_meant(&one.when, &one.unless, credited))
        .map(|one| one.times)
        .collect()
}

/// `15`, `7 × 1`, `(3 + 10) ÷ 2`, `3 + 10`, `3 − 1`.
fn working(terms: &[Term<'_>], divided: &str) -> impl Display {
    fmt::from_fn(move |words| {
        let is_one = matches!(terms, [Term { count: 1, factors: [], .. }]);
        let (open, close) = if is_one || divided.is_empty() { ("", "") } else { ("(", ")") };
        words.write_str(open)?;
        for (place, term) in terms.iter().enumerate() {
            let each = match (place, term.each < Points::ZERO) {
                (0, _) => term.each,
                (_, true) => {
                    words.write_str(" − ")?;
                    term.each.magnitude()
                }
                (_, false) => {
                    words.write_str(" + ")?;
                    term.each
                }
            };
            match term.count {
                1 => write!(words, "{each}")?,
                count => write!(words, "{count} × {each}")?,
            }
            for factor in term.factors {
                write!(words, " × {factor}")?;
            }
        }
        write!(words, "{close}{divided}")
    })
}

/// By the kind of fact.
fn usual_category(piece: &Piece<'_>) -> Category {
    match &piece.fact.kind {
        FactKind::NewsletterAdoption { item_kind, .. } => Category::newsletter(*item_kind),
        FactKind::UpperAdoption { .. } => Category::UPPER,
        FactKind::Commission { .. } => Category::COMMISSION,
        FactKind::Submissions { .. } => Category::SUBMISSION,
        FactKind::Forwarding { .. } => Category::FORWARDING,
        FactKind::Instruction { .. } => Category::INSTRUCTION,
        FactKind::Adjustment { .. } | FactKind::Ruling { .. } => Category::ADJUSTMENT,
    }
}

/// 昨日市情★, 第1期 信息, 省级主要领导批示.
fn source_in_words(piece: &Piece<'_>, rules: &RuleSet) -> impl Display {
    fmt::from_fn(|words| {
        let details = piece.fact.details();
        match &piece.fact.kind {
            FactKind::Submissions { .. } => words.write_str("报送")?,
            FactKind::Forwarding { .. } if piece.channel.is_empty() => {
                words.write_str(&rules.words.forwarded)?
            }
            FactKind::Forwarding { .. } => write!(words, "报送{}", piece.channel)?,
            FactKind::Instruction { .. } => {
                write!(words, "{}{}批示", piece.level, details.rank.as_deref().unwrap_or_default())?
            }
            _ => piece.fact.write_source(words)?,
        }
        match &details.form {
            Some(form) => write!(words, "（{form}）"),
            None => Ok(()),
        }
    })
}
