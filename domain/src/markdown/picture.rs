//! Pictures in a text: a line of its own, `![题注](哈希)`, `![题注](哈希 "来源")` or `![题注](哈希 "来源" "画面")`, which names
//! the file by its SHA-256.
//!
//! Whatever is written otherwise is text, as it always was.

use super::{Block, count_characters, plain_text};

/// Between what is said of a picture's file.
const PARTS: &str = "\" \"";

/// A line that is a picture.
pub(super) fn read(line: &str) -> Option<Block> {
    let rest = line.trim().strip_prefix("![")?;
    // A caption may hold brackets of its own: the last ones are the file's.
    let (caption, file) = rest.strip_suffix(')')?.rsplit_once("](")?;
    let (hash, said) = match file.split_once(' ') {
        Some((hash, said)) => (hash, said.trim().strip_prefix('"')?.strip_suffix('"')?),
        None => (file, ""),
    };
    let (source, shows) = said.split_once(PARTS).unwrap_or((said, ""));
    let filled = |text: &str| Some(plain(text)).filter(|text| !text.is_empty());
    is_hash(hash).then(|| Block::Picture {
        hash: hash.to_owned(),
        caption: plain(caption),
        source: filled(source),
        shows: filled(shows),
    })
}

/// The line of a picture.
pub(super) fn written(hash: &str, caption: &str, source: Option<&str>, shows: Option<&str>) -> String {
    let said =
        |text: Option<&str>| plain(text.unwrap_or_default()).replace("](", "] (").replace(PARTS, "\"　\"");
    let file = match (said(source), said(shows)) {
        (source, shows) if !shows.is_empty() => format!("{hash} \"{source}{PARTS}{shows}\""),
        (source, _) if !source.is_empty() => format!("{hash} \"{source}\""),
        _ => hash.to_owned(),
    };
    format!("![{}]({file})", plain(caption))
}

/// Whether a word is a file's SHA-256.
pub fn is_hash(word: &str) -> bool {
    word.len() == 64 && word.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
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

/// Which of a body's pictures, counted from 1, do not say what they show.
pub fn unsaid_pictures(body: &str) -> Vec<usize> {
    let pictures = body.lines().filter_map(read);
    let unsaid =
        (1..).zip(pictures).filter(|(_, picture)| matches!(picture, Block::Picture { shows: None, .. }));
    unsaid.map(|(number, _)| number).collect()
}

/// The most words that stand above a page of pictures, in characters.
const GALLERY_WORDS: usize = 200;

/// Whether a body is a page of pictures (图片信息): two of them or more, and above them nothing but a few words. As a 信息 they
/// are printed side by side.
pub fn is_gallery(blocks: &[Block]) -> bool {
    let words = blocks.iter().take_while(|block| matches!(block, Block::Paragraph { .. })).count();
    let (words, pictures) = blocks.split_at(words);
    pictures.len() > 1
        && pictures.iter().all(|block| matches!(block, Block::Picture { .. }))
        && count_characters(&plain_text(words)) <= GALLERY_WORDS
}

/// What stands after a caption of whose picture it is: `周鹏　摄`. Who says it in other words (供图, 本报资料图) is left alone.
pub fn photographer(source: &str) -> String {
    let source = source.trim();
    let is_said = ["摄", "图", "供", "提供", "绘", "制", "照", "摄影", "资料", "截屏", "来源"];
    if is_said.iter().any(|word| source.ends_with(word)) || source.contains(['：', ':']) {
        return source.to_owned();
    }
    format!("{source}　摄")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::{parse, plain_text, write};

    const HASH: &str = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    fn picture(caption: &str, source: Option<&str>, shows: Option<&str>) -> Block {
        Block::Picture {
            hash: HASH.to_owned(),
            caption: caption.to_owned(),
            source: source.map(str::to_owned),
            shows: shows.map(str::to_owned),
        }
    }

    #[test]
    fn a_line_that_names_a_file_by_its_hash_is_a_picture_with_caption_and_source() {
        let body =
            format!("汛前检查。\n  ![图[1]　检查现场]({HASH} \"局办公室\")\r\n- 甲\n![]({HASH})\n完。");
        let blocks = parse(&body);
        assert_eq!(blocks.len(), 5);
        assert_eq!(blocks[1], picture("图[1]　检查现场", Some("局办公室"), None));
        assert_eq!(blocks[3], picture("", None, None));
        assert_eq!(plain_text(&blocks), "汛前检查。\n图[1]　检查现场\n局办公室\n甲\n完。");
        assert_eq!(pictures(&body), [HASH]);
        assert_eq!(unsaid_pictures(&body), [1, 2]);
    }

    #[test]
    fn what_a_picture_shows_is_said_after_whose_it_is_and_is_no_text_of_the_page() {
        for (line, expected) in [
            (
                format!("![检查现场]({HASH} \"张三\" \"三名工作人员在堤坝上查看水位标尺\")"),
                picture("检查现场", Some("张三"), Some("三名工作人员在堤坝上查看水位标尺")),
            ),
            (format!("![]({HASH} \"\" \"堤坝\")"), picture("", None, Some("堤坝"))),
            (
                format!("![]({HASH} \"他说\"好\"\" \"写着\"好\"的牌子\")"),
                picture("", Some("他说\"好\""), Some("写着\"好\"的牌子")),
            ),
        ] {
            let blocks = parse(&line);
            assert_eq!(blocks, [expected], "{line}");
            assert_eq!(write(&blocks), line);
            assert!(!plain_text(&blocks).contains("堤坝"));
            assert_eq!(unsaid_pictures(&line), [0_usize; 0]);
        }
        let parted = picture("", Some("甲\" \"乙"), Some("丙](\u{7}丁"));
        let line = write(&[parted]);
        assert_eq!(parse(&line), [picture("", Some("甲\"　\"乙"), Some("丙] (丁"))]);
    }

    #[test]
    fn whose_a_picture_is_is_said_as_newspapers_do() {
        for (source, said) in [
            ("周鹏", "周鹏　摄"),
            ("周鹏 摄", "周鹏 摄"),
            ("局办公室供图", "局办公室供图"),
            ("图源：无人机航拍", "图源：无人机航拍"),
        ] {
            assert_eq!(photographer(source), said);
        }
    }

    #[test]
    fn a_page_of_pictures_has_at_least_two_and_a_few_words_above_them() {
        let picture = format!("![题注]({HASH})\n");
        for (body, expected) in [
            (picture.repeat(2), true),
            (format!("3月以来，各地抓紧春耕。\n{}", picture.repeat(3)), true),
            (picture.clone(), false),
            (format!("{picture}中间有话。\n{picture}"), false),
            (format!("{}最后有话。", picture.repeat(2)), false),
            (format!("# 一、小标题\n{}", picture.repeat(2)), false),
            (format!("{}\n{}", "长".repeat(GALLERY_WORDS), picture.repeat(2)), true),
            (format!("{}\n{}", "长".repeat(GALLERY_WORDS + 1), picture.repeat(2)), false),
        ] {
            assert_eq!(is_gallery(&parse(&body)), expected, "{body}");
        }
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
