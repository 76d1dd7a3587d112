//! What rules may ask about a record or an adoption beyond its kind: one table of the places, with their words on a form, on a
//! sheet to be imported and in a list, and how what is known is told. What is written in them is read by the desk, place by
//! place from the same table; what it earns is not known here.

use domain::{record::RecordKind, scoring::Details};
use serde::{Deserialize, Serialize};

/// One such place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AskedPlace {
    /// Its name among a form's fields.
    pub field: &'static str,
    /// On the screen, and as a sheet's heading.
    pub label: &'static str,
    pub hint: &'static str,
    /// The longest that may be written, in characters.
    pub most: usize,
}

/// Every place, in the order in which it is told: its field, the name of its constant, how it is written and read (`text`,
/// `marks`, `day`, `outcome`, `points`, `shares`, `truth`), what it is in [`Details`], the longest value, word and hint.
#[macro_export]
macro_rules! for_each_detail {
    ($callback:ident) => {
        $callback! {
            form FORM text form 40 "形式" "随计分办法的说法：综合、专报、调研……";
            level LEVEL text level 40 "层级" "市级、省级……；办法里已有刊物层级的不用写";
            rank RANK text rank 40 "职务层次" "如“主要领导”，办法不问的不用写";
            route ROUTE text route 40 "报送渠道" "如“经办公室报送”";
            story STORY text story 100 "稿源" "同一稿件的几件事写同一个代号；从稿件页登记的自动相同";
            marks MARKS marks marks 200 "标记" "头版、编者按……几个之间用顿号隔开";
            outcome OUTCOME outcome outcome 40 "结果" "已交稿、已报出、已采用或未交稿；不写算已交稿";
            due DUE day due 40 "要求的日期" "如 2024-01-31";
            delivered DELIVERED day delivered 40 "交稿的日期" "晚于要求的日期为逾期";
            outside_points OUTSIDE_POINTS points points 40 "上级给的分" "分值由外面的表给定时写";
            beside BESIDE points beside 40 "另从全年扣分" "本月记零分以外另扣的分，写负数，如 -10；不另扣的不写";
            from_year FROM_YEAR truth from_year 40 "从全年扣" "写“是”：从全年里扣，本月记零分时不一并冲去；不写，从本月扣";
            shares SHARES shares shares 1_000 "各单位比例" "与记分单位的次序一致，用顿号隔开，如 6、4";
            evidence EVIDENCE text evidence 500 "依据" "文件、通知或材料的名称，可以不写";
            rule RULE text rule 100 "评定分的代号" "人工评定的分，写计分办法里的代号";
            by BY text by 100 "评定人" "谁评定或决定的";
        }
    };
}

/// How a place is told; `None` where nothing is known.
macro_rules! told_as {
    (text $value:expr) => {
        $value.clone()
    };
    (marks $value:expr) => {
        (!$value.is_empty()).then(|| $value.join("、"))
    };
    (shares $value:expr) => {
        (!$value.is_empty()).then(|| $value.iter().map(ToString::to_string).collect::<Vec<_>>().join("、"))
    };
    (outcome $value:expr) => {
        $value.map(|outcome| outcome.label().to_owned())
    };
    (truth $value:expr) => {
        $value.then(|| "是".to_owned())
    };
    ($written:ident $value:expr) => {
        $value.map(|value| value.to_string())
    };
}

macro_rules! places {
    ($($field:ident $name:ident $written:ident $of:ident $most:literal $label:literal $hint:literal;)*) => {
        $(
            pub const $name: AskedPlace =
                AskedPlace { field: stringify!($field), label: $label, hint: $hint, most: $most };
        )*

        const PLACES: &[AskedPlace] = &[$($name),*];

        /// What was typed in the places. What is blank was not given.
        #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(default)]
        pub struct DetailsForm {
            $(pub $field: String),*
        }

        impl DetailsForm {
            /// What stands in a field, by its name.
            pub fn field(&self, name: &str) -> &str {
                match name {
                    $(stringify!($field) => &self.$field,)*
                    _ => "",
                }
            }

            /// What stands in the fields, as `text` answers by their names.
            pub fn of(text: impl Fn(&str) -> String) -> Self {
                Self { $($field: text(stringify!($field))),* }
            }
        }

        /// What is known of a record beyond its kind, place by place: 形式：专报.
        pub fn told(details: &Details) -> Vec<String> {
            let places: [(AskedPlace, Option<String>); PLACES.len()] =
                [$(($name, told_as!($written details.$of))),*];
            let told = places.into_iter().filter_map(|(place, value)| Some(format!("{}：{}", place.label, value?)));
            told.collect()
        }
    };
}

for_each_detail!(places);

/// The place with this field, if one is.
pub fn named(field: &str) -> Option<&'static AskedPlace> {
    PLACES.iter().find(|place| place.field == field)
}

/// The level of an instruction, which must be told.
pub const LEADERS_LEVEL: AskedPlace =
    AskedPlace {
        label: "领导的层级", hint: "随计分办法的说法，如“市级”“省级”", ..LEVEL
    };
/// The story of a decision.
pub const VOIDED_STORY: AskedPlace = AskedPlace {
    hint: "稿件作废时写：这一稿源已得的分收回，以后也不得分。从稿件页登记的不用写",
    ..STORY
};

impl DetailsForm {
    /// The form of these details, with the places that an adoption has.
    pub fn of_adoption(details: &Details) -> Self {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        Self {
            form: text(&details.form),
            route: text(&details.route),
            marks: details.marks.join("、"),
            outside_points: details.points.map(|points| points.to_string()).unwrap_or_default(),
            ..Self::default()
        }
    }
}

/// The places that a record of this kind may leave empty, in the order of forms and sheets, beside those that its
/// form always shows.
pub fn asked_of(kind: RecordKind) -> &'static [AskedPlace] {
    match kind {
        RecordKind::UpperAdoption => {
            &[FORM, LEVEL, ROUTE, STORY, MARKS, DUE, DELIVERED, OUTSIDE_POINTS, SHARES, EVIDENCE]
        }
        RecordKind::Commission => {
            &[OUTCOME, DUE, DELIVERED, FORM, LEVEL, ROUTE, STORY, MARKS, OUTSIDE_POINTS, SHARES, EVIDENCE]
        }
        RecordKind::Forwarding => &[FORM, LEVEL, ROUTE, STORY, MARKS, OUTSIDE_POINTS, SHARES, EVIDENCE],
        RecordKind::Instruction => &[STORY, FORM, ROUTE, MARKS, OUTSIDE_POINTS, SHARES, EVIDENCE],
        RecordKind::Adjustment => &[RULE, BY, STORY, FROM_YEAR],
        RecordKind::Ruling => &[BY, BESIDE],
        RecordKind::Submission => &[],
    }
}

/// What may be told of an adoption in the office's own newsletter. Its story and day are known.
pub const ASKED_OF_ADOPTIONS: [AskedPlace; 4] = [FORM, ROUTE, MARKS, OUTSIDE_POINTS];
