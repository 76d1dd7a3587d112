//! Rows of adoptions: gathered to issues, which are entered as published.

use std::collections::{BTreeSet, HashMap, hash_map};

use app::desk::{
    Refusal,
    asked::{DetailsForm, told},
    import::{Outcome, Stage},
};
use domain::{
    attribution,
    calendar::Month,
    id::{IssueId, NewsletterId},
    issue::{Edition, IssueState, NumberRun, Series, newsletter::Newsletter, number},
    item::Kind,
    scoring::Details,
    text::is_same_name,
    unit::UnitDirectory,
};
use futures_util::{StreamExt, stream};
use store::{
    issues::{
        self,
        numbers::{self, Sequence},
    },
    newsletters,
};

use super::{progress::Progress, sheets::Row};
use crate::{
    desk::{
        OfficeDesk, Writing,
        issues::{
            head::too_far,
            listed::{ListedIssue, PrintedIssue, listed_text},
            past::Entered,
        },
        items::credit::adoption_details,
        records::entry::Entry,
    },
    press::PRESSES,
};

/// How many issues are at the press at the same time: as many as it sets.
const PRINTED_AT_ONCE: usize = PRESSES;

/// By newsletter, year and number.
type Key = (NewsletterId, i16, Series, NumberRun);
/// Issues that are printed already.
pub(super) type PrintedIssues = HashMap<Key, PrintedIssue>;

/// The issues of a file.
pub(super) struct ListedIssues {
    newsletters: Vec<Newsletter>,
    issues: Vec<(Key, ListedIssue)>,
    /// Where in `issues` each stands.
    places: HashMap<Key, usize>,
    /// The numbers that issues bear already, as far as it was asked.
    taken: HashMap<(NewsletterId, i16, Series), Vec<(IssueId, NumberRun)>>,
    digests: Vec<String>,
    printed: Option<PrintedIssues>,
}

/// A row that was understood.
struct Piece {
    key: Key,
    newsletter: Newsletter,
    date: jiff::civil::Date,
    month: Month,
    kind: Kind,
    line: String,
    details: Details,
}

impl ListedIssues {
    pub(super) async fn load(writing: &Writing, printed: Option<PrintedIssues>) -> Result<Self, Refusal> {
        let newsletters = newsletters::all(writing.connection()).await?;
        Ok(Self {
            newsletters,
            issues: Vec::new(),
            places: HashMap::new(),
            taken: HashMap::new(),
            digests: Vec::new(),
            printed,
        })
    }

    /// Adds a row's piece to its issue.
    pub(super) async fn take(
        &mut self,
        writing: &Writing,
        directory: &UnitDirectory,
        row: &Row,
        digest: &str,
    ) -> Result<Outcome, Refusal> {
        let piece = match self.read(writing, directory, row).await? {
            Ok(piece) => piece,
            Err(faults) => return Ok(Outcome::Faulty(faults)),
        };
        let Piece { key, newsletter, date, month, kind, line, details } = piece;
        let (_, year, series, number) = key;
        let label = named(series, number);
        let sequence = Sequence { newsletter: key.0, year, series };
        if let Some(words) = self.why_taken(writing, (key.0, year, series), sequence, number).await? {
            return Ok(Outcome::Faulty(vec![row.fault("number", &words)]));
        }
        if let Some(other) = self.overlapping(&key) {
            let words = format!("{label}与前面各行的{other}有重号，同一个期号只能是一期");
            return Ok(Outcome::Faulty(vec![row.fault("number", &words)]));
        }
        let mut words = vec![format!(
            "《{}》{year}年{label} {} {}，计入{}年{}",
            newsletter.name,
            kind.label(),
            row.get("title"),
            month.year(),
            month.in_words()
        )];
        words.extend(told(&details));
        let place = match self.places.get(&key) {
            Some(place) => *place,
            None => {
                self.places.insert(key, self.issues.len());
                self.issues.push((key, ListedIssue::new(newsletter, (year, series, number), date, month)));
                self.issues.len() - 1
            }
        };
        let issue = &mut self.issues[place].1;
        if (issue.date, issue.credit_month) != (date, month) {
            let words = format!("{label}的日期或计入月份与前面各行不同");
            return Ok(Outcome::Faulty(vec![row.fault("date", &words)]));
        }
        let attribution = attribution::parse(&line, directory);
        let Some(unit) = attribution.units().first().copied() else {
            return Ok(Outcome::Faulty(vec![row.fault("units", "请写明记分单位")]));
        };
        let text = listed_text(kind, row.get("title"), row.get("body"), line);
        if let Some((field, words)) = text.too_large() {
            let field = if field == "attribution_line" { "units" } else { field };
            return Ok(Outcome::Faulty(vec![row.fault(field, &words)]));
        }
        issue.add(Entered { text, attribution, unit, details });
        self.digests.push(digest.to_owned());
        Ok(Outcome::New(words.join("，")))
    }

