//! What of a document's styles changes what one reads: hidden text, numbers, fonts of symbols; and how its paragraphs
//! look.

use std::collections::HashMap;

use super::{
    super::{OfficeFileError, package::Package},
    piece::{Align, Named},
    symbols::Symbols,
    xml::{Element, Listener, listen},
};

/// A style's own properties; what it does not say, the style that it is based on does.
#[derive(Clone, Debug, Default)]
struct Style {
    based_on: Option<String>,
    is_hidden: Option<bool>,
    is_struck: Option<bool>,
    symbols: Option<Symbols>,
    list: Option<usize>,
    list_level: Option<usize>,
    named: Option<Named>,
    /// Of a head; `Some(None)` where the style says that it is none.
    level: Option<Option<u8>>,
    align: Option<Align>,
    is_strong: Option<bool>,
    size: Option<u16>,
}

#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: HashMap<String, Style>,
    /// The style of paragraphs that name none.
    usual: Option<String>,
    /// What holds where no style says anything.
    defaults: Style,
}

/// More styles than this have no document.
const MOST: usize = 20_000;
/// Styles that are based on each other in a circle end here.
const LONGEST_CHAIN: usize = 20;
/// Word's own, in half points.
const USUAL_SIZE: u16 = 20;

impl Styles {
    pub(super) fn is_hidden(&self, style: &str) -> Option<bool> {
        self.chain(style).find_map(|style| style.is_hidden)
    }

    pub(super) fn is_struck(&self, style: &str) -> Option<bool> {
        self.chain(style).find_map(|style| style.is_struck)
    }

    pub(super) fn symbols(&self, style: &str) -> Option<Symbols> {
        self.chain(style).find_map(|style| style.symbols)
    }

    /// The list and the level in which paragraphs of a style are numbered.
    pub(super) fn numbered(&self, style: &str) -> Option<(usize, usize)> {
        let list = self.chain(style).find_map(|style| style.list)?;
        Some((list, self.chain(style).find_map(|style| style.list_level).unwrap_or(0)))
    }

    pub(super) fn named(&self, style: &str) -> Option<Named> {
        self.chain(style).find_map(|style| style.named)
    }

    pub(super) fn level(&self, style: &str) -> Option<u8> {
        self.chain(style).find_map(|style| style.level).flatten()
    }

    pub(super) fn align(&self, style: Option<&str>) -> Option<Align> {
        self.of_paragraph(style).find_map(|style| style.align)
    }

    pub(super) fn is_strong(&self, style: &str) -> Option<bool> {
        self.chain(style).find_map(|style| style.is_strong)
    }

    /// The size of a run's own style.
    pub(super) fn run_size(&self, style: &str) -> Option<u16> {
        self.chain(style).find_map(|style| style.size)
    }

    /// The size of the letters in paragraphs of a style, in half points.
    pub(super) fn size(&self, style: Option<&str>) -> u16 {
        self.of_paragraph(style).find_map(|style| style.size).or(self.defaults.size).unwrap_or(USUAL_SIZE)
    }

    fn of_paragraph<'s>(&'s self, style: Option<&str>) -> impl Iterator<Item = &'s Style> + use<'s> {
        self.chain(style.or(self.usual.as_deref()).unwrap_or_default())
    }

    fn chain<'s>(&'s self, style: &str) -> impl Iterator<Item = &'s Style> + use<'s> {
        let based_on = |style: &&'s Style| self.styles.get(style.based_on.as_deref()?);
        std::iter::successors(self.styles.get(style), based_on).take(LONGEST_CHAIN)
    }
}

/// `w:outlineLvl`, which counts from 0; 9 is none.
pub(super) fn outline_level(element: &Element<'_>) -> Option<u8> {
    let level = u8::try_from(element.number()?).ok()?;
    (level < 9).then_some(level + 1)
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

impl Reading {
    /// By the name of a style, which every language's Word writes in English.
    fn name(&mut self, name: &str) {
        let name = name.trim().to_lowercase();
        let numbered = |word: &str| {
            let level = name.strip_prefix(word)?.trim().parse::<u8>().ok()?;
            (1..=9).contains(&level).then_some(level)
        };
        self.style.named = match name.as_str() {
            "title" | "标题" | "文章标题" | "大标题" => Some(Named::Title),
            "subtitle" | "副标题" => Some(Named::Subtitle),
            "caption" | "题注" => Some(Named::Caption),
            name if name.starts_with("toc ") => Some(Named::Contents),
            _ => None,
        };
        if let Some(level) = numbered("heading").or(numbered("标题")) {
            self.style.level = Some(Some(level));
        }
    }
}

impl Listener for Reading {
    fn start(&mut self, element: &Element<'_>) -> Result<(), OfficeFileError> {
        let name = element.name();
        let within = |parent: &str| self.open.last().is_some_and(|open| open == parent);
        match name {
            "style" => {
                self.id = element.attribute("styleId").unwrap_or_default();
                self.style = Style::default();
                let is = |name: &str, values: &[&str]| {
                    element.attribute(name).is_some_and(|value| values.contains(&value.as_str()))
                };
                if is("default", &["1", "true", "on"]) && is("type", &["paragraph"]) {
                    self.styles.usual = Some(self.id.clone());
                }
            }
            "name" if within("style") => self.name(&element.value().unwrap_or_default()),
            "basedOn" => self.style.based_on = element.value(),
            "vanish" if within("rPr") => self.style.is_hidden = Some(element.is_on()),
            "strike" | "dstrike" if within("rPr") => self.style.is_struck = Some(element.is_on()),
            "rFonts" if within("rPr") => self.style.symbols = Symbols::of_fonts(element),
            "b" if within("rPr") => self.style.is_strong = Some(element.is_on()),
            "sz" if within("rPr") => self.style.size = element.number().and_then(|size| size.try_into().ok()),
            "jc" if within("pPr") => self.style.align = Some(Align::of(element)),
            "outlineLvl" => self.style.level = Some(outline_level(element)),
            "numId" => self.style.list = element.number(),
            "ilvl" => self.style.list_level = element.number(),
            _ => {}
        }
        self.open.push(name.to_owned());
        Ok(())
    }

    fn end(&mut self) -> Result<(), OfficeFileError> {
        match self.open.pop().as_deref() {
            Some("style") => {
                if self.styles.styles.len() >= MOST {
                    return Err(OfficeFileError::Bomb("样式太多".to_owned()));
                }
                self.styles.styles.insert(std::mem::take(&mut self.id), std::mem::take(&mut self.style));
            }
            Some("docDefaults") => self.styles.defaults = std::mem::take(&mut self.style),
            _ => {}
        }
        Ok(())
    }
}
