//! How a file is called where a browser saves it: in Chinese where it understands that, plainly where it does not
//! (RFC 6266, RFC 5987).

use axum::http::HeaderValue;

/// Whether a browser shows the file or saves it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    Inline,
    Attachment,
}

/// The value of `Content-Disposition`. `plain` is ASCII, for programs that know no other; what cannot stand in a
/// file's name is left out of `name`.
pub fn disposition(shown: Shown, plain: &str, name: &str) -> Option<HeaderValue> {
    let shown = match shown {
        Shown::Inline => "inline",
        Shown::Attachment => "attachment",
    };
    let is_plain = |character: &char| character.is_ascii_alphanumeric() || "-_.".contains(*character);
    let plain: String = plain.chars().filter(is_plain).collect();
    let name: String = name
        .chars()
        .filter(|character| !character.is_control() && !"/\\:*?\"<>|".contains(*character))
        .collect();
    let name: String = name.bytes().map(encoded).collect();
    HeaderValue::from_str(&format!("{shown}; filename=\"{plain}\"; filename*=UTF-8''{name}")).ok()
}

/// A byte as RFC 5987 lets it stand.
fn encoded(byte: u8) -> String {
    match byte {
        b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'.' | b'-' | b'_' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_chinese_travels_encoded_beside_a_plain_one() {
        let value = disposition(Shown::Inline, "issue-3.pdf", "信息/第3期.pdf").expect("a header");
        assert_eq!(
            value.to_str().expect("ASCII"),
            "inline; filename=\"issue-3.pdf\"; filename*=UTF-8''%E4%BF%A1%E6%81%AF%E7%AC%AC3%E6%9C%9F.pdf"
        );
        let value = disposition(Shown::Attachment, "a\"\r\n.pdf", "x\u{7}.pdf").expect("a header");
        assert_eq!(value.to_str().expect("ASCII"), "attachment; filename=\"a.pdf\"; filename*=UTF-8''x.pdf");
    }
}
