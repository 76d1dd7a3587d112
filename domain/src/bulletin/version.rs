//! The versions of a month's bulletin: what it was frozen as, and what became of it.

use serde::{Deserialize, Serialize};

use crate::{id::PersonId, letter::Letterhead, scoring::Bulletin};

/// What a month's bulletin was frozen as when it was sent for signing. It never changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulletinVersion {
    pub bulletin: Bulletin,
    pub letter: Letterhead,
}

impl BulletinVersion {
    /// What stands in the document, a paragraph each; what people wrote and the pieces' titles before the units' figures.
    pub fn words(&self) -> Vec<&str> {
        let Bulletin { title, covering, attachment, groups, notes, .. } = &self.bulletin;
        let rows = || groups.iter().flat_map(|group| &group.rows);
        let letter = [&self.letter.addressees, &self.letter.signature].into_iter().flatten();
        title
            .iter()
            .chain(covering)
            .chain([attachment])
            .chain(letter)
            .chain(groups.iter().flat_map(|group| [&group.group, &group.table_title, &group.list_title]))
            .chain(notes)
            .chain(rows().flat_map(|row| row.items.iter().flat_map(|item| [&item.title, &item.source])))
            .chain(rows().map(|row| &row.paragraph))
            .map(String::as_str)
            .collect()
    }
}

/// Who did something, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deed {
    pub by: PersonId,
    pub at: jiff::Timestamp,
}

/// What a version is called.
pub fn label(standing: Standing, correction: Option<u32>) -> String {
    match correction {
        Some(0) => "印发".to_owned(),
        Some(number) => format!("第{number}次更正"),
        None => standing.label().to_owned(),
    }
}

coded! {
    /// What became of a version.
    pub enum Standing {
        InSignOff = ("in_sign_off", "待签发"),
        Signed = ("signed", "已签发，待印发"),
        SentBack = ("sent_back", "已退回"),
        Issued = ("issued", "已印发"),
    }
}

impl Standing {
    /// Whether it is on its way: a month has one such version at a time.
    pub fn is_under_way(self) -> bool {
        matches!(self, Self::InSignOff | Self::Signed)
    }
}

coded! {
    /// What can be done to a version.
    pub enum Action {
        Sign = ("sign", "签发"),
        /// With a reason; what is sent again is another version.
        SendBack = ("send_back", "退回"),
        Issue = ("issue", "印发"),
    }
}

/// The action does not exist in this standing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("这份通报现在是“{}”，不能{}", .standing.label(), .action.label())]
pub struct IllegalBulletinTransition {
    pub standing: Standing,
    pub action: Action,
}

/// The standing that follows.
pub fn transition(standing: Standing, action: Action) -> Result<Standing, IllegalBulletinTransition> {
    match (standing, action) {
        (Standing::InSignOff, Action::Sign) => Ok(Standing::Signed),
        (Standing::InSignOff | Standing::Signed, Action::SendBack) => Ok(Standing::SentBack),
        (Standing::Signed, Action::Issue) => Ok(Standing::Issued),
        _ => Err(IllegalBulletinTransition { standing, action }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_issued_that_was_not_signed_and_nothing_follows_on_issuing() {
        let legal = [
            (Standing::InSignOff, Action::Sign, Standing::Signed),
            (Standing::InSignOff, Action::SendBack, Standing::SentBack),
            (Standing::Signed, Action::SendBack, Standing::SentBack),
            (Standing::Signed, Action::Issue, Standing::Issued),
        ];
        for standing in Standing::ALL {
            for action in Action::ALL {
                let next =
                    legal.iter().find(|line| (line.0, line.1) == (standing, action)).map(|line| line.2);
                assert_eq!(transition(standing, action).ok(), next, "{standing:?} {action:?}");
            }
            assert_eq!(Standing::from_code(standing.code()), Some(standing));
        }
    }

    #[test]
    fn corrections_are_numbered_from_the_first_after_the_bulletin() {
        assert_eq!(label(Standing::Issued, Some(0)), "印发");
        assert_eq!(label(Standing::Issued, Some(2)), "第2次更正");
        assert_eq!(label(Standing::InSignOff, None), "待签发");
    }
}
