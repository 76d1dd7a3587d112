//! What an item's own page reads: the text, who has it, its history, and what this person may do now.

use std::collections::{BTreeSet, HashMap};

use app::desk::{
    Refusal,
    items::{EventLine, Handlings, ItemPages, ItemRow, ItemView, LookedAt, PlacedIn, RevisionView},
    records::Records,
    sheets::Sheets,
};
use async_trait::async_trait;
use domain::{
    act::OF_HANDLING,
    attribution,
    comparison::Comparison,
    delicate,
    id::{ItemId, PersonId, RevisionId, UnitId},
    issue::IssueState,
    item::Item,
    markdown,
    permission::{ItemAct, OfficeAct, permits, permits_office, sees_handling},
    person::Actor,
    unit::{Unit, UnitDirectory},
    workflow::{Action, IN_HAND, State, leads_to},
};
use store::{
    Connection,
    events::{self, Event},
    items::{
        self,
        list::{self, Filter},
    },
    people,
    revisions::{self, Revision},
    units,
};

use super::{
    OfficeDesk,
    came_with::came_with,
    clear::check_can_be_cleared,
    comparing::revision_line,
    lists::{REACHED, choice, item_row},
    load, namesake, subject,
    write_page::{characters, day_concerned, reading},
};

#[async_trait]
impl ItemPages for OfficeDesk {
    async fn item(&self, actor: &Actor, id: ItemId) -> Result<ItemView, Refusal> {
        let reader = self.store.reader();
        let item = load(reader, actor, id).await?;
        self.note_reading(actor, &item).await;
        self.note_seen(actor, &item).await;
        let handling = self.handling(actor, id).await?;
        self.note_opened(handling.as_ref(), id).await;
        let directory = units::directory(reader).await?;
        let unit = directory.get(item.submitting_unit).map(choice);
        let unit = unit.ok_or_else(|| Refusal::not_found("这个单位"))?;
        let dates = items::dates(reader, id).await?;
        let dates = dates.ok_or_else(|| Refusal::not_found("这篇稿件"))?;
        let revisions = revisions::of_item(reader, id).await?;
        let mut events = events::about(reader, subject(&item)).await?;
        if !sees_handling(actor) {
            events.retain(|event| !OF_HANDLING.iter().any(|verb| event.is(*verb)));
        }
        let people = people_of(reader, &item, &revisions, &events).await?;
        let acts = acts(actor, &item);
        let may_keep_alias = permits_office(actor, OfficeAct::KeepAlias).is_ok();
        let has_unknown = item.attribution.unresolved().next().is_some();
        let day = day_concerned(reader, &item, self.now().date()).await?;
        let is_absent = |unit: &UnitId| directory.absence_on(*unit, day).is_some();
        let may_edit = acts.contains(&ItemAct::EditText);
        let may_resolve = has_unknown && (may_keep_alias || may_edit)
            || may_edit && item.attribution.units().iter().any(is_absent);
        let needs_units = may_resolve || acts.contains(&ItemAct::DecideCredit);
        let chosen = item.credited_units();
        let sources = rows(reader, list::sources_of(reader, id).await?, &directory).await?;
        let is_offered = |unit: &&Unit| unit.exists_on(day) || chosen.contains(&unit.id);
        Ok(ItemView {
            unit,
            created_at: dates.created_at,
            reached_at: dates.reached_at,
            return_reason: dates.return_reason,
            came_with: came_with(reader, id).await?,
            reading: reading(&item.attribution, &directory, day),
            credited: credited(&item, &directory),
            characters: characters(&item.text),
            revisions: revisions.iter().map(|one| revision_line(one, &people, actor, &item)).collect(),
            events: events.into_iter().map(|event| event_line(event, &people)).collect(),
            taken: self.taken(&item, &sources).await?,
            sources,
            became: self.became(actor, &item).await?,
            survivor: rows(reader, item.combined_into.into_iter().collect(), &directory).await?.pop(),
            placed_in: placed_in(reader, &item).await?,
            records: self.records_of_item(actor, id).await?,
            may_record: may_record(actor, &item),
            hindrance: self.hindrance(actor, &item).await?,
            statements: namesake::statements(reader, &item.attribution).await?,
            partners: self.partners(&item, &acts).await?,
            phrases: match acts.iter().any(|act| matches!(act, ItemAct::Act(Action::Return | Action::Reject)))
            {
                true => self.known_help().await?.phrases.clone(),
                false => Vec::new(),
            },
            editors: match acts.contains(&ItemAct::Handle) {
                true => self.editors(actor).await?,
                false => Vec::new(),
            },
            handling,
            unsaved: self.unsaved_of_item(actor, id).await?,
            may_keep_alias,
            units: match needs_units {
                true => directory.units().iter().filter(is_offered).map(choice).collect(),
                false => Vec::new(),
            },
            people,
            acts,
            item,
        })
    }

