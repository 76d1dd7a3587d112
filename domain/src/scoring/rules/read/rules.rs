//! Reading the rules themselves: rates, shares, choices, quotas and what stands beside them.

use std::collections::BTreeMap;

use super::*;

/// The keys with which every rule begins.
pub(super) fn named(table: &Table<'_>) -> Option<(String, String)> {
    let rule = table.must_text("rule");
    let name = table.must_text("name");
    Some((rule?, name?))
}

pub(super) fn rate(table: &Table<'_>) -> Option<Rate> {
    let named = named(table);
    let fact = table.must_word("fact", facts());
    let (when, unless) = (table.filter("when"), table.filter("unless"));
    let points = table.amount("points");
    let category = table.category("category");
    let (rule, name) = named?;
    Some(Rate { rule, name, fact: fact?, when, unless, points: points?, category })
}

pub(super) fn multiplier(table: &Table<'_>) -> Option<Multiplier> {
    let named = named(table);
    let rates = table.texts("rates");
    let (when, unless) = (table.filter("when"), table.filter("unless"));
    let times = table.must_points("times");
    let (rule, name) = named?;
    Some(Multiplier { rule, name, rates, when, unless, times: times? })
}

pub(super) fn extra(table: &Table<'_>) -> Option<Extra> {
    let named = named(table);
    let fact = table.words("fact", &facts());
    let (when, unless) = (table.filter("when"), table.filter("unless"));
    let points = table.amount("points");
    let multiplied = table.truth("multiplied").unwrap_or_default();
    let category = table.category("category");
    let (rule, name) = named?;
    Some(Extra { rule, name, fact, when, unless, points: points?, multiplied, category })
}

pub(super) fn share(table: &Table<'_>) -> Option<Share> {
    let named = named(table);
    let fact = table.words("fact", &facts());
    let (when, unless) = (table.filter("when"), table.filter("unless"));
    let splits = [
        ("whole", Split::Whole),
        ("equal", Split::Equal),
        ("half", Split::Half),
        ("fixed", Split::Fixed),
        ("ratio", Split::Ratio),
        ("places", Split::Places),
    ];
    let pieces = [
        ("whole", Pieces::Whole),
        ("equal", Pieces::Equal),
        ("half", Pieces::Half),
        ("ratio", Pieces::Ratio),
        ("first", Pieces::First),
    ];
    let points = table.word("points", splits).unwrap_or_default();
    let amount = table.points("amount");
    let places = table.0.optional("places").and_then(|node| node.list()).unwrap_or_default();
    let places: Vec<Points> = places.iter().filter_map(|node| node.decimal()).collect();
    let pieces = table.word("pieces", pieces).unwrap_or_default();
    if points == Split::Fixed && amount.is_none() {
        table.0.node().fault("`points = fixed` 时要写 `amount`（每个单位得的分）");
    }
    if points == Split::Places && places.is_empty() {
        table.0.node().fault("`points = places` 时要写 `places`（各次序得全分的几成）");
    }
    let (rule, name) = named?;
    Some(Share { rule, name, fact, when, unless, points, amount, places, pieces })
}

pub(super) fn equivalent(table: &Table<'_>) -> Option<Equivalent> {
    let named = named(table);
    let fact = table.words("fact", &facts());
    let (when, unless) = (table.filter("when"), table.filter("unless"));
    let pieces = table.0.required("pieces").and_then(|node| node.number(1));
    let parts = table.truth("parts").unwrap_or_default();
    let (rule, name) = named?;
    Some(Equivalent { rule, name, fact, when, unless, pieces: pieces?, parts })
}

pub(super) fn choice(table: &Table<'_>) -> Option<Choice> {
    let named = named(table);
    let (rates, attached) = (table.texts("rates"), table.texts("attached"));
    let keys: Vec<(&str, ChoiceKey)> = ChoiceKey::ALL.into_iter().map(|key| (key.code(), key)).collect();
    let among_node = table.0.required("among");
    let among = table.words("among", &keys);
    if let Some(node) = among_node
        && among.is_empty()
    {
        node.fault("至少要写一项，通常是 `among = story`");
    }
    let keep =
        table.must_word("keep", [("highest", Keep::Highest), ("best", Keep::Best), ("last", Keep::Last)]);
    let count = table.number("count");
    if keep == Some(Keep::Best) && count.is_none() {
        table.0.node().fault("`keep = best` 时要写 `count`（取几项）");
    }
    if keep == Some(Keep::Last) && rates.is_empty() {
        table.0.node().fault("`keep = last` 时要在 `rates` 里按先后列出各阶段的标准");
    }
    let one_per = table.word("one_per", keys);
    let within = table.period("within").unwrap_or(Period::Year);
    let (rule, name) = named?;
    Some(Choice { rule, name, rates, attached, among, keep: keep?, count, one_per, within })
}

pub(super) fn grant(table: &Table<'_>) -> Option<Grant> {
    let named = named(table);
    let points = table.must_points("points");
    let period = table.period("period").unwrap_or(Period::Year);
    let groups = table.texts("groups");
    let category = table.category("category");
    let (rule, name) = named?;
    Some(Grant { rule, name, points: points?, period, groups, category })
}

pub(super) fn measure(table: &Table<'_>) -> Measure {
    Measure {
        count: table.words("count", &facts()),
        when: table.filter("when"),
        unless: table.filter("unless"),
        categories: table.categories("categories"),
        once_per_story: table.truth("once_per_story"),
    }
}

