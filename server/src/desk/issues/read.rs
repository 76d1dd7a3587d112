//! Reading: lists of issues, an issue on the screen, the sheet of a sign-off.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use app::desk::{
    Refusal,
    issues::{
        IssueCard, IssueInWork, IssueList, IssuePages, IssueReading, ListLine, Namesakes, NewestIssue,
        ReadItem, ReadSection, ReadVersion, RetractedItem, SignOffSheet, StepLine,
    },
};
use async_trait::async_trait;
use domain::{
    id::{IssueId, NewsletterId, PersonId},
    issue::{Issue, IssueState, Signature, newsletter::Newsletter, version::IssueVersion},
    item::{Item, Kind},
    permission::{
        Forbidden, IssueAct, OfficeAct, Reader, permits_issue, permits_office, permits_proposing,
        permits_reading, permits_reading_other_versions, reads_for_the_office,
    },
    person::Actor,
    workflow::State,
};
use store::{
    changes::Changes,
    issues::{self, ListFor, ListedIssue},
    newsletters, people,
};

use super::{
    super::ledger,
    OfficeDesk,
    sign::{ended_since, items_in_sign_off, permits_signing},
    visible,
};
use crate::desk::{items::namesake, ways::signs_as};

/// An issue, and whether its newsletter is open to all.
#[derive(Debug)]
pub(in crate::desk) struct OpenIssue {
    issue: Issue,
    newsletter: String,
    open_to_all: bool,
}

/// What makes one reader's page of an issue differ from another's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::desk) struct ReadingOf {
    issue: IssueId,
    /// Versions that are no longer in force, and the titles of what was retracted.
    may_read_all: bool,
    may_keep: bool,
    may_correct: bool,
    may_retract: bool,
    /// Why the person may not show it to readers; nothing where that may be done.
    why_withheld: Option<Forbidden>,
}

/// How many titles a list shows of an issue.
const TITLES: usize = 3;
/// How many the front page shows of the newest one.
const NEWEST_TITLES: usize = 8;

#[async_trait]
impl IssuePages for OfficeDesk {
    async fn newest_issue(&self, reader: Reader<'_>) -> Result<Option<NewestIssue>, Refusal> {
        let readable: Vec<NewsletterId> = self.readable(reader).await?.iter().map(|other| other.id).collect();
        let connection = self.store.reader();
        let newest = issues::newest_published(connection, &readable).await?;
        let Some(listed) = newest else { return Ok(None) };
        let placed = issues::placed_titles(connection, &[listed.id]).await?;
        let items: Vec<_> = placed.into_iter().filter(|placed| placed.state != State::Retracted).collect();
        let count = |kind| items.iter().filter(|placed| placed.kind == kind).count();
        let card = self.card_of(&self.issue(listed.id).await?).await?;
        let is_new = match reader {
            Reader::Person(actor) => !self.new_issues(actor, &[(card.id, card.date)]).await?.is_empty(),
            Reader::Anybody => false,
        };
        Ok(Some(NewestIssue {
            card,
            is_new,
            articles: count(Kind::Article),
            briefs: count(Kind::Brief),
            titles: items.into_iter().take(NEWEST_TITLES).map(|placed| (placed.kind, placed.title)).collect(),
        }))
    }

