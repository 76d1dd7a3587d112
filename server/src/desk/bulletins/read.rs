//! Reading the versions of a month's bulletin, and what the actor may do with them.

use std::collections::{BTreeSet, HashMap};

use app::desk::{
    Refusal,
    bulletins::{
        BulletinForm, BulletinVersions, BulletinWay, NamedDeed, VersionDiffers, VersionLine, VersionSheet,
    },
    credits::OpenedFigure,
};
use async_trait::async_trait;
use domain::{
    bulletin::{
        sent_again::other_figures,
        version::{BulletinVersion, Deed, Standing, label},
    },
    calendar::Month,
    comparison::compare,
    id::{BulletinVersionId, PersonId, UnitId},
    item::ItemText,
    letter::Letterhead,
    permission::{BulletinAct, OfficeAct, permits_bulletin, permits_office},
    person::Actor,
    scoring::Field,
};
use store::{
    bulletins::{self, Line},
    people,
};

use super::{
    OfficeDesk,
    files::letter_of,
    send::{issued_so_far, obstacles},
};
use crate::desk::{credits::opened_figure, ways::signs_as, year::RuleSets};

#[async_trait]
impl BulletinVersions for OfficeDesk {
    async fn bulletin_versions(&self, actor: &Actor, year: i16) -> Result<Vec<VersionLine>, Refusal> {
        permits_office(actor, OfficeAct::ReadLedger)?;
        let lines = bulletins::of_year(self.store.reader(), year).await?;
        self.readable_lines(actor, lines).await
    }

    async fn bulletin_way(&self, actor: &Actor, month: Month) -> Result<BulletinWay, Refusal> {
        permits_office(actor, OfficeAct::ReadLedger)?;
        let connection = self.store.reader();
        let lines = bulletins::of_month(connection, month).await?;
        let versions = self.readable_lines(actor, lines).await?;
        let may_send = permits_bulletin(actor, BulletinAct::Send).is_ok();
        let obstacles = if may_send { obstacles(connection, month).await? } else { Vec::new() };
        Ok(BulletinWay { versions, may_send, obstacles })
    }

    async fn bulletin_version(&self, actor: &Actor, id: BulletinVersionId) -> Result<VersionSheet, Refusal> {
        let (line, version) = self.readable_version(actor, id).await?;
        let names = self.names_in(std::slice::from_ref(&line)).await?;
        let sign = BulletinAct::Sign { prepared_by: line.prepared.by };
        let refusal = permits_bulletin(actor, sign).err();
        let (waits, standing) = (line.standing == Standing::InSignOff, line.standing);
        let why_not_sign = match refusal.filter(|refusal| waits && !refusal.is_for_want_of_the_role()) {
            Some(refusal) => {
                let may = |other: &Actor| permits_bulletin(other, sign).is_ok();
                Some(self.why_not(refusal, "签发人", may).await?)
            }
            None => None,
        };
        let differs = self.differs_from_before(actor, &line, &version).await?;
        Ok(VersionSheet {
            differs,
            line: named(line, &names),
            bulletin: version.bulletin,
            letter: version.letter,
            sign_as: signs_as(actor, |way| permits_bulletin(way, sign).is_ok()).filter(|_| waits),
            why_not_sign,
            may_send_back: standing.is_under_way() && permits_bulletin(actor, BulletinAct::SendBack).is_ok(),
            may_issue: standing == Standing::Signed && permits_bulletin(actor, BulletinAct::Issue).is_ok(),
        })
    }

    async fn bulletin_version_figure(
        &self,
        actor: &Actor,
        id: BulletinVersionId,
        unit: UnitId,
        field: Field,
    ) -> Result<(VersionLine, OpenedFigure), Refusal> {
        let (line, version) = self.readable_version(actor, id).await?;
        let names = self.names_in(std::slice::from_ref(&line)).await?;
        let snapshot = self.store.snapshot().await?;
        let connection = snapshot.connection();
        let rules = RuleSets::load(connection).await?;
        let figure = opened_figure(connection, actor, version.bulletin, &rules, unit, field).await?;
        Ok((named(line, &names), figure))
    }

