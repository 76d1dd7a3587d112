//! Finding texts by their words.

use std::{collections::HashMap, time::Duration};

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
    person::Actor,
    text,
    workflow::State,
};
use jiff::civil::date;
use store::{
    issues::{self, ListedIssue},
    items::{
        self,
        list::{self, Filter, Row},
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
        let Some(filter) = self.filter(reader, asked)? else {
            return Ok(Found { units, ..Found::default() });
        };
        // It may go through everything that was ever written: a few at a time, each person in turn.
        let _held = self.searches.hold().await?;
        match tokio::time::timeout(LONGEST, self.found(reader, asked, filter)).await {
            Ok(found) => Ok(Found { units, ..found? }),
            Err(_) => Err(Refusal::Busy("没有找完：要找的太宽，请多写几个字再找".to_owned())),
        }
    }
}

impl OfficeDesk {
    /// The items that are asked for, whoever may read them; `None` where there is nothing to look for.
    fn filter(&self, reader: Reader<'_>, asked: &SearchAsked) -> Result<Option<Filter>, Refusal> {
        let filter = Filter {
            text: Some(asked.text.clone()),
            units: asked.unit.map(|unit| vec![unit]),
            kind: asked.kind,
            also: asked.author.clone(),
            ..Filter::default()
        };
        let filter = match (asked.place, reader) {
            (SearchPlace::Printed, _) => {
                let zone = self.now().time_zone().clone();
                let first = |year: i16, month| {
                    date(year, month, 1).to_zoned(zone.clone()).ok().map(|day| day.timestamp())
                };
                // A piece reaches the office in its issue's year, or late in the one before.
                let range = asked.year.filter(|year| (1900..3000).contains(year));
                Filter {
                    states: vec![State::Adopted],
                    from: range.and_then(|year| first(year - 1, 1)),
                    to: range.and_then(|year| first(year + 1, 7)),
                    ..filter
                }
            }
            (SearchPlace::Items, Reader::Person(actor)) => {
                Filter { states: State::ALL.to_vec(), visible_to: Some(visible_items(actor)), ..filter }
            }
            (SearchPlace::Items, Reader::Anybody) => return Ok(None),
        };
        Ok(list::asks_for_text(&filter).then_some(filter))
    }

    async fn found(&self, reader: Reader<'_>, asked: &SearchAsked, filter: Filter) -> Result<Found, Refusal> {
        let connection = self.store.reader();
        let shown = Shown::of(self, reader, asked).await?;
        let mut found: Vec<(SearchAfter, Row, Option<ListedIssue>)> = Vec::new();
        let stages = [true, false]
            .into_iter()
            .filter(|in_title| asked.after.is_none_or(|after| after.in_title || !in_title));
        for in_title in stages {
            let stage = Filter { in_title: Some(in_title), ..filter.clone() };
            let mut before =
                asked.after.filter(|after| after.in_title == in_title).map(|after| after.position);
            // What may not be read is left out, and as many more are looked at.
            while found.len() <= PAGE {
                let limit = (PAGE + 1 - found.len()).max(PAGE / 2);
                let rows = list::page(connection, &stage, before, limit as u64).await?;
                let is_last = rows.len() < limit;
                before = rows.last().map(|row| row.position);
                let ids: Vec<ItemId> = rows.iter().map(|row| row.id).collect();
                let mut places = match asked.place {
                    SearchPlace::Printed => issues::printed_in(connection, &ids).await?,
                    SearchPlace::Items => HashMap::new(),
                };
                found.extend(rows.into_iter().filter_map(|row| {
                    let place = places.remove(&row.id);
                    let is_shown = match asked.place {
                        SearchPlace::Printed => place.as_ref().is_some_and(|issue| shown.holds(issue)),
                        SearchPlace::Items => true,
                    };
                    is_shown.then(|| (SearchAfter { in_title, position: row.position }, row, place))
                }));
                if is_last {
                    break;
                }
            }
            if found.len() > PAGE {
                break;
            }
        }
        let has_more = found.len() > PAGE;
        found.truncate(PAGE);
        let next = found.last().map(|(after, ..)| *after).filter(|_| has_more);
        let total = match (asked.after, has_more) {
            (None, false) => found.len() as u64,
            _ => {
                let count = list::count(connection, &filter);
                self.known.counts.get(self.changes().await?, filter.clone(), count).await?
            }
        };
        let hits = self.hits(found, &asked.text, &shown).await?;
        Ok(Found { hits, next, total: Some(counted(total)), units: Vec::new() })
    }

    async fn hits(
        &self,
        found: Vec<(SearchAfter, Row, Option<ListedIssue>)>,
        question: &str,
        shown: &Shown,
    ) -> Result<Vec<Hit>, Refusal> {
        let connection = self.store.reader();
        let ids: Vec<ItemId> = found.iter().map(|(_, row, _)| row.id).collect();
        let texts = items::load_many(connection, &ids).await?;
        let directory = units::directory(connection).await?;
        let phrases = text::phrases(question);
        let hit = |(_, row, place): (SearchAfter, Row, Option<ListedIssue>)| {
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

/// Which issues a reader is shown.
struct Shown {
    newsletters: HashMap<NewsletterId, String>,
    /// Those that are withheld from readers, too.
    withheld: bool,
    year: Option<i16>,
}

impl Shown {
    async fn of(office: &OfficeDesk, reader: Reader<'_>, asked: &SearchAsked) -> Result<Self, Refusal> {
        let newsletters = office.readable(reader).await?;
        let reads_all = |actor: &Actor| reads_for_the_office(actor);
        Ok(Self {
            newsletters: newsletters.into_iter().map(|one| (one.id, one.name)).collect(),
            withheld: matches!(reader, Reader::Person(actor) if reads_all(actor)),
            year: asked.year,
        })
    }

    fn holds(&self, issue: &ListedIssue) -> bool {
        self.newsletters.contains_key(&issue.newsletter)
            && (self.withheld || !issue.withheld)
            && self.year.is_none_or(|year| year == issue.year)
    }

    /// 《自然资源信息》2024年第3期.
    fn label(&self, issue: &ListedIssue) -> String {
        let name = self.newsletters.get(&issue.newsletter).map(String::as_str).unwrap_or_default();
        format!("《{name}》{}年{}", issue.year, issue.edition.label(issue.number))
    }
}