    async fn issue_list(
        &self,
        reader: Reader<'_>,
        newsletter: Option<NewsletterId>,
        year: Option<i16>,
    ) -> Result<IssueList, Refusal> {
        let readable = self.readable(reader).await?;
        let chosen = readable.iter().find(|other| newsletter.is_none_or(|id| other.id == id));
        let list = match reader {
            Reader::Person(actor) if reads_for_the_office(actor) => ListFor::Office,
            _ => ListFor::Readers,
        };
        let connection = self.store.reader();
        let years = match chosen {
            Some(chosen) => issues::years(connection, chosen.id, list).await?,
            None => Vec::new(),
        };
        let year = year.filter(|year| years.contains(year)).or(years.first().copied());
        let listed = match (chosen, year) {
            (Some(chosen), Some(year)) => {
                issues::published_in_year(connection, chosen.id, year, list).await?
            }
            _ => Vec::new(),
        };
        let gaps = match (chosen, year) {
            (Some(chosen), Some(year)) => self.gaps_of(reader, chosen.id, year).await?,
            _ => Vec::new(),
        };
        let mut lines = self.lines_of(listed).await?;
        if let Reader::Person(actor) = reader {
            let dated: Vec<_> = lines.iter().map(|line| (line.id, line.date)).collect();
            let new = self.new_issues(actor, &dated).await?;
            lines.iter_mut().for_each(|line| line.is_new = new.contains(&line.id));
        }
        Ok(IssueList {
            newsletter: chosen.map(|chosen| chosen.id),
            newsletters: readable.iter().map(|other| (other.id, other.name.clone())).collect(),
            years,
            year,
            issues: lines,
            gaps,
        })
    }

    async fn read_issue(&self, reader: Reader<'_>, id: IssueId) -> Result<Arc<IssueReading>, Refusal> {
        let changes = self.changes().await?;
        let issue = self.readable_issue_as_of(changes, reader, id).await?;
        let (may_correct, may_retract) = match reader {
            Reader::Person(actor) => {
                self.note_reading_of_issue(actor, &issue).await;
                self.note_issue_read(actor, id).await;
                (permits_proposing(actor).is_ok(), permits_issue(actor, IssueAct::Retract, &issue).is_ok())
            }
            Reader::Anybody => (false, false),
        };
        let may_read_all = permits_reading_other_versions(reader).is_ok();
        let why_withheld = match reader {
            Reader::Person(actor) => permits_issue(actor, IssueAct::Release, &issue).err(),
            Reader::Anybody => None,
        };
        let may_keep = matches!(reader, Reader::Person(_));
        let of = ReadingOf { issue: id, may_read_all, may_keep, may_correct, may_retract, why_withheld };
        let work_out = async { self.reading_of(&issue, of).await.map(Arc::new) };
        self.known.readings.get(changes, of, work_out).await
    }

    async fn issues_in_work(&self, actor: &Actor) -> Result<Vec<IssueInWork>, Refusal> {
        permits_office(actor, OfficeAct::ReadInbox)?;
        let connection = self.store.reader();
        let mut in_work = Vec::new();
        // An office has a handful of issues in work.
        for listed in issues::in_work(connection).await? {
            let issue = self.issue(listed.id).await?;
            let placed = issues::placed_titles(connection, &[issue.id]).await?;
            let count = |kind| placed.iter().filter(|placed| placed.kind == kind).count();
            in_work.push(IssueInWork {
                articles: count(Kind::Article),
                briefs: count(Kind::Brief),
                waits_for: waits_for(&issue),
                mine_to_sign: self.is_to_be_signed_by(actor, &issue).await?,
                card: self.card_of(&issue).await?,
            });
        }
        Ok(in_work)
    }

