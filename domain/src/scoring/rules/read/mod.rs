//! Reading a rule set's document: TOML to a [`RuleSet`], with every fault named by line and place.

mod figures;
mod rules;

use figures::{columns, conversion, cumulative, figure, part, point_columns, ranking, remark, words};
use rules::{
    cap, choice, equivalent, escalation, extra, grant, judged, multiplier, quota, rate, share, streak,
};

use super::{
    Amount, Cap, Category, Channel, Choice, ChoiceKey, Condition, Consequence, Conversion, Cumulative,
    CumulativeBy, Effect, Equivalent, Escalation, Extra, FactType, Filter, Grant, IfNothing, Judged, Keep,
    Mark, Measure, Multiplier, OwnFigure, Part, Period, PieceCounting, Pieces, PointColumns, Quota,
    RankCriterion, RankMethod, Ranking, Rate, Remark, Rollup, Rounding, RuleSet, Share, Split, Streak, When,
    Words,
    amount::GIVEN,
    check, form,
    sections::{self, Place, Section},
    sense::NO_RULE,
};
use crate::{
    calendar::Month,
    json::{self, Fault, Node, Object},
    points::Points,
    scoring::{
        columns::{Column, Field, FigureColumn, OWN},
        facts::Outcome,
    },
};

const FORMAT: &str = "jianbao.rules/1";
/// The keys beside the sections.
const OTHERS: [&str; 8] =
    ["format", "name", "version", "since", "rounding", "words", "point_columns", "columns"];

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
    let sections = sections::SECTIONS.iter().map(|section| section.key);
    let keys: Vec<&str> = OTHERS.into_iter().chain(sections).collect();
    let document = Table(node.object(&keys)?);
    if let Some(format) = document.0.required("format")
        && let Some(found) = format.text()
        && found != FORMAT
    {
        format.fault(format!("应为 {FORMAT}，现在是 {found}"));
    }
    let name = document.must_text("name");
    let version = document.0.required("version").and_then(|node| node.number(1));
    let since = document.0.required("since").and_then(|node| month(&node));
    let figures = document.list("figures", figure);
    let bureau = document.optional("words", words).unwrap_or_default().bureau;
    if figures.len() > OWN.len() {
        node.fault_below("figures", format!("自定义指标至多{}个", OWN.len()));
    }
    Some(RuleSet {
        rounding: document.optional("rounding", rounding).unwrap_or_default(),
        channels: document.list("channels", |table| {
            let (name, level) = (table.must_text("name"), table.must_text("level"));
            Some(Channel { name: name?, level: level? })
        }),
        rates: document.list("rates", rate),
        multipliers: document.list("multipliers", multiplier),
        extras: document.list("extras", extra),
        shares: document.list("shares", share),
        pieces: document
            .table("pieces", |table| {
                Some(PieceCounting { once_per_story: table.truth("once_per_story").unwrap_or_default() })
            })
            .unwrap_or_default(),
        equivalents: document.list("equivalents", equivalent),
        choices: document.list("choices", choice),
        grants: document.list("grants", grant),
        quotas: document.list("quotas", quota),
        judged: document.list("judged", judged),
        escalations: document.list("escalations", escalation),
        caps: document.list("caps", cap),
        streaks: document.list("streaks", streak),
        rollup: document.table("rollup", |table| {
            let category = table.category("category");
            Some(Rollup { times: table.must_points("times")?, category })
        }),
        cumulative: document.table("cumulative", cumulative).unwrap_or_default(),
        parts: document.list("parts", part),
        conversion: document.table("conversion", conversion),
        ranking: document.table("ranking", |table| ranking(table, &figures)).unwrap_or_default(),
        remarks: document.list("remarks", |table| remark(table, &figures)),
        point_columns: document.optional("point_columns", point_columns).unwrap_or_default(),
        words: document.optional("words", words).unwrap_or_default(),
        columns: document
            .0
            .optional("columns")
            .and_then(|node| columns(&node, &figures, 0))
            .unwrap_or_else(|| usual_columns(&bureau)),
        figures,
        version: version?,
        name: name?,
        since: since?,
    })
}

/// The built-in columns, with the bureau by its name.
fn usual_columns(bureau: &str) -> Vec<Column> {
    let mut columns = crate::scoring::version_1::columns();
    for column in &mut columns {
        let Column::Group { columns, .. } = column else { continue };
        for column in columns {
            match column {
                Column::Figure(figure) if figure.field == Field::NewsletterCount => {
                    figure.heading = format!("{bureau}采用篇数");
                }
                Column::Figure(figure) if figure.field == Field::UpperCount => {
                    figure.heading = "上级采用篇数".to_owned();
                }
                _ => {}
            }
        }
    }
    columns
}

/// One table of the document, read key by key.
struct Table<'v>(Object<'v>);

