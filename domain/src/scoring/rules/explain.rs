//! Rules in sentences, as the screen and whoever checks them read them.

use super::{
    Amount, Cap, Choice, ChoiceKey, Condition, Consequence, Conversion, CumulativeBy, FactType, Filter, Keep,
    Mark, Measure, Period, Pieces, Quota, RankCriterion, RankMethod, RuleSet, Share, Split, When,
    sections::Section,
};
use crate::points::Points;

impl RuleSet {
    /// What each rule of a section says, in their order; of a section that is one table, one sentence.
    pub fn sentences(&self, section: &Section) -> Vec<String> {
        match section.key {
            "channels" => {
                self.channels.iter().map(|one| format!("{}属于{}。", one.name, one.level)).collect()
            }
            "rates" => self
                .rates
                .iter()
                .map(|rate| {
                    let given = given(rate.points, "每篇");
                    format!("{}{}。", about(&[rate.fact], &rate.when, &rate.unless), given)
                })
                .collect(),
            "multipliers" => self
                .multipliers
                .iter()
                .map(|one| {
                    let rates =
                        if one.rates.is_empty() { "标准的分".to_owned() } else { self.named(&one.rates) };
                    format!("{}{rates}乘以{}。", about(&[], &one.when, &one.unless), one.times)
                })
                .collect(),
            "extras" => self
                .extras
                .iter()
                .map(|extra| {
                    let multiplied = if extra.multiplied { "，也乘倍数" } else { "" };
                    let given = given(extra.points, "另加");
                    format!("{}{given}{multiplied}。", about(&extra.fact, &extra.when, &extra.unless))
                })
                .collect(),
            "shares" => self.shares.iter().map(share).collect(),
            "choices" => self.choices.iter().map(|choice| self.choice(choice)).collect(),
            "grants" => self
                .grants
                .iter()
                .map(|grant| {
                    let groups = only(&grant.groups);
                    format!("{groups}{}给{}分，不附条件。", grant.period.label(), grant.points)
                })
                .collect(),
            "quotas" => self.quotas.iter().map(quota).collect(),
            "judged" => {
                self.judged.iter().map(|one| format!("由人评定，{}到{}分。", one.least, one.most)).collect()
            }
            "escalations" => self
                .escalations
                .iter()
                .map(|one| {
                    let further = if one.once { "时" } else { "起每次" };
                    format!(
                        "{}{}达到第{}次{further}，{}。",
                        about(&[one.fact], &one.when, &one.unless),
                        one.within.label(),
                        one.from,
                        consequence(&one.consequence)
                    )
                })
                .collect(),
            "caps" => self.caps.iter().map(|cap| self.cap(cap)).collect(),
            "streaks" => self
                .streaks
                .iter()
                .map(|one| {
                    format!(
                        "连续{}期（{}）{}低于{}，{}。",
                        one.running,
                        one.period.label(),
                        measure(&one.measure),
                        one.below,
                        consequence(&one.consequence)
                    )
                })
                .collect(),
            "rollup" => self
                .rollup
                .iter()
                .map(|one| format!("下属单位本月得分乘以{}，同时计入上级单位。", one.times))
                .collect(),
            "cumulative" => vec![format!(
                "累计分数为{}各月得分{}。",
                match self.cumulative.period {
                    Period::Year => "当年",
                    Period::HalfYear => "本半年",
                    Period::Quarter => "本季度",
                    _ => "本月",
                },
                if self.cumulative.by == CumulativeBy::Sum { "之和" } else { "的平均" }
            )],
            "parts" => self
                .parts
                .iter()
                .map(|part| {
                    let what = if part.categories.is_empty() {
                        "累计分数".to_owned()
                    } else {
                        format!("{}的得分", labels(&part.categories))
                    };
                    let converted = part.conversion.map(|one| format!("，{}", converted(one)));
                    format!("{what}{}，乘以{}。", converted.unwrap_or_default(), part.weight)
                })
                .collect(),
            "conversion" => self.conversion.iter().map(|one| format!("{}。", converted(*one))).collect(),
            "ranking" => vec![self.ranked()],
            "remarks" => self
                .remarks
                .iter()
                .map(|remark| {
                    let low = remark.at_least.map(|least| format!("不低于{least}")).unwrap_or_default();
                    let high = remark.below.map(|below| format!("低于{below}")).unwrap_or_default();
                    format!("{}{low}{high}的，通报里写“{}”。", self.figure_label(remark.field), remark.name)
                })
                .collect(),
            "figures" => self
                .figures
                .iter()
                .map(|one| match one.measure.count.is_empty() {
                    false => format!("本月{}。", measure(&one.measure)),
                    true => {
                        let mut of = Vec::new();
                        if !one.measure.categories.is_empty() {
                            of.push(labels(&one.measure.categories));
                        }
                        if !one.rules.is_empty() {
                            of.push(self.named(&one.rules));
                        }
                        format!("本月{}的得分。", of.join("、"))
                    }
                })
                .collect(),
            _ => Vec::new(),
        }
    }

