//! A day at the office: pieces come in, units review them, the editors receive and sort them out, the clearer
//! decides, records are kept.

use app::desk::{
    Command,
    items::acts::{Approve, Clear, Combine, DraftItem, Receive, Reject, ReturnItem, SaveItem, Shortlist},
};
use domain::{
    id::ItemId,
    item::{Item, ItemText},
    person::Actor,
    reason::ReasonKind,
};
use jiff::{
    ToSpan,
    civil::{Date, DateTime},
};
use store::{Store, items};

use super::{
    DemoError,
    office::Office,
    pieces::{Fate, Piece},
};

/// What a piece is rejected or returned for: the kind, and what the editor adds.
const REASONS: [(ReasonKind, &str); 6] = [
    (ReasonKind::LacksSubstance, "只有过程，没有结果，请补充数据和一两个实例"),
    (ReasonKind::Repeated, "与前期稿件内容重复，近期不再使用"),
    (ReasonKind::MerelyReported, "只写了开会和检查，没有写解决了什么问题"),
    (ReasonKind::OutOfDate, "事情已过去较久，请在当周内报送"),
    (ReasonKind::SentInABurst, "月底集中报送，质量不高，请均衡报送"),
    (ReasonKind::OffTopic, "与自然资源工作关系不大"),
];

/// The play: the plan, and the items that came of it.
pub(super) struct Play<'a> {
    pub(super) office: &'a Office,
    pub(super) store: &'a Store,
    pub(super) pieces: Vec<Piece>,
    records: Vec<(Date, Command)>,
    /// The item of each piece that has been drafted.
    pub(super) items: Vec<Option<ItemId>>,
}

impl<'a> Play<'a> {
    pub(super) fn new(
        office: &'a Office,
        store: &'a Store,
        pieces: Vec<Piece>,
        records: Vec<(Date, Command)>,
    ) -> Self {
        let items = vec![None; pieces.len()];
        Self { office, store, pieces, records, items }
    }

    /// Goes on with the plan.
    pub(super) fn add(&mut self, pieces: Vec<Piece>, records: Vec<(Date, Command)>) {
        self.items.resize(self.items.len() + pieces.len(), None);
        self.pieces.extend(pieces);
        self.records.extend(records);
    }

    /// Plays the days from the first to the last.
    pub(super) async fn days(&mut self, first: Date, last: Date) -> Result<(), DemoError> {
        for day in first.series(1.day()).take_while(|day| *day <= last) {
            let of_day: Vec<usize> =
                (0..self.pieces.len()).filter(|place| self.pieces[*place].day == day).collect();
            self.morning(day, &of_day).await?;
            self.afternoon(day, &of_day).await?;
            self.evening(day, &of_day).await?;
        }
        Ok(())
    }

    /// The units write and review.
    async fn morning(&mut self, day: Date, of_day: &[usize]) -> Result<(), DemoError> {
        for (number, place) in of_day.iter().enumerate() {
            let piece = self.pieces[*place].clone();
            let time = minutes(day.at(8, 35, 0, 0), number * 9);
            let command = DraftItem {
                unit: piece.unit,
                sheet: String::new(),
                text: ItemText {
                    kind: piece.kind,
                    title: piece.title.clone(),
                    content_type: Some(piece.content_type()),
                    body: piece.body.clone(),
                    attribution_line: piece.attribution_line.clone(),
                    ..ItemText::default()
                },
                send: piece.fate != Fate::Draft,
                original: None,
                attachment: Vec::new(),
                cover: None,
            };
            let contributor = self.office.contributor(piece.unit)?;
            let done = self.office.does(contributor, time, command).await?;
            let id = done.next.as_deref().and_then(id_in);
            let id = id.ok_or_else(|| DemoError::Data("起草之后不知道稿件编号".to_owned()))?;
            self.items[*place] = Some(id);
        }
        for place in of_day {
            self.review(*place, day.at(13, 30, 0, 0)).await?;
        }
        Ok(())
    }

    /// The editors receive, return what is to be mended, and receive it again.
    async fn afternoon(&self, day: Date, of_day: &[usize]) -> Result<(), DemoError> {
        let arrived =
            self.of(of_day, |fate| !matches!(fate, Fate::Draft | Fate::UnitReview | Fate::Submitted));
        if arrived.is_empty() {
            return Ok(());
        }
        let editor = self.editor(day);
        let receive = |item| Command::from(Receive { item });
        self.office.does(editor, day.at(14, 0, 0, 0), receive(arrived)).await?;
        for place in of_day.iter().filter(|place| self.pieces[**place].returned_once) {
            let Some(id) = self.items[*place] else { continue };
            self.turn_back(editor, id, *place, day.at(14, 20, 0, 0)).await?;
            self.mend(*place, id, day.at(15, 5, 0, 0)).await?;
            self.review(*place, day.at(15, 20, 0, 0)).await?;
            self.office.does(editor, day.at(15, 30, 0, 0), receive(vec![id])).await?;
        }
        Ok(())
    }

