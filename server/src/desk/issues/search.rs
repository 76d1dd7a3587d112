//! Finding texts by their words.

use std::{
    collections::{BTreeMap, HashMap},
    time::Duration,
};

use app::desk::{
    Refusal,
    issues::{Found, Hit, HitPlace, Search, SearchAfter, SearchAsked, SearchPlace},
};
use async_trait::async_trait;
use domain::{
    id::{ItemId, NewsletterId},
    item::Item,
    markdown,
    permission::{Reader, reads_for_the_office},
    text,
    workflow::State,
};
use store::{
    issues::{self, ListedIssue},
    items::{
        self,
        list::{self, Filter, Printed, Row},
    },
    units,
};

use super::OfficeDesk;
use crate::desk::items::{choice, counted, visible_items};

/// Hits of a page.
const PAGE: usize = 30;
/// A search that has not ended after so long is given up.
const LONGEST: Duration = Duration::from_secs(10);

#[async_trait]
impl Search for OfficeDesk {
    async fn search(&self, reader: Reader<'_>, asked: &SearchAsked) -> Result<Found, Refusal> {
        let units = match reader {
            Reader::Person(_) => {
                units::directory(self.store.reader()).await?.units().iter().map(choice).collect()
            }
            Reader::Anybody => Vec::new(),
        };
        let shown = Shown::of(self, reader).await?;
        let Some(filter) = filter(reader, asked, &shown) else {
            return Ok(Found { units, ..Found::default() });
        };
        // It may go through everything that was ever written: a few at a time, each person in turn.
        let _held = self.searches.hold().await?;
        match tokio::time::timeout(LONGEST, self.found(asked, filter, &shown)).await {
            Ok(found) => Ok(Found { units, ..found? }),
            Err(_) => Err(Refusal::Busy("没有找完：要找的太宽，请多写几个字再找".to_owned())),
        }
    }
}

impl OfficeDesk {
    async fn found(&self, asked: &SearchAsked, filter: Filter, shown: &Shown) -> Result<Found, Refusal> {
        let connection = self.store.reader();
        let mut rows: Vec<(SearchAfter, Row)> = Vec::new();
        for in_title in [true, false] {
            let after = asked.after.filter(|after| after.in_title == in_title);
            let is_over = asked.after.is_some_and(|after| in_title && !after.in_title);
            if is_over || rows.len() > PAGE {
                continue;
            }
            let stage = Filter { in_title: Some(in_title), ..filter.clone() };
            let limit = (PAGE + 1 - rows.len()) as u64;
            let found = list::page(connection, &stage, after.map(|after| after.position), limit).await?;
            rows.extend(found.into_iter().map(|row| (SearchAfter { in_title, position: row.position }, row)));
        }
        let has_more = rows.len() > PAGE;
        rows.truncate(PAGE);
        let next = rows.last().map(|(after, _)| *after).filter(|_| has_more);
        let total = match (asked.after, has_more) {
            (None, false) => rows.len() as u64,
            _ => {
                let count = list::count(connection, &filter);
                self.known.counts.get(self.changes().await?, filter.clone(), count).await?
            }
        };
        let ids: Vec<ItemId> = rows.iter().map(|(_, row)| row.id).collect();
        let mut places = match asked.place {
            SearchPlace::Printed => issues::printed_in(connection, &ids).await?,
            SearchPlace::Items => HashMap::new(),
        };
        let rows = rows.into_iter().map(|(_, row)| {
            let place = places.remove(&row.id);
            (row, place)
        });
        let hits = self.hits(rows.collect(), &asked.text, shown).await?;
        Ok(Found { hits, next, total: Some(counted(total)), units: Vec::new() })
    }

    async fn hits(
        &self,
        found: Vec<(Row, Option<ListedIssue>)>,
        question: &str,
        shown: &Shown,
    ) -> Result<Vec<Hit>, Refusal> {
        let connection = self.store.reader();
        let ids: Vec<ItemId> = found.iter().map(|(row, _)| row.id).collect();
        let texts = items::load_many(connection, &ids).await?;
        let directory = units::directory(connection).await?;
        let phrases = text::phrases(question);
        let hit = |(row, place): (Row, Option<ListedIssue>)| {
            let body = texts.iter().find(|item| item.id == row.id).map(body_of).unwrap_or_default();
            let place = match place {
                Some(issue) => {
                    HitPlace::Issue { label: shown.label(&issue), issue: issue.id, date: issue.date }
                }
                None => HitPlace::Item { state: row.state, reached_at: row.reached_at },
            };
            Hit {
                item: row.id,
                kind: row.kind,
                title: text::excerpt(&row.title, &phrases),
                line: text::excerpt(&body, &phrases),
                unit: directory
                    .get(row.submitting_unit)
                    .map(|unit| unit.list_name().to_owned())
                    .unwrap_or_default(),
                authors: row.attribution.authors().map(str::to_owned).collect(),
                place,
            }
        };
        Ok(found.into_iter().map(hit).collect())
    }
}

fn body_of(item: &Item) -> String {
    let body = markdown::plain_text(&markdown::parse(&item.text.body));
    match item.text.attribution_line.is_empty() {
        true => body,
        false => format!("{body} {}", item.text.attribution_line),
    }
}

/// The items that are asked for; `None` where there is nothing to look for.
fn filter(reader: Reader<'_>, asked: &SearchAsked, shown: &Shown) -> Option<Filter> {
    let filter = Filter {
        text: Some(asked.text.clone()),
        units: asked.unit.map(|unit| vec![unit]),
        kind: asked.kind,
        author: asked.author.clone(),
        ..Filter::default()
    };
    let filter = match (asked.place, reader) {
        (SearchPlace::Printed, _) => Filter {
            states: vec![State::Adopted],
            printed: Some(Printed {
                newsletters: shown.newsletters.keys().copied().collect(),
                with_withheld: shown.with_withheld,
                year: asked.year,
            }),
            ..filter
        },
        (SearchPlace::Items, Reader::Person(actor)) => {
            Filter { states: State::ALL.to_vec(), visible_to: Some(visible_items(actor)), ..filter }
        }
        (SearchPlace::Items, Reader::Anybody) => return None,
    };
    list::asks_for_text(&filter).then_some(filter)
}

/// Which issues a reader is shown.
struct Shown {
    newsletters: BTreeMap<NewsletterId, String>,
    /// Those that are withheld from readers, too.
    with_withheld: bool,
}

impl Shown {
    async fn of(office: &OfficeDesk, reader: Reader<'_>) -> Result<Self, Refusal> {
        let newsletters = office.readable(reader).await?;
        Ok(Self {
            newsletters: newsletters.into_iter().map(|one| (one.id, one.name)).collect(),
            with_withheld: matches!(reader, Reader::Person(actor) if reads_for_the_office(actor)),
        })
    }

    /// 《自然资源信息》2024年第3期.
    fn label(&self, issue: &ListedIssue) -> String {
        let name = self.newsletters.get(&issue.newsletter).map(String::as_str).unwrap_or_default();
        format!("《{name}》{}年{}", issue.year, issue.edition.label(issue.number))
    }
}
