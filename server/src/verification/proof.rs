//! Whether what is kept is as it was written: events, files, versions, signatures, clearances; each fault in words.

use app::desk::verification::{ChainHead, Finding, Verification};
use domain::{
    bulletin::version::{Standing as BulletinStanding, label},
    closing,
    id::{BulletinVersionId, IssueVersionId, ItemId, RecordId, RevisionId},
    issue::{Issue, version::Standing},
};
use store::{
    Connection, Store, StoreError, bulletins,
    chain::{
        Kind,
        check::{self, Difference, Fault, Unlike},
    },
    files, issues, items, records, revisions,
};

use super::{Asked, reprint::Reprinting, texts};

/// Looks at everything; versions are printed anew as far as there is time.
pub(super) async fn prove(
    store: &Store,
    connection: &impl Connection,
    asked: &Asked,
    reprinting: &Reprinting<'_>,
    verification: &mut Verification,
) -> Result<(), StoreError> {
    along_the_chain(connection, asked, verification).await?;
    vouched_for(connection, verification).await?;
    all_files(store, connection, verification).await?;
    for words in texts::unlike_cleared(connection).await? {
        find(verification, "保密审查", words);
    }
    all_issues(store, connection, asked, reprinting, verification).await?;
    all_bulletins(store, connection, asked, reprinting, verification).await
}

fn find(verification: &mut Verification, what: &str, words: String) {
    verification.findings.push(Finding { what: what.to_owned(), words });
}

async fn along_the_chain(
    connection: &impl Connection,
    asked: &Asked,
    verification: &mut Verification,
) -> Result<(), StoreError> {
    let noted = asked.since.as_ref().map(|head| (head.place, head.hash.as_str()));
    let walked = check::walk(connection, noted).await?;
    let proof = &mut verification.proof;
    proof.events = walked.events;
    proof.since = asked.since.clone();
    if let Some(head) = walked.head {
        proof.afterwards = head.afterwards;
        proof.head = (head.place > 0).then_some(ChainHead { place: head.place, hash: head.hash });
    }
    for fault in walked.faults {
        find(verification, "事件", in_words(&fault));
    }
    Ok(())
}

fn in_words(fault: &Fault) -> String {
    match fault {
        Fault::Changed { place } => {
            format!("第{place}号与它的校验值不符：这一号被改动过，或它前面的一号被换过")
        }
        Fault::Words { place } => format!("第{place}号的文字或原因被改动过，也不是销毁所致"),
        Fault::Missing { first, last } if first == last => format!("第{first}号不见了"),
        Fault::Missing { first, last } => format!("第{first}号至第{last}号不见了"),
        Fault::SlippedIn { id } => format!("编号 {id} 的事件不在链上，不是程序写入的"),
        Fault::End { kept: None } => "事件链的末端记录不见了".to_owned(),
        Fault::End { kept: Some(place) } => format!("事件链的末端记录（第{place}号）与链不符"),
        Fault::Noted { place } => {
            format!("记下的第{place}号末端不在现在的链上：到那一号为止的事件被改写或截去过")
        }
    }
}

async fn vouched_for(
    connection: &impl Connection,
    verification: &mut Verification,
) -> Result<(), StoreError> {
    let (counts, unlike) = check::compare(connection).await?;
    verification.proof.signatures = counts.get(&Kind::Signature).copied().unwrap_or_default();
    for unlike in unlike {
        let name = name_of(connection, &unlike).await?;
        let by = unlike.place.map(|place| format!("第{place}号事件")).unwrap_or_default();
        let words = match unlike.difference {
            Difference::Changed => format!("{name}与{by}登记的不符，被改动过"),
            Difference::TakenOut => format!("{name}不见了，它登记在{by}里"),
            Difference::SlippedIn => format!("{name}没有登记在任何事件里，不是程序写入的"),
        };
        let what = match unlike.kind {
            Kind::IssueVersion | Kind::IssueStanding | Kind::VersionWords => "版面",
            Kind::Signature => "签字",
            Kind::Clearance | Kind::ClearedText => "保密审查",
            Kind::Record => "登记",
            Kind::Correction => "更正",
            Kind::BulletinVersion | Kind::BulletinStanding => "通报",
            Kind::Event => "事件",
        };
        find(verification, what, words);
    }
    Ok(())
}

