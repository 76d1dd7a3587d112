//! The bureau while it is being played: who there is, what time it is, and doing things as somebody.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use app::desk::{Command, Desk, Done};
use domain::{
    id::{NewsletterId, UnitId},
    person::Actor,
    unit::UnitDirectory,
};
use jiff::{Zoned, civil::DateTime, tz::TimeZone};
use store::Store;
use typeset::Typesetter;

use super::DemoError;
use crate::desk::{Clock, OfficeDesk};

/// An account to sign in with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountLine {
    /// 编辑, 信息员（临清局）.
    pub role: String,
    pub name: String,
    pub login: String,
}

/// The office and its people.
pub(super) struct Office {
    pub(super) desk: OfficeDesk,
    pub(super) time: Time,
    pub(super) units: UnitDirectory,
    pub(super) newsletter: NewsletterId,
    pub(super) people: People,
    pub(super) accounts: Vec<AccountLine>,
}

/// Who does what.
pub(super) struct People {
    pub(super) administrator: Actor,
    pub(super) editors: Vec<Actor>,
    pub(super) clearer: Actor,
    /// One for each step of the sign-off, in order.
    pub(super) signers: Vec<Actor>,
    pub(super) contributors: HashMap<UnitId, Actor>,
    pub(super) reviewers: HashMap<UnitId, Actor>,
}

/// The time in the play.
#[derive(Clone)]
pub(super) struct Time(Arc<Mutex<Zoned>>);

impl Time {
    pub(super) fn new(zone: &TimeZone) -> Self {
        Self(Arc::new(Mutex::new(jiff::Timestamp::UNIX_EPOCH.to_zoned(zone.clone()))))
    }

    pub(super) fn clock(&self) -> Clock {
        let time = self.0.clone();
        Arc::new(move || time.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).clone())
    }

    /// It is then.
    pub(super) fn is(&self, time: DateTime) -> Result<(), DemoError> {
        let mut now = self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        let zone = now.time_zone().clone();
        *now = time.to_zoned(zone).map_err(|error| DemoError::Data(error.to_string()))?;
        Ok(())
    }
}

impl Office {
    /// The desk, at the play's time, with the built-in fonts.
    pub(super) fn desk(store: &Store, time: &Time) -> Result<OfficeDesk, DemoError> {
        let typesetter = Typesetter::new(None)?;
        Ok(OfficeDesk::new(store.clone(), time.clock(), typesetter))
    }

    /// Does something as somebody, at a time.
    pub(super) async fn does(
        &self,
        actor: &Actor,
        time: DateTime,
        command: impl Into<Command>,
    ) -> Result<Done, DemoError> {
        self.time.is(time)?;
        let command = command.into();
        let step = format!("{} {command:?}", actor.name);
        self.desk.perform(actor, command).await.map_err(|cause| {
            let step = step.chars().take(200).collect();
            DemoError::Step { step, cause }
        })
    }

    /// The unit that goes by a name.
    pub(super) fn unit(&self, name: &str) -> Result<UnitId, DemoError> {
        let unit = self.units.find(name).map(|unit| unit.id);
        unit.ok_or_else(|| DemoError::Data(format!("没有“{name}”这个单位")))
    }

    /// The person who writes for a unit.
    pub(super) fn contributor(&self, unit: UnitId) -> Result<&Actor, DemoError> {
        let person = self.people.contributors.get(&unit);
        person.ok_or_else(|| DemoError::Data(format!("单位 {unit} 没有信息员")))
    }

    pub(super) fn accounts(&self) -> Vec<AccountLine> {
        self.accounts.clone()
    }
}