    /// The names of the rules of a section; of a section that is one table, its label.
    pub fn names(&self, section: &Section) -> Vec<String> {
        macro_rules! names {
            ($list:ident) => {
                self.$list.iter().map(|rule| rule.name.clone()).collect()
            };
        }
        match section.key {
            "channels" => names!(channels),
            "rates" => names!(rates),
            "multipliers" => names!(multipliers),
            "extras" => names!(extras),
            "shares" => names!(shares),
            "choices" => names!(choices),
            "grants" => names!(grants),
            "quotas" => names!(quotas),
            "judged" => names!(judged),
            "escalations" => names!(escalations),
            "caps" => names!(caps),
            "streaks" => names!(streaks),
            "parts" => names!(parts),
            "remarks" => names!(remarks),
            "figures" => names!(figures),
            _ => vec![section.label.to_owned(); self.sentences(section).len()],
        }
    }

    fn named(&self, rules: &[String]) -> String {
        rules.iter().map(|rule| format!("“{}”", self.rule_name(rule))).collect::<Vec<_>>().join("、")
    }

    /// What the screen calls a figure: the rule set's own by its name.
    pub fn figure_label(&self, field: crate::scoring::columns::Field) -> String {
        use crate::scoring::columns::Field;
        match field {
            Field::Own(place) => self
                .figures
                .get(usize::from(place))
                .map_or_else(|| field.label().to_owned(), |figure| figure.name.clone()),
            usual => usual.label().to_owned(),
        }
    }

    fn choice(&self, choice: &Choice) -> String {
        let among: Vec<&str> = choice
            .among
            .iter()
            .map(|key| match key {
                ChoiceKey::Story => "同一稿件",
                ChoiceKey::Level => "同一层级",
                ChoiceKey::Channel => "同一刊物",
                ChoiceKey::Rank => "同一职务层次",
                ChoiceKey::Form => "同一形式",
                ChoiceKey::Rule => "同一标准",
            })
            .collect();
        let rates =
            if choice.rates.is_empty() { "全部标准".to_owned() } else { self.named(&choice.rates) };
        let keep = match choice.keep {
            Keep::Highest => "只计最高的一项".to_owned(),
            Keep::Best => format!("只计最高的{}项", choice.count.unwrap_or(1)),
            Keep::Last => "以最后的阶段为准".to_owned(),
        };
        let one = choice.one_per.map(|key| {
            let key = match key {
                ChoiceKey::Level => "层级",
                ChoiceKey::Channel => "刊物",
                ChoiceKey::Rank => "职务层次",
                ChoiceKey::Form => "形式",
                ChoiceKey::Rule => "标准",
                ChoiceKey::Story => "稿件",
            };
            format!("，每个{key}至多一项")
        });
        let attached = match choice.attached.is_empty() {
            true => String::new(),
            false => format!("，{}随同取舍", self.named(&choice.attached)),
        };
        format!("{}在{rates}中{keep}{}{attached}。", among.join("、"), one.unwrap_or_default())
    }

    fn cap(&self, cap: &Cap) -> String {
        let mut of = Vec::new();
        if !cap.categories.is_empty() {
            of.push(labels(&cap.categories));
        }
        if !cap.rules.is_empty() {
            of.push(self.named(&cap.rules));
        }
        let of = if of.is_empty() { "全部得分".to_owned() } else { of.join("、") };
        let most = cap.most.map(|most| format!("最多{most}分"));
        let least = cap.least.map(|least| format!("最少{least}分"));
        let bounds: Vec<String> = most.into_iter().chain(least).collect();
        format!("{}{}{of}{}。", only(&cap.groups), cap.period.label(), bounds.join("，"))
    }

