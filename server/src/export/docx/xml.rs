//! The few elements of WordprocessingML that a bulletin is written with.

use std::io;

use quick_xml::{
    Writer,
    events::{BytesDecl, BytesText, Event},
};

/// A part under way.
pub(super) type Part = Writer<Vec<u8>>;

/// The name space of WordprocessingML.
pub(super) const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// A part that begins with its declaration.
pub(super) fn begin() -> io::Result<Part> {
    let mut part = Writer::new(Vec::new());
    part.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), Some("yes"))))?;
    Ok(part)
}

/// An element with nothing but a value: `<w:jc w:val="center"/>`.
pub(super) fn value(part: &mut Part, name: &str, value: &str) -> io::Result<()> {
    part.create_element(name).with_attribute(("w:val", value)).write_empty().map(drop)
}

/// A paragraph's properties beside its style, in the order that the standard wants.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Placing {
    /// Stays on the page of what follows.
    pub(super) keep_next: bool,
    pub(super) page_break_before: bool,
    /// Empty space above, in twentieths of a point.
    pub(super) space_before: Option<u32>,
    /// From the left and from the right edge of the type area, in twentieths of a point.
    pub(super) indent: Option<(u32, u32)>,
}

/// A paragraph in a style.
pub(super) fn paragraph(
    part: &mut Part,
    style: &str,
    placing: Placing,
    runs: impl FnOnce(&mut Part) -> io::Result<()>,
) -> io::Result<()> {
    let properties = |part: &mut Part| {
        value(part, "w:pStyle", style)?;
        if placing.keep_next {
            part.create_element("w:keepNext").write_empty()?;
        }
        if placing.page_break_before {
            part.create_element("w:pageBreakBefore").write_empty()?;
        }
        if let Some(space) = placing.space_before {
            part.create_element("w:spacing")
                .with_attribute(("w:before", &*space.to_string()))
                .write_empty()?;
        }
        if let Some((left, right)) = placing.indent {
            let (left, right) = (left.to_string(), right.to_string());
            let indent = part.create_element("w:ind").with_attribute(("w:left", &*left));
            indent.with_attribute(("w:right", &*right)).write_empty()?;
        }
        Ok(())
    };
    part.create_element("w:p").write_inner_content(|part| {
        part.create_element("w:pPr").write_inner_content(properties)?;
        runs(part)
    })?;
    Ok(())
}

/// A paragraph of one text.
pub(super) fn plain(part: &mut Part, style: &str, text: &str) -> io::Result<()> {
    paragraph(part, style, Placing::default(), |part| run(part, None, text))
}

/// A text, in a character style where there is one.
pub(super) fn run(part: &mut Part, style: Option<&str>, text: &str) -> io::Result<()> {
    if text.is_empty() {
        return Ok(());
    }
    part.create_element("w:r").write_inner_content(|part| {
        if let Some(style) = style {
            part.create_element("w:rPr").write_inner_content(|part| value(part, "w:rStyle", style))?;
        }
        let text = printable(text);
        part.create_element("w:t")
            .with_attribute(("xml:space", "preserve"))
            .write_text_content(BytesText::new(&text))?;
        Ok(())
    })?;
    Ok(())
}

/// A text in type of its own size, in half points.
pub(super) fn sized_run(part: &mut Part, size: u32, text: &str) -> io::Result<()> {
    part.create_element("w:r").write_inner_content(|part| {
        part.create_element("w:rPr").write_inner_content(|part| {
            value(part, "w:sz", &size.to_string())?;
            value(part, "w:szCs", &size.to_string())
        })?;
        let text = printable(text);
        part.create_element("w:t")
            .with_attribute(("xml:space", "preserve"))
            .write_text_content(BytesText::new(&text))?;
        Ok(())
    })?;
    Ok(())
}

/// A break or a tab: `w:br`, `w:tab`.
pub(super) fn sign(part: &mut Part, name: &str) -> io::Result<()> {
    part.create_element("w:r").write_inner_content(|part| {
        part.create_element(name).write_empty()?;
        Ok(())
    })?;
    Ok(())
}

/// Without the characters that no XML document may hold, however they are written.
pub(super) fn printable(text: &str) -> String {
    let forbidden = |character: char| {
        (character.is_control() && !matches!(character, '\t' | '\n' | '\r'))
            || matches!(character, '\u{fffe}' | '\u{ffff}')
    };
    text.chars().filter(|character| !forbidden(*character)).collect()
}
