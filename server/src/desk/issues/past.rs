//! An issue from before the program: its pasted text is read, repaired by an editor, and entered as published.

use app::desk::{
    Done, Fault, Refusal,
    issues::{EnterPastIssue, KindCode, PastIssues, PastItem, PastReading},
};
use async_trait::async_trait;
use domain::{
    act::Verb,
    attribution::{self, Attribution},
    calendar::Month,
    id::{IssueId, NewsletterId, SectionId, UnitId},
    issue::{
        Edition, FrozenIssue, IssueState,
        content::{Foot, IssueContent, SectionContent},
        newsletter::{Newsletter, SectionPlan},
        version::{PrintedItem, Standing},
    },
    item::{Cover, ItemText, Kind},
    permission::{OfficeAct, permits_office},
    person::Actor,
    scoring::{Details, Roster},
    unit::{UnitDirectory, changes::day_concerned},
    workflow::State,
};
use jiff::civil::Date;
use store::{
    issues::{self, NewIssue, NewVersion},
    items::{self, NewItem},
    newsletters, roster, units,
};

use super::{
    super::ledger::settle,
    OfficeDesk, Writing,
    content::{mended_here, printed_text, without_group},
    head::{Asked, Head},
    item_subject,
    send::{PutInPrint, keep_version},
    subject,
};
use crate::desk::Act;

/// What is said of what was entered or imported.
pub(in crate::desk) const TO_BE_RELEASED: &str = "由签发人核对开放后读者才看得到";

/// Pieces of one pasted issue; a thick one has fifty.
const MOST_PIECES: usize = 300;

/// How many nearest units are offered for an unknown name.
const NEAREST: usize = 3;

/// An item of the form, understood.
#[derive(Debug)]
pub(in crate::desk) struct Entered {
    pub text: ItemText,
    pub attribution: Attribution,
    /// The unit that sent it in.
    pub unit: UnitId,
    pub details: Details,
}

#[async_trait]
impl PastIssues for OfficeDesk {
    async fn read_past_issue(&self, actor: &Actor, text: &str) -> Result<PastReading, Refusal> {
        permits_office(actor, OfficeAct::EnterPastIssue)?;
        let directory = units::directory(self.store.reader()).await?;
        let read = domain::read_issue::read(text, &directory);
        if read.items.len() > MOST_PIECES {
            let words = format!("读出了{}篇，一期最多{MOST_PIECES}篇：请只粘贴一期的文字", read.items.len());
            return Err(Refusal::invalid("text", words));
        }
        let items = read.items.into_iter().map(|item| {
            let line = Attribution::new(item.attribution).to_string();
            understood(
                PastItem {
                    kind: item.kind,
                    title: item.title,
                    subtitle: item.subtitle.unwrap_or_default(),
                    body: item.paragraphs.join("\n"),
                    attribution: line,
                    left_unresolved: false,
                    known: Vec::new(),
                    unknown: Vec::new(),
                },
                &directory,
            )
        });
        let items = items.collect();
        let problems = read.problems.into_iter().map(|problem| (problem.line, problem.text)).collect();
        Ok(PastReading { items, problems })
    }

    async fn check_past_items(&self, actor: &Actor, items: Vec<PastItem>) -> Result<Vec<PastItem>, Refusal> {
        permits_office(actor, OfficeAct::EnterPastIssue)?;
        let directory = units::directory(self.store.reader()).await?;
        Ok(items.into_iter().map(|item| understood(item, &directory)).collect())
    }

    async fn past_issue_units(&self, actor: &Actor) -> Result<Vec<(UnitId, String)>, Refusal> {
        permits_office(actor, OfficeAct::EnterPastIssue)?;
        let units = units::load_all(self.store.reader()).await?;
        Ok(units.into_iter().map(|unit| (unit.id, unit.name)).collect())
    }
}

