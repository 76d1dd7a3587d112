//! What a change of a unit brings about, and what stands in its way. It only reads.

use std::collections::{BTreeMap, BTreeSet};

use app::desk::{
    Refusal,
    office::{
        UnitChanges,
        changes::{ChangePage, ChangePreview, ChangeUnit, Following},
    },
};
use async_trait::async_trait;
use domain::{
    calendar::Month,
    closing,
    id::{IssueId, ItemId, UnitId},
    issue::{Issue, IssueState},
    permission::{OfficeAct, permits_office},
    person::Actor,
    points::Points,
    scoring::{Fact, FactKind, parents_in},
    unit::{
        Unit, UnitDirectory,
        changes::{ChangeKind, day_concerned, first_day, first_month_after, last_day, stand_ins},
    },
    workflow::State,
};
use store::{
    Connection, facts, issues, items, ledger as lines, opening, people,
    units::{self, parents},
    year::known_months,
};

use super::read::{Meant, day_in_words};
use crate::desk::{OfficeDesk, Writing, ledger, year::RuleSets};

/// What stands in the way of a change: closed months that would show it, and points that nobody would get.
pub(super) async fn obstacles(connection: &impl Connection, meant: &Meant) -> Result<Vec<String>, Refusal> {
    let mut obstacles = Vec::new();
    let without = first_month_after(meant.day);
    let shows = |month: &Month| match meant.kind {
        ChangeKind::Renamed => last_day(*month) >= meant.day && meant.unit.exists_in(*month),
        _ if meant.goes_on => false,
        _ => *month >= without && (meant.unit.exists_in(*month) || meant.heir.is_some()),
    };
    let closed: Vec<Month> = ledger::closed(connection).await?.months().filter(shows).collect();
    if let Some(last) = closed.iter().max() {
        let months: Vec<String> = closed.iter().map(|month| closing::in_words(*month)).collect();
        obstacles.push(format!(
            "{}已结账，那时的通报照旧，不能自{}起{}。请把日期定在{}或以后，或先在“月份”中写明原因重开",
            months.join("、"),
            day_in_words(meant.day),
            meant.kind.label(),
            day_in_words(first_day(last.next()))
        ));
    }
    // Whoever goes on must earn points.
    let earns = |name: &str| meant.into.iter().all(|unit| unit.name != name || unit.scored);
    let has_successor = instead_of(meant).is_some_and(earns);
    if meant.kind != ChangeKind::Renamed && !meant.goes_on && !has_successor && meant.unit.scored {
        // Of units for which this one stands in as well.
        let directory = units::directory(connection).await?;
        let instead = stand_ins(directory.units(), directory.changes(), without);
        let stood_for = instead.into_iter().filter(|(_, heir)| *heir == meant.unit.id).map(|(unit, _)| unit);
        let mut later = facts_since(connection, meant.unit.id, without).await?;
        for unit in stood_for {
            later.extend(facts_since(connection, unit, without).await?);
        }
        obstacles.extend(stranded(&meant.unit.name, &later));
    }
    Ok(obstacles)
}

/// Refuses to leave points behind that nobody gets: facts of months in which the unit stood before the change and stands
/// no more, and in which no other stands for it.
pub(in crate::desk) async fn refuse_stranded(
    writing: &Writing,
    before: Option<&Unit>,
    after: &Unit,
) -> Result<(), Refusal> {
    let Some(before) = before.filter(|before| (before.since, before.until) != (after.since, after.until))
    else {
        return Ok(());
    };
    if !after.scored {
        return Ok(());
    }
    let connection = writing.connection();
    let directory = units::directory(connection).await?;
    let mut lost = facts_since(connection, after.id, Month::FIRST).await?;
    lost.retain(|fact| {
        let month = fact.month;
        let earns = directory.earner_in(after.id, month).is_some_and(|earner| earner.scored);
        before.exists_in(month) && !(after.exists_in(month) || earns)
    });
    match stranded(&after.name, &lost) {
        None => Ok(()),
        Some(words) => Err(Refusal::blocked(words)),
    }
}

