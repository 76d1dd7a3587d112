//! One text for both who read it: whoever writes the file knows its keys, whoever fills in the form knows its labels.
//!
//! A text names a key, a value, a section or a rule between backticks: `count`, `keep = best`, `[pieces]`, `rates[2]`.
//! The documentation and the command line show the file's keys, the screen shows the form's words.

use super::{
    Mark, PointColumns, RankCriterion, Words,
    amount::GIVEN,
    described::{Described, Holds, Key},
    heads::{COLUMN, HEADS},
    sections::{MEASURE, SECTIONS, Section},
};
use crate::scoring::columns::Field;

/// Who reads a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reader {
    /// Of the documentation: keys in backticks.
    Documentation,
    /// Of what the command line or the import of a file says: keys as the file has them.
    File,
    /// Of a form: labels and words in “”.
    Screen,
}

/// What a text stands beside: by it the keys are known that it names.
#[derive(Clone, Debug, Default)]
pub(super) struct Around {
    own: Option<&'static Key>,
    /// The innermost first.
    places: Vec<&'static [Key]>,
}

impl Around {
    pub(super) fn place(own: &'static Key, beside: &'static [Key]) -> Self {
        Self { own: Some(own), places: vec![beside] }
    }

    pub(super) fn section(section: &'static Section) -> Self {
        Self { own: None, places: vec![section.keys] }
    }

    fn keyed(&self, key: &str) -> Option<&'static Key> {
        let anywhere = std::iter::once(MEASURE).chain(SECTIONS.iter().map(|section| section.keys));
        let near = self.places.iter().copied();
        near.chain(anywhere).flatten().find(|place| place.key == key)
    }
}

impl Key {
    /// What the form says of it.
    pub fn hint(&'static self, beside: &'static [Key]) -> String {
        told(self.about, Reader::Screen, &Around::place(self, beside))
    }
}

impl Section {
    /// What the screen says of it.
    pub fn hint(&'static self) -> String {
        told(self.about, Reader::Screen, &Around::section(self))
    }
}

/// What stands between two backticks.
enum Named<'t> {
    Key(&'static Key),
    /// A key with the value that it has.
    Is(&'static Key, &'t str),
    Value(String),
    Section(&'static Section),
    /// A rule by its place.
    At(String),
}

/// The text as somebody reads it. What stands between backticks and names nothing stays as it is.
pub(super) fn told(text: &str, reader: Reader, around: &Around) -> String {
    let mut told = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('`') {
        told.push_str(before);
        let found =
            after.split_once('`').and_then(|(code, behind)| Some((code, named(code, around)?, behind)));
        let Some((code, named, behind)) = found else {
            told.push('`');
            rest = after;
            continue;
        };
        rest = match reader {
            Reader::Documentation => {
                told.push_str(&format!("`{}`", named.in_file(code)));
                behind
            }
            Reader::File => {
                told.push_str(&named.in_file(code));
                behind
            }
            Reader::Screen => push_words(&mut told, &named, behind),
        };
    }
    told.push_str(rest);
    told
}

/// Puts what is named into a Chinese sentence; answers what of the rest is still to be told.
fn push_words<'t>(told: &mut String, named: &Named<'_>, behind: &'t str) -> &'t str {
    // The blanks around Latin letters.
    if told.ends_with(' ') {
        told.pop();
    }
    let behind = behind.strip_prefix(' ').unwrap_or(behind);
    let Some(label) = named.label() else {
        told.push_str(&named.in_words());
        return behind;
    };
    // 条件（`conditions`） and `met`（完成得分） say one thing twice.
    if told.ends_with(&format!("{label}（"))
        && let Some(behind) = behind.strip_prefix('）')
    {
        told.pop();
        return behind;
    }
    told.push_str(&named.in_words());
    behind.strip_prefix(&format!("（{label}）")).unwrap_or(behind)
}

impl Named<'_> {
    fn label(&self) -> Option<String> {
        match self {
            Self::Key(place) => Some(place.label.to_owned()),
            Self::Value(label) => Some(label.clone()),
            Self::Section(section) => Some(section.label.to_owned()),
            Self::Is(..) | Self::At(_) => None,
        }
    }

    fn in_words(&self) -> String {
        match self {
            Self::At(words) => words.clone(),
            Self::Is(place, value) => match place.word_of(value) {
                Some(word) => format!("“{}”为“{word}”", place.label),
                None => format!("“{}”为 {value}", place.label),
            },
            _ => format!("“{}”", self.label().unwrap_or_default()),
        }
    }

    /// As TOML writes it.
    fn in_file(&self, code: &str) -> String {
        let Self::Is(place, value) = self else { return code.to_owned() };
        match (place.holds, place.word_of(value)) {
            (Holds::Truth, _) | (_, None) => code.to_owned(),
            (Holds::Words(_), _) => format!("{} = [\"{value}\"]", place.key),
            _ => format!("{} = \"{value}\"", place.key),
        }
    }
}

