//! Filters: which facts a rule covers.

use std::sync::LazyLock;

use super::{
    described::{described, held, told},
    rule::{Names, Rule, named},
};
use crate::scoring::details::Outcome;

described! {
    /// A channel whose level the rule set knows.
    pub struct Channel {
        must name: String = told("刊物", "与事实里的写法相同。");
        must level: String = told("层级", "市级、省级、国家级……");
    }
}

impl Rule for Channel {
    named!();

    fn sentence(&self, _: &dyn Names) -> String {
        format!("{}属于{}。", self.name, self.level)
    }
}

described! {
    /// What is asked of a fact. A list covers a fact that has any one of its values; an empty one asks nothing;
    /// all that is asked must hold.
    #[derive(Default)]
    pub struct Filter {
        may kind: Vec<String> = told("体裁", "本级采用的“信息”或“简讯”。");
        may form: Vec<String> =
            told("形式", "综合、专报、调研、图片、A类……；没有写形式的本级采用，形式就是体裁。");
        may channel: Vec<String> = told("刊物", "采用它的刊物，约稿或报送的对象。");
        may level: Vec<String> = told("层级", "市级、省级……；事实没有写的，按“刊物层级”。");
        may rank: Vec<String> = told("职务层次", "作批示的领导：主要领导、分管领导……");
        may route: Vec<String> = told("报送渠道", "经办公室报送、直接报送……");
        /// Any of the fact's marks: 头版, 编者按.
        may marks: Vec<String> = told("标记", "头版、编者按……；有其中一个即可。");
        may outcome: Vec<Outcome> = told("约稿结果", "没有写结果的约稿算已交稿。");
        /// The credited unit's group.
        may group: Vec<String> = told("分组", "记分单位所在的分组。");
        /// The credited unit.
        may unit: Vec<String> = told("单位", "记分单位的名称（全称）。");
        may starred: Option<bool> = told("加星", "上级采用是否加★。");
        may commissioned: Option<bool> =
            told("约稿采用", "上级是否约稿后采用（事实里刊物名后加“约稿”）。");
        /// Several units are credited.
        may joint: Option<bool> = told("联合稿件", "是否有两个以上署名单位，不计分的也算。");
        /// So many units are credited.
        may units: Option<u32> = told("单位数", "正好有几个署名单位，不计分的也算。");
        /// So many units or more are credited.
        may units_at_least: Option<u32> =
            told("至少几个单位", "署名单位达到几个，如 3 是三个以上，不计分的也算。");
        /// Delivered after the day on which it was due.
        may late: Option<bool> =
            told("逾期", "交稿日期晚于要求的日期；没有交稿的不算逾期，是未交稿。");
        /// A leader's instruction was written on the same story.
        may instructed: Option<bool> =
            told("有批示", "同一稿件本月是否有领导批示；只用在计分标准、附加分和倍数里。");
    }
}

held!(Filter as Filter);

/// What one key of a filter asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Asks<'f> {
    /// That a fact's only value is one of these, said so: 体裁为.
    OneOf(&'static str, Vec<&'f str>),
    /// That one of a fact's values is one of these.
    AnyOf(&'static str, Vec<&'f str>),
    /// That it is so, or is not.
    Whether(Option<bool>, &'static str, &'static str),
    /// That there are so many units.
    Exactly(Option<u32>),
    /// That there are so many units or more.
    AtLeast(Option<u32>),
}

impl Filter {
    /// The keys that ask whether something is so: a fact answers each with yes or no.
    pub(super) const TRUTHS: [fn(&mut Self) -> &mut Option<bool>; 5] = [
        |filter| &mut filter.starred,
        |filter| &mut filter.commissioned,
        |filter| &mut filter.joint,
        |filter| &mut filter.late,
        |filter| &mut filter.instructed,
    ];

    pub fn asks_nothing(&self) -> bool {
        static NOTHING: LazyLock<Filter> = LazyLock::new(Filter::default);
        *self == *NOTHING
    }

