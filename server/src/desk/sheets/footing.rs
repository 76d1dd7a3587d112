//! Whether what somebody types can still be done, said while it is typed and not only when it is posted.

use app::desk::Refusal;
use domain::{
    act::{OF_HANDLING, Verb},
    bulletin::version,
    calendar::Month,
    id::{BulletinVersionId, CorrectionId, IssueId, PersonId, RevisionId},
    issue::{IssueAction, correction},
    item::Item,
    permission::{
        BulletinAct, CorrectionAct, IssueAct, ItemAct, OfficeAct, permits, permits_bulletin,
        permits_correction, permits_issue, permits_office, permits_proposing, reads_for_the_office,
    },
    person::Actor,
    subject::Subject,
    workflow::{Action, leads_to},
};
use store::{
    Connection,
    bulletins::find_line,
    events::{self},
    items, letters, people, revisions, rule_sets,
    sheets::Sheet,
};

use super::kept::{is_sent_from, typed_form};
use crate::desk::{
    OfficeDesk, bulletins,
    checks::{next_issue_state, next_standing},
    items::clear::check_can_be_cleared,
};

/// On what a text that is being typed stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Footing {
    /// It can be saved.
    Firm,
    /// It was done by this person just now; newer words are taken from the same page.
    Done,
    /// Somebody else saved meanwhile: who.
    Shared(String),
    /// It can not be saved any more as it stands: why.
    Moved(String),
}

/// What a form names by number.
struct Named(Option<app::desk::typed::TypedForm>);

impl Named {
    fn get<T: std::str::FromStr>(&self, field: &str) -> Option<T> {
        self.0.as_ref()?.value(field)?.parse().ok()
    }

    fn number<T>(&self, field: &str, id: impl FnOnce(i64) -> T) -> Result<T, Refusal> {
        self.get(field).map(id).ok_or_else(|| Refusal::not_found("这张表单所说的"))
    }
}

impl OfficeDesk {
    /// What can be saved of a page's text, and what stands in the way.
    pub(super) async fn footing(&self, actor: &Actor, sheet: &Sheet) -> Result<Footing, Refusal> {
        match self.looked_at(actor, sheet).await {
            Err(error @ (Refusal::Failed(_) | Refusal::Busy(_))) => Err(error),
            Err(error) => Ok(Footing::Moved(error.to_string())),
            Ok(footing) => Ok(footing),
        }
    }

