//! Compresses as tightly as the formats allow: it is done once, and fetched many times.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;

/// Compresses with gzip at its highest level.
pub fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    // Writing to memory cannot fail; should it, an empty file would be served, so stop here.
    encoder.write_all(content).expect("memory takes every byte");
    encoder.finish().expect("memory takes every byte")
}

/// Compresses with Brotli at its highest quality.
pub fn brotli(content: &[u8]) -> Vec<u8> {
    let mut compressed = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    brotli::BrotliCompress(&mut &content[..], &mut compressed, &parameters).expect("memory takes every byte");
    compressed
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::{brotli, gzip};

    #[test]
    fn what_was_compressed_comes_back() {
        let content = "简报".repeat(500);
        let mut text = String::new();
        flate2::read::GzDecoder::new(&gzip(content.as_bytes())[..]).read_to_string(&mut text).expect("gzip");
        assert_eq!(text, content);
        let mut bytes = Vec::new();
        ::brotli::BrotliDecompress(&mut &brotli(content.as_bytes())[..], &mut bytes).expect("brotli");
        assert_eq!(bytes, content.as_bytes());
    }
}
