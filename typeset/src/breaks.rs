//! Where a line may end. Unicode's rules say so for all languages together; what GB/T 15834 forbids beyond them is
//! tied here, and what they never part is parted where it would not fit a line.
//!
//! Two invisible signs say it to Typst: one ties, one parts. They are in the text that is set, and in no text that
//! leaves these modules (`bare`). It knows nothing of pages.

use std::sync::LazyLock;

use icu_provider_blob::BlobDataProvider;
use icu_segmenter::{LineSegmenter, options::LineBreakOptions};

/// Between two characters: no line ends here.
pub(super) const TIE: char = '\u{2060}';
/// Between two characters: a line may end here.
pub(super) const PART: char = '\u{200b}';

/// Signs that begin no line (GB/T 15834, 5.1).
pub(super) const NOT_AT_START: &str =
    "，。、；：！？”’》〉）】」』〕］｝〗〙…—―–～〜·•・‧∙･－·％%‰℃°㎡㎥㎞,.;:!?)]}/／";
/// Signs that end no line.
pub(super) const NOT_AT_END: &str = "“‘《〈（【「『〔［｛〖〘([{/／";
/// Those of them that Unicode's rules let stand there, or that stand beside what is set as one piece.
const TIED: &str = "—―–～〜~·•・‧∙･－…/／";

/// After these a line ends well, before these it begins well.
const GOOD_END: &str = "，。、；：！？”’》〉）】」』〕］｝…—―–～,;:!?)]}";
const GOOD_START: &str = "“‘《〈（【「『〔［｛([{";

/// A run of Latin letters, digits and signs that is longer is an address or the like, and may be parted.
const LONGEST_WORD: usize = 20;

/// The rules that Typst asks for Chinese text.
static SEGMENTER: LazyLock<Option<LineSegmenter>> = LazyLock::new(|| {
    let provider = BlobDataProvider::try_new_from_static_blob(typst_assets::icu::ICU_CJ_SEGMENT).ok()?;
    let options = LineBreakOptions::default();
    LineSegmenter::try_new_for_non_complex_scripts_with_buffer_provider(&provider, options).ok()
});

/// How much room a piece of a line has that is not parted.
pub(super) struct Room<'a> {
    /// A line's width, in full characters: a wider piece is parted wherever it can be.
    pub(super) line: f64,
    /// A piece wider than this is parted where it may be, but for words and numbers.
    pub(super) piece: f64,
    pub(super) width: &'a dyn Fn(char) -> f64,
}

/// The text without our signs.
pub(super) fn bare(text: &str) -> String {
    text.chars().filter(|character| !is_sign(*character)).collect()
}

pub(super) fn is_sign(character: char) -> bool {
    matches!(character, TIE | PART)
}

/// The text with the signs that say where its lines end.
pub(super) fn set(text: &str, room: &Room) -> String {
    let signs = signs(text, room);
    with_signs(text, 0, &signs)
}

/// Puts those signs into a part of the text that begins at a byte of the whole. A sign between two parts belongs to the
/// first: it hangs on the glyph before it.
pub(super) fn with_signs(part: &str, begin: usize, signs: &[(usize, char)]) -> String {
    let first = signs.partition_point(|(at, _)| *at <= begin);
    let end = begin + part.len();
    let mut set = String::with_capacity(part.len() + 8);
    let mut done = 0;
    for (at, sign) in signs[first..].iter().take_while(|(at, _)| *at <= end) {
        set.push_str(&part[done..at - begin]);
        set.push(*sign);
        done = at - begin;
    }
    set.push_str(&part[done..]);
    set
}

/// Where signs belong, by the byte before which they stand.
pub(super) fn signs(text: &str, room: &Room) -> Vec<(usize, char)> {
    let text = Text::new(text);
    let mut signs: Vec<(usize, char)> = text.tied.iter().map(|at| (text.places[*at].0, TIE)).collect();
    for piece in text.pieces() {
        text.part(piece, room, &mut signs);
    }
    signs.sort_unstable_by_key(|(at, _)| *at);
    signs
}

