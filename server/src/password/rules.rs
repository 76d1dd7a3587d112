//! Whether a password is good enough: asked when it is set, never when it is used, and nowhere else.
//!
//! It must be long, and something of it must not be what anybody would try first. So whatever is common, is known of the
//! office and the person, or lies side by side on a keyboard is crossed out; what is left has to be enough. All of it is
//! worked out here, offline; nobody is asked.

use std::sync::LazyLock;

use domain::text::fold;
use pinyin::{Pinyin, ToPinyin};

/// The fewest characters of a password; of a phrase in ideographs, fewer of them are as many.
pub const SHORTEST: usize = 10;
const SHORTEST_PHRASE: usize = 8;

/// The most characters; nobody types more, and hashing them is work.
pub const LONGEST: usize = 200;

/// So many different characters must be left of it.
const FEWEST_LEFT: usize = 5;

/// Passwords that many have chosen, and the words of which they are made.
static COMMON: LazyLock<Vec<Vec<char>>> =
    LazyLock::new(|| include_str!("common.txt").split_whitespace().map(letters).collect());

/// Keys that lie side by side, in rows and slanting down.
const KEYS: [&str; 21] = [
    "一二三四五六七八九十",
    "零一二三四五六七八九",
    "壹贰叁肆伍陆柒捌玖拾",
    "甲乙丙丁戊己庚辛壬癸",
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiop[]",
    "asdfghjkl;'",
    "zxcvbnm,./",
    "!@#$%^&*()_+",
    "1qaz",
    "2wsx",
    "3edc",
    "4rfv",
    "5tgb",
    "6yhn",
    "7ujm",
    "8ik,",
    "9ol.",
    "!qaz",
    "@wsx",
];

/// So many of them in a row are no secret; three letters stand so in many a word.
const SHORTEST_RUN: usize = 3;
const SHORTEST_RUN_OF_LETTERS: usize = 4;

/// For whom and where a password is set.
#[derive(Clone, Debug, Default)]
pub struct Ground {
    pub login: String,
    pub name: String,
    /// Names of units, newsletters, publishers.
    pub office: Vec<String>,
}

/// What of a password anybody would try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Weak {
    Common,
    Office,
    Login,
    Name,
    Year,
    Run,
}

impl Weak {
    fn words(self) -> &'static str {
        match self {
            Self::Common => "很多人用的词",
            Self::Office => "单位、刊物的名称",
            Self::Login => "账号",
            Self::Name => "姓名",
            Self::Year => "年份",
            Self::Run => "连着的字母、数字、键位或重复的字",
        }
    }
}

/// What is wrong with a password, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    #[error("密码至少 {SHORTEST} 个字符，或一句至少 {SHORTEST_PHRASE} 个字的话，现在是 {0} 个字符")]
    Short(usize),
    #[error("密码最多 {LONGEST} 个字符")]
    Long,
    #[error("密码不能只有数字。请加上别的字，可以用一句话")]
    OnlyDigits,
    #[error("密码太容易猜：除了{0}，剩下的太少。请换一个，可以用几个不相干的词连成一句话")]
    Guessable(String),
    #[error("密码太容易猜：用到的字太少。请换一个，可以用几个不相干的词连成一句话")]
    Monotonous,
}

/// Whether a password may be set by or for somebody.
pub fn check(password: &str, ground: &Ground) -> Result<(), Unfit> {
    let ideographs = password.chars().filter(|character| is_ideograph(*character)).count();
    match password.chars().count() {
        count if count < SHORTEST && ideographs < SHORTEST_PHRASE => return Err(Unfit::Short(count)),
        count if count > LONGEST => return Err(Unfit::Long),
        _ => {}
    }
    if password.chars().all(|character| character.is_ascii_digit() || character.is_whitespace()) {
        return Err(Unfit::OnlyDigits);
    }
    let typed = letters(password);
    // As it is typed, and as one reads it who writes 0 for o.
    for text in [typed.clone(), typed.into_iter().map(meant).collect()] {
        let (left, weak) = crossed_out(&text, ground);
        if left < FEWEST_LEFT {
            return Err(match weak.as_slice() {
                [] => Unfit::Monotonous,
                weak => Unfit::Guessable(weak.iter().map(|weak| weak.words()).collect::<Vec<_>>().join("、")),
            });
        }
    }
    Ok(())
}

