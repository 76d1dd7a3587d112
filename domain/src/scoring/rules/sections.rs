//! What a rule set's document may say, section by section: its keys, what they mean, what their values are.
//!
//! The reader, the forms on the screen and the documentation's tables follow this one description.

use super::places::{
    BY, CATEGORY, CONSEQUENCE, FACT_ANY, GROUPS, KEEP, KEYS, MEASURED, METHODS, NAME, PIECES, RULE, SPLITS,
    UNLESS, WHEN, must, place,
};
pub use super::places::{CONDITION, CONVERSION, FACTS, FILTER, Holds, MEASURE, PERIODS, Place};
pub use super::reference::reference;

/// A section of the document: a list of rules, or one table.
#[derive(Clone, Copy, Debug)]
pub struct Section {
    pub key: &'static str,
    pub label: &'static str,
    /// One of it: 一条标准.
    pub one: &'static str,
    /// What it is for, in a sentence or two.
    pub about: &'static str,
    /// Several, `[[rates]]`; else one, `[ranking]`.
    pub is_list: bool,
    pub places: &'static [Place],
}

impl Section {
    pub fn keys(&self) -> Vec<&'static str> {
        self.places.iter().map(|place| place.key).collect()
    }

    pub fn named(key: &str) -> Option<&'static Self> {
        SECTIONS.iter().find(|section| section.key == key)
    }
}