/// The width of the widest piece that no line may part, in full characters; addresses may be parted.
pub(super) fn widest_piece(text: &str, width: &dyn Fn(char) -> f64) -> f64 {
    let set = set(text, &Room { line: f64::INFINITY, piece: f64::INFINITY, width });
    let parts = set.split(PART).flat_map(|part| {
        let text = Text::new(part);
        text.pieces().map(|piece| text.width(piece, width)).collect::<Vec<_>>()
    });
    parts.fold(0.0, f64::max)
}

/// A text and what Unicode's rules and ours say of it.
struct Text {
    /// Each character with its first byte.
    places: Vec<(usize, char)>,
    /// Before which characters a line may end, in their order; neither 0 nor the end.
    open: Vec<usize>,
    /// Before which characters our sign has to forbid it.
    tied: Vec<usize>,
}

type Piece = std::ops::Range<usize>;

impl Text {
    fn new(text: &str) -> Self {
        let places: Vec<(usize, char)> = text.char_indices().collect();
        let mut open = vec![false; places.len()];
        if let Some(segmenter) = SEGMENTER.as_ref() {
            let mut place = 0;
            for at in segmenter.as_borrowed().segment_str(text).filter(|at| (1..text.len()).contains(at)) {
                while places[place].0 < at {
                    place += 1;
                }
                open[place] = true;
            }
        }
        let mut tied = Vec::new();
        for (place, open) in open.iter_mut().enumerate().skip(1) {
            if must_tie(&places, place, *open) {
                tied.push(place);
                *open = false;
            }
        }
        let open = open.iter().enumerate().filter(|(_, open)| **open).map(|(place, _)| place).collect();
        Self { places, open, tied }
    }

    /// The pieces between the places where a line may end.
    fn pieces(&self) -> impl Iterator<Item = Piece> + '_ {
        let ends = self.open.iter().copied().chain([self.places.len()]);
        let mut begin = 0;
        ends.map(move |end| std::mem::replace(&mut begin, end)..end)
    }

    fn characters(&self, piece: Piece) -> impl Iterator<Item = char> + '_ {
        self.places[piece].iter().map(|(_, character)| *character)
    }

    /// Without the blanks at its end, which take no room there.
    fn width(&self, piece: Piece, width: &dyn Fn(char) -> f64) -> f64 {
        let mut whole = 0.0;
        let mut seen = 0.0;
        for character in self.characters(piece).filter(|character| !is_sign(*character)) {
            whole += width(character);
            if !character.is_whitespace() {
                seen = whole;
            }
        }
        seen
    }

    /// Parts a piece that is too wide, as little and as well as can be.
    fn part(&self, piece: Piece, room: &Room, signs: &mut Vec<(usize, char)>) {
        if piece.len() < 2 {
            return;
        }
        let is_address = self.longest_word(piece.clone()) > LONGEST_WORD;
        let is_wide = |piece: Piece, widest: f64| self.width(piece, room.width) > widest;
        if !is_address && !is_wide(piece.clone(), room.piece.min(room.line)) {
            return;
        }
        let mut pieces = vec![piece];
        for merit in Merit::ALL {
            let widest = match merit {
                Merit::Well | Merit::Seam => room.piece.min(room.line),
                Merit::Word if is_address => 0.0,
                Merit::Word => (3.0 * room.piece).min(room.line),
                Merit::Sign | Merit::Any => room.line,
            };
            pieces = pieces
                .into_iter()
                .flat_map(|piece| {
                    if is_wide(piece.clone(), widest) { self.parted(piece, merit) } else { vec![piece] }
                })
                .collect();
        }
        let parts = pieces.iter().skip(1).map(|piece| self.places[piece.start].0);
        for at in parts {
            match signs.iter_mut().find(|(other, _)| *other == at) {
                Some((_, sign)) => *sign = PART,
                None => signs.push((at, PART)),
            }
        }
    }

    /// The length of the longest run of ASCII signs.
    fn longest_word(&self, piece: Piece) -> usize {
        let (mut longest, mut length) = (0, 0);
        for character in self.characters(piece) {
            length = if character.is_ascii_graphic() { length + 1 } else { 0 };
            longest = longest.max(length);
        }
        longest
    }

    fn parted(&self, piece: Piece, merit: Merit) -> Vec<Piece> {
        let mut parts = Vec::new();
        let mut begin = piece.start;
        for place in piece.start + 1..piece.end {
            if merit_at(&self.places, place) == Some(merit) {
                parts.push(begin..place);
                begin = place;
            }
        }
        parts.push(begin..piece.end);
        parts
    }
}

