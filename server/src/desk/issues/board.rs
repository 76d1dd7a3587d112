//! The board on which an issue is arranged: what is in it, what could be, how it comes out on paper.

use app::desk::{
    Refusal,
    issues::{Board, BoardItem, BoardPages, BoardSection, Boards, PageSpot, Warning},
};
use async_trait::async_trait;
use domain::{
    gist::gist,
    id::{IssueId, ItemId, UnitId},
    issue::{
        Issue, IssueAction,
        side_by_side::{Beside, Kinship, side_by_side},
    },
    item::{Item, ItemText, Kind},
    markdown::{self, Block},
    permission::{IssueAct, OfficeAct, permits_issue, permits_office},
    person::Actor,
    unit::{Unit, UnitDirectory},
};
use store::{issues, items, units};
use typeset::{ItemSpot, Measures};

use super::{OfficeDesk, content::Arranged, visible};
use crate::desk::checks::next_issue_state;
use crate::desk::{items::MOST_NEAR, who_can::who_can};
use crate::press::Draft;

/// How many shortlisted items are shown at once; the filter finds the others, and the page says so.
const MOST_SHORTLISTED: usize = 200;

#[async_trait]
impl Boards for OfficeDesk {
    async fn board(&self, actor: &Actor, id: IssueId, filter: &str) -> Result<Board, Refusal> {
        let issue = self.issue(id).await?;
        visible(permits_issue(actor, IssueAct::Read, &issue))?;
        permits_issue(actor, IssueAct::Arrange, &issue)?;
        next_issue_state(&issue, IssueAction::Arrange)?;
        self.note_reading_of_issue(actor, &issue).await;
        let connection = self.store.reader();
        let arranged = Arranged::load(connection, &issue).await?;
        let directory = units::directory(connection).await?;
        let shortlisted = issues::shortlisted(connection).await?;
        let all = items::load_many(connection, &shortlisted).await?;
        let reached = items::reached_at(connection, &shortlisted).await?;
        let shortlist = all.iter().map(|item| BoardItem {
            reached_at: reached.get(&item.id).copied(),
            ..board_item(item, &directory, self.press.measures())
        });
        let shortlist = shortlist.filter(|item| matches(item, filter)).take(MOST_SHORTLISTED).collect();
        let draft = self.draft_of(&issue, &arranged).await?;
        Ok(Board {
            card: self.card_of(&issue).await?,
            sections: sections_of(&arranged, &directory, self.press.measures()),
            shortlist,
            shortlisted: all.len(),
            warnings: self.warnings(actor, id, &arranged, &directory, draft.as_ref()).await?,
            clearing: self.clearing(actor, &arranged).await?,
            pages: draft.map(|draft| pages_of(draft, &arranged)),
            sent_back: issues::last_sent_back(connection, id).await?,
        })
    }
}

impl OfficeDesk {
    /// How the issue comes out; nothing where it is empty.
    pub(super) async fn draft_of(
        &self,
        issue: &Issue,
        arranged: &Arranged,
    ) -> Result<Option<Draft>, Refusal> {
        if arranged.items.is_empty() {
            return Ok(None);
        }
        Ok(self.press.draft(issue.id, &arranged.content).await.map(Some)?)
    }

    async fn warnings(
        &self,
        actor: &Actor,
        id: IssueId,
        arranged: &Arranged,
        directory: &UnitDirectory,
        draft: Option<&Draft>,
    ) -> Result<Vec<Warning>, Refusal> {
        let mut warnings = arranged.obstacles(id);
        warnings.extend(arranged.absent_names());
        warnings.extend(draft.and_then(|draft| last_page(id, arranged, draft, self.press.measures())));
        warnings.extend(neighbours(id, arranged, directory));
        if let Some(draft) = draft {
            warnings.extend(arranged.print_obstacles(&draft.obstacles));
        }
        for section in arranged.arrangement.sections.iter().filter(|section| section.items.is_empty()) {
            warnings.push(Warning {
                words: format!("栏目“{}”还是空的，不会印出", section.label()),
                address: format!("/issues/{id}/desk#section-{}", section.id),
                obstructs: false,
                alike: String::new(),
            });
        }
        warnings.extend(self.proof_warnings(arranged).await?);
        warnings.extend(self.near_warnings(actor, arranged).await?);
        let titles: Vec<String> = arranged.items.iter().map(|item| item.text.list_title()).collect();
        let earlier = issues::adopted_under(self.store.reader(), &titles).await?;
        for (item, title, label) in earlier {
            warnings.push(Warning {
                words: format!("《{title}》与{label}刊过的一篇同题"),
                address: format!("/items/{item}"),
                obstructs: false,
                alike: "篇（则）与刊过的稿件同题".to_owned(),
            });
        }
        Ok(warnings)
    }

    /// Who can clear what is not cleared yet.
    async fn clearing(&self, actor: &Actor, arranged: &Arranged) -> Result<Option<String>, Refusal> {
        if arranged.items.iter().all(Item::is_cleared) {
            return Ok(None);
        }
        let may = |one: &Actor| permits_office(one, OfficeAct::Clear).is_ok();
        let words = match may(actor) {
            true => "您可以审查".to_owned(),
            false => who_can(&self.everybody().await?, "保密审查员", may),
        };
        Ok(Some(words))
    }

