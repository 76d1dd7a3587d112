//! How wide, how large and in which colours a chart is drawn.

use app::desk::credits::charts::Canvas;
use plotters::prelude::*;

const FONT: &str = "sans-serif";
/// Plotters divides a font's size by this before it writes it.
const SIZE_AS_WRITTEN: f64 = 1.24;

/// Pictures bear their own colours, as in `styles/tokens.css`.
pub(super) struct Colours {
    pub(super) ground: RGBColor,
    pub(super) ink: RGBColor,
    pub(super) soft_ink: RGBColor,
    pub(super) hairline: RGBColor,
    /// Told apart by brightness too, for those who see no colours and for grey paper.
    pub(super) series: [RGBColor; 6],
}

const LIGHT: Colours = Colours {
    ground: RGBColor(0xff, 0xff, 0xff),
    ink: RGBColor(0x1c, 0x1b, 0x19),
    soft_ink: RGBColor(0x62, 0x5f, 0x58),
    hairline: RGBColor(0xe5, 0xe1, 0xd8),
    series: [
        RGBColor(0xb3, 0x26, 0x1e),
        RGBColor(0x1c, 0x1b, 0x19),
        RGBColor(0x8f, 0x8a, 0x7f),
        RGBColor(0x2c, 0x65, 0x34),
        RGBColor(0xc2, 0x8a, 0x1a),
        RGBColor(0x1f, 0x5f, 0xbf),
    ],
};
const DARK: Colours = Colours {
    ground: RGBColor(0x1f, 0x1e, 0x1b),
    ink: RGBColor(0xec, 0xe9, 0xe2),
    soft_ink: RGBColor(0xaa, 0xa6, 0x9c),
    hairline: RGBColor(0x35, 0x33, 0x2e),
    series: [
        RGBColor(0xf0, 0x80, 0x74),
        RGBColor(0xec, 0xe9, 0xe2),
        RGBColor(0x8f, 0x8a, 0x7f),
        RGBColor(0x8f, 0xce, 0x96),
        RGBColor(0xc2, 0x8a, 0x1a),
        RGBColor(0x8a, 0xb4, 0xf8),
    ],
};

/// How a picture is dressed for its width and ground.
#[derive(Clone, Copy)]
pub(super) struct Dress {
    /// In pixels.
    pub(super) width: i32,
    /// The height of characters in pixels: 12 and more, also where a small phone shrinks the picture a little.
    pub(super) text: i32,
    pub(super) colours: &'static Colours,
}

impl Dress {
    pub(super) fn of(canvas: Canvas) -> Self {
        let width = i32::try_from(canvas.width).unwrap_or(i32::MAX);
        let colours = if canvas.is_dark { &DARK } else { &LIGHT };
        Self { width, text: if width < 400 { 14 } else { 13 }, colours }
    }

    pub(super) fn series(self, place: usize) -> RGBColor {
        self.colours.series[place % self.colours.series.len()]
    }

    pub(super) fn type_in(self, colour: RGBColor) -> TextStyle<'static> {
        (FONT, f64::from(self.text) * SIZE_AS_WRITTEN).into_font().color(&colour)
    }

    /// How wide a text may come out in a sans-serif face, in pixels.
    pub(super) fn wide(self, text: &str) -> i32 {
        let halves: i32 = text.chars().map(|character| if character.is_ascii() { 6 } else { 10 }).sum();
        (halves * self.text + 9) / 10
    }

    /// As much of a text as fits into so many pixels.
    pub(super) fn fitting(self, text: &str, room: i32) -> String {
        if self.wide(text) <= room {
            return text.to_owned();
        }
        let mut fitting = String::new();
        for character in text.chars() {
            if self.wide(&fitting) + self.wide("中…") > room {
                break;
            }
            fitting.push(character);
        }
        fitting + "…"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_without_room_ends_with_a_sign() {
        let dress = Dress::of(Canvas { width: 760, is_dark: false });
        assert_eq!(dress.fitting("高唐局", 40), "高唐局");
        assert_eq!(dress.fitting("自然资源局", 40), "自然…");
    }
}
