//! Units of measure by their lawful names and signs (《国务院关于在我国统一实行法定计量单位的命令》, GB 3100—1993).

use super::{
    finding::{Finding, FindingKind},
    passage::Passage,
};

/// What follows a figure, with what should; the longest first where two begin alike.
/// km² and m² are right as they stand.
const SIGNS: [(&str, &str); 17] = [
    ("KM", "km"),
    ("Km", "km"),
    ("KG", "kg"),
    ("Kg", "kg"),
    ("KWH", "kW·h"),
    ("kwh", "kW·h"),
    ("KWh", "kW·h"),
    ("KW", "kW"),
    ("Kw", "kW"),
    ("kw", "kW"),
    ("Mm", "mm"),
    ("MM", "mm"),
    ("CM", "cm"),
    ("Cm", "cm"),
    ("ML", "mL"),
    ("㎡", "平方米"),
    ("m2", "平方米"),
];

/// Names that are no longer lawful, with those that are.
const NAMES: [(&str, &str); 12] = [
    ("平方公尺", "平方米"),
    ("立方公尺", "立方米"),
    ("平米", "平方米"),
    ("公分", "厘米"),
    ("公尺", "米"),
    ("公升", "升"),
    ("公吨", "吨"),
    ("公厘", "毫米"),
    ("英里", "千米"),
    ("华里", "千米"),
    ("市尺", "米"),
    ("马力", "千瓦"),
];

/// What may stand between a figure and its unit.
const BETWEEN: &str = "万亿千百余多0123456789一二三四五六七八九十两几";

pub(super) fn look(passage: &Passage, findings: &mut Vec<Finding>) {
    let mut place = 1;
    while place < passage.signs.len() {
        place = match at(passage, place) {
            Some((length, explanation, mending)) => {
                let range = place..place + length;
                findings.push(passage.finding(FindingKind::Measure, range, explanation, mending));
                place + length
            }
            None => place + 1,
        };
    }
}

fn at(passage: &Passage, place: usize) -> Option<(usize, String, Option<String>)> {
    let before = passage.before(place)?;
    if !BETWEEN.contains(before) || passage.is_address(place) {
        return None;
    }
    let latin = |at: usize| passage.get(at).is_some_and(|sign| sign.is_ascii_alphanumeric());
    // After a figure alone: 5KM; not in a model's name: A5KM.
    if before.is_ascii_digit()
        && let Some((sign, right)) = SIGNS.iter().find(|(sign, _)| passage.has(place, sign))
    {
        let length = sign.chars().count();
        let start = passage.signs[..place]
            .iter()
            .rev()
            .take_while(|sign| sign.is_ascii_digit() || **sign == '.')
            .count();
        let is_model = place > start
            && passage.before(place - start).is_some_and(|sign| sign.is_ascii_alphabetic() || sign == '-');
        return (!latin(place + length) && !is_model).then(|| {
            (length, format!("计量单位应写作“{right}”（GB 3100—1993）"), Some((*right).to_owned()))
        });
    }
    if let Some((name, right)) = NAMES.iter().find(|(name, _)| passage.has(place, name)) {
        // What is measured otherwise cannot be mended by another word.
        let is_same = !matches!(*name, "英里" | "华里" | "市尺" | "马力" | "公厘");
        let explanation = match is_same {
            true => format!("法定计量单位名称为“{right}”"),
            false => format!("“{name}”不是法定计量单位，应换算为“{right}”"),
        };
        return Some((name.chars().count(), explanation, is_same.then(|| (*right).to_owned())));
    }
    ["平方", "立方"].into_iter().find(|word| passage.has(place, word)).and_then(|word| {
        let is_short = !["米", "千米", "公里", "厘米", "分米", "毫米", "公尺", "根", "数", "英"]
            .iter()
            .any(|unit| passage.has(place + 2, unit));
        is_short.then(|| (2, format!("计量单位不完整，应为“{word}米”"), Some(format!("{word}米"))))
    })
}
