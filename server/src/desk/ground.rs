//! What a verb has read of the office, read once: units, closed months, channels, rosters. It is good for one transaction,
//! as long as the verb does not change them itself.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex, PoisonError},
};

use app::desk::Refusal;
use domain::{
    calendar::Month,
    closing::ClosedMonths,
    record::UpperChannel,
    scoring::{FactKind, Roster},
    unit::UnitDirectory,
};
use store::{
    facts,
    records::channels,
    roster::{self, YearRosters},
    units,
};
use tokio::sync::OnceCell;

use super::{Writing, ledger};

/// See the module.
#[derive(Default)]
pub(super) struct Ground {
    directory: OnceCell<Arc<UnitDirectory>>,
    closed: OnceCell<Arc<ClosedMonths>>,
    channels: OnceCell<Arc<[UpperChannel]>>,
    years: Mutex<HashMap<i16, Arc<YearRosters>>>,
    rosters: Mutex<HashMap<Month, Arc<Roster>>>,
    /// By year, what facts are about.
    stories: Mutex<HashMap<i16, Arc<HashSet<String>>>>,
    /// What the verb itself is going to record facts about.
    named: Mutex<HashSet<(i16, String)>>,
}

/// Nothing is worked out while a lock is held, so that a panic leaves what is in it whole.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Writing {
    /// Every name of every unit.
    pub(super) async fn directory(&self) -> Result<Arc<UnitDirectory>, Refusal> {
        let load = || async { Ok(Arc::new(units::directory(self.connection()).await?)) };
        self.ground.directory.get_or_try_init(load).await.cloned()
    }

    /// The closed months.
    pub(super) async fn closed(&self) -> Result<Arc<ClosedMonths>, Refusal> {
        let load = || async { ledger::closed(self.connection()).await.map(Arc::new) };
        self.ground.closed.get_or_try_init(load).await.cloned()
    }

    /// The higher offices' publications.
    pub(super) async fn channels(&self) -> Result<Arc<[UpperChannel]>, Refusal> {
        let load = || async { Ok(Arc::from(channels::all(self.connection()).await?)) };
        self.ground.channels.get_or_try_init(load).await.cloned()
    }

    /// The groups and units as they stood in a month.
    pub(super) async fn roster(&self, month: Month) -> Result<Arc<Roster>, Refusal> {
        if let Some(known) = lock(&self.ground.rosters).get(&month) {
            return Ok(known.clone());
        }
        let roster = Arc::new(self.year_rosters(month.year()).await?.in_month(month));
        lock(&self.ground.rosters).insert(month, roster.clone());
        Ok(roster)
    }

    async fn year_rosters(&self, year: i16) -> Result<Arc<YearRosters>, Refusal> {
        if let Some(known) = lock(&self.ground.years).get(&year) {
            return Ok(known.clone());
        }
        let rosters = Arc::new(roster::of_year(self.connection(), year).await?);
        lock(&self.ground.years).insert(year, rosters.clone());
        Ok(rosters)
    }

    /// Whether anything of the month's year is about a story, or is going to be: a void reaches no further.
    pub(super) async fn has_story(&self, month: Month, story: &str) -> Result<bool, Refusal> {
        let year = month.year();
        if lock(&self.ground.named).contains(&(year, story.to_owned())) {
            return Ok(true);
        }
        let known = lock(&self.ground.stories).get(&year).cloned();
        let stories = match known {
            Some(stories) => stories,
            None => {
                let whole = month.january()..=month.january().next_year();
                let facts = facts::between(self.connection(), whole).await?;
                let about = facts.iter().filter(|fact| {
                    fact.month.year() == year && !matches!(fact.kind, FactKind::Ruling { .. })
                });
                let stories: Arc<HashSet<String>> =
                    Arc::new(about.filter_map(|fact| fact.story.as_ref().map(ToString::to_string)).collect());
                lock(&self.ground.stories).insert(year, stories.clone());
                stories
            }
        };
        Ok(stories.contains(story))
    }

    /// A fact of the year about this story is going to be recorded.
    pub(super) fn name_story(&self, year: i16, story: &str) {
        lock(&self.ground.named).insert((year, story.to_owned()));
    }

    /// Ends a verb that was only tried: what it left of units is what another look begins with, for these years.
    pub(super) async fn tried_units(self, years: impl IntoIterator<Item = i16>) -> Result<Ground, Refusal> {
        self.directory().await?;
        for year in years {
            self.year_rosters(year).await?;
        }
        let Ground { directory, years, .. } = self.ground;
        Ok(Ground { directory, years, ..Ground::default() })
    }
}
