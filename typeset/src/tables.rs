//! Tables that fit: how wide each column is and how large the type, from what stands in the cells.
//!
//! It must not know where a table comes to stand, only how much room it has there.

use domain::markdown::{Block, Inline};
use serde::Serialize;

use super::{
    breaks::{self, Room},
    fonts::{Fonts, Role},
    prepared,
};

/// A table's type, in parts of the body's, and the space beside a cell's text, in its own characters.
const USUAL: (f64, f64) = (0.875, 0.5);
/// What is tried where that is too wide: points of the type, with less and less space.
const SMALLER: [(f64, f64); 3] = [(12.0, 0.3), (10.5, 0.25), (9.0, 0.2)];

/// The smallest type in a column, and over the full width: 五号 and 小五.
pub(super) const SMALLEST_IN_COLUMNS: f64 = 10.5;
pub(super) const SMALLEST: f64 = 9.0;

/// From line to line within a cell, and above and below them, in characters.
const LINE: f64 = 1.45;
const AROUND: f64 = 0.8;
/// A row is kept whole up to this part of a page.
const WHOLE: f64 = 0.5;
/// A head comes again on the next page up to this part of it.
const REPEATED: f64 = 0.25;
/// So much wider than its text a column is made, in characters, lest it be too narrow for rounding.
const SLACK: f64 = 0.06;

/// How a table is set.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct TableSheet {
    /// `None` where the columns find their widths by themselves.
    setting: Option<Setting>,
    /// The rows that may be parted over two pages, being too high to be kept whole.
    torn: Vec<usize>,
    /// Whether the head comes again where the table goes on.
    repeat: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
struct Setting {
    /// Points.
    size: f64,
    /// Points at the left and right of a cell's text.
    inset: f64,
    /// Points.
    widths: Vec<f64>,
}

/// Where a table stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    /// Points.
    pub(super) width: f64,
    /// Of the page's type area, in points.
    pub(super) height: f64,
    /// Points of the body's type.
    pub(super) body: f64,
    /// Points: no smaller type is taken.
    pub(super) smallest: f64,
}

/// What a column asks for, in characters.
#[derive(Clone, Copy, Debug, Default)]
struct Need {
    /// Its widest piece that no line may part.
    least: f64,
    /// All of its widest cell on one line.
    wish: f64,
}

/// Sets a table where it stands, and says whether it fits. One that does not is given the smallest type and breaks
/// within words, so that even then nothing is set over something else.
pub(super) fn set(block: &mut Block, place: Place, fonts: &Fonts) -> (TableSheet, bool) {
    let Block::Table { head, rows, .. } = block else {
        return (TableSheet { setting: None, torn: Vec::new(), repeat: true }, true);
    };
    let needs = needs(head, rows, fonts);
    let (setting, columns, fits) = match as_usual(&needs, place) {
        Some(columns) => (None, columns, true),
        None => {
            let (setting, fits) = smaller(&needs, place);
            let columns = setting.widths.iter().map(|width| (width - 2.0 * setting.inset) / setting.size);
            let columns = columns.collect::<Vec<_>>();
            if !fits {
                part(head, rows, &columns, fonts);
            }
            (Some(setting), columns, fits)
        }
    };
    let size = setting.as_ref().map_or(USUAL.0 * place.body, |setting| setting.size);
    let height = |row: &[Vec<Inline>], role| height(row, &columns, role, fonts) * size;
    let is_high = |row: &Vec<Vec<Inline>>| height(row, Role::Fang) > WHOLE * place.height;
    let torn = rows.iter().enumerate().filter(|(_, row)| is_high(row)).map(|(place, _)| place).collect();
    let repeat = height(head, Role::Hei) <= REPEATED * place.height;
    (TableSheet { setting, torn, repeat }, fits)
}

fn needs(head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>], fonts: &Fonts) -> Vec<Need> {
    let mut needs = vec![Need::default(); head.len()];
    let cells = rows.iter().flat_map(|row| row.iter().enumerate().map(|cell| (cell, Role::Fang)));
    for ((column, cell), role) in head.iter().enumerate().map(|cell| (cell, Role::Hei)).chain(cells) {
        let (least, wish) = need(cell, role, fonts);
        if let Some(need) = needs.get_mut(column) {
            need.least = need.least.max(least);
            need.wish = need.wish.max(wish);
        }
    }
    needs
}

