//! Items: what a contributor drafts and what becomes of it.

use std::collections::{BTreeSet, HashMap};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use crate::kind::Kind;

use crate::{
    attribution::Attribution,
    clearance::Clearance,
    id::{IssueId, ItemId, PersonId, RevisionId, UnitId},
    issue::IssueState,
    person::Actor,
    scoring::Details,
    text::{name_key, name_letters, without_mark},
    workflow::State,
};

coded! {
    /// What sort of content an item has; optional.
    pub enum ContentType {
        News = ("news", "动态"),
        Experience = ("experience", "经验"),
        Problem = ("problem", "问题建议"),
        Research = ("research", "调研"),
    }
}

/// The words of an item: what one revision holds, and what is edited, cleared and printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemText {
    pub kind: Kind,
    /// Empty for most briefs.
    pub title: String,
    /// 副题.
    pub subtitle: Option<String>,
    pub content_type: Option<ContentType>,
    /// Gentle Markdown.
    pub body: String,
    /// The attribution as typed; what it means is in [`Item::attribution`].
    pub attribution_line: String,
}

impl Default for ItemText {
    /// A 信息 of which nothing is written yet.
    fn default() -> Self {
        Self {
            kind: Kind::Article,
            title: String::new(),
            subtitle: None,
            content_type: None,
            body: String::new(),
            attribution_line: String::new(),
        }
    }
}

/// A part of a text that is words: by which field forms have it, what people call it, and how long it may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    pub field: &'static str,
    pub label: &'static str,
    /// In characters.
    pub most: usize,
}

impl Part {
    pub const TITLE: Self = Self { field: "title", label: "标题", most: 200 };
    pub const SUBTITLE: Self = Self { field: "subtitle", label: "副题", most: Self::TITLE.most };
    /// Forty pages.
    pub const BODY: Self = Self { field: "body", label: "正文", most: LONGEST_BODY };
    /// Some forty units with their authors.
    pub const ATTRIBUTION: Self =
        Self { field: "attribution_line", label: "署名", most: LONGEST_ATTRIBUTION };
}

/// What the office needs to know with an item and does not print (报送信息).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cover {
    /// 拟稿人: who can be asked about it.
    pub drafter: Option<String>,
    pub telephone: Option<String>,
    /// 审批人: the leader of the unit who approved it.
    pub approver: Option<String>,
    pub approved_on: Option<Date>,
    /// 急件: the day until which it must be printed.
    pub urgent_until: Option<Date>,
}

/// The longest body, in characters: forty pages.
pub const LONGEST_BODY: usize = 50_000;
/// The longest attribution, in characters: some forty units with their authors.
pub const LONGEST_ATTRIBUTION: usize = 1_000;

/// The most cells of all tables of a body together. Setting more takes a page's patience many times over.
pub const MOST_CELLS: usize = 2_000;

impl ItemText {
    /// As it is kept: what a browser adds to line breaks and what surrounds a title is nobody's wish.
    #[must_use]
    pub fn tidied(self) -> Self {
        let Self { kind, title, subtitle, content_type, body, attribution_line } = self;
        Self {
            kind,
            title: title.split_whitespace().collect::<Vec<_>>().join(" "),
            subtitle,
            content_type,
            body: body.replace("\r\n", "\n").trim_end().to_owned(),
            attribution_line: attribution_line.replace("\r\n", "\n").trim().to_owned(),
        }
    }

    /// Its words, part by part: whatever looks through all of a text looks here.
    pub fn parts(&self) -> [(Part, &str); 4] {
        let Self { kind: _, title, subtitle, content_type: _, body, attribution_line } = self;
        [
            (Part::TITLE, title.as_str()),
            (Part::SUBTITLE, subtitle.as_deref().unwrap_or_default()),
            (Part::BODY, body.as_str()),
            (Part::ATTRIBUTION, attribution_line.as_str()),
        ]
    }

    /// What makes it too large to be set in pages: the field, and what to do.
    pub fn too_large(&self) -> Option<(&'static str, String)> {
        for (Part { field, label, most }, words) in self.parts() {
            let length = words.chars().count();
            if length > most {
                return Some((field, format!("{label}{length}字，最长{most}字，存不下")));
            }
        }
        let cells = crate::markdown::cells(&crate::markdown::parse(&self.body));
        (cells > MOST_CELLS)
            .then(|| ("body", format!("表格共有{cells}格，最多{MOST_CELLS}格，请分成几个表格、几篇")))
    }

