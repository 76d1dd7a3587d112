//! An issue of which only a list is known, as an import brings it: entered as one from before the program.

use app::desk::Refusal;
use domain::{
    act::Verb,
    calendar::Month,
    issue::{FrozenIssue, NumberRun, Series, newsletter::Newsletter},
    item::{ItemText, Kind},
};
use jiff::civil::Date;

use super::{
    super::OfficeDesk,
    Writing,
    content::mended_here,
    head::{Asked, Head},
    past::{Entered, content_of},
    send::PutInPrint,
    subject,
};

/// What a list says of an issue.
#[derive(Debug)]
pub(in crate::desk) struct ListedIssue {
    pub newsletter: Newsletter,
    pub year: i16,
    pub series: Series,
    pub number: NumberRun,
    pub date: Date,
    pub credit_month: Month,
    items: Vec<Entered>,
}

/// A listed issue on paper.
pub(in crate::desk) struct PrintedIssue {
    frozen: FrozenIssue,
    printed: PutInPrint,
}

impl ListedIssue {
    pub(in crate::desk) fn new(
        newsletter: Newsletter,
        (year, series, number): (i16, Series, NumberRun),
        date: Date,
        credit_month: Month,
    ) -> Self {
        Self { newsletter, year, series, number, date, credit_month, items: Vec::new() }
    }

    /// Adds a piece.
    pub(in crate::desk) fn add(&mut self, entered: Entered) {
        // An issue prints its articles before its briefs.
        let is_later = |item: &Entered| item.text.kind > entered.text.kind;
        let place = self.items.iter().position(is_later).unwrap_or(self.items.len());
        self.items.insert(place, entered);
    }

    /// How many pieces it has.
    pub(in crate::desk) fn pieces(&self) -> usize {
        self.items.len()
    }

    fn head(&self) -> Head {
        Head {
            year: self.year,
            series: self.series,
            number: self.number,
            total: None,
            date: self.date,
            credit_month: self.credit_month,
            // The sheet has a column for it, and asks where a date leaves it open.
            other_year: true,
        }
    }
}

/// The text of a piece of which a list knows little more than the title.
pub(in crate::desk) fn listed_text(kind: Kind, title: &str, body: &str, line: String) -> ItemText {
    let body = if body.is_empty() { "（正文见原刊）" } else { body };
    ItemText {
        kind,
        title: title.to_owned(),
        body: body.to_owned(),
        attribution_line: line,
        ..ItemText::default()
    }
}

impl OfficeDesk {
    pub(in crate::desk) async fn print_listed(&self, issue: &ListedIssue) -> Result<PrintedIssue, Refusal> {
        let content = content_of(&issue.newsletter, issue.head(), &issue.items);
        let frozen = FrozenIssue::freeze(content).map_err(|error| Refusal::blocked(error.to_string()))?;
        let printed = self.print(&frozen, mended_here).await?;
        Ok(PrintedIssue { frozen, printed })
    }
}

impl Writing {
    /// Enters it as published and credited; the ledger is settled by whoever enters it.
    pub(in crate::desk) async fn enter_listed(
        &self,
        issue: ListedIssue,
        PrintedIssue { frozen, printed }: PrintedIssue,
    ) -> Result<(), Refusal> {
        let head = issue.head();
        head.check(self, issue.newsletter.id, Asked { except: None, credited: true, gap: None }).await?;
        let count = issue.items.len();
        let id = self.insert_past_issue(issue.newsletter.id, head, true).await?;
        let items = self.insert_past_items(id, issue.items).await?;
        self.keep_past_version(id, &frozen, &items, printed).await?;
        let words = format!("导入《{}》{}年{}，{count}篇", issue.newsletter.name, head.year, head.label());
        self.event(Verb::EnterPastIssue, subject(id), words, None).await?;
        Ok(())
    }
}