/// Whether our sign must forbid that a line ends before this character, where Unicode's rules leave it `open` or do
/// not know that it stands beside what is set as one piece.
fn must_tie(places: &[(usize, char)], place: usize, open: bool) -> bool {
    let (previous, next) = (places[place - 1].1, places[place].1);
    // A number and its square sign are set as one piece.
    let squared = previous.is_ascii_digit() && ('\u{3371}'..='\u{33df}').contains(&next);
    if is_sign(previous) || is_sign(next) || squared {
        return false;
    }
    // A blank after a slash, or before a dash, is no way out.
    let seen = if previous == ' ' && place > 1 { places[place - 2].1 } else { previous };
    let slashed = is_slash(seen);
    // Typst has rules of its own for what follows :// or begins with www, by which a line may end with a slash.
    let in_scheme = previous == 'w' && next == 'w';
    if TIED.contains(next) || slashed || in_scheme || is_in_time(places, place) {
        return true;
    }
    open && (NOT_AT_START.contains(next) || NOT_AT_END.contains(previous) || is_hyphenated(places, place))
}

/// well-known, a-b@c.cn: who copies a line that ends with a hyphen gets the word without it.
fn is_hyphenated(places: &[(usize, char)], place: usize) -> bool {
    let is_of_word = |place: Option<usize>| {
        place
            .and_then(|place| places.get(place))
            .is_some_and(|(_, character)| character.is_ascii_alphanumeric())
    };
    matches!(places[place - 1].1, '-' | '\u{2010}')
        && is_of_word(place.checked_sub(2))
        && is_of_word(Some(place))
}

fn is_slash(character: char) -> bool {
    matches!(character, '/' | '／')
}

/// 12：30 is one number.
fn is_in_time(places: &[(usize, char)], place: usize) -> bool {
    let is_digit = |place: Option<usize>| {
        place.and_then(|place| places.get(place)).is_some_and(|(_, character)| character.is_ascii_digit())
    };
    matches!(places[place - 1].1, '：' | '．') && is_digit(place.checked_sub(2)) && is_digit(Some(place))
}

/// How well a line ends somewhere within a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Merit {
    /// After a stop, before an opening mark.
    Well,
    /// Between Chinese and Latin characters, between Chinese ones.
    Seam,
    /// Within a word or a number.
    Word,
    /// Beside a sign.
    Sign,
    /// Where it never should.
    Any,
}

impl Merit {
    const ALL: [Self; 5] = [Self::Well, Self::Seam, Self::Word, Self::Sign, Self::Any];
}

/// `None` where a character would be parted from what belongs on it.
fn merit_at(places: &[(usize, char)], place: usize) -> Option<Merit> {
    let (previous, next) = (places[place - 1].1, places[place].1);
    if is_combining(next) || is_sign(next) {
        return None;
    }
    let in_word = |character: char| character.is_alphanumeric() && character < '\u{2e80}';
    let is_wide = |character: char| character.is_alphanumeric() && character >= '\u{2e80}';
    // 1,234 and don’t.
    let within_word = (previous.is_ascii_punctuation() || previous == '’') && in_word(next);
    Some(if is_pair(previous, next) || is_in_time(places, place) {
        Merit::Any
    } else if is_slash(previous) && !NOT_AT_START.contains(next) {
        Merit::Sign
    } else if NOT_AT_START.contains(next) || NOT_AT_END.contains(previous) || within_word {
        Merit::Any
    } else if GOOD_END.contains(previous) || GOOD_START.contains(next) {
        Merit::Well
    } else if is_wide(previous) && (is_wide(next) || in_word(next)) || in_word(previous) && is_wide(next) {
        Merit::Seam
    } else if in_word(previous) && in_word(next) {
        Merit::Word
    } else {
        Merit::Sign
    })
}

