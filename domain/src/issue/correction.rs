//! 更正: another text for a published item, on its way to being in force.
//!
//! It goes the way of the text that it replaces: 保密审查 of that text, then the newsletter's steps of sign-off on the
//! corrected pages; only the last signature puts it in force. It must not know pages, nor who may do what.

use serde::{Deserialize, Serialize};

use crate::{
    attribution::Attribution,
    id::{CorrectionId, IssueId, IssueVersionId, ItemId, PersonId},
    item::{Item, ItemText, Part},
    markdown::{self, Block},
};

coded! {
    /// Where a correction stands.
    pub enum Standing {
        ToBeCleared = ("to_be_cleared", "待保密审查"),
        InSignOff = ("in_sign_off", "待签发"),
        Returned = ("returned", "已退回"),
        InForce = ("in_force", "已生效"),
        Withdrawn = ("withdrawn", "已作罢"),
    }
}

impl Standing {
    /// Whether it is on its way: an issue has one such correction at a time.
    pub fn is_under_way(self) -> bool {
        matches!(self, Self::ToBeCleared | Self::InSignOff)
    }
}

coded! {
    /// What can be done to a correction.
    pub enum Action {
        /// 保密审查通过.
        Clear = ("clear", "作保密审查"),
        /// 保密审查不通过.
        Refuse = ("refuse", "作保密审查"),
        SignStep = ("sign_step", "签字"),
        /// The last step puts it in force.
        SignLastStep = ("sign_last_step", "签字"),
        SendBack = ("send_back", "退回"),
        /// 作罢.
        Withdraw = ("withdraw", "作罢"),
    }
}

/// The action does not exist in this standing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("这份更正现在是“{}”，不能{}", .standing.label(), .action.label())]
pub struct IllegalCorrectionTransition {
    pub standing: Standing,
    pub action: Action,
}

/// The standing that follows.
pub fn correction_transition(
    standing: Standing,
    action: Action,
) -> Result<Standing, IllegalCorrectionTransition> {
    use Action as A;
    use Standing as S;
    let next = match (standing, action) {
        (S::ToBeCleared, A::Clear) => S::InSignOff,
        (S::ToBeCleared, A::Refuse) => S::Returned,
        (S::InSignOff, A::SignStep) => S::InSignOff,
        (S::InSignOff, A::SignLastStep) => S::InForce,
        (S::InSignOff, A::SendBack) => S::Returned,
        (S::ToBeCleared | S::InSignOff | S::Returned, A::Withdraw) => S::Withdrawn,
        _ => return Err(IllegalCorrectionTransition { standing, action }),
    };
    Ok(next)
}

/// A correction. Its text and its attribution never change: what is proposed again is another one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    pub id: CorrectionId,
    pub issue: IssueId,
    pub item: ItemId,
    pub standing: Standing,
    pub text: ItemText,
    pub attribution: Attribution,
    /// Why, for the office.
    pub reason: String,
    /// What readers are told.
    pub notice: Option<String>,
    pub proposed_by: PersonId,
    pub proposed_at: jiff::Timestamp,
    /// Who cleared its text, and when.
    pub cleared: Option<(PersonId, jiff::Timestamp)>,
    /// The corrected issue, while it is signed and after.
    pub version: Option<IssueVersionId>,
    /// Why it was returned, and by whom.
    pub returned: Option<(PersonId, String)>,
}

impl Correction {
    /// The item as it would be with this text; what was written of it before counts for who wrote it.
    pub fn applied_to(&self, item: &Item) -> Item {
        Item { text: self.text.clone(), attribution: self.attribution.clone(), ..item.clone() }
    }

    /// Why no other correction of the issue can be proposed while this one is under way.
    pub fn in_the_way(&self, issue: &super::Issue) -> String {
        let (label, name, standing) = (issue.label(), self.text.list_title(), self.standing.label());
        format!("{label}已有一份更正在办（《{name}》，{standing}）。一期一次办一份，请等它生效或作罢")
    }
}

/// Whether two texts say the same: what browsers add to line ends, blanks around a text and how a bracket is typed are
/// no difference.
pub fn says_the_same(one: (&ItemText, &Attribution), other: (&ItemText, &Attribution)) -> bool {
    said(one) == said(other)
}

/// What a text says: its lines, its body, and whom it names.
fn said((text, read): (&ItemText, &Attribution)) -> (Vec<String>, Vec<Block>, String) {
    let line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (mut lines, mut body, mut named) = (Vec::new(), Vec::new(), String::new());
    for (part, words) in text.parts() {
        match part {
            Part::BODY => body = markdown::parse(words.replace("\r\n", "\n").trim()),
            Part::ATTRIBUTION if read.is_empty() => named = line(words),
            Part::ATTRIBUTION => named = read.to_string(),
            _ => lines.push(line(words)),
        }
    }
    (lines, body, named)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::item::Kind;

    #[test]
    fn a_correction_comes_in_force_by_clearance_and_every_signature_and_by_nothing_else() {
        let legal = [
            (Standing::ToBeCleared, Action::Clear, Standing::InSignOff),
            (Standing::ToBeCleared, Action::Refuse, Standing::Returned),
            (Standing::ToBeCleared, Action::Withdraw, Standing::Withdrawn),
            (Standing::InSignOff, Action::SignStep, Standing::InSignOff),
            (Standing::InSignOff, Action::SignLastStep, Standing::InForce),
            (Standing::InSignOff, Action::SendBack, Standing::Returned),
            (Standing::InSignOff, Action::Withdraw, Standing::Withdrawn),
            (Standing::Returned, Action::Withdraw, Standing::Withdrawn),
        ];
        for standing in Standing::ALL {
            assert_eq!(Standing::from_code(standing.code()), Some(standing));
            for action in Action::ALL {
                let found = legal.iter().find(|(from, by, _)| (*from, *by) == (standing, action));
                let expected =
                    found.map(|(_, _, to)| *to).ok_or(IllegalCorrectionTransition { standing, action });
                assert_eq!(correction_transition(standing, action), expected);
            }
        }
    }

    #[test]
    fn line_ends_and_blanks_around_a_text_are_no_difference() {
        let text = |title: &str, body: &str, line: &str| ItemText {
            kind: Kind::Article,
            title: title.to_owned(),
            body: body.to_owned(),
            attribution_line: line.to_owned(),
            ..ItemText::default()
        };
        let read = |text: &ItemText| {
            let units = crate::unit::UnitDirectory::new(Vec::new()).expect("no units");
            crate::attribution::parse(&text.attribution_line, &units)
        };
        let printed = text("清淤完工", "第一段。\n第二段。", "（地矿科/周鹏）");
        let same = [
            text(" 清淤完工 ", "第一段。\r\n第二段。\r\n", "（地矿科/周鹏） "),
            text("清淤完工", "\n　　第一段。\n\n第二段。  ", "(地矿科/周鹏)"),
        ];
        for other in same {
            assert!(says_the_same((&printed, &read(&printed)), (&other, &read(&other))), "{other:?}");
        }
        let different = [
            text("清淤完成", "第一段。\n第二段。", "（地矿科/周鹏）"),
            text("清淤完工", "第一段。第二段。", "（地矿科/周鹏）"),
            text("清淤完工", "第一段。\n第二段。", "（地矿科/周朋）"),
            ItemText { subtitle: Some("副题".to_owned()), ..printed.clone() },
        ];
        for other in different {
            assert!(!says_the_same((&printed, &read(&printed)), (&other, &read(&other))), "{other:?}");
        }
    }
}