/// How many different characters are left when what anybody would try is crossed out, and what that was.
fn crossed_out(text: &[char], ground: &Ground) -> (usize, Vec<Weak>) {
    let mut crossed = vec![false; text.len()];
    let mut weak = Vec::new();
    let mut cross = |what: Weak, begin: usize, length: usize| {
        let part = crossed.get_mut(begin..begin + length).unwrap_or_default();
        // What is crossed out as something else already has been told.
        if part.contains(&false) && !weak.contains(&what) {
            weak.push(what);
        }
        part.fill(true);
    };
    let login = [(Weak::Login, letters(&ground.login))];
    let of_person = parts_of(&ground.name).into_iter().map(|word| (Weak::Name, word));
    let of_office = ground.office.iter().flat_map(|name| parts_of(name)).map(|word| (Weak::Office, word));
    for (what, word) in login.into_iter().chain(of_person).chain(of_office) {
        places(text, &word).for_each(|begin| cross(what, begin, word.len()));
    }
    for word in COMMON.iter() {
        places(text, word).for_each(|begin| cross(Weak::Common, begin, word.len()));
    }
    for begin in 0..text.len() {
        if is_year(text.get(begin..begin + 4)) {
            cross(Weak::Year, begin, 4);
        }
        let run = run_at(text, begin);
        let is_letter = text.get(begin).is_some_and(|character| character.is_alphabetic());
        if run >= if is_letter { SHORTEST_RUN_OF_LETTERS } else { SHORTEST_RUN } {
            cross(Weak::Run, begin, run);
        }
    }
    let left = text.iter().zip(&crossed).filter(|(_, crossed)| !**crossed).map(|(character, _)| *character);
    let mut left: Vec<char> = left.filter(|character| !character.is_whitespace()).collect();
    left.sort_unstable();
    left.dedup();
    (left.len(), weak)
}

/// Letters of a part's pinyin below which it stands in many a word by chance.
const SHORTEST_PINYIN: usize = 4;

/// A name as people put it into passwords: whole, any part of it of two ideographs and more, these in pinyin, and the
/// first letters of its pinyin.
fn parts_of(name: &str) -> Vec<Vec<char>> {
    let whole = letters(name);
    let syllables: Vec<Option<&str>> =
        whole.iter().map(|character| character.to_pinyin().map(Pinyin::plain)).collect();
    let mut parts = Vec::new();
    for begin in 0..whole.len() {
        let mut pinyin = String::new();
        for (length, syllable) in (1..).zip(&syllables[begin..]) {
            let Some(syllable) = syllable else { break };
            pinyin.push_str(syllable);
            if length > 1 {
                parts.push(whole[begin..begin + length].to_vec());
                if pinyin.len() >= SHORTEST_PINYIN {
                    parts.push(letters(&pinyin));
                }
            }
        }
    }
    parts.push(syllables.iter().flatten().filter_map(|syllable| syllable.chars().next()).collect());
    parts.push(whole);
    parts
}

/// Where a word stands in a text. Words of a letter or two, or of one ideograph, stand in many by chance.
fn places<'a>(text: &'a [char], word: &'a [char]) -> impl Iterator<Item = usize> + 'a {
    let shortest = if word.iter().all(char::is_ascii) { 3 } else { 2 };
    let windows = text.windows(word.len().max(1)).enumerate();
    windows.filter(move |(_, part)| word.len() >= shortest && *part == word).map(|(begin, _)| begin)
}

/// How many characters from here on follow each other on the keyboard or in the alphabet, or are the same.
fn run_at(text: &[char], begin: usize) -> usize {
    let Some(rest) = text.get(begin..) else { return 0 };
    let same = rest.iter().take_while(|character| rest.first() == Some(character)).count();
    let along = |keys: &mut dyn Iterator<Item = char>| {
        let keys: Vec<char> = keys.collect();
        let from = keys.iter().position(|key| rest.first() == Some(key));
        from.map_or(0, |from| rest.iter().zip(&keys[from..]).take_while(|(one, other)| one == other).count())
    };
    let rows = KEYS.iter().flat_map(|row| [along(&mut row.chars()), along(&mut row.chars().rev())]);
    rows.chain([same]).max().unwrap_or_default()
}

