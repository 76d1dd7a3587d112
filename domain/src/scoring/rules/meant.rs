//! Amounts and conditions that are most likely not what was meant, one by one: a reward for what is missing, a proportion
//! that nothing can reach, a part written as so many tenths. What cannot be meant is refused; what may be is pointed out.

use super::{Condition, Filter, Measure, Period, Quota, RuleSet, Share, Split};
use crate::{
    json::{Fault, Node},
    points::Points,
    scoring::{columns::Field, facts::Outcome},
};

/// What is said of a place of the document.
struct Said {
    place: String,
    text: String,
    /// Nobody can mean it.
    refused: bool,
}

/// Refuses what cannot be meant.
pub(super) fn refuse(rules: &RuleSet, node: &Node) {
    for said in all(rules).into_iter().filter(|said| said.refused) {
        node.fault_below(&said.place, said.text);
    }
}

/// Points out what may be meant, and most likely is not.
pub(super) fn point_out(rules: &RuleSet, doubts: &mut Vec<Fault>) {
    let said = all(rules).into_iter().filter(|said| !said.refused);
    doubts.extend(said.map(|said| Fault { place: format!("$.{}", said.place), text: said.text }));
}

fn all(rules: &RuleSet) -> Vec<Said> {
    let mut all = Vec::new();
    channels(rules, &mut all);
    for (_, path, filter) in rules.placed_filters() {
        of_filter(&path, filter, &mut all);
    }
    for (place, one) in rules.multipliers.iter().enumerate() {
        if one.times == Points::whole(1) {
            let text = "是 1 倍，这一条不起作用".to_owned();
            all.push(Said { place: format!("multipliers[{place}].times"), text, refused: false });
        }
    }
    for (place, share) in rules.shares.iter().enumerate() {
        of_share(&format!("shares[{place}]"), share, &mut all);
    }
    for (place, quota) in rules.quotas.iter().enumerate() {
        let path = format!("quotas[{place}]");
        outcomes(&path, quota, &mut all);
        for (at, condition) in quota.conditions.iter().enumerate() {
            of_condition(&format!("{path}.conditions[{at}]"), quota, condition, &mut all);
        }
    }
    for (place, streak) in rules.streaks.iter().enumerate() {
        let most = u32::from((Period::Year.months() / streak.period.months()).unsigned_abs());
        if streak.running > most {
            let text = format!("一年里只有 {most} 期，每年一月重新计数，永远到不了；至多写 {most}");
            all.push(Said { place: format!("streaks[{place}].running"), text, refused: true });
        }
    }
    remarks(rules, &mut all);
    all
}

/// One channel written in two ways. Facts may be written in both ways, too, so that only two levels are refused.
fn channels(rules: &RuleSet, all: &mut Vec<Said>) {
    let plain =
        |name: &str| crate::text::fold(name).chars().filter(|sign| !sign.is_whitespace()).collect::<String>();
    for (place, channel) in rules.channels.iter().enumerate() {
        let earlier = rules.channels[..place].iter().enumerate();
        let mut same = earlier
            .filter(|(_, known)| known.name != channel.name && plain(&known.name) == plain(&channel.name));
        let Some((first, known)) = same.next() else { continue };
        let differs = known.level != channel.level;
        let ends = if differs {
            "一个刊物只有一个层级"
        } else {
            "事实里没有两样写法的，删去一条"
        };
        let text = format!(
            "“{}”和“{}”（`channels[{first}]`）只差空格、全角半角或大小写，像是同一个刊物；{ends}",
            channel.name, known.name
        );
        all.push(Said { place: format!("channels[{place}].name"), text, refused: differs });
    }
}

/// How many units sign a piece, asked in two ways that no piece answers both.
fn of_filter(path: &str, filter: &Filter, all: &mut Vec<Said>) {
    let least = filter.units.max(filter.units_at_least);
    let mut refuse = |key: &str, text: &str| {
        all.push(Said { place: format!("{path}.{key}"), text: text.to_owned(), refused: true });
    };
    if filter.joint == Some(false) && least.is_some_and(|least| least > 1) {
        refuse("joint", "不是联合稿件，又有两个以上单位，没有一件事实符合；请改其中一个");
    }
    if filter.joint == Some(true) && filter.units == Some(1) {
        refuse("joint", "是联合稿件，又只有一个单位，没有一件事实符合；请改其中一个");
    }
    if filter.units.zip(filter.units_at_least).is_some_and(|(units, least)| units < least) {
        refuse("units_at_least", "比 `units`（正好几个）还多，没有一件事实符合；请改其中一个");
    }
}

/// What a filter asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Asks {
    /// For work as it should be.
    Work,
    /// By words of the rules' own: that may be anything.
    Words,
    /// For what was not done, or late.
    Failings,
}

fn asks(filter: &Filter) -> Asks {
    if filter.late == Some(true) || filter.outcome.contains(&Outcome::Missing) {
        Asks::Failings
    } else if filter.marks.is_empty() && filter.form.is_empty() {
        Asks::Work
    } else {
        Asks::Words
    }
}