/// 甲科在2024年5月还有采用2篇、上报1篇.
fn stranded(name: &str, facts: &[Fact]) -> Option<String> {
    let mut by_month: BTreeMap<Month, Vec<&Fact>> = BTreeMap::new();
    for fact in facts {
        by_month.entry(fact.month).or_default().push(fact);
    }
    if by_month.is_empty() {
        return None;
    }
    let months: Vec<String> = by_month
        .iter()
        .map(|(month, facts)| format!("{}{}", closing::in_words(*month), counted(facts)))
        .collect();
    Some(format!(
        "那时{name}已不在册，而记在它名下的还有：{}，这些将没有单位记分。请把日期改到这些月份以后；有单位接续的用“并入”，由接续的单位记分",
        months.join("；")
    ))
}

/// 采用2篇、上报1篇.
fn counted(facts: &[&Fact]) -> String {
    let mut counts: BTreeMap<&'static str, u32> = BTreeMap::new();
    for fact in facts {
        let what = match &fact.kind {
            FactKind::Submissions { .. } => "上报",
            FactKind::NewsletterAdoption { .. } => "采用",
            FactKind::UpperAdoption { .. } => "上级采用",
            FactKind::Commission { .. } => "约稿",
            FactKind::Forwarding { .. } => "报送上级",
            FactKind::Instruction { .. } => "批示",
            FactKind::Adjustment { .. } => "加减分",
            FactKind::Ruling { .. } => "处理",
        };
        *counts.entry(what).or_default() += fact.pieces();
    }
    counts.iter().map(|(what, count)| format!("{what}{count}件")).collect::<Vec<_>>().join("、")
}

/// What is recorded of a unit in a month and after it.
async fn facts_since(connection: &impl Connection, unit: UnitId, since: Month) -> Result<Vec<Fact>, Refusal> {
    let known = known_months(connection).await?;
    let mut months = known.into_iter().filter(|month| *month >= since);
    let Some(first) = months.next() else { return Ok(Vec::new()) };
    let last = months.next_back().unwrap_or(first);
    Ok(facts::of_unit(connection, first..=last, unit).await?)
}

async fn follows(
    connection: &impl Connection,
    directory: &UnitDirectory,
    meant: &Meant,
    present: Month,
) -> Result<Vec<Following>, Refusal> {
    let mut follows = Follows(Vec::new());
    let unit = &meant.unit;
    let without = first_month_after(meant.day);
    match &meant.renamed {
        Some((name, _)) => {
            let month = closing::in_words(Month::of(meant.day));
            follows.say("名称", format!("{month}起的通报印“{name}”，以前各月照旧印“{}”", unit.name));
            follows.say("署名", format!("“{}”从此是它的别名，署名和登记时两个名称都认得", unit.name));
        }
        None if meant.goes_on => follows.say("通报", format!("{}照旧列名", unit.name)),
        None => {
            let (last, first) = (closing::in_words(without.previous()), closing::in_words(without));
            follows.say(
                "通报",
                match unit.scored {
                    true => format!("{}列名到{last}，{first}起不再列名；以前各月不变", unit.name),
                    false => format!("{}不记分，本来就不列名", unit.name),
                },
            );
            let day = day_in_words(meant.day);
            follows.say("署名", format!("{day}起署{}的，写稿时提醒，送审时不能通过", unit.name));
        }
    }
    for name in &meant.founded {
        let words =
            format!("{name}自{}起设立，分组、顺序、审核和记分与{}相同", day_in_words(meant.day), unit.name);
        follows.say("新单位", words);
    }
    if meant.kind != ChangeKind::Renamed && !meant.goes_on {
        points(connection, meant, without, present, &mut follows).await?;
    }
    items_under_way(connection, meant, &mut follows).await?;
    office(connection, directory, unit, present, &mut follows).await?;
    Ok(follows.0)
}

