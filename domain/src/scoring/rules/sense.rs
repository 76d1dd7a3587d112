//! What makes no sense in a rule set, whatever the facts: keys that contradict each other, amounts that turn a rule into its
//! opposite, rules without any outcome. Asked of new documents; what is in force is read as it was.

use super::{
    Consequence, Conversion, Mark, Measure, RuleSet, Split, meant,
    sections::{Key, SECTIONS},
};
use crate::{
    json::{Node, Object},
    points::Points,
};

/// That a document holds no rule.
pub(super) const NO_RULE: &str = "还没有一条规则：至少要写一条计分标准（`rates`），或任务、固定分等";

pub(super) fn sense(rules: &RuleSet, node: &Node) {
    empty_lists(node);
    pieces(rules, node);
    quotas(rules, node);
    measures(rules, node);
    consequences(rules, node);
    shares(rules, node);
    marks(rules, node);
    meant::refuse(rules, node);
    if !has_rules(rules) {
        node.fault(NO_RULE);
    }
}

/// Whether anything in it can give points or say something of a unit's work.
fn has_rules(rules: &RuleSet) -> bool {
    let mut all = SECTIONS.iter().flat_map(|section| section.rules(rules));
    all.any(|rule| rule.stands_alone())
}

/// A list without anything in it is as if it were not written, and covers everything: nobody means that.
fn empty_lists(node: &Node) {
    let Some(document) = node.fields() else { return };
    for section in SECTIONS {
        let Some(found) = document.optional(section.key) else { continue };
        let rules = if found.is_list() { found.list().unwrap_or_default() } else { vec![found] };
        for rule in rules.iter().filter_map(Node::fields) {
            empty_places(section.keys, &rule);
        }
    }
}

fn empty_places(places: &[Key], rule: &Object) {
    for place in places {
        let Some(found) = rule.optional(place.key) else { continue };
        if found.is_empty() {
            // A choice's range has a fault of its own.
            if place.key != "among" {
                found.fault("是空的，等于不写，就对一切都适用；请写明，或删去它");
            }
        } else {
            let tables = if found.is_list() { found.list().unwrap_or_default() } else { vec![found] };
            let within = place.holds.within();
            tables.iter().filter_map(Node::fields).for_each(|fields| empty_places(within, &fields));
        }
    }
}

fn pieces(rules: &RuleSet, node: &Node) {
    for (place, channel) in rules.channels.iter().enumerate() {
        if let Some(first) = rules.channels[..place].iter().position(|known| known.name == channel.name) {
            let words =
                format!("刊物“{}”已经写过（`channels[{first}]`），一个刊物只有一个层级", channel.name);
            node.fault_below(&format!("channels[{place}].name"), words);
        }
    }
    let filters = rules.placed_filters();
    for pair in filters.windows(2) {
        let [(_, path, when), (_, other, unless)] = pair else { continue };
        let Some(path) =
            path.strip_suffix(".when").filter(|path| other.strip_suffix(".unless") == Some(path))
        else {
            continue;
        };
        if !unless.asks_nothing() && when.implies(unless) {
            let words = "“适用于”的都在“不适用于”里，这一条永远用不上；请改其中一个";
            node.fault_below(&format!("{path}.unless"), words);
        }
    }
    for (place, one) in rules.multipliers.iter().enumerate() {
        if one.times <= Points::ZERO {
            let words = "倍数要大于 0；不计分的，写一条 `points = 0` 的标准";
            node.fault_below(&format!("multipliers[{place}].times"), words);
        }
    }
}

fn measures(rules: &RuleSet, node: &Node) {
    let mut all = Vec::new();
    rules.look_through(&mut |_, path, seen| {
        if let Some(measure) = seen.is::<Measure>() {
            all.push((path.to_owned(), measure));
        }
    });
    for (path, measure) in all {
        if !measure.is_of_points() && !measure.categories.is_empty() {
            let words = "写了 `count` 就数篇数，`categories` 不起作用；两个只写一个";
            node.fault_below(&format!("{path}.categories"), words);
        }
        if measure.is_of_points() && !(measure.when.asks_nothing() && measure.unless.asks_nothing()) {
            let words = "条件只在数篇数时起作用：请写 `count`；计得分时用 `categories` 说明哪些分";
            let key = if measure.when.asks_nothing() { "unless" } else { "when" };
            node.fault_below(&format!("{path}.{key}"), words);
        }
        if measure.is_of_points() && measure.once_per_story.is_some() {
            node.fault_below(&format!("{path}.once_per_story"), "只在数篇数（`count`）时起作用");
        }
    }
    for (place, figure) in rules.figures.iter().enumerate() {
        if !figure.measure.is_of_points() && !figure.rules.is_empty() {
            let words = "写了 `count` 就数篇数，`rules` 不起作用；两个只写一个";
            node.fault_below(&format!("figures[{place}].rules"), words);
        }
    }
    for (place, streak) in rules.streaks.iter().enumerate() {
        if !streak.measure.is_of_points() && streak.below <= Points::ZERO {
            node.fault_below(&format!("streaks[{place}].below"), "篇数不会低于它，写大于 0 的数，如 1");
        }
    }
}

