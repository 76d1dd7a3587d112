//! Bulletins of our own making: right ones, in which nothing may be found, and the same with one thing
//! changed, in which exactly that must be.

use std::collections::BTreeSet;

use proptest::{prelude::*, sample::Index};

use self::{
    months::{Months, months},
    press::{Layout, Press},
};
use super::*;
use crate::{
    points::Points,
    scoring::{Bulletin, Figure, version_1},
};

mod alone;
mod became;
mod changes;
mod layouts;
mod months;
mod numbers;
mod press;
mod slips;
mod sums;
mod trust;
mod wording;

/// A finding without its words: unit, place, field, printed, derived.
type Told = (String, String, String, String, String);

fn told(finding: &Finding) -> Told {
    let text = |value: &Option<Value>| value.as_ref().map_or("-".to_owned(), ToString::to_string);
    (
        finding.unit.clone().unwrap_or_default(),
        finding.place.label().to_owned(),
        finding.field.to_owned(),
        text(&finding.printed),
        text(&finding.derived),
    )
}

fn expected(unit: &str, place: Place, field: &str, printed: impl ToString, derived: impl ToString) -> Told {
    (unit.into(), place.label().into(), field.into(), printed.to_string(), derived.to_string())
}

fn report(bulletin: &str, previous: Option<&str>) -> Report {
    let rules = version_1();
    let bulletin = Document::from_text(bulletin);
    let previous = previous.map(Document::from_text);
    audit(Audited { bulletin: &bulletin, previous: previous.as_ref(), units: None, rules: &rules })
        .expect("a bulletin")
}

fn found(report: &Report) -> BTreeSet<Told> {
    report.findings.iter().map(told).collect()
}

const REMARKS: [&str; 2] = [
    "一月各单位报送的稿件数量较少，质量一般，请在今后的工作中改进。",
    "二月来稿的质量有了起色，但是会议消息仍然太多，应予减少。",
];

fn january(months: &Months) -> Press {
    Press::of(&months.bulletin(1), REMARKS[0])
}

fn february(months: &Months) -> Press {
    Press::of(&months.bulletin(2), REMARKS[1])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn in_a_right_bulletin_nothing_is_found(months in months()) {
        for layout in [Layout::Cells, Layout::Tabs, Layout::Bars] {
            let (january, february) = (january(&months).text(layout), february(&months).text(layout));
            for (bulletin, previous) in
                [(&january, None), (&february, Some(january.as_str())), (&february, None)]
            {
                let report = report(bulletin, previous);
                prop_assert_eq!(found(&report), BTreeSet::new(), "{}", bulletin);
                let alone = usize::from(previous.is_none() && bulletin == &february);
                prop_assert_eq!(report.notes.len(), alone, "{:?}", report.notes);
            }
        }
    }

    #[test]
    fn no_text_is_too_strange(text in "(?s).{0,400}") {
        let rules = version_1();
        let document = Document::from_text(&text);
        let _ = audit(Audited { bulletin: &document, previous: Some(&document), units: None, rules: &rules });
    }

    #[test]
    fn no_bulletin_is_too_broken(months in months(), cuts in proptest::collection::vec((any::<Index>(), any::<Index>()), 1..6)) {
        let text = february(&months).text(Layout::Cells);
        let mut lines: Vec<&str> = text.lines().collect();
        for (one, other) in cuts {
            let (one, other) = (one.index(lines.len()), other.index(lines.len()));
            lines.swap(one, other);
            lines.remove(other);
        }
        let text = lines.join("\n");
        let rules = version_1();
        let document = Document::from_text(&text);
        let _ = audit(Audited { bulletin: &document, previous: Some(&document), units: None, rules: &rules });
    }
}

#[test]
fn what_is_no_bulletin_is_refused_with_words() {
    let rules = version_1();
    let document = Document::from_text("关于开会的通知\n各单位：\n定于明天开会。\n");
    let refused = audit(Audited { bulletin: &document, previous: None, units: None, rules: &rules });
    assert_eq!(refused, Err(AuditError::NoBulletin));
}
