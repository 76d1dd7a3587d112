//! What lists of items read: my items, the inbox, unit review, clearance, search; and their counts.

use std::time::Duration;

use app::desk::{
    Refusal,
    items::{
        Count, Handlings, Inbox, InboxFilter, ItemLists, ItemPage, ItemRow, StateCount, UnitChoice,
        WaitingItems,
    },
};
use async_trait::async_trait;
use domain::{
    gist::gist,
    id::{ItemId, UnitId},
    item::{Item, Kind},
    permission::{Forbidden, ItemAct, OfficeAct, permits, permits_office, reads_for_the_office},
    person::{Actor, Role},
    unit::{Unit, UnitDirectory},
    workflow::{Action, State, WITH_EDITORS},
};
use store::{
    Connection,
    handlers::Handled,
    issues,
    items::{
        self,
        list::{self, CAP, Filter, Row},
        names, seen,
    },
    views,
};

use super::{
    OfficeDesk, quoted,
    views::{FILTERS, saved_views},
};

/// Rows of a page.
const PAGE: u64 = 50;

/// States in which the office has an item, or has had it.
pub(super) const REACHED: [State; 9] = [
    State::Submitted,
    State::Editing,
    State::Returned,
    State::Shortlisted,
    State::Rejected,
    State::Combined,
    State::Placed,
    State::Adopted,
    State::Retracted,
];

/// Of how many waiting items it is asked, one by one, who may decide on them. An office that has more of them waiting is
/// told how many there are.
const MOST_LOOKED_AT: u64 = 500;

/// A search that has not ended after so long is given up.
const LONGEST_SEARCH: Duration = Duration::from_secs(10);

/// States in which an item waits for a clearer: what is going to be printed.
const TO_BE_CLEARED: [State; 2] = [State::Shortlisted, State::Placed];

#[async_trait]
impl ItemLists for OfficeDesk {
    async fn waiting_items(&self, actor: &Actor) -> Result<WaitingItems, Refusal> {
        let reader = self.store.reader();
        let mut waiting = WaitingItems::default();
        if permits_office(actor, OfficeAct::DraftForSome).is_ok() {
            let filter =
                Filter { states: vec![State::Returned], drafted_by: Some(actor.id), ..Filter::default() };
            waiting.returned = count(reader, &filter).await?;
            waiting.left_behind = self.left_behind(actor).await?;
        }
        let reviews_for = reviews_for(actor);
        if !reviews_for.is_empty() {
            let approves = |item: &Item| permits(actor, ItemAct::Act(Action::Approve), item).is_ok();
            waiting.unit_review = self.count_of(&in_review(reviews_for), approves).await?;
        }
        if permits_office(actor, OfficeAct::SortOut).is_ok() {
            let filter = Filter { states: vec![State::Submitted], ..Filter::default() };
            waiting.unreceived = count(reader, &filter).await?;
        }
        if permits_office(actor, OfficeAct::Clear).is_ok() {
            let clears = |item: &Item| permits(actor, ItemAct::Clear, item).is_ok();
            waiting.uncleared = self.count_of(&uncleared(), clears).await?;
        }
        if permits_office(actor, OfficeAct::KeepAlias).is_ok() {
            let count = names::count(reader).await?;
            waiting.unknown_names = u32::try_from(count).unwrap_or(u32::MAX);
        }
        Ok(waiting)
    }

    async fn my_items(&self, actor: &Actor, of_unit: bool, before: Option<i64>) -> Result<ItemPage, Refusal> {
        let mut filter = Filter { states: State::ALL.to_vec(), ..Filter::default() };
        if of_unit {
            filter.units = Some(actor.units());
        } else {
            filter.drafted_by = Some(actor.id);
        }
        let mut page = self.page(&filter, before, true).await?;
        self.tell_comments(actor, &mut page.rows, true).await?;
        Ok(page)
    }

    async fn units_to_draft_for(&self, actor: &Actor) -> Result<Vec<UnitChoice>, Refusal> {
        let directory = self.directory().await?;
        let today = self.now().date();
        let may =
            |unit: &&Unit| permits_office(actor, OfficeAct::Draft(unit.id)).is_ok() && unit.exists_on(today);
        // One's own units first: an editor who is also a contributor mostly writes for those.
        let (own, others): (Vec<&Unit>, Vec<&Unit>) =
            directory.units().iter().filter(may).partition(|unit| actor.contributes_for(unit.id));
        Ok(own.into_iter().chain(others).map(choice).collect())
    }

