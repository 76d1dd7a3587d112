//! What holds for everybody's accounts and for sign-off, as its form has it.

use domain::{item::Kind, settings::OfficeSettings};
use serde::Deserialize;

use super::super::form::blank_or;
use crate::desk::form::Form;

/// The form of the settings.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct SaveSettings {
    pub version: i64,
    pub idle_minutes: i64,
    pub session_hours: i64,
    #[serde(default, deserialize_with = "blank_or")]
    pub password_days: Option<i64>,
    #[serde(default)]
    pub one_signer: bool,
}

impl Form for SaveSettings {}

/// The form of the lists by which is proofread: an entry a line.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct SaveOfficeWords {
    pub version: i64,
    #[serde(default)]
    pub confusions: String,
    #[serde(default)]
    pub switched_off: String,
    #[serde(default)]
    pub sensitive: String,
    #[serde(default)]
    pub forbidden: String,
    #[serde(default)]
    pub leaders: String,
}

impl Form for SaveOfficeWords {}

/// The form of the frames and phrases: each frame's fields in the frames' order, a phrase a line.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct SaveFrames {
    pub version: i64,
    #[serde(default)]
    pub name: Vec<String>,
    #[serde(default)]
    pub kind: Vec<Kind>,
    #[serde(default)]
    pub title: Vec<String>,
    #[serde(default)]
    pub body: Vec<String>,
    #[serde(default)]
    pub phrases: String,
}

impl Form for SaveFrames {}

impl SaveSettings {
    pub fn settings(&self) -> OfficeSettings {
        OfficeSettings {
            version: self.version,
            idle_minutes: self.idle_minutes,
            session_hours: self.session_hours,
            password_days: self.password_days,
            one_signer: self.one_signer,
        }
    }
}