    /// What lists show: the title, or a brief's first sentence.
    pub fn list_title(&self) -> String {
        let title = self.title.trim();
        if title.is_empty() { crate::markdown::first_sentence(&self.body) } else { title.to_owned() }
    }

    /// What is missing before it can be sent in; the attribution is looked at as understood.
    pub fn missing(&self, attribution: &Attribution) -> Vec<Missing> {
        let mut missing = Vec::new();
        if self.kind == Kind::Article && self.title.trim().is_empty() {
            missing.push(Missing::Title);
        }
        if self.body.trim().is_empty() {
            missing.push(Missing::Body);
        }
        if !attribution.parts.iter().any(|part| part.unit.is_some()) {
            missing.push(Missing::KnownUnit);
        }
        if attribution.unclear_authors().next().is_some() {
            missing.push(Missing::ClearAuthors);
        }
        missing.extend(crate::markdown::unsaid_pictures(&self.body).into_iter().map(Missing::UnsaidPicture));
        missing
    }

    /// Whether it is still the piece that `before` was: somebody mended it, but did not write another one. More than two
    /// thirds of the pairs of neighbouring characters are the same, in whatever place.
    pub fn mends(&self, before: &Self) -> bool {
        let (old, new) = (pairs(before), pairs(self));
        let common: usize =
            old.iter().map(|(pair, count)| new.get(pair).copied().unwrap_or(0).min(*count)).sum();
        let longer = old.values().sum::<usize>().max(new.values().sum());
        self.kind == before.kind && common * 3 > longer * 2
    }
}

/// What stands before and after a name in attributions and is no part of it.
const BEFORE_NAMES: [&str; 12] = [
    "通讯员",
    "记者",
    "信息员",
    "特约通讯员",
    "特约记者",
    "实习记者",
    "实习生",
    "作者",
    "执笔",
    "撰稿",
    "整理",
    "文",
];
const AFTER_NAMES: [&str; 11] =
    ["等", "等人", "整理", "供稿", "撰稿", "执笔", "摄", "文", "图", "同志", "报道"];

/// What may stand between two names that were typed as one.
const BETWEEN_NAMES: [char; 9] = ['和', '与', '及', '同', '|', '&', '+', ':', '-'];

/// Whether a name as it stands in an attribution is this one: 通讯员王刚, 王刚等, 王刚（整理）. Both as [`name_key`] writes
/// them.
fn is_called(key: &str, own: &str) -> bool {
    key.match_indices(own).any(|(at, _)| {
        let (before, after) = (&key[..at], &key[at + own.len()..]);
        let before = before.trim_end_matches(':');
        (before.is_empty() || BEFORE_NAMES.contains(&before))
            && (after.is_empty() || after.starts_with('(') || AFTER_NAMES.contains(&after))
    })
}

/// Whether the letters of an author's name are this one's, with a word before it (摄影许正清) or a mark around it (许正清2).
/// What begins with a name of two characters is most often another's: 李明华 is not 李明.
fn is_spelled(letters: &str, own: &str) -> bool {
    let bare = letters.trim_matches(|character: char| character.is_ascii_alphanumeric());
    let length = own.chars().count();
    // One character more may be another's name: 何许正清.
    let is_word = |rest: Option<&str>| rest.is_some_and(|rest| rest.chars().count() != 1);
    letters == own
        || !own.is_ascii() && length > 1 && is_word(bare.strip_suffix(own))
        || !own.is_ascii() && length > 2 && is_word(bare.strip_prefix(own))
        || without_mark(letters) == Some(own)
}

/// Whether neighbouring authors, of which the first is the beginning, are together this name: 许 正清.
fn is_parted(authors: &[String], own: &str) -> bool {
    let mut together = String::new();
    for (count, author) in (1..).zip(authors) {
        together.push_str(author);
        if !own.starts_with(together.as_str()) {
            return false;
        }
        if together == *own {
            return count > 1;
        }
    }
    false
}

