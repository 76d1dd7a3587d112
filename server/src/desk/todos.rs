//! Everything that waits for a person, by name. The front page lists it and the rail counts it, both from here.

use app::desk::{
    Refusal,
    items::ItemLists,
    office::{Place, Todo, Waiting, WaitingLists},
};
use async_trait::async_trait;
use domain::{
    bulletin::version::Standing,
    calendar::Month,
    closing,
    id::PersonId,
    issue::IssueState,
    job::JobKind,
    permission::{
        BulletinAct, IssueAct, OfficeAct, permits_bulletin, permits_issue, permits_office,
        works_for_the_office,
    },
    person::Actor,
};
use store::{bulletins, issues, items::list, jobs, year::known_months};

use super::{
    OfficeDesk,
    issues::{
        deciding::{Looked, Turn},
        sign::{items_in_sign_off, permits_signing},
    },
    ledger,
};

/// How many refused items are named: all that an office ever has.
const MOST_REFUSED: u64 = 200;
/// So many items with new comments are named.
const MOST_COMMENTED: usize = 20;
/// For how many months back it is looked whether a bulletin is missing.
const BULLETINS_BACK: usize = 12;

#[async_trait]
impl WaitingLists for OfficeDesk {
    async fn waiting(&self, actor: &Actor) -> Result<Waiting, Refusal> {
        if actor.only_reads() {
            return Ok(Waiting::default());
        }
        let look = self.everything_waiting(actor);
        let of = (actor.id, self.now().date());
        self.known.waiting.get(self.changes().await?, of, look).await
    }
}

impl OfficeDesk {
    pub(super) async fn everything_waiting(&self, actor: &Actor) -> Result<Waiting, Refusal> {
        let mut todos = self.items_waiting(actor).await?;
        todos.extend(self.comments_waiting(actor).await?);
        todos.extend(self.handled_todos(actor).await?);
        todos.extend(self.issues_waiting(actor).await?);
        if works_for_the_office(actor) {
            let corrections = self.corrections_waiting().await?;
            todos.extend(corrections.iter().filter_map(|looked| of_correction(looked, actor)));
        }
        todos.extend(self.bulletins_waiting(actor).await?);
        todos.extend(self.months_waiting(actor).await?);
        if permits_office(actor, OfficeAct::Administer).is_ok() {
            todos.extend(self.stuck().await?);
            todos.extend(self.jobs_waiting().await?);
        }
        if permits_office(actor, OfficeAct::CloseMonth).is_ok() {
            let reopened = self.read_reopened().await?.into_iter().map(|reopened| {
                let month = closing::in_words(reopened.month);
                let words = format!("{month}已重开，改好后等您再结账");
                Todo::one(Place::Ledger, words, format!("/months/{}", reopened.month))
            });
            todos.extend(reopened);
        }
        Ok(Waiting { todos })
    }

    /// What the program could not do by itself, and what it found.
    async fn jobs_waiting(&self) -> Result<Vec<Todo>, Refusal> {
        let reader = self.store.reader();
        let address = "/admin/jobs";
        let mut todos = Vec::new();
        let given_up = jobs::count_dead(reader).await?;
        if given_up > 0 {
            let count = u32::try_from(given_up).unwrap_or(u32::MAX);
            todos.push(Todo::many(Place::People, count, "件后台任务没有办成", address));
        }
        for last in jobs::outcomes(reader).await? {
            if last.kind == JobKind::Verify && !last.outcome.is_good && given_up == 0 {
                todos.push(Todo::one(Place::People, format!("夜里的{}", last.outcome.words), address));
            }
        }
        Ok(todos)
    }

    /// What nobody may decide on any more: only an administrator can change that.
    async fn stuck(&self) -> Result<Vec<Todo>, Refusal> {
        let everybody = self.everybody().await?;
        let reader = self.store.reader();
        let mut todos: Vec<Todo> = Vec::new();
        let mut add = |words: String| todos.push(Todo::one(Place::People, words, "/admin/people"));
        for (_, words) in self.stuck_items().await? {
            add(words);
        }
        for listed in issues::in_work(reader).await? {
            let issue = self.issue(listed.id).await?;
            if issue.state != IssueState::SentForSignOff {
                continue;
            }
            let items = items_in_sign_off(reader, &issue).await?;
            if !everybody.iter().any(|one| permits_signing(one, &issue, &items).is_ok()) {
                let newsletter = self.card_of(&issue).await?.newsletter_name;
                add(format!("《{newsletter}》{}等签字，现在没有人能签", issue.label()));
            }
        }
        for looked in self.corrections_waiting().await? {
            if !everybody.iter().any(|one| looked.turn_of(one).is_some()) {
                let name = looked.correction.text.list_title();
                add(format!("{}《{name}》的更正，现在没有人能办", looked.issue.label()));
            }
        }
        for line in bulletins::not_issued(reader).await? {
            let sign = BulletinAct::Sign { prepared_by: line.prepared.by };
            let waits = line.standing == Standing::InSignOff;
            if waits && !everybody.iter().any(|one| permits_bulletin(one, sign).is_ok()) {
                add(format!("{}通报等签发，现在没有人能签", closing::in_words(line.month)));
            }
        }
        Ok(todos)
    }

