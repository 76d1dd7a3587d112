//! Newsletters as administrators set them.

use domain::id::{NewsletterId, PersonId};
use serde::Deserialize;

use super::super::form::{blank_is_none, blank_or, ticked};
use crate::desk::form::Form;

/// A newsletter as the form gives it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct SaveNewsletter {
    /// `None` for a new one.
    #[serde(default, deserialize_with = "blank_or")]
    pub newsletter: Option<NewsletterId>,
    /// The version that was read.
    #[serde(default, deserialize_with = "blank_or")]
    pub version: Option<i64>,
    pub name: String,
    #[serde(default, deserialize_with = "blank_is_none")]
    pub mark: Option<String>,
    #[serde(default)]
    pub publisher: String,
    /// The foot's lists: one office on each line.
    #[serde(default)]
    pub report: String,
    #[serde(default)]
    pub send: String,
    #[serde(default)]
    pub issue: String,
    #[serde(default, deserialize_with = "blank_is_none")]
    pub editor: Option<String>,
    #[serde(default, deserialize_with = "blank_is_none")]
    pub reviewer: Option<String>,
    #[serde(default, deserialize_with = "blank_is_none")]
    pub signer: Option<String>,
    #[serde(default, deserialize_with = "blank_is_none")]
    pub phone: Option<String>,
    #[serde(default, deserialize_with = "blank_or")]
    pub copies: Option<u32>,
    /// A kind's code for each section, empty for none, and a title beside it.
    #[serde(default)]
    pub section_kind: Vec<String>,
    #[serde(default)]
    pub section_title: Vec<String>,
    /// The steps' names, empty for none.
    #[serde(default)]
    pub step: Vec<String>,
    /// Who may sign the first, second and third step; where nobody is named, every signer.
    #[serde(default)]
    pub signers_1: Vec<PersonId>,
    #[serde(default)]
    pub signers_2: Vec<PersonId>,
    #[serde(default)]
    pub signers_3: Vec<PersonId>,
    #[serde(default, deserialize_with = "ticked")]
    pub separate_duties: bool,
    #[serde(default, deserialize_with = "ticked")]
    pub open_to_all: bool,
    #[serde(default, deserialize_with = "blank_or")]
    pub order: Option<i32>,
}

impl Form for SaveNewsletter {}
