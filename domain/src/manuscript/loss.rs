//! What of a text elsewhere has no place here, in words that say what to do.

/// What could not be taken along, or not as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Loss {
    /// A picture that was not in what was handed over.
    Picture,
    /// A picture in the file of which nothing is left, or too much.
    BrokenPicture,
    /// A picture that stands in a file elsewhere.
    LinkedPicture,
    /// EMF or WMF: drawings for printers, which nothing but office programs shows.
    Metafile,
    /// A picture in any other form that is no photograph's.
    OtherPicture,
    /// A picture of which the author shows a part: the whole of it is in the file.
    Cropped,
    Chart,
    /// SmartArt.
    Diagram,
    /// A file within the file.
    Embedded,
    /// Its words are there.
    Formula,
    /// A table of which cells are merged.
    MergedCells,
    /// Lines of a table of contents.
    Contents,
    /// A remark beside a text that was copied.
    Comment,
    /// Words with a line through them.
    Struck,
    /// What leads about a site, and stands at a page's foot.
    Navigation,
}

impl Loss {
    pub(super) fn in_words(self, count: usize) -> String {
        match self {
            Self::Picture => format!("{count} 张图片没有带进来，请另行添加"),
            Self::BrokenPicture => format!("{count} 张图片读不出来，请在 Word 中重新插入"),
            Self::LinkedPicture => format!("{count} 张图片只是链接，不在文件里，请另行添加"),
            Self::Metafile => format!("{count} 张 EMF、WMF 图没有带进来，请截图后另行添加"),
            Self::OtherPicture => {
                format!("{count} 张图片不是 JPEG、PNG 或 WebP，没有带进来，请转换后另行添加")
            }
            Self::Cropped => format!("{count} 张图片在 Word 中裁剪过，带进来的是没有裁剪的整张"),
            Self::Chart => format!("{count} 个图表没有带进来，请截图后另行添加"),
            Self::Diagram => format!("{count} 个 SmartArt 图形没有带进来，请截图后另行添加"),
            Self::Embedded => format!("{count} 个嵌入的文件没有带进来"),
            Self::Formula => format!("{count} 个公式只带进了文字，请核对"),
            Self::MergedCells => format!("{count} 个表格有合并的单元格，已在每一格重复其中的文字，请核对"),
            Self::Comment => format!("{count} 条批注没有带进来"),
            Self::Navigation => "网页的导航、页脚没有带进来".to_owned(),
            Self::Struck => format!("{count} 处加了删除线的文字当作已删，没有带进来"),
            Self::Contents => format!("目录没有带进来（{count} 行）"),
        }
    }
}
