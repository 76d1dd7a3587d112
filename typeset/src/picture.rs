//! A page's picture as PNG, made for printed pages: white paper, mostly black ink.
//!
//! One byte for each pixel where a page has no colour, and no filters: for text that is smaller and many times
//! quicker than what an encoder for any picture would do.

use miniz_oxide::deflate::compress_to_vec_zlib;

/// Low levels are quick, high ones small; from here on text gets hardly any smaller.
const LEVEL: u8 = 4;

/// Writes a picture of `width` × `height` pixels, each four bytes: red, green, blue, and their opacity, by which
/// they are multiplied already. Whatever is not opaque stands on white paper.
pub(super) fn png(width: u32, height: u32, pixels: &[u8]) -> Vec<u8> {
    let has_colour = pixels.chunks_exact(4).any(|pixel| pixel[0] != pixel[1] || pixel[1] != pixel[2]);
    let channels = if has_colour { 3 } else { 1 };
    let mut rows = Vec::with_capacity(pixels.len() / 4 * channels + height as usize);
    for row in pixels.chunks_exact((width as usize * 4).max(4)) {
        // Each row begins with the number of its filter: none.
        rows.push(0);
        for pixel in row.chunks_exact(4) {
            let paper = 255 - pixel[3];
            rows.extend(pixel[..channels].iter().map(|ink| ink.saturating_add(paper)));
        }
    }
    let mut header = Vec::with_capacity(13);
    header.extend(width.to_be_bytes());
    header.extend(height.to_be_bytes());
    // Eight bits; grey or red, green, blue; the only compression, the only filters, not interlaced.
    header.extend([8, if has_colour { 2 } else { 0 }, 0, 0, 0]);
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    append(&mut png, *b"IHDR", &header);
    append(&mut png, *b"IDAT", &compress_to_vec_zlib(&rows, LEVEL));
    append(&mut png, *b"IEND", &[]);
    png
}

/// A part of the file: its length, its name, its content, and the check sum of both.
fn append(png: &mut Vec<u8>, name: [u8; 4], content: &[u8]) {
    // Pictures are bounded by memory long before their length needs more than four bytes.
    png.extend(u32::try_from(content.len()).unwrap_or(u32::MAX).to_be_bytes());
    let mut sum = flate2::Crc::new();
    for part in [&name[..], content] {
        sum.update(part);
        png.extend_from_slice(part);
    }
    png.extend(sum.sum().to_be_bytes());
}

#[cfg(test)]
mod tests {
    use miniz_oxide::inflate::decompress_to_vec_zlib;

    use super::*;

    /// The rows as a reader of the file gets them.
    fn rows(png: &[u8]) -> Vec<u8> {
        let start = 8 + 25;
        let length =
            u32::from_be_bytes([png[start], png[start + 1], png[start + 2], png[start + 3]]) as usize;
        assert_eq!(&png[start + 4..start + 8], b"IDAT");
        decompress_to_vec_zlib(&png[start + 8..start + 8 + length]).expect("the content is whole")
    }

    #[test]
    fn a_page_without_colour_takes_a_byte_a_pixel() {
        let pixels = [0, 0, 0, 255, 255, 255, 255, 255, 128, 128, 128, 255, 0, 0, 0, 0];
        let png = png(2, 2, &pixels);
        assert_eq!(png[25], 0, "grey");
        assert_eq!(rows(&png), [0, 0, 255, 0, 128, 255], "what is not opaque stands on white paper");
    }

    #[test]
    fn a_page_with_red_on_it_takes_three() {
        let pixels = [200, 0, 0, 255, 0, 0, 0, 255];
        let png = png(1, 2, &pixels);
        assert_eq!(png[25], 2, "colour");
        assert_eq!(rows(&png), [0, 200, 0, 0, 0, 0, 0, 0]);
    }

    #[test]
    fn the_file_is_what_others_read() {
        let png = png(1, 1, &[255, 255, 255, 255]);
        assert!(png.starts_with(b"\x89PNG\r\n\x1a\n"));
        // The empty last part with its well-known check sum.
        assert!(png.ends_with(&[0, 0, 0, 0, b'I', b'E', b'N', b'D', 0xae, 0x42, 0x60, 0x82]));
    }
}