    async fn items_waiting(&self, actor: &Actor) -> Result<Vec<Todo>, Refusal> {
        let items = self.waiting_items(actor).await?;
        let mut todos: Vec<Todo> = [
            (Place::Items, items.returned, "篇稿件被退回，等您修改", "/items"),
            (
                Place::Items,
                items.left_behind,
                "篇本单位的稿件被退回，起草人已不在用，等您接着改",
                "/items?of=unit",
            ),
            (Place::Review, items.unit_review, "篇稿件等您审核", "/review"),
            (Place::Inbox, items.unreceived, "篇来稿等您签收", "/inbox?state=submitted"),
            (Place::Clearance, items.uncleared, "篇稿件等您保密审查", "/clearance"),
            (Place::Names, items.unknown_names, "个署名单位等您识别", "/names"),
        ]
        .into_iter()
        .filter(|(_, count, ..)| *count > 0)
        .map(|(place, count, words, address)| Todo::many(place, count, words, address))
        .collect();
        if permits_office(actor, OfficeAct::SortOut).is_ok() {
            let reader = self.store.reader();
            if let Some((count, since)) = list::in_editing(reader).await? {
                let now = self.now();
                let day = since.to_zoned(now.time_zone().clone()).date();
                let days = (now.date() - day).get_days();
                let oldest = match days {
                    ..1 => String::new(),
                    days => format!("，最早{days}天前"),
                };
                let words = format!("篇编辑中{oldest}");
                todos.push(Todo::many(Place::Inbox, count, words, "/inbox?state=editing"));
            }
            for (item, title) in list::refused(reader, MOST_REFUSED).await? {
                let words = format!("《{title}》保密审查没有通过，等您处理");
                todos.push(Todo::one(Place::Inbox, words, format!("/items/{item}")));
            }
        }
        Ok(todos)
    }

    /// What others said of items that concerns this person.
    async fn comments_waiting(&self, actor: &Actor) -> Result<Vec<Todo>, Refusal> {
        let told = self.unread_comments(actor).await?.into_iter().map(|(item, is_asked, count)| {
            let title = item.text.list_title();
            let words = match is_asked {
                true => format!("《{title}》的批注里请您看（新{count}条）"),
                false => format!("《{title}》有{count}条新批注"),
            };
            // Where one's own text is mended, one writes.
            let place = if works_for_the_office(actor) { Place::Inbox } else { Place::Items };
            Todo::one(place, words, format!("/items/{}#comments", item.id))
        });
        Ok(told.take(MOST_COMMENTED).collect())
    }

    async fn issues_waiting(&self, actor: &Actor) -> Result<Vec<Todo>, Refusal> {
        let reader = self.store.reader();
        let mut todos = Vec::new();
        if permits_office(actor, OfficeAct::SeeIssuesThrough).is_err() {
            return Ok(todos);
        }
        if permits_office(actor, OfficeAct::Sign).is_ok() {
            let own: Vec<PersonId> = [actor.id].into_iter().chain(actor.others.iter().copied()).collect();
            let withheld = issues::withheld(reader, &own).await?.len();
            if let Some(count) = u32::try_from(withheld).ok().filter(|count| *count > 0) {
                let words = "期补录或导入的刊物等您核对后开放给读者";
                todos.push(Todo::many(Place::Issues, count, words, "/issues/desk#withheld"));
            }
        }
        // An office has a handful of issues in work.
        for listed in issues::in_work(reader).await? {
            let issue = self.issue(listed.id).await?;
            let newsletter = self.card_of(&issue).await?.newsletter_name;
            let name = format!("《{newsletter}》{}", issue.label());
            let may = |act| permits_issue(actor, act, &issue).is_ok();
            let board = format!("/issues/{}/desk", issue.id);
            let sheet = format!("/issues/{}/sign", issue.id);
            let mut add = |words: String, address| todos.push(Todo::one(Place::Issues, words, address));
            match issue.state {
                IssueState::Arranging if may(IssueAct::Arrange) => {
                    match issues::last_sent_back(reader, issue.id).await? {
                        Some(reason) => add(format!("{name}被退回编排，等您改好再送审：{reason}"), board),
                        None => add(format!("{name}正在编排，等您送审"), board),
                    }
                }
                IssueState::SentForSignOff if self.is_to_be_signed_by(actor, &issue).await? => {
                    let step = issue.steps.get(issue.signatures.len());
                    let step = step.map_or("签发", |step| step.name.as_str());
                    add(format!("{name}等您签字（{step}）"), sheet);
                }
                IssueState::Signed if may(IssueAct::Publish) => {
                    add(format!("{name}已签发，等您印发"), sheet);
                }
                _ => {}
            }
        }
        Ok(todos)
    }

