//! The texts of a workbook: those that many cells share, and what stands in one cell.

use quick_xml::events::Event;

use super::{
    super::{
        package::{Package, entity},
        sheets::MOST_CELLS,
    },
    OfficeFileError, each,
};

/// Shared texts of one workbook: more than there may be cells are of no use.
const MOST_STRINGS: usize = 2 * MOST_CELLS;

/// The shared texts, in their order.
pub(super) fn read(package: &mut Package<'_>, part: Option<&str>) -> Result<Vec<String>, OfficeFileError> {
    let mut strings = Vec::new();
    let Some(part) = part else { return Ok(strings) };
    let mut text = RichText::default();
    each(package, part, |event| {
        if strings.len() > MOST_STRINGS {
            return Err(OfficeFileError::Bomb(format!("超过{MOST_STRINGS}段共用的文字")));
        }
        match event {
            Event::Start(element) if element.local_name().as_ref() == "si" => text = RichText::default(),
            Event::Empty(element) if element.local_name().as_ref() == "si" => strings.push(String::new()),
            Event::End(element) if element.local_name().as_ref() == "si" => {
                strings.push(std::mem::take(&mut text).finished());
            }
            event => text.take(event, part)?,
        }
        Ok(true)
    })?;
    Ok(strings)
}

/// A text that may be made of runs, without what says how to pronounce it.
#[derive(Default)]
pub(super) struct RichText {
    text: String,
    is_text: bool,
    phonetic: usize,
}

impl RichText {
    /// An event within `si` or `is`.
    pub(super) fn take(&mut self, event: &Event<'_>, part: &str) -> Result<(), OfficeFileError> {
        match event {
            Event::Start(element) => match element.local_name().as_ref() {
                "rPh" => self.phonetic += 1,
                "t" => self.is_text = self.phonetic == 0,
                _ => {}
            },
            Event::End(element) => match element.local_name().as_ref() {
                "rPh" => self.phonetic = self.phonetic.saturating_sub(1),
                "t" => self.is_text = false,
                _ => {}
            },
            Event::Text(text) if self.is_text => self.text.push_str(&text.xml10_content()),
            Event::CData(text) if self.is_text => self.text.push_str(&text.xml10_content()),
            Event::GeneralRef(reference) if self.is_text => self.text.push_str(&entity(reference, part)?),
            _ => {}
        }
        Ok(())
    }

    pub(super) fn finished(self) -> String {
        unescaped(&self.text)
    }
}

/// `_x000D_` is a character that XML cannot hold; `_x005F_` is the underscore where a text has such words itself.
pub(super) fn unescaped(text: &str) -> String {
    let mut whole = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(place) = rest.find("_x") {
        whole.push_str(&rest[..place]);
        let escaped =
            rest.get(place + 2..place + 6).filter(|_| rest.as_bytes().get(place + 6) == Some(&b'_'));
        let hex = escaped.filter(|hex| hex.bytes().all(|byte| byte.is_ascii_hexdigit()));
        match hex.and_then(|hex| u32::from_str_radix(hex, 16).ok()).and_then(char::from_u32) {
            // Controls but for line ends and tabs say nothing.
            Some(character) => {
                if !character.is_control() || matches!(character, '\r' | '\n' | '\t') {
                    whole.push(character);
                }
                rest = &rest[place + 7..];
            }
            None => {
                whole.push_str("_x");
                rest = &rest[place + 2..];
            }
        }
    }
    whole.push_str(rest);
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_that_xml_cannot_hold_come_back() {
        assert_eq!(unescaped("甲_x000D_\n乙"), "甲\r\n乙");
        assert_eq!(unescaped("_x005F_x000D_ a_x4E00_b _x00_ _xZZZZ_ _x"), "_x000D_ a一b _x00_ _xZZZZ_ _x");
        assert_eq!(unescaped("甲_x0007_乙_x是"), "甲乙_x是");
    }
}