    /// The editors sort out, the clearer decides, records are kept.
    async fn evening(&self, day: Date, of_day: &[usize]) -> Result<(), DemoError> {
        let editor = self.editor(day);
        let good =
            |fate| matches!(fate, Fate::Shortlisted { .. } | Fate::Placed { .. } | Fate::Combined { .. });
        let item = self.of(of_day, good);
        if !item.is_empty() {
            let command = Command::from(Shortlist { item });
            self.office.does(editor, day.at(15, 45, 0, 0), command).await?;
        }
        for place in of_day {
            self.combine(editor, *place, day.at(15, 55, 0, 0)).await?;
        }
        for (number, place) in of_day.iter().enumerate() {
            self.decide(editor, *place, minutes(day.at(16, 0, 0, 0), number)).await?;
        }
        for (_, command) in self.records.iter().filter(|(of, _)| *of == day) {
            let command = command.clone();
            self.office.does(&self.office.people.editors[0], day.at(17, 20, 0, 0), command).await?;
        }
        Ok(())
    }

    /// Lets the unit's reviewer pass the piece on, where the unit has one.
    async fn review(&self, place: usize, time: DateTime) -> Result<(), DemoError> {
        let piece = &self.pieces[place];
        let reviewer = self.office.people.reviewers.get(&piece.unit);
        let (Some(reviewer), Some(id)) = (reviewer, self.items[place]) else { return Ok(()) };
        if matches!(piece.fate, Fate::Draft | Fate::UnitReview) {
            return Ok(());
        }
        let version = self.item(id).await?.version;
        let command = Command::from(Approve { item: id, version });
        self.office.does(reviewer, time, command).await?;
        Ok(())
    }

    /// The contributor adds what was missing, and sends the piece again.
    async fn mend(&self, place: usize, id: ItemId, time: DateTime) -> Result<(), DemoError> {
        let piece = &self.pieces[place];
        let revision = self.item(id).await?.revision;
        let more = "截至目前，有关问题已整改到位，群众反映良好，相关做法正在全市推广。";
        let command = SaveItem {
            sheet: String::new(),
            item: id,
            revision,
            text: ItemText {
                kind: piece.kind,
                title: piece.title.clone(),
                content_type: Some(piece.content_type()),
                body: format!("{}{more}", piece.body),
                attribution_line: piece.attribution_line.clone(),
                ..ItemText::default()
            },
            send: true,
            original: None,
            attachment: Vec::new(),
            cover: None,
        };
        let contributor = self.office.contributor(piece.unit)?;
        self.office.does(contributor, time, command).await?;
        Ok(())
    }

    async fn turn_back(
        &self,
        editor: &Actor,
        id: ItemId,
        place: usize,
        time: DateTime,
    ) -> Result<(), DemoError> {
        let version = self.item(id).await?.version;
        let (kind, words) = REASONS[place % 3];
        let reason = Some(words.to_owned());
        let command = ReturnItem { item: id, version, kinds: vec![kind], phrase: Vec::new(), reason };
        self.office.does(editor, time, command).await?;
        Ok(())
    }

    async fn combine(&self, editor: &Actor, place: usize, time: DateTime) -> Result<(), DemoError> {
        let Fate::Combined { into } = self.pieces[place].fate else { return Ok(()) };
        let (Some(item), Some(survivor)) = (self.items[place], self.items[into]) else { return Ok(()) };
        let command = Command::from(Combine::into_text_of(survivor, vec![item]));
        self.office.does(editor, time, command).await?;
        Ok(())
    }

    /// The clearer's or the editor's decision about one piece.
    async fn decide(&self, editor: &Actor, place: usize, time: DateTime) -> Result<(), DemoError> {
        let Some(id) = self.items[place] else { return Ok(()) };
        match self.pieces[place].fate {
            Fate::Placed { .. } | Fate::Shortlisted { cleared: true } => {
                let revision = self.item(id).await?.revision;
                let command = Command::from(Clear { item: id, revision, reason: None });
                self.office.does(&self.office.people.clearer, time, command).await?;
            }
            Fate::Returned => self.turn_back(editor, id, place, time).await?,
            Fate::Rejected => {
                let version = self.item(id).await?.version;
                let (kind, words) = REASONS[place % REASONS.len()];
                let reason = Some(words.to_owned());
                let command = Reject { item: id, version, kinds: vec![kind], phrase: Vec::new(), reason };
                self.office.does(editor, time, command).await?;
            }
            _ => {}
        }
        Ok(())
    }

    /// The item as it stands.
    pub(super) async fn item(&self, id: ItemId) -> Result<Item, DemoError> {
        let item = items::load(self.store.reader(), id).await?;
        item.ok_or_else(|| DemoError::Data(format!("没有稿件 {id}")))
    }

    /// The items of these pieces whose fate is such.
    fn of(&self, places: &[usize], is_such: impl Fn(Fate) -> bool) -> Vec<ItemId> {
        let such = places.iter().filter(|place| is_such(self.pieces[**place].fate));
        such.filter_map(|place| self.items[*place]).collect()
    }

    /// The editors take turns.
    fn editor(&self, day: Date) -> &Actor {
        let editors = &self.office.people.editors;
        &editors[day.day().unsigned_abs() as usize % editors.len()]
    }
}

/// The first number in an address.
fn id_in(address: &str) -> Option<ItemId> {
    address.split('/').find_map(|part| part.parse().ok())
}

fn minutes(time: DateTime, count: usize) -> DateTime {
    time.checked_add((count as i64).minutes()).unwrap_or(time)
}