    /// Items that are nearly the same as another, in this issue or elsewhere; each pair once.
    async fn near_warnings(&self, actor: &Actor, arranged: &Arranged) -> Result<Vec<Warning>, Refusal> {
        let ids: Vec<ItemId> = arranged.items.iter().map(|item| item.id).collect();
        let near = self.near_kept(actor, &ids, MOST_NEAR).await?;
        let place = |id: ItemId| ids.iter().position(|one| *one == id);
        let mut warnings = Vec::new();
        for (number, item) in arranged.items.iter().enumerate() {
            for near in near.get(&item.id).into_iter().flatten() {
                let is_here = place(near.item);
                if is_here.is_some_and(|other| other < number) {
                    continue;
                }
                let title = item.text.list_title();
                let about = if is_here.is_some() { "也在本期".to_owned() } else { near.whereabouts() };
                warnings.push(Warning {
                    words: format!(
                        "《{title}》与《{}》（{about}）{}% 相同（不计日期、数字）",
                        near.title, near.share
                    ),
                    address: format!("/items/{}/beside/{}", item.id, near.item),
                    obstructs: false,
                    alike: "篇（则）与别的稿件相近".to_owned(),
                });
            }
        }
        Ok(warnings)
    }

    /// Items in which there is something to look at that nobody has, and figures that differ between them.
    async fn proof_warnings(&self, arranged: &Arranged) -> Result<Vec<Warning>, Refusal> {
        let mut warnings = Vec::new();
        for (item, count) in self.findings_of(&arranged.items).await? {
            let title = item.text.list_title();
            warnings.push(Warning {
                words: format!("《{title}》有{count}处校对意见没有看过"),
                address: format!("/items/{}#proof", item.id),
                obstructs: false,
                alike: "篇（则）有没看过的校对意见".to_owned(),
            });
        }
        let bodies: Vec<&str> = arranged.items.iter().map(|item| item.text.body.as_str()).collect();
        for conflict in domain::figures::across(&bodies) {
            let item = arranged.items.get(conflict.places[1].0);
            let address = item.map_or_else(String::new, |item| format!("/items/{}", item.id));
            warnings.push(Warning {
                words: conflict.explanation,
                address,
                obstructs: false,
                alike: String::new(),
            });
        }
        Ok(warnings)
    }
}

/// Where the last page holds less than this many lines, what would spare it is told.
const FEW_LINES: usize = 6;
/// So many ways to spare a page are named.
const WAYS: usize = 3;

/// That the last page holds but a few lines, and without which piece there would be a page less.
fn last_page(id: IssueId, arranged: &Arranged, draft: &Draft, measures: &Measures) -> Option<Warning> {
    let lines = percent(draft.last_page_fill) as usize * measures.lines as usize;
    let lines = lines.div_ceil(100);
    if draft.pages < 2 || lines > FEW_LINES {
        return None;
    }
    let columns = (measures.columns as usize).max(1);
    let mut ways: Vec<(usize, &Item)> = arranged
        .items
        .iter()
        .map(|item| {
            let lines = lines_on_paper(&item.text, &markdown::parse(&item.text.body), measures);
            (if item.text.kind == Kind::Brief { lines.div_ceil(columns) } else { lines }, item)
        })
        .filter(|(spared, _)| *spared >= lines.max(1))
        .collect();
    ways.sort_by_key(|(spared, _)| *spared);
    ways.truncate(WAYS);
    let holds = if lines == 0 { "末页只有报尾".to_owned() } else { format!("末页只有{lines}行") };
    let named: Vec<String> =
        ways.iter().map(|(spared, item)| format!("《{}》（约{spared}行）", item.text.list_title())).collect();
    let words = match named.is_empty() {
        true => holds,
        false => format!("{holds}：移出{}，可以少一页", named.join("或")),
    };
    let first = ways.first().map(|(_, item)| format!("#item-{}", item.id)).unwrap_or_default();
    Some(Warning {
        words,
        address: format!("/issues/{id}/desk{first}"),
        obstructs: false,
        alike: String::new(),
    })
}

/// So many neighbours are told by their titles.
const NAMED: usize = 3;