/// —— and …… are one sign.
fn is_pair(previous: char, next: char) -> bool {
    previous == next && "—―…".contains(previous)
}

/// Signs above and below others, and what varies or joins them.
fn is_combining(character: char) -> bool {
    matches!(character,
        '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}'
        | '\u{200c}' | '\u{200d}' | '\u{3099}' | '\u{309a}' | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn width(character: char) -> f64 {
        if character.is_ascii() { 0.5 } else { 1.0 }
    }

    /// The text with · for where a line may end and nothing for our signs.
    fn pieces(text: &str, line: f64, piece: f64) -> Vec<String> {
        let set = set(text, &Room { line, piece, width: &width });
        set.split(PART)
            .flat_map(|part| {
                let text = Text::new(part);
                text.pieces()
                    .map(|piece| bare(&text.characters(piece).collect::<String>()))
                    .collect::<Vec<_>>()
            })
            .collect()
    }

    #[test]
    fn no_piece_begins_or_ends_with_what_may_not() {
        for text in [
            "自2024—2025年度——即本年～明年，阿·买提/王五、甲 / 乙等（含“丙”）参加……",
            "第3—5期、2024/3/15。12：30—13：00。地点：“三楼”",
            "见www.example.cn/a/b或http://a.cn/b/c。",
            "长度12米—13米/1234公里",
        ] {
            let pieces = pieces(text, 28.0, 28.0);
            assert_eq!(pieces.concat(), text);
            for piece in &pieces {
                let trimmed = piece.trim_end();
                assert!(!trimmed.starts_with(|first| NOT_AT_START.contains(first)), "{pieces:?}");
                assert!(!trimmed.ends_with(|last| NOT_AT_END.contains(last)), "{pieces:?}");
            }
        }
    }

    #[test]
    fn times_and_dates_part_between_and_not_within() {
        let pieces = pieces("于2024/3/15。12：30—13：00。召开", 13.0, 13.0);
        assert_eq!(pieces, ["于", "2024/3/15。", "12：30—", "13：00。", "召", "开"]);
    }

    #[test]
    fn an_address_is_parted_within_its_words_and_a_short_word_is_not() {
        let pieces_of = |text| pieces(text, 13.0, 13.0);
        let address = pieces_of("https://water.example.org/report/2024-04");
        assert!(address.len() > 15, "{address:?}");
        for piece in &address {
            assert!(!piece.starts_with(['/', '.', '-', ':']) && !piece.ends_with(['/', '.', '-', ':']));
        }
        assert_eq!(pieces_of("GB/T9704-2012"), ["GB/T9704-2012"]);
        let mail = pieces_of("lcszrzyhghj_bangongshi-xinxi2024@shandong-liaocheng.gov.cn");
        assert!(mail.len() > 15 && mail.iter().all(|piece| !piece.ends_with('-')), "{mail:?}");
        assert_eq!(pieces_of("well-known"), ["well-known"]);
    }

    #[test]
    fn what_is_wider_than_a_line_is_parted_whatever_it_is() {
        for text in ["—".repeat(40), "。".repeat(40), "甲/".repeat(30), "=".repeat(19), "（".repeat(30)]
        {
            for piece in pieces(&text, 9.0, 9.0) {
                assert!(piece.chars().map(width).sum::<f64>() <= 9.0, "{piece}");
            }
        }
    }

    #[test]
    fn quotation_marks_that_unicode_ties_are_parted_where_room_is_scarce() {
        let text = "他们说‘好’的‘大家’都说‘好’的";
        assert!(pieces(text, 28.0, 28.0).iter().any(|piece| piece.chars().count() > 3));
        assert!(pieces(text, 28.0, 2.0).iter().all(|piece| piece.chars().count() <= 4));
        assert!(pieces(text, 28.0, 2.0).iter().all(|piece| !piece.ends_with('‘') && !piece.starts_with('’')));
    }
}
