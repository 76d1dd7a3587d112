//! Text files to text: which encoding they are in is found out and said, never guessed in silence.
//!
//! Offices have UTF-8 with and without its mark, UTF-16 from 记事本 and from spreadsheets (Unicode 文本), and GB18030 (GBK,
//! GB2312), which spreadsheets on a Chinese Windows write as CSV. It must not know what the text is about.

use std::fmt;

use encoding_rs::{BIG5, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use super::OfficeFileError;

/// How a text was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextEncoding {
    Utf8,
    Utf16,
    /// With GBK and GB2312, which are parts of it.
    Gb18030,
    Big5,
}

impl fmt::Display for TextEncoding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16 => "UTF-16",
            Self::Gb18030 => "GB18030（含 GBK、GB2312）",
            Self::Big5 => "Big5（繁体）",
        })
    }
}

/// A text, and how it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    pub text: String,
    pub encoding: TextEncoding,
}

/// Bytes that are looked at to tell encodings from each other.
const SAMPLE: usize = 64 << 10;

/// So many characters of three bytes, and nothing else beyond ASCII, stand in no line of another encoding.
const WHOLE_LINE: usize = 4;

/// Reads a text by its mark or, where it has none, as the one encoding in which all of it makes sense.
pub fn decode(bytes: &[u8]) -> Result<Decoded, OfficeFileError> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let named = if encoding == UTF_8 { TextEncoding::Utf8 } else { TextEncoding::Utf16 };
        return whole(encoding, named, &bytes[mark..]);
    }
    if let Some(encoding) = utf_16_without_mark(bytes) {
        return whole(encoding, TextEncoding::Utf16, bytes);
    }
    let error = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok(Decoded { text: text.to_owned(), encoding: TextEncoding::Utf8 }),
        Err(error) => error,
    };
    if is_nearly_utf_8(bytes) {
        return Err(OfficeFileError::BrokenText {
            encoding: TextEncoding::Utf8,
            line: line_at(bytes, error.valid_up_to()),
        });
    }
    if looks_traditional(bytes)
        && let Ok(decoded) = whole(BIG5, TextEncoding::Big5, bytes)
    {
        return Ok(decoded);
    }
    whole(GB18030, TextEncoding::Gb18030, bytes)
}

/// All of the bytes in one encoding; a fault is told by its line.
fn whole(encoding: &'static Encoding, named: TextEncoding, bytes: &[u8]) -> Result<Decoded, OfficeFileError> {
    if let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(bytes) {
        return Ok(Decoded { text: text.into_owned(), encoding: named });
    }
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let before = text.split('\u{fffd}').next().unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    Err(OfficeFileError::BrokenText { encoding: named, line })
}

/// UTF-16 whose mark was lost: the zeros of its line ends, figures and commas stand in every other place.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let zeros = |odd: usize| sample.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let encoding = match (zeros(0), zeros(1)) {
        (0, 0) => return None,
        (0, _) => UTF_16LE,
        (_, 0) => UTF_16BE,
        _ => return None,
    };
    bytes.len().is_multiple_of(2).then_some(encoding)
}

/// Whether so much of the text is UTF-8 that what is not must be damage, or a line that was pasted from elsewhere: where bytes
/// are taken for another encoding, characters of several bytes fit together by chance only here and there, and never a
/// whole line of them.
fn is_nearly_utf_8(bytes: &[u8]) -> bool {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    // Characters of three bytes are what Chinese text is made of.
    let ideographs = |valid: &[u8]| valid.iter().filter(|byte| **byte >= 0xe0).count();
    let is_whole = |line: &[u8]| std::str::from_utf8(line).is_ok() && ideographs(line) >= WHOLE_LINE;
    if sample.split(|byte| *byte == b'\n').any(is_whole) {
        return true;
    }
    let (mut right, mut wrong) = (0_usize, 0_usize);
    let mut rest = sample;
    while !rest.is_empty() {
        let (valid, broken) = match std::str::from_utf8(rest) {
            Ok(_) => (rest.len(), 0),
            Err(error) => {
                (error.valid_up_to(), error.error_len().unwrap_or(rest.len() - error.valid_up_to()))
            }
        };
        right += ideographs(&rest[..valid]);
        wrong += broken;
        rest = &rest[(valid + broken).min(rest.len())..];
    }
    right > 20 * wrong
}