    async fn review_list(&self, actor: &Actor) -> Result<Vec<ItemRow>, Refusal> {
        let units = reviews_for(actor);
        if units.is_empty() {
            return Err(Forbidden::NotTheReviewer.into());
        }
        let directory = self.directory().await?;
        let filter = in_review(units);
        let rows = list::page(self.store.reader(), &filter, None, MOST_LOOKED_AT).await?;
        let mut rows: Vec<ItemRow> = rows.into_iter().rev().map(|row| item_row(row, &directory)).collect();
        self.tell_near(actor, &mut rows).await?;
        self.tell_comments(actor, &mut rows, true).await?;
        self.tell_present(actor, &mut rows).await?;
        Ok(rows)
    }

    async fn inbox(&self, actor: &Actor, filter: &InboxFilter) -> Result<Inbox, Refusal> {
        permits_office(actor, OfficeAct::ReadInbox)?;
        let zone = self.now().time_zone().clone();
        let start = |day: jiff::civil::Date| day.to_zoned(zone.clone()).ok().map(|day| day.timestamp());
        let states = filter.states.iter().copied().filter(|state| REACHED.contains(state)).collect();
        let asked = Filter {
            states,
            units: filter.unit.map(|unit| vec![unit]),
            kind: filter.kind,
            from: filter.from.and_then(start),
            to: filter.to.and_then(|day| day.tomorrow().ok()).and_then(start),
            text: filter.text.clone(),
            unread_by: filter.is_unread.then_some(actor.id),
            handled: match filter.handled {
                Some(by) => Some(self.handled(actor, by).await?),
                None => None,
            },
            is_for_the_office: true,
            ..Filter::default()
        };
        let directory = self.directory().await?;
        let mut page = self.page_of(&asked, filter.before, true, &directory).await?;
        self.tell_near(actor, &mut page.rows).await?;
        self.tell_unread(actor, &mut page.rows).await?;
        self.tell_comments(actor, &mut page.rows, false).await?;
        self.tell_handling(actor, &mut page.rows).await?;
        self.tell_present(actor, &mut page.rows).await?;
        let views = views::of(self.store.reader(), actor.id).await?;
        Ok(Inbox {
            page,
            units: directory.units().iter().map(choice).collect(),
            counts: self.open_counts(asked.handled.as_ref()).await?,
            handled: self.handled_counts(actor).await?,
            editors: self.editors(actor).await?,
            views: saved_views(&views, FILTERS),
            phrases: match permits_office(actor, OfficeAct::SortOut).is_ok() {
                true => self.known_help().await?.phrases.clone(),
                false => Vec::new(),
            },
        })
    }

    async fn units(&self, _: &Actor) -> Result<Vec<UnitChoice>, Refusal> {
        let directory = self.directory().await?;
        Ok(directory.units().iter().map(choice).collect())
    }

    async fn clearance_list(&self, actor: &Actor, before: Option<i64>) -> Result<ItemPage, Refusal> {
        permits_office(actor, OfficeAct::ReadUncleared)?;
        let directory = self.directory().await?;
        // The whole queue, as far as anybody goes through one: it is put in order before it is cut.
        let mut rows = list::page(self.store.reader(), &uncleared(), before, MOST_LOOKED_AT + 1).await?;
        let has_more = rows.len() as u64 > MOST_LOOKED_AT;
        rows.truncate(MOST_LOOKED_AT as usize);
        let next = rows.last().filter(|_| has_more).map(|row| row.position);
        let total = Some(Count { number: rows.len() as u64, is_capped: has_more });
        let rows = rows.into_iter().map(|row| item_row(row, &directory)).collect();
        let mut page = ItemPage { rows, next, total };
        // What stands in an issue comes first, in the issue's order; then what has waited longest.
        let ids: Vec<ItemId> = page.rows.iter().map(|row| row.id).collect();
        let places = issues::places_of(self.store.reader(), &ids).await?;
        page.rows.sort_by_key(|row| {
            let place = places.get(&row.id).filter(|_| row.state == State::Placed);
            (place.is_none(), place.copied(), row.reached_at)
        });
        self.tell_comments(actor, &mut page.rows, false).await?;
        self.tell_present(actor, &mut page.rows).await?;
        Ok(page)
    }
}

