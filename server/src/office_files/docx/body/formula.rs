//! Formulas as one line of text: a fraction with a stroke, a root with its sign.

use domain::manuscript::{Loss, Shift};

use super::{
    super::{
        super::OfficeFileError,
        piece::{Content, Run},
        xml::Element,
    },
    Body,
};

/// Where a part of a formula begins among the runs of its paragraph.
pub(super) struct Place {
    name: String,
    run: usize,
    /// Bytes into the run.
    at: usize,
}

impl Body<'_> {
    /// Whether an element is a part of a formula; then it was begun.
    pub(super) fn begin_formula(&mut self, element: &Element<'_>) -> Result<bool, OfficeFileError> {
        let name = element.name();
        match name {
            "oMath" if self.formulas.is_empty() => self.add_loss(Loss::Formula)?,
            _ if self.formulas.is_empty() => return Ok(false),
            "rad" => self.add("√")?,
            "chr" => self.add(&element.value().unwrap_or_default())?,
            "oMath" | "num" | "den" | "sup" | "sub" | "deg" | "e" => {}
            _ => return Ok(false),
        }
        if !matches!(name, "chr" | "rad") {
            let (run, at) = self.here();
            self.formulas.push(Place { name: name.to_owned(), run, at });
        }
        Ok(true)
    }

    pub(super) fn end_formula(&mut self, name: &str) -> Result<(), OfficeFileError> {
        if self.formulas.last().is_none_or(|place| place.name != name) {
            return Ok(());
        }
        let Some(place) = self.formulas.pop() else { return Ok(()) };
        let is_bracketed = name == "e" && matches!(self.open.last().map(String::as_str), Some("d" | "rad"));
        if is_bracketed || matches!(name, "num" | "den") {
            self.bracket(&place, name == "e" && self.is_within("d"))?;
        }
        if name == "num" {
            self.add("/")?;
        }
        Ok(())
    }

    /// Of what stands above or below its line within a formula.
    pub(super) fn shift_of_formula(&self) -> Option<Shift> {
        self.formulas.iter().rev().find_map(|place| match place.name.as_str() {
            "sup" => Some(Shift::Above),
            "sub" => Some(Shift::Below),
            _ => None,
        })
    }

    fn here(&mut self) -> (usize, usize) {
        let Some(open) = self.flow().paragraph.as_ref() else { return (0, 0) };
        match open.paragraph.runs.last() {
            Some(Run { content: Content::Text(text), .. }) => (open.paragraph.runs.len() - 1, text.len()),
            _ => (open.paragraph.runs.len(), 0),
        }
    }

    /// Puts brackets around what was read from a place on, where it is more than one figure or letter.
    fn bracket(&mut self, place: &Place, is_always: bool) -> Result<(), OfficeFileError> {
        let Some(open) = self.flow().paragraph.as_mut() else { return Ok(()) };
        let runs = open.paragraph.runs.get_mut(place.run..).unwrap_or_default();
        let text = |run: &'_ Run| match &run.content {
            Content::Text(text) => Some(text.chars().all(char::is_alphanumeric)),
            _ => None,
        };
        let first = match runs.first() {
            Some(Run { content: Content::Text(text), .. }) => text.get(place.at..).unwrap_or_default(),
            _ => "",
        };
        let is_one = first.chars().all(char::is_alphanumeric)
            && runs.iter().skip(1).filter_map(text).all(|is_one| is_one);
        if !is_always && is_one {
            return Ok(());
        }
        if let Some(Run { content: Content::Text(text), .. }) = runs.first_mut()
            && text.is_char_boundary(place.at)
        {
            text.insert(place.at, '(');
            self.add(")")?;
        }
        Ok(())
    }
}