    /// Another issue of the file that bears one of the numbers, as it is called.
    fn overlapping(&self, key: &Key) -> Option<String> {
        if self.places.contains_key(key) {
            return None;
        }
        let (newsletter, year, series, number) = *key;
        let is_other = |(other, _): &&(Key, ListedIssue)| {
            (other.0, other.1, other.2) == (newsletter, year, series) && other.3.overlaps(number)
        };
        let ((_, _, _, number), _) = self.issues.iter().find(is_other)?;
        Some(named(series, *number))
    }

    /// What to do about an issue that is there already and bears one of these numbers.
    async fn why_taken(
        &mut self,
        writing: &Writing,
        of: (NewsletterId, i16, Series),
        sequence: Sequence,
        number: NumberRun,
    ) -> Result<Option<String>, Refusal> {
        let taken = match self.taken.entry(of) {
            hash_map::Entry::Occupied(known) => known.into_mut(),
            hash_map::Entry::Vacant(unknown) => {
                let taken = numbers::taken(writing.connection(), sequence).await?;
                unknown.insert(taken)
            }
        };
        let Some((id, other)) = taken.iter().find(|(_, other)| other.overlaps(number)).copied() else {
            return Ok(None);
        };
        let issue = issues::find(writing.connection(), id).await?;
        let issue = issue.ok_or_else(|| Refusal::not_found("这一期"))?;
        let year = sequence.year;
        let (wanted, known) = (named(sequence.series, number), named(sequence.series, other));
        let is_published = issue.state == IssueState::Published;
        Ok(Some(match (other == number, is_published) {
            (true, true) => format!("{year}年{wanted}已经在系统里，不能再加稿件，要改请在那一期更正"),
            (true, false) => {
                format!(
                    "{year}年{wanted}正在编排或送审，还没有印发，不能导入；要导入，请先在“编排”里删去那一期"
                )
            }
            (false, _) => {
                format!("{wanted}与系统里的{year}年{known}重号，同一个期号只能是一期，请核对")
            }
        }))
    }

    async fn read(
        &self,
        writing: &Writing,
        directory: &UnitDirectory,
        row: &Row,
    ) -> Result<Result<Piece, Vec<String>>, Refusal> {
        let mut entry = Entry::new(writing.now.date());
        let date = entry.day(row.get("date"));
        let month = entry.month(row.get("month"), date);
        entry.open(&*writing.closed().await?, month);
        let roster = writing.roster(month).await?;
        let units = entry.units(row.get("units"), directory, &roster, month, Some(date));
        entry.filled("title", row.get("title"), "请写明标题");
        let number = number::read(row.get("number"));
        let year = match (&number, row.get("year")) {
            (Ok((_, number)), "") if number::leaves_year_open(*number, date) => {
                let words = format!(
                    "日期是{}年{}月{}日，期号却到了第{}期：请在“年度”一栏写明是哪一年的期号",
                    date.year(),
                    date.month(),
                    date.day(),
                    number.last()
                );
                entry.fault("number", words);
                date.year()
            }
            (_, "") => date.year(),
            (_, typed) => year_of(typed).unwrap_or_else(|| {
                entry.fault("year", format!("“{typed}”不是年度，应写作 2023"));
                date.year()
            }),
        };
        if let Some(words) = too_far(year, date) {
            entry.fault("year", words);
        }
        let (series, number) = match number {
            Ok(read) => read,
            Err(error) => {
                entry.fault("number", error.to_string());
                return Ok(Err(faults_of(entry, row)));
            }
        };
        let kind = Kind::ALL.into_iter().find(|kind| kind.label() == row.get("kind"));
        let kind = kind.unwrap_or_else(|| {
            entry.fault("kind", format!("“{}”应写信息或简讯", row.get("kind")));
            Kind::Article
        });
        let details = adoption_details(&mut entry, &DetailsForm::of(|field| row.get(field).to_owned()));
        let newsletter =
            self.newsletter(row.get("newsletter")).map_err(|words| entry.fault("newsletter", words));
        let faults = faults_of(entry, row);
        let Ok(newsletter) = newsletter else { return Ok(Err(faults)) };
        if !faults.is_empty() {
            return Ok(Err(faults));
        }
        // Printed as the units were called then.
        let names = units.iter().filter_map(|unit| directory.get(*unit));
        let names = names.map(|unit| unit.as_called_on(directory.changes(), date).name);
        let line = format!("（{}）", names.collect::<Vec<_>>().join(" "));
        let key = (newsletter.id, year, series, number);
        Ok(Ok(Piece { key, newsletter, date, month, kind, line, details }))
    }