fn need(cell: &[Inline], role: Role, fonts: &Fonts) -> (f64, f64) {
    let text = text_of(cell);
    let width = |character| fonts.advance(role, character);
    let wish: f64 = text.chars().filter(|character| !breaks::is_sign(*character)).map(width).sum();
    // One Chinese character below the other is no column.
    let least = breaks::widest_piece(&text, &width).max(wish.min(2.0));
    (least, wish)
}

/// The columns' widths without the space beside their text, in characters, as they find them by themselves; `None`
/// where a column would be too narrow for what stands in it.
fn as_usual(needs: &[Need], place: Place) -> Option<Vec<f64>> {
    let (part, inset) = USUAL;
    let room = place.width / (part * place.body);
    let wishes: Vec<f64> = needs.iter().map(|need| need.wish + 2.0 * inset).collect();
    let fair = fair_share(&wishes, room);
    let columns: Vec<f64> = wishes.iter().map(|wish| wish.min(fair) - 2.0 * inset).collect();
    let holds = columns.iter().zip(needs).all(|(column, need)| need.least <= column + 0.001);
    holds.then_some(columns)
}

/// What those get who wish for more than that: Typst's way of sharing out.
fn fair_share(wishes: &[f64], room: f64) -> f64 {
    if wishes.iter().sum::<f64>() <= room {
        return f64::INFINITY;
    }
    let mut sorted = wishes.to_vec();
    sorted.sort_by(f64::total_cmp);
    let mut left = room;
    for (place, wish) in sorted.iter().enumerate() {
        let fair = left / (sorted.len() - place) as f64;
        if *wish > fair {
            return fair;
        }
        left -= wish;
    }
    f64::INFINITY
}

/// The largest type in which every column holds its pieces, and whether there is one.
fn smaller(needs: &[Need], place: Place) -> (Setting, bool) {
    let usual = USUAL.0 * place.body;
    let tries = [(usual, SMALLER[0].1)].into_iter().chain(SMALLER);
    let tries = tries.filter(|(size, _)| *size <= usual && *size >= place.smallest);
    let mut last = None;
    for (size, inset) in tries {
        let least: f64 = needs.iter().map(|need| need.least + SLACK + 2.0 * inset).sum::<f64>() * size;
        if least <= place.width {
            return (shared_out(needs, place.width, size, inset), true);
        }
        last = Some((size, inset));
    }
    let (size, inset) = last.unwrap_or((place.smallest, SMALLER[2].1));
    (shared_out(needs, place.width, size, inset), false)
}

/// Each column has its least; what is left goes where more is wished for.
fn shared_out(needs: &[Need], room: f64, size: f64, inset: f64) -> Setting {
    let least: Vec<f64> = needs.iter().map(|need| (need.least + SLACK + 2.0 * inset) * size).collect();
    let hunger: Vec<f64> = needs.iter().map(|need| (need.wish - need.least).max(0.0) * size).collect();
    let (taken, hungry) = (least.iter().sum::<f64>(), hunger.iter().sum::<f64>());
    let widths = if taken > room {
        // It does not fit anyway: every column yields alike.
        least.iter().map(|width| width * room / taken).collect()
    } else {
        let part = if hungry > 0.0 { ((room - taken) / hungry).min(1.0) } else { 0.0 };
        least.iter().zip(hunger).map(|(least, hunger)| least + part * hunger).collect()
    };
    Setting { size, inset: inset * size, widths }
}

/// Lets every cell's text be parted wherever its column ends.
fn part(head: &mut [Vec<Inline>], rows: &mut [Vec<Vec<Inline>>], columns: &[f64], fonts: &Fonts) {
    let width = |character| fonts.advance(Role::Hei, character).max(fonts.advance(Role::Fang, character));
    for row in std::iter::once(head).chain(rows.iter_mut().map(Vec::as_mut_slice)) {
        for (cell, column) in row.iter_mut().zip(columns) {
            prepared::tidy_inlines(cell, &Room { line: *column, piece: *column, width: &width });
        }
    }
}