pub(super) fn amounts(node: &Node<'_>) -> Option<BTreeMap<String, Points>> {
    let entries = node.entries()?;
    Some(
        entries
            .into_iter()
            .filter_map(|(name, node)| Some((name.trim().to_owned(), node.decimal()?)))
            .collect(),
    )
}

pub(super) fn condition(node: &Node<'_>) -> Option<Condition> {
    let table = Table(node.object(&keys_of(sections::CONDITION))?);
    let condition = Condition {
        measure: measure(&table),
        of: table.optional("of", |node| Some(measure(&Table(node.object(&keys_of(sections::MEASURE))?)))),
        if_nothing: table.word("if_nothing", IfNothing::ALL).unwrap_or_default(),
        at_least: table.points("at_least"),
        for_groups: table.optional("for_groups", amounts).unwrap_or_default(),
        for_units: table.optional("for_units", amounts).unwrap_or_default(),
    };
    if condition.at_least.is_none() && condition.for_groups.is_empty() && condition.for_units.is_empty() {
        node.fault("要写任务数：`at_least`，或 `for_groups`、`for_units`");
    }
    Some(condition)
}

pub(super) fn quota(table: &Table<'_>) -> Option<Quota> {
    let named = named(table);
    let period = table.period("period").unwrap_or(Period::Month);
    let conditions = table.0.optional("conditions").and_then(|node| node.list()).unwrap_or_default();
    let conditions: Vec<Condition> = conditions.iter().filter_map(condition).collect();
    if conditions.is_empty() {
        table.0.node().fault("至少要有一个条件（`conditions`）；不附条件的分写在 `grants`");
    }
    let measured =
        [("before_deductions", When::BeforeDeductions), ("after_deductions", When::AfterDeductions)];
    let measured = table.word("measured", measured).unwrap_or_default();
    let (rule, name) = named?;
    Some(Quota {
        rule,
        name,
        period,
        conditions,
        measured,
        met: table.points_or_zero("met"),
        missed: table.points_or_zero("missed"),
        missed_each: table.points_or_zero("missed_each"),
        pro_rata: table.truth("pro_rata").unwrap_or_default(),
        shortfall_times: table.points_or_zero("shortfall_times"),
        beyond_each: table.points_or_zero("beyond_each"),
        beyond_most: table.points("beyond_most"),
        least: table.points("least"),
        most: table.points("most"),
        category: table.category("category"),
        deduction_category: table.category("deduction_category"),
        groups: table.texts("groups"),
        effect: table.word("effect", effects()),
        remark: table.text("remark"),
    })
}

pub(super) fn judged(table: &Table<'_>) -> Option<Judged> {
    let named = named(table);
    let (least, most) = (table.must_points("least"), table.must_points("most"));
    let category = table.category("category");
    let (rule, name) = named?;
    Some(Judged { rule, name, least: least?, most: most?, category })
}

fn effects() -> impl Iterator<Item = (&'static str, Effect)> {
    Effect::ALL.into_iter().map(|effect| (effect.code(), effect))
}

pub(super) fn consequence(table: &Table<'_>) -> Consequence {
    let consequence = Consequence {
        points: table.points_or_zero("points"),
        grows: table.number("grows"),
        effect: table.word("effect", effects()),
        remark: table.text("remark"),
        category: table.category("category"),
    };
    if consequence.points.is_zero() && consequence.effect.is_none() && consequence.remark.is_none() {
        table.0.node().fault("要写明处理：`points`、`effect` 或 `remark`");
    }
    consequence
}

pub(super) fn escalation(table: &Table<'_>) -> Option<Escalation> {
    let named = named(table);
    let fact = table.must_word("fact", facts());
    let (when, unless) = (table.filter("when"), table.filter("unless"));
    let within = table.period("within").unwrap_or(Period::Year);
    let from = table.0.required("from").and_then(|node| node.number(1));
    let once = table.truth("once").unwrap_or_default();
    let every = table.number("every");
    let consequence = consequence(table);
    let (rule, name) = named?;
    Some(Escalation { rule, name, fact: fact?, when, unless, within, from: from?, once, every, consequence })
}

pub(super) fn cap(table: &Table<'_>) -> Option<Cap> {
    let named = named(table);
    let (most, least) = (table.points("most"), table.points("least"));
    if most.is_none() && least.is_none() {
        table.0.node().fault("要写 `most`（最高）或 `least`（最低）");
    }
    let (rule, name) = named?;
    Some(Cap {
        rule,
        name,
        categories: table.categories("categories"),
        rules: table.texts("rules"),
        period: table.period("period").unwrap_or(Period::Month),
        most,
        least,
        groups: table.texts("groups"),
        with_opening: table.truth("with_opening").unwrap_or_default(),
        category: table.category("category"),
    })
}

pub(super) fn streak(table: &Table<'_>) -> Option<Streak> {
    let named = named(table);
    let measure = measure(table);
    let below = table.must_points("below");
    let period = table.period("period").unwrap_or(Period::Month);
    let running = table.0.required("running").and_then(|node| node.number(1));
    let groups = table.texts("groups");
    let consequence = consequence(table);
    let (rule, name) = named?;
    Some(Streak { rule, name, measure, below: below?, period, running: running?, groups, consequence })
}
