//! What elements say of the paragraph, the text, the row or the cell in which they stand.

use domain::manuscript::Shift;

use super::{
    super::{
        piece::{Align, Cell},
        styles::outline_level,
        symbols::Symbols,
        table::MOST_COLUMNS,
        xml::Element,
    },
    Body,
};

impl Body<'_> {
    /// A property of the paragraph, the text, the row or the cell that is open.
    pub(super) fn property(&mut self, element: &Element<'_>) {
        let parents = |at: usize| {
            self.open.len().checked_sub(at).and_then(|at| self.open.get(at)).map_or("", String::as_str)
        };
        match (parents(2), parents(1), element.name()) {
            (_, "trPr", name) => self.row_property(name, element),
            (_, "tcPr", name) => self.cell_property(name, element),
            ("pPr", "rPr", "vanish" | "del" | "moveFrom") => self.goes_on(element.is_on()),
            // A large first letter is a paragraph of its own to Word.
            (_, "pPr", "framePr") => {
                self.goes_on(element.attribute("dropCap").is_some_and(|drop| drop != "none"));
            }
            (_, "pPr" | "numPr", name) => self.paragraph_property(name, element),
            ("r", "rPr", name) => self.run_property(name, element),
            _ => {}
        }
    }

    fn goes_on(&mut self, goes_on: bool) {
        if let Some(open) = self.flow().paragraph.as_mut() {
            open.goes_on |= goes_on;
        }
    }

    fn paragraph_property(&mut self, name: &str, element: &Element<'_>) {
        let Some(open) = self.flow().paragraph.as_mut() else { return };
        match name {
            "pStyle" => open.style = element.value(),
            "jc" => open.paragraph.align = Some(Align::of(element)),
            "outlineLvl" => open.outline = Some(outline_level(element)),
            "numId" => open.list = element.number(),
            "ilvl" => open.level = element.number(),
            _ => {}
        }
    }

    fn run_property(&mut self, name: &str, element: &Element<'_>) {
        let styles = self.styles;
        let run = &mut self.flow().run;
        match name {
            "rStyle" => {
                let style = element.value().unwrap_or_default();
                run.hidden_by_style = styles.is_hidden(&style);
                run.is_struck = run.is_struck.or(styles.is_struck(&style));
                run.symbols = run.symbols.or(styles.symbols(&style));
                run.is_strong = run.is_strong.or(styles.is_strong(&style));
                run.size = run.size.or(styles.run_size(&style));
            }
            "vertAlign" => {
                run.shift = match element.value().as_deref() {
                    Some("superscript") => Some(Shift::Above),
                    Some("subscript") => Some(Shift::Below),
                    _ => None,
                };
            }
            "vanish" => run.hidden = Some(element.is_on()),
            "strike" | "dstrike" => run.is_struck = Some(element.is_on()),
            "b" => run.is_strong = Some(element.is_on()),
            "sz" => run.size = element.number().and_then(|size| size.try_into().ok()),
            "rFonts" => run.symbols = Symbols::of_fonts(element).or(run.symbols),
            _ => {}
        }
    }

    fn row_property(&mut self, name: &str, element: &Element<'_>) {
        let Some(table) = self.tables.last_mut() else { return };
        let columns = || element.number().unwrap_or(0).min(MOST_COLUMNS);
        match name {
            "gridBefore" if columns() > 0 => table.row.cells.insert(0, Cell::blank(columns())),
            "gridAfter" => table.after = columns(),
            "del" | "moveFrom" | "hidden" => table.row_is_gone |= element.is_on(),
            _ => {}
        }
    }

    fn cell_property(&mut self, name: &str, element: &Element<'_>) {
        let Some(table) = self.tables.last_mut() else { return };
        let goes_on = element.value().as_deref() != Some("restart");
        let Some(cell) = table.cell.as_mut() else { return };
        match name {
            "gridSpan" => cell.span = element.number().unwrap_or(1).clamp(1, MOST_COLUMNS),
            "vMerge" => cell.from_above = goes_on,
            "hMerge" => cell.from_left = goes_on,
            "cellDel" => table.cell_is_gone = true,
            _ => {}
        }
    }
}