    /// What each key asks, in their order. All that is said of filters, by words and by comparing, follows from it.
    pub(super) fn asks(&self) -> Vec<Asks<'_>> {
        let Self {
            kind,
            form,
            channel,
            level,
            rank,
            route,
            marks,
            outcome,
            group,
            unit,
            starred,
            commissioned,
            joint,
            units,
            units_at_least,
            late,
            instructed,
        } = self;
        fn texts(texts: &[String]) -> Vec<&str> {
            texts.iter().map(String::as_str).collect()
        }
        vec![
            Asks::OneOf("体裁为", texts(kind)),
            Asks::OneOf("形式为", texts(form)),
            Asks::OneOf("刊物为", texts(channel)),
            Asks::OneOf("层级为", texts(level)),
            Asks::OneOf("职务层次为", texts(rank)),
            Asks::OneOf("报送渠道为", texts(route)),
            Asks::AnyOf("标有", texts(marks)),
            Asks::OneOf("约稿", outcome.iter().map(|outcome| outcome.label()).collect()),
            Asks::OneOf("分组为", texts(group)),
            Asks::OneOf("单位为", texts(unit)),
            Asks::Whether(*starred, "加星", "不加星"),
            Asks::Whether(*commissioned, "约稿采用", "不是约稿采用"),
            Asks::Whether(*joint, "联合", "单独"),
            Asks::Whether(*late, "逾期", "没有逾期"),
            Asks::Whether(*instructed, "有批示", "没有批示"),
            Asks::Exactly(*units),
            Asks::AtLeast(*units_at_least),
        ]
    }

    /// 层级为省级、加星; empty where nothing is asked.
    pub(super) fn in_words(&self) -> String {
        let words = self.asks().into_iter().filter_map(|asks| match asks {
            Asks::OneOf(words, values) | Asks::AnyOf(words, values) => {
                (!values.is_empty()).then(|| format!("{words}{}", values.join("或")))
            }
            Asks::Whether(truth, yes, no) => Some(if truth? { yes } else { no }.to_owned()),
            Asks::Exactly(units) => Some(format!("正好{}个单位", units?)),
            Asks::AtLeast(units) => Some(format!("{}个以上单位", units?)),
        });
        words.collect::<Vec<_>>().join("、")
    }

    /// Whether every fact that this one covers is covered by the other.
    pub(super) fn implies(&self, other: &Self) -> bool {
        let mut own = self.clone();
        // What asks for a kind asks for the form that pieces of the kind have; what asks for a number asks for more.
        own.units_at_least = self.units.or(self.units_at_least);
        own.joint = self.joint.or(own.units_at_least.filter(|least| *least > 1).map(|_| true));
        if own.form.is_empty() {
            own.form.clone_from(&self.kind);
        }
        own.asks().iter().zip(other.asks()).all(|(own, asked)| own.implies(&asked))
    }

    /// Whether no fact is covered by both.
    pub(super) fn excludes(&self, other: &Self) -> bool {
        self.asks().iter().zip(other.asks()).any(|(own, other)| own.excludes(&other))
    }
}

impl Asks<'_> {
    fn implies(&self, asked: &Self) -> bool {
        match (self, asked) {
            (Self::OneOf(_, own), Self::OneOf(_, asked)) | (Self::AnyOf(_, own), Self::AnyOf(_, asked)) => {
                asked.is_empty() || (!own.is_empty() && own.iter().all(|one| asked.contains(one)))
            }
            (Self::AtLeast(own), Self::AtLeast(asked)) => asked.is_none() || own >= asked,
            (_, Self::Whether(None, ..) | Self::Exactly(None)) => true,
            (own, asked) => own == asked,
        }
    }

    fn excludes(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::OneOf(_, own), Self::OneOf(_, other)) => {
                !own.is_empty() && !other.is_empty() && !own.iter().any(|one| other.contains(one))
            }
            (Self::Whether(own, ..), Self::Whether(other, ..)) => {
                own.zip(*other).is_some_and(|(own, other)| own != other)
            }
            (Self::Exactly(own), Self::Exactly(other)) => {
                own.zip(*other).is_some_and(|(own, other)| own != other)
            }
            _ => false,
        }
    }
}
