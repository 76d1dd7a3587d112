//! Words by which rules ask for facts, and that no fact and no other rule knows: most likely slips of the pen.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::{
    engine::Piece,
    facts::Fact,
    roster::Roster,
    rules::{
        RuleSet,
        sections::{FILTER, SECTIONS},
    },
};
use crate::json::Fault;

impl RuleSet {
    /// Everything that is to be pointed out, by its place in the document: `$.rates[2].when.form`.
    pub fn warnings(&self, roster: &Roster, facts: &[Fact]) -> Vec<Fault> {
        let mut warnings = self.warnings_of_document(roster);
        warnings.extend(self.words_of_nothing(facts));
        warnings
    }

    /// Words by which a rule asks for facts and that no fact and no other rule knows.
    pub fn words_of_nothing(&self, facts: &[Fact]) -> Vec<Fault> {
        let told = Told::of(facts, self);
        let asked = self.asked_words();
        let mut by_word: BTreeMap<(&str, &str), BTreeSet<String>> = BTreeMap::new();
        for word in &asked {
            by_word.entry((word.key, word.word)).or_default().insert(word.rule.clone());
        }
        let leveled = |word: &str| self.channels.iter().any(|channel| channel.level == word);
        let unknown = asked.iter().filter(|word| {
            let by_others = by_word.get(&(word.key, word.word)).is_some_and(|rules| rules.len() > 1);
            !(by_others || told.knows(word.key, word.word) || word.key == "level" && leveled(word.word))
        });
        unknown
            .map(|word| Fault { place: format!("$.{}", word.path), text: word.in_words(self, &told) })
            .collect()
    }

    fn asked_words(&self) -> Vec<Asked<'_>> {
        let mut asked = Vec::new();
        for (_, path, filter) in self.placed_filters() {
            let rule = path.split('.').next().unwrap_or_default().to_owned();
            let lists = [
                ("form", &filter.form),
                ("channel", &filter.channel),
                ("level", &filter.level),
                ("rank", &filter.rank),
                ("route", &filter.route),
                ("marks", &filter.marks),
            ];
            for (key, words) in lists {
                let (path, rule) = (format!("{path}.{key}"), rule.clone());
                let words = words.iter();
                asked.extend(words.map(|word| Asked { path: path.clone(), rule: rule.clone(), key, word }));
            }
        }
        asked
    }
}

/// A word by which a rule asks.
struct Asked<'r> {
    path: String,
    /// `rates[2]`.
    rule: String,
    key: &'static str,
    word: &'r str,
}

impl Asked<'_> {
    fn in_words(&self, rules: &RuleSet, told: &Told<'_>) -> String {
        let (section, place) = self.rule.split_once('[').unwrap_or((&self.rule, "0]"));
        let place: usize = place.trim_end_matches(']').parse().unwrap_or_default();
        let found = SECTIONS.iter().find(|one| one.key == section);
        let name = found.and_then(|one| rules.names(one).get(place).cloned()).unwrap_or_default();
        let label = FILTER.iter().find(|one| one.key == self.key).map_or(self.key, |one| one.label);
        let known = told.words_for(self.key);
        let known = match known.is_empty() {
            true => String::new(),
            false => format!("；事实里有：{}", known.join("、")),
        };
        let section = found.map_or(section, |one| one.label);
        let word = self.word;
        format!(
            "{section}“{name}”的“{label}”写了“{word}”，没有一件事实和别的规则这样写{known}。不是笔误就不用管"
        )
    }
}

/// The words that facts use.
struct Told<'f>(HashSet<(&'static str, &'f str)>);

impl<'f> Told<'f> {
    fn of(facts: &'f [Fact], rules: &'f RuleSet) -> Self {
        let mut told = HashSet::new();
        for fact in facts {
            let piece = Piece::of(fact, rules);
            let details = fact.details();
            let words = [
                ("form", Some(piece.form)),
                ("channel", Some(piece.channel)),
                ("level", Some(piece.level)),
                ("rank", details.rank.as_deref()),
                ("route", details.route.as_deref()),
            ];
            for (key, word) in words {
                told.extend(word.filter(|word| !word.is_empty()).map(|word| (key, word)));
            }
            told.extend(details.marks.iter().map(|mark| ("marks", mark.as_str())));
        }
        Self(told)
    }

    fn knows(&self, key: &'static str, word: &str) -> bool {
        self.0.iter().any(|(known, told)| *known == key && *told == word)
    }

    /// Some of those for a key, in order.
    fn words_for(&self, key: &str) -> Vec<&'f str> {
        const MOST: usize = 6;
        let mut words: Vec<&str> =
            self.0.iter().filter(|(known, _)| *known == key).map(|(_, word)| *word).collect();
        words.sort_unstable();
        words.truncate(MOST);
        words
    }
}
