//! A bulletin in the forms that other programs read. Each is made from the one [`domain::scoring::Bulletin`].

use domain::refusal::Refusal;
use store::failure;

pub mod csv;
pub mod docx;
mod head;
pub mod json;
pub mod log;
pub mod xlsx;

/// Why a file could not be made: a fault of the program, since every bulletin can be written in every form.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error("无法生成电子表格（{0}）")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    #[error("无法生成 Word 文档（{0}）")]
    Document(#[from] std::io::Error),
    #[error("无法打包 Word 文档（{0}）")]
    Package(#[from] zip::result::ZipError),
}

impl From<ExportError> for Refusal {
    fn from(error: ExportError) -> Self {
        failure(error)
    }
}