/// Pieces of one unit or of one subject that stand side by side.
fn neighbours(id: IssueId, arranged: &Arranged, directory: &UnitDirectory) -> Vec<Warning> {
    let names: Vec<&str> =
        directory.units().iter().flat_map(|unit| [unit.name.as_str(), unit.list_name()]).collect();
    let mut warnings = Vec::new();
    for section in &arranged.arrangement.sections {
        let items: Vec<&Item> = section
            .items
            .iter()
            .filter_map(|placed| arranged.items.iter().find(|item| item.id == *placed))
            .collect();
        let credited: Vec<Vec<UnitId>> = items.iter().map(|item| item.credited_units()).collect();
        let titles: Vec<String> = items.iter().map(|item| item.text.list_title()).collect();
        let pieces: Vec<Beside> =
            credited.iter().zip(&titles).map(|(units, title)| Beside { units, title }).collect();
        for (run, kinship) in side_by_side(&pieces, &names) {
            let titles = &titles[run.clone()];
            let named: String = titles.iter().take(NAMED).map(|title| format!("《{title}》")).collect();
            let more =
                if titles.len() > NAMED { format!("等{}篇（则）", titles.len()) } else { String::new() };
            let (why, alike) = match kinship {
                Kinship::Unit(unit) => {
                    let unit = directory.get(unit).map(Unit::list_name).unwrap_or_default();
                    (format!("都是{unit}的"), "处挨着的稿件出自同一单位")
                }
                Kinship::Subject(words) => (format!("都说“{words}”"), "处挨着的稿件说的是一件事"),
            };
            warnings.push(Warning {
                words: format!("{named}{more}挨着，{why}"),
                address: format!("/issues/{id}/desk#item-{}", items[*run.start()].id),
                obstructs: false,
                alike: alike.to_owned(),
            });
        }
    }
    warnings
}

fn sections_of(arranged: &Arranged, directory: &UnitDirectory, measures: &Measures) -> Vec<BoardSection> {
    let item = |id: &ItemId| arranged.items.iter().find(|item| item.id == *id);
    let sections = arranged.arrangement.sections.iter().map(|section| BoardSection {
        id: section.id,
        kind: section.kind,
        title: section.title.clone(),
        in_columns: section.in_columns,
        items: section
            .items
            .iter()
            .filter_map(item)
            .map(|item| board_item(item, directory, measures))
            .collect(),
    });
    sections.collect()
}

fn board_item(item: &Item, directory: &UnitDirectory, measures: &Measures) -> BoardItem {
    let units: Vec<&str> = item
        .attribution
        .parts
        .iter()
        .map(|part| match part.unit.and_then(|unit| directory.get(unit)) {
            Some(unit) => unit.list_name(),
            None => part.text.as_str(),
        })
        .collect();
    let blocks = markdown::parse(&item.text.body);
    let text = markdown::plain_text(&blocks);
    let title = item.text.list_title();
    let gist = match (item.text.kind, directory.get(item.submitting_unit)) {
        (Kind::Brief, Some(unit)) => gist(&title, unit).to_owned(),
        _ => title.clone(),
    };
    BoardItem {
        id: item.id,
        kind: item.text.kind,
        title,
        gist,
        units: units.join("、"),
        characters: markdown::count_characters(&text),
        lines: lines_on_paper(&item.text, &blocks, measures),
        reached_at: None,
        cleared: item.is_cleared(),
        resolved: !item.attribution.is_empty() && item.attribution.unresolved().next().is_none(),
    }
}

/// Lines that a picture takes, about.
const PICTURE: usize = 10;

/// How many lines a text takes on paper, about: its headline, its paragraphs with their indents, its tables' rows.
/// Of a brief the lines of its column.
fn lines_on_paper(text: &ItemText, blocks: &[Block], measures: &Measures) -> usize {
    let line = match text.kind {
        Kind::Article => measures.characters as usize,
        Kind::Brief => whole(measures.column_characters()),
    };
    let of = |characters: usize| (characters + 2).div_ceil(line);
    let headline = if text.title.is_empty() { 0 } else { text.title.chars().count().div_ceil(line - 8) };
    let block = |block: &Block| match block {
        Block::Table { rows, .. } => rows.len() + 1,
        Block::Picture { .. } => PICTURE,
        Block::Rule => 0,
        Block::List { items, .. } => {
            items.iter().map(|item| of(markdown::plain_text(item).chars().count())).sum()
        }
        block => of(markdown::plain_text(std::slice::from_ref(block)).chars().count()),
    };
    headline + blocks.iter().map(block).sum::<usize>()
}

fn matches(item: &BoardItem, filter: &str) -> bool {
    filter
        .split_whitespace()
        .all(|word| item.title.contains(word) || item.units.contains(word) || item.kind.label() == word)
}

fn pages_of(draft: Draft, arranged: &Arranged) -> BoardPages {
    let spot = |spot: &ItemSpot| {
        let item = arranged.items.get(spot.item)?;
        Some(PageSpot {
            item: item.id,
            left: thousandths(spot.left),
            top: thousandths(spot.top),
            width: thousandths(spot.width),
            height: thousandths(spot.height),
        })
    };
    BoardPages {
        count: draft.pages,
        last_page_fill: percent(draft.last_page_fill),
        spots: draft.spots.iter().map(|page| page.iter().filter_map(spot).collect()).collect(),
        digest: draft.digest,
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to what the type holds")]
fn thousandths(fraction: f64) -> u16 {
    (fraction * 1000.0).round().clamp(0.0, 1000.0) as u16
}

/// Characters of a line that are whole, more than its headline leaves free.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to what the type holds")]
fn whole(characters: f64) -> usize {
    characters.floor().clamp(9.0, 1000.0) as usize
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to what the type holds")]
fn percent(fraction: f64) -> u8 {
    (fraction * 100.0).round().clamp(0.0, 100.0) as u8
}
