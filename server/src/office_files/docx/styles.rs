//! What of a document's styles changes what one reads: hidden text, numbers, fonts of symbols.

use std::collections::HashMap;

use super::{
    super::{OfficeFileError, package::Package},
    symbols::Symbols,
    xml::{Element, Listener, listen},
};

/// A style's own properties; what it does not say, the style that it is based on does.
#[derive(Clone, Debug, Default)]
struct Style {
    based_on: Option<String>,
    is_hidden: Option<bool>,
    symbols: Option<Symbols>,
    list: Option<usize>,
    level: Option<usize>,
}

#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: HashMap<String, Style>,
}

/// More styles than this have no document.
const MOST: usize = 20_000;
/// Styles that are based on each other in a circle end here.
const LONGEST_CHAIN: usize = 20;

impl Styles {
    pub(super) fn is_hidden(&self, style: &str) -> Option<bool> {
        self.chain(style).find_map(|style| style.is_hidden)
    }

    pub(super) fn symbols(&self, style: &str) -> Option<Symbols> {
        self.chain(style).find_map(|style| style.symbols)
    }

    /// The list and the level in which paragraphs of a style are numbered.
    pub(super) fn numbered(&self, style: &str) -> Option<(usize, usize)> {
        let list = self.chain(style).find_map(|style| style.list)?;
        Some((list, self.chain(style).find_map(|style| style.level).unwrap_or(0)))
    }

    fn chain(&self, style: &str) -> impl Iterator<Item = &Style> {
        let based_on = |style: &&Style| self.styles.get(style.based_on.as_deref()?);
        std::iter::successors(self.styles.get(style), based_on).take(LONGEST_CHAIN)
    }
}

pub(super) fn read(package: &mut Package<'_>, part: Option<&str>) -> Result<Styles, OfficeFileError> {
    let mut reading = Reading::default();
    if let Some(part) = part {
        listen(package, part, &mut reading)?;
    }
    Ok(reading.styles)
}

#[derive(Debug, Default)]
struct Reading {
    styles: Styles,
    open: Vec<String>,
    id: String,
    style: Style,
}

impl Listener for Reading {
    fn start(&mut self, element: &Element<'_>) -> Result<(), OfficeFileError> {
        let name = element.name();
        let within = |parent: &str| self.open.last().is_some_and(|open| open == parent);
        match name {
            "style" => {
                self.id = element.attribute("styleId").unwrap_or_default();
                self.style = Style::default();
            }
            "basedOn" => self.style.based_on = element.value(),
            "vanish" if within("rPr") => self.style.is_hidden = Some(element.is_on()),
            "rFonts" if within("rPr") => self.style.symbols = Symbols::of_fonts(element),
            "numId" => self.style.list = element.number(),
            "ilvl" => self.style.level = element.number(),
            _ => {}
        }
        self.open.push(name.to_owned());
        Ok(())
    }

    fn end(&mut self) -> Result<(), OfficeFileError> {
        if self.open.pop().as_deref() == Some("style") {
            if self.styles.styles.len() >= MOST {
                return Err(OfficeFileError::Bomb("样式太多".to_owned()));
            }
            self.styles.styles.insert(std::mem::take(&mut self.id), std::mem::take(&mut self.style));
        }
        Ok(())
    }
}
