//! Reading a rule set's document: TOML to a [`RuleSet`], with every fault named by line and place.

use std::collections::BTreeMap;

use super::{
    Amount, Cap, Category, Channel, Choice, ChoiceKey, Condition, Consequence, Conversion, Cumulative,
    CumulativeBy, Effect, Escalation, Extra, FactType, Filter, Grant, Judged, Keep, Mark, Measure,
    Multiplier, OwnFigure, Part, Period, Pieces, PointColumns, Quota, RankCriterion, RankMethod, Ranking,
    Rate, Remark, Rollup, Rounding, RuleSet, Share, Split, Streak, When, Words,
    amount::GIVEN,
    check,
    sections::{self, Place, Section},
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
    /// Reads a whole document.
    pub fn read(text: &str) -> Result<Self, Vec<Fault>> {
        json::read_toml(text, |node| {
            let rule_set = rule_set(node)?;
            // A rule that could not be read would be missed where others name it.
            if !node.has_faults() {
                check::references(&rule_set, node);
            }
            Some(rule_set)
        })
    }
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

/// The keys with which every rule begins.
fn named(table: &Table<'_>) -> Option<(String, String)> {
    let rule = table.must_text("rule");
    let name = table.must_text("name");
    Some((rule?, name?))
}

fn rate(table: &Table<'_>) -> Option<Rate> {
    let named = named(table);
    let fact = table.must_word("fact", facts());
    let (when, unless) = (table.filter("when"), table.filter("unless"));
    let points = table.amount("points");
    let category = table.category("category");
    let (rule, name) = named?;
    Some(Rate { rule, name, fact: fact?, when, unless, points: points?, category })
}

fn multiplier(table: &Table<'_>) -> Option<Multiplier> {
    let named = named(table);
    let rates = table.texts("rates");
    let (when, unless) = (table.filter("when"), table.filter("unless"));
    let times = table.must_points("times");
    let (rule, name) = named?;
    Some(Multiplier { rule, name, rates, when, unless, times: times? })
}

fn extra(table: &Table<'_>) -> Option<Extra> {
    let named = named(table);
    let fact = table.words("fact", &facts());
    let (when, unless) = (table.filter("when"), table.filter("unless"));
    let points = table.amount("points");
    let multiplied = table.truth("multiplied").unwrap_or_default();
    let category = table.category("category");
    let (rule, name) = named?;
    Some(Extra { rule, name, fact, when, unless, points: points?, multiplied, category })
}

fn share(table: &Table<'_>) -> Option<Share> {
    let named = named(table);
    let fact = table.words("fact", &facts());
    let (when, unless) = (table.filter("when"), table.filter("unless"));
    let splits = [
        ("whole", Split::Whole),
        ("equal", Split::Equal),
        ("half", Split::Half),
        ("fixed", Split::Fixed),
        ("ratio", Split::Ratio),
        ("places", Split::Places),
    ];
    let pieces = [
        ("whole", Pieces::Whole),
        ("equal", Pieces::Equal),
        ("half", Pieces::Half),
        ("ratio", Pieces::Ratio),
        ("first", Pieces::First),
    ];
    let points = table.word("points", splits).unwrap_or_default();
    let amount = table.points("amount");
    let places = table.0.optional("places").and_then(|node| node.list()).unwrap_or_default();
    let places: Vec<Points> = places.iter().filter_map(|node| node.decimal()).collect();
    let pieces = table.word("pieces", pieces).unwrap_or_default();
    if points == Split::Fixed && amount.is_none() {
        table.0.node().fault("points = \"fixed\" 时要写 amount（每个单位得的分）");
    }
    if points == Split::Places && places.is_empty() {
        table.0.node().fault("points = \"places\" 时要写 places（各次序得全分的几成）");
    }
    let (rule, name) = named?;
    Some(Share { rule, name, fact, when, unless, points, amount, places, pieces })
}

fn choice(table: &Table<'_>) -> Option<Choice> {
    let named = named(table);
    let (rates, attached) = (table.texts("rates"), table.texts("attached"));
    let keys: Vec<(&str, ChoiceKey)> = ChoiceKey::ALL.into_iter().map(|key| (key.code(), key)).collect();
    let among_node = table.0.required("among");
    let among = table.words("among", &keys);
    if let Some(node) = among_node
        && among.is_empty()
    {
        node.fault("至少要写一项，通常是 [\"story\"]");
    }
    let keep =
        table.must_word("keep", [("highest", Keep::Highest), ("best", Keep::Best), ("last", Keep::Last)]);
    let count = table.number("count");
    if keep == Some(Keep::Best) && count.is_none() {
        table.0.node().fault("keep = \"best\" 时要写 count（取几项）");
    }
    if keep == Some(Keep::Last) && rates.is_empty() {
        table.0.node().fault("keep = \"last\" 时要在 rates 里按先后列出各阶段的标准");
    }
    let one_per = table.word("one_per", keys);
    let within = table.period("within").unwrap_or(Period::Year);
    let (rule, name) = named?;
    Some(Choice { rule, name, rates, attached, among, keep: keep?, count, one_per, within })
}

fn grant(table: &Table<'_>) -> Option<Grant> {
    let named = named(table);
    let points = table.must_points("points");
    let period = table.period("period").unwrap_or(Period::Year);
    let groups = table.texts("groups");
    let category = table.category("category");
    let (rule, name) = named?;
    Some(Grant { rule, name, points: points?, period, groups, category })
}

fn measure(table: &Table<'_>) -> Measure {
    Measure {
        count: table.words("count", &facts()),
        when: table.filter("when"),
        unless: table.filter("unless"),
        categories: table.categories("categories"),
    }
}

fn amounts(node: &Node<'_>) -> Option<BTreeMap<String, Points>> {
    let entries = node.entries()?;
    Some(
        entries
            .into_iter()
            .filter_map(|(name, node)| Some((name.trim().to_owned(), node.decimal()?)))
            .collect(),
    )
}

fn condition(node: &Node<'_>) -> Option<Condition> {
    let table = Table(node.object(&keys_of(sections::CONDITION))?);
    let condition = Condition {
        measure: measure(&table),
        at_least: table.points("at_least"),
        for_groups: table.optional("for_groups", amounts).unwrap_or_default(),
        for_units: table.optional("for_units", amounts).unwrap_or_default(),
    };
    if condition.at_least.is_none() && condition.for_groups.is_empty() && condition.for_units.is_empty() {
        node.fault("要写任务数：at_least，或 for_groups、for_units");
    }
    Some(condition)
}

fn quota(table: &Table<'_>) -> Option<Quota> {
    let named = named(table);
    let period = table.period("period").unwrap_or(Period::Month);
    let conditions = table.0.optional("conditions").and_then(|node| node.list()).unwrap_or_default();
    let conditions: Vec<Condition> = conditions.iter().filter_map(condition).collect();
    if conditions.is_empty() {
        table.0.node().fault("至少要有一个条件（conditions）；不附条件的分写在 grants");
    }
    let measured =
        [("before_deductions", When::BeforeDeductions), ("after_deductions", When::AfterDeductions)];
    let measured = table.word("measured", measured).unwrap_or_default();
    let (rule, name) = named?;
    Some(Quota {
        rule,
        name,
        period,
        conditions,
        measured,
        met: table.points_or_zero("met"),
        missed: table.points_or_zero("missed"),
        missed_each: table.points_or_zero("missed_each"),
        pro_rata: table.truth("pro_rata").unwrap_or_default(),
        shortfall_times: table.points_or_zero("shortfall_times"),
        beyond_each: table.points_or_zero("beyond_each"),
        beyond_most: table.points("beyond_most"),
        least: table.points("least"),
        most: table.points("most"),
        category: table.category("category"),
        deduction_category: table.category("deduction_category"),
    })
}

fn judged(table: &Table<'_>) -> Option<Judged> {
    let named = named(table);
    let (least, most) = (table.must_points("least"), table.must_points("most"));
    let category = table.category("category");
    let (rule, name) = named?;
    Some(Judged { rule, name, least: least?, most: most?, category })
}

fn consequence(table: &Table<'_>) -> Consequence {
    let effects = Effect::ALL.into_iter().map(|effect| (effect.code(), effect));
    let consequence = Consequence {
        points: table.points_or_zero("points"),
        effect: table.word("effect", effects),
        remark: table.text("remark"),
        category: table.category("category"),
    };
    if consequence.points.is_zero() && consequence.effect.is_none() && consequence.remark.is_none() {
        table.0.node().fault("要写明处理：points、effect 或 remark");
    }
    consequence
}

fn escalation(table: &Table<'_>) -> Option<Escalation> {
    let named = named(table);
    let fact = table.must_word("fact", facts());
    let (when, unless) = (table.filter("when"), table.filter("unless"));
    let within = table.period("within").unwrap_or(Period::Year);
    let from = table.0.required("from").and_then(|node| node.number(1));
    let once = table.truth("once").unwrap_or_default();
    let consequence = consequence(table);
    let (rule, name) = named?;
    Some(Escalation { rule, name, fact: fact?, when, unless, within, from: from?, once, consequence })
}

fn cap(table: &Table<'_>) -> Option<Cap> {
    let named = named(table);
    let (most, least) = (table.points("most"), table.points("least"));
    if most.is_none() && least.is_none() {
        table.0.node().fault("要写 most（最高）或 least（最低）");
    }
    let (rule, name) = named?;
    Some(Cap {
        rule,
        name,
        categories: table.categories("categories"),
        rules: table.texts("rules"),
        period: table.period("period").unwrap_or(Period::Month),
        most,
        least,
        groups: table.texts("groups"),
        with_opening: table.truth("with_opening").unwrap_or_default(),
        category: table.category("category"),
    })
}

fn streak(table: &Table<'_>) -> Option<Streak> {
    let named = named(table);
    let measure = measure(table);
    let below = table.must_points("below");
    let period = table.period("period").unwrap_or(Period::Month);
    let running = table.0.required("running").and_then(|node| node.number(1));
    let consequence = consequence(table);
    let (rule, name) = named?;
    Some(Streak { rule, name, measure, below: below?, period, running: running?, consequence })
}

fn cumulative(table: &Table<'_>) -> Option<Cumulative> {
    let by = table.word("by", [("sum", CumulativeBy::Sum), ("average", CumulativeBy::Average)]);
    Some(Cumulative { period: table.period("period").unwrap_or(Period::Year), by: by.unwrap_or_default() })
}

fn conversion(table: &Table<'_>) -> Option<Conversion> {
    let full = table.must_points("full");
    let whole = table.0.required("whole").and_then(|node| {
        if node.is_text() {
            match Mark::named(node.text()?) {
                Ok(mark) => Some(mark),
                Err(error) => {
                    node.fault(format!("{error}，或写 highest_of_group、highest"));
                    None
                }
            }
        } else {
            node.decimal().map(Mark::Points)
        }
    });
    let bounded = table.truth("bounded").unwrap_or_default();
    Some(Conversion { full: full?, whole: whole?, bounded })
}

fn part(table: &Table<'_>) -> Option<Part> {
    let name = table.must_text("name");
    let categories = table.categories("categories");
    let weight = table.must_points("weight");
    let conversion =
        table.optional("conversion", |node| conversion(&Table(node.object(&keys_of(sections::CONVERSION))?)));
    Some(Part { name: name?, categories, weight: weight?, conversion })
}

/// A figure of the bulletin, or one that the rule set defines, by its key.
fn field(node: &Node<'_>, figures: &[OwnFigure]) -> Option<Field> {
    let text = node.filled_text()?;
    let own = figures.iter().position(|figure| figure.key == text);
    let own = own.and_then(|place| u8::try_from(place).ok()).map(Field::Own);
    let found = own.or_else(|| {
        Field::from_code(text).filter(|field| match field {
            Field::Own(place) => usize::from(*place) < figures.len(),
            _ => true,
        })
    });
    if found.is_none() {
        let usual: Vec<String> = Field::ALL.iter().map(|field| field.code().to_owned()).collect();
        let own = figures.iter().map(|figure| figure.key.clone());
        let known: Vec<String> = usual.into_iter().chain(own).collect();
        node.fault(format!("没有“{text}”这个指标，可用：{}", known.join("、")));
    }
    found
}

fn ranking(table: &Table<'_>, figures: &[OwnFigure]) -> Option<Ranking> {
    let usual = Ranking::default();
    let methods = [("dense", RankMethod::Dense), ("competition", RankMethod::Competition)];
    let by = table.0.optional("by").and_then(|node| {
        let field = field(&node, figures)?;
        if matches!(field, Field::Unit | Field::Rank | Field::Remarks) {
            node.fault("排名要依据一个数字指标");
            return None;
        }
        Some(field)
    });
    let ties = table.0.optional("ties").and_then(|node| node.list()).unwrap_or_default();
    Some(Ranking {
        method: table.word("method", methods).unwrap_or_default(),
        by: by.unwrap_or(usual.by),
        ties: ties.iter().filter_map(criterion).collect(),
        across_groups: table.truth("across_groups").unwrap_or_default(),
        at_least: table.points("at_least"),
        without_excluded: table.truth("without_excluded").unwrap_or_default(),
    })
}

fn criterion(node: &Node<'_>) -> Option<RankCriterion> {
    if node.is_text() {
        let words = [
            ("adoption_rate", RankCriterion::AdoptionRate),
            ("pieces", RankCriterion::Pieces),
            ("upper_pieces", RankCriterion::UpperPieces),
            ("month", RankCriterion::Month),
        ];
        return word(node, words);
    }
    let table = Table(node.object(&["points"])?);
    table.0.required("points")?;
    Some(RankCriterion::Points(table.categories("points")))
}

fn remark(table: &Table<'_>, figures: &[OwnFigure]) -> Option<Remark> {
    let name = table.must_text("name");
    let field = table.0.required("field").and_then(|node| field(&node, figures));
    let (at_least, below) = (table.points("at_least"), table.points("below"));
    if at_least.is_none() && below.is_none() {
        table.0.node().fault("要写 at_least（不低于）或 below（低于）");
    }
    Some(Remark { name: name?, field: field?, at_least, below })
}

fn figure(table: &Table<'_>) -> Option<OwnFigure> {
    let node = table.0.required("key");
    let key = table.must_text("key");
    if let (Some(node), Some(key)) = (node, &key) {
        let plain =
            key.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
        if !plain || Field::from_code(key).is_some() {
            node.fault("代号用小写英文字母、数字和下划线，且不能与通报已有的指标同名");
        }
    }
    let name = table.must_text("name");
    let measure = measure(table);
    let rules = table.texts("rules");
    if measure.count.is_empty() && measure.categories.is_empty() && rules.is_empty() {
        table.0.node().fault("要写明计什么：count（篇数），或 categories、rules（得分）");
    }
    Some(OwnFigure { key: key?, name: name?, measure, rules })
}

fn point_columns(node: &Node<'_>) -> Option<PointColumns> {
    let usual = PointColumns::default();
    let table = Table(node.object(&["adoption_points", "commission_points", "base"])?);
    let listed = |key: &str| table.0.optional(key).map(|_| table.categories(key));
    Some(PointColumns {
        adoption_points: listed("adoption_points"),
        commission_points: listed("commission_points").unwrap_or(usual.commission_points),
        base: listed("base").unwrap_or(usual.base),
    })
}

fn words(node: &Node<'_>) -> Option<Words> {
    let usual = Words::default();
    let table = Table(node.object(&["office", "bureau", "upper", "commission", "forwarded"])?);
    Some(Words {
        office: table.text("office").unwrap_or(usual.office),
        bureau: table.text("bureau").unwrap_or(usual.bureau),
        upper: table.text("upper").unwrap_or(usual.upper),
        commission: table.text("commission").unwrap_or(usual.commission),
        forwarded: table.text("forwarded").unwrap_or(usual.forwarded),
    })
}

/// Heads within heads, at most.
const DEEPEST_HEAD: usize = 4;

fn columns(node: &Node<'_>, figures: &[OwnFigure], depth: usize) -> Option<Vec<Column>> {
    let nodes = node.list()?;
    if nodes.is_empty() {
        node.fault("至少要有一栏");
    }
    if depth >= DEEPEST_HEAD {
        node.fault("表头至多四层");
        return None;
    }
    Some(nodes.iter().filter_map(|node| column(node, figures, depth)).collect())
}

fn column(node: &Node<'_>, figures: &[OwnFigure], depth: usize) -> Option<Column> {
    let table = Table(node.object(&["heading", "field", "shows_zero", "columns"])?);
    let heading = table.must_text("heading");
    match (table.0.optional("field"), table.0.optional("columns")) {
        (Some(own), None) => {
            let field = field(&own, figures);
            let shows_zero = table.truth("shows_zero").unwrap_or_default();
            Some(Column::Figure(FigureColumn { heading: heading?, field: field?, shows_zero }))
        }
        (None, Some(below)) => {
            let columns = columns(&below, figures, depth + 1);
            Some(Column::Group { heading: heading?, columns: columns? })
        }
        _ => {
            node.fault("一栏要写 field（指标），或者 columns（下一层的各栏），写其中一个");
            None
        }
    }
}
