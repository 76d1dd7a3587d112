//! One quantity with two values, in the texts of one issue: 一季度全市完成造林面积2382.5亩 here, 2832.5亩 there.
//!
//! It is one only where period, words and unit are the same: the sentence names its period, and what is counted is said
//! in at least six characters that begin with whose it is.

use std::{collections::BTreeMap, ops::Range};

use super::{
    read::{Line, Quantity},
    reckon::written,
};

/// One quantity that has two values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// Which text, and where in it: the figure with its unit, in characters as [`super::FigureFinding::range`].
    pub places: [(usize, Range<usize>); 2],
    /// What stands in both places: the figure with its unit.
    pub words: [String; 2],
    /// In Chinese.
    pub explanation: String,
}

/// Looks through texts that are read together, such as an issue's. Each value that differs from the first one of the same
/// quantity is told once.
pub fn across(texts: &[&str]) -> Vec<Conflict> {
    let mut known: BTreeMap<Key, Vec<Said>> = BTreeMap::new();
    let mut found = Vec::new();
    for (text, words) in texts.iter().enumerate() {
        for line in Line::all(words) {
            for (key, said) in said(&line, text) {
                let others = known.entry(key.clone()).or_default();
                if others.iter().any(|other| other.may_be(&said)) {
                    continue;
                }
                if let Some(first) = others.first() {
                    found.push(conflict(&key, first, &said));
                }
                others.push(said);
            }
        }
    }
    found
}

/// What makes a quantity the same one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    period: String,
    label: String,
    unit: &'static str,
}

struct Said {
    text: usize,
    place: Range<usize>,
    printed: String,
    quantity: Quantity,
}

impl Said {
    /// Whether both may be one value, printed with more places or fewer.
    fn may_be(&self, other: &Self) -> bool {
        let [one, other] = [&self.quantity, &other.quantity];
        let apart = (i128::from(one.amount) - i128::from(other.amount)).abs();
        apart <= i128::from(one.step.max(other.step))
    }
}

const SCOPES: [&str; 22] = [
    "全市",
    "全县",
    "全区",
    "全省",
    "全国",
    "全局",
    "全系统",
    "全镇",
    "我市",
    "我县",
    "我区",
    "我省",
    "我局",
    "市本级",
    "市局",
    "县局",
    "全市共",
    "本市",
    "本县",
    "本区",
    "市域",
    "市区",
];
/// Words that change nothing of what is counted.
const EMPTY: [&str; 17] = [
    "累计", "共计", "总计", "合计", "统计", "目前", "现已", "达到", "共", "已", "总", "达", "为", "了", "约",
    "的", "实现",
];
/// So many characters from its sentence's beginning a figure is still of the period that is named there.
const FARTHEST: usize = 60;
/// A figure of these is a change or a part, and the same words stand before others.
const RELATIVE: [&str; 16] = [
    "同比", "环比", "增长", "增加", "减少", "下降", "提高", "比", "较", "占", "其中", "每", "平均", "分别",
    "另", "计划",
];

/// The quantities of a line that say what they are of.
fn said(line: &Line, text: usize) -> Vec<(Key, Said)> {
    let mut found = Vec::new();
    for (index, quantity) in line.quantities.iter().enumerate() {
        if quantity.is_about || quantity.unit.is_empty() || line.depth(quantity.start) > 0 {
            continue;
        }
        let sentence = line.sentence(quantity.start);
        if quantity.start - sentence.start > FARTHEST {
            continue;
        }
        let label = line.label(index);
        if RELATIVE.iter().any(|word| label.contains(word)) {
            continue;
        }
        // What a figure of the same clause has changed the meaning of is left alone.
        let clause = line.words(sentence.start..quantity.start);
        let Some((period, rest)) = period(&clause, &label) else { continue };
        let label = EMPTY.iter().fold(rest, |label, word| label.replace(word, ""));
        let is_whose = SCOPES.iter().any(|scope| label.starts_with(scope));
        if !is_whose || label.chars().count() < 6 {
            continue;
        }
        let place = line.place(&(quantity.start..quantity.end));
        let said = Said { text, place, printed: line.printed(quantity), quantity: quantity.clone() };
        found.push((Key { period, label, unit: quantity.class() }, said));
    }
    found
}

/// The period that a sentence begins with, and the words of the figure without it.
fn period(clause: &str, label: &str) -> Option<(String, String)> {
    let clause = clause.trim_start_matches(['▲', '(']);
    let begins = clause.trim_start_matches("截至").trim_start_matches("今年");
    let length = begins
        .char_indices()
        .find(|(_, character)| {
            !(character.is_ascii_digit() || "年月日份季度上下半一二三四-至到底末前".contains(*character))
        })
        .map_or(begins.len(), |(at, _)| at);
    let named = &begins[..length];
    let has_unit = named.ends_with(['年', '月', '日', '份', '度', '底', '末']) || named.ends_with("半年");
    if named.chars().count() < 2 || !has_unit {
        return None;
    }
    // Between the period and the figure's own words nothing else may stand, such as another figure.
    let rest = begins[length..].trim_start_matches('，');
    let own = label.strip_prefix(clause.get(..clause.len() - begins.len() + length).unwrap_or_default());
    let own = own.unwrap_or(label);
    let key = named.replace('份', "").replace(['至', '到'], "-");
    let key = match key.as_str() {
        "一季度" | "第一季度" => "1-3月".to_owned(),
        "上半年" => "1-6月".to_owned(),
        _ => key,
    };
    let is_first = rest == own || rest.ends_with(own) && rest.len() <= own.len() + 60;
    is_first.then(|| (key, own.to_owned()))
}

fn conflict(key: &Key, first: &Said, next: &Said) -> Conflict {
    let apart = (i128::from(first.quantity.amount) - i128::from(next.quantity.amount)).abs();
    let explanation = format!(
        "同一期中“{}”（{}）有两个数：{}和{}，相差{}{}",
        key.label,
        key.period,
        first.printed,
        next.printed,
        written(apart),
        next.quantity.unit
    );
    Conflict {
        places: [(first.text, first.place.clone()), (next.text, next.place.clone())],
        words: [first.printed.clone(), next.printed.clone()],
        explanation,
    }
}
