//! The texts: patterns in two files, filled in with days, names and numbers.
//!
//! A pattern's slots are `{日}`, `{单位}`, `{地}` and `{12-40}`, a number from that range. The same seed gives the
//! same text.

use std::collections::HashMap;

use domain::unit::Unit;
use jiff::civil::Date;

use super::DemoError;

/// All patterns, by the unit or the sort of unit (`县局`, `机关`) that they are for.
pub(super) struct Texts {
    briefs: HashMap<&'static str, Vec<&'static str>>,
    articles: HashMap<&'static str, Vec<Article>>,
}

/// A pattern of an 信息.
struct Article {
    title: &'static str,
    paragraphs: Vec<&'static str>,
}

impl Texts {
    pub(super) fn read() -> Self {
        let mut briefs: HashMap<_, Vec<_>> = HashMap::new();
        for (tag, lines) in blocks(include_str!("briefs.txt")) {
            briefs.entry(tag).or_default().extend(lines);
        }
        let mut articles: HashMap<_, Vec<_>> = HashMap::new();
        for (tag, mut lines) in blocks(include_str!("articles.txt")) {
            if lines.is_empty() {
                continue;
            }
            let title = lines.remove(0);
            articles.entry(tag).or_default().push(Article { title, paragraphs: lines });
        }
        Self { briefs, articles }
    }

    /// The body of the unit's n-th 简讯: first what only this unit writes about, then what units of its sort do.
    pub(super) fn brief(
        &self,
        unit: &Unit,
        number: usize,
        day: Date,
        seed: u64,
    ) -> Result<String, DemoError> {
        let own = self.briefs.get(unit.name.as_str()).map_or(&[][..], Vec::as_slice);
        let sort = if is_county(unit) { "县局" } else { "机关" };
        let shared = self.briefs.get(sort).map_or(&[][..], Vec::as_slice);
        let pattern = match own.get(number) {
            Some(pattern) => Some(pattern),
            None if shared.is_empty() => None,
            // Each unit begins somewhere else.
            None => shared.get((number - own.len() + unit.id.0.unsigned_abs() as usize * 7) % shared.len()),
        };
        let pattern = pattern.ok_or_else(|| DemoError::Data(format!("没有{}的简讯", unit.name)))?;
        Ok(fill(pattern, unit, day, seed))
    }

    /// The title and body of the unit's n-th 信息.
    pub(super) fn article(
        &self,
        unit: &Unit,
        number: usize,
        day: Date,
        seed: u64,
    ) -> Result<(String, String), DemoError> {
        let article = self.articles.get(unit.name.as_str()).and_then(|articles| articles.get(number));
        let article = article.ok_or_else(|| DemoError::Data(format!("没有{}的信息", unit.name)))?;
        let paragraphs = (seed..).zip(&article.paragraphs);
        let body: Vec<_> = paragraphs.map(|(seed, paragraph)| fill(paragraph, unit, day, seed)).collect();
        Ok((article.title.to_owned(), body.join("\n")))
    }
}

/// Whether the unit works for a county or district.
fn is_county(unit: &Unit) -> bool {
    unit.name.ends_with('局')
}

/// The blocks between empty lines: the first line says for whom, the others are the text.
fn blocks(text: &'static str) -> impl Iterator<Item = (&'static str, Vec<&'static str>)> {
    text.split("\n\n").filter_map(|block| {
        let mut lines = block.lines().filter(|line| !line.is_empty());
        Some((lines.next()?, lines.collect()))
    })
}

fn fill(pattern: &str, unit: &Unit, day: Date, seed: u64) -> String {
    let mut text = String::new();
    let mut rest = pattern;
    let mut chance = seed;
    while let Some((before, slot)) = rest.split_once('{') {
        text.push_str(before);
        let (slot, after) = slot.split_once('}').unwrap_or((slot, ""));
        chance = next(chance);
        text.push_str(&filled(slot, unit, day, chance));
        rest = after;
    }
    text + rest
}

fn filled(slot: &str, unit: &Unit, day: Date, chance: u64) -> String {
    match slot {
        "日" => format!("{}月{}日", day.month(), day.day()),
        "单位" => unit.name.clone(),
        "地" => {
            unit.name.trim_end_matches("林业局").trim_end_matches("分局").trim_end_matches('局').to_owned()
        }
        range => {
            let (least, most) = range.split_once('-').unwrap_or((range, range));
            let (least, most): (u64, u64) = (least.parse().unwrap_or(1), most.parse().unwrap_or(1));
            (least + chance % (most.saturating_sub(least) + 1)).to_string()
        }
    }
}

/// SplitMix64: spreads neighbouring seeds over all numbers.
fn next(seed: u64) -> u64 {
    let mut mixed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use domain::id::UnitId;
    use jiff::civil::date;

    use super::*;

    fn unit(name: &str) -> Unit {
        Unit {
            id: UnitId(1),
            name: name.to_owned(),
            short_name: None,
            aliases: Vec::new(),
            reviews: false,
            scored: true,
            order: 1,
            since: None,
            until: None,
        }
    }

    #[test]
    fn slots_are_filled_with_days_places_and_numbers_of_their_range() {
        let text = fill("{日}，{单位}在{地}栽树{12-14}棵。", &unit("东昌府区分局"), date(2024, 1, 8), 7);
        let number = text.trim_start_matches("1月8日，东昌府区分局在东昌府区栽树").trim_end_matches("棵。");
        assert!(matches!(number, "12" | "13" | "14"), "{text}");
    }

    #[test]
    fn every_pattern_is_whole() {
        let texts = Texts::read();
        let articles = texts.articles.values().flatten();
        let paragraphs = articles.flat_map(|article| article.paragraphs.iter().chain([&article.title]));
        for pattern in texts.briefs.values().flatten().chain(paragraphs) {
            let text = fill(pattern, &unit("临清局"), date(2024, 1, 8), 1);
            assert!(!text.contains(['{', '}']) && text.chars().count() > 6, "{text}");
        }
        for article in texts.articles.values().flatten() {
            let characters: usize =
                article.paragraphs.iter().map(|paragraph| paragraph.chars().count()).sum();
            assert!(characters > 250, "{} has {characters} characters", article.title);
        }
    }
}
