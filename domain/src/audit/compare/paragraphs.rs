//! A unit's paragraph against its list, the rules, and the points carried in.

use super::super::{
    derived::Derived,
    finding::{Finding, Place, Value},
    printed::{Part, Unit},
    units::Matched,
};
use crate::{points::Points, scoring::Field};

pub(super) fn compare(unit: &Matched<'_>, told: &Unit, derived: &Derived) -> Vec<Finding> {
    let mut found = Found { unit, told, findings: Vec::new() };
    // Where neither a list nor the paragraph says how many pieces there were, nothing says what they earn.
    if unit.has_list || told.paragraph.counts() {
        parts(&mut found, derived);
    }
    base(&mut found, derived);
    found.points(Field::Month, told.paragraph.month_points, derived.get(Field::Month), "本月");
    cumulative(&mut found, derived);
    found.findings
}

/// What the pieces of each kind count and earn.
fn parts(found: &mut Found<'_>, derived: &Derived) {
    newsletter(found, derived);
    let paragraph = &found.told.paragraph;
    if found.unit.has_list && !paragraph.lost_counts {
        let upper = derived.get(Field::UpperCount);
        found.count(Field::UpperCount, paragraph.upper, upper, "上级采用");
        let commissions = derived.get(Field::CommissionCount);
        found.count(Field::CommissionCount, paragraph.commissions, commissions, "约稿");
    }
    found.points(Field::AdoptionPoints, paragraph.upper_points, derived.upper_points, "上级采用信息");
    let commissions = derived.get(Field::CommissionPoints);
    found.points(Field::CommissionPoints, paragraph.commission_points, commissions, "约稿");
    joint(found, derived);
}

struct Found<'a> {
    unit: &'a Matched<'a>,
    told: &'a Unit,
    findings: Vec<Finding>,
}

impl Found<'_> {
    fn add(&mut self, field: Field, printed: Option<Value>, derived: Option<Value>, note: String) {
        self.findings.push(Finding {
            unit: Some(self.unit.name.clone()),
            place: Place::Paragraph,
            field: field.code(),
            printed,
            derived,
            note,
            line: Some(self.told.line),
        });
    }

    fn count(&mut self, field: Field, printed: Option<u32>, derived: Points, name: &str) {
        let told = amount(printed);
        if told != derived {
            let note = format!("清单列有{name}{derived}篇，段落写{told}篇。");
            let printed = printed.map(|_| Value::of(field, told));
            self.add(field, printed, Some(Value::of(field, derived)), note);
        }
    }

    /// A sum of points, where the paragraph gives one.
    fn points(&mut self, field: Field, printed: Option<Points>, derived: Points, name: &str) {
        if let Some(printed) = printed.filter(|printed| *printed != derived) {
            let note = format!("段落写{name}合计{printed}分，按计分办法应为{derived}分。");
            self.add(field, Some(Value::Points(printed)), Some(Value::Points(derived)), note);
        }
    }
}

fn amount(count: Option<u32>) -> Points {
    Points::whole(count.and_then(|count| i32::try_from(count).ok()).unwrap_or(0))
}

fn newsletter(found: &mut Found<'_>, derived: &Derived) {
    let paragraph = &found.told.paragraph;
    let told = (paragraph.articles.unwrap_or(0), paragraph.briefs.unwrap_or(0));
    let listed = (derived.articles, derived.briefs);
    if found.unit.has_list && told != listed && !paragraph.lost_counts {
        let kinds = |(articles, briefs): (u32, u32)| format!("信息{articles}、简讯{briefs}");
        let note = format!("清单列有{}，段落写{}。", kinds(listed), kinds(told));
        let nothing = paragraph.articles.is_none() && paragraph.briefs.is_none();
        let (printed, derived) = if told.0 + told.1 == listed.0 + listed.1 {
            (Value::Text(kinds(told)), Value::Text(kinds(listed)))
        } else {
            (Value::Count(u64::from(told.0 + told.1)), Value::Count(u64::from(listed.0 + listed.1)))
        };
        found.add(Field::NewsletterCount, (!nothing).then_some(printed), Some(derived), note);
    }
    let points = found.told.paragraph.newsletter_points;
    found.points(Field::AdoptionPoints, points, derived.newsletter_points, "本局简报采用");
}

/// One sum for several parts.
fn joint(found: &mut Found<'_>, derived: &Derived) {
    let Some((parts, printed)) = found.told.paragraph.joint_points.clone() else { return };
    let points = parts.iter().map(|part| match part {
        Part::Newsletter => derived.newsletter_points,
        Part::Upper => derived.upper_points,
        Part::Commission => derived.get(Field::CommissionPoints),
        Part::Base => derived.get(Field::Base),
    });
    let sum = Points::checked_sum(points).unwrap_or(Points::ZERO);
    found.points(Field::AdoptionPoints, Some(printed), sum, "各项");
}

fn base(found: &mut Found<'_>, derived: &Derived) {
    let printed = found.told.paragraph.base;
    let derived = (derived.get(Field::Base), derived.get(Field::ReportedUp));
    if printed.unwrap_or(Points::ZERO) != derived.0 {
        let note = format!("报送上级{}篇，按计分办法基础分应为{}分。", derived.1, derived.0);
        found.add(Field::Base, printed.map(Value::Points), Some(Value::Points(derived.0)), note);
    }
}

fn cumulative(found: &mut Found<'_>, derived: &Derived) {
    let sum = derived.get(Field::Cumulative);
    let Some(printed) = found.told.paragraph.cumulative.filter(|printed| *printed != sum) else { return };
    let month = derived.get(Field::Month);
    let note = if derived.carried.is_disputed {
        format!(
            "段落写累计{printed}分，表格中是{sum}分，两处不一致；没有上月通报，不能断定哪一处写错，请核对两处。"
        )
    } else {
        let carried = derived.carried.points;
        format!("{carried}分结转加本月{month}分，累计应为{sum}分，段落写{printed}分。")
    };
    found.add(Field::Cumulative, Some(Value::Points(printed)), Some(Value::Points(sum)), note);
}
