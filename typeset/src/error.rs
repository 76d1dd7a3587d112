//! Why something could not be typeset.

use std::path::PathBuf;

use super::obstacles::{MissingGlyph, Obstacle};

/// Why something could not be typeset.
#[derive(Debug, thiserror::Error)]
pub enum TypesetError {
    #[error("{}：无法读取字体文件夹（{error}）", .folder.display())]
    FontFolder { folder: PathBuf, error: std::io::Error },
    #[error("{}：不是可用的字体文件", .0.display())]
    UnreadableFont(PathBuf),
    /// Every character that cannot be printed, in printed order.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    MissingGlyphs(Vec<MissingGlyph>),
    /// Whatever cannot be printed where it is not glyphs alone.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Obstacles(Vec<Obstacle>),
    /// A fault of the program or its templates, in Typst's words.
    #[error("排版失败：{0}")]
    Broken(String),
}

impl TypesetError {
    /// What has to be mended before the pages can be printed; the error itself where it is of another kind.
    pub fn into_obstacles(self) -> Result<Vec<Obstacle>, Self> {
        match self {
            Self::MissingGlyphs(missing) => Ok(missing.into_iter().map(Obstacle::Glyph).collect()),
            Self::Obstacles(obstacles) => Ok(obstacles),
            other => Err(other),
        }
    }
}