    async fn bulletin_version_file(
        &self,
        actor: &Actor,
        id: BulletinVersionId,
        form: BulletinForm,
    ) -> Result<(Month, Vec<u8>), Refusal> {
        let (line, version) = self.readable_version(actor, id).await?;
        if form == BulletinForm::Pdf {
            let file = self.store.file(&line.pdf_hash).await?;
            let file = file.ok_or_else(|| Refusal::not_found("这份通报的 PDF"))?;
            return Ok((line.month, file));
        }
        let versions = bulletins::of_month(self.store.reader(), line.month).await?;
        let number = line.correction.unwrap_or_else(|| issued_so_far(&versions));
        let letter = letter_of(&version.letter, number);
        Ok((line.month, self.file_of(version.bulletin, letter, form).await?))
    }
}

/// What people wrote in it, as a text to be compared.
fn written(version: &BulletinVersion) -> ItemText {
    let Letterhead { addressees, signature, date, .. } = &version.letter;
    let date = date.map(|date| date.to_string());
    let lines = version.bulletin.covering.iter().chain(&version.bulletin.notes);
    let letter = [addressees.as_ref(), signature.as_ref(), date.as_ref()].into_iter().flatten();
    let body: Vec<&str> = lines.chain(letter).map(String::as_str).collect();
    ItemText { body: body.join("\n\n"), ..ItemText::default() }
}

impl OfficeDesk {
    /// What differs from the last version of the month before this one that the actor may read.
    async fn differs_from_before(
        &self,
        actor: &Actor,
        line: &Line,
        version: &BulletinVersion,
    ) -> Result<Option<VersionDiffers>, Refusal> {
        let connection = self.store.reader();
        let lines = bulletins::of_month(connection, line.month).await?;
        let may_read = |other: &Line| permits_bulletin(actor, BulletinAct::Read(other.standing)).is_ok();
        let earlier = lines.into_iter().filter(|other| other.id.0 < line.id.0 && may_read(other));
        let before = earlier.max_by_key(|other| other.id.0);
        let Some(before) = before else { return Ok(None) };
        let Some((before, earlier)) = bulletins::find(connection, before.id).await? else { return Ok(None) };
        let version = version.clone();
        let work = move || {
            (
                compare(&written(&earlier), &written(&version)),
                other_figures(&earlier.bulletin, &version.bulletin),
            )
        };
        let (words, figures) = self.worked(move |_| work()).await?;
        Ok(Some(VersionDiffers { from: label(before.standing, before.correction), words, figures }))
    }

    /// Those that the actor may read, the newest first.
    async fn readable_lines(&self, actor: &Actor, mut lines: Vec<Line>) -> Result<Vec<VersionLine>, Refusal> {
        lines.retain(|line| permits_bulletin(actor, BulletinAct::Read(line.standing)).is_ok());
        lines.reverse();
        let names = self.names_in(&lines).await?;
        Ok(lines.into_iter().map(|line| named(line, &names)).collect())
    }

    async fn readable_version(
        &self,
        actor: &Actor,
        id: BulletinVersionId,
    ) -> Result<(Line, BulletinVersion), Refusal> {
        let found = bulletins::find(self.store.reader(), id).await?;
        // What one may not read does not exist for that person.
        let found =
            found.filter(|(line, _)| permits_bulletin(actor, BulletinAct::Read(line.standing)).is_ok());
        found.ok_or_else(|| Refusal::not_found("这份通报"))
    }

    async fn names_in(&self, lines: &[Line]) -> Result<HashMap<PersonId, String>, Refusal> {
        let deeds = lines.iter().flat_map(|line| [Some(line.prepared), line.signed, line.issued]);
        let people: BTreeSet<PersonId> = deeds.flatten().map(|deed| deed.by).collect();
        Ok(people::names(self.store.reader(), &people).await?)
    }
}

fn named(line: Line, names: &HashMap<PersonId, String>) -> VersionLine {
    let named =
        |deed: Deed| NamedDeed { name: names.get(&deed.by).cloned().unwrap_or_default(), at: deed.at };
    VersionLine {
        id: line.id,
        month: line.month,
        standing: line.standing,
        correction: line.correction,
        pdf_hash: line.pdf_hash,
        rule_set_version: line.rule_set_version,
        reason: line.reason,
        sent_back_reason: line.sent_back_reason,
        prepared: named(line.prepared),
        signed: line.signed.map(named),
        issued: line.issued.map(named),
    }
}