impl<'v> Table<'v> {
    /// The tables of a list section; those with faults are left out.
    fn list<T>(&self, key: &str, read: impl Fn(&Table<'v>) -> Option<T>) -> Vec<T> {
        let Some(node) = self.0.optional(key) else { return Vec::new() };
        if node.fields().is_some() {
            node.fault(format!("每一条要写成 [[{key}]]，两对方括号"));
            return Vec::new();
        }
        let nodes = node.list().unwrap_or_default();
        nodes.iter().filter_map(|node| read(&Self::of(node, key)?)).collect()
    }

    fn table<T>(&self, key: &str, read: impl Fn(&Table<'v>) -> Option<T>) -> Option<T> {
        let node = self.0.optional(key)?;
        if node.is_list() {
            node.fault(format!("只有一个，写成 [{key}]，一对方括号"));
            return None;
        }
        read(&Self::of(&node, key)?)
    }

    fn of(node: &Node<'v>, key: &str) -> Option<Self> {
        let keys = Section::named(key).map(Section::keys).unwrap_or_default();
        node.object(&keys).map(Self)
    }

    fn optional<T>(&self, key: &str, read: impl Fn(&Node<'v>) -> Option<T>) -> Option<T> {
        read(&self.0.optional(key)?)
    }

    fn must_text(&self, key: &str) -> Option<String> {
        self.0.required(key)?.filled_text().map(|text| text.trim().to_owned())
    }

    fn text(&self, key: &str) -> Option<String> {
        self.0.optional(key)?.filled_text().map(|text| text.trim().to_owned())
    }

    fn texts(&self, key: &str) -> Vec<String> {
        let nodes = self.0.optional(key).and_then(|node| node.texts()).unwrap_or_default();
        nodes.iter().filter_map(|node| node.filled_text()).map(|text| text.trim().to_owned()).collect()
    }

    fn must_points(&self, key: &str) -> Option<Points> {
        self.0.required(key)?.decimal()
    }

    fn points(&self, key: &str) -> Option<Points> {
        self.0.optional(key)?.decimal()
    }

    fn points_or_zero(&self, key: &str) -> Points {
        self.points(key).unwrap_or_default()
    }

    fn number(&self, key: &str) -> Option<u32> {
        self.0.optional(key)?.number(1)
    }

    fn truth(&self, key: &str) -> Option<bool> {
        self.0.optional(key)?.truth()
    }

    fn category(&self, key: &str) -> Option<Category> {
        Category::named(self.0.optional(key)?.filled_text()?)
    }

    fn categories(&self, key: &str) -> Vec<Category> {
        self.texts(key).iter().filter_map(|text| Category::named(text)).collect()
    }

    fn amount(&self, key: &str) -> Option<Amount> {
        let node = self.0.required(key)?;
        if node.is_text() && node.text() == Some(GIVEN) {
            return Some(Amount::Given);
        }
        node.decimal().map(Amount::Fixed)
    }

    fn must_word<T>(&self, key: &str, words: impl IntoIterator<Item = (&'static str, T)>) -> Option<T> {
        word(&self.0.required(key)?, words)
    }

    fn word<T>(&self, key: &str, words: impl IntoIterator<Item = (&'static str, T)>) -> Option<T> {
        word(&self.0.optional(key)?, words)
    }

    fn words<T: Copy>(&self, key: &str, words: &[(&'static str, T)]) -> Vec<T> {
        let nodes = self.0.optional(key).and_then(|node| node.texts()).unwrap_or_default();
        nodes.iter().filter_map(|node| word(node, words.iter().copied())).collect()
    }

    fn filter(&self, key: &str) -> Filter {
        self.optional(key, filter).unwrap_or_default()
    }

    fn period(&self, key: &str) -> Option<Period> {
        self.word(key, periods())
    }
}

/// One of some words; what else stands there is a fault that names them all.
fn word<T>(node: &Node<'_>, words: impl IntoIterator<Item = (&'static str, T)>) -> Option<T> {
    let found = node.text()?;
    let mut known = Vec::new();
    for (word, value) in words {
        if word == found {
            return Some(value);
        }
        known.push(word);
    }
    let known: Vec<String> = known.into_iter().map(|word| format!("`{word}`")).collect();
    node.fault(format!("没有“{found}”，可用：{}", known.join("、")));
    None
}

fn facts() -> Vec<(&'static str, FactType)> {
    FactType::ALL.into_iter().map(|fact| (fact.code(), fact)).collect()
}

fn periods() -> Vec<(&'static str, Period)> {
    Period::ALL.into_iter().map(|period| (period.code(), period)).collect()
}

fn keys_of(places: &[Place]) -> Vec<&'static str> {
    places.iter().map(|place| place.key).collect()
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

fn filter(node: &Node<'_>) -> Option<Filter> {
    let table = Table(node.object(&keys_of(sections::FILTER))?);
    let outcomes: Vec<(&str, Outcome)> =
        Outcome::ALL.into_iter().map(|outcome| (outcome.code(), outcome)).collect();
    Some(Filter {
        kind: table.texts("kind"),
        form: table.texts("form"),
        channel: table.texts("channel"),
        level: table.texts("level"),
        rank: table.texts("rank"),
        route: table.texts("route"),
        marks: table.texts("marks"),
        outcome: table.words("outcome", &outcomes),
        group: table.texts("group"),
        unit: table.texts("unit"),
        starred: table.truth("starred"),
        commissioned: table.truth("commissioned"),
        joint: table.truth("joint"),
        units: table.number("units"),
        units_at_least: table.number("units_at_least"),
        late: table.truth("late"),
        instructed: table.truth("instructed"),
    })
}

fn rounding(node: &Node<'_>) -> Option<Rounding> {
    let table = Table(node.object(&["places"])?);
    let node = table.0.required("places")?;
    let places = node.number::<u8>(0)?;
    if places > Rounding::FINEST {
        node.fault(format!("小数至多{}位", Rounding::FINEST));
        return None;
    }
    Some(Rounding { places })
}
