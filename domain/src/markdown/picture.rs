//! Pictures in a text: a line of its own, `![题注](哈希)` or `![题注](哈希 "来源")`, which names the file by its SHA-256.
//!
//! Whatever is written otherwise is text, as it always was.

use super::Block;

/// A line that is a picture.
pub(super) fn read(line: &str) -> Option<Block> {
    let rest = line.trim().strip_prefix("![")?;
    // A caption may hold brackets of its own: the last ones are the file's.
    let (caption, file) = rest.strip_suffix(')')?.rsplit_once("](")?;
    let (hash, source) = match file.split_once(' ') {
        Some((hash, source)) => (hash, Some(source.trim().strip_prefix('"')?.strip_suffix('"')?)),
        None => (file, None),
    };
    let is_hash = hash.len() == 64 && hash.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    is_hash.then(|| Block::Picture {
        hash: hash.to_owned(),
        caption: plain(caption),
        source: source.map(plain).filter(|source| !source.is_empty()),
    })
}

fn plain(text: &str) -> String {
    text.chars().filter(|character| !character.is_control()).collect::<String>().trim().to_owned()
}

/// The files that a body's pictures name, each once, in the order of the text.
pub fn pictures(body: &str) -> Vec<String> {
    let mut hashes = Vec::new();
    for line in body.lines() {
        if let Some(Block::Picture { hash, .. }) = read(line)
            && !hashes.contains(&hash)
        {
            hashes.push(hash);
        }
    }
    hashes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::{parse, plain_text};

    const HASH: &str = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    #[test]
    fn a_line_that_names_a_file_by_its_hash_is_a_picture_with_caption_and_source() {
        let body =
            format!("汛前检查。\n  ![图[1]　检查现场]({HASH} \"局办公室\")\r\n- 甲\n![]({HASH})\n完。");
        let blocks = parse(&body);
        let picture = |caption: &str, source: Option<&str>| Block::Picture {
            hash: HASH.to_owned(),
            caption: caption.to_owned(),
            source: source.map(str::to_owned),
        };
        assert_eq!(blocks.len(), 5);
        assert_eq!(blocks[1], picture("图[1]　检查现场", Some("局办公室")));
        assert_eq!(blocks[3], picture("", None));
        assert_eq!(plain_text(&blocks), "汛前检查。\n图[1]　检查现场\n局办公室\n甲\n完。");
        assert_eq!(pictures(&body), [HASH]);
    }

    #[test]
    fn what_names_no_file_by_its_hash_is_text() {
        for line in [
            "![图](http://example.com/a.png)".to_owned(),
            format!("![图]({})", &HASH[1..]),
            format!("见![图]({HASH})"),
            format!("![图]({HASH} 来源)"),
            format!("![图]({HASH})。"),
        ] {
            let blocks = parse(&line);
            assert!(matches!(blocks[..], [Block::Paragraph { .. }]), "{line}: {blocks:?}");
            assert_eq!(plain_text(&blocks), line);
        }
    }
}
