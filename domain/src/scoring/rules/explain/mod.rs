//! Rules in sentences, as the screen and whoever checks them read them.

mod words;

use super::{
    Cap, Choice, ChoiceKey, CumulativeBy, Keep, Period, RankCriterion, RankMethod, RuleSet, sections::Section,
};
use words::{about, consequence, converted, given, labels, measure, only, quota, share};

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
            "pieces" => vec![
                match self.pieces.once_per_story {
                    true => "同一稿件几处采用，每一栏、每一个条件里各只算一篇。",
                    false => "同一稿件几处采用，一处算一篇。",
                }
                .to_owned(),
            ],
            "equivalents" => self
                .equivalents
                .iter()
                .map(|one| {
                    let parts = if one.parts { "不满的按比例算" } else { "不满的不算" };
                    let about = about(&one.fact, &one.when, &one.unless);
                    format!("任务等数篇数时，{about}{}篇算一篇，{parts}。", one.pieces)
                })
                .collect(),
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
                    let further = match (one.once, one.every) {
                        (true, _) => "时".to_owned(),
                        (false, Some(every)) if every > 1 => format!("起每{every}次"),
                        _ => "起每次".to_owned(),
                    };
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
                        "{}连续{}期（{}）{}低于{}，{}。",
                        only(&one.groups),
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
                    let (only, figure) = (only(&remark.groups), self.figure_label(remark.field));
                    format!("{only}{figure}{low}{high}的，通报里写“{}”。", remark.name)
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
            "equivalents" => names!(equivalents),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scoring::sections::SECTIONS;

    #[test]
    fn rules_are_told_in_sentences() {
        let rules = RuleSet::read(include_str!("../../../../../docs/rules/wuhai.toml")).expect("an example");
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
            RuleSet::read(include_str!("../../../../../docs/rules/lianyungang.toml")).expect("an example");
        for section in SECTIONS {
            assert_eq!(rules.names(section).len(), rules.sentences(section).len(), "{}", section.key);
            if section.is_list {
                assert_eq!(rules.rules_in(section), rules.sentences(section).len(), "{}", section.key);
            }
        }
    }
}