fn quotas(rules: &RuleSet, node: &Node) {
    for (place, quota) in rules.quotas.iter().enumerate() {
        let fault = |key: &str, words: &str| node.fault_below(&format!("quotas[{place}]{key}"), words);
        let amounts = [quota.met, quota.missed, quota.missed_each, quota.shortfall_times, quota.beyond_each];
        let follows = amounts.iter().any(|amount| !amount.is_zero())
            || quota.effect.is_some()
            || quota.remark.is_some();
        if quota.pro_rata && quota.met.is_zero() {
            fault(".pro_rata", "按比例得“完成得分”，还要写 `met`（完成得分）");
        } else if !follows {
            fault(
                "",
                "没有写完成或没有完成怎样：`met`、`missed`、`missed_each`、`shortfall_times`、`beyond_each`、`effect` 或 `remark`",
            );
        }
        if quota.missed_each > Points::ZERO {
            fault(".missed_each", "是每少一个另加的分，写正数成了少做反而加分；扣分写负数，如 -1");
        }
        if quota.beyond_most.is_some_and(|most| most < Points::ZERO) {
            fault(".beyond_most", "不能是负数");
        }
        for (at, condition) in quota.conditions.iter().enumerate() {
            let path = format!(".conditions[{at}]");
            let named = [("for_groups", &condition.for_groups), ("for_units", &condition.for_units)];
            let amounts =
                named.into_iter().flat_map(|(key, amounts)| amounts.values().map(move |one| (key, one)));
            for (key, amount) in condition.at_least.iter().map(|one| ("at_least", one)).chain(amounts) {
                if *amount < Points::ZERO {
                    fault(&format!("{path}.{key}"), "任务数不能是负数");
                }
            }
            if let Some(of) = &condition.of
                && of.is_of_points() != condition.measure.is_of_points()
            {
                let words = "比例的两边要么都数篇数（都写 `count`），要么都计得分（都不写 `count`）";
                fault(&format!("{path}.of"), words);
            }
        }
    }
}

fn consequences(rules: &RuleSet, node: &Node) {
    rules.look_through(&mut |_, path, seen| {
        let Some(Consequence { points, grows, .. }) = seen.is() else { return };
        match grows {
            Some(1) => node.fault_below(&format!("{path}.grows"), "1 倍等于不写；加倍写 2"),
            Some(_) if points.is_zero() => {
                node.fault_below(&format!("{path}.grows"), "还要写 `points`（第一次加扣的分）");
            }
            _ => {}
        }
    });
}

fn shares(rules: &RuleSet, node: &Node) {
    for (place, share) in rules.shares.iter().enumerate() {
        let fault = |key: &str, words: &str| node.fault_below(&format!("shares[{place}].{key}"), words);
        if share.amount.is_some() && share.points != Split::Fixed {
            fault("amount", "只在 `points = fixed` 时起作用；请改 `points`，或删去它");
        }
        if !share.places.is_empty() && share.points != Split::Places {
            fault("places", "只在 `points = places` 时起作用；请改 `points`，或删去它");
        }
        if share.places.iter().any(|part| *part < Points::ZERO) {
            fault("places", "各次序的比例不能是负数");
        } else if !share.places.is_empty() && share.places.iter().all(|part| part.is_zero()) {
            fault("places", "各次序的比例不能都是 0");
        }
    }
}

fn marks(rules: &RuleSet, node: &Node) {
    if rules.rollup.as_ref().is_some_and(|rollup| rollup.times <= Points::ZERO) {
        node.fault_below("rollup.times", "倍数要大于 0；不计入上级单位的，不写 `[rollup]`");
    }
    for (place, part) in rules.parts.iter().enumerate() {
        if part.weight.is_zero() {
            node.fault_below(
                &format!("parts[{place}].weight"),
                "权重为 0，这一部分不起作用；请改权重，或删去它",
            );
        }
    }
    if let Some(conversion) = &rules.conversion {
        conversions("conversion", conversion, node);
    }
    rules.look_through(&mut |_, path, seen| {
        if let Some(conversion) = seen.is::<Conversion>() {
            conversions(path, conversion, node);
        }
    });
    for (place, remark) in rules.remarks.iter().enumerate() {
        if let (Some(least), Some(below)) = (remark.at_least, remark.below)
            && least >= below
        {
            let words = format!("不低于{least}又低于{below}，没有一个数符合；请改其中一个");
            node.fault_below(&format!("remarks[{place}].at_least"), words);
        }
    }
}

fn conversions(path: &str, conversion: &Conversion, node: &Node) {
    if conversion.full <= Points::ZERO {
        node.fault_below(&format!("{path}.full"), "满分要大于 0");
    }
    if let Mark::Points(whole) = conversion.whole
        && whole <= Points::ZERO
    {
        node.fault_below(&format!("{path}.whole"), "折算基数要大于 0");
    }
    if conversion.least.is_some_and(|least| least > conversion.full) {
        node.fault_below(&format!("{path}.least"), "下限不能高于满分");
    }
}