/// About how high a row becomes, in characters.
fn height(row: &[Vec<Inline>], columns: &[f64], role: Role, fonts: &Fonts) -> f64 {
    let lines = row.iter().zip(columns).map(|(cell, column)| {
        let (_, wish) = need(cell, role, fonts);
        (1.1 * wish / column.max(1.0)).ceil().max(1.0)
    });
    lines.fold(1.0, f64::max) * LINE + AROUND
}

/// A cell's text in one.
pub(super) fn text_of(cell: &[Inline]) -> String {
    let mut text = String::new();
    for inline in cell {
        match inline {
            Inline::Text { text: run } => text.push_str(run),
            Inline::Strong { content } | Inline::Emphasis { content } => text.push_str(&text_of(content)),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(text: &str) -> Vec<Inline> {
        vec![Inline::Text { text: text.to_owned() }]
    }

    fn table(columns: usize, text: &str) -> Block {
        let row = || (0..columns).map(|_| cell(text)).collect::<Vec<_>>();
        Block::Table { alignments: Vec::new(), head: row(), rows: vec![row(), row()] }
    }

    fn place(width: f64, smallest: f64) -> Place {
        Place { width, height: 660.0, body: 15.8, smallest }
    }

    #[test]
    fn a_table_that_fits_is_left_alone() {
        let fonts = Fonts::load(None).expect("the built-in fonts");
        let (sheet, fits) = set(&mut table(3, "12.5"), place(205.0, SMALLEST_IN_COLUMNS), &fonts);
        assert!(fits && sheet.setting.is_none() && sheet.torn.is_empty() && sheet.repeat, "{sheet:?}");
    }

    #[test]
    fn a_wide_table_is_set_smaller_and_one_that_is_wider_still_does_not_fit() {
        let fonts = Fonts::load(None).expect("the built-in fonts");
        let (sheet, fits) = set(&mut table(5, "1234.5"), place(205.0, SMALLEST_IN_COLUMNS), &fonts);
        let setting = sheet.setting.expect("a setting of its own");
        assert!(fits && setting.size >= SMALLEST_IN_COLUMNS, "{setting:?}");
        assert!(setting.widths.iter().sum::<f64>() <= 205.0);
        let (_, fits) = set(&mut table(9, "1234.5"), place(205.0, SMALLEST_IN_COLUMNS), &fonts);
        assert!(!fits);
        let (sheet, fits) = set(&mut table(9, "1234.5"), place(442.0, SMALLEST), &fonts);
        assert!(fits, "{sheet:?}");
        let mut wide = table(30, "1234.5");
        assert!(!set(&mut wide, place(442.0, SMALLEST), &fonts).1);
        let Block::Table { head, .. } = wide else { unreachable!("a table") };
        assert!(text_of(&head[0]).contains(breaks::PART), "even then nothing is set over something else");
    }

    #[test]
    fn the_room_goes_where_more_is_written() {
        let fonts = Fonts::load(None).expect("the built-in fonts");
        let row = || vec![cell("序号"), cell("1234567890"), cell(&"问题整改情况说明".repeat(6))];
        let mut block = Block::Table { alignments: Vec::new(), head: row(), rows: vec![row()] };
        let (sheet, fits) = set(&mut block, place(205.0, SMALLEST_IN_COLUMNS), &fonts);
        let widths = sheet.setting.expect("a setting of its own").widths;
        assert!(fits && widths[2] > 1.5 * widths[0], "{widths:?}");
    }

    #[test]
    fn only_a_row_higher_than_half_a_page_is_torn() {
        let fonts = Fonts::load(None).expect("the built-in fonts");
        let rows = vec![vec![cell("一"), cell(&"很长的说明".repeat(300))], vec![cell("二"), cell("短")]];
        let mut block = Block::Table { alignments: Vec::new(), head: vec![cell("甲"), cell("乙")], rows };
        let (sheet, _) = set(&mut block, place(442.0, SMALLEST), &fonts);
        assert_eq!(sheet.torn, [0]);
    }
}
