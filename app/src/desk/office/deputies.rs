//! 代办: who acts for whom.

use domain::{id::PersonId, person::Role};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::people::HeldRole;
use crate::desk::form::{acts, ticked};

/// A deputyship is for so many days at most: what is for longer is a role.
pub const MOST_DAYS: i32 = 180;

/// What is told of somebody's deputies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeputyPage {
    /// Of whom it is told.
    pub person: PersonId,
    pub name: String,
    /// Whether it is the own page.
    pub is_own: bool,
    /// In which roles somebody may act for this person.
    pub roles: Vec<HeldRole>,
    /// Who may do so.
    pub people: Vec<(PersonId, String)>,
    /// Who acts, acted or will act for this person, the newest first.
    pub given: Vec<DeputyLine>,
    /// For whom this person acts, acted or will act.
    pub taken: Vec<DeputyLine>,
    pub today: Date,
}

/// Somebody acts for another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeputyLine {
    pub id: i64,
    pub person: String,
    pub deputy: String,
    /// In words.
    pub roles: Vec<String>,
    pub since: Date,
    pub until: Date,
    pub set_by: String,
    /// It was ended before its last day.
    pub is_ended: bool,
}

impl DeputyLine {
    /// 今天有效, 将要开始, 已结束.
    pub fn standing(&self, today: Date) -> &'static str {
        match () {
            () if self.is_ended => "已提前结束",
            () if self.until < today => "已到期",
            () if today < self.since => "还没有开始",
            () => "正在代办",
        }
    }

    pub fn may_end(&self, today: Date) -> bool {
        !self.is_ended && today <= self.until
    }
}

acts! {
    /// 指定代办: from a day until a day somebody acts for this person in these roles.
    SetDeputy {
        person: PersonId,
        deputy: PersonId,
        since: Date,
        until: Date,
        /// As [`Role::field`] writes them.
        #[serde(default)] role: Vec<String>,
    }

    /// 结束代办 before its last day, or takes that back.
    EndDeputy {
        deputising: i64,
        #[serde(default, deserialize_with = "ticked")] restored: bool,
    }
}

/// Whether somebody may act for another in a role: those by which is decided. Nobody administers for another, and for whoever
/// writes a unit's items a colleague does.
pub fn may_be_deputised(role: Role) -> bool {
    role.acts_on_content() && !matches!(role, Role::Contributor(_))
}