impl Act for EnterPastIssue {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        permits_office(actor, OfficeAct::EnterPastIssue)?;
        let Self {
            newsletter,
            year,
            series,
            number,
            total,
            date,
            credit_month,
            other_year,
            credited,
            unit,
            kind,
            title,
            subtitle,
            body,
            attribution,
            unresolved,
        } = self;
        let head = Head { year, series, number, total, date, credit_month, other_year };
        let forms = rows(kind, [title, subtitle, body, attribution, unresolved])?;
        let directory = units::directory(office.store.reader()).await?;
        // What is not credited may be signed by whomever it was.
        let roster = roster::roster(office.store.reader(), credit_month).await?;
        let credit = credited.then_some((date, credit_month, &roster));
        let entered = entered(forms, unit, &directory, credit)?;
        let newsletter = office.newsletter(newsletter).await?;
        let content = content_of(&newsletter, head, &entered);
        let frozen = FrozenIssue::freeze(content).map_err(|error| Refusal::blocked(error.to_string()))?;
        let printed = office.print(&frozen, mended_here).await?;
        let writing = office.begin(actor).await?;
        // Past issues are entered in any order: what is missing between them may still come.
        head.check(&writing, newsletter.id, Asked { except: None, credited, gap: None }).await?;
        writing.check_is_past(&newsletter, head).await?;
        let count = entered.len();
        let id = writing.insert_past_issue(newsletter.id, head, credited).await?;
        let items = writing.insert_past_items(id, entered).await?;
        writing.keep_past_version(id, &frozen, &items, printed).await?;
        let name = format!("{year}年{}", head.label());
        let words = format!("补录《{}》{name}，{count}篇", newsletter.name);
        let event = writing.event(Verb::EnterPastIssue, subject(id), words.clone(), None).await?;
        if credited {
            settle(&writing, event, &[credit_month], Some(&format!("补录{name}"))).await?;
        }
        writing.commit().await?;
        Ok(Done::new(format!("已{words}；{TO_BE_RELEASED}")).next(format!("/issues/{id}")))
    }
}

impl OfficeDesk {
    async fn newsletter(&self, id: NewsletterId) -> Result<Newsletter, Refusal> {
        let newsletter = newsletters::find(self.store.reader(), id).await?;
        newsletter.ok_or_else(|| Refusal::not_found("这份刊物"))
    }
}

impl Writing {
    /// What comes since the newsletter is made here goes through clearance and sign-off: entered as past, one editor alone
    /// would publish any text.
    async fn check_is_past(&self, newsletter: &Newsletter, head: Head) -> Result<(), Refusal> {
        if head.date > self.now.date() {
            return Err(Refusal::invalid("date", "日期还没有到；还没有印发的一期请编排，不能补录"));
        }
        let since = issues::published_here_since(self.connection(), newsletter.id).await?;
        let Some(since) = since else { return Ok(()) };
        let follows =
            head.series == since.series && head.year == since.year && head.number.last() >= since.number;
        if head.date < since.date && head.year <= since.year && !follows {
            return Ok(());
        }
        let first = Edition { series: since.series, ..Edition::default() }.label(since.number);
        let words = format!(
            "《{}》从{}年{first}（{}月{}日）起在这里编印，这以后的要经保密审查、签发，请编排一期，不能补录",
            newsletter.name,
            since.year,
            since.date.month(),
            since.date.day()
        );
        Err(Refusal::invalid(if head.date < since.date { "number" } else { "date" }, words))
    }

    pub(super) async fn insert_past_issue(
        &self,
        newsletter: NewsletterId,
        head: Head,
        credited: bool,
    ) -> Result<IssueId, Refusal> {
        let new = NewIssue {
            newsletter,
            year: head.year,
            number: head.number.first(),
            total: head.first_total(),
            edition: head.edition(),
            date: head.date,
            credit_month: head.credit_month,
            state: IssueState::Published,
            past: true,
            credited,
            // Readers see it once somebody else has looked through it.
            published_at: None,
            created_at: self.timestamp(),
        };
        let id = issues::insert(self.connection(), new).await?;
        issues::add_arranger(self.connection(), id, self.actor.id).await?;
        Ok(id)
    }

