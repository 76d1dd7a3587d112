//! The keys of a rule set's document, and what they hold: the words that several sections share.

/// One key of a section.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    pub key: &'static str,
    pub label: &'static str,
    /// Keys, values and sections stand in it between backticks: see [`super::wording`].
    pub about: &'static str,
    pub holds: Holds,
    pub required: bool,
}

/// What a key holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// The rule's stable name, by which entries refer to it.
    Rule,
    Text,
    /// Any number of texts.
    Texts,
    /// An exact decimal.
    Points,
    /// Any number of exact decimals.
    PointsList,
    /// An exact decimal, or `given`.
    Amount,
    /// A whole number from 1.
    Number,
    Truth,
    /// One of these words.
    Word(&'static [(&'static str, &'static str)]),
    /// Any number of these words.
    Words(&'static [(&'static str, &'static str)]),
    Category,
    Categories,
    /// Names of other rules.
    Rules,
    Filter,
    /// A list of conditions.
    Conditions,
    /// What is measured, of which another measure is a part.
    Measure,
    /// Names of groups or units, each with an amount.
    Amounts,
    Conversion,
    /// An amount, `highest` or `highest_of_group`.
    Mark,
    /// A figure of the bulletin.
    Field,
    Ties,
    /// What stands beside the rules, for which the draft has a form of its own.
    Heads,
}

pub const FACTS: &[(&str, &str)] = &[
    ("submissions", "报送"),
    ("adoptions", "本级采用"),
    ("upper_adoptions", "上级采用"),
    ("commissions", "约稿"),
    ("reported_up", "报送上级"),
    ("instructions", "批示"),
];

pub const PERIODS: &[(&str, &str)] = &[
    ("week", "周"),
    ("half_month", "半月"),
    ("month", "月"),
    ("two_months", "两个月"),
    ("quarter", "季度"),
    ("half_year", "半年"),
    ("year", "全年"),
];

pub(super) const OUTCOMES: &[(&str, &str)] =
    &[("delivered", "已交稿"), ("submitted", "已报出"), ("adopted", "已采用"), ("missing", "未交稿")];
pub(super) const SPLITS: &[(&str, &str)] = &[
    ("whole", "各单位都得全分"),
    ("equal", "平均分"),
    ("half", "各得一半"),
    ("fixed", "各得固定分"),
    ("ratio", "按登记的比例"),
    ("places", "按署名次序"),
];
pub(super) const PIECES: &[(&str, &str)] = &[
    ("whole", "各算一篇"),
    ("equal", "平均分篇数"),
    ("half", "各算半篇"),
    ("ratio", "按登记的比例"),
    ("first", "只算第一署名单位"),
];
pub(super) const KEYS: &[(&str, &str)] = &[
    ("story", "同一稿件"),
    ("level", "同一层级"),
    ("channel", "同一刊物"),
    ("rank", "同一职务层次"),
    ("form", "同一形式"),
    ("rule", "同一标准"),
];
pub(super) const KEEP: &[(&str, &str)] =
    &[("highest", "只取最高的一项"), ("best", "取最高的若干项"), ("last", "取最后的阶段")];
pub(super) const MEASURED: &[(&str, &str)] =
    &[("before_deductions", "扣分之前"), ("after_deductions", "扣分之后")];
pub(super) const EFFECTS: &[(&str, &str)] =
    &[("zero_month", "本月记零分"), ("zero_year", "全年记零分"), ("exclude", "取消评先资格")];
pub(super) const IF_NOTHING: &[(&str, &str)] =
    &[("missed", "算没有达到"), ("met", "算达到"), ("skip", "这一条件不适用")];
pub(super) const METHODS: &[(&str, &str)] =
    &[("dense", "连续排名（1、2、2、3）"), ("competition", "竞赛排名（1、2、2、4）")];
pub(super) const TRUTHS: &[(&str, &str)] = &[("true", "是"), ("false", "否")];
pub(super) const AMOUNTS: &[(&str, &str)] = &[(super::amount::GIVEN, "登记的分")];
pub(super) const MARKS: &[(&str, &str)] = &[("highest_of_group", "本组最高分"), ("highest", "全部最高分")];
pub(super) const TIES: &[(&str, &str)] = &[
    ("adoption_rate", "采用率"),
    ("pieces", "采用篇数"),
    ("upper_pieces", "上级采用篇数"),
    ("month", "本月分数"),
];
pub(super) const BY: &[(&str, &str)] = &[("sum", "累加"), ("average", "月平均")];

pub(super) const fn place(
    key: &'static str,
    label: &'static str,
    holds: Holds,
    about: &'static str,
) -> Place {
    Place { key, label, about, holds, required: false }
}

pub(super) const fn must(key: &'static str, label: &'static str, holds: Holds, about: &'static str) -> Place {
    Place { key, label, about, holds, required: true }
}

pub(super) const RULE: Place =
    must("rule", "代号", Holds::Rule, "台账用它指明依据，一经使用不要再改；全文不能重复。");
pub(super) const NAME: Place = must("name", "名称", Holds::Text, "屏幕和台账上的叫法，写成办法里的话。");
pub(super) const WHEN: Place = place("when", "适用于", Holds::Filter, "事实要符合的条件；不写，全部适用。");
pub(super) const UNLESS: Place = place("unless", "不适用于", Holds::Filter, "符合这些条件的不算。");
pub(super) const CATEGORY: Place =
    place("category", "记入类别", Holds::Category, "分数记在哪一类；不写，按事实的种类。");
pub(super) const GROUPS: Place =
    place("groups", "只限分组", Holds::Texts, "只对这些分组的单位；不写，对全部。");
pub(super) const FACT_ANY: Place = place("fact", "事实", Holds::Words(FACTS), "对哪几种事实；不写，对全部。");

/// The keys of a filter.
pub const FILTER: &[Place] = &[
    place("kind", "体裁", Holds::Texts, "本级采用的“信息”或“简讯”。"),
    place(
        "form",
        "形式",
        Holds::Texts,
        "综合、专报、调研、图片、A类……；没有写形式的本级采用，形式就是体裁。",
    ),
    place("channel", "刊物", Holds::Texts, "采用它的刊物，约稿或报送的对象。"),
    place("level", "层级", Holds::Texts, "市级、省级……；事实没有写的，按“刊物层级”。"),
    place("rank", "职务层次", Holds::Texts, "作批示的领导：主要领导、分管领导……"),
    place("route", "报送渠道", Holds::Texts, "经办公室报送、直接报送……"),
    place("marks", "标记", Holds::Texts, "头版、编者按……；有其中一个即可。"),
    place("outcome", "约稿结果", Holds::Words(OUTCOMES), "没有写结果的约稿算已交稿。"),
    place("group", "分组", Holds::Texts, "记分单位所在的分组。"),
    place("unit", "单位", Holds::Texts, "记分单位的名称（全称）。"),
    place("starred", "加星", Holds::Truth, "上级采用是否加★。"),
    place("commissioned", "约稿采用", Holds::Truth, "上级是否约稿后采用（事实里刊物名后加“约稿”）。"),
    place("joint", "联合稿件", Holds::Truth, "是否有两个以上署名单位，不计分的也算。"),
    place("units", "单位数", Holds::Number, "正好有几个署名单位，不计分的也算。"),
    place(
        "units_at_least",
        "至少几个单位",
        Holds::Number,
        "署名单位达到几个，如 3 是三个以上，不计分的也算。",
    ),
    place("late", "逾期", Holds::Truth, "交稿日期晚于要求的日期；没有交稿的不算逾期，是未交稿。"),
    place(
        "instructed",
        "有批示",
        Holds::Truth,
        "同一稿件本月是否有领导批示；只用在计分标准、附加分和倍数里。",
    ),
];

/// The keys of a measure: pieces, or points.
pub const MEASURE: &[Place] = &[
    place("count", "计篇数", Holds::Words(FACTS), "数这些事实的篇数；不写，则计得分。"),
    WHEN,
    UNLESS,
    place(
        "categories",
        "计得分的类别",
        Holds::Categories,
        "不数篇数时，计这些类别的得分；不写，计全部得分。不能与 `count` 同写。",
    ),
    place(
        "once_per_story",
        "同一稿件只算一篇",
        Holds::Truth,
        "数篇数时，同一稿源的几件事只算一篇；不写，本级和上级采用照 `[pieces]` 的规定，其余各算一篇。",
    ),
];

/// The keys of a quota's condition.
pub const CONDITION: &[Place] = &[
    MEASURE[0],
    MEASURE[1],
    MEASURE[2],
    MEASURE[3],
    MEASURE[4],
    place(
        "of",
        "占什么的比例",
        Holds::Measure,
        "写了它，条件就是一个比例：上面所数的占这里所数的百分之几，任务数写百分数。两边都数篇数，或都计得分。",
    ),
    place(
        "if_nothing",
        "分母为零时",
        Holds::Word(IF_NOTHING),
        "比例的分母一篇（分）也没有时怎样看；不写，比例为 0，算没有达到。",
    ),
    place(
        "at_least",
        "任务数",
        Holds::Points,
        "至少多少篇（分）；写了占比的，至少百分之几，如 30。只对下面列出的分组、单位有任务的，不写。",
    ),
    place("for_groups", "各分组任务数", Holds::Amounts, "某些分组另有任务数。"),
    place("for_units", "各单位任务数", Holds::Amounts, "某些单位另有任务数，优先于分组。"),
];

/// The keys of a conversion.
pub const CONVERSION: &[Place] = &[
    must("full", "满分", Holds::Points, "折算以后的满分。"),
    must(
        "whole",
        "折算基数",
        Holds::Mark,
        "得多少分算满分：一个数，或 `highest_of_group`（本组最高分）、`highest`（全部最高分）。",
    ),
    place("bounded", "不超过满分", Holds::Truth, "折算结果不超过满分。"),
    place(
        "least",
        "不低于",
        Holds::Points,
        "折算结果的下限，如 0 或 60；不写，没有下限，负分折算出来也是负的。",
    ),
];

/// What follows from an escalation or a streak.
pub(super) const CONSEQUENCE: [Place; 5] = [
    place(
        "points",
        "加扣分",
        Holds::Points,
        "每次加扣的分，扣分写负数；与 `effect = zero_month` 同写的，从全年扣。",
    ),
    place(
        "grows",
        "每次是上次的几倍",
        Holds::Number,
        "加扣分逐次加倍：如 `points = -2`、`grows = 2`，第一次扣 2 分，以后扣 4、8……；不写，每次一样多。",
    ),
    place("effect", "处理", Holds::Word(EFFECTS), "本月记零分、全年记零分或取消评先资格。"),
    place("remark", "通报用语", Holds::Text, "通报里对该单位的说明，如“通报批评”。"),
    CATEGORY,
];

/// What stands beside the rules, as the form of the heads calls it.
pub(super) const HEADS: &[Place] = &[
    must("name", "办法的名称", Holds::Heads, ""),
    must("version", "第几版", Holds::Heads, ""),
    must("since", "从哪个月起", Holds::Heads, ""),
    place("rounding", "保留小数", Holds::Heads, ""),
    place("words", "用语", Holds::Heads, ""),
    place("point_columns", "各栏的类别", Holds::Heads, ""),
    place("columns", "通报表格各栏", Holds::Heads, ""),
];

/// The words of a bulletin.
pub(super) const WORDS: &[Place] = &[
    place("office", "收稿的办公室", Holds::Text, ""),
    place("bureau", "本级", Holds::Text, ""),
    place("upper", "上级采用的叫法", Holds::Text, ""),
    place("commission", "约稿的叫法", Holds::Text, ""),
    place("forwarded", "报送上级的叫法", Holds::Text, ""),
];

/// A column of the bulletin.
pub(super) const COLUMN: &[Place] = &[
    must("heading", "表头", Holds::Text, ""),
    place("field", "指标", Holds::Field, ""),
    place("shows_zero", "零也印", Holds::Truth, ""),
    place("columns", "下一层的各栏", Holds::Heads, ""),
];