/// What a row is called, as far as it can still be read.
async fn name_of(connection: &impl Connection, unlike: &Unlike) -> Result<String, StoreError> {
    let id = unlike.id;
    Ok(match unlike.kind {
        Kind::IssueVersion => format!("{}的内容", version_name(connection, id).await?),
        Kind::IssueStanding => format!("{}的状态和篇目", version_name(connection, id).await?),
        Kind::VersionWords => format!("{}的原因和说明", version_name(connection, id).await?),
        Kind::ClearedText => match revisions::find(connection, RevisionId(id)).await {
            Ok(Some(revision)) => {
                format!("《{}》审查过的文字（第{}稿）", revision.text.list_title(), revision.number)
            }
            _ => format!("编号 {id} 的审查过的文字"),
        },
        Kind::Record => match records::find(connection, RecordId(id)).await {
            Ok(Some(record)) => format!("登记“{}”", record.recorded.title()),
            _ => format!("编号 {id} 的登记"),
        },
        Kind::Signature => match issues::find_signature(connection, id).await? {
            Some((version, step)) => format!("{}的{step}签字", version_name(connection, version.0).await?),
            None => format!("编号 {id} 的签字"),
        },
        Kind::Clearance => match items::load(connection, ItemId(id)).await {
            Ok(Some(item)) => format!("《{}》的审查决定", item.text.list_title()),
            _ => format!("稿件 {id} 的审查决定"),
        },
        Kind::BulletinVersion | Kind::BulletinStanding => {
            let what = if unlike.kind == Kind::BulletinVersion { "内容" } else { "签发和印发" };
            match bulletins::find_line(connection, BulletinVersionId(id)).await {
                Ok(Some(line)) => format!("{}的{what}", bulletin_name(&line)),
                _ => format!("编号 {id} 的通报的{what}"),
            }
        }
        Kind::Correction => format!("编号 {id} 的更正"),
        Kind::Event => format!("编号 {id} 的事件"),
    })
}

/// 2024年第3期第1版; with its id alone where it cannot be read any more.
async fn version_name(connection: &impl Connection, id: i64) -> Result<String, StoreError> {
    let Ok(Some(line)) = issues::version_line(connection, IssueVersionId(id)).await else {
        return Ok(format!("编号 {id} 的版面"));
    };
    let issue = issues::find(connection, line.issue).await?;
    Ok(issue.map_or(format!("编号 {id} 的版面"), |issue| name(&issue, &line)))
}

fn name(issue: &Issue, line: &issues::VersionLine) -> String {
    let version = match line.number {
        Some(number) => format!("第{number}版"),
        None => format!("未印发的版面（编号 {}）", line.id),
    };
    format!("{}年{}{version}", issue.year, issue.label())
}

fn bulletin_name(line: &bulletins::Line) -> String {
    match line.correction {
        Some(correction) => {
            format!("{}的通报（{}）", closing::in_words(line.month), label(line.standing, Some(correction)))
        }
        None => format!("{}的通报（编号 {}）", closing::in_words(line.month), line.id),
    }
}

/// Every file that something uses is where files are kept, as it was put.
async fn all_files(
    store: &Store,
    connection: &impl Connection,
    verification: &mut Verification,
) -> Result<(), StoreError> {
    for hash in files::used(connection).await? {
        verification.proof.files += 1;
        let words = match store.kept_bytes(&hash).await? {
            Some(bytes) if files::hash(&bytes) == hash => continue,
            Some(_) => format!("{} 的内容与校验值不符，被改动过", short(&hash)),
            // It may have been destroyed since this look began.
            None if files::uses(store.reader(), &hash).await?.is_empty() => continue,
            None => format!("{} 不见了", short(&hash)),
        };
        find(verification, "文件", words);
    }
    Ok(())
}

/// A hash as people can compare it.
fn short(hash: &str) -> &str {
    hash.get(..12).unwrap_or(hash)
}

