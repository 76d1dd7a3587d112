//! Files of office suites as people hand them in: what is in them is read, and nothing in them is believed.
//! Every size has a limit, so that no file costs more than a page's worth of memory and time.

use domain::audit::Document;

mod docx;
mod package;
pub mod sheets;

/// Larger files hold pictures, which nobody needs here.
pub const MOST_BYTES: usize = 20 << 20;

/// Why a file could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OfficeFileError {
    #[error("文件超过 {} MB，请删去其中的图片，或另存为纯文本再试", MOST_BYTES >> 20)]
    TooLarge,
    #[error("这是旧格式的文件（.doc 或 .xls），请用 Word 或 WPS 另存为 .docx 再试")]
    OldFormat,
    #[error("这个文件不是 Word 文档（.docx），也不是纯文本")]
    NotADocument,
    #[error("这个文件不是 Excel 工作簿（.xlsx），也不是 CSV")]
    NotASheet,
    #[error("文件已经损坏，无法解压：{0}")]
    Broken(String),
    #[error("文件解压后太大（{0}），不像是正常的文档")]
    Bomb(String),
    #[error("文件里的“{part}”不是正确的 XML：{cause}")]
    NotXml { part: String, cause: String },
    #[error("文件不是 UTF-8 文字，请另存为 UTF-8 编码")]
    NotUtf8,
}

/// Reads a document with its tables: a Word document by its first bytes, else plain text.
pub fn document(bytes: &[u8]) -> Result<Document, OfficeFileError> {
    if bytes.len() > MOST_BYTES {
        return Err(OfficeFileError::TooLarge);
    }
    match bytes {
        [b'P', b'K', 3, 4, ..] => docx::read(bytes),
        [0xd0, 0xcf, 0x11, 0xe0, ..] => Err(OfficeFileError::OldFormat),
        [b'%', b'P', b'D', b'F', ..] => Err(OfficeFileError::NotADocument),
        _ => Ok(Document::from_text(&text(bytes)?)),
    }
}

/// UTF-8, or UTF-16 with its mark, as some editors save it.
fn text(bytes: &[u8]) -> Result<String, OfficeFileError> {
    let units = |bytes: &[u8], unit: fn([u8; 2]) -> u16| -> Result<String, OfficeFileError> {
        let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
        String::from_utf16(&units).map_err(|_| OfficeFileError::NotUtf8)
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => units(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => units(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] | rest => {
            std::str::from_utf8(rest).map(str::to_owned).map_err(|_| OfficeFileError::NotUtf8)
        }
    }
}

#[cfg(test)]
mod tests;
