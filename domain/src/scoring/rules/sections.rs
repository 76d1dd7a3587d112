//! The sections of a rule set's document: which rules there are, in the order of evaluation.
//!
//! From this one list come the type of a rule set, its reader and its writer, the screen's forms, the documentation's
//! tables and all that is asked of every rule. What one rule may say is described beside its type.

use serde::{Deserialize, Deserializer, Serialize, Serializer, ser::SerializeMap};
use serde_json::{Map, Value};

pub use super::described::{Holds, Key};
pub use super::reference::reference;
use super::{
    Cap, Channel, Choice, Condition, Conversion, Cumulative, Equivalent, Escalation, Extra, Filter, Grant,
    Judged, Measure, Multiplier, OwnFigure, Part, PieceCounting, PointColumns, Quota, Ranking, Rate, Remark,
    Rollup, Rounding, Share, Streak, Words,
    described::{Described, Seen, read, taken},
    rule::Rule,
};
use crate::{
    calendar::Month,
    json::Object,
    scoring::columns::{Column, usual_columns},
};

/// The keys of a filter.
pub const FILTER: &[Key] = Filter::KEYS;
/// The keys of a measure: pieces, or points.
pub const MEASURE: &[Key] = Measure::KEYS;
/// The keys of a quota's condition.
pub const CONDITION: &[Key] = Condition::KEYS;
/// The keys of a conversion.
pub const CONVERSION: &[Key] = Conversion::KEYS;

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
    pub keys: &'static [Key],
    rules: for<'r> fn(&'r RuleSet) -> Vec<&'r dyn Rule>,
}

impl Section {
    pub fn named(key: &str) -> Option<&'static Self> {
        SECTIONS.iter().find(|section| section.key == key)
    }

    /// Its rules in a rule set; of a section that is one table, that, where there is one.
    pub(super) fn rules<'r>(&self, rules: &'r RuleSet) -> Vec<&'r dyn Rule> {
        (self.rules)(rules)
    }

    /// Where one of its rules stands in the document: `rates[2]`, `ranking`.
    pub(super) fn path(&self, place: usize) -> String {
        if self.is_list { format!("{}[{place}]", self.key) } else { self.key.to_owned() }
    }
}

