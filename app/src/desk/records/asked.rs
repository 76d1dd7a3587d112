//! The places of a record or an adoption that rules may ask about: their words on a form, on a sheet to be imported, in a list.
//! What is written in them is read by the desk; what it earns is not known here.

use domain::{record::RecordKind, scoring::Details};

/// One such place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AskedPlace {
    /// Its name among a form's fields.
    pub field: &'static str,
    /// On the screen, and as a sheet's heading.
    pub label: &'static str,
    pub hint: &'static str,
}

const fn place(field: &'static str, label: &'static str, hint: &'static str) -> AskedPlace {
    AskedPlace { field, label, hint }
}

const FORM: AskedPlace = place("form", "形式", "随计分办法的说法：综合、专报、调研……");
const LEVEL: AskedPlace = place("level", "层级", "市级、省级……；办法里已有刊物层级的不用写");
/// The level of an instruction, which must be told.
pub const LEADERS_LEVEL: AskedPlace = place("level", "领导的层级", "随计分办法的说法，如“市级”“省级”");
pub const RANK: AskedPlace = place("rank", "职务层次", "如“主要领导”，办法不问的不用写");
const ROUTE: AskedPlace = place("route", "报送渠道", "如“经办公室报送”");
const STORY: AskedPlace = place("story", "稿源", "同一稿件的几件事写同一个代号；从稿件页登记的自动相同");
/// The story of a decision.
pub const VOIDED_STORY: AskedPlace =
    place("story", "稿源", "稿件作废时写：这一稿源已得的分收回，以后也不得分。从稿件页登记的不用写");
const MARKS: AskedPlace = place("marks", "标记", "头版、编者按……几个之间用顿号隔开");
const DUE: AskedPlace = place("due", "要求的日期", "如 2024-01-31");
const DELIVERED: AskedPlace = place("delivered", "交稿的日期", "晚于要求的日期为逾期");
/// What became of a commission. On a form it is chosen from a list.
pub const OUTCOME: AskedPlace = place("outcome", "结果", "已交稿、已报出、已采用或未交稿；不写算已交稿");
const OUTSIDE_POINTS: AskedPlace = place("outside_points", "上级给的分", "分值由外面的表给定时写");
const SHARES: AskedPlace = place("shares", "各单位比例", "与记分单位的次序一致，用顿号隔开，如 6、4");
pub const EVIDENCE: AskedPlace = place("evidence", "依据", "文件、通知或材料的名称，可以不写");
/// What a decision takes from the year beside the month.
const BESIDE: AskedPlace =
    place("beside", "另从全年扣分", "本月记零分以外另扣的分，写负数，如 -10；不另扣的不写");
const FROM_YEAR: AskedPlace =
    place("from_year", "从全年扣", "写“是”：从全年里扣，本月记零分时不一并冲去；不写，从本月扣");
const RULE: AskedPlace = place("rule", "评定分的代号", "人工评定的分，写计分办法里的代号");
const BY: AskedPlace = place("by", "评定人", "谁评定或决定的");

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

/// What is known of a record beyond its kind, place by place: 形式：专报.
pub fn told(details: &Details) -> Vec<String> {
    let marks = (!details.marks.is_empty()).then(|| details.marks.join("、"));
    let shares: Vec<String> = details.shares.iter().map(ToString::to_string).collect();
    let places = [
        (FORM, details.form.clone()),
        (LEVEL, details.level.clone()),
        (RANK, details.rank.clone()),
        (ROUTE, details.route.clone()),
        (STORY, details.story.clone()),
        (MARKS, marks),
        (OUTCOME, details.outcome.map(|outcome| outcome.label().to_owned())),
        (DUE, details.due.map(|day| day.to_string())),
        (DELIVERED, details.delivered.map(|day| day.to_string())),
        (OUTSIDE_POINTS, details.points.map(|points| points.to_string())),
        (BESIDE, details.beside.map(|points| points.to_string())),
        (FROM_YEAR, details.from_year.then(|| "是".to_owned())),
        (SHARES, (!shares.is_empty()).then(|| shares.join("、"))),
        (EVIDENCE, details.evidence.clone()),
        (RULE, details.rule.clone()),
        (BY, details.by.clone()),
    ];
    places.into_iter().filter_map(|(place, value)| Some(format!("{}：{}", place.label, value?))).collect()
}