/// What a person may read of all items.
pub(in crate::desk) fn visible_items(actor: &Actor) -> list::Reader {
    list::Reader {
        person: actor.id,
        units: actor.units(),
        states: if reads_for_the_office(actor) { REACHED.to_vec() } else { Vec::new() },
    }
}

impl OfficeDesk {
    /// Returned items of the person's units that wait for a drafter who cannot mend them any more.
    async fn left_behind(&self, actor: &Actor) -> Result<u32, Refusal> {
        let units: Vec<UnitId> =
            actor.units().into_iter().filter(|unit| actor.contributes_for(*unit)).collect();
        if units.is_empty() {
            return Ok(0);
        }
        let filter = Filter { states: vec![State::Returned], units: Some(units), ..Filter::default() };
        let rows = list::page(self.store.reader(), &filter, None, MOST_LOOKED_AT).await?;
        let everybody = self.everybody().await?;
        let is_there = |drafter| everybody.iter().any(|one| one.id == drafter);
        let count = rows.iter().filter(|row| !is_there(row.drafted_by)).count();
        Ok(u32::try_from(count).unwrap_or(u32::MAX))
    }

    /// How many of them this person may decide on; of very many, all.
    async fn count_of(&self, filter: &Filter, may: impl Fn(&Item) -> bool) -> Result<u32, Refusal> {
        let items = self.first_of(filter).await?;
        if items.len() as u64 >= MOST_LOOKED_AT {
            return count(self.store.reader(), filter).await;
        }
        Ok(u32::try_from(items.iter().filter(|item| may(item)).count()).unwrap_or(u32::MAX))
    }

    /// How many items wait for an editor, by state and kind; of those of one editor, where only those are asked for.
    async fn open_counts(&self, handled: Option<&Handled>) -> Result<Vec<StateCount>, Refusal> {
        let (reader, changes) = (self.store.reader(), self.changes().await?);
        let mut counts = Vec::new();
        for state in WITH_EDITORS {
            let mut by_kind = Vec::new();
            for kind in Kind::ALL {
                let handled = handled.cloned();
                let filter = Filter { states: vec![state], kind: Some(kind), handled, ..Filter::default() };
                let count = list::count(reader, &filter);
                let number = self.known.counts.get(changes, filter.clone(), count).await?;
                by_kind.push((kind, counted(number)));
            }
            counts.push(StateCount { state, by_kind });
        }
        Ok(counts)
    }

    /// With each row whether this person has read its present text.
    async fn tell_unread(&self, actor: &Actor, rows: &mut [ItemRow]) -> Result<(), Refusal> {
        let ids: Vec<ItemId> = rows.iter().map(|row| row.id).collect();
        let seen = seen::of(self.store.reader(), actor.id, &ids).await?;
        for row in rows {
            row.is_unread = seen.get(&row.id).is_none_or(|revision| *revision < row.revision);
        }
        Ok(())
    }

    /// With each row the likest item that is nearly the same.
    async fn tell_near(&self, actor: &Actor, rows: &mut [ItemRow]) -> Result<(), Refusal> {
        let ids: Vec<ItemId> = rows.iter().map(|row| row.id).collect();
        let mut near = self.near_kept(actor, &ids, 1).await?;
        for row in rows {
            row.near = near.remove(&row.id).and_then(|near| near.into_iter().next());
        }
        Ok(())
    }

    async fn first_of(&self, filter: &Filter) -> Result<Vec<Item>, Refusal> {
        let reader = self.store.reader();
        let rows = list::page(reader, filter, None, MOST_LOOKED_AT).await?;
        let ids: Vec<ItemId> = rows.iter().map(|row| row.id).collect();
        Ok(items::load_many(reader, &ids).await?)
    }

    /// Items that wait for a decision that nobody who can sign in may take, with what they wait for.
    pub(in crate::desk) async fn stuck_items(&self) -> Result<Vec<(ItemId, String)>, Refusal> {
        let everybody = self.everybody().await?;
        let mut stuck = Vec::new();
        let reviewed = Filter { states: vec![State::UnitReview], ..Filter::default() };
        let waits = [
            (reviewed, ItemAct::Act(Action::Approve), "单位审核"),
            (uncleared(), ItemAct::Clear, "保密审查"),
        ];
        for (filter, act, what) in waits {
            for item in self.first_of(&filter).await? {
                if !everybody.iter().any(|one| permits(one, act, &item).is_ok()) {
                    stuck.push((item.id, format!("{}等{what}，现在没有人能办", quoted(&item))));
                }
            }
        }
        Ok(stuck)
    }