    /// The items, adopted and placed. They did not go the way of [`domain::workflow`]: that they were adopted
    /// is history, which is entered and not decided.
    pub(super) async fn insert_past_items(
        &self,
        issue: IssueId,
        entered: Vec<Entered>,
    ) -> Result<Vec<PrintedItem>, Refusal> {
        let connection = self.connection();
        let before = issues::arrangement(connection, issue).await?;
        let mut sections: Vec<(Kind, SectionId)> = Vec::new();
        let mut new = Vec::with_capacity(entered.len());
        let mut places = Vec::with_capacity(entered.len());
        for Entered { text, attribution, unit, details } in entered {
            let section = match sections.last() {
                Some((kind, section)) if *kind == text.kind => *section,
                _ => {
                    let plan = SectionPlan { kind: text.kind, title: None };
                    let section = issues::add_section(connection, issue, &plan).await?;
                    sections.push((text.kind, section));
                    section
                }
            };
            places.push(section);
            new.push(NewItem {
                cover: Cover::default(),
                submitting_unit: unit,
                text,
                attribution,
                state: State::Adopted,
                details,
                drafted_by: self.actor.id,
                at: self.timestamp(),
            });
        }
        let items = items::insert_many(connection, new).await?;
        let entered = items.iter().map(|item| (item_subject(item.id), "随往期补录，已采用".to_owned()));
        self.events(Verb::EnterPastIssue, entered.collect()).await?;
        let mut after = issues::arrangement(connection, issue).await?;
        for (section, item) in places.iter().zip(&items) {
            after
                .place(item.id, item.text.kind, Some(*section), None)
                .map_err(|error| Refusal::blocked(error.to_string()))?;
        }
        issues::save_arrangement(connection, issue, &before, &after).await?;
        items::save::enter_as_printed(connection, &items).await?;
        Ok(items.iter().map(|item| PrintedItem { item: item.id, revision: item.revision }).collect())
    }

    pub(super) async fn keep_past_version(
        &self,
        issue: IssueId,
        frozen: &FrozenIssue,
        items: &[PrintedItem],
        printed: PutInPrint,
    ) -> Result<(), Refusal> {
        let new = NewVersion {
            issue,
            number: Some(1),
            standing: Standing::Published,
            content: frozen,
            items,
            pdf_hash: String::new(),
            pages: printed.pages,
            fonts: &printed.fonts,
            typesetting: printed.typesetting,
            reason: None,
            notice: None,
            made_by: self.actor.id,
            made_at: self.timestamp(),
        };
        keep_version(self.connection(), new, &printed.file).await?;
        Ok(())
    }
}

/// The form's lists, item by item.
fn rows(kinds: Vec<KindCode>, columns: [Vec<String>; 5]) -> Result<Vec<PastItem>, Refusal> {
    let [titles, subtitles, bodies, attributions, unresolved] = &columns;
    if columns.iter().any(|column| column.len() != kinds.len()) {
        return Err(Refusal::invalid("", "表单不完整，请重新粘贴文本"));
    }
    let items = kinds.iter().enumerate().map(|(index, kind)| PastItem {
        kind: kind.0,
        title: titles[index].trim().to_owned(),
        subtitle: subtitles[index].trim().to_owned(),
        body: bodies[index].trim().to_owned(),
        attribution: attributions[index].trim().to_owned(),
        left_unresolved: unresolved[index] == "leave",
        known: Vec::new(),
        unknown: Vec::new(),
    });
    Ok(items.collect())
}

