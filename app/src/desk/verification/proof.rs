//! What 核对 proves beside figures: events, files, printed versions, signatures, clearances.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// The end of the chain of events: whoever noted it can prove later that the chain is still the same up to there.
/// It is written as `57:` and 64 hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChainHead {
    /// How many events there were.
    pub place: i64,
    /// Of the last one, and through it of all before it.
    pub hash: String,
}

impl fmt::Display for ChainHead {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}", self.place, self.hash)
    }
}

/// It is not an end as the program writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("不是事件链的末端：应是一个序号、一个冒号和64位校验值，如 57:3f9a…")]
pub struct NoChainHead;

impl FromStr for ChainHead {
    type Err = NoChainHead;

    /// Blanks, full-width colons and capitals come with copying from paper.
    fn from_str(text: &str) -> Result<Self, NoChainHead> {
        let text: String = text.chars().filter(|character| !character.is_whitespace()).collect();
        let (place, hash) = text.split_once([':', '：']).ok_or(NoChainHead)?;
        let place = place.trim_start_matches('第').trim_end_matches('号');
        let place: i64 = place.parse().map_err(|_| NoChainHead)?;
        let is_hash = hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
        if place < 1 || !is_hash {
            return Err(NoChainHead);
        }
        Ok(Self { place, hash: hash.to_ascii_lowercase() })
    }
}

/// What was looked at, and how far it proves something.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// Where the chain ends; `None` where there are no events.
    pub head: Option<ChainHead>,
    pub events: i64,
    /// The first so many events were entered when there were already such: what was done to them before is not proven.
    pub afterwards: i64,
    /// An end that was noted earlier and was looked for.
    pub since: Option<ChainHead>,
    /// Files whose bytes were compared with their hash.
    pub files: usize,
    /// Versions of issues and bulletins that were compared with what events vouch for.
    pub versions: usize,
    /// Of which the frozen content was printed anew, to the same bytes.
    pub reprinted: usize,
    /// Which an earlier program or other fonts had set, so that they come out otherwise now: only content and PDF were
    /// compared with their hashes.
    pub set_otherwise: usize,
    /// Which were not printed anew this time, for want of time.
    pub not_reprinted: usize,
    pub signatures: usize,
    /// Printed texts whose 保密审查 was looked for.
    pub clearances: usize,
}

impl Proof {
    /// What was looked at, sentence by sentence.
    pub fn in_words(&self) -> Vec<String> {
        let mut words = Vec::new();
        if self.events > 0 {
            let afterwards = match self.afterwards {
                0 => String::new(),
                count => format!("（前{count}号是升级时补进链的，补链以前有没有被改动无从证明）"),
            };
            words.push(format!("事件{}号逐号相连{afterwards}", self.events));
        }
        if let Some(since) = &self.since {
            words.push(format!("与记下的第{}号末端对照", since.place));
        }
        if self.files > 0 {
            words.push(format!("文件{}份逐份与校验值对照", self.files));
        }
        if self.versions > 0 {
            let mut how = Vec::new();
            if self.reprinted > 0 {
                how.push(format!("{}份用定稿内容重新排版，与 PDF 逐字节一致", self.reprinted));
            }
            if self.set_otherwise > 0 {
                let count = self.set_otherwise;
                how.push(format!("{count}份由较早版本的程序或别的字体排版，只核对内容和 PDF 的校验值"));
            }
            if self.not_reprinted > 0 {
                let count = self.not_reprinted;
                how.push(format!("{count}份这次没有重新排版，只核对内容和 PDF 的校验值"));
            }
            let how = if how.is_empty() { String::new() } else { format!("（{}）", how.join("；")) };
            words.push(format!("送签和印发的版面、通报{}份{how}", self.versions));
        }
        if self.signatures > 0 || self.clearances > 0 {
            words.push(format!("签字{}个、已印发文字的保密审查{}篇", self.signatures, self.clearances));
        }
        words
    }
}

/// Something that is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// 事件, 文件, 版面, 通报, 签字, 保密审查, 更正.
    pub what: String,
    pub words: String,
}

impl Finding {
    /// 事件：第57号…
    pub fn in_words(&self) -> String {
        format!("{}：{}", self.what, self.words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_end_is_read_as_it_was_written_or_copied_by_hand() {
        let head = ChainHead { place: 57, hash: "3f".repeat(32) };
        assert_eq!(head.to_string().parse(), Ok(head.clone()));
        let by_hand = format!(" 第57号：{} {}", "3F".repeat(16), "3f".repeat(16));
        assert_eq!(by_hand.parse(), Ok(head));
        for wrong in ["", "57", "57:3f", "0:", ":", "x:3f"] {
            assert_eq!(wrong.parse::<ChainHead>(), Err(NoChainHead), "{wrong}");
        }
    }
}