/// Whether most of the double bytes lie outside the characters that simplified text is made of, but within those of
/// Big5: without this, a file in Big5 would be read as nonsense and nobody told.
fn looks_traditional(bytes: &[u8]) -> bool {
    let (mut pairs, mut simplified, mut traditional) = (0_usize, 0_usize, 0_usize);
    let mut rest = bytes[..bytes.len().min(SAMPLE)].iter();
    while let Some(lead) = rest.next() {
        if *lead < 0x81 {
            continue;
        }
        let Some(trail) = rest.next() else { break };
        pairs += 1;
        simplified += usize::from(matches!((lead, trail), (0xa1..=0xa3 | 0xb0..=0xd7, 0xa1..=0xfe)));
        traditional += usize::from(matches!((lead, trail), (0xa1..=0xc6, 0x40..=0x7e | 0xa1..=0xfe)));
    }
    pairs >= 8 && simplified * 10 < pairs * 6 && traditional * 10 > pairs * 8
}

fn line_at(bytes: &[u8], place: usize) -> usize {
    bytes[..place].iter().filter(|byte| **byte == b'\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "单位,月份,篇数\r\n地质矿产管理科,2024-03,4\r\n综合科,2024-03,2\r\n";
    const TRADITIONAL: &str = "單位,月份,篇數\r\n地質礦產管理科,2024-03,4\r\n關於開展調查監測工作的報告\r\n";

    fn utf_16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn a_text_is_read_in_the_encoding_in_which_it_makes_sense() {
        let marked = |mark: &[u8], bytes: Vec<u8>| [mark, &bytes].concat();
        let cases = [
            (TEXT.as_bytes().to_vec(), TextEncoding::Utf8),
            (marked(b"\xef\xbb\xbf", TEXT.as_bytes().to_vec()), TextEncoding::Utf8),
            (GB18030.encode(TEXT).0.into_owned(), TextEncoding::Gb18030),
            (marked(b"\xff\xfe", utf_16(TEXT, u16::to_le_bytes)), TextEncoding::Utf16),
            (marked(b"\xfe\xff", utf_16(TEXT, u16::to_be_bytes)), TextEncoding::Utf16),
            (utf_16(TEXT, u16::to_le_bytes), TextEncoding::Utf16),
            (utf_16(TEXT, u16::to_be_bytes), TextEncoding::Utf16),
        ];
        for (bytes, encoding) in cases {
            let decoded = decode(&bytes).expect("it can be read");
            assert_eq!((decoded.text.as_str(), decoded.encoding), (TEXT, encoding));
        }
    }

    #[test]
    fn rare_characters_and_short_texts_are_read_as_well() {
        for text in ["甲", "㐂𠮷局", "阳谷县，赵垚焱", "“五一”期间——"] {
            let bytes = GB18030.encode(text).0.into_owned();
            let decoded = decode(&bytes).expect("it can be read");
            assert_eq!((decoded.text.as_str(), decoded.encoding), (text, TextEncoding::Gb18030));
        }
        let decoded = decode(&BIG5.encode(TRADITIONAL).0).expect("it can be read");
        assert_eq!((decoded.text.as_str(), decoded.encoding), (TRADITIONAL, TextEncoding::Big5));
    }

    #[test]
    fn a_damaged_text_is_told_by_its_line_and_not_taken_for_another_encoding() {
        let mut bytes = TEXT.repeat(20).into_bytes();
        let second = bytes.iter().position(|byte| *byte == b'\n').expect("lines") + 2;
        bytes[second] = 0xff;
        let broken = OfficeFileError::BrokenText { encoding: TextEncoding::Utf8, line: 2 };
        assert_eq!(decode(&bytes), Err(broken));
        let pasted = [TEXT.as_bytes(), &GB18030.encode("综合科,2024-04,9\r\n").0].concat();
        let broken = OfficeFileError::BrokenText { encoding: TextEncoding::Utf8, line: 4 };
        assert_eq!(decode(&pasted), Err(broken), "one line of another encoding");
        let mut bytes = GB18030.encode(TEXT).0.into_owned();
        bytes.push(0xb5);
        let broken = OfficeFileError::BrokenText { encoding: TextEncoding::Gb18030, line: 4 };
        assert_eq!(decode(&bytes), Err(broken));
    }
}