fn named<'t>(code: &'t str, around: &Around) -> Option<Named<'t>> {
    if let Some((key, value)) = code.split_once(" = ").filter(|_| !code.starts_with('{')) {
        return Some(Named::Is(around.keyed(key)?, value));
    }
    let section = code.trim_start_matches('[').trim_end_matches(']');
    if code.starts_with('[') {
        return Section::named(section).map(Named::Section);
    }
    if code.split_once('[').is_some_and(|(key, _)| Section::named(key).is_some()) {
        return Some(Named::At(walked(code).0));
    }
    let near = around.places.iter().copied().flatten();
    let own = around.own.and_then(|place| place.word_of(code)).map(Named::Value);
    let key = || near.clone().find(|place| place.key == code).map(Named::Key);
    let value = || near.clone().find_map(|place| place.word_of(code)).map(Named::Value);
    let section = || Section::named(code).map(Named::Section);
    own.or_else(key).or_else(value).or_else(section).or_else(|| around.keyed(code).map(Named::Key))
}

impl Key {
    /// What the form calls a value of this key; `None` of what is no word of the file's.
    pub(super) fn word_of(&self, value: &str) -> Option<String> {
        let usual =
            self.words().iter().find(|(code, _)| *code == value).map(|(_, label)| (*label).to_owned());
        match self.holds {
            Holds::Field => {
                let field = Field::from_code(value).filter(|field| !matches!(field, Field::Own(_)));
                field.map(|field| field.label().to_owned())
            }
            Holds::Ties => usual.or_else(|| {
                let categories = value.strip_prefix("{ points = [")?.strip_suffix("] }")?;
                Some(format!("得分（{}）", categories.replace(", ", " ").replace('"', "")))
            }),
            _ => usual,
        }
    }

    /// The file's word for what the form calls so, of a key whose value is written in a field.
    pub(super) fn code_of(&self, word: &str) -> Option<&'static str> {
        self.words().iter().find(|(_, label)| *label == word).map(|(code, _)| *code)
    }

    /// The words of the file's that may stand here, with those of the form.
    fn words(&self) -> &'static [(&'static str, &'static str)] {
        match self.holds {
            Holds::Word(words) | Holds::Words(words) => words,
            Holds::Truth => &[("true", "是"), ("false", "否")],
            Holds::Amount => &[(GIVEN, "登记的分")],
            Holds::Mark => &Mark::WORDS,
            Holds::Ties => &RankCriterion::WORDS,
            _ => &[],
        }
    }
}