    pub(super) async fn page(
        &self,
        filter: &Filter,
        before: Option<i64>,
        is_counted: bool,
    ) -> Result<ItemPage, Refusal> {
        let directory = self.directory().await?;
        self.page_of(filter, before, is_counted, &directory).await
    }

    async fn page_of(
        &self,
        filter: &Filter,
        before: Option<i64>,
        is_counted: bool,
        directory: &UnitDirectory,
    ) -> Result<ItemPage, Refusal> {
        let look = self.look_through(filter, before, is_counted, directory);
        if filter.text.is_none() {
            return look.await;
        }
        // A search may go through everything that was ever written: a few at a time, each person in turn.
        let _held = self.searches.hold().await?;
        match tokio::time::timeout(LONGEST_SEARCH, look).await {
            Ok(found) => found,
            Err(_) => Err(Refusal::Busy("没有找完：要找的太宽，请多写几个字再找".to_owned())),
        }
    }

    async fn look_through(
        &self,
        filter: &Filter,
        before: Option<i64>,
        is_counted: bool,
        directory: &UnitDirectory,
    ) -> Result<ItemPage, Refusal> {
        let reader = self.store.reader();
        let mut rows = list::page(reader, filter, before, PAGE + 1).await?;
        let has_more = rows.len() as u64 > PAGE;
        rows.truncate(PAGE as usize);
        let next = rows.last().filter(|_| has_more).map(|row| row.position);
        let total = match (before, has_more) {
            _ if !is_counted => None,
            (None, false) => Some(rows.len() as u64),
            _ => {
                let count = list::count(reader, filter);
                // Reading changes nothing that is counted in changes.
                match filter.unread_by {
                    Some(_) => Some(count.await?),
                    None => Some(self.known.counts.get(self.changes().await?, filter.clone(), count).await?),
                }
            }
        };
        let total = total.map(counted);
        let rows = rows.into_iter().map(|row| item_row(row, directory)).collect();
        Ok(ItemPage { rows, next, total })
    }
}

/// A count as pages are told it.
pub(in crate::desk) fn counted(number: u64) -> Count {
    Count { number, is_capped: number >= CAP }
}

/// A row as pages are told it.
pub(super) fn item_row(row: Row, directory: &UnitDirectory) -> ItemRow {
    let unit = directory.get(row.submitting_unit);
    let gist = match (row.kind, unit) {
        (Kind::Brief, Some(unit)) => gist(&row.title, unit).to_owned(),
        _ => row.title.clone(),
    };
    ItemRow {
        id: row.id,
        version: row.version,
        revision: row.revision,
        state: row.state,
        kind: row.kind,
        title: row.title,
        gist,
        unit: unit.map(|unit| unit.list_name().to_owned()).unwrap_or_default(),
        authors: row.attribution.authors().map(str::to_owned).collect(),
        characters: row.characters,
        reached_at: row.reached_at,
        updated_at: row.updated_at,
        awaits_clearance: row.awaits_clearance,
        is_unread: false,
        comments: 0,
        is_unresolved: row.attribution.unresolved().next().is_some(),
        return_reason: row.return_reason,
        urgent_until: row.urgent_until,
        near: None,
        handling: None,
        present: None,
    }
}

pub(in crate::desk) fn choice(unit: &Unit) -> UnitChoice {
    UnitChoice { id: unit.id, name: unit.name.clone(), short_name: unit.list_name().to_owned() }
}

fn reviews_for(actor: &Actor) -> Vec<UnitId> {
    let unit = |role: Role| match role {
        Role::UnitReviewer(unit) => Some(unit),
        _ => None,
    };
    actor.held().filter_map(unit).collect()
}

fn in_review(units: Vec<UnitId>) -> Filter {
    Filter { states: vec![State::UnitReview], units: Some(units), ..Filter::default() }
}

fn uncleared() -> Filter {
    Filter { states: TO_BE_CLEARED.to_vec(), awaits_clearance: true, ..Filter::default() }
}

async fn count(connection: &impl Connection, filter: &Filter) -> Result<u32, Refusal> {
    let count = list::count(connection, filter).await?;
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}
