//! A newsroom: an office with a newsletter, a unit, and the people who make an issue together.

use std::sync::atomic::{AtomicU32, Ordering};

use domain::{
    act::Verb,
    attribution,
    clearance::{Clearance, Verdict},
    id::{IssueId, ItemId, NewsletterId, PersonId, UnitId},
    issue::{
        SignOffStep,
        content::Foot,
        newsletter::{Newsletter, SectionPlan},
    },
    item::{Cover, ItemText, Kind},
    person::Role,
    scoring::Details,
    subject::Subject,
    workflow::State,
};
use store::{
    events::{self, NewEvent},
    issues,
    items::{
        self, NewItem,
        save::{save_state, set_clearance},
    },
    newsletters, units,
};

use crate::{Answer, Client, Office};

/// The newsroom. Two steps of sign-off; nobody signs what they arranged.
#[derive(Debug)]
pub struct Newsroom<'a> {
    pub office: &'a Office,
    pub newsletter: NewsletterId,
    pub unit: UnitId,
    pub editor: Client,
    pub clearer: Client,
    /// Signs 核稿, and whatever else a signer may.
    pub signer: Client,
    pub director: Client,
    pub reader: Client,
    items: AtomicU32,
}

impl<'a> Newsroom<'a> {
    pub async fn open(office: &'a Office) -> Self {
        let unit = office.unit("地质矿产管理科", &["地矿科"]).await;
        let newsletter = newsletter(office, "河湖信息", false).await;
        Self {
            newsletter,
            unit,
            editor: office.person("赵编辑", &[Role::Editor]).await,
            clearer: office.person("钱审查", &[Role::Clearer]).await,
            signer: office.person("孙主任", &[Role::Signer]).await,
            director: office.person("李局长", &[Role::Signer]).await,
            reader: office.person("周读者", &[Role::Reader]).await,
            office,
            items: AtomicU32::new(0),
        }
    }

    /// A new issue of January 2024, made on its page.
    pub async fn issue(&self, number: i32) -> IssueId {
        let answer = self.make_issue(number).await;
        let id = answer.path.strip_prefix("/issues/").and_then(|rest| rest.strip_suffix("/desk"));
        let id = id.unwrap_or_else(|| panic!("no board at {}: {}", answer.path, answer.flash()));
        IssueId(id.parse().expect("an issue's address bears its id"))
    }

    /// Asks for a new issue of January 2024.
    pub async fn make_issue(&self, number: i32) -> Answer {
        let fields = [
            ("newsletter", self.newsletter.to_string()),
            ("year", "2024".to_owned()),
            ("number", number.to_string()),
            ("total", String::new()),
            ("date", "2024-01-20".to_owned()),
            ("credit_month", "2024-01".to_owned()),
        ];
        self.editor.post("/do/create_issue", &fields).await
    }

    /// A shortlisted item whose text is cleared.
    pub async fn cleared(&self, kind: Kind) -> ItemId {
        self.shortlisted(kind, "（地矿科/周鹏）", true).await
    }

    /// A shortlisted item.
    pub async fn shortlisted(&self, kind: Kind, attribution: &str, cleared: bool) -> ItemId {
        self.shortlisted_with(kind, attribution, cleared, "").await
    }

    /// As [`Self::shortlisted`], with more in its body.
    pub async fn shortlisted_with(&self, kind: Kind, attribution: &str, cleared: bool, more: &str) -> ItemId {
        let number = self.items.fetch_add(1, Ordering::Relaxed) + 1;
        let text = ItemText {
            kind,
            title: if kind == Kind::Article {
                format!("第{number}号河道清淤工程完工")
            } else {
                String::new()
            },
            body: format!("第{number}号河道的清淤工程今天完工。工人们清出了淤泥，河水又清了。{more}"),
            attribution_line: attribution.to_owned(),
            ..ItemText::default()
        };
        let transaction = self.office.store().begin().await.expect("a transaction begins");
        let connection = transaction.connection();
        let directory = units::directory(connection).await.expect("units can be read");
        let at = self.office.now().timestamp();
        let new = NewItem {
            cover: Cover::default(),
            submitting_unit: self.unit,
            attribution: attribution::parse(attribution, &directory),
            text,
            state: State::Draft,
            details: Details::NONE,
            drafted_by: self.editor.actor().id,
            at,
        };
        let mut item = items::insert(connection, new).await.expect("an item is drafted");
        save_state(connection, &mut item, State::Shortlisted, at).await.expect("an item is shortlisted");
        if cleared {
            let clearance = Clearance {
                verdict: Verdict::Cleared,
                revision: item.revision,
                clearer: self.clearer.actor().id,
                decided_at: at,
            };
            set_clearance(connection, &mut item, clearance, at).await.expect("an item is cleared");
            let cleared = NewEvent {
                happened_at: at,
                actor: self.clearer.actor().id,
                kind: Verb::Clear.into(),
                subject: Subject::Item(item.id),
                words: "审查通过".to_owned(),
                reason: None,
            };
            events::append(connection, cleared).await.expect("that is an event");
        }
        transaction.commit().await.expect("the item is kept");
        item.id
    }

