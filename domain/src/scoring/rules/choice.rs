//! Choices: what counts where one story stands in several places.

use super::{
    described::{Holds, NAME, RULE, described, told},
    period::Period,
    rule::{Names, Rule, ruled, shapes_others},
};

described! {
    /// Of a unit's lines that agree in all of `among`, only some count.
    pub struct Choice {
        must rule: String = RULE;
        must name: String = NAME;
        /// The rates whose lines it chooses from; empty for all. For [`Keep::Last`], in rising order.
        may rates: Vec<String> = told(
            "参加比较的标准",
            "不写，报送以外的全部标准；`keep = last` 时按阶段先后列出。没有列出的（如批示）不参加比较，照样计分。",
        ).holding(Holds::Rates);
        /// Rates whose lines go with the line of the same story and channel, and stand or fall with it.
        may attached: Vec<String> =
            told("随同的标准", "这些标准的分跟着同一稿件、同一刊物的那一项一起比较、一起取舍。").holding(Holds::Rates);
        /// What lines must have in common to be chosen from.
        must among: Vec<ChoiceKey> =
            told("比较的范围", "相同的才放在一起比较，通常只选 `story`；再选 `level`，则每一层级各自比较。");
        must keep: Keep = told("取哪些", "只取最高、取最高的若干项，或后一阶段代替前一阶段。");
        /// Lines kept at most, of [`Keep::Best`].
        may count: Option<u32> = told("取几项", "`keep = best` 时取几项。");
        /// Of the lines kept, at most one for each value of this.
        may one_per: Option<ChoiceKey> = told("每种只取一项", "取的各项里，同一层级（刊物……）至多一项。");
        /// Lines of different periods are not compared. A later line that displaces one credited before gives
        /// only what it is more.
        may within: Period = told("比较的期间", "不写，全年；不同期间的不比较。"), or Period::Year;
    }
    check |node| {
        if among.as_ref().is_some_and(Vec::is_empty) {
            node.fault_below("among", "至少要写一项，通常是 `among = story`");
        }
        if keep == Some(Keep::Best) && count.is_none() {
            node.fault("`keep = best` 时要写 `count`（取几项）");
        }
        if keep == Some(Keep::Last) && rates.is_empty() {
            node.fault("`keep = last` 时要在 `rates` 里按先后列出各阶段的标准");
        }
    }
}

impl Rule for Choice {
    ruled!();
    shapes_others!();

    fn sentence(&self, names: &dyn Names) -> String {
        let among: Vec<&str> = self.among.iter().map(|key| key.label()).collect();
        let rates = if self.rates.is_empty() { "全部标准".to_owned() } else { names.rules(&self.rates) };
        let keep = match self.keep {
            Keep::Highest => "只计最高的一项".to_owned(),
            Keep::Best => format!("只计最高的{}项", self.count.unwrap_or(1)),
            Keep::Last => "以最后的阶段为准".to_owned(),
        };
        let one = self.one_per.map(|key| format!("，每个{}至多一项", key.label().trim_start_matches("同一")));
        let attached = match self.attached.is_empty() {
            true => String::new(),
            false => format!("，{}随同取舍", names.rules(&self.attached)),
        };
        format!("{}在{rates}中{keep}{}{attached}。", among.join("、"), one.unwrap_or_default())
    }
}

coded! {
    /// What lines may have in common.
    pub enum ChoiceKey {
        Story = ("story", "同一稿件"),
        Level = ("level", "同一层级"),
        Channel = ("channel", "同一刊物"),
        Rank = ("rank", "同一职务层次"),
        Form = ("form", "同一形式"),
        Rule = ("rule", "同一标准"),
    }
}

coded! {
    /// Which lines count.
    pub enum Keep {
        /// The one with the most points.
        Highest = ("highest", "只取最高的一项"),
        /// Those with the most points, `count` of them.
        Best = ("best", "取最高的若干项"),
        /// The one whose rate stands last in `rates`: a later stage replaces the earlier.
        Last = ("last", "取最后的阶段"),
    }
}