fn of_share(path: &str, share: &Share, all: &mut Vec<Said>) {
    let mut say = |key: &str, refused: bool, text: String| {
        all.push(Said { place: format!("{path}.{key}"), text, refused });
    };
    let asks = asks(&share.when);
    if share.amount.is_some_and(|amount| amount < Points::ZERO) && asks != Asks::Failings {
        say("amount", asks == Asks::Work, "每个单位得的分不能是负数；扣分写在标准或附加分里".to_owned());
    }
    if share.points != Split::Places {
        return;
    }
    let one = Points::whole(1);
    let sum = Points::checked_sum(share.places.iter().copied()).unwrap_or(Points::from_scaled(i64::MAX));
    if share.places.iter().any(|part| *part > Points::whole(2)) {
        say("places", true, "写全分的几成：七成、三成写 0.7 和 0.3，不写 7 和 3".to_owned());
    } else if share.places.iter().any(|part| *part > one) {
        say("places", false, "有的单位得的比全分还多；七成写 0.7。确是这样的不用管".to_owned());
    } else if share.places.iter().all(|part| *part < one) && sum > one {
        say("places", false, format!("各次序合起来是 {sum}，比全分还多。确是这样的不用管"));
    }
}

/// What is given for less, or taken for more.
fn outcomes(path: &str, quota: &Quota, all: &mut Vec<Said>) {
    let most = quota.conditions.iter().map(|condition| asks(&condition.measure.when)).max();
    let asks = most.unwrap_or(Asks::Work);
    if asks == Asks::Failings {
        return;
    }
    let mut say = |key: &str, text: &str| {
        let (refused, ends) = if asks == Asks::Work {
            (true, "")
        } else {
            (false, "。数的是不该有的事，就不用管")
        };
        all.push(Said { place: format!("{path}.{key}"), text: format!("{text}{ends}"), refused });
    };
    if quota.missed > Points::ZERO && quota.missed > quota.met {
        say(
            "missed",
            "没有完成的比完成的得分还多；扣分写负数，如 -1，仍给一部分基础分的，不多于 `met`（完成得分）",
        );
    }
    if quota.met < Points::ZERO {
        say("met", "完成了反而扣分；没有完成才扣的，写 `missed = -1`");
    }
    if quota.beyond_each < Points::ZERO {
        say("beyond_each", "是每超一个另加的分，写负数成了多做反而扣分");
    }
}

fn of_condition(path: &str, quota: &Quota, condition: &Condition, all: &mut Vec<Said>) {
    let mut say = |key: &str, refused: bool, text: String| {
        all.push(Said { place: format!("{path}.{key}"), text, refused });
    };
    let named = [("for_groups", &condition.for_groups), ("for_units", &condition.for_units)];
    let is_named = named.iter().any(|(_, targets)| !targets.is_empty());
    let Some(of) = &condition.of else {
        let nothing = condition.at_least.is_some_and(|least| least.is_zero());
        if nothing && !condition.measure.is_of_points() && !is_named && quota.beyond_each.is_zero() {
            let text = "任务数是 0，总是完成的；要写大于 0 的数，不附条件的分写在 `grants` 里";
            say("at_least", true, text.to_owned());
        }
        return;
    };
    if condition.measure == *of {
        say("of", true, "与上面所数的一样，比例总是百分之百；请写明占什么".to_owned());
    }
    let own = condition.at_least.iter().map(|target| ("at_least", target));
    let others = named.iter().flat_map(|(key, targets)| targets.values().map(move |target| (*key, target)));
    for (key, target) in own.chain(others) {
        if *target > Points::whole(100) {
            let is_part = is_part(&condition.measure, of);
            let ends = if is_part { "，永远达不到" } else { "；确是这样的不用管" };
            say(key, is_part, format!("任务数写百分数，{target} 是百分之百以上{ends}"));
        } else if let Some(text) = as_part_of_one(*target) {
            say(key, false, text);
        }
    }
}

/// Three tenths of one in the place of thirty percent.
fn as_part_of_one(percent: Points) -> Option<String> {
    (percent > Points::ZERO && percent <= Points::whole(1))
        .then(|| format!("写百分数，{percent} 只是百分之{percent}；三成写 30。确是这样的不用管"))
}

/// Whether whatever the one counts, the other counts too.
fn is_part(part: &Measure, whole: &Measure) -> bool {
    !part.is_of_points()
        && part.count.iter().all(|fact| whole.count.contains(fact))
        && part.when.implies(&whole.when)
        && (whole.unless.asks_nothing() || whole.unless == part.unless)
        && part.once_per_story == whole.once_per_story
}

fn remarks(rules: &RuleSet, all: &mut Vec<Said>) {
    let of_rates = rules.remarks.iter().enumerate().filter(|(_, one)| one.field == Field::AdoptionRate);
    for (place, remark) in of_rates {
        for (key, bound) in [("at_least", remark.at_least), ("below", remark.below)] {
            if let Some(text) = bound.and_then(as_part_of_one) {
                all.push(Said { place: format!("remarks[{place}].{key}"), text, refused: false });
            }
        }
    }
}