    /// The newsletter of this name; the only one where none is named.
    fn newsletter(&self, name: &str) -> Result<Newsletter, String> {
        let names = || self.newsletters.iter().map(|newsletter| newsletter.name.as_str()).collect::<Vec<_>>();
        match (name, self.newsletters.as_slice()) {
            (_, []) => Err("还没有刊物，请先在“管理”里建立刊物".to_owned()),
            ("", [only]) => Ok(only.clone()),
            ("", _) => Err(format!("请写明刊物：{}", names().join("、"))),
            (name, all) => all
                .iter()
                .find(|newsletter| is_same_name(&newsletter.name, name))
                .cloned()
                .ok_or_else(|| format!("没有名为“{name}”的刊物，现有：{}", names().join("、"))),
        }
    }

    /// Enters the issues that were printed; answers the months that they count for.
    pub(super) async fn enter(
        &mut self,
        writing: &Writing,
        progress: &Progress,
    ) -> Result<BTreeSet<Month>, Refusal> {
        let Some(mut printed) = self.printed.take() else { return Ok(BTreeSet::new()) };
        let mut months = BTreeSet::new();
        for (key, issue) in self.issues.drain(..) {
            let Some(printed) = printed.remove(&key) else {
                // Between the two looks at the file somebody changed what they rest on.
                return Err(Refusal::Conflict("读文件的时候单位或刊物改过，请重新选择文件".to_owned()));
            };
            months.insert(issue.credit_month);
            let pieces = issue.pieces();
            writing.enter_listed(issue, printed).await?;
            (0..pieces).try_for_each(|_| progress.step())?;
        }
        Ok(months)
    }

    /// How many issues they are.
    pub(super) fn count(&self) -> usize {
        self.issues.len()
    }

    /// Of the rows that issues are made of.
    pub(super) fn digests(&self) -> Vec<String> {
        self.digests.clone()
    }

    /// Prints every issue.
    pub(super) async fn print(
        &self,
        desk: &OfficeDesk,
        progress: &Progress,
    ) -> Result<PrintedIssues, Refusal> {
        let mut printed = PrintedIssues::new();
        progress.enter(Stage::Printing, self.issues.len())?;
        let print = |(key, issue)| async move { (key, desk.print_listed(issue).await) };
        let mut all = Vec::with_capacity(self.issues.len());
        for (key, issue) in &self.issues {
            all.push(print((*key, issue)));
        }
        let mut printing = stream::iter(all).buffered(PRINTED_AT_ONCE);
        while let Some((key, issue)) = printing.next().await {
            printed.insert(key, issue?);
            progress.step()?;
        }
        Ok(printed)
    }
}

/// 第51—52期, 增刊第1期.
fn named(series: Series, number: NumberRun) -> String {
    Edition { series, last_number: number.end(), ..Edition::default() }.label(number.first())
}

/// Every fault of the row, by its place.
fn faults_of(entry: Entry, row: &Row) -> Vec<String> {
    match entry.finish() {
        Err(Refusal::Invalid(faults)) => {
            faults.iter().map(|fault| row.fault(&fault.field, &fault.words)).collect()
        }
        _ => Vec::new(),
    }
}

/// 2023, 2023年.
fn year_of(typed: &str) -> Option<i16> {
    let year = typed.trim_end_matches('度').trim_end_matches('年').parse().ok()?;
    (1949..=2199).contains(&year).then_some(year)
}