    /// An error is why the form can not be done any more.
    async fn looked_at(&self, actor: &Actor, sheet: &Sheet) -> Result<Footing, Refusal> {
        let named = Named(sheet.unsaved().and_then(typed_form));
        let item = match sheet.item {
            Some(id) => {
                let item = items::load(self.store.reader(), id).await?;
                // What one may not read is as if it were not there.
                let item = item.filter(|item| permits(actor, ItemAct::Read, item).is_ok());
                let gone = || Refusal::blocked("这篇稿件已经不在了，或您不能看");
                Some(item.ok_or_else(gone)?)
            }
            None => None,
        };
        // A form that no act of ours bears was kept by another version.
        let Some(verb) = Verb::from_code(&sheet.verb) else { return Ok(Footing::Firm) };
        match (verb, &item) {
            (Verb::DraftItem | Verb::SaveItem, Some(item)) => self.footing_of_text(actor, sheet, item).await,
            // Newer words of one's own act are taken.
            (Verb::ReturnItem | Verb::Reject, Some(item))
                if self.was_own(actor, Subject::Item(item.id), verb).await? =>
            {
                Ok(Footing::Done)
            }
            (Verb::ReturnItem, Some(item)) => self.footing_of_act(actor, item, Action::Return).await,
            (Verb::Reject, Some(item)) => self.footing_of_act(actor, item, Action::Reject).await,
            (Verb::Retract, Some(item)) => self.footing_of_act(actor, item, Action::Retract).await,
            (Verb::Clear | Verb::RefuseClearance, Some(item)) => {
                permits(actor, ItemAct::Clear, item)?;
                check_can_be_cleared(item)?;
                if named.get("revision").map(RevisionId).is_some_and(|shown| shown != item.revision) {
                    return Ok(Footing::Moved(self.what_happened(item, "按原来的文字审查").await?));
                }
                Ok(Footing::Firm)
            }
            (Verb::CorrectItem, Some(item)) => self.footing_of_correction(actor, item, &named).await,
            // What is not somebody's to decide on is not told of.
            (Verb::RefuseCorrection | Verb::SendBackCorrection | Verb::SendBack, _)
                if !reads_for_the_office(actor) =>
            {
                Ok(Footing::Firm)
            }
            (Verb::RefuseCorrection | Verb::SendBackCorrection, _) => {
                let id = named.number("correction", CorrectionId)?;
                let correction = self.correction(actor, id).await?;
                let found = self.correctable(correction.item).await?;
                let (act, action) = match verb {
                    Verb::RefuseCorrection => (CorrectionAct::Clear, correction::Action::Refuse),
                    _ => (CorrectionAct::SendBack, correction::Action::SendBack),
                };
                permits_correction(actor, act, &found.issue, &found.item, &correction)?;
                let subject = Subject::Issue(found.issue.id);
                if self.was_own(actor, subject, verb).await? {
                    return Ok(Footing::Done);
                }
                next_standing(&correction, action)?;
                Ok(Footing::Firm)
            }
            (Verb::SendBack, _) => {
                let issue = self.issue(named.number("issue", IssueId)?).await?;
                permits_issue(actor, IssueAct::SendBack, &issue)?;
                if self.was_own(actor, Subject::Issue(issue.id), verb).await? {
                    return Ok(Footing::Done);
                }
                next_issue_state(&issue, IssueAction::SendBack)?;
                Ok(Footing::Firm)
            }
            (Verb::SendBackBulletin, _) => {
                permits_bulletin(actor, BulletinAct::SendBack)?;
                let id = named.number("version", BulletinVersionId)?;
                let line = find_line(self.store.reader(), id).await?;
                let line = line.ok_or_else(|| Refusal::not_found("这份通报"))?;
                if self.was_own(actor, bulletins::subject(line.month), verb).await? {
                    return Ok(Footing::Done);
                }
                version::transition(line.standing, version::Action::SendBack)?;
                Ok(Footing::Firm)
            }
            (Verb::SetBulletinLetter, _) => {
                permits_office(actor, OfficeAct::SetBulletinLetter)?;
                let (Some(month), Some(shown)) = (named.get::<Month>("month"), named.get::<i64>("version"))
                else {
                    return Ok(Footing::Firm);
                };
                let (_, now) = letters::of_month(self.store.reader(), month).await?;
                if now == shown {
                    Ok(Footing::Firm)
                } else {
                    self.changed_by(actor, bulletins::subject(month), verb).await
                }
            }
            (Verb::SaveRule | Verb::SaveRuleHeads, _) => {
                permits_office(actor, OfficeAct::SetRules)?;
                let draft = rule_sets::draft(self.store.reader()).await?;
                let gone = || Refusal::blocked("起草中的计分办法已经放弃，或者已经施行");
                let draft = draft.ok_or_else(gone)?;
                if draft.by == actor.id
                    || named.get("version").is_none_or(|shown: i64| shown == draft.version)
                {
                    return Ok(Footing::Firm);
                }
                Ok(Footing::Shared(format!("{}也改过草稿", self.name(draft.by).await?)))
            }
            _ => Ok(Footing::Firm),
        }
    }

    async fn footing_of_act(&self, actor: &Actor, item: &Item, action: Action) -> Result<Footing, Refusal> {
        if permits(actor, ItemAct::Act(action), item).is_ok() && leads_to(item.state, action).is_ok() {
            return Ok(Footing::Firm);
        }
        Ok(Footing::Moved(self.what_happened(item, action.label()).await?))
    }

