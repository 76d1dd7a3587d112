//! The documentation's tables, made from what the reader knows.

use super::{
    described::{Holds, Key},
    sections::{CONDITION, FILTER, SECTIONS},
    wording::{Around, Reader, told},
};

/// The documentation's tables: of a filter's keys, and of every section. `docs/rules.md` holds them.
pub fn reference() -> (String, String) {
    let mut sections = String::new();
    for section in SECTIONS {
        let (open, close) = if section.is_list { ("[[", "]]") } else { ("[", "]") };
        sections.push_str(&format!(
            "### `{open}{}{close}` {}\n\n{}\n\n{}\n",
            section.key,
            section.label,
            told(section.about, Reader::Documentation, &Around::section(section)),
            table(section.keys)
        ));
        if section.keys.iter().any(|place| place.holds == Holds::Conditions) {
            sections.push_str(&format!("条件（`conditions` 里每一个）的键：\n\n{}\n", table(CONDITION)));
        }
        if section.key == "parts" {
            sections.push_str("`conversion` 的键与下面的 `[conversion]` 相同。\n\n");
        }
    }
    (table(FILTER), sections)
}

fn table(places: &'static [Key]) -> String {
    let rows = places.iter().map(|place| {
        let must = if place.required { "必写。" } else { "" };
        format!(
            "| `{}` | {} | {} | {must}{} |\n",
            place.key,
            place.label,
            place.holds.in_words(),
            told(place.about, Reader::Documentation, &Around::place(place, places))
        )
    });
    format!("| 键 | 名称 | 值 | 说明 |\n|---|---|---|---|\n{}", rows.collect::<String>())
}

impl Holds {
    /// What a value looks like, for the documentation.
    pub fn in_words(self) -> String {
        let words = |words: &[(&str, &str)]| {
            let words: Vec<String> = words.iter().map(|(code, label)| format!("`{code}` {label}")).collect();
            words.join("、")
        };
        match self {
            Self::Rule => "短名".to_owned(),
            Self::Text => "文字".to_owned(),
            Self::Texts => "文字（一个或几个）".to_owned(),
            Self::Points => "数".to_owned(),
            Self::PointsList => "几个数".to_owned(),
            Self::Amount => "数，或 `given`".to_owned(),
            Self::Number => "从 1 起的整数".to_owned(),
            Self::Truth => "`true` 或 `false`".to_owned(),
            Self::Word(codes) => words(codes),
            Self::Words(codes) => format!("一个或几个：{}", words(codes)),
            Self::Category => "类别".to_owned(),
            Self::Categories => "类别（一个或几个）".to_owned(),
            Self::Rules | Self::Rates => "代号（一个或几个）".to_owned(),
            Self::Filter => "条件（第四节）".to_owned(),
            Self::Conditions => "几个条件 `[{ … }]`".to_owned(),
            Self::Measure => "`{ count = …, when = …, unless = …, categories = … }`".to_owned(),
            Self::Amounts => "`{ \"名称\" = 数 }`".to_owned(),
            Self::Conversion => "`{ full = 数, whole = … }`".to_owned(),
            Self::Mark => "数，或 `highest_of_group`、`highest`".to_owned(),
            Self::Field => "指标".to_owned(),
            Self::Ties => "几个".to_owned(),
            Self::Heads => "表".to_owned(),
        }
    }
}
