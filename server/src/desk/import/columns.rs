//! The sheets that can be imported: their names and their columns. What may be said of a record beyond its kind has
//! the words of the records' forms.

use app::desk::asked::{self, ASKED_OF_ADOPTIONS, AskedPlace, asked_of};
use domain::record::RecordKind;

/// The kinds of sheets, in the order in which they are imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum SheetKind {
    Units,
    Submissions,
    Adoptions,
    UpperAdoptions,
    Commissions,
    Forwardings,
    Instructions,
    Adjustments,
    Rulings,
}

/// A column of a sheet.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Column {
    pub heading: &'static str,
    /// The name by which faults know it.
    pub field: &'static str,
    pub required: bool,
    /// What to write, for the template.
    pub hint: &'static str,
}

/// Of what sort the cells of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holds {
    Text,
    Number,
    Day,
    Month,
    /// 是 or 否.
    YesOrNo,
}

impl Column {
    /// Of what sort its cells are; a field is the same in every sheet.
    pub(crate) fn holds(&self) -> Holds {
        match self.field {
            "date" | "since" | "until" | "due" | "delivered" => Holds::Day,
            "month" | "parent_since" => Holds::Month,
            "count" | "points" | "outside_points" | "order" | "year" => Holds::Number,
            "starred" | "commissioned" | "reviews" | "scored" => Holds::YesOrNo,
            _ => Holds::Text,
        }
    }

    /// The answers that there are, where there are but few.
    pub(crate) fn answers(&self) -> Option<&'static [&'static str]> {
        match (self.holds(), self.field) {
            (Holds::YesOrNo, _) => Some(&["是", "否"]),
            (_, "kind") => Some(&["信息", "简讯"]),
            _ => None,
        }
    }
}

const fn column(heading: &'static str, field: &'static str, required: bool, hint: &'static str) -> Column {
    Column { heading, field, required, hint }
}

const fn asked(place: AskedPlace, required: bool) -> Column {
    column(place.label, place.field, required, place.hint)
}

const UNITS_OF_A_PIECE: Column = column("单位", "units", true, "记分单位，几个单位用、隔开");
const DATE: Column = column("日期", "date", true, "如 2024-01-31");
const MONTH: Column = column("计入月份", "month", false, "如 2024-01；不填按日期");
const TITLE: Column = column("标题", "title", true, "");

impl SheetKind {
    pub(crate) const ALL: [Self; 9] = [
        Self::Units,
        Self::Submissions,
        Self::Adoptions,
        Self::UpperAdoptions,
        Self::Commissions,
        Self::Forwardings,
        Self::Instructions,
        Self::Adjustments,
        Self::Rulings,
    ];