    fn ranked(&self) -> String {
        let ranking = &self.ranking;
        let where_ = if ranking.across_groups { "全部单位一起" } else { "在分组内" };
        let method = match ranking.method {
            RankMethod::Dense => "连续排名（1、2、2、3）",
            RankMethod::Competition => "竞赛排名（1、2、2、4）",
        };
        let ties: Vec<String> = ranking
            .ties
            .iter()
            .map(|tie| match tie {
                RankCriterion::Points(categories) => format!("{}的得分", labels(categories)),
                RankCriterion::AdoptionRate => "采用率".to_owned(),
                RankCriterion::Pieces => "采用篇数".to_owned(),
                RankCriterion::UpperPieces => "上级采用篇数".to_owned(),
                RankCriterion::Month => "本月分数".to_owned(),
            })
            .collect();
        let ties =
            if ties.is_empty() { String::new() } else { format!("；同分依次比{}", ties.join("、")) };
        let least = ranking.at_least.map(|least| format!("；低于{least}的不排名")).unwrap_or_default();
        let excluded = if ranking.without_excluded { "；取消资格的不排名" } else { "" };
        format!("{where_}按{}{method}{ties}{least}{excluded}。", self.figure_label(ranking.by))
    }
}

fn labels(categories: &[super::Category]) -> String {
    categories.iter().map(super::Category::label).collect::<Vec<_>>().join("、")
}

fn only(groups: &[String]) -> String {
    if groups.is_empty() { String::new() } else { format!("只对{}，", groups.join("、")) }
}

fn given(amount: Amount, each: &str) -> String {
    match amount {
        Amount::Given => format!("{each}按登记的分"),
        Amount::Fixed(points) if points < Points::ZERO => {
            format!("{}{}分", each.replace('加', "扣"), points.magnitude())
        }
        Amount::Fixed(points) => format!("{each}{points}分"),
    }
}

/// 上级采用，层级为省级的（形式为转载的除外），; empty where nothing is asked.
fn about(facts: &[FactType], when: &Filter, unless: &Filter) -> String {
    let facts: Vec<&str> = facts.iter().map(|fact| fact.label()).collect();
    let mut words = facts.join("、");
    let asked = asked(when);
    if !asked.is_empty() {
        if !words.is_empty() {
            words.push('，');
        }
        words.push_str(&asked);
        words.push('的');
    }
    let left_out = self::asked(unless);
    if !left_out.is_empty() {
        words.push_str(&format!("（{left_out}的除外）"));
    }
    if !words.is_empty() {
        words.push('，');
    }
    words
}

fn asked(filter: &Filter) -> String {
    let outcomes: Vec<String> = filter.outcome.iter().map(|outcome| outcome.label().to_owned()).collect();
    let lists = [
        ("体裁为", &filter.kind),
        ("形式为", &filter.form),
        ("刊物为", &filter.channel),
        ("层级为", &filter.level),
        ("职务层次为", &filter.rank),
        ("报送渠道为", &filter.route),
        ("标有", &filter.marks),
        ("约稿", &outcomes),
        ("分组为", &filter.group),
        ("单位为", &filter.unit),
    ];
    let mut asked: Vec<String> = lists
        .into_iter()
        .filter(|(_, values)| !values.is_empty())
        .map(|(words, values)| format!("{words}{}", values.join("或")))
        .collect();
    let truths = [
        (filter.starred, "加星", "不加星"),
        (filter.commissioned, "约稿采用", "不是约稿采用"),
        (filter.joint, "联合", "单独"),
        (filter.late, "逾期", "没有逾期"),
        (filter.instructed, "有批示", "没有批示"),
    ];
    for (truth, yes, no) in truths {
        asked.extend(truth.map(|truth| if truth { yes } else { no }.to_owned()));
    }
    asked.extend(filter.units.map(|units| format!("正好{units}个单位")));
    asked.join("、")
}

fn share(share: &Share) -> String {
    let points = match share.points {
        Split::Whole => "各单位都得全分".to_owned(),
        Split::Equal => "分数平均分".to_owned(),
        Split::Half => "各单位得一半".to_owned(),
        Split::Fixed => format!("各单位得{}分", share.amount.unwrap_or_default()),
        Split::Ratio => "分数按登记的比例分".to_owned(),
        Split::Places => {
            let places: Vec<String> = share.places.iter().map(ToString::to_string).collect();
            format!("按署名次序各得全分的{}", places.join("、"))
        }
    };
    let pieces = match share.pieces {
        Pieces::Whole => "篇数各算一篇",
        Pieces::Equal => "篇数平均分",
        Pieces::Half => "篇数各算半篇",
        Pieces::Ratio => "篇数按比例分",
        Pieces::First => "篇数只算第一单位",
    };
    format!("几个单位共有的{}{points}，{pieces}。", about(&share.fact, &share.when, &share.unless))
}