/// Every item with its unit; each fault names its item, counted from 1. Where the issue is credited, its units must be
/// able to earn something.
fn entered(
    items: Vec<PastItem>,
    fallback: Option<UnitId>,
    directory: &UnitDirectory,
    credit: Option<(Date, Month, &Roster)>,
) -> Result<Vec<Entered>, Refusal> {
    let mut faults = Vec::new();
    let mut entered = Vec::with_capacity(items.len());
    for (index, item) in items.into_iter().enumerate() {
        // An item emptied by the editor is taken out.
        if item.title.is_empty() && item.body.is_empty() {
            continue;
        }
        let mut fault = |field: &str, words: String| {
            let words = format!("第{}篇：{words}", index + 1);
            faults.push(Fault { field: format!("{field}#{index}"), words });
        };
        let attribution = attribution::parse(&item.attribution, directory);
        let unknown: Vec<&str> = attribution.unresolved().map(|part| part.text.as_str()).collect();
        if !unknown.is_empty() && !item.left_unresolved {
            let words = format!("“{}”不是已知的单位，请改正，或选择“留作未识别”", unknown.join("”“"));
            fault("attribution", words);
        }
        if let Some((date, month, roster)) = credit {
            for unit in attribution.units() {
                match directory.absence_on(unit, day_concerned(date, month)) {
                    Some(absence) => fault(
                        "attribution",
                        format!("署名中的{}，否则记不了分；这一期不计分时照原样", directory.advice(&absence)),
                    ),
                    None => {
                        if let Some(words) = without_group(directory, roster, unit, month) {
                            fault("attribution", words);
                        }
                    }
                }
            }
        }
        if item.kind == Kind::Article && item.title.is_empty() {
            fault("title", "信息需要标题".to_owned());
        }
        if item.body.is_empty() {
            fault("body", "正文还是空的".to_owned());
        }
        let unit = attribution.units().first().copied().or(fallback);
        let Some(unit) = unit else {
            fault("attribution", "署名里没有已知的单位，请在上方选择这类稿件归入的单位".to_owned());
            continue;
        };
        let text = ItemText {
            kind: item.kind,
            title: item.title,
            subtitle: Some(item.subtitle).filter(|subtitle| !subtitle.is_empty()),
            content_type: None,
            body: item.body,
            attribution_line: item.attribution,
        };
        if let Some((field, words)) = text.too_large() {
            fault(if field == "attribution_line" { "attribution" } else { field }, words);
            continue;
        }
        entered.push(Entered { text, attribution, unit, details: Details::NONE });
    }
    if entered.is_empty() && faults.is_empty() {
        return Err(Refusal::invalid("text", "还没有稿件，请先粘贴这一期的文本"));
    }
    if faults.is_empty() { Ok(entered) } else { Err(Refusal::Invalid(faults)) }
}

/// An item of the form with what its attribution means.
fn understood(item: PastItem, directory: &UnitDirectory) -> PastItem {
    let attribution = attribution::parse(&item.attribution, directory);
    let name = |unit: UnitId| directory.get(unit).map(|unit| unit.name.clone());
    let nearest = |text: &str| {
        directory.nearest(text, NEAREST).into_iter().map(|unit| unit.list_name().to_owned()).collect()
    };
    PastItem {
        known: attribution.units().into_iter().filter_map(name).collect(),
        unknown: attribution.unresolved().map(|part| (part.text.clone(), nearest(&part.text))).collect(),
        ..item
    }
}

pub(super) fn content_of(newsletter: &Newsletter, head: Head, entered: &[Entered]) -> IssueContent {
    let mut sections: Vec<SectionContent> = Vec::new();
    for Entered { text, attribution, .. } in entered {
        let printed = printed_text(text, attribution);
        match sections.last_mut() {
            Some(section) if section.kind == text.kind => section.items.push(printed),
            _ => sections.push(SectionContent {
                kind: text.kind,
                title: None,
                in_columns: false,
                items: vec![printed],
            }),
        }
    }
    IssueContent {
        newsletter: newsletter.name.clone(),
        mark: newsletter.mark.clone(),
        publisher: newsletter.publisher.clone(),
        year: head.year,
        number: head.number.first(),
        total: head.first_total(),
        edition: head.edition(),
        correction: None,
        date: head.date,
        sections,
        // Who was responsible then, and how many copies were printed, is not known here.
        foot: Some(Foot {
            editor: None,
            reviewer: None,
            signer: None,
            phone: None,
            copies: None,
            ..newsletter.foot.clone()
        }),
    }
}