    async fn sign_off(&self, actor: &Actor, id: IssueId) -> Result<SignOffSheet, Refusal> {
        let issue = self.issue(id).await?;
        visible(permits_issue(actor, IssueAct::Read, &issue))?;
        // Whoever signs, or sends back.
        permits_issue(actor, IssueAct::SendBack, &issue)?;
        self.note_reading_of_issue(actor, &issue).await;
        let connection = self.store.reader();
        let version = match issue.state {
            IssueState::Published => issues::version_by_number(connection, id, 1).await?,
            _ => issues::in_sign_off(connection, id).await?,
        };
        let version = version.ok_or_else(|| {
            Refusal::NotFound(match issue.state {
                IssueState::Published => "第1版（已随一篇稿件销毁）".to_owned(),
                _ => "送审的版面；这一期还在编排".to_owned(),
            })
        })?;
        let mut people: BTreeSet<PersonId> =
            issue.steps.iter().flat_map(|step| step.signers.clone()).collect();
        people.extend(issue.signatures.iter().map(|signature| signature.signer));
        people.insert(version.made_by);
        let names = people::names(connection, &people).await?;
        let waits = issue.state == IssueState::SentForSignOff;
        let sent = matches!(issue.state, IssueState::SentForSignOff | IssueState::Signed);
        let items = if sent { items_in_sign_off(connection, &issue).await? } else { Vec::new() };
        let refusal = permits_signing(actor, &issue, &items).err();
        let why_not_sign = match refusal.filter(|_| waits) {
            Some(refusal) => Some(
                self.why_not(refusal, "签发人", |signer| permits_signing(signer, &issue, &items).is_ok())
                    .await?,
            ),
            None => None,
        };
        let ended = ended_since(connection, &issue, &items).await?;
        let named_like_signer = match refusal {
            Some(Forbidden::BearsAuthorsName) if waits => {
                let named = items.iter().filter(|item| item.namesakes(actor).next().is_some());
                let of = |item: &Item| Namesakes {
                    item: item.id,
                    title: item.text.list_title(),
                    authors: namesake::names_like(item, actor),
                };
                named.map(of).collect()
            }
            _ => Vec::new(),
        };
        let mut statements = Vec::new();
        for item in items.iter().filter(|item| !item.author_statements.is_empty()) {
            statements.extend(namesake::statements(connection, &item.attribution).await?);
        }
        let closed = ledger::closed(self.store.reader()).await?;
        let late = closed.contains(issue.credit_month) && issue.state != IssueState::Published;
        Ok(SignOffSheet {
            late_month: late.then(|| closed.first_open(issue.credit_month)),
            card: IssueCard { pdf_hash: Some(version.pdf_hash.clone()), ..self.card_of(&issue).await? },
            pages: version.pages,
            text: self.sign_text(actor, id, &version).await?,
            steps: steps_of(&issue, &issue.signatures, &names),
            pdf_hash: version.pdf_hash,
            sent_by: names.get(&version.made_by).cloned().unwrap_or_default(),
            sent_at: version.made_at,
            fonts: version.fonts,
            sign_as: signs_as(actor, |way| permits_signing(way, &issue, &items).is_ok()).filter(|_| waits),
            why_not_sign,
            named_like_signer,
            statements,
            may_send_back: sent && permits_issue(actor, IssueAct::SendBack, &issue).is_ok(),
            may_publish: issue.state == IssueState::Signed
                && permits_issue(actor, IssueAct::Publish, &issue).is_ok(),
            ended,
        })
    }
}

impl OfficeDesk {
    pub(super) async fn lines_of(&self, listed: Vec<ListedIssue>) -> Result<Vec<ListLine>, Refusal> {
        let ids: Vec<IssueId> = listed.iter().map(|issue| issue.id).collect();
        let placed = issues::placed_titles(self.store.reader(), &ids).await?;
        let mut titles: HashMap<IssueId, Vec<(Kind, String)>> = HashMap::new();
        for placed in placed.into_iter().filter(|placed| placed.state != State::Retracted) {
            titles.entry(placed.issue).or_default().push((placed.kind, placed.title));
        }
        let line = |issue: ListedIssue| {
            let items = titles.remove(&issue.id).unwrap_or_default();
            ListLine {
                id: issue.id,
                name: issue.edition.in_words(issue.number, issue.total),
                date: issue.date,
                past: issue.past,
                is_new: false,
                withheld: issue.withheld,
                articles: items.iter().filter(|(kind, _)| *kind == Kind::Article).count(),
                briefs: items.iter().filter(|(kind, _)| *kind == Kind::Brief).count(),
                titles: items.into_iter().take(TITLES).map(|(_, title)| title).collect(),
            }
        };
        Ok(listed.into_iter().map(line).collect())
    }

