//! Reading what the bulletin makes of points: cumulative, marks, ranks, remarks, columns, words.

use super::{rules::measure, *};

pub(super) fn cumulative(table: &Table<'_>) -> Option<Cumulative> {
    let by = table.word("by", [("sum", CumulativeBy::Sum), ("average", CumulativeBy::Average)]);
    Some(Cumulative { period: table.period("period").unwrap_or(Period::Year), by: by.unwrap_or_default() })
}

pub(super) fn conversion(table: &Table<'_>) -> Option<Conversion> {
    let full = table.must_points("full");
    let whole = table.0.required("whole").and_then(|node| {
        if node.is_text() {
            match Mark::named(node.text()?) {
                Ok(mark) => Some(mark),
                Err(error) => {
                    node.fault(format!("{error}，或写 `highest_of_group`、`highest`"));
                    None
                }
            }
        } else {
            node.decimal().map(Mark::Points)
        }
    });
    let bounded = table.truth("bounded").unwrap_or_default();
    let least = table.points("least");
    Some(Conversion { full: full?, whole: whole?, bounded, least })
}

pub(super) fn part(table: &Table<'_>) -> Option<Part> {
    let name = table.must_text("name");
    let categories = table.categories("categories");
    let weight = table.must_points("weight");
    let conversion =
        table.optional("conversion", |node| conversion(&Table(node.object(&keys_of(sections::CONVERSION))?)));
    Some(Part { name: name?, categories, weight: weight?, conversion })
}

/// A figure of the bulletin, or one that the rule set defines, by its key.
pub(super) fn field(node: &Node<'_>, figures: &[OwnFigure]) -> Option<Field> {
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
        let usual: Vec<String> = Field::ALL.iter().map(|field| format!("`{}`", field.code())).collect();
        let own = figures.iter().map(|figure| figure.key.clone());
        let known: Vec<String> = usual.into_iter().chain(own).collect();
        node.fault(format!("没有“{text}”这个指标，可用：{}", known.join("、")));
    }
    found
}

pub(super) fn ranking(table: &Table<'_>, figures: &[OwnFigure]) -> Option<Ranking> {
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

pub(super) fn criterion(node: &Node<'_>) -> Option<RankCriterion> {
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

pub(super) fn remark(table: &Table<'_>, figures: &[OwnFigure]) -> Option<Remark> {
    let name = table.must_text("name");
    let field = table.0.required("field").and_then(|node| field(&node, figures));
    let (at_least, below) = (table.points("at_least"), table.points("below"));
    if at_least.is_none() && below.is_none() {
        table.0.node().fault("要写 `at_least`（不低于）或 `below`（低于）");
    }
    let groups = table.texts("groups");
    Some(Remark { name: name?, field: field?, at_least, below, groups })
}

pub(super) fn figure(table: &Table<'_>) -> Option<OwnFigure> {
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
        table.0.node().fault("要写明计什么：`count`（篇数），或 `categories`、`rules`（得分）");
    }
    Some(OwnFigure { key: key?, name: name?, measure, rules })
}

pub(super) fn point_columns(node: &Node<'_>) -> Option<PointColumns> {
    let usual = PointColumns::default();
    let table = Table(node.object(&["adoption_points", "commission_points", "base"])?);
    let listed = |key: &str| table.0.optional(key).map(|_| table.categories(key));
    Some(PointColumns {
        adoption_points: listed("adoption_points"),
        commission_points: listed("commission_points").unwrap_or(usual.commission_points),
        base: listed("base").unwrap_or(usual.base),
    })
}

pub(super) fn words(node: &Node<'_>) -> Option<Words> {
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

pub(super) fn columns(node: &Node<'_>, figures: &[OwnFigure], depth: usize) -> Option<Vec<Column>> {
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

pub(super) fn column(node: &Node<'_>, figures: &[OwnFigure], depth: usize) -> Option<Column> {
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
            node.fault("一栏要写 `field`（指标），或者 `columns`（下一层的各栏），写其中一个");
            None
        }
    }
}
