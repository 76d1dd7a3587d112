//! Newsletters: what administrators set for all of their issues.

use app::desk::{
    Done, Fault, Refusal,
    office::{Newsletters, newsletters::SaveNewsletter},
};
use async_trait::async_trait;
use domain::{
    act::Verb,
    id::NewsletterId,
    issue::{
        SignOffStep,
        content::Foot,
        newsletter::{Newsletter, SectionPlan},
    },
    item::Kind,
    permission::{OfficeAct, permits_office},
    person::Actor,
    subject::Subject,
};
use store::{Connection, issues, newsletters};

use super::rosters::list_of_months;
use crate::desk::{Act, OfficeDesk, Writing, ledger};

/// Who signs, in which order, and whether others than those who arrange and write, is not changed under those who are
/// signing. Duties may be kept apart from now on.
async fn refuse_while_signing(
    connection: &impl Connection,
    before: &Newsletter,
    after: &Newsletter,
) -> Result<(), Refusal> {
    let (field, what) = if before.steps != after.steps {
        ("step", "签发步骤")
    } else if before.separate_duties && !after.separate_duties {
        ("separate_duties", "“自己编排的一期要由别人签”")
    } else {
        return Ok(());
    };
    match issues::being_signed(connection, before.id).await? {
        None => Ok(()),
        Some(label) => Err(Refusal::invalid(
            field,
            format!("{label}正在签发，{what}现在不能改；等它印发或更正生效，或先退回，再改"),
        )),
    }
}

#[async_trait]
impl Newsletters for OfficeDesk {
    async fn newsletters(&self, actor: &Actor) -> Result<Vec<Newsletter>, Refusal> {
        permits_office(actor, OfficeAct::Administer)?;
        Ok(newsletters::all(self.store.reader()).await?)
    }

    async fn newsletter(&self, actor: &Actor, id: NewsletterId) -> Result<Newsletter, Refusal> {
        permits_office(actor, OfficeAct::Administer)?;
        let found = newsletters::find(self.store.reader(), id).await?;
        found.ok_or_else(|| Refusal::not_found("这份刊物"))
    }
}

impl Act for SaveNewsletter {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        permits_office(actor, OfficeAct::Administer)?;
        let mut newsletter = newsletter_of(self)?;
        check(&newsletter)?;
        let writing = office.begin(actor).await?;
        newsletter.version = writing.version_after_own(newsletter.version);
        let connection = writing.connection();
        // Nothing is sent for sign-off meanwhile.
        newsletters::lock(connection, newsletter.id).await?;
        let known = newsletters::all(connection).await?;
        if known.iter().any(|other| other.name == newsletter.name && other.id != newsletter.id) {
            let words = format!("已经有《{}》这份刊物", newsletter.name);
            return Err(Refusal::invalid("name", words));
        }
        let mut renamed = false;
        let (id, words) = if newsletter.id == NewsletterId(0) {
            let id = newsletters::insert(connection, &newsletter).await?;
            (id, format!("添加了刊物《{}》", newsletter.name))
        } else {
            let before = known.iter().find(|known| known.id == newsletter.id);
            let before = before.ok_or_else(|| Refusal::not_found("这份刊物"))?;
            if before.version != newsletter.version {
                let subject = Subject::Newsletter(newsletter.id);
                return Err(Refusal::overtaken("刊物设置", subject));
            }
            refuse_while_signing(connection, before, &newsletter).await?;
            // The first one's issues go without its name; the others' names stand in what their adoptions earn.
            let first = known.iter().map(|known| known.id).min();
            renamed = before.name != newsletter.name && Some(newsletter.id) != first;
            if renamed {
                refuse_in_closed_months(&writing, before).await?;
            }
            newsletters::update(connection, &newsletter).await?;
            if before.name != newsletter.name {
                issues::enter_of(connection, newsletter.id).await?;
            }
            (newsletter.id, changes(before, &newsletter))
        };
        let subject = Subject::Newsletter(id);
        let event = writing.event(Verb::SaveNewsletter, subject, words.clone(), None).await?;
        if renamed {
            ledger::settle_all(&writing, event, Some(&words)).await?;
        }
        writing.commit().await?;
        Ok(Done::new(format!("已保存。{words}")).next(format!("/admin/newsletters/{id}")))
    }
}

