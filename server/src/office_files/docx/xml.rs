//! The elements and texts of a part, one after the other, unpacked as they are asked for: never the whole part at
//! once, nor an element of any size. It must not know what elements mean.

use std::io::{self, BufRead, Read};

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use super::super::{
    OfficeFileError,
    package::{Package, entity, not_readable, not_xml},
};

/// The most that one element or one text may hold.
const LONGEST_EVENT: usize = 1 << 20;
/// Elements of a part; a bulletin has some thirty thousand.
const MOST_ELEMENTS: usize = 2_000_000;
/// Elements within elements.
const DEEPEST: usize = 400;

/// What a reader of a part is told.
pub(super) trait Listener {
    /// An element begins.
    fn start(&mut self, element: &Element<'_>) -> Result<(), OfficeFileError>;
    /// The element that began last and has not ended ends.
    fn end(&mut self) -> Result<(), OfficeFileError>;
    /// Characters within an element; an element's may come in several pieces.
    fn text(&mut self, _text: &str) -> Result<(), OfficeFileError> {
        Ok(())
    }
}

/// An element's name and attributes, by their local names.
#[derive(Debug)]
pub(super) struct Element<'a> {
    element: &'a BytesStart<'a>,
}

impl Element<'_> {
    /// The name without its prefix; drawings' own text and tables, which bear the same names, have none.
    pub(super) fn name(&self) -> &str {
        let (name, prefix) = self.element.name().decompose();
        match prefix {
            Some(prefix) if prefix.into_inner() == "a" => "",
            _ => name.into_inner(),
        }
    }

    /// The name without its prefix, of a drawing's own elements as well.
    pub(super) fn local_name(&self) -> &str {
        self.element.name().decompose().0.into_inner()
    }

    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        self.element
            .attributes()
            .flatten()
            .find(|attribute| attribute.key.local_name().into_inner() == name)
            .map(|attribute| attribute.value.to_string())
    }

    /// `w:val`.
    pub(super) fn value(&self) -> Option<String> {
        self.attribute("val")
    }

    /// Whether a property that is either there or not is there.
    pub(super) fn is_on(&self) -> bool {
        !matches!(self.value().as_deref(), Some("0" | "false" | "off" | "none"))
    }

    pub(super) fn number(&self) -> Option<usize> {
        self.value()?.parse().ok()
    }
}

/// Tells everything in a part. Answers whether there is one of this name.
pub(super) fn listen(
    package: &mut Package<'_>,
    part: &str,
    listener: &mut impl Listener,
) -> Result<bool, OfficeFileError> {
    let Some(content) = package.reader(part)? else { return Ok(false) };
    let mut reader = Reader::from_reader(Measured { content, left: LONGEST_EVENT });
    let mut buffer = Vec::new();
    let mut depth = 0_usize;
    let mut elements = 0_usize;
    loop {
        buffer.clear();
        reader.get_mut().left = LONGEST_EVENT;
        let event = reader.read_event_into(&mut buffer).map_err(|error| not_readable(part, &error))?;
        elements += 1;
        if elements > MOST_ELEMENTS {
            return Err(OfficeFileError::Bomb(format!("“{part}”的内容太多")));
        }
        match event {
            Event::Start(element) => {
                depth += 1;
                if depth > DEEPEST {
                    return Err(OfficeFileError::Bomb("层次太多".to_owned()));
                }
                listener.start(&Element { element: &element })?;
            }
            Event::Empty(element) => {
                listener.start(&Element { element: &element })?;
                listener.end()?;
            }
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                listener.end()?;
            }
            Event::Text(text) => listener.text(&text.xml10_content())?,
            Event::CData(text) => listener.text(&text.xml10_content())?,
            Event::GeneralRef(reference) => listener.text(&entity(&reference, part)?)?,
            Event::Eof if depth > 0 => return Err(not_xml(part, "没有写完")),
            Event::Eof => return Ok(true),
            _ => {}
        }
    }
}

/// A reader that ends with an error where one element or text goes on for too long.
struct Measured<R> {
    content: R,
    left: usize,
}

impl<R: BufRead> Read for Measured<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut available = self.fill_buf()?;
        let read = available.read(buffer)?;
        self.consume(read);
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Measured<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.left == 0 {
            return Err(io::Error::other(OfficeFileError::Bomb("一处文字太长".to_owned())));
        }
        self.content.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.left = self.left.saturating_sub(amount);
        self.content.consume(amount);
    }
}
