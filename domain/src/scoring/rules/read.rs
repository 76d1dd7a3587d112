//! Reading a rule set's document: TOML to a [`RuleSet`], with every fault named by line and place. What a section or a rule
//! may say is described where it is; here is what holds of the document as a whole.

use super::{OwnFigure, RuleSet, Words, check, described::Table, form, heads, sections, sense::NO_RULE};
use crate::{
    calendar::Month,
    json::{self, Fault, Node},
    scoring::columns::OWN,
};

const FORMAT: &str = "jianbao.rules/1";
impl RuleSet {
    /// Reads a whole document. Faults name the file's keys.
    pub fn read(text: &str) -> Result<Self, Vec<Fault>> {
        Self::read_for(text).map_err(in_keys)
    }

    /// What is amiss in it, by the words of the forms.
    pub fn checked(&self) -> Result<(), Vec<Fault>> {
        let read = Self::read_for(&self.to_toml());
        read.map(|_| ()).map_err(|faults| faults.iter().map(form::in_words).collect())
    }

    /// Reads a whole document, for whoever it may be: see [`super::wording`].
    fn read_for(text: &str) -> Result<Self, Vec<Fault>> {
        if says_nothing(text) {
            let text = format!("是空的。最小的计分办法是这样，可以从它写起：\n{SMALLEST}");
            return Err(vec![Fault { place: "文件".to_owned(), text }]);
        }
        json::read_toml(text, |node| {
            let rule_set = rule_set(node)?;
            // A rule that could not be read would be missed where others name it.
            if !node.has_faults() {
                check::references(&rule_set, node);
            }
            Some(rule_set)
        })
    }

    /// The faults of a document as the forms would tell of them.
    #[cfg(test)]
    pub(super) fn in_words_of_forms(text: &str) -> Vec<Fault> {
        Self::read_for(text).err().unwrap_or_default().iter().map(form::in_words).collect()
    }

    /// Reads a document that was read once and kept. What is asked of new ones now, and was not then, is not asked of it.
    pub fn read_kept(text: &str) -> Result<Self, Vec<Fault>> {
        json::read_toml(text, rule_set).map_err(in_keys)
    }

    /// Reads what this one was changed to. What was amiss before and still is does not hinder other changes; a change
    /// may not add to it. Faults are told by the words of the forms.
    pub(super) fn read_changed(&self, text: &str) -> Result<Self, Vec<Fault>> {
        let mut faults: Vec<Fault> = match Self::read_for(text) {
            Ok(read) => return Ok(read),
            // While it is drafted there may be no rule left, or none yet.
            Err(faults) => faults.into_iter().filter(|fault| fault.text != NO_RULE).collect(),
        };
        // A fault's place may have moved with the rules; each known one excuses one like it.
        for known in Self::read_for(&self.to_toml()).err().unwrap_or_default() {
            if let Some(same) = faults.iter().position(|fault| fault.text == known.text) {
                faults.remove(same);
            }
        }
        if faults.is_empty() {
            faults = match json::read_toml(text, rule_set) {
                Ok(read) => return Ok(read),
                Err(faults) => faults,
            };
        }
        Err(faults.iter().map(form::in_words).collect())
    }

    /// What a document calls its rules, also where it is not whole yet or is none; `None` where it does not say.
    pub fn name_in(document: &str) -> Option<String> {
        let mut head = document.lines().map(str::trim).take_while(|line| !line.starts_with('['));
        let value =
            |line: &str| Some(line.strip_prefix("name")?.trim_start().strip_prefix('=')?.trim().to_owned());
        let value = head.find_map(value)?;
        let quote = value.chars().next().filter(|sign| ['"', '\''].contains(sign))?;
        let name = value.trim_start_matches(quote).split(quote).next().unwrap_or_default().trim();
        (!name.is_empty()).then(|| name.to_owned())
    }

    /// With what stands beside its rules changed.
    pub fn with_heads(&self, change: impl FnOnce(&mut Self)) -> Result<Self, Vec<Fault>> {
        let mut changed = self.clone();
        change(&mut changed);
        // What a document must hold is checked where documents are read.
        self.read_changed(&changed.to_toml())
    }
}

fn in_keys(faults: Vec<Fault>) -> Vec<Fault> {
    faults.iter().map(form::in_keys).collect()
}

/// The smallest document: what an empty one is answered with.
pub const SMALLEST: &str = "format = \"jianbao.rules/1\"
name = \"信息工作考核办法\"
version = 1
since = \"2024-01\"

[[rates]]
rule = \"adopted\"
name = \"采用\"
fact = \"adoptions\"
points = 1
";

/// Nothing but blanks and remarks.
fn says_nothing(text: &str) -> bool {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    text.lines().map(str::trim).all(|line| line.is_empty() || line.starts_with('#'))
}

fn rule_set(node: &Node) -> Option<RuleSet> {
    let heads = heads::HEADS.iter().map(|place| place.key);
    let sections = sections::SECTIONS.iter().map(|section| section.key);
    let keys: Vec<&str> = std::iter::once("format").chain(heads).chain(sections).collect();
    let document = node.object(&keys)?;
    if let Some(format) = document.required("format")
        && let Some(found) = format.text()
        && found != FORMAT
    {
        format.fault(format!("应为 {FORMAT}，现在是 {found}"));
    }
    let own: Vec<OwnFigure> = sections::list(&document, "figures", &[]);
    let figures: Vec<String> = own.iter().map(|figure| figure.key.clone()).collect();
    if figures.len() > OWN.len() {
        node.fault_below("figures", format!("自定义指标至多{}个", OWN.len()));
    }
    let table = Table { object: document.clone(), figures: &figures };
    let name: Option<String> = table.must("name");
    let version: Option<u32> = table.must("version");
    let since = document.required("since").and_then(|node| month(&node));
    let words: Words = table.may("words").unwrap_or_default();
    let mut rules = RuleSet::empty("", 1, Month::FIRST);
    rules.read_sections(&document, own, &figures);
    let columns = document.optional("columns").and_then(|node| heads::columns(&node, &figures));
    Some(RuleSet {
        rounding: table.may("rounding").unwrap_or_default(),
        point_columns: table.may("point_columns").unwrap_or_default(),
        columns: columns.unwrap_or_else(|| heads::columns_for(&words.bureau)),
        words,
        version: version?,
        name: name?,
        since: since?,
        ..rules
    })
}

fn month(node: &Node<'_>) -> Option<Month> {
    match node.text()?.parse() {
        Ok(month) => Some(month),
        Err(error) => {
            node.fault(format!("{error}"));
            None
        }
    }
}