/// A place of the document in the words of the forms, 计分标准第3条 · 适用于 · 层级, and what stands around it.
pub(super) fn walked(path: &str) -> (String, Around) {
    let mut around = Around::default();
    let mut inner: &'static [Key] = HEADS;
    let mut words = Vec::new();
    for (depth, part) in path.split('.').enumerate() {
        let (key, number) = match part.split_once('[') {
            Some((key, number)) => (key, number.trim_end_matches(']').parse::<usize>().ok()),
            None => (part, None),
        };
        let section = SECTIONS.iter().find(|section| depth == 0 && section.key == key);
        let label = if let Some(section) = section {
            inner = section.keys;
            Some(section.label)
        } else {
            around.own = inner.iter().find(|place| place.key == key);
            inner = around.own.map(|place| place.within()).unwrap_or_default();
            around.own.map(|place| place.label)
        };
        around.places.insert(0, inner);
        let number = number.map(|number| format!("第{}条", number + 1)).unwrap_or_default();
        // Below what the forms have a label for, the label says enough.
        words.extend(label.or((depth == 0).then_some(key)).map(|label| format!("{label}{number}")));
    }
    (words.join(" · "), around)
}

impl Key {
    /// The keys of what it holds.
    fn within(&self) -> &'static [Key] {
        match (self.holds, self.key) {
            (Holds::Heads, "words") => Words::KEYS,
            (Holds::Heads, "point_columns") => PointColumns::KEYS,
            (Holds::Heads, "columns") => COLUMN,
            (holds, _) => holds.within(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::sections::{CONDITION, CONVERSION, FILTER},
        *,
    };

    /// Every place of every form, with those beside it.
    fn all_places() -> Vec<(&'static Key, &'static [Key])> {
        let sections = SECTIONS.iter().map(|section| section.keys);
        let lists = sections.chain([FILTER, MEASURE, CONDITION, CONVERSION]);
        lists.flat_map(|beside| beside.iter().map(move |place| (place, beside))).collect()
    }

    /// A word of the file's, or a sign that only files have. One letter may be a word: A类.
    fn of_a_file(text: &str) -> bool {
        let is_code = |sign: char| sign.is_ascii_alphabetic() || sign == '_';
        text.contains(['=', '[', ']', '{', '`'])
            || text.split(|sign| !is_code(sign)).any(|word| word.len() > 1)
    }

    #[test]
    fn the_forms_speak_without_keys_and_signs_of_the_file() {
        for section in SECTIONS {
            for text in [section.label.to_owned(), section.one.to_owned(), section.hint()] {
                assert!(!of_a_file(&text), "{}: {text}", section.key);
            }
        }
        for (place, beside) in all_places() {
            for text in [place.label.to_owned(), place.hint(beside)] {
                assert!(!of_a_file(&text), "{}: {text}", place.key);
            }
            if let Holds::Word(words) | Holds::Words(words) = place.holds {
                assert!(words.iter().all(|(_, label)| !of_a_file(label)), "{}", place.key);
            }
        }
    }

    #[test]
    fn a_text_is_told_by_keys_and_by_labels() {
        let section = Section::named("shares").expect("a section");
        let around = Around::section(section);
        let text =
            "`points = fixed` 时要写 `amount`（固定分），见 `[[choices]]`、`rates[1].points`；“`x`”不管";
        assert_eq!(
            told(text, Reader::Screen, &around),
            "“分数怎样分”为“各得固定分”时要写“固定分”，见“同稿取舍”、计分标准第2条 · 分值；“`x`”不管"
        );
        assert_eq!(
            told(text, Reader::File, &around),
            "points = \"fixed\" 时要写 amount（固定分），见 [[choices]]、rates[1].points；“`x`”不管"
        );
        let among = "条件（`conditions`），`count = instructions`，`met = -1`";
        let around = Around::section(Section::named("quotas").expect("a section"));
        assert_eq!(told(among, Reader::Screen, &around), "条件，“计篇数”为“批示”，“完成得分”为 -1");
        assert_eq!(
            told(among, Reader::Documentation, &around),
            "条件（`conditions`），`count = [\"instructions\"]`，`met = -1`"
        );
    }
}
