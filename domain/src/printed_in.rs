//! Where a higher publication printed a piece, as lists and bulletins write it: 昨日市情, 昨日市情约稿, 昨日市情★, 昨日市情约稿★.

use std::fmt;

/// Behind a name: the piece had been asked for.
pub const COMMISSIONED: &str = "约稿";
/// Behind all else: it was printed in an outstanding place.
pub const STAR: char = '★';

/// Where a higher publication printed a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PrintedIn<'a> {
    pub channel: &'a str,
    pub commissioned: bool,
    pub starred: bool,
}

impl fmt::Display for PrintedIn<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.channel)?;
        if self.commissioned {
            formatter.write_str(COMMISSIONED)?;
        }
        if self.starred {
            write!(formatter, "{STAR}")?;
        }
        Ok(())
    }
}

/// Who had asked for the piece: what stands before 约稿; `None` where nobody did.
pub fn commissioned_by(name: &str) -> Option<&str> {
    name.strip_suffix(COMMISSIONED).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_is_told_by_its_publication_whether_it_was_asked_for_and_its_star() {
        let written =
            |commissioned, starred| PrintedIn { channel: "昨日市情", commissioned, starred }.to_string();
        assert_eq!(written(false, false), "昨日市情");
        assert_eq!(written(true, false), "昨日市情约稿");
        assert_eq!(written(false, true), "昨日市情★");
        assert_eq!(written(true, true), "昨日市情约稿★");
    }

    #[test]
    fn whoever_asked_stands_before_the_word() {
        assert_eq!(commissioned_by("市政府约稿"), Some("市政府"));
        assert_eq!(commissioned_by("市政府"), None);
        assert_eq!(commissioned_by("约稿"), None, "nobody is named");
    }
}