async fn all_issues(
    store: &Store,
    connection: &impl Connection,
    asked: &Asked,
    reprinting: &Reprinting<'_>,
    verification: &mut Verification,
) -> Result<(), StoreError> {
    let mut lines = issues::version_lines(connection).await?;
    // The newest first: where there is no time for all, these are printed anew.
    lines.reverse();
    let mut done = std::collections::HashSet::new();
    for line in lines {
        let Some(issue) = issues::find(connection, line.issue).await? else { continue };
        if asked.year.is_some_and(|year| year != issue.year) {
            continue;
        }
        verification.proof.versions += 1;
        let name = name(&issue, &line);
        signatures(connection, &issue, &line, &name, verification).await?;
        if line.number.is_some() && !issue.past && done.insert(line.issue) {
            clearances(connection, &line, &name, verification).await?;
        }
        let content = match issues::find_version(connection, line.id).await {
            Ok(version) => version.map(|version| version.content),
            Err(error @ StoreError::BrokenRow { .. }) => {
                find(verification, "版面", format!("{name}的内容读不出来：{error}"));
                None
            }
            Err(error) => return Err(error),
        };
        let Some(content) = content else { continue };
        for words in texts::unlike_printed(connection, &line, content.content(), &name).await? {
            find(verification, "版面", words);
        }
        let Some(pdf) = store.kept_bytes(&line.pdf_hash).await? else {
            if !files::uses(store.reader(), &line.pdf_hash).await?.is_empty() {
                find(verification, "版面", format!("{name}的 PDF 不见了"));
            }
            continue;
        };
        let printed = reprinting.issue(store, &content).await?;
        let outcome = reprinting.outcome(printed, &pdf, line.typesetting.as_deref());
        outcome.count(verification, "版面", &name);
    }
    Ok(())
}

/// Each signature is under the PDF of its version, and what readers get was signed, unless it is from before the program or
/// leaves something out of what was signed.
async fn signatures(
    connection: &impl Connection,
    issue: &Issue,
    line: &issues::VersionLine,
    name: &str,
    verification: &mut Verification,
) -> Result<(), StoreError> {
    let signatures = issues::signatures_of(connection, line.id).await?;
    for signature in &signatures {
        if signature.pdf_hash != line.pdf_hash {
            let step = &signature.step;
            find(verification, "签字", format!("{name}的{step}签字签的不是这一版的 PDF"));
        }
    }
    let was_signed = line.standing == Standing::Published && line.number == Some(1) && !issue.past;
    if was_signed && signatures.is_empty() {
        find(verification, "签字", format!("{name}已印发，却没有签字"));
    }
    Ok(())
}

/// Every text that readers get was cleared as it stands.
async fn clearances(
    connection: &impl Connection,
    line: &issues::VersionLine,
    name: &str,
    verification: &mut Verification,
) -> Result<(), StoreError> {
    let ids: Vec<ItemId> = line.items.iter().map(|printed| printed.item).collect();
    let items = items::load_many(connection, &ids).await?;
    for printed in &line.items {
        verification.proof.clearances += 1;
        let item = items.iter().find(|item| item.id == printed.item);
        let is_cleared = item
            .and_then(|item| item.clearance.as_ref())
            .is_some_and(|clearance| clearance.holds_for(printed.revision));
        if !is_cleared {
            let title = item.map(|item| item.text.list_title()).unwrap_or_default();
            let words = format!("{name}印出的《{title}》没有对这份文字有效的审查");
            find(verification, "保密审查", words);
        }
    }
    Ok(())
}

async fn all_bulletins(
    store: &Store,
    connection: &impl Connection,
    asked: &Asked,
    reprinting: &Reprinting<'_>,
    verification: &mut Verification,
) -> Result<(), StoreError> {
    let lines = bulletins::all(connection).await?;
    for line in lines.iter().rev() {
        if asked.year.is_some_and(|year| year != line.month.year()) {
            continue;
        }
        verification.proof.versions += 1;
        let name = bulletin_name(line);
        if line.standing == BulletinStanding::Issued && line.signed.is_none() {
            find(verification, "签字", format!("{name}已印发，却没有签发"));
        }
        let version = match bulletins::find(connection, line.id).await {
            Ok(found) => found.map(|(_, version)| version),
            Err(error @ StoreError::BrokenRow { .. }) => {
                find(verification, "通报", format!("{name}的内容读不出来：{error}"));
                None
            }
            Err(error) => return Err(error),
        };
        let pdf = store.kept_bytes(&line.pdf_hash).await?;
        let (Some(version), Some(pdf)) = (version, pdf) else { continue };
        // What was printed on it is how many were issued before.
        let earlier = lines
            .iter()
            .filter(|other| other.month == line.month && other.id < line.id)
            .filter(|other| other.standing == BulletinStanding::Issued)
            .count();
        let printed = reprinting.bulletin(&version, u32::try_from(earlier).unwrap_or(u32::MAX));
        let outcome = reprinting.outcome(printed, &pdf, line.typesetting.as_deref());
        outcome.count(verification, "通报", &name);
    }
    Ok(())
}
