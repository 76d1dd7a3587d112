//! Files of office suites as people hand them in: what is in them is read, and nothing in them is believed.
//! Every size has a limit, so that no file costs more than a page's worth of memory and time.

use domain::audit::Document;

use self::{
    kind::{FileKind, Wanted},
    sheets::{Sheet, Sheets},
};

mod csv;
pub(crate) mod docx;
pub mod encoding;
pub mod kind;
mod package;
pub mod sheets;
pub mod xlsx;

/// Larger files hold pictures, which nobody needs here.
pub const MOST_BYTES: usize = app::desk::audit::MOST_FILE_BYTES;

/// Why a file could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OfficeFileError {
    #[error("文件超过 {} MB，请删去其中的图片，或另存为纯文本再试", MOST_BYTES >> 20)]
    TooLarge,
    #[error("{}", kind.in_words(*wanted))]
    WrongKind { kind: FileKind, wanted: Wanted },
    #[error("文件已经损坏，无法解压：{0}。请重新取得这个文件，或用 Office 打开后另存一份再选")]
    Broken(String),
    #[error("文件读得太慢，没有读完，不像是正常的文档。请用 Office 打开，只留要用的内容，另存一份再选")]
    TooSlow,
    #[error("文件解压后太大（{0}），不像是正常的文档")]
    Bomb(String),
    /// The cause is the reader's, for the log.
    #[error("文件里的“{part}”已经损坏，读不下去。请用 Office 打开这个文件，另存一份再选")]
    NotXml { part: String, cause: String },
    /// An office program did not turn it into what is read here.
    #[error("文件没有转换成 .docx（{0}）。请用 Word 或 WPS 文字打开，“另存为”.docx 文档再选")]
    NotConverted(String),
    #[error("文件像是 {encoding} 文字，但第{line}行有损坏的字符。请改好这一行，或另存为 UTF-8 编码再选")]
    BrokenText { encoding: encoding::TextEncoding, line: usize },
}

/// Asked now and then while a file is read: whether to stop.
pub type Stopping<'a> = &'a dyn Fn() -> bool;

/// Where somebody waits for one file alone.
pub const NEVER: Stopping<'static> = &|| false;

/// A document as it was read.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadDocument {
    pub document: Document,
    /// In which encoding a plain text was read, to be said: it was found out and may be wrong.
    pub taken_as: Option<String>,
}

/// Reads a document with its tables: a Word document or plain text, by what is in it. The name is the file's.
pub fn document(name: &str, bytes: &[u8], stops: Stopping<'_>) -> Result<ReadDocument, OfficeFileError> {
    if bytes.len() > MOST_BYTES {
        return Err(OfficeFileError::TooLarge);
    }
    match FileKind::of(name, bytes)?.wanted(Wanted::Document)? {
        FileKind::Document => Ok(ReadDocument { document: docx::read(bytes, stops)?, taken_as: None }),
        _ => {
            let encoding::Decoded { text, encoding } = encoding::decode(bytes)?;
            let taken_as = format!("“{name}”按 {encoding} 编码读出；如有乱码，请另存为 UTF-8 再选");
            Ok(ReadDocument { document: plain_text(&text)?, taken_as: Some(taken_as) })
        }
    }
}

/// Reads a workbook or a CSV file, by what is in it; the name is the file's. A sheet of a workbook of which `wanted`,
/// asked with its first rows, thinks nothing is left there.
pub fn sheets(
    name: &str,
    bytes: &[u8],
    wanted: impl Fn(&Sheet) -> bool,
    stops: Stopping<'_>,
) -> Result<Sheets, OfficeFileError> {
    if bytes.len() > MOST_BYTES {
        return Err(OfficeFileError::TooLarge);
    }
    match FileKind::of(name, bytes)?.wanted(Wanted::Sheets)? {
        FileKind::Workbook => xlsx::read(bytes, &wanted, stops),
        _ => {
            let decoded = encoding::decode(bytes)?;
            let sheet = csv::read(&decoded.text)?;
            Ok(Sheets { sheets: vec![sheet], charts: Vec::new(), encoding: Some(decoded.encoding) })
        }
    }
}

/// Lines of a text, and cells of its tables; a bulletin has two thousand.
const MOST_LINES: usize = 100_000;
const MOST_CELLS: usize = 400_000;

/// Each line and each cell takes more memory than the character that ends it.
fn plain_text(text: &str) -> Result<Document, OfficeFileError> {
    let ends = |marks: &[char]| text.matches(marks).count();
    if ends(&['\n']) > MOST_LINES {
        return Err(OfficeFileError::Bomb(format!("超过{MOST_LINES}行")));
    }
    if ends(&['\t', '|', '｜', '│', '┃', ' ', '\u{3000}']) > MOST_CELLS {
        return Err(OfficeFileError::Bomb(format!("超过{MOST_CELLS}格")));
    }
    Ok(Document::from_text(text))
}

#[cfg(test)]
mod tests;
