//! What keeps pages from being printed, in words that an editor can act on.

use std::fmt;

/// Something that cannot be printed as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Obstacle {
    Glyph(MissingGlyph),
    Room(NoRoom),
}

impl Obstacle {
    /// Where it is mended.
    pub fn place(&self) -> &GlyphPlace {
        match self {
            Self::Glyph(glyph) => &glyph.place,
            Self::Room(lacking) => &lacking.place,
        }
    }
}

impl fmt::Display for Obstacle {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Glyph(glyph) => glyph.fmt(formatter),
            Self::Room(lacking) => lacking.fmt(formatter),
        }
    }
}

/// A character for which no font has a glyph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingGlyph {
    pub character: char,
    pub place: GlyphPlace,
}

/// Where something stands that cannot be printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GlyphPlace {
    Masthead,
    Foot,
    /// A bulletin, which has no items.
    Bulletin,
    /// `index` from 0 through the issue; `name` is the title or the first sentence.
    Item {
        index: usize,
        name: String,
    },
}

impl fmt::Display for GlyphPlace {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Masthead => formatter.write_str("报头"),
            Self::Foot => formatter.write_str("报尾"),
            Self::Bulletin => formatter.write_str("通报"),
            Self::Item { index, name } => write!(formatter, "第{}篇《{name}》", index + 1),
        }
    }
}

impl fmt::Display for MissingGlyph {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = u32::from(self.character);
        write!(formatter, "{}：字符“{}”（U+{code:04X}）没有字形，无法印出", self.place, self.character)
    }
}

/// Something for which a page has no room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoRoom {
    pub place: GlyphPlace,
    pub what: Large,
}

/// What is too large, or not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Large {
    /// `number` from 1 through the item's tables; `name` is what its first head says.
    Table { number: usize, name: String, columns: usize },
    /// A picture whose file is not at hand. `number` from 1 through the item's pictures.
    Lost { number: usize, caption: String },
    /// A headline, or a masthead, that takes more than half a page.
    Heading,
    /// A text that would stand over another or outside the type area.
    Text(String),
}

impl fmt::Display for NoRoom {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}：{}", self.place, self.what)
    }
}

impl fmt::Display for Large {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Table { number, name, columns } => {
                write!(formatter, "第{number}个表格")?;
                if !name.is_empty() {
                    write!(formatter, "（首栏“{name}”）")?;
                }
                write!(
                    formatter,
                    "有{columns}栏，缩到最小的字号、占满版面也排不下；请减少栏数、缩短格内文字，或拆成几个表格"
                )
            }
            Self::Lost { number, caption } => {
                write!(formatter, "第{number}张图片")?;
                if !caption.is_empty() {
                    write!(formatter, "（{caption}）")?;
                }
                formatter.write_str("的文件找不到，无法印出；请重新放一张，或删去这一行")
            }
            Self::Heading => formatter.write_str("标题或名称太长，占了大半页；请改短"),
            Self::Text(text) => {
                write!(formatter, "“{text}”排不进版面，会压在别的文字上或印到版心以外；请改短或分成几段")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_without_room_is_named_with_its_item() {
        let place = GlyphPlace::Item { index: 1, name: "水情".to_owned() };
        let what = Large::Table { number: 2, name: "河名".to_owned(), columns: 30 };
        let words = NoRoom { place, what }.to_string();
        assert!(words.starts_with("第2篇《水情》：第2个表格（首栏“河名”）有30栏"), "{words}");
    }
}