    async fn footing_of_correction(
        &self,
        actor: &Actor,
        item: &Item,
        named: &Named,
    ) -> Result<Footing, Refusal> {
        permits_proposing(actor)?;
        let found = self.correctable(item.id).await?;
        if named.get("item_version").is_some_and(|shown: i64| shown != item.version) {
            return Ok(Footing::Shared("这篇稿件又有改动".to_owned()));
        }
        match self.correction_under_way(&found.issue).await? {
            Some(other) => Ok(Footing::Moved(other.in_the_way(&found.issue))),
            None => Ok(Footing::Firm),
        }
    }

    /// Whether this was done to the thing last, by this very person.
    async fn was_own(&self, actor: &Actor, subject: Subject, verb: Verb) -> Result<bool, Refusal> {
        let events = events::about(self.store.reader(), subject).await?;
        Ok(events.last().is_some_and(|last| last.actor == actor.id && last.is(verb)))
    }

    /// Who changed something last by this verb, where that was somebody else.
    async fn changed_by(&self, actor: &Actor, subject: Subject, verb: Verb) -> Result<Footing, Refusal> {
        let events = events::about(self.store.reader(), subject).await?;
        match events.iter().rfind(|event| event.is(verb)) {
            Some(last) if last.actor != actor.id => {
                Ok(Footing::Shared(format!("{}也改过这里", self.name(last.actor).await?)))
            }
            _ => Ok(Footing::Firm),
        }
    }

    pub(super) async fn name(&self, person: PersonId) -> Result<String, Refusal> {
        let names = people::names(self.store.reader(), &[person].into()).await?;
        Ok(names.get(&person).cloned().unwrap_or_default())
    }

    async fn footing_of_text(&self, actor: &Actor, sheet: &Sheet, item: &Item) -> Result<Footing, Refusal> {
        if permits(actor, ItemAct::EditText, item).is_err()
            && !is_sent_from(self.store.reader(), sheet, item, actor).await?
        {
            return Ok(Footing::Moved(self.what_happened(item, "改文字").await?));
        }
        Ok(match self.saved_by_others(self.store.reader(), actor, item, sheet.base).await? {
            Some(others) => Footing::Shared(format!("{others}也存了一稿")),
            None => Footing::Firm,
        })
    }

    /// Who else saved the item's text since a revision, with the time of the last.
    pub(in crate::desk) async fn saved_by_others(
        &self,
        connection: &impl Connection,
        actor: &Actor,
        item: &Item,
        base: Option<RevisionId>,
    ) -> Result<Option<String>, Refusal> {
        let Some(base) = base.filter(|base| *base != item.revision) else { return Ok(None) };
        let since = revisions::of_item(connection, item.id).await?;
        let mut others: Vec<PersonId> = Vec::new();
        for revision in since.iter().filter(|revision| revision.id > base && revision.saved_by != actor.id) {
            if !others.contains(&revision.saved_by) {
                others.push(revision.saved_by);
            }
        }
        if others.is_empty() {
            return Ok(None);
        }
        let names = people::names(connection, &others.iter().copied().collect()).await?;
        let names = others.iter().filter_map(|person| names.get(person).cloned());
        Ok(Some(names.collect::<Vec<_>>().join("、")))
    }

    /// Why something is not possible any more: what happened to the item last, and by whom.
    async fn what_happened(&self, item: &Item, what: &str) -> Result<String, Refusal> {
        let reader = self.store.reader();
        let subject = Subject::Item(item.id);
        let events = events::about(reader, subject).await?;
        let state = item.state.label();
        let events = events.iter().filter(|event| !OF_HANDLING.iter().any(|verb| event.is(*verb)));
        let Some(last) = events.max_by_key(|event| event.happened_at) else {
            return Ok(format!("稿件现在是“{state}”，不能再{what}"));
        };
        let names = people::names(reader, &[last.actor].into()).await?;
        let who = names.get(&last.actor).cloned().unwrap_or_default();
        let when = last.happened_at.to_zoned(self.now().time_zone().clone()).strftime("%H:%M").to_string();
        let did = domain::event::kind_word(&last.verb);
        Ok(format!("{who} {when} 已把稿件“{did}”，现在是“{state}”，不能再{what}"))
    }
}
