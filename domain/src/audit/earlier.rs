//! Whether the bulletin that was handed in as the one before is that. One that is not is a single finding, and
//! nothing is compared with it.

use std::collections::HashSet;

use super::{
    AuditError, Examined,
    finding::{Finding, Place, Value},
    printed::Printed,
};
use crate::calendar::Month;

/// The earlier bulletin where it is of the month before; else what is wrong with it.
pub(super) fn of_the_month_before(
    earlier: Printed,
    printed: &Printed,
    month: Month,
) -> Result<(Option<Printed>, Option<Finding>), AuditError> {
    let number = earlier.month.ok_or(AuditError::NoMonth).map_err(super::of_previous)?;
    let before = month.previous();
    // Only years that both titles name are compared: a letter's day may be in the next year.
    let years = (earlier.named_year, printed.named_year);
    let of_that_year = match years {
        (Some(earlier), Some(_)) => earlier == before.year(),
        _ => true,
    };
    if number == before.month() && of_that_year {
        return Ok((Some(earlier), None));
    }
    let words = |year: Option<i16>, number: i8| {
        let year = year.filter(|_| !of_that_year).map(|year| format!("{year}年")).unwrap_or_default();
        format!("{year}{number}月份")
    };
    let (is, should) = (words(years.0, number), words(Some(before.year()), before.month()));
    let note = format!(
        "作为上月通报交来的是{is}的，应为{should}的。没有用它核对：结转分取本通报的累计分数减本月分数，也没有查找上月留下未改的文字。请换成{should}的通报再核对一次。"
    );
    let wrong = Finding {
        unit: None,
        place: Place::Covering,
        field: "month",
        printed: Some(Value::Text(is)),
        derived: Some(Value::Text(should)),
        note,
        line: None,
    };
    Ok((None, Some(wrong)))
}

/// The earlier bulletin has hardly any of this one's units.
pub(super) fn foreign() -> Finding {
    Finding {
        unit: None,
        place: Place::Covering,
        field: "unit",
        printed: Some(Value::Text("另一份通报的单位".to_owned())),
        derived: Some(Value::Text("本通报的单位".to_owned())),
        note: "作为上月通报交来的那一份里找不到本通报的多数单位，疑为另一个机关的通报。没有用它核对，请换成本单位上个月的通报再核对一次。"
            .to_owned(),
        line: None,
    }
}

/// Every name of a bulletin's units.
pub(super) fn names(earlier: &Examined<'_>) -> HashSet<String> {
    let units = earlier.groups.iter().flat_map(|group| &group.units);
    let names = units.flat_map(|unit| {
        let row = unit.row.map(|row| row.name.clone());
        let told = unit.told.map(|told| told.name.clone());
        [Some(unit.name.clone()), row, told]
    });
    names.flatten().collect()
}