/// How often each pair of neighbouring characters stands in a text, blanks left out.
fn pairs(text: &ItemText) -> HashMap<(char, char), usize> {
    let mut pairs = HashMap::new();
    // Who wrote it is not what it says.
    for (_, words) in text.parts().into_iter().filter(|(part, _)| *part != Part::ATTRIBUTION) {
        let characters: Vec<char> = words.chars().filter(|character| !character.is_whitespace()).collect();
        for pair in characters.windows(2) {
            *pairs.entry((pair[0], pair[1])).or_default() += 1;
        }
    }
    pairs
}

/// Where an item is, as far as that decides who may read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Whereabouts {
    pub submitting_unit: UnitId,
    pub drafted_by: PersonId,
    pub state: State,
    /// As [`Item::has_reached`].
    pub has_reached: bool,
}

/// What an item lacks to be sent in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    #[error("信息需要标题")]
    Title,
    #[error("正文还是空的")]
    Body,
    #[error("署名里至少要有一个已知的单位")]
    KnownUnit,
    #[error("署名里有几个字分开写的姓名，看不出是几个人，请把每个人的姓名连起来写")]
    ClearAuthors,
    #[error("第{0}张图片没有写明画面内容（给看不见图的人听的一句话，如“三名工作人员在堤坝上查看水位标尺”）")]
    UnsaidPicture(usize),
}

/// Credited units other than the attribution's, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreditDecision {
    pub units: Vec<UnitId>,
    pub reason: String,
}

/// What was stated of an author's name in the attributions of a unit: whose it is, or whose it is not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthorStatement {
    /// `None` where the unit is not known.
    pub unit: Option<UnitId>,
    /// As [`name_key`] writes it.
    pub name_key: String,
    pub person: PersonId,
    /// Whether the name is this person's.
    pub is_same: bool,
}

impl AuthorStatement {
    /// Whether an attribution names the author of whom this was stated.
    pub fn concerns(&self, attribution: &Attribution) -> bool {
        attribution.people().any(|(unit, name)| unit == self.unit && name_key(name) == self.name_key)
    }
}

/// Why somebody counts as who wrote an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wrote {
    /// Saved one of its revisions.
    Saved,
    /// Is known to be one of the authors that its attribution names.
    IsAuthor,
    /// Bears the name of one of its authors.
    BearsAuthorsName,
    /// Bears the name of somebody who saved one of its revisions.
    BearsWritersName,
    /// Acts for somebody who wrote it.
    ByPrincipal,
}

/// A draft and what it becomes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    pub id: ItemId,
    /// Grows by one with every change; a change made to an older version is refused.
    pub version: i64,
    pub state: State,
    /// The unit that sends it in, apart from its attribution.
    pub submitting_unit: UnitId,
    pub text: ItemText,
    /// The revision that holds `text`.
    pub revision: RevisionId,
    /// The attribution line as understood.
    pub attribution: Attribution,
    pub cover: Cover,
    pub credit: Option<CreditDecision>,
    /// What rules may ask about its adoption beyond the kind, as an editor told it.
    pub details: Details,
    pub drafted_by: PersonId,
    /// Who sent it in last, while it has been sent.
    pub sent_by: Option<PersonId>,
    /// Whether it has reached the office, and was not withdrawn since.
    pub has_reached: bool,
    /// Everyone who wrote what is in it: saved one of its revisions, or one of an item that went into it, or proposed a
    /// correction of it.
    pub writers: Vec<PersonId>,
    /// The unit's reviewers who only mended it: that is no writing for whoever approves it, and is for those who clear
    /// and sign it.
    pub menders: Vec<PersonId>,
    /// What was stated of its authors' names.
    pub author_statements: Vec<AuthorStatement>,
    /// The decision in force, whatever text it was given for.
    pub clearance: Option<Clearance>,
    /// Where it is placed, and how far that issue is.
    pub placed_in: Option<(IssueId, IssueState)>,
    /// The item that went on when this one was combined.
    pub combined_into: Option<ItemId>,
}

impl Item {
    /// Whether the person wrote it, and why that is so: who wrote it approves, clears and signs nothing of it.
    pub fn wrote(&self, actor: &Actor) -> Option<Wrote> {
        // A deputy decides in the place of the other, who is no second person either.
        let principal = || actor.acts_for.as_deref().filter(|principal| self.wrote(principal).is_some());
        self.wrote_by(actor).or_else(|| principal().map(|_| Wrote::ByPrincipal))
    }

