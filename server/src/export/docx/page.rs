//! The document's page: its size, its margins, what stands above and below.

use std::io;

use super::xml::{Part, value};

/// GB/T 9704, 5.2: 156 mm of type on a page of 210 mm, in twentieths of a point.
pub(super) const TEXT_WIDTH: u32 = 8845;

/// A4 with the margins of official documents: 37 mm above, 28 mm at the left, 26 mm at the right, 35 mm below.
pub(super) fn section(part: &mut Part) -> io::Result<()> {
    part.create_element("w:sectPr").write_inner_content(|part| {
        for (name, kind, id) in [
            ("w:headerReference", "default", "rId6"),
            ("w:headerReference", "even", "rId6"),
            ("w:footerReference", "default", "rId4"),
            ("w:footerReference", "even", "rId5"),
        ] {
            part.create_element(name).with_attributes([("w:type", kind), ("r:id", id)]).write_empty()?;
        }
        value(part, "w:type", "nextPage")?;
        part.create_element("w:pgSz").with_attributes([("w:w", "11906"), ("w:h", "16838")]).write_empty()?;
        part.create_element("w:pgMar")
            .with_attributes([
                ("w:top", "2098"),
                ("w:right", "1474"),
                ("w:bottom", "1984"),
                ("w:left", "1587"),
                ("w:header", "1134"),
                ("w:footer", "1361"),
                ("w:gutter", "0"),
            ])
            .write_empty()?;
        Ok(())
    })?;
    Ok(())
}
