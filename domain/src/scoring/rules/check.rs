//! What must fit together in a rule set: names once, references that exist, amounts that make sense.

use std::collections::HashMap;

use serde_json::Value;

use super::{
    Category, Period, RESERVED, RuleSet,
    sections::{Holds, SECTIONS},
    sense,
};
use crate::{
    item::Kind,
    json::Node,
    points::Points,
    scoring::columns::{Field, figure_columns},
};

/// Leaves a fault at every place that does not fit the others.
pub(super) fn references(rules: &RuleSet, node: &Node) {
    let mut names: HashMap<&str, String> = HashMap::new();
    for section in SECTIONS {
        for (place, rule) in section.rules(rules).into_iter().enumerate() {
            if let Some(reference) = rule.reference() {
                claim(&mut names, reference, format!("{}.rule", section.path(place)), node);
            }
        }
    }
    named_exist(rules, &names, node);
    for (place, cap) in rules.caps.iter().enumerate() {
        if let (Some(most), Some(least)) = (cap.most, cap.least)
            && least > most
        {
            node.fault_below(&format!("caps[{place}].least"), "最低不能高于最高");
        }
        if cap.period.needs_days() {
            node.fault_below(&format!("caps[{place}].period"), "限额的期间至少是一个月");
        }
        if cap.with_opening && cap.period != Period::Year {
            let words = "结转分只能算在全年的限额里，请写 `period = year`，或不写 `with_opening`";
            node.fault_below(&format!("caps[{place}].with_opening"), words);
        }
    }
    for (place, figure) in rules.figures.iter().enumerate() {
        if rules.figures.iter().take(place).any(|earlier| earlier.key == figure.key) {
            node.fault_below(&format!("figures[{place}].key"), format!("代号“{}”重复", figure.key));
        }
    }
    periods(rules, node);
    conditions(rules, node);
    categories(rules, node);
    amounts(rules, node);
    sense::sense(rules, node);
    if !figure_columns(&rules.columns).iter().any(|column| column.field == Field::Unit) {
        node.fault_below("columns", "表格要有单位一栏（`field = unit`）");
    }
}

fn claim<'r>(names: &mut HashMap<&'r str, String>, rule: &'r str, path: String, node: &Node) {
    if RESERVED.iter().any(|(reserved, _)| *reserved == rule) {
        node.fault_below(&path, format!("“{rule}”是程序自用的代号，请换一个"));
    } else if let Some(first) = names.get(rule) {
        node.fault_below(&path, format!("代号“{rule}”已经用过（`{first}`），请换一个"));
    } else {
        names.insert(rule, path);
    }
}

/// Whatever names rules names some that there are.
fn named_exist(rules: &RuleSet, names: &HashMap<&str, String>, node: &Node) {
    for section in SECTIONS {
        for (place, rule) in section.rules(rules).into_iter().enumerate() {
            let document = rule.document();
            for key in section.keys {
                let what = match key.holds {
                    Holds::Rules => "规则",
                    Holds::Rates => "标准",
                    _ => continue,
                };
                let named = document.get(key.key).and_then(Value::as_array).into_iter().flatten();
                for (one, name) in named.enumerate() {
                    let Some(name) = name.as_str() else { continue };
                    let is_known = match key.holds {
                        Holds::Rates => rules.rate_names().any(|(rate, _)| rate == name),
                        _ => names.contains_key(name),
                    };
                    if !is_known {
                        let path = format!("{}.{}[{one}]", section.path(place), key.key);
                        node.fault_below(&path, format!("没有代号为“{name}”的{what}"));
                    }
                }
            }
        }
    }
}

/// Conditions that could never hold: a kind that no piece is of, and whether a leader wrote on a piece's story, which is
/// known where the piece gets its points and nowhere else.
fn conditions(rules: &RuleSet, node: &Node) {
    /// The sections by whose rules a piece gets its points.
    const EARNING: [&str; 3] = ["rates", "extras", "multipliers"];
    for (section, path, filter) in rules.placed_filters() {
        if filter.instructed.is_some() && !EARNING.contains(&section.key) {
            let words = "“有批示”只能用在计分标准、附加分和倍数里；要数批示，请写 `count = instructions`";
            node.fault_below(&format!("{path}.instructed"), words);
        }
        for kind in filter.kind.iter().filter(|kind| Kind::from_label(kind).is_none()) {
            let words = format!("没有“{kind}”这种体裁，可用：信息、简讯；别的叫法写作 `form`（形式）");
            node.fault_below(&format!("{path}.kind"), words);
        }
    }
}

fn periods(rules: &RuleSet, node: &Node) {
    for (place, quota) in rules.quotas.iter().enumerate() {
        if quota.period.needs_days() && quota.asks_for_points() {
            node.fault_below(&format!("quotas[{place}].period"), "按周、半月的任务只能数篇数（`count`）");
        }
    }
    macro_rules! at_least_a_month {
        ($($list:ident $key:ident),*) => {$(
            for (place, rule) in rules.$list.iter().enumerate() {
                if rule.$key.needs_days() {
                    let path = format!("{}[{place}].{}", stringify!($list), stringify!($key));
                    node.fault_below(&path, "至少是一个月");
                }
            }
        )*};
    }
    at_least_a_month!(streaks period, choices within, grants period, escalations within);
    if rules.cumulative.period.needs_days() || rules.cumulative.period == Period::TwoMonths {
        node.fault_below("cumulative.period", "可用：`month`、`quarter`、`half_year`、`year`");
    }
}

/// A category that nothing gives points in is most likely a slip of the pen.
fn categories(rules: &RuleSet, node: &Node) {
    let known = rules.categories();
    let missing = |category: &Category| !known.contains(category);
    let mut asked: Vec<(String, &Category)> = Vec::new();
    rules.look_through(&mut |_, path, seen| {
        if let Some(category) = seen.is_one_of::<Category>() {
            asked.push((path.to_owned(), category));
        }
    });
    let columns = &rules.point_columns;
    let shown =
        columns.adoption_points.iter().flatten().chain(&columns.commission_points).chain(&columns.base);
    asked.extend(shown.map(|one| ("point_columns".to_owned(), one)));
    for (path, category) in asked {
        if missing(category) {
            let names: Vec<&str> = known.iter().map(Category::label).collect();
            node.fault_below(
                &path,
                format!("没有规则记入“{}”这一类，可用：{}", category.label(), names.join("、")),
            );
        }
    }
}

fn amounts(rules: &RuleSet, node: &Node) {
    for (place, judged) in rules.judged.iter().enumerate() {
        if judged.least > judged.most {
            node.fault_below(&format!("judged[{place}].least"), "最低不能高于最高");
        }
    }
    for (place, quota) in rules.quotas.iter().enumerate() {
        if quota.shortfall_times < Points::ZERO {
            node.fault_below(&format!("quotas[{place}].shortfall_times"), "写正数：扣所差数量的几倍");
        }
        if let (Some(most), Some(least)) = (quota.most, quota.least)
            && least > most
        {
            node.fault_below(&format!("quotas[{place}].least"), "结果的最低不能高于最高");
        }
    }
    for (place, part) in rules.parts.iter().enumerate() {
        if part.weight < Points::ZERO {
            node.fault_below(&format!("parts[{place}].weight"), "权重不能是负数");
        }
    }
}