    async fn looked_at(&self, actor: &Actor, id: ItemId) -> Result<LookedAt, Refusal> {
        let reader = self.store.reader();
        let item = load(reader, actor, id).await?;
        let revisions = revisions::of_item(reader, id).await?;
        let of = |id: RevisionId| revisions.iter().find(|revision| revision.id == id);
        // A unit's reviewer looks at what was sent before, a clearer at what was decided on.
        let decided = match item.state {
            State::UnitReview => None,
            _ => item.clearance.as_ref().and_then(|clearance| of(clearance.revision)),
        };
        let is_sent_before = |revision: &&Revision| revision.submitted && revision.id != item.revision;
        let sent = revisions.iter().rev().find(is_sent_before);
        let (since, before) = match (decided, sent, item.state) {
            (Some(decided), _, _) => (Some("上次保密审查"), Some(decided)),
            (None, Some(sent), State::UnitReview) => (Some("上次报送"), Some(sent)),
            _ => (None, None),
        };
        let changed = match before {
            Some(before) => self.difference(&before.text, &item.text).await?,
            None => Comparison::default(),
        };
        let body = markdown::plain_text(&markdown::parse(&item.text.body));
        let texts = [item.text.title.as_str(), item.text.subtitle.as_deref().unwrap_or_default(), &body];
        let mut delicate = Vec::new();
        for one in texts.into_iter().flat_map(delicate::look) {
            let one = (one.words, one.why);
            if !delicate.contains(&one) {
                delicate.push(one);
            }
        }
        Ok(LookedAt { since: since.map(str::to_owned), changed, delicate })
    }

    async fn revision(
        &self,
        actor: &Actor,
        id: ItemId,
        number: i32,
        base: Option<i32>,
    ) -> Result<RevisionView, Refusal> {
        let reader = self.store.reader();
        let item = load(reader, actor, id).await?;
        self.note_reading(actor, &item).await;
        let revisions = revisions::of_item(reader, id).await?;
        let find = |number: i32| revisions.iter().find(|revision| revision.number == number);
        let revision = find(number).ok_or_else(|| Refusal::not_found(format!("第{number}稿")))?;
        let base = find(base.unwrap_or(number - 1));
        let writers: BTreeSet<PersonId> = revisions.iter().map(|revision| revision.saved_by).collect();
        let people = people::names(reader, &writers).await?;
        let directory = units::directory(reader).await?;
        Ok(RevisionView {
            item: id,
            item_title: item.text.list_title(),
            line: revision_line(revision, &people, actor, &item),
            attribution: attribution::parse(&revision.text.attribution_line, &directory),
            difference: match base {
                Some(base) => self.difference(&base.text, &revision.text).await?,
                None => Comparison::default(),
            },
            base: base.map(|base| revision_line(base, &people, actor, &item)),
            text: revision.text.clone(),
            revisions: revisions.iter().map(|one| revision_line(one, &people, actor, &item)).collect(),
        })
    }
}

impl OfficeDesk {
    /// What the item could be combined with: what is being edited now, the latest first.
    async fn partners(&self, item: &Item, acts: &[ItemAct]) -> Result<Vec<ItemRow>, Refusal> {
        if !acts.contains(&ItemAct::Act(Action::Combine)) {
            return Ok(Vec::new());
        }
        let states = vec![State::Editing, State::Shortlisted];
        let mut rows = self.page(&Filter { states, ..Filter::default() }, None, false).await?.rows;
        rows.retain(|row| row.id != item.id);
        Ok(rows)
    }
}

/// Everything that this person may do to the item and that its state allows.
fn acts(actor: &Actor, item: &Item) -> Vec<ItemAct> {
    let is_possible = |act: &ItemAct| match act {
        ItemAct::Clear => check_can_be_cleared(item).is_ok(),
        ItemAct::Handle => IN_HAND.contains(&item.state),
        ItemAct::Act(action) => leads_to(item.state, *action).is_ok(),
        ItemAct::Read | ItemAct::EditText | ItemAct::DecideCredit | ItemAct::Delete => true,
    };
    ItemAct::all().filter(|act| is_possible(act) && permits(actor, *act, item).is_ok()).collect()
}

/// What has not reached the office is nothing that a higher one could have printed.
fn may_record(actor: &Actor, item: &Item) -> bool {
    permits_office(actor, OfficeAct::Record).is_ok() && REACHED.contains(&item.state)
}

fn credited(item: &Item, directory: &UnitDirectory) -> Vec<String> {
    let units = item.credited_units();
    units.into_iter().filter_map(|unit| directory.get(unit)).map(|unit| unit.name.clone()).collect()
}

async fn people_of(
    connection: &impl Connection,
    item: &Item,
    revisions: &[Revision],
    events: &[Event],
) -> Result<HashMap<PersonId, String>, Refusal> {
    let ids = revisions
        .iter()
        .map(|revision| revision.saved_by)
        .chain(events.iter().map(|event| event.actor))
        .chain([item.drafted_by])
        .chain(item.sent_by)
        .chain(item.clearance.as_ref().map(|clearance| clearance.clearer));
    Ok(people::names(connection, &ids.collect()).await?)
}

async fn rows(
    connection: &impl Connection,
    ids: Vec<ItemId>,
    directory: &UnitDirectory,
) -> Result<Vec<ItemRow>, Refusal> {
    let ids = ids.into_iter().map(|id| id.0).collect();
    let rows = list::rows(connection, ids).await?;
    Ok(rows.into_iter().map(|row| item_row(row, directory)).collect())
}

async fn placed_in(connection: &impl Connection, item: &Item) -> Result<Option<PlacedIn>, Refusal> {
    let Some((issue, state)) = item.placed_in else { return Ok(None) };
    let label = items::issue_label(connection, issue).await?;
    Ok(Some(PlacedIn { issue, label, is_published: state == IssueState::Published }))
}

fn event_line(event: Event, people: &HashMap<PersonId, String>) -> EventLine {
    EventLine {
        happened_at: event.happened_at,
        actor: people.get(&event.actor).cloned().unwrap_or_default(),
        verb: event.verb,
        words: event.words,
        reason: event.reason,
    }
}
