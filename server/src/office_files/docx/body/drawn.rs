//! What is drawn in a document: pictures, and what stands in its place as a drawing that only Word knows.

use domain::manuscript::Loss;

use super::{
    super::{
        super::OfficeFileError,
        piece::{Content, Source},
        xml::Element,
    },
    Body,
};

impl Body<'_> {
    /// Whether an element is drawn, or stands for something beside the text; then it was read.
    pub(super) fn drawn(&mut self, element: &Element<'_>) -> Result<bool, OfficeFileError> {
        match element.local_name() {
            "inline" => self.inline.push(true),
            "anchor" => self.inline.push(false),
            "shape" | "rect" | "roundrect" => {
                let style = element.attribute("style").unwrap_or_default();
                self.inline.push(!style.replace(' ', "").contains("position:absolute"));
            }
            "blip" => match element.attribute("embed").filter(|id| !id.is_empty()) {
                Some(id) => self.add_content(Content::Picture(id))?,
                None if element.attribute("link").is_some() => self.add_loss(Loss::LinkedPicture)?,
                None => {}
            },
            // The sign of what is embedded, as a picture.
            "imagedata" if self.open.iter().any(|open| open == "object") => {}
            "imagedata" => match element.attribute("id").or(element.attribute("relid")) {
                Some(id) if !id.is_empty() => self.add_content(Content::Picture(id))?,
                _ => {}
            },
            "srcRect" => {
                let is_cut = |side: &&str| {
                    element.attribute(side).is_some_and(|cut| cut.trim_end_matches('%').parse() != Ok(0))
                };
                if ["l", "t", "r", "b"].iter().any(is_cut) {
                    self.add_loss(Loss::Cropped)?;
                }
            }
            "chart" => self.add_loss(Loss::Chart)?,
            "relIds" => self.add_loss(Loss::Diagram)?,
            "OLEObject" | "altChunk" => self.add_loss(Loss::Embedded)?,
            "footnoteReference" => self.add_note(Source::Footnotes, element)?,
            "endnoteReference" => self.add_note(Source::Endnotes, element)?,
            "commentReference" => {
                let before =
                    self.flow().paragraph.as_ref().map(|open| open.paragraph.text()).unwrap_or_default();
                self.passages.stands_behind(element, &before);
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    pub(super) fn add_loss(&mut self, loss: Loss) -> Result<(), OfficeFileError> {
        self.add_content(Content::Loss(loss))
    }

    fn add_note(&mut self, source: Source, element: &Element<'_>) -> Result<(), OfficeFileError> {
        match element.attribute("id") {
            Some(id) => self.add_content(Content::Note(source, id)),
            None => Ok(()),
        }
    }
}