/// Where its points of the year are, and go; and what is recorded of later months.
async fn points(
    connection: &impl Connection,
    meant: &Meant,
    without: Month,
    present: Month,
    follows: &mut Follows,
) -> Result<(), Refusal> {
    let heir_unit = meant.into.iter().find(|unit| Some(&unit.name) == meant.heir.as_ref());
    let asked: Vec<UnitId> =
        [Some(meant.unit.id), heir_unit.map(|unit| unit.id)].into_iter().flatten().collect();
    let last = without.previous();
    let year = if last.year() == without.year() { last.year() } else { without.year() };
    let mut sums: BTreeMap<UnitId, Points> = BTreeMap::new();
    if last.year() == without.year() {
        let add = |sum: &mut Points, points: Points| *sum = sum.checked_add(points).unwrap_or(*sum);
        let lines = lines::sums_of(connection, last.january()..=last, &asked).await?;
        for ((_, unit), points) in lines {
            add(sums.entry(unit).or_default(), points);
        }
        for opening in opening::of_year(connection, year).await? {
            add(sums.entry(opening.unit).or_default(), opening.points);
        }
    }
    let own = sums.get(&meant.unit.id).copied().unwrap_or_default();
    let until = closing::in_words(last.min(present));
    match (&meant.heir, last.year() == without.year()) {
        (Some(heir), true) => {
            let before = heir_unit.and_then(|unit| sums.get(&unit.id)).copied().unwrap_or_default();
            let after = before.checked_add(own).unwrap_or(before);
            let since = closing::in_words(without);
            follows.say("得分", format!(
                "到{until}累计{own}分，{since}起计入{heir}的累计分数（按现在的台账，由{before}分成为{after}分）；本月分数不变，台账一笔不动"
            ));
        }
        (None, true) => {
            follows.say("得分", format!("到{until}累计{own}分，留在{}，不计入别的单位", meant.unit.name))
        }
        (_, false) => follows.say("得分", "累计分数每年从头算起，没有今年的得分要处理".to_owned()),
    }
    let later = facts_since(connection, meant.unit.id, without).await?;
    if let (false, Some(instead)) = (later.is_empty(), instead_of(meant)) {
        let all: Vec<&Fact> = later.iter().collect();
        follows.say(
            "记分",
            format!(
                "{}起已记在{}名下的{}，改记{instead}",
                closing::in_words(without),
                meant.unit.name,
                counted(&all)
            ),
        );
    }
    Ok(())
}

/// The name of the unit that is credited with what is recorded of the ended one in later months, where it is one.
fn instead_of(meant: &Meant) -> Option<&str> {
    match (&meant.heir, meant.into.as_slice(), meant.founded.as_slice()) {
        (Some(heir), _, _) => Some(heir),
        (None, [only], []) => Some(&only.name),
        (None, [], [only]) => Some(only),
        _ => None,
    }
}

/// Items that name it and are not yet in print.
async fn items_under_way(
    connection: &impl Connection,
    meant: &Meant,
    follows: &mut Follows,
) -> Result<(), Refusal> {
    let unit = &meant.unit;
    let found = items::under_way_of(connection, unit.id).await?;
    let mut by_state: BTreeMap<&'static str, usize> = BTreeMap::new();
    for (_, _, state) in &found {
        *by_state.entry(state.label()).or_default() += 1;
    }
    if !by_state.is_empty() {
        let states: Vec<String> = by_state.iter().map(|(state, count)| format!("{state}{count}篇")).collect();
        let words = format!("署{}的稿件还有{}", unit.list_name(), states.join("、"));
        follows.link("稿件", words, format!("/inbox?unit={}", unit.id));
    }
    let placed: Vec<ItemId> =
        found.iter().filter(|(_, _, state)| *state == State::Placed).map(|(item, ..)| *item).collect();
    let mut issues_of: BTreeMap<IssueId, Option<Issue>> = BTreeMap::new();
    for item in items::load_many(connection, &placed).await? {
        let Some((id, _)) = item.placed_in else { continue };
        let issue = match issues_of.get(&id) {
            Some(issue) => issue.clone(),
            None => issues::find(connection, id).await?,
        };
        issues_of.insert(id, issue.clone());
        let Some(issue) = issue else { continue };
        let is_of_the_time = day_concerned(issue.date, issue.credit_month) < meant.day;
        if is_of_the_time {
            continue;
        }
        let what_to_do = match (meant.kind, issue.state) {
            (ChangeKind::Renamed, _) => "印出的还是署名里写的名称，要改请修改文字".to_owned(),
            _ if meant.goes_on => "照旧记分".to_owned(),
            (_, IssueState::Arranging) => "署名要改，不改不能送审".to_owned(),
            _ if issue.credit_month < first_month_after(meant.day) => {
                format!("已经送审，当月仍由{}记分；要改署名，请退回编排", unit.list_name())
            }
            _ => match instead_of(meant) {
                Some(heir) => format!("已经送审，印出的仍是署名里的名称，记分归{heir}；要改署名，请退回编排"),
                None => "已经送审，要退回编排改过署名才能印发".to_owned(),
            },
        };
        let words = format!("《{}》已编入{}：{what_to_do}", item.text.list_title(), issue.label());
        follows.link("编入", words, format!("/items/{}", item.id));
    }
    Ok(())
}

