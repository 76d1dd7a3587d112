//! Rows of facts: to the commands that a person would give by hand, and from their faults back to cells.

use app::desk::{
    Refusal,
    asked::DetailsForm,
    records::{
        RecordAdjustment, RecordCommission, RecordForwarding, RecordInstruction, RecordRuling,
        RecordSubmissions, RecordUpperAdoption,
    },
};
use domain::{record::Record, unit::UnitDirectory};
use store::records::NewRecord;

use super::{
    columns::SheetKind,
    repeated::{KnownRecords, Origin},
    sheets::Row,
};
use crate::desk::{
    Writing,
    records::{Recording, read_record},
};

/// What a row of facts comes to.
pub(super) enum Fact {
    New(NewRecord),
    /// It was entered by hand before.
    Known(String),
    Faulty(Vec<String>),
}

/// Reads one row as its form would be read; compared with what is recorded already, where that is given.
pub(super) async fn read(
    writing: &Writing,
    directory: &UnitDirectory,
    row: &Row,
    repeated: Option<&mut KnownRecords>,
) -> Result<Fact, Refusal> {
    let command = match command(row) {
        Ok(Some(command)) => command,
        Ok(None) => return Err(Refusal::not_found(format!("表“{}”的读法", row.sheet))),
        Err(faults) => return Ok(Fact::Faulty(faults)),
    };
    let new = match read_record(writing, directory, command).await {
        Ok(new) => new,
        Err(Refusal::Invalid(faults)) => {
            let in_words = faults.iter().map(|fault| row.fault(&fault.field, &fault.words));
            return Ok(Fact::Faulty(in_words.collect()));
        }
        Err(Refusal::Blocked(words)) => {
            return Ok(Fact::Faulty(words.iter().map(|words| row.fault("", words)).collect()));
        }
        Err(error) => return Err(error),
    };
    let Some(repeated) = repeated else { return Ok(Fact::New(new)) };
    Ok(match repeated.find(writing, &new).await? {
        None => {
            repeated.add(&new, row);
            Fact::New(new)
        }
        Some((_, Origin::Row(first))) => {
            let words = format!("与{first}是同一件事，请只写一次；确是两件的，请在标题或事由中写出区别");
            Fact::Faulty(vec![row.fault("", &words)])
        }
        Some((record, Origin::Recorded)) if is_same(record, &new) => {
            Fact::Known(format!("{}已经登记过", record.recorded.title()))
        }
        Some((record, Origin::Recorded)) => {
            let words = format!(
                "与已登记的“{}”是同一件事而内容不同：登记的对，请把这一行改得与它一致或删去；登记的不对，请先冲销那一条再导入",
                record.recorded.title()
            );
            Fact::Faulty(vec![row.fault("", &words)])
        }
    })
}

fn is_same(record: &Record, new: &NewRecord) -> bool {
    let sorted = |units: &[domain::id::UnitId]| {
        let mut units = units.to_vec();
        units.sort_unstable();
        units
    };
    record.recorded == new.recorded
        && record.details == new.details
        && sorted(&record.units) == sorted(&new.units)
}

/// The command that a person would give for the row; `None` for sheets that hold no records.
fn command(row: &Row) -> Result<Option<Recording>, Vec<String>> {
    let text = |field: &str| row.get(field).to_owned();
    let optional = |field: &str| Some(text(field)).filter(|text| !text.is_empty());
    let (date, month, units) = (text("date"), text("month"), text("units"));
    let details = DetailsForm::of(text);
    Ok(Some(match row.kind {
        SheetKind::Units | SheetKind::Adoptions => return Ok(None),
        SheetKind::Submissions => {
            Recording::Submissions(RecordSubmissions { units, month, count: text("count") })
        }
        SheetKind::UpperAdoptions => Recording::UpperAdoption(RecordUpperAdoption {
            details,
            channel: text("channel"),
            title: text("title"),
            date,
            month,
            starred: yes(row, "starred", false).map_err(|fault| vec![fault])?,
            commissioned: yes(row, "commissioned", false).map_err(|fault| vec![fault])?,
            units,
            item: None,
        }),
        SheetKind::Commissions => Recording::Commission(RecordCommission {
            details,
            office: text("office"),
            title: text("title"),
            date,
            month,
            units,
            item: None,
        }),
        SheetKind::Forwardings => Recording::Forwarding(RecordForwarding {
            details,
            office: text("office"),
            title: text("title"),
            count: text("count"),
            date,
            month,
            units,
            cleared_by: optional("cleared_by"),
            item: None,
        }),
        SheetKind::Instructions => Recording::Instruction(RecordInstruction {
            details,
            channel: text("channel"),
            title: text("title"),
            date,
            month,
            units,
            item: None,
        }),
        SheetKind::Rulings => Recording::Ruling(RecordRuling {
            details,
            ruling: text("ruling"),
            reason: text("reason"),
            date,
            month,
            units,
            item: None,
        }),
        SheetKind::Adjustments => Recording::Adjustment(RecordAdjustment {
            details,
            points: text("points"),
            reason: text("reason"),
            date,
            month,
            units,
        }),
    }))
}

/// A cell of 是 or 否.
pub(super) fn yes(row: &Row, field: &str, otherwise: bool) -> Result<bool, String> {
    match row.get(field) {
        "" => Ok(otherwise),
        "是" | "★" | "√" | "✓" | "有" | "1" | "Y" | "y" => Ok(true),
        "否" | "×" | "无" | "0" | "N" | "n" => Ok(false),
        other => Err(row.fault(field, &format!("“{other}”应写是或否"))),
    }
}
