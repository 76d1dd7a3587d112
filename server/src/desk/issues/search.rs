//! Finding what has words in it.

mod subjects;

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
    item::{Item, Kind},
    markdown,
    permission::{OfficeAct, Reader, permits_office, reads_for_the_office},
    person::Role,
    text,
    workflow::State,
};
use store::{
    issues::{self, ListedIssue},
    items::{
        self,
        list::{self, Filter, Printed, Row},
    },
    units, views,
};

use super::OfficeDesk;
use crate::desk::items::{SEARCHES, choice, counted, saved_views, visible_items};

/// Hits of a page.
const PAGE: usize = 30;
/// A search that has not ended after so long is given up.
const LONGEST: Duration = Duration::from_secs(10);

#[async_trait]
impl Search for OfficeDesk {
    async fn search(&self, reader: Reader<'_>, asked: &SearchAsked) -> Result<Found, Refusal> {
        let places = places(reader);
        let place = asked.place.filter(|place| places.contains(place)).or(places.first().copied());
        let (units, saved) = match reader {
            Reader::Person(actor) => {
                let directory = units::directory(self.store.reader()).await?;
                let saved = saved_views(&views::of(self.store.reader(), actor.id).await?, SEARCHES);
                (directory.units().iter().map(choice).collect(), saved)
            }
            Reader::Anybody => (Vec::new(), Vec::new()),
        };
        let around = Found { place, places, units, saved, ..Found::default() };
        let shown = Shown::of(self, reader).await?;
        // It may go through everything that was ever written: a few at a time, each person in turn.
        let _held = self.searches.hold().await?;
        let found = async {
            match place {
                Some(place @ (SearchPlace::Items | SearchPlace::Printed)) => {
                    match filter(reader, place, asked, &shown) {
                        Some(filter) => self.found(place, asked, filter, &shown).await,
                        None => Ok(Found::default()),
                    }
                }
                Some(place) => self.found_elsewhere(reader, place, asked, &shown).await,
                None => Ok(Found::default()),
            }
        };
        match tokio::time::timeout(LONGEST, found).await {
            Ok(found) => {
                let Found { hits, next, total, .. } = found?;
                Ok(Found { hits, next, total, ..around })
            }
            Err(_) => Err(Refusal::Busy("没有找完：要找的太宽，请多写几个字再找".to_owned())),
        }
    }
}

/// Where the reader may look; where he begins comes first.
fn places(reader: Reader) -> Vec<SearchPlace> {
    let may = |place: &SearchPlace| match (place, reader) {
        (SearchPlace::Printed | SearchPlace::Issues, _) => true,
        (_, Reader::Anybody) => false,
        // Whoever only reads has no items.
        (SearchPlace::Items | SearchPlace::Comments, Reader::Person(actor)) => {
            actor.held().any(|role| role != Role::Reader)
        }
        (SearchPlace::Bulletins | SearchPlace::Records, Reader::Person(actor)) => {
            permits_office(actor, OfficeAct::ReadLedger).is_ok()
        }
    };
    SearchPlace::ALL.into_iter().filter(may).collect()
}

impl OfficeDesk {
    async fn found(
        &self,
        place: SearchPlace,
        asked: &SearchAsked,
        filter: Filter,
        shown: &Shown,
    ) -> Result<Found, Refusal> {
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
        let mut places = match place {
            SearchPlace::Printed => issues::printed_in(connection, &ids).await?,
            _ => HashMap::new(),
        };
        let rows = rows.into_iter().map(|(_, row)| {
            let place = places.remove(&row.id);
            (row, place)
        });
        let hits = self.hits(rows.collect(), &asked.text, shown).await?;
        Ok(Found { hits, next, total: Some(counted(total)), ..Found::default() })
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
            let (item, kind) = (row.id, row.kind);
            let title = text::excerpt(&row.title, &phrases);
            let found = match place {
                Some(issue) => {
                    let label = shown.label(&issue);
                    HitPlace::Printed { item, kind, label, issue: issue.id, date: issue.date }
                }
                None => HitPlace::Item { item, kind, state: row.state, reached_at: row.reached_at },
            };
            // A brief's first sentence is its title: it is not told twice.
            let is_told = kind == Kind::Brief && title.iter().any(|run| run.is_hit);
            let unit = directory.get(row.submitting_unit).map(|unit| unit.list_name().to_owned());
            let authors: Vec<&str> = row.attribution.authors().collect();
            Hit {
                title,
                line: if is_told { Vec::new() } else { text::excerpt(&body, &phrases) },
                of: unit.into_iter().chain((!authors.is_empty()).then(|| authors.join("、"))).collect(),
                found,
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
fn filter(reader: Reader<'_>, place: SearchPlace, asked: &SearchAsked, shown: &Shown) -> Option<Filter> {
    let filter = Filter {
        text: Some(asked.text.clone()),
        units: asked.unit.map(|unit| vec![unit]),
        kind: asked.kind,
        author: asked.author.clone(),
        ..Filter::default()
    };
    let filter = match (place, reader) {
        (SearchPlace::Printed, _) => Filter {
            states: vec![State::Adopted],
            printed: Some(Printed {
                newsletters: shown.newsletters.keys().copied().collect(),
                with_withheld: shown.with_withheld,
                year: asked.year,
                number: asked.number,
            }),
            ..filter
        },
        (_, Reader::Person(actor)) => {
            Filter { states: State::ALL.to_vec(), visible_to: Some(visible_items(actor)), ..filter }
        }
        (_, Reader::Anybody) => return None,
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