    fn wrote_by(&self, actor: &Actor) -> Option<Wrote> {
        if self.writers.contains(&actor.id) {
            return Some(Wrote::Saved);
        }
        let is_author = |known: &AuthorStatement| {
            known.is_same && actor.may_be(known.person) && known.concerns(&self.attribution)
        };
        if self.author_statements.iter().any(is_author) {
            return Some(Wrote::IsAuthor);
        }
        if self.namesakes(actor).next().is_some() {
            return Some(Wrote::BearsAuthorsName);
        }
        self.writers.iter().any(|writer| actor.may_be(*writer)).then_some(Wrote::BearsWritersName)
    }

    /// The authors in its attribution who bear the person's name and of whom nobody has stated who they are, each with
    /// the unit for which it stands there.
    pub fn namesakes(&self, actor: &Actor) -> impl Iterator<Item = (Option<UnitId>, &str)> {
        let spellings = actor.names().flat_map(|name| [name_key(name), name_letters(name)]);
        let own: BTreeSet<String> = spellings
            .flat_map(|key| [without_mark(&key).map(str::to_owned), Some(key)])
            .flatten()
            .filter(|own| !own.is_empty())
            .collect();
        let mut found = Vec::new();
        for part in &self.attribution.parts {
            // A blank within a name makes several of it.
            let authors: Vec<String> = part.authors.iter().map(|author| name_letters(author)).collect();
            for (place, name) in part.people().enumerate() {
                let key = name_key(name);
                let later = authors.get(place..).unwrap_or_default();
                // Where it is not clear who is named, whoever may be named is.
                let bears = |own: &String| {
                    is_called(&key, own)
                        || key.split(BETWEEN_NAMES).any(|part| is_called(part, own))
                        || name.contains(' ') && key.contains(own.as_str())
                        || is_spelled(&name_letters(name), own)
                        || is_parted(later, own)
                };
                if own.iter().any(bears) && !self.is_stated(part.unit, &key, actor.id) {
                    found.push((part.unit, name));
                }
            }
        }
        found.into_iter()
    }

    /// As [`Item::wrote`], for who decides whether the text may be published: there mending is writing.
    pub fn wrote_or_mended(&self, actor: &Actor) -> Option<Wrote> {
        let mended = |actor: &Actor| {
            let mended = self.menders.iter().find(|mender| actor.may_be(**mender));
            mended.map(|mender| match *mender == actor.id {
                true => Wrote::Saved,
                false => Wrote::BearsWritersName,
            })
        };
        let by_principal = || actor.acts_for.as_deref().and_then(mended).map(|_| Wrote::ByPrincipal);
        self.wrote(actor).or_else(|| mended(actor)).or_else(by_principal)
    }

    /// Whether it was stated whose the name of a unit's author is, as far as this person is concerned: this one's or
    /// somebody else's, or that it is not this person's.
    fn is_stated(&self, unit: Option<UnitId>, key: &str, person: PersonId) -> bool {
        let mut stated =
            self.author_statements.iter().filter(|known| known.unit == unit && known.name_key == key);
        stated.any(|known| known.is_same || known.person == person)
    }

    /// Whether the office may know of it. Before, it is its unit's own business: also where its unit's reviewer returned it.
    pub fn is_with_the_office(&self) -> bool {
        self.state.is_with_the_office(self.has_reached)
    }

    /// Where it is, as far as that decides who may read it.
    pub fn whereabouts(&self) -> Whereabouts {
        Whereabouts {
            submitting_unit: self.submitting_unit,
            drafted_by: self.drafted_by,
            state: self.state,
            has_reached: self.has_reached,
        }
    }

    /// The units that earn the points: the editor's decision, else the attribution's known units.
    pub fn credited_units(&self) -> Vec<UnitId> {
        match &self.credit {
            Some(decision) => decision.units.clone(),
            None => {
                let mut units = Vec::new();
                for unit in self.attribution.parts.iter().filter_map(|part| part.unit) {
                    if !units.contains(&unit) {
                        units.push(unit);
                    }
                }
                units
            }
        }
    }

    /// Whether the text as it stands now has been cleared.
    pub fn is_cleared(&self) -> bool {
        self.clearance.as_ref().is_some_and(|clearance| clearance.holds_for(self.revision))
    }
}
