//! How numbers show: the format behind each style of a workbook.

use std::collections::HashMap;

use quick_xml::events::Event;

use super::{super::package::Package, OfficeFileError, each, number, show::Format, value};

/// Styles of one workbook.
const MOST_STYLES: usize = 70_000;

/// By the style that a cell names.
pub(super) fn read(
    package: &mut Package<'_>,
    part: Option<&str>,
    from_1904: bool,
) -> Result<Vec<Format>, OfficeFileError> {
    let mut codes: HashMap<usize, String> = HashMap::new();
    let mut used: Vec<usize> = Vec::new();
    let mut within = false;
    let Some(part) = part else { return Ok(Vec::new()) };
    each(package, part, |event| {
        match event {
            Event::Start(element) | Event::Empty(element) => match element.local_name().as_ref() {
                "numFmt" => {
                    let (id, code) = (number(element, "numFmtId"), value(element, "formatCode"));
                    codes.extend(id.zip(code));
                }
                "cellXfs" => within = true,
                "xf" if within && used.len() < MOST_STYLES => {
                    used.push(number(element, "numFmtId").unwrap_or(0))
                }
                _ => {}
            },
            Event::End(element) if element.local_name().as_ref() == "cellXfs" => within = false,
            _ => {}
        }
        Ok(true)
    })?;
    let mut formats: HashMap<usize, Format> = HashMap::new();
    let format = |id: usize| {
        let known = formats.entry(id).or_insert_with(|| match codes.get(&id) {
            Some(code) => Format::new(code, from_1904),
            None => Format::built_in(id, from_1904),
        });
        known.clone()
    };
    Ok(used.into_iter().map(format).collect())
}