    /// The version that a page about the issue would carry.
    pub async fn version(&self, issue: IssueId) -> i64 {
        let issue = issues::find(self.office.store().reader(), issue).await.expect("issues can be read");
        issue.expect("the issue exists").version
    }

    /// The state in which an item is now.
    pub async fn state(&self, item: ItemId) -> State {
        let item = items::load(self.office.store().reader(), item).await.expect("items can be read");
        item.expect("the item exists").state
    }

    /// Does a verb of an issue as somebody, with the issue's present version.
    pub async fn act(&self, who: &Client, verb: &str, issue: IssueId, fields: &[(&str, String)]) -> Answer {
        let mut all = vec![("issue", issue.to_string()), ("version", self.version(issue).await.to_string())];
        all.extend_from_slice(fields);
        who.post(&format!("/do/{verb}"), &all).await
    }

    /// An issue with these items placed in it.
    pub async fn arranged(&self, number: i32, items: &[ItemId]) -> IssueId {
        let issue = self.issue(number).await;
        for item in items {
            let answer = self.act(&self.editor, "place", issue, &[("item", item.to_string())]).await;
            assert!(answer.flash().starts_with("已编入"), "{}", answer.flash());
        }
        issue
    }

    /// An issue with these items, sent for sign-off.
    pub async fn sent(&self, number: i32, items: &[ItemId]) -> IssueId {
        let issue = self.arranged(number, items).await;
        let answer = self.act(&self.editor, "send_for_sign_off", issue, &[]).await;
        assert!(answer.flash().contains("已送审"), "{}", answer.flash());
        issue
    }

    /// An issue with these items, signed in both steps.
    pub async fn signed(&self, number: i32, items: &[ItemId]) -> IssueId {
        let issue = self.sent(number, items).await;
        let pdf_hash = self.pdf_in_sign_off(issue).await;
        for signer in [&self.signer, &self.director] {
            let answer = self.act(signer, "sign", issue, &[("pdf_hash", pdf_hash.clone())]).await;
            assert!(answer.flash().contains("已签字"), "{}", answer.flash());
        }
        issue
    }

    /// An issue with these items, published.
    pub async fn published(&self, number: i32, items: &[ItemId]) -> IssueId {
        let issue = self.signed(number, items).await;
        let answer = self.act(&self.editor, "publish", issue, &[]).await;
        assert!(answer.flash().contains("已印发"), "{}", answer.flash());
        issue
    }

    /// The hash of the PDF that is being signed.
    pub async fn pdf_in_sign_off(&self, issue: IssueId) -> String {
        let version = issues::in_sign_off(self.office.store().reader(), issue).await;
        version.expect("versions can be read").expect("the issue is in sign-off").pdf_hash
    }
}

/// A newsletter with a section for each kind and two steps of sign-off.
pub async fn newsletter(office: &Office, name: &str, open_to_all: bool) -> NewsletterId {
    let step = |name: &str| SignOffStep { name: name.to_owned(), signers: Vec::<PersonId>::new() };
    let newsletter = Newsletter {
        id: NewsletterId(0),
        version: 0,
        name: name.to_owned(),
        mark: Some("内部资料 注意保存".to_owned()),
        publisher: "市水务局办公室".to_owned(),
        foot: Foot { report: vec!["市政府".to_owned()], ..Foot::default() },
        sections: Kind::ALL.map(|kind| SectionPlan { kind, title: None }).to_vec(),
        steps: vec![step("核稿"), step("签发")],
        separate_duties: true,
        open_to_all,
        order: 1,
    };
    let transaction = office.store().begin().await.expect("a transaction begins");
    let id = newsletters::insert(transaction.connection(), &newsletter).await.expect("the name is free");
    transaction.commit().await.expect("the newsletter is kept");
    id
}