/// Makes a rule set of its sections. `list` is any number of rules, `maybe` one table or none, `usual` one table that says
/// the usual where it is not written, `own` the list of figures that other rules may name.
macro_rules! sections {
    ($($(#[$doc:meta])* $how:ident $key:ident: $rule:ident = $label:literal, $one:literal, $about:literal;)+) => {
        /// One version of the rules by which a bureau scores. The lists are evaluated in the order of the fields.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct RuleSet {
            /// From 1; a later version has a higher number.
            pub version: u32,
            /// What the notes under a bulletin call it.
            pub name: String,
            /// The first month for which it holds.
            pub since: Month,
            pub rounding: Rounding,
            $($(#[$doc])* pub $key: sections!(@type $how $rule),)+
            /// Which column shows the points of which categories.
            pub point_columns: PointColumns,
            pub words: Words,
            pub columns: Vec<Column>,
        }

        /// All sections, in the order of evaluation.
        pub const SECTIONS: &[Section] = &[$(Section {
            key: stringify!($key),
            label: $label,
            one: $one,
            about: $about,
            is_list: sections!(@is_list $how),
            keys: <$rule as Described>::KEYS,
            rules: |rules| sections!(@rules $how rules $key),
        }),+];

        impl RuleSet {
            /// A rule set that gives nothing, with the usual words and columns: where a new one begins.
            pub fn empty(name: &str, version: u32, since: Month) -> Self {
                Self {
                    version,
                    name: name.to_owned(),
                    since,
                    rounding: Rounding::default(),
                    $($key: Default::default(),)+
                    point_columns: PointColumns::default(),
                    words: Words::default(),
                    columns: usual_columns(),
                }
            }

            /// Takes the rules from a document. Its own figures were read before, since other rules name them.
            pub(super) fn read_sections(&mut self, document: &Object<'_>, own: Vec<OwnFigure>, figures: &[String]) {
                $(self.$key = sections!(@read $how document stringify!($key), figures, own);)+
            }
        }

        impl Serialize for RuleSet {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut map = serializer.serialize_map(None)?;
                map.serialize_entry("version", &self.version)?;
                map.serialize_entry("name", &self.name)?;
                map.serialize_entry("since", &self.since)?;
                if !self.rounding.is_usual() {
                    map.serialize_entry("rounding", &self.rounding)?;
                }
                $(
                    if sections!(@says $how self $key) {
                        map.serialize_entry(stringify!($key), &self.$key)?;
                    }
                )+
                if !self.point_columns.is_usual() {
                    map.serialize_entry("point_columns", &self.point_columns)?;
                }
                map.serialize_entry("words", &self.words)?;
                map.serialize_entry("columns", &self.columns)?;
                map.end()
            }
        }

        impl<'de> Deserialize<'de> for RuleSet {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                fn take(fields: &mut Map<String, Value>) -> serde_json::Result<RuleSet> {
                    Ok(RuleSet {
                        version: taken(fields, "version")?,
                        name: taken(fields, "name")?,
                        since: taken(fields, "since")?,
                        rounding: taken::<Option<_>>(fields, "rounding")?.unwrap_or_default(),
                        $($key: taken::<Option<_>>(fields, stringify!($key))?.unwrap_or_default(),)+
                        point_columns: taken::<Option<_>>(fields, "point_columns")?.unwrap_or_default(),
                        words: taken::<Option<_>>(fields, "words")?.unwrap_or_default(),
                        columns: taken(fields, "columns")?,
                    })
                }
                take(&mut Map::deserialize(deserializer)?).map_err(serde::de::Error::custom)
            }
        }
    };
    (@type list $rule:ident) => { Vec<$rule> };
    (@type own $rule:ident) => { Vec<$rule> };
    (@type maybe $rule:ident) => { Option<$rule> };
    (@type usual $rule:ident) => { $rule };
    (@is_list list) => { true };
    (@is_list own) => { true };
    (@is_list $how:ident) => { false };
    (@rules usual $rules:ident $key:ident) => { vec![&$rules.$key as &dyn Rule] };
    (@rules $how:ident $rules:ident $key:ident) => {
        $rules.$key.iter().map(|rule| rule as &dyn Rule).collect()
    };
    (@read own $document:ident $key:expr, $figures:ident, $own:ident) => { $own };
    (@read list $document:ident $key:expr, $figures:ident, $own:ident) => { list($document, $key, $figures) };
    (@read maybe $document:ident $key:expr, $figures:ident, $own:ident) => { table($document, $key, $figures) };
    (@read usual $document:ident $key:expr, $figures:ident, $own:ident) => {
        table($document, $key, $figures).unwrap_or_default()
    };
    (@says usual $self:ident $key:ident) => { !$self.$key.is_usual() };
    (@says maybe $self:ident $key:ident) => { $self.$key.is_some() };
    (@says $how:ident $self:ident $key:ident) => { !$self.$key.is_empty() };
}

sections! {
    /// Levels of channels, so that not every fact must name its own.
    list channels: Channel = "刊物层级", "一个刊物",
        "说明各刊物属于哪一层级，事实就不必逐条写层级。";
    /// Points for pieces. The first rate that covers a fact gives its points; none, no points.
    list rates: Rate = "计分标准", "一条标准",
        "每篇（件）得多少分。一件事实按次序找第一条适用的标准，只用这一条；没有适用的，不得分。";
    /// What multiplies a rate. All that cover a fact count, one after the other.
    list multipliers: Multiplier = "倍数", "一个倍数",
        "适用的倍数依次相乘，乘在标准的分值上。";
    /// Points beside the rate, on the same fact. All that cover it count.
    list extras: Extra = "附加分", "一项附加分",
        "同一事实在标准之外另加（扣）的分：头版、编者按、逾期等。适用的都加。";
    /// How a joint piece is shared. The first that covers a fact; none, the whole to each.
    list shares: Share = "联合稿件", "一条分配办法",
        "几个单位共有一篇时怎样分。按次序用第一条适用的；没有适用的，各得全分、各算一篇。除不尽的零头按署名先后各补一个最小单位，合起来正好是全分。";
    /// How pieces are counted, in tables and by rules.
    usual pieces: PieceCounting = "篇数", "篇数的算法",
        "同一稿件几处采用，篇数怎样算。只管篇数和采用率，分数怎样计写在 `[[choices]]`。";
    /// Pieces of which several are one, where rules count.
    list equivalents: Equivalent = "折算篇数", "一条折算办法",
        "任务、连续偏低和自定义指标数篇数时，几篇算一篇，如“三则简讯算一篇信息”。按次序用第一条适用的。表格里的篇数不折算。";
    /// What counts where a story stands in several places. Applied one after the other; none, the sum.
    list choices: Choice = "同稿取舍", "一条取舍办法",
        "同一稿件在几处都得分时怎样计：不写，各处相加。几条办法依次施行，先舍去的不再参加后面的比较。晚来的更高一项只补差额，记在它自己的月份。";
    /// Points without a condition, once for each period.
    list grants: Grant = "固定分", "一项固定分",
        "不附条件，每个期间的第一个月给一次，如“年初各单位基础分100分”。";
    list quotas: Quota = "任务", "一项任务",
        "每个期间应完成的篇数或得分，完成或没有完成怎样计分，在期间的最后一个月结算。没有任务数的单位不适用。";
    list judged: Judged = "评定分", "一项评定分",
        "由人在范围内评定的分，用加减分登记，写明这里的代号、理由和评定人。";
    list escalations: Escalation = "累进处理", "一项累进处理",
        "同类事实在期间内达到一定次数时的处理，如“第二次缺稿，全年记零分”。";
    list caps: Cap = "封顶和保底", "一条限额",
        "某些类别（标准）在期间内合计的上限和下限；类别、标准都不写，则限制全部得分。跨月的期间按累计结算。依次施行。";
    list streaks: Streak = "连续偏低", "一项连续偏低的处理",
        "连续若干期低于标准时的处理，如“连续三个月得分低于5分，通报批评”。处理以后重新计数，每年一月重新计数。";
    maybe rollup: Rollup = "计入上级单位", "计入上级单位",
        "下属单位的得分同时计入它的上级单位（在单位表里写明）。";
    usual cumulative: Cumulative = "累计分", "累计分",
        "累计分数怎样得来；不写，为当年各月之和。";
    /// Weighted parts of the converted mark (折算分).
    list parts: Part = "折算分的组成", "一个组成部分",
        "折算分由几部分加权相加；不写，就是累计分数。";
    maybe conversion: Conversion = "折算", "折算",
        "把累计分数（或加权之和）折算成一定的满分：得分 ÷ 折算基数 × 满分。";
    usual ranking: Ranking = "排名", "排名",
        "按什么、怎样排名；不写，在分组内按累计分数连续排名。";
    /// What is said of units above or below a figure.
    list remarks: Remark = "评语", "一条评语",
        "按指标高低给单位的评语，如“优秀”。";
    /// Figures of its own, for further columns.
    own figures: OwnFigure = "自定义指标", "一个指标",
        "通报表格里另加的数字：某些事实本月的篇数，或某些类别、标准本月的得分。";
}

/// The tables of a list section; those with faults are left out.
pub(super) fn list<T: Described>(document: &Object<'_>, key: &str, figures: &[String]) -> Vec<T> {
    let Some(node) = document.optional(key) else { return Vec::new() };
    if node.fields().is_some() {
        node.fault(format!("每一条要写成 [[{key}]]，两对方括号"));
        return Vec::new();
    }
    let nodes = node.list().unwrap_or_default();
    nodes.iter().filter_map(|node| read(node, figures)).collect()
}

fn table<T: Described>(document: &Object<'_>, key: &str, figures: &[String]) -> Option<T> {
    let node = document.optional(key)?;
    if node.is_list() {
        node.fault(format!("只有一个，写成 [{key}]，一对方括号"));
        return None;
    }
    read(&node, figures)
}

impl RuleSet {
    /// What it says, as a document holds it.
    pub(super) fn document(&self) -> Map<String, Value> {
        // A rule set is plain data with texts for keys: it can always be written as a JSON object.
        match serde_json::to_value(self) {
            Ok(Value::Object(document)) => document,
            _ => Map::new(),
        }
    }

    /// Shows what is in its rules, with the section and the place in the document.
    pub(super) fn look_through<'r>(&'r self, see: &mut dyn FnMut(&'static Section, &str, Seen<'r>)) {
        for section in SECTIONS {
            for (place, rule) in section.rules(self).into_iter().enumerate() {
                rule.look_through(&section.path(place), &mut |path, seen| see(section, path, seen));
            }
        }
    }
}

impl Holds {
    /// The keys of what it holds.
    pub fn within(self) -> &'static [Key] {
        match self {
            Self::Filter => Filter::KEYS,
            Self::Conditions => Condition::KEYS,
            Self::Conversion => Conversion::KEYS,
            Self::Measure => Measure::KEYS,
            _ => &[],
        }
    }
}