    async fn reading_of(&self, issue: &Issue, of: ReadingOf) -> Result<IssueReading, Refusal> {
        let id = of.issue;
        let connection = self.store.reader();
        let in_force = issues::in_force(connection, id).await?;
        let in_force = in_force.ok_or_else(|| Refusal::not_found("印发的版面"))?;
        let place = (issue.year, issue.date, issue.number);
        let (previous, next) = issues::neighbours(connection, issue.newsletter, place, issue.edition).await?;
        let neighbour = |listed: ListedIssue| {
            let year = if listed.year == issue.year { String::new() } else { format!("{}年", listed.year) };
            (listed.id, format!("{year}{}", listed.edition.label(listed.number)))
        };
        let content = in_force.content.content().clone();
        Ok(IssueReading {
            card: self.card_of(issue).await?,
            sections: sections_of(&in_force),
            mark: content.mark,
            publisher: content.publisher,
            foot: content.foot,
            pages: in_force.pages,
            versions: self.versions_of(of).await?,
            retracted: self.retracted_from(of).await?,
            previous: previous.map(neighbour),
            next: next.map(neighbour),
            may_keep: of.may_keep,
            may_correct: of.may_correct,
            may_retract: of.may_retract,
            withheld: issue.withheld.then(|| of.why_withheld.map(|why| why.to_string())),
        })
    }

    async fn versions_of(&self, of: ReadingOf) -> Result<Vec<ReadVersion>, Refusal> {
        let versions = issues::published_versions(self.store.reader(), of.issue).await?;
        let makers: BTreeSet<PersonId> = versions.iter().map(|version| version.made_by).collect();
        let names = people::names(self.store.reader(), &makers).await?;
        let newest = versions.first().map(|version| version.number);
        let versions = versions.into_iter().map(|version| ReadVersion {
            number: version.number,
            made_by: names.get(&version.made_by).cloned().unwrap_or_default(),
            made_at: version.made_at,
            // What the office says to itself is nothing for readers.
            reason: version.reason.filter(|_| of.may_read_all),
            notice: version.notice,
            pages: version.pages,
            readable: of.may_read_all || Some(version.number) == newest,
        });
        Ok(versions.collect())
    }

    async fn retracted_from(&self, of: ReadingOf) -> Result<Vec<RetractedItem>, Refusal> {
        let placed = issues::placed_titles(self.store.reader(), &[of.issue]).await?;
        let retracted = placed.into_iter().filter(|placed| placed.state == State::Retracted);
        let retracted = retracted.map(|placed| RetractedItem {
            kind: placed.kind,
            title: of.may_read_all.then_some(placed.title),
            id: placed.item,
        });
        Ok(retracted.collect())
    }

    /// Whether the issue waits for this person's signature.
    pub(in crate::desk) async fn is_to_be_signed_by(
        &self,
        actor: &Actor,
        issue: &Issue,
    ) -> Result<bool, Refusal> {
        if issue.state != IssueState::SentForSignOff {
            return Ok(false);
        }
        let items = items_in_sign_off(self.store.reader(), issue).await?;
        Ok(permits_signing(actor, issue, &items).is_ok())
    }

    /// The issue, where the reader may read it.
    pub(super) async fn readable_issue(&self, reader: Reader<'_>, id: IssueId) -> Result<Issue, Refusal> {
        self.readable_issue_as_of(self.changes().await?, reader, id).await
    }

    /// As [`Self::readable_issue`], where it is known how many changes there were.
    pub(super) async fn readable_issue_as_of(
        &self,
        changes: Changes,
        reader: Reader<'_>,
        id: IssueId,
    ) -> Result<Issue, Refusal> {
        Ok(self.named_issue(changes, reader, id).await?.0)
    }