fn is_year(text: Option<&[char]>) -> bool {
    let year: String = text.unwrap_or_default().iter().collect();
    year.parse::<u16>().is_ok_and(|year| (1900..2100).contains(&year))
}

/// The characters of a text, folded as names are, without blanks.
fn letters(text: &str) -> Vec<char> {
    fold(text).to_lowercase().chars().filter(|character| !character.is_whitespace()).collect()
}

fn is_ideograph(character: char) -> bool {
    matches!(character, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

/// What a sign stands for that is written in a letter's place.
fn meant(character: char) -> char {
    match character {
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        character => character,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ground() -> Ground {
        Ground {
            login: "zhaosiyuan".to_owned(),
            name: "赵思远".to_owned(),
            office: vec!["地质矿产管理科".to_owned(), "地矿科".to_owned(), "河湖信息".to_owned()],
        }
    }

    #[test]
    fn what_anybody_would_try_is_refused() {
        for password in [
            "password123",
            "P@ssw0rd2024",
            "Passw0rd!@#",
            "qwertyuiop123",
            "1qaz2wsx3edc",
            "1qaz@WSX3edc",
            "Admin@2024!!",
            "admin123456",
            "aaaaaaaaaaaa",
            "abababababab",
            "abcdefghij",
            "zyxwvutsrq9876",
            "woaini1314520",
            "mimashi12345",
            "一二三四五六七八",
            "甲乙丙丁戊己庚辛",
            "dizhikuangchan2024",
            "Hehu@20240101",
            "Kuangchan2023!",
            "siyuanzhao1234",
            "zsy19851231",
            "dzkcglk2024!",
            "iloveyou5201314",
            "zhaosiyuan1985",
            "Zhaosiyuan@123",
            "赵思远赵思远赵思远1985",
            "地矿科2024年123456",
            "河湖信息河湖信息2024",
            "地质矿产管理科2024",
            "jianbao-2024",
            "ＰＡＳＳＷＯＲＤ１２３",
            "asdfghjkl;'",
        ] {
            let refusal = check(password, &ground());
            assert!(
                matches!(refusal, Err(Unfit::Guessable(_) | Unfit::Monotonous)),
                "{password}: {refusal:?}"
            );
        }
        assert_eq!(check("13812345678", &ground()), Err(Unfit::OnlyDigits));
        assert_eq!(check("kX9#mQ2$v", &ground()), Err(Unfit::Short(9)));
        assert_eq!(check(&"长".repeat(201), &ground()), Err(Unfit::Long));
    }

    #[test]
    fn phrases_and_chance_are_good() {
        for password in [
            "correct horse battery",
            "another horse entirely",
            "ein langes Passwort",
            "kX9#mQ2$vL",
            "三月里的小雨下个不停",
            "今天食堂的包子真好吃",
            "首次登录以后请改掉",
            "jianbao-first-2024",
            "vcR8hnpTq2wz",
        ] {
            assert_eq!(check(password, &ground()), Ok(()), "{password}");
        }
    }

    #[test]
    fn a_refusal_says_what_it_was_and_repeats_nothing() {
        let refusal = check("zhaosiyuan1985", &ground()).expect_err("it is the account").to_string();
        assert!(refusal.contains("账号、年份"), "{refusal}");
        assert!(!refusal.contains("zhaosiyuan") && !refusal.contains("1985"), "{refusal}");
    }

    #[test]
    fn another_ground_makes_another_password_weak() {
        assert_eq!(check("阳谷林业局小明", &Ground::default()), Err(Unfit::Short(7)));
        let password = "阳谷林业局2024王小明";
        assert_eq!(check(password, &Ground::default()), Ok(()));
        let there =
            Ground {
                name: "王小明".to_owned(), office: vec!["阳谷林业局".to_owned()], ..Ground::default()
            };
        assert!(check(password, &there).is_err());
    }
}
