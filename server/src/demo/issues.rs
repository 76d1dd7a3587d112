//! Making issues: arranged by an editor, signed step by step, published.

use app::desk::{
    Command,
    issues::{CreateIssue, PlaceItems, Publish, Retract, SendForSignOff, Sign},
};
use domain::{
    calendar::Month,
    id::{IssueId, ItemId},
    issue::{Issue, NumberRun, Series},
    item::Kind,
    person::Actor,
};
use jiff::civil::Date;
use store::issues;

use super::{DemoError, days::Play, pieces::Fate};

/// 总第N期 of the year's first issue, less one.
const TOTAL_BEFORE: i32 = 104;

impl Play<'_> {
    /// From the first section to the printed page, all in one day.
    pub(super) async fn publish(
        &self,
        number: i32,
        date: Date,
        credit_month: Month,
    ) -> Result<IssueId, DemoError> {
        let issue = self.arrange(number, date, credit_month).await?;
        self.send_for_sign_off(issue, date).await?;
        for (hour, signer) in (11..).zip(&self.office.people.signers) {
            self.sign(issue, signer, date, hour).await?;
        }
        let version = self.issue(issue).await?.version;
        let command = Publish { issue, version, month: None };
        self.act(&self.office.people.editors[0], date, 15, command).await?;
        Ok(issue)
    }

    /// A new issue with the pieces that are to stand in it.
    pub(super) async fn arrange(
        &self,
        number: i32,
        date: Date,
        credit_month: Month,
    ) -> Result<IssueId, DemoError> {
        let editor = &self.office.people.editors[0];
        let command = CreateIssue {
            newsletter: self.office.newsletter,
            year: 2024,
            series: Series::Regular,
            number: run_of(number)?,
            total: Some(run_of(TOTAL_BEFORE + number)?),
            date,
            credit_month,
            other_year: false,
            gap: None,
        };
        self.act(editor, date, 8, command).await?;
        let newsletter = self.office.newsletter;
        let found = issues::find_by_number(self.store.reader(), newsletter, 2024, number).await?;
        let issue = found.ok_or_else(|| DemoError::Data(format!("第{number}期没有建成")))?;
        for kind in Kind::ALL {
            let item = self.placed_in(number, kind);
            if item.is_empty() {
                continue;
            }
            let version = self.issue(issue).await?.version;
            let command = PlaceItems { issue, version, item, section: None, position: None };
            self.act(editor, date, 9, command).await?;
        }
        Ok(issue)
    }

    pub(super) async fn send_for_sign_off(&self, issue: IssueId, date: Date) -> Result<(), DemoError> {
        let version = self.issue(issue).await?.version;
        let command = SendForSignOff { issue, version };
        self.act(&self.office.people.editors[0], date, 10, command).await
    }

    /// Signs the next step, on the pages that were sent.
    pub(super) async fn sign(
        &self,
        issue: IssueId,
        signer: &Actor,
        date: Date,
        hour: i8,
    ) -> Result<(), DemoError> {
        let sent = issues::in_sign_off(self.store.reader(), issue).await?;
        let sent = sent.ok_or_else(|| DemoError::Data("没有送审的版面".to_owned()))?;
        let version = self.issue(issue).await?.version;
        let command = Sign { issue, version, pdf_hash: sent.pdf_hash };
        self.act(signer, date, hour, command).await
    }

    /// Takes a printed piece back.
    pub(super) async fn retract(&self, item: ItemId, date: Date, reason: &str) -> Result<(), DemoError> {
        let command = Retract { item, reason: reason.to_owned(), notice: None, month: None };
        self.act(&self.office.people.signers[1], date, 16, command).await
    }

    /// The items that stand in an issue, in printed order.
    pub(super) fn placed_in(&self, number: i32, kind: Kind) -> Vec<ItemId> {
        let pieces = self.pieces.iter().zip(&self.items);
        let mut placed: Vec<(usize, ItemId)> = pieces
            .filter(|(piece, _)| piece.kind == kind)
            .filter_map(|(piece, item)| match piece.fate {
                Fate::Placed { issue, place } if issue == number => Some((place, (*item)?)),
                _ => None,
            })
            .collect();
        placed.sort_unstable();
        placed.into_iter().map(|(_, item)| item).collect()
    }

    async fn issue(&self, id: IssueId) -> Result<Issue, DemoError> {
        let issue = issues::find(self.store.reader(), id).await?;
        issue.ok_or_else(|| DemoError::Data(format!("没有这一期 {id}")))
    }

    async fn act(
        &self,
        actor: &Actor,
        date: Date,
        hour: i8,
        command: impl Into<Command>,
    ) -> Result<(), DemoError> {
        self.office.does(actor, date.at(hour, 10, 0, 0), command.into()).await?;
        Ok(())
    }
}

fn run_of(number: i32) -> Result<NumberRun, DemoError> {
    NumberRun::new(number, None).map_err(|fault| DemoError::Data(fault.to_string()))
}