/// All sections, in the order of evaluation.
pub const SECTIONS: &[Section] = &[
    Section {
        key: "channels",
        label: "刊物层级",
        one: "一个刊物",
        about: "说明各刊物属于哪一层级，事实就不必逐条写层级。",
        is_list: true,
        places: &[
            must("name", "刊物", Holds::Text, "与事实里的写法相同。"),
            must("level", "层级", Holds::Text, "市级、省级、国家级……"),
        ],
    },
    Section {
        key: "rates",
        label: "计分标准",
        one: "一条标准",
        about: "每篇（件）得多少分。一件事实按次序找第一条适用的标准，只用这一条；没有适用的，不得分。",
        is_list: true,
        places: &[
            RULE,
            NAME,
            must("fact", "事实", Holds::Word(FACTS), "对哪一种事实。"),
            WHEN,
            UNLESS,
            must(
                "points",
                "分值",
                Holds::Amount,
                "每篇的分；写 given 则用随事实登记的分（points）。扣分写负数。",
            ),
            CATEGORY,
        ],
    },
    Section {
        key: "multipliers",
        label: "倍数",
        one: "一个倍数",
        about: "适用的倍数依次相乘，乘在标准的分值上。",
        is_list: true,
        places: &[
            RULE,
            NAME,
            place("rates", "只乘这些标准", Holds::Rules, "不写，乘在任何标准上。"),
            WHEN,
            UNLESS,
            must("times", "倍数", Holds::Points, "如 2、1.5、0.5。"),
        ],
    },
    Section {
        key: "extras",
        label: "附加分",
        one: "一项附加分",
        about: "同一事实在标准之外另加（扣）的分：头版、编者按、逾期等。适用的都加。",
        is_list: true,
        places: &[
            RULE,
            NAME,
            FACT_ANY,
            WHEN,
            UNLESS,
            must("points", "分值", Holds::Amount, "另加的分，扣分写负数。"),
            place("multiplied", "也乘倍数", Holds::Truth, "标准所乘的倍数也乘在它上面。"),
            CATEGORY,
        ],
    },
    Section {
        key: "shares",
        label: "联合稿件",
        one: "一条分配办法",
        about: "几个单位共有一篇时怎样分。按次序用第一条适用的；没有适用的，各得全分、各算一篇。除不尽的零头按署名先后各补一个最小单位，合起来正好是全分。",
        is_list: true,
        places: &[
            RULE,
            NAME,
            FACT_ANY,
            WHEN,
            UNLESS,
            place("points", "分数怎样分", Holds::Word(SPLITS), "不写，各得全分。"),
            place("amount", "固定分", Holds::Points, "points = fixed 时，每个单位得的分。"),
            place(
                "places",
                "各次序的比例",
                Holds::PointsList,
                "points = places 时，第一、第二……单位得全分的几成，最后一个数用于其余各单位；合起来是一的，零头也分尽。",
            ),
            place("pieces", "篇数怎样算", Holds::Word(PIECES), "不写，各算一篇。"),
        ],
    },
    Section {
        key: "choices",
        label: "同稿取舍",
        one: "一条取舍办法",
        about: "同一稿件在几处都得分时怎样计：不写，各处相加。几条办法依次施行，先舍去的不再参加后面的比较。晚来的更高一项只补差额，记在它自己的月份。",
        is_list: true,
        places: &[
            RULE,
            NAME,
            place(
                "rates",
                "参加比较的标准",
                Holds::Rules,
                "不写，报送以外的全部标准；keep = last 时按阶段先后列出。没有列出的（如批示）不参加比较，照样计分。",
            ),
            place(
                "attached",
                "随同的标准",
                Holds::Rules,
                "这些标准的分跟着同一稿件、同一刊物的那一项一起比较、一起取舍。",
            ),
            must(
                "among",
                "比较的范围",
                Holds::Words(KEYS),
                "相同的才放在一起比较，通常是 [\"story\"]；[\"story\", \"level\"] 则每一层级各自比较。",
            ),
            must("keep", "取哪些", Holds::Word(KEEP), "只取最高、取最高的若干项，或后一阶段代替前一阶段。"),
            place("count", "取几项", Holds::Number, "keep = best 时取几项。"),
            place("one_per", "每种只取一项", Holds::Word(KEYS), "取的各项里，同一层级（刊物……）至多一项。"),
            place("within", "比较的期间", Holds::Word(PERIODS), "不写，全年；不同期间的不比较。"),
        ],
    },
    Section {
        key: "grants",
        label: "固定分",
        one: "一项固定分",
        about: "不附条件，每个期间的第一个月给一次，如“年初各单位基础分100分”。",
        is_list: true,
        places: &[
            RULE,
            NAME,
            must("points", "分值", Holds::Points, ""),
            place("period", "期间", Holds::Word(PERIODS), "每月、每季……给一次；不写，每年一次。"),
            GROUPS,
            CATEGORY,
        ],
    },
    Section {
        key: "quotas",
        label: "任务",
        one: "一项任务",
        about: "每个期间应完成的篇数或得分，完成或没有完成怎样计分，在期间的最后一个月结算。没有任务数的单位不适用。",
        is_list: true,
        places: &[
            RULE,
            NAME,
            place("period", "期间", Holds::Word(PERIODS), "不写，每月。"),
            place("conditions", "条件", Holds::Conditions, "全部达到才算完成。"),
            place(
                "measured",
                "得分何时计量",
                Holds::Word(MEASURED),
                "条件计得分时，在其他扣分之前还是之后计量；不写，之前。",
            ),
            place("met", "完成得分", Holds::Points, ""),
            place(
                "missed",
                "未完成得分",
                Holds::Points,
                "扣分写负数；完不成仍给一部分基础分的，写那一部分。",
            ),
            place("missed_each", "每少一篇（分）", Holds::Points, "每少一个另加的分，扣分写负数，如 -1。"),
            place("pro_rata", "按比例得分", Holds::Truth, "没有完成的，按完成的比例得“完成得分”。"),
            place(
                "shortfall_times",
                "差额倍数扣分",
                Holds::Points,
                "没有完成的，扣所差数量的几倍（写正数）。",
            ),
            place("beyond_each", "每超一篇（分）", Holds::Points, "超过任务数的，每超一个另加的分。"),
            place("beyond_most", "超额最多加分", Holds::Points, ""),
            place("least", "结果不低于", Holds::Points, ""),
            place("most", "结果不高于", Holds::Points, ""),
            place("category", "记入类别", Holds::Category, "不写，记入基础分。"),
            place(
                "deduction_category",
                "扣分记入类别",
                Holds::Category,
                "结果为负时记入的类别；不写，同上。",
            ),
        ],
    },
    Section {
        key: "judged",
        label: "评定分",
        one: "一项评定分",
        about: "由人在范围内评定的分，用加减分登记，写明这里的代号、理由和评定人。",
        is_list: true,
        places: &[
            RULE,
            NAME,
            must("least", "最低", Holds::Points, ""),
            must("most", "最高", Holds::Points, ""),
            CATEGORY,
        ],
    },
    Section {
        key: "escalations",
        label: "累进处理",
        one: "一项累进处理",
        about: "同类事实在期间内达到一定次数时的处理，如“第二次缺稿，全年记零分”。",
        is_list: true,
        places: &[
            RULE,
            NAME,
            must("fact", "事实", Holds::Word(FACTS), "数哪一种事实。"),
            WHEN,
            UNLESS,
            place("within", "期间", Holds::Word(PERIODS), "在多长时间内累计；不写，全年。"),
            must("from", "从第几次起", Holds::Number, ""),
            place("once", "只处理一次", Holds::Truth, "只在达到那一次时处理；不写，以后每一次都处理。"),
            CONSEQUENCE[0],
            CONSEQUENCE[1],
            CONSEQUENCE[2],
            CONSEQUENCE[3],
        ],
    },
    Section {
        key: "caps",
        label: "封顶和保底",
        one: "一条限额",
        about: "某些类别（标准）在期间内合计的上限和下限；类别、标准都不写，则限制全部得分。跨月的期间按累计结算。依次施行。",
        is_list: true,
        places: &[
            RULE,
            NAME,
            place("categories", "类别", Holds::Categories, "合在一起受限的类别。"),
            place("rules", "标准", Holds::Rules, "合在一起受限的标准、任务等的代号。"),
            place("period", "期间", Holds::Word(PERIODS), "不写，每月。"),
            place("most", "最高", Holds::Points, ""),
            place("least", "最低", Holds::Points, ""),
            GROUPS,
            place("with_opening", "含结转分", Holds::Truth, "全年限额是否把结转分算在内。"),
            CATEGORY,
        ],
    },
    Section {
        key: "streaks",
        label: "连续偏低",
        one: "一项连续偏低的处理",
        about: "连续若干期低于标准时的处理，如“连续三个月得分低于5分，通报批评”。处理以后重新计数，每年一月重新计数。",
        is_list: true,
        places: &[
            RULE,
            NAME,
            MEASURE[0],
            MEASURE[1],
            MEASURE[2],
            MEASURE[3],
            must("below", "低于", Holds::Points, ""),
            place("period", "每期", Holds::Word(PERIODS), "不写，每月。"),
            must("running", "连续几期", Holds::Number, ""),
            CONSEQUENCE[0],
            CONSEQUENCE[1],
            CONSEQUENCE[2],
            CONSEQUENCE[3],
        ],
    },
    Section {
        key: "rollup",
        label: "计入上级单位",
        one: "计入上级单位",
        about: "下属单位的得分同时计入它的上级单位（在单位表里写明）。",
        is_list: false,
        places: &[must("times", "倍数", Holds::Points, "1 为全部计入，0.5 为计入一半。"), CATEGORY],
    },
    Section {
        key: "cumulative",
        label: "累计分",
        one: "累计分",
        about: "累计分数怎样得来；不写，为当年各月之和。",
        is_list: false,
        places: &[
            place(
                "period",
                "期间",
                Holds::Word(PERIODS),
                "month、quarter、half_year 或 year，过后重新累计。",
            ),
            place("by", "方法", Holds::Word(BY), "各月相加，或取月平均。"),
        ],
    },
    Section {
        key: "parts",
        label: "折算分的组成",
        one: "一个组成部分",
        about: "折算分由几部分加权相加；不写，就是累计分数。",
        is_list: true,
        places: &[
            must("name", "名称", Holds::Text, ""),
            place("categories", "类别", Holds::Categories, "这一部分包含的类别；不写，为累计分数。"),
            must("weight", "权重", Holds::Points, "如 0.6。"),
            place("conversion", "先折算", Holds::Conversion, "加权之前先折算成一定的满分。"),
        ],
    },
    Section {
        key: "conversion",
        label: "折算",
        one: "折算",
        about: "把累计分数（或加权之和）折算成一定的满分：得分 ÷ 折算基数 × 满分。",
        is_list: false,
        places: CONVERSION,
    },
    Section {
        key: "ranking",
        label: "排名",
        one: "排名",
        about: "按什么、怎样排名；不写，在分组内按累计分数连续排名。",
        is_list: false,
        places: &[
            place("method", "方法", Holds::Word(METHODS), "并列以后的名次怎样接。"),
            place("by", "依据", Holds::Field, "cumulative、month、converted 或别的数字指标。"),
            place(
                "ties",
                "同分时",
                Holds::Ties,
                "依次比较：adoption_rate（采用率）、pieces（采用篇数）、upper_pieces（上级采用篇数）、month（本月分数），或 { points = [类别……] }（某些类别的得分）。",
            ),
            place("across_groups", "不分组排名", Holds::Truth, "全部单位一起排名。"),
            place("at_least", "参加排名的最低分", Holds::Points, "低于它的不排名。"),
            place("without_excluded", "取消资格的不排名", Holds::Truth, ""),
        ],
    },
    Section {
        key: "remarks",
        label: "评语",
        one: "一条评语",
        about: "按指标高低给单位的评语，如“优秀”。",
        is_list: true,
        places: &[
            must("name", "评语", Holds::Text, ""),
            must("field", "指标", Holds::Field, "cumulative、month、converted、adoption_rate、rank 等。"),
            place("at_least", "不低于", Holds::Points, ""),
            place("below", "低于", Holds::Points, ""),
        ],
    },
    Section {
        key: "figures",
        label: "自定义指标",
        one: "一个指标",
        about: "通报表格里另加的数字：某些事实本月的篇数，或某些类别、标准本月的得分。",
        is_list: true,
        places: &[
            must("key", "代号", Holds::Text, "小写英文字母、数字和下划线；表格各栏用它指明指标。"),
            must("name", "名称", Holds::Text, ""),
            MEASURE[0],
            MEASURE[1],
            MEASURE[2],
            MEASURE[3],
            place("rules", "计得分的标准", Holds::Rules, "另加这些标准、任务等的得分。"),
        ],
    },
];