/// A newsletter whose name closed months tell of keeps it.
async fn refuse_in_closed_months(writing: &Writing, newsletter: &Newsletter) -> Result<(), Refusal> {
    let closed = ledger::closed(writing.connection()).await?;
    let mut months = issues::credit_months(writing.connection(), newsletter.id).await?;
    months.retain(|month| closed.contains(*month));
    if months.is_empty() {
        return Ok(());
    }
    let (name, months) = (&newsletter.name, list_of_months(&Vec::from_iter(months)));
    Err(Refusal::blocked(format!(
        "《{name}》在已结账的{months}有记分的期，那里的台账写着这个刊名，没有改名。以后各期要用新刊名，请另添一份刊物；要连以前的一起改，请先在“月份”中重开"
    )))
}

/// The newsletter as the form describes it; a new one has the id 0 until it is saved.
fn newsletter_of(form: SaveNewsletter) -> Result<Newsletter, Refusal> {
    let foot = Foot {
        report: lines(&form.report),
        send: lines(&form.send),
        issue: lines(&form.issue),
        editor: form.editor,
        reviewer: form.reviewer,
        signer: form.signer,
        phone: form.phone,
        copies: form.copies,
    };
    let signers = [form.signers_1, form.signers_2, form.signers_3];
    let steps = form.step.iter().map(|name| name.trim()).zip(signers).filter(|(name, _)| !name.is_empty());
    Ok(Newsletter {
        id: form.newsletter.unwrap_or(NewsletterId(0)),
        version: form.version.unwrap_or_default(),
        name: form.name.trim().to_owned(),
        mark: form.mark,
        publisher: form.publisher.trim().to_owned(),
        foot,
        sections: sections(&form.section_kind, &form.section_title)?,
        steps: steps.map(|(name, signers)| SignOffStep { name: name.to_owned(), signers }).collect(),
        separate_duties: form.separate_duties,
        open_to_all: form.open_to_all,
        order: form.order.unwrap_or(1),
    })
}

/// The sections that a form's parallel fields hold: a kind's code and a title each.
fn sections(kinds: &[String], titles: &[String]) -> Result<Vec<SectionPlan>, Refusal> {
    let titles = titles.iter().map(|title| title.trim()).chain(std::iter::repeat(""));
    let mut sections = Vec::new();
    for (code, title) in kinds.iter().zip(titles).filter(|(code, _)| !code.is_empty()) {
        let kind = Kind::from_code(code)
            .ok_or_else(|| Refusal::invalid("section_kind", format!("没有“{code}”这种栏目")))?;
        let title = Some(title).filter(|title| !title.is_empty()).map(str::to_owned);
        sections.push(SectionPlan { kind, title });
    }
    Ok(sections)
}

/// The offices that a list of the foot names, one on each line.
fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

fn check(newsletter: &Newsletter) -> Result<(), Refusal> {
    let mut faults = Vec::new();
    let mut fault = |field: &str, words: &str| {
        faults.push(Fault { field: field.to_owned(), words: words.to_owned() });
    };
    if newsletter.name.is_empty() {
        fault("name", "请填写刊名");
    }
    if newsletter.publisher.is_empty() {
        fault("publisher", "请填写编印单位");
    }
    if newsletter.sections.is_empty() {
        fault("section_kind", "至少要有一个栏目");
    }
    if newsletter.steps.is_empty() {
        fault("step", "至少要有一个签发步骤");
    }
    let names: std::collections::BTreeSet<_> = newsletter.steps.iter().map(|step| &step.name).collect();
    if names.len() < newsletter.steps.len() {
        fault("step", "签发步骤的名称不能重复");
    }
    if faults.is_empty() { Ok(()) } else { Err(Refusal::Invalid(faults)) }
}

/// Which settings are different, by name.
fn changes(before: &Newsletter, after: &Newsletter) -> String {
    let differences = [
        ("刊名", before.name != after.name),
        ("编印单位", before.publisher != after.publisher),
        ("标注", before.mark != after.mark),
        ("报尾", before.foot != after.foot),
        ("栏目", before.sections != after.sections),
        ("签发步骤", before.steps != after.steps),
        ("编排与签发分开", before.separate_duties != after.separate_duties),
        ("不登录阅读", before.open_to_all != after.open_to_all),
        ("顺序", before.order != after.order),
    ];
    let changed: Vec<_> = differences.iter().filter(|(_, differ)| *differ).map(|(name, _)| *name).collect();
    match changed.as_slice() {
        [] => format!("《{}》没有改动", after.name),
        changed => format!("《{}》改了{}", after.name, changed.join("、")),
    }
}