    /// The issue with its newsletter's name.
    pub(super) async fn named_issue(
        &self,
        changes: Changes,
        reader: Reader<'_>,
        id: IssueId,
    ) -> Result<(Issue, String), Refusal> {
        let load = async {
            let issue = self.issue(id).await?;
            let newsletter = newsletters::find(self.store.reader(), issue.newsletter).await?;
            let (newsletter, open_to_all) =
                newsletter.map(|newsletter| (newsletter.name, newsletter.open_to_all)).unwrap_or_default();
            Ok::<_, Refusal>(Arc::new(OpenIssue { issue, newsletter, open_to_all }))
        };
        let found = self.known.issues.get(changes, id, load).await?;
        let permitted = permits_reading(reader, &found.issue, found.open_to_all);
        match reader {
            Reader::Person(_) => visible(permitted)?,
            // Whoever is not signed in is asked to.
            Reader::Anybody => permitted?,
        }
        Ok((found.issue.clone(), found.newsletter.clone()))
    }

    /// What is known of the issue wherever it is named.
    pub(in crate::desk) async fn card_of(&self, issue: &Issue) -> Result<IssueCard, Refusal> {
        let connection = self.store.reader();
        let newsletter = newsletters::find(connection, issue.newsletter).await?;
        let pdf_hash = match issue.state {
            IssueState::Arranging => None,
            _ => issues::current_pdf(connection, issue.id).await?,
        };
        Ok(IssueCard {
            id: issue.id,
            version: issue.version,
            newsletter: issue.newsletter,
            newsletter_name: newsletter.map(|newsletter| newsletter.name).unwrap_or_default(),
            year: issue.year,
            number: issue.number,
            total: issue.total,
            edition: issue.edition,
            date: issue.date,
            credit_month: issue.credit_month,
            state: issue.state,
            past: issue.past,
            credited: issue.credited,
            pdf_hash,
        })
    }

    /// The newsletters whose published issues the reader may read.
    pub(super) async fn readable(&self, reader: Reader<'_>) -> Result<Vec<Newsletter>, Refusal> {
        let mut newsletters = newsletters::all(self.store.reader()).await?;
        if matches!(reader, Reader::Anybody) {
            newsletters.retain(|newsletter| newsletter.open_to_all);
        }
        Ok(newsletters)
    }
}

fn waits_for(issue: &Issue) -> String {
    match issue.state {
        IssueState::Arranging => "等编排送审".to_owned(),
        IssueState::SentForSignOff => {
            let step = issue.steps.get(issue.signatures.len()).map_or("签发", |step| step.name.as_str());
            format!("等{step}签字")
        }
        IssueState::Signed => "等印发".to_owned(),
        IssueState::Published => "已印发".to_owned(),
    }
}

pub(super) fn steps_of(
    issue: &Issue,
    signatures: &[Signature],
    names: &HashMap<PersonId, String>,
) -> Vec<StepLine> {
    let name = |person: &PersonId| names.get(person).cloned().unwrap_or_default();
    // What was signed keeps the name that it was signed under, whatever the steps are called since.
    let signed = signatures.iter().enumerate().map(|(index, signature)| StepLine {
        name: signature.step.clone(),
        signers: issue
            .steps
            .get(index)
            .map(|step| step.signers.iter().map(name).collect())
            .unwrap_or_default(),
        signed: Some((name(&signature.signer), signature.signed_at)),
    });
    let to_sign = issue.steps.iter().skip(signatures.len()).map(|step| StepLine {
        name: step.name.clone(),
        signers: step.signers.iter().map(name).collect(),
        signed: None,
    });
    signed.chain(to_sign).collect()
}

/// What was printed, for the screen.
fn sections_of(version: &IssueVersion) -> Vec<ReadSection> {
    let mut printed = version.items.iter();
    let sections = version.content.content().sections.iter();
    let sections = sections.map(|section| ReadSection {
        kind: section.kind,
        title: section.title.clone(),
        items: section
            .items
            .iter()
            .map(|item| ReadItem { id: printed.next().map(|printed| printed.item), text: item.clone() })
            .collect(),
    });
    sections.collect()
}
