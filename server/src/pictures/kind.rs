//! What a file is, by its first bytes.

use super::PictureError;

/// What can be taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Jpeg,
    Png,
    Webp,
}

/// Which kind it is, or what to do instead.
pub(super) fn of(bytes: &[u8]) -> Result<Kind, PictureError> {
    let begins = |sign: &[u8]| bytes.starts_with(sign);
    if begins(b"\xff\xd8\xff") {
        return Ok(Kind::Jpeg);
    }
    if begins(b"\x89PNG\r\n\x1a\n") {
        return Ok(Kind::Png);
    }
    if begins(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        // The extended head says whether it moves.
        let moves = bytes.get(12..16) == Some(b"VP8X") && bytes.get(20).is_some_and(|flags| flags & 2 != 0);
        return if moves { Err(PictureError::Moving) } else { Ok(Kind::Webp) };
    }
    // Apple's and Android's, and films: the brand says which.
    if bytes.get(4..8) == Some(b"ftyp") {
        return Err(match bytes.get(8..12) {
            Some(b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx" | b"mif1" | b"msf1") => {
                PictureError::Heic
            }
            Some(b"avif" | b"avis") => PictureError::OtherFormat("AVIF"),
            _ => PictureError::OtherFile("视频"),
        });
    }
    let text = std::str::from_utf8(&bytes[..bytes.len().min(256)]).unwrap_or_default().trim_start();
    let is_svg = text.starts_with("<svg") || (text.starts_with("<?xml") && text.contains("<svg"));
    Err(match () {
        () if begins(b"GIF8") => PictureError::OtherFormat("GIF"),
        () if begins(b"BM") && bytes.len() >= 26 => PictureError::OtherFormat("BMP"),
        () if begins(b"II*\0") || begins(b"MM\0*") => PictureError::OtherFormat("TIFF"),
        () if begins(b"8BPS") => PictureError::OtherFormat("PSD"),
        () if begins(b"\xd7\xcd\xc6\x9a") => PictureError::OtherFormat("WMF"),
        () if begins(b"\x01\0\0\0") && bytes.get(40..44) == Some(b" EMF") => PictureError::OtherFormat("EMF"),
        () if is_svg => PictureError::OtherFormat("SVG"),
        () if begins(b"%PDF") => PictureError::OtherFile("PDF 文件"),
        () if begins(b"PK\x03\x04") => PictureError::OtherFile(" Word、WPS 文件或压缩包"),
        () if begins(b"\xd0\xcf\x11\xe0") => PictureError::OtherFile("旧格式的 Word、WPS 文件"),
        () => PictureError::NoPicture,
    })
}