    /// Months that are over and not closed, and closed ones of which no bulletin was begun.
    async fn months_waiting(&self, actor: &Actor) -> Result<Vec<Todo>, Refusal> {
        let reader = self.store.reader();
        let mut todos = Vec::new();
        let closed = ledger::closed(reader).await?;
        if permits_office(actor, OfficeAct::CloseMonth).is_ok() {
            let present = Month::of(self.now().date());
            let reopened = self.read_reopened().await?;
            let is_reopened = |month: Month| reopened.iter().any(|one| one.month == month);
            let over = known_months(reader).await?.into_iter();
            let over: Vec<Month> = over
                .filter(|month| *month < present && !closed.contains(*month) && !is_reopened(*month))
                .collect();
            if let Some(first) = over.first() {
                let more = if over.len() > 1 {
                    format!("（到现在共{}个月）", over.len())
                } else {
                    String::new()
                };
                let words = format!("{}已过完，还没有结账{more}", closing::in_words(*first));
                todos.push(Todo::one(Place::Ledger, words, format!("/months/{first}")));
            }
        }
        if permits_bulletin(actor, BulletinAct::Send).is_ok() {
            let mut newest_first: Vec<Month> = closed.months().collect();
            newest_first.sort_unstable_by_key(|month| std::cmp::Reverse(*month));
            let mut without = Vec::new();
            let mut has_any = false;
            for month in newest_first.into_iter().take(BULLETINS_BACK) {
                if !bulletins::of_month(reader, month).await?.is_empty() {
                    has_any = true;
                    break;
                }
                without.push(month);
            }
            // An office that never sent one is reminded of the last month alone.
            without.truncate(if has_any { BULLETINS_BACK } else { 1 });
            todos.extend(without.into_iter().rev().map(|month| {
                let words = format!("{}已结账，通报还没有送签", closing::in_words(month));
                Todo::one(Place::Bulletins, words, format!("/bulletins/{month}"))
            }));
        }
        Ok(todos)
    }

    async fn bulletins_waiting(&self, actor: &Actor) -> Result<Vec<Todo>, Refusal> {
        let mut todos = Vec::new();
        if permits_bulletin(actor, BulletinAct::Read(Standing::InSignOff)).is_err() {
            return Ok(todos);
        }
        let lines = bulletins::not_issued(self.store.reader()).await?;
        for line in lines {
            let may = |act| permits_bulletin(actor, act).is_ok();
            let name = format!("{}通报", closing::in_words(line.month));
            let sheet = format!("/bulletins/{}/versions/{}", line.month, line.id);
            let mut add = |words: String, address| todos.push(Todo::one(Place::Bulletins, words, address));
            match line.standing {
                Standing::InSignOff if may(BulletinAct::Sign { prepared_by: line.prepared.by }) => {
                    add(format!("{name}已送签，等您签发"), sheet);
                }
                Standing::Signed if may(BulletinAct::Issue) => {
                    add(format!("{name}已签发，等您印发"), sheet);
                }
                Standing::SentBack if may(BulletinAct::Send) => {
                    let reason = line.sent_back_reason.as_deref().unwrap_or_default();
                    let words = format!("{name}被退回，等您改好再送签：{reason}");
                    add(words, format!("/bulletins/{}", line.month));
                }
                _ => {}
            }
        }
        Ok(todos)
    }
}

fn of_correction(looked: &Looked, actor: &Actor) -> Option<Todo> {
    let name = format!("{}《{}》的更正", looked.issue.label(), looked.correction.text.list_title());
    let sheet = format!("/corrections/{}", looked.correction.id);
    Some(match looked.turn_of(actor)? {
        Turn::Clearing => Todo::one(Place::Clearance, format!("{name}等您保密审查"), sheet),
        Turn::Signing => Todo::one(Place::Issues, format!("{name}等您签字"), sheet),
        Turn::Mending => Todo::one(Place::Issues, format!("{name}被退回，等您修改"), sheet),
    })
}