/// 报送的篇数, 上级采用得分.
fn measure(measure: &Measure) -> String {
    if measure.count.is_empty() {
        let of = if measure.categories.is_empty() { String::new() } else { labels(&measure.categories) };
        return format!("{of}得分");
    }
    let facts: Vec<&str> = measure.count.iter().map(|fact| fact.label()).collect();
    let asked = asked(&measure.when);
    let asked = if asked.is_empty() { String::new() } else { format!("（{asked}）") };
    format!("{}{asked}篇数", facts.join("、"))
}

fn condition(condition: &Condition) -> String {
    let mut targets: Vec<String> = condition.at_least.map(|least| least.to_string()).into_iter().collect();
    let named = condition.for_groups.iter().chain(&condition.for_units);
    targets.extend(named.map(|(name, amount)| format!("{name}{amount}")));
    format!("{}达到{}", measure(&condition.measure), targets.join("、"))
}

fn quota(quota: &Quota) -> String {
    let conditions: Vec<String> = quota.conditions.iter().map(condition).collect();
    let amount = |points: Points, words: &str| match points.is_zero() {
        true => None,
        false if points < Points::ZERO => Some(format!("{words}扣{}分", points.magnitude())),
        false => Some(format!("{words}得{points}分")),
    };
    let mut follows: Vec<String> = Vec::new();
    follows.extend(amount(quota.met, "完成"));
    follows.extend(quota.pro_rata.then(|| "未完成按比例得分".to_owned()));
    follows.extend(amount(quota.missed, "未完成"));
    follows.extend(amount(quota.missed_each, "每少一个"));
    follows.extend((!quota.shortfall_times.is_zero()).then(|| {
        let measured = if quota.measured == When::AfterDeductions { "（扣分之后计量）" } else { "" };
        format!("未完成扣所差的{}倍{measured}", quota.shortfall_times)
    }));
    follows.extend(amount(quota.beyond_each, "每超一个"));
    follows.extend(quota.beyond_most.map(|most| format!("超额最多加{most}分")));
    follows.extend(quota.least.map(|least| format!("结果不低于{least}分")));
    follows.extend(quota.most.map(|most| format!("结果不高于{most}分")));
    format!("{}{}：{}。", quota.period.label(), conditions.join("，且"), follows.join("，"))
}

fn consequence(consequence: &Consequence) -> String {
    let mut parts = Vec::new();
    if consequence.points < Points::ZERO {
        parts.push(format!("扣{}分", consequence.points.magnitude()));
    } else if !consequence.points.is_zero() {
        parts.push(format!("加{}分", consequence.points));
    }
    parts.extend(consequence.effect.map(|effect| effect.label().to_owned()));
    parts.extend(consequence.remark.as_ref().map(|remark| format!("通报里写“{remark}”")));
    parts.join("，")
}

fn converted(conversion: Conversion) -> String {
    let whole = match conversion.whole {
        Mark::Points(points) => format!("{points}分"),
        Mark::HighestOfGroup => "本组最高分".to_owned(),
        Mark::Highest => "全部最高分".to_owned(),
    };
    let bounded = if conversion.bounded { "，不超过满分" } else { "" };
    format!("以{whole}为满分，折算成{}分{bounded}", conversion.full)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scoring::sections::SECTIONS;

    #[test]
    fn rules_are_told_in_sentences() {
        let rules = RuleSet::read(include_str!("../../../../docs/rules/wuhai.toml")).expect("an example");
        let told = |key: &str| rules.sentences(Section::named(key).expect("a section"));
        assert_eq!(told("rates")[0], "报送，每篇1分。");
        assert_eq!(told("rates")[3], "批示，层级为学院的，每篇3分。");
        assert_eq!(told("grants"), ["全年给100分，不附条件。"]);
        assert_eq!(
            told("choices"),
            ["同一稿件在“学院办公室采用”、“部门、市委、市政府采用”中只计最高的一项。"]
        );
        assert_eq!(told("caps"), ["每月报送最多5分。"]);
        assert_eq!(told("ranking"), ["在分组内按累计分数连续排名（1、2、2、3）。"]);
        let base = crate::scoring::version_1().sentences(Section::named("quotas").expect("a section"));
        assert_eq!(base, ["每月报送上级篇数达到1：完成得5分。"]);
    }

    #[test]
    fn every_rule_has_a_sentence_and_a_name() {
        let rules =
            RuleSet::read(include_str!("../../../../docs/rules/lianyungang.toml")).expect("an example");
        for section in SECTIONS {
            assert_eq!(rules.names(section).len(), rules.sentences(section).len(), "{}", section.key);
            if section.is_list {
                assert_eq!(rules.rules_in(section), rules.sentences(section).len(), "{}", section.key);
            }
        }
    }
}
