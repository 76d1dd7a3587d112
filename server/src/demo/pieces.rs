//! The pieces that the units send in, and what becomes of each: the plan that the play follows.

use std::collections::HashMap;

use domain::{
    id::UnitId,
    item::{ContentType, Kind},
    unit::Unit,
};
use jiff::civil::Date;

use super::{DemoError, facts::January, office::Office, records::workday, texts::Texts};

/// A piece that a unit sends in.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub(super) day: Date,
    pub(super) unit: UnitId,
    pub(super) kind: Kind,
    pub(super) title: String,
    pub(super) body: String,
    pub(super) attribution_line: String,
    pub(super) fate: Fate,
    /// Whether it is returned once and sent again, mended.
    pub(super) returned_once: bool,
}

/// How far a piece comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    Draft,
    UnitReview,
    Submitted,
    Editing,
    Returned,
    Rejected,
    /// Shortlisted, and cleared or not yet.
    Shortlisted {
        cleared: bool,
    },
    /// In this issue, the n-th of its kind from 0.
    Placed {
        issue: i32,
        place: usize,
    },
    /// Gone into another piece: its place in the plan.
    Combined {
        into: usize,
    },
}

impl Piece {
    pub(super) fn content_type(&self) -> ContentType {
        match self.kind {
            Kind::Article => ContentType::Experience,
            Kind::Brief => ContentType::News,
        }
    }
}

/// Writes pieces, each unit's one after the other.
pub(super) struct Writers<'a> {
    office: &'a Office,
    texts: Texts,
    written: HashMap<(UnitId, Kind), usize>,
    seed: u64,
}

impl<'a> Writers<'a> {
    pub(super) fn new(office: &'a Office) -> Self {
        Self { office, texts: Texts::read(), written: HashMap::new(), seed: 2024 }
    }

    /// The next piece of the first unit, signed by all of them.
    pub(super) fn write(
        &mut self,
        units: &[UnitId],
        kind: Kind,
        day: Date,
        fate: Fate,
    ) -> Result<Piece, DemoError> {
        let known =
            |id: UnitId| self.office.units.get(id).ok_or_else(|| DemoError::Data(format!("没有单位 {id}")));
        let all: Vec<&Unit> = units.iter().map(|id| known(*id)).collect::<Result<_, _>>()?;
        let [unit, ..] = all.as_slice() else { return Err(DemoError::Data("稿件没有单位".to_owned())) };
        let number = self.written.entry((unit.id, kind)).or_default();
        self.seed += 101;
        let (title, body) = match kind {
            Kind::Article => self.texts.article(unit, *number, day, self.seed)?,
            Kind::Brief => (String::new(), self.texts.brief(unit, *number, day, self.seed)?),
        };
        *number += 1;
        let author = &self.office.contributor(unit.id)?.name;
        Ok(Piece {
            day,
            unit: unit.id,
            kind,
            title,
            body,
            attribution_line: signature(&all, author, self.seed),
            fate,
            returned_once: false,
        })
    }
}

/// As people type it: full or short names, with the author or without.
fn signature(units: &[&Unit], author: &str, seed: u64) -> String {
    match units {
        [unit] => {
            let name = if seed.is_multiple_of(2) { unit.list_name() } else { unit.name.as_str() };
            if seed.is_multiple_of(3) { format!("（{name}）") } else { format!("（{name}/{author}）") }
        }
        units => {
            let names: Vec<_> = units.iter().map(|unit| unit.list_name()).collect();
            format!("（{}）", names.join(" "))
        }
    }
}

/// January's pieces: those that were adopted, those combined with them, and the others, so many of each unit as
/// it sent in.
pub(super) fn january(
    office: &Office,
    facts: &January,
    writers: &mut Writers,
) -> Result<Vec<Piece>, DemoError> {
    let mut left: HashMap<UnitId, usize> = HashMap::new();
    for line in &facts.submissions {
        left.insert(office.unit(&line.unit)?, line.count);
    }
    let mut take = |unit: UnitId| match left.get_mut(&unit) {
        Some(left) if *left > 0 => {
            *left -= 1;
            Ok(())
        }
        _ => Err(DemoError::Data(format!("单位 {unit} 的稿件不够"))),
    };
    let mut pieces = Vec::new();
    let mut places: HashMap<(i32, Kind), usize> = HashMap::new();
    for (number, adoption) in facts.adoptions.iter().enumerate() {
        let units: Vec<UnitId> =
            adoption.units.iter().map(|name| office.unit(name)).collect::<Result<_, _>>()?;
        let [unit, others @ ..] = units.as_slice() else { continue };
        // The first issue takes what came until the 12th.
        let day = if adoption.issue == 1 { workday(number % 9) } else { workday(9 + number % 12) };
        let next = places.entry((adoption.issue, adoption.kind)).or_default();
        let (issue, place) = (adoption.issue, *next);
        *next += 1;
        take(*unit)?;
        // Every other joint piece was sent in by each of its units, and combined by the editors.
        let combined = !others.is_empty() && number.is_multiple_of(2);
        let signed_by = if combined { &units[..1] } else { &units[..] };
        let fate = Fate::Placed { issue, place };
        let mut piece = writers.write(signed_by, adoption.kind, day, fate)?;
        piece.returned_once = number % 9 == 4;
        pieces.push(piece);
        if combined {
            let into = pieces.len() - 1;
            for other in others {
                take(*other)?;
                let fate = Fate::Combined { into };
                pieces.push(writers.write(&[*other], Kind::Brief, day, fate)?);
            }
        }
    }
    for (number, line) in facts.submissions.iter().enumerate() {
        let unit = office.unit(&line.unit)?;
        for piece in 0..left.get(&unit).copied().unwrap_or_default() {
            let day = workday((number * 5 + piece * 8) % 21);
            let mut piece = writers.write(&[unit], Kind::Brief, day, Fate::Rejected)?;
            piece.returned_once = (number + pieces.len()) % 13 == 0;
            pieces.push(piece);
        }
    }
    Ok(pieces)
}
