//! What a reader of a PDF finds in it: words and where they stand, as poppler's `pdftotext` tells them.

use std::{
    io::Write,
    process::{Command, Stdio},
};

/// A word on a page. Lengths are points from the page's upper left corner.
#[derive(Clone, Debug, PartialEq)]
pub struct Word {
    /// From 0.
    pub page: usize,
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
    pub text: String,
}

/// The words of a PDF; `None` where the machine has no poppler.
pub fn words(pdf: &[u8]) -> Option<Vec<Word>> {
    let mut reader = Command::new("pdftotext")
        .args(["-bbox", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let mut input = reader.stdin.take()?;
    let pdf = pdf.to_vec();
    let writer = std::thread::spawn(move || input.write_all(&pdf));
    let output = reader.wait_with_output().ok()?;
    writer.join().ok()?.ok()?;
    let page = String::from_utf8(output.stdout).ok()?;
    Some(read(&page))
}

fn read(page: &str) -> Vec<Word> {
    let mut pages = 0_usize;
    let mut words = Vec::new();
    for line in page.lines().map(str::trim) {
        if line.starts_with("<page ") {
            pages += 1;
        } else if let Some(word) = line.strip_prefix("<word ") {
            words.extend(read_word(word, pages.saturating_sub(1)));
        }
    }
    words
}

fn read_word(word: &str, page: usize) -> Option<Word> {
    let number = |name: &str| -> Option<f64> {
        let from = word.find(&format!("{name}=\""))? + name.len() + 2;
        let length = word[from..].find('"')?;
        word[from..from + length].parse().ok()
    };
    let text = &word[word.find('>')? + 1..word.rfind("</word>")?];
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
    let (top, bottom) = (number("yMin")?, number("yMax")?);
    // The boxes of signs are whole squares. Beside another sign, and at a line's ends, they are set without what is
    // empty: half of them, or a quarter at either side.
    let empty = |sign: Option<char>, half: &str| match sign {
        Some(sign) if half.contains(sign) => 0.52 * (bottom - top),
        Some(sign) if CENTRED.contains(sign) => 0.27 * (bottom - top),
        _ => 0.0,
    };
    let left = number("xMin")? + empty(text.chars().next(), OPENING);
    let right = number("xMax")? - empty(text.chars().next_back(), CLOSING);
    Some(Word { page, left, top, right, bottom, text })
}

const OPENING: &str = "“‘《〈（【「『〔［｛";
const CENTRED: &str = "·•・‧∙";
const CLOSING: &str = "，。、；：！？”’》〉）】」』〕］｝";

/// The pairs of words of which one stands over the other.
pub fn overlapping(words: &[Word]) -> Vec<(Word, Word)> {
    let mut pairs = Vec::new();
    let words: Vec<&Word> = words.iter().filter(|word| word.text.contains(char::is_alphanumeric)).collect();
    for (place, one) in words.iter().enumerate() {
        for other in words[place + 1..].iter().filter(|other| other.page == one.page) {
            let across = one.right.min(other.right) - one.left.max(other.left);
            let down = one.bottom.min(other.bottom) - one.top.max(other.top);
            // Boxes are as high as fonts say, which is more than their glyphs are.
            let height = (one.bottom - one.top).min(other.bottom - other.top);
            if across > 2.0 && down > 0.4 * height {
                pairs.push(((*one).clone(), (*other).clone()));
            }
        }
    }
    pairs
}