/// Who and what else in the office hangs on the unit.
async fn office(
    connection: &impl Connection,
    directory: &UnitDirectory,
    unit: &Unit,
    present: Month,
    follows: &mut Follows,
) -> Result<(), Refusal> {
    let people = people::load_all(connection).await?;
    let bound: BTreeSet<String> = people
        .into_iter()
        .filter(|(account, roles)| account.active && roles.iter().any(|role| role.unit() == Some(unit.id)))
        .map(|(account, _)| account.name)
        .collect();
    if !bound.is_empty() {
        let names = bound.into_iter().collect::<Vec<_>>().join("、");
        let words = format!("{names}的角色属于{}，要改请到“人员”", unit.list_name());
        follows.link("人员", words, "/admin/people".to_owned());
    }
    let parents = parents_in(&parents::all(connection).await?, present);
    let children = parents.iter().filter(|(_, parent)| **parent == unit.id);
    let children: Vec<&str> =
        children.filter_map(|(child, _)| directory.get(*child)).map(|child| child.list_name()).collect();
    if !children.is_empty() {
        follows
            .say("下属单位", format!("{}属于{}，要改请到各自的页面", children.join("、"), unit.list_name()));
    }
    let rules = RuleSets::load(connection).await?;
    if rules.in_force(present).names_unit(&unit.name) {
        let words = format!("现行计分办法里写着“{}”，要从以后起用新的写法，请修订办法", unit.name);
        follows.link("计分办法", words, "/rules".to_owned());
    }
    Ok(())
}

struct Follows(Vec<Following>);

#[async_trait]
impl UnitChanges for OfficeDesk {
    async fn unit_change(
        &self,
        actor: &Actor,
        unit: UnitId,
        form: Option<ChangeUnit>,
    ) -> Result<ChangePage, Refusal> {
        permits_office(actor, OfficeAct::Administer)?;
        let snapshot = self.store.snapshot().await?;
        let connection = snapshot.connection();
        let found = units::find_with_version(connection, unit).await?;
        let (unit, version) = found.ok_or_else(|| Refusal::not_found("这个单位"))?;
        let directory = units::directory(connection).await?;
        let today = self.now().date();
        let preview = match form {
            None => None,
            Some(form) => Some(match Meant::read(&form, &directory, today) {
                Ok(meant) => Ok(ChangePreview {
                    words: meant.in_words(),
                    follows: follows(connection, &directory, &meant, Month::of(today)).await?,
                    obstacles: obstacles(connection, &meant).await?,
                }),
                Err(Refusal::Invalid(faults)) => Err(faults.into_iter().map(|fault| fault.words).collect()),
                Err(error) => return Err(error),
            }),
        };
        let others = directory.units().iter().filter(|other| other.id != unit.id && other.exists_on(today));
        Ok(ChangePage { others: others.map(|other| other.name.clone()).collect(), unit, version, preview })
    }
}

impl Follows {
    fn say(&mut self, what: &str, words: String) {
        self.0.push(Following { what: what.to_owned(), words, address: None });
    }

    fn link(&mut self, what: &str, words: String, address: String) {
        self.0.push(Following { what: what.to_owned(), words, address: Some(address) });
    }
}