    /// The sheet's name.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Units => "单位",
            Self::Submissions => "报送",
            Self::Adoptions => "采用",
            Self::UpperAdoptions => "上级采用",
            Self::Commissions => "约稿",
            Self::Forwardings => "报送上级",
            Self::Instructions => "领导批示",
            Self::Adjustments => "加减分",
            Self::Rulings => "作废和处理",
        }
    }

    pub(crate) fn from_label(label: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.label() == label)
    }

    /// Its columns in the template's order.
    pub(crate) fn columns(self) -> Vec<Column> {
        let asked_of = match self.record_kind() {
            Some(kind) => asked_of(kind),
            None if self == Self::Adoptions => &ASKED_OF_ADOPTIONS,
            None => &[],
        };
        self.own_columns().iter().copied().chain(asked_of.iter().map(|place| asked(*place, false))).collect()
    }

    /// What kind of record a row is, where it is one.
    fn record_kind(self) -> Option<RecordKind> {
        match self {
            Self::Units | Self::Adoptions => None,
            Self::Submissions => Some(RecordKind::Submission),
            Self::UpperAdoptions => Some(RecordKind::UpperAdoption),
            Self::Commissions => Some(RecordKind::Commission),
            Self::Forwardings => Some(RecordKind::Forwarding),
            Self::Instructions => Some(RecordKind::Instruction),
            Self::Adjustments => Some(RecordKind::Adjustment),
            Self::Rulings => Some(RecordKind::Ruling),
        }
    }

    fn own_columns(self) -> &'static [Column] {
        const UNITS: &[Column] = &[
            column("全称", "name", true, "通报表中的名称"),
            column("简称", "short_name", false, "一个"),
            column("别名", "aliases", false, "几个用、隔开"),
            column("分组", "group", true, "如 机关科室；没有的分组会添加"),
            column(
                "上级单位",
                "parent",
                false,
                "下属单位写明属于哪个单位，只有一层；不填为照旧，不再属于别的单位填“无”",
            ),
            column("何月起属于", "parent_since", false, "如 2024-07；一直属于的不填"),
            column("顺序", "order", false, "在分组中的次序，从1起"),
            column("单位审核", "reviews", false, "是、否；不填为否"),
            column("记分", "scored", false, "是、否；不填为是"),
            column("设立日期", "since", false, "如 2024-07-01；一直就有的不填"),
            column("撤销日期", "until", false, "如 2024-07-01，自这一天起不再存在；还在的不填"),
            column("并入", "into", false, "自撤销日期起并入哪个单位；没有并入的不填"),
            column("得分去向", "points_go", false, "并入的写转入或留下；不填为留下，即留在原单位"),
        ];
        const SUBMISSIONS: &[Column] = &[
            column("单位", "units", true, "一个单位"),
            column("月份", "month", true, "如 2024-01"),
            column("篇数", "count", true, "当月报送的篇数"),
        ];
        const ADOPTIONS: &[Column] = &[
            column("刊物", "newsletter", false, "只有一种刊物时可以不填"),
            column("期号", "number", true, "当年第几期，如 3；合刊如 51—52，增刊如 增刊1"),
            column("年度", "year", false, "期号是哪一年的，如 2023；不填按日期"),
            column("日期", "date", true, "这一期的日期，如 2024-01-31"),
            MONTH,
            column("类型", "kind", true, "信息、简讯"),
            TITLE,
            column("正文", "body", false, "可以不填"),
            UNITS_OF_A_PIECE,
        ];
        const UPPER_ADOPTIONS: &[Column] = &[
            DATE,
            MONTH,
            column("上级刊物", "channel", true, "已在“上级刊物”中的名称"),
            TITLE,
            column("加星", "starred", false, "是、否；不填为否"),
            column("约稿", "commissioned", false, "应约而写的填是"),
            UNITS_OF_A_PIECE,
        ];
        const COMMISSIONS: &[Column] =
            &[DATE, MONTH, column("约稿单位", "office", true, "如 市政府"), TITLE, UNITS_OF_A_PIECE];
        const FORWARDINGS: &[Column] = &[
            DATE,
            MONTH,
            column("报送到", "office", true, "如 市政府办公室"),
            column("标题", "title", false, "一篇时要填"),
            column("篇数", "count", false, "不填为1"),
            UNITS_OF_A_PIECE,
            column("保密审查人", "cleared_by", false, "可以不填"),
        ];
        const INSTRUCTIONS: &[Column] = &[
            DATE,
            MONTH,
            asked(asked::LEADERS_LEVEL, true),
            asked(asked::RANK, false),
            TITLE,
            column("批在哪份刊物上", "channel", false, "可以不填"),
            UNITS_OF_A_PIECE,
        ];
        const ADJUSTMENTS: &[Column] = &[
            DATE,
            MONTH,
            column("分值", "points", true, "减分前加 -"),
            column("事由", "reason", true, "如 参加新闻发布会"),
            asked(asked::EVIDENCE, false),
            UNITS_OF_A_PIECE,
        ];
        const RULINGS: &[Column] = &[
            DATE,
            MONTH,
            column("怎样处理", "ruling", true, "稿件作废、本月记零分、全年记零分或取消评先资格"),
            column("事由", "reason", true, "如 内容失实"),
            asked(asked::VOIDED_STORY, false),
            asked(asked::EVIDENCE, false),
            UNITS_OF_A_PIECE,
        ];
        match self {
            Self::Units => UNITS,
            Self::Submissions => SUBMISSIONS,
            Self::Adoptions => ADOPTIONS,
            Self::UpperAdoptions => UPPER_ADOPTIONS,
            Self::Commissions => COMMISSIONS,
            Self::Forwardings => FORWARDINGS,
            Self::Instructions => INSTRUCTIONS,
            Self::Adjustments => ADJUSTMENTS,
            Self::Rulings => RULINGS,
        }
    }
}
